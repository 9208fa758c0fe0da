/* A request that is over, told to the metrics and the log. */
#pragma once

#include "vidimus-access-log.h"
#include "vidimus-exchange.h"
#include "vidimus-metrics.h"

G_BEGIN_DECLS

/** VidimusReport: @form, @places: how requests are logged, and whether with a neighbourhood of their address */
typedef struct
{
  VidimusLogForm form;
  gboolean       places;
} VidimusReport;

void vidimus_report_exchange (const VidimusReport *self,
                              VidimusExchange     *exchange,
                              VidimusMetrics      *metrics);

G_END_DECLS
