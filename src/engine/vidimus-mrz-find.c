/* Where lines of the machine-readable zone may lie: rows that are dense with upright strokes over most of the width,
 * with quiet rows above and below. The picture is cut into columns, so that a slant costs only an offset a column. */

#include "vidimus-mrz-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_SIDE   900  /* pixels the longer side is brought under, by a whole factor */
#define COLUMNS     32
#define MAX_STROKE  60   /* a gradient above says no more */
#define MAX_SLANT   8.0  /* degrees */
#define SLANT_STEP  .5
#define MIN_HEIGHT  4    /* of a line, pixels of the reduced picture */
#define MAX_HEIGHT  48
#define LEAST       .7f  /* grey levels of stroke by which a line must stand out from the rows around it */
#define QUIET       .88f /* of a line's stroke, what the rows around it may have: less would forbid noise */
#define SHARE       .45  /* of the columns may be weaker than what counts as the row's strength */

/* How strong the upright strokes are, by column and row of the reduced picture. */
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

/* Each row's strokes over four pixels and two rows, against noise; in each column of the field. */
static bool
measure (const struct vidimus_image *work,
         struct field               *field)
{
  int16_t *sums = malloc (sizeof *sums * 2 * (size_t) work->width), *strokes = sums + work->width;

  field->width = work->width;
  field->height = work->height;
  field->energy = calloc ((size_t) COLUMNS * (size_t) work->height, sizeof *field->energy);
  if (field->energy == NULL || sums == NULL)
    {
      free (field->energy);
      free (sums);
      return false;
    }

  for (int y = 0; y + 1 < work->height; y++)
    {
      const uint8_t *row = vidimus_image_at (work, 0, y), *next = vidimus_image_at (work, 0, y + 1);

      for (int x = 0; x < work->width; x++)
        sums[x] = (int16_t) (row[x] + next[x]);
      for (int x = 2; x < work->width - 2; x++)
        {
          int16_t d = (int16_t) (abs (sums[x + 1] + sums[x + 2] - sums[x - 1] - sums[x - 2]) / 4);

          strokes[x] = d < MAX_STROKE ? d : MAX_STROKE;
        }
      for (int c = 0; c < COLUMNS; c++)
        {
          int from = c * work->width / COLUMNS + 2, to = (c + 1) * work->width / COLUMNS - 2, sum = 0;

          for (int x = from; x < to; x++)
            sum += strokes[x];
          field->energy[c * field->height + y] = to > from ? (float) sum / (float) (to - from) : 0;
        }
    }
  free (sums);

  return true;
}

static int
column_offset (const struct field *field,
               double              slope,
               int                 column)
{
  return (int) lround (slope * (column_x (field, column) - field->width / 2.0));
}

static double
sharpness (const struct field *field,
           double              slope,
           float              *rows)
{
  double sum = 0;

  memset (rows, 0, sizeof *rows * (size_t) field->height);
  for (int c = 0; c < COLUMNS; c++)
    {
      int offset = column_offset (field, slope, c);
      int from = offset < 0 ? -offset : 0, to = offset > 0 ? field->height - offset : field->height;
      const float *column = field->energy + c * field->height + offset;

      for (int y = from; y < to; y++)
        rows[y] += column[y];
    }
  for (int y = 1; y < field->height; y++)
    sum += (double) ((rows[y] - rows[y - 1]) * (rows[y] - rows[y - 1]));

  return sum;
}

static double
find_slope (const struct field *field,
            float              *rows)
{
  double best = 0, best_sharpness = 0;

  for (double a = -MAX_SLANT; a <= MAX_SLANT; a += SLANT_STEP)
    {
      double slope = tan (a * M_PI / 180), s = sharpness (field, slope, rows);

      if (s > best_sharpness)
        {
          best_sharpness = s;
          best = slope;
        }
    }

  return best;
}

