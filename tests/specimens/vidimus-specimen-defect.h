/* What can be wrong with a picture. Doses go from 0 to 1. */
#pragma once

#include "vidimus-specimen-scene.h"

G_BEGIN_DECLS

/** VidimusSpecimenSheet: what is warped into the picture: a surface, and where in it the document lies. */
typedef struct
{
  cairo_surface_t    *surface; /* owned */
  struct vidimus_quad card;    /* in its pixels, from the document's own top left clockwise */
  double              pitch;   /* of a screen's pixels, in surface pixels; 0: not a screen */
  double              grid;    /* 0–1: how plainly that screen shows its pixels */
} VidimusSpecimenSheet;

void vidimus_specimen_sheet_init   (VidimusSpecimenSheet        *sheet,
                                    const VidimusSpecimenRecipe *recipe,
                                    const struct vidimus_quad   *quad);
void vidimus_specimen_sheet_copy   (VidimusSpecimenSheet        *sheet,
                                    VidimusSpecimenRandom       *random,
                                    double                       dose);
void vidimus_specimen_sheet_screen (VidimusSpecimenSheet        *sheet,
                                    VidimusSpecimenRandom       *random,
                                    double                       dose,
                                    double                       scale);
void vidimus_specimen_film_screen  (VidimusSpecimenFilm         *film,
                                    const VidimusSpecimenSheet  *sheet,
                                    const struct vidimus_homography *to_sheet);
void vidimus_specimen_film_glare   (VidimusSpecimenFilm         *film,
                                    const struct vidimus_image  *layer,
                                    const struct vidimus_quad   *quad,
                                    VidimusSpecimenRandom       *random,
                                    double                       dose);
void vidimus_specimen_film_blur    (VidimusSpecimenFilm         *film,
                                    VidimusSpecimenRandom       *random,
                                    double                       dose);
void vidimus_specimen_film_block   (VidimusSpecimenFilm         *film,
                                    const struct vidimus_quad   *quad,
                                    VidimusSpecimenRandom       *random,
                                    double                       dose);

G_END_DECLS
