#include "vidimus-imaging-fixtures.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

const guint8 fixture_colors[4][3] = { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 } };

/* 64 × 48 fixtures in formats that GdkPixbuf reads and does not write. */
static const struct
{
  const char *name;
  const char *base64;
} samples[] = {
  { "webp",
    "UklGRn4AAABXRUJQVlA4IHIAAABwBgCdASpAADAAPq1CnUmmI6MhMrtrMMAViUAZMMQfzP8QNf25f+HP4AcjF2l/ADP+wYx4ekt2"
    "FtxQQYAA/u1NToELRBU3tCJcdy1c72PLzl8yEuTZ4mntO4rRpUfBbf4tKlPItvhlLIaoVDB5hbMaMAA=" },
  { "heic",
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAA"
    "AAAAACAAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHOAAEAAAAAAAAATAACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlp"
    "bmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADVaXBycAAAALNpcGNvAAAAc2h2Y0MBA3AAAAAAAA"
    "AAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACdCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprmwIAAAAwAg"
    "AAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAA"
    "AAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAAFRtZGF0AAAASCgBr1j5E5Jf/841//lakh7BwUVvjV4Xp/E/3Clp"
    "Y+yfeOTa7+s3u2Brj6NX8ESn9aNO0mh516qkRsUrgfvP/aGD/tl2+JJl0A==" },
  { "cmyk-jpeg",
    "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCg"
    "wJCgoK/9sAQwECAgICAgIFAwMFCgcGBwoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK/8AAFAgAMABA"
    "BAERAAIRAQMRAQQRAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAJCgj/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAGAEBAAMBAAAAAAAAAAAAAAAAAA"
    "gJCgf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADgQBAAIRAxEEAAA/AOzErGf9fwAZM0U2gBGcAAABaRagusWYAFKEW2FMAGTNFNoARnAAAAWk"
    "WoLrFmABFtVepTRnAAAAAAAAAAAAAAAAAAAAAWYAAEZwAAAG4hn/AHVFmABh3aAHKwAARnAAAAbiGf8AdUWYAH//2Q==" },
  { "animated-gif",
    "R0lGODlhIAAgAPAAAP8AAAAAACH5BAAKAAAAIf8LTkVUU0NBUEUyLjADAQAAACwAAAAAIAAgAAACHoSPqcvtD6OctNqLs968+w+G4kiW5omm6s"
    "q27gubBQAh+QQACgAAACwAAAAAIAAgAIAAAP8AAAACHoSPqcvtD6OctNqLs968+w+G4kiW5omm6sq27gubBQA7" },
};

/**
 * fixture_sample:
 *
 * Returns: (transfer full): the file of that name
 */
GBytes *
fixture_sample (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    if (strcmp (samples[i].name, name) == 0)
      {
        gsize length;
        guchar *data = g_base64_decode (samples[i].base64, &length);

        return g_bytes_new_take (data, length);
      }

  g_assert_not_reached ();
}

static void
fill (const struct vidimus_image *image,
      int                         left,
      int                         top,
      const guint8                color[3])
{
  for (int y = top; y < top + FIXTURE_BLOCK; y++)
    for (int x = left; x < left + FIXTURE_BLOCK; x++)
      memcpy (vidimus_image_at (image, x, y), color, 3);
}

/** fixture_image: the fixture, upright; to be freed with vidimus_image_free(). */
struct vidimus_image
fixture_image (int width,
               int height)
{
  struct vidimus_image image;
  int right = width - FIXTURE_BLOCK, bottom = height - FIXTURE_BLOCK;

  g_assert_true (vidimus_image_alloc (&image, width, height, 3));
  memset (image.data, 128, image.stride * (gsize) height);
  fill (&image, 0, 0, fixture_colors[0]);
  fill (&image, right, 0, fixture_colors[1]);
  fill (&image, right, bottom, fixture_colors[2]);
  fill (&image, 0, bottom, fixture_colors[3]);

  return image;
}

/**
 * fixture_store:
 *
 * How a camera with @orientation stores @upright, from the definition (Exif 2.32, 4.6.4 A): which visual sides
 * the stored row 0 and column 0 are.
 */
