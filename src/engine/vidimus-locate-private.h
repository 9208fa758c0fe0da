/* Inside localisation: edges → segments → lines, and what the network saw → quads. Everything is in pixels of the reduced picture. */
#pragma once

#include "vidimus-sight.h"

#include <math.h>

/* The reduced picture's longer side: 512 finds no more in drawn scenes and takes a fifth longer, 640–800 find less in photos. */
#define VIDIMUS_LOCATE_SIDE 448

/* The most lines that quads are built from, those by what the network saw, the four of the frame and those of the close look included. */
#define VIDIMUS_MAX_LINES 84

#define VIDIMUS_MAX_QUADS 140

bool vidimus_reduce (const struct vidimus_image *image,
                     int                         width,
                     int                         height,
                     struct vidimus_image       *out);

/** struct vidimus_gradient: of the strongest channel at each pixel, in grey levels per pixel; owned. */
struct vidimus_gradient
{
  int    width;
  int    height;
  float *x;
  float *y;
  float *size;
  float  unit;  /* what counts as a clear edge in this picture */
  float *units; /* … and in its neighbourhood: one a square of 2^VIDIMUS_UNIT_SHIFT pixels a side, row by row */
};

#define VIDIMUS_UNIT_SHIFT 3

/** vidimus_gradient_unit: what counts as a clear edge at a pixel. */
static inline float
vidimus_gradient_unit (const struct vidimus_gradient *gradient,
                       int                            x,
                       int                            y)
{
  int row = (gradient->width + (1 << VIDIMUS_UNIT_SHIFT) - 1) >> VIDIMUS_UNIT_SHIFT;

  return gradient->units[(y >> VIDIMUS_UNIT_SHIFT) * row + (x >> VIDIMUS_UNIT_SHIFT)];
}

bool vidimus_gradient_init  (struct vidimus_gradient     *gradient,
                             const struct vidimus_image  *rgb);
void vidimus_gradient_clear (struct vidimus_gradient     *gradient);

/** struct vidimus_segment: a straight edge from a to b. */
struct vidimus_segment
{
  struct vidimus_point a;
  struct vidimus_point b;
  double               length;
};

/** struct vidimus_segments: owned, longest first. */
struct vidimus_segments
{
  struct vidimus_segment *items;
  int                     n;
};

enum vidimus_status vidimus_segments_find  (const struct vidimus_gradient *gradient,
                                            const struct vidimus_hooks    *hooks,
                                            struct vidimus_segments       *segments);
void                vidimus_segments_clear (struct vidimus_segments       *segments);

/* The reduced picture, and the same once more reduced. */
#define VIDIMUS_LOCATE_LEVELS 2

/** struct vidimus_level: a picture and the edges in it; @scale pixels of the reduced picture in one of this. */
struct vidimus_level
{
  struct vidimus_image    rgb; /* owned */
  struct vidimus_gradient gradient;
  struct vidimus_segments segments;
  double                  scale;
};

#define VIDIMUS_LINE_SUMS 4

/**
 * struct vidimus_line: x·nx + y·ny = c, with the edge found along it.
 *
 * Position t runs along (−ny, nx) from @origin; sums[k][i] is the support of the first i steps of one pixel,
 * k = 0 where the picture gets lighter along the normal, 1 where it gets darker, 2 the sum of edge sizes in units, 3 of a side
 * that the network saw.
 */
struct vidimus_line
{
  double               nx;
  double               ny;
  double               c;
  struct vidimus_point origin; /* where the line enters the frame: t = 0 */
  int                  length; /* steps that lie in the frame */
  float               *sums[VIDIMUS_LINE_SUMS]; /* each @length + 1 long; borrowed from the lines' block */
  double               strength;
  bool                 frame;  /* one of the four sides of the frame: nothing is known beyond */
};

/**
 * struct vidimus_lines: owned, strongest first, those by what the network saw next, the four frame lines (top, right, bottom, left), and in the
 * end up to @n_free that a close look adds, whose sums begin at @free.
 */
