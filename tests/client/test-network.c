/* What the system says of the network: its proxies, and whether there is one. */
#include "vidimus-client-test.h"
#include "vidimus-test-proxy.h"

#include "vidimus-error.h"

#include <string.h>

/* A network that is not there. */
typedef GObject TestMonitor;
typedef GObjectClass TestMonitorClass;

static GNetworkConnectivity connectivity;

static void
monitor_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "connectivity"))
    g_value_set_enum (value, connectivity);
  else
    g_value_set_boolean (value, g_str_equal (pspec->name, "network-available") &&
                         connectivity != G_NETWORK_CONNECTIVITY_LOCAL);
}

static gboolean
init_monitor (GInitable     *initable,
              GCancellable  *cancellable,
              GError       **error)
{
  return TRUE;
}

static void
initable_iface_init (GInitableIface *iface)
{
  iface->init = init_monitor;
}

static void
monitor_iface_init (GNetworkMonitorInterface *iface)
{
}

static GType test_monitor_get_type (void);
G_DEFINE_TYPE_WITH_CODE (TestMonitor, test_monitor, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_iface_init)
                         G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, monitor_iface_init))

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  klass->get_property = monitor_get_property;
  g_object_class_override_property (klass, 1, "network-available");
  g_object_class_override_property (klass, 2, "network-metered");
  g_object_class_override_property (klass, 3, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
}

/* A proxy is asked with the whole address. */
static void
proxy_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  char **host = user_data;

  g_free (*host);
  *host = g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host"));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, CLIENT_TEST_ANSWER,
                                    strlen (CLIENT_TEST_ANSWER));
}

/* The host is nowhere; its answer comes from the proxy. */
static void
test_proxy (void)
{
  g_autofree char *host = NULL, *proxy = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (proxy_cb, &host, &proxy);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint ("http://vidimus.invalid", NULL, NULL);

  vidimus_test_proxy_set (proxy);
  answer = client_test_classify (client, picture, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (host, ==, "vidimus.invalid");

  client_test_end (client);
  vidimus_test_stop (server);
  vidimus_test_proxy_set (NULL);
}

/* Nobody else is asked when the proxy is not there. */
static void
test_no_proxy (void)
{
  g_autofree char *host = NULL, *proxy = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (proxy_cb, &host, &proxy);
  g_autoptr(SoupServer) direct = NULL;
  g_autofree char *uri = NULL;
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client;

  vidimus_test_stop (server);
  vidimus_test_proxy_set (proxy);
  direct = vidimus_test_serve (proxy_cb, &host, &uri);
  client = vidimus_client_new_for_endpoint (uri, NULL, NULL);
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_assert_null (host);

  client_test_end (client);
  vidimus_test_stop (direct);
  vidimus_test_proxy_set (NULL);
}

static void
test_offline (void)
{
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  VidimusClient *client = vidimus_client_new_for_endpoint ("http://vidimus.invalid", NULL, NULL);

  for (guint i = 0; i <= 1; i++)
    {
      g_autoptr(GError) error = NULL;

      connectivity = i == 0 ? G_NETWORK_CONNECTIVITY_LOCAL : G_NETWORK_CONNECTIVITY_FULL;
      g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
      g_assert_nonnull (strstr (error->message, "vidimus.invalid"));
      g_assert_cmpint (strstr (error->message, "not connected") != NULL, ==, i == 0);
    }

  client_test_end (client);
}

/* A computer without a network reaches itself all the same. */
static void
test_offline_loopback (void)
{
  g_autofree char *host = NULL, *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (proxy_cb, &host, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(VidimusAnswer) answer = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  connectivity = G_NETWORK_CONNECTIVITY_LOCAL;
  answer = client_test_classify (client, picture, 0, NULL, NULL, NULL);
  g_assert_nonnull (answer);
  connectivity = G_NETWORK_CONNECTIVITY_FULL;

  client_test_end (client);
  vidimus_test_stop (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  connectivity = G_NETWORK_CONNECTIVITY_FULL;
  vidimus_test_proxy_install ();
  g_setenv ("GIO_USE_NETWORK_MONITOR", "vidimus-test", TRUE);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, test_monitor_get_type (), "vidimus-test", 0);

  g_test_add_func ("/network/proxy", test_proxy);
  g_test_add_func ("/network/no-proxy", test_no_proxy);
  g_test_add_func ("/network/offline", test_offline);
  g_test_add_func ("/network/offline-loopback", test_offline_loopback);

  return g_test_run ();
}
