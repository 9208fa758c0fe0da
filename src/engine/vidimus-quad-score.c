/* What speaks for a quad, and how much. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <stdlib.h>

/* Points sampled along a side, in chunks whose colours are compared one by one. */
#define CHUNKS 3
#define PER_CHUNK 8

/* Distances from the side, in pixels, of the strips inside and outside. */
static const double distances[] = { 3.5, 5.5, 8.0 };

#define N_DISTANCES 3

/* Aspect ratios of documents: ID-1 and TD3 (ISO/IEC 7810, ICAO 9303-4), ID-2 as TD3's; how far off, in natural
 * logarithm, a measured one usually is. */
static const double aspects[] = { 85.60 / 53.98, 125.0 / 88.0 };

#define ASPECT_SPREAD 0.05
#define FRAME_ASPECT_SPREAD 0.022

/* Pixels from the frame's border in which no corner is seen to be one. */
#define BORDER 2

struct strip
{
  double colour[CHUNKS][3]; /* mean */
  double busy;              /* mean edge size, in units */
  int    n[CHUNKS];         /* samples that lie in the frame */
};

struct view
{
  const struct vidimus_image    *rgb;
  const struct vidimus_gradient *gradient;
  const struct vidimus_sight    *sight;
};

/* 0–1, of a width : height ratio to those of cards and passport pages, either way up. */
static double
nearness (double aspect,
          double spread)
{
  double best = 0;

  if (aspect < 1)
    aspect = 1 / aspect;
  for (size_t i = 0; i < sizeof aspects / sizeof *aspects; i++)
    {
      double off = log (aspect / aspects[i]) / spread;

      best = fmax (best, exp (-off * off / 2));
    }

  return best;
}

/* Samples along side a→b at signed distances (positive is outside of a clockwise quad). */
static void
sample_strip (const struct view    *view,
              struct vidimus_point  a,
              struct vidimus_point  b,
              double                sign,
              struct strip         *strip)
{
  double length = fmax (hypot (b.x - a.x, b.y - a.y), 1);
  double nx = sign * (b.y - a.y) / length, ny = -sign * (b.x - a.x) / length;
  int all = 0;

  *strip = (struct strip) { 0 };
  for (int i = 0; i < CHUNKS * PER_CHUNK; i++)
    for (int k = 0; k < N_DISTANCES; k++)
      {
        double at = 0.07 + 0.86 * (i + 0.5) / (CHUNKS * PER_CHUNK);
        int x = (int) floor (a.x + at * (b.x - a.x) + distances[k] * nx);
        int y = (int) floor (a.y + at * (b.y - a.y) + distances[k] * ny);
        const uint8_t *pixel;

        if (x < 0 || y < 0 || x >= view->rgb->width || y >= view->rgb->height)
          continue;
        pixel = vidimus_image_at (view->rgb, x, y);
        for (int c = 0; c < 3; c++)
          strip->colour[i / PER_CHUNK][c] += pixel[c];
        strip->busy += view->gradient->size[(size_t) y * (size_t) view->gradient->width + (size_t) x];
        strip->n[i / PER_CHUNK]++;
        all++;
      }

  for (int chunk = 0; chunk < CHUNKS; chunk++)
    for (int c = 0; c < 3; c++)
      strip->colour[chunk][c] /= strip->n[chunk] > 0 ? strip->n[chunk] : 1;
  strip->busy /= (all > 0 ? all : 1) * view->gradient->unit;
}

/* 0–1: how different two colours look, half-way at about ten grey levels. */
static double
difference (const double a[3],
            const double b[3])
{
  return 1 - exp (-(fabs (a[0] - b[0]) + fabs (a[1] - b[1]) + fabs (a[2] - b[2])) / 45);
}

/* Mean difference of the sides' colours from the mean of all of them; only sides that are seen. */
static double
unevenness (const struct strip strips[4])
{
  double mean[3] = { 0 }, side[4][3] = { { 0 } }, sum = 0;
  int n = 0, chunks[4] = { 0 };

  for (int i = 0; i < 4; i++)
    {
      for (int chunk = 0; chunk < CHUNKS; chunk++)
        if (strips[i].n[chunk] > 0)
          {
            for (int c = 0; c < 3; c++)
              side[i][c] += strips[i].colour[chunk][c];
            chunks[i]++;
          }
      if (chunks[i] == 0)
        continue;
      for (int c = 0; c < 3; c++)
        {
          side[i][c] /= chunks[i];
          mean[c] += side[i][c];
        }
      n++;
    }
  if (n < 2)
    return 0;

  for (int c = 0; c < 3; c++)
    mean[c] /= n;
  for (int i = 0; i < 4; i++)
    if (chunks[i] > 0)
      sum += difference (side[i], mean) / n;

  return sum;
}

