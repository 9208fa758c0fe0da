/* Alarm: a copy without the document's colours.
 *
 * The card is averaged to at most 96 px in width (chroma noise, halftones and JPEG's chroma blocks go), each pixel becomes the
 * pair (log₂ R/G, log₂ B/G), before which the medians of R/G and B/G – the tint of light and paper, which multiplies – are
 * divided out (von Kries; Gijsenij et al., Computational color constancy, 2011), and from which a plane through most of the
 * card is then taken: two lamps of different colours. What is left is the document's own chroma, and it does not change
 * with exposure. A copy has none, anywhere but where something else lies on it. Pixels that are clipped or black have none
 * either, and are left out. Each feature is minus log₂ of
 *   palest      the 98th percentile of the residual chroma: a weakly coloured document still has a red number, a chip, lips
 *   dull        the median
 *   some        the 80th percentile over 8 × 5 cells of the 95th within the cell: a finger or a note is in few of them
 *   unlike      how far chroma falls under what the document type is known to have, when it is known; its weight is
 *               set by hand, for the fits know no types
 * Noise, as neighbours have it, is taken off each; what localisation's network saw something over is left out.
 * A silver card is the counterexample that remains. Weights: tests/engine/fit-alarms.c. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_WIDTH 96
#define ACROSS     8
#define DOWN       5
#define CELLS      (ACROSS * DOWN)
#define GREY       0.1   /* a cell with less chroma is shown as evidence */
#define COVERED    0.35  /* likelier than that it is not looked at … */
#define MOST_COVERED 0.6 /* … unless that is most of the card */
#define FLOOR      0.005 /* added to each percentile of chroma: no picture has less */

enum
{
  PALEST,
  DULL,
  SOME,
  UNLIKE,
  N_FEATURES,
};

/* The 90th percentile of the residual chroma that an original of each type has at least, from its known colours; weakly
 * coloured passport pages exist, so that 0.05 there. */
static const double least_chroma[VIDIMUS_N_KINDS] = {
  [VIDIMUS_KIND_PERU_ID_CARD] = 0.10,
  [VIDIMUS_KIND_CAMBODIAN_ID_CARD] = 0.10,
  [VIDIMUS_KIND_HONGKONG_ID_CARD] = 0.10,
  [VIDIMUS_KIND_MACAO_ID_CARD] = 0.10,
  [VIDIMUS_KIND_MYANMAR_DRIVER_LICENSE] = 0.12,
  [VIDIMUS_KIND_MYANMAR_ID_CARD] = 0.06,
  [VIDIMUS_KIND_PASSPORT] = 0.05,
  [VIDIMUS_KIND_THAILAND_ID_CARD] = 0.15,
  [VIDIMUS_KIND_ID_CARD] = 0.08,
};

/* Chroma, cell after cell. */
struct colours
{
  const struct vidimus_image *rgb;
  int                         white;        /* what but 5 % of green lies under */
  const uint8_t              *covered;      /* where something else lies on the card */
  float                      *chroma[2];    /* red and blue against green, of the pixels that tell, cell after cell … */
  float                      *spare;
  double                      noise;        /* the standard deviation of either */
  int                         start[CELLS + 1]; /* … from here on */
};

static bool
tells (const struct colours *colours,
       const uint8_t        *p)
{
  int most = p[0] > p[1] ? p[0] : p[1];
  int least = p[0] < p[1] ? p[0] : p[1];

  most = p[2] > most ? p[2] : most;
  least = p[2] < least ? p[2] : least;

  return most < 250 && least < 245 && most * 6 > colours->white;
}

static void
find_white (struct colours *colours)
{
  unsigned histogram[256] = { 0 }, above = 0, n = (unsigned) (colours->rgb->width * colours->rgb->height);

  for (int y = 0; y < colours->rgb->height; y++)
    {
      const uint8_t *p = vidimus_image_at (colours->rgb, 0, y);

      for (int x = 0; x < colours->rgb->width; x++)
        histogram[p[3 * x + 1]]++;
    }
  for (colours->white = 255; colours->white > 1 && (above += histogram[colours->white]) * 20 < n; colours->white--)
    ;
}

/* The median of green over @channel: the gain that takes the tint away. */
static float
tint_gain (struct colours *colours,
           int             channel)
{
  size_t n = 0;

  for (int y = 0; y < colours->rgb->height; y++)
    {
      const uint8_t *p = vidimus_image_at (colours->rgb, 0, y);

      for (int x = 0; x < colours->rgb->width; x++, p += 3)
        if (tells (colours, p) && p[1] * 3 > colours->white)
          colours->spare[n++] = (p[1] + 0.5f) / (p[channel] + 0.5f);
    }

  return n > 0 ? (float) vidimus_alarm_clamp (vidimus_alarm_percentile (colours->spare, n, 0.5), 0.2, 5) : 1;
}

