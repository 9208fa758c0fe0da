/* The gate, for requests on their way through the front. */
#pragma once

#include "vidimus-exchange.h"
#include "vidimus-gate.h"

G_BEGIN_DECLS

gboolean vidimus_entrance_check         (VidimusGate          *gate,
                                         VidimusExchange      *exchange);
void     vidimus_entrance_verify_async  (VidimusExchange      *exchange,
                                         GBytes               *body,
                                         GAsyncReadyCallback   callback);
gboolean vidimus_entrance_verify_finish (VidimusGate          *gate,
                                         VidimusExchange      *exchange,
                                         GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
