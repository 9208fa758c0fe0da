#include "vidimus-specimen-pose.h"

#include <math.h>

#include "vidimus-specimen-trial.h"

typedef struct
{
  double m[9];    /* rotation */
  double t[3];    /* of the document's centre, in its own width */
  double focal;   /* pixels */
  double half[2]; /* half the document's size */
  double cx;
  double cy;
} Camera;

static void
rotate (double m[9],
        int    a,
        int    b,
        double angle)
{
  double c = cos (angle), s = sin (angle);

  for (int i = 0; i < 3; i++)
    {
      double u = m[a * 3 + i], v = m[b * 3 + i];

      m[a * 3 + i] = c * u - s * v;
      m[b * 3 + i] = s * u + c * v;
    }
}

static void
project (const Camera        *camera,
         struct vidimus_quad *quad)
{
  static const double corners[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };

  for (int i = 0; i < 4; i++)
    {
      double x = corners[i][0] * camera->half[0], y = corners[i][1] * camera->half[1];
      double p[3];

      for (int k = 0; k < 3; k++)
        p[k] = camera->m[k * 3] * x + camera->m[k * 3 + 1] * y + camera->t[k];
      quad->p[i].x = camera->cx + camera->focal * p[0] / p[2];
      quad->p[i].y = camera->cy + camera->focal * p[1] / p[2];
    }
}

static void
bounds (const struct vidimus_quad *quad,
        double                     low[2],
        double                     high[2])
{
  low[0] = low[1] = HUGE_VAL;
  high[0] = high[1] = -HUGE_VAL;
  for (int i = 0; i < 4; i++)
    {
      low[0] = MIN (low[0], quad->p[i].x);
      low[1] = MIN (low[1], quad->p[i].y);
      high[0] = MAX (high[0], quad->p[i].x);
      high[1] = MAX (high[1], quad->p[i].y);
    }
}

/* Where the middle of the document's bounds shall be: inside the frame, or over its edge where the defect says so. */
static void
choose_middle (const VidimusSpecimenRecipe *recipe,
               VidimusSpecimenRandom       *random,
               const double                 extent[2],
               double                       middle[2])
{
  static const double outs[] = { 0, -0.012, 0.004, 0.03, 0.075, 0.15, 0.27 };
  const double frame[2] = { recipe->width, recipe->height };
  gboolean cut_x = vidimus_specimen_random_chance (random, 0.5);
  gboolean both = vidimus_specimen_random_chance (random, 0.3);
  double dose = recipe->doses[VIDIMUS_SPECIMEN_BORDER];
  double out = recipe->half == VIDIMUS_SPECIMEN_TUNING ? 0.03 + 0.27 * dose : vidimus_specimen_trial_table (outs, dose);
  double stray = recipe->half == VIDIMUS_SPECIMEN_TUNING ? 0.7 : 0.95;

  for (int k = 0; k < 2; k++)
    {
      double slack = MAX (0, (frame[k] - extent[k]) / 2 - 0.025 * frame[k]);
      double side = vidimus_specimen_random_chance (random, 0.5) ? 1 : -1;

      middle[k] = frame[k] / 2 + vidimus_specimen_random_double (random, -stray, stray) * slack;
      if (dose > 0 && !recipe->corner && (both || cut_x == (k == 0)))
        middle[k] = frame[k] / 2 + side * ((frame[k] - extent[k]) / 2 + out * extent[k]);
    }
}

/**
 * vidimus_specimen_pose:
 * @quad: (out): the document's corners in the picture, from its own top left clockwise
 *
 * A pinhole camera with the optical axis in the middle of the frame.
 */
void
vidimus_specimen_pose (const VidimusSpecimenRecipe *recipe,
                       VidimusSpecimenRandom       *random,
                       struct vidimus_quad         *quad)
{
  Camera camera = {
    .m = { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
    .t = { 0, 0, 2.2 },
    .focal = MAX (recipe->width, recipe->height) *
             (recipe->half == VIDIMUS_SPECIMEN_TUNING ? vidimus_specimen_random_double (random, 0.85, 1.25)
                                                      : vidimus_specimen_random_double (random, 0.7, 1.9)),
    .half = { 0.5, 0.5 * vidimus_specimen_recipe_aspect (recipe) },
    .cx = recipe->width / 2.0,
    .cy = recipe->height / 2.0,
  };
  double direction = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  double lean = recipe->tilt * vidimus_specimen_random_double (random, 0.3, 1) * G_PI / 180;
  double low[2], high[2], extent[2], middle[2];

  rotate (camera.m, 0, 1, (recipe->turn + recipe->roll) * G_PI / 180);
  rotate (camera.m, 1, 2, lean * sin (direction));
  rotate (camera.m, 0, 2, lean * cos (direction));

  for (int round = 0; round < 24; round++)
    {
      double zoom;

      project (&camera, quad);
      bounds (quad, low, high);
      for (int k = 0; k < 2; k++)
        extent[k] = high[k] - low[k];
      zoom = recipe->fill / MAX (extent[0] / recipe->width, extent[1] / recipe->height);
      camera.t[2] /= zoom;
      if (round == 8)
        choose_middle (recipe, random, extent, middle);
      for (int k = 0; k < 2; k++)
        {
          double wanted = round < 8 ? (k == 0 ? camera.cx : camera.cy) : middle[k];

          camera.t[k] += (wanted - (low[k] + high[k]) / 2) * camera.t[2] / camera.focal;
        }
    }
  project (&camera, quad);
}
