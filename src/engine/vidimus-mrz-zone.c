/* Lines of a picture as a zone: two or three neighbours, evenly spaced, of one height and pitch, and how well their cells fill a
 * format. */

#include "vidimus-mrz-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIKE       .40  /* of 1: how much of a line's middle must read as a line of the zone */
#define ENOUGH      .90  /* likewise: how well a format may be filled for nothing better to be looked for */
#define FEWEST      16   /* cells that must hold characters in every line of a zone; … */
#define FEWEST_SEEN 5    /* … and in one of which parts are covered */
#define PATIENCE    .2   /* of 1: what a cell of such a one counts that holds none */
#define HOLDS       .6   /* likewise: and none is held surely enough below */
#define STRANGE     .1   /* how much, in natural logarithms, another pitch is strange, … */
#define MOST_STRANGE .3  /* … and what is lost by that */
#define SHORT       320  /* strip pixels: a shorter line has no 30 characters */
#define SAME_CAP    1.4  /* how much higher the letters of one line of a zone may seem than those of another */
#define MAX_SHIFT   24   /* cells that hidden ends are looked for in */
#define SAME_SCORE  .03  /* how much less well they may fill the format there, … */
#define COST_OF_SCORE 60 /* … and the nats that a score of 1 is worth */

static bool
fit (struct vidimus_mrz_reader *reader,
     int                        l)
{
  struct vidimus_mrz_line *line = &reader->lines[l];

  if (!line->fitted)
    {
      line->straight = vidimus_mrz_path_fit (reader->gray, &line->band, false, &line->path[0]) && line->path[0].width >= SHORT;
      line->path[1] = line->path[0];
      vidimus_mrz_path_reverse (&line->path[1]);
      line->fitted = true;
    }

  return line->straight;
}

static bool
is_alike (struct vidimus_mrz_reader *reader,
          int                        l,
          bool                       upside_down)
{
  struct vidimus_mrz_line *line = &reader->lines[l];

  if (!line->probed[upside_down])
    {
      line->likeness[upside_down] = vidimus_mrz_line_probe (reader->gray, &line->path[upside_down], reader->net, .5);
      line->probed[upside_down] = true;
    }

  return line->likeness[upside_down] > ALIKE;
}

/* Whether the lines can be of one zone, by their heights. All get the greatest: one of fillers seems lower than it is. */
static bool
fit_together (struct vidimus_mrz_reader *reader,
              const int                 *lines,
              int                        n_lines)
{
  double least = INFINITY, most = 0;

  for (int l = 0; l < n_lines; l++)
    {
      if (!fit (reader, lines[l]))
        return false;
      least = fmin (least, reader->lines[lines[l]].path[0].scale);
      most = fmax (most, reader->lines[lines[l]].path[0].scale);
    }
  if (most > least * SAME_CAP)
    return false;

  for (int l = 0; l < n_lines; l++)
    reader->lines[lines[l]].paired = true;
  for (int l = 0; l < 2 * n_lines; l++)
    if (!reader->lines[lines[l / 2]].read[l % 2])
      vidimus_mrz_path_rescale (&reader->lines[lines[l / 2]].path[l % 2], most);

  return true;
}

static const struct vidimus_mrz_cells *
get_cells (struct vidimus_mrz_reader *reader,
           int                        l,
           bool                       upside_down)
{
  struct vidimus_mrz_line *line = &reader->lines[l];

  if (!line->read[upside_down])
    {
      vidimus_mrz_line_read (reader->gray, &line->path[upside_down], reader->net, reader->patient,
                             &line->cells[upside_down]);
      line->read[upside_down] = true;
    }

  return &line->cells[upside_down];
}

/* How far below @a the line @b lies, in heights of a letter; INFINITY when they can't be neighbours. */
static double
distance_below (const struct vidimus_mrz_band *a,
                const struct vidimus_mrz_band *b)
{
  double ux = a->right.x - a->left.x, uy = a->right.y - a->left.y, length = hypot (ux, uy);
  double vx = b->right.x - b->left.x, vy = b->right.y - b->left.y;
  double mx = (b->left.x + b->right.x) / 2 - a->left.x, my = (b->left.y + b->right.y) / 2 - a->left.y;
  double cap = (a->cap + b->cap) / 2;
  double slant = fabs (ux * vy - uy * vx) / (length * hypot (vx, vy));

  if (fabs (a->cap - b->cap) > .6 * cap || slant > .06)
    return INFINITY;

  return (my * ux - mx * uy) / length / cap;
}

