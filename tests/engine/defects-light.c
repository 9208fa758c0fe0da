/* Defects: light, and how the camera and the copier take it. Light is added and spread linearly (sRGB's curve taken as a
 * power of 2.2). */
#include "defects-private.h"

#include <stdlib.h>
#include <string.h>

#define LEVELS 4096

static const float *
to_linear (void)
{
  static float table[256];

  if (table[255] <= 0)
    for (int i = 0; i < 256; i++)
      table[i] = (float) pow (i / 255.0, 2.2);

  return table;
}

static double
to_srgb (double linear)
{
  static float table[LEVELS + 1];

  if (table[LEVELS] <= 0)
    for (int i = 0; i <= LEVELS; i++)
      table[i] = (float) (255 * pow ((double) i / LEVELS, 1 / 2.2));

  return table[linear <= 0 ? 0 : linear >= 1 ? LEVELS : (int) (linear * LEVELS + 0.5)];
}

enum { TAPS_MOST = 8192 };

struct taps
{
  int    n;
  double x[TAPS_MOST];
  double y[TAPS_MOST];
  double weight[TAPS_MOST];
};

/* To the four pixels around (@x, @y). */
static void
add_tap (struct taps *taps,
         double       x,
         double       y,
         double       weight)
{
  double fx = floor (x), fy = floor (y);

  for (int k = 0; k < 4 && taps->n < TAPS_MOST; k++)
    {
      double w = (k & 1 ? x - fx : 1 - (x - fx)) * (k & 2 ? y - fy : 1 - (y - fy)) * weight;

      if (w <= 1e-4 * weight)
        continue;
      taps->x[taps->n] = fx + (k & 1);
      taps->y[taps->n] = fy + (k >> 1);
      taps->weight[taps->n++] = w;
    }
}

/* Replaces the card and what is around it by the weighted mean over the taps. */
static void
run_taps (struct canvas     *canvas,
          const struct taps *taps)
{
  struct vidimus_image *image = canvas->image;
  const float *linear = to_linear ();
  size_t row = (size_t) image->width * 3;
  float *light = malloc (row * (size_t) image->height * sizeof *light);
  float *sum = malloc (row * sizeof *sum);
  double total = 0;

  for (int y = 0; y < image->height && light != NULL; y++)
    for (size_t i = 0; i < row; i++)
      light[(size_t) y * row + i] = linear[vidimus_image_at (image, 0, y)[i]];
  for (int i = 0; i < taps->n; i++)
    total += taps->weight[i];

  for (int y = canvas->y0; y < canvas->y1 && light != NULL && sum != NULL; y++)
    {
      memset (sum, 0, row * sizeof *sum);
      for (int i = 0; i < taps->n; i++)
        {
          int fy = (int) fmin (fmax (y + taps->y[i], 0), image->height - 1), dx = (int) taps->x[i];
          int from = canvas->x0 + dx < 0 ? -dx : canvas->x0;
          int to = canvas->x1 + dx > image->width ? image->width - dx : canvas->x1;
          const float *line = light + (size_t) fy * row;
          float weight = (float) (taps->weight[i] / total);

          for (int k = 3 * from; k < 3 * to; k++)
            sum[k] += weight * line[k + 3 * dx];
          for (int k = 3 * canvas->x0; k < 3 * from; k++)
            sum[k] += weight * line[k % 3];
          for (int k = 3 * (to > from ? to : from); k < 3 * canvas->x1; k++)
            sum[k] += weight * line[row - 3 + (size_t) k % 3];
        }
      for (int k = 3 * canvas->x0; k < 3 * canvas->x1; k++)
        vidimus_image_at (image, 0, y)[k] = byte (to_srgb (sum[k]) + 1.2 * gauss (&canvas->random));
    }
  free (light);
  free (sum);
}

