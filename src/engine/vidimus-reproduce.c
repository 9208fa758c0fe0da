/* Alarm: the picture was taken from a screen.
 *
 * A screen is a grid, and its picture carries that grid, or the moiré of it with the sensor's own, over everything it
 * shows (Patel, Han & Jain, Secure face unlock: spoof detection on smartphones, 2016; DLC-2021, Polevoy et al., 2022).
 * Crops of the picture as sent – never resampled – and, where that is larger, of the overview go through a Hann window
 * and a Fourier transform, luma as the real and red − blue as the imaginary part, which one transform separates. In each
 * spectrum a peak is a local maximum that stands out of the mean of the ring around it by more than noise can. What is
 * printed (text, rows, guilloches) is low in frequency, askew or in one crop, and JPEG's blocks lie at multiples of 1/8
 * of both axes: none of these counts.
 *   grid       log₂ of the peaks' excess, median over the crops, luma
 *   fringes    the same of red − blue: what makes a grid iridescent
 *   everywhere the lowest but one of luma over the crops
 *   constant   log₂ of the excess, summed over small fields of frequencies, that all crops but one have there: a raster
 *              of print may fill the document, and not what lies around it
 *   tinted     the same of red − blue
 *   rainbow    log₂ of the share of patches, over the quad in three sizes, with moiré that runs through the hues: a
 *              screen's stripes of red, green and blue lie a third of a period apart, and so do their beats
 * Where three crops show nothing the others are not looked at. Prints leave no such trace, nor does a screen that the
 * camera has smoothed: this alarm is next to blind to them. */
#include "vidimus-alarm-private.h"

#include "vidimus-peaks-private.h"
#include "vidimus-resample.h"
#include "vidimus-source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_CROPS        7
#define ENOUGH         3     /* crops without anything */
#define SIZE_LEAST     64
#define SHOWN          1.0   /* a crop's excess from which it is evidence */
#define PATCH          64
#define PATCH_LOW      3     /* bins of a patch: fringes have a period from here … */
#define PATCH_HIGH     20    /* … to here */
#define PATCH_COLUMNS  4
#define PATCH_ROWS     3
#define RAINBOW_CHANCE 0.04  /* of the patches: what print can show by chance */

struct crop
{
  struct vidimus_image pixels;
  bool                 owned;
  double               x, y, side; /* in pixels of the overview */
};

static double
clamp01 (double value)
{
  return vidimus_alarm_clamp (value, 0, 1);
}

static void
load_crop (struct vidimus_spectrum    *spectrum,
           const struct vidimus_image *crop)
{
  int size = spectrum->size;
  double luma_sum = 0, tint_sum = 0;
  float luma_mean, tint_mean;

  for (int y = 0; y < size; y++)
    {
      const uint8_t *p = vidimus_image_at (crop, 0, y);
      float luma_row = 0, tint_row = 0;

      for (int x = 0; x < size; x++, p += crop->channels)
        {
          float luma = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
          float tint = 0.5f * ((float) p[0] - (float) p[2]);

          spectrum->re[y * size + x] = luma;
          spectrum->im[y * size + x] = tint;
          luma_row += luma;
          tint_row += tint;
        }
      luma_sum += luma_row;
      tint_sum += tint_row;
    }

  luma_mean = (float) (luma_sum / (size * size));
  tint_mean = (float) (tint_sum / (size * size));
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        float window = spectrum->window[x] * spectrum->window[y];

        spectrum->re[y * size + x] = (spectrum->re[y * size + x] - luma_mean) * window;
        spectrum->im[y * size + x] = (spectrum->im[y * size + x] - tint_mean) * window;
      }
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double d = *(const double *) a - *(const double *) b;

  return d < 0 ? -1 : d > 0;
}

