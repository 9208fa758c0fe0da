#include "vidimus-mrz-camera.h"

#include "vidimus-mrz-samples.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define N_SINES 1024

static double
between (uint64_t *random,
         double    low,
         double    high)
{
  return low + (high - low) * mrz_random (random);
}

/* A convolution with (@w 1 @w) / (1 + 2 @w) along one direction; @w below 0 sharpens. */
static void
filter (struct mrz_camera *camera,
        double             w,
        int                sx,
        int                sy)
{
  float a = (float) w, n = 1 / (1 + 2 * a);

  memcpy (camera->copy, camera->pixels, sizeof camera->copy);
  for (int y = sy; y < camera->height - sy; y++)
    for (int x = sx; x < camera->width - sx; x++)
      camera->pixels[y][x] = n * (camera->copy[y][x] + a * (camera->copy[y - sy][x - sx] + camera->copy[y + sy][x + sx]));
}

/* Out of focus, or moved: up to about a fifth of a letter's height. */
static void
blur (struct mrz_camera *camera,
      uint64_t          *random)
{
  double sigma = camera->cap * .20 * pow (mrz_random (random), 1.5);
  bool moved = mrz_random (random) < .3, across = mrz_random (random) < .5;
  double left = sigma * sigma;

  /* a pass of weight w widens by a variance of 2 w / (1 + 2 w) */
  while (left > .02)
    {
      double variance = fmin (left, .5), w = variance / (2 * (1 - variance));

      if (!moved || across)
        filter (camera, w, 1, 0);
      if (!moved || !across)
        filter (camera, w, 0, 1);
      left -= variance;
    }
}

/* A printed ground: two waves, the second bent by the first, and broad clouds. */
static void
lay_ground (struct mrz_camera *camera,
            double             contrast,
            uint64_t          *random)
{
  float sines[N_SINES];
  float wave = (float) (contrast * between (random, 0, .24)), bend = (float) between (random, 0, 300);
  float fine = (float) (N_SINES / (2 * M_PI) * pow (6, -mrz_random (random)));
  float ax = (float) between (random, -1.3, 1.3) * fine, ay = (float) between (random, -1.3, 1.3) * fine;
  float bx = (float) between (random, -.4, .4) * fine, by = (float) between (random, -.4, .4) * fine;
  float from = (float) between (random, 0, 4 * N_SINES) + 1000 * N_SINES;

  for (int i = 0; i < N_SINES; i++)
    sines[i] = sinf ((float) (2 * M_PI) * (float) i / N_SINES);
  for (int y = 0; y < camera->height; y++)
    for (int x = 0; x < camera->width; x++)
      {
        float slow = sines[(int) (from + bx * (float) x + by * (float) y) % N_SINES];
        float fast = sines[(int) (from + ax * (float) x + ay * (float) y + bend * slow) % N_SINES];

        camera->pixels[y][x] += wave * (fast + .6f * slow);
      }
}

/* Ink over paper, under a light that falls off, now and then with a glare, a rule, or the edge of the paper. */
static void
light (struct mrz_camera *camera,
       uint64_t          *random)
{
  double paper = between (random, 90, 252), contrast = paper * between (random, .20, .95);
  double gx = between (random, -1, 1) * 50 / camera->width, gy = between (random, -1, 1) * 25 / camera->height;
  double glare = mrz_random (random) < .12 ? between (random, 40, 200) : 0, middle = between (random, 0, camera->width);
  double reach = camera->cap * between (random, 1, 6), lean = between (random, -1, 1);
  int rule = mrz_random (random) < .08 ? (int) (mrz_random (random) * camera->height) : -1;
  int edge = mrz_random (random) < .08 ? (int) (between (random, 0, .12) * camera->width) : -1;
  double beyond = between (random, 0, 255);
  bool right = mrz_random (random) < .5;

  for (int y = 0; y < camera->height; y++)
    for (int x = 0; x < camera->width; x++)
      {
        double ink = (double) camera->pixels[y][x];
        double v = paper - contrast * (y == rule ? fmax (ink, .7) : ink) + gx * x + gy * y;

        if (glare > 0)
          {
            double d = (x - middle + lean * y) / reach;

            v += glare / (1 + d * d * d * d);
          }
        camera->pixels[y][x] = (float) ((right ? camera->width - 1 - x : x) < edge ? beyond : v);
      }
  if (mrz_random (random) < .5)
    lay_ground (camera, contrast, random);
  if (mrz_random (random) < .03)
    for (int y = 0; y < camera->height; y++)
      for (int x = 0; x < camera->width; x++)
        camera->pixels[y][x] = 255 - camera->pixels[y][x];
}

