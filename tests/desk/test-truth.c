/* What was corrected by hand, saved as truth and read back by the evaluation. */
#include "vidimus-desk-test.h"
#include "vidimus-document-private.h"
#include "vidimus-evaluation.h"
#include "vidimus-geometry.h"
#include "vidimus-imaging-fixtures.h"
#include "vidimus-truth.h"

#include <glib/gstdio.h>
#include <string.h>

#define WIDTH  96
#define HEIGHT 64

typedef struct
{
  char      *path;
  GFile     *folder;
  GPtrArray *documents;
  GPtrArray *items;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->path = g_dir_make_tmp ("vidimus-truth-XXXXXX", &error);
  g_assert_no_error (error);
  f->folder = g_file_new_for_path (f->path);
  f->documents = g_ptr_array_new_with_free_func (g_object_unref);
  f->items = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_evaluation_item_free);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (f->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->path, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->path);
  g_free (f->path);
  g_object_unref (f->folder);
  g_ptr_array_unref (f->documents);
  g_ptr_array_unref (f->items);
}

static VidimusDocument *
add_document (Fixture           *f,
              const char        *name,
              GBytes            *bytes,
              const VidimusQuad *corrected)
{
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);
  VidimusDocument *document = vidimus_document_new_for_bytes (bytes, name);

  g_assert_no_error (error);
  vidimus_document_take_picture (document, picture);
  vidimus_document_set_corrected (document, corrected);
  g_ptr_array_add (f->documents, document);

  return document;
}

static guint
save (Fixture  *f,
      GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_truth_save_async (f->documents, f->folder, NULL, vidimus_test_finish, &result);

  return vidimus_truth_save_finish (vidimus_test_await (&result), error);
}

static void
save_well (Fixture *f,
           guint    n)
{
  g_autoptr(GError) error = NULL;
  guint saved = save (f, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (saved, ==, n);
}

static void
load (Fixture *f,
      guint    n)
{
  g_autofree char *path = g_build_filename (f->path, "truth.json", NULL);
  g_autoptr(GError) error = NULL;

  g_ptr_array_set_size (f->items, 0);
  vidimus_evaluation_load (path, f->items, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->items->len, ==, n);
}

static GBytes *
make_png (int orientation)
{
  struct vidimus_image upright = fixture_image (WIDTH, HEIGHT);
  struct vidimus_image stored = fixture_store (&upright, orientation);
  g_autoptr(GBytes) png = fixture_encode (&stored, "png");

  vidimus_image_free (&upright);
  vidimus_image_free (&stored);

  return fixture_png_with_exif (png, orientation);
}

/* In the middle of the four blocks, from the block @first. */
static VidimusQuad
make_quad (int first)
{
  const VidimusPoint at[] = { { 8, 7 }, { WIDTH - 8, 8 }, { WIDTH - 7, HEIGHT - 8 }, { 8, HEIGHT - 8 } };
  VidimusQuad quad;

  for (int i = 0; i < 4; i++)
    quad.corners[i] = at[(first + i) % 4];

  return quad;
}

static void
assert_clockwise_from_top_left (const VidimusQuad *quad)
{
  struct vidimus_quad q;

  for (int i = 0; i < 4; i++)
    {
      q.p[i] = (struct vidimus_point) { quad->corners[i].x, quad->corners[i].y };
      g_assert_cmpfloat (q.p[i].x + q.p[i].y, >=, q.p[0].x + q.p[0].y);
    }
  g_assert_cmpfloat (vidimus_quad_area (&q), >, 0);
}

/* The corner that the person called the first is the corner that the truth calls so, in the file as it is stored. */
static void
test_orientations (Fixture       *f,
                   gconstpointer  data)
{
  for (int orientation = 1; orientation <= 8; orientation++)
    for (int first = 0; first < 4; first++)
      {
        g_autoptr(GBytes) png = make_png (orientation);
        g_autofree char *name = g_strdup_printf ("%d-%d.png", orientation, first);
        VidimusQuad quad = make_quad (first);

        add_document (f, name, png, &quad);
      }
  save_well (f, 32);
  load (f, 32);

  for (guint i = 0; i < 32; i++)
    {
      VidimusEvaluationItem *item = f->items->pdata[i];
      int orientation = (int) i / 4 + 1, first = (int) i % 4;
      VidimusDecodeLimits as_stored = VIDIMUS_DECODE_DESK;
      g_autoptr(VidimusPicture) picture = NULL;
      g_autoptr(GBytes) bytes = NULL;
      char *contents;
      struct vidimus_image image;
      VidimusPoint at;
      gsize length;

      g_assert_true (item->has_quad);
      assert_clockwise_from_top_left (&item->quad);
      g_assert_false (item->type_known);
      g_assert_cmpint (item->layout, ==, VIDIMUS_LAYOUT_PHOTO);
      g_assert_cmpint (item->set, ==, VIDIMUS_SET_REAL);
      g_assert_cmpint (item->alarms[VIDIMUS_ALARM_GLARE], ==, -1);

      g_assert_true (g_file_get_contents (item->path, &contents, &length, NULL));
      bytes = g_bytes_new_take (contents, length);
      g_assert_true (g_bytes_equal (bytes, vidimus_document_peek_bytes (f->documents->pdata[i])));
      as_stored.ignore_orientation = TRUE;
      picture = vidimus_picture_new_from_bytes (bytes, &as_stored, NULL, NULL);
      image = vidimus_picture_get_image (picture);
      at = item->quad.corners[item->turn / 90];
      g_test_message ("orientation %d, first corner %d: turn %d", orientation, first, item->turn);
      g_assert_cmpmem (vidimus_image_at (&image, (int) at.x, (int) at.y), 3, fixture_colors[first], 3);
    }
}

/* The document's own top left lies at the picture's top right: it is turned by a quarter. */
static void
test_turn (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GBytes) png = make_png (1);
  VidimusQuad quad = make_quad (1);
  VidimusEvaluationItem *item;

  add_document (f, "a.png", png, &quad);
  save_well (f, 1);
  load (f, 1);
  item = f->items->pdata[0];
  g_assert_cmpint (item->turn, ==, 90);
  g_assert_cmpfloat (item->quad.corners[0].x, ==, 8);
  g_assert_cmpfloat (item->quad.corners[0].y, ==, 7);
}

