/* Segments that lie on one line are joined; each line knows where along it there is an edge. */
#include "vidimus-lines-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lines that are measured, before the strongest are kept. */
#define MAX_MEASURED 150

/* A segment belongs to a line when both of its ends are this near to it, in pixels. */
#define NEAR 1.8

/* … and it is not turned by more than this sine. */
#define TURNED 0.12

/* No more lines of one direction (in steps of 180° / 8) than this: wood and text have hundreds. */
#define MAX_PARALLEL 26

/* Two lines are one when they are this near to each other, in pixels, where both have an edge. */
#define SAME_LINE 1.5

/* Of a coarser level come so many lines at most, and none that is so near to one of the finer. */
#define COARSE_LINES 16
#define COARSE_PARALLEL 8
#define SAME_COARSE 5.0

/* Distance, in pixels, at which the colours on both hands of a line are compared: beyond a ruled line or a letter. */
#define HAND 5.0

/* Every so many pixels of the level the edge is looked at: it was smoothed. */
#define PACE 2

/* What a line has to have at a place, on average, for a stretch of it to count. */
#define STRETCH 0.22

/* Length-weighted sums over segments, for a fit by moments. */
struct moments
{
  double n, x, y, xx, xy, yy;
};

static void
moments_add (struct moments               *m,
             const struct vidimus_segment *s)
{
  double length = s->length;
  double x = (s->a.x + s->b.x) / 2, y = (s->a.y + s->b.y) / 2;
  double dx = s->b.x - s->a.x, dy = s->b.y - s->a.y;

  m->n += length;
  m->x += length * x;
  m->y += length * y;
  m->xx += length * (x * x + dx * dx / 12);
  m->xy += length * (x * y + dx * dy / 12);
  m->yy += length * (y * y + dy * dy / 12);
}

static void
moments_fit (const struct moments *m,
             struct vidimus_line  *line)
{
  double x = m->x / m->n, y = m->y / m->n;
  double angle = 0.5 * atan2 (2 * (m->xy / m->n - x * y), (m->xx / m->n - x * x) - (m->yy / m->n - y * y));

  line->nx = -sin (angle);
  line->ny = cos (angle);
  line->c = line->nx * x + line->ny * y;
}

static bool
belongs (const struct vidimus_line    *line,
         const struct vidimus_segment *s)
{
  double a = line->nx * s->a.x + line->ny * s->a.y - line->c;
  double b = line->nx * s->b.x + line->ny * s->b.y - line->c;

  return fabs (a) < NEAR && fabs (b) < NEAR && fabs (a - b) < TURNED * s->length + 0.7;
}

/* Joins segments, longest first; returns how many lines there are. */
static int
join (const struct vidimus_segments *segments,
      uint8_t                       *used,
      struct vidimus_line           *lines)
{
  int n = 0;

  for (int i = 0; i < segments->n && n < MAX_MEASURED; i++)
    {
      struct moments moments = { 0 };
      struct vidimus_line *line = &lines[n];

      if (used[i])
        continue;

      memset (line, 0, sizeof *line);
      moments_add (&moments, &segments->items[i]);
      moments_fit (&moments, line);
      for (int j = i + 1; j < segments->n; j++)
        if (!used[j] && belongs (line, &segments->items[j]))
          {
            used[j] = 1;
            moments_add (&moments, &segments->items[j]);
            moments_fit (&moments, line);
          }
      n++;
    }

  return n;
}

/* Finds the part of the line that lies in the frame. */
static void
enter_frame (struct vidimus_line *line,
             int                  width,
             int                  height)
{
  double x = line->nx * line->c, y = line->ny * line->c;
  double dx = -line->ny, dy = line->nx;
  double low = -1e9, high = 1e9;

  if (fabs (dx) > 1e-9)
    {
      low = fmax (low, fmin ((0 - x) / dx, (width - x) / dx));
      high = fmin (high, fmax ((0 - x) / dx, (width - x) / dx));
    }
  if (fabs (dy) > 1e-9)
    {
      low = fmax (low, fmin ((0 - y) / dy, (height - y) / dy));
      high = fmin (high, fmax ((0 - y) / dy, (height - y) / dy));
    }

  line->origin = (struct vidimus_point) { x + low * dx, y + low * dy };
  line->length = high > low ? (int) (high - low) : 0;
}

/* 0–1: how much the colours differ on both hands of the line. A document's side has another colour on either
 * hand; a ruled line, a joint or a row of letters has the same. */
static double
step_across (const struct vidimus_image *rgb,
             const struct vidimus_line  *line,
             double                      x,
             double                      y)
{
  int x0 = (int) (x - HAND * line->nx), y0 = (int) (y - HAND * line->ny);
  int x1 = (int) (x + HAND * line->nx), y1 = (int) (y + HAND * line->ny);
  const uint8_t *a, *b;
  double off;

  if (x0 < 0 || y0 < 0 || x1 < 0 || y1 < 0 || x0 >= rgb->width || x1 >= rgb->width || y0 >= rgb->height ||
      y1 >= rgb->height)
    return 0.5;

  a = vidimus_image_at (rgb, x0, y0);
  b = vidimus_image_at (rgb, x1, y1);
  off = abs (a[0] - b[0]) + abs (a[1] - b[1]) + abs (a[2] - b[2]);

  return off / (off + 36);
}

