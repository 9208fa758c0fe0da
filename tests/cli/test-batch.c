/* A long list, interrupted in every way there is: in the end each item has one line, and none was asked for without need. */
#include "vidimus-cli-test.h"
#include "vidimus-desk-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

typedef struct
{
  DeskService *service;
  char        *folder;
  char        *manifest;
  char        *out;
} Fixture;

static void
setup (Fixture       *f,
       gconstpointer  data)
{
  f->service = desk_service_new ();
  f->folder = cli_test_folder ();
  f->manifest = g_build_filename (f->folder, "list.txt", NULL);
  f->out = g_build_filename (f->folder, "out.jsonl", NULL);
}

static void
teardown (Fixture       *f,
          gconstpointer  data)
{
  desk_service_free (f->service);
  cli_test_remove (f->folder);
  g_free (f->folder);
  g_free (f->manifest);
  g_free (f->out);
}

static void
set_manifest (Fixture    *f,
              const char *text)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (f->manifest, text, -1, &error);
  g_assert_no_error (error);
}

/* @n images "100.png", "101.png", …, and a list of them. */
static void
make_images (Fixture *f,
             int      n)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", 100 + i);
      g_autoptr(GBytes) bytes = desk_test_png (100 + i);

      g_free (desk_test_file (f->folder, name, bytes));
      g_string_append_printf (list, "%s\n", name);
    }
  set_manifest (f, list->str);
}

/* "vidimus-cli batch" with the fixture's list, file and service, and @more. */
static CliRun *
start (Fixture    *f,
       const char *more, /* nullable */
       const char *and_more)
{
  const char *argv[] = { "batch", "--manifest", f->manifest, "--out", f->out, "--endpoint", f->service->uri, more, and_more,
                         NULL };

  return cli_run_argv (NULL, argv);
}

static void
run (Fixture    *f,
     int         status,
     const char *more,
     const char *and_more)
{
  g_autoptr(CliRun) batch = start (f, more, and_more);

  cli_run_await (batch);
  if (batch->status != status)
    g_error ("Exit status %d: %s", batch->status, batch->err);
  g_assert_cmpstr (batch->out, ==, "");
}