static void
insert_least (double *least,
              double *second,
              double  value)
{
  if (value < *least)
    {
      *second = *least;
      *least = value;
    }
  else
    *second = fmin (*second, value);
}

/* Where the side's line goes on past its ends: the negatives of the two strongest are kept in @least, @second. */
static void
describe_ends (const struct vidimus_line *line,
               double                     low,
               double                     high,
               double                    *sum,
               double                    *least,
               double                    *second)
{
  double past = fmax (8, 0.1 * (high - low));
  double before = vidimus_line_support (line, low - past - 3, low - 3);
  double after = vidimus_line_support (line, high + 3, high + past + 3);

  *sum += (before + after) / 2;
  insert_least (least, second, -before);
  insert_least (least, second, -after);
}

/* The colours on both hands of a side, in thirds: mean, and the two least of all sides. */
static double
describe_colours (const struct strip *inside,
                  const struct strip *outside,
                  double             *least,
                  double             *second)
{
  double sum = 0;
  int n = 0;

  for (int chunk = 0; chunk < CHUNKS; chunk++)
    if (inside->n[chunk] > 0 && outside->n[chunk] > 0)
      {
        double between = difference (inside->colour[chunk], outside->colour[chunk]);

        insert_least (least, second, between);
        sum += between;
        n++;
      }

  return n > 0 ? sum / n : 0;
}

/* What the sides rest on, where they end, and how clear their edges are. */
static void
describe_sides (const struct vidimus_lines *lines,
                struct vidimus_candidate   *candidate,
                const struct strip          inside[4],
                const struct strip          outside[4])
{
  float *f = candidate->features;
  double weakest = 1, second = 1, support = 0, holes = 0, past = 0, most = 0, most_but_one = 0;
  double colour = 0, faintest = 1, third = 1, step = 1, distinct = 0;
  int n = 0;

  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_line *line = &lines->items[candidate->line[i]];
      double t0 = vidimus_line_at (line, candidate->quad.p[i]);
      double t1 = vidimus_line_at (line, candidate->quad.p[(i + 1) % 4]);
      double low = fmin (t0, t1), high = fmax (t0, t1), edge, between;
      int from = (int) fmin (fmax (low, 0), line->length), to = (int) fmin (fmax (high, 0), line->length);

      if (line->frame || to <= from)
        continue;

      support += candidate->support[i];
      holes += (1 - candidate->support[i]) * (1 - candidate->support[i]);
      insert_least (&weakest, &second, candidate->support[i]);
      describe_ends (line, low, high, &past, &most, &most_but_one);
      between = describe_colours (&inside[i], &outside[i], &third, &step);
      colour += between;
      faintest = fmin (faintest, between);
      edge = (line->sums[2][to] - line->sums[2][from]) / (to - from);
      distinct += edge / (edge + inside[i].busy + outside[i].busy + 0.3);
      n++;
    }
  if (n == 0)
    return;

  f[VIDIMUS_QUAD_SUPPORT] = (float) (support / n);
  f[VIDIMUS_QUAD_WEAKEST] = (float) weakest;
  f[VIDIMUS_QUAD_SECOND] = (float) second;
  f[VIDIMUS_QUAD_HOLES] = (float) holes;
  f[VIDIMUS_QUAD_OVERRUN] = (float) (past / n);
  f[VIDIMUS_QUAD_CROSSING] = (float) -most;
  f[VIDIMUS_QUAD_CROSSING_TWO] = (float) -most_but_one;
  f[VIDIMUS_QUAD_CONTRAST] = (float) (colour / n);
  f[VIDIMUS_QUAD_FAINTEST] = (float) faintest;
  f[VIDIMUS_QUAD_STEP] = (float) step;
  f[VIDIMUS_QUAD_DISTINCT] = (float) (distinct / n);
  f[VIDIMUS_QUAD_CUT] = (float) (4 - n);
}