/**
 * vidimus_line_measure:
 * @line: its normal and distance are known
 * @block: VIDIMUS_LINE_SUMS times as much as is in the frame, and one; stays the caller's
 *
 * Fills in the rest. The strength is that of the best stretch: what its places have above STRETCH, added up.
 */
void
vidimus_line_measure (const struct vidimus_level *level,
                      const struct vidimus_sight *sight,
                      int                         width,
                      int                         height,
                      struct vidimus_line        *line,
                      float                      *block)
{
  const struct vidimus_gradient *gradient = &level->gradient;
  const int pace = PACE * (int) level->scale;
  double stretch = 0;
  size_t row;

  enter_frame (line, width, height);
  row = (size_t) line->length + 1;

  for (int k = 0; k < VIDIMUS_LINE_SUMS; k++)
    {
      line->sums[k] = block + (size_t) k * row;
      line->sums[k][0] = 0;
    }

  for (int i = 0; i < line->length; i += pace)
    {
      double x = (line->origin.x - (i + pace / 2.0) * line->ny) / level->scale;
      double y = (line->origin.y + (i + pace / 2.0) * line->nx) / level->scale;
      float edge = vidimus_edge_across (gradient, line, x, y) / vidimus_edge_unit (gradient, x, y);
      float size = fabsf (edge);
      float support = vidimus_edge_support (size);
      float seen = (float) vidimus_sight_side (sight, x * level->scale, y * level->scale);
      double worth = support > 0 ? support * (0.3 + 0.7 * step_across (&level->rgb, line, x, y)) : 0;

      for (int k = i; k < i + pace && k < line->length; k++)
        {
          line->sums[0][k + 1] = line->sums[0][k] + (edge > 0 ? support : 0);
          line->sums[1][k + 1] = line->sums[1][k] + (edge < 0 ? support : 0);
          line->sums[2][k + 1] = line->sums[2][k] + (size < 4 ? size : 4);
          line->sums[3][k + 1] = line->sums[3][k] + seen;
          stretch += worth - STRETCH;
          stretch = stretch > 0 ? stretch : 0; /* fmax () is a call */
        }
      line->strength = line->strength > stretch ? line->strength : stretch;
    }
}

static int
compare_lines (const void *a,
               const void *b)
{
  const struct vidimus_line *p = a, *q = b;

  return (p->strength < q->strength) - (p->strength > q->strength);
}

static void
add_frame (struct vidimus_lines *lines,
           int                   width,
           int                   height)
{
  const double normals[4][3] = { { 0, 1, 0 }, { 1, 0, width }, { 0, 1, height }, { 1, 0, 0 } };

  for (int i = 0; i < 4; i++)
    {
      struct vidimus_line *line = &lines->items[lines->n++];

      memset (line, 0, sizeof *line);
      line->nx = normals[i][0];
      line->ny = normals[i][1];
      line->c = normals[i][2];
      line->origin = (struct vidimus_point) { line->nx * line->c, line->ny * line->c };
      line->frame = true;
    }
}

/** vidimus_line_is_same: whether they are so near to each other where @q is in the frame, in pixels. */
bool
vidimus_line_is_same (const struct vidimus_line *p,
                      const struct vidimus_line *q,
                      double                     tolerance)
{
  double x = q->origin.x - q->ny * q->length / 2, y = q->origin.y + q->nx * q->length / 2;
  double half = q->length / 2.0;
  double middle = p->nx * x + p->ny * y - p->c;
  double turned = (p->nx * -q->ny + p->ny * q->nx) * half;

  return fabs (middle) + fabs (turned) < tolerance;
}

/* Keeps the strongest lines of one level, but none twice, and not too many of one direction. */
static void
keep_strongest (struct vidimus_line  *all,
                int                   n,
                int                   most,
                int                   most_parallel,
                double                tolerance,
                struct vidimus_lines *lines)
{
  int parallel[8] = { 0 };

  qsort (all, (size_t) n, sizeof *all, compare_lines);

  for (int i = 0; i < n && lines->n < most; i++)
    {
      double angle = atan2 (all[i].ny, all[i].nx) + M_PI;
      int bin = (int) floor (angle * 8 / M_PI + 0.5) % 8;
      bool new = all[i].strength > 0;

      for (int j = 0; j < lines->n && new; j++)
        new = !vidimus_line_is_same (&lines->items[j], &all[i], tolerance);
      if (new && parallel[bin]++ < most_parallel)
        lines->items[lines->n++] = all[i];
    }
}

