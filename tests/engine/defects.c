#include "defects.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What every painter gets: the picture, the map from its pixels to card coordinates (u along the card's width 0–1, v
 * down in the same unit, so up to 1 / aspect), and chance. */
struct canvas
{
  struct vidimus_image     *image;
  struct vidimus_homography to_card;
  double                    tall;   /* the card's height over its width */
  double                    width;  /* pixels the card is wide */
  unsigned                  random;
};

static double
chance (unsigned *random)
{
  /* Marsaglia, Xorshift RNGs, 2003. */
  *random ^= *random << 13;
  *random ^= *random >> 17;
  *random ^= *random << 5;

  return *random / 4294967296.0;
}

static double
between (unsigned *random,
         double    low,
         double    high)
{
  return low + (high - low) * chance (random);
}

static double
gauss (unsigned *random)
{
  return (chance (random) + chance (random) + chance (random) + chance (random) - 2) * 1.732;
}

static unsigned
seeded (unsigned seed)
{
  unsigned random = (seed + 1) * 2654435761u;

  random = random != 0 ? random : 1;
  for (int i = 0; i < 8; i++)
    chance (&random);

  return random;
}

static uint8_t
byte (double value)
{
  return (uint8_t) (value < 0 ? 0 : value > 255 ? 255 : value + 0.5);
}

static double
smooth_step (double x)
{
  x = x < 0 ? 0 : x > 1 ? 1 : x;

  return x * x * (3 - 2 * x);
}

const char *
defect_name (enum defect defect)
{
  static const char *names[DEFECT_N] = {
    "none", "blur/gauss", "blur/disc", "blur/motion", "glare/lamp", "glare/streak", "glare/veil", "glare/flash",
    "blocking/finger", "blocking/strip", "blocking/sticker", "lighting/exposure", "lighting/gamma", "copy/gray",
    "copy/tinted", "copy/faded", "reproduce/grid", "reproduce/moire",
  };

  return names[defect];
}

enum vidimus_alarm
defect_alarm (enum defect defect)
{
  static const enum vidimus_alarm alarms[DEFECT_N] = {
    VIDIMUS_ENGINE_N_ALARMS,
    VIDIMUS_ENGINE_BLUR, VIDIMUS_ENGINE_BLUR, VIDIMUS_ENGINE_BLUR,
    VIDIMUS_ENGINE_GLARE, VIDIMUS_ENGINE_GLARE, VIDIMUS_ENGINE_GLARE, VIDIMUS_ENGINE_GLARE,
    VIDIMUS_ENGINE_BLOCKING, VIDIMUS_ENGINE_BLOCKING, VIDIMUS_ENGINE_BLOCKING,
    VIDIMUS_ENGINE_LIGHTING, VIDIMUS_ENGINE_LIGHTING,
    VIDIMUS_ENGINE_COPY, VIDIMUS_ENGINE_COPY, VIDIMUS_ENGINE_COPY,
    VIDIMUS_ENGINE_REPRODUCE, VIDIMUS_ENGINE_REPRODUCE,
  };

  return alarms[defect];
}

void
defect_noise (struct vidimus_image *image,
              double                sigma,
              unsigned              seed)
{
  unsigned random = seeded (seed);

  for (int y = 0; y < image->height; y++)
    {
      uint8_t *p = vidimus_image_at (image, 0, y);

      for (int i = 0; i < image->width * image->channels; i++)
        p[i] = byte (p[i] + sigma * gauss (&random));
    }
}