static void
fill_taps (struct canvas *canvas,
           enum defect    defect,
           double         sigma,
           struct taps   *taps)
{
  int reach = (int) ceil (3 * sigma);
  double angle = between (&canvas->random, 0, M_PI), bend = 0;
  double length = 3.464 * sigma * 1.3, x = 0, y = 0;
  double linger = between (&canvas->random, 0.5, 3);
  int steps = (int) ceil (2 * length) + 1;

  if (defect == DEFECT_BLUR_GAUSS || defect == DEFECT_BLUR_DISC)
    for (int dy = -reach; dy <= reach; dy++)
      for (int dx = -reach; dx <= reach; dx++)
        {
          double r = hypot (dx, dy);
          double weight = defect == DEFECT_BLUR_GAUSS ? exp (-0.5 * r * r / (sigma * sigma))
                                                      : fmin (fmax (2 * sigma + 0.5 - r, 0), 1);

          if (weight > 1e-3)
            add_tap (taps, dx, dy, weight);
        }
  if (defect == DEFECT_BLUR_MOTION)
    for (int i = 0; i <= steps; i++)
      add_tap (taps, length * ((double) i / steps - 0.5) * cos (angle), length * ((double) i / steps - 0.5) * sin (angle), 1);
  if (defect == DEFECT_BLUR_SHAKE) /* a hand's path: it bends, and lingers, now and then so much that edges are seen many times */
    for (int i = 0; i <= 2 * steps; i++)
      {
        add_tap (taps, x, y, pow (chance (&canvas->random), linger) + 0.02);
        bend += between (&canvas->random, -0.25, 0.25);
        x += cos (angle + bend) * 0.45;
        y += sin (angle + bend) * 0.45;
      }
}

/* Reduced and enlarged again, as by a thrifty sender. */
static void
resample (struct canvas *canvas,
          double         factor)
{
  struct vidimus_image *image = canvas->image;
  struct vidimus_image copy;

  if (!vidimus_image_alloc (&copy, image->width, image->height, 3))
    return;
  memcpy (copy.data, image->data, copy.stride * (size_t) copy.height);

  for (int y = canvas->y0; y < canvas->y1; y++)
    for (int x = canvas->x0; x < canvas->x1; x++)
      for (int c = 0; c < 3; c++)
        {
          double u = (x + 0.5) / factor - 0.5, v = (y + 0.5) / factor - 0.5, value = 0;

          for (int k = 0; k < 4; k++)
            {
              double cu = floor (u) + (k & 1), cv = floor (v) + (k >> 1), sum = 0;
              int n = 0;

              for (int sy = (int) fmax (cv * factor, 0); sy < (cv + 1) * factor && sy < image->height; sy++)
                for (int sx = (int) fmax (cu * factor, 0); sx < (cu + 1) * factor && sx < image->width; sx++, n++)
                  sum += vidimus_image_at (&copy, sx, sy)[c];
              value += (n > 0 ? sum / n : 0) * (k & 1 ? u - floor (u) : 1 - u + floor (u)) *
                       (k >> 1 ? v - floor (v) : 1 - v + floor (v));
            }
          vidimus_image_at (image, x, y)[c] = byte (value);
        }
  vidimus_image_free (&copy);
}

