/* Defects: a corner that is torn off, or folded over so that the document's back is seen. */
#include "defects-private.h"

/* Both hide a triangle at one corner, sides a and b along the document's; the ground beside the corner goes on in it. */
void
defect_corner (struct canvas *canvas,
               enum defect    defect,
               double         step)
{
  static const double sizes[7] = { 0, 0.035, 0.06, 0.09, 0.12, 0.16, 0.2 };
  struct vidimus_image *image = canvas->image;
  int i = (int) (4 * chance (&canvas->random));
  double size = at_step (sizes, step) * fmax (canvas->tall, 1);
  double a = size * between (&canvas->random, 0.8, 1.4), b = size * between (&canvas->random, 0.8, 1.4);
  double u0 = i == 1 || i == 2 ? 1 : 0, v0 = i >= 2 ? canvas->tall : 0;
  double ragged = defect == DEFECT_BORDER_TORN ? between (&canvas->random, 0, 0.12) : 0, phase = between (&canvas->random, 0, 6);
  double back = between (&canvas->random, 150, 250), tint[3], shadow = between (&canvas->random, 0.1, 0.5);
  const struct vidimus_point corner = canvas->quad.p[i];

  for (int k = 0; k < 3; k++)
    tint[k] = back * between (&canvas->random, 0.85, 1);

  for (int y = canvas->y0; y < canvas->y1; y++)
    for (int x = canvas->x0; x < canvas->x1; x++)
      {
        struct vidimus_point p = on_card (canvas, x, y);
        double u = fabs (p.x - u0) / a, v = fabs (p.y - v0) / b;
        double in = u + v - 1 + ragged * sin (phase + 9 * (u - v)) * sin (5 * (u - v)); /* negative: beyond the tear or fold */
        uint8_t *to = vidimus_image_at (image, x, y);
        int fx = (int) (2 * corner.x) - x, fy = (int) (2 * corner.y) - y;

        if (p.x < 0 || p.y < 0 || p.x > 1 || p.y > canvas->tall)
          continue;
        if (in < 0)
          {
            const uint8_t *from = vidimus_image_at (image, fx < 0 ? 0 : fx >= image->width ? image->width - 1 : fx,
                                                    fy < 0 ? 0 : fy >= image->height ? image->height - 1 : fy);

            for (int k = 0; k < 3; k++)
              to[k] = from[k];
          }
        else if (defect == DEFECT_BORDER_FOLDED && u < 1 && v < 1) /* mirrored at the fold: the corner comes to lie at (1, 1) */
          for (int k = 0; k < 3; k++)
            to[k] = byte (tint[k] * (0.8 + 0.2 * smooth_step (3 * in)) +
                          1.5 * gauss (&canvas->random));
        else if (defect == DEFECT_BORDER_FOLDED && u < 1.08 && v < 1.08)
          for (int k = 0; k < 3; k++)
            to[k] = byte (to[k] * (1 - shadow * (1 - smooth_step ((fmax (u, v) - 1) / 0.08))));
      }
}
