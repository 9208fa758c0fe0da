/* Frames of a camera, to the service on this computer and to no other. */
#define G_LOG_DOMAIN "vidimus-client"

#include "vidimus-client-private.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>

#define FRAMES_PATH "/vidimus/v1/frames"

/** Look: at one frame; of its task, which holds the client. */
typedef struct
{
  const VidimusCallTarget *target;  /* borrowed */
  GBytes                  *jpeg;    /* owned */
  VidimusAttempt          *attempt; /* owned; once it is sent */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->jpeg, g_bytes_unref);
  g_clear_object (&look->attempt);
  g_free (look);
}

/* An answer has a kilobyte: reading it takes less than handing it to a thread. */
static VidimusResult *
read_answer (SoupMessage  *message,
             GBytes       *body,
             GError      **error)
{
  guint status = soup_message_get_status (message);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return vidimus_result_new_from_json (text, length, error);

  g_propagate_error (error, vidimus_error_new_from_answer (status, text, length, soup_message_headers_get_one (
                              soup_message_get_response_headers (message), "X-Request-Id")));

  return NULL;
}

/* The frame is lost: another comes soon, and finds the service started again if it has ended. */
static GError *
explain_failure (const Look   *look,
                 const GError *error)
{
  if (error->domain == VIDIMUS_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  g_debug ("The service broke off at a frame: %s", error->message);
  vidimus_local_service_doubt (look->target->local);

  return vidimus_error_new_advised (VIDIMUS_ERROR_UNREACHABLE,
                                    _("The service on this computer ended while it looked at a picture of the camera."),
                                    _("It is started again by itself. If it ends again, take the picture without its help."));
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  VidimusAttempt *attempt = VIDIMUS_ATTEMPT (object);
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = vidimus_attempt_send_finish (attempt, result, &error);
  VidimusResult *answer = NULL;

  if (body == NULL)
    g_task_return_error (task, explain_failure (g_task_get_task_data (task), error));
  else if ((answer = read_answer (vidimus_attempt_get_message (attempt), body, &error)) == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, g_object_unref);
}

static void
ensured_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  VidimusLocalService *local = VIDIMUS_LOCAL_SERVICE (object);
  g_autoptr(GTask) task = G_TASK (user_data);
  Look *look = g_task_get_task_data (task);
  g_autofree char *uri = NULL;
  GError *error = NULL;

  if (!vidimus_local_service_ensure_finish (local, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  uri = g_strconcat (look->target->endpoint, FRAMES_PATH, NULL);
  look->attempt = vidimus_attempt_new (uri, look->target->host, "image/jpeg", look->jpeg);
  vidimus_attempt_send_async (look->attempt, vidimus_local_service_get_session (local), &look->target->limits, NULL, NULL,
                              g_task_get_cancellable (task), answered_cb, g_object_ref (task));
}

/**
 * vidimus_client_look_async:
 * @jpeg: a whole JPEG; sent as it is
 *
 * One frame of a camera is only looked at: where the document is, and the alarms, as fast as that can be; no type. By the service on this
 * computer, which is started if it does not run; any other client fails with %G_IO_ERROR_NOT_SUPPORTED, and sends nothing. Several may
 * be under way: they are answered as they get done, not in their order. Neither tried again nor recorded.
 */
void
vidimus_client_look_async (VidimusClient       *self,
                           GBytes              *jpeg,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Look *look;

  g_return_if_fail (VIDIMUS_IS_CLIENT (self));
  g_return_if_fail (jpeg != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_client_look_async);
  if (!vidimus_client_is_local (self))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                               _("Pictures of a camera are looked at only by the service on this computer."));
      return;
    }

  look = g_new0 (Look, 1);
  look->target = vidimus_client_get_target (self);
  look->jpeg = g_bytes_ref (jpeg);
  g_task_set_task_data (task, look, look_free);
  vidimus_local_service_ensure_async (look->target->local, FALSE, cancellable, ensured_cb, g_steal_pointer (&task));
}

/**
 * vidimus_client_look_finish:
 *
 * Returns: (transfer full): where the document is, in pixels of the frame, and the alarms; or %NULL with a %VIDIMUS_ERROR (AIS.0104: no
 *   document in it; AIS.0102: no JPEG), %G_IO_ERROR_NOT_SUPPORTED or %G_IO_ERROR_CANCELLED
 */
VidimusResult *
vidimus_client_look_finish (VidimusClient  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
