/* How well machine-readable lines are read:
 *
 *   evaluate-mrz [--json] [--list] [--least PERCENT] [--truth truth.json …] [FOLDER …]
 *
 * FOLDER: pictures of one line each beside a text of the same name; read without knowing a format, and without check digits.
 * --truth: documents as sent, some with "mrz", the printed lines; located, flattened, and read as the engine does.
 * Times are this thread's processor time. */

#include "vidimus-mrz-reading.h"
#include "vidimus-ocr-private.h"
#include "vidimus-picture.h"
#include "vidimus-resample.h"
#include "vidimus-statistics.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

/* What the lines, or the documents, of one set add up to. */
typedef struct
{
  char   *name;
  gsize   n_lines, n_exact;
  gsize   n_characters, n_edits;
  double  ms;                      /* of reading lines */
  gsize   n_with, n_found;         /* documents with a zone */
  gsize   n_without, n_false;      /* documents without */
  double  ms_with, ms_without;
} Tally;

static gboolean as_json, as_list;
static double least;
static char **truths, **folders;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON", NULL },
  { "list", 0, 0, G_OPTION_ARG_NONE, &as_list, "Print every line that was not read exactly", NULL },
  { "least", 0, 0, G_OPTION_ARG_DOUBLE, &least, "Fail when fewer lines of a set are exact", "PERCENT" },
  { "truth", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &truths, "Documents with their truth", "FILE" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "FOLDER" },
  { NULL }
};

/* Levenshtein's distance. */
static gsize
count_edits (const char *a,
             const char *b)
{
  gsize n = strlen (b);
  g_autofree gsize *row = g_new (gsize, n + 1);

  for (gsize j = 0; j <= n; j++)
    row[j] = j;
  for (gsize i = 1; a[i - 1] != '\0'; i++)
    {
      gsize before = row[0];

      row[0] = i;
      for (gsize j = 1; j <= n; j++)
        {
          gsize changed = before + (a[i - 1] != b[j - 1]);

          before = row[j];
          row[j] = MIN (changed, 1 + MIN (row[j], row[j - 1]));
        }
    }

  return row[n];
}

static void
compare (Tally      *tally,
         const char *file,
         const char *truth,
         const char *read)
{
  gsize edits = count_edits (truth, read);

  tally->n_lines++;
  tally->n_exact += edits == 0;
  tally->n_characters += strlen (truth);
  tally->n_edits += edits;
  if (as_list && edits > 0)
    printf ("%s\n  %s\n  %s\n", file, truth, read);
}

static VidimusPicture *
load (const char *path)
{
  static const VidimusDecodeLimits limits = { 1, 20000, G_GINT64_CONSTANT (200000000), FALSE, TRUE };
  g_autoptr(GBytes) bytes = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  bytes = g_bytes_new_take (contents, length);

  return vidimus_picture_new_from_bytes (bytes, &limits, NULL, NULL);
}

static void
run_folder (const char *folder,
            Tally      *tally)
{
  static struct vidimus_mrz_net net;
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  tally->name = g_path_get_basename (folder);
  vidimus_mrz_net_load (&net);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr(VidimusPicture) picture = NULL;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text_path = g_strdup_printf ("%.*s.txt", (int) (strrchr (path, '.') - path), path);
      g_autofree char *truth = NULL;
      char text[VIDIMUS_MRZ_MAX_CELLS + 1];
      struct vidimus_image image, gray;
      double start;

      if (g_str_has_suffix (name, ".txt") || !g_file_get_contents (text_path, &truth, NULL, NULL) ||
          (picture = load (path)) == NULL)
        continue;
      image = vidimus_picture_get_image (picture);
      if (!vidimus_image_to_gray (&image, &gray))
        continue;
      start = vidimus_thread_ms ();
      vidimus_mrz_reading (&gray, &net, text);
      tally->ms += vidimus_thread_ms () - start;
      compare (tally, name, g_strstrip (truth), text);
      vidimus_image_free (&gray);
    }
  g_clear_pointer (&dir, g_dir_close);
}

static void
read_document (const struct vidimus_source *source,
               struct vidimus_mrz          *mrz,
               double                      *ms)
{
  int longer = MAX (source->width, source->height), shrink = vidimus_source_shrink (longer, VIDIMUS_SOURCE_OVERVIEW);
  struct vidimus_location location = { 0 };
  struct vidimus_image overview = { 0 };
  struct vidimus_card card = { 0 };

  if (!vidimus_source_read (source, shrink, 0, 0, longer, longer, &overview))
    return;
  if (vidimus_locate (&overview, NULL, &location) == VIDIMUS_STATUS_OK)
    {
      struct vidimus_location full = location;

      for (int i = 0; i < 4; i++)
        {
          full.quad.p[i].x *= shrink;
          full.quad.p[i].y *= shrink;
        }
      if (vidimus_rectify (source, &full, VIDIMUS_READ_SIDE, NULL, &card) == VIDIMUS_STATUS_OK)
        {
          double start = vidimus_thread_ms ();

          vidimus_mrz_read_document (&card, &overview, &location, NULL, mrz);
          *ms = vidimus_thread_ms () - start;
          vidimus_card_clear (&card);
        }
    }
  vidimus_image_free (&overview);
}

