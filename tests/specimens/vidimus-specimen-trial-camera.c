/* Cameras of the judging half. "pocket": a telephone's, smoothed colour noise and wide halos; "reflex": a clean sensor behind a
 * GRBG filter, gradient-corrected (Malvar, He & Cutler, ICASSP 2004), hardly sharpened; "messenger": pocket's picture
 * compressed, made smaller and compressed again. */
#include <math.h>
#include <string.h>

#include <turbojpeg.h>

#include "vidimus-resample.h"
#include "vidimus-specimen-trial.h"

/** vidimus_specimen_trial_cameras: the kinds, %NULL-terminated. */
const char * const vidimus_specimen_trial_cameras[] = { "pocket", "reflex", "messenger", NULL };

/* How many times smaller a messenger makes a picture. */
#define SHRINK 0.78

#define TONES 4096

/** vidimus_specimen_trial_shrink: how many times larger the film is than the picture. */
double
vidimus_specimen_trial_shrink (const VidimusSpecimenRecipe *recipe)
{
  return g_str_equal (recipe->camera, "messenger") ? SHRINK : 1;
}

typedef struct
{
  const VidimusSpecimenRecipe *recipe;
  VidimusSpecimenRandom       *random;
  guint8                       tone[TONES + 1];
  float                        gain[3];
  float                        read; /* noise without light */
  float                        shot; /* variance that light adds */
  float                        vignette;
} Sensor;

static void
sensor_init (Sensor                      *s,
             const VidimusSpecimenRecipe *recipe,
             VidimusSpecimenRandom       *random)
{
  static const double balances[][3] = { { 1, 1, 1 }, { 1.06, 1, 0.9 }, { 0.92, 1, 1.08 }, { 0.97, 1.03, 0.93 },
                                        { 1.11, 1, 0.8 } };
  static const double exposures[] = { 1, 0.46, 0.235, 0.11, 0.06, 0.033, 0.018 };
  int balance = vidimus_specimen_random_int (random, 0, G_N_ELEMENTS (balances) - 1);
  double dark = recipe->doses[VIDIMUS_SPECIMEN_DARK];
  double exposure = vidimus_specimen_random_double (random, 0.88, 1.08) * vidimus_specimen_trial_table (exposures, dark);
  double curve = vidimus_specimen_random_double (random, 0, 0.32);
  double noise = g_str_equal (recipe->camera, "reflex") ? 0.35 : vidimus_specimen_random_double (random, 0.7, 1.5);

  s->recipe = recipe;
  s->random = random;
  s->vignette = (float) vidimus_specimen_random_double (random, 0.05, 0.28);
  s->read = (float) (0.0012 * noise * (1 + 1.1 * dark));
  s->shot = (float) (0.00011 * noise * noise);
  for (int c = 0; c < 3; c++)
    s->gain[c] = (float) (exposure * balances[balance][c]);
  for (int i = 0; i <= TONES; i++)
    {
      double linear = (double) i / TONES, v = linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow (linear, 1 / 2.4) - 0.055;

      v += curve * (v * v * (3 - 2 * v) - v); /* contrast */
      s->tone[i] = (guint8) lround (255 * v);
    }
}

static float
bell (VidimusSpecimenRandom *random)
{
  guint64 bits = vidimus_specimen_random_next (random);

  return ((float) (bits & 0x1fffff) + (float) (bits >> 21 & 0x1fffff) + (float) (bits >> 42 & 0x1fffff)) / 1048575.5f - 3;
}

static guint8
developed (const Sensor *s,
           float         value)
{
  return s->tone[(int) (CLAMP (value, 0, 1) * TONES + 0.5f)];
}

/* How much of the light at a pixel reaches the sensor. */
static float
through_lens (const Sensor *s,
              int           x,
              int           y)
{
  float u = (float) x / (float) s->recipe->width - 0.5f, v = (float) y / (float) s->recipe->height - 0.5f;
  float r2 = (u * u + v * v) * 2;

  return 1 - s->vignette * r2 * (0.4f + 0.6f * r2);
}

