#include "defects-private.h"

#include "vidimus-resample.h"

#include <string.h>

static const struct
{
  const char        *name;
  enum vidimus_alarm alarm;
  void             (*paint) (struct canvas *canvas, enum defect defect, double step);
} defects[DEFECT_N] = {
  [DEFECT_NONE] = { "none", VIDIMUS_ENGINE_N_ALARMS, NULL },
  [DEFECT_BLUR_GAUSS] = { "blur/gauss", VIDIMUS_ENGINE_BLUR, defect_blur },
  [DEFECT_BLUR_DISC] = { "blur/disc", VIDIMUS_ENGINE_BLUR, defect_blur },
  [DEFECT_BLUR_MOTION] = { "blur/motion", VIDIMUS_ENGINE_BLUR, defect_blur },
  [DEFECT_BLUR_SHAKE] = { "blur/shake", VIDIMUS_ENGINE_BLUR, defect_blur },
  [DEFECT_BLUR_RESAMPLE] = { "blur/resample", VIDIMUS_ENGINE_BLUR, defect_blur },
  [DEFECT_BLUR_LEAN] = { "blur/lean", VIDIMUS_ENGINE_BLUR, defect_blur },
  [DEFECT_GLARE_LAMP] = { "glare/lamp", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_GLARE_STREAK] = { "glare/streak", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_GLARE_VEIL] = { "glare/veil", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_GLARE_FLASH] = { "glare/flash", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_GLARE_WINDOW] = { "glare/window", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_GLARE_STRIPS] = { "glare/strips", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_GLARE_RING] = { "glare/ring", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_GLARE_PANEL] = { "glare/panel", VIDIMUS_ENGINE_GLARE, defect_glare },
  [DEFECT_BLOCKING_FINGER] = { "blocking/finger", VIDIMUS_ENGINE_BLOCKING, defect_blocking },
  [DEFECT_BLOCKING_STRIP] = { "blocking/strip", VIDIMUS_ENGINE_BLOCKING, defect_blocking },
  [DEFECT_BLOCKING_STICKER] = { "blocking/sticker", VIDIMUS_ENGINE_BLOCKING, defect_blocking },
  [DEFECT_LIGHTING_EXPOSURE] = { "lighting/exposure", VIDIMUS_ENGINE_LIGHTING, defect_pixels },
  [DEFECT_LIGHTING_GAMMA] = { "lighting/gamma", VIDIMUS_ENGINE_LIGHTING, defect_pixels },
  [DEFECT_LIGHTING_UNEVEN] = { "lighting/uneven", VIDIMUS_ENGINE_LIGHTING, defect_pixels },
  [DEFECT_LIGHTING_GRAIN] = { "lighting/grain", VIDIMUS_ENGINE_LIGHTING, defect_pixels },
  [DEFECT_COPY_GRAY] = { "copy/gray", VIDIMUS_ENGINE_COPY, defect_pixels },
  [DEFECT_COPY_TINTED] = { "copy/tinted", VIDIMUS_ENGINE_COPY, defect_pixels },
  [DEFECT_COPY_TONER] = { "copy/toner", VIDIMUS_ENGINE_COPY, defect_pixels },
  [DEFECT_COPY_HALFTONE] = { "copy/halftone", VIDIMUS_ENGINE_COPY, defect_pixels },
  [DEFECT_BORDER_TORN] = { "border/torn", VIDIMUS_ENGINE_BORDER, defect_corner },
  [DEFECT_BORDER_FOLDED] = { "border/folded", VIDIMUS_ENGINE_BORDER, defect_corner },
  [DEFECT_REPRODUCE_GRID] = { "reproduce/grid", VIDIMUS_ENGINE_REPRODUCE, defect_reproduce },
  [DEFECT_REPRODUCE_MOIRE] = { "reproduce/moire", VIDIMUS_ENGINE_REPRODUCE, defect_reproduce },
};

static unsigned
seeded (unsigned seed)
{
  unsigned random = (seed + 1) * 2654435761u;

  random = random != 0 ? random : 1;
  for (int i = 0; i < 8; i++)
    chance (&random);

  return random;
}

const char *
defect_name (enum defect defect)
{
  return defects[defect].name;
}

enum vidimus_alarm
defect_alarm (enum defect defect)
{
  return defects[defect].alarm;
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

static double
side (const struct vidimus_quad *quad,
      int                        i)
{
  const struct vidimus_point a = quad->p[i], b = quad->p[(i + 1) % 4];

  return hypot (b.x - a.x, b.y - a.y);
}

static int
within (double value,
        int    most)
{
  return value < 0 ? 0 : value > most ? most : (int) value;
}

bool
defect_apply (struct vidimus_image      *image,
              const struct vidimus_quad *quad,
              enum defect                defect,
              double                     step,
              unsigned                   seed)
{
  struct canvas canvas = { .image = image, .random = seeded (seed), .x0 = image->width, .y0 = image->height };
  struct vidimus_quad card;

  canvas.width = 0.5 * (side (quad, 0) + side (quad, 2));
  canvas.tall = 0.5 * (side (quad, 1) + side (quad, 3)) / canvas.width;
  card = (struct vidimus_quad) { { { 0, 0 }, { 1, 0 }, { 1, canvas.tall }, { 0, canvas.tall } } };
  if (!vidimus_homography_from_quads (quad, &card, &canvas.to_card))
    return false;

  for (int i = 0; i < 4; i++)
    {
      int x = within (quad->p[i].x, image->width), y = within (quad->p[i].y, image->height);

      canvas.x0 = x < canvas.x0 ? x : canvas.x0;
      canvas.y0 = y < canvas.y0 ? y : canvas.y0;
      canvas.x1 = x + 1 > canvas.x1 ? within (x + 1, image->width) : canvas.x1;
      canvas.y1 = y + 1 > canvas.y1 ? within (y + 1, image->height) : canvas.y1;
    }
  canvas.quad = *quad;
  if (defect_alarm (defect) == VIDIMUS_ENGINE_BLOCKING || /* what covers a document lies beside it too */
      defect_alarm (defect) == VIDIMUS_ENGINE_BLUR)
    {
      canvas.x0 = canvas.y0 = 0;
      canvas.x1 = image->width;
      canvas.y1 = image->height;
    }
  if (defects[defect].paint != NULL)
    defects[defect].paint (&canvas, defect, step);

  return true;
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
