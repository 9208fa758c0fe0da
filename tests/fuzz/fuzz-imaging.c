/* Any bytes as an image: decoded whole, decoded in parts, freed of its metadata, and made ready to be sent. */
#include "vidimus-fuzz.h"
#include "vidimus-metadata.h"
#include "vidimus-parts.h"
#include "vidimus-prepared.h"

/* Small enough for many a second, and large enough for a JPEG that is decoded in parts. */
static const VidimusDecodeLimits limits = { .min_side = 1, .max_side = 2400, .max_pixels = 150000 };
static const VidimusPrepareLimits prepare_limits = { .min_side = 15, .max_side = 1000, .max_bytes = 100000,
                                                     .strip = TRUE };

static void
prepare (GBytes *bytes)
{
  g_autoptr(VidimusPicture) picture = vidimus_picture_new_from_bytes (bytes, &limits, NULL, NULL);
  g_autoptr(VidimusPrepared) prepared = NULL;

  if (picture != NULL)
    prepared = vidimus_picture_prepare (picture, &prepare_limits, NULL, NULL);
}

/* Also of what can't be decoded. */
static void
strip (GBytes *bytes)
{
  for (int format = VIDIMUS_IMAGE_FORMAT_OTHER; format <= VIDIMUS_IMAGE_FORMAT_TIFF; format++)
    {
      g_autoptr(GBytes) stripped = vidimus_metadata_strip (bytes, format);
      g_autoptr(GBytes) again = stripped != NULL ? vidimus_metadata_strip (stripped, format) : NULL;

      g_assert_true (stripped == NULL || g_bytes_get_size (stripped) <= g_bytes_get_size (bytes));
      g_assert_true (stripped == NULL || (again != NULL && g_bytes_equal (stripped, again)));
    }
}

static void
read_parts (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusParts) parts = vidimus_parts_new (bytes, &limits, &error);
  const struct vidimus_source *source;

  if (parts == NULL)
    {
      g_assert_nonnull (error);
      return;
    }

  source = vidimus_parts_get_source (parts);
  for (int shrink = 1; shrink <= VIDIMUS_SOURCE_MAX_SHRINK; shrink *= 2)
    {
      struct vidimus_image part;

      if (vidimus_source_read (source, shrink, source->width / 3 / shrink, -1, source->width, source->height, &part))
        vidimus_image_free (&part);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);

  prepare (bytes);
  strip (bytes);
  read_parts (bytes);

  return 0;
}
