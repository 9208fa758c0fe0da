/* Quads in quads: a document has portraits and panels in it, and lies in sheets, windows and screens. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <string.h>

/* Points along each side of the lattice on which texture is measured. */
#define LATTICE 24

/* What is less of an edge than this, in grey levels per pixel, is flat: sensor noise of a reduced picture stays below. */
#define FLAT 2

/* A window or a sheet shows a document when the quad in it has a card's aspect (0–1) and clear sides, and takes this
 * much of it: a chip and most portraits take less, what lies in a mere rim takes more. */
#define SHOWN_CARD 0.7
#define SHOWN_SUPPORT 0.7
#define SHOWN_CONTRAST 0.3
#define SHOWN_LEAST 0.12
#define SHOWN_MOST 0.6

/* … and its score is behind by no more than this: a clear card is not given up for what lies in it. */
#define SHOWN_BEHIND 20.0

/* … and when there is little around it, against what is in it: in drawn scenes and pictures of documents, no portrait
 * or panel has both. */
#define RING_FLAT 0.6
#define RING_BUSY 0.42

/* The document's own sides are left out of both: how far it is grown and shrunk. */
#define GROWN 1.06
#define SHRUNK 0.94

/** vidimus_quad_texture: over a lattice of points in @quad that are not in @hole (nullable); zero where none is seen. */
struct vidimus_texture
vidimus_quad_texture (const struct vidimus_gradient *gradient,
                      const struct vidimus_quad     *quad,
                      const struct vidimus_quad     *hole)
{
  struct vidimus_texture texture = { 0 };
  int n = 0;

  for (int j = 1; j < LATTICE; j++)
    for (int i = 1; i < LATTICE; i++)
      {
        double u = (double) i / LATTICE, v = (double) j / LATTICE;
        double x = (1 - v) * ((1 - u) * quad->p[0].x + u * quad->p[1].x) + v * ((1 - u) * quad->p[3].x + u * quad->p[2].x);
        double y = (1 - v) * ((1 - u) * quad->p[0].y + u * quad->p[1].y) + v * ((1 - u) * quad->p[3].y + u * quad->p[2].y);
        float size;

        if (!(x >= 0 && y >= 0 && x < gradient->width && y < gradient->height) ||
            (hole != NULL && vidimus_quad_contains (hole, (struct vidimus_point) { x, y })))
          continue;
        size = gradient->size[(size_t) y * (size_t) gradient->width + (size_t) x];
        texture.busy += size / gradient->unit;
        texture.flat += size < FLAT;
        n++;
      }
  if (n > 0)
    {
      texture.busy /= n;
      texture.flat /= n;
    }

  return texture;
}

static double
goodness (const struct vidimus_candidate *candidate)
{
  const float *f = candidate->features;

  return f[VIDIMUS_QUAD_SUPPORT] + f[VIDIMUS_QUAD_WEAKEST] - 0.5 * f[VIDIMUS_QUAD_OVERRUN];
}

/* Moved away from its middle by @factor. */
static struct vidimus_quad
resized (const struct vidimus_quad *quad,
         double                     factor)
{
  struct vidimus_quad out;
  double x = 0, y = 0;

  for (int k = 0; k < 4; k++)
    {
      x += quad->p[k].x / 4;
      y += quad->p[k].y / 4;
    }
  for (int k = 0; k < 4; k++)
    {
      out.p[k].x = x + factor * (quad->p[k].x - x);
      out.p[k].y = y + factor * (quad->p[k].y - y);
    }

  return out;
}

static bool
contains (const struct vidimus_quad *out,
          const struct vidimus_quad *in)
{
  for (int k = 0; k < 4; k++)
    if (!vidimus_quad_contains (out, in->p[k]))
      return false;

  return true;
}

static void
raise_to (float  *feature,
          double  value)
{
  *feature = fmaxf (*feature, (float) value);
}

/**
 * vidimus_quads_describe_nested:
 *
 * Sets the features that say what lies around and in each quad; needs those of its sides and its shape. A portrait or
 * a panel lies in a quad about as good; a desk or a screen has one in it.
 */