static char *
read_out (Fixture *f)
{
  char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (f->out, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* Returns: (transfer full): item → line, of a file in which each line is whole, and each item there once */
static GHashTable *
read_lines (Fixture *f)
{
  GHashTable *lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  g_autofree char *text = read_out (f);
  g_auto(GStrv) split = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (split);

  g_assert_cmpstr (split[n - 1], ==, ""); /* the last line has its end */
  for (guint i = 0; i + 1 < n; i++)
    {
      g_autoptr(JsonParser) parser = json_parser_new ();
      g_autoptr(GError) error = NULL;
      JsonObject *line;

      json_parser_load_from_data (parser, split[i], -1, &error);
      g_assert_no_error (error);
      line = json_node_get_object (json_parser_get_root (parser));
      g_assert_true (g_hash_table_insert (lines, g_strdup (json_object_get_string_member (line, "item")),
                                          json_object_ref (line)));
    }

  return lines;
}

static guint
count_lines (Fixture *f)
{
  g_autoptr(GHashTable) lines = read_lines (f);

  return g_hash_table_size (lines);
}

/* Every image of make_images() has its line, and is answered. */
static void
assert_complete (Fixture *f,
                 int      n)
{
  g_autoptr(GHashTable) lines = read_lines (f);

  g_assert_cmpuint (g_hash_table_size (lines), ==, n);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", 100 + i);
      JsonObject *line = g_hash_table_lookup (lines, name);

      g_assert_nonnull (line);
      g_assert_true (json_object_has_member (line, "result"));
      g_assert_true (g_str_has_suffix (json_object_get_string_member (line, "file"), name));
    }
}

static guint
times_asked (Fixture *f,
             int      width)
{
  guint n = 0;

  for (guint i = 0; i < f->service->widths->len; i++)
    n += g_array_index (f->service->widths, int, i) == width;

  return n;
}

static guint wanted;

static gboolean
are_held (gpointer user_data)
{
  return ((Fixture *) user_data)->service->held->len >= wanted;
}

static void
await_held (Fixture *f,
            guint    n)
{
  wanted = n;
  vidimus_test_await_true (are_held, f);
}

static gboolean
has_lines (gpointer user_data)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (!g_file_get_contents (((Fixture *) user_data)->out, &text, NULL, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';

  return n >= wanted;
}

/* Answers @n requests; returns once there are @n_lines. */
static void
answer (Fixture *f,
        guint    n,
        guint    n_lines)
{
  for (guint i = 0; i < n; i++)
    {
      await_held (f, 1);
      desk_service_release (f->service, 0);
    }
  wanted = n_lines;
  vidimus_test_await_true (has_lines, f);
}

static void
release_all (Fixture *f)
{
  f->service->hold = FALSE;
  while (f->service->held->len > 0)
    desk_service_release (f->service, 0);
}

static void
test_whole (Fixture       *f,
            gconstpointer  data)
{
  make_images (f, 12);
  run (f, 0, NULL, NULL);
  assert_complete (f, 12);
  g_assert_cmpuint (f->service->widths->len, ==, 12);
  g_assert_true (f->service->alarm);

  run (f, 0, NULL, NULL); /* there is nothing left to do */
  assert_complete (f, 12);
  g_assert_cmpuint (f->service->widths->len, ==, 12);
}

/* SIGKILL in the middle of it, and once more: what was answered has its line, and is not asked for again. */
static void
test_kill (Fixture       *f,
           gconstpointer  data)
{
  make_images (f, 40);
  f->service->hold = TRUE;
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(CliRun) batch = start (f, "--jobs", "4");

      answer (f, 10, 10 * i);
      await_held (f, 4);
      g_subprocess_force_exit (batch->process);
      cli_run_await (batch);
      g_assert_cmpint (batch->status, ==, -SIGKILL);
      while (f->service->held->len > 0)
        desk_service_release (f->service, 0); /* to nobody */
      g_assert_cmpuint (count_lines (f), ==, 10 * i);
    }
  f->service->hold = FALSE;
  run (f, 0, NULL, NULL);
  assert_complete (f, 40);
  g_assert_cmpuint (f->service->widths->len, ==, 40 + 2 * 4); /* again only what was under way */
}

static void
test_interrupt (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(CliRun) batch = NULL;

  make_images (f, 20);
  f->service->hold = TRUE;
  batch = start (f, "--jobs", "3");
  answer (f, 5, 5);
  g_subprocess_send_signal (batch->process, SIGINT);
  cli_run_await (batch);
  g_assert_cmpint (batch->status, ==, 130);
  g_assert_cmpuint (count_lines (f), ==, 5);

  release_all (f);
  run (f, 0, NULL, NULL);
  assert_complete (f, 20);
}

/* A line that was not written to its end, or not at all while its file grew, is cut away and asked for again. */
static void
test_torn (Fixture       *f,
           gconstpointer  data)
{
  static const char zeros[64] = { 0 };

  make_images (f, 5);
  run (f, 0, NULL, NULL);

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *whole = read_out (f);
      char *last = g_strrstr_len (whole, (gssize) strlen (whole) - 1, "\n") + 1;
      gsize length = strlen (last), cut[] = { length - 1, length - 2, length / 2, 3, 0 };
      gsize kept = (gsize) (last - whole) + cut[i];
      g_autoptr(GString) torn = g_string_new_len (whole, (gssize) kept);

      if (i == 4)
        g_string_append_len (torn, zeros, sizeof zeros);
      g_file_set_contents (f->out, torn->str, (gssize) torn->len, NULL);
      run (f, 0, NULL, NULL);
      assert_complete (f, 5);
      g_assert_cmpuint (f->service->widths->len, ==, 5 + i + 1);
    }
}

/* What somebody else wrote is not touched. */
static void
test_foreign (Fixture       *f,
              gconstpointer  data)
{
  static const char *const contents[] = {
    "my notes", "my notes\n", "{\"file\":\"x\"}\n", "{\"item\":\"a\",\"file\":\"a\",\"result\":{}}\nnotes\n",
    "{\"item\":\"a\",\"file\nnotes\n", "{\"item\":\"a\"}\n{\"item\":\"b\",\"file\":\"b\",\"result\":{}}\n",
  };

  make_images (f, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *after = NULL;

      g_file_set_contents (f->out, contents[i], -1, NULL);
      run (f, 2, NULL, NULL);
      after = read_out (f);
      g_assert_cmpstr (after, ==, contents[i]);
    }
  g_assert_cmpuint (f->service->widths->len, ==, 0);
}

