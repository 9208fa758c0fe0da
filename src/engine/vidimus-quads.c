/* Quads from pairs of lines: every two pairs that cross are tried, the best by what their sides rest on go on. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* sin 35°: opposite sides of a document converge by no more in any usable picture. */
#define CONVERGING 0.574

/* sin 42°: neighbouring sides meet at no sharper an angle. */
#define MEETING 0.669

/* Corners may lie beyond the frame by this share of its longer side. */
#define BEYOND 0.25

/* The smallest document: share of the frame's area, and of its shorter side. */
#define LEAST_AREA 0.02
#define LEAST_SIDE 0.10

/* A side needs so much of an edge, and this much is granted to a side that the frame cut off. */
#define LEAST_SUPPORT 0.22
#define FRAME_SUPPORT 0.5
#define FRAME_SEEN 0.3

/* … and to a side that the network saw, times how clearly it did. */
#define SEEN_SUPPORT 0.6f

/* What the sides that the network saw count in the first sifting, their mean and the least; of the rest, what the overlap with its mask does. */
#define SIFT_SIDE 0.4
#define SIFT_OVERLAP 1.5

#define MAX_SIFTED 512

/* Bits for all lines, and for all pairs of them. */
#define MASKS ((VIDIMUS_MAX_LINES + 63) / 64)
#define MAX_PAIRS (VIDIMUS_MAX_LINES * (VIDIMUS_MAX_LINES - 1) / 2)
#define PAIR_MASKS ((MAX_PAIRS + 63) / 64)

struct pair
{
  int      a;
  int      b;
  int      frames; /* how many of the two are sides of the frame */
  uint64_t rests[MASKS]; /* the lines that rest on enough of an edge between the two */
};

/* Of one line between the two of a pair. */
struct stretch
{
  float support;
  float seen;   /* by the network */
  float either; /* whichever speaks for it more */
  float past;
};

struct sifted
{
  int    line[4]; /* a, k, b, l: sides in turn */
  double quick;   /* by the edges alone */
  double rank;    /* what it is sorted by */
};

/* The best by one rank: a heap, the worst on top. */
struct heap
{
  struct sifted items[MAX_SIFTED];
  int           n;
};

struct search
{
  const struct vidimus_lines *lines;
  const struct vidimus_sight *sight;
  int                         width;
  int                         height;
  bool                        meet[VIDIMUS_MAX_LINES][VIDIMUS_MAX_LINES];
  struct vidimus_point        point[VIDIMUS_MAX_LINES][VIDIMUS_MAX_LINES];
  double                      at[VIDIMUS_MAX_LINES][VIDIMUS_MAX_LINES]; /* on the first, where the second meets it */
  struct pair                 pairs[MAX_PAIRS];
  int                         n_pairs;
  uint64_t                    resting[VIDIMUS_MAX_LINES][PAIR_MASKS]; /* the pairs that a line rests on enough of an edge between */
  struct stretch              stretches[VIDIMUS_MAX_LINES][MAX_PAIRS]; /* in the order in which pairs are tried */
  struct heap                 by_edges;
  struct heap                 by_net;
};

static void
intersect_all (struct search *search)
{
  const struct vidimus_lines *lines = search->lines;
  double reach = BEYOND * (search->width > search->height ? search->width : search->height);

  for (int i = 0; i < lines->n; i++)
    for (int j = 0; j < lines->n; j++)
      {
        const struct vidimus_line *p = &lines->items[i], *q = &lines->items[j];
        struct vidimus_point *at = &search->point[i][j];

        search->meet[i][j] = false;
        if (!vidimus_line_meet (p, q, MEETING, at))
          continue;

        search->at[i][j] = vidimus_line_at (p, *at);
        search->meet[i][j] = at->x > -reach && at->y > -reach && at->x < search->width + reach &&
                             at->y < search->height + reach;
      }
}

static void
pair_all (struct search *search)
{
  const struct vidimus_lines *lines = search->lines;

  search->n_pairs = 0;
  for (int i = 0; i < lines->n; i++)
    for (int j = i + 1; j < lines->n; j++)
      {
        const struct vidimus_line *p = &lines->items[i], *q = &lines->items[j];

        if (fabs (p->nx * q->ny - p->ny * q->nx) <= CONVERGING)
          search->pairs[search->n_pairs++] = (struct pair) { .a = i, .b = j, .frames = p->frame + q->frame };
      }
}

/* How much of an edge there is just past the ends of a side: a document's side ends at its corners. */
static double
overrun (const struct vidimus_line *line,
         double                     t0,
         double                     t1)
{
  double low = fmin (t0, t1), high = fmax (t0, t1);
  double past = fmax (8, 0.10 * (high - low));

  return (vidimus_line_support (line, low - past - 3, low - 3) +
          vidimus_line_support (line, high + 3, high + past + 3)) / 2;
}

