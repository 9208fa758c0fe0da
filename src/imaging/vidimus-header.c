#include "vidimus-bytes-private.h"
#include "vidimus-header-private.h"

#include <string.h>

static void
set_size (VidimusHeader *self,
          guint32        width,
          guint32        height)
{
  self->width = (int) MIN (width, (guint32) G_MAXINT);
  self->height = (int) MIN (height, (guint32) G_MAXINT);
}

/* One value of a TIFF directory's entry: SHORT or LONG, else 0. */
static guint32
read_tiff_value (const guint8 *entry,
                 gboolean      big)
{
  guint type = big ? be16 (entry + 2) : le16 (entry + 2);

  if (type == 3)
    return big ? be16 (entry + 8) : le16 (entry + 8);
  if (type == 4)
    return big ? be32 (entry + 8) : le32 (entry + 8);

  return 0;
}

/* Size and orientation from the first directory of a TIFF structure (TIFF 6.0, section 2; Exif 2.32, 4.6.2). */
static void
read_tiff (VidimusHeader *self,
           const guint8  *data,
           gsize          length)
{
  gboolean big;
  gsize ifd, n;
  guint32 width = 0, height = 0;

  if (length < 8 || (memcmp (data, "II*\0", 4) != 0 && memcmp (data, "MM\0*", 4) != 0))
    return;

  big = data[0] == 'M';
  ifd = big ? be32 (data + 4) : le32 (data + 4);
  if (ifd > length - 2)
    return;

  n = big ? be16 (data + ifd) : le16 (data + ifd);
  for (gsize i = 0; i < n && ifd + 2 + 12 * (i + 1) <= length; i++)
    {
      gsize at = ifd + 2 + 12 * i;
      const guint8 *entry = data + at;
      guint tag = big ? be16 (entry) : le16 (entry);
      guint32 value = read_tiff_value (entry, big);

      if (tag == 0x0100)
        width = value;
      else if (tag == 0x0101)
        height = value;
      else if (tag == 0x0112 && value >= 1 && value <= 8)
        {
          self->orientation = (int) value;
          self->orientation_at = at + 8 + (big ? (be16 (entry + 2) == 3 ? 1 : 3) : 0);
        }
    }

  set_size (self, width, height);
}

/* Only the orientation of an Exif block: its own pixel counts are a thumbnail's or nobody's. Some writers put
 * JPEG's “Exif” prefix before it also elsewhere. */
static int
read_exif (const guint8 *data,
           gsize         length)
{
  VidimusHeader exif = { .orientation = 1 };
  gsize skip = starts_with (data, length, "Exif\0", 6) ? 6 : 0;

  read_tiff (&exif, data + skip, length - skip);

  return exif.orientation;
}

/* Markers of JPEG (ITU T.81, annex B) up to the first scan. Whether the scan data is complete only the
 * decoder can tell. */
static void
read_jpeg (VidimusHeader *self,
           const guint8  *data,
           gsize          length)
{
  gboolean exif_seen = FALSE;

  for (gsize i = 2; i + 4 <= length;)
    {
      guint8 marker = data[i + 1];
      const guint8 *body = data + i + 4;
      gsize size;

      if (data[i] != 0xff)
        break;
      if (marker == 0xff) /* fill bytes */
        {
          i++;
          continue;
        }
      if (marker == 0xda || marker == 0xd9)
        break;

      size = be16 (data + i + 2);
      if (size < 2 || i + 2 + size > length)
        break;
      size -= 2;

      if (marker == 0xe1 && !exif_seen && starts_with (body, size, "Exif\0", 6))
        {
          self->orientation = read_exif (body, size);
          exif_seen = TRUE;
        }
      else if (marker == 0xee && starts_with (body, size, "Adobe", 5))
        self->inverted_cmyk = TRUE;
      else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc &&
               size >= 6)
        set_size (self, be16 (body + 3), be16 (body + 1));

      i += 4 + size;
    }
}

/* Chunks of PNG (W3C PNG, 5.3), to the closing IEND. */
static void
read_png (VidimusHeader *self,
          const guint8  *data,
          gsize          length)
{
  self->complete = FALSE;

  for (gsize i = 8; i + 12 <= length;)
    {
      gsize size = be32 (data + i);
      const guint8 *name = data + i + 4, *body = data + i + 8;

      if (size > length - i - 12)
        break;

      if (memcmp (name, "IHDR", 4) == 0 && size >= 8)
        set_size (self, be32 (body), be32 (body + 4));
      else if (memcmp (name, "eXIf", 4) == 0)
        self->orientation = read_exif (body, size);
      else if (memcmp (name, "IEND", 4) == 0)
        {
          self->complete = TRUE;
          break;
        }

      i += 12 + size;
    }

  /* A header that ends early still has its size to be judged by. */
  if (self->width == 0 && length >= 24 && memcmp (data + 12, "IHDR", 4) == 0)
    set_size (self, be32 (data + 16), be32 (data + 20));
}

/* BITMAPCOREHEADER or BITMAPINFOHEADER and its heirs. */
static void
read_bmp (VidimusHeader *self,
          const guint8  *data,
          gsize          length)
{
  guint64 offset = le32 (data + 10), needed;
  guint32 dib = le32 (data + 14);
  guint bits, compression = 0;
  gint64 height;

  if (dib == 12)
    {
      set_size (self, le16 (data + 18), le16 (data + 20));
      bits = le16 (data + 24);
    }
  else
    {
      height = (gint32) le32 (data + 22);
      set_size (self, le32 (data + 18), (guint32) ABS (height)); /* negative: the top row comes first */
      bits = le16 (data + 28);
      compression = le32 (data + 30);
    }

  if (compression == 1 || compression == 2) /* run lengths: the size stands in the header, or nowhere */
    needed = le32 (data + 34);
  else
    needed = ((guint64) self->width * bits + 31) / 32 * 4 * (guint64) self->height;
  self->complete = offset + needed <= length;
}

