/* Alarm: the card is blurred (defocus, shake, bad resampling).
 *
 * The card's luma is brought to at most 800 px in width (never enlarged: a small sharp card is not blurred), smoothed
 * with a 3 × 3 binomial against noise, and four things are measured where edges are:
 *   spread      the blur of the sharpest edges, in pixels: an edge blurred by σ loses, when blurred again by σ₀ = 1,
 *               the factor R = √(σ² + σ₀²) / σ of its gradient, so σ = σ₀ / √(R² − 1) (Zhuo & Sim, Defocus map
 *               estimation from a single image, 2011); lower quartile over the ridges of the gradient, as log₂
 *   direction   the loss of variation along the worst of four directions when averaged over nine pixels, after Crète
 *               et al. (The blur effect, 2007), who take the worse of two axes: shake blurs in one direction only
 *   effect      its mean over the four directions
 *   dullness    minus the log of the Laplacian's variance over the gradient's (Pech-Pacheco et al., Diatom
 *               autofocusing, 2000, normalised against contrast), over blocks chosen by their coarse gradient
 * Noise is estimated and taken off every energy. Constants and weights: tests/engine/fit-alarms.c. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_WIDTH 800
#define BLOCK      16
#define HALF_SPAN  4   /* Crète: nine pixels */
#define MARGIN     6   /* no measure looks further than this */

/* The planes of one measurement, all width × height; one allocation. */
struct work
{
  int            width;
  int            height;
  float         *smooth;   /* luma after the binomial */
  float         *again;    /* smooth, blurred with σ₀ = 1 */
  float         *spare;
  unsigned char *chosen;   /* one a block: where edges are */
  int            blocks_x;
  int            blocks_y;
  float          noise;    /* standard deviation left in smooth */
};

static void
filter_rows (const float *in,
             float       *out,
             int          width,
             int          height,
             const float *kernel,
             int          radius)
{
  for (int y = 0; y < height; y++)
    {
      const float *row = in + (size_t) y * width;
      float *to = out + (size_t) y * width;

      for (int x = 0; x < width; x++)
        {
          float sum = 0;

          if (x >= radius && x + radius < width)
            for (int k = -radius; k <= radius; k++)
              sum += kernel[k + radius] * row[x + k];
          else
            for (int k = -radius; k <= radius; k++)
              sum += kernel[k + radius] * row[x + k < 0 ? 0 : x + k >= width ? width - 1 : x + k];
          to[x] = sum;
        }
    }
}

static void
filter_columns (const float *in,
                float       *out,
                int          width,
                int          height,
                const float *kernel,
                int          radius)
{
  for (int y = 0; y < height; y++)
    {
      float *to = out + (size_t) y * width;

      memset (to, 0, (size_t) width * sizeof *to);
      for (int k = -radius; k <= radius; k++)
        {
          int from = y + k < 0 ? 0 : y + k >= height ? height - 1 : y + k;
          const float *row = in + (size_t) from * width;
          float weight = kernel[k + radius];

          for (int x = 0; x < width; x++)
            to[x] += weight * row[x];
        }
    }
}

static bool
work_init (struct work                *work,
           const struct vidimus_image *gray)
{
  static const float binomial[3] = { 0.25f, 0.5f, 0.25f };
  static const float gauss[7] = { 0.00443f, 0.05401f, 0.24204f, 0.39905f, 0.24204f, 0.05401f, 0.00443f };
  size_t n = (size_t) gray->width * gray->height;

  work->width = gray->width;
  work->height = gray->height;
  work->blocks_x = gray->width / BLOCK;
  work->blocks_y = gray->height / BLOCK;
  work->smooth = malloc (3 * n * sizeof (float));
  work->chosen = calloc ((size_t) (work->blocks_x + 1) * (work->blocks_y + 1), 1);
  if (work->smooth == NULL || work->chosen == NULL)
    return false;
  work->again = work->smooth + n;
  work->spare = work->again + n;

  for (int y = 0; y < gray->height; y++)
    {
      const uint8_t *row = vidimus_image_at (gray, 0, y);

      for (int x = 0; x < gray->width; x++)
        work->again[(size_t) y * gray->width + x] = row[x];
    }
  filter_rows (work->again, work->spare, work->width, work->height, binomial, 1);
  filter_columns (work->spare, work->smooth, work->width, work->height, binomial, 1);
  filter_rows (work->smooth, work->spare, work->width, work->height, gauss, 3);
  filter_columns (work->spare, work->again, work->width, work->height, gauss, 3);

  /* The binomial leaves √(36/256) of white noise. */
  work->noise = (float) (vidimus_alarm_noise (gray) * 0.375);

  return true;
}

