/* The machine-readable zone: two or three neighbouring lines of even pitch (find.c, line.c), fitted to the formats of
 * ICAO Doc 9303 (grammar.c), upright, turned or upside down. */

#include "vidimus-mrz-private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BANDS 8
#define GOOD      .62 /* of 1: how well the cells must fill a format whose check digits hold, at least half of them */
#define GREAT     .90 /* likewise when they don't; and nothing better is looked for */
#define ALIKE     .40 /* of 1: how much of a line's middle must read as a line of the zone */
#define DOUBT     4   /* nats: another first letter may be likelier by so much */
#define FEWEST    16  /* cells that must hold characters in every line of a zone */
#define SHORT     320 /* strip pixels: a shorter line has no 30 characters */
#define SAME_CAP  1.4 /* how much higher the letters of one line of a zone may seem than those of another */

/* What a line of the picture says from either end, looked at when first needed. */
struct line
{
  struct vidimus_mrz_band  band;
  bool                     fitted, probed[2], read[2];
  bool                     straight;   /* it could be fitted */
  struct vidimus_mrz_path  path[2];    /* upright, upside down */
  double                   likeness[2];
  struct vidimus_mrz_cells cells[2];
};

struct reader
{
  const struct vidimus_image *gray;
  const struct vidimus_hooks *hooks;
  struct vidimus_mrz_net      net;
  struct line                 lines[MAX_BANDS];
  int                         n_lines;
};

/* Lines that may be one zone, in reading order, and how they fill a format. */
struct reading
{
  int    n_lines, length;
  int    lines[3];    /* of the reader's */
  int    starts[3];   /* the first cell in each */
  bool   upside_down;
  double score;       /* 0–1 */
};

static bool
fit (struct reader *reader,
     int            l)
{
  struct line *line = &reader->lines[l];

  if (!line->fitted)
    {
      line->straight = vidimus_mrz_path_fit (reader->gray, &line->band, &line->path[0]) && line->path[0].width >= SHORT;
      line->path[1] = line->path[0];
      vidimus_mrz_path_reverse (&line->path[1]);
      line->fitted = true;
    }

  return line->straight;
}

static bool
is_alike (struct reader *reader,
          int            l,
          bool           upside_down)
{
  struct line *line = &reader->lines[l];

  if (!line->probed[upside_down])
    {
      line->likeness[upside_down] = vidimus_mrz_line_probe (reader->gray, &line->path[upside_down], &reader->net);
      line->probed[upside_down] = true;
    }

  return line->likeness[upside_down] > ALIKE;
}

/* Whether the lines can be of one zone, by their heights. All get the greatest: one of fillers seems lower than it is. */
static bool
fit_together (struct reader *reader,
              const int     *lines,
              int            n_lines)
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

  for (int l = 0; l < 2 * n_lines; l++)
    if (!reader->lines[lines[l / 2]].read[l % 2])
      vidimus_mrz_path_rescale (&reader->lines[lines[l / 2]].path[l % 2], most);

  return true;
}

static const struct vidimus_mrz_cells *
get_cells (struct reader *reader,
           int            l,
           bool           upside_down)
{
  struct line *line = &reader->lines[l];

  if (!line->read[upside_down])
    {
      vidimus_mrz_line_read (reader->gray, &line->path[upside_down], &reader->net, &line->cells[upside_down]);
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
column_start (const struct reader            *reader,
              const struct reading           *reading,
              const struct vidimus_mrz_cells *first,
              const struct vidimus_mrz_cells *cells,
              int                             line,
              int                             start)
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
      else if (p > .5)
        sum -= (p - .5) / 2;
    }
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
      if (cells[l]->n < reading->length || cells[l]->last - cells[l]->first + 1 < FEWEST || fabs (cells[l]->pitch / cells[0]->pitch - 1) > .08)
        return;
    }

  for (int start = 0; start + reading->length <= cells[0]->n; start++)
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
  bool fits = fit_together (reader, lines, n_lines);
  for (int flip = 0; flip < 2 && fits; flip++)
    {
      struct reading reading = { .n_lines = n_lines, .length = 30, .upside_down = flip };
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

/* Every two or three neighbours, evenly spaced, the strongest lines first. */
static void
try_all (struct reader  *reader,
         struct reading *best)
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
        if (best->score > GREAT)
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

/* Every zone begins with one of five letters: Doc 9303 parts 4 to 7. */
static bool
begins_well (struct reader        *reader,
             const struct reading *reading)
{
  const float *log_p = get_cells (reader, reading->lines[0], reading->upside_down)->log_p[reading->starts[0]];
  float best = -INFINITY, right = -INFINITY;

  for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
    {
      best = fmaxf (best, log_p[c]);
      if (strchr ("PVIAC", VIDIMUS_MRZ_ALPHABET[c]) != NULL)
        right = fmaxf (right, log_p[c]);
    }

  return right > best - DOUBT;
}

static bool
read_picture (struct reader      *reader,
              bool                turned,
              struct vidimus_mrz *mrz)
{
  struct vidimus_mrz_band bands[MAX_BANDS];
  struct reading best = { .score = 0 };

  reader->n_lines = vidimus_mrz_find (reader->gray, turned, bands, MAX_BANDS);
  memset (reader->lines, 0, sizeof reader->lines);
  for (int l = 0; l < reader->n_lines; l++)
    reader->lines[l].band = bands[l];
  try_all (reader, &best);
  if (best.score < GOOD)
    return false;

  take (reader, &best, mrz);
  if (2 * mrz->checks_right < mrz->checks_total && (best.score < GREAT || !begins_well (reader, &best)))
    {
      memset (mrz, 0, sizeof *mrz);
      return false;
    }
  mrz->quarter_turns = turned + (best.upside_down ? 2 : 0);

  return true;
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

/**
 * vidimus_mrz_net_load:
 * @net: (out): the trained weights
 */
void
vidimus_mrz_net_load (struct vidimus_mrz_net *net)
{
  const int8_t *from = vidimus_mrz_weights;
  const float *scales = vidimus_mrz_scales;
  float *to = (float *) net;

  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];
      int n = layer->rows * layer->columns * layer->in * layer->out;

      for (int i = 0; i < n; i++)
        *to++ = (float) *from++ * scales[i % layer->out];
      scales += layer->out;
      for (int i = 0; i < layer->out; i++)
        *to++ = (float) *from++ * *scales;
      scales++;
    }
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

  memset (mrz, 0, sizeof *mrz);
  if (reader == NULL)
    return VIDIMUS_STATUS_NO_MEMORY;
  reader->gray = &card->gray;
  reader->hooks = hooks;
  vidimus_mrz_net_load (&reader->net);

  for (int turned = 0; turned < 2 && !vidimus_hooks_cancelled (hooks); turned++)
    if (read_picture (reader, turned, mrz))
      break;
  free (reader);

  if (vidimus_hooks_cancelled (hooks))
    return VIDIMUS_STATUS_CANCELLED;
  explain (hooks, mrz);

  return VIDIMUS_STATUS_OK;
}
