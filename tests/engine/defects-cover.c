/* Defects: what covers the card, and the screen that it is shown on. */
#include "defects-private.h"

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

void
defect_blocking (struct canvas *canvas,
                 enum defect    defect,
                 double         step)
{
  static const double sizes[7] = { 0, 0.07, 0.12, 0.17, 0.22, 0.28, 0.34 };
  static const double skins[4][3] = { { 224, 172, 150 }, { 198, 140, 112 }, { 150, 100, 76 }, { 240, 195, 175 } };
  static const double papers[5][3] = { { 238, 236, 230 }, { 250, 225, 90 }, { 90, 170, 220 }, { 240, 120, 140 }, { 60, 62, 66 } };
  double size = at_step (sizes, step);
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

  for (int y = canvas->y0; y < canvas->y1; y++)
    for (int x = canvas->x0; x < canvas->x1; x++)
      {
        struct vidimus_point p = on_card (canvas, x, y);
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

/* A screen's grid of red, green and blue stripes seen by a sensor, or its beat with the sensor's own. */
void
defect_reproduce (struct canvas *canvas,
                  enum defect    defect,
                  double         step)
{
  static const double depths[7] = { 0, 0.012, 0.03, 0.055, 0.08, 0.11, 0.14 };
  double depth = at_step (depths, step);
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
