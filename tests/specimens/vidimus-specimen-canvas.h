/* What every card is drawn with. Units are tenths of a millimetre on the card. */
#pragma once

#include <pango/pangocairo.h>

#include "vidimus-specimen-random.h"

G_BEGIN_DECLS

/** VidimusSpecimenCanvas: a card being drawn; fields may be read. */
typedef struct
{
  cairo_surface_t      *surface; /* owned, ARGB32, transparent outside the card */
  cairo_t              *cr;      /* owned; scaled to tenths of a millimetre, the margin moved away */
  PangoLayout          *layout;  /* owned */
  double                width;   /* of the card */
  double                height;
  double                scale;   /* pixels in a tenth of a millimetre */
  double                margin;  /* transparent border of the surface, pixels */
  GHashTable           *families; /* owned: names of the font families that were drawn with */
  VidimusSpecimenRandom random;  /* for all that is not text */
} VidimusSpecimenCanvas;

/** VidimusSpecimenAlign: what of a text stands at its x. */
typedef enum
{
  VIDIMUS_SPECIMEN_START,
  VIDIMUS_SPECIMEN_CENTER,
  VIDIMUS_SPECIMEN_END,
} VidimusSpecimenAlign;

VidimusSpecimenCanvas *vidimus_specimen_canvas_new        (double                       width,
                                                           double                       height,
                                                           double                       radius,
                                                           double                       scale,
                                                           guint64                      seed);
void                   vidimus_specimen_canvas_free       (VidimusSpecimenCanvas       *self);
void                   vidimus_specimen_canvas_color      (VidimusSpecimenCanvas       *self,
                                                           guint32                      rgb,
                                                           double                       alpha);
double                 vidimus_specimen_canvas_measure    (VidimusSpecimenCanvas       *self,
                                                           const char                  *font,
                                                           double                       size,
                                                           const char                  *text);
void                   vidimus_specimen_canvas_text       (VidimusSpecimenCanvas       *self,
                                                           const char                  *font,
                                                           double                       size,
                                                           VidimusSpecimenAlign         align,
                                                           double                       x,
                                                           double                       baseline,
                                                           const char                  *text);
void                   vidimus_specimen_canvas_paper      (VidimusSpecimenCanvas       *self,
                                                           const guint32               *stops,
                                                           int                          n_stops);
void                   vidimus_specimen_canvas_waves      (VidimusSpecimenCanvas       *self,
                                                           guint32                      rgb,
                                                           double                       alpha,
                                                           double                       spacing);
void                   vidimus_specimen_canvas_rosette    (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       radius,
                                                           guint32                      rgb,
                                                           double                       alpha);
void                   vidimus_specimen_canvas_emblem     (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       radius,
                                                           guint32                      rgb);
void                   vidimus_specimen_canvas_portrait   (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width,
                                                           double                       height,
                                                           guint64                      seed,
                                                           double                       alpha);
void                   vidimus_specimen_canvas_chip       (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width);
void                   vidimus_specimen_canvas_signature  (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width,
                                                           guint32                      rgb);
void                   vidimus_specimen_canvas_barcode    (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width,
                                                           double                       height);
void                   vidimus_specimen_canvas_thumbprint (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width,
                                                           guint32                      rgb);
void                   vidimus_specimen_canvas_overprint  (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       size,
                                                           const char                  *font,
                                                           guint32                      rgb);

void                   vidimus_specimen_canvas_bust       (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width,
                                                           double                       height,
                                                           guint64                      seed,
                                                           double                       alpha);
void                   vidimus_specimen_canvas_module     (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width);
void                   vidimus_specimen_canvas_seal       (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       radius,
                                                           guint32                      rgb);
void                   vidimus_specimen_canvas_braid      (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width,
                                                           double                       height,
                                                           guint32                      rgb);
void                   vidimus_specimen_canvas_dots       (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width,
                                                           double                       height,
                                                           guint32                      rgb);
void                   vidimus_specimen_canvas_rays       (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       radius,
                                                           guint32                      rgb);
void                   vidimus_specimen_canvas_matrix     (VidimusSpecimenCanvas       *self,
                                                           double                       x,
                                                           double                       y,
                                                           double                       width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenCanvas, vidimus_specimen_canvas_free)

G_END_DECLS
