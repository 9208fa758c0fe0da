/* Alarm: the picture was taken from a screen.
 *
 * A screen is a grid, and its picture carries that grid, or the moiré of it with the sensor's own, over everything it
 * shows (Patel, Han & Jain, Secure face unlock: spoof detection on smartphones, 2016; DLC-2021, Polevoy et al., 2022).
 * Up to seven crops of the picture as sent – never resampled – go through a Hann window and an FFT, luma as the real
 * and red − blue as the imaginary part, which one transform separates. In each spectrum a peak is a local maximum that
 * stands out of the mean of the ring around it by more than noise can. What is printed (text, rows, guilloches) is low
 * in frequency, askew or in one crop, and JPEG's blocks lie at multiples of 1/8 of both axes: none of these counts.
 *   grid       log₂ of the peaks' excess, median over the crops, luma
 *   fringes    the same of red − blue: what makes a grid iridescent
 *   everywhere the lowest but one of luma over the crops
 *   rainbow    log₂ of the share of patches, over the quad in three sizes, with moiré that runs through the hues: a
 *              screen's stripes of red, green and blue lie a third of a period apart, and so do their beats
 * Prints leave no such trace, nor does a screen that the camera has smoothed: this alarm is next to blind to them. The
 * weights of the first three started from tests/engine/fit-alarms.c; that of rainbow, and all limits, are set by
 * hand on a few real screens and some 200 real and drawn documents without one. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"
#include "vidimus-spectrum-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_CROPS        7
#define SIZE_MOST      256
#define SIZE_LEAST     64
#define LOW_CUT        0.09  /* cycles a pixel: below, it is print … */
#define HIGH_CUT       0.42  /* … and above, what an enlarged picture keeps of its own pixels */
#define STANDS_OUT     24.0f /* times the mean of its ring: noise reaches e^−24 × bins */
#define PATCH          64
#define PATCH_LOW      3     /* bins of a patch: fringes have a period from here … */
#define PATCH_HIGH     20    /* … to here */
#define PATCH_COLUMNS  8
#define PATCH_ROWS     6
#define RAINBOW_CHANCE 0.04  /* of the patches: what print can show by chance */

static void
load_crop (struct vidimus_spectrum    *spectrum,
           const struct vidimus_image *image,
           int                         x0,
           int                         y0)
{
  int size = spectrum->size;
  double mean_luma = 0;
  double mean_tint = 0;
  size_t n = (size_t) size * size;

  for (int y = 0; y < size; y++)
    {
      const uint8_t *p = vidimus_image_at (image, x0, y0 + y);

      for (int x = 0; x < size; x++, p += image->channels)
        {
          float luma = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
          float tint = 0.5f * ((float) p[0] - (float) p[2]);

          spectrum->field[y * size + x] = luma + tint * I;
          mean_luma += luma;
          mean_tint += tint;
        }
    }

  mean_luma /= (double) n;
  mean_tint /= (double) n;
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        float complex *v = &spectrum->field[y * size + x];

        *v = (*v - ((float) mean_luma + (float) mean_tint * I)) * (spectrum->window[x] * spectrum->window[y]);
      }
}

/* Transforms the field and splits it into the two power spectra. */
static void
take_spectra (struct vidimus_spectrum *spectrum)
{
  int size = spectrum->size;
  int mask = size - 1;

  vidimus_spectrum_transform (spectrum);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        float complex a = spectrum->field[y * size + x];
        float complex b = conjf (spectrum->field[((size - y) & mask) * size + ((size - x) & mask)]);
        float complex luma = 0.5f * (a + b);
        float complex tint = 0.5f * (a - b);

        spectrum->power[0][y * size + x] = crealf (luma) * crealf (luma) + cimagf (luma) * cimagf (luma);
        spectrum->power[1][y * size + x] = crealf (tint) * crealf (tint) + cimagf (tint) * cimagf (tint);
      }
}

/* Whether the frequency (in bins, signed) can be JPEG's: a multiple of 1/8 along both axes, which 0 is too. */
static bool
is_block_grid (int fx,
               int fy,
               int size)
{
  int step = size / 8;
  int off_x = abs (fx) % step;
  int off_y = abs (fy) % step;

  return (off_x <= 2 || off_x >= step - 2) && (off_y <= 2 || off_y >= step - 2);
}

