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

/* Returns: how many pictures the page holds; all can be decoded. */
static guint
check_pictures (const char *html)
{
  static const char start[] = "\"data:image/png;base64,";
  guint n = 0;

  for (const char *at = strstr (html, start); at != NULL; at = strstr (at, start), n++)
    {
      const char *end;
      g_autofree char *base64 = NULL;
      g_autofree guchar *data = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(VidimusPicture) picture = NULL;
      gsize length;

      at += strlen (start);
      end = strchr (at, '"');
      g_assert_nonnull (end);
      base64 = g_strndup (at, (gsize) (end - at));
      data = g_base64_decode (base64, &length);
      bytes = g_bytes_new (data, length);
      picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);
      g_assert_no_error (error);
    }

  return n;
}

static char *
read_page (const char *dir,
           const char *image,
           const char *end)
{
  g_autofree char *name = g_path_get_basename (image), *file = g_strconcat (name, end, NULL);
  g_autofree char *path = g_build_filename (dir, file, NULL);
  g_autoptr(GError) error = NULL;
  char *html = NULL;
  GStatBuf info;

  g_file_get_contents (path, &html, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  return html;
}

/* One page an image; of the same file twice two, none written over. They hold all they show, and fetch and run nothing. */
static void
test_explain (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (f->folder, "seen", NULL), *html = NULL, *second = NULL;
  g_autoptr(CliRun) run = cli_run_start (NULL, "classify", "--json", "--explain", dir, f->image, f->image, NULL);
  g_autoptr(JsonObject) line = NULL;
  GStatBuf info;
  guint n;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  line = cli_run_line (run, 1);
  g_assert_false (json_object_has_member (json_object_get_object_member (line, "result"), "explain"));

  g_assert_cmpint (g_stat (dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  html = read_page (dir, f->image, ".html");
  second = read_page (dir, f->image, "-2.html");
  g_assert_true (g_str_has_prefix (html, "<!DOCTYPE html>"));
  g_assert_nonnull (strstr (html, "<h2>Locating <small>"));
  g_assert_nonnull (strstr (html, "class=\"quad\""));
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "http://"));
  g_assert_null (strstr (html, "https://"));
  n = check_pictures (html);
  g_assert_cmpuint (check_pictures (second), ==, n);
  g_assert_cmpuint (n, >=, f->type != NULL ? 4 : 1);
  if (f->type != NULL)
    {
      g_assert_nonnull (strstr (html, "P&lt;UTO")); /* the zone, as it was read */
      g_assert_nonnull (strstr (html, "<h3>Glare</h3>"));
      g_assert_nonnull (strstr (html, "<th>glare."));
    }
}

/* What a file is called, or holds as text, is text in the page too. */
static void
test_explain_escaped (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (f->folder, "seen", NULL), *html = NULL;
  g_autoptr(GBytes) bytes = desk_test_png (210);
  g_autofree char *image = desk_test_file (f->folder, "<b>&'\"x.png", bytes);
  g_autoptr(CliRun) run = cli_run_start (NULL, "classify", "--explain", dir, image, NULL);

  cli_run_await (run);
  if (f->type != NULL) /* no document is on it, so that there is nothing to explain */
    return;
  html = read_page (dir, image, ".html");
  g_assert_nonnull (strstr (html, "<h1>&lt;b&gt;&amp;&apos;&quot;x.png</h1>"));
  g_assert_null (strstr (html, "<b>&"));
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
    { "/local/explain-escaped", test_explain_escaped },
    { "/local/explain-nowhere", test_explain_nowhere },
    { "/local/no-service", test_no_service },
  };

  g_test_init (&argc, &argv, NULL); /* the service finds its OCR data where the system keeps them */

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}
