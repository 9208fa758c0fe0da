/* The time from the start of a process to what a person sees of it: the first frame of Vidimus, and a photograph that
 * it was given, as multiples of the first frame of the least GTK 4 program. The display says when something was painted,
 * and its pixels say what; the programs know nothing of it. Usage: bench-first-frame BARE-WINDOW VIDIMUS */
#include "vidimus-bench.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <poll.h>

#define ROUNDS     9
#define PATIENCE_S 60
/* The line of pixels that is looked at: through every window here, and through the middle of its picture. */
#define LINE       400
#define STRIPE     0xff00ffffu /* RGBA: magenta, which nothing else has */

typedef struct
{
  Display *display;
  Window   root;
  int      width;
  Damage   damage;
  int      event_base;
} View;

typedef enum
{
  SEEN_NOTHING, /* the display's own black */
  SEEN_FRAME,
  SEEN_PICTURE,
} Seen;

static gboolean
is_stripe (unsigned long pixel)
{
  unsigned red = (pixel >> 16) & 0xff, green = (pixel >> 8) & 0xff, blue = pixel & 0xff;

  return red > 200 && green < 60 && blue > 200;
}

static Seen
look (View *screen)
{
  XImage *line = XGetImage (screen->display, screen->root, 0, LINE, (unsigned) screen->width, 1, AllPlanes, ZPixmap);
  Seen seen = SEEN_NOTHING;

  for (int x = 0; x < screen->width && seen != SEEN_PICTURE; x++)
    {
      unsigned long pixel = XGetPixel (line, x, 0) & 0xffffff;

      if (is_stripe (pixel))
        seen = SEEN_PICTURE;
      else if (pixel != 0)
        seen = SEEN_FRAME;
    }
  XDestroyImage (line);

  return seen;
}

/* Until something was painted; then everything up to now counts as noticed. */
static void
await_paint (View *screen)
{
  while (XPending (screen->display) == 0)
    {
      struct pollfd fd = { .fd = ConnectionNumber (screen->display), .events = POLLIN };

      if (poll (&fd, 1, PATIENCE_S * 1000) == 0)
        g_error ("Nothing was painted for %d seconds", PATIENCE_S);
    }
  while (XPending (screen->display) > 0)
    {
      XEvent event;

      XNextEvent (screen->display, &event);
      if (event.type == screen->event_base + XDamageNotify)
        XDamageSubtract (screen->display, screen->damage, None, None);
    }
}

static void
open_screen (View *screen)
{
  int errors;

  screen->display = XOpenDisplay (NULL);
  g_assert_nonnull (screen->display);
  g_assert_true (XDamageQueryExtension (screen->display, &screen->event_base, &errors));
  screen->root = DefaultRootWindow (screen->display);
  screen->width = DisplayWidth (screen->display, DefaultScreen (screen->display));
  screen->damage = XDamageCreate (screen->display, screen->root, XDamageReportNonEmpty);
}

/* Starts @argv and ends it when what was waited for is seen. @frame, @picture: (nullable): take the time of it */
static void
measure (View     *screen,
         const char **argv,
         BenchSeries *frame,
         BenchSeries *picture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  Seen last = picture != NULL ? SEEN_PICTURE : SEEN_FRAME, seen = SEEN_NOTHING;
  double start;

  while (look (screen) != SEEN_NOTHING) /* the last one is still there */
    await_paint (screen);

  start = bench_now_ms ();
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  while (seen != last)
    {
      Seen now;

      await_paint (screen);
      now = look (screen);
      if (now != SEEN_NOTHING && seen == SEEN_NOTHING && frame != NULL)
        bench_series_add (frame, bench_now_ms () - start);
      if (now == SEEN_PICTURE && picture != NULL)
        bench_series_add (picture, bench_now_ms () - start);
      seen = MAX (seen, now);
    }

  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
}

static char *
write_photograph (const char *folder)
{
  g_autoptr(GBytes) jpeg = bench_photograph ("passport.jpg", BENCH_PHOTO_WIDTH, BENCH_PHOTO_HEIGHT, STRIPE);
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (folder, "photograph.jpg", NULL);

  g_file_set_contents (path, g_bytes_get_data (jpeg, NULL), (gssize) g_bytes_get_size (jpeg), &error);
  g_assert_no_error (error);

  return path;
}

static void
print_row (const char  *name,
           BenchSeries *times,
           BenchSeries *reference)
{
  double median = bench_series_quantile (times, 0.5);

  g_print ("%-44s %8.0f %8.0f %7.2f×\n", name, median, bench_series_quantile (times, 1.0),
           median / bench_series_quantile (reference, 0.5));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(BenchSeries) bare = bench_series_new (), empty = bench_series_new (), given = bench_series_new (),
                         painted = bench_series_new (), warm_up = bench_series_new ();
  g_autofree char *folder = g_dir_make_tmp ("vidimus-bench-XXXXXX", NULL);
  g_autofree char *photograph = write_photograph (folder);
  View screen;

  setlocale (LC_ALL, "");
  g_assert_cmpint (argc, ==, 3);
  open_screen (&screen);

  for (int round = 0; round <= ROUNDS; round++) /* the first fills the disk's cache */
    {
      measure (&screen, (const char *[]) { argv[1], NULL }, round > 0 ? bare : warm_up, NULL);
      measure (&screen, (const char *[]) { argv[2], NULL }, round > 0 ? empty : warm_up, NULL);
      measure (&screen, (const char *[]) { argv[2], photograph, NULL }, round > 0 ? given : warm_up,
               round > 0 ? painted : warm_up);
    }

  g_print ("From the start of the process, %d interleaved rounds\n\n%-44s %8s %8s %8s\n", ROUNDS, "", "median", "max",
           "ratio");
  print_row ("bare GTK 4 window: first frame", bare, bare);
  print_row ("vidimus: first frame", empty, bare);
  print_row ("vidimus FILE: first frame", given, bare);
  print_row ("vidimus FILE: its 12 megapixels are painted", painted, bare);

  XCloseDisplay (screen.display);
  g_unlink (photograph);
  g_rmdir (folder);

  return 0;
}
