#include "vidimus-area-overlay.h"

#include "vidimus-geometry.h"
#include "vidimus-overlay-stroke.h"

#include <math.h>

#define FILL    0.22 /* opacity: what is marked is still to be seen */
#define HATCH   0.55
#define FAINT   0.35 /* of that, for an area as large as the picture: it would lie over all that there is to see */
#define PITCH   9.0  /* logical pixels between hatching lines */
#define MARGIN  6.0  /* of the picture, in which outlines are drawn too */

static void
trace (const VidimusArea *area,
       cairo_t           *cr)
{
  cairo_move_to (cr, area->points[0].x, area->points[0].y);
  for (guint i = 1; i < area->n_points; i++)
    cairo_line_to (cr, area->points[i].x, area->points[i].y);
  cairo_close_path (cr);
}

/* Lines from the lower left to the upper right; they hang together across areas, and are seen where colours are not. */
static void
hatch (cairo_t *cr)
{
  double left, top, right, bottom;

  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  for (double at = floor ((left + top) / PITCH) * PITCH; at < right + bottom; at += PITCH)
    {
      cairo_move_to (cr, at - bottom, bottom);
      cairo_line_to (cr, at - top, top);
    }
  cairo_stroke (cr);
}

/* Of the picture's, 0–1. */
static double
get_share (const VidimusAreaOverlay *self,
           const VidimusArea        *area)
{
  double twice = 0.0;

  for (guint i = 0; i < area->n_points; i++)
    {
      const VidimusPoint *a = &area->points[i], *b = &area->points[(i + 1) % area->n_points];

      twice += a->x * b->y - a->y * b->x;
    }

  return MIN (fabs (twice) / 2.0 / MAX (self->image.size.width * self->image.size.height, 1.0), 1.0);
}

static void
fill_area (const VidimusAreaOverlay *self,
           const VidimusArea        *area,
           cairo_t                  *cr)
{
  double strength = 1.0 - (1.0 - FAINT) * sqrt (get_share (self, area));

  cairo_save (cr);
  trace (area, cr);
  cairo_clip (cr);
  cairo_set_source_rgba (cr, self->color.red, self->color.green, self->color.blue, FILL * strength);
  cairo_paint (cr);
  cairo_set_source_rgba (cr, self->color.red, self->color.green, self->color.blue, HATCH * strength);
  cairo_set_line_width (cr, 1.5);
  hatch (cr);
  cairo_restore (cr);
}

/**
 * vidimus_area_overlay_snapshot:
 * @widget: gives the size of what is drawn
 *
 * Fills, hatches and outlines the areas. The size of strokes does not follow the zoom.
 */
void
vidimus_area_overlay_snapshot (const VidimusAreaOverlay *self,
                               GtkSnapshot              *snapshot,
                               GtkWidget                *widget)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_rectangle (cr, self->image.origin.x - MARGIN, self->image.origin.y - MARGIN,
                   self->image.size.width + 2 * MARGIN, self->image.size.height + 2 * MARGIN);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < self->areas->len; i++)
    fill_area (self, self->areas->pdata[i], cr);
  for (guint i = 0; i < self->areas->len; i++)
    {
      trace (self->areas->pdata[i], cr);
      vidimus_overlay_stroke (cr, &self->color);
    }

  cairo_destroy (cr);
}

static VidimusArea *
flatten (const VidimusArea               *area,
         const struct vidimus_homography *to_flat)
{
  VidimusPoint points[VIDIMUS_AREA_MAX_POINTS];

  for (guint i = 0; i < area->n_points; i++)
    {
      struct vidimus_point p = { area->points[i].x, area->points[i].y };

      /* Beyond the horizon of the document's plane there is no place on it. */
      if (to_flat->m[6] * p.x + to_flat->m[7] * p.y + to_flat->m[8] <= 0.0)
        return NULL;
      p = vidimus_homography_apply (to_flat, p);
      points[i] = (VidimusPoint) { p.x, p.y };
    }

  return vidimus_area_new (area->kind, area->value, points, area->n_points);
}

/**
 * vidimus_areas_flattened:
 * @areas: (element-type VidimusArea): in the pixels of the picture
 * @quad: the document's corners in it, the first is the flat one's top left
 *
 * Returns: (transfer full): those that have a place on the document's plane
 */
GPtrArray *
vidimus_areas_flattened (GPtrArray         *areas,
                         const VidimusQuad *quad,
                         int                width,
                         int                height)
{
  GPtrArray *flat = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_area_free);
  const struct vidimus_quad rectangle = { { { 0, 0 }, { width, 0 }, { width, height }, { 0, height } } };
  struct vidimus_homography to_flat;
  struct vidimus_quad corners;

  for (int i = 0; i < 4; i++)
    corners.p[i] = (struct vidimus_point) { quad->corners[i].x, quad->corners[i].y };
  if (!vidimus_homography_from_quads (&corners, &rectangle, &to_flat))
    return flat;

  for (guint i = 0; i < areas->len; i++)
    {
      VidimusArea *area = flatten (areas->pdata[i], &to_flat);

      if (area != NULL)
        g_ptr_array_add (flat, area);
    }

  return flat;
}
