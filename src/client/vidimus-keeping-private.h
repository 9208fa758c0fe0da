/* What of the Secret Service answers, and a person's words for what does not. */
#pragma once

#include "vidimus-secrets.h"

/* Asks without a prompt; never fails but by cancellation. */
void            vidimus_keeping_probe_async  (GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
VidimusKeeping  vidimus_keeping_probe_finish (GAsyncResult         *result,
                                              GError              **error);
/* What @error of libsecret means; UNKNOWN: something else. */
VidimusKeeping  vidimus_keeping_from_error   (const GError         *error);
/* (transfer full): a VIDIMUS_ERROR_ACCOUNT with advice; @error: nullable, of libsecret */
GError         *vidimus_keeping_explain      (VidimusKeeping        keeping,
                                              const GError         *error);
