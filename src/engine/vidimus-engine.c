#include "vidimus-ocr-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MIN_SIDE 15 /* pixels; the contract's */

struct vidimus_engine
{
  struct vidimus_ocr *ocr; /* owned */
};

/* What stands between the stages of one call. */
struct run
{
  struct vidimus_engine        *engine;
  const struct vidimus_source  *source;
  const struct vidimus_hooks   *hooks;
  struct vidimus_engine_result *result;
  int                           shrink;   /* pixels of the source side by side in one of the overview */
  struct vidimus_image          overview; /* owned */
  struct vidimus_location       location; /* in pixels of the overview */
  struct vidimus_card           card;     /* owned: the one that is read */
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

static struct vidimus_quad
in_source (const struct run          *run,
           const struct vidimus_quad *quad)
{
  struct vidimus_quad full = *quad;

  for (int i = 0; i < 4; i++)
    {
      full.p[i].x *= run->shrink;
      full.p[i].y *= run->shrink;
    }

  return full;
}

static enum vidimus_status
run_locate (struct run *run)
{
  double start = now_ms ();
  int longer = run->source->width > run->source->height ? run->source->width : run->source->height;
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;

  run->shrink = vidimus_source_shrink (longer, VIDIMUS_SOURCE_OVERVIEW);
  if (vidimus_source_read (run->source, run->shrink, 0, 0, longer, longer, &run->overview))
    status = vidimus_locate (&run->overview, run->hooks, &run->location);
  run->result->ms[VIDIMUS_STAGE_LOCATE] = now_ms () - start;
  if (status == VIDIMUS_STATUS_OK)
    {
      run->result->quad = in_source (run, &run->location.quad);
      run->result->confidence = run->location.confidence;
    }

  return status;
}

/* The card that is read: of the picture as sent, so that small print keeps its pixels. */
static enum vidimus_status
run_rectify (struct run *run)
{
  double start = now_ms ();
  struct vidimus_location location = run->location;
  enum vidimus_status status;

  location.quad = run->result->quad;
  status = vidimus_rectify (run->source, &location, VIDIMUS_READ_SIDE, run->hooks, &run->card);
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

static enum vidimus_status
run_type (struct run *run)
{
  struct vidimus_identity identity = { .type = VIDIMUS_KIND_NONE };
  struct vidimus_mrz mrz = { 0 };
  double start = now_ms (), middle;
  enum vidimus_status status = vidimus_mrz_read_document (&run->card, &run->overview, &run->location, run->hooks, &mrz);

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

/* What an alarm said of the overview, as it is in the picture. */
static void
take_output (struct run                        *run,
             int                                alarm,
             const struct vidimus_alarm_output *output)
{
  struct vidimus_evidence_list *list = &run->result->evidence[alarm];

  run->result->scores[alarm] = output->score;
  run->result->statistics[alarm] = output->statistic;
  *list = output->evidence;
  for (int i = 0; i < list->n; i++)
    for (int k = 0; k < list->items[i].n_points; k++)
      {
        list->items[i].points[k].x *= run->shrink;
        list->items[i].points[k].y *= run->shrink;
      }
}

static enum vidimus_status
run_detectors (struct run                *run,
               const struct vidimus_card *card,
               bool                       evidence)
{
  static vidimus_alarm_func *const detectors[VIDIMUS_ENGINE_N_ALARMS] = {
    vidimus_detect_blur, vidimus_detect_glare, vidimus_detect_blocking, vidimus_detect_lighting,
    vidimus_detect_copy, vidimus_detect_border, vidimus_detect_reproduce,
  };
  struct vidimus_alarm_input input = {
    .source = run->source, .shrink = run->shrink, .image = &run->overview, .location = &run->location, .card = card,
    .type = run->result->type, .evidence = evidence, .hooks = run->hooks,
  };
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS && status == VIDIMUS_STATUS_OK; i++)
    {
      struct vidimus_alarm_output output = { .score = -1, .statistic = NAN };

      status = detectors[i] (&input, &output);
      if (status == VIDIMUS_STATUS_OK)
        take_output (run, i, &output);
    }

  return status;
}

/* The alarms look at a card of their own, made of the overview: what is too fine for it no person would see either. */
static enum vidimus_status
run_alarms (struct run *run,
            bool        evidence)
{
  struct vidimus_source overview = vidimus_source_from_image (&run->overview);
  struct vidimus_card card = { 0 };
  double start = now_ms ();
  enum vidimus_status status = vidimus_rectify (&overview, &run->location, VIDIMUS_ALARM_SIDE, NULL, &card);

  if (status == VIDIMUS_STATUS_OK)
    status = run_detectors (run, &card, evidence);
  vidimus_card_clear (&card);
  run->result->ms[VIDIMUS_STAGE_ALARMS] = now_ms () - start;

  return status;
}

static enum vidimus_status
run_all (struct run *run,
         unsigned    flags)
{
  enum vidimus_status status = run_locate (run);

  if (status == VIDIMUS_STATUS_OK && (flags & VIDIMUS_ENGINE_WITH_TYPE) != 0)
    status = run_rectify (run);
  if (status == VIDIMUS_STATUS_OK && (flags & VIDIMUS_ENGINE_WITH_TYPE) != 0)
    status = run_type (run);
  vidimus_card_clear (&run->card);
  if (status == VIDIMUS_STATUS_OK && (flags & VIDIMUS_ENGINE_WITH_ALARMS) != 0)
    status = run_alarms (run, (flags & VIDIMUS_ENGINE_WITH_EVIDENCE) != 0);
  vidimus_image_free (&run->overview);

  return status;
}

enum vidimus_status
vidimus_engine_classify (struct vidimus_engine        *engine,
                         const struct vidimus_source  *source,
                         unsigned                      flags,
                         const struct vidimus_hooks   *hooks,
                         struct vidimus_engine_result *result)
{
  struct run run = { .engine = engine, .source = source, .hooks = hooks, .result = result };

  reset (result);
  if (source->width < MIN_SIDE || source->height < MIN_SIDE)
    return VIDIMUS_STATUS_INVALID;

  return run_all (&run, flags);
}
