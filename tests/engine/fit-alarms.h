/* Pictures with truth, the alarms' features on them, and models fitted to both. */
#pragma once

#include "defects.h"
#include "vidimus-alarm-private.h"

#include "vidimus-picture.h"

#include <glib.h>

G_BEGIN_DECLS

#define FIT_N_ALARMS VIDIMUS_ENGINE_N_ALARMS

/**
 * FitRow: one picture, with at most one more defect laid over it than it came with.
 * @file: as the truth names it
 * @group: its layout and ground: rows of one group are never on both sides of a cross-validation
 * @laid: the model of the defect laid over, or "none"
 * @steps: of every defect, 1–6 and between; 0: none
 * @truth: 1, 0, or −1 where a person could say either
 * @scores: what the compiled weights say
 */
typedef struct
{
  char  *file;
  char  *group;
  char  *laid;
  double steps[FIT_N_ALARMS];
  int    truth[FIT_N_ALARMS];
  int    scores[FIT_N_ALARMS];
  double features[FIT_N_ALARMS][VIDIMUS_ALARM_FEATURES];
} FitRow;

/** FitVisit: called with every picture, upright pixels in @image, and the quad of the truth. */
typedef void (*FitVisit) (const struct vidimus_image *image,
                          const struct vidimus_quad  *quad,
                          FitRow                     *row,
                          gpointer                    data);

/** fit_models: in the alarms' order; NULL where an alarm has no model. */
extern const struct vidimus_alarm_model * const fit_models[FIT_N_ALARMS];

void       fit_row_free (FitRow                      *row);
gboolean   fit_visit    (const char                  *truth_json,
                         int                          laid,
                         const char                  *only,
                         FitVisit                     visit,
                         gpointer                     data,
                         GError                     **error);
void       fit_visit_art (guint                       n,
                         int                          laid,
                         const char                  *only,
                         FitVisit                     visit,
                         gpointer                     data);
gboolean   fit_camera   (struct vidimus_image        *image,
                         struct vidimus_quad         *quad,
                         guint                        seed);
VidimusPicture *fit_open_picture (GBytes             *bytes);
gboolean   fit_art      (guint                        index,
                         struct vidimus_image        *image);
void       fit_measure  (const struct vidimus_image  *image,
                         const struct vidimus_quad   *quad,
                         FitRow                      *row,
                         gpointer                     rows);
gboolean   fit_save     (GPtrArray                   *rows,
                         const char                  *path,
                         GError                     **error);
GPtrArray *fit_load     (const char                  *path,
                         GError                     **error);

void       fit_report   (GPtrArray                   *rows,
                         int                          alarm);

G_END_DECLS
