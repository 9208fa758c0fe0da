#include "fit-locate.h"

#include <math.h>
#include <stdio.h>

#define N VIDIMUS_N_CONFIDENCE_CUES

#define ROUNDS 4000
#define RATE   0.02
#define RIDGE  3e-4

static const char *const names[N] = {
  [VIDIMUS_CONFIDENCE_ONE] = "ONE",
  [VIDIMUS_CONFIDENCE_SHARE] = "SHARE",
  [VIDIMUS_CONFIDENCE_SCORE] = "SCORE",
  [VIDIMUS_CONFIDENCE_WEAKEST] = "WEAKEST",
  [VIDIMUS_CONFIDENCE_SECOND] = "SECOND",
  [VIDIMUS_CONFIDENCE_FAINTEST] = "FAINTEST",
  [VIDIMUS_CONFIDENCE_CROSSING] = "CROSSING",
  [VIDIMUS_CONFIDENCE_CARD] = "CARD",
  [VIDIMUS_CONFIDENCE_CUT] = "CUT",
  [VIDIMUS_CONFIDENCE_HOLLOW] = "HOLLOW",
  [VIDIMUS_CONFIDENCE_FRAME] = "FRAME",
  [VIDIMUS_CONFIDENCE_FRAME_CARD] = "FRAME_CARD",
  [VIDIMUS_CONFIDENCE_SEEN] = "SEEN",
  [VIDIMUS_CONFIDENCE_SEEN_SIDE] = "SEEN_SIDE",
  [VIDIMUS_CONFIDENCE_SEEN_WEAKEST] = "SEEN_WEAKEST",
  [VIDIMUS_CONFIDENCE_SEEN_BEST] = "SEEN_BEST",
  [VIDIMUS_CONFIDENCE_UNSEEN] = "UNSEEN",
  [VIDIMUS_CONFIDENCE_CLOSE] = "CLOSE",
  [VIDIMUS_CONFIDENCE_CLOSE_INSIDE] = "CLOSE_INSIDE",
  [VIDIMUS_CONFIDENCE_CLOSE_SIDE] = "CLOSE_SIDE",
  [VIDIMUS_CONFIDENCE_CLOSE_WEAKEST] = "CLOSE_WEAKEST",
  [VIDIMUS_CONFIDENCE_CLOSE_CORNERS] = "CLOSE_CORNERS",
  [VIDIMUS_CONFIDENCE_CLOSE_FIT] = "CLOSE_FIT",
  [VIDIMUS_CONFIDENCE_FIRST] = "FIRST",
  [VIDIMUS_CONFIDENCE_CUT_TWO] = "CUT_TWO",
};

static double
confidence (const double    weights[N],
            const FitScene *scene)
{
  double sum = 0;

  for (int k = 0; k < N; k++)
    sum += weights[k] * scene->cues[k];

  return 1 / (1 + exp (-sum));
}

/* Logistic regression by Adam. */
static void
fit (GPtrArray *scenes,
     int        left_out,
     double     weights[N])
{
  double m[N] = { 0 }, v[N] = { 0 };

  for (int k = 0; k < N; k++)
    weights[k] = 0;
  for (int round = 1; round <= ROUNDS; round++)
    {
      double slope[N] = { 0 };
      int n = 0;

      for (guint i = 0; i < scenes->len; i++)
        {
          const FitScene *scene = scenes->pdata[i];
          double off = confidence (weights, scene) - (scene->iou > .9);

          if (scene->fold == left_out)
            continue;
          for (int k = 0; k < N; k++)
            slope[k] += off * scene->cues[k];
          n++;
        }
      for (int k = 0; k < N; k++)
        {
          double g = slope[k] / MAX (n, 1) + (k == VIDIMUS_CONFIDENCE_ONE ? 0 : 2 * RIDGE * weights[k]);

          m[k] = .9 * m[k] + .1 * g;
          v[k] = .99 * v[k] + .01 * g * g;
          weights[k] -= RATE * (m[k] / (1 - pow (.9, round))) / (sqrt (v[k] / (1 - pow (.99, round))) + 1e-8);
        }
    }
}

/** fit_confidence: prints its weights, and how well those fitted to the other folds tell good answers from bad. */
void
fit_confidence (GPtrArray *scenes,
                int        n_folds)
{
  double weights[N];

  for (int fold = 0; fold < n_folds; fold++)
    {
      fit (scenes, fold, weights);
      for (guint i = 0; i < scenes->len; i++)
        if (((FitScene *) scenes->pdata[i])->fold == fold)
          ((FitScene *) scenes->pdata[i])->location.confidence = confidence (weights, scenes->pdata[i]);
    }
  printf ("confidence, each fold unseen: AUC %.3f, calibration error %.3f\n", fit_area_under_curve (scenes),
          fit_calibration_error (scenes));

  fit (scenes, -1, weights);
  for (int k = 0; k < N; k++)
    printf ("  [VIDIMUS_CONFIDENCE_%s] = %.3ff,\n", names[k], weights[k]);
}
