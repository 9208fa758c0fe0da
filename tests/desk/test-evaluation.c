#include "vidimus-desk-test.h"
#include "vidimus-evaluation.h"
#include "vidimus-imaging-fixtures.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define assert_near(a, b) g_assert_cmpfloat (fabs ((a) - (b)), <, 1e-6)

#define QUAD "\"quad\": [[100, 50], [300, 50], [300, 200], [100, 200]]"

typedef struct
{
  char      *folder;
  GPtrArray *items;
} Fixture;

static void
setup (Fixture       *f,
       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("vidimus-evaluation-XXXXXX", &error);
  g_assert_no_error (error);
  f->items = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_evaluation_item_free);
}

static void
teardown (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->folder);
  g_free (f->folder);
  g_ptr_array_unref (f->items);
}

static gboolean
load (Fixture     *f,
      const char  *json,
      GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autofree char *path = desk_test_file (f->folder, "truth.json", bytes);

  return vidimus_evaluation_load (path, f->items, error);
}

static void
load_well (Fixture    *f,
           const char *json)
{
  g_autoptr(GError) error = NULL;

  load (f, json, &error);
  g_assert_no_error (error);
}

static void
test_truth (Fixture       *f,
            gconstpointer  data)
{
  VidimusEvaluationItem *item;
  g_autofree char *path = g_build_filename (f->folder, "a", "one.jpg", NULL);

  load_well (f, "{\"images\": ["
                "{\"file\": \"a/one.jpg\", \"type\": \"passport\", " QUAD ", \"layout\": \"paper\", \"turn\": 90, \"future\": [],"
                " \"alarms\": {\"blur\": true, \"copy\": false, \"glare\": null}, \"doses\": {\"blur\": 4}, \"side\": \"back\","
                " \"set\": \"laid-over\", \"card\": \"x\", \"reproduce_kind\": \"screen\"},"
                "{\"file\": \"/two.jpg\", \"type\": null, \"quad\": null, \"layout\": \"scene\"},"
                "{\"file\": \"three.jpg\", \"source\": \"drawn\"}]}");
  g_assert_cmpuint (f->items->len, ==, 3);
  item = f->items->pdata[0];
  g_assert_cmpstr (item->path, ==, path);
  g_assert_cmpstr (item->type, ==, "passport");
  g_assert_cmpint (item->set, ==, VIDIMUS_SET_LAID_OVER);
  g_assert_cmpint (item->layout, ==, VIDIMUS_LAYOUT_PAPER);
  g_assert_true (item->has_quad);
  g_assert_cmpfloat (item->quad.corners[2].x, ==, 300.0);
  g_assert_cmpfloat (item->quad.corners[2].y, ==, 200.0);
  g_assert_cmpint (item->turn, ==, 90);
  g_assert_cmpint (item->alarms[VIDIMUS_ALARM_BLUR], ==, 1);
  g_assert_cmpint (item->alarms[VIDIMUS_ALARM_COPY], ==, 0);
  g_assert_cmpint (item->alarms[VIDIMUS_ALARM_GLARE], ==, -1);
  g_assert_cmpint (item->alarms[VIDIMUS_ALARM_BORDER], ==, -1);
  g_assert_cmpint (item->doses[VIDIMUS_ALARM_BLUR], ==, 4);
  g_assert_cmpint (item->doses[VIDIMUS_ALARM_COPY], ==, 0);
  g_assert_cmpstr (item->side, ==, "back");
  g_assert_cmpstr (item->card, ==, "x");
  g_assert_cmpstr (item->reproduce_kind, ==, "screen");

  item = f->items->pdata[1];
  g_assert_cmpstr (item->path, ==, "/two.jpg");
  g_assert_null (item->type);
  g_assert_false (item->has_quad);
  g_assert_cmpint (item->set, ==, VIDIMUS_SET_REAL);
  g_assert_cmpint (item->turn, ==, -1);
  g_assert_cmpint (item->doses[VIDIMUS_ALARM_BLUR], ==, -1); /* of real ones nobody knows */
  g_assert_cmpint (((VidimusEvaluationItem *) f->items->pdata[2])->set, ==, VIDIMUS_SET_DRAWN);
}

