/* What the alarm files share: a model (features in, score out) and a few statistics. C11, no GLib. */
#pragma once

#include "vidimus-stages-private.h"

#define VIDIMUS_ALARM_FEATURES 8

/* From this score on there is something to show. */
#define VIDIMUS_EVIDENCE_SCORE 25

/**
 * struct vidimus_alarm_model: one alarm as data, so that tests/engine/fit-alarms.c can refit it.
 * @name: as the contract has it
 * @n_features: how many of the arrays below are used
 * @features: their names; the first is the alarm's statistic
 * @bias: of the logistic
 * @weights: of the logistic; none is negative, so that the score is monotone in every feature
 * @measure: fills the features from the input: each grows with the defect, and 0 features is what a
 *   picture without any content gives
 */
struct vidimus_alarm_model
{
  const char *name;
  int         n_features;
  const char *features[VIDIMUS_ALARM_FEATURES];
  double      bias;
  double      weights[VIDIMUS_ALARM_FEATURES];
  enum vidimus_status (*measure) (const struct vidimus_alarm_input *input,
                                  double                           *features);
};

extern const struct vidimus_alarm_model vidimus_blur_model;
extern const struct vidimus_alarm_model vidimus_glare_model;
extern const struct vidimus_alarm_model vidimus_blocking_model;
extern const struct vidimus_alarm_model vidimus_lighting_model;
extern const struct vidimus_alarm_model vidimus_copy_model;
extern const struct vidimus_alarm_model vidimus_border_model;
extern const struct vidimus_alarm_model vidimus_reproduce_model;

enum vidimus_status vidimus_alarm_run        (const struct vidimus_alarm_model *model,
                                              const struct vidimus_alarm_input *input,
                                              struct vidimus_alarm_output      *output);
void                vidimus_alarm_picture    (const struct vidimus_alarm_input *input,
                                              const char                       *name,
                                              const struct vidimus_image       *picture);
double              vidimus_alarm_clamp      (double                            value,
                                              double                            low,
                                              double                            high);
float               vidimus_alarm_percentile (float                            *values,
                                              size_t                            n,
                                              double                            share);
void                vidimus_alarm_plane      (const float                      *values,
                                              int                               across,
                                              int                               down,
                                              double                            middle,
                                              double                            scale,
                                              double                           *plane);
bool                vidimus_alarm_shrink     (const struct vidimus_image       *in,
                                              int                               width,
                                              struct vidimus_image             *out);
double              vidimus_alarm_noise      (const struct vidimus_image       *gray);
void                vidimus_evidence_add     (struct vidimus_alarm_output      *output,
                                              const char                       *kind,
                                              double                            value,
                                              const struct vidimus_point       *points,
                                              int                               n_points);
enum vidimus_status vidimus_evidence_add_mask (const struct vidimus_alarm_input *input,
                                              struct vidimus_alarm_output      *output,
                                              const char                       *kind,
                                              const uint8_t                    *mask,
                                              const float                      *values,
                                              int                               width,
                                              int                               height,
                                              double                            least,
                                              int                               most);

double vidimus_alarm_seen (const struct vidimus_alarm_input *input,
                           enum vidimus_closeup_map          map,
                           int                               width,
                           int                               height,
                           int                               x,
                           int                               y);
double vidimus_alarm_seen_mean (const struct vidimus_alarm_input *input,
                                enum vidimus_closeup_map          map);
