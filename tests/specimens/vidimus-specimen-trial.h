/* The judging half of the scenes: other grounds, things, cameras and models of every defect than the tuning half has. Nothing
 * of it is called by that half. Doses go from 0 to 1, in sixths; a table of seven says what each sixth is. */
#pragma once

#include "vidimus-specimen-defect.h"

G_BEGIN_DECLS

/** VidimusSpecimenGrain: random numbers that stand still, for textures; start it with vidimus_specimen_grain_init(). */
#define VIDIMUS_SPECIMEN_GRAIN 256
typedef struct
{
  float cells[VIDIMUS_SPECIMEN_GRAIN * VIDIMUS_SPECIMEN_GRAIN]; /* 0–1 */
} VidimusSpecimenGrain;

extern const char * const vidimus_specimen_trial_grounds[];
extern const char * const vidimus_specimen_trial_cameras[];

double   vidimus_specimen_trial_table   (const double                 steps[VIDIMUS_SPECIMEN_STEPS + 1],
                                         double                       dose);
void     vidimus_specimen_trial_color   (cairo_t                     *cr,
                                         guint32                      rgb,
                                         double                       light,
                                         double                       alpha);
void     vidimus_specimen_trial_words   (cairo_t                     *cr,
                                         VidimusSpecimenRandom       *random,
                                         const char                  *font,
                                         double                       size,
                                         double                       width,
                                         int                          n_words);

void     vidimus_specimen_grain_init    (VidimusSpecimenGrain        *self,
                                         VidimusSpecimenRandom       *random);
float    vidimus_specimen_grain_at      (const VidimusSpecimenGrain  *self,
                                         float                        x,
                                         float                        y);
float    vidimus_specimen_grain_cloud   (const VidimusSpecimenGrain  *self,
                                         float                        x,
                                         float                        y);

void     vidimus_specimen_trial_recipe  (VidimusSpecimenRecipe       *recipe,
                                         const VidimusSpecimenLayout *layout,
                                         guint64                      seed);
double   vidimus_specimen_trial_shrink  (const VidimusSpecimenRecipe *recipe);
void     vidimus_specimen_trial_compose (const VidimusSpecimenRecipe *recipe,
                                         VidimusSpecimenFilm         *film,
                                         const struct vidimus_quad   *quad);
gboolean vidimus_specimen_trial_expose  (const VidimusSpecimenRecipe *recipe,
                                         VidimusSpecimenFilm         *film,
                                         struct vidimus_image        *out);

void     vidimus_specimen_trial_ground  (VidimusSpecimenFilm         *film,
                                         const char                  *kind,
                                         guint64                      seed);
void     vidimus_specimen_trial_clutter (VidimusSpecimenFilm         *film,
                                         int                          n,
                                         guint64                      seed);
void     vidimus_specimen_trial_palm    (VidimusSpecimenFilm         *film,
                                         const struct vidimus_quad   *quad,
                                         VidimusSpecimenRandom       *random);
guint32  vidimus_specimen_trial_skin    (VidimusSpecimenRandom       *random);
void     vidimus_specimen_trial_finger  (cairo_t                     *cr,
                                         guint32                      skin,
                                         double                       length,
                                         double                       width,
                                         double                       bend,
                                         gboolean                     nail);

void     vidimus_specimen_trial_copy    (VidimusSpecimenSheet        *sheet,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);
void     vidimus_specimen_trial_print   (VidimusSpecimenSheet        *sheet,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);
void     vidimus_specimen_trial_corner  (VidimusSpecimenSheet        *sheet,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);
void     vidimus_specimen_trial_window  (VidimusSpecimenSheet        *sheet,
                                         VidimusSpecimenRandom       *random,
                                         struct vidimus_quad         *display);
struct vidimus_quad
         vidimus_specimen_trial_display (const VidimusSpecimenFilm   *film,
                                         VidimusSpecimenRandom       *random);
void     vidimus_specimen_trial_screen  (VidimusSpecimenFilm         *film,
                                         const struct vidimus_quad   *display,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);
void     vidimus_specimen_trial_block   (VidimusSpecimenFilm         *film,
                                         const struct vidimus_quad   *quad,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);
void     vidimus_specimen_trial_glare   (VidimusSpecimenFilm         *film,
                                         const struct vidimus_quad   *quad,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);
void     vidimus_specimen_trial_blur    (VidimusSpecimenFilm         *film,
                                         const struct vidimus_quad   *quad,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);
void     vidimus_specimen_trial_dusk    (VidimusSpecimenFilm         *film,
                                         VidimusSpecimenRandom       *random,
                                         double                       dose);

G_END_DECLS
