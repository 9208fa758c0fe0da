/* calibrate-alarms [--csv FILE] [--most N] [--alarm NAME] FOLDER…
 *
 * Lays every defect of defects.c, in three doses, over the clean card pictures of the folders – as they are (scans) and
 * as photographs on drawn grounds –, measures the six models of src/engine on each, fits the weights (logistic
 * regression with weights ≥ 0 on two thirds of the sources, a source being one card picture), and prints the fit and,
 * over the remaining third, what the fitted and what the compiled weights do. Run it again when a feature changes, and
 * take the printed lines into the sources. Chance is seeded: two runs on one folder agree. */
#include "defects.h"
#include "vidimus-alarm-private.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>

#define N_MODELS 6
#define WIDEST   900  /* wider cards are loaded reduced: the time is spent on more of them instead */

static const struct vidimus_alarm_model *const models[N_MODELS] = {
  &vidimus_blur_model, &vidimus_glare_model, &vidimus_blocking_model, &vidimus_lighting_model, &vidimus_copy_model,
  &vidimus_reproduce_model,
};
static const enum vidimus_alarm alarms[N_MODELS] = {
  VIDIMUS_ENGINE_BLUR, VIDIMUS_ENGINE_GLARE, VIDIMUS_ENGINE_BLOCKING, VIDIMUS_ENGINE_LIGHTING, VIDIMUS_ENGINE_COPY,
  VIDIMUS_ENGINE_REPRODUCE,
};

typedef struct
{
  int         source;
  gboolean    photo;
  enum defect defect;
  int         dose;
  double      features[N_MODELS][VIDIMUS_ALARM_FEATURES];
} Row;

static GArray *rows;
static GPtrArray *sources;
static char *only; /* the alarm wanted, or all */

static gboolean
is_wanted (int m)
{
  return only == NULL || g_str_equal (only, models[m]->name);
}

static gboolean
is_wanted_defect (enum defect defect)
{
  for (int m = 0; m < N_MODELS; m++)
    if (is_wanted (m) && (only == NULL || defect_alarm (defect) == alarms[m]))
      return TRUE;

  return FALSE;
}

/* The pixels of @pixbuf as an image of three channels; free with vidimus_image_free(). */
static gboolean
image_from_pixbuf (GdkPixbuf            *pixbuf,
                   struct vidimus_image *image)
{
  int channels = gdk_pixbuf_get_n_channels (pixbuf);

  if (!vidimus_image_alloc (image, gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf), 3))
    return FALSE;

  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      memcpy (vidimus_image_at (image, x, y),
              gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf) + x * channels, 3);

  return TRUE;
}

/* What a camera does last: JPEG. */
static void
through_jpeg (struct vidimus_image *image,
              const char           *quality)
{
  g_autoptr(GdkPixbuf) in = gdk_pixbuf_new_from_data (image->data, GDK_COLORSPACE_RGB, FALSE, 8, image->width,
                                                      image->height, (int) image->stride, NULL, NULL);
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autofree char *bytes = NULL;
  gsize size;

  if (!gdk_pixbuf_save_to_buffer (in, &bytes, &size, "jpeg", NULL, "quality", quality, NULL) ||
      !gdk_pixbuf_loader_write (loader, (const guchar *) bytes, size, NULL) ||
      !gdk_pixbuf_loader_close (loader, NULL))
    g_error ("JPEG failed");
  vidimus_image_free (image);
  if (!image_from_pixbuf (gdk_pixbuf_loader_get_pixbuf (loader), image))
    g_error ("No memory");
}

