/* What becomes of an outline that was corrected: its steps, the results, the flat view, the truth. */
#include "vidimus-application.h"
#include "vidimus-canvas-private.h"
#include "vidimus-document-private.h"
#include "vidimus-evaluation.h"
#include "vidimus-straighten-test.h"
#include "vidimus-widget-test.h"

static const VidimusQuad own = { { { 60, 50 }, { 340, 50 }, { 340, 250 }, { 60, 250 } } };

/* Undo, redo, the first corner, the service's own; what they can do is what is enabled. */
static void
test_steps (StraightenFixture *f,
            gconstpointer      data)
{
  VidimusDocument *document = straighten_open (f);
  VidimusOutlineEditor *editor = straighten_begin (f);
  VidimusQuad quad;

  g_assert_false (straighten_enabled (f, "straighten-undo"));
  g_assert_false (straighten_enabled (f, "rectified"));
  straighten_act (f, "straighten-first");
  straighten_assert_corner (&editor->edit.quad, 0, 340, 50, 1e-9);
  g_assert_true (straighten_enabled (f, "straighten-undo"));
  g_assert_false (straighten_enabled (f, "straighten-redo"));
  straighten_act (f, "straighten-undo");
  straighten_assert_corner (&editor->edit.quad, 0, 60, 50, 1e-9);
  straighten_act (f, "straighten-redo");
  straighten_assert_corner (&editor->edit.quad, 0, 340, 50, 1e-9);

  straighten_act (f, "straighten-accept");
  g_assert_true (vidimus_document_get_corrected (document, &quad));
  straighten_assert_corner (&quad, 0, 340, 50, 1e-9);
  straighten_assert_corner (&quad, 3, 60, 50, 1e-9);
  g_assert_false (straighten_enabled (f, "straighten-undo"));
  g_assert_true (straighten_enabled (f, "rectified"));

  /* it goes on from what was kept; the service's own outline is no correction */
  editor = straighten_begin (f);
  straighten_assert_corner (&editor->edit.quad, 0, 340, 50, 1e-9);
  straighten_act (f, "straighten-own");
  straighten_assert_corner (&editor->edit.quad, 0, 60, 50, 1e-9);
  g_assert_true (vidimus_document_get_corrected (document, &quad));
  straighten_act (f, "straighten-accept");
  g_assert_false (vidimus_document_get_corrected (document, &quad));
  g_assert_false (straighten_enabled (f, "straighten-own"));

  /* nothing was moved: nothing is corrected */
  straighten_begin (f);
  straighten_act (f, "straighten-accept");
  g_assert_false (vidimus_document_get_corrected (document, &quad));
}

static gboolean
says_corrected (gpointer data)
{
  return widget_shows (GTK_WIDGET (((StraightenFixture *) data)->window->results), "Outline corrected by hand");
}

static gboolean
says_nothing (gpointer data)
{
  return !says_corrected (data);
}

static void
test_results (StraightenFixture *f,
              gconstpointer      data)
{
  VidimusDocument *document = straighten_open (f);
  VidimusQuad quad = own;

  vidimus_test_await_true (says_nothing, f);
  quad.corners[0].x = 90;
  vidimus_document_set_corrected (document, &quad);
  vidimus_test_await_true (says_corrected, f);
  gtk_test_accessible_assert_property (f->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "The document’s corners lie at 90, 50; 340, 50; 340, 250; 60, 250");
  straighten_act (f, "ask-again");
  vidimus_test_await_true (straighten_is_settled, f);
  vidimus_test_await_true (says_corrected, f); /* another answer is no reason to forget it */
  straighten_act (f, "straighten-own");
  vidimus_test_await_true (says_nothing, f);
  g_assert_false (vidimus_document_get_corrected (document, &quad));
}

static gboolean
is_flat (gpointer data)
{
  StraightenFixture *f = data;

  return f->viewer->flat != NULL && f->canvas->picture == f->viewer->flat;
}

static int
flat_shape (StraightenFixture *f) /* width in hundredths of the height */
{
  return vidimus_picture_get_width (f->canvas->picture) * 100 / vidimus_picture_get_height (f->canvas->picture);
}

/* The flat view is cut out by what was corrected, at once, and by the service's own again. */
static void
test_flat (StraightenFixture *f,
           gconstpointer      data)
{
  static const VidimusQuad narrow = { { { 60, 50 }, { 160, 50 }, { 160, 250 }, { 60, 250 } } };
  VidimusDocument *document = straighten_open (f);

  vidimus_viewer_set_rectified (f->viewer, TRUE);
  vidimus_test_await_true (is_flat, f);
  g_assert_cmpint (flat_shape (f), >, 130);
  vidimus_document_set_corrected (document, &narrow);
  g_assert_true (vidimus_viewer_get_rectified (f->viewer));
  g_assert_false (is_flat (f));
  vidimus_test_await_true (is_flat, f);
  g_assert_cmpint (flat_shape (f), <, 60);
  straighten_act (f, "straighten-own");
  vidimus_test_await_true (is_flat, f);
  g_assert_cmpint (flat_shape (f), >, 130);

  straighten_begin (f); /* on the picture as it is */
  g_assert_false (vidimus_viewer_get_rectified (f->viewer));
  vidimus_viewer_set_rectified (f->viewer, TRUE);
  g_assert_false (vidimus_viewer_get_rectified (f->viewer));
}

