/* The machine-readable zone: two or three neighbouring lines of even pitch (find.c, line.c), fitted to the formats of
 * ICAO Doc 9303 (grammar.c), upright, turned or upside down. */

#include "vidimus-mrz-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BANDS 8
#define GOOD      .78 /* of 1: how well the cells must fill a format */

/* What the lines of one picture said, read when first needed. */
struct reader
{
  const struct vidimus_image *gray;
  const struct vidimus_hooks *hooks;
  struct vidimus_mrz_net      net;
  struct vidimus_mrz_band     bands[MAX_BANDS];
  int                         n_bands;
  struct vidimus_mrz_cells    cells[MAX_BANDS][2]; /* upright, upside down */
  bool                        read[MAX_BANDS][2];
};

/* Lines that may be one zone, in reading order, and how they fill a format. */
struct reading
{
  int    n_lines, length;
  int    lines[3];    /* of the reader's bands */
  int    starts[3];   /* the first cell in each */
  bool   upside_down;
  double score;       /* 0–1 */
};

static const struct vidimus_mrz_cells *
get_cells (struct reader *reader,
           int            band,
           bool           upside_down)
{
  if (!reader->read[band][upside_down])
    {
      vidimus_mrz_line_read (reader->gray, &reader->bands[band], &reader->net, upside_down,
                             &reader->cells[band][upside_down]);
      reader->read[band][upside_down] = true;
    }

  return &reader->cells[band][upside_down];
}

/* How far below @a the line @b lies, in heights of a letter; INFINITY when they can't be neighbours. */
static double
distance_below (const struct vidimus_mrz_band *a,
                const struct vidimus_mrz_band *b)
{
  double ux = a->right.x - a->left.x, uy = a->right.y - a->left.y, length = hypot (ux, uy);
  double mx = (b->left.x + b->right.x) / 2 - a->left.x, my = (b->left.y + b->right.y) / 2 - a->left.y;
  double cap = (a->cap + b->cap) / 2;
  double slant = fabs (uy / ux - (b->right.y - b->left.y) / (b->right.x - b->left.x));

  if (fabs (a->cap - b->cap) > .6 * cap || slant > .06)
    return INFINITY;

  return (my * ux - mx * uy) / length / cap;
}

static double
character_share (const float *log_p)
{
  float best = -INFINITY;

  for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
    best = fmaxf (best, log_p[c]);

  return (double) expf (best);
}

/* Where the cell of @cells lies that stands in column with cell @start of the first line. */
static int
column_start (const struct reader            *reader,
              const struct reading           *reading,
              const struct vidimus_mrz_cells *first,
              const struct vidimus_mrz_cells *cells,
              int                             line,
              int                             start)
{
  const struct vidimus_mrz_band *a = &reader->bands[reading->lines[0]], *b = &reader->bands[reading->lines[line]];
  const struct vidimus_point *from = reading->upside_down ? &a->right : &a->left, *to = reading->upside_down ? &b->right : &b->left;
  double sign = reading->upside_down ? -1 : 1;
  double length = hypot (a->right.x - a->left.x, a->right.y - a->left.y);
  double ux = sign * (a->right.x - a->left.x) / length, uy = sign * (a->right.y - a->left.y) / length;
  double want = first->centre[start] - ((to->x - from->x) * ux + (to->y - from->y) * uy);
  int best = 0;

  for (int i = 1; i < cells->n; i++)
    if (fabs (cells->centre[i] - want) < fabs (cells->centre[best] - want))
      best = i;

  return fabs (cells->centre[best] - want) < cells->pitch * .75 ? best : -1;
}

/* 1 when the format's cells all hold a sure character, and the others none. */
static double
fill (const struct vidimus_mrz_cells *cells,
      int                             start,
      int                             length)
{
  double sum = 0;

  for (int i = 0; i < cells->n; i++)
    {
      double p = character_share (cells->log_p[i]);

      if (i >= start && i < start + length)
        sum += p - .5;
      else if (p > .5 && cells->log_p[i][VIDIMUS_MRZ_NOTHING] < -1)
        sum -= (p - .5) / 2;
    }
  if (start + length > cells->n)
    sum -= .5 * (start + length - cells->n);

  return 2 * sum / length;
}

static void
try_format (struct reader  *reader,
            struct reading *reading,
            struct reading *best)
{
  const struct vidimus_mrz_cells *cells[3] = { NULL };

  for (int l = 0; l < reading->n_lines; l++)
    {
      cells[l] = get_cells (reader, reading->lines[l], reading->upside_down);
      if (cells[l]->n < reading->length - 2 || fabs (cells[l]->pitch / cells[0]->pitch - 1) > .08)
        return;
    }

  for (int start = 0; start + reading->length <= cells[0]->n + 1 && start < cells[0]->n; start++)
    {
      double score = fill (cells[0], start, reading->length);

      reading->starts[0] = start;
      for (int l = 1; l < reading->n_lines; l++)
        {
          double other = -INFINITY;
          int middle = column_start (reader, reading, cells[0], cells[l], l, start);

          for (int s = middle - 1; middle >= 0 && s <= middle + 1; s++)
            if (s >= 0 && s + reading->length <= cells[l]->n)
              {
                double f = fill (cells[l], s, reading->length) - .02 * abs (s - middle);

                if (f > other)
                  {
                    other = f;
                    reading->starts[l] = s;
                  }
              }
          score += other;
        }
      reading->score = score / reading->n_lines;
      if (reading->score > best->score)
        *best = *reading;
    }
}