static void
add_noise (struct mrz_camera *camera,
           uint64_t          *random)
{
  float deviation = (float) (mrz_random (random) < .3 ? 0 : 28 * pow (mrz_random (random), 2.5));

  for (int y = 0; y < camera->height; y++)
    for (int x = 0; x < camera->width; x++)
      {
        float n = (float) (mrz_random (random) + mrz_random (random) - 1) * 2.45f;

        camera->pixels[y][x] = MRZ_CLAMP (camera->pixels[y][x] + deviation * n, 0, 255);
      }
}

/* The luma table of ITU-T T.81, annex K. */
static const uint8_t steps[64] = {
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
};

static void
transform (const float *in,
           float       *out,
           const float  cosines[8][8],
           bool         back)
{
  float half[64];

  for (int y = 0; y < 8; y++)
    for (int k = 0; k < 8; k++)
      {
        float sum = 0;

        for (int x = 0; x < 8; x++)
          sum += in[y * 8 + x] * (back ? cosines[x][k] : cosines[k][x]);
        half[y * 8 + k] = sum;
      }
  for (int k = 0; k < 8; k++)
    for (int x = 0; x < 8; x++)
      {
        float sum = 0;

        for (int y = 0; y < 8; y++)
          sum += half[y * 8 + x] * (back ? cosines[y][k] : cosines[k][y]);
        out[k * 8 + x] = sum;
      }
}

static void
compress (struct mrz_camera *camera,
          double             quality)
{
  double scale = quality < 50 ? 50 / quality : 2 - quality / 50;
  float cosines[8][8];

  for (int k = 0; k < 8; k++)
    for (int x = 0; x < 8; x++)
      cosines[k][x] = (float) (cos ((2 * x + 1) * k * M_PI / 16) * (k == 0 ? sqrt (.125) : .5));
  for (int top = 0; top + 8 <= camera->height; top += 8)
    for (int left = 0; left + 8 <= camera->width; left += 8)
      {
        float block[64], tones[64];

        for (int i = 0; i < 64; i++)
          block[i] = camera->pixels[top + i / 8][left + i % 8] - 128;
        transform (block, tones, (const float (*)[8]) cosines, false);
        for (int i = 0; i < 64; i++)
          {
            float q = (float) fmax (1, steps[i] * scale);

            tones[i] = q * rintf (tones[i] / q);
          }
        transform (tones, block, (const float (*)[8]) cosines, true);
        for (int i = 0; i < 64; i++)
          camera->pixels[top + i / 8][left + i % 8] = MRZ_CLAMP (block[i] + 128, 0, 255);
      }
}

/* A scanner that knows only black and white. */
static void
cut (struct mrz_camera *camera,
     uint64_t          *random)
{
  float most = 0, least = 255, level;

  for (int y = 0; y < camera->height; y++)
    for (int x = 0; x < camera->width; x++)
      {
        most = fmaxf (most, camera->pixels[y][x]);
        least = fminf (least, camera->pixels[y][x]);
      }
  level = least + (most - least) * (float) between (random, .4, .65);
  for (int y = 0; y < camera->height; y++)
    for (int x = 0; x < camera->width; x++)
      camera->pixels[y][x] = camera->pixels[y][x] < level ? 0 : 255;
}

/**
 * mrz_camera_take:
 * @camera: (inout): its pixels hold ink, then grey values of 0–255
 */
void
mrz_camera_take (struct mrz_camera *camera,
                 uint64_t          *random)
{
  if (mrz_random (random) < .75)
    blur (camera, random);
  light (camera, random);
  add_noise (camera, random);
  if (mrz_random (random) < .15)
    {
      double w = between (random, -.22, -.05);

      filter (camera, w, 1, 0);
      filter (camera, w, 0, 1);
    }
  if (mrz_random (random) < .05 && camera->cap > 12)
    cut (camera, random);
  if (mrz_random (random) < .4)
    compress (camera, between (random, 25, 95));
}
