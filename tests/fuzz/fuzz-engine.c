/* Any bytes as a drawing, which the engine looks at: located, flattened, searched for a machine-readable zone, judged. */
#include "vidimus-fuzz.h"
#include "vidimus-stages-private.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SIDE 140

/* Two bytes a size, three a ground; then eight bytes a shape: x, y, width, height, a colour, and how it is filled. */
static bool
draw (const uint8_t        *data,
      size_t                size,
      struct vidimus_image *image)
{
  uint32_t noise = 1;

  if (size < 5 || !vidimus_image_alloc (image, 15 + data[0] * (MOST_SIDE - 15) / 255, 15 + data[1] * (MOST_SIDE - 15) / 255, 3))
    return false;

  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      memcpy (vidimus_image_at (image, x, y), data + 2, 3);

  for (size_t i = 5; i + 8 <= size; i += 8)
    {
      int left = data[i] * image->width / 256, top = data[i + 1] * image->height / 256;
      int right = left + data[i + 2] * image->width / 256, bottom = top + data[i + 3] * image->height / 256;

      for (int y = top; y < bottom && y < image->height; y++)
        for (int x = left; x < right && x < image->width; x++)
          {
            noise = noise * 1664525 + 1013904223;
            if (data[i + 7] % 4 == 1 && noise >> 31 != 0)
              continue;
            if (data[i + 7] % 4 == 2 && (x + y) / (2 + data[i + 7] / 16) % 2 != 0)
              continue;
            if (data[i + 7] % 4 == 3 && x / 3 % 2 != 0)
              continue;
            memcpy (vidimus_image_at (image, x, y), data + i + 4, 3);
          }
    }

  return true;
}

static void
check (const struct vidimus_engine_result *result)
{
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    {
      if (result->scores[i] < 0 || result->scores[i] > 99 || result->evidence[i].n < 0 ||
          result->evidence[i].n > VIDIMUS_EVIDENCE_MOST)
        abort ();
      for (int k = 0; k < result->evidence[i].n; k++)
        if (result->evidence[i].items[k].kind == NULL || result->evidence[i].items[k].n_points < 3 ||
            result->evidence[i].items[k].n_points > VIDIMUS_EVIDENCE_POINTS)
          abort ();
    }
  if (!(result->confidence >= 0 && result->confidence <= 1))
    abort ();
}

static void
read_zone (const struct vidimus_source *source)
{
  const struct vidimus_location location = {
    .quad = { { { 0, 0 }, { source->width, 0 }, { source->width, source->height }, { 0, source->height } } },
    .confidence = 1,
    .whole_frame = true,
  };
  struct vidimus_card card;
  struct vidimus_mrz mrz;

  if (vidimus_rectify (source, &location, VIDIMUS_READ_SIDE, NULL, &card) != VIDIMUS_STATUS_OK)
    return;

  vidimus_mrz_read (&card, NULL, &mrz);
  vidimus_card_clear (&card);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static struct vidimus_engine *engine;
  struct vidimus_engine_result result;
  struct vidimus_source source;
  struct vidimus_image image;

  if (engine == NULL)
    engine = vidimus_engine_new ("/nonexistent");
  if (!draw (data, size, &image))
    return 0;

  source = vidimus_source_from_image (&image);
  if (vidimus_engine_classify (engine, &source, VIDIMUS_ENGINE_WITH_ALARMS | VIDIMUS_ENGINE_WITH_EVIDENCE, NULL, &result) ==
      VIDIMUS_STATUS_OK)
    check (&result);
  if (size % 4 == 1) /* it takes longest */
    read_zone (&source);
  vidimus_image_free (&image);

  return 0;
}
