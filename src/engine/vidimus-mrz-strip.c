/* One line of the machine-readable zone as a level strip: how high its letters are, and how it slants and bends, is measured
 * from where the upright strokes begin and end in each stretch of it. */

#include "vidimus-mrz-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TALL       44 /* rows that are looked at, of the band's own scale */
#define STRETCH    48 /* strip pixels whose rows are summed */
#define MAX_PIECES (VIDIMUS_MRZ_MAX_W / STRETCH + 1)
#define MIN_CAP    9  /* rows a capital letter may have at the band's own scale */
#define MAX_CAP    30
#define MAX_SHIFT  5  /* rows that a stretch may lie off the others */
#define FLANK      3  /* rows beyond the letters that should be quiet */
#define MARGIN     1.3 /* capital heights that a strip reaches beyond its band's ends */

struct profile
{
  int   n;
  float rows[MAX_PIECES][TALL];
};

/* A place on a picture in 1/65536 of a pixel, from the middle of its first one. */
struct spot
{
  int64_t x, y;
};

static inline struct spot
make_spot (double x,
           double y)
{
  return (struct spot) { (int64_t) (x * 65536), (int64_t) (y * 65536) };
}

/* The grey value there times 65536, between four pixels; the nearest one outside of the picture. */
static inline int
gray_at (const struct vidimus_image *gray,
         struct spot                 spot)
{
  int64_t most_x = ((int64_t) (gray->width - 1) << 16) - 1, most_y = ((int64_t) (gray->height - 1) << 16) - 1;
  int64_t x = spot.x < 0 ? 0 : spot.x > most_x ? most_x : spot.x, y = spot.y < 0 ? 0 : spot.y > most_y ? most_y : spot.y;
  int ax = (int) (x >> 8 & 255), ay = (int) (y >> 8 & 255);
  const uint8_t *p = gray->data + (size_t) (y >> 16) * gray->stride + (size_t) (x >> 16), *q = p + gray->stride;

  return (p[0] * (256 - ax) + p[1] * ax) * (256 - ay) + (q[0] * (256 - ax) + q[1] * ax) * ay;
}

/* The average of @k × @k spots of a strip pixel. */
static inline __attribute__ ((always_inline)) void
sample_column (const struct vidimus_image    *gray,
               struct spot                    at,
               struct spot                    right,
               struct spot                    down,
               const struct vidimus_mrz_maps *strip,
               int                            column,
               const int                      k)
{
  const float share = 1 / (65536.0f * (float) (k * k));

  for (int v = 0; v < strip->rows; v++)
    {
      int sum = 0;

      for (int j = 0; j < k; j++, at.x += down.x, at.y += down.y)
        for (int i = 0; i < k; i++)
          sum += gray_at (gray, (struct spot) { at.x + i * right.x, at.y + i * right.y });
      *vidimus_mrz_maps_at (strip, v, column) = (float) sum * share;
    }
}

static void
sample (const struct vidimus_mrz_path *path,
        const struct vidimus_image    *gray,
        int                            first,
        int                            k,
        const struct vidimus_mrz_maps *strip)
{
  double ux = path->ux * path->scale, uy = path->uy * path->scale, vx = -path->uy * path->rise, vy = path->ux * path->rise;
  struct spot right = make_spot (ux / k, uy / k), down = make_spot (vx / k, vy / k);

  for (int u = 0; u < strip->columns; u++)
    {
      double t = (first + u + .5) / path->width - .5, along = first + u + .5 / k;
      double below = path->bend[0] + t * (path->bend[1] + t * path->bend[2]) - strip->rows / 2.0 + .5 / k;
      struct spot at = make_spot (path->from.x + ux * along + vx * below - .5, path->from.y + uy * along + vy * below - .5);

      if (k == 1)
        sample_column (gray, at, right, down, strip, u, 1);
      else if (k == 2)
        sample_column (gray, at, right, down, strip, u, 2);
      else
        sample_column (gray, at, right, down, strip, u, 3);
    }
}

/**
 * vidimus_mrz_path_sample:
 * @gray: at least two pixels wide and high
 * @first: the strip pixel along @path that comes to @strip's first column
 * @strip: (inout): any number of rows, the line in their middle, of one map; filled with grey values
 *
 * Averages where the picture has more pixels than the strip.
 */
void
vidimus_mrz_path_sample (const struct vidimus_mrz_path *path,
                         const struct vidimus_image    *gray,
                         int                            first,
                         const struct vidimus_mrz_maps *strip)
{
  sample (path, gray, first, path->scale < 1.3 ? 1 : path->scale < 2.6 ? 2 : 3, strip);
}

static bool
start_path (const struct vidimus_mrz_band *band,
            struct vidimus_mrz_path       *path)
{
  double length = hypot (band->right.x - band->left.x, band->right.y - band->left.y), more = MARGIN * band->cap;