/* Whether it lies within 18° of an axis, as a screen's rows and columns do in nearly every picture of one; a raster
 * of print is askew. */
static bool
is_along_axis (int fx,
               int fy)
{
  int along = abs (fx) > abs (fy) ? abs (fx) : abs (fy);
  int across = abs (fx) > abs (fy) ? abs (fy) : abs (fx);

  return across * 3 <= along;
}

/* log₂ (1 + the excess of all peaks of one power spectrum). */
static double
peak_excess (const float *power,
             int          size)
{
  int mask = size - 1;
  int low = (int) (LOW_CUT * size);
  int high = (int) (HIGH_CUT * size);
  double excess = 0;

  for (int fy = 0; fy <= high; fy++)
    for (int fx = -high; fx <= high; fx++)
      {
        float here = power[(fy & mask) * size + (fx & mask)];
        float ring = 0;
        int n = 0;
        bool highest = true;

        if (fx * fx + fy * fy < low * low || (fy == 0 && fx < 0))
          continue;

        for (int j = -1; j <= 1 && highest; j++)
          for (int i = -1; i <= 1; i++)
            if (power[((fy + j) & mask) * size + ((fx + i) & mask)] > here)
              highest = false;
        if (!highest || is_block_grid (fx, fy, size) || !is_along_axis (fx, fy))
          continue;

        for (int j = -5; j <= 5; j++)
          for (int i = -5; i <= 5; i++)
            if (abs (i) > 2 || abs (j) > 2)
              {
                ring += power[((fy + j) & mask) * size + ((fx + i) & mask)];
                n++;
              }
        /* A grey level of one in amplitude is what quantisation can leave. */
        ring = ring / (float) n + 0.02f * (float) (size * size) * 0.14f;
        if (here > STANDS_OUT * ring)
          excess += log2 (here / (STANDS_OUT * ring));
      }

  return log2 (1 + excess);
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double d = *(const double *) a - *(const double *) b;

  return d < 0 ? -1 : d > 0;
}

static void
point_in_quad (const struct vidimus_quad *quad,
               double                     u, /* along p0→p1 */
               double                     v, /* along p0→p3 */
               double                    *x,
               double                    *y)
{
  const struct vidimus_point *p = quad->p;

  *x = (1 - v) * ((1 - u) * p[0].x + u * p[1].x) + v * ((1 - u) * p[3].x + u * p[2].x);
  *y = (1 - v) * ((1 - u) * p[0].y + u * p[1].y) + v * ((1 - u) * p[3].y + u * p[2].y);
}

/* Where crop @i starts: five within the quad, two in what surrounds it (or in the corners of a whole frame). */
static void
place_crop (const struct vidimus_alarm_input *input,
            int                               i,
            int                               size,
            int                              *x,
            int                              *y)
{
  static const double places[N_CROPS][2] = { /* along p0→p1, p0→p3 */
    { 0.5, 0.5 }, { 0.22, 0.25 }, { 0.78, 0.75 }, { 0.22, 0.75 }, { 0.78, 0.25 }, { -0.1, 0.5 }, { 1.1, 0.5 },
  };
  double cx, cy;

  point_in_quad (&input->location->quad, places[i][0], places[i][1], &cx, &cy);
  *x = (int) vidimus_alarm_clamp (cx - size / 2.0, 0, input->image->width - size);
  *y = (int) vidimus_alarm_clamp (cy - size / 2.0, 0, input->image->height - size);
}

static void
show_spectrum (const struct vidimus_alarm_input *input,
               const struct vidimus_spectrum    *spectrum)
{
  struct vidimus_image picture;
  int size = spectrum->size;
  int mask = size - 1;

  if (!vidimus_hooks_wants_explain (input->hooks) || !vidimus_image_alloc (&picture, size, size, 1))
    return;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        float power = spectrum->power[0][((y + size / 2) & mask) * size + ((x + size / 2) & mask)];

        *vidimus_image_at (&picture, x, y) = (uint8_t) vidimus_alarm_clamp (8 * log2f (power + 1), 0, 255);
      }
  vidimus_alarm_picture (input, "reproduce.spectrum", &picture);
  vidimus_image_free (&picture);
}

