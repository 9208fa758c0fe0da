/* The HAProxy configuration that is shipped, before two real services, with TLS on both sides: a batch runs through it, one service is
 * killed in the middle, and every item is answered once. */
#include "vidimus-cli-test.h"
#include "vidimus-profiles.h"
#include "vidimus-test-ca.h"
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
  VidimusTestCa *authority; /* nullable: no certificates can be made here */
  char        *reason;   /* nullable: why not */
  char        *certificate; /* with its key, a file */
  char        *folder;
  char        *log;      /* of the proxy: a line a request */
  char        *manifest;
  char        *out;
  guint16      port;
} Fixture;

static void
replace (GString    *text,
         const char *what,
         const char *with)
{
  g_assert_cmpuint (g_string_replace (text, what, with, 0), ==, 1);
}

/* Returns: (transfer full): the file as it is shipped, for these addresses and certificates; without what needs root */
static char *
make_configuration (Fixture *f,
                    int      fd)
{
  g_autofree char *shipped = NULL;
  g_autofree char *bind = g_strdup_printf ("bind fd@%d ", fd);
  g_autofree char *first = g_strdup_printf ("server host1 127.0.0.1:%u", f->services[0]->port);
  g_autofree char *second = g_strdup_printf ("server host2 127.0.0.1:%u", f->services[1]->port);
  g_autofree char *authority = g_strdup_printf ("ca-file %s ", vidimus_test_ca_get_file (f->authority));
  g_autofree char *shown = g_strdup_printf ("crt %s ", f->certificate);
  g_autoptr(GError) error = NULL;
  GString *text;

  g_file_get_contents (g_getenv ("VIDIMUS_HAPROXY_CFG"), &shipped, NULL, &error);
  g_assert_no_error (error);
  text = g_string_new (shipped);
  replace (text, "    user haproxy\n    group haproxy\n", "");
  replace (text, "bind :443 ", bind);
  replace (text, "crt /etc/haproxy/vidimus.pem ", shown);
  replace (text, "ca-file /etc/haproxy/vidimus-ca.pem ", authority);
  replace (text, "server host1 10.0.0.11:8443", first);
  replace (text, "server host2 10.0.0.12:8443", second);

  return g_string_free (text, FALSE);
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

/* As servers have it: the certificate and its key in one file, which is private. */
static void
write_certificate (Fixture *f)
{
  g_autoptr(GTlsCertificate) certificate = vidimus_test_ca_issue (f->authority, VIDIMUS_TEST_CERT_GOOD);
  g_autofree char *pem = NULL, *key = NULL, *both = NULL;
  g_autoptr(GError) error = NULL;

  g_object_get (certificate, "certificate-pem", &pem, "private-key-pem", &key, NULL);
  g_assert_nonnull (key);
  both = g_strconcat (pem, key, NULL);
  g_file_set_contents_full (f->certificate, both, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* Who trusts that authority and asks the proxy: what a user enters in the window. */
static void
write_profile (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "profiles.ini", NULL);
  g_autofree char *endpoint = g_strdup_printf ("https://localhost:%u", f->port);
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (path);
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);

  g_object_set (profile, "name", "Our hosts", "endpoint", endpoint, "ca-file", vidimus_test_ca_get_file (f->authority), "auth",
                VIDIMUS_AUTH_NONE, NULL);
  g_assert_true (vidimus_profiles_put (profiles, profile, NULL));
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
  g_autofree char *certificate = NULL, *key = NULL;

  f->program = g_find_program_in_path ("haproxy");
  if (f->program == NULL && g_file_test ("/usr/sbin/haproxy", G_FILE_TEST_IS_EXECUTABLE))
    f->program = g_strdup ("/usr/sbin/haproxy");
  if (f->program == NULL)
    return;
  f->authority = vidimus_test_ca_new (&f->reason);
  if (f->authority == NULL)
    return;

  f->folder = cli_test_folder ();
  f->certificate = g_build_filename (f->folder, "server.pem", NULL);
  write_certificate (f);
  certificate = g_strconcat ("--tls-cert=", f->certificate, NULL);
  key = g_strconcat ("--tls-key=", f->certificate, NULL);
  f->log = g_build_filename (f->folder, "haproxy.log", NULL);
  f->manifest = g_build_filename (f->folder, "list.txt", NULL);
  f->out = g_build_filename (f->folder, "out.jsonl", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (f->services); i++)
    f->services[i] = test_service_start_port ("--workers=1", certificate, key, NULL);
  start_proxy (f);
  write_profile (f);
  make_list (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->authority == NULL)
    {
      g_free (f->program);
      g_free (f->reason);
      return;
    }
  g_subprocess_force_exit (f->proxy);
  g_subprocess_wait (f->proxy, NULL, NULL);
  g_object_unref (f->proxy);
  for (guint i = 0; i < G_N_ELEMENTS (f->services); i++)
    test_service_stop (f->services[i]);
  cli_test_remove (f->folder);
  vidimus_test_ca_free (f->authority);
  g_free (f->certificate);
  g_free (f->folder);
  g_free (f->log);
  g_free (f->manifest);
  g_free (f->out);
  g_free (f->program);
}

static gboolean
is_skipped (Fixture *f)
{
  if (f->authority == NULL)
    g_test_skip (f->program == NULL ? "There is no HAProxy here" : f->reason);

  return f->authority == NULL;
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
  g_autofree char *jobs = g_strdup_printf ("%d", JOBS);
  g_autofree char *profiles = g_strdup_printf ("VIDIMUS_PROFILES=%s/profiles.ini", f->folder);
  const char *const env[] = { profiles, NULL };

  return cli_run_start (env, "batch", "--manifest", f->manifest, "--out", f->out, "--profile", "Our hosts", "--jobs", jobs,
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
  g_test_message ("%s", text);
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
  assert_complete (f);
  g_assert_cmpint (batch->status, ==, 0);

  /* Both worked, and only what the killed one had was asked for again. HAProxy does not log every request that it refuses to the killed one's
   * clients, and logs what libsoup begins anew before it is stopped. */
  log = read_log (f);
  g_test_message ("%s%s", log, batch->err);
  n_requests = count (log, "/v2/local/ocr/auto-id-doc-classification HTTP/");
  n_lost = count (batch->err, "(attempt 2)");
  g_assert_cmpuint (count (log, "vidimus_hosts/host1 "), >, 0);
  g_assert_cmpuint (count (log, "vidimus_hosts/host2 "), >, 0);
  g_assert_cmpuint (n_lost, >=, 1);
  g_assert_cmpuint (n_lost, <=, JOBS);
  g_assert_cmpuint (n_requests, >=, N_ITEMS);
  g_assert_cmpuint (n_requests, <=, N_ITEMS + 2 * n_lost);
  g_assert_cmpuint (count (log, " 200 "), ==, N_ITEMS);
}

/* Who asks for what. Returns: (transfer full): the status, and the body */
static char *
ask (Fixture    *f,
     const char *method,
     const char *path)
{
  g_autoptr(GTlsDatabase) trusted = g_tls_file_database_new (vidimus_test_ca_get_file (f->authority), NULL);
  g_autoptr(SoupSession) session = soup_session_new_with_options ("tls-database", trusted, NULL);
  g_autofree char *uri = g_strdup_printf ("https://localhost:%u%s", f->port, path);
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

/* The file as it is shipped is one that HAProxy takes, but for the certificates that are not here. */
static void
test_shipped (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *errors = NULL;
  g_auto(GStrv) lines = NULL;
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
  lines = g_strsplit (errors, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "[ALERT]") != NULL && strstr (lines[i], "'/etc/haproxy/vidimus.pem'") == NULL &&
        strstr (lines[i], "/etc/haproxy/vidimus-ca.pem") == NULL && strstr (lines[i], "found in configuration") == NULL)
      g_error ("%s", lines[i]);
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