/* Replaces the picture by the mean over @n offsets, each weighted. */
static bool
convolve (struct vidimus_image *image,
          const double        (*taps)[3], /* dx, dy, weight */
          int                   n)
{
  struct vidimus_image out;

  if (!vidimus_image_alloc (&out, image->width, image->height, image->channels))
    return false;

  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      {
        float sum[4] = { 0 };

        for (int i = 0; i < n; i++)
          {
            int fx = x + (int) taps[i][0];
            int fy = y + (int) taps[i][1];
            float w = (float) taps[i][2];
            const uint8_t *p;

            fx = fx < 0 ? 0 : fx >= image->width ? image->width - 1 : fx;
            fy = fy < 0 ? 0 : fy >= image->height ? image->height - 1 : fy;
            p = vidimus_image_at (image, fx, fy);
            for (int k = 0; k < image->channels; k++)
              sum[k] += w * p[k];
          }
        for (int k = 0; k < image->channels; k++)
          vidimus_image_at (&out, x, y)[k] = byte (sum[k]);
      }

  for (int y = 0; y < image->height; y++)
    memcpy (vidimus_image_at (image, 0, y), vidimus_image_at (&out, 0, y),
            (size_t) image->width * (size_t) image->channels);
  vidimus_image_free (&out);

  return true;
}

enum { TAPS_MOST = 4096 };

static int
add_tap (double (*taps)[3],
         int      n,
         double   x,
         double   y,
         double   weight)
{
  double fx = floor (x);
  double fy = floor (y);

  for (int k = 0; k < 4 && n < TAPS_MOST; k++)
    {
      double w = (k & 1 ? x - fx : 1 - (x - fx)) * (k & 2 ? y - fy : 1 - (y - fy)) * weight;

      if (w > 1e-6)
        {
          taps[n][0] = fx + (k & 1);
          taps[n][1] = fy + (k >> 1);
          taps[n++][2] = w;
        }
    }

  return n;
}

static bool
run_taps (struct canvas *canvas,
          double       (*taps)[3],
          int            n)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += taps[i][2];
  for (int i = 0; i < n; i++)
    taps[i][2] /= sum;

  return convolve (canvas->image, taps, n);
}

/* σ in pixels of a card 800 wide; all three models have the same variance at the same dose. */
static bool
apply_blur (struct canvas *canvas,
            enum defect    defect,
            int            dose)
{
  static const double sigmas[4] = { 0, 1.1, 2.2, 4.0 };
  static double taps[TAPS_MOST][3];
  double sigma = sigmas[dose] * canvas->width / 800;
  int n = 0;

  if (sigma < 0.9 * sigmas[dose] / 1.6) /* a small card: what a person sees is in its own pixels too */
    sigma = 0.9 * sigmas[dose] / 1.6;

  if (defect == DEFECT_BLUR_GAUSS)
    {
      int reach = (int) ceil (3 * sigma);

      for (int i = -reach; i <= reach; i++)
        n = add_tap (taps, n, i, 0, exp (-0.5 * i * i / (sigma * sigma)));
      if (!run_taps (canvas, taps, n))
        return false;
      for (int i = 0; i < n; i++)
        {
          taps[i][1] = taps[i][0];
          taps[i][0] = 0;
        }
    }
  else if (defect == DEFECT_BLUR_DISC)
    {
      double radius = 2 * sigma;

      for (int y = (int) -radius - 1; y <= radius + 1; y++)
        for (int x = (int) -radius - 1; x <= radius + 1; x++)
          n = add_tap (taps, n, x, y, fmin (fmax (radius + 0.5 - hypot (x, y), 0), 1));
    }
  else
    {
      double length = 3.464 * sigma * 1.25;
      double angle = chance (&canvas->random) < 0.5 ? between (&canvas->random, 0, M_PI)
                                                    : M_PI_2 * floor (2 * chance (&canvas->random));
      int steps = (int) ceil (2 * length);

      for (int i = 0; i <= steps; i++)
        {
          double t = length * ((double) i / steps - 0.5);

          n = add_tap (taps, n, t * cos (angle), t * sin (angle), 1);
        }
    }

  return run_taps (canvas, taps, n);
}

