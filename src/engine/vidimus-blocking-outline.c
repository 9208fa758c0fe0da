/* The card's outline, and what crosses it.
 *
 * At every position along the edge there is a colour just inside and one just outside. Where something lies across the edge,
 * both are its own: the edge is not seen there, while it is before and after, and on both sides the colour is another than
 * before and after. What only touches the edge changes the outside alone, print the inside alone, a shadow leaves the ratio of
 * both; all three leave the edge to be seen. */
#include "vidimus-blocking-private.h"

#include <math.h>

#define RUN_LEAST   4    /* positions: a shorter crossing is chance */
#define RUN_MOST    0.8  /* of its side: a longer one is an edge that is not seen */
#define SKIP        2    /* positions between a run and what is before and after … */
#define WINDOW      9    /* … of so many */
#define UNSEEN      0.45 /* of a side's usual contrast */
#define LEAST_SEEN  9.0  /* a side's usual contrast, in grey levels: below, nothing can be said to cross it */
#define LIKE_GROUND 0.07 /* of the change inside: granted to the outside, for a finger on wood is of its colour */
#define OF_COLOUR   38   /* grey levels from its colour at the edge: still what crosses, but for … */
#define LINE        4    /* … so many pixels of something else */
#define GAP         3    /* positions between two fingers */
#define BURNT       246  /* each colour: glare, … */
#define BRIGHT      215  /* … and from here on where it ends softly: */
#define SOFT        0.5  /* less of the change at its end within a few positions */

/** vidimus_colour_distance: luma counts once, the two chroma axes twice, roughly as the eye has it. */
float
vidimus_colour_distance (const struct vidimus_colour *a,
                         const struct vidimus_colour *b)
{
  float r = a->c[0] - b->c[0];
  float g = a->c[1] - b->c[1];
  float u = a->c[2] - b->c[2];
  float luma = 0.299f * r + 0.587f * g + 0.114f * u;

  return sqrtf (luma * luma + (r - luma) * (r - luma) + (u - luma) * (u - luma));
}

/* The mean colour of a short line across the side, inside or outside; false when the picture ends there. */
static bool
side_colour (const struct vidimus_scene *scene,
             int                         side,
             int                         at,
             bool                        inside,
             struct vidimus_colour      *colour)
{
  *colour = (struct vidimus_colour) { { 0, 0, 0 } };
  for (int near = VIDIMUS_OUTLINE_NEAR; near <= VIDIMUS_OUTLINE_FAR; near++)
    {
      int depth = inside ? near : -1 - near;
      int x = side == 0 || side == 2 ? at : side == 1 ? scene->width - 1 - depth : depth;
      int y = side == 1 || side == 3 ? at : side == 2 ? scene->height - 1 - depth : depth;
      const uint8_t *p;

      if (scene->outside[(y + scene->margin) * scene->rgb.width + x + scene->margin])
        return false;
      p = vidimus_scene_at (scene, x, y);
      for (int k = 0; k < 3; k++)
        colour->c[k] += p[k] / (float) (VIDIMUS_OUTLINE_FAR - VIDIMUS_OUTLINE_NEAR + 1);
    }

  return true;
}

/** vidimus_outline_read: reads the colours along the outline. */
void
vidimus_outline_read (struct vidimus_scene *scene)
{
  int first = 0;

  for (int side = 0; side < 4; side++)
    {
      int n = vidimus_scene_side (scene, side);

      for (int i = 0; i < n; i++)
        {
          struct vidimus_position *at = &scene->outline[first + i];
          int along = side < 2 ? i : n - 1 - i; /* clockwise, so that corners join */

          at->has_in = side_colour (scene, side, along, true, &at->in);
          at->has_out = at->has_in && scene->margin > 0 && side_colour (scene, side, along, false, &at->out);
        }
      first += n;
    }
}

/* What a stretch of the outline looks like on the whole. */
struct stretch
{
  struct vidimus_colour in;
  struct vidimus_colour out;
  int                   n;
};

