/* An evaluation as a table for people: a row a figure, a column a set. */
#include "vidimus-cli-evaluate-private.h"

#include "vidimus-cli-print.h"
#include "vidimus-evaluation-summary.h"

#include <glib/gi18n.h>
#include <math.h>

typedef VidimusEvaluationSummary *Summaries[VIDIMUS_N_SETS];

/* One line; a heading has no cells. */
typedef struct
{
  char *label;
  char *cells[VIDIMUS_N_SETS];
} Row;

static void
row_free (Row *row)
{
  g_free (row->label);
  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    g_free (row->cells[set]);
  g_free (row);
}

static Row *
add_row (GPtrArray *table,
         char      *label) /* (transfer full) */
{
  Row *row = g_new0 (Row, 1);

  row->label = label;
  g_ptr_array_add (table, row);

  return row;
}

static gboolean
is_heading (const Row *row)
{
  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    if (row->cells[set] != NULL)
      return FALSE;

  return TRUE;
}

/* A heading that nothing came under is taken back. */
static void
add_heading (GPtrArray  *table,
             const char *label) /* nullable: at the end */
{
  if (table->len >= 2 && is_heading (table->pdata[table->len - 1]))
    g_ptr_array_set_size (table, (int) table->len - 2);
  if (label == NULL)
    return;

  add_row (table, g_strdup (""));
  add_row (table, g_strdup (label));
}

/* How a figure is shown. */
typedef enum
{
  PERCENT,
  CENTS,   /* of a percent */
  PLAIN,   /* three digits */
  SCORE,   /* a whole number */
} Unit;

static char *
format_estimate (const VidimusEstimate *e,
                 Unit                   unit)
{
  static const int digits_of[] = { [PERCENT] = 1, [CENTS] = 2, [PLAIN] = 3, [SCORE] = 0 };
  double scale = unit == PERCENT || unit == CENTS ? 100.0 : 1.0;
  int digits = digits_of[unit];
  guint n = (guint) e->n;

  if (!e->known || !isfinite (e->value))
    return g_strdup_printf (_("not known, of %u"), n);
  if (!isfinite (e->low) || !isfinite (e->high))
    return g_strdup_printf (_("%.*f, of %u"), digits, scale * e->value, n);

  /* Translators: a figure, its 95 % interval, and how many it was taken from */
  return g_strdup_printf (_("%.*f (%.*f–%.*f) of %u"), digits, scale * e->value, digits, scale * e->low, digits,
                          scale * e->high, n);
}

/* @offset: of a VidimusEstimate in the summary; a row that nobody has anything for is left out. */
static void
add_estimate (GPtrArray       *table,
              const Summaries  summaries,
              const char      *label,
              gsize            offset,
              Unit             unit)
{
  const VidimusEstimate *estimates[VIDIMUS_N_SETS];
  gsize n = 0;
  Row *row;

  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    {
      estimates[set] = G_STRUCT_MEMBER_P (summaries[set], offset);
      n += estimates[set]->n;
    }
  if (n == 0)
    return;

  row = add_row (table, g_strdup_printf (unit == PERCENT || unit == CENTS ? "  %s, %%" : "  %s", label));
  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    row->cells[set] = format_estimate (estimates[set], unit);
}

static void
add_count (GPtrArray       *table,
           const Summaries  summaries,
           const char      *label,
           gsize            offset)
{
  Row *row = add_row (table, g_strdup_printf ("  %s", label));

  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    row->cells[set] =
      g_strdup_printf ("%" G_GSIZE_FORMAT, *(const gsize *) G_STRUCT_MEMBER_P (summaries[set], offset));
}

#define OFFSET(member) G_STRUCT_OFFSET (VidimusEvaluationSummary, member)

static const char *
class_name (guint class)
{
  if (class < VIDIMUS_N_DOCUMENT_TYPES)
    return vidimus_document_type_get_name (vidimus_document_type_get_code (class));

  return class == VIDIMUS_EVALUATION_NONE ? _("None of the nine") : _("An unknown type");
}

