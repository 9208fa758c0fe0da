/* The HAProxy configuration that is shipped, before two real services: a batch runs through it, one service is killed in the middle,
 * and every item is answered once. */
#include "vidimus-cli-test.h"
#include "vidimus-test-service.h"
#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define N_ITEMS 12
#define JOBS 4

typedef struct
{
  TestService *services[2];
  GSubprocess *proxy;
  char        *program;  /* nullable: there is no HAProxy here */
  char        *folder;
  char        *log;      /* of the proxy: a line a request */
  char        *manifest;
  char        *out;
  guint16      port;
} Fixture;

/* Returns: (transfer full): the file as it is shipped, for these addresses; what needs root is left out */
static char *
make_configuration (Fixture *f,
                    int      fd)
{
  g_autofree char *shipped = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;
  guint n_servers = 0, n_binds = 0;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (g_getenv ("VIDIMUS_HAPROXY_CFG"), &shipped, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (shipped, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strchug (lines[i]);

      if (g_str_has_prefix (line, "user ") || g_str_has_prefix (line, "group "))
        continue;
      if (g_str_has_prefix (line, "bind "))
        {
          n_binds++;
          g_string_append_printf (text, "bind fd@%d\n", fd);
        }
      else if (g_str_has_prefix (line, "server "))
        {
          g_assert_cmpuint (n_servers, <, G_N_ELEMENTS (f->services));
          g_string_append_printf (text, "server host%u 127.0.0.1:%u\n", n_servers + 1, f->services[n_servers]->port);
          n_servers++;
        }
      else
        g_string_append_printf (text, "%s\n", line);
    }
  g_assert_cmpuint (n_binds, ==, 1);
  g_assert_cmpuint (n_servers, ==, 2);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
die_with_test (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

static int
listen_somewhere (guint16 *port)
{
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return dup (g_socket_get_fd (socket));
}

static char *
read_log (Fixture *f)
{
  char *text = NULL;

  if (!g_file_get_contents (f->log, &text, NULL, NULL))
    text = g_strdup ("");

  return text;
}

static void
start_proxy (Fixture *f)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *path = g_build_filename (f->folder, "haproxy.cfg", NULL);
  g_autofree char *errors = g_build_filename (f->folder, "haproxy.err", NULL);
  int fd = listen_somewhere (&f->port);
  g_autofree char *text = make_configuration (f, fd);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_take_fd (launcher, fd, fd);
  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, f->log);
  g_subprocess_launcher_set_stderr_file_path (launcher, errors);
  f->proxy = g_subprocess_launcher_spawn (launcher, &error, f->program, "-db", "-f", path, NULL);
  g_assert_no_error (error);
}

/* Twelve items over two images. */
static void
make_list (Fixture *f)
{
  g_autoptr(GString) list = g_string_new (NULL);
  static const char *const names[] = { "passport.jpg", "thailand-id-card.jpg" };

  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autofree char *from = g_build_filename (g_getenv ("VIDIMUS_SPECIMENS"), names[i % G_N_ELEMENTS (names)], NULL);
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autofree char *to = g_build_filename (f->folder, name, NULL);

      g_assert_cmpint (symlink (from, to), ==, 0);
      g_string_append_printf (list, "%s\n", name);
    }
  g_file_set_contents (f->manifest, list->str, -1, NULL);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->program = g_find_program_in_path ("haproxy");
  if (f->program == NULL && g_file_test ("/usr/sbin/haproxy", G_FILE_TEST_IS_EXECUTABLE))
    f->program = g_strdup ("/usr/sbin/haproxy");
  if (f->program == NULL)
    return;

  f->folder = cli_test_folder ();
  f->log = g_build_filename (f->folder, "haproxy.log", NULL);
  f->manifest = g_build_filename (f->folder, "list.txt", NULL);
  f->out = g_build_filename (f->folder, "out.jsonl", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (f->services); i++)
    f->services[i] = test_service_start_port ("--workers=1", NULL);
  start_proxy (f);
  make_list (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->program == NULL)
    return;
  g_subprocess_force_exit (f->proxy);
  g_subprocess_wait (f->proxy, NULL, NULL);
  g_object_unref (f->proxy);
  for (guint i = 0; i < G_N_ELEMENTS (f->services); i++)
    test_service_stop (f->services[i]);
  cli_test_remove (f->folder);
  g_free (f->folder);
  g_free (f->log);
  g_free (f->manifest);
  g_free (f->out);
  g_free (f->program);
}

static gboolean
is_skipped (Fixture *f)
{
  if (f->program == NULL)
    g_test_skip ("There is no HAProxy here");

  return f->program == NULL;
}

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, what)) != NULL; p += strlen (what))
    n++;

  return n;
}

static gboolean
has_some_lines (gpointer user_data)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (((Fixture *) user_data)->out, &text, NULL, NULL) && count (text, "\n") >= 2;
}

static gboolean
are_gone (gpointer user_data)
{
  GArray *pids = user_data;

  for (guint i = 0; i < pids->len; i++)
    if (!test_process_is_gone (g_array_index (pids, pid_t, i)))
      return FALSE;

  return TRUE;
}

/* As kill -9 does it; what it had forked ends with it. */
static void
kill_service (TestService *service)
{
  g_autoptr(GArray) children = test_process_children (service->pid);

  g_assert_cmpuint (children->len, >, 0);
  g_assert_cmpint (kill (service->pid, SIGKILL), ==, 0);
  g_subprocess_wait (service->process, NULL, NULL);
  g_clear_object (&service->process);
  vidimus_test_await_true (are_gone, children);
}