static void
try_lines (struct reader  *reader,
           const int      *lines,
           int             n_lines,
           struct reading *best)
{
  static const int lengths[2] = { 44, 36 };

  for (int flip = 0; flip < 2; flip++)
    {
      struct reading reading = { .n_lines = n_lines, .length = 30, .upside_down = flip };

      for (int l = 0; l < n_lines; l++)
        reading.lines[l] = lines[flip ? n_lines - 1 - l : l];
      for (int i = 0; i < (n_lines == 2 ? 2 : 1); i++)
        {
          if (n_lines == 2)
            reading.length = lengths[i];
          try_format (reader, &reading, best);
        }
    }
}

/* Every two or three neighbours, evenly spaced, the strongest lines first. */
static void
try_all (struct reader  *reader,
         struct reading *best)
{
  for (int i = 0; i < reader->n_bands; i++)
    for (int j = 0; j < reader->n_bands; j++)
      {
        double gap = i == j ? 0 : distance_below (&reader->bands[i], &reader->bands[j]);
        int lines[3] = { i, j };

        if (!(gap > 1.2 && gap < 4.2) || vidimus_hooks_cancelled (reader->hooks))
          continue;
        for (lines[2] = 0; lines[2] < reader->n_bands; lines[2]++)
          {
            double next = lines[2] == i || lines[2] == j
                          ? 0 : distance_below (&reader->bands[j], &reader->bands[lines[2]]);

            if (next > .6 * gap && next < 1.6 * gap)
              try_lines (reader, lines, 3, best);
          }
        try_lines (reader, lines, 2, best);
        if (best->score > .9)
          return;
      }
}

static void
take (struct reader        *reader,
      const struct reading *reading,
      struct vidimus_mrz   *mrz)
{
  const float *log_p[3];

  for (int l = 0; l < reading->n_lines; l++)
    log_p[l] = get_cells (reader, reading->lines[l], reading->upside_down)->log_p[reading->starts[l]];
  vidimus_mrz_resolve (log_p, reading->n_lines, reading->length, mrz);
}

static double
read_picture (struct reader              *reader,
              const struct vidimus_image *gray,
              struct vidimus_mrz         *mrz)
{
  struct reading best = { .score = 0 };

  reader->gray = gray;
  memset (reader->read, 0, sizeof reader->read);
  reader->n_bands = vidimus_mrz_find (gray, reader->bands, MAX_BANDS);
  try_all (reader, &best);
  if (best.score < GOOD)
    return 0;

  take (reader, &best, mrz);
  mrz->quarter_turns = best.upside_down ? 2 : 0;

  return best.score;
}

static void
explain (const struct vidimus_hooks *hooks,
         const struct vidimus_mrz   *mrz)
{
  char text[160];

  if (!vidimus_hooks_wants_explain (hooks))
    return;

  snprintf (text, sizeof text, "%s\n%s\n%s", mrz->lines[0], mrz->lines[1], mrz->lines[2]);
  hooks->explain (hooks->data, VIDIMUS_STAGE_MRZ, "lines", NULL, text, NAN);
  hooks->explain (hooks->data, VIDIMUS_STAGE_MRZ, "checks-right", NULL, NULL, mrz->checks_right);
  hooks->explain (hooks->data, VIDIMUS_STAGE_MRZ, "checks-total", NULL, NULL, mrz->checks_total);
}

static void
load_net (struct vidimus_mrz_net *net)
{
  int sizes[VIDIMUS_MRZ_N_LAYERS];
  const int8_t *from = vidimus_mrz_weights;
  float *to = (float *) net;

  vidimus_mrz_layer_sizes (sizes);
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    for (int i = 0; i < sizes[l]; i++)
      *to++ = (float) *from++ * vidimus_mrz_scales[l];
}

/**
 * vidimus_mrz_read:
 * @mrz: (out): n_lines is 0 when there is no zone on the card
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_mrz_read (const struct vidimus_card  *card,
                  const struct vidimus_hooks *hooks,
                  struct vidimus_mrz         *mrz)
{
  struct reader *reader = calloc (1, sizeof *reader);
  struct vidimus_image turned;

  memset (mrz, 0, sizeof *mrz);
  if (reader == NULL)
    return VIDIMUS_STATUS_NO_MEMORY;
  reader->hooks = hooks;
  load_net (&reader->net);

  if (read_picture (reader, &card->gray, mrz) == 0 && !vidimus_hooks_cancelled (hooks) &&
      vidimus_image_turn (&card->gray, 1, &turned))
    {
      if (read_picture (reader, &turned, mrz) > 0)
        mrz->quarter_turns = (mrz->quarter_turns + 1) % 4;
      vidimus_image_free (&turned);
    }
  free (reader);

  if (vidimus_hooks_cancelled (hooks))
    return VIDIMUS_STATUS_CANCELLED;
  explain (hooks, mrz);

  return VIDIMUS_STATUS_OK;
}
