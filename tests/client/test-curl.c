/* The command is run in a shell, against a server on the loopback. */
#include "vidimus-curl-private.h"
#include "vidimus-request.h"
#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

/* A name that a shell would make much of. */
#define FILE_NAME "it's a $(touch pwned) `id` \"front\"\n-x.png"
#define TOKEN "t0ken with $HOME and 'quotes'"

typedef struct
{
  char               *folder;
  GBytes             *body;
  SoupMessageHeaders *headers;
  char               *path;
} Fixture;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *f = user_data;

  g_clear_pointer (&f->body, g_bytes_unref);
  g_clear_pointer (&f->headers, soup_message_headers_unref);
  g_free (f->path);
  f->path = g_strdup (path);
  f->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  f->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = g_dir_make_tmp ("vidimus-curl-XXXXXX", NULL);
}

static void
remove_all (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  remove_all (f->folder);
  g_clear_pointer (&f->body, g_bytes_unref);
  g_clear_pointer (&f->headers, soup_message_headers_unref);
  g_free (f->path);
  g_free (f->folder);
}

/* FALSE: this machine has no curl. */
static gboolean
run (Fixture    *f,
     const char *command)
{
  g_autofree char *curl = g_find_program_in_path ("curl");
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                                         G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                         G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GSubprocess) shell = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (curl == NULL)
    {
      g_test_skip ("curl is not installed");
      return FALSE;
    }

  g_test_message ("%s", command);
  g_subprocess_launcher_set_cwd (launcher, f->folder);
  g_subprocess_launcher_unsetenv (launcher, "http_proxy");
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_TOKEN", TOKEN, TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_SECURITY_TOKEN", "sts", TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_AUTHORIZATION", "SDK-HMAC-SHA256 Access=AK, Signature=new", TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_SDK_DATE", "20300101T000000Z", TRUE);
  shell = g_subprocess_launcher_spawn (launcher, &error, "sh", "-eus", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (shell, command, NULL, vidimus_test_finish, &result);
  g_subprocess_communicate_utf8_finish (shell, vidimus_test_await (&result), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (shell));

  return TRUE;
}

static void
write_image (Fixture     *f,
             const char  *name,
             GBytes     **image)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr(GError) error = NULL;
  guint8 bytes[100000]; /* many lines of Base64 */

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * i >> 3);
  g_file_set_contents (path, (const char *) bytes, sizeof bytes, &error);
  g_assert_no_error (error);
  *image = g_bytes_new (bytes, sizeof bytes);
}

static SoupMessage *
make_message (const char *uri)
{
  g_autofree char *whole = g_strconcat (uri, "/it's/v2/p%201/ocr/auto-id-doc-classification", NULL);
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, whole);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  g_assert_nonnull (message);
  soup_message_headers_append (headers, "Content-Type", "application/json");
  soup_message_headers_append (headers, "Accept-Encoding", "gzip");
  soup_message_headers_append (headers, "Enterprise-Project-Id", "it's `one`");

  return message;
}

static void
test_token (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, f, &uri);
  g_autoptr(SoupMessage) message = make_message (uri);
  g_autoptr(GBytes) image = NULL;
  g_autoptr(VidimusRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *command = NULL, *trap = g_build_filename (f->folder, "pwned", NULL);

  write_image (f, FILE_NAME, &image);
  soup_message_headers_append (soup_message_get_request_headers (message), "X-Auth-Token", "MIIsecret");
  command = vidimus_curl_write (message, &(VidimusCurl) { .file = FILE_NAME, .alarm = TRUE });
  g_assert_null (strstr (command, "MIIsecret"));
  g_assert_nonnull (strstr (command, "# Set VIDIMUS_TOKEN"));
  g_assert_null (strstr (command, "changed copy"));

  if (run (f, command))
    {
      request = vidimus_request_new_from_json (g_bytes_get_data (f->body, NULL), g_bytes_get_size (f->body), &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (request->image, image));
      g_assert_true (request->alarm);
      g_assert_cmpstr (f->path, ==, "/it's/v2/p 1/ocr/auto-id-doc-classification");
      g_assert_cmpstr (soup_message_headers_get_one (f->headers, "X-Auth-Token"), ==, TOKEN);
      g_assert_cmpstr (soup_message_headers_get_one (f->headers, "Enterprise-Project-Id"), ==, "it's `one`");
      g_assert_cmpstr (soup_message_headers_get_one (f->headers, "Content-Type"), ==, "application/json");
      g_assert_null (soup_message_headers_get_one (f->headers, "Accept-Encoding"));
      g_assert_false (g_file_test (trap, G_FILE_TEST_EXISTS));
    }
  vidimus_test_stop (server);
}

