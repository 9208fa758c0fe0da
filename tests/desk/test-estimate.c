/* Where the alarms saw something, when the service that answers does not say: the service on this computer is asked too. */
#include "vidimus-desk-test.h"
#include "vidimus-run.h"

#include <string.h>

static const char with_evidence[] =
  "{\"result\":{\"type\":\"id_card\",\"alarm_result\":{\"detect_glare_result\":true},\"alarm_confidence\":{\"glare_score\":99},"
  "\"evidence\":{\"glare\":[{\"polygon\":[[1,1],[9,1],[9,9]],\"kind\":\"glare\",\"value\":0.5}]}}}";

typedef struct
{
  DeskService     *remote;
  DeskService     *near;     /* stands for the one on this computer */
  VidimusRun      *run;
  VidimusDocument *document;
  guint            n_evidence;
} Fixture;

static void
evidence_cb (Fixture *f)
{
  f->n_evidence++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(VidimusClient) client = NULL;
  g_autoptr(VidimusClient) estimator = NULL;
  g_autoptr(GBytes) png = desk_test_png (70);

  f->remote = desk_service_new ();
  f->near = desk_service_new ();
  f->near->body = with_evidence;
  client = vidimus_client_new_for_endpoint (f->remote->uri, NULL, NULL);
  estimator = vidimus_client_new_for_endpoint (f->near->uri, NULL, NULL);
  f->run = vidimus_run_new (client);
  vidimus_run_set_flags (f->run, VIDIMUS_CALL_EVIDENCE);
  vidimus_run_set_estimator (f->run, estimator);
  f->document = vidimus_document_new_for_bytes (png, "70.png");
  g_signal_connect_swapped (f->document, "notify::evidence", G_CALLBACK (evidence_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (f->document, f);
  vidimus_run_clear (f->run);
  vidimus_test_drop (f->run);
  g_object_unref (f->document);
  desk_service_free (f->near);
  desk_service_free (f->remote);
}

static gboolean
is_answered (gpointer user_data)
{
  return vidimus_document_get_state (user_data) == VIDIMUS_DOCUMENT_ANSWERED;
}

static gboolean
has_evidence (gpointer user_data)
{
  return vidimus_document_get_evidence (user_data) != NULL;
}

static gboolean
is_held (gpointer user_data)
{
  return ((DeskService *) user_data)->held->len > 0;
}

/* It comes after the answer, and changes nothing of it. */
static void
test_after (Fixture       *f,
            gconstpointer  data)
{
  VidimusResult *evidence;
  int score;

  f->near->hold = TRUE;
  vidimus_run_add (f->run, f->document);
  vidimus_test_await_true (is_answered, f->document);
  g_assert_true (vidimus_run_is_idle (f->run));
  vidimus_test_await_true (is_held, f->near);
  g_assert_null (vidimus_document_get_evidence (f->document));
  g_assert_cmpuint (f->n_evidence, ==, 1);

  desk_service_release (f->near, 0);
  vidimus_test_await_true (has_evidence, f->document);
  g_assert_cmpuint (f->n_evidence, ==, 2);
  evidence = vidimus_document_get_evidence (f->document);
  g_assert_cmpuint (vidimus_result_get_areas (evidence, VIDIMUS_ALARM_GLARE)->len, ==, 1);
  g_assert_cmpstr (vidimus_result_get_type_code (vidimus_answer_get_result (vidimus_document_get_answer (f->document))), ==,
                   "passport");
  g_assert_true (vidimus_result_get_score (vidimus_answer_get_result (vidimus_document_get_answer (f->document)),
                                           VIDIMUS_ALARM_GLARE, &score));
  g_assert_cmpint (score, ==, 2);
  g_assert_cmpint (vidimus_document_get_verdict (f->document).kind, ==, VIDIMUS_VERDICT_CLEAR);
}

/* An answer that says where itself is asked nobody else about. */
static void
test_own (Fixture       *f,
          gconstpointer  data)
{
  f->remote->body = with_evidence;
  vidimus_run_add (f->run, f->document);
  vidimus_test_await_true (is_answered, f->document);
  vidimus_test_drain ();
  g_assert_true (vidimus_document_get_evidence (f->document) ==
                 vidimus_answer_get_result (vidimus_document_get_answer (f->document)));
  g_assert_cmpuint (f->near->widths->len, ==, 0);
}

/* Nor is anybody asked for nothing: without alarms, or when nobody wants to see. */
static void
test_unwanted (Fixture       *f,
               gconstpointer  data)
{
  vidimus_run_set_alarms (f->run, FALSE);
  vidimus_run_add (f->run, f->document);
  vidimus_test_await_true (is_answered, f->document);

  vidimus_run_set_alarms (f->run, TRUE);
  vidimus_run_set_flags (f->run, 0);
  vidimus_run_ask (f->run, f->document);
  vidimus_test_await_true (is_answered, f->document);
  vidimus_test_drain ();
  g_assert_cmpuint (f->remote->widths->len, ==, 2);
  g_assert_cmpuint (f->near->widths->len, ==, 0);
}

/* That it fails is nobody's concern. */
static void
test_fails (Fixture       *f,
            gconstpointer  data)
{
  f->near->hold = TRUE;
  f->near->status = 500;
  vidimus_run_add (f->run, f->document);
  vidimus_test_await_true (is_held, f->near);
  desk_service_release (f->near, 0);
  vidimus_test_drain ();
  g_assert_cmpint (vidimus_document_get_state (f->document), ==, VIDIMUS_DOCUMENT_ANSWERED);
  g_assert_null (vidimus_document_get_error (f->document));
  g_assert_null (vidimus_document_get_evidence (f->document));
}

/* Asked again or taken away, the estimate that is under way ends with it. */
static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  f->near->hold = TRUE;
  vidimus_run_add (f->run, f->document);
  vidimus_test_await_true (is_held, f->near);
  f->remote->hold = TRUE;
  vidimus_run_ask (f->run, f->document);
  vidimus_test_await_true (is_held, f->remote);
  desk_service_release (f->near, 0);
  vidimus_test_drain ();
  g_assert_null (vidimus_document_get_evidence (f->document));
  g_assert_cmpuint (f->near->widths->len, ==, 1);
}

/* The whole of it: another service answers, the real one on this computer says where. */
static void
test_whole (void)
{
  g_autoptr(DeskService) remote = desk_service_new ();
  g_autoptr(VidimusClient) client = vidimus_client_new_for_endpoint (remote->uri, NULL, NULL);
  VidimusClient *local = vidimus_client_new_local (NULL);
  g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_DATA"), "specimens", "passport.jpg", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_file (file);
  VidimusRun *run = vidimus_run_new (client);
  int score;

  vidimus_run_set_flags (run, VIDIMUS_CALL_EVIDENCE);
  vidimus_run_set_estimator (run, local);
  vidimus_run_add (run, document);
  vidimus_test_await_true (has_evidence, document);
  g_assert_true (vidimus_result_has_areas (vidimus_document_get_evidence (document)));
  g_assert_true (vidimus_result_get_score (vidimus_answer_get_result (vidimus_document_get_answer (document)),
                                           VIDIMUS_ALARM_REPRODUCE, &score));
  g_assert_cmpint (score, ==, 7); /* the remote service's */

  vidimus_run_clear (run);
  g_object_unref (run);
  vidimus_test_drop (local);
}

#define ADD(path, func) g_test_add ("/estimate/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("after", test_after);
  ADD ("own", test_own);
  ADD ("unwanted", test_unwanted);
  ADD ("fails", test_fails);
  ADD ("cancelled", test_cancelled);
  g_test_add_func ("/estimate/whole", test_whole);

  return g_test_run ();
}
