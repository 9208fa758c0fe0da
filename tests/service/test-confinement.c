#include "vidimus-test-service.h"

#include "vidimus-test.h"

#include <json-glib/json-glib.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a worker gets when it tries; seen from inside. */
static void
test_worker (void)
{
  static const char *const refused[] = { "passwd", "write", "create", "socket", "unix", "connect", "exec", "fork",
                                         "kill", "unlink", "wx" };
  TestService *service = test_service_start ("--workers=1", NULL);
  g_autoptr(TestReply) health = NULL;
  g_autoptr(TestReply) reply = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *confinement;

  health = test_service_send (service, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  root = json_from_string (health->body, NULL);
  confinement = json_object_get_object_member (json_node_get_object (root), "confinement");
  if (json_object_get_int_member (confinement, "landlock") == 0 ||
      !json_object_get_boolean_member (confinement, "seccomp"))
    {
      g_assert_nonnull (strstr (health->body, "images"));
      g_test_skip ("This kernel has no Landlock or no seccomp, and the service says so");
      test_service_stop (service);
      return;
    }

  reply = test_service_ask (service, "probe", EXPLAIN);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      double got = test_reply_get_number (reply, refused[i]);

      g_test_message ("%s: errno %g", refused[i], got);
      g_assert_true (got == EPERM || got == EACCES);
    }
  g_assert_cmpfloat (test_reply_get_number (reply, "tessdata"), ==, 0);
  g_assert_cmpint (access ("/tmp/vidimus-test-probe", F_OK), <, 0);
  test_service_stop (service);
}

static char *
read_status (pid_t       pid,
             const char *field)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, field)) == NULL)
    return NULL;
  line += strlen (field);

  return g_strstrip (g_strndup (line, strcspn (line, "\n")));
}

/* Every thread of the front is locked like its first, also those that came later. */
static void
test_front (void)
{
  TestService *service = test_service_start_port ("--workers=1", NULL);
  g_autoptr(TestReply) reply = test_service_ask (service, "ok", NULL);
  g_autoptr(TestReply) health = test_service_send (service, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_autofree char *tasks = g_strdup_printf ("/proc/%d/task", service->pid);
  g_autoptr(GDir) dir = g_dir_open (tasks, 0, NULL);
  g_autoptr(JsonNode) root = json_from_string (health->body, NULL);
  JsonObject *front = json_object_get_object_member (json_node_get_object (root), "front");
  const char *name;
  guint n = 0;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (front, "seccomp"));
  if (json_object_get_int_member (front, "landlock") == 0)
    g_assert_nonnull (strstr (health->body, "speaks to clients is not kept from files"));
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *seccomp = read_status (atoi (name), "\nSeccomp:");

      g_assert_cmpstr (seccomp, ==, "2");
      n++;
    }
  g_assert_cmpuint (n, >, 1);
  test_service_stop (service);
}

/* Every process of the service filters its system calls and can't gain privileges. */
static void
test_processes (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  g_autoptr(TestReply) reply = test_service_ask (service, "ok", EXPLAIN);
  g_autoptr(GArray) nursery = test_process_children (service->pid);
  pid_t pids[3] = { service->pid, 0, (pid_t) test_reply_get_number (reply, "pid") };

  g_assert_cmpuint (nursery->len, ==, 1);
  pids[1] = g_array_index (nursery, pid_t, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      g_autofree char *seccomp = read_status (pids[i], "\nSeccomp:");
      g_autofree char *privileges = read_status (pids[i], "\nNoNewPrivs:");

      g_assert_cmpstr (seccomp, ==, "2");
      g_assert_cmpstr (privileges, ==, "1");
    }
  test_service_stop (service);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/confinement/worker", test_worker);
  if (g_getenv ("VIDIMUS_TEST_SANITIZED") == NULL)
    {
      g_test_add_func ("/confinement/front", test_front);
      g_test_add_func ("/confinement/processes", test_processes);
    }

  return g_test_run ();
}