static CliRun *
start_batch (Fixture *f)
{
  g_autofree char *endpoint = g_strdup_printf ("http://127.0.0.1:%u", f->port);
  g_autofree char *jobs = g_strdup_printf ("%d", JOBS);

  return cli_run_start (NULL, "batch", "--manifest", f->manifest, "--out", f->out, "--endpoint", endpoint, "--jobs", jobs,
                        "--verbose", NULL);
}

/* Every item has one line, which is an answer. */
static void
assert_complete (Fixture *f)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GHashTable) items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true (g_file_get_contents (f->out, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_ITEMS + 1);
  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autoptr(JsonParser) parser = json_parser_new ();
      JsonObject *line;
      const char *item, *type;

      g_assert_true (json_parser_load_from_data (parser, lines[i], -1, NULL));
      line = json_node_get_object (json_parser_get_root (parser));
      item = json_object_get_string_member (line, "item");
      g_assert_true (g_hash_table_add (items, g_strdup (item)));
      if (!json_object_has_member (line, "result"))
        g_error ("%s", lines[i]);
      type = json_object_get_string_member (json_object_get_object_member (line, "result"), "type");
      g_assert_cmpstr (type, ==, atoi (item) % 2 == 0 ? "passport" : "thailand_id_card");
    }
}

static void
test_kill (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(CliRun) batch = NULL;
  g_autofree char *log = NULL;
  guint n_requests, n_lost;

  if (is_skipped (f))
    return;

  batch = start_batch (f);
  vidimus_test_await_true (has_some_lines, f);
  kill_service (f->services[0]); /* with two of the four that are under way */
  cli_run_await (batch);
  if (batch->status != 0)
    g_error ("Exit status %d: %s", batch->status, batch->err);
  assert_complete (f);

  /* both worked, and only what the killed one had was asked for again; where a kept connection breaks HAProxy says nothing of it, neither to the
   * client nor to its log */
  log = read_log (f);
  g_test_message ("%s%s", log, batch->err);
  n_requests = count (log, "\"POST /v2/local/ocr/auto-id-doc-classification HTTP/1.1\"");
  n_lost = count (batch->err, "(attempt 2)");
  g_assert_cmpuint (count (log, "vidimus_hosts/host1 "), >, 0);
  g_assert_cmpuint (count (log, "vidimus_hosts/host2 "), >, 0);
  g_assert_cmpuint (n_lost, >=, 1);
  g_assert_cmpuint (n_lost, <=, JOBS);
  g_assert_cmpuint (n_requests, >=, N_ITEMS);
  g_assert_cmpuint (n_requests, <=, N_ITEMS + n_lost);
  g_assert_cmpuint (count (log, " 200 "), ==, N_ITEMS);
}

/* Who asks for what. Returns: (transfer full): the status, and the body */
static char *
ask (Fixture    *f,
     const char *method,
     const char *path)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", f->port, path);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) empty = g_bytes_new_static ("{}", 2);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  if (g_str_equal (method, "POST"))
    soup_message_set_request_body_from_bytes (message, "application/json", empty);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, vidimus_test_finish, &result);
  body = soup_session_send_and_read_finish (session, vidimus_test_await (&result), &error);
  g_assert_no_error (error);

  return g_strdup_printf ("%u %.*s", soup_message_get_status (message), (int) g_bytes_get_size (body),
                          (const char *) g_bytes_get_data (body, NULL));
}

static gboolean
is_down (gpointer user_data)
{
  g_autofree char *answer = ask (user_data, "GET", "/healthz");

  return g_str_has_prefix (answer, "503");
}

/* What is seen from outside: the API and whether it can be asked, no more; and errors that the vendor's SDKs can read. */
static void
test_outside (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *health = NULL, *metrics = NULL, *classify = NULL, *down = NULL;

  if (is_skipped (f))
    return;

  health = ask (f, "GET", "/healthz");
  metrics = ask (f, "GET", "/metrics");
  classify = ask (f, "POST", "/v2/local/ocr/auto-id-doc-classification");
  g_assert_true (g_str_has_prefix (health, "200 "));
  g_assert_null (strstr (health, "workers"));
  g_assert_true (g_str_has_prefix (metrics, "404 "));
  g_assert_true (g_str_has_prefix (classify, "400 {\"error_code\":\"AIS.0101\""));

  kill_service (f->services[0]);
  kill_service (f->services[1]);
  down = ask (f, "POST", "/v2/local/ocr/auto-id-doc-classification");
  g_assert_true (g_str_has_prefix (down, "503 {\"error_code\":\"APIG.0201\""));
  g_assert_nonnull (strstr (down, "\"request_id\":\""));
  g_assert_null (strstr (down, "\"request_id\":\"\""));
  vidimus_test_await_true (is_down, f);
}

/* The file as it is shipped is one that HAProxy takes, but for the certificate that is not here. */
static void
test_shipped (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *errors = NULL;
  g_autoptr(GSubprocess) check = NULL;
  g_autoptr(GError) error = NULL;

  if (is_skipped (f))
    return;

  check = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, f->program, "-c", "-f",
                            g_getenv ("VIDIMUS_HAPROXY_CFG"), NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (check, NULL, NULL, NULL, &errors, &error);
  g_assert_no_error (error);
  g_test_message ("%s", errors);
  g_assert_null (strstr (errors, "[WARNING]"));
  if (g_subprocess_get_successful (check))
    return;
  g_assert_cmpuint (count (errors, "[ALERT]"), ==, 3); /* that one, and that there are some */
  g_assert_nonnull (strstr (errors, "unable to stat SSL certificate from file '/etc/haproxy/vidimus.pem'"));
}

#define ADD(path, func) g_test_add ("/haproxy/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* the services find their OCR data where the system keeps them */

  ADD ("kill", test_kill);
  ADD ("outside", test_outside);
  ADD ("shipped", test_shipped);

  return g_test_run ();
}
