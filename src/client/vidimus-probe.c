#include "vidimus-probe-private.h"

#include "vidimus-error.h"
#include "vidimus-http-private.h"
#include "vidimus-patience-private.h"

#include <glib/gi18n-lib.h>

/* More addresses of a name than these are counted only. */
#define MAX_SHOWN 3

typedef struct
{
  GUri                 *uri;       /* owned */
  VidimusPatience      *patience;  /* owned */
  gint64                begun;
  char                 *proxy;     /* owned, nullable */
  GIOStream            *stream;    /* owned, nullable */

  /* TLS */
  gboolean              may_trust;
  GTlsCertificate      *shown;     /* owned, nullable: what the host showed */
  GTlsCertificateFlags  faults;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_clear_pointer (&probe->uri, g_uri_unref);
  g_clear_pointer (&probe->patience, vidimus_patience_free);
  g_clear_pointer (&probe->proxy, g_free);
  if (probe->stream != NULL)
    g_signal_handlers_disconnect_by_data (probe->stream, probe);
  g_clear_object (&probe->stream);
  g_clear_object (&probe->shown);
  g_free (probe);
}

static GTask *
begin (gpointer             tag,
       GUri                *uri,
       guint                ms,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);

  g_task_set_source_tag (task, tag);
  probe->uri = g_uri_ref (uri);
  probe->patience = vidimus_patience_new (cancellable);
  probe->begun = g_get_monotonic_time ();
  g_task_set_task_data (task, probe, probe_free);
  vidimus_patience_set (probe->patience, ms);

  return task;
}

static guint
get_port (GUri *uri)
{
  if (g_uri_get_port (uri) != -1)
    return g_uri_get_port (uri);

  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

static guint
get_ms (Probe *probe)
{
  return (g_get_monotonic_time () - probe->begun + 500) / 1000;
}

static void
fail (GTask        *task,
      const GError *reason)
{
  Probe *probe = g_task_get_task_data (task);
  const char *host = g_uri_get_host (probe->uri);

  if (g_task_return_error_if_cancelled (task))
    return;

  g_task_return_error (task, vidimus_patience_has_ended (probe->patience) ? vidimus_http_connect_error (host)
                                                                         : vidimus_http_explain_error (reason, host));
}

static char *
describe_addresses (GList *addresses,
                    guint  ms)
{
  guint n = g_list_length (addresses);
  g_autoptr(GString) list = g_string_new (NULL);
  guint shown = 0;

  for (GList *l = addresses; l != NULL && shown < MAX_SHOWN; l = l->next, shown++)
    {
      g_autofree char *address = g_inet_address_to_string (l->data);

      g_string_append_printf (list, "%s%s", shown > 0 ? ", " : "", address);
    }
  if (n > shown)
    g_string_append (list, ", …");

  return g_strdup_printf (ngettext ("%u address (%s), %u ms.", "%u addresses (%s), %u ms.", n), n, list->str, ms);
}

static void
resolved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, &error);

  if (error != NULL)
    fail (task, error);
  else
    g_task_return_pointer (task, describe_addresses (addresses, get_ms (g_task_get_task_data (task))), g_free);
  g_resolver_free_addresses (addresses);
}

/* Where it is; not the name and the password that an address of a proxy may carry. */
static char *
dup_shown (const char *proxy)
{
  g_autoptr(GUri) uri = g_uri_parse (proxy, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (_("of the system"));
  if (g_uri_get_port (uri) == -1)
    return g_strdup (g_uri_get_host (uri));

  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
}

static void
proxies_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Probe *probe = g_task_get_task_data (task);
  const char *host = g_uri_get_host (probe->uri);
  g_auto(GStrv) proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, NULL);
  GCancellable *cancellable = vidimus_patience_get_cancellable (probe->patience);

  if (proxies != NULL && proxies[0] != NULL && !g_str_has_prefix (proxies[0], "direct:"))
    {
      probe->proxy = dup_shown (proxies[0]);
      g_task_return_pointer (task, g_strdup_printf (_("Not looked up here: the proxy “%s” does that."), probe->proxy), g_free);
    }
  else if (g_hostname_is_ip_address (host))
    {
      g_task_return_pointer (task, g_strdup_printf (_("“%s” is an address already."), host), g_free);
    }
  else
    {
      g_autoptr(GResolver) resolver = g_resolver_get_default ();

      g_resolver_lookup_by_name_async (resolver, host, cancellable, resolved_cb, g_steal_pointer (&task));
    }
}

void
vidimus_probe_name_async (GUri                *uri,
                          guint                ms,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = begin (vidimus_probe_name_async, uri, ms, cancellable, callback, user_data);
  Probe *probe = g_task_get_task_data (task);
  g_autofree char *text = g_uri_to_string (uri);

  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), text, vidimus_patience_get_cancellable (probe->patience),
                                 proxies_cb, task);
}

