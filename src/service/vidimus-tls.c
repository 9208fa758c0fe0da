#define G_LOG_DOMAIN "vidimus-tls"

#include "vidimus-tls.h"

#include "vidimus-tls-certificate.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>

#define HELLO_MAX      (5 + 16384) /* bytes: RFC 8446, 5.1: the head and the body of one record */
#define HELLO_POLL_MS  20          /* a hello that came in part is looked at again */
#define HANDSHAKE_MS   5000
#define HANDSHAKES     16          /* at once: each holds a thread until the client answers */
#define HANDSHAKES_ONE 4           /* of one address */
#define HELD_LONG_US   (500 * 1000) /* a handshake takes some round trips */
#define PRIORITY       "NORMAL:%COMPAT:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" /* of GnuTLS, unless the user says otherwise */

struct _VidimusTls
{
  char            *certificate_file;
  char            *key_file;
  GTlsCertificate *certificate; /* owned */
  GQueue           waiting;     /* of Greeting: their hello is here */
  GPtrArray       *greetings;   /* all, owned Greeting */
  guint            running;
  guint            room_timer;   /* source: somebody without a place waits for one */
  guint64          failures;
};

/* LISTENING for the hello → waiting for a thread → shaking hands → handed over. */
typedef struct
{
  VidimusTls      *tls;
  GIOStream       *stream;      /* owned: plain, then secure */
  VidimusVisit    *visit;       /* borrowed: lives with the stream */
  GSource         *source;      /* owned, nullable: waits for the hello */
  GCancellable    *cancellable;
  guint            timer;
  gint64           begun_us;    /* of the handshake */
  gboolean         is_running;
  VidimusTlsReady  ready;
  gpointer         user_data;
} Greeting;

static void vidimus_tls_run (VidimusTls *self);

static void
greeting_free (gpointer data)
{
  Greeting *self = data;

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->stream);
  g_object_unref (self->cancellable);
  g_free (self);
}

/**
 * vidimus_tls_new:
 * @trusting: whether this process is a client of others too, which has to know whom the system trusts
 * @certificate_file: PEM: the certificate of this server, and those that lead from it to one that clients trust
 * @key_file: PEM, private as a file of keys must be
 *
 * To be called while there is one thread: it sets the environment.
 *
 * Returns: (transfer full): %NULL with a sentence that says what to do
 */
VidimusTls *
vidimus_tls_new (gboolean     trusting,
                 const char  *certificate_file,
                 const char  *key_file,
                 GError     **error)
{
  GTlsCertificate *certificate;
  VidimusTls *self;

  g_setenv ("G_TLS_GNUTLS_PRIORITY", PRIORITY, FALSE);
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("TLS is not available: install the package glib-networking"));
      return NULL;
    }
  certificate = vidimus_tls_certificate_load (certificate_file, key_file, error);
  if (certificate == NULL)
    return NULL;

  self = g_new0 (VidimusTls, 1);
  self->certificate_file = g_strdup (certificate_file);
  self->key_file = g_strdup (key_file);
  self->certificate = certificate;
  self->greetings = g_ptr_array_new_with_free_func (greeting_free);
  if (!trusting)
    vidimus_tls_certificate_trust (certificate_file);

  return self;
}

/**
 * vidimus_tls_free:
 * @self: (transfer full):
 *
 * Closes the connections that still shake hands.
 */
void
vidimus_tls_free (VidimusTls *self)
{
  for (guint i = 0; i < self->greetings->len; i++)
    g_cancellable_cancel (((Greeting *) self->greetings->pdata[i])->cancellable);
  while (self->running > 0)
    g_main_context_iteration (NULL, TRUE);

  g_clear_handle_id (&self->room_timer, g_source_remove);
  g_queue_clear (&self->waiting);
  g_ptr_array_unref (self->greetings);
  g_object_unref (self->certificate);
  g_free (self->certificate_file);
  g_free (self->key_file);
  g_free (self);
}

/**
 * vidimus_tls_check_pair:
 *
 * Starts threads, as vidimus_tls_new() must not: to be called after it, and after what has to come before threads.
 *
 * Returns: whether certificate and key belong together
 */