/* The focus leans: sharp along a line across the card, blurred more and more away from it. */
static void
lean (struct canvas *canvas,
      double         sigma)
{
  enum { LEVELS_MOST = 5 };
  struct vidimus_image *image = canvas->image;
  struct vidimus_image planes[LEVELS_MOST] = { 0 };
  double angle = between (&canvas->random, 0, 2 * M_PI), c = cos (angle), s = sin (angle);
  double reach = 0.5 * (fabs (c) + fabs (s) * canvas->tall), sharp = between (&canvas->random, -0.3, 0.2);
  static struct taps taps;
  bool ok = true;

  for (int i = 0; i < LEVELS_MOST && ok; i++)
    {
      struct canvas level = *canvas;

      ok = vidimus_image_alloc (&planes[i], image->width, image->height, 3);
      if (!ok)
        break;
      memcpy (planes[i].data, image->data, image->stride * (size_t) image->height);
      level.image = &planes[i];
      taps.n = 0;
      fill_taps (&level, DEFECT_BLUR_GAUSS, sigma * (0.05 + 2 * i / (LEVELS_MOST - 1.0)), &taps);
      run_taps (&level, &taps);
    }

  for (int y = canvas->y0; y < canvas->y1 && ok; y++)
    for (int x = canvas->x0; x < canvas->x1; x++)
      {
        struct vidimus_point p = on_card (canvas, x, y);
        double at = 0.5 + 0.5 * ((p.x - 0.5) * c + (p.y - 0.5 * canvas->tall) * s) / reach;
        double level = fmin (fabs (at - sharp), 0.9999) * (LEVELS_MOST - 1);

        for (int k = 0; k < 3; k++)
          {
            int nearer = vidimus_image_at (&planes[(int) level], x, y)[k], further = vidimus_image_at (&planes[(int) level + 1], x, y)[k];

            vidimus_image_at (image, x, y)[k] = byte (nearer + (level - floor (level)) * (further - nearer));
          }
      }
  for (int i = 0; i < LEVELS_MOST; i++)
    vidimus_image_free (&planes[i]);
}

/** defect_blur: σ in pixels of a card 800 wide; the models have about the same variance at the same step. */
void
defect_blur (struct canvas *canvas,
             enum defect    defect,
             double         step)
{
  static const double sigmas[7] = { 0, 0.4, 0.8, 1.25, 1.7, 2.2, 2.8 };
  static struct taps taps;
  double sigma = fmax (at_step (sigmas, step) * canvas->width / 800, 0.9 * at_step (sigmas, step) / 1.6);

  if (defect == DEFECT_BLUR_RESAMPLE)
    {
      resample (canvas, 1 + 1.9 * sigma);
      return;
    }
  if (defect == DEFECT_BLUR_LEAN)
    {
      lean (canvas, sigma);
      return;
    }
  taps.n = 0;
  fill_taps (canvas, defect, sigma, &taps);
  run_taps (canvas, &taps);
}

/* A reflection in card coordinates: @shape decides what is drawn; light is added in all of it. */
struct lamp
{
  enum defect shape;
  double      u, v;      /* its middle */
  double      cos, sin;
  double      a, b;      /* half sides or axes */
  double      skew;      /* of a window: how much narrower one end is */
  double      soft;      /* of an outline, in half sides */
  double      power;     /* 1: white */
  double      weave;     /* how deep the pattern in it is: what stands before the window */
  double      pitch;
};

static double
lamp_at (const struct lamp   *lamp,
         struct vidimus_point p)
{
  double x = ((p.x - lamp->u) * lamp->cos + (p.y - lamp->v) * lamp->sin) / lamp->a;
  double y = ((p.y - lamp->v) * lamp->cos - (p.x - lamp->u) * lamp->sin) / lamp->b;
  double pattern = 1 - lamp->weave * (0.5 + 0.5 * sin (x * lamp->pitch + 1.3 * sin (y * 2.1)) * cos (y * lamp->pitch * 0.6));
  double r = hypot (x, y);