static void
test_keys (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, f, &uri);
  g_autoptr(SoupMessage) message = make_message (uri);
  g_autoptr(GBytes) image = NULL;
  g_autofree char *command = NULL;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  write_image (f, "a.png", &image);
  soup_message_headers_append (headers, "X-Sdk-Date", "20200101T000000Z");
  soup_message_headers_append (headers, "X-Security-Token", "old-sts");
  soup_message_headers_append (headers, "Authorization", "SDK-HMAC-SHA256 Access=AK, Signature=0123");
  command = vidimus_curl_write (message, &(VidimusCurl) { .file = "a.png", .changed = TRUE });
  g_assert_null (strstr (command, "old-sts"));
  g_assert_null (strstr (command, "0123"));
  g_assert_null (strstr (command, "20200101"));
  g_assert_nonnull (strstr (command, "15 minutes"));
  g_assert_nonnull (strstr (command, "changed copy"));

  if (run (f, command))
    {
      g_assert_cmpstr (soup_message_headers_get_one (f->headers, "X-Sdk-Date"), ==, "20300101T000000Z");
      g_assert_cmpstr (soup_message_headers_get_one (f->headers, "X-Security-Token"), ==, "sts");
      g_assert_true (g_str_has_suffix (soup_message_headers_get_one (f->headers, "Authorization"), "=new"));
      g_assert_nonnull (strstr (g_bytes_get_data (f->body, NULL), "\"alarm\":false"));
    }
  vidimus_test_stop (server);
}

static void
test_address (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, f, &uri);
  g_autoptr(SoupMessage) message = make_message (uri);
  g_autofree char *command = vidimus_curl_write (message, &(VidimusCurl) {
    .address = "https://example.org/it's?a=%20&b=$c", .alarm = TRUE });

  if (run (f, command))
    {
      g_autoptr(VidimusRequest) request = vidimus_request_new_from_json (g_bytes_get_data (f->body, NULL),
                                                                         g_bytes_get_size (f->body), NULL);

      g_assert_nonnull (request);
      g_assert_cmpstr (request->url, ==, "https://example.org/it's?a=%20&b=$c");
    }
  vidimus_test_stop (server);
}

/* As the service on this computer is reached. */
static void
test_socket (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "so'cket", NULL);
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(SoupMessage) message = make_message ("http://localhost");
  g_autoptr(GBytes) image = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *command = NULL;

  write_image (f, "a.png", &image);
  soup_server_add_handler (server, NULL, answer_cb, f, NULL);
  soup_server_listen (server, address, 0, &error);
  g_assert_no_error (error);
  command = vidimus_curl_write (message, &(VidimusCurl) { .file = "a.png", .socket = path });
  if (run (f, command))
    g_assert_nonnull (f->body);
  vidimus_test_stop (server);
}

static void
test_ca_file (void)
{
  g_autoptr(SoupMessage) message = make_message ("https://example.org");
  g_autofree char *command = vidimus_curl_write (message, &(VidimusCurl) { .file = "a.png", .ca_file = "/etc/it's.pem" });

  g_assert_nonnull (strstr (command, "--cacert '/etc/it'\\''s.pem'"));
}

#define ADD(path, func) g_test_add ("/curl/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("token", test_token);
  ADD ("keys", test_keys);
  ADD ("address", test_address);
  ADD ("socket", test_socket);
  g_test_add_func ("/curl/ca-file", test_ca_file);

  return g_test_run ();
}
