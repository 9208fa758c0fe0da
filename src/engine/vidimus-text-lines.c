/* Lines of text on a flat card: places where edges are dense along a row, with quieter rows above and below. Edges have no
 * sign, so that light letters on a dark band count as dark ones do. */

#include "vidimus-text-private.h"

#include "vidimus-clones.h"
#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_SIDE  800 /* pixels the longer side is brought to */
#define AROUND     24  /* pixels each way over which "dense" is judged */
#define REACH      7   /* pixels each way along a row that belong together */
#define MIN_HEIGHT 7   /* of a line at WORK_SIDE */
#define MAX_HEIGHT 100
#define MIN_WIDTH  18
#define MAX_BOXES  400
#define BUSY       .75 /* share of the card that is no letter's edge, where it has a pattern */
#define CALM       .5  /* the same where that leaves few lines: faint ones on a plain card */
#define FEW        7

struct box
{
  int left, top, right, bottom; /* the last ones exclusive */
  int n;                        /* pixels with an edge */
  bool cut;                     /* out of a box with more than a line: only what has the same rows belongs to it */
};

/* Planes of one size. */
struct planes
{
  int       width, height;
  uint8_t  *edges;  /* strength, then: whether it is one */
  uint8_t  *mask;   /* dense along the row */
  uint32_t *sums;   /* (width + 1) × (height + 1) sums of @edges above and left */
  int      *stack;
};

static void
planes_clear (struct planes *planes)
{
  free (planes->edges);
  free (planes->mask);
  free (planes->sums);
  free (planes->stack);
}

static bool
planes_alloc (struct planes *planes,
              int            width,
              int            height)
{
  size_t n = (size_t) width * (size_t) height;

  *planes = (struct planes) { .width = width, .height = height };
  planes->edges = calloc (n, 1);
  planes->mask = calloc (n, 1);
  planes->sums = calloc ((size_t) (width + 1) * (size_t) (height + 1), sizeof *planes->sums);
  planes->stack = malloc (n * sizeof *planes->stack);
  if (planes->edges == NULL || planes->mask == NULL || planes->sums == NULL || planes->stack == NULL)
    {
      planes_clear (planes);
      return false;
    }

  return true;
}

VIDIMUS_CLONES static void
measure_edges (const struct vidimus_image *work,
               struct planes              *planes)
{
  for (int y = 1; y + 1 < work->height; y++)
    {
      const uint8_t *p = vidimus_image_at (work, 0, y), *above = vidimus_image_at (work, 0, y - 1);
      const uint8_t *below = vidimus_image_at (work, 0, y + 1);
      uint8_t *to = planes->edges + y * planes->width;

      for (int x = 1; x + 1 < work->width; x++)
        {
          int v = abs (p[x + 1] - p[x - 1]) + abs (below[x] - above[x]) / 2;

          to[x] = (uint8_t) (v < 255 ? v : 255);
        }
    }
}

static void
sum_up (struct planes *planes)
{
  int stride = planes->width + 1;

  for (int y = 0; y < planes->height; y++)
    {
      const uint8_t *from = planes->edges + y * planes->width;
      uint32_t *to = planes->sums + (y + 1) * stride, row = 0;

      for (int x = 0; x < planes->width; x++)
        to[x + 1] = to[x + 1 - stride] + (row += from[x]);
    }
}

static inline uint32_t
sum_in (const struct planes *planes,
        int                  left,
        int                  top,
        int                  right,
        int                  bottom)
{
  int stride = planes->width + 1;
  const uint32_t *a = planes->sums + top * stride, *b = planes->sums + bottom * stride;

  return b[right] - b[left] - a[right] + a[left];
}

/* What @share of the card's pixels don't exceed. */
static int
common_edge (const struct planes *planes,
             double               share)
{
  int counts[256] = { 0 }, n = (int) (planes->width * planes->height * share), below = 0, v = 0;

  for (int i = 0; i < planes->width * planes->height; i++)
    counts[planes->edges[i]]++;
  while (v < 255 && (below += counts[v]) <= n)
    v++;

  return v;
}