/* The light of one pixel at card coordinates: how much is added (lamp, streak), or laid over (veil, flash: 0–1). */
static void
apply_glare (struct canvas *canvas,
             enum defect    defect,
             int            dose)
{
  static const double radii[4] = { 0, 0.045, 0.08, 0.125 };
  double u0 = between (&canvas->random, 0.2, 0.8);
  double v0 = between (&canvas->random, 0.2, 0.8) * canvas->tall;
  double radius = radii[dose];
  double angle = between (&canvas->random, 0, M_PI);
  double squeeze = between (&canvas->random, 0.6, 1);
  double power = between (&canvas->random, 300, 500);

  for (int y = 0; y < canvas->image->height; y++)
    for (int x = 0; x < canvas->image->width; x++)
      {
        struct vidimus_point p = vidimus_homography_apply (&canvas->to_card, (struct vidimus_point) { x + 0.5, y + 0.5 });
        uint8_t *to = vidimus_image_at (canvas->image, x, y);
        double du = p.x - u0;
        double dv = p.y - v0;
        double a = (cos (angle) * du + sin (angle) * dv) / radius;
        double b = (cos (angle) * dv - sin (angle) * du) / (radius * squeeze);
        double r = hypot (a, b);

        if (defect == DEFECT_GLARE_STREAK)
          r = hypot (b * 1.2, a / 4);
        if (defect == DEFECT_GLARE_LAMP || defect == DEFECT_GLARE_STREAK)
          for (int k = 0; k < 3; k++)
            to[k] = byte (to[k] + power * exp (-0.9 * r * r));
        else
          {
            double alpha = defect == DEFECT_GLARE_VEIL ? smooth_step ((1.7 - r) / 0.8) : smooth_step ((1.06 - r) / 0.08);

            for (int k = 0; k < 3; k++)
              to[k] = byte (to[k] + (254 - to[k]) * alpha);
          }
      }
}

/* A finger: a capsule with a round end, shaded across, coming in over a side. */
static double
finger_at (double  u,
           double  v,
           double  reach,
           double  half,
           double *shade)
{
  double across = fabs (v) / half;
  double along = (u - (reach - half)) / half;
  double r = along > 0 ? hypot (across, along) : across;

  *shade = 1 - 0.35 * r * r;

  return smooth_step ((1 - r) / 0.06);
}

static void
apply_blocking (struct canvas *canvas,
                enum defect    defect,
                int            dose)
{
  static const double sizes[4] = { 0, 0.13, 0.22, 0.34 };
  static const double skins[4][3] = { { 224, 172, 150 }, { 198, 140, 112 }, { 150, 100, 76 }, { 240, 195, 175 } };
  static const double papers[5][3] = { { 238, 236, 230 }, { 250, 225, 90 }, { 90, 170, 220 }, { 240, 120, 140 }, { 60, 62, 66 } };
  double size = sizes[dose];
  int side = (int) (4 * chance (&canvas->random));
  double at = between (&canvas->random, 0.25, 0.75);
  double tilt = between (&canvas->random, 0.14, 0.5) * (chance (&canvas->random) < 0.5 ? -1 : 1);
  const double *skin = skins[(int) (4 * chance (&canvas->random))];
  const double *paper = papers[(int) (5 * chance (&canvas->random))];
  /* Where it starts, and which way is in. */
  double u0 = side == 1 ? 1 : side == 3 ? 0 : at;
  double v0 = side == 0 ? 0 : side == 2 ? canvas->tall : at * canvas->tall;
  double in = atan2 (side == 0 ? 1 : side == 2 ? -1 : 0, side == 3 ? 1 : side == 1 ? -1 : 0) + tilt;

  if (defect == DEFECT_BLOCKING_STICKER)
    {
      u0 = between (&canvas->random, 0.3, 0.7);
      v0 = between (&canvas->random, 0.35, 0.65) * canvas->tall;
      in = tilt;
    }

  for (int y = 0; y < canvas->image->height; y++)
    for (int x = 0; x < canvas->image->width; x++)
      {
        struct vidimus_point p = vidimus_homography_apply (&canvas->to_card, (struct vidimus_point) { x + 0.5, y + 0.5 });
        uint8_t *to = vidimus_image_at (canvas->image, x, y);
        double a = (p.x - u0) * cos (in) + (p.y - v0) * sin (in);
        double b = (p.y - v0) * cos (in) - (p.x - u0) * sin (in);
        double shade = 1;
        double alpha;

        if (defect == DEFECT_BLOCKING_FINGER)
          alpha = finger_at (a, b, size * 1.1, 0.06 + 0.12 * size, &shade);
        else if (defect == DEFECT_BLOCKING_STRIP)
          alpha = a < size * 0.9 && a > -0.5 && fabs (b) < size * 0.35;
        else
          alpha = fabs (a) < size * 0.75 && fabs (b) < size * 0.38;
        if (alpha <= 0)
          continue;

        for (int k = 0; k < 3; k++)
          {
            double colour = (defect == DEFECT_BLOCKING_FINGER ? skin[k] : paper[k]) * shade;

            to[k] = byte (to[k] + (colour + 2 * gauss (&canvas->random) - to[k]) * alpha);
          }
      }
}

