/* Where the lines of a zone lie when only parts of it are seen: one line that is surely of a zone says how high, how wide and in
 * which direction all of them are read, from one end of the picture to the other. */

#include "vidimus-mrz-private.h"

#include <math.h>

#define SURE      .85 /* probability of a character beyond doubt */
#define SEED      9   /* such characters that make a line surely one of a zone */
#define FILLERS   2   /* and how many must be fillers */
#define LIKE      .6  /* of 1: how much of a line's side must read as a line of the zone */
#define SIDE      .2  /* of a line, where its sides are looked at */
#define MOST_SEEN 3   /* lines that are */
#define AROUND    9.5 /* heights of a letter that lines of a zone may lie from each other */
#define SLANT     .06 /* the sine of the angle between them */
#define LEAST_GAP 1.2 /* heights of a letter from a line to the next */
#define MOST_GAP  4.2

static int
count_sure (const struct vidimus_mrz_cells *cells)
{
  int n = 0;

  for (int i = cells->first; i <= cells->last && cells->n > 0; i++)
    n += vidimus_mrz_best_character (cells->log_p[i], SURE) >= 0;

  return n;
}

/* Other scripts have rows of round letters, but no fillers. */
static bool
has_fillers (const struct vidimus_mrz_cells *cells)
{
  int n = 0;

  for (int i = cells->first; i <= cells->last; i++)
    n += vidimus_mrz_best_character (cells->log_p[i], SURE) == VIDIMUS_MRZ_FILLER;

  return n >= FILLERS;
}

static void
consider (struct vidimus_mrz_reader *reader,
          int                        l,
          bool                       upside_down,
          int                       *most,
          int                       *seed,
          bool                      *flip)
{
  struct vidimus_mrz_line *line = &reader->lines[l];
  int n = line->read[upside_down] ? count_sure (&line->cells[upside_down]) : 0;

  if (n <= *most || !has_fillers (&line->cells[upside_down]))
    return;
  *most = n;
  *seed = l;
  *flip = upside_down;
}

/* Looks at the sides of lines whose middle said nothing. */
static void
look_aside (struct vidimus_mrz_reader *reader)
{
  int n = 0;

  for (int l = 0; l < reader->n_lines && n < MOST_SEEN; l++)
    {
      struct vidimus_mrz_line *line = &reader->lines[l];

      if (!line->straight || !line->paired)
        continue;
      n++;
      for (int k = 0; k < 4; k++)
        if (!line->read[k % 2] && vidimus_mrz_line_probe (reader->gray, &line->path[k % 2], reader->net, k < 2 ? SIDE : 1 - SIDE) > LIKE)
          {
            vidimus_mrz_line_read (reader->gray, &line->path[k % 2], reader->net, true, &line->cells[k % 2]);
            line->read[k % 2] = true;
          }
    }
}

/* The line that is most surely one of a zone; -1 when there is none. */
static int
find_seed (struct vidimus_mrz_reader *reader,
           bool                       closely,
           bool                      *upside_down)
{
  int most = SEED - 1, seed = -1;

  for (int pass = 0; pass < (closely ? 2 : 1) && seed < 0; pass++)
    {
      if (pass == 1)
        look_aside (reader);
      for (int l = 0; l < reader->n_lines; l++)
        for (int k = 0; k < 2; k++)
          consider (reader, l, k, &most, &seed, upside_down);
    }

  return seed;
}

/* How far @p can go along @ux, @uy before it leaves the picture. */
static double
room (const struct vidimus_image *gray,
      struct vidimus_point        p,
      double                      ux,
      double                      uy)
{
  double x = ux > 1e-6 ? (gray->width - p.x) / ux : ux < -1e-6 ? -p.x / ux : INFINITY;
  double y = uy > 1e-6 ? (gray->height - p.y) / uy : uy < -1e-6 ? -p.y / uy : INFINITY;

  return fmax (0, fmin (x, y));
}

/* How far below @path the middle of @band lies. */
static double
offset_of (const struct vidimus_mrz_band *band,
           const struct vidimus_mrz_path *path)
{
  double x = (band->left.x + band->right.x) / 2 - path->from.x, y = (band->left.y + band->right.y) / 2 - path->from.y;

  return path->ux * y - path->uy * x;
}

/* Reads along @path with patience, and keeps what is better. */
static void
read_along (struct vidimus_mrz_reader     *reader,
            struct vidimus_mrz_line       *line,
            bool                           upside_down,
            const struct vidimus_mrz_path *path)
{
  static struct vidimus_mrz_cells none;
  struct vidimus_mrz_cells cells = none;

  vidimus_mrz_line_read (reader->gray, path, reader->net, true, &cells);
  if (line->read[upside_down] && count_sure (&cells) <= count_sure (&line->cells[upside_down]))
    return;
  line->cells[upside_down] = cells;
  line->path[upside_down] = *path;
  line->read[upside_down] = true;
}

