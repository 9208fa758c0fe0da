/* The canvas on 8192 × 8192 pixels, zoomed and panned by a script, one step a frame, against frames of an empty window of
 * the same size that is painted whole, too. A frame's time runs from the frame clock's start to when the display has
 * done all that was asked of it; of that, “own” is spent in this program. A stall is the longest time in which the main
 * loop did not come back to wait. */
#include "vidimus-application.h"
#include "vidimus-bench.h"
#include "vidimus-canvas.h"
#include "vidimus-test.h"

#include <locale.h>
#include <time.h>

#define SIDE   8192
#define WIDTH  1200
#define HEIGHT 860

typedef void (*Step) (GtkWidget *widget,
                      int        frame);

typedef struct
{
  const char *name;
  double      zoom;   /* at the start; 0: the whole picture */
  Step        step;
  int         frames;
} Script;

typedef struct
{
  GtkWidget    *widget;
  const Script *script;
  int           frame;    /* those that were drawn */
  double        started;  /* ms */
  double        cpu;      /* ms that this program had used by then */
  BenchSeries  *times;
  BenchSeries  *own;
} Run;

/* What the main loop did since it last waited. */
static struct
{
  GPollFunc poll;
  double    woke;
  double    longest;
} loop;

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  int ready;

  loop.longest = MAX (loop.longest, bench_now_ms () - loop.woke);
  ready = loop.poll (fds, n_fds, timeout);
  loop.woke = bench_now_ms ();

  return ready;
}

static double
take_stall (void)
{
  double longest = loop.longest;

  loop.longest = 0;

  return longest;
}

/* Pans as a wheel does, by @notches of 64 logical pixels. */
static void
scroll (GtkWidget *canvas,
        double     dx,
        double     dy)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (canvas);
  guint n = g_list_model_get_n_items (controllers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled;

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        g_signal_emit_by_name (controller, "scroll", dx, dy, &handled);
    }
}

static void
zoom_in_step (GtkWidget *canvas,
              int        frame)
{
  vidimus_canvas_set_zoom (VIDIMUS_CANVAS (canvas), vidimus_canvas_get_zoom (VIDIMUS_CANVAS (canvas)) * 1.03);
}

static void
zoom_out_step (GtkWidget *canvas,
               int        frame)
{
  vidimus_canvas_set_zoom (VIDIMUS_CANVAS (canvas), vidimus_canvas_get_zoom (VIDIMUS_CANVAS (canvas)) / 1.03);
}

/* To and fro in a slow zigzag that comes by every part of the picture. */
static void
pan_step (GtkWidget *canvas,
          int        frame)
{
  scroll (canvas, (frame / 60) % 2 == 0 ? 0.75 : -0.75, 0.2);
}

static void
loupe_step (GtkWidget *canvas,
            int        frame)
{
  vidimus_canvas_set_loupe (VIDIMUS_CANVAS (canvas), TRUE);
  pan_step (canvas, frame);
}

/* Another shade each time: what looks the same is not painted again. */
static void
empty_step (GtkWidget *widget,
            int        frame)
{
  gtk_widget_set_css_classes (widget, (const char *[]) { frame % 2 == 0 ? "view" : "background", NULL });
}

static const Script empty = { "empty window", 0, empty_step, 150 };
static const Script scripts[] = {
  { "zoom in, from all to 4 times", 0, zoom_in_step, 130 },
  { "zoom out again", 4.0, zoom_out_step, 130 },
  { "pan at 400 %", 4.0, pan_step, 150 },
  { "pan at 100 %", 1.0, pan_step, 150 },
  { "pan at 51 % (most pixels for a frame)", 0.51, pan_step, 150 },
  { "pan at 20 %", 0.2, pan_step, 150 },
  { "pan at 100 % under the loupe", 1.0, loupe_step, 150 },
};

static double
cpu_ms (void)
{
  struct timespec used;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used);

  return used.tv_sec * 1e3 + used.tv_nsec / 1e6;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Run           *run)
{
  run->started = bench_now_ms ();
  run->cpu = cpu_ms ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Run           *run)
{
  gdk_display_sync (gtk_widget_get_display (run->widget));
  bench_series_add (run->times, bench_now_ms () - run->started);
  bench_series_add (run->own, cpu_ms () - run->cpu);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Run *run = user_data;

  if (run->frame == run->script->frames)
    return G_SOURCE_REMOVE;
  run->script->step (widget, run->frame++);

  return G_SOURCE_CONTINUE;
}