  switch (lamp->shape)
    {
    case DEFECT_GLARE_LAMP:
      return exp (-r * r);
    case DEFECT_GLARE_STREAK:
      return exp (-r * r * r * r);
    case DEFECT_GLARE_VEIL:
      return exp (-0.7 * r * r) * 0.35;
    case DEFECT_GLARE_FLASH:
      return smooth_step ((1 - r) / 0.1 + 0.5) + 0.12 * exp (-0.3 * r * r);
    case DEFECT_GLARE_RING:
      return smooth_step ((0.28 - fabs (r - 0.8)) / lamp->soft / 0.5 + 0.5) * pattern + 0.08 * exp (-0.3 * r * r);
    case DEFECT_GLARE_PANEL: /* large, even, and seldom white */
      return smooth_step ((1 - pow (x * x * x * x + y * y * y * y, 0.25)) / lamp->soft + 0.5) * 0.45 * pattern;
    case DEFECT_GLARE_STRIPS:
      {
        double across = fabs (y) < 1.6 ? 10 : fabs (fabs (y) - 3) - 1; /* two tubes in parallel */

        return smooth_step (-across / lamp->soft + 0.5) * smooth_step ((1 - fabs (x)) / (lamp->soft * lamp->b / lamp->a) + 0.5) *
               pattern + 0.1 * exp (-0.1 * r * r);
      }
    default:
      {
        double wide = 1 + lamp->skew * y;
        double in = fmin (1 - fabs (x) / wide, 1 - fabs (y));
        double bar = fmin (fabs (x), fabs (y + 0.2)) - 0.08;

        return smooth_step (in / lamp->soft + 0.5) * (0.15 + 0.85 * smooth_step (bar / lamp->soft + 0.5)) * pattern +
               0.06 * exp (-0.25 * r * r);
      }
    }
}

/** defect_glare: lamps of one blob, a veil, and reflections that have outlines and something in them. */
void
defect_glare (struct canvas *canvas,
              enum defect    defect,
              double         step)
{
  static const double areas[7] = { 0, 0.005, 0.013, 0.026, 0.04, 0.055, 0.075 };
  const float *linear = to_linear ();
  double ratio = defect == DEFECT_GLARE_STREAK ? between (&canvas->random, 4, 8)
                 : defect == DEFECT_GLARE_STRIPS ? between (&canvas->random, 6, 14) : between (&canvas->random, 1, 1.9);
  double more = defect == DEFECT_GLARE_VEIL ? 6 : defect == DEFECT_GLARE_PANEL ? 3 : defect == DEFECT_GLARE_RING ? 1.2 : defect == DEFECT_GLARE_STRIPS ? 0.6 : defect == DEFECT_GLARE_WINDOW ? 1.3 : 1;
  double area = at_step (areas, step) * canvas->tall * more / M_PI;
  double angle = between (&canvas->random, 0, M_PI);
  struct lamp lamp = {
    .shape = defect, .u = between (&canvas->random, 0.2, 0.8), .v = between (&canvas->random, 0.2, 0.8) * canvas->tall,
    .cos = cos (angle), .sin = sin (angle), .a = sqrt (area * ratio), .b = sqrt (area / ratio),
    .skew = between (&canvas->random, -0.3, 0.3), .soft = between (&canvas->random, 0.1, 0.6),
    .power = between (&canvas->random, 0.8, 2.6) * (0.7 + 0.1 * step), .weave = between (&canvas->random, 0, 0.8),
    .pitch = between (&canvas->random, 2, 9),
  };

  for (int y = canvas->y0; y < canvas->y1; y++)
    for (int x = canvas->x0; x < canvas->x1; x++)
      {
        uint8_t *to = vidimus_image_at (canvas->image, x, y);
        struct vidimus_point p = on_card (canvas, x, y);
        double light;

        if (p.x < 0 || p.y < 0 || p.x > 1 || p.y > canvas->tall)
          continue;
        light = lamp.power * lamp_at (&lamp, p);
        if (light > 0.002)
          for (int c = 0; c < 3; c++)
            to[c] = byte (to_srgb (linear[to[c]] + light * (1 - 0.03 * c)));
      }
}

struct look
{
  double exposure;   /* of linear light */
  double noise;      /* of the signal's root */
  double fall;       /* how much of the light is lost from one end to the other */
  double angle;
  double left;       /* of the colours */
  double contrast;
  double tint[3];
  double tint_slope; /* the tint's own change over the card */
  double pitch;      /* of a halftone, of the card's width */
};

