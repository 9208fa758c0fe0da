#include "vidimus-evaluation-summary.h"
#include "vidimus-json.h"

#include <math.h>

static void
add_number (JsonBuilder *builder,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, round (value * 1e6) / 1e6);
  else
    json_builder_add_null_value (builder);
}

static void
add_count (JsonBuilder *builder,
           const char  *name,
           gsize        value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

/* What is not known is null, never 0. */
static void
add_estimate (JsonBuilder           *builder,
              const char            *name,
              const VidimusEstimate *estimate)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_number (builder, "value", estimate->known ? estimate->value : NAN);
  add_number (builder, "low", estimate->known ? estimate->low : NAN);
  add_number (builder, "high", estimate->known ? estimate->high : NAN);
  add_count (builder, "k", estimate->k);
  add_count (builder, "n", estimate->n);
  json_builder_end_object (builder);
}

static void
begin (JsonBuilder *builder,
       const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static const char *
class_name (guint class)
{
  if (class < VIDIMUS_N_DOCUMENT_TYPES)
    return vidimus_document_type_get_code (class);

  return class == VIDIMUS_EVALUATION_NONE ? "none" : "unknown";
}

static void
add_types (JsonBuilder                    *builder,
           const VidimusEvaluationSummary *summary)
{
  static const char *const turns[] = { "0", "90", "180", "270" }, *const sides[] = { "front", "back" };

  begin (builder, "types");
  for (guint row = 0; row < summary->types.n_rows; row++)
    {
      begin (builder, class_name (row));
      begin (builder, "said");
      for (guint column = 0; column < summary->types.n_columns; column++)
        if (vidimus_confusion_get (&summary->types, row, column) > 0)
          add_count (builder, class_name (column), vidimus_confusion_get (&summary->types, row, column));
      json_builder_end_object (builder);
      add_estimate (builder, "recall", &summary->recall[row]);
      if (row < VIDIMUS_N_DOCUMENT_TYPES)
        {
          begin (builder, "by_turn");
          for (int i = 0; i < 4; i++)
            add_estimate (builder, turns[i], &summary->recall_by_turn[row][i]);
          json_builder_end_object (builder);
          begin (builder, "by_side");
          for (int i = 0; i < 2; i++)
            add_estimate (builder, sides[i], &summary->recall_by_side[row][i]);
          json_builder_end_object (builder);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  add_estimate (builder, "negatives_named", &summary->negatives_named);
}

static void
add_location (JsonBuilder                  *builder,
              const char                   *name,
              const VidimusLocationSummary *summary)
{
  static const char *const names[] = { "above_80", "above_90", "above_95" };

  begin (builder, name);
  add_estimate (builder, "iou", &summary->iou);
  for (int i = 0; i < 3; i++)
    add_estimate (builder, names[i], &summary->above[i]);
  add_estimate (builder, "corner_median", &summary->corner_median);
  add_estimate (builder, "corner_mean", &summary->corner_mean);
  add_estimate (builder, "first_corner", &summary->first_corner);
  add_estimate (builder, "first_corner_named", &summary->first_corner_named);
  add_estimate (builder, "confidence_auc", &summary->confidence_auc);
  json_builder_end_object (builder);
}

static void
add_alarms (JsonBuilder                    *builder,
            const VidimusEvaluationSummary *summary)
{
  begin (builder, "alarms");
  for (guint row = 0; row < VIDIMUS_EVALUATION_N_ALARMS; row++)
    {
      const VidimusAlarmSummary *alarm = &summary->alarms[row];

      begin (builder, vidimus_evaluation_alarm_get_key (row));
      add_count (builder, "unscored", alarm->n_unscored);
      add_estimate (builder, "auc", &alarm->auc);
      add_estimate (builder, "equal_error", &alarm->equal_error);
      add_estimate (builder, "calibration_error", &alarm->calibration_error);
      add_estimate (builder, "raised_true", &alarm->raised_true);
      add_estimate (builder, "raised_false", &alarm->raised_false);
      begin (builder, "doses");
      for (int dose = 0; dose <= VIDIMUS_MAX_DOSE; dose++)
        {
          char name[] = { (char) ('0' + dose), '\0' };

          add_estimate (builder, name, &alarm->doses[dose]);
        }
      json_builder_end_object (builder);
      json_builder_set_member_name (builder, "non_decreasing");
      if (alarm->non_decreasing < 0)
        json_builder_add_null_value (builder);
      else
        json_builder_add_boolean_value (builder, alarm->non_decreasing);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_cards (JsonBuilder *builder,
           GPtrArray   *cards)
{
  begin (builder, "cards");
  for (guint i = 0; i < cards->len; i++)
    {
      const VidimusGroupSummary *card = cards->pdata[i];

      begin (builder, card->name);
      add_estimate (builder, "named", &card->named);
      add_estimate (builder, "iou", &card->iou);
      add_estimate (builder, "above_90", &card->above_9);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_set (JsonBuilder          *builder,
         GPtrArray            *items,
         VidimusEvaluationSet  set)
{
  g_autoptr(VidimusEvaluationSummary) summary = vidimus_evaluation_summary_new (items, set);

  begin (builder, vidimus_evaluation_set_get_key (set));
  add_count (builder, "images", summary->n_images);
  add_count (builder, "answered", summary->n_answered);
  add_count (builder, "no_document", summary->n_no_document);
  add_count (builder, "failed", summary->n_failed);
  add_types (builder, summary);
  add_location (builder, "location", &summary->located);
  add_location (builder, "location_paper", &summary->paper);
  add_alarms (builder, summary);
  add_cards (builder, summary->cards);
  json_builder_end_object (builder);
}

static void
add_quad (JsonBuilder       *builder,
          const char        *name,
          gboolean           known,
          const VidimusQuad *quad)
{
  json_builder_set_member_name (builder, name);
  if (!known)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  for (int i = 0; i < 4; i++)
    {
      json_builder_begin_array (builder);
      json_builder_add_double_value (builder, quad->corners[i].x);
      json_builder_add_double_value (builder, quad->corners[i].y);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

/* By the alarms' keys; what is not known, −1, is left out. */
static void
add_known (JsonBuilder *builder,
           const char  *name,
           const int   *values,
           int          least)
{
  begin (builder, name);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (values[i] >= least)
      add_count (builder, vidimus_alarm_get_key (i), (gsize) values[i]);
  json_builder_end_object (builder);
}

static void
add_record (JsonBuilder                 *builder,
            const VidimusEvaluationItem *item)
{
  json_builder_begin_object (builder);
  vidimus_json_add_text (builder, "file", item->file);
  vidimus_json_add_text (builder, "path", item->path);
  vidimus_json_add_text (builder, "set", vidimus_evaluation_set_get_key (item->set));
  vidimus_json_add_text (builder, "card", item->card);
  vidimus_json_add_text (builder, "type", item->type);
  vidimus_json_add_text (builder, "said_type", item->said_type);
  json_builder_set_member_name (builder, "answered");
  json_builder_add_boolean_value (builder, item->answered);
  vidimus_json_add_text (builder, "error", item->error);
  add_quad (builder, "quad", item->has_quad, &item->quad);
  add_quad (builder, "said_quad", item->located, &item->said_quad);
  add_number (builder, "confidence", item->confidence < 0.0 ? NAN : item->confidence);
  add_number (builder, "iou", item->iou < 0.0 ? NAN : item->iou);
  add_number (builder, "corner_error", item->corner_error < 0.0 ? NAN : item->corner_error);
  json_builder_set_member_name (builder, "first_corner");
  if (item->first_corner < 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, item->first_corner);
  add_known (builder, "alarms", item->alarms, 0);
  add_known (builder, "doses", item->doses, 1);
  add_known (builder, "scores", item->scores, 0);
  json_builder_end_object (builder);
}

/**
 * vidimus_evaluation_to_json:
 * @items: (element-type VidimusEvaluationItem): that were run
 * @with_records: every image too, in "records"
 *
 * Returns: (transfer full): {"sets": {"drawn": …, "laid-over": …, "real": …}}; every figure is {"value", "low", "high", "k",
 *   "n"}, null where there was nothing to take it from, low and high its 95 % interval
 */
JsonNode *
vidimus_evaluation_to_json (GPtrArray *items,
                            gboolean   with_records)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  begin (builder, "sets");
  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    add_set (builder, items, set);
  json_builder_end_object (builder);
  if (with_records)
    {
      json_builder_set_member_name (builder, "records");
      json_builder_begin_array (builder);
      for (guint i = 0; i < items->len; i++)
        add_record (builder, items->pdata[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