static void
apply_pixels (struct canvas *canvas,
              enum defect    defect,
              int            dose)
{
  static const double exposures[4] = { 1, 0.30, 0.13, 0.05 }; /* of linear light: luma 148, 101, 65 of 255 */
  static const double gammas[4] = { 1, 1.8, 3.0, 5.0 };
  static const double left[4] = { 1, 0.40, 0.15, 0.04 };
  double noise = 1 + 1.2 * dose;
  double tint[3] = { between (&canvas->random, 0.85, 1), between (&canvas->random, 0.9, 1), between (&canvas->random, 0.75, 1) };
  double contrast = between (&canvas->random, 1, 1.25);

  for (int y = 0; y < canvas->image->height; y++)
    for (int x = 0; x < canvas->image->width; x++)
      {
        uint8_t *to = vidimus_image_at (canvas->image, x, y);
        double luma = 0.299 * to[0] + 0.587 * to[1] + 0.114 * to[2];

        for (int k = 0; k < 3; k++)
          {
            double v = to[k];

            if (defect == DEFECT_LIGHTING_EXPOSURE)
              v = 255 * pow (pow (v / 255, 2.2) * exposures[dose], 1 / 2.2) + noise * gauss (&canvas->random);
            else if (defect == DEFECT_LIGHTING_GAMMA)
              v = 235 * pow (v / 255, gammas[dose]) * (1 - 0.18 * dose) + noise * gauss (&canvas->random);
            else if (defect == DEFECT_COPY_FADED)
              v = luma + (v - luma) * left[dose];
            else
              {
                v = luma + (v - luma) * (dose == 1 ? 0.35 : dose == 2 ? 0.1 : 0);
                v = 128 + (v - 128) * contrast + (defect == DEFECT_COPY_GRAY ? 2 * gauss (&canvas->random) : 0);
                if (defect == DEFECT_COPY_TINTED)
                  v *= tint[k];
              }
            to[k] = byte (v);
          }
      }
}