/* An edge is clearly stronger than what lies around it, and than what lies everywhere: noise, printed patterns. */
static void
cut_edges (struct planes *planes,
           double         share)
{
  int least = common_edge (planes, share) * 3 / 2 + 5;

  sum_up (planes);
  for (int y = 0; y < planes->height; y++)
    {
      int top = y > AROUND ? y - AROUND : 0, bottom = y + AROUND < planes->height ? y + AROUND : planes->height;

      for (int x = 0; x < planes->width; x++)
        {
          int left = x > AROUND ? x - AROUND : 0, right = x + AROUND < planes->width ? x + AROUND : planes->width;
          int v = planes->edges[y * planes->width + x];

          planes->mask[y * planes->width + x] =
            v > least && 4 * v > 5 * ((int) sum_in (planes, left, top, right, bottom) / ((right - left) * (bottom - top))) + 8;
        }
    }
  memcpy (planes->edges, planes->mask, (size_t) planes->width * (size_t) planes->height);
}

VIDIMUS_CLONES static void
mark_dense (struct planes *planes)
{
  sum_up (planes);
  memset (planes->mask, 0, (size_t) planes->width * (size_t) planes->height);
  for (int y = 1; y + 1 < planes->height; y++)
    for (int x = REACH; x + REACH < planes->width; x++)
      planes->mask[y * planes->width + x] = 4 * sum_in (planes, x - REACH, y - 1, x + REACH + 1, y + 2) >= 3 * REACH * 2;
}

static struct box
fill (struct planes *planes,
      int            start)
{
  int width = planes->width, n = 0;
  struct box box = { .left = width, .top = planes->height };

  planes->stack[n++] = start;
  planes->mask[start] = 0;
  while (n > 0)
    {
      int at = planes->stack[--n], x = at % width, y = at / width;
      const int next[4] = { at - 1, at + 1, at - width, at + width };

      box.left = x < box.left ? x : box.left;
      box.right = x >= box.right ? x + 1 : box.right;
      box.top = y < box.top ? y : box.top;
      box.bottom = y >= box.bottom ? y + 1 : box.bottom;
      box.n++;
      for (int i = 0; i < 4; i++) /* nothing is marked on the rim: all four exist */
        if (planes->mask[next[i]] != 0)
          {
            planes->mask[next[i]] = 0;
            planes->stack[n++] = next[i];
          }
    }

  return box;
}

static void
add_box (struct box *boxes,
         int        *n,
         struct box  box)
{
  if (*n < MAX_BOXES && box.bottom - box.top >= MIN_HEIGHT && box.right - box.left >= MIN_WIDTH &&
      box.bottom - box.top <= MAX_HEIGHT)
    boxes[(*n)++] = box;
}

#define MAX_STRIPS 80
#define LOW        .65 /* of the box's height: a line in it that is lower hangs together with something that is none */

/* The rows of a strip that have edges; false where there are none. */
static bool
measure_strip (const struct planes *planes,
               struct box           box,
               int                  left,
               int                  right,
               struct box          *strip)
{
  int most = 0, rows[MAX_HEIGHT * 2];

  *strip = (struct box) { .left = left, .top = box.bottom, .right = right, .bottom = box.top, .n = box.n, .cut = box.cut };
  for (int y = box.top; y < box.bottom; y++)
    {
      rows[y - box.top] = (int) sum_in (planes, left, y, right, y + 1);
      most = rows[y - box.top] > most ? rows[y - box.top] : most;
    }
  for (int y = box.top; y < box.bottom && most > 0; y++)
    if (4 * rows[y - box.top] > most)
      {
        strip->top = y < strip->top ? y : strip->top;
        strip->bottom = y + 1;
      }

  return most > 0;
}

/* Whether @strip goes on with the rows of @piece. */
static bool
goes_on (const struct box *piece,
         const struct box *strip)
{
  int both = (piece->bottom < strip->bottom ? piece->bottom : strip->bottom) - (piece->top > strip->top ? piece->top : strip->top);
  int either = (piece->bottom > strip->bottom ? piece->bottom : strip->bottom) - (piece->top < strip->top ? piece->top : strip->top);

  return 5 * both > 3 * either;
}

