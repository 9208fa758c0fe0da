#include "vidimus-source.h"

#include <string.h>

static int
reduced (int side,
         int shrink)
{
  return (side + shrink - 1) / shrink;
}

/* The mean of the pixels, at most shrink × shrink, under one of the reduced picture. */
static void
average (const struct vidimus_image *image,
         int                         shrink,
         int                         x,
         int                         y,
         uint8_t                     out[3])
{
  int right = (x + 1) * shrink < image->width ? (x + 1) * shrink : image->width;
  int bottom = (y + 1) * shrink < image->height ? (y + 1) * shrink : image->height;
  unsigned sum[3] = { 0 }, n = (unsigned) ((right - x * shrink) * (bottom - y * shrink));

  for (int v = y * shrink; v < bottom; v++)
    {
      const uint8_t *p = vidimus_image_at (image, x * shrink, v);

      for (int u = x * shrink; u < right; u++, p += image->channels)
        for (int c = 0; c < 3; c++)
          sum[c] += p[c];
    }
  for (int c = 0; c < 3; c++)
    out[c] = (uint8_t) ((sum[c] + n / 2) / n);
}

static bool
read_image (const struct vidimus_source *source,
            int                          shrink,
            int                          x,
            int                          y,
            int                          width,
            int                          height,
            struct vidimus_image        *out)
{
  const struct vidimus_image *image = source->data;

  if (!vidimus_image_alloc (out, width, height, 3))
    return false;

  for (int row = 0; row < height; row++)
    if (shrink == 1 && image->channels == 3)
      memcpy (vidimus_image_at (out, 0, row), vidimus_image_at (image, x, y + row), (size_t) width * 3);
    else
      for (int column = 0; column < width; column++)
        average (image, shrink, x + column, y + row, vidimus_image_at (out, column, row));

  return true;
}

struct vidimus_source
vidimus_source_from_image (const struct vidimus_image *image)
{
  return (struct vidimus_source) { .width = image->width, .height = image->height, .read = read_image, .data = image };
}

bool
vidimus_source_read (const struct vidimus_source *source,
                     int                          shrink,
                     int                          x,
                     int                          y,
                     int                          width,
                     int                          height,
                     struct vidimus_image        *out)
{
  int all_width = reduced (source->width, shrink), all_height = reduced (source->height, shrink);
  int right = x + width < all_width ? x + width : all_width;
  int bottom = y + height < all_height ? y + height : all_height;

  memset (out, 0, sizeof *out);
  x = x > 0 ? x : 0;
  y = y > 0 ? y : 0;

  return x < right && y < bottom && source->read (source, shrink, x, y, right - x, bottom - y, out);
}

int
vidimus_source_shrink (int side,
                       int least)
{
  int shrink = 1;

  while (shrink < VIDIMUS_SOURCE_MAX_SHRINK && side / (2 * shrink) >= least)
    shrink *= 2;

  return shrink;
}
