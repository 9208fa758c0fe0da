/* Markers of JPEG (ITU T.81, annex B): segments that the decoder needs, and the scans, as they are. */
#include "vidimus-bytes-private.h"
#include "vidimus-metadata-private.h"

#include <string.h>

#define SOI  0xd8
#define EOI  0xd9
#define SOS  0xda
#define APP0 0xe0
#define APP2 0xe2
#define APP14 0xee
#define COM  0xfe

#define JFIF_BYTES 16 /* of its segment, without a thumbnail */

typedef struct
{
  const guint8 *data;
  gsize         length;
  gsize         at;
  GByteArray   *out;    /* owned */
  gboolean      dropped;
} Reader;

/* Tables, frames and scans; what else there is in the standard has never been used for photographs. */
static gboolean
is_needed (guint8 marker)
{
  return (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8) || (marker >= SOS && marker <= 0xdd);
}

/* @size: of the segment from its marker on. */
static gboolean
is_kept (const guint8 *segment,
         gsize         size)
{
  const guint8 *body = segment + 4;

  switch (segment[1])
    {
    case APP0:
      return starts_with (body, size - 4, "JFIF\0", 5) && size >= JFIF_BYTES + 2;
    case APP2:
      return starts_with (body, size - 4, "ICC_PROFILE\0", 12);
    case APP14: /* says how the colours are stored */
      return starts_with (body, size - 4, "Adobe", 5);
    default:
      return is_needed (segment[1]);
    }
}

/* JFIF may hold a thumbnail: the segment ends before it. */
static void
append_segment (Reader       *self,
                const guint8 *segment,
                gsize         size)
{
  static const guint8 without[] = { 0, 0 }; /* its width and height */
  static const guint8 short_size[] = { 0, JFIF_BYTES };

  if (segment[1] != APP0 || size == JFIF_BYTES + 2)
    {
      g_byte_array_append (self->out, segment, size);
      return;
    }

  g_byte_array_append (self->out, segment, 2);
  g_byte_array_append (self->out, short_size, sizeof short_size);
  g_byte_array_append (self->out, segment + 4, JFIF_BYTES - 4);
  g_byte_array_append (self->out, without, sizeof without);
  self->dropped = TRUE;
}

/* The entropy-coded data behind a SOS: to the next marker that neither restarts nor stands for a 0xff. */
static gboolean
copy_scan (Reader *self)
{
  gsize begin = self->at;

  for (;;)
    {
      const guint8 *next = memchr (self->data + self->at, 0xff, self->length - self->at);

      if (next == NULL || next + 1 >= self->data + self->length)
        return FALSE;
      self->at = (gsize) (next - self->data);
      if (next[1] == 0xff) /* fill */
        self->at++;
      else if (next[1] == 0 || (next[1] >= 0xd0 && next[1] <= 0xd7))
        self->at += 2;
      else
        break;
    }
  g_byte_array_append (self->out, self->data + begin, self->at - begin);

  return TRUE;
}

/* One segment, with the scan behind it. FALSE: it is not understood, or cut. */
static gboolean
copy_segment (Reader *self)
{
  const guint8 *segment = self->data + self->at;
  gsize size;

  if (self->length - self->at < 4)
    return FALSE;
  size = 2 + (gsize) be16 (segment + 2);
  if (size < 4 || size > self->length - self->at ||
      !(is_needed (segment[1]) || (segment[1] >= APP0 && segment[1] <= 0xef) || segment[1] == COM))
    return FALSE;

  if (is_kept (segment, size))
    append_segment (self, segment, size);
  else
    self->dropped = TRUE;
  self->at += size;

  return segment[1] != SOS || copy_scan (self);
}

static gboolean
copy_all (Reader *self)
{
  static const guint8 end[] = { 0xff, EOI };

  if (self->length < 4 || self->data[0] != 0xff || self->data[1] != SOI)
    return FALSE;

  g_byte_array_append (self->out, self->data, 2);
  self->at = 2;
  while (self->length - self->at >= 2)
    {
      if (self->data[self->at] != 0xff)
        return FALSE;
      if (self->data[self->at + 1] == EOI)
        {
          g_byte_array_append (self->out, end, sizeof end);
          self->dropped |= self->at + 2 < self->length; /* another image, a film */
          return TRUE;
        }
      if (self->data[self->at + 1] == 0xff) /* fill */
        self->at++;
      else if (!copy_segment (self))
        return FALSE;
    }

  return FALSE;
}

GBytes *
vidimus_metadata_strip_jpeg (GBytes *file)
{
  Reader reader = { NULL };
  gboolean understood;

  reader.data = g_bytes_get_data (file, &reader.length);
  reader.out = g_byte_array_sized_new ((guint) MIN (reader.length, G_MAXUINT / 2));
  understood = copy_all (&reader);
  if (understood && reader.dropped)
    return g_byte_array_free_to_bytes (reader.out);

  g_byte_array_unref (reader.out);

  return understood ? g_bytes_ref (file) : NULL;
}
