/* What is lid and what lies before it. The lid may be of any shade, and darker towards a side: a surface of the second degree through the flat
 * blocks of the commonest shade, where those at the rim count more, since documents seldom cover it. */
#include "vidimus-flatbed-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 8            /* pixels a side, 2 mm */
#define FLAT 3.5           /* the most standard deviation of a block of the lid, levels */
#define RIM_WEIGHT 4       /* of a block at the page's rim */
#define FIRST_WIDTH 16     /* how far from the commonest shade the lid may be, levels */
#define WIDTH 8            /* and from its surface, when that is known */
#define LEAST_DIFFERENCE 3 /* from the lid, levels: less is unevenness */
#define MOST_DIFFERENCE 16
#define NOISES 5           /* a difference is so many times what the lid's pixels differ */
#define TERMS 6

/** Block: means of a square of pixels. */
typedef struct
{
  double   mean[3];
  double   x; /* of its centre, −1 … 1 across the page */
  double   y;
  gboolean flat;
  gboolean rim;
} Block;

typedef struct
{
  double k[3][TERMS];
} Surface;

static void
terms (double x,
       double y,
       double t[TERMS])
{
  t[0] = 1;
  t[1] = x;
  t[2] = y;
  t[3] = x * x;
  t[4] = x * y;
  t[5] = y * y;
}

static double
surface_at (const Surface *surface,
            int            channel,
            double         x,
            double         y)
{
  const double *k = surface->k[channel];

  return k[0] + k[1] * x + k[2] * y + k[3] * x * x + k[4] * x * y + k[5] * y * y;
}

static void
measure_block (const struct vidimus_image *page,
               int                         left,
               int                         top,
               Block                      *block)
{
  double sum[3] = { 0 };
  double squares = 0;
  const double n = BLOCK * BLOCK;

  for (int y = top; y < top + BLOCK; y++)
    for (int x = left; x < left + BLOCK; x++)
      {
        const uint8_t *p = vidimus_image_at (page, x, y);

        for (int c = 0; c < 3; c++)
          sum[c] += p[c];
        squares += (double) p[1] * p[1];
      }
  for (int c = 0; c < 3; c++)
    block->mean[c] = sum[c] / n;
  block->x = 2.0 * (left + BLOCK / 2) / page->width - 1;
  block->y = 2.0 * (top + BLOCK / 2) / page->height - 1;
  block->flat = squares / n - block->mean[1] * block->mean[1] <= FLAT * FLAT;
}

/* Returns: (transfer full): of Block */
static GArray *
measure (const struct vidimus_image *page)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  int columns = page->width / BLOCK;
  int rows = page->height / BLOCK;

  for (int j = 0; j < rows; j++)
    for (int i = 0; i < columns; i++)
      {
        Block block;

        measure_block (page, i * BLOCK, j * BLOCK, &block);
        block.rim = i < 2 || j < 2 || i >= columns - 2 || j >= rows - 2;
        g_array_append_val (blocks, block);
      }

  return blocks;
}

/* The commonest green of flat blocks. */
static double
commonest (GArray *blocks)
{
  double counts[256] = { 0 };
  double best = -1;
  int at = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *block = &g_array_index (blocks, Block, i);

      if (block->flat)
        counts[(int) block->mean[1]] += block->rim ? RIM_WEIGHT : 1;
    }
  for (int level = 0; level < 256; level++)
    {
      double sum = 0;

      for (int l = MAX (level - 6, 0); l <= MIN (level + 6, 255); l++)
        sum += counts[l];
      if (sum > best)
        {
          best = sum;
          at = level;
        }
    }

  return at;
}

/* Gauss, with pivots; @m is positive definite by its ridge. */
static void
solve (double m[TERMS][TERMS + 1],
       double out[TERMS])
{
  for (int i = 0; i < TERMS; i++)
    {
      int pivot = i;

      for (int r = i + 1; r < TERMS; r++)
        if (fabs (m[r][i]) > fabs (m[pivot][i]))
          pivot = r;
      for (int c = 0; c <= TERMS; c++)
        {
          double kept = m[i][c];

          m[i][c] = m[pivot][c];
          m[pivot][c] = kept;
        }
      for (int r = i + 1; r < TERMS; r++)
        for (int c = TERMS; c >= i; c--)
          m[r][c] -= m[i][c] * m[r][i] / m[i][i];
    }
  for (int i = TERMS - 1; i >= 0; i--)
    {
      out[i] = m[i][TERMS];
      for (int c = i + 1; c < TERMS; c++)
        out[i] -= m[i][c] * out[c];
      out[i] /= m[i][i];
    }
}

