#include "vidimus-report.h"

static const char *
known_method (SoupServerMessage *message)
{
  static const char *const known[] = { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", NULL };
  const char *method = soup_server_message_get_method (message);

  return method != NULL && g_strv_contains (known, method) ? method : "other";
}

static double
engine_ms (const VidimusExchange *exchange)
{
  double ms = -1;

  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    if (exchange->stage_ms[i] >= 0)
      ms = MAX (ms, 0) + exchange->stage_ms[i];

  return ms;
}

/* For people: nothing of probes that went well, and of a camera's stream only what breaks it: most frames have no document yet. */
static gboolean
is_worth_a_line (const VidimusExchange *exchange,
                 guint                  status)
{
  if (exchange->route == VIDIMUS_ROUTE_CLASSIFY)
    return TRUE;

  return status >= 400 && !(exchange->route == VIDIMUS_ROUTE_FRAMES && g_strcmp0 (exchange->code, "AIS.0104") == 0);
}

/**
 * vidimus_report_exchange:
 * @exchange: over
 */
void
vidimus_report_exchange (const VidimusReport *self,
                         VidimusExchange     *exchange,
                         VidimusMetrics      *metrics)
{
  const VidimusCredential *who = exchange->pass != NULL ? vidimus_pass_get_who (exchange->pass) : NULL;
  guint status = exchange->cancelled ? 0 : soup_server_message_get_status (exchange->message);
  double ms = (double) (g_get_monotonic_time () - exchange->started_us) / 1000;
  const VidimusCounted counted = {
    .route = vidimus_route_get_name (exchange->route), .status = status, .refused = exchange->refused,
    .code = exchange->cancelled ? "none" : exchange->code != NULL ? exchange->code : "ok",
    .total_ms = ms, .wait_ms = exchange->wait_ms, .decode_ms = exchange->decode_ms, .stage_ms = exchange->stage_ms,
    .received = exchange->received, .sent = exchange->cancelled ? 0 : exchange->sent,
  };
  const VidimusAccess access = {
    .id = exchange->request_id, .method = known_method (exchange->message), .route = counted.route,
    .place = self->places ? exchange->place : NULL,
    .project_id = who != NULL ? who->project_id : exchange->project_id,
    .access_key = who != NULL ? who->access_key : NULL, .token = who != NULL && who->access_key == NULL,
    .status = status, .code = exchange->cancelled ? NULL : exchange->code,
    .refused_for = exchange->refused >= 0 ? vidimus_refusal_kind_get_name ((VidimusRefusalKind) exchange->refused) : NULL,
    .cancelled = exchange->cancelled, .received = counted.received, .sent = counted.sent,
    .total_ms = ms, .wait_ms = exchange->wait_ms, .decode_ms = exchange->decode_ms, .engine_ms = engine_ms (exchange),
  };

  vidimus_metrics_count (metrics, &counted);
  if (self->form == VIDIMUS_LOG_JSON || is_worth_a_line (exchange, status))
    vidimus_access_log_write (self->form, &access);
}