  *path = (struct vidimus_mrz_path) {
    .ux = (band->right.x - band->left.x) / length, .uy = (band->right.y - band->left.y) / length,
    .scale = band->cap / VIDIMUS_MRZ_CAP, .rise = band->cap / VIDIMUS_MRZ_CAP,
  };
  path->from = (struct vidimus_point) { band->left.x - path->ux * more, band->left.y - path->uy * more };
  path->width = (int) ((length + 2 * more) / path->scale) / VIDIMUS_MRZ_STEP * VIDIMUS_MRZ_STEP;

  return path->width >= 6 * VIDIMUS_MRZ_CAP && path->width <= VIDIMUS_MRZ_MAX_W;
}

/* How strong the upright strokes are at a place, over 2 × 3 strip pixels on both sides, against noise; a very strong edge says
 * no more than a strong one. */
static inline float
stroke_at (const float *v,
           int          row)
{
  float here = v[2] + v[3] - v[0] - v[1], above = v[2 - row] + v[3 - row] - v[-row] - v[1 - row];
  float below = v[2 + row] + v[3 + row] - v[row] - v[1 + row];

  float stroke = fabsf (2 * here + above + below) / 8;

  return stroke < 60 ? stroke : 60;
}

/* The strokes in each row of each stretch, but for what is everywhere in it. */
static bool
measure (const struct vidimus_image    *gray,
         const struct vidimus_mrz_path *path,
         struct profile                *profile)
{
  struct vidimus_mrz_maps strip = { .rows = TALL, .columns = path->width, .maps = 1 };

  strip.values = malloc (sizeof (float) * TALL * (size_t) path->width);
  if (strip.values == NULL)
    return false;

  sample (path, gray, 0, 1, &strip);
  memset (profile, 0, sizeof *profile);
  profile->n = (path->width - 4) / STRETCH;
  for (int i = 0; i < profile->n; i++)
    {
      float least = INFINITY;

      for (int y = 1; y < TALL - 1; y++)
        {
          const float *v = vidimus_mrz_maps_at (&strip, y, i * STRETCH);

          for (int x = 0; x < STRETCH; x++)
            profile->rows[i][y] += stroke_at (v + x, path->width);
          least = fminf (least, profile->rows[i][y]);
        }
      for (int y = 1; y < TALL - 1; y++)
        profile->rows[i][y] -= least;
    }
  free (strip.values);

  return true;
}

static float
row_at (const struct profile *profile,
        int                   piece,
        int                   y)
{
  return y < 0 || y >= TALL ? 0 : profile->rows[piece][y];
}

/* All stretches together, each shifted by what was found for it. */
static void
sum_rows (const struct profile *profile,
          const int            *shifts,
          float                 rows[TALL])
{
  memset (rows, 0, TALL * sizeof *rows);
  for (int i = 0; i < profile->n; i++)
    for (int y = 0; y < TALL; y++)
      rows[y] += row_at (profile, i, y + shifts[i]);
}

