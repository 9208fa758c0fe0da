#include "vidimus-evaluation-summary.h"

#include <math.h>
#include <string.h>

#define N_BINS       10
#define FIRST_CORNER .5 /* a worse outline has no corners to speak of */
#define GOOD         .9

const double VIDIMUS_EVALUATION_IOUS[3] = { .8, .9, .95 };

static GArray *
numbers_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

static void
numbers_add (GArray *self,
             double   value)
{
  g_array_append_val (self, value);
}

static const double *
numbers_get (const GArray *self)
{
  return (const double *) (const void *) self->data;
}

/* @most: no value can be above it, nor below 0 */
static VidimusEstimate
mean (const GArray *self,
      double        most)
{
  VidimusEstimate estimate = vidimus_statistics_mean (numbers_get (self), self->len);

  estimate.low = MAX (estimate.low, 0.0);
  estimate.high = MIN (estimate.high, most);

  return estimate;
}

/** Count: a share as it grows. */
typedef struct
{
  gsize k;
  gsize n;
} Count;

static void
count (Count    *self,
       gboolean  has)
{
  self->n++;
  self->k += has ? 1 : 0;
}

static VidimusEstimate
share (const Count *self)
{
  return vidimus_statistics_share (self->k, self->n);
}

/** vidimus_evaluation_alarm_get_key: as truth files and JSON name it. */
const char *
vidimus_evaluation_alarm_get_key (guint alarm)
{
  g_return_val_if_fail (alarm < VIDIMUS_EVALUATION_N_ALARMS, NULL);

  if (alarm == VIDIMUS_EVALUATION_SCREENS)
    return "reproduce_screen";
  if (alarm == VIDIMUS_EVALUATION_PRINTS)
    return "reproduce_print";

  return vidimus_alarm_get_key (alarm);
}

static guint
class_of (const char *type)
{
  if (type == NULL)
    return VIDIMUS_EVALUATION_NONE;
  for (guint i = 0; i < VIDIMUS_N_DOCUMENT_TYPES; i++)
    if (strcmp (type, vidimus_document_type_get_code (i)) == 0)
      return i;

  return VIDIMUS_EVALUATION_UNKNOWN;
}

static gboolean
is_named_right (const VidimusEvaluationItem *item)
{
  return g_strcmp0 (item->type, item->said_type) == 0;
}

static void
sum_up_types (VidimusEvaluationSummary *self,
              GPtrArray                *items)
{
  Count turns[VIDIMUS_N_DOCUMENT_TYPES][4] = { 0 }, sides[VIDIMUS_N_DOCUMENT_TYPES][2] = { 0 }, named = { 0 };

  vidimus_confusion_init (&self->types, VIDIMUS_N_DOCUMENT_TYPES + 1, VIDIMUS_N_DOCUMENT_TYPES + 2);
  for (guint i = 0; i < items->len; i++)
    {
      const VidimusEvaluationItem *item = items->pdata[i];
      guint type = class_of (item->type), said = class_of (item->said_type);
      gboolean right = is_named_right (item);

      if (!item->answered || !item->type_known)
        continue;
      vidimus_confusion_add (&self->types, type, said);
      if (type == VIDIMUS_EVALUATION_NONE)
        {
          count (&named, said < VIDIMUS_N_DOCUMENT_TYPES);
          continue;
        }
      if (item->turn >= 0)
        count (&turns[type][item->turn / 90], right);
      if (g_strcmp0 (item->side, "front") == 0)
        count (&sides[type][0], right);
      else if (g_strcmp0 (item->side, "back") == 0)
        count (&sides[type][1], right);
    }

  for (guint t = 0; t <= VIDIMUS_N_DOCUMENT_TYPES; t++)
    self->recall[t] = vidimus_confusion_recall (&self->types, t);
  for (guint t = 0; t < VIDIMUS_N_DOCUMENT_TYPES; t++)
    {
      for (int turn = 0; turn < 4; turn++)
        self->recall_by_turn[t][turn] = share (&turns[t][turn]);
      for (int side = 0; side < 2; side++)
        self->recall_by_side[t][side] = share (&sides[t][side]);
    }
  self->negatives_named = share (&named);
}

