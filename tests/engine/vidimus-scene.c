#include "vidimus-scene.h"

#include <math.h>

#define CARD_ASPECT 1.586

static void
put (guint8  *pixel,
     guint32  rgb)
{
  pixel[0] = (guint8) (rgb >> 16);
  pixel[1] = (guint8) (rgb >> 8);
  pixel[2] = (guint8) rgb;
}

/* A repeatable value 0–1 for a lattice point. */
static double
lattice (int     x,
         int     y,
         guint32 seed)
{
  guint32 n = (guint32) x * 374761393u + (guint32) y * 668265263u + seed * 2246822519u;

  n = (n ^ (n >> 13)) * 1274126177u;

  return ((n ^ (n >> 16)) & 0xffff) / 65535.0;
}

static double
smooth_noise (double  x,
              double  y,
              guint32 seed)
{
  int ix = (int) floor (x), iy = (int) floor (y);
  double u = x - ix, v = y - iy;

  return (lattice (ix, iy, seed) * (1 - u) + lattice (ix + 1, iy, seed) * u) * (1 - v) +
         (lattice (ix, iy + 1, seed) * (1 - u) + lattice (ix + 1, iy + 1, seed) * u) * v;
}

static guint32
ground_colour (SceneGround ground,
               int         x,
               int         y,
               guint32     seed)
{
  int n;

  switch (ground)
    {
    case SCENE_GRAIN:
      n = (int) (60 * smooth_noise (x * 0.004 + y * 0.001, y * 0.11, seed) + 20 * lattice (x, y, seed));
      return (guint32) (120 + n) << 16 | (guint32) (75 + n) << 8 | (guint32) (40 + n / 2);

    case SCENE_TILES:
      n = (int) (14 * lattice (x, y, seed)) + (x % 190 < 4 || y % 150 < 4 ? -50 : 0);
      return (guint32) (150 + n) << 16 | (guint32) (140 + n) << 8 | (guint32) (130 + n);

    case SCENE_PLAIN:
    case SCENE_N_GROUNDS:
    default:
      n = (int) (6 * lattice (x, y, seed));
      return (guint32) (46 + n) << 16 | (guint32) (62 + n) << 8 | (guint32) (70 + n);
    }
}

/* u, v: 0–1 over the card. A title band, a portrait, lines of print. */
static guint32
card_colour (double u,
             double v)
{
  if (v < 0.14)
    return 0x3a5f9a;
  if (u > 0.06 && u < 0.28 && v > 0.22 && v < 0.64)
    return hypot ((u - 0.17) * 1.586, v - 0.43) < 0.11 ? 0xc49a7c : 0xcbd5d6;
  if (((u > 0.33 && u < 0.92 && v > 0.2) || (u > 0.06 && u < 0.92 && v > 0.72)) && v < 0.92 && fmod (v, 0.09) < 0.045 &&
      lattice ((int) (u * 60), (int) (v / 0.09), 3) > 0.3)
    return 0x303038;

  return 0xdfe6e2;
}

void
scene_draw_card (struct vidimus_image *image,
                 int                   width,
                 int                   height)
{
  g_assert_true (vidimus_image_alloc (image, width, height, 3));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      put (vidimus_image_at (image, x, y), card_colour ((x + 0.5) / width, (y + 0.5) / height));
}

/* Whether a point of the card, in shares of its sides, is cut off by a rounding of @radius, in shares of its width. */
static gboolean
is_rounded_off (double u,
                double v,
                double radius)
{
  double x = radius - MIN (u, 1 - u), y = radius - MIN (v, 1 - v) / CARD_ASPECT;

  return x > 0 && y > 0 && hypot (x, y) > radius;
}

void
scene_add_card (struct vidimus_image      *image,
                const struct vidimus_quad *quad)
{
  scene_add_rounded_card (image, quad, 0);
}

void
scene_add_rounded_card (struct vidimus_image      *image,
                        const struct vidimus_quad *quad,
                        double                     radius)
{
  const struct vidimus_quad unit = { { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } } };
  struct vidimus_homography to_card;

  g_assert_true (vidimus_homography_from_quads (quad, &unit, &to_card));
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      for (int i = 0; i < 4; i++)
        {
          struct vidimus_point at = { x + 0.25 + 0.5 * (i & 1), y + 0.25 + 0.5 * (i >> 1) };
          guint8 *pixel = vidimus_image_at (image, x, y), card[3];

          if (!vidimus_quad_contains (quad, at))
            continue;
          at = vidimus_homography_apply (&to_card, at);
          if (is_rounded_off (at.x, at.y, radius))
            continue;
          put (card, card_colour (at.x, at.y));
          for (int c = 0; c < 3; c++) /* a quarter of the pixel each, weighed so that four make it all */
            pixel[c] = (guint8) (pixel[c] + (card[c] - pixel[c]) / (4.0 - i));
        }
}

void
scene_paint_quad (struct vidimus_image      *image,
                  const struct vidimus_quad *quad,
                  guint32                    rgb)
{
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      if (vidimus_quad_contains (quad, (struct vidimus_point) { x + 0.5, y + 0.5 }))
        put (vidimus_image_at (image, x, y), rgb);
}

void
scene_draw (struct vidimus_image      *image,
            int                        width,
            int                        height,
            SceneGround                ground,
            const struct vidimus_quad *quad,
            guint32                    seed)
{
  g_assert_true (vidimus_image_alloc (image, width, height, 3));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      put (vidimus_image_at (image, x, y), ground_colour (ground, x, y, seed));
  if (quad != NULL)
    scene_add_card (image, quad);
}

struct vidimus_quad
scene_photograph (double aspect,
                  double size,
                  double x,
                  double y,
                  double turn,
                  double tilt,
                  double pan)
{
  struct vidimus_quad quad;

  for (int i = 0; i < 4; i++)
    {
      double u = i == 1 || i == 2 ? 0.5 : -0.5, v = (i >= 2 ? 0.5 : -0.5) / aspect;
      double a = u * cos (turn) - v * sin (turn), b = u * sin (turn) + v * cos (turn);
      double depth = 2 + b * sin (tilt) + a * sin (pan);

      quad.p[i].x = x + 2 * size * a * cos (pan) / depth;
      quad.p[i].y = y + 2 * size * b * cos (tilt) / depth;
    }

  return quad;
}