/* Every item is in one part, and always in the same: the list may grow, and be in another order. */
static void
test_shards (Fixture       *f,
             gconstpointer  data)
{
  static const char *const parts[] = { "1/3", "2/3", "3/3" };
  g_autoptr(GHashTable) part_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *all = g_strdup (f->out);

  make_images (f, 30);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr(GHashTable) lines = NULL;
      GHashTableIter iter;
      gpointer item;

      g_free (f->out);
      f->out = g_strdup_printf ("%s.%zu", all, i);
      run (f, 0, "--shard", parts[i]);
      lines = read_lines (f);
      g_assert_cmpuint (g_hash_table_size (lines), >, 0);
      g_hash_table_iter_init (&iter, lines);
      while (g_hash_table_iter_next (&iter, &item, NULL))
        g_assert_true (g_hash_table_insert (part_of, g_strdup (item), GSIZE_TO_POINTER (i)));
    }
  g_assert_cmpuint (g_hash_table_size (part_of), ==, 30);
  g_assert_cmpuint (f->service->widths->len, ==, 30);
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_hash_table_lookup (part_of, "100.png")), ==, 1); /* as SHA-256 has it: 2/3 */
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_hash_table_lookup (part_of, "101.png")), ==, 0);

  set_manifest (f, "129.png\nnew.png\n100.png\n");
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr(CliRun) batch = NULL;

      g_free (f->out);
      f->out = g_strdup_printf ("%s.%zu", all, i);
      batch = start (f, "--shard", parts[i]);
      cli_run_await (batch);
    }
  g_assert_cmpuint (f->service->widths->len, ==, 30); /* "new.png" is not there, the others have their lines */
}

/* As lists are: twice the same, blank lines, a byte order mark, the line ends of Windows, paths of every kind. */
static void
test_manifest (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *list = NULL;
  g_autofree char *absolute = g_build_filename (f->folder, "100.png", NULL);
  g_autofree char *address = g_strdup_printf ("%s/some/card.png", f->service->uri);
  g_autoptr(GHashTable) lines = NULL;
  g_autoptr(GBytes) png = desk_test_png (140);
  g_autofree char *odd = NULL;
  static const char odd_name[] = "o\xff \"d\\d\".png";

  make_images (f, 3);
  f->service->image = desk_test_png (150);
  odd = desk_test_file (f->folder, odd_name, png);
  list = g_strconcat ("\xef\xbb\xbf", "100.png\r\n", "\r\n  \r\n", "101.png\n", "100.png\n", "./100.png\n", absolute, "\n\n",
                      odd_name, "\n", address, "\n", "102.png", NULL);
  set_manifest (f, list);
  run (f, 0, NULL, NULL);
  lines = read_lines (f);
  g_assert_cmpuint (g_hash_table_size (lines), ==, 7);
  for (gsize i = 0; i < 7; i++)
    {
      const char *const items[] = { "100.png", "101.png", "102.png", "./100.png", absolute, address,
                                    "o\\xff \"d\\\\d\".png" };

      g_assert_true (g_hash_table_contains (lines, items[i]));
    }
  g_assert_cmpuint (f->service->widths->len, ==, 7);
  run (f, 0, NULL, NULL); /* every name is found again, whatever is in it */
  g_assert_cmpuint (f->service->widths->len, ==, 7);
}

static void
test_standard_input (Fixture       *f,
                     gconstpointer  data)
{
  const char *argv[] = { "batch", "--manifest", "-", "--out", f->out, "--endpoint", f->service->uri, NULL };
  g_autofree char *list = NULL;
  g_autoptr(CliRun) batch = NULL;

  make_images (f, 2);
  list = g_strdup_printf ("%s/100.png\n%s/101.png\n", f->folder, f->folder);
  batch = cli_run_fed (NULL, list, argv);
  cli_run_await (batch);
  g_assert_cmpint (batch->status, ==, 0);
  g_assert_cmpuint (count_lines (f), ==, 2);
}

/* What can't be read has a line that says so, and the others are answered. */
static void
test_unreadable (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GHashTable) lines = NULL;
  g_autoptr(CliRun) batch = NULL;
  JsonObject *error;

  make_images (f, 2);
  set_manifest (f, "100.png\nnowhere.png\nlist.txt\n101.png\n");
  batch = start (f, NULL, NULL);
  cli_run_await (batch);
  g_assert_cmpint (batch->status, ==, 1);
  g_assert_nonnull (strstr (batch->err, "2 of 4"));
  lines = read_lines (f);
  g_assert_cmpuint (g_hash_table_size (lines), ==, 4);
  error = json_object_get_object_member (g_hash_table_lookup (lines, "nowhere.png"), "error");
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, "AIS.0101");
  g_assert_false (json_object_get_boolean_member (error, "retry"));
  error = json_object_get_object_member (g_hash_table_lookup (lines, "list.txt"), "error");
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, "AIS.0102");

  run (f, 1, "--retry-failed", NULL); /* another attempt would change nothing, and some have failed still */
  g_assert_cmpuint (f->service->widths->len, ==, 2);
}