static void
sink (struct heap *heap,
      int          at)
{
  for (;;)
    {
      int least = at;

      for (int child = 2 * at + 1; child <= 2 * at + 2; child++)
        if (child < heap->n && heap->items[child].rank < heap->items[least].rank)
          least = child;
      if (least == at)
        return;

      struct sifted swap = heap->items[at];

      heap->items[at] = heap->items[least];
      heap->items[least] = swap;
      at = least;
    }
}

/* Whether one of this rank would be kept. */
static inline bool
has_room (const struct heap *heap,
          double             rank)
{
  return heap->n < MAX_SIFTED || rank > heap->items[0].rank;
}

static void
keep (struct heap         *heap,
      const struct sifted *quad)
{
  if (heap->n < MAX_SIFTED)
    {
      int at = heap->n++;

      while (at > 0 && heap->items[(at - 1) / 2].rank > quad->rank)
        {
          heap->items[at] = heap->items[(at - 1) / 2];
          at = (at - 1) / 2;
        }
      heap->items[at] = *quad;
    }
  else if (has_room (heap, quad->rank))
    {
      heap->items[0] = *quad;
      sink (heap, 0);
    }
}

/* The corners between sides in turn: @line[i] carries p[i]→p[i+1]. */
static struct vidimus_quad
corners (const struct search *search,
         const int            line[4])
{
  struct vidimus_quad quad;

  for (int i = 0; i < 4; i++)
    quad.p[i] = search->point[line[(i + 3) % 4]][line[i]];

  return quad;
}

static bool
is_possible (const struct search       *search,
             const struct vidimus_quad *quad)
{
  double area = fabs (vidimus_quad_area (quad));
  double shorter = search->width < search->height ? search->width : search->height;
  struct vidimus_quad turned = { { quad->p[0], quad->p[3], quad->p[2], quad->p[1] } };

  if (area < LEAST_AREA * search->width * search->height ||
      area > 1.3 * search->width * search->height)
    return false;
  for (int i = 0; i < 4; i++)
    if (hypot (quad->p[(i + 1) % 4].x - quad->p[i].x, quad->p[(i + 1) % 4].y - quad->p[i].y) <
        LEAST_SIDE * shorter)
      return false;

  return vidimus_quad_is_convex (quad) || vidimus_quad_is_convex (&turned);
}

/* What each line rests on between the lines of each pair, or past them. */
static void
measure_all (struct search *search)
{
  for (int j = 0; j < search->lines->n; j++)
    for (int i = 0; i < search->n_pairs; i++)
      {
        struct pair *pair = &search->pairs[i];
        const struct vidimus_line *line = &search->lines->items[j];
        struct stretch *stretch = &search->stretches[j][i];
        double t0 = search->at[j][pair->a], t1 = search->at[j][pair->b];

        if (!search->meet[j][pair->a] || !search->meet[j][pair->b])
          continue;

        stretch->support = line->frame ? FRAME_SUPPORT : (float) vidimus_line_support (line, t0, t1);
        stretch->seen = line->frame ? FRAME_SEEN : (float) vidimus_line_seen (line, t0, t1);
        stretch->either = fmaxf (SEEN_SUPPORT * stretch->seen, stretch->support);
        stretch->past = stretch->support < LEAST_SUPPORT || line->frame ? 0 : (float) overrun (line, t0, t1);
        if (stretch->support >= LEAST_SUPPORT || (double) (SEEN_SUPPORT * stretch->seen) >= LEAST_SUPPORT)
          {
            pair->rests[j / 64] |= UINT64_C (1) << (j % 64);
            search->resting[j][i / 64] |= UINT64_C (1) << (i % 64);
          }
      }
}

