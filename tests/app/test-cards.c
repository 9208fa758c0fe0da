#include "vidimus-alarm-row.h"
#include "vidimus-application.h"
#include "vidimus-badge.h"
#include "vidimus-failure-page.h"
#include "vidimus-score-bar.h"
#include "vidimus-resolution.h"
#include "vidimus-type-card.h"
#include "vidimus-verdict-card.h"
#include "vidimus-widget-test.h"

#include "vidimus-error.h"

static VidimusResult *
make_result (int      glare,
             gboolean raised)
{
  VidimusResult *result = vidimus_result_new ();

  vidimus_result_set_type_code (result, "passport");
  vidimus_result_set_confidence (result, 0.979);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    vidimus_result_set_alarm (result, (VidimusAlarm) i, FALSE, 3);
  if (glare >= 0)
    vidimus_result_set_alarm (result, VIDIMUS_ALARM_GLARE, raised, glare);

  return result;
}

static GtkWidget *
make_row (VidimusResult *result)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  VidimusVerdict verdict = vidimus_policy_judge (policy, result);
  GtkWidget *row = g_object_ref_sink (vidimus_alarm_row_new (VIDIMUS_ALARM_GLARE));

  vidimus_alarm_row_set_result (VIDIMUS_ALARM_ROW (row), result, policy, verdict.alarms[VIDIMUS_ALARM_GLARE]);

  return row;
}

static void
test_row (int         score,
          gboolean    raised,
          const char *word,
          const char *css_class,
          gboolean    dissent)
{
  g_autoptr(VidimusResult) result = make_result (score, raised);
  GtkWidget *row = make_row (result);
  GtkWidget *bar = widget_find (row, VIDIMUS_TYPE_SCORE_BAR);
  GtkWidget *meter = widget_find (bar, GTK_TYPE_LEVEL_BAR);
  g_autofree char *number = g_strdup_printf ("%d", score);
  g_autofree char *name = g_strdup_printf ("Glare, %d of 99, %s", score, word);

  g_assert_true (widget_shows (row, word));
  g_assert_true (widget_shows (row, number));
  g_assert_true (gtk_widget_has_css_class (bar, css_class));
  g_assert_true (widget_shows (row, "Service says otherwise") == dissent);
  gtk_test_accessible_assert_role (meter, GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property (meter, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) score);
  gtk_test_accessible_assert_property (meter, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, name);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  g_object_unref (row);
}

static void
test_row_states (void)
{
  test_row (6, FALSE, "No alarm", "clear", FALSE);
  test_row (58, TRUE, "Look closer", "review", FALSE);
  test_row (91, TRUE, "Alarm", "reject", FALSE);
  /* exactly at a cut is not above it */
  test_row (50, FALSE, "No alarm", "clear", FALSE);
  test_row (80, TRUE, "Look closer", "review", FALSE);
  /* the service's boolean and our cuts differ */
  test_row (91, FALSE, "Alarm", "reject", TRUE);
  test_row (40, TRUE, "No alarm", "clear", TRUE);
}

static void
test_row_not_checked (void)
{
  g_autoptr(VidimusResult) result = vidimus_result_new ();
  GtkWidget *row = make_row (result);
  GtkWidget *bar = widget_find (row, VIDIMUS_TYPE_SCORE_BAR);
  GtkWidget *meter = widget_find (bar, GTK_TYPE_LEVEL_BAR);

  g_assert_true (widget_shows (row, "Not checked"));
  g_assert_true (widget_shows (row, "–"));
  g_assert_true (gtk_widget_has_css_class (bar, "not-checked"));
  g_assert_false (widget_shows (row, "Service says otherwise"));
  gtk_test_accessible_assert_property (meter, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "Not checked");
  g_object_unref (row);
}

static void
test_row_opens (void)
{
  const char *limits = "Your limits: a closer look above 50, an alarm above 80. The service itself says: alarm.";
  g_autoptr(VidimusResult) result = make_result (91, TRUE);
  GtkWidget *row = make_row (result);

  g_assert_false (vidimus_alarm_row_get_expanded (VIDIMUS_ALARM_ROW (row)));
  g_assert_false (widget_shows (row, limits));
  vidimus_alarm_row_set_expanded (VIDIMUS_ALARM_ROW (row), TRUE);
  g_assert_true (widget_shows (row, limits));
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  g_object_unref (row);
}

