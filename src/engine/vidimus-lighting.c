/* Alarm: the light was not enough.
 *
 * Over the card, averaged to at most 240 px in width so that noise does not pass for light:
 *   dark_white  how far the card's whites (98th percentile of luma) lie under full scale, in stops
 *   dark_middle the same of the median
 *   grain       log₂ of the noise at the card's own resolution over its contrast (98th − 5th percentile)
 * A dark design still has bright print, photograph or edge somewhere, hence the 98th percentile; a little light is what
 * a camera lifts and pays for with noise, hence the third (Healey & Kondepudy, Radiometric CCD camera calibration and
 * noise estimation, 1994: noise grows as signal falls). Weights: tests/engine/fit-alarms.c. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>

#define WORK_WIDTH 240

static int
histogram_percentile (const unsigned *histogram,
                      unsigned        total,
                      double          share)
{
  double wanted = share * total;
  double seen = 0;

  for (int i = 0; i < 256; i++)
    {
      seen += histogram[i];
      if (seen >= wanted && seen > 0)
        return i;
    }

  return 255;
}

static enum vidimus_status
measure_lighting (const struct vidimus_alarm_input *input,
                  double                           *features)
{
  struct vidimus_image gray;
  struct vidimus_image middle;
  unsigned histogram[256] = { 0 };
  unsigned total = 0;
  double white, median, black;

  if (!vidimus_alarm_shrink (&input->card->gray, WORK_WIDTH, &gray))
    return VIDIMUS_STATUS_NO_MEMORY;

  for (int y = 0; y < gray.height; y++)
    {
      const uint8_t *row = vidimus_image_at (&gray, 0, y);

      for (int x = 0; x < gray.width; x++, total++)
        histogram[row[x]]++;
    }
  white = histogram_percentile (histogram, total, 0.98);
  median = histogram_percentile (histogram, total, 0.5);
  black = histogram_percentile (histogram, total, 0.05);

  /* The middle of the card is enough to see grain. */
  middle = vidimus_image_crop (&input->card->gray, input->card->gray.width / 8, input->card->gray.height / 8,
                               input->card->gray.width * 3 / 4, input->card->gray.height * 3 / 4);
  features[0] = log2 (255 / (white + 1));
  features[1] = log2 (255 / (median + 1));
  features[2] = fmax (log2 ((vidimus_alarm_noise (&middle) + 0.5) / (white - black + 8)) + 8, 0);
  vidimus_alarm_picture (input, "insufficient_lighting.luma", &gray);
  vidimus_image_free (&gray);

  return VIDIMUS_STATUS_OK;
}

const struct vidimus_alarm_model vidimus_lighting_model = {
  .name = "insufficient_lighting",
  .n_features = 3,
  .features = { "dark_white", "dark_middle", "grain" },
  .bias = -5.5,
  .weights = { 5.4, 0.14, 0.58 },
  .measure = measure_lighting,
};

/** vidimus_detect_lighting: see the head of this file; the statistic is in stops under full scale. */
enum vidimus_status
vidimus_detect_lighting (const struct vidimus_alarm_input *input,
                         struct vidimus_alarm_output      *output)
{
  return vidimus_alarm_run (&vidimus_lighting_model, input, output);
}