/* Fills the field with the windowed patch of colour (its place in the plane across the greys) or of luma. */
static void
load_patch (struct vidimus_spectrum    *spectrum,
            const struct vidimus_image *image,
            int                         x0,
            int                         y0,
            bool                        colour)
{
  int size = spectrum->size;
  float complex mean = 0;

  for (int y = 0; y < size; y++)
    {
      const uint8_t *p = vidimus_image_at (image, x0, y0 + y);

      for (int x = 0; x < size; x++, p += image->channels)
        {
          float r = p[0], g = p[1], b = p[2];
          float complex v = colour ? (r - b) * 0.7071f + (r + b - 2 * g) * 0.4082f * I : (r + g + b) * 0.5774f;

          spectrum->field[y * size + x] = v;
          mean += v;
        }
    }

  mean /= (float) (size * size);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      spectrum->field[y * size + x] = (spectrum->field[y * size + x] - mean) *
                                      (spectrum->window[x] * spectrum->window[y]);
}

static void
take_power (struct vidimus_spectrum *spectrum,
            float                   *power)
{
  vidimus_spectrum_transform (spectrum);
  for (int i = 0; i < spectrum->size * spectrum->size; i++)
    power[i] = crealf (spectrum->field[i]) * crealf (spectrum->field[i]) +
               cimagf (spectrum->field[i]) * cimagf (spectrum->field[i]);
}

/* The power of the 5 × 5 bins around a frequency. */
static float
power_around (const float *power,
              int          size,
              int          fx,
              int          fy)
{
  float sum = 0;

  for (int j = -2; j <= 2; j++)
    for (int i = -2; i <= 2; i++)
      sum += power[((fy + j) & (size - 1)) * size + ((fx + i) & (size - 1))];

  return sum;
}

/* How surely a patch shows fringes that run through the hues, 0–1. Such a wave turns in the colour plane, one way, so
 * that its spectrum has a peak at f without its like at −f; between two inks colour goes to and fro: both are alike. */
static double
patch_rainbow (struct vidimus_spectrum    *spectrum,
               const struct vidimus_image *image,
               int                         x0,
               int                         y0)
{
  const int size = spectrum->size;
  const int mask = size - 1;
  const float *power = spectrum->power[0];
  double total = 1, best = 0, there, luma, amplitude;
  int best_x = 0, best_y = 0;

  load_patch (spectrum, image, x0, y0, true);
  take_power (spectrum, spectrum->power[0]);
  for (int fy = -PATCH_HIGH; fy <= PATCH_HIGH; fy++)
    for (int fx = -PATCH_HIGH; fx <= PATCH_HIGH; fx++)
      {
        float here = power[(fy & mask) * size + (fx & mask)];

        if (fx * fx + fy * fy < PATCH_LOW * PATCH_LOW)
          continue;
        total += here;
        if (here > best)
          {
            best = here;
            best_x = fx;
            best_y = fy;
          }
      }

  best = power_around (power, size, best_x, best_y);
  there = power_around (power, size, -best_x, -best_y);
  amplitude = sqrt (best / 0.14) / (size * size);
  if (amplitude < 0.7 || best < 2 * there)
    return 0;

  load_patch (spectrum, image, x0, y0, false);
  take_power (spectrum, spectrum->power[1]);
  luma = power_around (spectrum->power[1], size, best_x, best_y);

  return vidimus_alarm_clamp ((amplitude - 0.7) / 0.8, 0, 1) *
         vidimus_alarm_clamp (((best - there) / (best + there) - 0.4) / 0.3, 0, 1) *
         vidimus_alarm_clamp ((best / total - 0.15) / 0.2, 0, 1) *
         vidimus_alarm_clamp (best / (luma + 1) - 0.5, 0, 1);
}

/* The share of patches with such fringes over the part of @image, reduced @scale times, that the quad bounds. */
static double
rainbow_share (struct vidimus_spectrum          *spectrum,
               const struct vidimus_alarm_input *input,
               const struct vidimus_image       *image,
               double                            scale)
{
  const struct vidimus_quad *quad = &input->location->quad;
  double sum = 0;
  int n = 0;

  for (int j = 0; j < PATCH_ROWS; j++)
    for (int i = 0; i < PATCH_COLUMNS; i++)
      {
        double x, y;

        point_in_quad (quad, (i + 0.5) / PATCH_COLUMNS, (j + 0.5) / PATCH_ROWS, &x, &y);
        x = vidimus_alarm_clamp (x / scale - spectrum->size / 2.0, 0, image->width - spectrum->size);
        y = vidimus_alarm_clamp (y / scale - spectrum->size / 2.0, 0, image->height - spectrum->size);
        sum += patch_rainbow (spectrum, image, (int) x, (int) y);
        n++;
      }

  return sum / n;
}

