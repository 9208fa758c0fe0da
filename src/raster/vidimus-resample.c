#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Warping: pixels on a side of the tiles that share one sampling pattern, samples a side of one
 * output pixel at most, and the bits of a bilinear weight. */
#define TILE 32
#define MAX_SAMPLES 16
#define WEIGHT_BITS 11
#define WEIGHT_ONE (1 << WEIGHT_BITS)

bool
vidimus_image_to_gray (const struct vidimus_image *in,
                       struct vidimus_image       *out)
{
  int step = in->channels;

  if (!vidimus_image_alloc (out, in->width, in->height, 1))
    return false;

  for (int y = 0; y < in->height; y++)
    {
      const uint8_t *from = vidimus_image_at (in, 0, y);
      uint8_t *to = vidimus_image_at (out, 0, y);

      if (step < 3)
        for (int x = 0; x < in->width; x++)
          to[x] = from[x * step];
      else
        for (int x = 0; x < in->width; x++)
          to[x] = (uint8_t) ((77 * from[x * step] + 150 * from[x * step + 1] +
                              29 * from[x * step + 2] + 128) >> 8);
    }

  return true;
}

/* One axis of a separable resampling: output i is the weighted sum of @count[i] inputs from @first[i]. */
struct axis
{
  int   *first;
  int   *count;
  float *weight; /* @most for each output */
  int    most;
};

static void
axis_clear (struct axis *axis)
{
  free (axis->first);
  free (axis->count);
  free (axis->weight);
}

static void
axis_fill_reducing (struct axis *axis,
                    int          in,
                    int          out)
{
  double ratio = (double) in / out;

  for (int i = 0; i < out; i++)
    {
      double from = i * ratio;
      double to = fmin ((i + 1) * ratio, in);
      int first = (int) floor (from);
      int n = 0;

      for (int j = first; j < in && j < to && n < axis->most; j++)
        axis->weight[i * axis->most + n++] = (float) ((fmin (j + 1, to) - fmax (j, from)) / (to - from));
      axis->first[i] = first;
      axis->count[i] = n;
    }
}

static void
axis_fill_enlarging (struct axis *axis,
                     int          in,
                     int          out)
{
  for (int i = 0; i < out; i++)
    {
      double at = fmin (fmax ((i + 0.5) * in / out - 0.5, 0), in - 1);
      int first = (int) floor (at);
      double rest = at - first;

      axis->first[i] = first;
      axis->count[i] = rest > 0 ? 2 : 1;
      axis->weight[i * axis->most] = (float) (1 - rest);
      axis->weight[i * axis->most + 1] = (float) rest;
    }
}

static bool
axis_init (struct axis *axis,
           int          in,
           int          out)
{
  axis->most = in > out ? in / out + 3 : 2;
  axis->first = malloc (sizeof *axis->first * (size_t) out);
  axis->count = malloc (sizeof *axis->count * (size_t) out);
  axis->weight = malloc (sizeof *axis->weight * (size_t) out * (size_t) axis->most);
  if (axis->first == NULL || axis->count == NULL || axis->weight == NULL)
    {
      axis_clear (axis);
      return false;
    }

  if (in > out)
    axis_fill_reducing (axis, in, out);
  else
    axis_fill_enlarging (axis, in, out);

  return true;
}

/* Rows first: that pass runs over memory in order, and the compiler vectorises it. */
static void
scale_rows (const struct vidimus_image *in,
            const struct axis          *axis,
            int                         y,
            float                      *sum)
{
  int n = in->width * in->channels;

  for (int j = 0; j < axis->count[y]; j++)
    {
      const uint8_t *from = vidimus_image_at (in, 0, axis->first[y] + j);
      float weight = axis->weight[y * axis->most + j];

      if (j == 0)
        for (int i = 0; i < n; i++)
          sum[i] = weight * (float) from[i];
      else
        for (int i = 0; i < n; i++)
          sum[i] += weight * (float) from[i];
    }
}

