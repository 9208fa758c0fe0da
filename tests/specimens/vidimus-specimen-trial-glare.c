/* Glare of the judging half: what a laminated card mirrors of the room. The document's plane is a wavy mirror; behind it
 * stand a window of panes, a pair of strip lights, a ring light or a panel; more is mirrored where the view is flatter. */
#include <math.h>

#include "vidimus-specimen-trial.h"

typedef struct
{
  int    kind;
  double x; /* of the source in the mirror, in document units: 1 is the longer side */
  double y;
  double w; /* half of its sides */
  double h;
  double cos;
  double sin;
  double edge;     /* how soft its border is, document units */
  double wave[3];  /* amplitude, and phases */
  double power;
  double flat[2];  /* Fresnel: growth of the mirror along x and y */
  double tint[3];
} Mirror;

static double
inside (double distance,
        double edge)
{
  double t = CLAMP (0.5 - distance / edge, 0, 1);

  return t * t * (3 - 2 * t);
}

static double
panes (const Mirror *m,
       double        u,
       double        v)
{
  double lit = inside (fabs (u) - m->w, m->edge) * inside (fabs (v) - m->h, m->edge);
  double cross = MIN (fabs (fabs (u) - m->w / 3), fabs (v) * 1.1);

  return lit * (1 - 0.8 * inside (cross - m->w * 0.05, m->edge * 0.7));
}

static double
source_at (const Mirror *m,
           double        x,
           double        y)
{
  double u = (x - m->x) * m->cos + (y - m->y) * m->sin, v = (y - m->y) * m->cos - (x - m->x) * m->sin;

  switch (m->kind)
    {
    case 0:
      return panes (m, u, v);
    case 1: /* two tubes side by side */
      return inside (fabs (u) - m->w * 2.4, m->edge) * inside (fabs (fabs (v) - m->h * 0.6) - m->h * 0.22, m->edge * 0.6);
    case 2: /* a ring */
      return inside (fabs (hypot (u, v) - m->w) - m->w * 0.42, m->edge);
    default:
      return inside (fabs (u) - m->w, m->edge) * inside (fabs (v) - m->h, m->edge);
    }
}

static void
mirror_init (Mirror                *m,
             VidimusSpecimenRandom *random,
             double                 aspect,
             double                 dose)
{
  static const double areas[] = { 0, 0.002, 0.006, 0.016, 0.04, 0.085, 0.16 };
  static const double powers[] = { 0, 0.1, 0.3, 0.9, 1.6, 2.4, 3.2 };
  static const double tints[][3] = { { 1, 1, 1 }, { 0.92, 0.97, 1.06 }, { 1.06, 0.98, 0.82 }, { 0.96, 1.04, 0.98 } };
  double area = vidimus_specimen_trial_table (areas, dose) * aspect;
  double ratio = vidimus_specimen_random_double (random, 0.65, 1.5);
  double angle = vidimus_specimen_random_double (random, 0, G_PI);
  int tint = vidimus_specimen_random_int (random, 0, 3);

  m->kind = vidimus_specimen_random_int (random, 0, 3);
  m->x = vidimus_specimen_random_double (random, 0.2, 0.8);
  m->y = vidimus_specimen_random_double (random, 0.25, 0.75) * aspect;
  m->w = sqrt (area * ratio) / 2;
  m->h = sqrt (area / ratio) / 2;
  m->cos = cos (angle);
  m->sin = sin (angle);
  m->edge = MAX (0.35 * MIN (m->w, m->h), 0.004) + vidimus_specimen_random_double (random, 0, 0.012);
  m->wave[0] = vidimus_specimen_random_double (random, 0.05, 0.35) * MIN (m->w, m->h);
  m->wave[1] = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  m->wave[2] = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  m->power = vidimus_specimen_trial_table (powers, dose);
  for (int k = 0; k < 2; k++)
    m->flat[k] = vidimus_specimen_random_double (random, -0.7, 0.7);
  for (int c = 0; c < 3; c++)
    m->tint[c] = tints[tint][c];
}

/** vidimus_specimen_trial_glare: adds what the document at @quad mirrors; what lies under it mirrors nothing. */
void
vidimus_specimen_trial_glare (VidimusSpecimenFilm       *film,
                              const struct vidimus_quad *quad,
                              VidimusSpecimenRandom     *random,
                              double                     dose)
{
  double wide = hypot (quad->p[1].x - quad->p[0].x, quad->p[1].y - quad->p[0].y);
  double aspect = hypot (quad->p[2].x - quad->p[1].x, quad->p[2].y - quad->p[1].y) / MAX (wide, 1);
  const struct vidimus_quad flat = { { { 0, 0 }, { 1, 0 }, { 1, aspect }, { 0, aspect } } };
  struct vidimus_homography h;
  Mirror m;

  mirror_init (&m, random, aspect, dose);
  if (!vidimus_homography_from_quads (quad, &flat, &h))
    return;
  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        struct vidimus_point p = vidimus_homography_apply (&h, (struct vidimus_point) { x + 0.5, y + 0.5 });
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;
        double reach = 3 * (m.w + m.h) + m.edge, shine, haze;

        if (!(p.x > 0 && p.y > 0 && p.x < 1 && p.y < aspect) || fabs (p.x - m.x) > reach || fabs (p.y - m.y) > reach)
          continue;
        haze = 0.07 * m.power * inside (hypot (p.x - m.x, p.y - m.y) - reach / 2, reach);
        p.x += m.wave[0] * sin (p.y * 23 + m.wave[1]) + m.wave[0] * 0.5 * sin (p.x * 31 + p.y * 12);
        p.y += m.wave[0] * sin (p.x * 19 + m.wave[2]);
        shine = m.power * source_at (&m, p.x, p.y);
        shine *= pow (1.6, m.flat[0] * (p.x - m.x) * 4 + m.flat[1] * (p.y - m.y) * 4);
        for (int c = 0; c < 3; c++)
          light[c] += (float) ((shine + haze) * m.tint[c]);
      }
}