char *
vidimus_probe_name_finish (GAsyncResult  *result,
                           char         **proxy,
                           GError       **error)
{
  Probe *probe = g_task_get_task_data (G_TASK (result));

  *proxy = g_strdup (probe->proxy);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* NULL when it can't be told. */
static char *
dup_address (GSocketConnection *connection)
{
  g_autoptr(GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  return address != NULL && G_IS_INET_SOCKET_ADDRESS (address)
         ? g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))) : NULL;
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Probe *probe = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  g_autofree char *address = connection != NULL ? dup_address (connection) : NULL;

  if (connection == NULL)
    {
      fail (task, error);
      return;
    }

  probe->stream = G_IO_STREAM (connection);
  if (probe->proxy != NULL)
    g_task_return_pointer (task, g_strdup_printf (_("Connected through the proxy “%s”, %u ms."), probe->proxy, get_ms (probe)),
                           g_free);
  else
    g_task_return_pointer (task, g_strdup_printf (_("Connected to %s, port %u, %u ms."),
                                                  address != NULL ? address : g_uri_get_host (probe->uri),
                                                  get_port (probe->uri), get_ms (probe)), g_free);
}

void
vidimus_probe_tcp_async (GUri                *uri,
                         const char          *proxy,
                         guint                ms,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = begin (vidimus_probe_tcp_async, uri, ms, cancellable, callback, user_data);
  Probe *probe = g_task_get_task_data (task);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autofree char *text = g_uri_to_string (uri);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnectable) address = g_network_address_parse_uri (text, get_port (uri), &error);

  if (address == NULL)
    {
      fail (task, error);
      g_object_unref (task);
      return;
    }

  probe->proxy = g_strdup (proxy);
  g_socket_client_set_enable_proxy (client, proxy != NULL);
  g_socket_client_connect_async (client, address, vidimus_patience_get_cancellable (probe->patience), connected_cb, task);
}

char *
vidimus_probe_tcp_finish (GAsyncResult  *result,
                          GIOStream    **stream,
                          GError       **error)
{
  Probe *probe = g_task_get_task_data (G_TASK (result));

  *stream = probe->stream != NULL ? g_object_ref (probe->stream) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Asked only about a certificate that has a fault. */
static gboolean
accept_cb (GTlsConnection       *connection,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  faults,
           gpointer              user_data)
{
  Probe *probe = user_data;

  g_set_object (&probe->shown, certificate);
  probe->faults = faults;

  return FALSE;
}

static const char *
get_protocol (GTlsConnection *connection)
{
  switch (g_tls_connection_get_protocol_version (connection))
    {
    case G_TLS_PROTOCOL_VERSION_TLS_1_2:
      return "TLS 1.2";
    case G_TLS_PROTOCOL_VERSION_TLS_1_3:
      return "TLS 1.3";
    default:
      return "TLS";
    }
}

static GError *
not_tls_error (Probe *probe)
{
  g_autofree char *text = g_strdup_printf (_("What answers at “%s”, port %u, does not speak TLS, or none that is safe today."), g_uri_get_host (probe->uri),
                                           get_port (probe->uri));
  GError *error = vidimus_error_new_advised (VIDIMUS_ERROR_UNREACHABLE, text,
                                             _("Check the port. The address of a service without encryption begins with http://. Nothing was "
                                               "sent."));

  return error;
}

static void
shaken_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTlsConnection *connection = G_TLS_CONNECTION (object);
  g_autoptr(GTask) task = G_TASK (user_data);
  Probe *probe = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *certificate = NULL;
  gboolean fine = g_tls_connection_handshake_finish (connection, result, &error);

  if (!fine && probe->faults != 0)
    {
      if (!g_task_return_error_if_cancelled (task))
        g_task_return_error (task, vidimus_certificate_explain (probe->shown, probe->faults, g_uri_get_host (probe->uri),
                                                                probe->may_trust));
      return;
    }
  if (!fine && error->domain == G_TLS_ERROR && probe->shown == NULL)
    {
      g_task_return_error (task, not_tls_error (probe));
      return;
    }
  if (!fine)
    {
      fail (task, error);
      return;
    }

  certificate = vidimus_certificate_describe (g_tls_connection_get_peer_certificate (connection));
  g_task_return_pointer (task, g_strdup_printf ("%s, %u ms. %s", get_protocol (connection), get_ms (probe), certificate), g_free);
}

void
vidimus_probe_tls_async (GUri                *uri,
                         GIOStream           *stream,
                         GTlsDatabase        *trust,
                         gboolean             may_trust,
                         guint                ms,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = begin (vidimus_probe_tls_async, uri, ms, cancellable, callback, user_data);
  Probe *probe = g_task_get_task_data (task);
  g_autoptr(GSocketConnectable) identity = g_network_address_new (g_uri_get_host (uri), get_port (uri));
  g_autoptr(GError) error = NULL;

  probe->stream = G_IO_STREAM (g_tls_client_connection_new (stream, identity, &error));
  if (probe->stream == NULL)
    {
      fail (task, error);
      return;
    }

  probe->may_trust = may_trust;
  if (trust != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (probe->stream), trust);
  g_signal_connect (probe->stream, "accept-certificate", G_CALLBACK (accept_cb), probe);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (probe->stream), G_PRIORITY_DEFAULT,
                                    vidimus_patience_get_cancellable (probe->patience), shaken_cb, g_steal_pointer (&task));
}

char *
vidimus_probe_tls_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