static void
run_document (JsonObject *object,
              const char *folder,
              Tally      *tally)
{
  const char *file = json_object_get_string_member (object, "file");
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr(VidimusPicture) picture = load (path);
  JsonArray *lines = json_object_has_member (object, "mrz") ? json_object_get_array_member (object, "mrz") : NULL;
  struct vidimus_mrz mrz = { 0 };
  struct vidimus_source source;
  struct vidimus_image image;
  double ms = 0;

  if (picture == NULL)
    return;
  image = vidimus_picture_get_image (picture);
  source = vidimus_source_from_image (&image);
  read_document (&source, &mrz, &ms);
  *(lines != NULL ? &tally->n_with : &tally->n_without) += 1;
  *(lines != NULL ? &tally->n_found : &tally->n_false) += mrz.n_lines > 0;
  *(lines != NULL ? &tally->ms_with : &tally->ms_without) += ms;
  if (lines == NULL && mrz.n_lines > 0 && as_list)
    printf ("%s\n  no zone\n  %s\n", file, mrz.lines[0]);
  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    compare (tally, file, json_array_get_string_element (lines, i), i < 3 ? mrz.lines[i] : "");
}

static gboolean
run_truth (const char  *truth,
           Tally       *tally,
           GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *folder = g_path_get_dirname (truth);
  JsonArray *images;

  tally->name = g_path_get_basename (folder);
  if (!json_parser_load_from_file (parser, truth, error))
    return FALSE;
  images = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "images");
  for (guint i = 0; i < json_array_get_length (images); i++)
    run_document (json_array_get_object_element (images, i), folder, tally);

  return TRUE;
}

static void
print_text (const Tally *tally)
{
  const struct { const char *what; gsize k, n; } shares[] = {
    { "lines exact", tally->n_exact, tally->n_lines },
    { "characters wrong", tally->n_edits, tally->n_characters },
    { "zones found", tally->n_found, tally->n_with },
    { "false zones", tally->n_false, tally->n_without },
  };

  printf ("%s\n", tally->name);
  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      VidimusEstimate share = vidimus_statistics_share (shares[i].k, shares[i].n);

      if (share.known)
        printf ("  %-18s %6zu of %6zu  %6.2f %%  (%.2f–%.2f)\n", shares[i].what, share.k, share.n,
                 100 * share.value, 100 * share.low, 100 * share.high);
    }
  if (tally->ms > 0)
    printf ("  %.2f ms a line\n", tally->ms / (double) tally->n_lines);
  if (tally->n_with > 0)
    printf ("  %.2f ms a document with a zone\n", tally->ms_with / (double) tally->n_with);
  if (tally->n_without > 0)
    printf ("  %.2f ms a document without\n", tally->ms_without / (double) tally->n_without);
}

static void
add_share (JsonBuilder *builder,
           const char  *name,
           gsize        k,
           gsize        n)
{
  VidimusEstimate share = vidimus_statistics_share (k, n);

  if (!share.known)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "k");
  json_builder_add_int_value (builder, (gint64) share.k);
  json_builder_set_member_name (builder, "n");
  json_builder_add_int_value (builder, (gint64) share.n);
  json_builder_set_member_name (builder, "value");
  json_builder_add_double_value (builder, share.value);
  json_builder_set_member_name (builder, "low");
  json_builder_add_double_value (builder, share.low);
  json_builder_set_member_name (builder, "high");
  json_builder_add_double_value (builder, share.high);
  json_builder_end_object (builder);
}

static void
add_ms (JsonBuilder *builder,
        const char  *name,
        double       ms,
        gsize        n)
{
  if (ms <= 0 || n == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, ms / (double) n);
}

static void
print_json (const Tally *tallies,
            guint        n)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      const Tally *t = &tallies[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, t->name);
      add_share (builder, "lines_exact", t->n_exact, t->n_lines);
      add_share (builder, "characters_wrong", t->n_edits, t->n_characters);
      add_share (builder, "zones_found", t->n_found, t->n_with);
      add_share (builder, "false_zones", t->n_false, t->n_without);
      add_ms (builder, "ms_line", t->ms, t->n_lines);
      add_ms (builder, "ms_with_zone", t->ms_with, t->n_with);
      add_ms (builder, "ms_without_zone", t->ms_without, t->n_without);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  printf ("%s\n", text);
}

static void
clear_tally (gpointer data)
{
  g_free (((Tally *) data)->name);
}

/* 77 tells meson that a test was left out. */
static int
judge (const GArray *tallies)
{
  gsize n = 0;

  for (guint i = 0; i < tallies->len; i++)
    {
      const Tally *t = &g_array_index (tallies, Tally, i);

      n += t->n_lines;
      if (100.0 * (double) t->n_exact < least * (double) t->n_lines)
        return 1;
    }
  if (n == 0)
    g_printerr ("Nothing to read here.\n");

  return n == 0 ? 77 : 0;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GArray) tallies = g_array_new (FALSE, TRUE, sizeof (Tally));
  g_autoptr(GError) error = NULL;

  g_array_set_clear_func (tallies, clear_tally);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  for (gsize i = 0; folders != NULL && folders[i] != NULL; i++)
    {
      g_array_set_size (tallies, tallies->len + 1);
      run_folder (folders[i], &g_array_index (tallies, Tally, tallies->len - 1));
    }
  for (gsize i = 0; truths != NULL && truths[i] != NULL; i++)
    {
      g_array_set_size (tallies, tallies->len + 1);
      if (!run_truth (truths[i], &g_array_index (tallies, Tally, tallies->len - 1), &error))
        {
          g_printerr ("%s\n", error->message);
          return 2;
        }
    }
  if (as_json)
    print_json ((const Tally *) (void *) tallies->data, tallies->len);
  for (guint i = 0; !as_json && i < tallies->len; i++)
    print_text (&g_array_index (tallies, Tally, i));

  return judge (tallies);
}
