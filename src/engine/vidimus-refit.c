/* The sides of a found quad, moved onto the edges of the full picture. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <string.h>

/* Places along a side where the edge is looked for. */
#define PLACES 48

/* Steps across the side, to each hand. */
#define STEPS 16

/* The share of places that must agree for a side to move. */
#define AGREEING 0.35

struct side
{
  struct vidimus_point a;
  struct vidimus_point b;
  double               length;
  double               ux; /* along, from a to b */
  double               uy;
  double               step; /* pixels */
};

struct crossing
{
  double t;      /* along the side, pixels from its middle */
  double offset; /* outwards, pixels */
  double weight;
  bool   seen;
};

static void
add_pixel (const struct vidimus_image *image,
           double                      x,
           double                      y,
           float                       colour[3])
{
  int px = (int) floor (x), py = (int) floor (y);
  const uint8_t *pixel;

  px = px < 0 ? 0 : px >= image->width ? image->width - 1 : px;
  py = py < 0 ? 0 : py >= image->height ? image->height - 1 : py;
  pixel = vidimus_image_at (image, px, py);
  for (int c = 0; c < 3; c++)
    colour[c] += pixel[c];
}

/* Mean colours across the side at one place: [0] is furthest inside, [2 × STEPS] furthest outside. */
static void
cut_across (const struct vidimus_image *image,
            const struct side          *side,
            double                      at,
            float                       profile[2 * STEPS + 1][3])
{
  for (int i = 0; i <= 2 * STEPS; i++)
    {
      double off = (i - STEPS) * side->step;
      double x = side->a.x + at * side->ux + off * side->uy;
      double y = side->a.y + at * side->uy - off * side->ux;

      memset (profile[i], 0, sizeof profile[i]);
      for (int k = -2; k <= 2; k++)
        add_pixel (image, x + k * side->step * side->ux, y + k * side->step * side->uy, profile[i]);
    }
}

/* The place where four steps inside differ most from four steps outside, nearer ones preferred. */
static void
find_step (float            profile[2 * STEPS + 1][3],
           const float      along[3],
           double           step,
           struct crossing *crossing)
{
  float value[2 * STEPS + 1];
  float response[2 * STEPS + 1] = { 0 };
  int best = STEPS;
  double shift = 0;

  for (int i = 0; i <= 2 * STEPS; i++)
    value[i] = (profile[i][0] * along[0] + profile[i][1] * along[1] + profile[i][2] * along[2]) / 5;

  for (int i = 2; i + 2 <= 2 * STEPS; i++)
    {
      float off = (float) (i - STEPS) / STEPS;
      float change = value[i + 1] + value[i + 2] - value[i - 1] - value[i - 2];

      response[i] = fmaxf (change, 0) * (1 - 0.5f * off * off);
      if (response[i] > response[best])
        best = i;
    }

  if (best > 2 && best + 2 < 2 * STEPS)
    {
      float bend = response[best - 1] - 2 * response[best] + response[best + 1];

      if (bend < 0)
        shift = 0.5 * (response[best - 1] - response[best + 1]) / bend;
    }
  crossing->offset = (best - STEPS + shift) * step;
  crossing->weight = response[best];
  crossing->seen = response[best] > 4;
}

/* The direction in colour space in which the outside lies from the inside, averaged over the side. */
static bool
find_direction (const struct vidimus_image *image,
                const struct side          *side,
                float                       along[3])
{
  float profile[2 * STEPS + 1][3];
  float size = 0;

  memset (along, 0, 3 * sizeof *along);
  for (int i = 0; i < PLACES; i += 2)
    {
      cut_across (image, side, side->length * (0.06 + 0.88 * (i + 0.5) / PLACES), profile);
      for (int c = 0; c < 3; c++)
        for (int k = 1; k <= STEPS / 2; k++)
          along[c] += profile[STEPS + k][c] - profile[STEPS - k][c];
    }
  for (int c = 0; c < 3; c++)
    size += along[c] * along[c];
  if (size <= 0)
    return false;

  for (int c = 0; c < 3; c++)
    along[c] /= sqrtf (size);

  return true;
}

/* offset = alpha + beta · t by iterated reweighting with Tukey's biweight (Huber, Robust Statistics, 1981), from
 * the weighted median's neighbourhood on. */