static void
add_area (VidimusResult *result)
{
  static const VidimusPoint points[] = { { 1, 1 }, { 9, 1 }, { 9, 9 } };
  GPtrArray *areas = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_area_free);

  for (int i = 0; i < 2; i++)
    g_ptr_array_add (areas, vidimus_area_new ("glare", 0.5, points, 3));
  vidimus_result_take_areas (result, VIDIMUS_ALARM_GLARE, areas);
}

/* Where: in words, and to those who don't see it how much of it is on the picture. */
static void
test_row_evidence (void)
{
  g_autoptr(VidimusResult) result = make_result (91, TRUE);
  GtkWidget *row = make_row (result);

  add_area (result);
  vidimus_result_set_statistic (result, VIDIMUS_ALARM_GLARE, 5.258);
  vidimus_alarm_row_set_expanded (VIDIMUS_ALARM_ROW (row), TRUE);
  vidimus_alarm_row_set_evidence (VIDIMUS_ALARM_ROW (row), result);
  g_assert_true (widget_shows (row, "Where, by a local estimate: Glare (2)."));
  g_assert_true (widget_shows (row, "What the local estimate measured: 5.26."));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  vidimus_alarm_row_set_shown (VIDIMUS_ALARM_ROW (row), TRUE);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "2 areas are shown on the picture, a local estimate");
  vidimus_alarm_row_set_shown (VIDIMUS_ALARM_ROW (row), FALSE);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  vidimus_alarm_row_set_evidence (VIDIMUS_ALARM_ROW (row), NULL);
  g_assert_false (widget_shows (row, "Where, by a local estimate: Glare (2)."));
  g_assert_false (widget_shows (row, "What the local estimate measured: 5.26."));
  g_object_unref (row);
}

/* That there is nothing to be seen is worth a line only where somebody would look for it. */
static void
test_row_no_evidence (void)
{
  const char *nothing = "Where: no single part of the picture stands out.";
  g_autoptr(VidimusResult) alarmed = make_result (91, TRUE);
  g_autoptr(VidimusResult) clear = make_result (2, FALSE);

  for (int i = 0; i < 2; i++)
    {
      VidimusResult *result = i == 0 ? alarmed : clear;
      GtkWidget *row = make_row (result);

      vidimus_alarm_row_set_expanded (VIDIMUS_ALARM_ROW (row), TRUE);
      vidimus_alarm_row_set_shown (VIDIMUS_ALARM_ROW (row), TRUE);
      vidimus_alarm_row_set_evidence (VIDIMUS_ALARM_ROW (row), result); /* does not say */
      g_assert_false (widget_shows (row, nothing));
      vidimus_result_take_areas (result, VIDIMUS_ALARM_GLARE, g_ptr_array_new ());
      vidimus_alarm_row_set_evidence (VIDIMUS_ALARM_ROW (row), result);
      g_assert_true (widget_shows (row, nothing) == (i == 0));
      gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
      g_object_unref (row);
    }
}

static void
test_verdict_card (void)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  g_autoptr(VidimusResult) alarmed = make_result (91, TRUE);
  g_autoptr(VidimusResult) clear = make_result (2, FALSE);
  VidimusVerdict verdict = vidimus_policy_judge (policy, alarmed);
  GtkWidget *card = g_object_ref_sink (vidimus_verdict_card_new ());

  vidimus_verdict_card_set_verdict (VIDIMUS_VERDICT_CARD (card), &verdict, policy, alarmed, 12.0);
  g_assert_true (widget_shows (card, "Alarm"));
  g_assert_true (widget_shows (card, "Glare 91, your limit is 80"));
  g_assert_true (gtk_widget_has_css_class (card, "reject"));
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL, "Alarm. Glare 91, your limit is 80");

  verdict = vidimus_policy_judge (policy, clear);
  vidimus_verdict_card_set_verdict (VIDIMUS_VERDICT_CARD (card), &verdict, policy, clear, 12.0);
  g_assert_true (widget_shows (card, "No alarm"));
  g_assert_false (widget_shows (card, "Glare 91, your limit is 80"));
  g_assert_true (gtk_widget_has_css_class (card, "clear"));
  g_assert_false (gtk_widget_has_css_class (card, "reject"));
  g_object_unref (card);
}