static void
pocket (const Sensor              *s,
        const VidimusSpecimenFilm *film,
        struct vidimus_image      *out)
{
  g_autofree VidimusSpecimenGrain *blotches = g_new (VidimusSpecimenGrain, 1);

  vidimus_specimen_grain_init (blotches, s->random);
  for (int y = 0; y < film->height; y++)
    {
      const float *light = film->light + (gsize) y * (gsize) film->width * 3;
      guint8 *p = vidimus_image_at (out, 0, y);

      for (int x = 0; x < film->width; x++, light += 3, p += 3)
        {
          float lens = through_lens (s, x, y), luma = light[1] * s->gain[1] * lens;
          float sigma = sqrtf (s->read * s->read + s->shot * MAX (luma, 0));
          float grain = sigma * bell (s->random);
          float stain = 1.6f * sigma * (vidimus_specimen_grain_at (blotches, (float) x * 0.28f, (float) y * 0.28f) - 0.5f);
          const float color[3] = { stain, -0.4f * stain, 0.2f * stain };

          for (int c = 0; c < 3; c++)
            p[c] = developed (s, light[c] * s->gain[c] * lens + grain + color[c]);
        }
    }
}

/* Sharpened against the mean of a square of 5 × 5, which leaves halos two pixels wide. */
static void
halo (struct vidimus_image *image,
      float                 amount)
{
  int width = image->width, height = image->height, reach = 2, side = 5;
  g_autofree guint16 *luma = g_new (guint16, (gsize) width * (gsize) height);
  g_autofree guint32 *columns = g_new0 (guint32, width);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *p = vidimus_image_at (image, x, y);

        luma[y * width + x] = (guint16) (p[0] * 77 + p[1] * 150 + p[2] * 29);
      }
  for (int y = 0; y < side; y++)
    for (int x = 0; x < width; x++)
      columns[x] += luma[y * width + x];
  for (int y = reach; y < height - reach; y++)
    {
      guint32 sum = columns[0] + columns[1] + columns[2] + columns[3] + columns[4];

      for (int x = reach; x < width - reach; x++)
        {
          guint8 *p = vidimus_image_at (image, x, y);
          float more = amount * ((float) luma[y * width + x] - (float) sum / 25) / 256;

          for (int c = 0; c < 3; c++)
            p[c] = (guint8) CLAMP ((int) ((float) p[c] + more + 0.5f), 0, 255);
          if (x + 3 < width)
            sum += columns[x + 3] - columns[x - 2];
        }
      if (y + 3 < height)
        for (int x = 0; x < width; x++)
          columns[x] += (guint32) luma[(y + 3) * width + x] - luma[(y - 2) * width + x];
    }
}

/* One sample a pixel: green and red on even rows, blue and green on odd ones. */
static int
filter_at (int x,
           int y)
{
  return (y & 1) == 0 ? ((x & 1) == 0 ? 1 : 0) : ((x & 1) == 0 ? 2 : 1);
}

static float *
read_out (const Sensor              *s,
          const VidimusSpecimenFilm *film)
{
  float *raw = g_new (float, (gsize) film->width * (gsize) film->height);

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        gsize i = (gsize) y * (gsize) film->width + (gsize) x;
        int c = filter_at (x, y);
        float value = MIN (film->light[i * 3 + (gsize) c] * s->gain[c] * through_lens (s, x, y), 1.05f);

        raw[i] = value + sqrtf (s->read * s->read + s->shot * MAX (value, 0)) * bell (s->random);
      }

  return raw;
}

