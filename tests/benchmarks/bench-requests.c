/* Requests per second over 1, 2 and 8 connections, beside what the engine alone would take; and how much of the service's processor time
 * goes into decoding and the engine, which is what its workers do. The goal is 95 %. */
#include "vidimus-bench.h"
#include "vidimus-test-service.h"
#include "vidimus-test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REQUESTS 24 /* for each number of connections */
#define WARM_UP 4

/** Cost: processor seconds, since their beginning. */
typedef struct
{
  double front;   /* the process with the sockets, and the one that forks */
  double workers;
  double clients; /* this program */
} Cost;

typedef struct
{
  TestService *service;
  GBytes      *image;
  int          left;      /* atomic: requests to begin */
  GMutex       mutex;
  double       engine_ms; /* as the service's own clocks have it; locked */
} Load;

/* Of a process, and with @children of what it had waited for too. */
static double
seconds_of (pid_t    pid,
            gboolean children)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  g_auto(GStrv) fields = NULL;
  double ticks;

  if (!g_file_get_contents (path, &text, NULL, NULL) || strrchr (text, ')') == NULL)
    return 0.0;
  fields = g_strsplit (strrchr (text, ')') + 2, " ", -1); /* from the third field of proc(5) on */
  ticks = atof (fields[11]) + atof (fields[12]);
  if (children)
    ticks += atof (fields[13]) + atof (fields[14]);

  return ticks / (double) sysconf (_SC_CLK_TCK);
}

/* The front's children fork the workers. A worker that has ended counts for who forked it. */
static Cost
read_cost (TestService *service)
{
  g_autoptr(GArray) nurseries = test_process_children (service->pid);
  Cost cost = { .front = seconds_of (service->pid, FALSE), .clients = seconds_of (getpid (), FALSE) };

  for (guint i = 0; i < nurseries->len; i++)
    {
      pid_t nursery = g_array_index (nurseries, pid_t, i);
      g_autoptr(GArray) workers = test_process_children (nursery);

      cost.front += seconds_of (nursery, FALSE);
      cost.workers += seconds_of (nursery, TRUE) - seconds_of (nursery, FALSE);
      for (guint j = 0; j < workers->len; j++)
        cost.workers += seconds_of (g_array_index (workers, pid_t, j), TRUE);
    }

  return cost;
}

/* The sum of Server-Timing: decoding and the stages of the engine. */
static double
engine_ms (TestReply *reply)
{
  g_autofree char *header = test_reply_get_header (reply, "Server-Timing");
  double sum = 0.0;

  for (const char *p = header; p != NULL && (p = strstr (p, "dur=")) != NULL; p++)
    sum += g_ascii_strtod (p + strlen ("dur="), NULL);

  return sum;
}

static gpointer
connection_thread (gpointer data)
{
  Load *load = data;

  while (g_atomic_int_add (&load->left, -1) > 0)
    {
      g_autoptr(TestReply) reply = test_service_end (test_service_begin_bytes (load->service, load->image, NULL));

      if (reply->status != 200)
        g_error ("%u: %s", reply->status, reply->body);
      g_mutex_lock (&load->mutex);
      load->engine_ms += engine_ms (reply);
      g_mutex_unlock (&load->mutex);
    }

  return NULL;
}

/* Returns: milliseconds for @n requests over so many connections at once */
static double
run (Load  *load,
     guint  n,
     guint  n_connections)
{
  GThread *threads[8];
  double begun = bench_now_ms ();

  g_assert_cmpuint (n_connections, <=, G_N_ELEMENTS (threads));
  load->left = (int) n;
  load->engine_ms = 0.0;
  for (guint i = 0; i < n_connections; i++)
    threads[i] = g_thread_new ("connection", connection_thread, load);
  for (guint i = 0; i < n_connections; i++)
    g_thread_join (threads[i]);

  return bench_now_ms () - begun;
}

static void
measure (Load  *load,
         guint  n_connections)
{
  Cost before = read_cost (load->service), after;
  double ms = run (load, REQUESTS, n_connections);
  double workers, front, clients;

  after = read_cost (load->service);
  workers = after.workers - before.workers;
  front = after.front - before.front;
  clients = after.clients - before.clients;
  g_print ("%u connections: %6.2f requests/s; engine %5.0f ms each by its clocks, %5.0f ms by the processor's; "
           "of the service's processor time %5.1f %% decodes and classifies; with the client's %5.1f %%; %.2f of %u cores busy\n",
           n_connections, REQUESTS * 1000.0 / ms, load->engine_ms / REQUESTS, workers * 1000.0 / REQUESTS,
           100.0 * workers / (workers + front), 100.0 * workers / (workers + front + clients),
           (workers + front) * 1000.0 / ms, g_get_num_processors ());
}

int
main (int   argc,
      char *argv[])
{
  static const guint connections[] = { 1, 2, 8 };
  g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_SPECIMENS"), "passport.jpg", NULL);
  Load load = { .service = test_service_start_port ("--queue=16", NULL) };
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  load.image = g_bytes_new_take (content, length);
  g_mutex_init (&load.mutex);

  run (&load, WARM_UP, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (connections); i++)
    measure (&load, connections[i]);

  g_mutex_clear (&load.mutex);
  g_bytes_unref (load.image);
  test_service_stop (load.service);

  return 0;
}