static void split (const struct planes *planes, struct box box, struct box *boxes, int *n);

/* A line with a stamp across its end, or a signature behind it, is in one box with them: cut where the rows change. Returns:
 * whether it was such a box. */
static bool
part (const struct planes *planes,
      struct box           box,
      struct box          *boxes,
      int                 *n)
{
  struct box pieces[MAX_STRIPS];
  int height = box.bottom - box.top, width = box.right - box.left, n_pieces = 0, longest = 0;
  int step = height / 3 > 12 ? height / 3 : 12;

  if (height >= 2 * MAX_HEIGHT || height < 3 * MIN_HEIGHT || width < 3 * height || width / step >= MAX_STRIPS)
    return false;
  for (int x = box.left; x < box.right; x += step)
    {
      struct box strip;

      if (!measure_strip (planes, box, x, x + step < box.right ? x + step : box.right, &strip))
        continue;
      if (n_pieces > 0 && pieces[n_pieces - 1].right == strip.left && goes_on (&pieces[n_pieces - 1], &strip))
        pieces[n_pieces - 1].right = strip.right;
      else
        pieces[n_pieces++] = strip;
    }
  for (int i = 1; i < n_pieces; i++)
    if (pieces[i].right - pieces[i].left > pieces[longest].right - pieces[longest].left)
      longest = i;
  if (n_pieces < 2 || pieces[longest].bottom - pieces[longest].top > LOW * height)
    return false;
  for (int i = 0; i < n_pieces; i++)
    if (pieces[i].right - pieces[i].left >= 2 * step)
      {
        pieces[i].cut = true;
        split (planes, pieces[i], boxes, n);
      }

  return true;
}

/* What hangs on a line at its ends, or stands far from it, has fewer edges over a piece as long as the line is high. */
static void
trim (const struct planes *planes,
      struct box           box,
      struct box          *boxes,
      int                 *n)
{
  int half = (box.bottom - box.top) / 2, most = 0, start = -1;

  if (part (planes, box, boxes, n))
    return;
  for (int pass = 0; pass < 2; pass++)
    for (int x = box.left; x <= box.right; x++)
      {
        int left = x - half > box.left ? x - half : box.left, right = x + half < box.right ? x + half : box.right;
        int here = x < box.right ? (int) sum_in (planes, left, box.top, right, box.bottom) : 0;

        if (pass == 0)
          most = here > most ? here : most;
        else if (3 * here > most && start < 0)
          start = x;
        else if (3 * here <= most && start >= 0)
          {
            add_box (boxes, n, (struct box) { .left = start, .top = box.top, .right = x, .bottom = box.bottom, .n = box.n, .cut = box.cut });
            start = -1;
          }
      }
}

/* Lines that hang together are cut where a row has few edges; above and below all, rows with few are dropped. */
static void
split (const struct planes *planes,
       struct box           box,
       struct box          *boxes,
       int                 *n)
{
  int rows[2048], most = 0, start = -1;

  if (box.bottom - box.top > 2048)
    return;
  for (int y = box.top; y < box.bottom; y++)
    {
      rows[y - box.top] = (int) sum_in (planes, box.left, y, box.right, y + 1);
      most = rows[y - box.top] > most ? rows[y - box.top] : most;
    }
  for (int y = box.top; y <= box.bottom; y++)
    {
      bool in = y < box.bottom && 7 * rows[y - box.top] > most;

      if (in && start < 0)
        start = y;
      else if (!in && start >= 0)
        {
          trim (planes, (struct box) { .left = box.left, .top = start, .right = box.right, .bottom = y, .n = box.n, .cut = box.cut }, boxes, n);
          start = -1;
        }
    }
}

static int
compare_lefts (const void *a,
               const void *b)
{
  return ((const struct box *) a)->left - ((const struct box *) b)->left;
}

/* Pieces of one line: about as high, side by side, less than their height apart. */
static bool
belong (const struct box *a,
        const struct box *b)
{
  int ha = a->bottom - a->top, hb = b->bottom - b->top, least = ha < hb ? ha : hb, most = ha > hb ? ha : hb;
  int top = a->top > b->top ? a->top : b->top, bottom = a->bottom < b->bottom ? a->bottom : b->bottom;

  return (!(a->cut || b->cut) || goes_on (a, b)) && bottom - top > least * 2 / 3 && most <= 2 * least && b->left - a->right < most * 5 / 4 && b->right > a->right;
}

