/* The one scan of a baseline JPEG (ITU-T T.81, F.2). It is gone through once, to know that it is sound and where every few MCUs begin;
 * from then on any of them can be had at once, so that no coefficient needs to be kept. */
#include "vidimus-scan-private.h"

#include <stdlib.h>
#include <string.h>

#define MOST_BYTES (1 << 28) /* of the scan: places in it are counted in bits, in 32 bits */

#define MOST_BLOCKS 10        /* in an MCU (T.81, B.2.3) */

/* What VIDIMUS_SCAN_MCUS can take at most, and a look ahead: each block has 64 codes of at most 16 bits with 11 behind. */
#define SPARE (VIDIMUS_SCAN_MCUS * MOST_BLOCKS * 64 * 27 / 8 + 16)

/* Where MCUs begin. */
typedef struct
{
  guint32 bit;
  gint32  levels[VIDIMUS_SCAN_COMPONENTS]; /* of the last block before */
} Start;

struct _VidimusScan
{
  int                   n_components;
  int                   across[VIDIMUS_SCAN_COMPONENTS]; /* blocks in an MCU */
  int                   down[VIDIMUS_SCAN_COMPONENTS];
  int                   mcus;     /* in a row of them */
  int                   columns;  /* of VIDIMUS_SCAN_MCUS, the last of which may have fewer */
  int                   rows;
  int                   interval; /* MCUs from one restart to the next; 0: none */
  guint8               *data;     /* owned: the scan without stuffed zeros and markers, and SPARE zeros */
  gsize                 length;
  GArray               *restarts; /* owned: guint32, the bytes at which the coding starts anew */
  Start                *starts;   /* owned: of each column of each row */
  int                   n_known;  /* of these */
  VidimusHuffman       *tables[2][NUM_HUFF_TBLS]; /* owned: for the first of a block, for the others; those that are asked for */
  const VidimusHuffman *dc[VIDIMUS_SCAN_COMPONENTS];
  const VidimusHuffman *ac[VIDIMUS_SCAN_COMPONENTS];
};

/* Bits from the highest on; those after the first @n are not to be counted on. */
typedef struct
{
  const guint8 *next;
  guint64       bits;
  guint         n;
} Reader;

/* At least 56 bits (F. Giesen, Reading bits in far too many ways, 2018). */
static inline void
reader_fill (Reader *reader)
{
  guint64 more;

  memcpy (&more, reader->next, sizeof more);
  reader->bits |= GUINT64_FROM_BE (more) >> reader->n;
  reader->next += (63 - reader->n) >> 3;
  reader->n |= 56;
}

static inline void
reader_skip (Reader *reader,
             guint   n)
{
  reader->bits <<= n;
  reader->n -= n;
}

static Reader
reader_at (const VidimusScan *self,
           gsize              bit)
{
  Reader reader = { .next = self->data + bit / 8 };

  reader_fill (&reader);
  reader_skip (&reader, bit % 8);

  return reader;
}

static gsize
reader_tell (const VidimusScan *self,
             const Reader      *reader)
{
  return (gsize) (reader->next - self->data) * 8 - reader->n;
}

/* Copies the scan without what is not part of it. Returns: whether all of that is in order, up to the end of the image */
static gboolean
unstuff (VidimusScan  *self,
         const guint8 *from,
         gsize         length)
{
  const guint8 *end = from + length, *marker;
  guint8 *to = self->data = malloc (length + SPARE);

  if (to == NULL)
    return FALSE;
  for (; (marker = memchr (from, 0xff, (gsize) (end - from))) != NULL && marker + 1 < end; from = marker + 2)
    {
      gsize n = (gsize) (marker - from);

      memcpy (to, from, n);
      to += n;
      if (marker[1] == 0)
        *to++ = 0xff;
      else if (marker[1] == 0xd0 + self->restarts->len % 8 && self->interval > 0)
        {
          guint32 at = (guint32) (to - self->data);

          g_array_append_val (self->restarts, at);
        }
      else if (marker[1] == 0xd9)
        {
          self->length = (gsize) (to - self->data);
          memset (to, 0, SPARE);
          return TRUE;
        }
      else
        return FALSE;
    }

  return FALSE;
}

