/* What the engine saw, as files. */
#pragma once

#include "vidimus-answer.h"

G_BEGIN_DECLS

gboolean vidimus_cli_explain (VidimusAnswer  *answer,
                              const char     *dir,
                              const char     *name,
                              GError        **error);

G_END_DECLS