static void
add_types (GPtrArray       *table,
           const Summaries  summaries)
{
  static const int turns[] = { 0, 90, 180, 270 };
  const char *sides[] = { _("front"), _("back") };

  add_heading (table, _("Type named right"));
  for (guint t = 0; t < VIDIMUS_N_DOCUMENT_TYPES; t++)
    {
      add_estimate (table, summaries, class_name (t), OFFSET (recall[t]), PERCENT);
      for (int i = 0; i < 4; i++)
        {
          /* Translators: degrees that a document lies turned by */
          g_autofree char *label = g_strdup_printf (_("  turned by %d°"), turns[i]);

          add_estimate (table, summaries, label, OFFSET (recall_by_turn[t][i]), PERCENT);
        }
      for (int i = 0; i < 2; i++)
        {
          g_autofree char *label = g_strdup_printf ("  %s", sides[i]);

          add_estimate (table, summaries, label, OFFSET (recall_by_side[t][i]), PERCENT);
        }
    }
  add_estimate (table, summaries, _("None of the nine, but named as one"), OFFSET (negatives_named), PERCENT);
}

/* Only what was called something else. */
static void
add_confusion (GPtrArray       *table,
               const Summaries  summaries)
{
  const VidimusConfusion *any = &summaries[0]->types;

  add_heading (table, _("Called something else"));
  for (guint r = 0; r < any->n_rows; r++)
    for (guint c = 0; c < any->n_columns; c++)
      {
        gsize n[VIDIMUS_N_SETS], sum = 0;
        Row *row;

        for (int set = 0; set < VIDIMUS_N_SETS; set++)
          sum += n[set] = vidimus_confusion_get (&summaries[set]->types, r, c);
        if (r == c || sum == 0)
          continue;
        /* Translators: what a document is → what it was called */
        row = add_row (table, g_strdup_printf (_("  %s → %s"), class_name (r), class_name (c)));
        for (int set = 0; set < VIDIMUS_N_SETS; set++)
          row->cells[set] = g_strdup_printf ("%" G_GSIZE_FORMAT, n[set]);
      }
}

static void
add_location (GPtrArray       *table,
              const Summaries  summaries,
              const char      *heading,
              gsize            offset)
{
#define WITHIN(member) (offset + G_STRUCT_OFFSET (VidimusLocationSummary, member))
  add_heading (table, heading);
  add_estimate (table, summaries, _("Mean intersection over union"), WITHIN (iou), PLAIN);
  add_estimate (table, summaries, _("Over .80"), WITHIN (above[0]), PERCENT);
  add_estimate (table, summaries, _("Over .90"), WITHIN (above[1]), PERCENT);
  add_estimate (table, summaries, _("Over .95"), WITHIN (above[2]), PERCENT);
  add_estimate (table, summaries, _("Median corner error, of the diagonal"), WITHIN (corner_median), CENTS);
  add_estimate (table, summaries, _("Mean corner error, of those located"), WITHIN (corner_mean), CENTS);
  add_estimate (table, summaries, _("First corner right"), WITHIN (first_corner), PERCENT);
  add_estimate (table, summaries, _("First corner right, of those named right"), WITHIN (first_corner_named), PERCENT);
  add_estimate (table, summaries, _("Confidence: area under the curve"), WITHIN (confidence_auc), PLAIN);
#undef WITHIN
}

static const char *
alarm_title (guint alarm)
{
  if (alarm == VIDIMUS_EVALUATION_SCREENS)
    return _("Re-photographed from a screen");
  if (alarm == VIDIMUS_EVALUATION_PRINTS)
    return _("Re-photographed from a print");

  return vidimus_alarm_get_title (alarm);
}

static void
add_doses (GPtrArray       *table,
           const Summaries  summaries,
           guint            alarm)
{
  Row *row;

  for (int dose = 0; dose <= VIDIMUS_MAX_DOSE; dose++)
    {
      g_autofree char *label = g_strdup_printf (_("Mean score at dose %d"), dose);

      add_estimate (table, summaries, label, OFFSET (alarms[alarm].doses[dose]), SCORE);
    }
  row = add_row (table, g_strdup_printf ("  %s", _("Higher with the dose")));
  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    {
      int is = summaries[set]->alarms[alarm].non_decreasing;

      row->cells[set] = g_strdup (is < 0 ? _("not known") : is ? _("yes") : _("no"));
    }
}