/* The greatest share over the picture as it is, halved and quartered. */
static enum vidimus_status
measure_rainbow (const struct vidimus_alarm_input *input,
                 double                           *share)
{
  struct vidimus_spectrum spectrum = { 0 };
  struct vidimus_image half = *input->image;
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  *share = 0;
  if (!vidimus_spectrum_init (&spectrum, PATCH))
    status = VIDIMUS_STATUS_NO_MEMORY;
  for (int scale = 1; scale <= 4 && status == VIDIMUS_STATUS_OK; scale *= 2)
    {
      struct vidimus_image smaller;

      if (half.width < PATCH || half.height < PATCH)
        break;
      *share = fmax (*share, rainbow_share (&spectrum, input, &half, scale));
      if (vidimus_hooks_cancelled (input->hooks))
        status = VIDIMUS_STATUS_CANCELLED;
      else if (!vidimus_image_scale (&half, (half.width + 1) / 2, (half.height + 1) / 2, &smaller))
        status = VIDIMUS_STATUS_NO_MEMORY;
      else
        {
          if (scale > 1)
            vidimus_image_free (&half);
          half = smaller;
        }
    }
  if (half.data != input->image->data)
    vidimus_image_free (&half);
  vidimus_spectrum_clear (&spectrum);

  return status;
}

static enum vidimus_status
measure_reproduce (const struct vidimus_alarm_input *input,
                   double                           *features)
{
  struct vidimus_spectrum spectrum = { 0 };
  double excess[2][N_CROPS];
  enum vidimus_status status = VIDIMUS_STATUS_OK;
  int shorter = input->image->width < input->image->height ? input->image->width : input->image->height;
  int size = SIZE_MOST;

  while (size > SIZE_LEAST && 3 * size > 2 * shorter)
    size /= 2;
  if (size > shorter || input->image->channels < 3)
    return VIDIMUS_STATUS_OK;

  if (!vidimus_spectrum_init (&spectrum, size))
    status = VIDIMUS_STATUS_NO_MEMORY;

  for (int i = 0; i < N_CROPS && status == VIDIMUS_STATUS_OK; i++)
    {
      int x, y;

      place_crop (input, i, size, &x, &y);
      load_crop (&spectrum, input->image, x, y);
      take_spectra (&spectrum);
      for (int k = 0; k < 2; k++)
        excess[k][i] = peak_excess (spectrum.power[k], size);
      if (i == 0)
        show_spectrum (input, &spectrum);
      if (vidimus_hooks_cancelled (input->hooks))
        status = VIDIMUS_STATUS_CANCELLED;
    }

  if (status == VIDIMUS_STATUS_OK)
    {
      qsort (excess[0], N_CROPS, sizeof (double), compare_doubles);
      qsort (excess[1], N_CROPS, sizeof (double), compare_doubles);
      features[0] = excess[0][N_CROPS / 2];
      features[1] = excess[1][N_CROPS / 2];
      features[2] = excess[0][1];
    }
  vidimus_spectrum_clear (&spectrum);
  if (status == VIDIMUS_STATUS_OK)
    {
      double share;

      status = measure_rainbow (input, &share);
      features[3] = log2 (1 + fmax (share - RAINBOW_CHANCE, 0) / 0.01);
    }

  return status;
}

const struct vidimus_alarm_model vidimus_reproduce_model = {
  .name = "reproduce",
  .n_features = 4,
  .features = { "grid", "fringes", "everywhere", "rainbow" },
  .bias = -3.1,
  .weights = { 0.2, 0.55, 0.95, 1.0 },
  .measure = measure_reproduce,
};

/** vidimus_detect_reproduce: see the head of this file; the statistic is log₂ of the grid's peaks. */
enum vidimus_status
vidimus_detect_reproduce (const struct vidimus_alarm_input *input,
                          struct vidimus_alarm_output      *output)
{
  return vidimus_alarm_run (&vidimus_reproduce_model, input, output);
}
