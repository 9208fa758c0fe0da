/* The picture while it is made: linear light in floats, and the camera that turns it into bytes. */
#pragma once

#include <cairo.h>

#include "vidimus-geometry.h"
#include "vidimus-image.h"
#include "vidimus-specimen-random.h"

G_BEGIN_DECLS

/** VidimusSpecimenFilm: linear light, RGB interleaved, 1 = white. */
typedef struct
{
  int    width;
  int    height;
  float *light; /* owned, width × height × 3 */
} VidimusSpecimenFilm;

/** VidimusSpecimenCamera: how light becomes bytes. */
typedef struct
{
  double exposure;    /* 1: as lit */
  double noise;       /* deviation of a mid-grey pixel, in linear light */
  double sharpen;     /* share of the unsharp mask, 0 for none */
  double tint[3];     /* white balance that is left */
} VidimusSpecimenCamera;

VidimusSpecimenFilm *vidimus_specimen_film_new     (int                          width,
                                                    int                          height);
void                 vidimus_specimen_film_free    (VidimusSpecimenFilm         *self);
void                 vidimus_specimen_film_lay     (VidimusSpecimenFilm         *self,
                                                    const struct vidimus_image  *layer);
void                 vidimus_specimen_film_shadow  (VidimusSpecimenFilm         *self,
                                                    const struct vidimus_image  *layer,
                                                    double                       dx,
                                                    double                       dy,
                                                    double                       softness,
                                                    double                       strength);
void                 vidimus_specimen_film_defocus (VidimusSpecimenFilm         *self,
                                                    double                       radius);
void                 vidimus_specimen_film_move    (VidimusSpecimenFilm         *self,
                                                    double                       dx,
                                                    double                       dy);
gboolean             vidimus_specimen_film_expose  (VidimusSpecimenFilm         *self,
                                                    const VidimusSpecimenCamera *camera,
                                                    VidimusSpecimenRandom       *random,
                                                    struct vidimus_image        *out);
double               vidimus_specimen_linear       (double                       srgb);
struct vidimus_image vidimus_specimen_view         (cairo_surface_t             *surface);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenFilm, vidimus_specimen_film_free)

G_END_DECLS