static struct vidimus_point
point_in_quad (const struct vidimus_quad *quad,
               double                     u, /* along p0→p1 */
               double                     v) /* along p0→p3 */
{
  const struct vidimus_point *p = quad->p;
  struct vidimus_point at = {
    (1 - v) * ((1 - u) * p[0].x + u * p[1].x) + v * ((1 - u) * p[3].x + u * p[2].x),
    (1 - v) * ((1 - u) * p[0].y + u * p[1].y) + v * ((1 - u) * p[3].y + u * p[2].y),
  };

  return at;
}

/* Crop @i: five within the quad, two in what surrounds it (or in the corners of a whole frame); of the picture as sent when
 * @full, else of the overview. */
static bool
take_crop (const struct vidimus_alarm_input *input,
           int                               i,
           int                               size,
           bool                              full,
           struct crop                      *crop)
{
  static const double places[N_CROPS][2] = { /* along p0→p1, p0→p3 */
    { 0.5, 0.5 }, { 0.22, 0.25 }, { 0.78, 0.75 }, { -0.1, 0.5 }, { 0.22, 0.75 }, { 0.78, 0.25 }, { 1.1, 0.5 },
  };
  const double shrink = full ? input->shrink : 1;
  int width = full ? input->source->width : input->image->width;
  int height = full ? input->source->height : input->image->height;
  struct vidimus_point at = point_in_quad (&input->location->quad, places[i][0], places[i][1]);
  int x = (int) vidimus_alarm_clamp (at.x * shrink - size / 2.0, 0, width - size);
  int y = (int) vidimus_alarm_clamp (at.y * shrink - size / 2.0, 0, height - size);

  crop->x = x / shrink;
  crop->y = y / shrink;
  crop->side = size / shrink;
  crop->owned = full;
  if (full)
    return vidimus_source_read (input->source, 1, x, y, size, size, &crop->pixels);
  crop->pixels = vidimus_image_crop (input->image, x, y, size, size);

  return true;
}

