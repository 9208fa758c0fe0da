/* Tables that tell of the next few bits of a JPEG which symbols they hold (ITU-T T.81, annexes C and F), two at once where these are short:
 * undoing the coding waits for one look into the table after the other, so that fewer looks are less time. */
#include "vidimus-scan-private.h"

#include <string.h>

#define MOST_DC 11 /* bits of a difference, and … */
#define MOST_AC 10 /* … of another coefficient, in a baseline file of 8 bits */

/* One symbol with the number behind it. */
typedef struct
{
  guint length;  /* of both, in bits */
  guint code;    /* of the symbol alone */
  guint size;    /* of the number alone */
  guint advance;
  int   number;
} Symbol;

/* The number that @size bits stand for: those that begin with 0 are negative (T.81, F.2.2.1). */
static int
extend (guint bits,
        guint size)
{
  if (size == 0)
    return 0;

  return bits >> (size - 1) != 0 ? (int) bits : (int) bits - (1 << size) + 1;
}

static guint64
pack (const Symbol *first,
      const Symbol *second) /* nullable */
{
  const Symbol *last = second != NULL ? second : first;

  return (guint64) (first->length + (second != NULL ? second->length : 0)) | (guint64) first->length << 8 |
         (guint64) first->advance << 16 | (guint64) (first->advance + (second != NULL ? second->advance : 0)) << 24 |
         (guint64) (guint16) first->number << 32 | (guint64) (guint16) last->number << 48;
}

/* Fills in the symbol whose code @bits begin with, but for its number. Returns: whether there is one of at most @longest bits */
static gboolean
find_symbol (const VidimusHuffman *self,
             guint64               bits,
             guint                 longest,
             gboolean              dc,
             Symbol               *symbol)
{
  for (guint length = 1; length <= longest; length++)
    {
      int code = (int) (bits >> (64 - length));
      guint8 value;

      if (code > self->most[length])
        continue;

      value = self->symbols[code + self->offsets[length]];
      symbol->code = length;
      symbol->size = dc ? value : value & 15;
      symbol->length = length + symbol->size;
      symbol->advance = dc ? 1 : value >> 4 < 15 && symbol->size == 0 ? VIDIMUS_HUFFMAN_END : (guint) (value >> 4) + 1;
      return TRUE;
    }

  return FALSE;
}

static void
read_number (guint64  bits,
             Symbol  *symbol)
{
  symbol->number = extend (symbol->size > 0 ? (guint) (bits << symbol->code >> (64 - symbol->size)) : 0, symbol->size);
}

static guint64
make_entry (const VidimusHuffman *self,
            guint64               bits,
            gboolean              dc)
{
  Symbol first, second;
  guint left;

  if (!find_symbol (self, bits, VIDIMUS_HUFFMAN_BITS, dc, &first))
    return 0;
  if (first.length > VIDIMUS_HUFFMAN_BITS) /* the number's bits are still to come: its size stands for it */
    return (guint64) first.code << 8 | (guint64) first.advance << 16 | (guint64) first.size << 32;

  read_number (bits, &first);
  left = VIDIMUS_HUFFMAN_BITS - first.length;
  bits <<= first.length;
  if (dc || first.advance >= VIDIMUS_HUFFMAN_END || !find_symbol (self, bits, left, FALSE, &second) || second.length > left)
    return pack (&first, NULL);

  read_number (bits, &second);

  return pack (&first, &second);
}

/**
 * vidimus_huffman_init:
 * @table: (nullable): as the file has it
 *
 * Returns: %FALSE where the table is not one of a baseline file
 */
gboolean
vidimus_huffman_init (VidimusHuffman  *self,
                      const JHUFF_TBL *table,
                      gboolean         dc)
{
  int code = 0, n = 0;

  if (table == NULL)
    return FALSE;

  for (int length = 1; length <= 16; length++, code <<= 1)
    {
      self->offsets[length] = n - code;
      n += table->bits[length];
      code += table->bits[length];
      self->most[length] = table->bits[length] > 0 ? code - 1 : -1;
      if (n > 256 || code > 1 << length)
        return FALSE;
    }
  memcpy (self->symbols, table->huffval, sizeof self->symbols);
  for (int i = 0; i < n; i++)
    if (dc ? self->symbols[i] > MOST_DC : (self->symbols[i] & 15) > MOST_AC)
      return FALSE;

  for (guint64 i = 0; i < G_N_ELEMENTS (self->entries); i++)
    self->entries[i] = make_entry (self, i << (64 - VIDIMUS_HUFFMAN_BITS), dc);

  return TRUE;
}

/**
 * vidimus_huffman_long:
 * @entry: what the table has for these bits, of length 0
 * @bits: the next ones, from the highest on
 *
 * Returns: an entry of one symbol; one of length 0 where there is no such code
 */
guint64
vidimus_huffman_long (const VidimusHuffman *self,
                      guint64               entry,
                      guint64               bits,
                      gboolean              dc)
{
  Symbol symbol = { .code = VIDIMUS_HUFFMAN_FIRST (entry), .size = (guint) VIDIMUS_HUFFMAN_NUMBER (entry),
                    .advance = VIDIMUS_HUFFMAN_ADVANCE (entry) };

  symbol.length = symbol.code + symbol.size;
  if (entry == 0 && !find_symbol (self, bits, 16, dc, &symbol))
    return 0;

  read_number (bits, &symbol);

  return pack (&symbol, NULL);
}