/* RIFF container of WebP (RFC 9649). */
static void
read_webp (VidimusHeader *self,
           const guint8  *data,
           gsize          length)
{
  self->complete = (guint64) le32 (data + 4) + 8 <= length;

  for (gsize i = 12; i + 8 <= length;)
    {
      const guint8 *body = data + i + 8;
      gsize size = le32 (data + i + 4);

      if (size > length - i - 8)
        size = length - i - 8;

      if (memcmp (data + i, "VP8X", 4) == 0 && size >= 10)
        set_size (self, 1 + (le32 (body + 4) & 0xffffff), 1 + (le32 (body + 6) >> 8));
      else if (memcmp (data + i, "VP8 ", 4) == 0 && size >= 10 && self->width == 0)
        set_size (self, le16 (body + 6) & 0x3fff, le16 (body + 8) & 0x3fff);
      else if (memcmp (data + i, "VP8L", 4) == 0 && size >= 5 && self->width == 0)
        set_size (self, 1 + (le32 (body + 1) & 0x3fff), 1 + (le32 (body + 1) >> 14 & 0x3fff));
      else if (memcmp (data + i, "EXIF", 4) == 0)
        self->orientation = read_exif (body, size);

      i += 8 + size + (size & 1);
    }
}

/* The largest “ispe” property of an ISO media file's “meta” box (ISO 23008-12, 6.5.3). The decoder
 * applies the file's own rotation; the EXIF inside repeats it and is to be ignored. */
static void
read_heif (VidimusHeader *self,
           const guint8  *data,
           gsize          length)
{
  for (gsize i = 0; i + 8 <= length;)
    {
      guint64 size = be32 (data + i);

      if (size == 1 && i + 16 <= length)
        size = (guint64) be32 (data + i + 8) << 32 | be32 (data + i + 12);
      if (size > length - i)
        self->complete = FALSE;
      if (size < 8 || size > length - i) /* 0: to the end of the file */
        size = length - i;

      if (memcmp (data + i + 4, "meta", 4) == 0)
        {
          for (gsize j = i + 8; j + 16 <= i + size; j++)
            if (memcmp (data + j, "ispe", 4) == 0)
              {
                guint32 width = be32 (data + j + 8), height = be32 (data + j + 12);

                if ((guint64) width * height > (guint64) self->width * (guint64) self->height)
                  set_size (self, width, height);
              }
        }

      i += size;
    }
}

static gboolean
is_bmp (const guint8 *data,
        gsize         length)
{
  guint32 dib;

  if (length < 38 || data[0] != 'B' || data[1] != 'M')
    return FALSE;

  dib = le32 (data + 14);

  return dib == 12 || dib == 40 || dib == 52 || dib == 56 || dib == 64 || dib == 108 || dib == 124;
}

static gboolean
is_heif (const guint8 *data,
         gsize         length)
{
  static const char brands[][5] = { "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif" };

  if (length < 16 || memcmp (data + 4, "ftyp", 4) != 0)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    if (memcmp (data + 8, brands[i], 4) == 0)
      return TRUE;

  return FALSE;
}

/**
 * vidimus_header_read:
 *
 * Reads what the structure of the file tells without decoding: kind, size, orientation, completeness.
 * Never fails: what it can't tell stays at its default.
 */
void
vidimus_header_read (VidimusHeader *self,
                     const guint8  *data,
                     gsize          length)
{
  *self = (VidimusHeader) { .format = VIDIMUS_IMAGE_FORMAT_OTHER, .complete = TRUE, .orientation = 1 };
  self->known = TRUE;

  if (starts_with (data, length, "\xff\xd8\xff", 3))
    {
      self->format = VIDIMUS_IMAGE_FORMAT_JPEG;
      self->media_type = "image/jpeg";
      read_jpeg (self, data, length);
    }
  else if (starts_with (data, length, "\x89PNG\r\n\x1a\n", 8))
    {
      self->format = VIDIMUS_IMAGE_FORMAT_PNG;
      self->media_type = "image/png";
      read_png (self, data, length);
    }
  else if (starts_with (data, length, "II*\0", 4) || starts_with (data, length, "MM\0*", 4))
    {
      self->format = VIDIMUS_IMAGE_FORMAT_TIFF;
      self->media_type = "image/tiff";
      read_tiff (self, data, length);
    }
  else if (is_bmp (data, length))
    {
      self->format = VIDIMUS_IMAGE_FORMAT_BMP;
      self->media_type = "image/bmp";
      read_bmp (self, data, length);
    }
  else if (starts_with (data, length, "GIF8", 4) && length >= 10)
    {
      self->media_type = "image/gif";
      set_size (self, le16 (data + 6), le16 (data + 8));
    }
  else if (starts_with (data, length, "RIFF", 4) && length >= 30 && memcmp (data + 8, "WEBP", 4) == 0)
    {
      self->media_type = "image/webp";
      read_webp (self, data, length);
    }
  else if (is_heif (data, length))
    {
      self->media_type = memcmp (data + 8, "avif", 4) == 0 ? "image/avif" : "image/heif";
      read_heif (self, data, length);
    }
  else
    self->known = FALSE;
}
