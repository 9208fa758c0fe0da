/* The camera's page on 1280 × 720 pixels, 30 a second, without and with coaching by the real service: what comes, what is drawn,
 * what is looked at, and how long the main loop is away. A turn is all that one round of the main loop does, GTK's painting
 * apart: no callback of ours is longer. The clip that the camera shows is another program's work and is told apart.
 *
 * bench-capture PLAY_CLIP CLIP, under with-display and with-camera. */
#include "vidimus-application.h"
#include "vidimus-bench.h"
#include "vidimus-capture-page.h"
#include "vidimus-live-view.h"
#include "vidimus-test.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECONDS 10
#define WIDTH 1200
#define HEIGHT 780

/* One measured stretch. */
typedef struct
{
  double       until;   /* ms; 0: it has not begun */
  guint        frames;  /* that came into the main loop */
  guint        drawn;
  guint        coached;
  guint        dropped; /* by their serials */
  guint64      serial;
  BenchSeries *turns;
  BenchSeries *own; /* the same, of processor time */
} Stretch;

static struct
{
  GPollFunc poll;
  double    woke;
  double    woke_cpu;
  double    painting; /* ms since the loop last waited, and by the processor's clock */
  double    painting_cpu;
  double    started;
  double    started_cpu;
  Stretch  *stretch; /* nullable; borrowed */
} loop;

static double
cpu_ms (void)
{
  struct timespec used;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);

  return used.tv_sec * 1e3 + used.tv_nsec / 1e6;
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  int ready;

  if (loop.stretch != NULL)
    {
      bench_series_add (loop.stretch->turns, bench_now_ms () - loop.woke - loop.painting);
      bench_series_add (loop.stretch->own, cpu_ms () - loop.woke_cpu - loop.painting_cpu);
    }
  ready = loop.poll (fds, n_fds, timeout);
  loop.woke = bench_now_ms ();
  loop.woke_cpu = cpu_ms ();
  loop.painting = loop.painting_cpu = 0;

  return ready;
}

static void
before_paint_cb (void)
{
  loop.started = bench_now_ms ();
  loop.started_cpu = cpu_ms ();
}

static void
after_paint_cb (void)
{
  loop.painting += bench_now_ms () - loop.started;
  loop.painting_cpu += cpu_ms () - loop.started_cpu;
  if (loop.stretch != NULL)
    loop.stretch->drawn++;
}

static void
frame_cb (Stretch      *stretch,
          VidimusFrame *frame)
{
  guint64 serial = vidimus_frame_get_serial (frame);

  if (stretch->until > 0)
    {
      stretch->frames++;
      if (stretch->serial > 0)
        stretch->dropped += (guint) (serial - stretch->serial - 1);
    }
  stretch->serial = serial;
}

static void
coached_cb (Stretch *stretch)
{
  if (stretch->until > 0)
    stretch->coached++;
}

static gboolean
has_frame (gpointer user_data)
{
  return ((Stretch *) user_data)->serial > 0;
}

static gboolean
is_over (gpointer user_data)
{
  return bench_now_ms () >= ((Stretch *) user_data)->until;
}

/* The processors: ticks that were spent, by whom. */

typedef struct
{
  double all;
  double idle;
  double own;
  double service;
  double clip;
} Ticks;

/* The fields of a process's stat after its name, which may hold anything. */
static char **
read_stat (const char *pid,
           char      **name)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *text = NULL;
  const char *open, *shut;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  open = strchr (text, '(');
  shut = strrchr (text, ')');
  *name = g_strndup (open + 1, (gsize) (shut - open - 1));

  return g_strsplit (shut + 2, " ", -1);
}

static void
read_processes (Ticks *ticks)
{
  g_autoptr(GDir) folder = g_dir_open ("/proc", 0, NULL);
  const char *pid;

  while ((pid = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *name = NULL;
      g_auto(GStrv) fields = g_ascii_isdigit (*pid) ? read_stat (pid, &name) : NULL;
      double spent;

      if (fields == NULL || atoi (fields[3]) != getsid (0)) /* others may run the same programs */
        continue;
      spent = atof (fields[11]) + atof (fields[12]);
      if (atoi (pid) == getpid ())
        ticks->own += spent;
      else if (g_str_has_prefix (name, "vidimus-"))
        ticks->service += spent;
      else if (g_str_equal (name, "play-clip"))
        ticks->clip += spent;
    }
}

static Ticks
read_ticks (void)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) fields = NULL;
  Ticks ticks = { 0 };

  g_assert_true (g_file_get_contents ("/proc/stat", &text, NULL, NULL));
  fields = g_strsplit (text + strlen ("cpu  "), " ", 9);
  for (int i = 0; i < 8; i++)
    ticks.all += atof (fields[i]);
  ticks.idle = atof (fields[3]) + atof (fields[4]);
  read_processes (&ticks);

  return ticks;
}

static void
print_ticks (const Ticks *from,
             guint        coached)
{
  Ticks to = read_ticks ();
  double cores = g_get_num_processors (), all = (to.all - from->all) / cores;
  double own = (to.own - from->own) / all, service = (to.service - from->service) / all, clip = (to.clip - from->clip) / all;
  double busy = cores - (to.idle - from->idle) / all;

  g_print ("  processors of %.0f: this program %.2f, the service %.2f, the clip %.2f, all else on this machine %.2f\n", cores, own,
           service, clip, busy - own - service - clip);
  if (coached > 0)
    g_print ("  the service needs %.0f ms of a processor for a frame\n", service * SECONDS * 1e3 / coached);
}