/* Whether the block is like the lid: in every channel once the surface is known, in green before. */
static gboolean
is_lid (const Block   *block,
        const Surface *surface,
        gboolean       known)
{
  if (!block->flat)
    return FALSE;
  if (!known)
    return fabs (block->mean[1] - surface->k[1][0]) <= FIRST_WIDTH;
  for (int c = 0; c < 3; c++)
    if (fabs (block->mean[c] - surface_at (surface, c, block->x, block->y)) > WIDTH)
      return FALSE;

  return TRUE;
}

/* A new surface through the blocks that are like the old one. Returns: how many they were */
static int
fit (GArray   *blocks,
     Surface  *surface,
     gboolean  known)
{
  double m[3][TERMS][TERMS + 1] = { 0 };
  int n = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *block = &g_array_index (blocks, Block, i);
      double t[TERMS];

      if (!is_lid (block, surface, known))
        continue;
      n++;
      terms (block->x, block->y, t);
      for (int c = 0; c < 3; c++)
        for (int r = 0; r < TERMS; r++)
          {
            for (int s = 0; s < TERMS; s++)
              m[c][r][s] += t[r] * t[s];
            m[c][r][TERMS] += t[r] * block->mean[c];
          }
    }
  for (int c = 0; c < 3 && n > 0; c++)
    {
      /* Where no block is seen the surface stays calm. */
      for (int r = 0; r < TERMS; r++)
        m[c][r][r] += r == 0 ? 1e-6 : 0.01 * n;
      solve (m[c], surface->k[c]);
    }

  return n;
}

/* How far a pixel, with its neighbours, is from the lid, of the channel where that is most. */
static void
subtract (const struct vidimus_image *page,
          const Surface              *surface,
          struct vidimus_image       *difference)
{
  for (int y = 0; y < page->height; y++)
    for (int x = 0; x < page->width; x++)
      {
        int x0 = MAX (x - 1, 0);
        int x1 = MIN (x + 1, page->width - 1);
        int y0 = MAX (y - 1, 0);
        int y1 = MIN (y + 1, page->height - 1);
        double most = 0;

        for (int c = 0; c < 3; c++)
          {
            int sum = 0;

            for (int v = y0; v <= y1; v++)
              for (int u = x0; u <= x1; u++)
                sum += vidimus_image_at (page, u, v)[c];
            most = MAX (most, fabs ((double) sum / ((x1 - x0 + 1) * (y1 - y0 + 1)) -
                                    surface_at (surface, c, 2.0 * x / page->width - 1, 2.0 * y / page->height - 1)));
          }
        *vidimus_image_at (difference, x, y) = (uint8_t) MIN (most * 4, 255); /* quarter levels */
      }
}

/* The median of what the lid's own pixels differ, in quarter levels. */
static int
measure_noise (const struct vidimus_image *difference,
               GArray                     *blocks,
               const Surface              *surface)
{
  int counts[256] = { 0 };
  int columns = difference->width / BLOCK;
  int n = 0;
  int level = 0;

  for (guint i = 0; i < blocks->len; i++)
    if (is_lid (&g_array_index (blocks, Block, i), surface, TRUE))
      for (int k = 0; k < BLOCK * BLOCK; k++, n++)
        counts[*vidimus_image_at (difference, (int) i % columns * BLOCK + k % BLOCK, (int) i / columns * BLOCK + k / BLOCK)]++;
  for (int below = counts[0]; below * 2 < n && level < 255; below += counts[level])
    level++;

  return level;
}

/**
 * vidimus_flatbed_see:
 * @page: RGB
 * @mask: (out): owned by the caller: what is not lid
 *
 * Returns: %FALSE when no lid is seen
 */
gboolean
vidimus_flatbed_see (const struct vidimus_image *page,
                     struct vidimus_image       *mask)
{
  g_autoptr(GArray) blocks = measure (page);
  Surface surface = { 0 };
  int least;
  int n;

  surface.k[1][0] = commonest (blocks);
  n = fit (blocks, &surface, FALSE);
  for (int i = 0; i < 4 && n >= TERMS * 2; i++)
    n = fit (blocks, &surface, TRUE);
  if (n < TERMS * 2 || !vidimus_image_alloc (mask, page->width, page->height, 1))
    return FALSE;

  subtract (page, &surface, mask);
  least = CLAMP (NOISES * measure_noise (mask, blocks, &surface), 4 * LEAST_DIFFERENCE, 4 * MOST_DIFFERENCE);
  for (gsize i = 0; i < mask->stride * (gsize) mask->height; i++)
    mask->data[i] = mask->data[i] > least ? 255 : 0;

  return TRUE;
}
