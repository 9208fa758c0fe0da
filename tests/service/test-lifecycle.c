#include "vidimus-test-service.h"

#include "vidimus-test.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static gboolean
pids_are_gone (gpointer user_data)
{
  GArray *pids = user_data;

  for (guint i = 0; i < pids->len; i++)
    if (!test_process_is_gone (g_array_index (pids, pid_t, i)))
      return FALSE;

  return TRUE;
}

/* The nursery and its workers. */
static GArray *
descendants (pid_t pid)
{
  GArray *all = test_process_children (pid);
  guint n = all->len;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GArray) more = test_process_children (g_array_index (all, pid_t, i));

      g_array_append_vals (all, more->data, more->len);
    }

  return all;
}

static void
test_socket_file (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  g_autofree char *path = g_strdup (service->socket);
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  g_assert_true (S_ISSOCK (info.st_mode));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_subprocess_send_signal (service->process, SIGTERM);
  g_subprocess_wait (service->process, NULL, NULL);
  g_assert_cmpint (g_lstat (path, &info), <, 0);
  test_service_stop (service);
}

/* Runs the service to its end; returns its standard error. */
static char *
run_refused (const char *option,
             int         status)
{
  g_autoptr(GSubprocess) process = NULL;
  char *said = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL, g_getenv ("VIDIMUS_TEST_SERVICE"), option, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);

  return said;
}

static void
test_refused (void)
{
  static const struct
  {
    const char *option;
    int         status;
    const char *says;
  } cases[] = {
    { "--listen=0.0.0.0:0",       1, "“0.0.0.0” is not a loopback address" },
    { "--listen=0.0.0.0:0",       1, "Say with --keys who may call from elsewhere" },
    { "--listen=x.invalid:80",    1, "“x.invalid” can't be resolved" },
    { "--listen=[::]:80",         1, "“::” is not a loopback address" },
    { "--listen=[::1:80",         1, "is not an address and a port" },
    { "--socket=/dev/null",       1, "exists and is not a socket" },
    { "--socket-fd=0",            1, "is not a Unix socket that listens" },
    { "--workers=2",              2, "Give one of" },
    { "--nonsense",               2, "--nonsense" },
    { "--rate=often",             2, "--rate takes a number" },
    { "--rate=0",                 2, "--rate takes a number" },
    { "--log=xml",                2, "--log takes one of: text, json, none" },
    { "--log-addresses=all",      2, "--log-addresses takes one of" },
  };
  g_autofree char *name = g_strnfill (120, 'x');
  g_autofree char *option = g_strconcat ("--socket=/tmp/", name, NULL);
  g_autofree char *too_long = run_refused (option, 1);

  g_assert_nonnull (strstr (too_long, "107 bytes"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = run_refused (cases[i].option, cases[i].status);

      g_test_message ("%s: %s", cases[i].option, said);
      g_assert_nonnull (strstr (said, cases[i].says));
    }
}

static void
test_version (void)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *said = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, g_getenv ("VIDIMUS_TEST_SERVICE"), "--version", NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpstr (said, ==, "vidimus-service " VIDIMUS_VERSION "\n");
}

/* A socket somebody listens on is left alone; one that was left over is replaced. */
static void
test_stale (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  g_autofree char *option = g_strdup_printf ("--socket=%s", service->socket);
  g_autofree char *said = run_refused (option, 1);
  g_autoptr(GArray) children = descendants (service->pid);
  g_autoptr(TestReply) reply = NULL;

  g_assert_nonnull (strstr (said, "Something else listens"));

  g_subprocess_force_exit (service->process);
  g_subprocess_wait (service->process, NULL, NULL);
  vidimus_test_await_true (pids_are_gone, children);
  g_assert_cmpint (access (service->socket, F_OK), ==, 0);

  g_clear_object (&service->process);
  g_unlink (service->log);
  {
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

    g_subprocess_launcher_set_stderr_file_path (launcher, service->log);
    service->process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("VIDIMUS_TEST_SERVICE"), option,
                                                    "--workers=1", NULL);
  }
  test_service_await_log (service, "listening on");
  reply = test_service_ask (service, "ok", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  test_service_stop (service);
}

/* Told to stop, it still answers what it began, and leaves no process. */
static void
test_graceful (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  g_autoptr(TestReply) warm = test_service_ask (service, "ok", NULL);
  g_autoptr(GArray) children = descendants (service->pid);
  int fd = test_service_begin (service, "slow", NULL);
  g_autoptr(TestReply) reply = NULL;

  g_assert_cmpuint (children->len, ==, 2);
  g_assert_cmpuint (warm->status, ==, 200);
  test_service_await_log (service, "slow begins");
  kill (service->pid, SIGTERM);
  reply = test_service_end (fd);
  g_assert_cmpuint (reply->status, ==, 200);
  g_subprocess_wait (service->process, NULL, NULL);
  g_assert_true (pids_are_gone (children));
  test_service_stop (service);
}

static gboolean
has_one_waiting (gpointer user_data)
{
  g_autoptr(TestReply) metrics = test_service_send (user_data, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);

  return strstr (metrics->body, "vidimus_queue_length 1\n") != NULL;
}

