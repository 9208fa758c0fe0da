#include "vidimus-bench.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>
#include <unistd.h>

struct _BenchSeries
{
  GArray *ms; /* of double */
};

BenchSeries *
bench_series_new (void)
{
  BenchSeries *self = g_new0 (BenchSeries, 1);

  self->ms = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

void
bench_series_free (BenchSeries *self)
{
  g_array_unref (self->ms);
  g_free (self);
}

void
bench_series_add (BenchSeries *self,
                  double       ms)
{
  g_array_append_val (self->ms, ms);
}

static int
compare_ms (const void *a,
            const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

guint
bench_series_length (BenchSeries *self)
{
  return self->ms->len;
}

/**
 * bench_series_quantile:
 * @share: 0.5 for the median, 1 for the largest
 *
 * Returns: one of the measured values; 0 when there is none
 */
double
bench_series_quantile (BenchSeries *self,
                       double       share)
{
  if (self->ms->len == 0)
    return 0;

  g_array_sort (self->ms, compare_ms);

  return g_array_index (self->ms, double, (guint) ((self->ms->len - 1) * share + 0.5));
}

double
bench_now_ms (void)
{
  return g_get_monotonic_time () / 1000.0;
}

/**
 * bench_decode_fully:
 * @clock: milliseconds, of whatever time shall be measured
 *
 * What the benchmarks take as their measure: one decode of the whole by libjpeg-turbo.
 *
 * Returns: the milliseconds it took
 */
double
bench_decode_fully (GBytes  *jpeg,
                    double (*clock) (void))
{
  tjhandle handle = tjInitDecompress ();
  g_autofree guchar *pixels = NULL;
  gsize length;
  const guchar *data = g_bytes_get_data (jpeg, &length);
  int width, height, sampling, space;
  double start, ms;

  g_assert_cmpint (tjDecompressHeader3 (handle, data, length, &width, &height, &sampling, &space), ==, 0);
  pixels = g_malloc ((gsize) width * (gsize) height * 3);
  start = clock ();
  g_assert_cmpint (tjDecompress2 (handle, data, length, pixels, width, 0, height, TJPF_RGB, 0), ==, 0);
  ms = clock () - start;
  tjDestroy (handle);

  return ms;
}

/* What follows the name in /proc/PID/stat; NULL when there is no such process. */
static char *
read_stat (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);
  g_autofree char *stat = NULL;
  const char *after;

  if (!g_file_get_contents (path, &stat, NULL, NULL) || (after = strrchr (stat, ')')) == NULL || strlen (after) < 5)
    return NULL;

  return g_strdup (after + 2);
}

static GPid
parent_of (const char *pid)
{
  g_autofree char *stat = read_stat (pid);

  return stat != NULL ? (GPid) atoi (stat + 2) : 0;
}

/**
 * bench_descends_from_us:
 * @pid: a name in /proc
 *
 * Returns: whether it is a child of this process, or of one
 */
gboolean
bench_descends_from_us (const char *pid)
{
  g_autofree char *at = g_strdup (pid);

  for (;;)
    {
      GPid parent = parent_of (at);

      if (parent <= 1)
        return FALSE;
      if (parent == getpid ())
        return TRUE;
      g_free (at);
      at = g_strdup_printf ("%d", parent);
    }
}

/**
 * bench_children_ms:
 *
 * Returns: milliseconds of processor time of all that descend from this process, those included that ended and were waited for
 */
double
bench_children_ms (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  double ticks = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *stat = g_ascii_isdigit (name[0]) && bench_descends_from_us (name) ? read_stat (name) : NULL;
      g_auto(GStrv) fields = g_strsplit (stat != NULL ? stat : "", " ", -1);

      for (guint i = 11; g_strv_length (fields) > 14 && i <= 14; i++) /* utime, stime, cutime, cstime */
        ticks += g_ascii_strtod (fields[i], NULL);
    }

  return ticks * 1000 / (double) sysconf (_SC_CLK_TCK);
}

/**
 * bench_photograph:
 * @name: of a scene in VIDIMUS_SPECIMENS
 * @stripe: RGBA of an upright stripe through the middle, a twentieth wide, to know the picture by; 0 for none
 *
 * Returns: (transfer full): the scene, enlarged to what a telephone takes, as a JPEG
 */
GBytes *
bench_photograph (const char *name,
                  int         width,
                  int         height,
                  guint32     stripe)
{
  g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_SPECIMENS"), name, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkPixbuf) small = gdk_pixbuf_new_from_file (path, &error);
  g_autoptr(GdkPixbuf) large = NULL;
  char *buffer;
  gsize length;

  g_assert_no_error (error);
  large = gdk_pixbuf_scale_simple (small, width, height, GDK_INTERP_BILINEAR);
  if (stripe != 0)
    {
      g_autoptr(GdkPixbuf) middle = gdk_pixbuf_new_subpixbuf (large, width * 19 / 40, 0, width / 20, height);

      gdk_pixbuf_fill (middle, stripe);
    }
  gdk_pixbuf_save_to_buffer (large, &buffer, &length, "jpeg", &error, "quality", "90", NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (buffer, length);
}