static void
fill_chroma (struct colours *colours)
{
  const struct vidimus_image *rgb = colours->rgb;
  float gains[3] = { tint_gain (colours, 0), 1, tint_gain (colours, 2) };
  float toe = 2 + 0.05f * (float) colours->white; /* dark pixels have no chroma worth the name */
  float logs[3][256];
  int n = 0;

  for (int k = 0; k < 3; k++)
    for (int i = 0; i < 256; i++)
      logs[k][i] = log2f ((float) i * gains[k] + toe);

  for (int cell = 0; cell < CELLS; cell++)
    {
      int x0 = cell % ACROSS * rgb->width / ACROSS, x1 = (cell % ACROSS + 1) * rgb->width / ACROSS;
      int y0 = cell / ACROSS * rgb->height / DOWN, y1 = (cell / ACROSS + 1) * rgb->height / DOWN;

      colours->start[cell] = n;
      for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
          {
            const uint8_t *p = vidimus_image_at (rgb, x, y);

            if (!tells (colours, p) || colours->covered[y * rgb->width + x] != 0)
              continue;
            colours->chroma[0][n] = logs[0][p[0]] - logs[1][p[1]];
            colours->chroma[1][n] = logs[2][p[2]] - logs[1][p[1]];
            n++;
          }
    }
  colours->start[CELLS] = n;
}

/* Takes off the plane through most of the cells' medians. */
static void
level_chroma (struct colours *colours,
              float          *chroma)
{
  float medians[CELLS];
  double plane[3];

  for (int cell = 0; cell < CELLS; cell++)
    {
      int start = colours->start[cell], n = colours->start[cell + 1] - start;

      for (int i = 0; i < n; i++)
        colours->spare[i] = chroma[start + i];
      medians[cell] = n > 3 ? vidimus_alarm_percentile (colours->spare, (size_t) n, 0.5) : NAN;
    }
  vidimus_alarm_plane (medians, ACROSS, DOWN, 0, 0.08, plane);
  for (int cell = 0; cell < CELLS; cell++)
    {
      double off = vidimus_alarm_clamp (plane[0], -0.15, 0.15) +
                   vidimus_alarm_clamp (plane[1], -0.6, 0.6) * ((cell % ACROSS + 0.5) / ACROSS - 0.5) +
                   vidimus_alarm_clamp (plane[2], -0.6, 0.6) * ((cell / ACROSS + 0.5) / DOWN - 0.5);

      for (int i = colours->start[cell]; i < colours->start[cell + 1]; i++)
        chroma[i] -= (float) off;
    }
}

/* What neighbours differ by is mostly noise: the mean of two differences is less than 1.06 standard deviations of it every second time. */
static double
find_noise (struct colours *colours)
{
  size_t n = 0;

  for (int i = 1; i < colours->start[CELLS]; i++)
    colours->spare[n++] = 0.5f * (fabsf (colours->chroma[0][i] - colours->chroma[0][i - 1]) +
                                  fabsf (colours->chroma[1][i] - colours->chroma[1][i - 1]));

  return vidimus_alarm_percentile (colours->spare, n, 0.5) / 1.06;
}

/* @chroma: the @share of a distribution, of which the noise's own – two equal normal ones at right angles: Rayleigh's – is taken. */
static double
paleness (const struct colours *colours,
          double                chroma,
          double                share)
{
  double noise = colours->noise * sqrt (-2 * log (1 - share));

  return -log2 (sqrt (fmax (chroma * chroma - noise * noise, 0.04 * chroma * chroma)) + FLOOR);
}

static void
measure_colours (struct colours *colours)
{
  float *chroma = colours->chroma[0];

  find_white (colours);
  fill_chroma (colours);
  for (int k = 0; k < 2; k++)
    level_chroma (colours, colours->chroma[k]);
  colours->noise = find_noise (colours);
  for (int i = 0; i < colours->start[CELLS]; i++)
    chroma[i] = hypotf (chroma[i], colours->chroma[1][i]);
}

/* The 80th percentile over the cells of the 95th in each. */
static float
measure_cells (struct colours *colours)
{
  float tops[CELLS];
  size_t n = 0;

  for (int cell = 0; cell < CELLS; cell++)
    {
      int start = colours->start[cell], count = colours->start[cell + 1] - start;

      memcpy (colours->spare, colours->chroma[0] + start, (size_t) count * sizeof *colours->spare);
      if (count > 3)
        tops[n++] = vidimus_alarm_percentile (colours->spare, (size_t) count, 0.95);
    }

  return vidimus_alarm_percentile (tops, n, 0.8);
}

