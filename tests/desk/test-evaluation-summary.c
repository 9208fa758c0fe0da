#include "vidimus-evaluation-summary.h"

#include <math.h>
#include <string.h>

#define assert_near(a, b) g_assert_cmpfloat (fabs ((a) - (b)), <, 1e-6)

typedef struct
{
  GPtrArray *items;
} Fixture;

static void
setup (Fixture       *f,
       gconstpointer  data)
{
  f->items = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_evaluation_item_free);
}

static void
teardown (Fixture       *f,
          gconstpointer  data)
{
  g_ptr_array_unref (f->items);
}

static VidimusEvaluationItem *
add_item (Fixture    *f,
          const char *type,
          const char *said_type)
{
  VidimusEvaluationItem *item = g_new0 (VidimusEvaluationItem, 1);

  item->file = g_strdup ("x.jpg");
  item->type_known = TRUE;
  item->type = g_strdup (type);
  item->said_type = g_strdup (said_type);
  item->layout = VIDIMUS_LAYOUT_PHOTO;
  item->turn = -1;
  item->answered = TRUE;
  item->iou = item->corner_error = item->confidence = -1;
  item->first_corner = -1;
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    item->alarms[i] = item->doses[i] = item->scores[i] = -1;
  g_ptr_array_add (f->items, item);

  return item;
}

static VidimusEvaluationItem *
add_located (Fixture            *f,
             const VidimusPoint *said,
             int                 turn)
{
  static const VidimusQuad truth = { { { 100, 50 }, { 300, 50 }, { 300, 200 }, { 100, 200 } } }; /* the diagonal is 250 */
  VidimusEvaluationItem *item = add_item (f, "passport", "passport");

  item->has_quad = TRUE;
  item->quad = truth;
  item->turn = turn;
  item->located = said != NULL;
  if (said != NULL)
    memcpy (item->said_quad.corners, said, sizeof item->said_quad.corners);
  vidimus_evaluation_item_compare (item);

  return item;
}

static void
test_compare (Fixture       *f,
              gconstpointer  data)
{
  static const VidimusPoint same[] = { { 100, 50 }, { 300, 50 }, { 300, 200 }, { 100, 200 } };
  static const VidimusPoint turned[] = { { 300, 50 }, { 300, 200 }, { 100, 200 }, { 100, 50 } };
  static const VidimusPoint shifted[] = { { 105, 50 }, { 305, 50 }, { 305, 200 }, { 105, 200 } };
  static const VidimusPoint half[] = { { 100, 50 }, { 200, 50 }, { 200, 200 }, { 100, 200 } };
  VidimusEvaluationItem *item = add_located (f, same, 0);

  assert_near (item->iou, 1.0);
  assert_near (item->corner_error, 0.0);
  g_assert_cmpint (item->first_corner, ==, 1);

  /* lies turned clockwise by 90°: its own top left is the picture's top right */
  item = add_located (f, turned, 90);
  assert_near (item->iou, 1.0);
  assert_near (item->corner_error, 0.0);
  g_assert_cmpint (item->first_corner, ==, 1);
  g_assert_cmpint (add_located (f, same, 90)->first_corner, ==, 0);
  g_assert_cmpint (add_located (f, turned, 0)->first_corner, ==, 0);
  g_assert_cmpint (add_located (f, turned, 270)->first_corner, ==, 0);
  g_assert_cmpint (add_located (f, turned, -1)->first_corner, ==, -1);

  item = add_located (f, shifted, 0);
  assert_near (item->iou, 195.0 / 205.0);
  assert_near (item->corner_error, 5.0 / 250.0);
  item = add_located (f, half, 0);
  assert_near (item->iou, .5);
  assert_near (item->corner_error, 50.0 / 250.0);

  item = add_located (f, NULL, 0);
  g_assert_cmpfloat (item->iou, ==, 0.0);
  g_assert_true (isinf (item->corner_error));
  g_assert_cmpint (item->first_corner, ==, -1);
}