static void
work_clear (struct work *work)
{
  free (work->smooth);
  free (work->chosen);
}

static inline float
gradient (const float *plane,
          int          width,
          size_t       at,
          float       *gx,
          float       *gy)
{
  *gx = 0.5f * (plane[at + 1] - plane[at - 1]);
  *gy = 0.5f * (plane[at + width] - plane[at - width]);

  return *gx * *gx + *gy * *gy;
}

/* Chooses the third of the blocks with the most gradient left after the second blur: a choice that blur hardly
 * changes. Returns how many; 0 in a picture without edges. */
static int
choose_blocks (struct work *work)
{
  size_t n = (size_t) work->blocks_x * work->blocks_y;
  float *energy = work->spare;
  float *sorted = work->spare + n;
  float cut;
  int chosen = 0;

  for (int by = 0; by < work->blocks_y; by++)
    for (int bx = 0; bx < work->blocks_x; bx++)
      {
        float sum = 0;

        for (int y = by * BLOCK; y < (by + 1) * BLOCK; y++)
          for (int x = bx * BLOCK; x < (bx + 1) * BLOCK; x++)
            if (x >= MARGIN && y >= MARGIN && x < work->width - MARGIN && y < work->height - MARGIN)
              {
                float gx, gy;

                sum += gradient (work->again, work->width, (size_t) y * work->width + x, &gx, &gy);
              }
        energy[by * work->blocks_x + bx] = sum;
      }

  memcpy (sorted, energy, n * sizeof *sorted);
  cut = vidimus_alarm_percentile (sorted, n, 0.67);
  for (size_t i = 0; i < n; i++)
    if (energy[i] >= cut && energy[i] > BLOCK * BLOCK * 0.25f)
      {
        work->chosen[i] = 1;
        chosen++;
      }

  return chosen;
}

/* The lower quartile of σ over ridges of the gradient, in pixels of the work picture. */
static double
edge_spread (struct work *work)
{
  float *sigmas = work->spare;
  size_t most = (size_t) work->width * work->height;
  float strongest = 0;
  float floor_2;
  size_t n = 0;

  for (int pass = 0; pass < 2; pass++)
    {
      floor_2 = fmaxf (strongest * 0.12f, 12 * work->noise * work->noise + 1);
      for (int y = MARGIN; y < work->height - MARGIN; y++)
        for (int x = MARGIN; x < work->width - MARGIN; x++)
          {
            size_t at = (size_t) y * work->width + x;
            float gx, gy, hx, hy, here, there, before, after, ratio;
            ptrdiff_t step;

            here = gradient (work->smooth, work->width, at, &gx, &gy);
            if (pass == 0)
              {
                /* The strongest edge, with single specks kept out by asking the blurred plane. */
                if (here > strongest && gradient (work->again, work->width, at, &hx, &hy) > 0.1f * here)
                  strongest = here;
                continue;
              }
            if (here < floor_2 || n >= most)
              continue;

            step = fabsf (gx) > 2 * fabsf (gy) ? 1 : fabsf (gy) > 2 * fabsf (gx) ? work->width
                   : gx * gy > 0 ? work->width + 1 : work->width - 1;
            before = gradient (work->smooth, work->width, at - step, &hx, &hy);
            after = gradient (work->smooth, work->width, at + step, &hx, &hy);
            if (here < before || here <= after)
              continue;

            there = gradient (work->again, work->width, at, &hx, &hy);
            ratio = here / fmaxf (there, 1e-6f); /* R² */
            sigmas[n++] = 1.0f / sqrtf (fmaxf (ratio - 1.0f, 0.01f));
          }
    }

  return n < 50 ? 0 : vidimus_alarm_percentile (sigmas, n, 0.25);
}

