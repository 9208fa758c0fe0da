#include "vidimus-resolution.h"

#include "vidimus-document-type.h"
#include "vidimus-geometry.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MM_PER_INCH 25.4

/* Width by height of the cards of ISO/IEC 7810: 1.586 of ID-1, 1.420 of ID-3. Half way between the two they are told apart; beyond what a
 * slanted view and a badly seen edge make of them it is something else, such as a whole page. */
#define LEAST_ASPECT 1.26
#define APART_ASPECT 1.50
#define MOST_ASPECT 1.80

/* An ID-2 card and an open passport have the shape of ID-3 too: this computer can't tell them from a page by their outline, and the page is what people
 * show. */
static gboolean
guess_size (double  aspect,
            double *width,
            double *height)
{
  if (aspect < LEAST_ASPECT || aspect > MOST_ASPECT)
    return FALSE;

  return vidimus_document_type_get_size (aspect > APART_ASPECT ? "id_card" : "passport", width, height);
}

static double
get_side (const VidimusQuad *quad,
          int                i)
{
  const VidimusPoint *from = &quad->corners[i], *to = &quad->corners[(i + 1) % 4];

  return hypot (to->x - from->x, to->y - from->y);
}

/**
 * vidimus_resolution_measure:
 * @quad: of the document, in pixels of the picture; any corner may be its first
 * @type_code: (nullable): whose size is known; %NULL or unknown: the size that documents of this shape have
 * @width: of the picture, pixels; it tells a slanted view from another shape
 * @height: likewise
 *
 * Of the four sides the one with the fewest pixels a millimetre counts: that which is furthest from the camera, or seen at the sharpest
 * angle. What is printed beside it is the hardest to read.
 *
 * Returns: pixels per millimetre; 0 when the shape is that of no card, or @quad is no outline
 */
double
vidimus_resolution_measure (const VidimusQuad *quad,
                            const char        *type_code,
                            int                width,
                            int                height)
{
  struct vidimus_quad seen;
  double mm[2], aspect, least = G_MAXDOUBLE;
  gboolean upright;

  g_return_val_if_fail (quad != NULL, 0.0);
  g_return_val_if_fail (width > 0 && height > 0, 0.0);

  for (int i = 0; i < 4; i++)
    seen.p[i] = (struct vidimus_point) { quad->corners[i].x, quad->corners[i].y };
  if (!(fabs (vidimus_quad_area (&seen)) >= 1.0))
    return 0.0;

  aspect = vidimus_quad_aspect (&seen, width, height);
  upright = aspect < 1.0;
  if (upright)
    aspect = 1.0 / aspect;
  if (!vidimus_document_type_get_size (type_code, &mm[0], &mm[1]) && !guess_size (aspect, &mm[0], &mm[1]))
    return 0.0;

  for (int i = 0; i < 4; i++)
    least = MIN (least, get_side (quad, i) / mm[(i % 2 == 0) == upright]);

  return least;
}

/**
 * vidimus_resolution_describe:
 * @pixels_per_mm: > 0
 *
 * Returns: (transfer full): "11.8 px/mm (300 dpi)"; translated
 */
char *
vidimus_resolution_describe (double pixels_per_mm)
{
  /* Translators: pixels per millimetre, and the same per inch */
  return g_strdup_printf (_("%.1f px/mm (%.0f dpi)"), pixels_per_mm, pixels_per_mm * MM_PER_INCH);
}

/**
 * vidimus_resolution_get_remedy:
 * @pixels_per_mm: 0 when it is not known
 *
 * Returns: (nullable): what is lost and what to do about it; translated, static
 */
const char *
vidimus_resolution_get_remedy (double pixels_per_mm)
{
  if (pixels_per_mm <= 0.0 || pixels_per_mm >= VIDIMUS_RESOLUTION_LEAST)
    return NULL;

  return _("Small print can’t be read. Move closer until the document fills the picture, or scan it at 300 dpi.");
}