/* An account that is refused ends it at once; when that is solved, the same command with one more word has it all. */
static void
test_account (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(CliRun) batch = NULL;
  g_autofree char *left = NULL;
  guint n_lines;

  make_images (f, 30);
  f->service->hold = TRUE;
  batch = start (f, "--jobs", "1");
  answer (f, 3, 3);
  f->service->status = 403;
  f->service->body = "{\"error_code\": \"ModelArts.4204\", \"error_msg\": \"x\"}";
  release_all (f);
  cli_run_await (batch);
  g_assert_cmpint (batch->status, ==, 1);
  n_lines = count_lines (f);
  g_assert_cmpuint (n_lines, >=, 4);
  g_assert_cmpuint (n_lines, <=, 5); /* the next may have been on its way when the account was refused */
  left = g_strdup_printf ("%u images left", 30 - n_lines);
  g_assert_nonnull (strstr (batch->err, left));

  f->service->status = 200;
  f->service->body = NULL;
  run (f, 1, NULL, NULL); /* what failed is not asked for */
  g_assert_cmpuint (count_lines (f), ==, 30);
  g_assert_cmpuint (times_asked (f, 103), ==, 1);
  run (f, 0, "--retry-failed", NULL);
  assert_complete (f, 30);
  g_assert_cmpuint (times_asked (f, 103), ==, 2);
  g_assert_cmpuint (f->service->widths->len, <=, 32);
}

/* A service that is not there fails them all; one bad image after another is no reason to stop. */
static void
test_gives_up (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(CliRun) batch = NULL;

  make_images (f, 60);
  f->service->status = 500;
  f->service->body = "{\"error_code\": \"APIG.0601\", \"error_msg\": \"Internal server error.\"}";
  batch = start (f, "--jobs", "2");
  cli_run_await (batch);
  g_assert_cmpint (batch->status, ==, 1);
  g_assert_nonnull (strstr (batch->err, "images left"));
  g_assert_cmpuint (count_lines (f), >=, 25);
  g_assert_cmpuint (count_lines (f), <, 30);

  f->service->status = 400;
  f->service->body = "{\"error_code\": \"AIS.0104\", \"error_msg\": \"x\"}";
  run (f, 1, "--retry-failed", NULL);
  g_assert_cmpuint (count_lines (f), ==, 60);
}

/* Two programs never write the same file. */
static void
test_lock (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(CliRun) first = NULL, second = NULL;

  make_images (f, 6);
  f->service->hold = TRUE;
  first = start (f, "--jobs", "2");
  await_held (f, 2);
  second = start (f, "--retry-failed", NULL);
  cli_run_await (second);
  g_assert_cmpint (second->status, ==, 2);
  g_assert_nonnull (strstr (second->err, "Another batch"));
  g_assert_cmpuint (f->service->widths->len, ==, 2);
  release_all (f);
  cli_run_await (first);
  g_assert_cmpint (first->status, ==, 0);
  assert_complete (f, 6);
}

/* What can't be used is said before anything is asked. */
static void
test_usage (Fixture       *f,
            gconstpointer  data)
{
  static const char *const shards[] = { "0/2", "3/2", "1", "1/2x", "-1/2", "1/-2", "", "/" };
  g_autofree char *nowhere = g_build_filename (f->folder, "nowhere", "out.jsonl", NULL);
  g_autofree char *out = g_strdup (f->out);

  make_images (f, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (shards); i++)
    run (f, 2, "--shard", shards[i]);
  run (f, 2, "--jobs", "-1");
  run (f, 2, "extra", NULL);
  g_assert_false (g_file_test (f->out, G_FILE_TEST_EXISTS));

  g_free (f->out);
  f->out = g_steal_pointer (&nowhere);
  run (f, 2, NULL, NULL);
  g_free (f->out);
  f->out = g_strdup ("/dev/null");
  run (f, 2, NULL, NULL);
  g_free (f->out);
  f->out = g_strdup (out);

  g_file_set_contents (f->manifest, "a\0b", 3, NULL);
  run (f, 2, NULL, NULL);
  g_remove (f->manifest);
  run (f, 2, NULL, NULL);
  g_assert_cmpuint (f->service->widths->len, ==, 0);
}

#define ADD(path, func) g_test_add ("/batch/" path, Fixture, NULL, setup, func, teardown)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("whole", test_whole);
  ADD ("kill", test_kill);
  ADD ("interrupt", test_interrupt);
  ADD ("torn", test_torn);
  ADD ("foreign", test_foreign);
  ADD ("shards", test_shards);
  ADD ("manifest", test_manifest);
  ADD ("standard-input", test_standard_input);
  ADD ("unreadable", test_unreadable);
  ADD ("account", test_account);
  ADD ("gives-up", test_gives_up);
  ADD ("lock", test_lock);
  ADD ("usage", test_usage);

  return g_test_run ();
}