static struct stretch
mean_stretch (const struct vidimus_scene *scene,
              int                         first,
              int                         count)
{
  const int total = 2 * (scene->width + scene->height);
  struct stretch mean = { .n = 0 };

  for (int i = first; i < first + count; i++)
    {
      const struct vidimus_position *at = &scene->outline[(i + 2 * total) % total];

      if (!at->has_out)
        continue;
      for (int k = 0; k < 3; k++)
        {
          mean.in.c[k] += at->in.c[k];
          mean.out.c[k] += at->out.c[k];
        }
      mean.n++;
    }
  for (int k = 0; k < 3 && mean.n > 0; k++)
    {
      mean.in.c[k] /= (float) mean.n;
      mean.out.c[k] /= (float) mean.n;
    }

  return mean;
}

static double
luma (const struct vidimus_colour *colour)
{
  return 1 + 0.299 * colour->c[0] + 0.587 * colour->c[1] + 0.114 * colour->c[2];
}

/* Whether the run is the same in a shadow: darker by one ratio on both sides of an edge that, so much fainter, is still seen. */
static bool
is_shaded (const struct stretch *run,
           const struct stretch *beside)
{
  double in = luma (&run->in) / luma (&beside->in), out = luma (&run->out) / luma (&beside->out);

  return in < 0.9 && out < 0.9 && fabs (log (in / out)) < 0.4 &&
         vidimus_colour_distance (&run->in, &run->out) > 0.45 * in * vidimus_colour_distance (&beside->in, &beside->out);
}

/* By how much the run differs, on both sides of the edge, from a stretch beside it that shows the edge; 0 when that has none. */
static double
foreign_to (const struct stretch *run,
            const struct stretch *beside,
            double                usual)
{
  double in, out;

  if (beside->n < WINDOW / 3 || vidimus_colour_distance (&beside->in, &beside->out) < 0.6 * usual || is_shaded (run, beside))
    return 0;

  in = vidimus_colour_distance (&run->in, &beside->in);
  out = vidimus_colour_distance (&run->out, &beside->out);

  return fmin (in, out + LIKE_GROUND * in);
}

/* Whether the run is as light as a lamp's reflection, and fades into what is beside it. */
static bool
is_glare (const struct vidimus_scene *scene,
          const struct stretch       *run,
          int                         first,
          int                         n)
{
  float least = fminf (fminf (run->in.c[0], run->in.c[1]), run->in.c[2]);
  double sharp[2];

  if (least > BURNT || least < BRIGHT)
    return least > BURNT;

  for (int end = 0; end < 2; end++)
    {
      int at = end == 0 ? first : first + n;
      struct stretch in = mean_stretch (scene, end == 0 ? at : at - 2, 2);
      struct stretch out = mean_stretch (scene, end == 0 ? at - 3 : at + 1, 2);
      struct stretch far = mean_stretch (scene, end == 0 ? at - SKIP - WINDOW : at + SKIP, WINDOW);

      sharp[end] = vidimus_colour_distance (&in.out, &out.out) / (1 + vidimus_colour_distance (&run->out, &far.out));
    }

  return fmax (sharp[0], sharp[1]) < SOFT;
}

/* The same of the best of three stretches off one end of the run: what lies askew goes on inside beyond where it crosses. */
static double
foreign_beside (const struct vidimus_scene *scene,
                const struct stretch       *run,
                int                         end,
                int                         direction,
                double                      usual,
                bool                       *seen)
{
  double most = 0;

  *seen = false;
  for (int i = 0; i < 3; i++)
    {
      int off = SKIP + i * WINDOW;
      struct stretch beside = mean_stretch (scene, direction > 0 ? end + off : end - off - WINDOW, WINDOW);

      *seen = *seen || beside.n >= WINDOW / 3;
      most = fmax (most, foreign_to (run, &beside, usual));
    }

  return most;
}

/* 0–1: how plainly something crosses the edge over the @n positions from @first on. */
static double
judge_run (const struct vidimus_scene *scene,
           int                         first,
           int                         n,
           double                      usual)
{
  struct stretch run = mean_stretch (scene, first, n);
  bool seen[2];
  double before = foreign_beside (scene, &run, first, -1, usual, &seen[0]);
  double after = foreign_beside (scene, &run, first + n, 1, usual, &seen[1]);
  /* Beyond the frame nothing is known: then the other end has to do. */
  double foreign = seen[0] && seen[1] ? fmin (before, after) : 0.7 * fmax (before, after);

  if (is_glare (scene, &run, first, n))
    return 0;

  return vidimus_alarm_clamp ((foreign - vidimus_colour_distance (&run.in, &run.out) - 7) / 14, 0, 1);
}

