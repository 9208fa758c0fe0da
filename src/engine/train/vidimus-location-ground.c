#include "vidimus-location-ground.h"

#include <math.h>
#include <stdlib.h>

#define SIDE 256
#define MASK (SIDE - 1)

#define SEED 20240607

enum texture
{
  ROUGH, CLOUDS, SOFT, STREAKS, VEINS, CELLS, RINGS, WEAVE, SPECKS, FACETS, BRUSHED, SCALES,
  /* From here on kept from training. */
  CRACKS, FIBRES, LEAVES,
  N_TEXTURES,
};

#define N_LEARNT CRACKS

enum pattern
{
  NO_PATTERN, STRIPES, CHECKS, TILES, LINES, BRICKS, WAVES, PLANKS, GRID_PAPER,
  /* Kept from training. */
  DOTS, HERRINGBONE, DIAMONDS,
  N_PATTERNS,
};

#define N_LEARNT_PATTERNS DOTS

struct location_grain
{
  float texture[N_TEXTURES][SIDE][SIDE]; /* mean 0, deviation 1 */
};

static float
smooth_lattice (const float *lattice,
                int          n,
                float        x,
                float        y)
{
  int x0 = (int) floorf (x), y0 = (int) floorf (y);
  float u = x - (float) x0, v = y - (float) y0;
  const float *a, *b;
  int x1;

  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);
  x1 = ((x0 + 1) % n + n) % n;
  x0 = (x0 % n + n) % n;
  a = lattice + ((y0 % n + n) % n) * n;
  b = lattice + (((y0 + 1) % n + n) % n) * n;

  return (1 - v) * ((1 - u) * a[x0] + u * a[x1]) + v * ((1 - u) * b[x0] + u * b[x1]);
}

/* Octaves of value noise whose strength goes with their length to the power of @slope; stretched along x by 2^@stretch. */
static void
add_octaves (float     out[SIDE][SIDE],
             double    slope,
             int       stretch,
             uint64_t *random)
{
  static float lattice[SIDE * SIDE];

  for (int n = 4; n <= SIDE; n *= 2)
    {
      double strength = pow (n, -slope);

      for (int i = 0; i < n * n; i++)
        lattice[i] = (float) location_uniform (random, -1, 1);
      for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
          out[y][x] += (float) strength * smooth_lattice (lattice, n, (float) (x * n) / SIDE / (float) (1 << stretch),
                                                          (float) (y * n) / SIDE);
    }
}

/* The nearest and the second of @n points: their distances, and the height that belongs to the nearest. */
static void
add_cells (float     out[SIDE][SIDE],
           int       n,
           int       kind, /* 0 distance, 1 heights, 2 cracks, 3 overlapping leaves */
           uint64_t *random)
{
  double px[400], py[400], height[400], cosine[400], sine[400];

  for (int i = 0; i < n; i++)
    {
      px[i] = location_uniform (random, 0, SIDE);
      py[i] = location_uniform (random, 0, SIDE);
      height[i] = location_uniform (random, -1, 1);
      cosine[i] = location_uniform (random, -1, 1);
      sine[i] = sqrt (1 - cosine[i] * cosine[i]);
    }
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        double first = INFINITY, second = INFINITY;
        int nearest = 0;

        for (int i = 0; i < n; i++)
          {
            double dx = fabs (x - px[i]), dy = fabs (y - py[i]), d;

            dx = fmin (dx, SIDE - dx);
            dy = fmin (dy, SIDE - dy);
            if (kind == 3)
              d = pow (cosine[i] * dx + sine[i] * dy, 2) + pow (2.5 * (cosine[i] * dy - sine[i] * dx), 2);
            else
              d = dx * dx + dy * dy;
            if (d < first)
              {
                second = first;
                first = d;
                nearest = i;
              }
            else
              second = fmin (second, d);
          }
        first = sqrt (first);
        second = sqrt (second);
        out[y][x] = (float) (kind == 0 ? first : kind == 1 ? height[nearest] : kind == 2 ? exp (-(second - first) / 1.5)
                             : height[nearest] + first / 20);
      }
}

