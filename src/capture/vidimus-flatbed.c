/* Which parts of a page are documents.
 *
 * At 100 dpi what differs from the lid is seen (-lid), closed and filled (-mask): coloured documents and those with an edge all around become
 * filled *solids*. Of white ones on a white lid, pieces are left: two or three edges in shadow, and print. Pieces that lie within each other belong
 * together; what then has the size of a known document is one. The rest is print of which nobody sees the paper. */
#include "vidimus-flatbed-private.h"

#include "vidimus-resample.h"

#include <math.h>

#define WORK_DPI 100
#define MOST_PIECES 1500 /* a page of print has as many glyphs; more is noise */

/* Millimetres. */
#define CLOSE 0.3        /* breaks in an edge */
#define RIM 6            /* the glass ends within the page */
#define BRIDGE 1.6       /* thinner than twice this is no document: a shadow, a hair, the rim of the glass */
#define LEAST_LONGER 40  /* of a document */
#define LEAST_SHORTER 25
#define PRINT_GAP 6      /* between the lines of one text */
#define ROOM 4           /* of lid around a document */
#define PAPER_ROOM 8     /* around print whose paper is not seen */
#define PAGE_LONGER 125  /* print that is longer is of a page of paper, not of a card or passport */

#define FILLED 0.8       /* of its smallest rectangle: a solid */
#define INKED 0.06       /* likewise: print; hairs are less */
#define FRAMED 0.1       /* likewise, at most: the edges of a document, in one */
#define SIZE_SLACK 0.06

/* Sides of what lies on a glass: ISO/IEC 7810 ID-1, ID-2 and ID-3, an open passport, A5, Letter, A4. */
static const double sizes[][2] = {
  { 85.6, 54 }, { 105, 74 }, { 125, 88 }, { 176, 125 }, { 210, 148 }, { 279, 216 }, { 297, 210 },
};

typedef struct
{
  const struct vidimus_image *page;      /* as scanned */
  double                      reduction; /* pixels of the page in one that is worked on */
  double                      mm;        /* pixels worked on, in a millimetre */
  GPtrArray                  *documents; /* owned; that are sure */
  GPtrArray                  *pieces;    /* owned; that are not */
} Work;

/* Solids */

static gboolean
is_document (const Work                *work,
             const VidimusFlatbedPiece *piece)
{
  return piece->longer >= LEAST_LONGER * work->mm && piece->shorter >= LEAST_SHORTER * work->mm;
}

/* One edge of a document in shadow. */
static gboolean
is_edge (const Work                *work,
         const VidimusFlatbedPiece *piece)
{
  return piece->longer >= LEAST_SHORTER * work->mm && piece->shorter <= BRIDGE * work->mm;
}

/* Some edges of a document, that hang together. */
static gboolean
is_frame (const Work                *work,
          const VidimusFlatbedPiece *piece)
{
  return is_document (work, piece) && piece->area <= FRAMED * piece->longer * piece->shorter;
}

static void
clear_piece (struct vidimus_image      *mask,
             const VidimusFlatbedPiece *piece,
             int                        margin)
{
  for (int y = MAX (piece->y0 - margin, 0); y < MIN (piece->y1 + margin, mask->height); y++)
    for (int x = MAX (piece->x0 - margin, 0); x < MIN (piece->x1 + margin, mask->width); x++)
      if (vidimus_quad_contains (&piece->rect, (struct vidimus_point) { x + 0.5, y + 0.5 }))
        *vidimus_image_at (mask, x, y) = 0;
}

/* What is filled and large is a document; the pixels that are left are pieces. */
static void
find_solids (Work                 *work,
             struct vidimus_image *mask)
{
  int bridge = (int) lround (BRIDGE * work->mm);
  struct vidimus_image opened = *mask;
  g_autofree uint8_t *data = g_memdup2 (mask->data, mask->stride * (gsize) mask->height);
  g_autoptr(GPtrArray) solids = NULL;

  opened.data = data;
  vidimus_flatbed_shrink (&opened, bridge);
  vidimus_flatbed_grow (&opened, bridge);
  solids = vidimus_flatbed_pieces (&opened);
  for (guint i = 0; i < solids->len;)
    {
      VidimusFlatbedPiece *solid = g_ptr_array_index (solids, i);

      if (is_document (work, solid) && solid->area >= FILLED * solid->longer * solid->shorter)
        {
          clear_piece (mask, solid, bridge);
          g_ptr_array_add (work->documents, g_ptr_array_steal_index_fast (solids, i));
        }
      else
        {
          i++;
        }
    }
  work->pieces = vidimus_flatbed_pieces (mask);
  for (guint i = 0; i < work->pieces->len; i++)
    {
      VidimusFlatbedPiece *piece = g_ptr_array_index (work->pieces, i);

      piece->edged = is_edge (work, piece) || is_frame (work, piece);
    }
}