static gboolean
is_compared (const VidimusEvaluationItem *item,
             gboolean                     paper)
{
  return item->answered && item->has_quad && (item->layout == VIDIMUS_LAYOUT_PAPER) == paper;
}

static void
sum_up_locations (VidimusLocationSummary *self,
                  GPtrArray              *items,
                  gboolean                paper)
{
  g_autoptr(GArray) ious = numbers_new (), errors = numbers_new (), finite = numbers_new ();
  g_autoptr(GArray) good = numbers_new (), bad = numbers_new ();
  Count above[3] = { 0 }, first = { 0 }, first_named = { 0 };

  for (guint i = 0; i < items->len; i++)
    {
      const VidimusEvaluationItem *item = items->pdata[i];

      if (!is_compared (item, paper))
        continue;
      numbers_add (ious, item->iou);
      numbers_add (errors, item->corner_error);
      for (int j = 0; j < 3; j++)
        count (&above[j], item->iou > VIDIMUS_EVALUATION_IOUS[j]);
      if (!item->located)
        continue;
      numbers_add (finite, item->corner_error);
      if (item->confidence >= 0.0)
        numbers_add (item->iou > GOOD ? good : bad, item->confidence);
      if (item->first_corner < 0 || item->iou <= FIRST_CORNER)
        continue;
      count (&first, item->first_corner == 1);
      if (item->type != NULL && is_named_right (item))
        count (&first_named, item->first_corner == 1);
    }

  self->iou = mean (ious, 1.0);
  for (int j = 0; j < 3; j++)
    self->above[j] = share (&above[j]);
  self->corner_median = vidimus_statistics_median (numbers_get (errors), errors->len);
  self->corner_mean = mean (finite, INFINITY);
  self->first_corner = share (&first);
  self->first_corner_named = share (&first_named);
  self->confidence_auc = vidimus_statistics_auc (numbers_get (good), good->len, numbers_get (bad), bad->len);
}

static int
is_non_decreasing (const VidimusEstimate *doses)
{
  const VidimusEstimate *before = NULL;
  int answer = -1;

  for (int d = 0; d <= VIDIMUS_MAX_DOSE; d++)
    {
      if (!doses[d].known)
        continue;
      if (before != NULL)
        answer = answer != 0 && doses[d].value >= before->value;
      before = &doses[d];
    }

  return answer;
}

/* Of screens and of prints, what was taken of the other kind is left out. */
static gboolean
is_of_alarm (const VidimusEvaluationItem *item,
             guint                        alarm)
{
  const char *kind = item->reproduce_kind;
  gboolean has = item->alarms[VIDIMUS_ALARM_REPRODUCE] == 1 || item->doses[VIDIMUS_ALARM_REPRODUCE] > 0;

  if (!has || alarm < VIDIMUS_N_ALARMS)
    return TRUE;

  return g_strcmp0 (kind, alarm == VIDIMUS_EVALUATION_SCREENS ? "screen" : "print") == 0;
}

static void
sum_up_doses (VidimusAlarmSummary *self,
              GPtrArray           *items,
              guint                row,
              VidimusAlarm         alarm)
{
  for (int dose = 0; dose <= VIDIMUS_MAX_DOSE; dose++)
    {
      g_autoptr(GArray) scores = numbers_new ();

      for (guint i = 0; i < items->len; i++)
        {
          const VidimusEvaluationItem *item = items->pdata[i];

          if (item->answered && item->doses[alarm] == dose && item->scores[alarm] >= 0 && is_of_alarm (item, row) &&
              (dose > 0 || item->alarms[alarm] == 0))
            numbers_add (scores, item->scores[alarm]);
        }
      self->doses[dose] = mean (scores, VIDIMUS_SCORE_MAX);
    }
  self->non_decreasing = is_non_decreasing (self->doses);
}