static void
describe_shape (const struct view        *view,
                struct vidimus_candidate *candidate)
{
  const struct vidimus_quad *quad = &candidate->quad;
  double w = view->rgb->width, h = view->rgb->height;
  const struct vidimus_quad frame = { { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } };
  struct vidimus_quad full = *quad;
  double area = vidimus_quad_area (quad), full_area, iou, shared, aspect;
  double skew = 0;
  int unseen = 0;
  float *f = candidate->features;

  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_point *p = &quad->p[(i + 3) % 4], *q = &quad->p[i], *r = &quad->p[(i + 1) % 4];
      double ax = p->x - q->x, ay = p->y - q->y, bx = r->x - q->x, by = r->y - q->y;

      skew += fabs (ax * bx + ay * by) / fmax (hypot (ax, ay) * hypot (bx, by), 1e-9) / 4;
      unseen += q->x < BORDER || q->y < BORDER || q->x > w - BORDER || q->y > h - BORDER;
    }

  vidimus_quad_complete (&full, candidate->cut, view->rgb->width, view->rgb->height);
  full_area = vidimus_quad_area (&full);
  iou = vidimus_quad_iou (&full, &frame);
  shared = iou * (full_area + w * h) / (1 + iou);
  aspect = vidimus_quad_aspect (&full, view->rgb->width, view->rgb->height);

  f[VIDIMUS_QUAD_AREA] = (float) log (area / (w * h));
  f[VIDIMUS_QUAD_AREA_SQUARED] = f[VIDIMUS_QUAD_AREA] * f[VIDIMUS_QUAD_AREA];
  f[VIDIMUS_QUAD_CARD] = (float) nearness (aspect, ASPECT_SPREAD);
  f[VIDIMUS_QUAD_LONG] = (float) fmax (fabs (log (aspect)) - log (2), 0);
  f[VIDIMUS_QUAD_SKEW] = (float) skew;
  f[VIDIMUS_QUAD_UNSEEN] = (float) unseen;
  f[VIDIMUS_QUAD_BEYOND] = (float) fmax (1 - shared / full_area, 0);
  f[VIDIMUS_QUAD_PART] = (float) (nearness (w / h, FRAME_ASPECT_SPREAD) * fmax (1 - area / (w * h), 0));
}

/* Rounded corners of a card that fills the frame leave four small triangles that differ from what is beside them. */
static double
roundness (const struct vidimus_image *rgb)
{
  int reach = (rgb->width < rgb->height ? rgb->width : rgb->height) / 14;
  double least = 1;

  if (reach < 4)
    return 0;

  for (int corner = 0; corner < 4; corner++)
    {
      double tip[3], along[3];
      int sx = corner & 1 ? -1 : 1, sy = corner & 2 ? -1 : 1;
      int x = corner & 1 ? rgb->width - 1 : 0, y = corner & 2 ? rgb->height - 1 : 0;

      for (int c = 0; c < 3; c++)
        {
          tip[c] = vidimus_image_at (rgb, x, y)[c];
          along[c] = (vidimus_image_at (rgb, x + sx * reach, y + sy)[c] +
                      vidimus_image_at (rgb, x + sx, y + sy * reach)[c]) / 2.0;
        }
      least = fmin (least, difference (tip, along));
    }

  return least;
}

static void
describe_frame (const struct view        *view,
                struct vidimus_candidate *candidate)
{
  float *f = candidate->features;

  f[VIDIMUS_QUAD_FRAME] = 1;
  f[VIDIMUS_QUAD_FRAME_CARD] = (float) nearness ((double) view->rgb->width / view->rgb->height,
                                                      FRAME_ASPECT_SPREAD);
  f[VIDIMUS_QUAD_FRAME_ROUND] = (float) roundness (view->rgb);
}

static void
describe_seen (const struct view        *view,
               struct vidimus_candidate *candidate)
{
  float *f = candidate->features;
  struct vidimus_seen seen;

  vidimus_sight_judge (view->sight, &candidate->quad, &seen);
  f[VIDIMUS_QUAD_SEEN] = (float) seen.overlap;
  f[VIDIMUS_QUAD_SEEN_INSIDE] = (float) seen.inside;
  f[VIDIMUS_QUAD_SEEN_SIDE] = (float) seen.side;
  f[VIDIMUS_QUAD_SEEN_WEAKEST] = (float) seen.weakest;
  f[VIDIMUS_QUAD_SEEN_CORNERS] = (float) seen.corners;
}

/** vidimus_quads_compare: in @to goes 1 less how far each is behind the best in @from. */
void
vidimus_quads_compare (struct vidimus_candidates *candidates,
                       enum vidimus_quad_feature  from,
                       enum vidimus_quad_feature  to)
{
  float best = 0;

