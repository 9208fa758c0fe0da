/* Light on a drawn scene, and the camera that takes it. */
#include "vidimus-location-scene.h"

#include <math.h>

static void
add_slopes (struct location_canvas *canvas,
            uint64_t               *random)
{
  double steep = fabs (location_normal (random)) * .35, way = location_uniform (random, 0, 6.2832);
  double pool = location_chance (random, .25) ? location_uniform (random, .3, 1) : location_uniform (random, 0, .2);
  double px = location_uniform (random, 0, canvas->width), py = location_uniform (random, 0, canvas->height);
  double wide = canvas->unit * location_uniform (random, .3, .8), dx = steep * cos (way) / canvas->unit, dy = steep * sin (way) / canvas->unit;

  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      {
        double d = ((x - px) * (x - px) + (y - py) * (y - py)) / (wide * wide);
        float lit = (float) (1 + dx * (x - canvas->width / 2.) + dy * (y - canvas->height / 2.) - pool * d / (1 + d));
        float *to = canvas->rgb + 3 * ((size_t) y * (size_t) canvas->width + (size_t) x);

        for (int c = 0; c < 3; c++)
          to[c] *= lit > .05f ? lit : .05f;
      }
}

/* The shadow of the camera, a hand, a window's frame. */
static void
add_shadow (struct location_canvas *canvas,
            uint64_t               *random)
{
  double unit = canvas->unit, x = location_uniform (random, 0, canvas->width), y = location_uniform (random, 0, canvas->height);
  double turn = location_uniform (random, 0, 6.2832), w = unit * location_uniform (random, .1, 1.2), h = unit * location_uniform (random, .1, 1.2);
  struct vidimus_point p[4];

  for (int i = 0; i < 4; i++)
    {
      double u = (i == 1 || i == 2 ? .5 : -.5) * w, v = (i >= 2 ? .5 : -.5) * h;

      p[i] = (struct vidimus_point) { x + cos (turn) * u - sin (turn) * v, y + sin (turn) * u + cos (turn) * v };
    }
  location_paint_polygon (canvas, p, 4, unit * location_uniform (random, 0, .1), unit * location_uniform (random, .003, .2),
                          (struct location_colour) { { 0, 0, 0 } }, location_uniform (random, .1, .6));
}

static void
add_glare (struct location_scene *scene,
           uint64_t              *random)
{
  struct location_canvas *canvas = &scene->canvas;
  double unit = canvas->unit, size = unit * location_uniform (random, .02, .2);
  struct vidimus_point a = { location_uniform (random, 0, canvas->width), location_uniform (random, 0, canvas->height) };
  struct vidimus_point b = a;
  struct location_colour light = { { 1.3f, 1.3f, (float) location_uniform (random, 1.1, 1.4) } };

  if (!scene->empty && location_chance (random, .7))
    a = b = location_between (location_between (scene->quad.p[0], scene->quad.p[1], location_uniform (random, 0, 1)),
                              location_between (scene->quad.p[3], scene->quad.p[2], location_uniform (random, 0, 1)),
                              location_uniform (random, -.1, 1.1));
  if (location_chance (random, .4))
    b = (struct vidimus_point) { a.x + unit * .4 * location_normal (random), a.y + unit * .4 * location_normal (random) };
  location_paint_capsule (canvas, a, b, size, size, light, 0, size * location_uniform (random, .2, 1.8), location_uniform (random, .4, 1));
}

/* A screen's own raster against the camera's: bands of colour that beat. */
static void
add_beats (struct location_canvas *canvas,
           uint64_t               *random)
{
  double pixel = 1 / canvas->unit, way = location_uniform (random, 0, 3.1416);
  float f = (float) (pixel * exp (location_uniform (random, log (3), log (90))));
  float g = (float) (pixel * exp (location_uniform (random, log (3), log (90)))), bend = (float) location_uniform (random, 0, .5);
  float strong = (float) location_uniform (random, .02, .22), phase = (float) location_uniform (random, 0, .33);
  float slow = (float) (pixel * location_uniform (random, .5, 2)), cosine = (float) cos (way), sine = (float) sin (way);

  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      {
        float u = cosine * (float) x + sine * (float) y, v = cosine * (float) y - sine * (float) x;
        float at = f * u + bend * location_wave (slow * v);
        float *to = canvas->rgb + 3 * ((size_t) y * (size_t) canvas->width + (size_t) x);

        for (int c = 0; c < 3; c++)
          to[c] *= 1 + strong * location_wave (at + (float) c * phase) + .6f * strong * location_wave (g * v + (float) c * phase);
      }
}

