/* The nine document types: codes, names and sizes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VIDIMUS_N_DOCUMENT_TYPES 9

const char *vidimus_document_type_get_code  (guint       index);
gboolean    vidimus_document_type_is_known  (const char *code);
const char *vidimus_document_type_get_name  (const char *code);
gboolean    vidimus_document_type_get_size  (const char *code,
                                             double     *width,
                                             double     *height);

G_END_DECLS