static void
test_type_card (void)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  g_autoptr(VidimusResult) passport = make_result (2, FALSE);
  g_autoptr(VidimusResult) none = vidimus_result_new ();
  g_autoptr(VidimusResult) unknown = vidimus_result_new ();
  const char *percent = "97.9 %"; /* the macro makes a format of its argument */
  GtkWidget *card = g_object_ref_sink (vidimus_type_card_new ());
  GtkWidget *meter = widget_find (card, GTK_TYPE_LEVEL_BAR);

  vidimus_type_card_set_result (VIDIMUS_TYPE_CARD (card), passport, policy, FALSE);
  g_assert_true (widget_shows (card, "Passport"));
  g_assert_true (widget_shows (card, "passport"));
  g_assert_true (widget_shows (card, "97.9 %"));
  gtk_test_accessible_assert_property (meter, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, percent);

  vidimus_type_card_set_result (VIDIMUS_TYPE_CARD (card), none, policy, FALSE);
  g_assert_true (widget_shows (card, "None of the nine documents"));
  g_assert_false (widget_shows (card, "Confidence of the location"));

  vidimus_type_card_set_resolution (VIDIMUS_TYPE_CARD (card), 11.811);
  g_assert_true (widget_shows (card, "11.8 px/mm (300 dpi)"));
  g_assert_true (widget_shows (card, "Resolution"));
  g_assert_false (widget_shows (card, vidimus_resolution_get_remedy (4.0)));
  vidimus_type_card_set_resolution (VIDIMUS_TYPE_CARD (card), 4.0);
  g_assert_true (widget_shows (card, "4.0 px/mm (102 dpi)"));
  g_assert_true (widget_shows (card, vidimus_resolution_get_remedy (4.0)));
  vidimus_type_card_set_resolution (VIDIMUS_TYPE_CARD (card), 0.0);
  g_assert_false (widget_shows (card, "Resolution"));
  g_assert_false (widget_shows (card, vidimus_resolution_get_remedy (4.0)));

  vidimus_type_card_set_result (VIDIMUS_TYPE_CARD (card), passport, policy, TRUE);
  g_assert_true (widget_shows (card, "Outline corrected by hand"));
  g_assert_true (widget_shows (card, "97.9 %")); /* what the service said stays */
  vidimus_type_card_set_result (VIDIMUS_TYPE_CARD (card), passport, policy, FALSE);
  g_assert_false (widget_shows (card, "Outline corrected by hand"));

  /* the service may learn types: shown as they are */
  vidimus_result_set_type_code (unknown, "atlantis_id_card");
  vidimus_type_card_set_result (VIDIMUS_TYPE_CARD (card), unknown, policy, FALSE);
  g_assert_true (widget_shows (card, "atlantis_id_card"));
  g_object_unref (card);
}

static void
test_failure (void)
{
  g_autoptr(GError) error = vidimus_error_new_for_code ("AIS.0104");
  g_autoptr(GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no such file");
  g_autoptr(GError) folder = vidimus_error_new (VIDIMUS_ERROR_IMAGE, "AIS.0101", 0, NULL, "A folder");
  GtkWidget *page = g_object_ref_sink (vidimus_failure_page_new ());

  vidimus_failure_page_set_error (VIDIMUS_FAILURE_PAGE (page), error);
  g_assert_true (widget_shows (page, "Picture Not Accepted"));
  g_assert_true (widget_shows (page, error->message));
  g_assert_true (widget_shows (page, vidimus_error_get_advice (error)));

  vidimus_failure_page_set_error (VIDIMUS_FAILURE_PAGE (page), other);
  g_assert_true (widget_shows (page, "There is no such file"));
  g_assert_true (widget_shows (page, "Retry"));

  vidimus_failure_page_set_error (VIDIMUS_FAILURE_PAGE (page), folder);
  g_assert_true (widget_shows (page, "Picture Can’t Be Opened"));
  g_assert_true (widget_shows (page, "Open…"));
  g_assert_false (widget_shows (page, "Retry"));
  g_object_unref (page);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  adw_init ();
  vidimus_application_register_resources ();

  g_test_add_func ("/alarm-row/states", test_row_states);
  g_test_add_func ("/alarm-row/not-checked", test_row_not_checked);
  g_test_add_func ("/alarm-row/opens", test_row_opens);
  g_test_add_func ("/alarm-row/evidence", test_row_evidence);
  g_test_add_func ("/alarm-row/no-evidence", test_row_no_evidence);
  g_test_add_func ("/verdict-card", test_verdict_card);
  g_test_add_func ("/type-card", test_type_card);
  g_test_add_func ("/failure-page", test_failure);

  return g_test_run ();
}
