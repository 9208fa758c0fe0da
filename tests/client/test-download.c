#include "vidimus-client-test.h"

#include "vidimus-error.h"

#include <string.h>

static GBytes *
download (const char    *uri,
          guint          ms,
          gsize          max_bytes,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_download_async (G_OBJECT (session), session, uri, ms, max_bytes, cancellable, vidimus_test_finish, &result);

  return vidimus_download_finish (G_OBJECT (session), vidimus_test_await (&result), error);
}

static void
file_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  if (g_str_equal (path, "/moved"))
    {
      soup_server_message_set_redirect (message, 302, "/file");
    }
  else if (g_str_equal (path, "/endless"))
    {
      soup_server_message_set_redirect (message, 302, "/endless");
    }
  else if (g_str_equal (path, "/file") || g_str_equal (path, "/chunks"))
    {
      soup_server_message_set_status (message, 200, NULL);
      if (g_str_equal (path, "/chunks"))
        soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
      soup_server_message_set_response (message, "image/png", SOUP_MEMORY_STATIC, "0123456789", 10);
      soup_message_body_complete (soup_server_message_get_response_body (message));
    }
  else if (g_str_equal (path, "/silent"))
    {
      soup_server_message_pause (message);
      if (user_data != NULL)
        g_cancellable_cancel (user_data);
    }
  else
    {
      soup_server_message_set_status (message, 404, NULL);
    }
}

typedef struct
{
  const char *path;
  gsize       max_bytes;
  const char *message; /* a part of it; NULL: the file arrives */
} Case;

static const Case cases[] = {
  { "/file", 10, NULL },
  { "/moved", 10, NULL },
  { "/chunks", 10, NULL },
  { "/file?large", 9, "larger than" },
  { "/chunks?large", 9, "larger than" },
  { "/missing", 10, "404" },
  { "/endless", 10, "" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *base = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (file_cb, NULL, &base);
  g_autofree char *uri = g_strconcat (base, c->path, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = download (uri, 60000, c->max_bytes, NULL, &error);

  if (c->message == NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "0123456789", 10);
    }
  else
    {
      g_assert_null (bytes);
      g_test_message ("%s", error->message);
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
      g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "ModelArts.4603");
      g_assert_nonnull (strstr (error->message, c->message));
    }

  vidimus_test_stop (server);
}

static void
test_no_address (void)
{
  static const char * const bad[] = { "", "x", "file:///etc/passwd", "ftp://example.org/a", "data:image/png;base64,AA",
                                      "http://", "http:a" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (download (bad[i], 1000, 10, NULL, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
      g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "ModelArts.4601");
    }
}

static void
test_silent (void)
{
  g_autofree char *base = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (file_cb, NULL, &base);
  g_autofree char *uri = g_strconcat (base, "/silent", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (download (uri, 100, 10, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
  g_assert_nonnull (strstr (error->message, "in time"));

  vidimus_test_stop (server);
}

static void
test_cancel (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *base = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (file_cb, cancellable, &base);
  g_autofree char *uri = g_strconcat (base, "/silent", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (download (uri, 60000, 10, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  vidimus_test_stop (server);
}

/* The public form, of a client that has no port of its own. */
static void
test_of_client (void)
{
  g_autofree char *base = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (file_cb, NULL, &base);
  g_autofree char *uri = g_strconcat (base, "/file", NULL);
  VidimusClient *client = vidimus_client_new_local (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  vidimus_client_download_async (client, uri, NULL, vidimus_test_finish, &result);
  bytes = vidimus_client_download_finish (client, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 10);

  g_clear_object (&result);
  client_test_end (client);
  vidimus_test_stop (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/download", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/download/no-address", test_no_address);
  g_test_add_func ("/download/silent", test_silent);
  g_test_add_func ("/download/cancel", test_cancel);
  g_test_add_func ("/download/of-client", test_of_client);

  return g_test_run ();
}
