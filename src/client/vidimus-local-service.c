#define G_LOG_DOMAIN "vidimus-local-service"

#include "vidimus-local-service-private.h"

#include "vidimus-error.h"
#include "vidimus-health-private.h"
#include "vidimus-http-private.h"
#include "vidimus-local-process-private.h"
#include "vidimus-patience-private.h"
#include "vidimus-socket-folder-private.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>

/* The child opens libraries and forks workers before it answers: well below a second, but machines can be busy. */
#define START_MS 30000
#define MAX_HEALTH_BYTES (64 * 1024)
/* More requests at once than there are processors only wait in the service, where they can be cancelled. */
#define MAX_CONNECTIONS 32

/* One look at whether the child answers. It does not keep the service: who drops that during a start ends the child. */
typedef struct
{
  VidimusLocalService *self;     /* borrowed; NULL once it is gone */
  VidimusPatience     *patience; /* owned */
  SoupMessage         *message;  /* owned */
  gboolean             suspect;  /* it is an old child, to be replaced when it does not answer */
} Check;

struct _VidimusLocalService
{
  GObject              parent_instance;

  char                 *program;  /* owned, nullable: looked for */
  VidimusSocketFolder  *folder;   /* owned, nullable until the first start */
  SoupSession          *session;  /* owned, nullable until the first start */

  GSubprocess          *process;  /* owned, nullable: not running */
  GCancellable         *watch;    /* owned; of the wait for the process's end */
  gboolean              ready;    /* the process has answered */
  Check                *check;    /* owned by its callbacks; NULL: no start and no check under way */
  GPtrArray            *waiting;  /* owned; of GTask */
  char                 *warning;  /* owned, nullable */
};

enum
{
  PROP_0,
  PROP_WARNING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusLocalService, vidimus_local_service, G_TYPE_OBJECT)

static void
end_process (VidimusLocalService *self)
{
  if (self->process == NULL)
    return;

  g_cancellable_cancel (self->watch);
  g_clear_object (&self->watch);
  vidimus_local_process_end (g_steal_pointer (&self->process));
  self->ready = FALSE;
}

static void
vidimus_local_service_dispose (GObject *object)
{
  VidimusLocalService *self = VIDIMUS_LOCAL_SERVICE (object);

  if (self->check != NULL)
    {
      self->check->self = NULL;
      g_cancellable_cancel (vidimus_patience_get_cancellable (self->check->patience));
      self->check = NULL;
    }

  end_process (self);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);

  g_clear_pointer (&self->folder, vidimus_socket_folder_free);

  G_OBJECT_CLASS (vidimus_local_service_parent_class)->dispose (object);
}

static void
vidimus_local_service_finalize (GObject *object)
{
  VidimusLocalService *self = VIDIMUS_LOCAL_SERVICE (object);

  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->warning, g_free);

  G_OBJECT_CLASS (vidimus_local_service_parent_class)->finalize (object);
}

static void
vidimus_local_service_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  VidimusLocalService *self = VIDIMUS_LOCAL_SERVICE (object);

  switch (prop_id)
    {
    case PROP_WARNING:
      g_value_set_string (value, self->warning);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_local_service_class_init (VidimusLocalServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vidimus_local_service_dispose;
  object_class->finalize = vidimus_local_service_finalize;
  object_class->get_property = vidimus_local_service_get_property;

  props[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
vidimus_local_service_init (VidimusLocalService *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Nothing is started before it is needed. */
VidimusLocalService *
vidimus_local_service_new (const char *program)
{
  VidimusLocalService *self = g_object_new (VIDIMUS_TYPE_LOCAL_SERVICE, NULL);

  self->program = g_strdup (program);

  return self;
}

static gboolean
make_folder (VidimusLocalService  *self,
             GError              **error)
{
  g_autoptr(GSocketAddress) address = NULL;

  self->folder = vidimus_socket_folder_new (error);
  if (self->folder == NULL)
    return FALSE;

  address = g_unix_socket_address_new (vidimus_socket_folder_get_path (self->folder));
  self->session = soup_session_new_with_options ("remote-connectable", address, "proxy-resolver", NULL,
                                                 "timeout", 0, "max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS,
                                                 "user-agent", "Vidimus/" VIDIMUS_VERSION, NULL);

  return TRUE;
}

static void
exited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GSubprocess *process = G_SUBPROCESS (object);
  VidimusLocalService *self = user_data;
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_finish (process, result, &error);
  if (error != NULL) /* cancelled: self may be gone */
    return;

  g_debug ("The service ended (status %d)", g_subprocess_get_status (process));
  g_clear_object (&self->process);
  g_clear_object (&self->watch);
  self->ready = FALSE;
}

static gboolean
spawn (VidimusLocalService  *self,
       const char           *program,
       GError              **error)
{
  if (self->folder == NULL && !make_folder (self, error))
    return FALSE;

  self->process = vidimus_local_process_spawn (program, vidimus_socket_folder_get_path (self->folder), MAX_CONNECTIONS, error);
  if (self->process == NULL)
    return FALSE;

  self->watch = g_cancellable_new ();
  g_subprocess_wait_async (self->process, self->watch, exited_cb, self);

  return TRUE;
}

/* Ends every wait. @error: NULL when the service is ready */
static void
complete (VidimusLocalService *self,
          const GError        *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = waiting->pdata[i];

      g_task_set_task_data (task, NULL, NULL); /* it can't be cancelled any more */
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
fail_start (VidimusLocalService *self,
            const char          *program,
            const char          *why)
{
  g_autofree char *message = g_strdup_printf (_("The service on this computer, “%s”, could not be started: %s."),
                                              program, why);
  g_autoptr(GError) error = vidimus_error_new_advised (VIDIMUS_ERROR_UNREACHABLE, message,
                                                       _("Try again. If it fails again, install Vidimus again; VIDIMUS_SERVICE in the "
                                                         "environment can name another place of its service."));

  end_process (self);
  complete (self, error);
}

static void
take_health (VidimusLocalService *self,
             GBytes              *health)
{
  const char *warning = vidimus_health_describe_locks (health);

  self->ready = TRUE;
  if (g_strcmp0 (warning, self->warning) != 0)
    {
      g_free (self->warning);
      self->warning = g_strdup (warning);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WARNING]);
    }

  complete (self, NULL);
}

static void
check_free (Check *check)
{
  g_clear_pointer (&check->patience, vidimus_patience_free);
  g_clear_object (&check->message);
  g_free (check);
}

static void start (VidimusLocalService *self);

/* Frees @check. @health: NULL when the child did not answer */
static void
finish_check (Check        *check,
              GBytes       *health,
              const GError *error)
{
  VidimusLocalService *self = check->self;
  gboolean suspect = check->suspect;
  gboolean late = vidimus_patience_has_ended (check->patience);

  check_free (check);
  if (self == NULL)
    return;

  self->check = NULL;
  if (health != NULL)
    {
      take_health (self, health);
    }
  else if (suspect)
    {
      end_process (self);
      start (self);
    }
  else
    {
      g_autofree char *program = vidimus_local_process_find_program (self->program);

      if (error != NULL)
        g_debug ("No health: %s", error->message);
      fail_start (self, program, late ? _("it did not answer in time")
                                      : error != NULL ? _("it ended before it answered")
                                                     : _("it did not answer as expected"));
    }
}

static void
health_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) health = vidimus_http_read_finish (result, &error);

  finish_check (user_data, health, error);
}

