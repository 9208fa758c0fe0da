#include "vidimus-ocr-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MIN_SIDE  15 /* pixels; the contract's */
#define DOUBTLESS .9 /* confidence of a location that is taken as it is */

struct vidimus_engine
{
  struct vidimus_ocr *ocr; /* owned */
};

/* What stands between the stages of one call. */
struct run
{
  struct vidimus_engine        *engine;
  const struct vidimus_image   *image;
  const struct vidimus_hooks   *hooks;
  struct vidimus_engine_result *result;
  struct vidimus_location       location;
  struct vidimus_card           card;
};

static double
now_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);

  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

struct vidimus_engine *
vidimus_engine_new (const char *tessdata)
{
  struct vidimus_engine *engine = calloc (1, sizeof *engine);

  if (engine == NULL)
    return NULL;
  engine->ocr = vidimus_ocr_new (tessdata);
  if (engine->ocr == NULL)
    {
      free (engine);
      return NULL;
    }

  return engine;
}

/** vidimus_engine_free: with NULL allowed. */
void
vidimus_engine_free (struct vidimus_engine *engine)
{
  if (engine == NULL)
    return;

  vidimus_ocr_free (engine->ocr);
  free (engine);
}

uint32_t
vidimus_engine_warm (struct vidimus_engine *engine)
{
  return vidimus_ocr_warm (engine->ocr);
}

const char *
vidimus_engine_language (unsigned i)
{
  return vidimus_ocr_language_code (i);
}

static void
reset (struct vidimus_engine_result *result)
{
  memset (result, 0, sizeof *result);
  result->type = VIDIMUS_KIND_NONE;
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    {
      result->scores[i] = -1;
      result->statistics[i] = NAN;
    }
  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    result->ms[i] = -1;
}

static enum vidimus_status
run_locate (struct run *run)
{
  double start = now_ms ();
  enum vidimus_status status = vidimus_locate (run->image, run->hooks, &run->location);

  run->result->ms[VIDIMUS_STAGE_LOCATE] = now_ms () - start;
  if (status == VIDIMUS_STATUS_OK)
    {
      run->result->quad = run->location.quad;
      run->result->confidence = run->location.confidence;
    }

  return status;
}

static enum vidimus_status
run_rectify (struct run *run)
{
  double start = now_ms ();
  enum vidimus_status status = vidimus_rectify (run->image, &run->location, run->hooks, &run->card);

  run->result->ms[VIDIMUS_STAGE_RECTIFY] = now_ms () - start;

  return status;
}

/* Turning the card clockwise by @quarter_turns brings the corner that lies so many steps back to the top left. */
static void
name_corners (struct vidimus_engine_result *result,
              int                           quarter_turns)
{
  struct vidimus_quad quad = result->quad;

  for (int i = 0; i < 4; i++)
    result->quad.p[i] = quad.p[(i + 4 - quarter_turns % 4) % 4];
}

/* Where the location is in doubt, a zone may lie outside of it: then the whole picture is searched. The card lies in it within
 * an eighth of a turn, so that quarter turns mean the same. */
static enum vidimus_status
read_zone (struct run         *run,
           struct vidimus_mrz *mrz)
{
  enum vidimus_status status = vidimus_mrz_read (&run->card, run->hooks, mrz);
  struct vidimus_card whole = { .rgb = *run->image };

  if (status != VIDIMUS_STATUS_OK || mrz->n_lines > 0 || run->location.confidence >= DOUBTLESS)
    return status;

  if (!vidimus_image_to_gray (run->image, &whole.gray))
    return VIDIMUS_STATUS_NO_MEMORY;
  status = vidimus_mrz_read (&whole, run->hooks, mrz);
  vidimus_image_free (&whole.gray);

  return status;
}

