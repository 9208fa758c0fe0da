/* What the first bytes of a file say of an image, before anything is decoded. */
#pragma once

#include "vidimus-picture.h"

G_BEGIN_DECLS

/**
 * VidimusHeader: a value; nothing in it is owned.
 * @format: by its magic bytes, never by a name
 * @media_type: static; NULL: GdkPixbuf may guess
 * @known: the magic bytes are of a kind that this file reads; a failure to decode is damage then
 * @complete: FALSE when the file ends before its image does, as far as the structure tells
 * @inverted_cmyk: JPEG only: an Adobe marker, whose CMYK is stored inverted
 * @width: as stored; 0 when the header was not understood
 * @height: likewise
 * @orientation: EXIF 1–8; 1 when there is none
 * @orientation_at: TIFF only: where the low byte of the orientation stands; 0 when there is none
 */
typedef struct
{
  VidimusImageFormat format;
  const char        *media_type;
  gboolean           known;
  gboolean           complete;
  gboolean           inverted_cmyk;
  int                width;
  int                height;
  int                orientation;
  gsize              orientation_at;
} VidimusHeader;

void vidimus_header_read (VidimusHeader *self,
                          const guint8  *data,
                          gsize          length);

G_END_DECLS