static void
health_sent_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  Check *check = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL || soup_message_get_status (check->message) != SOUP_STATUS_OK)
    finish_check (check, NULL, error);
  else
    vidimus_http_read_async (stream, MAX_HEALTH_BYTES, vidimus_patience_get_cancellable (check->patience),
                             health_read_cb, check);
}

static void
check_health (VidimusLocalService *self,
              gboolean             suspect)
{
  Check *check = g_new0 (Check, 1);

  check->self = self;
  check->suspect = suspect;
  check->message = soup_message_new (SOUP_METHOD_GET, "http://localhost/healthz");
  check->patience = vidimus_patience_new (NULL);
  vidimus_patience_set (check->patience, START_MS);
  self->check = check;
  soup_session_send_async (self->session, check->message, G_PRIORITY_DEFAULT,
                           vidimus_patience_get_cancellable (check->patience), health_sent_cb, check);
}

static void
start (VidimusLocalService *self)
{
  g_autofree char *program = vidimus_local_process_find_program (self->program);
  g_autoptr(GError) error = NULL;

  if (spawn (self, program, &error))
    check_health (self, FALSE);
  else
    fail_start (self, program, g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT)
                               ? _("there is no such file") : error->message);
}

/*
 * Starts the service if it neither runs nor starts. Whether that works is told to who ensures it.
 */
void
vidimus_local_service_wake (VidimusLocalService *self)
{
  if (self->process == NULL && self->check == NULL)
    start (self);
}

static gboolean
wait_cancelled_cb (GCancellable *cancellable,
                   gpointer      user_data)
{
  GTask *task = user_data;
  VidimusLocalService *self = g_task_get_source_object (task);

  g_task_return_error_if_cancelled (task);
  g_ptr_array_remove (self->waiting, task); /* and with it the task's hold on this source */

  return G_SOURCE_REMOVE;
}

static void
destroy_source (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

/*
 * Completes when the service answers. @suspect: a call to it broke off, so that it is asked first, and replaced when
 * it does not answer. Cancelling ends the wait, not the start.
 */
void
vidimus_local_service_ensure_async (VidimusLocalService *self,
                                    gboolean             suspect,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_local_service_ensure_async);
  if (self->ready && !suspect)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (cancellable != NULL)
    {
      GSource *source = g_cancellable_source_new (cancellable);

      g_source_set_callback (source, G_SOURCE_FUNC (wait_cancelled_cb), task, NULL);
      g_source_attach (source, g_main_context_get_thread_default ());
      g_task_set_task_data (task, source, destroy_source);
    }

  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->check != NULL)
    return;
  if (self->process != NULL)
    check_health (self, TRUE);
  else
    start (self);
}

gboolean
vidimus_local_service_ensure_finish (VidimusLocalService  *self,
                                     GAsyncResult         *result,
                                     GError              **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A request to it broke off, and is not made again: who ensures it next has it asked first, as if it had said that it is suspect. */
void
vidimus_local_service_doubt (VidimusLocalService *self)
{
  self->ready = FALSE;
}

/* For requests to any path of http://localhost; NULL before the first start. */
SoupSession *
vidimus_local_service_get_session (VidimusLocalService *self)
{
  return self->session;
}

/* What a user should know before relying on it; known once the service has started. */
const char *
vidimus_local_service_get_warning (VidimusLocalService *self)
{
  return self->warning;
}

/* The child that runs now. */
GSubprocess *
vidimus_local_service_get_process (VidimusLocalService *self)
{
  return self->process;
}
