#include "vidimus-specimen-film.h"

#include <math.h>
#include <string.h>

/** vidimus_specimen_film_new: black. */
VidimusSpecimenFilm *
vidimus_specimen_film_new (int width,
                           int height)
{
  VidimusSpecimenFilm *self = g_new (VidimusSpecimenFilm, 1);

  self->width = width;
  self->height = height;
  self->light = g_new0 (float, (gsize) width * (gsize) height * 3);

  return self;
}

/** vidimus_specimen_film_free: with its light. */
void
vidimus_specimen_film_free (VidimusSpecimenFilm *self)
{
  g_free (self->light);
  g_free (self);
}

/** vidimus_specimen_linear: sRGB 0–1 to linear light (IEC 61966-2-1). */
double
vidimus_specimen_linear (double srgb)
{
  return srgb <= 0.04045 ? srgb / 12.92 : pow ((srgb + 0.055) / 1.055, 2.4);
}

static double
to_srgb (double linear)
{
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow (linear, 1 / 2.4) - 0.055;
}

static const float *
linear_table (void)
{
  static float table[256];

  if (table[255] < 1)
    for (int i = 0; i < 256; i++)
      table[i] = (float) vidimus_specimen_linear (i / 255.0);

  return table;
}

/** vidimus_specimen_view: the pixels of an ARGB32 surface as four channels (B, G, R, A on a little-endian machine); borrowed. */
struct vidimus_image
vidimus_specimen_view (cairo_surface_t *surface)
{
  struct vidimus_image view = { 0 };

  cairo_surface_flush (surface);
  view.data = cairo_image_surface_get_data (surface);
  view.width = cairo_image_surface_get_width (surface);
  view.height = cairo_image_surface_get_height (surface);
  view.stride = (size_t) cairo_image_surface_get_stride (surface);
  view.channels = 4;

  return view;
}

/** vidimus_specimen_film_lay: puts a layer of the film's size (ARGB32, premultiplied) over it. */
void
vidimus_specimen_film_lay (VidimusSpecimenFilm        *self,
                           const struct vidimus_image *layer)
{
  const float *linear = linear_table ();

  for (int y = 0; y < self->height; y++)
    {
      float *light = self->light + (gsize) y * (gsize) self->width * 3;
      const guint32 *row = (const guint32 *) (const void *) (layer->data + (gsize) y * layer->stride);

      for (int x = 0; x < self->width; x++, light += 3)
        {
          guint32 pixel = row[x];
          guint32 alpha = pixel >> 24;
          float a = (float) alpha / 255;

          if (alpha == 0)
            continue;
          for (int c = 0; c < 3; c++)
            {
              guint32 value = pixel >> (16 - 8 * c) & 255;

              light[c] = light[c] * (1 - a) + a * linear[MIN (255, (value * 255 + alpha / 2) / alpha)];
            }
        }
    }
}

/* Three box filters of this radius along one line come near to a Gaussian. */
static void
box_line (float *line,
          float *copy,
          int    n,
          int    step,
          int    radius)
{
  for (int pass = 0; pass < 3; pass++)
    {
      double sum = 0;

      for (int i = 0; i < n; i++)
        copy[i] = line[(gsize) i * (gsize) step];
      for (int i = -radius; i <= radius; i++)
        sum += copy[CLAMP (i, 0, n - 1)];
      for (int i = 0; i < n; i++)
        {
          line[(gsize) i * (gsize) step] = (float) (sum / (2 * radius + 1));
          sum += copy[MIN (i + radius + 1, n - 1)] - copy[MAX (i - radius, 0)];
        }
    }
}

static void
soften_plane (float *plane,
              int    width,
              int    height,
              int    radius)
{
  g_autofree float *copy = g_new (float, MAX (width, height));

  if (radius < 1)
    return;
  for (int y = 0; y < height; y++)
    box_line (plane + (gsize) y * (gsize) width, copy, width, 1, radius);
  for (int x = 0; x < width; x++)
    box_line (plane + x, copy, height, width, radius);
}