/* Follows a line from one end of the picture to the other, in @seed's direction unless it is long enough to have its own. */
static void
follow (struct vidimus_mrz_reader     *reader,
        struct vidimus_mrz_line       *line,
        bool                           upside_down,
        const struct vidimus_mrz_path *seed)
{
  struct vidimus_point middle = { (line->band.left.x + line->band.right.x) / 2, (line->band.left.y + line->band.right.y) / 2 };
  double ux = upside_down ? -seed->ux : seed->ux, uy = upside_down ? -seed->uy : seed->uy, before, after;
  struct vidimus_mrz_path path;

  before = room (reader->gray, middle, -ux, -uy);
  after = room (reader->gray, middle, ux, uy);
  line->band.left = (struct vidimus_point) { middle.x - before * ux, middle.y - before * uy };
  line->band.right = (struct vidimus_point) { middle.x + after * ux, middle.y + after * uy };
  if (!vidimus_mrz_path_fit (reader->gray, &line->band, true, &path))
    return;

  vidimus_mrz_path_rescale (&path, seed->scale);
  if (upside_down)
    vidimus_mrz_path_reverse (&path);
  read_along (reader, line, upside_down, &path);
}

/* Reads a line that may be of @seed's zone anew; any other one is left out. */
static void
prepare (struct vidimus_mrz_reader     *reader,
         struct vidimus_mrz_line       *line,
         bool                           upside_down,
         const struct vidimus_mrz_path *seed)
{
  line->fitted = line->probed[0] = line->probed[1] = true;
  line->likeness[0] = line->likeness[1] = 0;
  if (!line->straight)
    return;

  line->likeness[upside_down] = 1;
  line->band.cap = seed->rise * VIDIMUS_MRZ_CAP;
  if (line->read[upside_down])
    {
      line->read[upside_down] = false;
      read_along (reader, line, upside_down, &line->path[upside_down]);
    }
  follow (reader, line, upside_down, seed);
  line->straight = line->read[upside_down];
  line->path[!upside_down] = line->path[upside_down];
  vidimus_mrz_path_reverse (&line->path[!upside_down]);
}

/* Lines as far from the seed as its neighbour is, and twice as far, where none was found. */
static void
add_missing (struct vidimus_mrz_reader     *reader,
             const struct vidimus_mrz_path *seed,
             double                         cap)
{
  double offsets[VIDIMUS_MRZ_MAX_LINES], gap = INFINITY;
  int n = reader->n_lines;

  for (int l = 0; l < n; l++)
    {
      const struct vidimus_mrz_line *line = &reader->lines[l];

      offsets[l] = line->straight ? offset_of (&line->band, seed) : INFINITY;
      if (fabs (offsets[l]) > LEAST_GAP * cap)
        gap = fmin (gap, fabs (offsets[l]));
    }
  for (int k = -2; k <= 2 && gap < MOST_GAP * cap; k++)
    {
      double dx = -seed->uy * k * gap, dy = seed->ux * k * gap;
      struct vidimus_mrz_line *line = &reader->lines[reader->n_lines];
      struct vidimus_point middle;
      bool there = k == 0;

      for (int l = 0; l < n; l++)
        there = there || fabs (offsets[l] - k * gap) < gap / 2;
      middle.x = seed->from.x + seed->ux * seed->scale * seed->width / 2 + dx;
      middle.y = seed->from.y + seed->uy * seed->scale * seed->width / 2 + dy;
      if (there || reader->n_lines == VIDIMUS_MRZ_MAX_LINES || middle.x < cap || middle.y < cap ||
          middle.x > reader->gray->width - cap || middle.y > reader->gray->height - cap)
        continue;
      *line = (struct vidimus_mrz_line) { .band = { middle, middle, cap, 0 }, .straight = true };
      reader->n_lines++;
    }
}

/**
 * vidimus_mrz_gather:
 * @reader: (inout): its lines are read anew where they can be of one zone, and all others left out
 * @closely: whether to look for a line that is surely of a zone where none has been read so far
 *
 * Returns: false when there is none
 */
bool
vidimus_mrz_gather (struct vidimus_mrz_reader *reader,
                    bool                       closely)
{
  bool flip = false;
  int seed = find_seed (reader, closely, &flip);
  struct vidimus_mrz_path path;
  double cap;

  if (seed < 0)
    return false;
  path = reader->lines[seed].path[flip];
  cap = path.rise * VIDIMUS_MRZ_CAP;
  for (int l = 0; l < reader->n_lines; l++)
    {
      struct vidimus_mrz_line *line = &reader->lines[l];
      double wx = line->band.right.x - line->band.left.x, wy = line->band.right.y - line->band.left.y;

      line->straight = fabs (offset_of (&line->band, &path)) < AROUND * cap &&
                       fabs (path.ux * wy - path.uy * wx) < SLANT * hypot (wx, wy);
    }
  add_missing (reader, &path, cap);
  for (int l = 0; l < reader->n_lines; l++)
    prepare (reader, &reader->lines[l], flip, &path);

  return true;
}
