#include "vidimus-planes-private.h"

#include "vidimus-clones.h"
#include "vidimus-coefficients-private.h"

#include <stdlib.h>
#include <string.h>

static inline const guint8 *
plane_row (const VidimusPlane *plane,
           int          y)
{
  return plane->data + (gsize) (CLAMP (y, 0, plane->last_y) - plane->top) * plane->stride - plane->left;
}

/* Between two rows of samples: in quarters, ¾ of the nearer and ¼ of the farther. */
static inline void
mix_rows (const VidimusPlane *plane,
          int          y,
          int          first,
          int          last,
          guint16     *out)
{
  const guint8 *near = plane_row (plane, y / plane->down);
  const guint8 *far = plane->down == 2 ? plane_row (plane, y / 2 + (y % 2 == 0 ? -1 : 1)) : near;

  for (int i = first; i <= last; i++)
    out[i - first] = (guint16) (3 * near[i] + far[i]);
}

/* One row of the region: every pixel is ¾ of the nearer sample and ¼ of the farther where there are half as many (libjpeg's
 * “fancy” upsampling), the nearest one where there are fewer still. @mixed has room for a sample a pixel and four. */
VIDIMUS_CLONES static void
spread_row (const VidimusPlane *plane,
            int          x,
            int          y,
            int          width,
            guint16     *mixed,
            guint8      *out)
{
  int first = x / plane->across, last = (x + width - 1) / plane->across;

  if (plane->across == 1 && plane->down == 1)
    {
      memcpy (out, plane_row (plane, y) + x, (gsize) width);
      return;
    }

  mix_rows (plane, y, first, last, mixed + 1);
  mix_rows (plane, y, MAX (first - 1, 0), MAX (first - 1, 0), mixed);
  mix_rows (plane, y, MIN (last + 1, plane->last_x), MIN (last + 1, plane->last_x), mixed + 2 + last - first);
  mixed++;
  if (plane->across == 2)
    {
      for (int i = x % 2; i < width; i += 2) /* left halves of samples */
        out[i] = (guint8) ((3 * mixed[(x + i) / 2 - first] + mixed[(x + i) / 2 - first - 1] + 8) >> 4);
      for (int i = 1 - x % 2; i < width; i += 2) /* right halves */
        out[i] = (guint8) ((3 * mixed[(x + i) / 2 - first] + mixed[(x + i) / 2 - first + 1] + 8) >> 4);
    }
  else
    for (int i = 0; i < width; i++)
      out[i] = (guint8) ((mixed[(x + i) / plane->across - first] + 2) >> 2);
}

static void
assemble (const VidimusPlane   *planes,
          int                   n,
          int                   x,
          int                   y,
          guint8               *samples,
          guint16              *mixed,
          struct vidimus_image *out)
{
  guint8 *const rows[] = { samples, samples + out->width, samples + 2 * out->width };

  for (int row = 0; row < out->height; row++)
    {
      guint8 *to = vidimus_image_at (out, 0, row);

      for (int i = 0; i < n; i++)
        spread_row (planes + i, x, y + row, out->width, mixed, rows[i]);
      if (n > 1)
        vidimus_colours_to_rgb (rows[0], rows[1], rows[2], out->width, to);
      else
        for (int i = 0; i < out->width; i++, to += 3)
          memset (to, rows[0][i], 3);
    }
}

/**
 * vidimus_planes_assemble:
 * @planes: luma, or luma, blue and red
 * @n: 1 or 3
 * @x: of the first pixel of @out in the picture, reduced as the planes are; @y likewise
 * @out: RGB; filled
 *
 * Returns: %FALSE when memory is short
 */
gboolean
vidimus_planes_assemble (const VidimusPlane   *planes,
                         int                   n,
                         int                   x,
                         int                   y,
                         struct vidimus_image *out)
{
  guint8 *samples = malloc ((gsize) out->width * 3);
  guint16 *mixed = malloc (((gsize) out->width + 4) * sizeof *mixed);
  gboolean ok = samples != NULL && mixed != NULL;

  if (ok)
    assemble (planes, n, x, y, samples, mixed, out);
  free (samples);
  free (mixed);

  return ok;
}