/** location_scene_light: slopes, shadows, glare; what a screen shows shines by itself. */
void
location_scene_light (struct location_scene *scene,
                      uint64_t              *random)
{
  if (location_chance (random, .8))
    add_slopes (&scene->canvas, random);
  if (location_chance (random, .25))
    for (int i = 1 + location_pick (random, 2); i > 0; i--)
      add_shadow (&scene->canvas, random);
  scene->canvas.note = scene->canvas.notes[LOCATION_NOTE_GLARE];
  if (location_chance (random, .14))
    for (int i = 1 + location_pick (random, 3); i > 0; i--)
      add_glare (scene, random);
  scene->canvas.note = NULL;
  if (location_chance (random, scene->screen ? .7 : .03))
    add_beats (&scene->canvas, random);
}

/* Of its own strength in squares of eight, as strong compression leaves it. */
static void
add_blocks (struct vidimus_image *image,
            double                strength)
{
  for (int y0 = 0; y0 < image->height; y0 += 4)
    for (int x0 = 0; x0 < image->width; x0 += 4)
      for (int c = 0; c < 3; c++)
        {
          double sum = 0;
          int n = 0;

          for (int k = 0; k < 32; k++)
            if (k < 16 && y0 + k / 4 < image->height && x0 + k % 4 < image->width)
              {
                sum += vidimus_image_at (image, x0 + k % 4, y0 + k / 4)[c];
                n++;
              }
          for (int k = 0; k < 16; k++)
            if (y0 + k / 4 < image->height && x0 + k % 4 < image->width)
              {
                uint8_t *p = vidimus_image_at (image, x0 + k % 4, y0 + k / 4) + c;

                *p = (uint8_t) (*p + strength * (sum / n - *p));
              }
        }
}

struct camera
{
  double exposure[3];
  double lift;
  double gamma;
  double noise;
  bool   grey;
};

static struct camera
any_camera (uint64_t *random)
{
  struct camera camera = { .gamma = location_uniform (random, .8, 1.25), .noise = pow (location_uniform (random, 0, 1), 3) * .06 };
  double exposure = location_chance (random, .15) ? exp (location_uniform (random, log (.05), log (.6))) : location_uniform (random, .7, 1.25);
  double cast = location_chance (random, .3) ? .25 : .06;

  if (exposure < .3)
    camera.noise = location_uniform (random, .002, .02);
  for (int c = 0; c < 3; c++)
    camera.exposure[c] = exposure * (1 + location_uniform (random, -cast, cast));
  camera.lift = location_chance (random, .2) ? location_uniform (random, 0, .2) : 0;
  camera.grey = location_chance (random, .07);

  return camera;
}

static void
develop (const struct location_canvas *canvas,
         const struct camera          *camera,
         int                           reduce,
         uint64_t                     *random,
         struct vidimus_image         *out)
{
  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      {
        double v[3] = { 0 }, grain = camera->noise > .001 ? camera->noise * location_normal (random) : 0;

        for (int k = 0; k < reduce * reduce; k++)
          for (int c = 0; c < 3; c++)
            v[c] += canvas->rgb[3 * ((size_t) (y * reduce + k / reduce) * (size_t) canvas->width + (size_t) (x * reduce + k % reduce)) + (size_t) c];
        for (int c = 0; c < 3; c++)
          v[c] = camera->lift + (1 - camera->lift) * camera->exposure[c] * (double) powf ((float) fmin (fmax (v[c] / reduce / reduce, 0), 1.5), (float) camera->gamma);
        if (camera->grey)
          v[0] = v[1] = v[2] = .3 * v[0] + .59 * v[1] + .11 * v[2];
        for (int c = 0; c < 3; c++)
          vidimus_image_at (out, x, y)[c] = (uint8_t) fmin (fmax (255 * (v[c] + grain + .5 * camera->noise * (location_uniform (random, -1, 1))) + location_uniform (random, 0, 1), 0), 255);
      }
}

/**
 * location_scene_expose:
 * @reduce: pixels of the canvas, along a side, that one of @out is the mean of
 * @out: (out): RGB, new
 *
 * A camera without colour makes a copy of anything.
 */
bool
location_scene_expose (struct location_scene *scene,
                       int                    reduce,
                       uint64_t              *random,
                       struct vidimus_image  *out)
{
  struct location_canvas canvas = scene->canvas;
  struct camera camera = any_camera (random);
  double pixel = canvas.unit / 320, radius = location_chance (random, .5) ? 0 : pow (location_uniform (random, 0, 1), 2) * 4 * pixel;
  double along = location_chance (random, .7) ? 1 : location_uniform (random, 0, 1);

  if (!vidimus_image_alloc (out, canvas.width / reduce, canvas.height / reduce, 3))
    return false;

  if (radius > 0)
    location_canvas_blur (&canvas, radius, radius * along);
  develop (&canvas, &camera, reduce, random, out);
  scene->copy = scene->copy || camera.grey;
  if (location_chance (random, .08))
    add_blocks (out, location_uniform (random, .2, .7));

  return true;
}