/* The lines of one level, measured; @all and @block hold MAX_MEASURED. */
static enum vidimus_status
find_lines (const struct vidimus_level *level,
            const struct vidimus_sight *sight,
            int                         width,
            int                         height,
            size_t                      longest,
            const struct vidimus_hooks *hooks,
            struct vidimus_line        *all,
            float                      *block,
            int                        *n)
{
  uint8_t *used = calloc ((size_t) level->segments.n + 1, 1);

  if (used == NULL)
    return VIDIMUS_STATUS_NO_MEMORY;

  *n = join (&level->segments, used, all);
  free (used);
  for (int i = 0; i < *n; i++)
    {
      all[i].c *= level->scale;
      vidimus_line_measure (level, sight, width, height, &all[i], block + (size_t) i * longest * VIDIMUS_LINE_SUMS);
      if (vidimus_hooks_cancelled (hooks))
        return VIDIMUS_STATUS_CANCELLED;
    }

  return VIDIMUS_STATUS_OK;
}

/**
 * vidimus_lines_find:
 * @levels: the reduced picture, and coarser ones
 * @sight: what the network saw of it
 *
 * Joins segments into lines, measures the edge along each, and keeps the strongest, those of the finest level first;
 * what the network saw and the frame's four sides come last. A coarser level has the sides that are too soft, too faint or too much torn by stripes
 * for the finer one.
 *
 * Returns: OK, CANCELLED or NO_MEMORY; @lines is to be cleared in every case
 */
enum vidimus_status
vidimus_lines_find (const struct vidimus_level  levels[VIDIMUS_LOCATE_LEVELS],
                    const struct vidimus_sight *sight,
                    const struct vidimus_hooks *hooks,
                    struct vidimus_lines       *lines)
{
  static const int most[VIDIMUS_LOCATE_LEVELS] = { VIDIMUS_MAX_LINES - 4 - VIDIMUS_CLOSE_LINES - VIDIMUS_SEEN_LINES - COARSE_LINES,
                                                      VIDIMUS_MAX_LINES - 4 - VIDIMUS_CLOSE_LINES - VIDIMUS_SEEN_LINES };
  static const int parallel[VIDIMUS_LOCATE_LEVELS] = { MAX_PARALLEL, COARSE_PARALLEL };
  static const double same[VIDIMUS_LOCATE_LEVELS] = { SAME_LINE, SAME_COARSE };
  int width = levels[0].rgb.width, height = levels[0].rgb.height;
  size_t longest = (size_t) (hypot (width, height) + 2);
  struct vidimus_line *all = malloc (sizeof *all * MAX_MEASURED);
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  memset (lines, 0, sizeof *lines);
  lines->block = malloc (sizeof (float) * longest * VIDIMUS_LINE_SUMS * (MAX_MEASURED * VIDIMUS_LOCATE_LEVELS + VIDIMUS_SEEN_LINES + VIDIMUS_CLOSE_LINES));
  if (all == NULL || lines->block == NULL)
    status = VIDIMUS_STATUS_NO_MEMORY;

  for (int k = 0; k < VIDIMUS_LOCATE_LEVELS && status == VIDIMUS_STATUS_OK; k++)
    {
      float *block = lines->block + longest * VIDIMUS_LINE_SUMS * MAX_MEASURED * (size_t) k;
      int n = 0;

      status = find_lines (&levels[k], sight, width, height, longest, hooks, all, block, &n);
      if (status == VIDIMUS_STATUS_OK)
        keep_strongest (all, n, most[k], parallel[k], same[k], lines);
    }
  if (status == VIDIMUS_STATUS_OK)
    {
      float *seen = lines->block + longest * VIDIMUS_LINE_SUMS * MAX_MEASURED * VIDIMUS_LOCATE_LEVELS;

      vidimus_lines_add_seen (&levels[0], sight, longest, seen, lines);
      lines->free = seen + longest * VIDIMUS_LINE_SUMS * VIDIMUS_SEEN_LINES;
      lines->n_free = VIDIMUS_CLOSE_LINES;
      lines->longest = longest;
      add_frame (lines, width, height);
    }
  free (all);

  return status;
}

void
vidimus_lines_clear (struct vidimus_lines *lines)
{
  free (lines->block);
  memset (lines, 0, sizeof *lines);
}

/* The steps of the line from @t0 to @t1 that lie in the frame; false when there is none. */
static bool
clip (const struct vidimus_line *line,
      double                     t0,
      double                     t1,
      int                       *from,
      int                       *to)
{
  double low = t0 < t1 ? t0 : t1, high = t0 < t1 ? t1 : t0;

  *from = low <= 0 ? 0 : low < line->length ? (int) low : line->length;
  *to = high <= 0 ? 0 : high < line->length ? (int) high : line->length;

  return *to > *from;
}

double
vidimus_line_support (const struct vidimus_line *line,
                      double                     t0,
                      double                     t1)
{
  int from, to;

  if (!clip (line, t0, t1, &from, &to))
    return 0;

  return fmax (line->sums[0][to] - line->sums[0][from], line->sums[1][to] - line->sums[1][from]) / (to - from);
}

double
vidimus_line_seen (const struct vidimus_line *line,
                   double                     t0,
                   double                     t1)
{
  int from, to;

  if (!clip (line, t0, t1, &from, &to))
    return 0;

  return (line->sums[3][to] - line->sums[3][from]) / (to - from);
}
