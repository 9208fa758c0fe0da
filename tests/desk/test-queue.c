/* How the queue deals with a service that is busy, and with images that are given by their address. */
#include "vidimus-client-private.h"
#include "vidimus-desk-test.h"
#include "vidimus-run.h"

#include <string.h>

static const VidimusRetryPolicy impatient = { .max_attempts = 1000, .budget_ms = 60 * 1000, .floor_ms = 5, .spread_ms = 20,
                                              .ceiling_ms = 50 };

typedef struct
{
  DeskService *service;
  VidimusRun  *run;
  GPtrArray   *documents;
  GString     *pauses;    /* of the first document: its attempts */
} Fixture;

static VidimusClient *
client_new (Fixture  *f,
            gboolean  send_address,
            gboolean  fetch_picture)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(GError) error = NULL;
  VidimusClient *client;

  g_object_set (profile, "endpoint", f->service->uri, "auth", VIDIMUS_AUTH_NONE, "send-address", send_address,
                "fetch-picture", fetch_picture, NULL);
  client = vidimus_client_new_for_profile (profile, secrets, &error);
  g_assert_no_error (error);
  vidimus_client_set_retry (client, &impatient);

  return client;
}

static void
set_client (Fixture  *f,
            gboolean  send_address,
            gboolean  fetch_picture)
{
  g_autoptr(VidimusClient) client = client_new (f, send_address, fetch_picture);

  vidimus_run_set_client (f->run, client);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(VidimusClient) client = NULL;

  f->service = desk_service_new ();
  client = client_new (f, FALSE, FALSE);
  f->run = vidimus_run_new (client);
  f->documents = g_ptr_array_new_with_free_func (g_object_unref);
  f->pauses = g_string_new (NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  vidimus_run_clear (f->run);
  vidimus_test_drop (f->run);
  g_ptr_array_unref (f->documents);
  desk_service_free (f->service);
  g_string_free (f->pauses, TRUE);
}

static gboolean
is_idle (gpointer user_data)
{
  return vidimus_run_is_idle (((Fixture *) user_data)->run);
}

static VidimusDocument *
take (Fixture         *f,
      VidimusDocument *document)
{
  g_ptr_array_add (f->documents, document);
  vidimus_run_add (f->run, document);

  return document;
}

static VidimusDocument *
add_png (Fixture *f,
         int      width)
{
  g_autoptr(GBytes) bytes = desk_test_png (width);

  return take (f, vidimus_document_new_for_bytes (bytes, "x"));
}

static VidimusDocument *
add_address (Fixture *f)
{
  g_autofree char *uri = g_strdup_printf ("%s/some/card.png", f->service->uri);

  return take (f, vidimus_document_new_for_uri (uri));
}

static void
assert_all_answered (Fixture *f)
{
  for (guint i = 0; i < f->documents->len; i++)
    g_assert_cmpint (vidimus_document_get_state (f->documents->pdata[i]), ==, VIDIMUS_DOCUMENT_ANSWERED);
}

static void
note_pause_cb (VidimusDocument *document,
               GParamSpec      *pspec,
               Fixture         *f)
{
  if (vidimus_document_get_state (document) != VIDIMUS_DOCUMENT_PAUSED)
    return;

  g_assert_true (vidimus_document_is_busy (document));
  g_assert_nonnull (vidimus_document_get_problem (document));
  g_assert_cmpuint (strlen (vidimus_document_get_problem (document)), >, 5);
  g_assert_cmpuint (vidimus_document_get_pause_ms (document), <=, impatient.ceiling_ms);
  g_string_append_printf (f->pauses, "%u ", vidimus_document_get_attempt (document));
}

/* Eight at once are too many for it: there are fewer, and every one is answered in the end. */
static void
test_throttled (Fixture       *f,
                gconstpointer  data)
{
  guint least = 8;

  f->service->capacity = 1;
  g_assert_cmpuint (vidimus_run_get_max_calls (f->run), ==, 8);
  for (int i = 0; i < 40; i++)
    add_png (f, 100 + i);
  for (int i = 0; i < 8; i++)
    g_signal_connect (f->documents->pdata[i], "notify::state", G_CALLBACK (note_pause_cb), f);
  while (!vidimus_run_is_idle (f->run))
    {
      g_main_context_iteration (NULL, TRUE);
      least = MIN (least, vidimus_run_get_max_calls (f->run));
    }
  for (int i = 0; i < 8; i++)
    g_signal_handlers_disconnect_by_data (f->documents->pdata[i], f);

  assert_all_answered (f);
  g_assert_cmpuint (least, ==, 1);
  g_assert_cmpuint (f->service->n_refused, >, 0);
  g_assert_cmpuint (f->service->widths->len, ==, 40 + f->service->n_refused);
  g_assert_true (g_str_has_prefix (f->pauses->str, "2 ")); /* the attempt that is to come */
}

static gboolean
is_paused (gpointer user_data)
{
  return vidimus_document_get_state (user_data) == VIDIMUS_DOCUMENT_PAUSED;
}

/* Nobody has to wait for the next attempt in order to give up: the run ends at once, an hour before it. */
static void
test_cancel_paused (Fixture       *f,
                    gconstpointer  data)
{
  static const VidimusRetryPolicy patient = { .max_attempts = 3, .budget_ms = 2 * 3600 * 1000, .floor_ms = 3600 * 1000,
                                              .ceiling_ms = 3600 * 1000 };
  g_autoptr(VidimusClient) client = client_new (f, FALSE, FALSE);
  VidimusDocument *document;

  vidimus_client_set_retry (client, &patient);
  vidimus_run_set_client (f->run, client);
  f->service->status = 503;
  f->service->body = "{}";
  document = add_png (f, 100);
  vidimus_test_await_true (is_paused, document);
  g_assert_cmpuint (vidimus_document_get_pause_ms (document), >, 3000 * 1000);
  g_assert_cmpuint (vidimus_document_get_attempt (document), ==, 2);

  vidimus_run_cancel (f->run, document);
  g_assert_cmpint (vidimus_document_get_state (document), ==, VIDIMUS_DOCUMENT_CANCELLED);
  g_assert_null (vidimus_document_get_problem (document));
  g_assert_cmpuint (vidimus_document_get_pause_ms (document), ==, 0);
  g_assert_true (vidimus_run_is_idle (f->run));
  g_assert_cmpuint (f->service->widths->len, ==, 1);
}

/* What it can take again is found again. */
static void
test_recovers (Fixture       *f,
               gconstpointer  data)
{
  f->service->capacity = 1;
  for (int i = 0; i < 16; i++)
    add_png (f, 100 + i);
  vidimus_test_await_true (is_idle, f);
  g_assert_cmpuint (vidimus_run_get_max_calls (f->run), <, 8);

  f->service->capacity = 0;
  for (int i = 0; i < 80; i++)
    add_png (f, 100 + i);
  vidimus_test_await_true (is_idle, f);
  g_assert_cmpuint (vidimus_run_get_max_calls (f->run), ==, 8);
  assert_all_answered (f);
}

/* What was learned of one service says nothing of another. */
static void
test_each_its_own (Fixture       *f,
                   gconstpointer  data)
{
  f->service->capacity = 1;
  for (int i = 0; i < 16; i++)
    add_png (f, 100 + i);
  vidimus_test_await_true (is_idle, f);
  g_assert_cmpuint (vidimus_run_get_max_calls (f->run), <, 8);
  set_client (f, FALSE, FALSE);
  g_assert_cmpuint (vidimus_run_get_max_calls (f->run), ==, 8);
  vidimus_run_set_max_calls (f->run, 3);
  g_assert_cmpuint (vidimus_run_get_max_calls (f->run), ==, 3);
}

/* Sent as it is, and nothing is fetched. */
static void
test_address (Fixture       *f,
              gconstpointer  data)
{
  VidimusDocument *document;

  f->service->image = desk_test_png (150);
  set_client (f, TRUE, FALSE);
  document = add_address (f);
  vidimus_test_await_true (is_idle, f);
  assert_all_answered (f);
  g_assert_null (vidimus_document_get_picture (document));
  g_assert_cmpuint (f->service->urls->len, ==, 1);
  g_assert_true (g_str_has_suffix (f->service->urls->pdata[0], "/some/card.png"));
  g_assert_cmpuint (f->service->n_fetched, ==, 0);
  g_assert_cmpuint (f->service->widths->len, ==, 0);
}

/* Fetched too, to be shown. */
static void
test_address_shown (Fixture       *f,
                    gconstpointer  data)
{
  VidimusDocument *document;

  f->service->image = desk_test_png (150);
  set_client (f, TRUE, TRUE);
  document = add_address (f);
  vidimus_test_await_true (is_idle, f);
  assert_all_answered (f);
  g_assert_nonnull (vidimus_document_get_picture (document));
  g_assert_cmpuint (f->service->urls->len, ==, 1);
  g_assert_cmpuint (f->service->n_fetched, ==, 1);
  g_assert_cmpuint (f->service->widths->len, ==, 0);
}

/* That there is nothing to show is no reason not to ask. */
static void
test_address_not_shown (Fixture       *f,
                        gconstpointer  data)
{
  VidimusDocument *document;

  set_client (f, TRUE, TRUE);
  document = add_address (f);
  vidimus_test_await_true (is_idle, f);
  assert_all_answered (f);
  g_assert_null (vidimus_document_get_picture (document));
  g_assert_cmpuint (f->service->urls->len, ==, 1);
}

static gboolean
is_one_held (gpointer user_data)
{
  return ((Fixture *) user_data)->service->held->len == 1;
}

/* What waits is prepared for who is asked. */
static void
test_address_of_another (Fixture       *f,
                         gconstpointer  data)
{
  f->service->image = desk_test_png (150);
  f->service->hold = TRUE;
  set_client (f, TRUE, FALSE);
  vidimus_run_set_max_calls (f->run, 1);
  add_address (f);
  add_address (f);
  vidimus_test_await_true (is_one_held, f);
  set_client (f, FALSE, FALSE);
  f->service->hold = FALSE;
  desk_service_release (f->service, 0);
  vidimus_test_await_true (is_idle, f);
  assert_all_answered (f);
  g_assert_cmpuint (f->service->urls->len, ==, 1);
  g_assert_cmpuint (f->service->widths->len, ==, 1);
  g_assert_cmpuint (f->service->n_fetched, ==, 1);
}

#define ADD(path, func) g_test_add ("/queue/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("throttled", test_throttled);
  ADD ("cancel-paused", test_cancel_paused);
  ADD ("recovers", test_recovers);
  ADD ("each-its-own", test_each_its_own);
  ADD ("address", test_address);
  ADD ("address-shown", test_address_shown);
  ADD ("address-not-shown", test_address_not_shown);
  ADD ("address-of-another", test_address_of_another);

  return g_test_run ();
}