static void
measure (const struct vidimus_image *base,
         const struct vidimus_quad  *quad,
         Row                         row,
         guint                       seed)
{
  static const char *const qualities[4] = { "95", "90", "85", "75" };
  struct vidimus_image image;
  struct vidimus_card card;
  struct vidimus_location location = { .quad = *quad, .confidence = 1, .whole_frame = !row.photo,
                                       .side_support = { 1, 1, 1, 1 } };
  struct vidimus_source source;
  struct vidimus_alarm_input input = { .source = &source, .shrink = 1, .image = &image, .location = &location, .card = &card,
                                       .type = VIDIMUS_KIND_NONE };

  if (!vidimus_image_alloc (&image, base->width, base->height, 3))
    g_error ("No memory");
  memcpy (image.data, base->data, (gsize) base->width * base->height * 3);
  source = vidimus_source_from_image (&image);
  if (!defect_apply (&image, quad, row.defect, row.dose, seed))
    g_error ("No memory");
  if (row.photo || row.defect != DEFECT_NONE)
    through_jpeg (&image, qualities[seed % 4]);
  if (row.photo) /* no locator is exact */
    for (int i = 0; i < 4; i++)
      {
        location.quad.p[i].x += ((seed >> i) % 5 - 2.0) * image.width / 1000;
        location.quad.p[i].y += ((seed >> (i + 4)) % 5 - 2.0) * image.width / 1000;
      }
  if (!defect_rectify (&image, &location.quad, &card))
    g_error ("No memory");

  for (int m = 0; m < N_MODELS; m++)
    {
      memset (row.features[m], 0, sizeof row.features[m]);
      if (is_wanted (m) && models[m]->measure (&input, row.features[m]) != VIDIMUS_STATUS_OK)
        g_error ("%s failed", models[m]->name);
    }
  g_array_append_val (rows, row);

  defect_card_clear (&card);
  vidimus_image_free (&image);
}

static void
measure_source (const char *path,
                int         source)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, NULL);
  struct vidimus_image flat;
  struct vidimus_image photo;
  struct vidimus_quad frame, quad;
  Row row = { .source = source };

  if (pixbuf == NULL)
    return;
  if (gdk_pixbuf_get_width (pixbuf) > WIDEST)
    {
      int height = gdk_pixbuf_get_height (pixbuf) * WIDEST / gdk_pixbuf_get_width (pixbuf);
      GdkPixbuf *small = gdk_pixbuf_scale_simple (pixbuf, WIDEST, height, GDK_INTERP_BILINEAR);

      g_object_unref (pixbuf);
      pixbuf = small;
    }
  if (!image_from_pixbuf (pixbuf, &flat) || !defect_scene (&flat, (guint) source, &photo, &quad))
    g_error ("No memory");
  frame = defect_frame (&flat);

  measure (&flat, &frame, row, 0);
  row.photo = TRUE;
  measure (&photo, &quad, row, (guint) source * 31);
  for (int defect = 1; defect < DEFECT_N; defect++)
    for (int dose = 1; dose <= 3 && is_wanted_defect ((enum defect) defect); dose++)
      {
        guint seed = (guint) (source * 1009 + defect * 3); /* one place and form for all doses */

        row.defect = defect;
        row.dose = dose;
        row.photo = (source + defect) % 3 != 0;
        measure (row.photo ? &photo : &flat, row.photo ? &quad : &frame, row, seed);
      }

  vidimus_image_free (&flat);
  vidimus_image_free (&photo);
}

/* The probability that a person would raise alarm @m over @row, and (negative: none) how much the row counts. */
static double
target (const Row *row,
        int        m,
        double    *weight)
{
  static const double doses[4] = { 0.01, 0.35, 0.95, 0.995 };
  gboolean own = defect_alarm (row->defect) == alarms[m];

  *weight = own ? (row->dose == 1 ? 1 : 2) : row->defect == DEFECT_NONE ? 4 : 0.4;

  return own ? doses[row->dose] : doses[0];
}

static gboolean
is_held_out (const Row *row)
{
  return row->source % 3 == 2;
}