/* Crète's blur effect along one direction over the chosen blocks: 0 sharp – 1 blurred. */
static double
blur_effect (const struct work *work,
             int                dx,
             int                dy)
{
  ptrdiff_t step = (ptrdiff_t) dy * work->width + dx;
  float dead = 1.5f * work->noise;
  double total = 0;
  double lost = 0;

  for (int y = MARGIN; y < work->height - MARGIN; y++)
    for (int x = MARGIN; x < work->width - MARGIN; x++)
      {
        const float *p;
        float fine, coarse;

        if (!work->chosen[(y / BLOCK) * work->blocks_x + x / BLOCK] ||
            x / BLOCK >= work->blocks_x || y / BLOCK >= work->blocks_y)
          continue;

        p = work->smooth + (size_t) y * work->width + x;
        fine = fabsf (p[0] - p[-step]) - dead;
        if (fine <= 0)
          continue;

        /* The difference of two neighbouring nine-pixel means telescopes. */
        coarse = fabsf (p[HALF_SPAN * step] - p[-(HALF_SPAN + 1) * step]) / (2 * HALF_SPAN + 1);
        total += fine;
        if (fine > coarse)
          lost += fine - coarse;
      }

  return total > 0 ? 1.0 - lost / total : 0;
}

/* log₂ of the gradient's energy over the Laplacian's, noise taken off both. */
static double
dullness (const struct work *work)
{
  double laplacian = 0;
  double slope = 0;
  double variance = work->noise * work->noise;
  size_t n = 0;

  for (int y = MARGIN; y < work->blocks_y * BLOCK && y < work->height - MARGIN; y++)
    for (int x = MARGIN; x < work->blocks_x * BLOCK && x < work->width - MARGIN; x++)
      {
        size_t at = (size_t) y * work->width + x;
        const float *p = work->smooth + at;
        float gx, gy, value;

        if (!work->chosen[(y / BLOCK) * work->blocks_x + x / BLOCK])
          continue;

        value = p[-1] + p[1] + p[-work->width] + p[work->width] - 4 * p[0];
        laplacian += value * value;
        slope += gradient (work->smooth, work->width, at, &gx, &gy);
        n++;
      }

  if (n == 0)
    return 0;
  laplacian = fmax (laplacian / n - 4 * variance, 0.01);
  slope = fmax (slope / n - variance, 0.01);

  return log2 (slope / laplacian);
}

static void
measure_work (struct work *work,
              double      *features)
{
  double worst = 0;
  double sum = 0;

  if (choose_blocks (work) == 0)
    return; /* nothing that could be sharp: not known to be blurred */

  features[0] = log2 (fmax (edge_spread (work), 0.25));
  for (int i = 0; i < 4; i++)
    {
      static const int steps[4][2] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 1, -1 } };
      double effect = blur_effect (work, steps[i][0], steps[i][1]);

      sum += effect;
      worst = fmax (worst, effect);
    }
  features[1] = worst;
  features[2] = sum / 4;
  features[3] = dullness (work);
}

static enum vidimus_status
measure_blur (const struct vidimus_alarm_input *input,
              double                           *features)
{
  struct vidimus_image gray = { 0 };
  struct work work = { 0 };
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;

  if (!vidimus_alarm_shrink (&input->card->gray, WORK_WIDTH, &gray))
    return status;

  if (gray.width < 4 * BLOCK || gray.height < 2 * BLOCK)
    status = VIDIMUS_STATUS_OK;
  else if (work_init (&work, &gray))
    {
      if (vidimus_hooks_cancelled (input->hooks))
        status = VIDIMUS_STATUS_CANCELLED;
      else
        {
          measure_work (&work, features);
          status = VIDIMUS_STATUS_OK;
        }
    }
  vidimus_alarm_picture (input, "blur.luma", &gray);

  work_clear (&work);
  vidimus_image_free (&gray);

  return status;
}

const struct vidimus_alarm_model vidimus_blur_model = {
  .name = "blur",
  .n_features = 4,
  .features = { "spread", "direction", "effect", "dullness" },
  .bias = -9.6,
  .weights = { 0.9, 17, 2, 0 },
  .measure = measure_blur,
};

/** vidimus_detect_blur: see the head of this file; the statistic is log₂ of the edge spread in pixels. */
enum vidimus_status
vidimus_detect_blur (const struct vidimus_alarm_input *input,
                     struct vidimus_alarm_output      *output)
{
  return vidimus_alarm_run (&vidimus_blur_model, input, output);
}