/* What is misspelt is named, and so are the file and the image; what was read before stays. */
static void
test_truth_errors (Fixture       *f,
                   gconstpointer  data)
{
  static const struct { const char *image, *member; } cases[] = {
    { "{\"type\": null}", "“file”" },
    { "7", "“images”" },
    { "{\"file\": \"a\", \"type\": \"pasport\"}", "“type”" },
    { "{\"file\": \"a\", \"type\": 3}", "“type”" },
    { "{\"file\": \"a\", \"layout\": \"photograph\"}", "“layout”" },
    { "{\"file\": \"a\", \"quad\": [[1, 2], [3, 4], [5, 6]]}", "“quad”" },
    { "{\"file\": \"a\", \"quad\": [[1, 2], [3, 4], [5, 6], [7, \"8\"]]}", "“quad”" },
    { "{\"file\": \"a\", \"turn\": 45}", "“turn”" },
    { "{\"file\": \"a\", \"set\": \"reel\"}", "“set”" },
    { "{\"file\": \"a\", \"alarms\": {\"bluur\": true}}", "“bluur”" },
    { "{\"file\": \"a\", \"alarms\": {\"blur\": 1}}", "“blur”" },
    { "{\"file\": \"a\", \"doses\": {\"glare\": 7}}", "“glare”" },
    { "{\"file\": \"a\", \"doses\": {\"glare\": 1.5}}", "“glare”" },
    { "{\"file\": \"a\", \"doses\": []}", "“doses”" },
  };
  g_autoptr(GError) missing = NULL;

  load_well (f, "{\"images\": [{\"file\": \"first.jpg\"}]}");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"images\": [{\"file\": \"good.jpg\"}, %s]}", cases[i].image);
      g_autoptr(GError) error = NULL;

      g_assert_false (load (f, json, &error));
      g_assert_nonnull (strstr (error->message, "truth.json, image 2"));
      g_assert_nonnull (strstr (error->message, cases[i].member));
      g_assert_cmpuint (f->items->len, ==, 1);
    }

  g_assert_false (vidimus_evaluation_load ("/nowhere/truth.json", f->items, &missing));
  g_assert_nonnull (strstr (missing->message, "/nowhere/truth.json"));
  for (int i = 0; i < 3; i++)
    {
      static const char *const files[] = { "{\"images\": {}}", "[]", "not JSON" };
      g_autoptr(GError) error = NULL;

      g_assert_false (load (f, files[i], &error));
      g_assert_nonnull (strstr (error->message, "truth.json"));
    }
}

static void
add_files (Fixture *f,
           int      n)
{
  g_autoptr(GString) json = g_string_new ("{\"images\": [");

  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", 70 + i), *path = NULL;
      g_autoptr(GBytes) bytes = desk_test_png (70 + i);

      path = desk_test_file (f->folder, name, bytes);
      g_string_append_printf (json, "{\"file\": \"%s\", \"type\": \"passport\"}, ", name);
    }
  g_string_append (json, "{\"file\": \"missing.png\"}]}");
  load_well (f, json->str);
}

static void
count_cb (guint    n_done,
          gpointer user_data)
{
  *(guint *) user_data = n_done;
}

/* Through the queue: all are asked, several at once, and none stays in the run. */
static void
test_run (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(DeskService) service = desk_service_new ();
  g_autoptr(VidimusClient) client = vidimus_client_new_for_endpoint (service->uri, NULL, NULL);
  g_autoptr(VidimusRun) run = vidimus_run_new (client);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VidimusEvaluationItem *item;
  guint n_done = 0;

  add_files (f, 9);
  vidimus_evaluation_run_async (f->items, run, count_cb, &n_done, NULL, vidimus_test_finish, &result);
  g_assert_true (vidimus_evaluation_run_finish (run, vidimus_test_await (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_done, ==, 10);
  g_assert_cmpuint (service->widths->len, ==, 9);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (run)), ==, 0);
  for (guint i = 0; i < 9; i++)
    {
      item = f->items->pdata[i];
      g_assert_true (item->answered);
      g_assert_cmpstr (item->said_type, ==, "passport");
      g_assert_cmpint (item->scores[VIDIMUS_ALARM_COPY], ==, 5);
    }
  item = f->items->pdata[9];
  g_assert_false (item->answered);
  g_assert_nonnull (item->error);
}