/* Projected gradient descent on standardised features. */
static void
fit (int     m,
     double *bias,
     double *weights)
{
  const struct vidimus_alarm_model *model = models[m];
  double mean[VIDIMUS_ALARM_FEATURES] = { 0 };
  double scale[VIDIMUS_ALARM_FEATURES] = { 0 };
  double w[VIDIMUS_ALARM_FEATURES + 1] = { 0 };
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    if (!is_held_out (&g_array_index (rows, Row, i)))
      {
        n++;
        for (int k = 0; k < model->n_features; k++)
          mean[k] += g_array_index (rows, Row, i).features[m][k];
      }
  for (int k = 0; k < model->n_features; k++)
    mean[k] /= n;
  for (guint i = 0; i < rows->len; i++)
    for (int k = 0; k < model->n_features; k++)
      if (!is_held_out (&g_array_index (rows, Row, i)))
        scale[k] += pow (g_array_index (rows, Row, i).features[m][k] - mean[k], 2) / n;
  for (int k = 0; k < model->n_features; k++)
    scale[k] = sqrt (scale[k]) + 1e-6;

  for (int step = 0; step < 4000; step++)
    {
      double slope[VIDIMUS_ALARM_FEATURES + 1] = { 0 };
      double total = 0;

      for (guint i = 0; i < rows->len; i++)
        {
          const Row *row = &g_array_index (rows, Row, i);
          double weight, z = w[0], error;
          double wanted = target (row, m, &weight);

          if (is_held_out (row))
            continue;
          for (int k = 0; k < model->n_features; k++)
            z += w[k + 1] * (row->features[m][k] - mean[k]) / scale[k];
          error = weight * (1 / (1 + exp (-z)) - wanted);
          total += weight;
          slope[0] += error;
          for (int k = 0; k < model->n_features; k++)
            slope[k + 1] += error * (row->features[m][k] - mean[k]) / scale[k];
        }
      for (int k = 0; k <= model->n_features; k++)
        {
          w[k] -= 4 * (slope[k] / total + (k > 0 ? 0.0001 * w[k] : 0));
          if (k > 0 && w[k] < 0)
            w[k] = 0;
        }
    }

  *bias = w[0];
  for (int k = 0; k < model->n_features; k++)
    {
      weights[k] = w[k + 1] / scale[k];
      *bias -= weights[k] * mean[k];
    }
}

static double
score (const Row    *row,
       int           m,
       double        bias,
       const double *weights)
{
  double z = bias;

  for (int k = 0; k < models[m]->n_features; k++)
    z += weights[k] * row->features[m][k];

  return 99 / (1 + exp (-z));
}

/* How often a positive of dose ≥ 2 scores over a negative. */
static double
area_under_curve (int           m,
                  double        bias,
                  const double *weights)
{
  double wins = 0;
  double pairs = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *a = &g_array_index (rows, Row, i);

      if (!is_held_out (a) || defect_alarm (a->defect) != alarms[m] || a->dose < 2)
        continue;
      for (guint j = 0; j < rows->len; j++)
        {
          const Row *b = &g_array_index (rows, Row, j);
          double d;

          if (!is_held_out (b) || defect_alarm (b->defect) == alarms[m])
            continue;
          d = score (a, m, bias, weights) - score (b, m, bias, weights);
          wins += d > 0 ? 1 : d == 0 ? 0.5 : 0;
          pairs++;
        }
    }

  return pairs > 0 ? wins / pairs : NAN;
}

