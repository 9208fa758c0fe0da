#include "vidimus-cli-test.h"
#include "vidimus-desk-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* The stand-in for the service calls everything a passport, and copy 5. */
typedef struct
{
  DeskService *service;
  char        *folder;
  char        *truth;
} Fixture;

static void
setup (Fixture       *f,
       gconstpointer  data)
{
  g_autoptr(GString) json = g_string_new ("{\"images\": [");
  g_autoptr(GBytes) bytes = NULL;

  f->service = desk_service_new ();
  f->folder = cli_test_folder ();
  for (int width = 70; width < 76; width++)
    {
      g_autoptr(GBytes) png = desk_test_png (width);
      g_autofree char *name = g_strdup_printf ("%d.png", width);

      g_free (desk_test_file (f->folder, name, png));
      g_string_append_printf (json, "%s{\"file\": \"%s\", \"type\": %s, \"alarms\": {\"copy\": false}}", width > 70 ? ", " : "",
                              name, width < 74 ? "\"passport\"" : width == 74 ? "\"id_card\"" : "null");
    }
  g_string_append (json, "]}");
  bytes = g_bytes_new (json->str, json->len);
  f->truth = desk_test_file (f->folder, "truth.json", bytes);
}

static void
teardown (Fixture       *f,
          gconstpointer  data)
{
  desk_service_free (f->service);
  cli_test_remove (f->folder);
  g_free (f->folder);
  g_free (f->truth);
}

static JsonObject *
member (JsonObject *object,
        const char *path)
{
  g_auto(GStrv) names = g_strsplit (path, "/", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    object = json_object_get_object_member (object, names[i]);

  return object;
}

static JsonNode *
parse (CliRun *run)
{
  g_autoptr(GError) error = NULL;
  JsonNode *root = json_from_string (run->out, &error);

  g_assert_no_error (error);

  return root;
}

static void
test_json (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(CliRun) run = cli_run_start (NULL, "evaluate", "--json", "--endpoint", f->service->uri, "--truth", f->truth, NULL);
  g_autoptr(JsonNode) root = NULL;
  JsonObject *real;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpuint (f->service->widths->len, ==, 6);
  g_assert_true (f->service->alarm);
  root = parse (run);
  g_assert_false (json_object_has_member (json_node_get_object (root), "records"));
  real = member (json_node_get_object (root), "sets/real");
  g_assert_cmpint (json_object_get_int_member (real, "answered"), ==, 6);
  g_assert_cmpint (json_object_get_int_member (member (real, "types/passport/recall"), "k"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (member (real, "types/id_card/said"), "passport"), ==, 1);
  g_assert_cmpfloat (json_object_get_double_member (member (real, "negatives_named"), "value"), ==, 1.0);
  g_assert_cmpint (json_object_get_int_member (member (real, "alarms/copy/raised_false"), "n"), ==, 6);
  g_assert_cmpint (json_object_get_int_member (member (json_node_get_object (root), "sets/drawn"), "images"), ==, 0);
}

/* Every second one, of two files after each other, with a line for each. */
static void
test_records (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(CliRun) run = cli_run_start (NULL, "evaluate", "--json", "--records", "--every", "2", "--truth", f->truth, "--truth",
                                         f->truth, "--endpoint", f->service->uri, NULL);
  g_autoptr(JsonNode) root = NULL;
  JsonArray *records;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  root = parse (run);
  records = json_object_get_array_member (json_node_get_object (root), "records");
  g_assert_cmpuint (json_array_get_length (records), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      JsonObject *record = json_array_get_object_element (records, i);
      g_autofree char *name = g_strdup_printf ("%u.png", 70 + 2 * (i % 3));

      g_assert_cmpstr (json_object_get_string_member (record, "file"), ==, name);
      g_assert_cmpstr (json_object_get_string_member (record, "said_type"), ==, "passport");
      g_assert_cmpint (json_object_get_int_member (member (record, "scores"), "copy"), ==, 5);
    }
}

/* A table: the figure with its interval and count; no column for a set without images, no heading without rows. */
static void
test_table (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(CliRun) run = cli_run_start (NULL, "evaluate", "--endpoint", f->service->uri, "--truth", f->truth, NULL);

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->out, "100.0 (51.0–100.0) of 4\n"));
  g_assert_nonnull (strstr (run->out, "Resident identity card (China) → Passport"));
  g_assert_nonnull (strstr (run->out, "Real\n"));
  g_assert_null (strstr (run->out, "Drawn"));
  g_assert_null (strstr (run->out, "Outline"));
  g_assert_null (strstr (run->out, "nan"));
}

/* What could not be answered is said, and in no figure. */
static void
test_failures (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *gone = g_build_filename (f->folder, "71.png", NULL);
  g_autoptr(CliRun) run = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *real;

  g_assert_cmpint (g_remove (gone), ==, 0);
  run = cli_run_start (NULL, "evaluate", "--json", "--endpoint", f->service->uri, "--truth", f->truth, NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->err, "71.png: "));
  root = parse (run);
  real = member (json_node_get_object (root), "sets/real");
  g_assert_cmpint (json_object_get_int_member (real, "failed"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (member (real, "types/passport/recall"), "n"), ==, 3);
}

static void
test_usage (Fixture       *f,
            gconstpointer  data)
{
  static const char *const cases[][6] = {
    { "evaluate", NULL }, { "evaluate", "--truth", "/nowhere.json", NULL },
    { "evaluate", "--truth", "x", "--every", "0", NULL }, { "evaluate", "--truth", "x", "--records", NULL },
    { "evaluate", "--truth", "x", "y", NULL }, { "evaluate", "--nonsense", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CliRun) run = cli_run_argv (NULL, cases[i]);

      cli_run_await (run);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_true (g_str_has_prefix (run->err, "vidimus-cli: "));
    }
}

static gboolean
is_held (gpointer user_data)
{
  return ((DeskService *) user_data)->held->len > 0;
}

static void
test_interrupt (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(CliRun) run = NULL;

  f->service->hold = TRUE;
  run = cli_run_start (NULL, "evaluate", "--endpoint", f->service->uri, "--truth", f->truth, NULL);
  vidimus_test_await_true (is_held, f->service);
  g_subprocess_send_signal (run->process, SIGINT);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 128 + SIGINT);
  g_assert_cmpstr (run->out, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/cli/evaluate/json", test_json },         { "/cli/evaluate/records", test_records },
    { "/cli/evaluate/table", test_table },       { "/cli/evaluate/failures", test_failures },
    { "/cli/evaluate/usage", test_usage },       { "/cli/evaluate/interrupt", test_interrupt },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}
