/* Alarm: the light was not enough.
 *
 * Over the card, averaged to at most 160 px in width so that noise does not pass for light, the brightest channel of each
 * pixel is taken (print of one colour is lit too), and of each of 6 × 4 cells the 95th percentile: its white. In stops under full
 * scale:
 *   white    the upper quartile of the cells: a reflection lies in fewer, and a dark design has bright print in more
 *   middle   the median of the cells
 *   shade    the lower quartile: light that reaches half of the card only
 *   around   as white, but no more than the picture around the card lacks: a dark card on a lit desk is not in the dark
 * Weights: tests/engine/fit-alarms.c. Noise over contrast was tried, and told nothing that these do not. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>

#define WORK_WIDTH   160
#define ACROSS       6
#define DOWN         4
#define CELLS        (ACROSS * DOWN)
#define DARK         1.1  /* stops: shown as evidence from here on */
#define AROUND_STEP  8    /* every so many pixels of the picture are asked … */
#define AROUND_LEAST 200  /* … and so many around the card tell */

static int
level_at (const unsigned *histogram,
          double          share)
{
  double total = 0, seen = 0;

  for (int i = 0; i < 256; i++)
    total += histogram[i];
  for (int i = 0; i < 256; i++)
    {
      seen += histogram[i];
      if (seen >= share * total && seen > 0)
        return i;
    }

  return 255;
}

static double
stops (double level)
{
  return log2 (255 / (level + 1));
}

static uint8_t
brightest (const uint8_t *p)
{
  uint8_t most = p[0] > p[1] ? p[0] : p[1];

  return p[2] > most ? p[2] : most;
}

static void
measure_cells (const struct vidimus_image *rgb,
               float                      *whites)
{
  for (int cell = 0; cell < CELLS; cell++)
    {
      int x0 = cell % ACROSS * rgb->width / ACROSS, x1 = (cell % ACROSS + 1) * rgb->width / ACROSS;
      int y0 = cell / ACROSS * rgb->height / DOWN, y1 = (cell / ACROSS + 1) * rgb->height / DOWN;
      unsigned histogram[256] = { 0 };

      for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
          histogram[brightest (vidimus_image_at (rgb, x, y))]++;
      whites[cell] = (float) level_at (histogram, 0.95);
    }
}

/* What but a tenth of the picture around the card lies under, in stops; as dark as can be where there is too little. */
static double
measure_around (const struct vidimus_alarm_input *input)
{
  unsigned histogram[256] = { 0 };
  int n = 0;

  for (int y = AROUND_STEP / 2; y < input->image->height; y += AROUND_STEP)
    for (int x = AROUND_STEP / 2; x < input->image->width; x += AROUND_STEP)
      if (!vidimus_quad_contains (&input->location->quad, (struct vidimus_point) { x + 0.5, y + 0.5 }))
        {
          histogram[brightest (vidimus_image_at (input->image, x, y))]++;
          n++;
        }

  return n < AROUND_LEAST ? 8 : stops (level_at (histogram, 0.9));
}

static enum vidimus_status
measure_lighting (const struct vidimus_alarm_input *input,
                  double                           *features)
{
  struct vidimus_image rgb;
  float whites[CELLS];

  if (!vidimus_alarm_shrink (&input->card->rgb, WORK_WIDTH, &rgb))
    return VIDIMUS_STATUS_NO_MEMORY;

  measure_cells (&rgb, whites);
  features[0] = stops (vidimus_alarm_percentile (whites, CELLS, 0.75));
  features[1] = stops (vidimus_alarm_percentile (whites, CELLS, 0.5));
  features[2] = stops (vidimus_alarm_percentile (whites, CELLS, 0.25));
  features[3] = fmin (features[0], measure_around (input));
  vidimus_alarm_picture (input, "insufficient_lighting.card", &rgb);
  vidimus_image_free (&rgb);

  return VIDIMUS_STATUS_OK;
}

const struct vidimus_alarm_model vidimus_lighting_model = {
  .name = "insufficient_lighting",
  .n_features = 4,
  .features = { "white", "middle", "shade", "around" },
  .bias = -6.589,
  .weights = { 0.134, 2.41, 1.63, 0.918 },
  .measure = measure_lighting,
};

/* The cells whose white is so far down, with how far. */
static enum vidimus_status
show_dark (const struct vidimus_alarm_input *input,
           struct vidimus_alarm_output      *output)
{
  struct vidimus_image rgb;
  float values[CELLS];
  uint8_t mask[CELLS];

  if (!vidimus_alarm_shrink (&input->card->rgb, WORK_WIDTH, &rgb))
    return VIDIMUS_STATUS_NO_MEMORY;

  measure_cells (&rgb, values);
  for (int cell = 0; cell < CELLS; cell++)
    {
      values[cell] = (float) stops (values[cell]);
      mask[cell] = values[cell] > DARK;
    }
  vidimus_image_free (&rgb);

  return vidimus_evidence_add_mask (input, output, "dark", mask, values, ACROSS, DOWN, 0, 4);
}

/** vidimus_detect_lighting: see the head of this file; statistic and evidence's value are in stops under full scale. */
enum vidimus_status
vidimus_detect_lighting (const struct vidimus_alarm_input *input,
                         struct vidimus_alarm_output      *output)
{
  enum vidimus_status status = vidimus_alarm_run (&vidimus_lighting_model, input, output);

  if (status == VIDIMUS_STATUS_OK && input->evidence && output->score >= VIDIMUS_EVIDENCE_SCORE)
    status = show_dark (input, output);

  return status;
}