/* Pieces */

/* A hair's breadth is left around a line, so that lines can meet. */
static struct vidimus_quad
widen (const VidimusFlatbedPiece *piece)
{
  struct vidimus_quad quad = piece->rect;
  double x = (quad.p[0].x + quad.p[2].x) / 2;
  double y = (quad.p[0].y + quad.p[2].y) / 2;

  for (int i = 0; i < 4; i++)
    {
      quad.p[i].x += quad.p[i].x > x ? 1 : -1;
      quad.p[i].y += quad.p[i].y > y ? 1 : -1;
    }

  return quad;
}

static gboolean
overlap (const VidimusFlatbedPiece *a,
         const VidimusFlatbedPiece *b)
{
  struct vidimus_quad p = widen (a);
  struct vidimus_quad q = widen (b);

  return vidimus_flatbed_piece_gap (a, b) <= 1 && vidimus_quad_iou (&p, &q) > 0;
}

/* Joins pieces, two and two, for as long as @belong says so. */
static void
join_pieces (Work     *work,
             gboolean (*belong) (const Work                *work,
                                 const VidimusFlatbedPiece *a,
                                 const VidimusFlatbedPiece *b))
{
  GPtrArray *pieces = work->pieces;

  for (guint i = 0; i < pieces->len; i++)
    for (guint j = 0; j < pieces->len;)
      {
        const VidimusFlatbedPiece *a = g_ptr_array_index (pieces, i);
        const VidimusFlatbedPiece *b = g_ptr_array_index (pieces, j);

        if (i != j && belong (work, a, b))
          {
            VidimusFlatbedPiece *both = vidimus_flatbed_piece_join (a, b);

            vidimus_flatbed_piece_free (pieces->pdata[i]);
            pieces->pdata[i] = both;
            g_ptr_array_remove_index_fast (pieces, j);
            if (i == pieces->len) /* it was the last, and is now where the other was */
              i = j;
            j = 0;
          }
        else
          {
            j++;
          }
      }
}

static gboolean
lie_within (const Work                *work,
            const VidimusFlatbedPiece *a,
            const VidimusFlatbedPiece *b)
{
  return overlap (a, b);
}

static gboolean
are_one_text (const Work                *work,
              const VidimusFlatbedPiece *a,
              const VidimusFlatbedPiece *b)
{
  return vidimus_flatbed_piece_gap (a, b) <= PRINT_GAP * work->mm;
}

static gboolean
are_on_glass (const Work                *work,
              const VidimusFlatbedPiece *a,
              const VidimusFlatbedPiece *b)
{
  return TRUE;
}

/* Edges, and the size of a known document. */
static gboolean
is_known (const Work                *work,
          const VidimusFlatbedPiece *piece)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes) && piece->edged; i++)
    if (fabs (piece->longer / work->mm / sizes[i][0] - 1) <= SIZE_SLACK &&
        fabs (piece->shorter / work->mm / sizes[i][1] - 1) <= SIZE_SLACK)
      return TRUE;

  return FALSE;
}

static void
keep_known (Work *work)
{
  for (guint i = 0; i < work->pieces->len;)
    if (is_known (work, g_ptr_array_index (work->pieces, i)))
      g_ptr_array_add (work->documents, g_ptr_array_steal_index_fast (work->pieces, i));
    else
      i++;
}

/* Drops what a document that is sure explains: its shadow, its print; and what has too little ink to be print: dust, hairs. */
static void
drop_small (Work   *work,
            double  longer,
            double  shorter,
            double  inked)
{
  for (guint i = 0; i < work->pieces->len;)
    {
      const VidimusFlatbedPiece *piece = g_ptr_array_index (work->pieces, i);
      gboolean drop = piece->longer < longer * work->mm || piece->shorter < shorter * work->mm ||
                      piece->area < inked * piece->longer * piece->shorter;

      for (guint k = 0; k < work->documents->len && !drop; k++)
        drop = overlap (piece, g_ptr_array_index (work->documents, k));
      if (drop)
        g_ptr_array_remove_index_fast (work->pieces, i);
      else
        i++;
    }
}

/* Print that may be of cards whose edges are not seen: none is as long as a line on a page of paper. */
static gboolean
may_be_cards (const Work *work)
{
  for (guint i = 0; i < work->pieces->len; i++)
    {
      const VidimusFlatbedPiece *piece = g_ptr_array_index (work->pieces, i);

      if (piece->longer > PAGE_LONGER * work->mm || !is_document (work, piece))
        return FALSE;
    }

  return TRUE;
}