/* A side's usual contrast: the upper third over the positions that have both colours; more than half may be covered. */
static double
usual_contrast (const struct vidimus_scene *scene,
                int                         first,
                int                         n)
{
  float values[4 * VIDIMUS_SCENE_WIDTH];
  size_t count = 0;

  for (int i = first; i < first + n; i++)
    if (scene->outline[i].has_out)
      values[count++] = vidimus_colour_distance (&scene->outline[i].in, &scene->outline[i].out);

  return vidimus_alarm_percentile (values, count, 0.67);
}

/* Marks the pixels inwards of the outline's position @i for as long as they are of its colour, thin lines apart; returns their
 * number. */
static int
mark_inwards (struct vidimus_scene        *scene,
              int                          side,
              int                          along,
              const struct vidimus_colour *colour)
{
  const int most = side % 2 == 0 ? scene->height : scene->width;
  int depth = VIDIMUS_OUTLINE_NEAR, last = depth;

  for (; depth < most && depth - last <= LINE; depth++)
    {
      int x = side == 0 || side == 2 ? along : side == 1 ? scene->width - 1 - depth : depth;
      int y = side == 1 || side == 3 ? along : side == 2 ? scene->height - 1 - depth : depth;
      const uint8_t *p = vidimus_scene_at (scene, x, y);
      const struct vidimus_colour here = { { p[0], p[1], p[2] } };

      if (vidimus_colour_distance (&here, colour) < OF_COLOUR)
        last = depth;
    }
  for (depth = 0; depth <= last; depth++)
    {
      int x = side == 0 || side == 2 ? along : side == 1 ? scene->width - 1 - depth : depth;
      int y = side == 1 || side == 3 ? along : side == 2 ? scene->height - 1 - depth : depth;

      scene->covered[y * scene->width + x] = 1;
    }

  return last;
}

/* Judges and marks a run of @side; adds the area inwards of it, weighted by how plainly it crosses. */
static void
mark_run (struct vidimus_scene *scene,
          int                   side,
          int                   first, /* of the side's positions */
          int                   n,
          double                usual,
          double               *area)
{
  struct vidimus_position *run = scene->outline + first;
  double plain;

  for (int i = 0; i < side; i++)
    run += vidimus_scene_side (scene, i);
  plain = judge_run (scene, (int) (run - scene->outline), n, usual);
  for (int i = 0; i < n; i++)
    {
      run[i].crossing = (float) plain;
      if (plain > 0.2)
        {
          int along = side < 2 ? first + i : vidimus_scene_side (scene, side) - 1 - first - i;

          *area += plain * mark_inwards (scene, side, along, &run[i].in);
        }
    }
}

/**
 * vidimus_outline_cross:
 * @area: raised by the pixels of the card that what crosses the edge covers from there on, weighted by how plainly it does
 */
void
vidimus_outline_cross (struct vidimus_scene *scene,
                                    double               *area)
{
  int first = 0;

  if (scene->margin == 0)
    return;

  for (int side = 0; side < 4; side++)
    {
      int n = vidimus_scene_side (scene, side), run = 0, gap = 0;
      double usual = usual_contrast (scene, first, n);

      for (int i = 0; i <= n && usual >= LEAST_SEEN; i++)
        {
          const struct vidimus_position *at = &scene->outline[first + (i < n ? i : 0)];

          if (i < n && at->has_out && vidimus_colour_distance (&at->in, &at->out) < UNSEEN * usual)
            {
              run += 1 + gap;
              gap = 0;
              continue;
            }
          if (i < n && run > 0 && gap < GAP)
            {
              gap++;
              continue;
            }
          if (run >= RUN_LEAST && run <= RUN_MOST * n)
            mark_run (scene, side, i - gap - run, run, usual, area);
          run = gap = 0;
        }
      first += n;
    }
}