static int
join (struct box *boxes,
      int         n)
{
  qsort (boxes, (size_t) n, sizeof *boxes, compare_lefts);
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++)
      if (belong (&boxes[i], &boxes[j]))
        {
          boxes[i].right = boxes[j].right;
          boxes[i].cut = boxes[i].cut || boxes[j].cut;
          boxes[i].top = boxes[i].top < boxes[j].top ? boxes[i].top : boxes[j].top;
          boxes[i].bottom = boxes[i].bottom > boxes[j].bottom ? boxes[i].bottom : boxes[j].bottom;
          memmove (boxes + j, boxes + j + 1, sizeof *boxes * (size_t) (--n - j));
          j = i;
        }

  return n;
}

static int
compare_sizes (const void *a,
               const void *b)
{
  const struct box *p = a, *q = b;

  return (q->right - q->left) * (q->bottom - q->top) - (p->right - p->left) * (p->bottom - p->top);
}

static int
compare_tops (const void *a,
              const void *b)
{
  return ((const struct vidimus_text_line *) a)->y - ((const struct vidimus_text_line *) b)->y;
}

/* The largest ones, in pixels of the picture, top first. */
static void
keep (struct box          *boxes,
      int                  n,
      double               scale,
      struct vidimus_text *text)
{
  qsort (boxes, (size_t) n, sizeof *boxes, compare_sizes);
  for (int i = 0; i < n && text->n_lines < VIDIMUS_MAX_TEXT_LINES; i++)
    {
      const struct box *box = &boxes[i];
      struct vidimus_text_line *line = &text->lines[text->n_lines];

      if (4 * (box->right - box->left) < 5 * (box->bottom - box->top))
        continue;
      *line = (struct vidimus_text_line) {
        .x = (int) (box->left * scale), .y = (int) (box->top * scale),
        .width = (int) ((box->right - box->left) * scale), .height = (int) ((box->bottom - box->top) * scale),
      };
      text->n_lines++;
    }
  qsort (text->lines, (size_t) text->n_lines, sizeof *text->lines, compare_tops);
}

static int
find_boxes (const struct vidimus_image *work,
            struct planes              *planes,
            double                      share,
            struct box                 *boxes)
{
  int n = 0;

  measure_edges (work, planes);
  cut_edges (planes, share);
  mark_dense (planes);
  for (int at = 0; at < planes->width * planes->height; at++)
    if (planes->mask[at] != 0)
      split (planes, fill (planes, at), boxes, &n);

  return join (boxes, n);
}

static void
find (const struct vidimus_image *work,
      struct planes              *planes,
      double                      scale,
      struct vidimus_text        *text)
{
  struct box boxes[MAX_BOXES];
  int n = find_boxes (work, planes, BUSY, boxes);

  if (n < FEW)
    n = find_boxes (work, planes, CALM, boxes);
  keep (boxes, n, scale, text);
}

/**
 * vidimus_text_find:
 * @gray: a flat card, its lines along the rows, either way up
 * @text: (out): the boxes of its lines; nothing else is set
 *
 * Not all of them are text: pictures have rows of edges too.
 *
 * Returns: false without memory
 */
bool
vidimus_text_find (const struct vidimus_image *gray,
                   struct vidimus_text        *text)
{
  double scale = (double) (gray->width > gray->height ? gray->width : gray->height) / WORK_SIDE;
  struct vidimus_image work;
  struct planes planes;
  bool ok;

  text->n_lines = 0;
  if (!vidimus_image_scale (gray, (int) fmax (3, lround (gray->width / scale)),
                            (int) fmax (3, lround (gray->height / scale)), &work))
    return false;
  ok = planes_alloc (&planes, work.width, work.height);
  if (ok)
    {
      find (&work, &planes, scale, text);
      planes_clear (&planes);
    }
  vidimus_image_free (&work);

  return ok;
}