struct vidimus_lines
{
  struct vidimus_line items[VIDIMUS_MAX_LINES];
  int                 n;
  float              *block;
  size_t              longest; /* floats that a line needs at most for one of its sums */
  float              *free;
  int                 n_free;
};

enum vidimus_status vidimus_lines_find  (const struct vidimus_level  levels[VIDIMUS_LOCATE_LEVELS],
                                         const struct vidimus_sight *sight,
                                         const struct vidimus_hooks *hooks,
                                         struct vidimus_lines       *lines);
void                vidimus_lines_clear (struct vidimus_lines       *lines);

/** vidimus_line_support: 0–1, the share of the visible part from @t0 to @t1 with an edge of one polarity. */
double              vidimus_line_support (const struct vidimus_line    *line,
                                          double                        t0,
                                          double                        t1);

/** vidimus_line_seen: 0–1, the mean of the sides that the network saw on it from @t0 to @t1. */
double              vidimus_line_seen    (const struct vidimus_line    *line,
                                          double                        t0,
                                          double                        t1);

/** vidimus_line_at: the position of the point nearest to @p. */
static inline double
vidimus_line_at (const struct vidimus_line *line,
                 struct vidimus_point       p)
{
  return (p.x - line->origin.x) * -line->ny + (p.y - line->origin.y) * line->nx;
}

/** vidimus_line_meet: false where the sine between both is less than @least. */
static inline bool
vidimus_line_meet (const struct vidimus_line *p,
                   const struct vidimus_line *q,
                   double                     least,
                   struct vidimus_point      *out)
{
  double sine = p->nx * q->ny - p->ny * q->nx;

  if (!(fabs (sine) >= least))
    return false;
  out->x = (p->c * q->ny - q->c * p->ny) / sine;
  out->y = (p->nx * q->c - q->nx * p->c) / sine;

  return true;
}

/** vidimus_sides_meet: the same of the sides from @a to @b and from @c to @d, whose sine is a tenth at least. */
static inline bool
vidimus_sides_meet (struct vidimus_point  a,
                    struct vidimus_point  b,
                    struct vidimus_point  c,
                    struct vidimus_point  d,
                    struct vidimus_point *out)
{
  double px = b.x - a.x, py = b.y - a.y, qx = d.x - c.x, qy = d.y - c.y, cross = px * qy - py * qx, t;

  if (fabs (cross) < 0.1 * hypot (px, py) * hypot (qx, qy))
    return false;
  t = ((c.x - a.x) * qy - (c.y - a.y) * qx) / cross;
  out->x = a.x + t * px;
  out->y = a.y + t * py;

  return true;
}

/** struct vidimus_close: a close look; @patch is in pixels of the reduced picture, what @sight says in those of the patch. */
struct vidimus_close
{
  bool                 looked;
  struct vidimus_patch patch;
  struct vidimus_sight sight;
};