static double
play (const char *title,
      Stretch    *stretch,
      double      reference)
{
  Ticks from;
  double rate;

  vidimus_test_await_true (has_frame, stretch);
  from = read_ticks ();
  loop.stretch = stretch;
  stretch->until = bench_now_ms () + SECONDS * 1e3;
  vidimus_test_await_true (is_over, stretch);
  loop.stretch = NULL;

  rate = stretch->frames / (double) SECONDS;
  g_print ("%-20s %7.1f %8.1f %8u %7.1f %7.2fx %7.1f %7.1f %9.1f\n", title, rate, stretch->drawn / (double) SECONDS,
           stretch->dropped, stretch->coached / (double) SECONDS, reference > 0 ? rate / reference : 1.0,
           bench_series_quantile (stretch->turns, 0.99), bench_series_quantile (stretch->turns, 1.0),
           bench_series_quantile (stretch->own, 1.0));
  print_ticks (&from, stretch->coached);

  return rate;
}

static GtkWidget *
show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();
  GdkFrameClock *clock;

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);

  return window;
}

static void
show_frame_cb (VidimusLiveView *view,
               VidimusFrame    *frame)
{
  struct vidimus_image image = vidimus_frame_get_image (frame);

  vidimus_live_view_set_pixels (view, vidimus_frame_get_pixels (frame), &image);
}

static gboolean
is_off (gpointer camera)
{
  return vidimus_camera_get_state (camera) == VIDIMUS_CAMERA_OFF;
}

/* The picture alone. */
static double
play_alone (void)
{
  g_autoptr(BenchSeries) turns = bench_series_new (), own = bench_series_new ();
  Stretch stretch = { .turns = turns, .own = own };
  g_autoptr(VidimusCamera) camera = vidimus_camera_new ();
  GtkWidget *view = g_object_new (VIDIMUS_TYPE_LIVE_VIEW, NULL), *window = show (view);
  double rate;

  g_signal_connect_swapped (camera, "frame", G_CALLBACK (frame_cb), &stretch);
  g_signal_connect_object (camera, "frame", G_CALLBACK (show_frame_cb), view, G_CONNECT_SWAPPED);
  vidimus_camera_start (camera);
  rate = play ("the picture alone", &stretch, 0);
  vidimus_camera_stop (camera);
  vidimus_test_await_true (is_off, camera);
  g_signal_handlers_disconnect_by_data (camera, &stretch);
  gtk_window_destroy (GTK_WINDOW (window));

  return rate;
}

static gboolean
has_coached (gpointer user_data)
{
  return ((Stretch *) user_data)->coached > 0;
}

/* The page as it is, but for its shot. */
static void
play_coached (VidimusServices *services,
              double           reference)
{
  g_autoptr(BenchSeries) turns = bench_series_new (), own = bench_series_new ();
  Stretch stretch = { .turns = turns, .own = own };
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  GtkWidget *page = g_object_new (VIDIMUS_TYPE_CAPTURE_PAGE, NULL), *window;
  VidimusCamera *camera;
  VidimusCoach *coach;

  vidimus_capture_page_set_services (VIDIMUS_CAPTURE_PAGE (page), services, policy);
  window = show (page);
  camera = vidimus_capture_page_get_camera (VIDIMUS_CAPTURE_PAGE (page));
  coach = vidimus_capture_page_get_coach (VIDIMUS_CAPTURE_PAGE (page));
  vidimus_coach_set_auto_shot (coach, FALSE);
  g_signal_connect_swapped (camera, "frame", G_CALLBACK (frame_cb), &stretch);
  g_signal_connect_swapped (coach, "coached", G_CALLBACK (coached_cb), &stretch);
  stretch.until = G_MAXDOUBLE; /* counts until the service has woken up */
  vidimus_test_await_true (has_coached, &stretch);
  stretch.frames = stretch.coached = stretch.drawn = stretch.dropped = 0;
  play ("coached", &stretch, reference);
  g_signal_handlers_disconnect_by_data (camera, &stretch);
  g_signal_handlers_disconnect_by_data (coach, &stretch);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Returns when its first frame is on its way. */
static GSubprocess *
start_clip (const char *program,
            const char *folder)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *clip = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, folder, NULL);
  char said;

  g_assert_no_error (error);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (clip), "good\n", 5, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (clip), &said, 1, NULL, &error), ==, 1);

  return clip;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(VidimusProfiles) profiles = NULL;
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusServices) services = NULL;
  g_autoptr(GSubprocess) clip = NULL;
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "profiles.ini", NULL);
  double reference;

  setlocale (LC_ALL, "");
  gtk_init ();
  vidimus_application_register_resources ();
  loop.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
  profiles = vidimus_profiles_new (path);
  services = vidimus_services_new (profiles, secrets);
  clip = start_clip (argv[1], argv[2]);

  g_print ("%-20s %7s %8s %8s %7s %8s %7s %7s %9s\n", "1280 x 720, 30 a second", "came/s", "drawn/s", "dropped", "seen/s", "ratio",
           "turn 99", "longest", "of itself");
  reference = play_alone ();
  play_coached (services, reference);
  g_print ("“seen”: looked at by the service. A turn of the main loop in ms, painting apart: the 99th of a hundred, the longest, "
           "and the longest by this thread's own time\n");

  g_output_stream_close (g_subprocess_get_stdin_pipe (clip), NULL, NULL);
  g_subprocess_wait (clip, NULL, NULL);

  return 0;
}