static bool
fit_line (const struct crossing *crossings,
          double                 tolerance,
          double                *alpha,
          double                *beta)
{
  double best = -1;

  *alpha = *beta = 0;
  for (int i = 0; i < PLACES; i++) /* the start: the offset that most agree on */
    {
      double votes = 0;

      for (int j = 0; j < PLACES && crossings[i].seen; j++)
        if (crossings[j].seen && fabs (crossings[j].offset - crossings[i].offset) < tolerance)
          votes += crossings[j].weight;
      if (crossings[i].seen && votes > best)
        {
          best = votes;
          *alpha = crossings[i].offset;
        }
    }

  for (int pass = 0; pass < 6; pass++)
    {
      double n = 0, t = 0, o = 0, tt = 0, to = 0, width = tolerance * (pass < 2 ? 3 : 2);

      for (int i = 0; i < PLACES; i++)
        {
          double off = (crossings[i].offset - *alpha - *beta * crossings[i].t) / width;
          double w = crossings[i].seen && fabs (off) < 1 ? (1 - off * off) * (1 - off * off) : 0;

          w *= fmin (crossings[i].weight, 60);
          n += w;
          t += w * crossings[i].t;
          o += w * crossings[i].offset;
          tt += w * crossings[i].t * crossings[i].t;
          to += w * crossings[i].t * crossings[i].offset;
        }
      if (n <= 0 || n * tt - t * t < 1e-6)
        return false;
      *beta = (n * to - t * o) / (n * tt - t * t);
      *alpha = (o - *beta * t) / n;
    }

  return true;
}

/* Moves the ends of the side along its normal; leaves it when too few places agree. */
static void
refit_side (const struct vidimus_image *image,
            struct side                *side)
{
  struct crossing crossings[PLACES];
  float along[3];
  double alpha, beta, tolerance = 3 * side->step;
  int agreeing = 0;

  if (!find_direction (image, side, along))
    return;

  for (int i = 0; i < PLACES; i++)
    {
      float profile[2 * STEPS + 1][3];
      double at = side->length * (0.06 + 0.88 * (i + 0.5) / PLACES);
      double x = side->a.x + at * side->ux, y = side->a.y + at * side->uy;

      cut_across (image, side, at, profile);
      find_step (profile, along, side->step, &crossings[i]);
      crossings[i].t = at - side->length / 2;
      crossings[i].seen &= x >= 0 && y >= 0 && x < image->width && y < image->height;
    }

  if (!fit_line (crossings, tolerance, &alpha, &beta))
    return;
  for (int i = 0; i < PLACES; i++)
    agreeing += crossings[i].seen && fabs (crossings[i].offset - alpha - beta * crossings[i].t) < tolerance;
  if (agreeing < AGREEING * PLACES || fabs (alpha) > STEPS * side->step ||
      fabs (beta) * side->length / 2 > STEPS * side->step)
    return;

  side->a.x += (alpha - beta * side->length / 2) * side->uy;
  side->a.y -= (alpha - beta * side->length / 2) * side->ux;
  side->b.x += (alpha + beta * side->length / 2) * side->uy;
  side->b.y -= (alpha + beta * side->length / 2) * side->ux;
}

enum vidimus_status
vidimus_quad_refit (const struct vidimus_image *image,
                    double                      reach,
                    const struct vidimus_hooks *hooks,
                    struct vidimus_location    *location)
{
  struct vidimus_quad refitted;
  struct side sides[4];

  for (int i = 0; i < 4; i++)
    {
      struct side *side = &sides[i];

      side->a = location->quad.p[i];
      side->b = location->quad.p[(i + 1) % 4];
      side->length = hypot (side->b.x - side->a.x, side->b.y - side->a.y);
      side->ux = (side->b.x - side->a.x) / fmax (side->length, 1);
      side->uy = (side->b.y - side->a.y) / fmax (side->length, 1);
      side->step = fmax (reach / STEPS, 0.25);
      if (!location->side_cut[i])
        refit_side (image, side);
      if (vidimus_hooks_cancelled (hooks))
        return VIDIMUS_STATUS_CANCELLED;
    }

  for (int i = 0; i < 4; i++)
    if (!vidimus_sides_meet (sides[(i + 3) % 4].a, sides[(i + 3) % 4].b, sides[i].a, sides[i].b, &refitted.p[i]))
      return VIDIMUS_STATUS_OK;
  if (vidimus_quad_is_convex (&refitted) && vidimus_quad_iou (&refitted, &location->quad) > 0.8)
    location->quad = refitted;

  return VIDIMUS_STATUS_OK;
}
