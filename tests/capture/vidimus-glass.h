/* What a flatbed scanner sees, drawn: documents on a glass under a lid, with the exact truth. */
#pragma once

#include "vidimus-geometry.h"
#include "vidimus-image.h"

#include <glib.h>

G_BEGIN_DECLS

#define VIDIMUS_GLASS_MOST 12

/**
 * VidimusGlassItem: a document.
 * @what: id of a layout of the specimens; "white": a card without colour, as white as the lid is; "letter", "a5": paper with text, likewise
 * @x, @y: of its middle, millimetres from the top left of the glass
 * @degrees: clockwise
 */
typedef struct
{
  const char *what;
  double      x;
  double      y;
  double      degrees;
} VidimusGlassItem;

/**
 * VidimusGlass: a page.
 * @width, @height: millimetres
 * @lid: its shade, 0xrrggbb
 * @fall: how much darker the lid is at the far corner than at the near one, levels
 * @noise: standard deviation of a pixel, levels
 * @dust: how many specks and hairs
 * @shadow: of what lies on the glass, 0–1, to the right and below
 * @edge: around all of it, 0–1
 * @rim: the glass ends within the page: millimetres of dark to the left and above
 */
typedef struct
{
  const char       *name;
  double            width;
  double            height;
  int               dpi;
  guint32           lid;
  double            fall;
  double            noise;
  int               dust;
  double            shadow;
  double            edge;
  double            rim;
  VidimusGlassItem  items[VIDIMUS_GLASS_MOST + 1]; /* ended by one without @what */
} VidimusGlass;

void vidimus_glass_draw (const VidimusGlass   *glass,
                         struct vidimus_image *out,
                         struct vidimus_quad   truth[VIDIMUS_GLASS_MOST]);

G_END_DECLS
