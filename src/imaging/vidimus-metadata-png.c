/* Chunks of PNG (W3C PNG, 5.3): those that the pixels and their colours need. */
#include "vidimus-bytes-private.h"
#include "vidimus-metadata-private.h"

#include <string.h>

#define SIGNATURE_BYTES 8
#define CHUNK_BYTES 12 /* around the data of each */

static gboolean
is_kept (const guint8 *name)
{
  static const char kept[][5] = { "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs",
                                  "bKGD" };

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (memcmp (name, kept[i], 4) == 0)
      return TRUE;

  return FALSE;
}

/* FALSE: it is not understood, or cut. */
static gboolean
copy_all (const guint8 *data,
          gsize         length,
          GByteArray   *out)
{
  g_byte_array_append (out, data, SIGNATURE_BYTES);

  for (gsize at = SIGNATURE_BYTES; length - at >= CHUNK_BYTES;)
    {
      const guint8 *chunk = data + at;
      gsize size = be32 (chunk);

      if (size > length - at - CHUNK_BYTES)
        return FALSE;
      if (is_kept (chunk + 4))
        g_byte_array_append (out, chunk, (guint) (size + CHUNK_BYTES));
      else if (!g_ascii_islower (chunk[4])) /* one that no decoder may pass over */
        return FALSE;
      at += size + CHUNK_BYTES;
      if (memcmp (chunk + 4, "IEND", 4) == 0)
        return TRUE;
    }

  return FALSE;
}

GBytes *
vidimus_metadata_strip_png (GBytes *file)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  g_autoptr(GByteArray) out = NULL;

  if (length < SIGNATURE_BYTES + CHUNK_BYTES || length > G_MAXINT)
    return NULL;

  out = g_byte_array_sized_new ((guint) length);
  if (!copy_all (data, length, out))
    return NULL;

  return out->len == length ? g_bytes_ref (file) : g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
