#include "vidimus-test-service.h"

#include "vidimus-test.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE_SECONDS 60

static gboolean
is_listening (gpointer user_data)
{
  TestService *self = user_data;
  g_autofree char *log = test_service_read_log (self);
  const char *address = strstr (log, "listening on http");
  const char *port = address != NULL ? strstr (address + strlen ("listening on https:"), ":") : NULL;

  if (port != NULL && strpbrk (port, "\n\"") != NULL)
    self->port = (guint16) atoi (port + 1);

  return strstr (log, "listening on") != NULL || self->process == NULL;
}

/* In the child: a test that fails leaves nothing running. */
static void
die_with_test (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

static TestService *
start (GPtrArray  *argv,
       const char *dir,
       const char *listen) /* nullable: a socket */
{
  TestService *self = g_new0 (TestService, 1);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *tessdata = g_build_filename (dir, "tessdata", NULL);
  g_autofree char *readable = g_build_filename (tessdata, "readable", NULL);
  g_autoptr(GError) error = NULL;

  self->dir = g_strdup (dir);
  self->socket = listen != NULL ? NULL : g_build_filename (dir, "s", NULL);
  self->log = g_build_filename (dir, "log", NULL);
  g_mkdir (tessdata, 0700);
  g_file_set_contents (readable, "x", 1, NULL);

  g_ptr_array_insert (argv, 0, g_strdup (g_getenv ("VIDIMUS_TEST_SERVICE")));
  if (g_getenv ("VIDIMUS_TEST_REAL") == NULL)
    g_ptr_array_add (argv, g_strdup_printf ("--tessdata=%s", tessdata));
  g_ptr_array_add (argv, listen != NULL ? g_strdup_printf ("--listen=%s", listen) : g_strdup_printf ("--socket=%s", self->socket));
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->log);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  self->pid = atoi (g_subprocess_get_identifier (self->process));
  vidimus_test_await_true (is_listening, self);

  return self;
}

/**
 * test_service_start:
 * @option: more options of the service, %NULL-terminated
 *
 * Starts the program of VIDIMUS_TEST_SERVICE on a socket of its own, and returns when it listens.
 */
TestService *
test_service_start (const char *option,
                    ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *dir = g_dir_make_tmp ("vs-XXXXXX", NULL);
  va_list args;

  va_start (args, option);
  for (; option != NULL; option = va_arg (args, const char *))
    g_ptr_array_add (argv, g_strdup (option));
  va_end (args);

  return start (argv, dir, NULL);
}

/**
 * test_service_start_port:
 * @option: more options of the service, %NULL-terminated
 *
 * The same on a free port of the loopback.
 */
TestService *
test_service_start_port (const char *option,
                         ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *dir = g_dir_make_tmp ("vs-XXXXXX", NULL);
  va_list args;

  va_start (args, option);
  for (; option != NULL; option = va_arg (args, const char *))
    g_ptr_array_add (argv, g_strdup (option));
  va_end (args);

  return start (argv, dir, "127.0.0.1:0");
}

/**
 * test_service_start_at:
 * @listen: an IPv4 address of this computer and a port
 */
TestService *
test_service_start_at (const char *listen,
                       const char *option,
                       ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *dir = g_dir_make_tmp ("vs-XXXXXX", NULL);
  TestService *self;
  va_list args;

  va_start (args, option);
  for (; option != NULL; option = va_arg (args, const char *))
    g_ptr_array_add (argv, g_strdup (option));
  va_end (args);
  self = start (argv, dir, listen);
  self->host = g_strndup (listen, strcspn (listen, ":"));

  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/**
 * test_service_stop:
 * @self: (transfer full): a service; its process is %NULL when the test ended it
 *
 * Ends it by SIGTERM unless it ended already, expects status 0 then, and removes its folder.
 */
void
test_service_stop (TestService *self)
{
  if (self->process != NULL)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *log = NULL;

      g_subprocess_send_signal (self->process, SIGTERM);
      g_subprocess_wait (self->process, NULL, &error);
      g_assert_no_error (error);
      log = test_service_read_log (self);
      if (!g_subprocess_get_successful (self->process))
        g_test_message ("%s", log);
      g_assert_true (g_subprocess_get_successful (self->process));
    }

  remove_tree (self->dir);
  g_clear_object (&self->process);
  g_free (self->dir);
  g_free (self->socket);
  g_free (self->host);
  g_free (self->log);
  g_free (self);
}

/**
 * test_service_read_log:
 *
 * Returns: (transfer full): what it said so far
 */
char *
test_service_read_log (TestService *self)
{
  char *text = NULL;

  if (!g_file_get_contents (self->log, &text, NULL, NULL))
    text = g_strdup ("");

  return text;
}

typedef struct
{
  TestService *service;
  const char  *text;
} Awaited;

static gboolean
log_has (gpointer user_data)
{
  Awaited *awaited = user_data;
  g_autofree char *log = test_service_read_log (awaited->service);

  return strstr (log, awaited->text) != NULL;
}

/**
 * test_service_await_log:
 *
 * Returns when the log has @text.
 */
void
test_service_await_log (TestService *self,
                        const char  *text)
{
  Awaited awaited = { self, text };

  vidimus_test_await_true (log_has, &awaited);
}

/**
 * test_service_connect:
 *
 * Returns: a connected blocking socket
 */