struct vidimus_image
fixture_store (const struct vidimus_image *upright,
               int                         orientation)
{
  static const struct
  {
    char row;
    char column;
  } sides[] = { { 'T', 'L' }, { 'T', 'R' }, { 'B', 'R' }, { 'B', 'L' },
                { 'L', 'T' }, { 'R', 'T' }, { 'R', 'B' }, { 'L', 'B' } };
  char row = sides[orientation - 1].row, column = sides[orientation - 1].column;
  gboolean turned = row == 'L' || row == 'R';
  struct vidimus_image out;

  g_assert_true (vidimus_image_alloc (&out, turned ? upright->height : upright->width,
                                      turned ? upright->width : upright->height, 3));
  for (int r = 0; r < out.height; r++)
    for (int c = 0; c < out.width; c++)
      {
        int along_row = turned ? r : c, along_column = turned ? c : r;
        char horizontal = turned ? row : column, vertical = turned ? column : row;
        int x = horizontal == 'L' ? along_row : upright->width - 1 - along_row;
        int y = vertical == 'T' ? along_column : upright->height - 1 - along_column;

        memcpy (vidimus_image_at (&out, c, r), vidimus_image_at (upright, x, y), 3);
      }

  return out;
}

/** fixture_encode: (transfer full): @type is GdkPixbuf's: "jpeg", "png", "bmp", … */
GBytes *
fixture_encode (const struct vidimus_image *image,
                const char                 *type)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_data (image->data, GDK_COLORSPACE_RGB, image->channels == 4, 8,
                                                          image->width, image->height, (int) image->stride, NULL,
                                                          NULL);
  g_autoptr(GError) error = NULL;
  gboolean jpeg = strcmp (type, "jpeg") == 0;
  char *out;
  gsize length;

  gdk_pixbuf_save_to_buffer (pixbuf, &out, &length, type, &error, jpeg ? "quality" : NULL, "95", NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (out, length);
}

static void
add16 (GByteArray *array,
       guint       value)
{
  guint8 bytes[] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (array, bytes, 2);
}

static void
add32 (GByteArray *array,
       guint32     value)
{
  add16 (array, value >> 16);
  add16 (array, value & 0xffff);
}

static void
add_entry (GByteArray *array,
           guint       tag,
           guint       type,
           guint32     count,
           guint32     value)
{
  add16 (array, tag);
  add16 (array, type);
  add32 (array, count);
  if (type == 3 && count == 1)
    add32 (array, value << 16);
  else
    add32 (array, value);
}

static void
add_exif (GByteArray *array,
          int         orientation)
{
  g_byte_array_append (array, (const guint8 *) "MM\0*", 4);
  add32 (array, 8);
  add16 (array, 1);
  add_entry (array, 0x0112, 3, 1, (guint32) orientation);
  add32 (array, 0);
}

static GBytes *
splice (GBytes     *bytes,
        gsize       at,
        GByteArray *insertion)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, (guint) at);
  g_byte_array_append (out, insertion->data, insertion->len);
  g_byte_array_append (out, data + at, (guint) (length - at));

  return g_byte_array_free_to_bytes (out);
}

/** fixture_jpeg_with_exif: (transfer full): @jpeg with an Exif segment after its first marker. */
GBytes *
fixture_jpeg_with_exif (GBytes *jpeg,
                        int     orientation)
{
  g_autoptr(GByteArray) exif = g_byte_array_new ();
  g_autoptr(GByteArray) segment = g_byte_array_new ();

  g_byte_array_append (exif, (const guint8 *) "Exif\0", 6);
  add_exif (exif, orientation);
  add16 (segment, 0xffe1);
  add16 (segment, exif->len + 2);
  g_byte_array_append (segment, exif->data, exif->len);

  return splice (jpeg, 2, segment);
}

/** fixture_jpeg_with_segment: (transfer full): @jpeg with a segment after its first marker. */
GBytes *
fixture_jpeg_with_segment (GBytes     *jpeg,
                           guint8      marker,
                           const void *body,
                           gsize       length)
{
  g_autoptr(GByteArray) segment = g_byte_array_new ();

  add16 (segment, 0xff00 | marker);
  add16 (segment, (guint) length + 2);
  g_byte_array_append (segment, body, (guint) length);

  return splice (jpeg, 2, segment);
}

/* PNG, annex D. */
static guint32
crc32_of (const guint8 *data,
          gsize         length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= data[i];
      for (int k = 0; k < 8; k++)
        crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }

  return crc ^ 0xffffffff;
}

static void
add_chunk (GByteArray       *array,
           const char       *name,
           const GByteArray *body)
{
  guint start;

  add32 (array, body->len);
  start = array->len;
  g_byte_array_append (array, (const guint8 *) name, 4);
  g_byte_array_append (array, body->data, body->len);
  add32 (array, crc32_of (array->data + start, body->len + 4));
}

