/* Alarm: a copy without the document's colours.
 *
 * The card is averaged to at most 96 px in width (chroma noise and JPEG's chroma blocks go), each pixel becomes the
 * pair (log₂ R/G, log₂ B/G), before which the medians of R/G and B/G – the tint of light and paper, which multiplies – are
 * divided out (von Kries; Gijsenij et al., Computational color constancy, 2011). What is left is the document's own
 * chroma, and it does not change with exposure. A copy has none, anywhere:
 *   pale        minus log₂ of the 90th percentile of the residual chroma
 *   palest      minus log₂ of its 98th percentile: a weakly coloured document still has a red number, a chip, lips
 *   unlike      how far chroma falls under what the document type is known to have, when it is known
 * A silver card is the counterexample that remains. Weights: tests/engine/fit-alarms.c. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>

#define WORK_WIDTH 96
#define TOE        12.0f /* added to each sample: dark pixels have no chroma worth the name */

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

/* The median over pixels that are not dark of green over @channel: the gain that takes the tint away. */
static float
tint_gain (const struct vidimus_image *rgb,
           int                         channel,
           float                      *ratios)
{
  size_t n = 0;

  for (int pass = 0; pass < 2 && n < 20; pass++)
    for (int y = 0; y < rgb->height; y++)
      {
        const uint8_t *p = vidimus_image_at (rgb, 0, y);

        for (int x = 0; x < rgb->width; x++, p += rgb->channels)
          if ((pass > 0 || p[1] > 40) && p[channel] < 250 && p[1] < 250)
            ratios[n++] = (p[1] + 1.0f) / (p[channel] + 1.0f);
      }

  return n > 0 ? (float) vidimus_alarm_clamp (vidimus_alarm_percentile (ratios, n, 0.5), 0.2, 5) : 1;
}

/* Fills @chroma (room for two values a pixel) and returns how many. */
static size_t
residual_chroma (const struct vidimus_image *rgb,
                 float                      *chroma)
{
  float red_gain = tint_gain (rgb, 0, chroma);
  float blue_gain = tint_gain (rgb, 2, chroma);
  size_t n = 0;

  for (int y = 0; y < rgb->height; y++)
    {
      const uint8_t *p = vidimus_image_at (rgb, 0, y);

      for (int x = 0; x < rgb->width; x++, p += rgb->channels)
        {
          float green = log2f (p[1] + TOE);

          chroma[n++] = hypotf (log2f (p[0] * red_gain + TOE) - green, log2f (p[2] * blue_gain + TOE) - green);
        }
    }

  return n;
}

static enum vidimus_status
measure_copy (const struct vidimus_alarm_input *input,
              double                           *features)
{
  struct vidimus_image small;
  float *chroma;
  size_t n;
  double p90, p98;

  if (!vidimus_alarm_shrink (&input->card->rgb, WORK_WIDTH, &small))
    return VIDIMUS_STATUS_NO_MEMORY;

  chroma = malloc (2 * (size_t) small.width * small.height * sizeof *chroma);
  if (chroma == NULL)
    {
      vidimus_image_free (&small);
      return VIDIMUS_STATUS_NO_MEMORY;
    }

  n = residual_chroma (&small, chroma);
  p90 = vidimus_alarm_percentile (chroma, n, 0.90);
  p98 = vidimus_alarm_percentile (chroma, n, 0.98);
  features[0] = -log2 (p90 + 0.005);
  features[1] = -log2 (p98 + 0.005);
  if (input->type >= 0 && input->type < VIDIMUS_N_KINDS)
    features[2] = fmax (0, log2 (least_chroma[input->type] / (p90 + 0.005)));
  vidimus_alarm_picture (input, "copy.colours", &small);

  free (chroma);
  vidimus_image_free (&small);

  return VIDIMUS_STATUS_OK;
}

const struct vidimus_alarm_model vidimus_copy_model = {
  .name = "copy",
  .n_features = 3,
  .features = { "pale", "palest", "unlike" },
  .bias = -10.2,
  .weights = { 0.4, 3.0, 0.4 },
  .measure = measure_copy,
};

/** vidimus_detect_copy: see the head of this file; the statistic is −log₂ of the chroma's 90th percentile. */
enum vidimus_status
vidimus_detect_copy (const struct vidimus_alarm_input *input,
                     struct vidimus_alarm_output      *output)
{
  return vidimus_alarm_run (&vidimus_copy_model, input, output);
}