/* The share of the held-out rows of a defect and dose over 50, printed when @shown. */
static void
report_raised (int           m,
               double        bias,
               const double *weights)
{
  for (int defect = 0; defect < DEFECT_N; defect++)
    {
      int n[4] = { 0 };
      int raised[4] = { 0 };
      int strong[4] = { 0 };

      for (guint i = 0; i < rows->len; i++)
        {
          const Row *row = &g_array_index (rows, Row, i);
          int cell = defect == DEFECT_NONE ? row->photo : row->dose;

          if ((int) row->defect != defect || !is_held_out (row))
            continue;
          n[cell]++;
          raised[cell] += score (row, m, bias, weights) > 50;
          strong[cell] += score (row, m, bias, weights) > 80;
        }
      if (defect == DEFECT_NONE)
        g_print ("    %-18s scans %d/%d photos %d/%d\n", defect_name (defect), raised[0], n[0], raised[1], n[1]);
      else if (defect_alarm (defect) == alarms[m])
        g_print ("  * %-18s mild %d/%d middle %d/%d strong %d/%d (over 80: %d)\n", defect_name (defect), raised[1], n[1],
                 raised[2], n[2], raised[3], n[3], strong[3]);
      else if (raised[1] + raised[2] + raised[3] > 0)
        g_print ("    %-18s mild %d/%d middle %d/%d strong %d/%d\n", defect_name (defect), raised[1], n[1], raised[2],
                 n[2], raised[3], n[3]);
    }
}

static void
report (int m)
{
  const struct vidimus_alarm_model *model = models[m];
  double bias;
  double weights[VIDIMUS_ALARM_FEATURES];

  fit (m, &bias, weights);
  g_print ("\n%s: AUC held out %.3f, as compiled %.3f\n  .bias = %.3g,\n  .weights = {", model->name,
           area_under_curve (m, bias, weights), area_under_curve (m, model->bias, model->weights), bias);
  for (int k = 0; k < model->n_features; k++)
    g_print ("%s %.3g", k > 0 ? "," : "", weights[k]);
  g_print (" }, /*");
  for (int k = 0; k < model->n_features; k++)
    g_print (" %s", model->features[k]);
  g_print (" */\n  fitted, held out, over 50:\n");
  report_raised (m, bias, weights);
  g_print ("  compiled, held out, over 50:\n");
  report_raised (m, model->bias, model->weights);
}

static void
write_csv (const char *path)
{
  g_autoptr(GString) text = g_string_new ("source,photo,defect,dose");

  for (int m = 0; m < N_MODELS; m++)
    for (int k = 0; k < models[m]->n_features; k++)
      g_string_append_printf (text, ",%s.%s", models[m]->name, models[m]->features[k]);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *name = g_path_get_basename (g_ptr_array_index (sources, (guint) row->source));

      g_string_append_printf (text, "%s,%d,%s,%d", name, row->photo, defect_name (row->defect), row->dose);
      for (int m = 0; m < N_MODELS; m++)
        for (int k = 0; k < models[m]->n_features; k++)
          g_string_append_printf (text, ",%.4f", row->features[m][k]);
      g_string_append_c (text, '\n');
    }
  if (!g_file_set_contents (path, text->str, (gssize) text->len, NULL))
    g_error ("Cannot write %s", path);
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  if (folder == NULL)
    g_error ("Cannot read %s", path);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_regex_match_simple ("\\.(png|jpe?g)$", name, G_REGEX_CASELESS, 0))
      g_ptr_array_add (sources, g_build_filename (path, name, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *csv = NULL;
  g_auto(GStrv) folders = NULL;
  int most = 60;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &csv, "Write every feature here", "FILE" },
    { "alarm", 0, 0, G_OPTION_ARG_STRING, &only, "Only this alarm and its defects", "NAME" },
    { "most", 0, 0, G_OPTION_ARG_INT, &most, "Take so many pictures", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "FOLDER…" },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || folders == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Name a folder of clean cards");
      return 2;
    }

  rows = g_array_new (FALSE, FALSE, sizeof (Row));
  sources = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; folders[i] != NULL; i++)
    add_folder (folders[i]);
  g_ptr_array_sort (sources, compare_paths);

  for (int i = 0; i < most && i < (int) sources->len; i++)
    {
      measure_source (g_ptr_array_index (sources, (guint) i), i);
      g_printerr ("\r%d", i + 1);
    }
  if (csv != NULL)
    write_csv (csv);
  for (int m = 0; m < N_MODELS; m++)
    if (is_wanted (m))
      report (m);

  g_array_unref (rows);
  g_ptr_array_unref (sources);

  return 0;
}