/** vidimus_specimen_film_shadow: darkens what is not under @layer by its soft shadow, moved by (@dx, @dy). */
void
vidimus_specimen_film_shadow (VidimusSpecimenFilm        *self,
                              const struct vidimus_image *layer,
                              double                      dx,
                              double                      dy,
                              double                      softness,
                              double                      strength)
{
  const int step = 4;
  int width = (self->width + step - 1) / step, height = (self->height + step - 1) / step;
  g_autofree float *plane = g_new0 (float, (gsize) width * (gsize) height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        int sx = (int) (x * step - dx), sy = (int) (y * step - dy);

        if (sx >= 0 && sy >= 0 && sx < self->width && sy < self->height)
          plane[y * width + x] = (float) vidimus_image_at (layer, sx, sy)[3] / 255;
      }
  soften_plane (plane, width, height, (int) lround (softness / step));

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        double fx = MIN ((double) x / step, width - 1.001), fy = MIN ((double) y / step, height - 1.001);
        const float *p = plane + (int) fy * width + (int) fx;
        double u = fx - (int) fx, v = fy - (int) fy;
        double shade = (p[0] * (1 - u) + p[1] * u) * (1 - v) + (p[width] * (1 - u) + p[width + 1] * u) * v;
        float *light = self->light + ((gsize) y * (gsize) self->width + (gsize) x) * 3;

        for (int c = 0; c < 3; c++)
          light[c] *= (float) (1 - strength * shade);
      }
}

/* Adds @from, moved by (dx, dy) with its edges repeated, times @weight to @to. */
static void
add_moved (const VidimusSpecimenFilm *self,
           const float               *from,
           float                     *to,
           int                        dx,
           int                        dy,
           float                      weight)
{
  for (int y = 0; y < self->height; y++)
    {
      const float *row = from + (gsize) CLAMP (y + dy, 0, self->height - 1) * (gsize) self->width * 3;
      float *out = to + (gsize) y * (gsize) self->width * 3;
      int low = MIN (MAX (0, -dx), self->width), high = MAX (MIN (self->width, self->width - dx), 0);

      for (int x = 0; x < low; x++)
        for (int c = 0; c < 3; c++)
          out[x * 3 + c] += weight * row[c];
      for (int i = low * 3; i < high * 3; i++)
        out[i] += weight * row[i + dx * 3];
      for (int x = high; x < self->width; x++)
        for (int c = 0; c < 3; c++)
          out[x * 3 + c] += weight * row[(self->width - 1) * 3 + c];
    }
}

/** vidimus_specimen_film_defocus: an evenly lit disc for every point, its edge a pixel soft. */
void
vidimus_specimen_film_defocus (VidimusSpecimenFilm *self,
                               double               radius)
{
  gsize n = (gsize) self->width * (gsize) self->height * 3;
  int reach = (int) ceil (radius);
  float *out = g_new0 (float, n);
  double total = 0;

  for (int dy = -reach; dy <= reach; dy++)
    for (int dx = -reach; dx <= reach; dx++)
      total += CLAMP (radius + 0.5 - hypot (dx, dy), 0, 1);
  for (int dy = -reach; dy <= reach; dy++)
    for (int dx = -reach; dx <= reach; dx++)
      {
        double weight = CLAMP (radius + 0.5 - hypot (dx, dy), 0, 1) / total;

        if (weight > 0)
          add_moved (self, self->light, out, dx, dy, (float) weight);
      }

  g_free (self->light);
  self->light = out;
}

/** vidimus_specimen_film_move: the camera moves by (@dx, @dy) pixels while the shutter is open. */
void
vidimus_specimen_film_move (VidimusSpecimenFilm *self,
                            double               dx,
                            double               dy)
{
  gsize n = (gsize) self->width * (gsize) self->height * 3;
  int steps = (int) ceil (2 * MAX (fabs (dx), fabs (dy))) + 1;
  float *out = g_new0 (float, n);

  for (int i = 0; i < steps; i++)
    {
      double t = steps == 1 ? 0 : (double) i / (steps - 1) - 0.5;

      add_moved (self, self->light, out, (int) lround (dx * t), (int) lround (dy * t), 1.0f / (float) steps);
    }

  g_free (self->light);
  self->light = out;
}