static void
sum_up_alarm (VidimusAlarmSummary *self,
              GPtrArray           *items,
              guint                row)
{
  VidimusAlarm alarm = row < VIDIMUS_N_ALARMS ? row : VIDIMUS_ALARM_REPRODUCE;
  g_autoptr(GArray) with = numbers_new (), without = numbers_new (), probabilities = numbers_new ();
  g_autoptr(GArray) truths = g_array_new (FALSE, FALSE, sizeof (gboolean));
  Count raised[2] = { 0 };

  for (guint i = 0; i < items->len; i++)
    {
      const VidimusEvaluationItem *item = items->pdata[i];
      gboolean truth = item->alarms[alarm] == 1;

      if (!item->answered || item->alarms[alarm] < 0 || !is_of_alarm (item, row))
        continue;
      if (item->scores[alarm] < 0)
        {
          self->n_unscored++;
          continue;
        }
      numbers_add (truth ? with : without, item->scores[alarm]);
      numbers_add (probabilities, (double) item->scores[alarm] / VIDIMUS_SCORE_MAX);
      g_array_append_val (truths, truth);
      count (&raised[truth ? 1 : 0], item->scores[alarm] > 50);
    }

  self->auc = vidimus_statistics_auc (numbers_get (with), with->len, numbers_get (without), without->len);
  self->equal_error = vidimus_statistics_equal_error (numbers_get (with), with->len, numbers_get (without), without->len);
  if (with->len > 0 && without->len > 0) /* of one class alone, a score that always says so would be perfect */
    self->calibration_error = vidimus_statistics_calibration_error (
      numbers_get (probabilities), (const gboolean *) (const void *) truths->data, truths->len, N_BINS);
  self->raised_true = share (&raised[1]);
  self->raised_false = share (&raised[0]);
  sum_up_doses (self, items, row, alarm);
}

static void
group_free (VidimusGroupSummary *self)
{
  g_free (self->name);
  g_free (self);
}

static VidimusGroupSummary *
group_new (const char *card,
           GPtrArray  *items)
{
  VidimusGroupSummary *self = g_new0 (VidimusGroupSummary, 1);
  g_autoptr(GArray) ious = numbers_new ();
  Count named = { 0 }, above = { 0 };

  self->name = g_strdup (card);
  for (guint i = 0; i < items->len; i++)
    {
      const VidimusEvaluationItem *item = items->pdata[i];

      if (!item->answered || g_strcmp0 (item->card, card) != 0)
        continue;
      count (&named, is_named_right (item));
      if (!is_compared (item, FALSE))
        continue;
      numbers_add (ious, item->iou);
      count (&above, item->iou > GOOD);
    }
  self->named = share (&named);
  self->iou = mean (ious, 1.0);
  self->above_9 = share (&above);

  return self;
}

static GPtrArray *
sum_up_cards (GPtrArray *items)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  g_autoptr(GList) sorted = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const VidimusEvaluationItem *item = items->pdata[i];

      if (item->card != NULL && item->answered)
        g_hash_table_add (names, item->card);
    }
  sorted = g_list_sort (g_hash_table_get_keys (names), (GCompareFunc) strcmp);
  for (GList *l = sorted; l != NULL; l = l->next)
    g_ptr_array_add (cards, group_new (l->data, items));

  return cards;
}

/**
 * vidimus_evaluation_summary_new:
 * @items: (element-type VidimusEvaluationItem): of all sets
 *
 * Returns: what those of @set add up to; what failed is counted, and in no other figure
 */
VidimusEvaluationSummary *
vidimus_evaluation_summary_new (GPtrArray            *items,
                                VidimusEvaluationSet  set)
{
  VidimusEvaluationSummary *self = g_new0 (VidimusEvaluationSummary, 1);
  g_autoptr(GPtrArray) mine = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      VidimusEvaluationItem *item = items->pdata[i];

      if (item->set != set)
        continue;
      g_ptr_array_add (mine, item);
      self->n_images++;
      self->n_answered += item->answered;
      self->n_no_document += item->answered && item->error != NULL;
      self->n_failed += !item->answered;
    }
  sum_up_types (self, mine);
  sum_up_locations (&self->located, mine, FALSE);
  sum_up_locations (&self->paper, mine, TRUE);
  for (guint row = 0; row < VIDIMUS_EVALUATION_N_ALARMS; row++)
    sum_up_alarm (&self->alarms[row], mine, row);
  self->cards = sum_up_cards (mine);

  return self;
}

/** vidimus_evaluation_summary_free: with all that it owns. */
void
vidimus_evaluation_summary_free (VidimusEvaluationSummary *self)
{
  vidimus_confusion_clear (&self->types);
  g_ptr_array_unref (self->cards);
  g_free (self);
}