/* How surely a cell holds a character, and how surely that can be named; 0–1. */
static double
character_share (const float *log_p)
{
  float best = -INFINITY;

  for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
    best = fmaxf (best, log_p[c]);

  return (double) (expf (best) + 1 - expf (log_p[VIDIMUS_MRZ_NOTHING])) / 2;
}

/* Where the cell of @cells lies that stands in column with cell @start of the first line. */
static int
column_start (const struct vidimus_mrz_reader  *reader,
              const struct vidimus_mrz_reading *reading,
              const struct vidimus_mrz_cells   *first,
              const struct vidimus_mrz_cells   *cells,
              int                               line,
              int                               start)
{
  const struct vidimus_mrz_path *a = &reader->lines[reading->lines[0]].path[reading->upside_down];
  const struct vidimus_mrz_path *b = &reader->lines[reading->lines[line]].path[reading->upside_down];
  double want = first->centre[start] - ((b->from.x - a->from.x) * a->ux + (b->from.y - a->from.y) * a->uy);
  int best = 0;

  for (int i = 1; i < cells->n; i++)
    if (fabs (cells->centre[i] - want) < fabs (cells->centre[best] - want))
      best = i;

  return fabs (cells->centre[best] - want) < cells->pitch * .75 ? best : -1;
}

/* 1 when the format's cells all hold a sure character, and the others none. With patience, a cell that holds none counts
 * little, whether it is seen or not. */
static double
fill (const struct vidimus_mrz_cells *cells,
      bool                            patient,
      int                             start,
      int                             length)
{
  double sum = 0;

  for (int i = 0; i < cells->n; i++)
    {
      double p = character_share (cells->log_p[i]);

      if (i >= start && i < start + length)
        sum += patient && p < HOLDS ? -.5 * PATIENCE : p - .5;
      else if (p > .5)
        sum -= (p - .5) / (patient ? 1 : 2);
    }
  return 2 * sum / length;
}

/* How little the pitch befits a document as wide as the picture: what a reading loses when its ends are not seen. */
static double
strangeness (const struct vidimus_mrz_reader  *reader,
             const struct vidimus_mrz_reading *reading,
             double                            pitch)
{
  const struct vidimus_mrz_path *path = &reader->lines[reading->lines[0]].path[reading->upside_down];
  double usual = reading->length == 44 ? 2.54 / 124 : reading->length == 36 ? 2.54 / 105 : 2.54 / 85.6;
  double wide = fabs (path->ux) > fabs (path->uy) ? reader->gray->width : reader->gray->height;
  double off = log (pitch / wide / usual) / STRANGE;

  return MOST_STRANGE * fmin (1, off * off);
}

static void
try_format (struct vidimus_mrz_reader  *reader,
            struct vidimus_mrz_reading *reading,
            struct vidimus_mrz_reading *best)
{
  const struct vidimus_mrz_cells *cells[3] = { NULL };
  bool patient = reader->patient;

  for (int l = 0; l < reading->n_lines; l++)
    {
      cells[l] = get_cells (reader, reading->lines[l], reading->upside_down);
      if (cells[l]->n < reading->length || cells[l]->last - cells[l]->first + 1 < (patient ? FEWEST_SEEN : FEWEST) ||
          fabs (cells[l]->pitch / cells[0]->pitch - 1) > .08)
        return;
    }

  for (int start = 0; start + reading->length <= cells[0]->n; start++)
    {
      double score = fill (cells[0], patient, start, reading->length);

      reading->starts[0] = start;
      for (int l = 1; l < reading->n_lines; l++)
        {
          double other = -INFINITY;
          int middle = column_start (reader, reading, cells[0], cells[l], l, start);

          for (int s = middle - 1; middle >= 0 && s <= middle + 1; s++)
            if (s >= 0 && s + reading->length <= cells[l]->n)
              {
                double f = fill (cells[l], patient, s, reading->length) - .02 * abs (s - middle);

                if (f > other)
                  {
                    other = f;
                    reading->starts[l] = s;
                  }
              }
          score += other;
        }
      reading->score = score / reading->n_lines - (patient ? strangeness (reader, reading, cells[0]->pitch) : 0);
      if (reading->score > best->score)
        *best = *reading;
    }
}

