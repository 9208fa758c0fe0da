/* Numbers and marks in the bytes of files. Every read is of a span that the caller has checked to lie inside the data. */
#pragma once

#include <glib.h>
#include <string.h>

static inline guint
be16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

static inline guint
le16 (const guint8 *p)
{
  return (guint) p[1] << 8 | p[0];
}

static inline guint32
be32 (const guint8 *p)
{
  return (guint32) be16 (p) << 16 | be16 (p + 2);
}

static inline guint32
le32 (const guint8 *p)
{
  return (guint32) le16 (p + 2) << 16 | le16 (p);
}

static inline gboolean
starts_with (const guint8 *data,
             gsize         length,
             const void   *magic,
             gsize         magic_length)
{
  return length >= magic_length && memcmp (data, magic, magic_length) == 0;
}