static gboolean
is_over (gpointer user_data)
{
  Run *run = user_data;

  return run->frame == run->script->frames;
}

/* Plays @script over @widget and prints what it cost. @reference: the median frame of the empty window; 0: this is it.
 * Returns: the median frame, ms */
static double
play (GtkWidget    *widget,
      const Script *script,
      double        reference)
{
  g_autoptr(BenchSeries) times = bench_series_new (), own = bench_series_new ();
  Run run = { .widget = widget, .script = script, .times = times, .own = own };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong before, after;
  double median;

  vidimus_test_drain ();
  take_stall ();
  before = g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &run);
  after = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &run);
  gtk_widget_add_tick_callback (widget, tick_cb, &run, NULL);
  vidimus_test_await_true (is_over, &run);
  vidimus_test_drain ();
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);

  median = bench_series_quantile (times, 0.5);
  g_print ("%-38s %7.1f %7.1f %7.1f %7.1f %7.1f %8.1f×\n", script->name, median, bench_series_quantile (times, 0.95),
           bench_series_quantile (times, 1.0), bench_series_quantile (own, 0.5), take_stall (),
           reference > 0 ? median / reference : 1.0);

  return median;
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_width (widget) == WIDTH;
}

static GtkWidget *
show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  vidimus_test_await_true (is_shown, widget);

  return window;
}

static gboolean
is_loaded (gpointer canvas)
{
  return vidimus_canvas_is_loaded (canvas);
}

static void
show_picture (VidimusCanvas *canvas)
{
  const VidimusQuad quad = { { { 1200, 1500 }, { 7000, 1400 }, { 7100, 6800 }, { 1100, 6700 } } };
  g_autoptr(GBytes) jpeg = bench_photograph ("passport.jpg", SIDE, SIDE, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VidimusPicture) picture = NULL;
  double start;

  vidimus_test_drain ();
  take_stall ();
  start = bench_now_ms ();
  vidimus_picture_load_async (jpeg, &VIDIMUS_DECODE_DESK, NULL, vidimus_test_finish, &result);
  picture = vidimus_picture_load_finish (vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  g_print ("Decoded in a thread: %.0f ms", bench_now_ms () - start);

  start = bench_now_ms ();
  vidimus_canvas_set_picture (canvas, picture);
  vidimus_test_await_true (is_loaded, canvas);
  g_print ("; made ready to be drawn in another: %.0f ms; longest stall of the main loop meanwhile: %.1f ms\n\n",
           bench_now_ms () - start, take_stall ());
  vidimus_canvas_set_quad (canvas, &quad, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  GtkWidget *canvas, *blank, *window;
  double reference;

  setlocale (LC_ALL, "");
  gtk_init ();
  vidimus_application_register_resources ();
  loop.poll = g_main_context_get_poll_func (NULL);
  loop.woke = bench_now_ms ();
  g_main_context_set_poll_func (NULL, poll_cb);

  canvas = vidimus_canvas_new ();
  window = show (canvas);
  g_print ("%d × %d pixels in a window of %d × %d, by %s\n", SIDE, SIDE, WIDTH, HEIGHT,
           G_OBJECT_TYPE_NAME (gtk_native_get_renderer (gtk_widget_get_native (canvas))));
  show_picture (VIDIMUS_CANVAS (canvas));
  g_print ("%-38s %7s %7s %7s %7s %7s %9s\n", "ms a frame (60 a second have 16.7)", "median", "p95", "max", "own",
           "stall", "ratio");

  blank = show (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  reference = play (gtk_window_get_child (GTK_WINDOW (blank)), &empty, 0);
  gtk_window_destroy (GTK_WINDOW (blank));
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      vidimus_canvas_zoom_fit (VIDIMUS_CANVAS (canvas));
      if (scripts[i].zoom > 0)
        vidimus_canvas_set_zoom (VIDIMUS_CANVAS (canvas), scripts[i].zoom);
      play (canvas, &scripts[i], reference);
    }
  gtk_window_destroy (GTK_WINDOW (window));

  return 0;
}