/* What a quad is judged by; vidimus-quad-score.c describes it. */
enum vidimus_quad_feature
{
  VIDIMUS_QUAD_SUPPORT,      /* mean support of the real sides */
  VIDIMUS_QUAD_WEAKEST,      /* least support of a real side */
  VIDIMUS_QUAD_SECOND,       /* least but one */
  VIDIMUS_QUAD_HOLES,        /* squared lack of support, summed over the real sides */
  VIDIMUS_QUAD_OVERRUN,      /* support of the lines just beyond the corners, mean */
  VIDIMUS_QUAD_CROSSING,     /* the same, most */
  VIDIMUS_QUAD_CROSSING_TWO, /* the same, most but one: a part of a document has two */
  VIDIMUS_QUAD_CONTRAST,     /* colour inside against outside, mean over the sides */
  VIDIMUS_QUAD_FAINTEST,     /* the same, least */
  VIDIMUS_QUAD_STEP,         /* the least contrast of a third of a side, but one */
  VIDIMUS_QUAD_DISTINCT,     /* the edge against the busyness on both of its sides */
  VIDIMUS_QUAD_AREA,         /* logarithm of the share of the frame */
  VIDIMUS_QUAD_AREA_SQUARED,
  VIDIMUS_QUAD_CARD,         /* nearness to the aspect of a card or a passport's page */
  VIDIMUS_QUAD_LONG,         /* excess of the aspect over 2 */
  VIDIMUS_QUAD_SKEW,         /* how far the corners are from right angles */
  VIDIMUS_QUAD_CUT,          /* sides that the frame replaces */
  VIDIMUS_QUAD_BEYOND,       /* share that lies beyond the frame */
  VIDIMUS_QUAD_AROUND,       /* how much the surroundings differ from side to side */
  VIDIMUS_QUAD_BUSY,         /* edges in it against edges around it */
  VIDIMUS_QUAD_INNER,        /* a good quad lies around it */
  VIDIMUS_QUAD_OUTER,        /* a good quad lies in it */
  VIDIMUS_QUAD_INNER_CARD,   /* a good quad lies around it, times that one's nearness to a card's aspect */
  VIDIMUS_QUAD_OUTER_CARD,   /* likewise of the quad in it */
  VIDIMUS_QUAD_HOLDS,        /* share of the edges in a quad around it that it holds, above its share of the area */
  VIDIMUS_QUAD_HOLLOW,       /* the same of a quad in it, where that has a card's aspect and good sides */
  VIDIMUS_QUAD_PART,         /* share of the frame outside of it, where that has a document's aspect */
  VIDIMUS_QUAD_FRAME,        /* 1 when it is the whole frame */
  VIDIMUS_QUAD_FRAME_CARD,   /* then: nearness to the aspect of a document */
  VIDIMUS_QUAD_FRAME_ROUND,  /* then: rounded corners seen */
  VIDIMUS_QUAD_UNSEEN,       /* corners that are not in the frame, or on its border; none of the whole frame */
  VIDIMUS_QUAD_SEEN,         /* from here on what the network says: overlap with its mask */
  VIDIMUS_QUAD_SEEN_BEST,    /* 1 less the best overlap of any candidate and this one's */
  VIDIMUS_QUAD_SEEN_INSIDE,  /* mean of its mask in the quad */
  VIDIMUS_QUAD_SEEN_SIDE,    /* its sides along the quad's, mean */
  VIDIMUS_QUAD_SEEN_WEAKEST, /* the same, least */
  VIDIMUS_QUAD_SEEN_CORNERS, /* its corners at the quad's */
  VIDIMUS_N_FIRST_FEATURES,  /* what there is before the close look */
  VIDIMUS_QUAD_CLOSE = VIDIMUS_N_FIRST_FEATURES, /* the same of the close look, where the quad has been completed beyond the frame */
  VIDIMUS_QUAD_CLOSE_BEST,
  VIDIMUS_QUAD_CLOSE_INSIDE,
  VIDIMUS_QUAD_CLOSE_SIDE,
  VIDIMUS_QUAD_CLOSE_WEAKEST,
  VIDIMUS_QUAD_CLOSE_CORNERS,
  VIDIMUS_QUAD_CLOSE_FIT,    /* overlap with the quad that was fitted to its mask */
  VIDIMUS_N_QUAD_FEATURES,
};

#define VIDIMUS_QUAD_HIDDEN 12

/**
 * struct vidimus_quad_model: a score from features x, each brought to (x − mean) / spread first: linear · x and a hidden layer,
 * out · tanh (in · x + bias), for what depends on two features at once.
 */
struct vidimus_quad_model
{
  float mean[VIDIMUS_N_QUAD_FEATURES];
  float spread[VIDIMUS_N_QUAD_FEATURES];
  float linear[VIDIMUS_N_QUAD_FEATURES];
  float in[VIDIMUS_QUAD_HIDDEN][VIDIMUS_N_QUAD_FEATURES];
  float bias[VIDIMUS_QUAD_HIDDEN];
  float out[VIDIMUS_QUAD_HIDDEN];
};

extern const struct vidimus_quad_model vidimus_quad_model;  /* for where to look closely; the close look's features weigh nothing */
extern const struct vidimus_quad_model vidimus_close_model; /* for the answer */

double vidimus_quad_score (const struct vidimus_quad_model *model,
                           const float                      features[VIDIMUS_N_QUAD_FEATURES]);