static void
scale_columns (const float       *row,
               const struct axis *axis,
               int                width,
               int                channels,
               uint8_t           *to)
{
  for (int x = 0; x < width; x++)
    {
      const float *weight = axis->weight + (size_t) x * (size_t) axis->most;
      const float *from = row + (size_t) axis->first[x] * (size_t) channels;
      int count = axis->count[x];

      for (int c = 0; c < channels; c++)
        {
          float sum = 0.5f;

          for (int j = 0; j < count; j++)
            sum += weight[j] * from[j * channels + c];
          *to++ = (uint8_t) (sum < 255 ? sum : 255);
        }
    }
}

bool
vidimus_image_scale (const struct vidimus_image *in,
                     int                         width,
                     int                         height,
                     struct vidimus_image       *out)
{
  struct axis across, down;
  float *row;

  if (!vidimus_image_alloc (out, width, height, in->channels))
    return false;

  row = malloc (sizeof *row * (size_t) in->width * (size_t) in->channels);
  if (row == NULL || !axis_init (&across, in->width, width))
    {
      free (row);
      vidimus_image_free (out);
      return false;
    }
  if (!axis_init (&down, in->height, height))
    {
      axis_clear (&across);
      free (row);
      vidimus_image_free (out);
      return false;
    }

  for (int y = 0; y < height; y++)
    {
      scale_rows (in, &down, y, row);
      scale_columns (row, &across, width, in->channels, vidimus_image_at (out, 0, y));
    }

  axis_clear (&across);
  axis_clear (&down);
  free (row);

  return true;
}

/* NaN and infinity end at an edge too. */
static inline int
to_fixed (double at,
          int    size)
{
  double most = size - 1;

  at -= 0.5;
  if (!(at > 0))
    at = 0;
  else if (!(at < most))
    at = most;

  return (int) (at * WEIGHT_ONE + 0.5);
}

/* Adds the bilinear sample at a position, with eight bits after the point, to @sum. */
static inline void
add_sample (const struct vidimus_image *in,
            double                      x,
            double                      y,
            int                         channels,
            uint32_t                   *sum)
{
  int fx = to_fixed (x, in->width);
  int fy = to_fixed (y, in->height);
  uint32_t wx = (uint32_t) fx & (WEIGHT_ONE - 1);
  uint32_t wy = (uint32_t) fy & (WEIGHT_ONE - 1);
  const uint8_t *top = vidimus_image_at (in, fx >> WEIGHT_BITS, fy >> WEIGHT_BITS);
  const uint8_t *bottom = wy != 0 ? top + in->stride : top;
  int right = wx != 0 ? channels : 0;

  for (int c = 0; c < channels; c++)
    {
      uint32_t upper = top[c] * (WEIGHT_ONE - wx) + top[right + c] * wx;
      uint32_t lower = bottom[c] * (WEIGHT_ONE - wx) + bottom[right + c] * wx;

      sum[c] += (upper * (WEIGHT_ONE - wy) + lower * wy + (1u << 13)) >> 14;
    }
}

/* How many samples an output pixel needs on a side, from how far the map moves from a to b. */
static int
samples_needed (const struct vidimus_homography *to_in,
                struct vidimus_point             a,
                struct vidimus_point             b)
{
  struct vidimus_point p = vidimus_homography_apply (to_in, a);
  struct vidimus_point q = vidimus_homography_apply (to_in, b);
  double step = hypot (q.x - p.x, q.y - p.y);

  if (!(step > 2))
    return isnan (step) ? MAX_SAMPLES : 1;

  return step < MAX_SAMPLES ? (int) ceil (step) : MAX_SAMPLES;
}