/* One that hangs is refused in the end, and so is one that waits behind it. */
static void
test_not_for_ever (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  g_autoptr(TestReply) warm = test_service_ask (service, "ok", NULL);
  int fd = test_service_begin (service, "deaf", NULL), waiting;
  g_autoptr(TestReply) reply = NULL;
  g_autoptr(TestReply) behind = NULL;
  g_autoptr(GArray) children = descendants (service->pid);

  g_assert_cmpuint (warm->status, ==, 200);
  test_service_await_log (service, "deaf begins");
  waiting = test_service_begin (service, "ok", NULL);
  vidimus_test_await_true (has_one_waiting, service);
  kill (service->pid, SIGINT);
  reply = test_service_end (fd);
  test_reply_assert (reply, 503, "ModelArts.4403");
  behind = test_service_end (waiting);
  test_reply_assert (behind, 503, "ModelArts.4403");
  g_subprocess_wait (service->process, NULL, NULL);
  g_assert_true (pids_are_gone (children));
  test_service_stop (service);
}

/* Whichever process is killed, none of the others outlives it. */
static void
test_killed (gconstpointer data)
{
  gboolean front = GPOINTER_TO_INT (data);
  TestService *service = test_service_start ("--workers=2", NULL);
  g_autoptr(TestReply) warm = test_service_ask (service, "ok", NULL);
  g_autoptr(GArray) children = descendants (service->pid);

  g_assert_cmpuint (warm->status, ==, 200);
  g_assert_cmpuint (children->len, ==, 3);
  kill (front ? service->pid : g_array_index (children, pid_t, 0), SIGKILL);
  vidimus_test_await_true (pids_are_gone, children);
  g_subprocess_wait (service->process, NULL, NULL);
  g_assert_false (g_subprocess_get_successful (service->process));
  g_clear_object (&service->process);
  test_service_stop (service);
}

typedef struct
{
  pid_t parent;
  pid_t service;
  int   input; /* what keeps the service's standard input open */
  char *path;
} Family;

/* A parent that does nothing but have the service as its child, with a socket it bound and one end of a pipe. */
static Family
make_family (void)
{
  Family family = { .path = g_build_filename (g_get_user_runtime_dir (), "s", NULL) };
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int listener = socket (AF_UNIX, SOCK_STREAM, 0);
  int input[2], report[2];

  g_mkdir_with_parents (g_get_user_runtime_dir (), 0700);
  g_unlink (family.path);
  g_strlcpy (address.sun_path, family.path, sizeof address.sun_path);
  g_assert_cmpint (bind (listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (listener, 8), ==, 0);
  g_assert_cmpint (pipe (input), ==, 0);
  g_assert_cmpint (pipe (report), ==, 0);

  family.parent = fork ();
  if (family.parent == 0)
    {
      pid_t child = fork ();

      if (child == 0)
        {
          g_autofree char *option = g_strdup_printf ("--socket-fd=%d", listener);

          dup2 (input[0], STDIN_FILENO);
          close (input[1]);
          close (report[1]);
          execl (g_getenv ("VIDIMUS_TEST_SERVICE"), "service", option, "--workers=1", NULL);
          _exit (127);
        }
      close (input[1]);
      if (write (report[1], &child, sizeof child) != sizeof child)
        _exit (1);
      pause ();
      _exit (0);
    }

  g_assert_cmpint (read (report[0], &family.service, sizeof family.service), ==, sizeof family.service);
  close (report[0]);
  close (report[1]);
  close (input[0]);
  close (listener);
  family.input = input[1];

  return family;
}

static void
test_child (gconstpointer data)
{
  gboolean kill_parent = GPOINTER_TO_INT (data);
  Family family = make_family ();
  TestService service = { .socket = family.path, .pid = family.service };
  g_autoptr(TestReply) reply = test_service_ask (&service, "ok", EXPLAIN);
  g_autoptr(GArray) all = descendants (family.service);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (all->len, ==, 2);
  g_array_append_val (all, family.service);

  if (kill_parent)
    kill (family.parent, SIGKILL); /* the pipe stays open: PR_SET_PDEATHSIG alone */
  else
    close (family.input);
  vidimus_test_await_true (pids_are_gone, all);

  if (kill_parent)
    close (family.input);
  else
    kill (family.parent, SIGKILL);
  waitpid (family.parent, NULL, 0);
  g_assert_cmpint (access (family.path, F_OK), ==, 0); /* whose socket it is removes it */
  g_unlink (family.path);
  g_free (family.path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lifecycle/socket-file", test_socket_file);
  g_test_add_func ("/lifecycle/refused", test_refused);
  g_test_add_func ("/lifecycle/version", test_version);
  g_test_add_func ("/lifecycle/stale", test_stale);
  g_test_add_func ("/lifecycle/graceful", test_graceful);
  g_test_add_func ("/lifecycle/not-for-ever", test_not_for_ever);
  g_test_add_data_func ("/lifecycle/killed/front", GINT_TO_POINTER (TRUE), test_killed);
  g_test_add_data_func ("/lifecycle/killed/nursery", GINT_TO_POINTER (FALSE), test_killed);
  g_test_add_data_func ("/lifecycle/child/parent-killed", GINT_TO_POINTER (TRUE), test_child);
  g_test_add_data_func ("/lifecycle/child/input-closed", GINT_TO_POINTER (FALSE), test_child);

  return g_test_run ();
}