static void
add_fibres (float     out[SIDE][SIDE],
            int       n,
            double    length,
            uint64_t *random)
{
  for (int i = 0; i < n; i++)
    {
      double x = location_uniform (random, 0, SIDE), y = location_uniform (random, 0, SIDE);
      double angle = location_uniform (random, 0, 6.2832), tone = location_uniform (random, -1, 1);

      for (double t = 0; t < length; t++)
        {
          angle += .08 * location_normal (random);
          x += cos (angle);
          y += sin (angle);
          out[(int) floor (y) & MASK][(int) floor (x) & MASK] += (float) tone;
        }
    }
}

static void
normalise (float out[SIDE][SIDE])
{
  double sum = 0, squares = 0;

  for (int i = 0; i < SIDE * SIDE; i++)
    {
      sum += (&out[0][0])[i];
      squares += (&out[0][0])[i] * (&out[0][0])[i];
    }
  sum /= SIDE * SIDE;
  squares = sqrt (fmax (squares / SIDE / SIDE - sum * sum, 1e-12));
  for (int i = 0; i < SIDE * SIDE; i++)
    (&out[0][0])[i] = (float) (((&out[0][0])[i] - sum) / squares);
}

/* Textures that are functions of the clouds. */
static void
derive (struct location_grain *grain)
{
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        float cloud = grain->texture[CLOUDS][y][x], other = grain->texture[SOFT][x][y];
        float phase = 6.2832f / SIDE;

        grain->texture[VEINS][y][x] = expf (-fabsf (cloud) * 5) + .3f * other;
        grain->texture[RINGS][y][x] = sinf (phase * 12 * (float) y + 3 * other + .6f * grain->texture[STREAKS][y][x]);
        grain->texture[WEAVE][y][x] = ((x / 2 + y / 2) % 2 ? sinf (phase * 64 * (float) x) : sinf (phase * 64 * (float) y)) +
                                      .7f * grain->texture[ROUGH][y][x];
        grain->texture[SPECKS][y][x] = grain->texture[ROUGH][y][x] > 1.9f ? 3 : grain->texture[ROUGH][y][x] < -2 ? -3 : 0;
      }
}

struct location_grain *
location_grain_new (void)
{
  struct location_grain *grain = calloc (1, sizeof *grain);
  uint64_t random = SEED;

  if (grain == NULL)
    return NULL;

  add_octaves (grain->texture[ROUGH], .1, 0, &random);
  add_octaves (grain->texture[CLOUDS], .9, 0, &random);
  add_octaves (grain->texture[SOFT], 1.8, 0, &random);
  add_octaves (grain->texture[STREAKS], .5, 3, &random);
  add_octaves (grain->texture[BRUSHED], .1, 5, &random);
  add_cells (grain->texture[CELLS], 150, 0, &random);
  add_cells (grain->texture[FACETS], 60, 1, &random);
  add_cells (grain->texture[SCALES], 320, 1, &random);
  add_cells (grain->texture[CRACKS], 70, 2, &random);
  add_cells (grain->texture[LEAVES], 120, 3, &random);
  add_fibres (grain->texture[FIBRES], 900, 60, &random);
  for (int i = 0; i < N_TEXTURES; i++)
    normalise (grain->texture[i]);
  derive (grain);
  for (int i = 0; i < N_TEXTURES; i++)
    normalise (grain->texture[i]);

  return grain;
}

void
location_grain_free (struct location_grain *grain)
{
  free (grain);
}

/* A plane seen askew: where in the texture a pixel lies. */
struct view
{
  float m[8];
};

static struct view
any_view (const struct location_canvas *canvas,
          double                        scale,
          uint64_t                     *random)
{
  double angle = location_uniform (random, 0, 6.2832), shear = location_uniform (random, .7, 1.4);
  double tilt = location_chance (random, .5) ? 0 : .5 / canvas->unit;
  struct view view;

  view.m[0] = (float) (scale * cos (angle));
  view.m[1] = (float) (scale * -sin (angle));
  view.m[2] = (float) location_uniform (random, 0, SIDE);
  view.m[3] = (float) (scale * shear * sin (angle));
  view.m[4] = (float) (scale * shear * cos (angle));
  view.m[5] = (float) location_uniform (random, 0, SIDE);
  view.m[6] = (float) location_uniform (random, -tilt, tilt);
  view.m[7] = (float) location_uniform (random, -tilt, tilt);

  return view;
}

