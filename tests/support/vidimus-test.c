#include "vidimus-test.h"

/* Longer than anything that works, even under sanitizers on a loaded machine; a test that waits longer is stuck. */
#define PATIENCE_SECONDS 60

static gboolean
out_of_patience_cb (gpointer user_data)
{
  g_error ("Waited %d s for something that did not happen", PATIENCE_SECONDS);

  return G_SOURCE_REMOVE;
}

static void
iterate_until (gboolean (*condition) (gpointer user_data),
               gpointer   user_data)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, out_of_patience_cb, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
}

/**
 * vidimus_test_serve:
 * @callback: answers every path
 * @uri: (out): "http://127.0.0.1:PORT", without a slash at its end
 *
 * Serves in the default main context, on a free port. End it with vidimus_test_stop().
 *
 * Returns: (transfer full): the listening server
 */
SoupServer *
vidimus_test_serve (SoupServerCallback   callback,
                    gpointer             user_data,
                    char               **uri)
{
  g_autoptr(GError) error = NULL;
  SoupServer *server = soup_server_new (NULL, NULL);
  GSList *uris;

  soup_server_add_handler (server, NULL, callback, user_data, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (server);
  g_assert_nonnull (uris);
  *uri = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return server;
}

/**
 * vidimus_test_stop:
 *
 * Disconnects, and lets go of the connections: they end in the main context.
 */
void
vidimus_test_stop (SoupServer *server)
{
  soup_server_disconnect (server);
  vidimus_test_drain ();
}

/**
 * vidimus_test_finish:
 * @user_data: the address of a GAsyncResult pointer that is %NULL
 *
 * A GAsyncReadyCallback that keeps the result for vidimus_test_await().
 */
void
vidimus_test_finish (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  GAsyncResult **result = user_data;

  return *result != NULL;
}

/**
 * vidimus_test_await:
 *
 * Runs the default main context until @result was stored. A test that waits for a minute fails.
 *
 * Returns: (transfer none): the result
 */
GAsyncResult *
vidimus_test_await (GAsyncResult **result)
{
  iterate_until (has_result, result);

  return *result;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * vidimus_test_await_true:
 * @condition: looked at after every turn of the main loop, and at least every 10 ms
 *
 * For what is seen from outside only: a process that ends, a file that appears.
 */
void
vidimus_test_await_true (gboolean (*condition) (gpointer user_data),
                         gpointer   user_data)
{
  guint tick = g_timeout_add (10, tick_cb, NULL);

  iterate_until (condition, user_data);
  g_source_remove (tick);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/**
 * vidimus_test_drop:
 * @object: (transfer full): what nobody else is to hold for long
 *
 * Returns when it is gone: calls that were cancelled have come back.
 */
void
vidimus_test_drop (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  vidimus_test_await_true (is_gone, &weak);
}

/**
 * vidimus_test_drain:
 *
 * Runs what is pending in the default main context, without waiting for more.
 */
void
vidimus_test_drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/**
 * vidimus_test_read_data:
 * @name: below tests/data, such as "api/sign-vectors.json"
 *
 * Returns: (transfer full): the content of a fixture
 */
GBytes *
vidimus_test_read_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr(GError) error = NULL;
  char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, length);
}