/* Without a location there is something to begin with, and no other outline to go back to. */
static void
test_unlocated (StraightenFixture *f,
                gconstpointer      data)
{
  VidimusDocument *document;
  VidimusOutlineEditor *editor;
  VidimusQuad quad;

  f->service->body = straighten_unlocated;
  document = straighten_open (f);
  g_assert_false (straighten_enabled (f, "rectified"));
  editor = straighten_begin (f);
  straighten_assert_corner (&editor->edit.quad, 0, 50, 37.5, 1e-9);
  g_assert_false (editor->has_own);
  straighten_act (f, "straighten-accept");
  g_assert_false (vidimus_document_get_corrected (document, &quad)); /* nobody said that this is it */

  straighten_begin (f);
  straighten_act (f, "straighten-first");
  straighten_act (f, "straighten-accept");
  g_assert_true (vidimus_document_get_corrected (document, &quad));
  g_assert_true (straighten_enabled (f, "rectified"));
  straighten_act (f, "straighten-own");
  g_assert_false (vidimus_document_get_quad (document, &quad));
}

/* Going to another document keeps what was done; another picture of the same one ends it. */
static void
test_leaving (StraightenFixture *f,
              gconstpointer      data)
{
  g_autoptr(VidimusDocument) first = g_object_ref (straighten_open (f));
  g_autoptr(GBytes) png = desk_test_png (70);
  g_autoptr(GVariant) state = NULL;
  VidimusDocument *second;
  VidimusQuad quad;

  straighten_begin (f);
  straighten_act (f, "straighten-first");
  second = straighten_open (f);
  g_assert_true (second != first);
  g_assert_false (vidimus_viewer_get_straightening (f->viewer));
  g_assert_true (vidimus_document_get_corrected (first, &quad));
  straighten_assert_corner (&quad, 0, 340, 50, 1e-9);

  straighten_begin (f);
  straighten_act (f, "straighten-first");
  vidimus_document_take_picture (second, vidimus_picture_new_from_bytes (png, &VIDIMUS_DECODE_DESK, NULL, NULL));
  g_assert_false (vidimus_viewer_get_straightening (f->viewer));
  g_assert_false (vidimus_document_get_corrected (second, &quad));
  state = g_action_group_get_action_state (G_ACTION_GROUP (f->window), "straighten");
  g_assert_false (g_variant_get_boolean (state));
}

static gboolean
has_truth (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
says_saved (gpointer data)
{
  return widget_shows (GTK_WIDGET (((StraightenFixture *) data)->window->toasts), "1 outline saved as truth");
}

static gboolean
says_none (gpointer data)
{
  return widget_shows (GTK_WIDGET (((StraightenFixture *) data)->window->toasts),
                       "No outline was corrected by hand yet. Straighten a picture first (S).");
}

static void
test_save (StraightenFixture *f,
           gconstpointer      data)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_evaluation_item_free);
  g_autofree char *path = g_build_filename (f->folder, "truth.json", NULL);
  g_autoptr(GFile) folder = g_file_new_for_path (f->folder);
  g_autoptr(GError) error = NULL;
  VidimusEvaluationItem *item;

  straighten_open (f);
  straighten_act (f, "save-truth");
  vidimus_test_await_true (says_none, f);
  straighten_begin (f);
  straighten_act (f, "straighten-first");
  straighten_act (f, "straighten-accept");
  straighten_open (f); /* another, which nobody corrected */
  vidimus_window_save_truth (f->window, folder);
  vidimus_test_await_true (has_truth, path);
  vidimus_test_await_true (says_saved, f);
  g_assert_true (vidimus_evaluation_load (path, items, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 1);
  item = items->pdata[0];
  g_assert_cmpstr (item->file, ==, "picture.png");
  g_assert_cmpstr (item->type, ==, "passport");
  g_assert_cmpint (item->turn, ==, 90);
  straighten_assert_corner (&item->quad, 0, 60, 50, 0.01);
}

#define ADD(path, func) \
  g_test_add ("/outline/" path, StraightenFixture, NULL, straighten_set_up, func, straighten_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  adw_init ();
  vidimus_application_register_resources ();

  ADD ("steps", test_steps);
  ADD ("results", test_results);
  ADD ("flat", test_flat);
  ADD ("unlocated", test_unlocated);
  ADD ("leaving", test_leaving);
  ADD ("save", test_save);

  return g_test_run ();
}
