/* The entropy coding of a baseline JPEG, undone as often as its blocks are wanted. */
#pragma once

#include <glib.h>

#include <stdio.h> /* jpeglib.h wants it */

#include <jpeglib.h>

G_BEGIN_DECLS

/* MCUs that are decoded at once: beside each other in one row of them. */
#define VIDIMUS_SCAN_MCUS 8

#define VIDIMUS_SCAN_COMPONENTS 3

/* The place of what nobody wants: that of the 65th coefficient. */
#define VIDIMUS_SCAN_NOWHERE DCTSIZE2

/**
 * VidimusScanBlocks:
 *
 * Blocks of one component: @down rows of VIDIMUS_SCAN_MCUS × @across. The coefficients of one frequency stand side by side, block
 * by block: what is done to one block is done to eight at once.
 */
typedef struct
{
  int     across;
  int     down;
  gsize   frequency; /* from one frequency to the next, in coefficients */
  gsize   row;       /* from one row of blocks to the next */
  gsize   used;      /* of a row: the coefficients that somebody wants lie in so many, of the others nothing is known */
  gint16 *data;      /* owned: DCTSIZE2 frequencies in natural order, and one for what is not wanted */
  guint16 places[DCTSIZE2 * 4]; /* of the k-th coefficient in the order of the file; from DCTSIZE2 on nowhere */
} VidimusScanBlocks;

typedef struct _VidimusScan VidimusScan;

VidimusScan *vidimus_scan_new          (const struct jpeg_decompress_struct *jpeg);
void         vidimus_scan_free         (VidimusScan                         *self);
gboolean     vidimus_scan_decode       (VidimusScan                         *self,
                                        int                                  row,
                                        int                                  column,
                                        VidimusScanBlocks                   *blocks);

void         vidimus_scan_blocks_init  (VidimusScanBlocks                   *self,
                                        int                                  across,
                                        int                                  down,
                                        int                                  side);
void         vidimus_scan_blocks_zero  (VidimusScanBlocks                   *self);
void         vidimus_scan_blocks_clear (VidimusScanBlocks                   *self);

/* vidimus-huffman.c */

/* Bits that a table is asked with: more codes than fit into them are rare, and more entries than that do not stay in the cache. */
#define VIDIMUS_HUFFMAN_BITS 11

/**
 * VidimusHuffman:
 *
 * For each of the next bits what they begin with: one symbol and the number behind it or, where they fit, two. See
 * vidimus-huffman.c for an entry's fields.
 */
typedef struct
{
  guint64 entries[1 << VIDIMUS_HUFFMAN_BITS];
  int     most[17];    /* the greatest code of each length, or −1 */
  int     offsets[17]; /* from a code to its symbol */
  guint8  symbols[256];
} VidimusHuffman;

/* The fields of an entry. Lengths are in bits; an advance is how many coefficients further a symbol's is, or END and more. */
#define VIDIMUS_HUFFMAN_LENGTH(entry)   ((guint) (entry) & 63)         /* of all of it; 0: ask vidimus_huffman_long() */
#define VIDIMUS_HUFFMAN_FIRST(entry)    ((guint) ((entry) >> 8) & 63)  /* of the first symbol and its number */
#define VIDIMUS_HUFFMAN_ADVANCE(entry)  ((guint) ((entry) >> 16) & 255) /* of the first */
#define VIDIMUS_HUFFMAN_ADVANCES(entry) ((guint) ((entry) >> 24) & 255) /* of both */
#define VIDIMUS_HUFFMAN_NUMBER(entry)   ((gint16) ((entry) >> 32))     /* of the first */
#define VIDIMUS_HUFFMAN_NUMBERS(entry)  ((gint16) ((entry) >> 48))     /* of the second, or of the first again */

#define VIDIMUS_HUFFMAN_END 128

gboolean     vidimus_huffman_init      (VidimusHuffman                      *self,
                                        const JHUFF_TBL                     *table,
                                        gboolean                             dc);
guint64      vidimus_huffman_long      (const VidimusHuffman                *self,
                                        guint64                              entry,
                                        guint64                              bits,
                                        gboolean                             dc);

G_END_DECLS
