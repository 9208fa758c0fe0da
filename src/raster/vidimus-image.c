#include "vidimus-image.h"

#include <stdlib.h>
#include <string.h>

bool
vidimus_image_alloc (struct vidimus_image *image,
                     int                   width,
                     int                   height,
                     int                   channels)
{
  memset (image, 0, sizeof *image);

  if (width <= 0 || height <= 0 || channels < 1 || channels > 4 ||
      (size_t) width > SIZE_MAX / (size_t) channels / (size_t) height)
    return false;

  image->data = malloc ((size_t) width * (size_t) height * (size_t) channels);
  if (image->data == NULL)
    return false;

  image->width = width;
  image->height = height;
  image->stride = (size_t) width * (size_t) channels;
  image->channels = channels;

  return true;
}

void
vidimus_image_free (struct vidimus_image *image)
{
  free (image->data);
  memset (image, 0, sizeof *image);
}
