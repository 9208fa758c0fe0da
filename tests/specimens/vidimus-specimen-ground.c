#include "vidimus-specimen-ground.h"

#include <math.h>

/** vidimus_specimen_grounds: the kinds, %NULL-terminated. */
const char * const vidimus_specimen_grounds[] = { "wood", "cloth", "desk", "stone", "planks", "felt", "gradient", "lined",
                                                 NULL };

/* Two colours of each kind's grounds, light and dark, six choices each. */
#define CHOICES 6

static const struct
{
  const char *kind;
  guint32     colors[CHOICES][2];
} palettes[] = {
  { "wood", { { 0x8a5a34, 0x5a3519 }, { 0xb98a57, 0x8a5d33 }, { 0x5c4030, 0x38251a }, { 0xcaa77a, 0xa67f52 },
              { 0xdcc7a2, 0xbfa378 }, { 0x3a2c24, 0x211812 } } },
  { "cloth", { { 0x5d6f80, 0x3f4e5d }, { 0xa9a091, 0x857b6c }, { 0x6b3f45, 0x4a282e }, { 0x3f5a4c, 0x2a4035 },
               { 0xe4dfd3, 0xc9c2b2 }, { 0x2a2c35, 0x181a20 } } },
  { "desk", { { 0x3e4247, 0x2c2f33 }, { 0xbfc3c6, 0xa3a8ac }, { 0x6a5d52, 0x50453c }, { 0x24364a, 0x182637 },
              { 0xe6e6e3, 0xd2d2cf }, { 0x8f9ca6, 0x76838d } } },
  { "stone", { { 0x8d8b86, 0x5d5b57 }, { 0x4a4d52, 0x2b2d31 }, { 0xb3a89a, 0x8c8071 }, { 0x66706c, 0x434c49 },
               { 0xdad7d0, 0xb7b3aa }, { 0x9a7f6a, 0x6f5746 } } },
  { "planks", { { 0x7b5b43, 0x4f3827 }, { 0x9c8a74, 0x75654f }, { 0x6e4a30, 0x452c1b }, { 0xa98c6b, 0x7d6347 },
                { 0xcfc2ac, 0xa8987d }, { 0x574b44, 0x352d28 } } },
  { "felt", { { 0x2f5d46, 0x234a37 }, { 0x39465f, 0x2a3549 }, { 0x6a3038, 0x52242b }, { 0x55524d, 0x42403c },
              { 0xb7a98f, 0x9b8d74 }, { 0x20262b, 0x14191d } } },
  { "gradient", { { 0x777d86, 0x3f444d }, { 0x9a8f86, 0x5e554e }, { 0x5f7f86, 0x34494f }, { 0x83789a, 0x4f4763 },
                  { 0xd9d3c7, 0xa9a297 }, { 0xe9ebec, 0xc2c7cb } } },
  { "lined", { { 0xf1efe6, 0x9db3c9 }, { 0xe9e4d2, 0xb59a8a }, { 0xf4f4f1, 0xa7b7b0 }, { 0xdfe6e9, 0x8fa3b5 },
               { 0xefe2c8, 0xb0a084 }, { 0xf6f2ee, 0xc9a2a2 } } },
};

static double
lattice (int     x,
         int     y,
         guint32 seed)
{
  guint32 h = (guint32) x * 0x8da6b343u ^ (guint32) y * 0xd8163841u ^ seed * 0xcb1ab31fu;

  h = (h ^ h >> 15) * 0x2c1b3c6du;
  h = (h ^ h >> 12) * 0x297a2d39u;

  return (double) (h ^ h >> 15) / 4294967295.0;
}

/* Value noise, 0–1, smooth over a unit. */
static double
noise (double  x,
       double  y,
       guint32 seed)
{
  int ix = (int) floor (x), iy = (int) floor (y);
  double u = x - ix, v = y - iy;

  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);

  return (lattice (ix, iy, seed) * (1 - u) + lattice (ix + 1, iy, seed) * u) * (1 - v) +
         (lattice (ix, iy + 1, seed) * (1 - u) + lattice (ix + 1, iy + 1, seed) * u) * v;
}

/* Four octaves of it, about 0–1. */
static double
cloud (double  x,
       double  y,
       guint32 seed)
{
  double sum = 0, weight = 0.5;

  for (int octave = 0; octave < 4; octave++, weight /= 2)
    {
      sum += weight * noise (x, y, seed + (guint32) octave);
      x *= 2.03;
      y *= 2.03;
    }

  return sum / 0.9375;
}

typedef struct
{
  const char *kind;
  guint32     seed;
  double      cos;
  double      sin;
  double      size; /* pixels in about a hand's width */
  double      low[3];
  double      high[3];
} Ground;

