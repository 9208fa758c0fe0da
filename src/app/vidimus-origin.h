/* Which way a document came in, as a sign. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

const char *vidimus_origin_get_icon_name (VidimusDocumentOrigin origin); /* nullable: a file needs none */

G_END_DECLS