/* That there is no document is an answer; that the service fails is none. */
static void
test_run_errors (Fixture       *f,
                 gconstpointer  data)
{
  static const struct { guint status; const char *body; gboolean answered; } cases[] = {
    { 400, "{\"error_code\": \"AIS.0104\", \"error_msg\": \"no document\"}", TRUE },
    { 400, "{\"error_code\": \"AIS.0105\", \"error_msg\": \"failed\"}", FALSE },
  };

  add_files (f, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DeskService) service = desk_service_new ();
      g_autoptr(VidimusClient) client = vidimus_client_new_for_endpoint (service->uri, NULL, NULL);
      g_autoptr(VidimusRun) run = vidimus_run_new (client);
      g_autoptr(GAsyncResult) result = NULL;
      VidimusEvaluationItem *item = f->items->pdata[0];

      service->status = cases[i].status;
      service->body = cases[i].body;
      vidimus_evaluation_run_async (f->items, run, NULL, NULL, NULL, vidimus_test_finish, &result);
      g_assert_true (vidimus_evaluation_run_finish (run, vidimus_test_await (&result), NULL));
      g_assert_cmpint (item->answered, ==, cases[i].answered);
      g_assert_nonnull (item->error);
      g_assert_null (item->said_type);
    }
}

/* The answer is in upright pixels, the truth in those of the file: a camera may have been held otherwise. */
static void
test_run_orientation (Fixture       *f,
                      gconstpointer  data)
{
  static const struct { int orientation; const char *quad; int turn; } cases[] = {
    { 1, "[[1, 1], [31, 1], [31, 21], [1, 21]]", 0 },
    { 3, "[[39, 19], [69, 19], [69, 39], [39, 39]]", 180 },
    { 6, "[[1, 9], [21, 9], [21, 39], [1, 39]]", 270 },
    { 8, "[[49, 1], [69, 1], [69, 31], [49, 31]]", 90 },
  };
  g_autoptr(DeskService) service = desk_service_new ();
  g_autoptr(VidimusClient) client = vidimus_client_new_for_endpoint (service->uri, NULL, NULL);
  g_autoptr(VidimusRun) run = vidimus_run_new (client);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GString) json = g_string_new ("{\"images\": [");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) png = desk_test_png (70); /* 70 × 40 */
      g_autoptr(GBytes) bytes = fixture_png_with_exif (png, cases[i].orientation);
      g_autofree char *name = g_strdup_printf ("%d.png", cases[i].orientation);

      g_free (desk_test_file (f->folder, name, bytes));
      g_string_append_printf (json, "%s{\"file\": \"%s\", \"quad\": %s, \"turn\": %d}", i > 0 ? ", " : "", name, cases[i].quad,
                              cases[i].turn);
    }
  g_string_append (json, "]}");
  load_well (f, json->str);
  vidimus_evaluation_run_async (f->items, run, NULL, NULL, NULL, vidimus_test_finish, &result);
  g_assert_true (vidimus_evaluation_run_finish (run, vidimus_test_await (&result), NULL));
  for (guint i = 0; i < f->items->len; i++)
    {
      const VidimusEvaluationItem *item = f->items->pdata[i];

      assert_near (item->iou, 1.0);
      assert_near (item->corner_error, 0.0);
      g_assert_cmpint (item->first_corner, ==, 1);
    }
}

static gboolean
is_held (gpointer user_data)
{
  return ((DeskService *) user_data)->held->len > 0;
}

static void
test_run_cancel (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(DeskService) service = desk_service_new ();
  g_autoptr(VidimusClient) client = vidimus_client_new_for_endpoint (service->uri, NULL, NULL);
  g_autoptr(VidimusRun) run = vidimus_run_new (client);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  service->hold = TRUE;
  add_files (f, 9);
  vidimus_evaluation_run_async (f->items, run, NULL, NULL, cancellable, vidimus_test_finish, &result);
  vidimus_test_await_true (is_held, service);
  g_cancellable_cancel (cancellable);
  g_assert_false (vidimus_evaluation_run_finish (run, vidimus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (run)), ==, 0);
  vidimus_test_drain ();
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/evaluation/truth", test_truth },           { "/evaluation/truth-errors", test_truth_errors },
    { "/evaluation/run", test_run },               { "/evaluation/run-orientation", test_run_orientation },
    { "/evaluation/run-errors", test_run_errors }, { "/evaluation/run-cancel", test_run_cancel },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}
