/* A pass, as the gate and the checks see it. */
#pragma once

#include "vidimus-gate.h"

G_BEGIN_DECLS

struct _VidimusPass
{
  VidimusKeys             *keys;       /* owned: keeps @who alive */
  const VidimusCredential *who;
  char                    *signature;  /* nullable: a token */
  char                    *date_text;
  gint64                   date;
  char                    *canonical;  /* nullable: the request up to the body's digest, when that has to be known first */
  char                    *digest;     /* nullable: what the body has to have, as was signed */
};

gboolean vidimus_pass_check (VidimusPass              *pass,
                             const VidimusGateRequest *request,
                             gint64                    now,
                             VidimusRefusalKind       *why);

G_END_DECLS