static void
try_lines (struct vidimus_mrz_reader  *reader,
           const int                  *lines,
           int                         n_lines,
           struct vidimus_mrz_reading *best)
{
  static const int lengths[2] = { 44, 36 };
  bool fits = fit_together (reader, lines, n_lines);

  for (int flip = 0; flip < 2 && fits; flip++)
    {
      struct vidimus_mrz_reading reading = { .n_lines = n_lines, .length = 30, .upside_down = flip };
      bool alike = true;

      for (int l = 0; l < n_lines; l++)
        {
          reading.lines[l] = lines[flip ? n_lines - 1 - l : l];
          alike = alike && is_alike (reader, lines[l], flip);
        }
      if (!alike)
        continue;
      for (int i = 0; i < (n_lines == 2 ? 2 : 1); i++)
        {
          if (n_lines == 2)
            reading.length = lengths[i];
          try_format (reader, &reading, best);
        }
    }
}

/**
 * vidimus_mrz_reading_cells:
 * @log_p: (out): of each line, the first cell of the format
 */
void
vidimus_mrz_reading_cells (struct vidimus_mrz_reader        *reader,
                           const struct vidimus_mrz_reading *reading,
                           const float                      *log_p[3])
{
  for (int l = 0; l < reading->n_lines; l++)
    log_p[l] = get_cells (reader, reading->lines[l], reading->upside_down)->log_p[reading->starts[l]];
}

/**
 * vidimus_mrz_choose_start:
 * @best: (inout): moved to the likeliest place among those that fill the format as well: its ends may not be seen
 */
void
vidimus_mrz_choose_start (struct vidimus_mrz_reader  *reader,
                          struct vidimus_mrz_reading *best)
{
  struct vidimus_mrz_reading at = *best, from = *best;
  const float *log_p[3];
  double least = INFINITY, best_score = 0;

  for (int l = 0; l < from.n_lines; l++)
    best_score += fill (get_cells (reader, from.lines[l], from.upside_down), true, from.starts[l], from.length) / from.n_lines;
  for (int shift = -MAX_SHIFT; shift <= MAX_SHIFT; shift++)
    {
      double score = 0, cost;
      bool fits = true;

      for (int l = 0; l < at.n_lines; l++)
        {
          const struct vidimus_mrz_cells *cells = get_cells (reader, at.lines[l], at.upside_down);
          int start = from.starts[l] + shift;

          fits = fits && start >= 0 && start + at.length <= cells->n;
          if (!fits)
            break;
          at.starts[l] = start;
          score += fill (cells, true, start, at.length) / at.n_lines;
        }
      if (!fits || score < best_score - SAME_SCORE)
        continue;
      vidimus_mrz_reading_cells (reader, &at, log_p);
      cost = vidimus_mrz_text_cost (log_p, at.n_lines, at.length) - COST_OF_SCORE * (score - best_score);
      if (cost < least)
        {
          least = cost;
          memcpy (best->starts, at.starts, sizeof at.starts);
        }
    }
}

/**
 * vidimus_mrz_try_all:
 * @best: (inout): the best reading of every two or three neighbours, evenly spaced, the strongest lines first
 */
void
vidimus_mrz_try_all (struct vidimus_mrz_reader  *reader,
                     struct vidimus_mrz_reading *best)
{
  for (int i = 0; i < reader->n_lines; i++)
    for (int j = 0; j < reader->n_lines; j++)
      {
        double gap = i == j ? 0 : distance_below (&reader->lines[i].band, &reader->lines[j].band);
        int lines[3] = { i, j };

        if (!(gap > 1.2 && gap < 4.2) || vidimus_hooks_cancelled (reader->hooks))
          continue;
        for (lines[2] = 0; lines[2] < reader->n_lines; lines[2]++)
          {
            double next = lines[2] == i || lines[2] == j
                          ? 0 : distance_below (&reader->lines[j].band, &reader->lines[lines[2]].band);

            if (next > .6 * gap && next < 1.6 * gap)
              try_lines (reader, lines, 3, best);
          }
        try_lines (reader, lines, 2, best);
        if (best->score > ENOUGH)
          return;
      }
}