static void
add_alarm (GPtrArray       *table,
           const Summaries  summaries,
           guint            alarm)
{
  gsize n_true = 0, n_unscored = 0;

  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    {
      n_true += summaries[set]->alarms[alarm].raised_true.n;
      n_unscored += summaries[set]->alarms[alarm].n_unscored;
    }
  if (alarm >= VIDIMUS_N_ALARMS && n_true == 0) /* nobody said of what it was taken */
    return;

  add_heading (table, alarm_title (alarm));
  add_estimate (table, summaries, _("Area under the curve"), OFFSET (alarms[alarm].auc), PLAIN);
  add_estimate (table, summaries, _("Equal error rate"), OFFSET (alarms[alarm].equal_error), PERCENT);
  add_estimate (table, summaries, _("Calibration error"), OFFSET (alarms[alarm].calibration_error), PLAIN);
  add_estimate (table, summaries, _("Raised where it is true"), OFFSET (alarms[alarm].raised_true), PERCENT);
  add_estimate (table, summaries, _("Raised where it is not"), OFFSET (alarms[alarm].raised_false), PERCENT);
  if (n_unscored > 0)
    add_count (table, summaries, _("Without a score"), OFFSET (alarms[alarm].n_unscored));
  add_doses (table, summaries, alarm);
}

/* Layouts that were not all right, of any set. */
static void
add_cards (GPtrArray       *table,
           const Summaries  summaries)
{
  add_heading (table, _("Layouts: named right; outline over .90"));
  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    for (guint i = 0; i < summaries[set]->cards->len; i++)
      {
        const VidimusGroupSummary *card = summaries[set]->cards->pdata[i];
        g_autofree char *name = vidimus_cli_printable (card->name);
        Row *row;

        if (card->named.k == card->named.n && card->above_9.k == card->above_9.n)
          continue;
        row = add_row (table, g_strdup_printf ("  %s", name));
        row->cells[set] = g_strdup_printf (_("%u of %u; %u of %u"), (guint) card->named.k, (guint) card->named.n,
                                           (guint) card->above_9.k, (guint) card->above_9.n);
      }
}

static void
append_table (GString         *out,
              GPtrArray       *table,
              const Summaries  summaries)
{
  int columns[VIDIMUS_N_SETS + 1] = { 0 };

  for (guint i = 0; i < table->len; i++)
    {
      const Row *row = table->pdata[i];

      columns[0] = MAX (columns[0], vidimus_cli_text_columns (row->label));
      for (int set = 0; set < VIDIMUS_N_SETS; set++)
        if (row->cells[set] != NULL)
          columns[set + 1] = MAX (columns[set + 1], vidimus_cli_text_columns (row->cells[set]));
    }

  for (guint i = 0; i < table->len; i++)
    {
      const Row *row = table->pdata[i];
      g_autoptr(GString) line = g_string_new (NULL);

      vidimus_cli_append_padded (line, row->label, columns[0] + 2);
      for (int set = 0; set < VIDIMUS_N_SETS; set++)
        if (summaries[set]->n_images > 0)
          vidimus_cli_append_padded (line, row->cells[set] != NULL ? row->cells[set] : "", columns[set + 1] + 2);
      g_string_append_printf (out, "%s\n", g_strchomp (line->str));
    }
}

/**
 * vidimus_cli_format_evaluation:
 * @items: (element-type VidimusEvaluationItem): that were run
 *
 * Returns: (transfer full): lines for people; a column a set that has images
 */
char *
vidimus_cli_format_evaluation (GPtrArray *items)
{
  const char *titles[VIDIMUS_N_SETS] = { _("Drawn"), _("Drawn over real"), _("Real") };
  g_autoptr(GPtrArray) table = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  GString *out = g_string_new (NULL);
  Summaries summaries;
  /* xgettext:no-c-format */
  Row *heading = add_row (table, g_strdup (_("Figure (95 % interval) of how many")));

  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    {
      summaries[set] = vidimus_evaluation_summary_new (items, set);
      heading->cells[set] = g_strdup (titles[set]);
    }
  add_count (table, summaries, _("Images"), OFFSET (n_images));
  add_count (table, summaries, _("Answered"), OFFSET (n_answered));
  add_count (table, summaries, _("Answered: no document"), OFFSET (n_no_document));
  add_count (table, summaries, _("Failed"), OFFSET (n_failed));
  add_types (table, summaries);
  add_confusion (table, summaries);
  add_location (table, summaries, _("Outline"), OFFSET (located));
  add_location (table, summaries, _("Outline of curled paper, whose truth is only a hint"), OFFSET (paper));
  for (guint alarm = 0; alarm < VIDIMUS_EVALUATION_N_ALARMS; alarm++)
    add_alarm (table, summaries, alarm);
  add_cards (table, summaries);
  add_heading (table, NULL);
  append_table (out, table, summaries);
  for (int set = 0; set < VIDIMUS_N_SETS; set++)
    vidimus_evaluation_summary_free (summaries[set]);

  return g_string_free (out, FALSE);
}