/** struct vidimus_candidate: @line indexes the lines, clockwise: line[i] carries side p[i]→p[i+1]. */
struct vidimus_candidate
{
  struct vidimus_quad quad;
  int                 line[4];
  double              support[4];
  bool                cut[4];
  bool                whole_frame;
  double              quick;  /* the score of the first sifting */
  double              edges;  /* in it: their mean size in units, times its area */
  float               features[VIDIMUS_N_QUAD_FEATURES];
  double              first;  /* the score before the close look … */
  double              score;  /* … and after it */
};

/** struct vidimus_candidates: best first; @settled: before the close look, which did not change their order. */
struct vidimus_candidates
{
  struct vidimus_candidate items[VIDIMUS_MAX_QUADS];
  int                      n;
  bool                     settled;
};

void vidimus_candidates_add             (struct vidimus_candidates  *candidates,
                                         const struct vidimus_lines *lines,
                                         const struct vidimus_quad  *quad,
                                         const int                   line[4],
                                         double                      quick);
void vidimus_candidates_add_whole_frame (struct vidimus_candidates  *candidates,
                                         const struct vidimus_lines *lines,
                                         int                         width,
                                         int                         height);

enum vidimus_status vidimus_quads_find  (const struct vidimus_lines    *lines,
                                         const struct vidimus_sight    *sight,
                                         int                            width,
                                         int                            height,
                                         const struct vidimus_hooks    *hooks,
                                         struct vidimus_candidates     *candidates);

enum vidimus_status vidimus_quads_score (const struct vidimus_image    *rgb,
                                         const struct vidimus_gradient *gradient,
                                         const struct vidimus_lines    *lines,
                                         const struct vidimus_sight    *sight,
                                         const struct vidimus_hooks    *hooks,
                                         struct vidimus_candidates     *candidates);

void                vidimus_quad_describe     (const struct vidimus_image      *rgb,
                                               const struct vidimus_gradient   *gradient,
                                               const struct vidimus_lines      *lines,
                                               const struct vidimus_sight      *sight,
                                               struct vidimus_candidate        *candidate);
void                vidimus_quads_compare     (struct vidimus_candidates       *candidates,
                                               enum vidimus_quad_feature        from,
                                               enum vidimus_quad_feature        to);
void                vidimus_quads_sort        (const struct vidimus_quad_model *model,
                                               struct vidimus_candidates       *candidates);

enum vidimus_status vidimus_close_look        (const struct vidimus_image      *image,
                                               const struct vidimus_level      *level,
                                               const struct vidimus_candidates *candidates,
                                               const struct vidimus_hooks      *hooks,
                                               struct vidimus_close            *close);
bool                vidimus_close_quad        (const struct vidimus_close      *close,
                                               struct vidimus_quad             *quad);
void                vidimus_close_complete    (const struct vidimus_close      *close,
                                               const bool                       cut[4],
                                               int                              width,
                                               int                              height,
                                               double                           scale,
                                               struct vidimus_quad             *quad);
void                vidimus_close_note        (const struct vidimus_close      *close,
                                               double                           scale,
                                               struct vidimus_closeup          *closeup);
bool                vidimus_quad_snap         (const struct vidimus_level      *level,
                                               const struct vidimus_sight      *sight,
                                               const struct vidimus_close      *close,
                                               struct vidimus_lines            *lines,
                                               struct vidimus_candidate        *found);
enum vidimus_status vidimus_quads_score_close (const struct vidimus_level      *level,
                                               const struct vidimus_sight      *sight,
                                               const struct vidimus_close      *close,
                                               const struct vidimus_hooks      *hooks,
                                               struct vidimus_lines            *lines,
                                               struct vidimus_candidates       *candidates);

/** struct vidimus_texture: @busy is the mean edge size in units, @flat the share without any edge. */
struct vidimus_texture
{
  double busy;
  double flat;
};

struct vidimus_texture vidimus_quad_texture (const struct vidimus_gradient *gradient,
                                             const struct vidimus_quad     *quad,
                                             const struct vidimus_quad     *hole); /* nullable */