static void
show_square (struct vidimus_alarm_output *output,
             double                       value,
             double                       x,
             double                       y,
             double                       side)
{
  const struct vidimus_point points[4] = { { x, y }, { x + side, y }, { x + side, y + side }, { x, y + side } };

  if (output != NULL)
    vidimus_evidence_add (output, "moire", value, points, 4);
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

/* Looks at the crops of one size of the picture; raises the first three features to what they show. */
static enum vidimus_status
measure_crops (struct vidimus_spectrum          *spectrum,
               const struct vidimus_alarm_input *input,
               bool                              full,
               double                           *features,
               struct vidimus_alarm_output      *output)
{
  float ratios[2][N_CROPS][VIDIMUS_PEAKS_FIELDS];
  double excess[2][N_CROPS];
  double most = 0;

  for (int i = 0; i < N_CROPS; i++)
    {
      struct crop crop;

      if (vidimus_hooks_cancelled (input->hooks))
        return VIDIMUS_STATUS_CANCELLED;
      if (!take_crop (input, i, spectrum->size, full, &crop))
        return VIDIMUS_STATUS_NO_MEMORY;
      load_crop (spectrum, &crop.pixels);
      if (crop.owned)
        vidimus_image_free (&crop.pixels);
      vidimus_spectrum_transform (spectrum);
      vidimus_spectrum_split (spectrum);

      for (int k = 0; k < 2; k++)
        {
          excess[k][i] = vidimus_peaks_excess (spectrum->power[k], spectrum->size);
          vidimus_peaks_ratios (spectrum->power[k], spectrum->size, ratios[k][i]);
        }
      if (i == 0 && !full)
        show_spectrum (input, spectrum);
      if (excess[0][i] + excess[1][i] > SHOWN)
        show_square (output, excess[0][i] + excess[1][i], crop.x, crop.y, crop.side);
      most = fmax (most, fmax (excess[0][i], excess[1][i]));
      if (i + 1 == ENOUGH && most <= 0 && vidimus_peaks_constant (ratios[0], ENOUGH, spectrum->size, 0) <= 0)
        return VIDIMUS_STATUS_OK;
    }

  for (int k = 0; k < 2; k++)
    qsort (excess[k], N_CROPS, sizeof (double), compare_doubles);
  features[0] = fmax (features[0], excess[0][N_CROPS / 2]);
  features[1] = fmax (features[1], excess[1][N_CROPS / 2]);
  features[2] = fmax (features[2], excess[0][1]);
  features[3] = fmax (features[3], vidimus_peaks_constant (ratios[0], N_CROPS, spectrum->size, 1));
  features[4] = fmax (features[4], vidimus_peaks_constant (ratios[1], N_CROPS, spectrum->size, 1));

  return VIDIMUS_STATUS_OK;
}

/* One row of a patch, not windowed yet; called with constants, so that each has a loop of its own. */
static inline __attribute__ ((always_inline)) void
load_row (const struct vidimus_image *image,
          int                         x0,
          int                         y0,
          int                         size,
          int                         scale,
          bool                        colour,
          float                      *re,
          float                      *im)
{
  const float less = 1.0f / (float) (scale * scale);
  const uint8_t *from = vidimus_image_at (image, x0, y0);

  for (int x = 0; x < size; x++, from += 3 * scale)
    {
      int sum[3] = { 0 };

      for (int j = 0; j < scale; j++)
        for (int i = 0; i < scale; i++)
          for (int c = 0; c < 3; c++)
            sum[c] += from[(size_t) j * image->stride + (size_t) (3 * i + c)];
      re[x] = less * (colour ? (float) (sum[0] - sum[2]) * 0.7071f : (float) (sum[0] + sum[1] + sum[2]) * 0.5774f);
      im[x] = less * (colour ? (float) (sum[0] + sum[2] - 2 * sum[1]) * 0.4082f : 0);
    }
}

/* Fills the field with the windowed patch, reduced @scale times (1, 2 or 4), and takes its power: in colour, its place in the plane
 * across the greys; else luma. */
static void
load_patch (struct vidimus_spectrum    *spectrum,
            const struct vidimus_image *image,
            int                         x0,
            int                         y0,
            int                         scale,
            bool                        colour)
{
  const int size = spectrum->size;
  float re_mean = 0, im_mean = 0;

  for (int y = 0; y < size; y++)
    {
      float *re = spectrum->re + y * size, *im = spectrum->im + y * size;

      if (scale == 1)
        load_row (image, x0, y0 + y, size, 1, colour, re, im);
      else if (scale == 2)
        load_row (image, x0, y0 + 2 * y, size, 2, colour, re, im);
      else
        load_row (image, x0, y0 + 4 * y, size, 4, colour, re, im);
      for (int x = 0; x < size; x++)
        {
          re_mean += re[x];
          im_mean += im[x];
        }
    }
  re_mean /= (float) (size * size);
  im_mean /= (float) (size * size);

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        float window = spectrum->window[x] * spectrum->window[y];

        spectrum->re[y * size + x] = (spectrum->re[y * size + x] - re_mean) * window;
        spectrum->im[y * size + x] = (spectrum->im[y * size + x] - im_mean) * window;
      }
  vidimus_spectrum_transform (spectrum);
  vidimus_spectrum_power (spectrum);
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
               int                         y0,
               int                         scale)
{
  const int size = spectrum->size;
  const int mask = size - 1;
  const float *power = spectrum->power[0];
  double total = 1, best = 0, there, luma, amplitude;
  int best_x = 0, best_y = 0;

  load_patch (spectrum, image, x0, y0, scale, true);
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

  load_patch (spectrum, image, x0, y0, scale, false);
  luma = power_around (power, size, best_x, best_y);

  return clamp01 ((amplitude - 0.7) / 0.8) * clamp01 (((best - there) / (best + there) - 0.4) / 0.3) *
         clamp01 ((best / total - 0.15) / 0.2) * clamp01 (best / (luma + 1) - 0.5);
}