static inline void
look (const struct view *view,
      float              x,
      float              y,
      float             *u,
      float             *v)
{
  float n = 1 / (view->m[6] * x + view->m[7] * y + 1.2f);

  *u = (view->m[0] * x + view->m[1] * y + view->m[2]) * n;
  *v = (view->m[3] * x + view->m[4] * y + view->m[5]) * n;
}

static inline float
texel (const float texture[SIDE][SIDE],
       float       u,
       float       v)
{
  float fu = floorf (u), fv = floorf (v);
  int x = (int) fu & MASK, y = (int) fv & MASK, x1 = (x + 1) & MASK, y1 = (y + 1) & MASK;

  u -= fu;
  v -= fv;

  return (1 - v) * ((1 - u) * texture[y][x] + u * texture[y][x1]) + v * ((1 - u) * texture[y1][x] + u * texture[y1][x1]);
}

/* −1–1 over the cells of a pattern. */
static inline float
pattern_at (enum pattern kind,
            float        u,
            float        v,
            float        line)
{
  float fu = u - floorf (u), fv = v - floorf (v), half, row;

  switch (kind)
    {
    case STRIPES:
      return fu < .5f ? 1 : -1;
    case CHECKS:
      return (fu < .5f) == (fv < .5f) ? 1 : -1;
    case TILES:
      return fu < line || fv < line ? -1 : 1;
    case GRID_PAPER:
      return fu < line / 2 || fv < line / 2 ? -1 : 1;
    case LINES:
      return fv < line ? -1 : 1;
    case BRICKS:
      row = floorf (v / .5f);
      half = u + .5f * (row - 2 * floorf (row / 2));
      half -= floorf (half);
      fv = v / .5f - row;
      return half < line || fv < 2 * line ? -1 : 1;
    case WAVES:
      return location_wave (u + .15f * location_wave (v));
    case PLANKS:
      row = floorf (v);
      half = u * .2f + .37f * row;
      half -= floorf (half);
      return fv < line / 2 || half < line / 10 ? -1 : .5f * sinf (row * 12.9f);
    case DOTS:
      return hypotf (fu - .5f, fv - .5f) < .15f + line ? 1 : -1;
    case HERRINGBONE:
      row = floorf (u * 2);
      half = v + (fmodf (fabsf (row), 2) < 1 ? fu : -fu);
      half = half * 3 - floorf (half * 3);
      return half < .5f ? 1 : -1;
    case DIAMONDS:
      return fabsf (fu - .5f) + fabsf (fv - .5f) < .35f ? 1 : -1;
    case NO_PATTERN:
    case N_PATTERNS:
    default:
      return 0;
    }
}

static int
pick_kind (int                  n_learnt,
           int                  n,
           enum location_kinds  kinds,
           uint64_t            *random)
{
  return kinds == LOCATION_KINDS_LEARNT ? location_pick (random, n_learnt)
         : kinds == LOCATION_KINDS_HELD ? n_learnt + location_pick (random, n - n_learnt) : location_pick (random, n);
}

struct ground
{
  const float (*texture[2])[SIDE];
  struct view            view[2];
  struct view            warp;
  float                  bend;
  float                  weight[2];
  enum pattern           pattern;
  struct view            lattice;
  float                  line;
  float                  contrast; /* of the pattern */
  struct location_colour tone[3];
  bool                   hard;     /* two colours without any between */
};

