/* How sure an answer is: whether it has nine tenths of the document. */
#include "vidimus-locate-private.h"

#include <math.h>

/* Candidates that share so much with the best are the same answer. */
#define AGREEING 0.9

/* … and with less of it are of another one. */
#define APART 0.2

/* The sharpness of the soft maximum that the scores are fitted with is 1; its share is taken as no surer than this. */
#define LEAST_SHARE 0.002

/* Fitted on drawn scenes by tests/engine/fit-locate --fit-confidence (logistic regression). */
const float vidimus_confidence_weights[VIDIMUS_N_CONFIDENCE_CUES] = {
  [VIDIMUS_CONFIDENCE_ONE] = -4.708f,
  [VIDIMUS_CONFIDENCE_SHARE] = 0.129f,
  [VIDIMUS_CONFIDENCE_SCORE] = 0.161f,
  [VIDIMUS_CONFIDENCE_WEAKEST] = -0.473f,
  [VIDIMUS_CONFIDENCE_SECOND] = 0.726f,
  [VIDIMUS_CONFIDENCE_FAINTEST] = 0.869f,
  [VIDIMUS_CONFIDENCE_CROSSING] = -0.327f,
  [VIDIMUS_CONFIDENCE_CARD] = 0.871f,
  [VIDIMUS_CONFIDENCE_CUT] = -0.005f,
  [VIDIMUS_CONFIDENCE_HOLLOW] = 0.181f,
  [VIDIMUS_CONFIDENCE_FRAME] = 1.739f,
  [VIDIMUS_CONFIDENCE_FRAME_CARD] = 1.088f,
  [VIDIMUS_CONFIDENCE_SEEN] = -0.596f,
  [VIDIMUS_CONFIDENCE_SEEN_SIDE] = -0.234f,
  [VIDIMUS_CONFIDENCE_SEEN_WEAKEST] = -0.089f,
  [VIDIMUS_CONFIDENCE_SEEN_BEST] = 0.109f,
  [VIDIMUS_CONFIDENCE_UNSEEN] = -0.411f,
  [VIDIMUS_CONFIDENCE_CLOSE] = 0.837f,
  [VIDIMUS_CONFIDENCE_CLOSE_INSIDE] = 0.293f,
  [VIDIMUS_CONFIDENCE_CLOSE_SIDE] = 1.051f,
  [VIDIMUS_CONFIDENCE_CLOSE_WEAKEST] = 0.414f,
  [VIDIMUS_CONFIDENCE_CLOSE_CORNERS] = 1.833f,
  [VIDIMUS_CONFIDENCE_CLOSE_FIT] = 0.664f,
  [VIDIMUS_CONFIDENCE_FIRST] = 0.223f,
  [VIDIMUS_CONFIDENCE_CUT_TWO] = -1.378f,
};

/* The logarithm of the odds that the soft maximum over the scores gives to the best and to those that agree with it. */
static double
share (const struct vidimus_candidates *candidates,
       bool                             first)
{
  const struct vidimus_candidate *items = candidates->items;
  double agreeing = 0, all = 0, most = -INFINITY;

  for (int i = 0; i < candidates->n; i++)
    most = fmax (most, first ? items[i].first : items[i].score);
  for (int i = 0; i < candidates->n; i++)
    {
      double p = exp ((first ? items[i].first : items[i].score) - most);

      all += p;
      if (p > 1e-4 && (i == 0 || vidimus_quad_iou (&items[i].quad, &items[0].quad) > AGREEING))
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
  cues[VIDIMUS_CONFIDENCE_SHARE] = (float) share (candidates, false);
  cues[VIDIMUS_CONFIDENCE_FIRST] = (float) share (candidates, true);
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

/* How likely the document was to be quite another one before the close look, which sees only one of several that are alike: 0–1. */
static double
elsewhere (const struct vidimus_candidates *candidates)
{
  const struct vidimus_candidate *items = candidates->items;
  double other = 0, all = 0;

  for (int i = 0; i < candidates->n; i++)
    {
      double p = exp (items[i].first - items[0].first);

      all += p;
      if (!items[i].whole_frame && vidimus_quad_iou (&items[i].quad, &items[0].quad) < APART)
        other += p;
    }

  return items[0].whole_frame || !(all > 0) ? 0 : other / all;
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

  return (1 - elsewhere (candidates) / 2) / (1 + exp (-sum));
}