void
vidimus_quads_describe_nested (struct vidimus_candidates *candidates)
{
  for (int i = 0; i < candidates->n; i++)
    {
      struct vidimus_quad inner = resized (&candidates->items[i].quad, 0.97); /* sides may be shared */

      for (int j = 0; j < candidates->n; j++)
        {
          float *in = candidates->items[i].features, *out = candidates->items[j].features;
          double better, around, within, lift;

          if (candidates->items[i].whole_frame || candidates->items[j].whole_frame ||
              out[VIDIMUS_QUAD_AREA] < in[VIDIMUS_QUAD_AREA] + 0.08 || !contains (&candidates->items[j].quad, &inner))
            continue;

          better = goodness (&candidates->items[j]) - goodness (&candidates->items[i]);
          around = fmin (fmax (0.4 + better, 0), 0.8);
          within = fmin (fmax (0.4 - better, 0), 0.8);
          raise_to (&in[VIDIMUS_QUAD_INNER], around);
          raise_to (&in[VIDIMUS_QUAD_INNER_CARD], around * out[VIDIMUS_QUAD_CARD]);
          raise_to (&out[VIDIMUS_QUAD_OUTER], within);
          raise_to (&out[VIDIMUS_QUAD_OUTER_CARD], within * in[VIDIMUS_QUAD_CARD]);

          lift = fmin (candidates->items[i].edges / fmax (candidates->items[j].edges, 1e-6), 1) -
                 exp (in[VIDIMUS_QUAD_AREA] - out[VIDIMUS_QUAD_AREA]);
          raise_to (&in[VIDIMUS_QUAD_HOLDS], lift * fmax (out[VIDIMUS_QUAD_WEAKEST], 0));
          raise_to (&out[VIDIMUS_QUAD_HOLLOW], lift * in[VIDIMUS_QUAD_CARD] * fmax (in[VIDIMUS_QUAD_WEAKEST], 0));
        }
    }
}

static bool
is_upright (const struct vidimus_quad *quad)
{
  const struct vidimus_point *p = quad->p;

  return hypot (p[1].x - p[0].x, p[1].y - p[0].y) + hypot (p[2].x - p[3].x, p[2].y - p[3].y) <
         hypot (p[2].x - p[1].x, p[2].y - p[1].y) + hypot (p[3].x - p[0].x, p[3].y - p[0].y);
}

/* Whether @out is only what shows the document @in. */
static bool
shows (const struct vidimus_gradient  *gradient,
       const struct vidimus_candidate *out,
       const struct vidimus_candidate *in)
{
  const struct vidimus_quad grown = resized (&in->quad, GROWN), shrunk = resized (&in->quad, SHRUNK);
  double share = exp (in->features[VIDIMUS_QUAD_AREA] - out->features[VIDIMUS_QUAD_AREA]);
  struct vidimus_texture ring, inside;

  if (in->whole_frame || in->score < out->score - SHOWN_BEHIND || in->features[VIDIMUS_QUAD_CUT] > 0 ||
      in->features[VIDIMUS_QUAD_CARD] < SHOWN_CARD || in->features[VIDIMUS_QUAD_WEAKEST] < SHOWN_SUPPORT ||
      in->features[VIDIMUS_QUAD_FAINTEST] < SHOWN_CONTRAST || share < SHOWN_LEAST || share > SHOWN_MOST ||
      !contains (&out->quad, &grown))
    return false;

  /* A portrait stands across the card that it is on. */
  if (out->features[VIDIMUS_QUAD_CARD] > 0.3 && is_upright (&out->quad) != is_upright (&in->quad))
    return false;

  ring = vidimus_quad_texture (gradient, &out->quad, &grown);
  inside = vidimus_quad_texture (gradient, &shrunk, NULL);

  return ring.flat > RING_FLAT && ring.busy < RING_BUSY * inside.busy;
}

/**
 * vidimus_quads_prefer_shown:
 * @candidates: scored, best first
 *
 * Where the best quad is a window, a screen or a sheet that shows a document, puts that of the clearest sides first. Only a real
 * quad gives way: a scan with a clear-edged panel stays the whole frame.
 */
void
vidimus_quads_prefer_shown (const struct vidimus_gradient *gradient,
                            struct vidimus_candidates     *candidates)
{
  struct vidimus_candidate *best = &candidates->items[0], shown;
  int found = 0;

  for (int i = 1; i < candidates->n && !best->whole_frame; i++)
    if (shows (gradient, best, &candidates->items[i]) &&
        (found == 0 || goodness (&candidates->items[i]) > goodness (&candidates->items[found])))
      found = i;
  if (found == 0)
    return;

  shown = candidates->items[found];
  memmove (best + 1, best, (size_t) found * sizeof *best);
  *best = shown;
}
