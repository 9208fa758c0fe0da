#define G_LOG_DOMAIN "vidimus-entrance"

#include "vidimus-entrance.h"

static void
refuse (VidimusExchange      *exchange,
        const VidimusRefusal *refusal)
{
  vidimus_exchange_fail (exchange, refusal->status, refusal->code);
  exchange->refused = (int) refusal->kind;
  if (refusal->retry_after > 0)
    vidimus_exchange_retry_after (exchange, refusal->retry_after);
}

static gboolean
admit (VidimusGate     *gate,
       VidimusExchange *exchange)
{
  VidimusRefusal refusal;

  if (vidimus_gate_admit (gate, exchange->pass, g_get_real_time (), &refusal))
    return TRUE;
  refuse (exchange, &refusal);

  return FALSE;
}

/**
 * vidimus_entrance_check:
 *
 * Checks what the headers say. A token is admitted at once; what is signed waits for its body.
 *
 * Returns: %FALSE when the exchange failed
 */
gboolean
vidimus_entrance_check (VidimusGate     *gate,
                        VidimusExchange *exchange)
{
  SoupServerMessage *message = exchange->message;
  GUri *uri = soup_server_message_get_uri (message);
  g_autoptr(GArray) headers = g_array_new (FALSE, FALSE, sizeof (VidimusHeader));
  VidimusGateRequest request = { .method = soup_server_message_get_method (message), .path = g_uri_get_path (uri),
                                 .query = g_uri_get_query (uri), .project_id = exchange->project_id };
  SoupMessageHeadersIter iter;
  VidimusHeader header;
  VidimusRefusal refusal;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &header.name, &header.value))
    g_array_append_val (headers, header);
  request.headers = (const VidimusHeader *) (gpointer) headers->data;
  request.n_headers = headers->len;

  exchange->pass = vidimus_gate_check (gate, &request, g_get_real_time (), &refusal);
  if (exchange->pass == NULL)
    {
      refuse (exchange, &refusal);
      return FALSE;
    }

  return vidimus_pass_is_signed (exchange->pass) || admit (gate, exchange);
}

static void
verify_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const VidimusPass *pass = g_object_get_data (G_OBJECT (task), "pass");
  gsize length;
  gconstpointer body = g_bytes_get_data (task_data, &length);

  g_task_return_boolean (task, vidimus_pass_verify_body (pass, body, length));
}

/**
 * vidimus_entrance_verify_async:
 * @exchange: held, with a pass that is signed
 * @callback: gets @exchange
 *
 * Compares the body with what was signed, in a thread: 12 MB take a while.
 */
void
vidimus_entrance_verify_async (VidimusExchange     *exchange,
                               GBytes              *body,
                               GAsyncReadyCallback  callback)
{
  g_autoptr(GTask) task = g_task_new (NULL, exchange->cancellable, callback, exchange);

  g_task_set_source_tag (task, vidimus_entrance_verify_async);
  g_object_set_data (G_OBJECT (task), "pass", exchange->pass);
  g_task_set_task_data (task, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, verify_thread);
}

/**
 * vidimus_entrance_verify_finish:
 *
 * Returns: %TRUE when it came in; else the exchange failed, or, with @error set, its client is gone
 */
gboolean
vidimus_entrance_verify_finish (VidimusGate      *gate,
                                VidimusExchange  *exchange,
                                GAsyncResult     *result,
                                GError          **error)
{
  GError *problem = NULL;
  VidimusRefusal refusal;

  if (g_task_propagate_boolean (G_TASK (result), &problem))
    return admit (gate, exchange);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }

  vidimus_refusal_set (&refusal, VIDIMUS_REFUSED_SIGNATURE, 0);
  refuse (exchange, &refusal);

  return FALSE;
}
