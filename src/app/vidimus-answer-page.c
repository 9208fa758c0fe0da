#include "vidimus-answer-page.h"

#include "vidimus-alarm-row.h"
#include "vidimus-coaching.h"
#include "vidimus-origin.h"
#include "vidimus-type-card.h"
#include "vidimus-verdict-card.h"

#include <glib/gi18n-lib.h>

struct _VidimusAnswerPage
{
  GtkWidget           parent_instance;

  VidimusAnswer      *answer;                 /* owned, nullable; the one shown */
  VidimusAlarmRow    *rows[VIDIMUS_N_ALARMS]; /* borrowed from the list */
  int                 shown_alarm;            /* −1: none */

  /* Template children */
  GtkScrolledWindow  *scroller;
  VidimusVerdictCard *verdict;
  GtkWidget          *caution;
  GtkImage           *caution_icon;
  GtkLabel           *caution_text;
  VidimusTypeCard    *type;
  GtkListBox         *alarms;
  GtkLabel           *answered;
  GtkLabel           *request_id;
};

enum
{
  PROP_SHOWN_ALARM = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusAnswerPage, vidimus_answer_page, GTK_TYPE_WIDGET)

static void
update_footer (VidimusAnswerPage *self,
               VidimusAnswer     *answer)
{
  const char *id = vidimus_answer_get_request_id (answer);
  guint attempt = vidimus_answer_get_attempt (answer);
  g_autoptr(GString) text = g_string_new (vidimus_answer_get_service (answer));
  g_autofree char *name = NULL;

  /* Translators: how long an answer took, in milliseconds. */
  g_string_append_printf (text, _(" · %'.0f ms"), vidimus_answer_get_ms (answer));
  if (attempt > 1)
    g_string_append_printf (text, _(" · attempt %u"), attempt);

  /* Translators: the request’s id follows */
  name = g_strdup_printf (_("Request %s"), id != NULL ? id : "");
  gtk_label_set_label (self->answered, text->str);
  gtk_label_set_label (self->request_id, name);
  gtk_widget_set_visible (GTK_WIDGET (self->request_id), id != NULL);
}

/* What the way that a picture came in means for its answer. */
static void
update_caution (VidimusAnswerPage     *self,
                VidimusDocumentOrigin  origin)
{
  g_autofree char *caution = vidimus_coaching_get_caution (origin);

  gtk_widget_set_visible (self->caution, caution != NULL);
  gtk_image_set_from_icon_name (self->caution_icon, vidimus_origin_get_icon_name (origin));
  gtk_label_set_label (self->caution_text, caution != NULL ? caution : "");
}

/* A new answer is seen whole, all seven at a glance; the verdict’s card has what to do about the worst. */
static void
close_rows (VidimusAnswerPage *self)
{
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    vidimus_alarm_row_set_expanded (self->rows[i], FALSE);
}

static void
show_evidence (VidimusAnswerPage *self,
               int                alarm)
{
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    vidimus_alarm_row_set_shown (self->rows[i], i == alarm);
  if (self->shown_alarm == alarm)
    return;

  self->shown_alarm = alarm;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN_ALARM]);
}

/**
 * vidimus_answer_page_hide_evidence:
 *
 * No alarm's evidence is shown any more, until one is picked.
 */
void
vidimus_answer_page_hide_evidence (VidimusAnswerPage *self)
{
  g_return_if_fail (VIDIMUS_IS_ANSWER_PAGE (self));

  show_evidence (self, -1);
}

/**
 * vidimus_answer_page_set_document:
 * @document: has an answer
 *
 * Shows the answer and what @policy makes of it. Of a new answer, the evidence of the alarm that decides is to be drawn; its row
 * stays closed.
 */
