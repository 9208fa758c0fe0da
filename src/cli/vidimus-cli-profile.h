/* Which service the command line means. */
#pragma once

#include "vidimus-cli-service.h"

G_BEGIN_DECLS

void           vidimus_cli_read_environment (VidimusCliService        *self);
VidimusClient *vidimus_cli_client_new       (const VidimusCliService  *self,
                                             GError                  **error);

G_END_DECLS