int
test_service_connect (TestService *self)
{
  struct timeval patience = { .tv_sec = PATIENCE_SECONDS };
  struct sockaddr_un local = { .sun_family = AF_UNIX };
  struct sockaddr_in inet = { .sin_family = AF_INET, .sin_port = g_htons (self->port),
                              .sin_addr = { g_htonl (INADDR_LOOPBACK) } };
  int fd = socket (self->socket != NULL ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int status;

  if (self->host != NULL)
    inet_pton (AF_INET, self->host, &inet.sin_addr);
  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (self->socket != NULL)
    {
      g_strlcpy (local.sun_path, self->socket, sizeof local.sun_path);
      status = connect (fd, (struct sockaddr *) &local, sizeof local);
    }
  else
    {
      status = connect (fd, (struct sockaddr *) &inet, sizeof inet);
    }
  g_assert_cmpint (status, ==, 0);

  return fd;
}

/**
 * test_write:
 *
 * Sends everything, or as much as the other side takes before it closes.
 */
void
test_write (int         fd,
            const char *bytes,
            gsize       length)
{
  while (length > 0)
    {
      gssize n = send (fd, bytes, length, MSG_NOSIGNAL);

      if (n <= 0)
        return;
      bytes += n;
      length -= (gsize) n;
    }
}

static char *
make_request (gconstpointer image,
              gsize         length,
              const char   *headers)
{
  g_autofree char *data = g_base64_encode (image, length);
  g_autofree char *body = g_strdup_printf ("{\"data\": \"%s\", \"alarm\": true}", data);

  return g_strdup_printf ("POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
                          "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          headers != NULL ? headers : "", strlen (body), body);
}

/**
 * test_request:
 * @image: text that stands for an image
 * @headers: (nullable): more header lines
 *
 * Returns: (transfer full): a whole request that asks for alarms
 */
char *
test_request (const char *image,
              const char *headers)
{
  return make_request (image, strlen (image), headers);
}

/**
 * test_service_begin_bytes:
 *
 * The same as test_service_begin() for a real image.
 */
int
test_service_begin_bytes (TestService *self,
                          GBytes      *image,
                          const char  *headers)
{
  g_autofree char *request = make_request (g_bytes_get_data (image, NULL), g_bytes_get_size (image), headers);
  int fd = test_service_connect (self);

  test_write (fd, request, strlen (request));

  return fd;
}

/**
 * test_service_begin:
 *
 * Returns: the connection on which a whole request was sent, to be given to test_service_end() or closed
 */
int
test_service_begin (TestService *self,
                    const char  *image,
                    const char  *headers)
{
  g_autofree char *request = test_request (image, headers);
  int fd = test_service_connect (self);

  test_write (fd, request, strlen (request));

  return fd;
}

/**
 * test_service_end:
 * @fd: (transfer full): a connection that the service will close
 *
 * Returns: (transfer full): what came
 */
TestReply *
test_service_end (int fd)
{
  TestReply *reply = g_new0 (TestReply, 1);
  g_autoptr(GString) text = g_string_new (NULL);
  char buffer[65536];
  const char *end;
  gssize n;

  while ((n = recv (fd, buffer, sizeof buffer, 0)) > 0)
    g_string_append_len (text, buffer, n);
  if (n < 0)
    g_assert_cmpint (errno, ==, ECONNRESET);
  close (fd);

  end = strstr (text->str, "\r\n\r\n");
  if (end != NULL && g_str_has_prefix (text->str, "HTTP/1.1 100"))
    {
      g_string_erase (text, 0, end + 4 - text->str);
      end = strstr (text->str, "\r\n\r\n");
    }
  if (end != NULL)
    {
      g_assert_true (g_str_has_prefix (text->str, "HTTP/1."));
      reply->status = (guint) atoi (text->str + strlen ("HTTP/1.1 "));
      reply->head = g_strndup (text->str, (gsize) (end + 2 - text->str));
      reply->body = g_strdup (end + 4);
    }

  return reply;
}

/**
 * test_service_send:
 * @length: of @bytes; −1 when it is text
 *
 * Returns: (transfer full): the answer to these very bytes
 */
TestReply *
test_service_send (TestService *self,
                   const char  *bytes,
                   gssize       length)
{
  int fd = test_service_connect (self);

  test_write (fd, bytes, length < 0 ? strlen (bytes) : (gsize) length);

  return test_service_end (fd);
}

/**
 * test_service_ask:
 *
 * Returns: (transfer full): the answer to one image
 */
TestReply *
test_service_ask (TestService *self,
                  const char  *image,
                  const char  *headers)
{
  return test_service_end (test_service_begin (self, image, headers));
}

/**
 * test_process_is_gone:
 *
 * Returns: whether no process @pid runs; one that only waits to be reaped by a stranger does not run
 */
gboolean
test_process_is_gone (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *after;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return TRUE;
  after = strrchr (text, ')');

  return after != NULL && (after[2] == 'Z' || after[2] == 'X');
}

/**
 * test_process_children:
 *
 * Returns: (transfer full): the pids whose parent is @pid
 */
GArray *
test_process_children (pid_t pid)
{
  GArray *children = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *text = NULL;
      const char *after;
      pid_t child = atoi (name);

      if (child <= 0 || !g_file_get_contents (path, &text, NULL, NULL))
        continue;
      after = strrchr (text, ')');
      if (after != NULL && atoi (after + 4) == pid && after[2] != 'Z')
        g_array_append_val (children, child);
    }

  return children;
}