/* Pairs p and q have all four sides; what are they worth together? */
static void
try_quad (struct search *search,
          int            p,
          int            q)
{
  const struct pair *a = &search->pairs[p], *b = &search->pairs[q];
  const struct stretch *sides[4] = { &search->stretches[a->a][q], &search->stretches[b->a][p],
                                     &search->stretches[a->b][q], &search->stretches[b->b][p] };
  struct sifted quad = { .line = { a->a, b->a, a->b, b->b } };
  double sum = 0, least = 1, past = 0, seen = 0, least_seen = 1, either = 0, least_either = 1, by_net, area;
  struct vidimus_quad at;

  for (int i = 0; i < 4; i++)
    {
      float support = sides[i]->support, near = sides[i]->either;

      sum += support;
      least = support < least ? support : least;
      either += near;
      least_either = near < least_either ? near : least_either;
      past += sides[i]->past;
      seen += sides[i]->seen;
      least_seen = sides[i]->seen < least_seen ? sides[i]->seen : least_seen;
    }
  quad.quick = least < LEAST_SUPPORT ? -1 : sum / 4 + 0.5 * least - 0.4 * past / 4;
  by_net = either / 4 + 0.5 * least_either - 0.4 * past / 4 + SIFT_SIDE * (seen / 4 + least_seen);
  if (!has_room (&search->by_edges, quad.quick) && !has_room (&search->by_net, by_net))
    return; /* the area only takes away */

  at = corners (search, quad.line);
  if (!is_possible (search, &at))
    return;

  area = fabs (vidimus_quad_area (&at)) / ((double) search->width * search->height);
  area = 0.12 * log (fmin (area, 1));
  quad.quick += area;
  quad.rank = quad.quick;
  if (least >= LEAST_SUPPORT)
    keep (&search->by_edges, &quad);
  quad.rank = by_net + area;
  keep (&search->by_net, &quad);
}

static inline bool
rests (const struct pair *pair,
       int                line)
{
  return (pair->rests[line / 64] >> (line % 64) & 1) != 0;
}

static enum vidimus_status
cross_pairs (struct search              *search,
             const struct vidimus_hooks *hooks)
{
  for (int i = 0; i < search->n_pairs; i++)
    {
      const struct pair *p = &search->pairs[i];

      if (vidimus_hooks_cancelled (hooks))
        return VIDIMUS_STATUS_CANCELLED;

      for (int mask = i / 64; mask <= search->n_pairs / 64; mask++)
        {
          uint64_t later = mask == i / 64 ? ~UINT64_C (1) << (i % 64) : ~UINT64_C (0); /* every two pairs once */
          uint64_t left = search->resting[p->a][mask] & search->resting[p->b][mask] & later;

          for (; left != 0; left &= left - 1)
            {
              int j = mask * 64 + __builtin_ctzll (left);
              const struct pair *q = &search->pairs[j];

              if (rests (p, q->a) && rests (p, q->b) && p->frames + q->frames <= 2)
                try_quad (search, i, j);
            }
        }
    }

  return VIDIMUS_STATUS_OK;
}

static int
compare_sifted (const void *a,
                const void *b)
{
  const struct sifted *p = a, *q = b;

  return (p->rank < q->rank) - (p->rank > q->rank);
}

static void
add_sorted (const struct search       *search,
            struct heap               *heap,
            int                        most,
            struct vidimus_candidates *candidates)
{
  qsort (heap->items, (size_t) heap->n, sizeof *heap->items, compare_sifted);
  for (int i = 0; i < heap->n && candidates->n < most; i++)
    {
      const struct vidimus_quad at = corners (search, heap->items[i].line);

      vidimus_candidates_add (candidates, search->lines, &at, heap->items[i].line, heap->items[i].quick);
    }
}

/* Those that the edges speak for most, and besides a third as many that the network does: either may be wrong. */
static void
add_best (struct search             *search,
          struct vidimus_candidates *candidates)
{
  add_sorted (search, &search->by_edges, VIDIMUS_MAX_QUADS * 3 / 4, candidates);
  for (int i = 0; i < search->by_net.n; i++)
    {
      const struct vidimus_quad at = corners (search, search->by_net.items[i].line);

      search->by_net.items[i].rank += SIFT_OVERLAP * vidimus_sight_overlap (search->sight, &at);
    }
  add_sorted (search, &search->by_net, VIDIMUS_MAX_QUADS, candidates);
}

/**
 * vidimus_quads_find:
 *
 * Tries every two pairs of lines that can be the sides of a document, and keeps the best few by how much of an
 * edge their sides rest on, and by what the network saw. The whole frame is always among them.
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_quads_find (const struct vidimus_lines *lines,
                    const struct vidimus_sight *sight,
                    int                         width,
                    int                         height,
                    const struct vidimus_hooks *hooks,
                    struct vidimus_candidates  *candidates)
{
  struct search *search = malloc (sizeof *search);
  enum vidimus_status status;

  candidates->n = 0;
  if (search == NULL)
    return VIDIMUS_STATUS_NO_MEMORY;

  search->lines = lines;
  search->sight = sight;
  search->width = width;
  search->height = height;
  search->by_edges.n = search->by_net.n = 0;
  memset (search->resting, 0, sizeof search->resting);
  intersect_all (search);
  pair_all (search);
  measure_all (search);
  status = cross_pairs (search, hooks);

  vidimus_candidates_add_whole_frame (candidates, lines, width, height);
  add_best (search, candidates);

  free (search);

  return status;
}
