#include "vidimus-mrz-samples.h"

#include "vidimus-mrz-camera.h"
#include "vidimus-mrz-glyphs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CANVAS_W  1600
#define CANVAS_H  224
#define MIDDLE    (CANVAS_H / 2) /* of the line */
#define MAX_CELLS 64
#define IS_CHAR   .21 /* of the pitch: a frame nearer to a character's middle is that character */
#define IS_NONE   .36 /* a frame further off is none */

struct mrz_samples
{
  int              n_faces;
  struct mrz_face *faces;
  struct mrz_prose prose[MRZ_N_PROSE];
};

/* A drawn line with what stands in it, and how the strip lies on it. */
struct scene
{
  uint8_t ink[CANVAS_H][CANVAS_W];
  int     n;
  int     chars[MAX_CELLS];
  double  centres[MAX_CELLS];   /* canvas pixels */
  double  pitch;
  bool    upside_down, nothing; /* nothing: none of it is a line of the zone */

  double  sx, sy;               /* canvas pixels a strip pixel */
  double  dx, dy, turn, shear, bow;
  float   along[CANVAS_W], across[CANVAS_H]; /* how far letters are out of shape: x by y, and y by x */
  float   wear[CANVAS_W / 8 + 2][CANVAS_H / 8 + 2];
  double  worn, dots;

  struct mrz_camera camera;
};

double
mrz_random (uint64_t *state)
{
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;

  return (double) ((*state * 2685821657736338717u) >> 11) / 9007199254740992.0;
}

static double
between (uint64_t *random,
         double    low,
         double    high)
{
  return low + (high - low) * mrz_random (random);
}

struct mrz_samples *
mrz_samples_new (void)
{
  struct mrz_samples *samples = calloc (1, sizeof *samples);

  samples->n_faces = mrz_glyphs_n_faces ();
  samples->faces = calloc ((size_t) samples->n_faces, sizeof *samples->faces);
  for (int f = 0; f < samples->n_faces; f++)
    mrz_glyphs_draw_face (f, &samples->faces[f]);
  for (int i = 0; i < MRZ_N_PROSE; i++)
    mrz_glyphs_draw_prose (i, &samples->prose[i]);

  return samples;
}

void
mrz_samples_free (struct mrz_samples *samples)
{
  free (samples->faces);
  free (samples);
}

static const struct mrz_face *
pick_face (const struct mrz_samples *samples,
           uint64_t                 *random)
{
  double at = mrz_random (random);

  for (int f = 0; f < samples->n_faces; f++)
    if ((at -= mrz_glyphs_share (f)) < 0)
      return &samples->faces[f];

  return &samples->faces[0];
}

static int
class_of (char c)
{
  return (int) (strchr (VIDIMUS_MRZ_ALPHABET, c) - VIDIMUS_MRZ_ALPHABET);
}

static char
any_of (const char *which,
        uint64_t   *random)
{
  return which[(int) (mrz_random (random) * (double) strlen (which))];
}

/* Fillers as often as in the real zone, look-alikes more often; digits and letters keep together. */
static int
pick_char (int       before,
           uint64_t *random)
{
  double kind = mrz_random (random);

  if (before >= 0 && kind < .12)
    return before == VIDIMUS_MRZ_N_CHARS - 1 || kind < .02 ? before : class_of (any_of (VIDIMUS_MRZ_ALPHABET, random));
  if (kind < .22)
    return VIDIMUS_MRZ_N_CHARS - 1;
  if (kind < .50)
    return class_of (any_of ("00OO0OQD1I1ILJT8B8B5S5S2Z2Z6G6GCUVY7KXMNHW4A", random));

  return (int) ((VIDIMUS_MRZ_N_CHARS - 1) * mrz_random (random));
}