/* Malvar, He & Cutler's five kernels, in eighths. */
static void
interpolate (const float *p,
             int          width,
             int          here,
             gboolean     red_beside,
             float        rgb[3])
{
  float cross = p[-1] + p[1] + p[-width] + p[width], far_x = p[-2] + p[2], far_y = p[-2 * width] + p[2 * width];
  float corners = p[-width - 1] + p[-width + 1] + p[width - 1] + p[width + 1];

  if (here == 1)
    {
      float beside = (5 * p[0] + 4 * (p[-1] + p[1]) - corners - far_x + 0.5f * far_y) / 8;
      float above = (5 * p[0] + 4 * (p[-width] + p[width]) - corners - far_y + 0.5f * far_x) / 8;

      rgb[0] = red_beside ? beside : above;
      rgb[1] = p[0];
      rgb[2] = red_beside ? above : beside;
    }
  else
    {
      rgb[here] = p[0];
      rgb[1] = (4 * p[0] + 2 * cross - far_x - far_y) / 8;
      rgb[2 - here] = (6 * p[0] + 2 * corners - 1.5f * (far_x + far_y)) / 8;
    }
}

static void
reflex (const Sensor              *s,
        const VidimusSpecimenFilm *film,
        struct vidimus_image      *out)
{
  g_autofree float *raw = read_out (s, film);
  int width = film->width, height = film->height;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        /* The outermost two pixels repeat their neighbours, whose place in the filter is the same. */
        int u = x < 2 ? x + 2 : x >= width - 2 ? x - 2 : x, v = y < 2 ? y + 2 : y >= height - 2 ? y - 2 : y;
        float rgb[3];

        interpolate (raw + (gsize) v * (gsize) width + u, width, filter_at (u, v), (v & 1) == 0, rgb);
        for (int c = 0; c < 3; c++)
          vidimus_image_at (out, x, y)[c] = developed (s, rgb[c]);
      }
}

static gboolean
recompress (struct vidimus_image *image,
            int                   quality)
{
  tjhandle in = tjInitDecompress (), out = tjInitCompress ();
  unsigned char *bytes = NULL;
  unsigned long size = 0;
  struct vidimus_image small = { 0 };
  gboolean ok = in != NULL && out != NULL &&
                tjCompress2 (out, image->data, image->width, (int) image->stride, image->height, TJPF_RGB, &bytes, &size,
                             TJSAMP_420, quality, TJFLAG_ACCURATEDCT) == 0 &&
                tjDecompress2 (in, bytes, size, image->data, image->width, (int) image->stride, image->height, TJPF_RGB,
                               TJFLAG_ACCURATEDCT) == 0 &&
                vidimus_image_scale (image, (int) lround (image->width * SHRINK), (int) lround (image->height * SHRINK), &small);

  tjFree (bytes);
  if (in != NULL)
    tjDestroy (in);
  if (out != NULL)
    tjDestroy (out);
  if (ok)
    {
      vidimus_image_free (image);
      *image = small;
    }

  return ok;
}

/**
 * vidimus_specimen_trial_expose:
 * @out: (out): 8-bit sRGB, to be freed with vidimus_image_free(); a messenger's is smaller than the film
 *
 * Returns: %FALSE when memory is short
 */
gboolean
vidimus_specimen_trial_expose (const VidimusSpecimenRecipe *recipe,
                               VidimusSpecimenFilm         *film,
                               struct vidimus_image        *out)
{
  VidimusSpecimenRandom random;
  Sensor s;

  if (!vidimus_image_alloc (out, film->width, film->height, 3))
    return FALSE;

  vidimus_specimen_random_init (&random, recipe->seed, "trial-camera");
  sensor_init (&s, recipe, &random);
  if (g_str_equal (recipe->camera, "reflex"))
    {
      reflex (&s, film, out);
      halo (out, (float) vidimus_specimen_random_double (&random, 0, 0.35));
    }
  else
    {
      pocket (&s, film, out);
      halo (out, (float) vidimus_specimen_random_double (&random, 0.6, 1.5));
    }
  if (g_str_equal (recipe->camera, "messenger"))
    return recompress (out, vidimus_specimen_random_int (&random, 78, 92));

  return TRUE;
}