/** fixture_png_with_exif: (transfer full): @png with an eXIf chunk after its header. */
GBytes *
fixture_png_with_exif (GBytes *png,
                       int     orientation)
{
  g_autoptr(GByteArray) exif = g_byte_array_new ();
  g_autoptr(GByteArray) chunk = g_byte_array_new ();

  add_exif (exif, orientation);
  add_chunk (chunk, "eXIf", exif);

  return splice (png, 33, chunk);
}

/** fixture_png_with_chunk: (transfer full): @png with a chunk after its header. */
GBytes *
fixture_png_with_chunk (GBytes     *png,
                        const char *name,
                        const void *body,
                        gsize       length)
{
  g_autoptr(GByteArray) array = g_byte_array_new ();
  g_autoptr(GByteArray) chunk = g_byte_array_new ();

  g_byte_array_append (array, body, (guint) length);
  add_chunk (chunk, name, array);

  return splice (png, 33, chunk);
}

/** fixture_png_header: (transfer full): a whole PNG that claims a size and holds next to nothing. */
GBytes *
fixture_png_header (guint width,
                    guint height)
{
  static const guint8 depth[] = { 8, 2, 0, 0, 0 };
  static const guint8 nothing[] = { 0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01 }; /* an empty zlib stream */
  g_autoptr(GByteArray) header = g_byte_array_new ();
  g_autoptr(GByteArray) data = g_byte_array_new ();
  g_autoptr(GByteArray) empty = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  add32 (header, width);
  add32 (header, height);
  g_byte_array_append (header, depth, sizeof depth);
  add_chunk (out, "IHDR", header);
  g_byte_array_append (data, nothing, sizeof nothing);
  add_chunk (out, "IDAT", data);
  add_chunk (out, "IEND", empty);

  return g_byte_array_free_to_bytes (out);
}

/** fixture_tiff: (transfer full): an uncompressed big-endian TIFF of one strip. */
GBytes *
fixture_tiff (const struct vidimus_image *image,
              int                         orientation,
              gboolean                    sixteen_bits)
{
  GByteArray *out = g_byte_array_new ();
  guint bits = sixteen_bits ? 16 : 8;
  guint n = (guint) (image->width * image->height * 3) * bits / 8;
  guint entries = 11, after = 8 + 2 + 12 * entries + 4;

  g_byte_array_append (out, (const guint8 *) "MM\0*", 4);
  add32 (out, 8);
  add16 (out, entries);
  add_entry (out, 0x0100, 4, 1, (guint32) image->width);
  add_entry (out, 0x0101, 4, 1, (guint32) image->height);
  add_entry (out, 0x0102, 3, 3, after);
  add_entry (out, 0x0103, 3, 1, 1);
  add_entry (out, 0x0106, 3, 1, 2);
  add_entry (out, 0x0111, 4, 1, after + 6);
  add_entry (out, 0x0112, 3, 1, (guint32) orientation);
  add_entry (out, 0x0115, 3, 1, 3);
  add_entry (out, 0x0116, 4, 1, (guint32) image->height);
  add_entry (out, 0x0117, 4, 1, n);
  add_entry (out, 0x011c, 3, 1, 1);
  add32 (out, 0);
  for (int c = 0; c < 3; c++)
    add16 (out, bits);

  for (int y = 0; y < image->height; y++)
    for (int i = 0; i < image->width * 3; i++)
      {
        const guint8 *sample = vidimus_image_at (image, 0, y) + i;

        g_byte_array_append (out, sample, 1);
        if (sixteen_bits)
          g_byte_array_append (out, sample, 1);
      }

  return g_byte_array_free_to_bytes (out);
}

/** fixture_cut: (transfer full): the first @part, 0–1, of @bytes. */
GBytes *
fixture_cut (GBytes *bytes,
             double  part)
{
  return g_bytes_new_from_bytes (bytes, 0, (gsize) ((double) g_bytes_get_size (bytes) * part));
}

/** fixture_assert_upright: each corner has its own colour, as far as a lossy format keeps it. */
void
fixture_assert_upright (const struct vidimus_image *image)
{
  for (int i = 0; i < 4; i++)
    {
      int x = i == 1 || i == 2 ? image->width - 5 : 4, y = i >= 2 ? image->height - 5 : 4;
      const guint8 *sample = vidimus_image_at (image, x, y);

      for (int c = 0; c < 3; c++)
        g_assert_cmpint (ABS (sample[c] - fixture_colors[i][c]), <=, 24);
    }
}
