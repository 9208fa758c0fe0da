/* A TIFF (TIFF 6.0, section 2) written anew around the very bytes of its first image's strips or tiles. */
#include "vidimus-bytes-private.h"
#include "vidimus-metadata-private.h"

#include <string.h>

#define HEADER_BYTES 8
#define ENTRY_BYTES 12

#define SHORT 3
#define LONG  4

#define COMPRESSION 259
#define ORIENTATION 274

/* What tells how the strips are to be read, in the order of the standard. */
static const guint16 kept[] = {
  254, /* NewSubfileType */
  255, /* SubfileType */
  256, /* ImageWidth */
  257, /* ImageLength */
  258, /* BitsPerSample */
  259, /* Compression */
  262, /* PhotometricInterpretation */
  266, /* FillOrder */
  273, /* StripOffsets */
  277, /* SamplesPerPixel */
  278, /* RowsPerStrip */
  279, /* StripByteCounts */
  282, /* XResolution */
  283, /* YResolution */
  284, /* PlanarConfiguration */
  292, /* T4Options */
  293, /* T6Options */
  296, /* ResolutionUnit */
  317, /* Predictor */
  318, /* WhitePoint */
  319, /* PrimaryChromaticities */
  320, /* ColorMap */
  322, /* TileWidth */
  323, /* TileLength */
  324, /* TileOffsets */
  325, /* TileByteCounts */
  332, /* InkSet */
  338, /* ExtraSamples */
  339, /* SampleFormat */
  347, /* JPEGTables */
  529, /* YCbCrCoefficients */
  530, /* YCbCrSubSampling */
  531, /* YCbCrPositioning */
  532, /* ReferenceBlackWhite */
  34675, /* ICC profile */
};

typedef struct
{
  const guint8 *data;
  gsize         length;
  gboolean      big;
  GByteArray   *out; /* owned */
} Reader;

/* A list of numbers in the file: of offsets, or of lengths. */
typedef struct
{
  const guint8 *at;
  guint         type;
  guint32       n;
} Numbers;

static guint
get16 (const Reader *self,
       const guint8 *p)
{
  return self->big ? be16 (p) : le16 (p);
}

static guint32
get32 (const Reader *self,
       const guint8 *p)
{
  return self->big ? be32 (p) : le32 (p);
}

static void
put16 (const Reader *self,
       guint8       *p,
       guint         value)
{
  p[self->big ? 0 : 1] = (guint8) (value >> 8);
  p[self->big ? 1 : 0] = (guint8) value;
}

static void
put32 (const Reader *self,
       guint8       *p,
       guint32       value)
{
  put16 (self, p, self->big ? value >> 16 : value & 0xffff);
  put16 (self, p + 2, self->big ? value & 0xffff : value >> 16);
}