/* One sample a pixel through a colour filter (RGGB), with photon and read noise. */
static float *
mosaic (const VidimusSpecimenFilm   *self,
        const VidimusSpecimenCamera *camera,
        VidimusSpecimenRandom       *random)
{
  float *sensor = g_new (float, (gsize) self->width * (gsize) self->height);

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        int c = (y & 1) + (x & 1);
        gsize i = (gsize) y * (gsize) self->width + (gsize) x;
        double signal = MIN (self->light[i * 3 + (gsize) c] * camera->exposure * camera->tint[c], 1.02);
        double sigma = camera->noise * sqrt (0.15 + MAX (signal, 0) * 4);
        /* Twelve uniform numbers would do; four are enough for the eye and come from one draw. */
        guint64 bits = vidimus_specimen_random_next (random);
        double noise = ((double) (bits & 0xffff) + (double) (bits >> 16 & 0xffff) + (double) (bits >> 32 & 0xffff) +
                        (double) (bits >> 48)) / 65535 - 2;

        sensor[i] = (float) (signal + sigma * noise * 1.732);
      }

  return sensor;
}

/* The mean of those neighbours (the pixel included) that carry colour @c: bilinear demosaicing. */
static float
demosaic (const float *sensor,
          int          width,
          int          height,
          int          x,
          int          y,
          int          c)
{
  float sum = 0, weight = 0;

  if ((y & 1) + (x & 1) == c)
    return sensor[(gsize) y * (gsize) width + (gsize) x];

  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      {
        int u = x + dx, v = y + dy;

        if (u < 0 || v < 0 || u >= width || v >= height || (v & 1) + (u & 1) != c)
          continue;
        sum += sensor[(gsize) v * (gsize) width + (gsize) u];
        weight += 1;
      }

  return sum / weight;
}

static void
sharpen (struct vidimus_image *image,
         double                amount)
{
  struct vidimus_image copy;

  if (amount <= 0 || !vidimus_image_alloc (&copy, image->width, image->height, 3))
    return;

  memcpy (copy.data, image->data, copy.stride * (gsize) copy.height);
  for (int y = 1; y < image->height - 1; y++)
    for (int x = 1; x < image->width - 1; x++)
      for (int c = 0; c < 3; c++)
        {
          const guint8 *p = vidimus_image_at (&copy, x, y) + c;
          double mean = (p[-3] + p[3] + p[-(gssize) copy.stride] + p[copy.stride]) / 4.0;

          vidimus_image_at (image, x, y)[c] = (guint8) CLAMP (lround (p[0] + amount * (p[0] - mean)), 0, 255);
        }
  vidimus_image_free (&copy);
}

/**
 * vidimus_specimen_film_expose:
 * @out: (out): 8-bit sRGB, to be freed with vidimus_image_free()
 *
 * Returns: %FALSE when memory is short
 */
gboolean
vidimus_specimen_film_expose (VidimusSpecimenFilm         *self,
                              const VidimusSpecimenCamera *camera,
                              VidimusSpecimenRandom       *random,
                              struct vidimus_image        *out)
{
  g_autofree float *sensor = NULL;
  g_autofree guint8 *gamma = g_new (guint8, 4097);

  if (!vidimus_image_alloc (out, self->width, self->height, 3))
    return FALSE;

  for (int i = 0; i <= 4096; i++)
    gamma[i] = (guint8) lround (255 * to_srgb (i / 4096.0));
  sensor = mosaic (self, camera, random);
  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      for (int c = 0; c < 3; c++)
        {
          float value = demosaic (sensor, self->width, self->height, x, y, c);

          vidimus_image_at (out, x, y)[c] = gamma[(int) (CLAMP (value, 0, 1) * 4096 + 0.5f)];
        }
  sharpen (out, camera->sharpen);

  return TRUE;
}
