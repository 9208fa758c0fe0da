/* A scanned page in the steps that tell its documents apart. Masks are grey images of 0 and 255. */
#pragma once

#include "vidimus-flatbed.h"

G_BEGIN_DECLS

/**
 * VidimusFlatbedPiece: something on the glass, of connected pixels or of pieces that belong together; lengths in pixels.
 * @hull: of struct vidimus_point: its convex hull
 * @rect: the smallest rectangle around @hull, as it lies
 * @longer, @shorter: the sides of @rect
 * @x0, @y0, @x1, @y1: the upright box; @x1 and @y1 are beyond it
 * @area: pixels of the mask
 * @edged: an edge of a document was seen
 */
typedef struct
{
  GArray              *hull; /* owned */
  struct vidimus_quad  rect;
  double               longer;
  double               shorter;
  int                  x0;
  int                  y0;
  int                  x1;
  int                  y1;
  int                  area;
  gboolean             edged;
} VidimusFlatbedPiece;

/* vidimus-flatbed-lid.c */
gboolean             vidimus_flatbed_see         (const struct vidimus_image *page,
                                                  struct vidimus_image       *mask);

/* vidimus-flatbed-mask.c */
void                 vidimus_flatbed_clear_rim   (struct vidimus_image       *mask,
                                                  int                         width);
void                 vidimus_flatbed_grow        (struct vidimus_image       *mask,
                                                  int                         radius);
void                 vidimus_flatbed_shrink      (struct vidimus_image       *mask,
                                                  int                         radius);
void                 vidimus_flatbed_fill_holes  (struct vidimus_image       *mask);
GPtrArray           *vidimus_flatbed_pieces      (const struct vidimus_image *mask);

/* vidimus-flatbed-piece.c */
VidimusFlatbedPiece *vidimus_flatbed_piece_new   (GArray                     *points,
                                                  int                         area);
void                 vidimus_flatbed_piece_free  (VidimusFlatbedPiece        *self);
VidimusFlatbedPiece *vidimus_flatbed_piece_join  (const VidimusFlatbedPiece  *a,
                                                  const VidimusFlatbedPiece  *b);
int                  vidimus_flatbed_piece_gap   (const VidimusFlatbedPiece  *a,
                                                  const VidimusFlatbedPiece  *b);

/* vidimus-flatbed-boxes.c */
int                  vidimus_flatbed_whole       (const struct vidimus_image *page,
                                                  int                         boxes[VIDIMUS_FLATBED_MOST][4]);
int                  vidimus_flatbed_box         (const struct vidimus_image *page,
                                                  GPtrArray                  *documents,
                                                  double                      reduction,
                                                  int                         room,
                                                  int                         boxes[VIDIMUS_FLATBED_MOST][4]);

G_END_DECLS
