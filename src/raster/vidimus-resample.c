#include "vidimus-resample.h"

#include "vidimus-clones.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
VIDIMUS_CLONES static void
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

/* The same for three channels, a pixel's at once. */
static void
scale_columns_of_rgb (const float       *row,
                      const struct axis *axis,
                      int                width,
                      uint8_t           *to)
{
  for (int x = 0; x < width; x++, to += 3)
    {
      const float *weight = axis->weight + (size_t) x * (size_t) axis->most;
      const float *from = row + (size_t) axis->first[x] * 3;
      float sum[4] = { 0.5f, 0.5f, 0.5f, 0.5f };

      for (int j = 0; j < axis->count[x]; j++, from += 3)
        for (int c = 0; c < 4; c++) /* the fourth is of the next pixel, and makes a vector of it */
          sum[c] += weight[j] * from[c];
      for (int c = 0; c < 3; c++)
        to[c] = (uint8_t) (sum[c] < 255 ? sum[c] : 255);
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

  row = calloc ((size_t) in->width * (size_t) in->channels + 1, sizeof *row);
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
      if (in->channels == 3)
        scale_columns_of_rgb (row, &across, width, vidimus_image_at (out, 0, y));
      else
        scale_columns (row, &across, width, in->channels, vidimus_image_at (out, 0, y));
    }

  axis_clear (&across);
  axis_clear (&down);
  free (row);

  return true;
}

/* Pixel 0 of row @y of @out lies at @start of @in, and the next one @step bytes on. */
static inline void
turn_row (const uint8_t *start,
          ptrdiff_t      step,
          int            width,
          int            channels,
          uint8_t       *to)
{
  for (int x = 0; x < width; x++, start += step, to += channels)
    for (int c = 0; c < channels; c++)
      to[c] = start[c];
}

bool
vidimus_image_turn (const struct vidimus_image *in,
                    int                         quarter_turns,
                    struct vidimus_image       *out)
{
  int turns = (quarter_turns % 4 + 4) % 4, right = in->width - 1, bottom = in->height - 1;
  ptrdiff_t pixel = in->channels, line = (ptrdiff_t) in->stride;

  if (!vidimus_image_alloc (out, turns % 2 ? in->height : in->width,
                            turns % 2 ? in->width : in->height, in->channels))
    return false;

  for (int y = 0; y < out->height; y++)
    {
      const uint8_t *start = turns == 0 ? vidimus_image_at (in, 0, y)
                             : turns == 1 ? vidimus_image_at (in, y, bottom)
                             : turns == 2 ? vidimus_image_at (in, right, bottom - y) : vidimus_image_at (in, right - y, 0);
      ptrdiff_t step = turns == 0 ? pixel : turns == 1 ? -line : turns == 2 ? -pixel : line;
      uint8_t *to = vidimus_image_at (out, 0, y);

      if (in->channels == 1)
        turn_row (start, step, out->width, 1, to);
      else if (in->channels == 3)
        turn_row (start, step, out->width, 3, to);
      else
        turn_row (start, step, out->width, in->channels, to);
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