gboolean
vidimus_tls_check_pair (VidimusTls  *self,
                        GError     **error)
{
  return vidimus_tls_certificate_check (self->certificate, self->certificate_file, self->key_file, error);
}

/**
 * vidimus_tls_reload:
 *
 * Reads the files again. On failure everything stays as it was.
 */
gboolean
vidimus_tls_reload (VidimusTls  *self,
                    GError     **error)
{
  GTlsCertificate *certificate = vidimus_tls_certificate_load (self->certificate_file, self->key_file, error);

  if (certificate == NULL || !vidimus_tls_certificate_check (certificate, self->certificate_file, self->key_file, error))
    {
      g_clear_object (&certificate);
      return FALSE;
    }

  g_object_unref (self->certificate);
  self->certificate = certificate;

  return TRUE;
}

/**
 * vidimus_tls_get_expiry:
 *
 * Returns: when the certificate ends, in seconds since 1970; 0 when it does not say
 */
gint64
vidimus_tls_get_expiry (VidimusTls *self)
{
  g_autoptr(GDateTime) end = g_tls_certificate_get_not_valid_after (self->certificate);

  return end != NULL ? g_date_time_to_unix (end) : 0;
}

/**
 * vidimus_tls_get_failures:
 *
 * Returns: how many handshakes came to nothing
 */
guint64
vidimus_tls_get_failures (VidimusTls *self)
{
  return self->failures;
}

static void
greeting_drop (Greeting *self)
{
  VidimusTls *tls = self->tls;

  tls->failures++;
  g_queue_remove (&tls->waiting, self);
  g_ptr_array_remove_fast (tls->greetings, self);
}

static void
handshake_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTlsConnection *connection = G_TLS_CONNECTION (source);
  Greeting *self = user_data;
  VidimusTls *tls = self->tls;
  g_autoptr(GError) error = NULL;
  gboolean done = g_tls_connection_handshake_finish (connection, result, &error) &&
                  g_tls_connection_get_protocol_version (connection) >= G_TLS_PROTOCOL_VERSION_TLS_1_2;

  tls->running--;
  if (done)
    {
      self->visit->is_tls = TRUE;
      self->ready (g_steal_pointer (&self->stream), self->visit, self->user_data);
      g_ptr_array_remove_fast (tls->greetings, self);
    }
  else
    {
      g_debug ("a handshake failed: %s", error != NULL ? error->message : "an old version of TLS");
      vidimus_visit_cut_off (self->visit); /* so that closing can't wait for the other side */
      greeting_drop (self);
    }
  vidimus_tls_run (tls);
}

static gboolean
handshake_timeout_cb (gpointer user_data)
{
  Greeting *self = user_data;

  self->timer = 0;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
shake_hands (Greeting *self)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  GIOStream *secure = g_tls_server_connection_new (self->stream, self->tls->certificate, NULL);

  if (secure == NULL)
    {
      greeting_drop (self);
      return;
    }

  /* The visit goes on with the new stream, which holds the old one. */
  g_object_unref (self->stream);
  self->stream = secure;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (secure), protocols);
  self->is_running = TRUE;
  self->begun_us = g_get_monotonic_time ();
  self->tls->running++;
  self->timer = g_timeout_add (HANDSHAKE_MS, handshake_timeout_cb, self);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (secure), G_PRIORITY_DEFAULT, self->cancellable, handshake_cb, self);
}

static guint
count_running (VidimusTls *self,
               const char *key)
{
  guint n = 0;

  for (guint i = 0; i < self->greetings->len; i++)
    {
      const Greeting *greeting = self->greetings->pdata[i];

      n += greeting->is_running && g_strcmp0 (greeting->visit->key, key) == 0;
    }

  return n;
}

/* Of those who wait, one of whose address the fewest shake hands already; the first of several. */
static GList *
find_next (VidimusTls *self,
           guint      *running)
{
  GList *best = NULL;

  *running = HANDSHAKES_ONE;
  for (GList *i = self->waiting.head; i != NULL && *running > 0; i = i->next)
    {
      guint n = count_running (self, ((Greeting *) i->data)->visit->key);

      if (n < *running)
        {
          *running = n;
          best = i;
        }
    }

  return best;
}

