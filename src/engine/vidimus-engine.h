/* The engine: pixels in, numbers out. C11, on raster and an OCR library; no GLib. */
#pragma once

#include "vidimus-geometry.h"
#include "vidimus-source.h"

#include <stdint.h>

/* In the contract's order, so that the enum indexes its tables. */
enum vidimus_alarm
{
  VIDIMUS_ENGINE_BLUR,
  VIDIMUS_ENGINE_GLARE,
  VIDIMUS_ENGINE_BLOCKING,
  VIDIMUS_ENGINE_LIGHTING,
  VIDIMUS_ENGINE_COPY,
  VIDIMUS_ENGINE_BORDER,
  VIDIMUS_ENGINE_REPRODUCE,
  VIDIMUS_ENGINE_N_ALARMS,
};

/* The nine types, in the contract's order (API.md, Response), or none of them. */
enum vidimus_kind
{
  VIDIMUS_KIND_NONE = -1,
  VIDIMUS_KIND_PERU_ID_CARD,
  VIDIMUS_KIND_CAMBODIAN_ID_CARD,
  VIDIMUS_KIND_HONGKONG_ID_CARD,
  VIDIMUS_KIND_MACAO_ID_CARD,
  VIDIMUS_KIND_MYANMAR_DRIVER_LICENSE,
  VIDIMUS_KIND_MYANMAR_ID_CARD,
  VIDIMUS_KIND_PASSPORT,
  VIDIMUS_KIND_THAILAND_ID_CARD,
  VIDIMUS_KIND_ID_CARD,
  VIDIMUS_N_KINDS,
};

enum vidimus_status
{
  VIDIMUS_STATUS_OK,
  VIDIMUS_STATUS_NO_DOCUMENT, /* nothing that looks like a document: quad is not set */
  VIDIMUS_STATUS_CANCELLED,
  VIDIMUS_STATUS_NO_MEMORY,
  VIDIMUS_STATUS_INVALID,     /* the image is unusable (a side under 15 px) */
};

/* What Server-Timing names (API.md, Ours); decode is the caller's. */
enum vidimus_stage
{
  VIDIMUS_STAGE_LOCATE,
  VIDIMUS_STAGE_RECTIFY,
  VIDIMUS_STAGE_MRZ,
  VIDIMUS_STAGE_OCR,
  VIDIMUS_STAGE_ALARMS,
  VIDIMUS_N_STAGES,
};

/**
 * struct vidimus_hooks:
 * @cancelled: polled from every loop that may last over 10 ms, also inside OCR; true ends the call
 * @explain: called with what a stage saw: a small picture, a text, or a number; the pointers live only
 *   during the call. NULL when nobody asked, and then nothing is prepared for it.
 * @data: passed to both
 */
struct vidimus_hooks
{
  bool (*cancelled) (void *data);
  void (*explain)   (void                       *data,
                     enum vidimus_stage          stage,
                     const char                 *name,
                     const struct vidimus_image *picture,  /* nullable */
                     const char                 *text,     /* nullable, UTF-8 */
                     double                      number);  /* NAN when not a number */
  void  *data;
};

enum vidimus_engine_flags
{
  VIDIMUS_ENGINE_WITH_TYPE     = 1 << 0, /* MRZ and OCR */
  VIDIMUS_ENGINE_WITH_ALARMS   = 1 << 1,
  VIDIMUS_ENGINE_WITH_EVIDENCE = 1 << 2, /* of the alarms, which must be asked for too */
};

/* The most corners that a polygon of evidence has, and the most polygons that one alarm shows. */
#define VIDIMUS_EVIDENCE_POINTS 12
#define VIDIMUS_EVIDENCE_MOST   8

/**
 * struct vidimus_evidence: where an alarm saw something, and how much.
 * @kind: a short word in lower case, such as "glare" or "cut"; static
 * @value: in the unit of @kind; see the alarm's file
 * @points: a simple polygon, in pixels of the picture given
 */
struct vidimus_evidence
{
  const char          *kind;
  double               value;
  int                  n_points;
  struct vidimus_point points[VIDIMUS_EVIDENCE_POINTS];
};

/** struct vidimus_evidence_list: of one alarm, the weightiest first. */
struct vidimus_evidence_list
{
  int                     n;
  struct vidimus_evidence items[VIDIMUS_EVIDENCE_MOST];
};

/**
 * struct vidimus_engine_result:
 * @quad: in pixels of the image given, clockwise; the first corner is the document's own top left when
 *   the type is known, else the picture's
 * @confidence: of the location, 0–1
 * @type: one of the nine or %VIDIMUS_KIND_NONE
 * @type_confidence: 0–1, for explanation only: the contract has no such field
 * @scores: 0–99 each, 99 × the probability that a person would raise that alarm; −1 when not asked for
 * @statistics: the number behind each score, in its own unit
 * @evidence: of each alarm; empty when not asked for
 * @ms: wall-clock milliseconds of each stage; −1 when the stage did not run
 */
struct vidimus_engine_result
{
  struct vidimus_quad quad;
  double              confidence;
  enum vidimus_kind   type;
  double              type_confidence;
  int                 scores[VIDIMUS_ENGINE_N_ALARMS];
  double              statistics[VIDIMUS_ENGINE_N_ALARMS];
  struct vidimus_evidence_list evidence[VIDIMUS_ENGINE_N_ALARMS];
  double              ms[VIDIMUS_N_STAGES];
};

struct vidimus_engine;

/**
 * vidimus_engine_new:
 * @tessdata: the folder with `eng.traineddata` and its sisters; copied
 *
 * Opens nothing yet: vidimus_engine_warm() does, or the first classification as far as it needs.
 *
 * Returns: an engine for one thread at a time (several engines run side by side), or NULL
 */
struct vidimus_engine *vidimus_engine_new      (const char                   *tessdata);
void                   vidimus_engine_free     (struct vidimus_engine        *engine);

/**
 * vidimus_engine_warm:
 *
 * Loads every OCR language that is there, so that later calls (also in processes forked from this one) open no file.
 *
 * Returns: the languages that are missing, as a bit set over vidimus_engine_language(); 0 when complete
 */
uint32_t               vidimus_engine_warm     (struct vidimus_engine        *engine);

/** vidimus_engine_language: the code ("eng", "khm", …) of bit @i of the set above, or NULL past the last. */
const char            *vidimus_engine_language (unsigned                      i);

/**
 * vidimus_engine_classify:
 * @source: the picture as sent; borrowed
 * @flags: of enum vidimus_engine_flags
 * @hooks: nullable
 * @result: filled as far as the call came; all fields are defined on every status
 *
 * Locates, rectifies, identifies, and scores. Location is always done.
 */
enum vidimus_status    vidimus_engine_classify (struct vidimus_engine        *engine,
                                                const struct vidimus_source  *source,
                                                unsigned                      flags,
                                                const struct vidimus_hooks   *hooks,
                                                struct vidimus_engine_result *result);
