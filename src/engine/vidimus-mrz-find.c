/* Where lines of the machine-readable zone may lie: rows that are dense with upright strokes over most of the width,
 * with quiet rows above and below. The picture is cut into columns, so that a slant costs only an offset a column. */

#include "vidimus-mrz-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_SIDE   1000 /* pixels the longer side is brought to */
#define COLUMNS     32
#define MAX_STROKE  60   /* a gradient above says no more */
#define MAX_SLANT   8.0  /* degrees */
#define SLANT_STEP  .5
#define MIN_HEIGHT  5    /* of a line at WORK_SIDE */
#define MAX_HEIGHT  48
#define SHARE       .45  /* of the columns may be weaker than what counts as the row's strength */

struct field
{
  int    width, height;
  float *energy; /* COLUMNS × height */
};

static float
energy_at (const struct field *field,
           int                 column,
           int                 y)
{
  return y < 0 || y >= field->height ? 0 : field->energy[column * field->height + y];
}

static double
column_x (const struct field *field,
          int                 column)
{
  return (column + .5) * field->width / COLUMNS;
}

static bool
measure (const struct vidimus_image *work,
         struct field               *field)
{
  field->width = work->width;
  field->height = work->height;
  field->energy = calloc ((size_t) COLUMNS * (size_t) work->height, sizeof *field->energy);
  if (field->energy == NULL)
    return false;

  for (int y = 0; y + 1 < work->height; y++)
    {
      const uint8_t *row = vidimus_image_at (work, 0, y), *next = vidimus_image_at (work, 0, y + 1);

      for (int c = 0; c < COLUMNS; c++)
        {
          int from = c * work->width / COLUMNS + 2, to = (c + 1) * work->width / COLUMNS - 2, sum = 0;

          for (int x = from; x < to; x++)
            {
              /* over four pixels, against noise */
              int d = abs (row[x + 1] + row[x + 2] + next[x + 1] + next[x + 2] -
                           row[x - 1] - row[x - 2] - next[x - 1] - next[x - 2]) / 4;

              sum += d < MAX_STROKE ? d : MAX_STROKE;
            }
          field->energy[c * field->height + y] = to > from ? (float) sum / (float) (to - from) : 0;
        }
    }

  return true;
}

static double
sharpness (const struct field *field,
           double              slope)
{
  double before = 0, sum = 0;

  for (int y = 0; y < field->height; y++)
    {
      double row = 0;

      for (int c = 0; c < COLUMNS; c++)
        row += energy_at (field, c, y + (int) lround (slope * (column_x (field, c) - field->width / 2.0)));
      if (y > 0)
        sum += (row - before) * (row - before);
      before = row;
    }

  return sum;
}

static double
find_slope (const struct field *field)
{
  double best = 0, best_sharpness = 0;

  for (double a = -MAX_SLANT; a <= MAX_SLANT; a += SLANT_STEP)
    {
      double slope = tan (a * M_PI / 180), s = sharpness (field, slope);

      if (s > best_sharpness)
        {
          best_sharpness = s;
          best = slope;
        }
    }

  return best;
}