/* A copy's ink for a grey value 0–255 at a place. */
static double
ink (const struct look   *look,
     enum defect          defect,
     struct vidimus_point p,
     double               gray)
{
  double value = 128 + (gray - 128) * look->contrast;

  if (defect == DEFECT_COPY_TONER)
    value = 25 + 215 * smooth_step ((gray - 128) * look->contrast / 255 * 1.2 + 0.52);
  else if (defect == DEFECT_COPY_HALFTONE)
    {
      double u = (p.x + p.y) * 0.7071 / look->pitch, v = (p.x - p.y) * 0.7071 / look->pitch;
      double screen = 128 + 60 * (cos (2 * M_PI * u) + cos (2 * M_PI * v));

      value = 35 + 205 * smooth_step ((value - screen) / 120 + 0.5);
    }

  return value;
}

static void
look_init (struct look   *look,
           struct canvas *canvas,
           enum defect    defect,
           double         step)
{
  static const double exposures[7] = { 1, 0.24, 0.165, 0.10, 0.06, 0.035, 0.02 };
  static const double left[7] = { 1, 0.5, 0.22, 0.02, 0, 0, 0 };
  bool lamp = defect != DEFECT_COPY_GRAY;

  *look = (struct look) {
    .exposure = at_step (exposures, step), .noise = defect == DEFECT_LIGHTING_GRAIN ? 0.022 : 0.005,
    .fall = defect == DEFECT_LIGHTING_UNEVEN ? between (&canvas->random, 0.6, 0.9) : 0,
    .angle = between (&canvas->random, 0, 2 * M_PI), .left = at_step (left, step),
    .contrast = between (&canvas->random, 0.85, 1.2) + 0.07 * step,
    .tint = { lamp ? between (&canvas->random, 0.8, 1) : 1, lamp ? between (&canvas->random, 0.82, 0.95) : 1,
              lamp ? between (&canvas->random, 0.55, 1) : 1 },
    .tint_slope = lamp ? between (&canvas->random, -0.15, 0.15) : 0, .pitch = between (&canvas->random, 0.0045, 0.009),
  };
}

/** defect_pixels: too little light, and copies. */
void
defect_pixels (struct canvas *canvas,
               enum defect    defect,
               double         step)
{
  const float *linear = to_linear ();
  bool copy = defect_alarm (defect) == VIDIMUS_ENGINE_COPY;
  struct look look;

  look_init (&look, canvas, defect, step);
  for (int y = copy ? canvas->y0 : 0; y < (copy ? canvas->y1 : canvas->image->height); y++)
    for (int x = copy ? canvas->x0 : 0; x < (copy ? canvas->x1 : canvas->image->width); x++)
      {
        uint8_t *to = vidimus_image_at (canvas->image, x, y);
        double luma = 0.299 * to[0] + 0.587 * to[1] + 0.114 * to[2];
        struct vidimus_point p = on_card (canvas, x, y);
        double along = (p.x - 0.5) * cos (look.angle) + (p.y - 0.5 * canvas->tall) * sin (look.angle);
        double lit = look.exposure * (look.fall > 0 ? 1.7 * (1 - look.fall * fmin (fmax (along + 0.5, 0), 1)) : 1);
        bool outside = p.x < 0 || p.y < 0 || p.x > 1 || p.y > canvas->tall;
        double toner = copy ? ink (&look, defect, p, luma) + 2 * gauss (&canvas->random) : 0;

        for (int k = 0; k < 3 && !(copy && outside); k++)
          if (copy)
            to[k] = byte ((toner * (1 - look.left) + to[k] * look.left) * (look.tint[k] + (k - 1) * look.tint_slope * along));
          else if (defect == DEFECT_LIGHTING_GAMMA)
            to[k] = byte (235 * pow (linear[to[k]], 0.36 * (1 + 0.55 * step)) * (1 - 0.09 * step) +
                          2.5 * gauss (&canvas->random));
          else
            {
              double signal = linear[to[k]] * lit;

              to[k] = byte (to_srgb (signal + look.noise * sqrt (signal + 0.004) * gauss (&canvas->random)));
            }
      }
}