/* A screen's grid of red, green and blue stripes seen by a sensor, or its beat with the sensor's own. */
static void
apply_reproduce (struct canvas *canvas,
                 enum defect    defect,
                 int            dose)
{
  static const double depths[4] = { 0, 0.035, 0.07, 0.14 };
  double depth = depths[dose];
  double angle = between (&canvas->random, -0.3, 0.3);
  double pitch = defect == DEFECT_REPRODUCE_GRID ? between (&canvas->random, 2.3, 4.8) : between (&canvas->random, 5, 9.5);
  double bend = defect == DEFECT_REPRODUCE_GRID ? 0 : between (&canvas->random, 0, 0.08) / canvas->image->width;
  double lean = between (&canvas->random, -0.02, 0.02) / canvas->image->width;
  double phase = between (&canvas->random, 0, 6);
  double hue = between (&canvas->random, 0.4, 2.1);

  for (int y = 0; y < canvas->image->height; y++)
    for (int x = 0; x < canvas->image->width; x++)
      {
        uint8_t *to = vidimus_image_at (canvas->image, x, y);
        double a = x * cos (angle) + y * sin (angle);
        double b = y * cos (angle) - x * sin (angle);

        a += (bend + lean) * a * a + bend * b * b;
        b += lean * a * b;
        for (int k = 0; k < 3; k++)
          {
            double wave = cos (2 * M_PI * a / pitch + hue * k + phase);

            if (defect == DEFECT_REPRODUCE_GRID)
              wave = 0.6 * wave + 0.6 * cos (2 * M_PI * b / pitch);
            to[k] = byte (to[k] * (1 + depth * wave));
          }
      }
}

bool
defect_apply (struct vidimus_image      *image,
              const struct vidimus_quad *quad,
              enum defect                defect,
              int                        dose,
              unsigned                   seed)
{
  struct canvas canvas = { .image = image, .random = seeded (seed) };
  double width = 0.5 * (hypot (quad->p[1].x - quad->p[0].x, quad->p[1].y - quad->p[0].y) +
                        hypot (quad->p[2].x - quad->p[3].x, quad->p[2].y - quad->p[3].y));
  double height = 0.5 * (hypot (quad->p[3].x - quad->p[0].x, quad->p[3].y - quad->p[0].y) +
                         hypot (quad->p[2].x - quad->p[1].x, quad->p[2].y - quad->p[1].y));
  struct vidimus_quad card;

  canvas.width = width;
  canvas.tall = height / width;
  card = (struct vidimus_quad) { { { 0, 0 }, { 1, 0 }, { 1, canvas.tall }, { 0, canvas.tall } } };
  if (!vidimus_homography_from_quads (quad, &card, &canvas.to_card))
    return false;

  switch (defect_alarm (defect))
    {
    case VIDIMUS_ENGINE_BLUR:
      return apply_blur (&canvas, defect, dose);
    case VIDIMUS_ENGINE_GLARE:
      apply_glare (&canvas, defect, dose);
      return true;
    case VIDIMUS_ENGINE_BLOCKING:
      apply_blocking (&canvas, defect, dose);
      return true;
    case VIDIMUS_ENGINE_LIGHTING:
    case VIDIMUS_ENGINE_COPY:
      apply_pixels (&canvas, defect, dose);
      return true;
    case VIDIMUS_ENGINE_REPRODUCE:
      apply_reproduce (&canvas, defect, dose);
      return true;
    default:
      return true;
    }
}

/* One pixel of a ground: plain with a fall-off, wood, cloth, or blotches. */
static double
ground_at (int    kind,
           double x,
           double y,
           double phase)
{
  switch (kind)
    {
    case 0:
      return 0.1 * sin (0.004 * x + phase) + 0.1 * sin (0.003 * y);
    case 1:
      return 0.25 * sin (0.11 * y + 3 * sin (0.009 * x + phase) + 1.5 * sin (0.021 * y));
    case 2:
      return 0.12 * sin (0.5 * x + phase) * sin (0.45 * y);
    default:
      return 0.4 * sin (0.021 * x + 2 * sin (0.013 * y + phase)) * sin (0.017 * y + 2 * sin (0.019 * x));
    }
}

