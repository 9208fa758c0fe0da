/* Blur of the judging half: a soft lens (a Gaussian), a hand that shakes (a bent path), focus that leans across the document. */
#include <math.h>
#include <string.h>

#include "vidimus-specimen-trial.h"

typedef struct
{
  int   dx;
  int   dy;
  float weight;
} Tap;

/* out[x] += weight × in[x + shift] for whole pixels, the line's ends repeated. */
static void
add_line (float       *out,
          const float *in,
          int          width,
          int          shift,
          float        weight)
{
  int low = CLAMP (-shift, 0, width), high = CLAMP (width - shift, 0, width);

  for (int x = 0; x < low; x++)
    for (int c = 0; c < 3; c++)
      out[x * 3 + c] += weight * in[c];
  for (int i = low * 3; i < high * 3; i++)
    out[i] += weight * in[i + shift * 3];
  for (int x = MAX (high, low); x < width; x++)
    for (int c = 0; c < 3; c++)
      out[x * 3 + c] += weight * in[(width - 1) * 3 + c];
}

/* What falls on a pixel is the sum of what the taps name. */
static float *
gather (const float *light,
        int          width,
        int          height,
        const Tap   *taps,
        int          n)
{
  gsize line = (gsize) width * 3;
  float *out = g_new0 (float, line * (gsize) height);

  for (int y = 0; y < height; y++)
    for (int i = 0; i < n; i++)
      add_line (out + (gsize) y * line, light + (gsize) CLAMP (y + taps[i].dy, 0, height - 1) * line, width, taps[i].dx,
                taps[i].weight);

  return out;
}

#define MOST_TAPS 96

static float *
soften (const VidimusSpecimenFilm *film,
        double                     sigma)
{
  int reach = MIN ((int) ceil (sigma * 2.8), MOST_TAPS / 2 - 1), n = 2 * reach + 1;
  g_autofree float *across = NULL;
  Tap taps[MOST_TAPS] = { 0 };
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += exp (-0.5 * (i - reach) * (i - reach) / (sigma * sigma));
  for (int i = 0; i < n; i++)
    taps[i] = (Tap) { i - reach, 0, (float) (exp (-0.5 * (i - reach) * (i - reach) / (sigma * sigma)) / sum) };
  across = gather (film->light, film->width, film->height, taps, n);
  for (int i = 0; i < n; i++)
    taps[i] = (Tap) { 0, i - reach, taps[i].weight };

  return gather (across, film->width, film->height, taps, n);
}

/* Where the camera points while the shutter is open: a bent path that slows down and jitters; each place once. */
static int
shake_path (Tap                   *taps,
            VidimusSpecimenRandom *random,
            double                 length)
{
  double angle = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  double bend = vidimus_specimen_random_double (random, -2.2, 2.2);
  double jitter = vidimus_specimen_random_double (random, 0.02, 0.09);
  double x = 0, y = 0, slow = vidimus_specimen_random_double (random, 0.2, 0.9);
  int n = 0;

  for (int i = 0; i < 64; i++)
    {
      double t = i / 63.0, speed = 1 - slow * t;
      int dx = (int) lround (x + length * jitter * sin (t * 21)), dy = (int) lround (y + length * jitter * cos (t * 17)), k = 0;

      while (k < n && (taps[k].dx != dx || taps[k].dy != dy))
        k++;
      if (k == n)
        taps[n++] = (Tap) { dx, dy, 0 };
      taps[k].weight += 1 / 64.0f;
      x += length * speed / (1 - slow / 2) / 64 * cos (angle + bend * t);
      y += length * speed / (1 - slow / 2) / 64 * sin (angle + bend * t);
    }

  return n;
}

static void
replace (VidimusSpecimenFilm *film,
         float               *light)
{
  g_free (film->light);
  film->light = light;
}

/* The near end of the document is softer than the far one. */
static void
lean (VidimusSpecimenFilm       *film,
      const struct vidimus_quad *quad,
      VidimusSpecimenRandom     *random,
      double                     sigma)
{
  int side = vidimus_specimen_random_int (random, 0, 3);
  const struct vidimus_point *a = &quad->p[side], *b = &quad->p[(side + 1) % 4];
  double length2 = MAX ((b->x - a->x) * (b->x - a->x) + (b->y - a->y) * (b->y - a->y), 1);
  g_autofree float *little = soften (film, MAX (sigma * 0.75, 0.35));
  float *much = soften (film, sigma * 1.3);

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        float t = (float) (((x - a->x) * (b->x - a->x) + (y - a->y) * (b->y - a->y)) / length2);
        gsize i = ((gsize) y * (gsize) film->width + (gsize) x) * 3;

        t = CLAMP (t, 0, 1);
        for (gsize c = i; c < i + 3; c++)
          much[c] = much[c] * t + little[c] * (1 - t);
      }
  replace (film, much);
}

/** vidimus_specimen_trial_blur: as strong as the document at @quad is large, so that a dose is one to the reader of its text. */
void
vidimus_specimen_trial_blur (VidimusSpecimenFilm       *film,
                             const struct vidimus_quad *quad,
                             VidimusSpecimenRandom     *random,
                             double                     dose)
{
  static const double sigmas[] = { 0, 0.55, 1.15, 2.0, 3.0, 4.3, 5.9 };
  static const double lengths[] = { 0, 1.8, 4.2, 8.5, 14, 21, 30 };
  double size = MAX (sqrt (fabs (vidimus_quad_area (quad))) / 800, 0.7); /* a lens is no finer on small ones */
  double sigma = MAX (size * vidimus_specimen_trial_table (sigmas, dose), 0.3);
  int kind = vidimus_specimen_random_int (random, 0, 4);
  Tap taps[MOST_TAPS] = { 0 };

  if (kind < 2)
    replace (film, soften (film, sigma));
  else if (kind < 4)
    {
      int n = shake_path (taps, random, size * vidimus_specimen_trial_table (lengths, dose));

      replace (film, gather (film->light, film->width, film->height, taps, n));
    }
  else
    lean (film, quad, random, sigma);
}