void vidimus_quads_describe_nested (struct vidimus_candidates     *candidates);
void vidimus_quads_prefer_shown    (const struct vidimus_gradient *gradient,
                                    struct vidimus_candidates     *candidates);

/** vidimus_quad_refit: moves the sides of @location (in pixels of @image) onto the edges of the full picture. */
enum vidimus_status vidimus_quad_refit  (const struct vidimus_image    *image,
                                         double                         reach,
                                         const struct vidimus_hooks    *hooks,
                                         struct vidimus_location       *location);

void                vidimus_quad_complete (struct vidimus_quad       *quad,
                                           const bool                 cut[4],
                                           int                        width,
                                           int                        height);

/* What the confidence is made of; vidimus-confidence.c has the weights. */
enum vidimus_confidence_cue
{
  VIDIMUS_CONFIDENCE_ONE,
  VIDIMUS_CONFIDENCE_SHARE, /* logarithm of the odds that the scores give to this answer against all others */
  VIDIMUS_CONFIDENCE_SCORE,
  VIDIMUS_CONFIDENCE_WEAKEST, /* from here on: features of the best quad */
  VIDIMUS_CONFIDENCE_SECOND,
  VIDIMUS_CONFIDENCE_FAINTEST,
  VIDIMUS_CONFIDENCE_CROSSING,
  VIDIMUS_CONFIDENCE_CARD,
  VIDIMUS_CONFIDENCE_CUT,
  VIDIMUS_CONFIDENCE_HOLLOW,
  VIDIMUS_CONFIDENCE_FRAME,
  VIDIMUS_CONFIDENCE_FRAME_CARD,
  VIDIMUS_CONFIDENCE_SEEN,
  VIDIMUS_CONFIDENCE_SEEN_SIDE,
  VIDIMUS_CONFIDENCE_SEEN_WEAKEST,
  VIDIMUS_CONFIDENCE_SEEN_BEST,
  VIDIMUS_CONFIDENCE_UNSEEN,
  VIDIMUS_CONFIDENCE_CLOSE,
  VIDIMUS_CONFIDENCE_CLOSE_INSIDE,
  VIDIMUS_CONFIDENCE_CLOSE_SIDE,
  VIDIMUS_CONFIDENCE_CLOSE_WEAKEST,
  VIDIMUS_CONFIDENCE_CLOSE_CORNERS,
  VIDIMUS_CONFIDENCE_CLOSE_FIT,
  VIDIMUS_CONFIDENCE_FIRST,   /* the odds as they were before the close look: of two alike it sees only one */
  VIDIMUS_CONFIDENCE_CUT_TWO, /* the frame cuts off more than a side: how much is a guess */
  VIDIMUS_N_CONFIDENCE_CUES,
};

extern const float vidimus_confidence_weights[VIDIMUS_N_CONFIDENCE_CUES];

void                vidimus_confidence_describe (const struct vidimus_candidates *candidates,
                                                 float                            cues[VIDIMUS_N_CONFIDENCE_CUES]);
double              vidimus_confidence          (const struct vidimus_candidates *candidates);

/** struct vidimus_workings: what stands between the stages of one localisation; large, for the heap. */
struct vidimus_workings
{
  struct vidimus_level      levels[VIDIMUS_LOCATE_LEVELS];
  double                    scale; /* pixels of the picture given in one of the reduced */
  struct vidimus_sight      sight;
  struct vidimus_lines      lines;
  struct vidimus_candidates candidates;
  struct vidimus_close      close;
};

enum vidimus_status vidimus_workings_find   (const struct vidimus_image    *image,
                                             const struct vidimus_hooks    *hooks,
                                             struct vidimus_workings       *work);
enum vidimus_status vidimus_workings_answer (const struct vidimus_image    *image,
                                             const struct vidimus_workings *work,
                                             const struct vidimus_hooks    *hooks,
                                             struct vidimus_location       *location);
void                vidimus_workings_clear  (struct vidimus_workings       *work);

void vidimus_locate_explain (const struct vidimus_workings *work,
                             const struct vidimus_hooks    *hooks);