void
vidimus_answer_page_set_document (VidimusAnswerPage *self,
                                  VidimusDocument   *document,
                                  VidimusPolicy     *policy)
{
  VidimusAnswer *answer;
  VidimusResult *result, *evidence;
  VidimusVerdict verdict;
  double pixels_per_mm;
  VidimusQuad corrected;
  gboolean raised;

  g_return_if_fail (VIDIMUS_IS_ANSWER_PAGE (self));
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (document) && VIDIMUS_IS_POLICY (policy));

  answer = vidimus_document_get_answer (document);
  g_return_if_fail (answer != NULL);

  result = vidimus_answer_get_result (answer);
  evidence = vidimus_document_get_evidence (document);
  verdict = vidimus_document_get_verdict (document);
  pixels_per_mm = vidimus_document_get_resolution (document);
  raised = verdict.kind == VIDIMUS_VERDICT_REVIEW || verdict.kind == VIDIMUS_VERDICT_REJECT;

  vidimus_verdict_card_set_verdict (self->verdict, &verdict, policy, result, pixels_per_mm);
  update_caution (self, vidimus_document_get_origin (document));
  vidimus_type_card_set_result (self->type, result, policy, vidimus_document_get_corrected (document, &corrected));
  vidimus_type_card_set_resolution (self->type, pixels_per_mm);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      vidimus_alarm_row_set_result (self->rows[i], result, policy, verdict.alarms[i]);
      vidimus_alarm_row_set_evidence (self->rows[i], evidence);
    }
  update_footer (self, answer);

  if (g_set_object (&self->answer, answer))
    {
      close_rows (self);
      show_evidence (self, raised ? verdict.deciding : -1);
    }
}

/* An open row has its evidence drawn; closing it hides that. */
static void
toggle (VidimusAnswerPage *self,
        VidimusAlarmRow   *row)
{
  gboolean expanded = !vidimus_alarm_row_get_expanded (row);
  int alarm = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  vidimus_alarm_row_set_expanded (row, expanded);
  if (expanded || self->shown_alarm == alarm)
    show_evidence (self, expanded ? alarm : -1);
}

/**
 * vidimus_answer_page_toggle_alarm:
 *
 * Opens or closes the row of @alarm and moves the focus there.
 */
void
vidimus_answer_page_toggle_alarm (VidimusAnswerPage *self,
                                  VidimusAlarm       alarm)
{
  VidimusAlarmRow *row;

  g_return_if_fail (VIDIMUS_IS_ANSWER_PAGE (self));
  g_return_if_fail (alarm < VIDIMUS_N_ALARMS);

  row = self->rows[alarm];
  toggle (self, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* Once a row is open, all of it is to be seen. */
static void
row_revealed_cb (VidimusAnswerPage *self,
                 VidimusAlarmRow   *row)
{
  GtkWidget *content = gtk_widget_get_parent (GTK_WIDGET (self->verdict));
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), content, &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroller),
                               bounds.origin.y, bounds.origin.y + bounds.size.height + 12);
}

static void
row_activated_cb (VidimusAnswerPage *self,
                  GtkListBoxRow     *row)
{
  toggle (self, VIDIMUS_ALARM_ROW (row));
}

static void
vidimus_answer_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SHOWN_ALARM:
      g_value_set_int (value, VIDIMUS_ANSWER_PAGE (object)->shown_alarm);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_answer_page_dispose (GObject *object)
{
  VidimusAnswerPage *self = VIDIMUS_ANSWER_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->answer);

  G_OBJECT_CLASS (vidimus_answer_page_parent_class)->dispose (object);
}

static void
vidimus_answer_page_class_init (VidimusAnswerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_answer_page_dispose;
  G_OBJECT_CLASS (klass)->get_property = vidimus_answer_page_get_property;

  properties[PROP_SHOWN_ALARM] = g_param_spec_int ("shown-alarm", NULL, NULL, -1, VIDIMUS_N_ALARMS - 1, -1,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  g_type_ensure (VIDIMUS_TYPE_VERDICT_CARD);
  g_type_ensure (VIDIMUS_TYPE_TYPE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-answer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, caution);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, caution_icon);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, caution_text);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, type);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, alarms);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, answered);
  gtk_widget_class_bind_template_child (widget_class, VidimusAnswerPage, request_id);
}

static void
vidimus_answer_page_init (VidimusAnswerPage *self)
{
  self->shown_alarm = -1;
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      GtkWidget *row = vidimus_alarm_row_new ((VidimusAlarm) i);

      gtk_list_box_append (self->alarms, row);
      self->rows[i] = VIDIMUS_ALARM_ROW (row);
      g_signal_connect_object (row, "revealed", G_CALLBACK (row_revealed_cb), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (self->alarms, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
}
