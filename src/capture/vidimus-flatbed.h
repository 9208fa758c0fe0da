/* Which parts of a scanned page are documents: several cards may lie on one glass. */
#pragma once

#include "vidimus-geometry.h"
#include "vidimus-image.h"

#include <glib.h>

G_BEGIN_DECLS

/* The most documents that are told apart on one page. */
#define VIDIMUS_FLATBED_MOST 12

/* Blocks: for workers. The parts of @page that are to become pictures of their own, each with some of the lid around its document, from the top left
 * to the bottom right; they share a corner only where documents lie askew and close. When nothing stands out from the lid, or it can't be told what,
 * the whole page is the one part. @boxes: x, y, width, height in pixels. Returns how many, >= 1. */
int vidimus_flatbed_split (const struct vidimus_image *page,
                           int                         dpi,
                           int                         boxes[VIDIMUS_FLATBED_MOST][4]);

G_END_DECLS
