/* The program with the service on this computer: a stand-in for the engine, or, where VIDIMUS_LIVE_IMAGE is set, the
 * whole of it. */
#include "vidimus-cli-test.h"
#include "vidimus-desk-test.h"
#include "vidimus-picture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char       *folder;
  char       *image;
  const char *type; /* nullable: not known */
} Fixture;

static void
setup (Fixture       *f,
       gconstpointer  data)
{
  const char *live = g_getenv ("VIDIMUS_LIVE_IMAGE");
  g_autoptr(GBytes) bytes = desk_test_png (200);

  f->folder = cli_test_folder ();
  f->type = g_getenv ("VIDIMUS_LIVE_TYPE");
  f->image = live != NULL ? g_strdup (live) : desk_test_file (f->folder, "card.png", bytes);
}

static void
teardown (Fixture       *f,
          gconstpointer  data)
{
  cli_test_remove (f->folder);
  g_free (f->folder);
  g_free (f->image);
}

/* Nothing but what the program itself has to say: the service and its libraries keep quiet. */
static void
assert_quiet (CliRun *run)
{
  g_auto(GStrv) lines = g_strsplit (run->err, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !g_str_has_prefix (lines[i], "vidimus-cli: "))
      g_error ("On the terminal: %s", lines[i]);
}

static void
test_answer (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GBytes) garbage = g_bytes_new_static ("\xff\xd8\xff\xe0 not much", 13);
  g_autofree char *broken = desk_test_file (f->folder, "broken.jpg", garbage);
  g_autoptr(CliRun) run = cli_run_start (NULL, "classify", "--json", f->image, broken, "/nowhere.png", NULL);
  g_autoptr(JsonObject) first = NULL, second = NULL, third = NULL;
  JsonObject *result, *stages, *scores;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 1);
  assert_quiet (run);
  g_assert_cmpuint (cli_run_count (run), ==, 3);
  first = cli_run_line (run, 0);
  second = cli_run_line (run, 1);
  third = cli_run_line (run, 2);

  g_assert_cmpstr (json_object_get_string_member (first, "service"), ==, "local");
  g_assert_cmpfloat (json_object_get_double_member (first, "ms"), >, 0.0);
  stages = json_object_get_object_member (first, "stages");
  g_assert_true (json_object_has_member (stages, "locate"));
  result = json_object_get_object_member (first, "result");
  g_assert_false (json_object_has_member (result, "explain"));
  if (f->type != NULL)
    g_assert_cmpstr (json_object_get_string_member (result, "type"), ==, f->type);
  scores = json_object_get_object_member (result, "alarm_confidence");
  g_assert_cmpuint (json_object_get_size (scores), ==, 7);

  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (second, "error"), "code"), ==,
                   "AIS.0104");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (third, "error"), "code"), ==,
                   "AIS.0101");
}

static guint
check_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;
  GStatBuf info;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *data = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(VidimusPicture) picture = NULL;
      gsize length;

      if (!g_str_has_suffix (name, ".png"))
        continue;
      g_assert_true (g_ascii_isdigit (name[0]) && g_ascii_isdigit (name[1]) && name[2] == '-');
      g_file_get_contents (path, &data, &length, &error);
      g_assert_no_error (error);
      bytes = g_bytes_new_take (g_steal_pointer (&data), length);
      picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);
      g_assert_no_error (error);
      n++;
    }

  return n;
}

/* The same file twice: two folders, none written over. */
static void
test_explain (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (f->folder, "seen", NULL), *name = g_path_get_basename (f->image);
  g_autofree char *second = g_strconcat (name, "-2", NULL), *folder = g_build_filename (dir, name, NULL);
  g_autofree char *second_folder = g_build_filename (dir, second, NULL), *notes = NULL;
  g_autofree char *notes_path = g_build_filename (folder, "explain.txt", NULL);
  g_autoptr(CliRun) run = cli_run_start (NULL, "classify", "--json", "--explain", dir, f->image, f->image, NULL);
  g_autoptr(JsonObject) line = NULL;
  guint n;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  line = cli_run_line (run, 1);
  g_assert_false (json_object_has_member (json_object_get_object_member (line, "result"), "explain"));

  g_assert_true (g_file_get_contents (notes_path, &notes, NULL, NULL));
  g_assert_true (g_str_has_prefix (notes, "01 "));
  g_assert_nonnull (strstr (notes, " locate "));
  n = check_folder (folder);
  g_assert_cmpuint (check_folder (second_folder), ==, n);
  if (f->type != NULL)
    g_assert_cmpuint (n, >, 0);
}

static void
test_explain_nowhere (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(CliRun) run = cli_run_start (NULL, "classify", "--json", "--explain", "/proc/nowhere", f->image, NULL);

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpuint (cli_run_count (run), ==, 1); /* it was answered all the same */
  g_assert_nonnull (strstr (run->err, "/proc/nowhere"));
}

static void
test_no_service (Fixture       *f,
                 gconstpointer  data)
{
  const char *const env[] = { "VIDIMUS_SERVICE=/nowhere/vidimus-service", NULL };
  g_autoptr(CliRun) run = cli_run_start (env, "classify", "--json", f->image, NULL);
  g_autoptr(JsonObject) line = NULL;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 1);
  line = cli_run_line (run, 0);
  g_assert_true (json_object_has_member (line, "error"));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture       *f,
                       gconstpointer  data);
  } tests[] = {
    { "/local/answer", test_answer },
    { "/local/explain", test_explain },
    { "/local/explain-nowhere", test_explain_nowhere },
    { "/local/no-service", test_no_service },
  };

  g_test_init (&argc, &argv, NULL); /* the service finds its OCR data where the system keeps them */

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}
