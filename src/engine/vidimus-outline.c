/* Outlines of blobs: flood fill, a walk along the cracks between cells, and the simplification of Douglas & Peucker
 * (Algorithms for the reduction of the number of points required to represent a digitized line, 1973), its
 * tolerance raised until few enough corners are left. */
#include "vidimus-outline-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct trace
{
  const uint8_t        *mask;
  const float          *values;
  int                   width;
  int                   height;
  int                  *labels; /* one a cell: 0, or the number of its blob */
  int                  *queue;
  struct vidimus_point *walk;   /* the corners passed: at most four a cell */
  uint8_t              *kept;   /* one a corner */
};

static bool
is_blob (const struct trace *trace,
         int                 x,
         int                 y,
         int                 label)
{
  return x >= 0 && y >= 0 && x < trace->width && y < trace->height && trace->labels[y * trace->width + x] == label;
}

static void
flood (struct trace           *trace,
       int                     seed,
       int                     label,
       struct vidimus_outline *outline)
{
  int head = 0, tail = 0;
  double sum = 0;

  trace->queue[tail++] = seed;
  trace->labels[seed] = label;
  while (head < tail)
    {
      int at = trace->queue[head++];
      int x = at % trace->width, y = at / trace->width;

      sum += trace->values != NULL ? trace->values[at] : 1;
      for (int k = 0; k < 4; k++)
        {
          int nx = x + (k == 0) - (k == 1), ny = y + (k == 2) - (k == 3);
          int next = ny * trace->width + nx;

          if (nx < 0 || ny < 0 || nx >= trace->width || ny >= trace->height || trace->mask[next] == 0 ||
              trace->labels[next] != 0)
            continue;
          trace->labels[next] = label;
          trace->queue[tail++] = next;
        }
    }
  outline->area = tail;
  outline->value = sum / tail;
}

/* Walks clockwise from the top-left corner of the blob's first cell, the blob on the right hand, and notes each turn. */
static int
walk_around (struct trace *trace,
             int           seed,
             int           label)
{
  static const int ahead_x[4] = { 1, 0, -1, 0 }, ahead_y[4] = { 0, 1, 0, -1 };
  /* The cells ahead of a corner, on the left and on the right hand: east, south, west, north. */
  static const int left_x[4] = { 0, 0, -1, -1 }, left_y[4] = { -1, 0, 0, -1 };
  static const int right_x[4] = { 0, -1, -1, 0 }, right_y[4] = { 0, 0, -1, -1 };
  int x0 = seed % trace->width, y0 = seed / trace->width;
  int x = x0, y = y0, heading = 0, n = 0;

  do
    {
      int before = heading;

      x += ahead_x[heading];
      y += ahead_y[heading];
      if (!is_blob (trace, x + right_x[heading], y + right_y[heading], label))
        heading = (heading + 1) % 4;
      else if (is_blob (trace, x + left_x[heading], y + left_y[heading], label))
        heading = (heading + 3) % 4;
      if (heading != before)
        trace->walk[n++] = (struct vidimus_point) { x, y };
    }
  while (x != x0 || y != y0 || heading != 0);

  return n;
}

static double
distance (struct vidimus_point p,
          struct vidimus_point a,
          struct vidimus_point b)
{
  double dx = b.x - a.x, dy = b.y - a.y;
  double length = hypot (dx, dy);

  return length > 0 ? fabs ((p.x - a.x) * dy - (p.y - a.y) * dx) / length : hypot (p.x - a.x, p.y - a.y);
}

/* Keeps, between two kept corners, those further than @tolerance from the line between them. The ranges yet to be
 * looked at stand on a stack in the queue. */
static void
keep_between (struct trace *trace,
              int           n,
              int           from,
              int           to, /* may be n: the first corner again */
              double        tolerance)
{
  int depth = 0;

  trace->queue[depth++] = from;
  trace->queue[depth++] = to;
  while (depth > 0)
    {
      int last = trace->queue[--depth], first = trace->queue[--depth];
      double most = tolerance;
      int furthest = -1;

      for (int i = first + 1; i < last; i++)
        {
          double off = distance (trace->walk[i], trace->walk[first], trace->walk[last % n]);

          if (off > most)
            {
              most = off;
              furthest = i;
            }
        }
      if (furthest < 0)
        continue;
      trace->kept[furthest] = 1;
      trace->queue[depth++] = first;
      trace->queue[depth++] = furthest;
      trace->queue[depth++] = furthest;
      trace->queue[depth++] = last;
    }
}