  for (int i = 0; i < candidates->n; i++)
    best = fmaxf (best, candidates->items[i].features[from]);
  for (int i = 0; i < candidates->n; i++)
    candidates->items[i].features[to] = 1 - best + candidates->items[i].features[from];
}

static void
describe (const struct view          *view,
          const struct vidimus_lines *lines,
          struct vidimus_candidate   *candidate)
{
  struct strip inside[4], outside[4];
  double around = 0, busy;
  float *f = candidate->features;

  describe_seen (view, candidate);
  if (candidate->whole_frame)
    {
      describe_frame (view, candidate);
      return;
    }

  for (int i = 0; i < 4; i++)
    {
      sample_strip (view, candidate->quad.p[i], candidate->quad.p[(i + 1) % 4], -1, &inside[i]);
      sample_strip (view, candidate->quad.p[i], candidate->quad.p[(i + 1) % 4], 1, &outside[i]);
      around += outside[i].busy / 4;
    }

  describe_sides (lines, candidate, inside, outside);
  describe_shape (view, candidate);
  f[VIDIMUS_QUAD_AROUND] = (float) unevenness (outside);
  busy = vidimus_quad_texture (view->gradient, &candidate->quad, NULL).busy;
  candidate->edges = busy * vidimus_quad_area (&candidate->quad);
  f[VIDIMUS_QUAD_BUSY] = (float) log ((busy + 0.1) / (around + 0.1));
}

/** vidimus_quad_score: what a model makes of a quad's features. */
double
vidimus_quad_score (const struct vidimus_quad_model *model,
                    const float                      features[VIDIMUS_N_QUAD_FEATURES])
{
  float x[VIDIMUS_N_QUAD_FEATURES], sum = 0;

  for (int k = 0; k < VIDIMUS_N_QUAD_FEATURES; k++)
    {
      x[k] = (features[k] - model->mean[k]) / model->spread[k];
      sum += model->linear[k] * x[k];
    }
  for (int h = 0; h < VIDIMUS_QUAD_HIDDEN; h++)
    {
      float at = model->bias[h];

      for (int k = 0; k < VIDIMUS_N_QUAD_FEATURES; k++)
        at += model->in[h][k] * x[k];
      sum += model->out[h] * tanhf (at);
    }

  return sum;
}

static int
compare_candidates (const void *a,
                    const void *b)
{
  const struct vidimus_candidate *p = a, *q = b;

  return (p->score < q->score) - (p->score > q->score);
}

/** vidimus_quad_describe: one candidate's features, but for those that depend on the others. */
void
vidimus_quad_describe (const struct vidimus_image    *rgb,
                       const struct vidimus_gradient *gradient,
                       const struct vidimus_lines    *lines,
                       const struct vidimus_sight    *sight,
                       struct vidimus_candidate      *candidate)
{
  const struct view view = { rgb, gradient, sight };

  describe (&view, lines, candidate);
}

/** vidimus_quads_sort: by what @model makes of them, best first. */
void
vidimus_quads_sort (const struct vidimus_quad_model *model,
                    struct vidimus_candidates       *candidates)
{
  for (int i = 0; i < candidates->n; i++)
    candidates->items[i].score = vidimus_quad_score (model, candidates->items[i].features);
  qsort (candidates->items, (size_t) candidates->n, sizeof *candidates->items, compare_candidates);
}

/**
 * vidimus_quads_score:
 *
 * Describes each candidate by the features of enum vidimus_quad_feature, scores them, and
 * sorts the candidates, best first; but a document shown in the best quad comes before it.
 *
 * Returns: OK or CANCELLED
 */
enum vidimus_status
vidimus_quads_score (const struct vidimus_image    *rgb,
                     const struct vidimus_gradient *gradient,
                     const struct vidimus_lines    *lines,
                     const struct vidimus_sight    *sight,
                     const struct vidimus_hooks    *hooks,
                     struct vidimus_candidates     *candidates)
{
  for (int i = 0; i < candidates->n; i++)
    {
      vidimus_quad_describe (rgb, gradient, lines, sight, &candidates->items[i]);
      if ((i & 15) == 0 && vidimus_hooks_cancelled (hooks))
        return VIDIMUS_STATUS_CANCELLED;
    }

  vidimus_quads_describe_nested (candidates);
  vidimus_quads_compare (candidates, VIDIMUS_QUAD_SEEN, VIDIMUS_QUAD_SEEN_BEST);
  vidimus_quads_sort (&vidimus_quad_model, candidates);
  vidimus_quads_prefer_shown (gradient, candidates);

  return VIDIMUS_STATUS_OK;
}
