/* What the engine saw of one image, as a page for a browser. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

gboolean vidimus_cli_explain (VidimusDocument  *document,
                              const char       *dir,
                              GError          **error);

G_END_DECLS