static void
put_glyph (struct scene           *scene,
           const struct mrz_glyph *glyph,
           double                  centre,
           int                     middle)
{
  int left = (int) lround (centre) - MRZ_GLYPH_W / 2, top = middle - MRZ_GLYPH_H / 2;

  for (int y = MRZ_MAX (0, -top); y < MRZ_GLYPH_H && top + y < CANVAS_H; y++)
    for (int x = MRZ_MAX (0, -left); x < MRZ_GLYPH_W && left + x < CANVAS_W; x++)
      if (glyph->ink[y][x] > scene->ink[top + y][left + x])
        scene->ink[top + y][left + x] = glyph->ink[y][x];
}

/* The line from some place to another, whatever else stands before, behind, above and below it. */
static void
set_line (struct scene          *scene,
          const struct mrz_face *face,
          uint64_t              *random)
{
  int weight = (int) (MRZ_WEIGHTS * mrz_random (random)), before = -1;
  double jitter = mrz_random (random) < .3 ? .035 : .008, from = mrz_random (random) < .25 ? between (random, 100, 900) : -40;
  double to = mrz_random (random) < .25 ? between (random, 700, 1500) : CANVAS_W, phase = mrz_random (random);
  double space = mrz_random (random) < .1 ? .1 : 0;

  scene->pitch = face->pitch;
  for (double at = from + phase * face->pitch; at < to && scene->n < MAX_CELLS; at += face->pitch)
    {
      double kind = mrz_random (random);
      int c = pick_char (before, random);

      if (scene->upside_down)
        c = class_of (any_of ("<<<<ACDEFGJKLPQRTUVY347", random));
      before = c;
      if (kind < space)
        continue;
      scene->chars[scene->n] = c;
      scene->centres[scene->n++] = at;
      put_glyph (scene, &face->glyphs[c][weight], at + between (random, -jitter, jitter) * face->pitch,
                 MIDDLE + (int) lround (between (random, -jitter, jitter) * MRZ_GLYPH_CAP));
    }
  for (int side = -1; side <= 1; side += 2)
    if (mrz_random (random) < .35)
      {
        int middle = MIDDLE + (int) (side * MRZ_GLYPH_CAP * between (random, 1.25, 2.2));

        for (double at = -phase * face->pitch; at < CANVAS_W; at += face->pitch)
          put_glyph (scene, &face->glyphs[pick_char (-1, random)][weight], at, middle);
      }
}

/* What is no line: prose, a line on its head, of another size, beside the strip, or none at all. */
static void
set_nothing (struct scene             *scene,
             const struct mrz_samples *samples,
             uint64_t                 *random)
{
  const struct mrz_face *face = pick_face (samples, random);
  double kind = mrz_random (random), side = mrz_random (random) < .5 ? -1 : 1;

  scene->nothing = true;
  if (kind < .35)
    {
      scene->upside_down = true;
      set_line (scene, face, random);
      scene->sx = -scene->sx;
      scene->sy = -scene->sy;
    }
  else if (kind < .65)
    {
      const struct mrz_prose *prose = &samples->prose[(int) (MRZ_N_PROSE * mrz_random (random))];
      int shift = (int) between (random, -300, 0);

      for (int y = 0; y < MRZ_GLYPH_H; y++)
        for (int x = 0; x + shift < CANVAS_W && x < MRZ_PROSE_W; x++)
          if (x + shift >= 0)
            scene->ink[MIDDLE - MRZ_GLYPH_H / 2 + y][x + shift] = prose->ink[y][x];
    }
  else if (kind < .92)
    {
      set_line (scene, face, random);
      if (kind < .78)
        scene->dy = side * between (random, .55, 1.1) * VIDIMUS_MRZ_CAP;
      else
        {
          double zoom = side < 0 ? between (random, .35, .5) : between (random, 1.8, 2.6);

          scene->sx *= zoom;
          scene->sy *= zoom;
        }
    }
}

/* A smooth walk around 0, up to about @most. */
static void
wander (float    *to,
        int       n,
        double    most,
        uint64_t *random)
{
  double turn = 0, phase = 6.3 * mrz_random (random), length = between (random, 35, 130), more = 6.3 * mrz_random (random);

  for (int i = 0; i < n; i++, turn += 2 * M_PI / length)
    to[i] = (float) (most * (.6 * sin (turn + phase) + .4 * sin (1.7 * turn + more)));
}