/* The greatest share of patches with such fringes over the part of the overview that the quad bounds, as it is, halved and quartered. */
static enum vidimus_status
measure_rainbow (const struct vidimus_alarm_input *input,
                 double                           *share,
                 struct vidimus_alarm_output      *output)
{
  const struct vidimus_image *image = input->image;
  struct vidimus_spectrum spectrum = { 0 };
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  *share = 0;
  if (!vidimus_spectrum_init (&spectrum, PATCH))
    status = VIDIMUS_STATUS_NO_MEMORY;
  for (int scale = 1; scale <= 4 && status == VIDIMUS_STATUS_OK; scale *= 2)
    {
      const int side = PATCH * scale, columns = PATCH_COLUMNS - scale / 4, rows = PATCH_ROWS - scale / 4;
      double sum = 0;

      if (image->width < side || image->height < side)
        break;
      for (int i = 0; i < columns * rows; i++)
        {
          struct vidimus_point at = point_in_quad (&input->location->quad, (i % columns + 0.5) / columns,
                                                   (i / columns + 0.5) / rows);
          int x = (int) vidimus_alarm_clamp (at.x - side / 2.0, 0, image->width - side);
          int y = (int) vidimus_alarm_clamp (at.y - side / 2.0, 0, image->height - side);
          double here = patch_rainbow (&spectrum, image, x, y, scale);

          sum += here;
          if (here > 0.5)
            show_square (output, here, x, y, side);
        }
      *share = fmax (*share, sum / (columns * rows));
      if (vidimus_hooks_cancelled (input->hooks))
        status = VIDIMUS_STATUS_CANCELLED;
    }
  vidimus_spectrum_clear (&spectrum);

  return status;
}

static enum vidimus_status
look (const struct vidimus_alarm_input *input,
      double                           *features,
      struct vidimus_alarm_output      *output) /* nullable: for evidence */
{
  struct vidimus_spectrum spectrum = { 0 };
  enum vidimus_status status = VIDIMUS_STATUS_OK;
  int shorter = input->image->width < input->image->height ? input->image->width : input->image->height;
  int size = VIDIMUS_PEAKS_SIZE;
  double share = 0;

  while (size > SIZE_LEAST && 3 * size > 2 * shorter)
    size /= 2;
  if (size > shorter)
    return VIDIMUS_STATUS_OK;

  if (!vidimus_spectrum_init (&spectrum, size))
    status = VIDIMUS_STATUS_NO_MEMORY;
  if (status == VIDIMUS_STATUS_OK)
    status = measure_crops (&spectrum, input, false, features, output);
  if (status == VIDIMUS_STATUS_OK && input->shrink > 1)
    status = measure_crops (&spectrum, input, true, features, output);
  vidimus_spectrum_clear (&spectrum);
  if (status == VIDIMUS_STATUS_OK)
    status = measure_rainbow (input, &share, output);
  features[5] = log2 (1 + fmax (share - RAINBOW_CHANCE, 0) / 0.01);

  return status;
}

static enum vidimus_status
measure_reproduce (const struct vidimus_alarm_input *input,
                   double                           *features)
{
  return look (input, features, NULL);
}

const struct vidimus_alarm_model vidimus_reproduce_model = {
  .name = "reproduce",
  .n_features = 6,
  .features = { "grid", "fringes", "everywhere", "constant", "tinted", "rainbow" },
  .bias = -4.0,
  .weights = { 0.3, 0.3, 0.6, 0.6, 0.2, 1.2 },
  .measure = measure_reproduce,
};

/**
 * vidimus_detect_reproduce:
 *
 * See the head of this file; the statistic is log₂ of the grid's peaks. Evidence: "moire", the crops with peaks (log₂ of
 * both spectra's excess) and the patches with fringes (how surely, 0–1).
 */
enum vidimus_status
vidimus_detect_reproduce (const struct vidimus_alarm_input *input,
                          struct vidimus_alarm_output      *output)
{
  double unused[VIDIMUS_ALARM_FEATURES] = { 0 };
  enum vidimus_status status = vidimus_alarm_run (&vidimus_reproduce_model, input, output);

  return status == VIDIMUS_STATUS_OK && input->evidence ? look (input, unused, output) : status;
}