static void
test_locations (Fixture       *f,
                gconstpointer  data)
{
  static const VidimusPoint same[] = { { 100, 50 }, { 300, 50 }, { 300, 200 }, { 100, 200 } };
  static const VidimusPoint half[] = { { 100, 50 }, { 210, 50 }, { 210, 200 }, { 100, 200 } };
  g_autoptr(VidimusEvaluationSummary) summary = NULL;

  add_located (f, same, 0)->confidence = .9;
  add_located (f, same, 180)->confidence = .3;
  add_located (f, half, 0)->confidence = .3;
  add_located (f, NULL, 0);
  add_located (f, half, 0)->layout = VIDIMUS_LAYOUT_PAPER;
  add_located (f, same, 0)->answered = FALSE; /* a failure is in no figure */
  for (guint i = 0; i < f->items->len; i++)
    ((VidimusEvaluationItem *) f->items->pdata[i])->set = VIDIMUS_SET_REAL;

  summary = vidimus_evaluation_summary_new (f->items, VIDIMUS_SET_REAL);
  g_assert_cmpuint (summary->n_images, ==, 6);
  g_assert_cmpuint (summary->n_answered, ==, 5);
  g_assert_cmpuint (summary->n_failed, ==, 1);
  g_assert_cmpuint (summary->located.iou.n, ==, 4);
  assert_near (summary->located.iou.value, (1 + 1 + .55 + 0) / 4);
  g_assert_cmpfloat (summary->located.iou.high, <=, 1.0);
  g_assert_cmpuint (summary->located.above[0].k, ==, 2);
  g_assert_cmpuint (summary->located.above[1].n, ==, 4);
  assert_near (summary->located.corner_median.value, (0.0 + 45.0 / 250.0) / 2); /* 0, 0, .18, ∞ */
  g_assert_true (isinf (summary->located.corner_median.high));
  g_assert_cmpuint (summary->located.corner_mean.n, ==, 3);
  assert_near (summary->located.corner_mean.value, .06);
  g_assert_cmpuint (summary->located.first_corner.n, ==, 3);
  g_assert_cmpuint (summary->located.first_corner.k, ==, 2);
  assert_near (summary->located.confidence_auc.value, .75); /* .9 and .3 against .3 */
  g_assert_cmpuint (summary->paper.iou.n, ==, 1);
  assert_near (summary->paper.iou.value, .55);
}

static void
test_types (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(VidimusEvaluationSummary) summary = NULL;
  VidimusEvaluationItem *item;
  const guint passport = 6, id_card = 8;

  g_assert_cmpstr (vidimus_document_type_get_code (passport), ==, "passport");
  g_assert_cmpstr (vidimus_document_type_get_code (id_card), ==, "id_card");
  item = add_item (f, "passport", "passport");
  item->turn = 180;
  item->side = g_strdup ("front");
  item->card = g_strdup ("b");
  item = add_item (f, "passport", NULL);
  item->turn = 180;
  item->side = g_strdup ("back");
  item->card = g_strdup ("b");
  add_item (f, "passport", "id_card")->card = g_strdup ("a");
  add_item (f, "passport", "martian_id_card");
  add_item (f, NULL, "passport");
  add_item (f, NULL, NULL);
  add_item (f, NULL, "martian_id_card");
  add_item (f, NULL, "passport")->type_known = FALSE; /* counts nowhere */

  summary = vidimus_evaluation_summary_new (f->items, VIDIMUS_SET_DRAWN);
  g_assert_cmpuint (summary->recall[passport].k, ==, 1);
  g_assert_cmpuint (summary->recall[passport].n, ==, 4);
  g_assert_false (summary->recall[id_card].known);
  g_assert_cmpuint (vidimus_confusion_get (&summary->types, passport, id_card), ==, 1);
  g_assert_cmpuint (vidimus_confusion_get (&summary->types, passport, VIDIMUS_EVALUATION_NONE), ==, 1);
  g_assert_cmpuint (vidimus_confusion_get (&summary->types, passport, VIDIMUS_EVALUATION_UNKNOWN), ==, 1);
  g_assert_cmpuint (summary->recall_by_turn[passport][2].k, ==, 1);
  g_assert_cmpuint (summary->recall_by_turn[passport][2].n, ==, 2);
  g_assert_false (summary->recall_by_turn[passport][0].known);
  g_assert_cmpuint (summary->recall_by_side[passport][0].k, ==, 1);
  g_assert_cmpuint (summary->recall_by_side[passport][1].k, ==, 0);
  g_assert_cmpuint (summary->recall_by_side[passport][1].n, ==, 1);
  g_assert_cmpuint (summary->negatives_named.k, ==, 1);
  g_assert_cmpuint (summary->negatives_named.n, ==, 3);
  g_assert_cmpuint (summary->cards->len, ==, 2);
  g_assert_cmpstr (((VidimusGroupSummary *) summary->cards->pdata[0])->name, ==, "a");
  g_assert_cmpuint (((VidimusGroupSummary *) summary->cards->pdata[1])->named.k, ==, 1);
}