/* An outline that is the picture's own says so, wherever its first corner is. */
static void
test_flat (Fixture       *f,
           gconstpointer  data)
{
  const VidimusQuad all = { { { WIDTH, 0.5 }, { WIDTH, HEIGHT }, { 0, HEIGHT }, { -0.5, 0 } } };
  const VidimusQuad less = { { { WIDTH, 0 }, { WIDTH, HEIGHT }, { 0, HEIGHT }, { 3, 0 } } };
  g_autoptr(GBytes) png = make_png (6), other = make_png (8);

  add_document (f, "all.png", png, &all);
  add_document (f, "less.png", other, &less);
  save_well (f, 2);
  load (f, 2);
  g_assert_cmpint (((VidimusEvaluationItem *) f->items->pdata[0])->layout, ==, VIDIMUS_LAYOUT_FLAT);
  g_assert_cmpint (((VidimusEvaluationItem *) f->items->pdata[1])->layout, ==, VIDIMUS_LAYOUT_PHOTO);
}

static void
test_none (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GBytes) png = make_png (1);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = g_file_get_child (f->folder, "truth.json");

  add_document (f, "a.png", png, NULL);
  g_assert_cmpuint (save (f, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Straighten a picture first"));
  g_assert_false (g_file_query_exists (file, NULL));
}

/* A picture of another content keeps its name; the same one is not copied again; what else was said of it stays. */
static void
test_added (Fixture       *f,
            gconstpointer  data)
{
  static const char before[] = "{\"made\": \"by me\", \"images\": [{\"file\": \"a-2.png\", \"alarms\": {\"glare\": true},"
                               " \"source\": \"drawn\", \"type\": \"passport\"}, {\"file\": \"gone.png\"}]}";
  g_autoptr(GBytes) json = g_bytes_new_static (before, strlen (before));
  g_autofree char *truth = desk_test_file (f->path, "truth.json", json);
  g_autoptr(GBytes) one = make_png (1), two = make_png (6);
  g_autofree char *stranger = desk_test_file (f->path, "a.png", json); /* no picture at all, and not ours */
  g_autofree char *text = NULL, *kept = NULL;
  VidimusQuad quad = make_quad (0), moved = make_quad (2);
  VidimusEvaluationItem *item;

  add_document (f, "a.png", one, &quad);
  add_document (f, "a.png", two, &quad);
  save_well (f, 2);
  vidimus_document_set_corrected (f->documents->pdata[0], &moved);
  save_well (f, 2);

  g_assert_true (g_file_get_contents (stranger, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, before);
  g_assert_true (g_file_get_contents (truth, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"made\": \"by me\""));
  load (f, 3);
  item = f->items->pdata[0];
  g_assert_cmpstr (item->file, ==, "a-2.png");
  g_assert_cmpint (item->alarms[VIDIMUS_ALARM_GLARE], ==, 1);
  g_assert_cmpint (item->set, ==, VIDIMUS_SET_DRAWN);
  g_assert_cmpstr (item->type, ==, "passport");
  g_assert_cmpint (item->turn, ==, 180); /* as corrected last */
  g_assert_cmpstr (((VidimusEvaluationItem *) f->items->pdata[1])->file, ==, "gone.png");
  g_assert_cmpstr (((VidimusEvaluationItem *) f->items->pdata[2])->file, ==, "a-3.png");
}

static void
test_not_truth (Fixture       *f,
                gconstpointer  data)
{
  static const char *const files[] = { "[1, 2]", "{\"images\": 7}", "no JSON", "" };
  g_autoptr(GBytes) png = make_png (1);
  VidimusQuad quad = make_quad (0);

  add_document (f, "a.png", png, &quad);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (files[i], strlen (files[i]));
      g_autofree char *path = desk_test_file (f->path, "truth.json", bytes), *kept = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (save (f, &error), ==, 0);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, files[i]);
    }
}