/* Print of which the paper is not seen: of some cards, or of one page. Documents that it lies around are pictures on that page. */
static void
judge_print (Work *work)
{
  join_pieces (work, are_one_text);
  keep_known (work);
  drop_small (work, LEAST_SHORTER, BRIDGE * 2, INKED);
  if (may_be_cards (work))
    return;

  join_pieces (work, are_on_glass);
  for (guint i = 0; i < work->documents->len;)
    {
      const VidimusFlatbedPiece *document = g_ptr_array_index (work->documents, i);

      if (overlap (work->pieces->pdata[0], document))
        {
          VidimusFlatbedPiece *both = vidimus_flatbed_piece_join (work->pieces->pdata[0], document);

          vidimus_flatbed_piece_free (work->pieces->pdata[0]);
          work->pieces->pdata[0] = both;
          g_ptr_array_remove_index_fast (work->documents, i);
          i = 0;
        }
      else
        {
          i++;
        }
    }
  /* A page of paper that covers the glass shows no edge; it is all of it. */
  if (work->documents->len == 0)
    g_ptr_array_set_size (work->pieces, 0);
}

static int
tell (Work *work,
      int   boxes[VIDIMUS_FLATBED_MOST][4])
{
  double room = work->pieces->len > 0 ? PAPER_ROOM : ROOM;

  g_ptr_array_extend_and_steal (work->documents, g_steal_pointer (&work->pieces));

  return vidimus_flatbed_box (work->page, work->documents, work->reduction,
                              (int) lround (room * work->mm * work->reduction), boxes);
}

static int
split (const struct vidimus_image *page,
       const struct vidimus_image *small,
       double                      mm,
       int                         boxes[VIDIMUS_FLATBED_MOST][4])
{
  Work work = { .page = page, .reduction = (double) page->width / small->width, .mm = mm };
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_flatbed_piece_free);
  struct vidimus_image mask;
  int close = (int) lround (CLOSE * mm);
  int n;

  if (!vidimus_flatbed_see (small, &mask))
    return vidimus_flatbed_whole (page, boxes);
  vidimus_flatbed_clear_rim (&mask, (int) lround (RIM * mm));
  vidimus_flatbed_grow (&mask, close);
  vidimus_flatbed_shrink (&mask, close);
  vidimus_flatbed_fill_holes (&mask);
  work.documents = documents;
  find_solids (&work, &mask);
  vidimus_image_free (&mask);

  if (work.pieces->len <= MOST_PIECES)
    {
      join_pieces (&work, lie_within);
      keep_known (&work);
      drop_small (&work, 0, 0, 0);
      judge_print (&work);
      n = tell (&work, boxes);
    }
  else
    {
      n = vidimus_flatbed_whole (page, boxes);
    }
  g_clear_pointer (&work.pieces, g_ptr_array_unref);

  return n;
}

/* RGB at WORK_DPI or less. */
static gboolean
reduce (const struct vidimus_image *page,
        int                         dpi,
        struct vidimus_image       *out)
{
  struct vidimus_image scaled;
  gboolean made;

  if (dpi > WORK_DPI)
    made = vidimus_image_scale (page, MAX (page->width * WORK_DPI / dpi, 1), MAX (page->height * WORK_DPI / dpi, 1), &scaled);
  else
    made = vidimus_image_scale (page, page->width, page->height, &scaled);
  if (!made || !vidimus_image_alloc (out, scaled.width, scaled.height, 3))
    {
      vidimus_image_free (&scaled);
      return FALSE;
    }

  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      for (int c = 0; c < 3; c++)
        vidimus_image_at (out, x, y)[c] = vidimus_image_at (&scaled, x, y)[scaled.channels == 1 ? 0 : c];
  vidimus_image_free (&scaled);

  return TRUE;
}

/**
 * vidimus_flatbed_split:
 * @page: RGB or grey
 * @dpi: what it was scanned at; 0 where nobody knows: then it is not split
 */
int
vidimus_flatbed_split (const struct vidimus_image *page,
                       int                         dpi,
                       int                         boxes[VIDIMUS_FLATBED_MOST][4])
{
  struct vidimus_image small;
  int n;

  if (dpi <= 0 || !reduce (page, dpi, &small))
    return vidimus_flatbed_whole (page, boxes);
  n = split (page, &small, MIN (dpi, WORK_DPI) / 25.4, boxes);
  vidimus_image_free (&small);

  return n;
}
