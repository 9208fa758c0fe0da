/* An outline that is being corrected by hand: what its handles do, and the steps back. Pure arithmetic, no GTK. */
#pragma once

#include "vidimus-quad.h"

G_BEGIN_DECLS

/* The four corners, then the four sides: side i lies between corner i and the next. */
#define VIDIMUS_QUAD_EDIT_N_HANDLES 8

/* No side and no corner's depth is made less, in pixels of the picture. */
#define VIDIMUS_QUAD_EDIT_LEAST 8.0

/* So far corners may lie outside of the picture, as a share of its shorter side: a document whose border was cut. */
#define VIDIMUS_QUAD_EDIT_MARGIN 0.25

/**
 * VidimusQuadEdit:
 * @quad: as it is now, in upright pixels of the picture; convex and clockwise
 * @width: of the picture
 * @height: of the picture
 * @steps: owned; the outlines that there were, @at being the last that was kept
 * @merged: which handle the last step moved, if more of the same are one step with it; −1: none
 */
typedef struct
{
  VidimusQuad  quad;
  int          width;
  int          height;
  GArray      *steps;
  guint        at;
  int          merged;
} VidimusQuadEdit;

void         vidimus_quad_edit_init       (VidimusQuadEdit   *self,
                                           int                width,
                                           int                height,
                                           const VidimusQuad *start);
void         vidimus_quad_edit_clear      (VidimusQuadEdit   *self);
VidimusPoint vidimus_quad_edit_get_handle (VidimusQuadEdit   *self,
                                           int                handle);
void         vidimus_quad_edit_move       (VidimusQuadEdit   *self,
                                           int                handle,
                                           VidimusPoint       to);
void         vidimus_quad_edit_set        (VidimusQuadEdit   *self,
                                           const VidimusQuad *quad);
void         vidimus_quad_edit_next_first (VidimusQuadEdit   *self);
void         vidimus_quad_edit_keep       (VidimusQuadEdit   *self,
                                           int                merge);
gboolean     vidimus_quad_edit_can_undo   (VidimusQuadEdit   *self);
gboolean     vidimus_quad_edit_can_redo   (VidimusQuadEdit   *self);
void         vidimus_quad_edit_undo       (VidimusQuadEdit   *self);
void         vidimus_quad_edit_redo       (VidimusQuadEdit   *self);
gboolean     vidimus_quad_edit_is_changed (VidimusQuadEdit   *self);

G_END_DECLS