bool
defect_scene (const struct vidimus_image *card,
              unsigned                    seed,
              struct vidimus_image       *image,
              struct vidimus_quad        *quad)
{
  static const double grounds[6][3] = { { 150, 104, 70 }, { 60, 64, 70 }, { 205, 200, 190 }, { 96, 120, 150 },
                                        { 120, 60, 52 }, { 70, 100, 72 } };
  unsigned random = seeded (seed);
  const double *ground = grounds[(int) (6 * chance (&random))];
  int kind = (int) (4 * chance (&random));
  double phase = between (&random, 0, 6);
  double scale = between (&random, 0.6, 0.8);
  int width = card->width > 800 ? 1120 : card->width < 500 ? 700 : card->width * 7 / 5;
  int height = width * 3 / 4;
  double card_width = width * scale;
  double card_height = card_width * card->height / card->width;
  double angle = between (&random, -0.15, 0.15);
  struct vidimus_quad flat = defect_frame (card);
  struct vidimus_homography back;
  struct vidimus_image warped;
  double gain;

  if (card_height > 0.85 * height)
    {
      card_width *= 0.85 * height / card_height;
      card_height = 0.85 * height;
    }
  for (int i = 0; i < 4; i++)
    {
      double x = (i == 1 || i == 2 ? 0.5 : -0.5) * card_width * between (&random, 0.95, 1.02);
      double y = (i >= 2 ? 0.5 : -0.5) * card_height * between (&random, 0.95, 1.02);

      quad->p[i].x = 0.5 * width + x * cos (angle) - y * sin (angle);
      quad->p[i].y = 0.5 * height + x * sin (angle) + y * cos (angle);
    }
  if (!vidimus_homography_from_quads (quad, &flat, &back) ||
      !vidimus_image_alloc (&warped, width, height, card->channels))
    return false;
  vidimus_image_warp (card, &back, &warped);
  gain = between (&random, 0.72, 0.98); /* a camera leaves room above paper, a scanner does not */

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      if (!vidimus_quad_contains (quad, (struct vidimus_point) { x + 0.5, y + 0.5 }))
        for (int k = 0; k < 3; k++)
          vidimus_image_at (&warped, x, y)[k] = byte (ground[k] * (1 + ground_at (kind, x, y, phase)));
      else
        for (int k = 0; k < 3; k++)
          vidimus_image_at (&warped, x, y)[k] = byte (gain * vidimus_image_at (&warped, x, y)[k]);
  defect_noise (&warped, between (&random, 0.5, 3), seed + 7);
  *image = warped;

  return true;
}

struct vidimus_quad
defect_frame (const struct vidimus_image *image)
{
  return (struct vidimus_quad) { { { 0, 0 }, { image->width, 0 }, { image->width, image->height }, { 0, image->height } } };
}

bool
defect_rectify (const struct vidimus_image *image,
                const struct vidimus_quad  *quad,
                struct vidimus_card        *card)
{
  double width = fmax (hypot (quad->p[1].x - quad->p[0].x, quad->p[1].y - quad->p[0].y),
                       hypot (quad->p[2].x - quad->p[3].x, quad->p[2].y - quad->p[3].y));
  double height = fmax (hypot (quad->p[3].x - quad->p[0].x, quad->p[3].y - quad->p[0].y),
                        hypot (quad->p[2].x - quad->p[1].x, quad->p[2].y - quad->p[1].y));
  double shrink = width > VIDIMUS_ALARM_SIDE ? VIDIMUS_ALARM_SIDE / width : 1;
  struct vidimus_quad flat;

  memset (card, 0, sizeof *card);
  if (!vidimus_image_alloc (&card->rgb, (int) fmax (width * shrink + 0.5, 1), (int) fmax (height * shrink + 0.5, 1), image->channels))
    return false;
  flat = defect_frame (&card->rgb);
  if (!vidimus_homography_from_quads (&flat, quad, &card->to_image))
    return false;
  vidimus_image_warp (image, &card->to_image, &card->rgb);
  card->aspect = width / height;

  return vidimus_image_to_gray (&card->rgb, &card->gray);
}

void
defect_card_clear (struct vidimus_card *card)
{
  vidimus_image_free (&card->rgb);
  vidimus_image_free (&card->gray);
}