static void
place_strip (struct scene *scene,
             uint64_t     *random)
{
  double zoom = exp (between (random, log (.78), log (1.28)));
  double stretch = mrz_random (random) < .5 ? between (random, .94, 1.06) : exp (between (random, log (.72), log (1.3)));

  scene->sy = MRZ_GLYPH_CAP / (double) VIDIMUS_MRZ_CAP * zoom;
  scene->sx = scene->sy * stretch;
  scene->dx = between (random, -100, 100);
  scene->dy = between (random, -1, 1) * between (random, .5, 3.4);
  scene->turn = between (random, -.02, .02);
  scene->shear = mrz_random (random) < .5 ? between (random, -.03, .03) : between (random, -.2, .2);
  scene->bow = mrz_random (random) < .5 ? 0 : between (random, -2, 2);
  wander (scene->along, CANVAS_W, between (random, 0, 1.8), random);
  wander (scene->across, CANVAS_H, between (random, 0, 2.2), random);
  scene->worn = mrz_random (random) < .15 ? between (random, .2, .8) : 0;
  scene->dots = mrz_random (random) < .04 ? between (random, 4.5, 7) : 0;
  if (scene->worn > 0)
    for (int i = 0; i < CANVAS_W / 8 + 2; i++)
      for (int j = 0; j < CANVAS_H / 8 + 2; j++)
        scene->wear[i][j] = (float) mrz_random (random);
}

static double
ink_at (const struct scene *scene,
        double              x,
        double              y)
{
  int ix = MRZ_CLAMP ((int) x, 0, CANVAS_W - 1), iy = MRZ_CLAMP ((int) y, 0, CANVAS_H - 1);
  double ax, ay, ink;

  x += (double) scene->across[iy];
  y += (double) scene->along[ix];
  ix = (int) floor (x);
  iy = (int) floor (y);
  if (ix < 0 || iy < 0 || ix + 1 >= CANVAS_W || iy + 1 >= CANVAS_H)
    return 0;

  ax = x - ix;
  ay = y - iy;
  ink = ((scene->ink[iy][ix] * (1 - ax) + scene->ink[iy][ix + 1] * ax) * (1 - ay) +
         (scene->ink[iy + 1][ix] * (1 - ax) + scene->ink[iy + 1][ix + 1] * ax) * ay) / 255;
  if (scene->worn > 0 && ink > 0)
    {
      int wx = ix / 8, wy = iy / 8;
      double bx = ix % 8 / 8.0, by = iy % 8 / 8.0;
      double wear = ((double) scene->wear[wx][wy] * (1 - bx) + (double) scene->wear[wx + 1][wy] * bx) * (1 - by) +
                    ((double) scene->wear[wx][wy + 1] * (1 - bx) + (double) scene->wear[wx + 1][wy + 1] * bx) * by;

      ink *= 1 - scene->worn * fmin (1, fmax (0, 3 * wear - 1.2));
    }
  if (scene->dots > 0 && ink > 0)
    {
      double u = fmod (x, scene->dots) / scene->dots - .5, v = fmod (y, scene->dots) / scene->dots - .5;

      ink *= fmin (1, fmax (0, 4 - 16 * (u * u + v * v)));
    }

  return ink;
}

