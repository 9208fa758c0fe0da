/* One image's way through a worker: what is asked, and what comes back, as values. */
#pragma once

#include "vidimus-engine.h"
#include "vidimus-result.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusJobFlags:
 * @VIDIMUS_JOB_ALARMS: score the seven alarms
 * @VIDIMUS_JOB_EXPLAIN: collect what each stage saw
 * @VIDIMUS_JOB_FRAME: one of a stream of a camera: as fast as it can be, and without a type
 * @VIDIMUS_JOB_EVIDENCE: of the alarms, which must be asked for too: where each saw something, and its statistic
 */
typedef enum
{
  VIDIMUS_JOB_ALARMS   = 1 << 0,
  VIDIMUS_JOB_EXPLAIN  = 1 << 1,
  VIDIMUS_JOB_EVIDENCE = 1 << 2,
  VIDIMUS_JOB_FRAME    = 1 << 3,
} VidimusJobFlags;

/* What an answer may weigh, in bytes; a worker leaves out what would exceed it, the front refuses more. */
#define VIDIMUS_ANSWER_MAX          (64 * 1024)
#define VIDIMUS_ANSWER_MAX_EXPLAIN  (8 * 1024 * 1024)

/** VidimusExplained: one thing that a stage saw; @png and @text may be NULL, @number NAN. */
typedef struct
{
  enum vidimus_stage  stage;
  char               *name;
  GBytes             *png;
  char               *text;
  double              number;
} VidimusExplained;

/**
 * VidimusJobAnswer: what came of one image.
 * @error_code: the contract's code when there is no result, else NULL
 * @decode_ms: milliseconds spent on decoding; −1 when it did not get so far
 * @result: the engine's; meaningful when @error_code is NULL, its times always
 * @areas: (element-type VidimusArea): of each alarm, what @result holds as evidence, after it crossed to the front; nullable
 * @explained: (element-type VidimusExplained): never NULL
 */
typedef struct
{
  char                        *error_code;
  double                       decode_ms;
  struct vidimus_engine_result result;
  GPtrArray                   *areas[VIDIMUS_ENGINE_N_ALARMS];
  GPtrArray                   *explained;
  gsize                        explained_bytes;
} VidimusJobAnswer;

const char       *vidimus_job_stage_name            (enum vidimus_stage      stage);

VidimusJobAnswer *vidimus_job_answer_new            (void);
void              vidimus_job_answer_free           (VidimusJobAnswer       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusJobAnswer, vidimus_job_answer_free)

void              vidimus_job_answer_explain        (VidimusJobAnswer       *self,
                                                     enum vidimus_stage      stage,
                                                     const char             *name,
                                                     GBytes                 *png,
                                                     const char             *text,
                                                     double                  number);
GBytes           *vidimus_job_answer_to_bytes       (const VidimusJobAnswer *self);
VidimusJobAnswer *vidimus_job_answer_new_from_bytes (GBytes                 *bytes);
VidimusResult    *vidimus_job_answer_to_result      (const VidimusJobAnswer *self,
                                                     VidimusJobFlags         flags);
char             *vidimus_job_answer_server_timing  (const VidimusJobAnswer *self,
                                                     double                  queue_ms);

G_END_DECLS