static void
fill_features (struct colours   *colours,
               enum vidimus_kind type,
               double           *features)
{
  size_t n = (size_t) colours->start[CELLS];

  features[SOME] = paleness (colours, measure_cells (colours), 0.95); /* first: percentiles mix the cells */
  features[PALEST] = paleness (colours, vidimus_alarm_percentile (colours->chroma[0], n, 0.98), 0.98);
  features[DULL] = paleness (colours, vidimus_alarm_percentile (colours->chroma[0], n, 0.5), 0.5);
  if (type >= 0 && type < VIDIMUS_N_KINDS)
    features[UNLIKE] = fmax (0, paleness (colours, vidimus_alarm_percentile (colours->chroma[0], n, 0.90), 0.90) +
                                log2 (least_chroma[type] + FLOOR));
}

/* Shows the cells in which nothing is coloured. */
static enum vidimus_status
show_grey (struct colours                   *colours,
           const struct vidimus_alarm_input *input,
           struct vidimus_alarm_output      *output)
{
  float values[CELLS];
  uint8_t mask[CELLS];

  for (int cell = 0; cell < CELLS; cell++)
    {
      int start = colours->start[cell];

      values[cell] = vidimus_alarm_percentile (colours->chroma[0] + start, (size_t) (colours->start[cell + 1] - start), 0.9);
      mask[cell] = values[cell] < GREY;
    }

  return vidimus_evidence_add_mask (input, output, "grey", mask, values, ACROSS, DOWN, 0, 4);
}

/* Marks what localisation's network saw something over, as long as enough is left to tell of. */
static void
mark_covered (const struct vidimus_alarm_input *input,
              const struct vidimus_image       *small,
              uint8_t                          *covered)
{
  int n = small->width * small->height, marked = 0;

  for (int i = 0; i < n; i++)
    {
      covered[i] = vidimus_alarm_seen (input, VIDIMUS_CLOSEUP_COVER, small->width, small->height, i % small->width, i / small->width) > COVERED;
      marked += covered[i];
    }
  if (marked > MOST_COVERED * n)
    memset (covered, 0, (size_t) n);
}

/* @output: NULL, or to be shown what is grey. */
static enum vidimus_status
look_at_colours (const struct vidimus_alarm_input *input,
                 double                           *features,
                 struct vidimus_alarm_output      *output)
{
  struct vidimus_image small;
  struct colours colours = { .rgb = &small };
  enum vidimus_status status = VIDIMUS_STATUS_OK;
  uint8_t *covered;
  size_t n;

  if (!vidimus_alarm_shrink (&input->card->rgb, WORK_WIDTH, &small))
    return VIDIMUS_STATUS_NO_MEMORY;

  n = (size_t) small.width * (size_t) small.height;
  colours.spare = malloc (n * (3 * sizeof *colours.spare + 1));
  if (colours.spare == NULL)
    {
      vidimus_image_free (&small);
      return VIDIMUS_STATUS_NO_MEMORY;
    }

  colours.covered = covered = (uint8_t *) (colours.spare + 3 * n);
  mark_covered (input, &small, covered);
  colours.chroma[0] = colours.spare + n;
  colours.chroma[1] = colours.spare + 2 * n;
  measure_colours (&colours);
  if (output != NULL)
    status = show_grey (&colours, input, output);
  else
    fill_features (&colours, input->type, features);
  vidimus_alarm_picture (input, "copy.colours", &small);
  free (colours.spare);
  vidimus_image_free (&small);

  return status;
}

static enum vidimus_status
measure_copy (const struct vidimus_alarm_input *input,
              double                           *features)
{
  return look_at_colours (input, features, NULL);
}

const struct vidimus_alarm_model vidimus_copy_model = {
  .name = "copy",
  .n_features = N_FEATURES,
  .features = { "palest", "dull", "some", "unlike" },
  .bias = -12.91,
  .weights = { 1.321, 1.305, 0.463, 0.8 },
  .measure = measure_copy,
};

/** vidimus_detect_copy: see the head of this file; the statistic is −log₂ of the chroma's 98th percentile, the evidence's value
 * a cell's 90th percentile itself, in log₂ of a ratio of channels. */
enum vidimus_status
vidimus_detect_copy (const struct vidimus_alarm_input *input,
                     struct vidimus_alarm_output      *output)
{
  enum vidimus_status status = vidimus_alarm_run (&vidimus_copy_model, input, output);

  if (status == VIDIMUS_STATUS_OK && input->evidence && output->score >= VIDIMUS_EVIDENCE_SCORE)
    status = look_at_colours (input, NULL, output);

  return status;
}