/* The sensor's pixels, as many strip pixels wide and high as it asks; the strip's first is at @left, @top of them. */
static void
expose (struct scene *scene,
        double        qx,
        double        qy,
        double        left,
        double        top)
{
  struct mrz_camera *camera = &scene->camera;
  int k = (int) MRZ_CLAMP (ceil (fabs (scene->sx) * qx / 3), 1, 4);
  double n = k * k;

  camera->width = MRZ_MIN (MRZ_CAMERA_W, (int) ceil (MRZ_SAMPLE_W / qx) + 7);
  camera->height = MRZ_MIN (MRZ_CAMERA_H, (int) ceil (VIDIMUS_MRZ_ROWS / qy) + 7);
  camera->cap = MRZ_GLYPH_CAP / fabs (scene->sy) / qy;
  for (int y = 0; y < camera->height; y++)
    for (int x = 0; x < camera->width; x++)
      {
        double sum = 0;

        for (int i = 0; i < k * k; i++)
          {
            double u = (x - left + (i % k + .5) / k) * qx - MRZ_SAMPLE_W / 2.0;
            double v = (y - top + (i / k + .5) / k) * qy - VIDIMUS_MRZ_ROWS / 2.0 + scene->dy;

            v += scene->turn * u + scene->bow * (u * u * 4 / (MRZ_SAMPLE_W * MRZ_SAMPLE_W));
            sum += ink_at (scene, CANVAS_W / 2.0 + scene->dx + (u + scene->shear * (v - scene->dy)) * scene->sx,
                           MIDDLE + v * scene->sy);
          }
        camera->pixels[y][x] = (float) (sum / n);
      }
}

static void
resample (const struct mrz_camera *camera,
          double                   qx,
          double                   qy,
          double                   left,
          double                   top,
          float                   *strip)
{
  for (int v = 0; v < VIDIMUS_MRZ_ROWS; v++)
    for (int u = 0; u < MRZ_SAMPLE_W; u++)
      {
        double x = MRZ_CLAMP ((u + .5) / qx + left - .5, 0, camera->width - 1.001);
        double y = MRZ_CLAMP ((v + .5) / qy + top - .5, 0, camera->height - 1.001);
        int ix = (int) x, iy = (int) y;
        float ax = (float) (x - ix), ay = (float) (y - iy);
        const float *a = &camera->pixels[iy][ix], *b = &camera->pixels[iy + 1][ix];

        *strip++ = (a[0] * (1 - ax) + a[1] * ax) * (1 - ay) + (b[0] * (1 - ax) + b[1] * ax) * ay;
      }
}

static void
label (const struct scene *scene,
       int8_t              classes[MRZ_SAMPLE_FRAMES])
{
  double pitch = scene->pitch / fabs (scene->sx);

  for (int f = 0; f < MRZ_SAMPLE_FRAMES; f++)
    {
      double x = (f + .5) * VIDIMUS_MRZ_STEP, nearest = CANVAS_W;
      int c = VIDIMUS_MRZ_NOTHING;

      for (int i = 0; i < scene->n && !scene->nothing; i++)
        {
          double d = fabs ((scene->centres[i] - CANVAS_W / 2.0 - scene->dx) / scene->sx + MRZ_SAMPLE_W / 2.0 - x);

          if (d < nearest)
            {
              nearest = d;
              c = scene->chars[i];
            }
        }
      classes[f] = (int8_t) (nearest < IS_CHAR * pitch || nearest < VIDIMUS_MRZ_STEP / 2.0 ? c
                             : nearest < IS_NONE * pitch ? -1 : VIDIMUS_MRZ_NOTHING);
    }
}

void
mrz_samples_draw (const struct mrz_samples *samples,
                  uint64_t                 *random,
                  float                    *strip,
                  int8_t                    classes[MRZ_SAMPLE_FRAMES])
{
  struct scene *scene = calloc (1, sizeof *scene);
  double cap = 7 * pow (34 / 7.0, mrz_random (random)), qx, qy, left = 3 + mrz_random (random), top = 3 + mrz_random (random);

  place_strip (scene, random);
  if (mrz_random (random) < .1)
    set_nothing (scene, samples, random);
  else
    set_line (scene, pick_face (samples, random), random);

  qy = MRZ_GLYPH_CAP / fabs (scene->sy) / cap;
  qx = qy * between (random, .85, 1.18);
  expose (scene, qx, qy, left, top);
  mrz_camera_take (&scene->camera, random);
  resample (&scene->camera, qx, qy, left, top, strip);
  label (scene, classes);
  free (scene);
}
