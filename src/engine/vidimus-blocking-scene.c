/* The card and what lies around it, made small, in one picture. */
#include "vidimus-blocking-private.h"

#include <math.h>
#include <stdlib.h>

#define MARGIN    14
#define WELL_LIT  225 /* luma that the card's bright parts are brought to … */
#define GAIN_MOST 6   /* … when that takes no more than this */

/* Nine samples a pixel of the card, the nearest each. */
static void
sample_card (struct vidimus_scene       *scene,
             const struct vidimus_image *card)
{
  for (int y = 0; y < scene->height; y++)
    for (int x = 0; x < scene->width; x++)
      {
        uint8_t *to = vidimus_image_at (&scene->rgb, x + scene->margin, y + scene->margin);
        int sum[3] = { 0 };

        for (int k = 0; k < 9; k++)
          {
            const uint8_t *from = vidimus_image_at (card, (6 * x + k % 3 * 2 + 1) * card->width / (6 * scene->width),
                                                    (6 * y + k / 3 * 2 + 1) * card->height / (6 * scene->height));

            for (int c = 0; c < 3; c++)
              sum[c] += from[c];
          }
        for (int c = 0; c < 3; c++)
          to[c] = (uint8_t) (sum[c] / 9);
      }
}

/* Four samples a pixel of the margin at (@x, @y). */
static void
sample_margin (struct vidimus_scene            *scene,
               const struct vidimus_image      *image,
               const struct vidimus_homography *to_image,
               int                              x,
               int                              y)
{
  uint8_t *to = vidimus_image_at (&scene->rgb, x, y);
  int sum[3] = { 0 };
  int n = 0;

  for (int k = 0; k < 4; k++)
    {
      struct vidimus_point p = { x + 0.25 + 0.5 * (k % 2), y + 0.25 + 0.5 * (k / 2) };
      const uint8_t *from;

      p = vidimus_homography_apply (to_image, p);
      if (!(p.x >= 0 && p.y >= 0 && p.x < image->width && p.y < image->height))
        continue;
      from = vidimus_image_at (image, (int) p.x, (int) p.y);
      for (int c = 0; c < 3; c++)
        sum[c] += from[c];
      n++;
    }
  scene->outside[y * scene->rgb.width + x] = n < 2;
  for (int c = 0; c < 3; c++)
    to[c] = (uint8_t) (n > 0 ? sum[c] / n : 0);
}

static void
sample_surroundings (struct vidimus_scene             *scene,
                     const struct vidimus_alarm_input *input)
{
  const double *m = input->card->to_image.m;
  const double across = (double) input->card->rgb.width / scene->width;
  const double down = (double) input->card->rgb.height / scene->height;
  struct vidimus_homography to_image;

  /* Pixels of the scene → of the card → of the picture. */
  for (int i = 0; i < 3; i++)
    {
      to_image.m[3 * i] = m[3 * i] * across;
      to_image.m[3 * i + 1] = m[3 * i + 1] * down;
      to_image.m[3 * i + 2] = m[3 * i + 2] - scene->margin * (to_image.m[3 * i] + to_image.m[3 * i + 1]);
    }
  for (int y = 0; y < scene->rgb.height; y++)
    for (int x = 0; x < scene->rgb.width; x++)
      if (x == scene->margin && y >= scene->margin && y < scene->margin + scene->height)
        x += scene->width - 1;
      else
        sample_margin (scene, input->image, &to_image, x, y);
}

/* So that limits in grey levels mean the same in the dark. */
static void
brighten (struct vidimus_scene *scene)
{
  int histogram[256] = { 0 };
  int bright = 255, left = scene->width * scene->height / 20;
  double gain;
  uint8_t levels[256];

  for (int y = 0; y < scene->height; y++)
    for (int x = 0; x < scene->width; x++)
      {
        const uint8_t *p = vidimus_scene_at (scene, x, y);

        histogram[(77 * p[0] + 150 * p[1] + 29 * p[2]) >> 8]++;
      }
  while (bright > 1 && (left -= histogram[bright]) > 0)
    bright--;
  gain = vidimus_alarm_clamp ((double) WELL_LIT / bright, 1, GAIN_MOST);
  if (gain <= 1)
    return;

  for (int i = 0; i < 256; i++)
    levels[i] = (uint8_t) fmin (i * gain, 255);
  for (size_t i = 0; i < scene->rgb.stride * (size_t) scene->rgb.height; i++)
    scene->rgb.data[i] = levels[scene->rgb.data[i]];
}

/** vidimus_scene_init: false when memory is short; call vidimus_scene_clear() in either case. */
bool
vidimus_scene_init (struct vidimus_scene             *scene,
                    const struct vidimus_alarm_input *input)
{
  const struct vidimus_image *card = &input->card->rgb;
  size_t n;

  scene->width = card->width < VIDIMUS_SCENE_WIDTH ? card->width : VIDIMUS_SCENE_WIDTH;
  scene->height = (int) vidimus_alarm_clamp ((double) card->height * scene->width / card->width + 0.5, 1, 4 * VIDIMUS_SCENE_WIDTH);
  scene->margin = input->location->whole_frame ? 0 : MARGIN;
  n = (size_t) (scene->width + 2 * scene->margin) * (size_t) (scene->height + 2 * scene->margin);

  scene->outside = calloc (n, 1);
  scene->labels = calloc (n, sizeof *scene->labels);
  scene->queue = malloc (n * sizeof *scene->queue);
  scene->covered = calloc (n, 1);
  scene->outline = calloc (2 * (size_t) (scene->width + scene->height), sizeof *scene->outline);
  if (scene->outside == NULL || scene->labels == NULL || scene->queue == NULL || scene->covered == NULL ||
      scene->outline == NULL ||
      !vidimus_image_alloc (&scene->rgb, scene->width + 2 * scene->margin, scene->height + 2 * scene->margin, 3))
    return false;

  sample_card (scene, card);
  if (scene->margin > 0)
    sample_surroundings (scene, input);
  brighten (scene);

  return true;
}

/** vidimus_scene_clear: a zeroed scene is allowed. */
void
vidimus_scene_clear (struct vidimus_scene *scene)
{
  vidimus_image_free (&scene->rgb);
  free (scene->outside);
  free (scene->labels);
  free (scene->queue);
  free (scene->covered);
  free (scene->outline);
}
