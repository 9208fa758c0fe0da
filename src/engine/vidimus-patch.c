#include "vidimus-patch.h"

#include <math.h>
#include <string.h>

/* The most samples along either axis that a pixel is the mean of. */
#define MOST_SAMPLES 4

/**
 * vidimus_patch_around:
 * @margin: on each side, of the length that @quad takes there
 * @width: of the patch, pixels; the quad's longer side is laid along it
 *
 * Returns: false when the quad has no size
 */
bool
vidimus_patch_around (const struct vidimus_quad *quad,
                      double                     margin,
                      int                        width,
                      int                        height,
                      struct vidimus_patch      *patch)
{
  const struct vidimus_point *p = quad->p;
  double ax = p[1].x - p[0].x + p[2].x - p[3].x, ay = p[1].y - p[0].y + p[2].y - p[3].y;
  double bx = p[2].x - p[1].x + p[3].x - p[0].x, by = p[2].y - p[1].y + p[3].y - p[0].y;
  double length, low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, scale;

  if (hypot (bx, by) > hypot (ax, ay))
    {
      ax = bx;
      ay = by;
    }
  length = hypot (ax, ay);
  if (!(length > 1e-6) || !isfinite (length))
    return false;
  ax /= length;
  ay /= length;

  for (int i = 0; i < 4; i++)
    {
      double u[2] = { ax * p[i].x + ay * p[i].y, ax * p[i].y - ay * p[i].x };

      for (int k = 0; k < 2; k++)
        {
          low[k] = fmin (low[k], u[k]);
          high[k] = fmax (high[k], u[k]);
        }
    }
  scale = (1 + 2 * margin) * fmax ((high[0] - low[0]) / width, (high[1] - low[1]) / height);
  if (!(scale > 1e-6) || !isfinite (scale))
    return false;

  *patch = (struct vidimus_patch) { .dx = ax * scale, .dy = ay * scale, .width = width, .height = height };
  low[0] = (low[0] + high[0] - width * scale) / 2;
  low[1] = (low[1] + high[1] - height * scale) / 2;
  patch->origin = (struct vidimus_point) { ax * low[0] - ay * low[1], ay * low[0] + ax * low[1] };

  return true;
}

/** vidimus_patch_to: where in the patch a point of the picture is. */
struct vidimus_point
vidimus_patch_to (const struct vidimus_patch *patch,
                  struct vidimus_point        p)
{
  double x = p.x - patch->origin.x, y = p.y - patch->origin.y, square = patch->dx * patch->dx + patch->dy * patch->dy;

  return (struct vidimus_point) { (x * patch->dx + y * patch->dy) / square, (y * patch->dx - x * patch->dy) / square };
}

/** vidimus_patch_from: where in the picture a point of the patch is. */
struct vidimus_point
vidimus_patch_from (const struct vidimus_patch *patch,
                    struct vidimus_point        p)
{
  return (struct vidimus_point) { patch->origin.x + p.x * patch->dx - p.y * patch->dy,
                                  patch->origin.y + p.x * patch->dy + p.y * patch->dx };
}

/** vidimus_patch_scale: pixels of the picture along one of the patch. */
double
vidimus_patch_scale (const struct vidimus_patch *patch)
{
  return hypot (patch->dx, patch->dy);
}

/* Adds the picture at (x, y), interpolated, each colour times 256; and counts it in the last, if it is in the picture. */
static inline void
add_sample (const struct vidimus_image *image,
            double                      x,
            double                      y,
            uint32_t                    sum[4])
{
  const uint8_t *a, *b;
  unsigned u, v;
  int right, fx = (int) (x * 256) - 128, fy = (int) (y * 256) - 128;

  if (!(x >= 0 && y >= 0 && x <= image->width && y <= image->height))
    return;
  fx = fx < 0 ? 0 : fx;
  fy = fy < 0 ? 0 : fy;
  u = (unsigned) fx & 255;
  v = (unsigned) fy & 255;
  right = (fx >> 8) + 1 < image->width ? image->channels : 0;
  a = vidimus_image_at (image, fx >> 8, fy >> 8);
  b = (fy >> 8) + 1 < image->height ? a + image->stride : a;
  for (int c = 0; c < 3; c++)
    sum[c] += ((256 - v) * ((256 - u) * a[c] + u * a[right + c]) + v * ((256 - u) * b[c] + u * b[right + c])) >> 8;
  sum[3]++;
}

/**
 * vidimus_patch_cut:
 * @image: RGB
 * @out: (out): RGB, new, of the patch's size; what lies beyond @image is the mean of the rest
 * @beyond: (out): a byte a pixel: 1 where that is so
 *
 * Returns: false when memory is short
 */
bool
vidimus_patch_cut (const struct vidimus_patch *patch,
                   const struct vidimus_image *image,
                   struct vidimus_image       *out,
                   uint8_t                    *beyond)
{
  int n = (int) ceil (vidimus_patch_scale (patch));
  struct vidimus_point places[MOST_SAMPLES * MOST_SAMPLES]; /* of the samples, from the pixel's corner */
  double mean[3] = { 0 };
  int seen = 0;

  if (!vidimus_image_alloc (out, patch->width, patch->height, 3))
    return false;

  n = n < 1 ? 1 : n > MOST_SAMPLES ? MOST_SAMPLES : n;
  for (int k = 0; k < n * n; k++)
    {
      double u = (k % n + .5) / n, v = (k / n + .5) / n;

      places[k] = (struct vidimus_point) { u * patch->dx - v * patch->dy, u * patch->dy + v * patch->dx };
    }
  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      {
        const struct vidimus_point corner = vidimus_patch_from (patch, (struct vidimus_point) { x, y });
        uint32_t sum[4] = { 0 };
        uint8_t *to = vidimus_image_at (out, x, y);

        for (int k = 0; k < n * n; k++)
          add_sample (image, corner.x + places[k].x, corner.y + places[k].y, sum);
        beyond[y * out->width + x] = 2 * sum[3] < (unsigned) (n * n);
        if (beyond[y * out->width + x])
          continue;
        for (int c = 0; c < 3; c++)
          {
            to[c] = (uint8_t) ((sum[c] / sum[3] + 128) >> 8);
            mean[c] += to[c];
          }
        seen++;
      }
  for (int i = 0; i < out->width * out->height; i++)
    for (int c = 0; c < 3 && beyond[i]; c++)
      vidimus_image_at (out, i % out->width, i / out->width)[c] = (uint8_t) (mean[c] / (seen > 0 ? seen : 1) + .5);

  return true;
}
