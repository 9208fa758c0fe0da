/* Other cameras than the one that took a picture: whatever a measure says of what is photographed should not hang on how. */
#include "fit-alarms.h"

#include "vidimus-encode.h"
#include "vidimus-picture.h"
#include "vidimus-resample.h"

#include <math.h>
#include <string.h>

static double
between (GRand *random,
         double low,
         double high)
{
  return g_rand_double_range (random, low, high);
}

/* A quarter of each pixel goes to its neighbours along rows, then columns: the variance grows by a half. */
static void
smooth (float *plane,
        int    width,
        int    height)
{
  for (int y = 0; y < height; y++)
    {
      float *p = plane + (gsize) y * (gsize) width, before = p[0];

      for (int x = 0; x < width; x++)
        {
          float here = p[x];

          p[x] = 0.25f * before + 0.5f * here + 0.25f * (x + 1 < width ? p[x + 1] : here);
          before = here;
        }
    }
  for (int x = 0; x < width; x++)
    {
      float before = plane[x];

      for (int y = 0; y < height; y++)
        {
          float *p = plane + (gsize) y * (gsize) width + x, here = *p;

          *p = 0.25f * before + 0.5f * here + 0.25f * (y + 1 < height ? p[width] : here);
          before = here;
        }
    }
}

/* Noise that was smoothed away in part, and halos of what was sharpened in the colours' sum. */
static void
process (struct vidimus_image *image,
         GRand                *random)
{
  gsize n = (gsize) image->width * (gsize) image->height;
  g_autofree float *noise = g_new (float, n), *halo = g_new (float, n);
  int soft = g_rand_int_range (random, 0, 4), wide = g_rand_int_range (random, 1, 9);
  double grain = between (random, 0, 3.5) * (1 + 0.8 * soft);
  double sharp = g_rand_boolean (random) ? between (random, 0.2, 1.3) : 0;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *p = vidimus_image_at (image, (int) (i % (gsize) image->width), (int) (i / (gsize) image->width));

      noise[i] = (float) (grain * (between (random, -1, 1) + between (random, -1, 1)) * 1.22);
      halo[i] = (float) (0.3 * p[0] + 0.59 * p[1] + 0.11 * p[2]);
    }
  for (int i = 0; i < soft; i++)
    smooth (noise, image->width, image->height);
  for (int i = 0; i < wide && sharp > 0; i++)
    smooth (halo, image->width, image->height);

  for (gsize i = 0; i < n; i++)
    {
      guint8 *p = vidimus_image_at (image, (int) (i % (gsize) image->width), (int) (i / (gsize) image->width));
      double luma = 0.3 * p[0] + 0.59 * p[1] + 0.11 * p[2], add = noise[i] + sharp * (luma - halo[i]);

      for (int c = 0; c < 3; c++)
        p[c] = (guint8) CLAMP (p[c] + add + 0.5, 0, 255);
    }
}

static gboolean
make_smaller (struct vidimus_image *image,
              struct vidimus_quad  *quad,
              double                factor)
{
  struct vidimus_image small;

  if (!vidimus_image_scale (image, (int) (image->width * factor), (int) (image->height * factor), &small))
    return FALSE;
  for (int i = 0; i < 4; i++)
    quad->p[i] = (struct vidimus_point) { quad->p[i].x * small.width / image->width, quad->p[i].y * small.height / image->height };
  vidimus_image_free (image);
  *image = small;

  return TRUE;
}

static gboolean
compress (struct vidimus_image *image,
          int                   quality,
          gboolean              full_chroma)
{
  g_autoptr(GBytes) bytes = vidimus_image_encode_jpeg (image, quality, full_chroma, NULL);
  g_autoptr(VidimusPicture) picture = bytes == NULL ? NULL : fit_open_picture (bytes);
  struct vidimus_image decoded;

  if (picture == NULL)
    return FALSE;
  decoded = vidimus_picture_get_image (picture);
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      memcpy (vidimus_image_at (image, x, y), vidimus_image_at (&decoded, x, y), 3);

  return TRUE;
}

/**
 * fit_camera:
 * @image: replaced
 * @quad: moved along
 *
 * Processes the picture as some other camera, and compresses it as some sender would. FALSE when memory is short.
 */
gboolean
fit_camera (struct vidimus_image *image,
            struct vidimus_quad  *quad,
            guint                 seed)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  gboolean twice = g_rand_boolean (random);

  process (image, random);
  if (!compress (image, g_rand_int_range (random, 55, 96), g_rand_boolean (random)))
    return FALSE;

  return !twice || (make_smaller (image, quad, between (random, 0.55, 0.95)) &&
                    compress (image, g_rand_int_range (random, 50, 92), FALSE));
}
