/* Masks: growing, shrinking, holes, connected pixels. */
#include "vidimus-flatbed-private.h"

#include <stdlib.h>
#include <string.h>

/* What begins at the end of a line and ends before @width is cleared. */
static void
clear_run (uint8_t *line,
           int      n,
           gssize   step,
           int      width)
{
  int run = 0;

  while (run < n && line[run * step] != 0)
    run++;
  if (run < width)
    for (int i = 0; i < run; i++)
      line[i * step] = 0;
}

/** vidimus_flatbed_clear_rim: what reaches into the page from a side less than @width pixels: the frame of the glass. */
void
vidimus_flatbed_clear_rim (struct vidimus_image *mask,
                           int                   width)
{
  gssize stride = (gssize) mask->stride;

  for (int y = 0; y < mask->height; y++)
    {
      clear_run (vidimus_image_at (mask, 0, y), mask->width, 1, width);
      clear_run (vidimus_image_at (mask, mask->width - 1, y), mask->width, -1, width);
    }
  for (int x = 0; x < mask->width; x++)
    {
      clear_run (vidimus_image_at (mask, x, 0), mask->height, stride, width);
      clear_run (vidimus_image_at (mask, x, mask->height - 1), mask->height, -stride, width);
    }
}

/* Along a line of @n pixels, @step bytes apart: each becomes the greatest, or the smallest, within @radius. Beyond the line there is nothing to see. */
static void
spread (uint8_t *line,
        int      n,
        gsize    step,
        int      radius,
        uint8_t  wins,
        uint8_t *copy)
{
  int last = -radius - 1; /* where the winner was seen last */

  for (int i = 0; i < n; i++)
    copy[i] = line[(gsize) i * step];
  for (int i = -radius; i < n; i++)
    {
      if (i + radius < n && copy[i + radius] == wins)
        last = i + radius;
      if (i >= 0)
        line[(gsize) i * step] = last >= i - radius ? wins : (uint8_t) (255 - wins);
    }
}

static void
spread_all (struct vidimus_image *mask,
            int                   radius,
            uint8_t               wins)
{
  g_autofree uint8_t *copy = g_malloc ((gsize) MAX (mask->width, mask->height));

  for (int y = 0; y < mask->height; y++)
    spread (vidimus_image_at (mask, 0, y), mask->width, 1, radius, wins, copy);
  for (int x = 0; x < mask->width; x++)
    spread (vidimus_image_at (mask, x, 0), mask->height, mask->stride, radius, wins, copy);
}

/** vidimus_flatbed_grow: by a square of @radius pixels to each side. */
void
vidimus_flatbed_grow (struct vidimus_image *mask,
                      int                   radius)
{
  spread_all (mask, radius, 255);
}

/** vidimus_flatbed_shrink: likewise; what reaches the page's rim is not shrunk there. */
void
vidimus_flatbed_shrink (struct vidimus_image *mask,
                        int                   radius)
{
  spread_all (mask, radius, 0);
}

static void
push (GArray               *stack,
      struct vidimus_image *mask,
      int                   x,
      int                   y,
      uint8_t               from,
      uint8_t               to)
{
  uint8_t *pixel;
  int at[2] = { x, y };

  if (x < 0 || y < 0 || x >= mask->width || y >= mask->height)
    return;
  pixel = vidimus_image_at (mask, x, y);
  if (*pixel != from)
    return;
  *pixel = to;
  g_array_append_vals (stack, at, 2);
}

static gboolean
pop (GArray *stack,
     int    *x,
     int    *y)
{
  if (stack->len == 0)
    return FALSE;
  *x = g_array_index (stack, int, stack->len - 2);
  *y = g_array_index (stack, int, stack->len - 1);
  g_array_set_size (stack, stack->len - 2);

  return TRUE;
}

/** vidimus_flatbed_fill_holes: what can't be reached from the rim without crossing the mask belongs to it. */
void
vidimus_flatbed_fill_holes (struct vidimus_image *mask)
{
  g_autoptr(GArray) stack = g_array_new (FALSE, FALSE, sizeof (int));
  int x;
  int y;

  for (x = 0; x < mask->width; x++)
    {
      push (stack, mask, x, 0, 0, 1);
      push (stack, mask, x, mask->height - 1, 0, 1);
    }
  for (y = 0; y < mask->height; y++)
    {
      push (stack, mask, 0, y, 0, 1);
      push (stack, mask, mask->width - 1, y, 0, 1);
    }
  while (pop (stack, &x, &y))
    {
      push (stack, mask, x - 1, y, 0, 1);
      push (stack, mask, x + 1, y, 0, 1);
      push (stack, mask, x, y - 1, 0, 1);
      push (stack, mask, x, y + 1, 0, 1);
    }
  for (gsize i = 0; i < mask->stride * (gsize) mask->height; i++)
    mask->data[i] = mask->data[i] == 1 ? 0 : 255;
}

/** Row: the ends of a piece in a row of pixels. */
typedef struct
{
  int left;
  int right;
} Row;

/* The piece at a pixel of @mask, which is taken out of it. */
static VidimusFlatbedPiece *
take_piece (struct vidimus_image *mask,
            int                   x,
            int                   y,
            Row                  *rows,
            GArray               *stack)
{
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (struct vidimus_point));
  int top = y;
  int bottom = y;
  int area = 0;

  push (stack, mask, x, y, 255, 0);
  while (pop (stack, &x, &y))
    {
      area++;
      top = MIN (top, y);
      bottom = MAX (bottom, y);
      rows[y].left = MIN (rows[y].left, x);
      rows[y].right = MAX (rows[y].right, x);
      for (int v = y - 1; v <= y + 1; v++)
        for (int u = x - 1; u <= x + 1; u++)
          push (stack, mask, u, v, 255, 0);
    }
  for (y = top; y <= bottom; y++)
    {
      struct vidimus_point corners[4] = { { rows[y].left, y }, { rows[y].right + 1, y },
                                          { rows[y].left, y + 1 }, { rows[y].right + 1, y + 1 } };

      g_array_append_vals (points, corners, 4);
      rows[y] = (Row) { G_MAXINT, -1 };
    }

  return vidimus_flatbed_piece_new (points, area);
}

/** vidimus_flatbed_pieces: Returns: (transfer full): of #VidimusFlatbedPiece, the connected pixels of @mask */
GPtrArray *
vidimus_flatbed_pieces (const struct vidimus_image *mask)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_flatbed_piece_free);
  g_autoptr(GArray) stack = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree Row *rows = g_new (Row, mask->height);
  g_autofree uint8_t *data = g_memdup2 (mask->data, mask->stride * (gsize) mask->height);
  struct vidimus_image copy = *mask;

  copy.data = data;
  for (int y = 0; y < mask->height; y++)
    rows[y] = (Row) { G_MAXINT, -1 };
  for (int y = 0; y < mask->height; y++)
    for (int x = 0; x < mask->width; x++)
      if (*vidimus_image_at (&copy, x, y) == 255)
        g_ptr_array_add (pieces, take_piece (&copy, x, y, rows, stack));

  return pieces;
}
