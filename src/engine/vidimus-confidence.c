/* How sure an answer is: whether it has nine tenths of the document. */
#include "vidimus-locate-private.h"

#include <math.h>

/* Candidates that share so much with the best are the same answer. */
#define AGREEING 0.9

/* The sharpness of the soft maximum that the scores are fitted with is 1; its share is taken as no surer than this. */
#define LEAST_SHARE 0.002

/* Fitted on drawn scenes by tests/engine/fit-locate --fit-confidence (logistic regression). */
const float vidimus_confidence_weights[VIDIMUS_N_CONFIDENCE_CUES] = {
  [VIDIMUS_CONFIDENCE_ONE] = -5.963f,
  [VIDIMUS_CONFIDENCE_SHARE] = 0.313f,
  [VIDIMUS_CONFIDENCE_SCORE] = 0.151f,
  [VIDIMUS_CONFIDENCE_WEAKEST] = -0.504f,
  [VIDIMUS_CONFIDENCE_SECOND] = 0.903f,
  [VIDIMUS_CONFIDENCE_FAINTEST] = 0.977f,
  [VIDIMUS_CONFIDENCE_CROSSING] = -0.641f,
  [VIDIMUS_CONFIDENCE_CARD] = 0.888f,
  [VIDIMUS_CONFIDENCE_CUT] = 0.084f,
  [VIDIMUS_CONFIDENCE_HOLLOW] = 0.218f,
  [VIDIMUS_CONFIDENCE_FRAME] = 1.960f,
  [VIDIMUS_CONFIDENCE_FRAME_CARD] = 1.173f,
  [VIDIMUS_CONFIDENCE_SEEN] = -0.054f,
  [VIDIMUS_CONFIDENCE_SEEN_SIDE] = 0.094f,
  [VIDIMUS_CONFIDENCE_SEEN_WEAKEST] = 0.415f,
  [VIDIMUS_CONFIDENCE_SEEN_BEST] = 0.540f,
  [VIDIMUS_CONFIDENCE_UNSEEN] = -0.464f,
  [VIDIMUS_CONFIDENCE_CLOSE] = 0.724f,
  [VIDIMUS_CONFIDENCE_CLOSE_INSIDE] = 0.218f,
  [VIDIMUS_CONFIDENCE_CLOSE_SIDE] = 1.102f,
  [VIDIMUS_CONFIDENCE_CLOSE_WEAKEST] = 0.542f,
  [VIDIMUS_CONFIDENCE_CLOSE_CORNERS] = 1.652f,
  [VIDIMUS_CONFIDENCE_CLOSE_FIT] = 0.591f,
  [VIDIMUS_CONFIDENCE_CUT_TWO] = -1.225f,
};

/* The logarithm of the odds that the soft maximum over the scores gives to the best and to those that agree with it. */
static double
share (const struct vidimus_candidates *candidates)
{
  double agreeing = 0, all = 0;

  for (int i = 0; i < candidates->n; i++)
    {
      double p = exp (candidates->items[i].score - candidates->items[0].score);

      all += p;
      if (p > 1e-4 && (i == 0 || vidimus_quad_iou (&candidates->items[i].quad, &candidates->items[0].quad) > AGREEING))
        agreeing += p;
    }
  agreeing = fmin (fmax (agreeing / all, LEAST_SHARE), 1 - LEAST_SHARE);

  return log (agreeing / (1 - agreeing));
}

/** vidimus_confidence_describe: what speaks for the best candidate. */
void
vidimus_confidence_describe (const struct vidimus_candidates *candidates,
                             float                            cues[VIDIMUS_N_CONFIDENCE_CUES])
{
  const struct vidimus_candidate *best = &candidates->items[0];
  const float *f = best->features;

  cues[VIDIMUS_CONFIDENCE_ONE] = 1;
  cues[VIDIMUS_CONFIDENCE_SHARE] = (float) share (candidates);
  cues[VIDIMUS_CONFIDENCE_SCORE] = (float) fmin (fmax (best->score, -12), 12);
  cues[VIDIMUS_CONFIDENCE_WEAKEST] = f[VIDIMUS_QUAD_WEAKEST];
  cues[VIDIMUS_CONFIDENCE_SECOND] = f[VIDIMUS_QUAD_SECOND];
  cues[VIDIMUS_CONFIDENCE_FAINTEST] = f[VIDIMUS_QUAD_FAINTEST];
  cues[VIDIMUS_CONFIDENCE_CROSSING] = f[VIDIMUS_QUAD_CROSSING_TWO];
  cues[VIDIMUS_CONFIDENCE_CARD] = f[VIDIMUS_QUAD_CARD];
  cues[VIDIMUS_CONFIDENCE_CUT] = f[VIDIMUS_QUAD_CUT];
  cues[VIDIMUS_CONFIDENCE_HOLLOW] = f[VIDIMUS_QUAD_HOLLOW];
  cues[VIDIMUS_CONFIDENCE_FRAME] = f[VIDIMUS_QUAD_FRAME];
  cues[VIDIMUS_CONFIDENCE_FRAME_CARD] = f[VIDIMUS_QUAD_FRAME_CARD];
  cues[VIDIMUS_CONFIDENCE_SEEN] = f[VIDIMUS_QUAD_SEEN];
  cues[VIDIMUS_CONFIDENCE_SEEN_SIDE] = f[VIDIMUS_QUAD_SEEN_SIDE];
  cues[VIDIMUS_CONFIDENCE_SEEN_WEAKEST] = f[VIDIMUS_QUAD_SEEN_WEAKEST];
  cues[VIDIMUS_CONFIDENCE_SEEN_BEST] = f[VIDIMUS_QUAD_SEEN_BEST];
  cues[VIDIMUS_CONFIDENCE_UNSEEN] = f[VIDIMUS_QUAD_UNSEEN];
  cues[VIDIMUS_CONFIDENCE_CLOSE] = f[VIDIMUS_QUAD_CLOSE];
  cues[VIDIMUS_CONFIDENCE_CLOSE_INSIDE] = f[VIDIMUS_QUAD_CLOSE_INSIDE];
  cues[VIDIMUS_CONFIDENCE_CLOSE_SIDE] = f[VIDIMUS_QUAD_CLOSE_SIDE];
  cues[VIDIMUS_CONFIDENCE_CLOSE_WEAKEST] = f[VIDIMUS_QUAD_CLOSE_WEAKEST];
  cues[VIDIMUS_CONFIDENCE_CLOSE_CORNERS] = f[VIDIMUS_QUAD_CLOSE_CORNERS];
  cues[VIDIMUS_CONFIDENCE_CLOSE_FIT] = f[VIDIMUS_QUAD_CLOSE_FIT];
  cues[VIDIMUS_CONFIDENCE_CUT_TWO] = f[VIDIMUS_QUAD_CUT] > 1.5f;
}

/** vidimus_confidence: 0–1. */
double
vidimus_confidence (const struct vidimus_candidates *candidates)
{
  float cues[VIDIMUS_N_CONFIDENCE_CUES];
  double sum = 0;

  vidimus_confidence_describe (candidates, cues);
  for (int i = 0; i < VIDIMUS_N_CONFIDENCE_CUES; i++)
    sum += vidimus_confidence_weights[i] * cues[i];

  return 1 / (1 + exp (-sum));
}