static void
ground_init (struct ground               *ground,
             const struct location_canvas *canvas,
             const struct location_grain  *grain,
             enum location_kinds           kinds,
             uint64_t                     *random)
{
  double pixel = 320 / canvas->unit;

  for (int k = 0; k < 2; k++)
    {
      /* Of what is kept one of the two is enough to be unseen. */
      ground->texture[k] = grain->texture[pick_kind (N_LEARNT, N_TEXTURES, k == 0 ? kinds : LOCATION_KINDS_LEARNT, random)];
      ground->view[k] = any_view (canvas, pixel * exp (location_uniform (random, log (.08), log (k == 0 ? 1.2 : 2))), random);
    }
  ground->warp = any_view (canvas, pixel * location_uniform (random, .1, .5), random);
  ground->bend = location_chance (random, .3) ? (float) location_uniform (random, 1, 12) : 0;
  ground->weight[0] = (float) location_uniform (random, .0, 1);
  ground->weight[1] = (float) pow (location_uniform (random, 0, 1), 2);
  ground->pattern = kinds != LOCATION_KINDS_HELD && location_chance (random, .5)
                    ? NO_PATTERN : pick_kind (N_LEARNT_PATTERNS, N_PATTERNS, kinds, random);
  ground->lattice = any_view (canvas, exp (location_uniform (random, log (2.), log (50.))) / canvas->unit, random);
  ground->line = (float) location_uniform (random, .03, .2);
  ground->contrast = (float) location_uniform (random, .1, 1);
  ground->tone[0] = location_any_colour (random);
  ground->tone[1] = location_chance (random, .6) ? location_near_colour (random, ground->tone[0], location_uniform (random, .02, .2))
                                                 : location_any_colour (random);
  ground->tone[2] = location_chance (random, .6) ? location_near_colour (random, ground->tone[0], .15) : location_any_colour (random);
  ground->hard = location_chance (random, .1);
}

/** location_paint_ground: fills the canvas. */
void
location_paint_ground (struct location_canvas      *canvas,
                       const struct location_grain *grain,
                       enum location_kinds          kinds,
                       uint64_t                    *random)
{
  struct ground g;
  bool plain = location_chance (random, .1);

  ground_init (&g, canvas, grain, kinds, random);
  if (plain)
    g.weight[0] = g.weight[1] = .03f;
  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      {
        float *to = canvas->rgb + 3 * ((size_t) y * (size_t) canvas->width + (size_t) x), u, v, t, p, bend = 0;

        if (g.bend > 0)
          {
            look (&g.warp, (float) x, (float) y, &u, &v);
            bend = g.bend * texel (grain->texture[SOFT], u, v);
          }
        look (&g.view[0], (float) x, (float) y, &u, &v);
        t = g.weight[0] * texel (g.texture[0], u + bend, v);
        look (&g.view[1], (float) x, (float) y, &u, &v);
        t += g.weight[1] * texel (g.texture[1], u, v + bend);
        t = g.hard ? (t > 0 ? 1 : 0) : .5f + .35f * t;
        look (&g.lattice, (float) x, (float) y, &u, &v);
        p = g.pattern != NO_PATTERN && !plain ? g.contrast * (.5f - .5f * pattern_at (g.pattern, u, v, g.line)) : 0;
        for (int c = 0; c < 3; c++)
          {
            to[c] = g.tone[0].c[c] + t * (g.tone[1].c[c] - g.tone[0].c[c]);
            to[c] += p * (g.tone[2].c[c] - to[c]);
            to[c] = fmaxf (to[c], .003f);
          }
      }
}

/** location_paint_grain: multiplies the canvas by one of the textures, for paper, wear and dust. */
void
location_paint_grain (struct location_canvas      *canvas,
                      const struct location_grain *grain,
                      double                       strength,
                      uint64_t                    *random)
{
  const float (*texture)[SIDE] = grain->texture[location_pick (random, N_LEARNT)];
  struct view view = any_view (canvas, location_uniform (random, .1, 1.5), random);

  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      {
        float *to = canvas->rgb + 3 * ((size_t) y * (size_t) canvas->width + (size_t) x), u, v, t;

        look (&view, (float) x, (float) y, &u, &v);
        t = fmaxf (1 + (float) strength * texel (texture, u, v), .05f);
        for (int c = 0; c < 3; c++)
          to[c] *= t;
      }
}
