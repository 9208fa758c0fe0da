#include "vidimus-parcel-private.h"

#include "vidimus-image-error.h"
#include "vidimus-limits.h"
#include "vidimus-request.h"
#include "vidimus-transcript-private.h"

/** vidimus_outgoing_free: @self: (nullable): with all it has. */
void
vidimus_outgoing_free (gpointer self)
{
  VidimusOutgoing *outgoing = self;

  if (outgoing == NULL)
    return;
  g_clear_pointer (&outgoing->prepared, vidimus_prepared_free);
  g_clear_pointer (&outgoing->address, g_free);
  g_clear_pointer (&outgoing->body, g_bytes_unref);
  g_clear_pointer (&outgoing->sha256, g_free);
  g_free (outgoing);
}

/** vidimus_incoming_free: @self: (nullable): with all it has. */
void
vidimus_incoming_free (gpointer self)
{
  VidimusIncoming *incoming = self;

  if (incoming == NULL)
    return;
  g_clear_object (&incoming->raw_result);
  g_clear_pointer (&incoming->json, g_free);
  g_free (incoming);
}

/* Takes @body. */
static void
set_body (VidimusOutgoing            *self,
          GBytes                     *body,
          const VidimusOutgoingOrder *order)
{
  self->body = body;
  if (order->hash)
    self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
}

/**
 * vidimus_outgoing_make_thread:
 * @source: a #VidimusPicture
 * @task_data: a #VidimusOutgoingOrder
 *
 * The task returns a #VidimusOutgoing, or a %VIDIMUS_ERROR or %G_IO_ERROR_CANCELLED.
 */
void
vidimus_outgoing_make_thread (GTask        *task,
                              gpointer      source,
                              gpointer      task_data,
                              GCancellable *cancellable)
{
  const VidimusOutgoingOrder *order = task_data;
  const VidimusPrepareLimits limits = { VIDIMUS_MIN_SIDE, VIDIMUS_MAX_SIDE, VIDIMUS_MAX_BASE64_SENT / 4 * 3, order->strip };
  g_autoptr(VidimusOutgoing) outgoing = g_new0 (VidimusOutgoing, 1);
  GError *error = NULL;

  outgoing->prepared = vidimus_picture_prepare (VIDIMUS_PICTURE (source), &limits, cancellable, &error);
  if (outgoing->prepared == NULL)
    {
      g_task_return_error (task, vidimus_image_error_explain (error));
      return;
    }

  set_body (outgoing, vidimus_request_write_data (outgoing->prepared->bytes, order->alarms), order);
  g_task_return_pointer (task, g_steal_pointer (&outgoing), vidimus_outgoing_free);
}

/** vidimus_outgoing_new_for_address: (transfer full): @address: characters beyond ASCII are percent-encoded. */
VidimusOutgoing *
vidimus_outgoing_new_for_address (const char                 *address,
                                  const VidimusOutgoingOrder *order)
{
  VidimusOutgoing *outgoing = g_new0 (VidimusOutgoing, 1);

  outgoing->address = g_strdup (address);
  set_body (outgoing, vidimus_request_write_url (address, order->alarms), order);

  return outgoing;
}

/**
 * vidimus_incoming_make_thread:
 * @task_data: the body of a 2xx answer, as #GBytes
 *
 * The task returns a #VidimusIncoming, or a %VIDIMUS_ERROR_ANSWER.
 */
void
vidimus_incoming_make_thread (GTask        *task,
                              gpointer      source,
                              gpointer      task_data,
                              GCancellable *cancellable)
{
  GBytes *response = task_data;
  g_autoptr(VidimusIncoming) incoming = g_new0 (VidimusIncoming, 1);
  GError *error = NULL;

  incoming->raw_result = vidimus_result_new_from_json (g_bytes_get_data (response, NULL),
                                                       g_bytes_get_size (response), &error);
  if (incoming->raw_result == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  incoming->json = vidimus_transcript_pretty (response);
  g_task_return_pointer (task, g_steal_pointer (&incoming), vidimus_incoming_free);
}