/* A blob as thin as that is its box. */
static void
take_box (const struct trace     *trace,
          int                     n,
          struct vidimus_outline *outline)
{
  struct vidimus_point low = trace->walk[0], high = low;

  for (int i = 1; i < n; i++)
    {
      low = (struct vidimus_point) { fmin (low.x, trace->walk[i].x), fmin (low.y, trace->walk[i].y) };
      high = (struct vidimus_point) { fmax (high.x, trace->walk[i].x), fmax (high.y, trace->walk[i].y) };
    }
  outline->n_points = 4;
  outline->points[0] = low;
  outline->points[1] = (struct vidimus_point) { high.x, low.y };
  outline->points[2] = high;
  outline->points[3] = (struct vidimus_point) { low.x, high.y };
}

static void
simplify (struct trace           *trace,
          int                     n,
          struct vidimus_outline *outline)
{
  int opposite = 0;
  double most = 0;

  for (int i = 1; i < n; i++)
    {
      double off = hypot (trace->walk[i].x - trace->walk[0].x, trace->walk[i].y - trace->walk[0].y);

      if (off > most)
        {
          most = off;
          opposite = i;
        }
    }

  for (double tolerance = 0.75;; tolerance *= 1.3)
    {
      int kept = 0;

      memset (trace->kept, 0, (size_t) n);
      trace->kept[0] = trace->kept[opposite] = 1;
      keep_between (trace, n, 0, opposite, tolerance);
      keep_between (trace, n, opposite, n, tolerance);
      for (int i = 0; i < n; i++)
        kept += trace->kept[i];
      if (kept <= VIDIMUS_OUTLINE_POINTS)
        break;
    }

  outline->n_points = 0;
  for (int i = 0; i < n; i++)
    if (trace->kept[i] != 0)
      outline->points[outline->n_points++] = trace->walk[i];
  if (outline->n_points < 3)
    take_box (trace, n, outline);
}

/* Puts @outline where its area ranks it, if it does; returns how many there are then. */
static int
rank (struct vidimus_outline       *outlines,
      int                           n,
      int                           most,
      const struct vidimus_outline *outline)
{
  int at = n;

  while (at > 0 && outlines[at - 1].area < outline->area)
    at--;
  if (at >= most)
    return n;
  n = n < most ? n + 1 : most;
  memmove (outlines + at + 1, outlines + at, (size_t) (n - 1 - at) * sizeof *outlines);
  outlines[at] = *outline;

  return n;
}

static bool
trace_init (struct trace *trace)
{
  size_t cells = (size_t) trace->width * (size_t) trace->height;

  trace->labels = calloc (cells, sizeof *trace->labels);
  trace->queue = malloc ((8 * cells + 8) * sizeof *trace->queue);
  trace->walk = malloc ((4 * cells + 4) * sizeof *trace->walk);
  trace->kept = malloc (4 * cells + 4);

  return trace->labels != NULL && trace->queue != NULL && trace->walk != NULL && trace->kept != NULL;
}

static void
trace_clear (struct trace *trace)
{
  free (trace->labels);
  free (trace->queue);
  free (trace->walk);
  free (trace->kept);
}

int
vidimus_outline_trace (const uint8_t          *mask,
                       const float            *values,
                       int                     width,
                       int                     height,
                       int                     least,
                       struct vidimus_outline *outlines,
                       int                     most)
{
  struct trace trace = { .mask = mask, .values = values, .width = width, .height = height };
  int n = -1, label = 0;

  if (trace_init (&trace))
    {
      n = 0;
      for (int i = 0; i < width * height; i++)
        {
          struct vidimus_outline outline;

          if (mask[i] == 0 || trace.labels[i] != 0)
            continue;
          flood (&trace, i, ++label, &outline);
          if (outline.area < least)
            continue;
          simplify (&trace, walk_around (&trace, i, label), &outline);
          n = rank (outlines, n, most, &outline);
        }
    }
  trace_clear (&trace);

  return n;
}