static int
compare_floats (const void *a,
                const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* What most columns have at least, row by row. */
static float *
row_strengths (const struct field *field,
               double              slope)
{
  float *rows = malloc (sizeof *rows * (size_t) field->height);

  for (int y = 0; rows != NULL && y < field->height; y++)
    {
      float values[COLUMNS];

      for (int c = 0; c < COLUMNS; c++)
        {
          int at = y + (int) lround (slope * (column_x (field, c) - field->width / 2.0));

          values[c] = (energy_at (field, c, at - 1) + energy_at (field, c, at) + energy_at (field, c, at + 1)) / 3;
        }
      qsort (values, COLUMNS, sizeof *values, compare_floats);
      rows[y] = values[(int) (COLUMNS * SHARE)];
    }

  return rows;
}

/* The columns the line runs through: the longest run with no more than three weak ones together. */
static bool
find_run (const struct field *field,
          double              slope,
          int                 y,
          float               least,
          int                *first,
          int                *last)
{
  int start = -1, seen = -1, best = 0;

  for (int c = 0; c < COLUMNS; c++)
    {
      int at = y + (int) lround (slope * (column_x (field, c) - field->width / 2.0));
      float v = 0;

      for (int d = -2; d <= 2; d++)
        v = fmaxf (v, energy_at (field, c, at + d));
      if (v < least)
        continue;
      if (start < 0 || c - seen > 4)
        start = c;
      seen = c;
      if (seen - start + 1 > best)
        {
          best = seen - start + 1;
          *first = start;
          *last = seen;
        }
    }

  return best >= COLUMNS / 3;
}

/* A straight line through the rows of most energy in each column, those off it dropped once. */
static void
fit (const struct field *field,
     double              slope,
     int                 y,
     double              height,
     int                 first,
     int                 last,
     double             *a,
     double             *b)
{
  *a = y - slope * field->width / 2.0;
  *b = slope;
  for (int pass = 0; pass < 2; pass++)
    {
      double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, x0 = column_x (field, first), det;

      for (int c = first; c <= last; c++)
        {
          double x = column_x (field, c) - x0, at = *a + *b * column_x (field, c), w = 0, wy = 0;
          int reach = (int) (pass == 0 ? height : height * .8);

          for (int d = -reach; d <= reach; d++)
            {
              double e = (double) energy_at (field, c, (int) lround (at) + d);

              w += e * e;
              wy += e * e * d;
            }
          if (w <= 0)
            continue;
          wy = lround (at) + wy / w;
          n += 1;
          sx += x;
          sy += wy;
          sxx += x * x;
          sxy += x * wy;
        }
      det = n * sxx - sx * sx;
      if (det > 0)
        {
          *b = (n * sxy - sx * sy) / det;
          *a = (sy - *b * sx) / n - *b * x0;
        }
    }
}

static bool
make_band (const struct field      *field,
           const float             *rows,
           double                   slope,
           int                      y,
           double                   scale,
           struct vidimus_mrz_band *band)
{
  float above = rows[y], below = rows[y], level;
  int top = y, bottom = y, first, last;
  double a, b, x;

  for (int d = 1; d <= MAX_HEIGHT && y - d >= 0; d++)
    above = fminf (above, rows[y - d]);
  for (int d = 1; d <= MAX_HEIGHT && y + d < field->height; d++)
    below = fminf (below, rows[y + d]);
  level = (rows[y] + fmaxf (above, below)) / 2;
  if (fmaxf (above, below) > .75f * rows[y])
    return false;
  while (top > 0 && rows[top - 1] > level)
    top--;
  while (bottom < field->height - 1 && rows[bottom + 1] > level)
    bottom++;
  if (bottom - top + 1 < MIN_HEIGHT || bottom - top + 1 > MAX_HEIGHT)
    return false;

  if (!find_run (field, slope, (top + bottom) / 2, level * .6f, &first, &last))
    return false;
  fit (field, slope, (top + bottom) / 2, bottom - top + 1, first, last, &a, &b);

  x = fmax (0, (first - 1.0) * field->width / COLUMNS);
  band->left = (struct vidimus_point) { x / scale, (a + b * x + .5) / scale };
  x = fmin (field->width, (last + 2.0) * field->width / COLUMNS);
  band->right = (struct vidimus_point) { x / scale, (a + b * x + .5) / scale };
  band->cap = (bottom - top + 1) / scale;
  band->strength = (double) (rows[y] - fmaxf (above, below));

  return true;
}

/* Keeps @bands sorted by strength, and of two that are the same line the stronger. */
static int
insert (struct vidimus_mrz_band       *bands,
        int                            n,
        int                            max_bands,
        const struct vidimus_mrz_band *band)
{
  int at;

  for (int i = 0; i < n; i++)
    if (fabs ((bands[i].left.y + bands[i].right.y) - (band->left.y + band->right.y)) < band->cap)
      {
        if (bands[i].strength >= band->strength)
          return n;
        memmove (&bands[i], &bands[i + 1], sizeof *bands * (size_t) (n - i - 1));
        n--;
        break;
      }

  for (at = n < max_bands ? n++ : max_bands; at > 0 && bands[at - 1].strength < band->strength; at--)
    if (at < max_bands)
      bands[at] = bands[at - 1];
  if (at < max_bands)
    bands[at] = *band;

  return n;
}

static int
collect (const struct field      *field,
         double                   scale,
         struct vidimus_mrz_band *bands,
         int                      max_bands)
{
  double slope = find_slope (field);
  float *rows = row_strengths (field, slope);
  int n = 0;

  for (int y = 2; rows != NULL && y < field->height - 2; y++)
    {
      struct vidimus_mrz_band band;
      bool peak = true;

      for (int d = -4; d <= 4 && peak; d++)
        if (y + d >= 0 && y + d < field->height)
          peak = d < 0 ? rows[y + d] < rows[y] : rows[y + d] <= rows[y];
      if (!peak || !make_band (field, rows, slope, y, scale, &band))
        continue;

      n = insert (bands, n, max_bands, &band);
    }
  free (rows);

  return n;
}

/**
 * vidimus_mrz_find:
 * @gray: the card, text lines within 8° of level
 * @bands: (out): the strongest first
 *
 * Returns: how many were found
 */
int
vidimus_mrz_find (const struct vidimus_image *gray,
                  struct vidimus_mrz_band    *bands,
                  int                         max_bands)
{
  double scale = (double) WORK_SIDE / (gray->width > gray->height ? gray->width : gray->height);
  struct vidimus_image work;
  struct field field;
  int n = 0;

  if (!vidimus_image_scale (gray, (int) fmax (8, lround (gray->width * scale)),
                            (int) fmax (8, lround (gray->height * scale)), &work))
    return 0;
  if (work.width >= 4 * COLUMNS && measure (&work, &field))
    {
      n = collect (&field, scale, bands, max_bands);
      free (field.energy);
    }
  vidimus_image_free (&work);

  return n;
}