/* Who has more than one place, and holds it for long, gives one up to who has none. */
static void
make_room (VidimusTls *self)
{
  gint64 now = g_get_monotonic_time ();
  Greeting *oldest = NULL;

  for (guint i = 0; i < self->greetings->len; i++)
    {
      Greeting *greeting = self->greetings->pdata[i];

      if (greeting->is_running && now - greeting->begun_us > HELD_LONG_US &&
          (oldest == NULL || greeting->begun_us < oldest->begun_us) && !g_cancellable_is_cancelled (greeting->cancellable) &&
          count_running (self, greeting->visit->key) > 1)
        oldest = greeting;
    }
  if (oldest != NULL)
    g_cancellable_cancel (oldest->cancellable);
}

static gboolean
look_for_room_cb (gpointer user_data)
{
  VidimusTls *self = user_data;

  self->room_timer = 0;
  vidimus_tls_run (self);

  return G_SOURCE_REMOVE;
}

static void
vidimus_tls_run (VidimusTls *self)
{
  GList *next;
  guint running;

  while (self->running < HANDSHAKES && (next = find_next (self, &running)) != NULL)
    {
      Greeting *greeting = next->data;

      g_queue_delete_link (&self->waiting, next);
      shake_hands (greeting);
    }

  if (self->running == HANDSHAKES && find_next (self, &running) != NULL && running == 0)
    {
      make_room (self);
      if (self->room_timer == 0)
        self->room_timer = g_timeout_add (HELD_LONG_US / 1000, look_for_room_cb, self);
    }
}

/* Whether a whole record lies in the socket: 1 yes, 0 not yet, −1 never. */
static int
has_hello (GSocket *socket)
{
  guint8 bytes[HELLO_MAX];
  gssize n = recv (g_socket_get_fd (socket), bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);

  if (n < 0)
    return errno == EAGAIN ? 0 : -1;
  if (n == 0 || bytes[0] != 22) /* RFC 8446: handshake */
    return -1;
  if (g_socket_condition_check (socket, (GIOCondition) (G_IO_HUP | G_IO_ERR)) != 0)
    return -1; /* cut off; what came before can still be read */

  return n >= 5 && n >= 5 + (bytes[3] << 8 | bytes[4]) ? 1 : 0;
}

static gboolean hello_cb (GSocket      *socket,
                          GIOCondition  condition,
                          gpointer      user_data);

static gboolean
look_again_cb (gpointer user_data)
{
  Greeting *self = user_data;

  self->timer = 0;
  hello_cb (self->visit->socket, G_IO_IN, self);

  return G_SOURCE_REMOVE;
}

/* Until its hello is here, whole, a client takes no thread. */
static gboolean
hello_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  Greeting *self = user_data;
  int state = has_hello (socket);

  g_clear_pointer (&self->source, g_source_unref);
  if (state > 0)
    {
      g_queue_push_tail (&self->tls->waiting, self);
      vidimus_tls_run (self->tls);
    }
  else if (state < 0)
    {
      vidimus_visit_cut_off (self->visit);
      greeting_drop (self);
    }
  else
    {
      self->timer = g_timeout_add (HELLO_POLL_MS, look_again_cb, self);
    }

  return G_SOURCE_REMOVE;
}

/**
 * vidimus_tls_greet:
 * @stream: (transfer full): plain
 * @visit: of @stream, which is cut off when its time is over
 */
void
vidimus_tls_greet (VidimusTls      *self,
                   GIOStream       *stream,
                   VidimusVisit    *visit,
                   VidimusTlsReady  ready,
                   gpointer         user_data)
{
  Greeting *greeting = g_new0 (Greeting, 1);

  greeting->tls = self;
  greeting->stream = stream;
  greeting->visit = visit;
  greeting->ready = ready;
  greeting->user_data = user_data;
  greeting->cancellable = g_cancellable_new ();
  greeting->source = g_socket_create_source (visit->socket, G_IO_IN, NULL);
  g_source_set_callback (greeting->source, G_SOURCE_FUNC (hello_cb), greeting, NULL);
  g_source_attach (greeting->source, NULL);
  g_ptr_array_add (self->greetings, greeting);
}