static double
wood (const Ground *g,
      double        u,
      double        v)
{
  double bend = cloud (u * 0.6, v * 2.5, g->seed);
  double rings = 0.5 + 0.5 * sin ((v * 5 + bend * 4.5) * 2 * G_PI);
  double fibre = cloud (u * 3, v * 90, g->seed + 7);

  return 0.5 * rings * rings + 0.3 * fibre + 0.25 * cloud (u, v * 4, g->seed + 9);
}

static double
planks (const Ground *g,
        double        u,
        double        v)
{
  double row = floor (v * 1.6);
  double across = v * 1.6 - row;
  double gap = MIN (across, 1 - across);
  double tone = lattice ((int) row, 3, g->seed);

  return (0.25 + 0.35 * tone + 0.5 * wood (g, u + 17 * tone, v * 0.7 + tone * 5)) * CLAMP (gap * 60, 0.12, 1);
}

/* How far between the two colours the ground is at a point; units of a hand's width. */
static double
tone_at (const Ground *g,
         double        u,
         double        v)
{
  switch (g->kind[0])
    {
    case 'w':
      return wood (g, u, v);
    case 'p':
      return planks (g, u, v);
    case 'c':
      {
        double thread = 46;
        double warp = sin (u * thread * 2 * G_PI), weft = sin (v * thread * 2 * G_PI);
        double over = (((int) floor (u * thread) + (int) floor (v * thread)) & 1) ? warp : weft;

        return 0.25 + 0.22 * over * over + 0.55 * cloud (u * 0.9, v * 0.9, g->seed);
      }
    case 's':
      {
        double vein = fabs (cloud (u * 1.6, v * 1.6, g->seed) - 0.5) * 6;

        return 0.25 + 0.5 * MIN (vein, 1) + 0.25 * noise (u * 60, v * 60, g->seed + 5);
      }
    case 'f':
      return 0.2 + 0.45 * noise (u * 110, v * 110, g->seed) + 0.35 * cloud (u * 6, v * 6, g->seed + 3);
    case 'l':
      {
        double rule = v * 9 - floor (v * 9);

        return (0.84 + 0.05 * noise (u * 120, v * 120, g->seed)) * CLAMP (fabs (rule - 0.5) * 22, 0, 1);
      }
    case 'd':
      return 0.35 + 0.3 * cloud (u * 0.7, v * 0.7, g->seed) + 0.12 * noise (u * 150, v * 150, g->seed + 4);
    default:
      return 0.5 + 0.22 * u + 0.1 * cloud (u * 0.5, v * 0.5, g->seed);
    }
}

static void
ground_init (Ground                *g,
             const char            *kind,
             VidimusSpecimenRandom *random,
             double                 size)
{
  double angle = vidimus_specimen_random_double (random, -0.5, 0.5) +
                 (vidimus_specimen_random_chance (random, 0.4) ? G_PI_2 : 0);
  const guint32 *colors = palettes[0].colors[0];

  for (gsize i = 0; i < G_N_ELEMENTS (palettes); i++)
    if (g_str_equal (palettes[i].kind, kind))
      colors = palettes[i].colors[vidimus_specimen_random_int (random, 0, CHOICES - 1)];

  g->kind = kind;
  g->seed = (guint32) vidimus_specimen_random_next (random);
  g->cos = cos (angle);
  g->sin = sin (angle);
  g->size = size;
  for (int c = 0; c < 3; c++)
    {
      double vary = vidimus_specimen_random_double (random, 0.9, 1.1);

      g->high[c] = vidimus_specimen_linear ((colors[0] >> (16 - 8 * c) & 255) / 255.0) * vary;
      g->low[c] = vidimus_specimen_linear ((colors[1] >> (16 - 8 * c) & 255) / 255.0) * vary;
    }
}

/** vidimus_specimen_ground_draw: fills the film with one of vidimus_specimen_grounds. */
void
vidimus_specimen_ground_draw (VidimusSpecimenFilm *film,
                              const char          *kind,
                              guint64              seed)
{
  VidimusSpecimenRandom random;
  Ground g;

  vidimus_specimen_random_init (&random, seed, "ground");
  ground_init (&g, kind, &random,
               MAX (film->width, film->height) * vidimus_specimen_random_double (&random, 0.3, 0.55));

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;
        double tone = tone_at (&g, (x * g.cos + y * g.sin) / g.size, (y * g.cos - x * g.sin) / g.size);

        for (int c = 0; c < 3; c++)
          light[c] = (float) MAX (g.low[c] + (g.high[c] - g.low[c]) * tone * 1.15, 0.002);
      }
}
