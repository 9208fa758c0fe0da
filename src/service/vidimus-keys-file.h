/* The keys file itself: opened with suspicion, and the line of what is wrong in it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VIDIMUS_KEYS_MAX_BYTES (1024 * 1024)

char  *vidimus_keys_file_read       (const char  *path,
                                     gsize       *length,
                                     GError     **error);
void   vidimus_keys_file_free       (char        *text,
                                     gsize        length);
guint  vidimus_keys_file_line       (const char  *text,
                                     gsize        length,
                                     const char  *member,
                                     guint        index);
guint  vidimus_keys_file_line_at    (const char  *text,
                                     gsize        length,
                                     gsize        offset);

G_END_DECLS