/* Bytes of one value; 0: no such type. */
static guint
get_type_size (guint type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

static gboolean
is_offsets (guint tag)
{
  return tag == 273 || tag == 324;
}

/* The bytes of an entry's values; FALSE: they lie outside the file. */
static gboolean
find_values (const Reader  *self,
             const guint8  *entry,
             const guint8 **values,
             gsize         *size)
{
  guint64 bytes = (guint64) get_type_size (get16 (self, entry + 2)) * get32 (self, entry + 4);
  guint32 offset = get32 (self, entry + 8);

  *size = (gsize) bytes;
  *values = bytes <= 4 ? entry + 8 : self->data + offset;

  return bytes > 0 && (bytes <= 4 || (offset <= self->length && bytes <= self->length - offset));
}

static guint32
get_number (const Reader  *self,
            const Numbers *numbers,
            guint32        index)
{
  return numbers->type == SHORT ? get16 (self, numbers->at + 2 * (gsize) index)
                                : get32 (self, numbers->at + 4 * (gsize) index);
}

static const guint8 *
find_entry (const Reader *self,
            const guint8 *ifd,
            guint         tag)
{
  guint n = get16 (self, ifd);

  for (guint i = 0; i < n; i++)
    if (get16 (self, ifd + 2 + ENTRY_BYTES * i) == tag)
      return ifd + 2 + ENTRY_BYTES * i;

  return NULL;
}

static gboolean
find_numbers (const Reader *self,
              const guint8 *entry, /* nullable */
              Numbers      *numbers)
{
  gsize size;

  if (entry == NULL)
    return FALSE;
  numbers->type = get16 (self, entry + 2);
  numbers->n = get32 (self, entry + 4);

  return (numbers->type == SHORT || numbers->type == LONG) && find_values (self, entry, &numbers->at, &size);
}

/* Copies what one of the tags points to, and writes where it is now behind all that is written. Returns where the list of
 * offsets stands; 0: it can't be done. */
static guint32
copy_pieces (Reader       *self,
             const guint8 *offsets_entry,
             const guint8 *lengths_entry,
             guint8       *single)
{
  Numbers offsets, lengths;
  g_autofree guint8 *list = NULL;
  guint32 at;

  if (!find_numbers (self, offsets_entry, &offsets) || !find_numbers (self, lengths_entry, &lengths) ||
      offsets.n != lengths.n)
    return 0;

  list = g_malloc (4 * (gsize) offsets.n);
  for (guint32 i = 0; i < offsets.n; i++)
    {
      guint32 offset = get_number (self, &offsets, i), length = get_number (self, &lengths, i);

      if (offset > self->length || length > self->length - offset || length > self->length - MIN (self->out->len, self->length))
        return 0;
      put32 (self, list + 4 * (gsize) i, self->out->len);
      g_byte_array_append (self->out, self->data + offset, length);
    }

  memcpy (single, list, 4);
  at = self->out->len;
  if (offsets.n > 1)
    g_byte_array_append (self->out, list, (guint) (4 * (gsize) offsets.n));

  return at;
}

static void
align (Reader *self)
{
  static const guint8 zero[] = { 0 };

  if (self->out->len % 2 != 0)
    g_byte_array_append (self->out, zero, 1);
}

/* Writes the values of @entry and makes @to the entry that leads to them. */
static gboolean
copy_entry (Reader       *self,
            const guint8 *ifd,
            const guint8 *entry,
            guint8       *to)
{
  guint tag = get16 (self, entry);
  const guint8 *values;
  gsize size;

  memcpy (to, entry, ENTRY_BYTES);
  if (is_offsets (tag))
    {
      guint8 single[4];
      guint32 at = copy_pieces (self, entry, find_entry (self, ifd, tag == 273 ? 279 : 325), single);

      if (at == 0)
        return FALSE;
      put16 (self, to + 2, LONG);
      if (get32 (self, entry + 4) == 1)
        memcpy (to + 8, single, 4);
      else
        put32 (self, to + 8, at);
    }
  else
    {
      if (!find_values (self, entry, &values, &size) || size > self->length)
        return FALSE;
      if (size > 4)
        {
          put32 (self, to + 8, self->out->len);
          g_byte_array_append (self->out, values, (guint) size);
        }
    }
  align (self);

  return self->out->len <= self->length + HEADER_BYTES;
}

/* The first directory, with nothing of its own to say. */
static gboolean
copy_all (Reader       *self,
          const guint8 *ifd)
{
  guint8 entries[2 + ENTRY_BYTES * G_N_ELEMENTS (kept) + 4] = { 0 };
  guint8 header[HEADER_BYTES];
  guint n = 0;

  memcpy (header, self->data, sizeof header);
  g_byte_array_append (self->out, header, sizeof header);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const guint8 *entry = find_entry (self, ifd, kept[i]);

      if (entry != NULL && !copy_entry (self, ifd, entry, entries + 2 + ENTRY_BYTES * n++))
        return FALSE;
    }

  put16 (self, entries, n);
  put32 (self, self->out->data + 4, self->out->len);
  g_byte_array_append (self->out, entries, 2 + ENTRY_BYTES * n + 4);

  return TRUE;
}

/* Nothing but what is kept, and the orientation, in one directory. */
static gboolean
is_bare (const Reader *self,
         const guint8 *ifd,
         gsize         room)
{
  guint n = get16 (self, ifd);
  gsize end = 2 + ENTRY_BYTES * (gsize) n;

  for (guint i = 0; i < n; i++)
    {
      guint tag = get16 (self, ifd + 2 + ENTRY_BYTES * i);
      gboolean known = tag == ORIENTATION;

      for (gsize j = 0; j < G_N_ELEMENTS (kept) && !known; j++)
        known = tag == kept[j];
      if (!known)
        return FALSE;
    }

  return room < end + 4 || get32 (self, ifd + end) == 0;
}

/* JPEG streams within a TIFF can have metadata of their own. */
static gboolean
has_jpeg (const Reader *self,
          const guint8 *ifd)
{
  const guint8 *entry = find_entry (self, ifd, COMPRESSION);
  guint compression = entry != NULL ? get16 (self, entry + 8) : 1;

  return compression == 6 || compression == 7;
}

GBytes *
vidimus_metadata_strip_tiff (GBytes *file)
{
  Reader reader = { NULL };
  gboolean done;
  guint32 ifd;

  reader.data = g_bytes_get_data (file, &reader.length);
  if (reader.length < HEADER_BYTES + 2 || reader.length > G_MAXINT / 2 ||
      (memcmp (reader.data, "II*\0", 4) != 0 && memcmp (reader.data, "MM\0*", 4) != 0))
    return NULL;

  reader.big = reader.data[0] == 'M';
  ifd = get32 (&reader, reader.data + 4);
  if (ifd < HEADER_BYTES || ifd > reader.length - 2 ||
      2 + ENTRY_BYTES * (gsize) get16 (&reader, reader.data + ifd) > reader.length - ifd)
    return NULL;

  if (has_jpeg (&reader, reader.data + ifd))
    return NULL;

  reader.out = g_byte_array_sized_new ((guint) reader.length);
  done = copy_all (&reader, reader.data + ifd);
  if (done && reader.out->len <= reader.length)
    return g_byte_array_free_to_bytes (reader.out);

  g_byte_array_unref (reader.out);

  return done && is_bare (&reader, reader.data + ifd, reader.length - ifd) ? g_bytes_ref (file) : NULL;
}