/* Nothing is written outside of the folder, nor over the truth itself. */
static void
test_names (Fixture       *f,
            gconstpointer  data)
{
  static const char *const names[][2] = {
    { "Clipboard", "Clipboard.png" }, { "../up.png", "_..-up.png" }, { "truth.json", "_truth.json" }, { "", "_.png" },
    { "a\\b.png", "a-b.png" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GBytes) png = make_png ((int) i + 1);
      VidimusQuad quad = make_quad (0);

      add_document (f, names[i][0], png, &quad);
    }
  save_well (f, G_N_ELEMENTS (names));
  load (f, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (((VidimusEvaluationItem *) f->items->pdata[i])->file, ==, names[i][1]);
}

static gboolean
is_settled (gpointer document)
{
  return !vidimus_document_is_busy (document) && vidimus_document_get_state (document) != VIDIMUS_DOCUMENT_READY;
}

/* One answered by the real service, with the service's own outline taken for right but for one corner. */
static void
add_answered (Fixture    *f,
              VidimusRun *run,
              GBytes     *jpeg,
              const char *name)
{
  VidimusDocument *document = vidimus_document_new_for_bytes (jpeg, name);
  VidimusQuad quad;

  g_ptr_array_add (f->documents, document);
  vidimus_run_add (run, document);
  vidimus_test_await_true (is_settled, document);
  g_assert_true (vidimus_document_get_own_quad (document, &quad));
  quad.corners[0].x += 4.0;
  vidimus_document_set_corrected (document, &quad);
  vidimus_run_remove (run, document);
}

/* What was saved is what the evaluation compares with: the service is right but for what was corrected. */
static void
test_evaluated (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_DATA"), "specimens", "passport.jpg", NULL);
  VidimusClient *client = vidimus_client_new_local (NULL);
  VidimusRun *run = vidimus_run_new (client);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) jpeg = NULL, turned = NULL, upside_down = NULL;
  char *contents;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  jpeg = g_bytes_new_take (contents, length);
  turned = fixture_jpeg_with_exif (jpeg, 6);
  upside_down = fixture_jpeg_with_exif (jpeg, 3);
  add_answered (f, run, jpeg, "passport.jpg");
  add_answered (f, run, turned, "turned.jpg");
  add_answered (f, run, upside_down, "upside-down.jpg");
  save_well (f, 3);
  load (f, 3);

  vidimus_evaluation_run_async (f->items, run, NULL, NULL, NULL, vidimus_test_finish, &result);
  vidimus_evaluation_run_finish (run, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      VidimusEvaluationItem *item = f->items->pdata[i];

      g_test_message ("%s: IoU %.4f, corners off by %.5f", item->file, item->iou, item->corner_error);
      g_assert_true (item->answered && item->located && item->type_known);
      g_assert_cmpstr (item->type, ==, item->said_type);
      g_assert_cmpint (item->first_corner, ==, 1);
      g_assert_cmpfloat (item->iou, >, 0.99);
      g_assert_cmpfloat (item->iou, <, 1.0);
    }
  g_clear_object (&result);
  vidimus_test_drop (run);
  vidimus_test_drop (client);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/truth/orientations", Fixture, NULL, set_up, test_orientations, tear_down);
  g_test_add ("/truth/turn", Fixture, NULL, set_up, test_turn, tear_down);
  g_test_add ("/truth/flat", Fixture, NULL, set_up, test_flat, tear_down);
  g_test_add ("/truth/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/truth/added", Fixture, NULL, set_up, test_added, tear_down);
  g_test_add ("/truth/not-truth", Fixture, NULL, set_up, test_not_truth, tear_down);
  g_test_add ("/truth/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/truth/evaluated", Fixture, NULL, set_up, test_evaluated, tear_down);

  return g_test_run ();
}