static int
compare_floats (const void *a,
                const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* Where letters stand: of each row the fullest third of the stretches, for a filler is lower than a letter. */
static void
sum_full_rows (const struct profile *profile,
               const int            *shifts,
               float                 rows[TALL])
{
  for (int y = 0; y < TALL; y++)
    {
      float values[MAX_PIECES];

      for (int i = 0; i < profile->n; i++)
        values[i] = row_at (profile, i, y + shifts[i]);
      qsort (values, (size_t) profile->n, sizeof *values, compare_floats);
      rows[y] = 0;
      for (int i = profile->n - 1 - profile->n / 3; i < profile->n; i++)
        rows[y] += values[i];
    }
}

/* The @least to @most rows from @top on that are as full as their neighbours beyond are quiet. */
static void
find_box (const float  rows[TALL],
          int          least,
          int          most,
          int         *top,
          int         *height)
{
  float best = -INFINITY, sums[TALL + 1] = { 0 };

  for (int y = 0; y < TALL; y++)
    sums[y + 1] = sums[y] + rows[y];
  for (int t = FLANK; t + least + FLANK <= TALL; t++)
    for (int h = least; h <= most && t + h + FLANK <= TALL; h++)
      {
        float inside = (sums[t + h] - sums[t]) / (float) h;
        float above = (sums[t] - sums[t - FLANK]) / FLANK, below = (sums[t + h + FLANK] - sums[t + h]) / FLANK;
        float ends = (rows[t] + rows[t + h - 1]) / 2;
        float score = .5f * inside + ends - above - below - .03f * (float) abs (2 * t + h - TALL) * inside;

        if (score > best)
          {
            best = score;
            *top = t;
            *height = h;
          }
      }
}

/* By how many rows each stretch lies below the others, and how sure that is. */
static void
find_shifts (const struct profile *profile,
             const float           rows[TALL],
             int                  *shifts,
             float                *weights)
{
  float mean = 0;

  for (int y = 0; y < TALL; y++)
    mean += rows[y] / TALL;
  for (int i = 0; i < profile->n; i++)
    {
      float best = -INFINITY, sum = 0;

      for (int s = -MAX_SHIFT; s <= MAX_SHIFT; s++)
        {
          float match = 0;

          for (int y = 0; y < TALL; y++)
            match += row_at (profile, i, y + s) * (rows[y] - mean);
          sum += match;
          if (match > best)
            {
              best = match;
              shifts[i] = s;
            }
        }
      weights[i] = fmaxf (0, best - sum / (2 * MAX_SHIFT + 1));
    }
}

/* Least squares: shifts ≈ a + b t + c t², by Cramer's rule. */
static void
fit_bend (const struct profile          *profile,
          const int                     *shifts,
          const float                   *weights,
          const struct vidimus_mrz_path *path,
          double                         bend[3])
{
  double s[5] = { 1e-9, 0, 1e-9, 0, 1e-9 }, r[3] = { 0 }, det;

  for (int i = 0; i < profile->n; i++)
    {
      double t = (i + .5) * STRETCH / path->width - .5, w = (double) weights[i], power = w;

      for (int k = 0; k < 5; k++, power *= t)
        {
          s[k] += power;
          if (k < 3)
            r[k] += power * shifts[i];
        }
    }
  det = s[0] * (s[2] * s[4] - s[3] * s[3]) - s[1] * (s[1] * s[4] - s[3] * s[2]) + s[2] * (s[1] * s[3] - s[2] * s[2]);
  memset (bend, 0, 3 * sizeof *bend);
  if (fabs (det) < 1e-6 * s[0] * s[0] * s[0])
    return;
  bend[0] = r[0] * (s[2] * s[4] - s[3] * s[3]) - s[1] * (r[1] * s[4] - s[3] * r[2]) + s[2] * (r[1] * s[3] - s[2] * r[2]);
  bend[1] = s[0] * (r[1] * s[4] - r[2] * s[3]) - r[0] * (s[1] * s[4] - s[3] * s[2]) + s[2] * (s[1] * r[2] - r[1] * s[2]);
  bend[2] = s[0] * (s[2] * r[2] - s[3] * r[1]) - s[1] * (s[1] * r[2] - r[1] * s[2]) + r[0] * (s[1] * s[3] - s[2] * s[2]);
  for (int k = 0; k < 3; k++)
    bend[k] /= det;
}

/**
 * vidimus_mrz_path_fit:
 * @band: where a line is thought to lie on @gray, its height known to a half
 * @same_cap: or, to a tenth
 * @path: (out): where it lies
 *
 * Returns: false when it is too short or too long for a line of the zone, or memory is short
 */
bool
vidimus_mrz_path_fit (const struct vidimus_image    *gray,
                      const struct vidimus_mrz_band *band,
                      bool                           same_cap,
                      struct vidimus_mrz_path       *path)
{
  struct profile profile;
  float rows[TALL], weights[MAX_PIECES];
  int shifts[MAX_PIECES] = { 0 }, top = 0, height = VIDIMUS_MRZ_CAP;

  if (!start_path (band, path) || !measure (gray, path, &profile))
    return false;

  for (int pass = 0; pass < 2; pass++)
    {
      sum_rows (&profile, shifts, rows);
      find_shifts (&profile, rows, shifts, weights);
    }
  fit_bend (&profile, shifts, weights, path, path->bend);
  for (int i = 0; i < profile.n; i++)
    {
      double t = (i + .5) * STRETCH / path->width - .5;

      shifts[i] = (int) lround (path->bend[0] + t * (path->bend[1] + t * path->bend[2]));
    }
  sum_full_rows (&profile, shifts, rows);
  find_box (rows, same_cap ? VIDIMUS_MRZ_CAP - 2 : MIN_CAP, same_cap ? VIDIMUS_MRZ_CAP + 2 : MAX_CAP, &top, &height);

  path->bend[0] += top + height / 2.0 - TALL / 2.0;
  vidimus_mrz_path_rescale (path, path->scale * height / VIDIMUS_MRZ_CAP);

  return path->width <= VIDIMUS_MRZ_MAX_W;
}

/**
 * vidimus_mrz_path_rescale:
 * @path: (inout): follows the same line with @scale pixels of the picture a strip pixel
 */
void
vidimus_mrz_path_rescale (struct vidimus_mrz_path *path,
                          double                   scale)
{
  for (int k = 0; k < 3; k++)
    path->bend[k] *= path->rise / scale;
  path->rise = scale;
  vidimus_mrz_path_stretch (path, scale);
}

/**
 * vidimus_mrz_path_stretch:
 * @path: (inout): follows the same line with @scale pixels of the picture a strip pixel along it, and as many across as before
 */
void
vidimus_mrz_path_stretch (struct vidimus_mrz_path *path,
                          double                   scale)
{
  path->width = (int) (path->width * path->scale / scale) / VIDIMUS_MRZ_STEP * VIDIMUS_MRZ_STEP;
  path->scale = scale;
}

/**
 * vidimus_mrz_path_reverse:
 * @path: (inout): read from its other end, turned by 180°
 */
void
vidimus_mrz_path_reverse (struct vidimus_mrz_path *path)
{
  double length = path->width * path->scale;

  path->from.x += path->ux * length;
  path->from.y += path->uy * length;
  path->ux = -path->ux;
  path->uy = -path->uy;
  path->bend[0] = -path->bend[0];
  path->bend[2] = -path->bend[2];
}