/* What most columns have at least, row by row. */
static void
find_strengths (const struct field *field,
                double              slope,
                float              *rows)
{
  int offsets[COLUMNS];

  for (int c = 0; c < COLUMNS; c++)
    offsets[c] = column_offset (field, slope, c);
  for (int y = 0; y < field->height; y++)
    {
      float values[COLUMNS];

      for (int c = 0; c < COLUMNS; c++)
        {
          int at = y + offsets[c], i;
          float v = (energy_at (field, c, at - 1) + energy_at (field, c, at) + energy_at (field, c, at + 1)) / 3;

          for (i = c; i > 0 && values[i - 1] > v; i--)
            values[i] = values[i - 1];
          values[i] = v;
        }
      rows[y] = values[(int) (COLUMNS * SHARE)];
    }
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
      int at = y + column_offset (field, slope, c);
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
  if (fmaxf (above, below) > QUIET * rows[y] || rows[y] - fmaxf (above, below) < LEAST)
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
  float *rows = malloc (sizeof *rows * (size_t) field->height);
  double slope;
  int n = 0;

  if (rows == NULL)
    return 0;

  slope = find_slope (field, rows);
  find_strengths (field, slope, rows);
  for (int y = 2; y < field->height - 2; y++)
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

/* One row with every @k × @k pixels as one, each @step bytes from the one before. */
static inline __attribute__ ((always_inline)) void
reduce_row (const struct vidimus_image *gray,
            int                         y,
            int                         width,
            const int                   k,
            uint8_t                    *to,
            ptrdiff_t                   step)
{
  const uint8_t *p = vidimus_image_at (gray, 0, y * k);

  for (int x = 0; x < width; x++, p += k, to += step)
    {
      int sum = 0;

      for (int j = 0; j < k; j++)
        for (int i = 0; i < k; i++)
          sum += p[(size_t) j * gray->stride + (size_t) i];
      *to = (uint8_t) (sum / (k * k));
    }
}

/* The picture with every @k × @k pixels as one, turned clockwise by 90° on request. */
static bool
reduce (const struct vidimus_image *gray,
        int                         k,
        bool                        turned,
        struct vidimus_image       *work)
{
  int width = gray->width / k, height = gray->height / k;

  if (!vidimus_image_alloc (work, turned ? height : width, turned ? width : height, 1))
    return false;

  for (int y = 0; y < height; y++)
    {
      uint8_t *to = turned ? vidimus_image_at (work, height - 1 - y, 0) : vidimus_image_at (work, 0, y);
      ptrdiff_t step = turned ? (ptrdiff_t) work->stride : 1;

      switch (k)
        {
        case 1: reduce_row (gray, y, width, 1, to, step); break;
        case 2: reduce_row (gray, y, width, 2, to, step); break;
        case 3: reduce_row (gray, y, width, 3, to, step); break;
        default: reduce_row (gray, y, width, k, to, step); break;
        }
    }

  return true;
}

/* From a picture turned clockwise by 90° back to the one that is @height high. */
static struct vidimus_point
turn_back (struct vidimus_point p,
           int                  height)
{
  return (struct vidimus_point) { p.y, height - p.x };
}

/**
 * vidimus_mrz_find:
 * @gray: the card
 * @turned: look for lines within 8° of upright, whose letters stand when @gray is turned clockwise by 90°, or lie upside down
 *   then; else for lines within 8° of level
 * @bands: (out): the strongest first, in pixels of @gray
 *
 * Returns: how many were found
 */
int
vidimus_mrz_find (const struct vidimus_image *gray,
                  bool                        turned,
                  struct vidimus_mrz_band    *bands,
                  int                         max_bands)
{
  int longer = gray->width > gray->height ? gray->width : gray->height, k = (longer + WORK_SIDE - 1) / WORK_SIDE, n = 0;
  struct vidimus_image work;
  struct field field;

  if (!reduce (gray, k, turned, &work))
    return 0;
  if (work.width >= 4 * COLUMNS && measure (&work, &field))
    {
      n = collect (&field, 1.0 / k, bands, max_bands);
      free (field.energy);
    }
  vidimus_image_free (&work);
  for (int i = 0; i < n && turned; i++)
    {
      bands[i].left = turn_back (bands[i].left, gray->height);
      bands[i].right = turn_back (bands[i].right, gray->height);
    }

  return n;
}