static enum vidimus_status
run_type (struct run *run)
{
  struct vidimus_identity identity = { .type = VIDIMUS_KIND_NONE };
  struct vidimus_mrz mrz = { 0 };
  double start = now_ms (), middle;
  enum vidimus_status status = read_zone (run, &mrz);

  middle = now_ms ();
  run->result->ms[VIDIMUS_STAGE_MRZ] = middle - start;
  if (status != VIDIMUS_STATUS_OK)
    return status;

  status = vidimus_identify (&run->card, &mrz, run->engine->ocr, run->hooks, &identity);
  run->result->ms[VIDIMUS_STAGE_OCR] = now_ms () - middle;
  if (status != VIDIMUS_STATUS_OK)
    return status;

  run->result->type = identity.type;
  run->result->type_confidence = identity.confidence;
  if (identity.type != VIDIMUS_KIND_NONE)
    name_corners (run->result, identity.quarter_turns);

  return VIDIMUS_STATUS_OK;
}

static enum vidimus_status
run_alarms (struct run *run)
{
  static vidimus_alarm_func *const detectors[VIDIMUS_ENGINE_N_ALARMS] = {
    vidimus_detect_blur, vidimus_detect_glare, vidimus_detect_blocking, vidimus_detect_lighting,
    vidimus_detect_copy, vidimus_detect_border, vidimus_detect_reproduce,
  };
  struct vidimus_alarm_input input = {
    .image = run->image, .location = &run->location, .card = &run->card,
    .type = run->result->type, .hooks = run->hooks,
  };
  enum vidimus_status status = VIDIMUS_STATUS_OK;
  double start = now_ms ();

  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS && status == VIDIMUS_STATUS_OK; i++)
    {
      struct vidimus_alarm_output output = { .score = -1, .statistic = NAN };

      status = detectors[i] (&input, &output);
      if (status == VIDIMUS_STATUS_OK)
        {
          run->result->scores[i] = output.score;
          run->result->statistics[i] = output.statistic;
        }
    }
  run->result->ms[VIDIMUS_STAGE_ALARMS] = now_ms () - start;

  return status;
}

/* The pixels without their fourth channel. */
static bool
drop_fourth (const struct vidimus_image *in,
             struct vidimus_image       *out)
{
  if (!vidimus_image_alloc (out, in->width, in->height, 3))
    return false;

  for (int y = 0; y < in->height; y++)
    {
      const uint8_t *from = vidimus_image_at (in, 0, y);
      uint8_t *to = vidimus_image_at (out, 0, y);

      for (int x = 0; x < in->width; x++, from += 4, to += 3)
        memcpy (to, from, 3);
    }

  return true;
}

static enum vidimus_status
run_all (struct run *run,
         unsigned    flags)
{
  enum vidimus_status status = run_locate (run);

  if (status == VIDIMUS_STATUS_OK && flags != 0)
    status = run_rectify (run);
  if (status == VIDIMUS_STATUS_OK && (flags & VIDIMUS_ENGINE_WITH_TYPE) != 0)
    status = run_type (run);
  if (status == VIDIMUS_STATUS_OK && (flags & VIDIMUS_ENGINE_WITH_ALARMS) != 0)
    status = run_alarms (run);
  vidimus_card_clear (&run->card);

  return status;
}

enum vidimus_status
vidimus_engine_classify (struct vidimus_engine        *engine,
                         const struct vidimus_image   *image,
                         unsigned                      flags,
                         const struct vidimus_hooks   *hooks,
                         struct vidimus_engine_result *result)
{
  struct run run = { .engine = engine, .image = image, .hooks = hooks, .result = result };
  struct vidimus_image rgb = { 0 };
  enum vidimus_status status;

  reset (result);
  if (image->data == NULL || image->width < MIN_SIDE || image->height < MIN_SIDE || image->channels < 3)
    return VIDIMUS_STATUS_INVALID;

  if (image->channels == 4)
    {
      if (!drop_fourth (image, &rgb))
        return VIDIMUS_STATUS_NO_MEMORY;
      run.image = &rgb;
    }
  status = run_all (&run, flags);
  vidimus_image_free (&rgb);

  return status;
}