/* One row of a tile, with @nx × @ny samples a pixel. */
static inline void
warp_row (const struct vidimus_image *in,
          const double               *m,
          int                         x0,
          int                         x1,
          int                         y,
          int                         nx,
          int                         ny,
          int                         channels,
          uint8_t                    *to)
{
  uint32_t n = (uint32_t) (nx * ny);
  uint32_t half = n << 7;

  for (int x = x0; x < x1; x++)
    {
      uint32_t sum[4] = { 0 };

      for (int j = 0; j < ny; j++)
        {
          double v = y + (j + 0.5) / ny;

          for (int i = 0; i < nx; i++)
            {
              double u = x + (i + 0.5) / nx;
              double w = 1 / (m[6] * u + m[7] * v + m[8]);

              add_sample (in, (m[0] * u + m[1] * v + m[2]) * w, (m[3] * u + m[4] * v + m[5]) * w,
                          channels, sum);
            }
        }
      for (int c = 0; c < channels; c++)
        *to++ = (uint8_t) (n == 1 ? (sum[c] + 128) >> 8 : (sum[c] + half) / (n << 8));
    }
}

static void
warp_tile (const struct vidimus_image      *in,
           const struct vidimus_homography *to_in,
           struct vidimus_image            *out,
           int                              x0,
           int                              y0)
{
  int x1 = x0 + TILE < out->width ? x0 + TILE : out->width;
  int y1 = y0 + TILE < out->height ? y0 + TILE : out->height;
  int nx = 1, ny = 1;

  for (int corner = 0; corner < 4; corner++)
    {
      struct vidimus_point p = { corner & 1 ? x1 - 1 : x0, corner & 2 ? y1 - 1 : y0 };
      int across = samples_needed (to_in, p, (struct vidimus_point) { p.x + 1, p.y });
      int down = samples_needed (to_in, p, (struct vidimus_point) { p.x, p.y + 1 });

      nx = across > nx ? across : nx;
      ny = down > ny ? down : ny;
    }

  /* Constant arguments give the compiler loops of known length for the common cases. */
  for (int y = y0; y < y1; y++)
    {
      uint8_t *to = vidimus_image_at (out, x0, y);

      if (nx * ny == 1 && in->channels == 3)
        warp_row (in, to_in->m, x0, x1, y, 1, 1, 3, to);
      else if (nx * ny == 1 && in->channels == 1)
        warp_row (in, to_in->m, x0, x1, y, 1, 1, 1, to);
      else
        warp_row (in, to_in->m, x0, x1, y, nx, ny, in->channels, to);
    }
}

void
vidimus_image_warp (const struct vidimus_image      *in,
                    const struct vidimus_homography *to_in,
                    struct vidimus_image            *out)
{
  for (int y = 0; y < out->height; y += TILE)
    for (int x = 0; x < out->width; x += TILE)
      warp_tile (in, to_in, out, x, y);
}

bool
vidimus_image_turn (const struct vidimus_image *in,
                    int                         quarter_turns,
                    struct vidimus_image       *out)
{
  int turns = (quarter_turns % 4 + 4) % 4;
  size_t size = (size_t) in->channels;

  if (!vidimus_image_alloc (out, turns % 2 ? in->height : in->width,
                            turns % 2 ? in->width : in->height, in->channels))
    return false;

  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      {
        const uint8_t *from;

        if (turns == 0)
          from = vidimus_image_at (in, x, y);
        else if (turns == 1)
          from = vidimus_image_at (in, y, in->height - 1 - x);
        else if (turns == 2)
          from = vidimus_image_at (in, in->width - 1 - x, in->height - 1 - y);
        else
          from = vidimus_image_at (in, in->width - 1 - y, x);
        memcpy (vidimus_image_at (out, x, y), from, size);
      }

  return true;
}

static int
clamp (int64_t value,
       int     most)
{
  return value < 0 ? 0 : value > most ? most : (int) value;
}

struct vidimus_image
vidimus_image_crop (const struct vidimus_image *in,
                    int                         x,
                    int                         y,
                    int                         width,
                    int                         height)
{
  int x0 = clamp (x, in->width);
  int y0 = clamp (y, in->height);
  int x1 = clamp ((int64_t) x + width, in->width);
  int y1 = clamp ((int64_t) y + height, in->height);
  struct vidimus_image view = { 0 };

  if (x1 <= x0 || y1 <= y0)
    return view;

  view.data = vidimus_image_at (in, x0, y0);
  view.width = x1 - x0;
  view.height = y1 - y0;
  view.stride = in->stride;
  view.channels = in->channels;

  return view;
}