static gboolean
is_baseline (const struct jpeg_decompress_struct *jpeg)
{
  if (jpeg->progressive_mode || jpeg->arith_code || jpeg->comps_in_scan != jpeg->num_components ||
      jpeg->num_components > VIDIMUS_SCAN_COMPONENTS)
    return FALSE;
  for (int i = 0; i < jpeg->num_components; i++)
    if (jpeg->cur_comp_info[i] != jpeg->comp_info + i || jpeg->comp_info[i].dc_tbl_no >= NUM_HUFF_TBLS ||
        jpeg->comp_info[i].ac_tbl_no >= NUM_HUFF_TBLS)
      return FALSE;

  return TRUE;
}

/* Makes a table, but once: blue and red have the same, and what is looked at less often does not stay in the cache. Returns: NULL where
 * there is none that is right */
static const VidimusHuffman *
make_table (VidimusHuffman  **made,
            const JHUFF_TBL  *table,
            gboolean          dc)
{
  if (*made != NULL)
    return *made;

  *made = g_new (VidimusHuffman, 1);

  return vidimus_huffman_init (*made, table, dc) ? *made : NULL;
}

/* Returns: whether there are tables for all */
static gboolean
make_tables (VidimusScan                         *self,
             const struct jpeg_decompress_struct *jpeg)
{
  for (int i = 0; i < self->n_components; i++)
    {
      int dc = jpeg->comp_info[i].dc_tbl_no, ac = jpeg->comp_info[i].ac_tbl_no;

      self->dc[i] = make_table (&self->tables[0][dc], jpeg->dc_huff_tbl_ptrs[dc], TRUE);
      self->ac[i] = make_table (&self->tables[1][ac], jpeg->ac_huff_tbl_ptrs[ac], FALSE);
      if (self->dc[i] == NULL || self->ac[i] == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Of a file of one component an MCU is one block, whatever its factors (T.81, A.2.2). Returns: whether an MCU has as few blocks as it may */
static gboolean
find_shape (VidimusScan                         *self,
            const struct jpeg_decompress_struct *jpeg)
{
  gboolean single = jpeg->num_components == 1;
  int width = DCTSIZE * (single ? 1 : jpeg->max_h_samp_factor), height = DCTSIZE * (single ? 1 : jpeg->max_v_samp_factor);
  int blocks = 0;

  self->n_components = jpeg->num_components;
  for (int i = 0; i < self->n_components; i++)
    {
      self->across[i] = single ? 1 : jpeg->comp_info[i].h_samp_factor;
      self->down[i] = single ? 1 : jpeg->comp_info[i].v_samp_factor;
      blocks += self->across[i] * self->down[i];
    }
  self->mcus = ((int) jpeg->image_width + width - 1) / width;
  self->rows = ((int) jpeg->image_height + height - 1) / height;
  self->columns = (self->mcus + VIDIMUS_SCAN_MCUS - 1) / VIDIMUS_SCAN_MCUS;
  self->interval = (int) jpeg->restart_interval;

  return blocks <= MOST_BLOCKS;
}

/**
 * vidimus_scan_new:
 * @jpeg: as jpeg_read_header() leaves it, with the scan in memory
 *
 * The columns of all rows have to be decoded once in their order; after that, in any.
 *
 * Returns: (transfer full) (nullable): %NULL where the file is not baseline, has several scans, or anything odd in its only one
 */
VidimusScan *
vidimus_scan_new (const struct jpeg_decompress_struct *jpeg)
{
  VidimusScan *self;

  if (!is_baseline (jpeg) || jpeg->src->bytes_in_buffer > MOST_BYTES)
    return NULL;

  self = g_new0 (VidimusScan, 1);
  self->restarts = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (find_shape (self, jpeg))
    self->starts = calloc ((gsize) self->columns * (gsize) self->rows + 1, sizeof *self->starts);
  if (self->starts != NULL && make_tables (self, jpeg) &&
      unstuff (self, jpeg->src->next_input_byte, jpeg->src->bytes_in_buffer) &&
      (self->interval == 0 || self->restarts->len == (guint) ((self->mcus * self->rows - 1) / self->interval)))
    return self;

  vidimus_scan_free (self);

  return NULL;
}

/**
 * vidimus_scan_free:
 * @self: (transfer full): a scan
 */
void
vidimus_scan_free (VidimusScan *self)
{
  for (int i = 0; i < NUM_HUFF_TBLS; i++)
    {
      g_free (self->tables[0][i]);
      g_free (self->tables[1][i]);
    }
  g_array_unref (self->restarts);
  free (self->starts);
  free (self->data);
  g_free (self);
}

/* What is done with an entry's symbols. What is past the last coefficient has no place, and where the first symbol is the block's last,
 * the second is another block's. */
#define TAKE(entry)                                                                \
  first = k + VIDIMUS_HUFFMAN_ADVANCE (entry);                                     \
  k += VIDIMUS_HUFFMAN_ADVANCES (entry);                                           \
  block[places[first]] = VIDIMUS_HUFFMAN_NUMBER (entry);                           \
  block[places[k]] = VIDIMUS_HUFFMAN_NUMBERS (entry);                              \
  if (k >= DCTSIZE2 - 1)                                                           \
    break;                                                                         \
  reader_skip (&reader, VIDIMUS_HUFFMAN_LENGTH (entry))

#define LOOK(entry)                                                                \
  entry = ac->entries[reader.bits >> (64 - VIDIMUS_HUFFMAN_BITS)];                 \
  if (G_UNLIKELY (VIDIMUS_HUFFMAN_LENGTH (entry) == 0))                            \
    goto long_code;                                                                \
  TAKE (entry)

/* Puts a block's coefficients into place, of the first only the difference; returns that through @level. */
static inline gboolean
decode_block (Reader               *from,
              const VidimusHuffman *dc,
              const VidimusHuffman *ac,
              const guint16        *places,
              gint32               *level,
              gint16               *block)
{
  Reader reader = *from;
  guint64 entry;
  guint k = 0, first;

  reader_fill (&reader);
  entry = dc->entries[reader.bits >> (64 - VIDIMUS_HUFFMAN_BITS)];
  if (VIDIMUS_HUFFMAN_LENGTH (entry) == 0)
    entry = vidimus_huffman_long (dc, entry, reader.bits, TRUE);
  if (VIDIMUS_HUFFMAN_LENGTH (entry) == 0)
    return FALSE;
  reader_skip (&reader, VIDIMUS_HUFFMAN_LENGTH (entry));
  *level = (gint32) ((guint32) *level + (guint32) VIDIMUS_HUFFMAN_NUMBER (entry));
  block[places[0]] = (gint16) *level;

  for (;;)
    {
      reader_fill (&reader); /* enough for four looks */
      LOOK (entry);
      LOOK (entry);
      LOOK (entry);
      LOOK (entry);
      continue;

    long_code:
      reader_fill (&reader);
      entry = vidimus_huffman_long (ac, entry, reader.bits, FALSE);
      if (VIDIMUS_HUFFMAN_LENGTH (entry) == 0)
        return FALSE;
      TAKE (entry);
    }

  reader_skip (&reader, first >= DCTSIZE2 - 1 ? VIDIMUS_HUFFMAN_FIRST (entry) : VIDIMUS_HUFFMAN_LENGTH (entry));
  *from = reader;
  if (first >= DCTSIZE2 - 1)
    k = first;

  return k == DCTSIZE2 - 1 || k >= VIDIMUS_HUFFMAN_END;
}

#undef TAKE
#undef LOOK

/* Where a restart is due before MCU @mcu, goes there. Returns: whether what comes before it ended in time */
static gboolean
restart (const VidimusScan *self,
         int                mcu,
         Reader            *reader,
         gint32             levels[VIDIMUS_SCAN_COMPONENTS])
{
  gsize at;

  if (self->interval == 0 || mcu == 0 || mcu % self->interval != 0)
    return TRUE;

  at = (gsize) g_array_index (self->restarts, guint32, mcu / self->interval - 1) * 8;
  if (reader_tell (self, reader) > at)
    return FALSE;

  *reader = reader_at (self, at);
  memset (levels, 0, VIDIMUS_SCAN_COMPONENTS * sizeof *levels);

  return TRUE;
}

/**
 * vidimus_scan_decode:
 * @row: of MCUs
 * @column: of VIDIMUS_SCAN_MCUS
 * @blocks: one for each component, zeroed; filled
 *
 * Returns: %FALSE where the scan is damaged, which shows the first time
 */
gboolean
vidimus_scan_decode (VidimusScan       *self,
                     int                row,
                     int                column,
                     VidimusScanBlocks *blocks)
{
  int at = row * self->columns + column, mcu = row * self->mcus + column * VIDIMUS_SCAN_MCUS;
  int n = MIN (VIDIMUS_SCAN_MCUS, self->mcus - column * VIDIMUS_SCAN_MCUS);
  Start start;
  Reader reader;

  if (at > self->n_known)
    return FALSE;

  start = self->starts[at];
  reader = reader_at (self, start.bit);
  for (int m = 0; m < n; m++)
    {
      if (!restart (self, mcu + m, &reader, start.levels))
        return FALSE;
      for (int i = 0; i < self->n_components; i++)
        for (int k = 0; k < self->across[i] * self->down[i]; k++)
          if (!decode_block (&reader, self->dc[i], self->ac[i], blocks[i].places, &start.levels[i],
                             blocks[i].data + (gsize) (k / self->across[i]) * blocks[i].row + m * self->across[i] +
                               k % self->across[i]))
            return FALSE;
    }

  start.bit = (guint32) reader_tell (self, &reader);
  if (start.bit > self->length * 8)
    return FALSE;
  if (at == self->n_known)
    self->starts[++self->n_known] = start;

  return TRUE;
}

/* Of one axis: what vidimus_blocks_to_pixels() looks at, or more. */
static gboolean
is_wanted (int frequency,
           int side)
{
  return side > 2 || frequency == 0 || (side == 2 && frequency < 4);
}

/**
 * vidimus_scan_blocks_init:
 * @across: blocks of an MCU beside each other; @down below each other
 * @side: pixels of the side of what becomes of a block, which says what frequencies are wanted
 *
 * To be cleared in every case.
 */
void
vidimus_scan_blocks_init (VidimusScanBlocks *self,
                          int                across,
                          int                down,
                          int                side)
{
  static const guint8 natural[DCTSIZE2] = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
  };

  self->across = across;
  self->down = down;
  self->frequency = (gsize) (VIDIMUS_SCAN_MCUS * across);
  self->row = (VIDIMUS_SCAN_NOWHERE + 1) * self->frequency;
  self->data = malloc (self->row * (gsize) down * sizeof *self->data);
  self->used = 0;
  for (gsize k = 0; k < G_N_ELEMENTS (self->places); k++)
    {
      gboolean wanted = k < DCTSIZE2 && is_wanted (natural[k] % DCTSIZE, side) && is_wanted (natural[k] / DCTSIZE, side);
      gsize place = wanted ? natural[k] : VIDIMUS_SCAN_NOWHERE;

      self->places[k] = (guint16) (self->frequency * place);
      if (wanted && self->frequency * (place + 1) > self->used)
        self->used = self->frequency * (place + 1);
    }
}

void
vidimus_scan_blocks_zero (VidimusScanBlocks *self)
{
  for (int i = 0; i < self->down; i++)
    memset (self->data + (gsize) i * self->row, 0, self->used * sizeof *self->data);
}

void
vidimus_scan_blocks_clear (VidimusScanBlocks *self)
{
  free (self->data);
  self->data = NULL;
}