static void
add_scored (Fixture    *f,
            int         truth,
            int         dose,
            int         score,
            const char *kind)
{
  VidimusEvaluationItem *item = add_item (f, NULL, NULL);

  item->alarms[VIDIMUS_ALARM_REPRODUCE] = truth;
  item->doses[VIDIMUS_ALARM_REPRODUCE] = dose;
  item->scores[VIDIMUS_ALARM_REPRODUCE] = score;
  item->reproduce_kind = g_strdup (kind);
}

static void
test_alarms (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(VidimusEvaluationSummary) summary = NULL;
  const VidimusAlarmSummary *all, *screens, *prints, *blur;

  add_scored (f, 0, 0, 10, NULL);
  add_scored (f, 0, 0, 60, NULL);
  add_scored (f, 0, 1, 20, "screen");
  add_scored (f, -1, 2, 50, "screen");
  add_scored (f, -1, 0, 99, NULL); /* another defect makes it unclear: in no figure */
  add_scored (f, 1, 3, 90, "screen");
  add_scored (f, 1, 3, 40, "print");
  add_scored (f, 1, 6, 98, "screen");
  add_scored (f, 1, 6, -1, "screen");

  summary = vidimus_evaluation_summary_new (f->items, VIDIMUS_SET_DRAWN);
  all = &summary->alarms[VIDIMUS_ALARM_REPRODUCE];
  screens = &summary->alarms[VIDIMUS_EVALUATION_SCREENS];
  prints = &summary->alarms[VIDIMUS_EVALUATION_PRINTS];
  blur = &summary->alarms[VIDIMUS_ALARM_BLUR];

  g_assert_cmpuint (all->n_unscored, ==, 1);
  assert_near (all->auc.value, 8.0 / 9.0); /* 40 is below 60 */
  g_assert_cmpuint (all->raised_true.k, ==, 2);
  g_assert_cmpuint (all->raised_true.n, ==, 3);
  g_assert_cmpuint (all->raised_false.k, ==, 1);
  g_assert_cmpuint (all->raised_false.n, ==, 3);
  g_assert_cmpuint (all->calibration_error.n, ==, 6);
  assert_near (all->calibration_error.value, (10 / 99.0 + 60 / 99.0 + 20 / 99.0 + (2 - 188 / 99.0) + (1 - 40 / 99.0)) / 6);
  assert_near (all->doses[0].value, 35.0);
  g_assert_cmpuint (all->doses[0].n, ==, 2);
  assert_near (all->doses[3].value, 65.0);
  g_assert_false (all->doses[4].known);
  g_assert_cmpint (all->non_decreasing, ==, 0); /* 35, 20, 50, 65, 98 */

  assert_near (screens->auc.value, 1.0);
  g_assert_cmpuint (screens->raised_true.n, ==, 2);
  g_assert_cmpuint (prints->raised_true.n, ==, 1);
  assert_near (prints->auc.value, .5); /* 40 over 10, under 60; the faint screen is no print */
  g_assert_cmpint (prints->non_decreasing, ==, 1); /* 35, 40 */

  g_assert_false (blur->auc.known);
  g_assert_false (blur->calibration_error.known);
  g_assert_cmpint (blur->non_decreasing, ==, -1);
}

static void
test_json (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonObject *root, *drawn, *estimate;

  add_located (f, NULL, 0);
  node = vidimus_evaluation_to_json (f->items, TRUE);
  text = json_to_string (node, FALSE);
  g_assert_null (strstr (text, "nan"));
  g_assert_null (strstr (text, "inf"));

  root = json_node_get_object (node);
  drawn = json_object_get_object_member (json_object_get_object_member (root, "sets"), "drawn");
  g_assert_cmpint (json_object_get_int_member (drawn, "images"), ==, 1);
  estimate = json_object_get_object_member (json_object_get_object_member (drawn, "location"), "corner_median");
  g_assert_true (json_object_get_null_member (estimate, "value")); /* as wrong as can be */
  g_assert_cmpint (json_object_get_int_member (estimate, "n"), ==, 1);
  estimate = json_object_get_object_member (drawn, "negatives_named");
  g_assert_true (json_object_get_null_member (estimate, "value"));
  g_assert_cmpint (json_object_get_int_member (estimate, "n"), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "records")), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/evaluation-summary/compare", test_compare }, { "/evaluation-summary/locations", test_locations },
    { "/evaluation-summary/types", test_types },     { "/evaluation-summary/alarms", test_alarms },
    { "/evaluation-summary/json", test_json },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}
