/* The nine document types: codes and names. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VIDIMUS_N_DOCUMENT_TYPES 9

const char *vidimus_document_type_get_code  (guint       index);
gboolean    vidimus_document_type_is_known  (const char *code);
const char *vidimus_document_type_get_name  (const char *code);

G_END_DECLS
