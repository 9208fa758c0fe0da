#include "vidimus-authorization.h"
#include "vidimus-gate.h"
#include "vidimus-replay.h"

#include "vidimus-test-sign.h"
#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

static const VidimusRate plenty = { 1000, 2000 };

static VidimusKeys *
load (const char *json)
{
  g_autofree char *path = test_write_keys (json, 0600);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;
  VidimusKeys *keys = vidimus_keys_load (path, &error);

  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (dir);

  return keys;
}

/* Every vector of the vendor's signer comes in, at its own time, and not in another place's name. */
static void
test_vectors (void)
{
  g_autoptr(GBytes) bytes = vidimus_test_read_data ("api/sign-vectors.json");
  g_autoptr(JsonNode) root = json_from_string (g_bytes_get_data (bytes, NULL), NULL);
  JsonArray *vectors = json_object_get_array_member (json_node_get_object (root), "vectors");
  guint n_taken = 0;

  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *v = json_array_get_object_element (vectors, i);
      JsonObject *names = json_object_get_object_member (v, "headers");
      const char *body = json_object_get_string_member (v, "body");
      g_autofree char *keys_json = g_strdup_printf ("{\"keys\": [{\"access_key\": \"%s\", \"secret_key\": \"%s\", "
                                                    "\"project_id\": \"" TEST_PROJECT "\"}]}",
                                                    json_object_get_string_member (v, "ak"),
                                                    json_object_get_string_member (v, "sk"));
      g_autoptr(VidimusKeys) keys = load (keys_json);
      g_autoptr(VidimusGate) gate = vidimus_gate_new (keys, &plenty);
      g_autoptr(GArray) headers = g_array_new (FALSE, FALSE, sizeof (VidimusHeader));
      const char *authorization = json_object_get_string_member (v, "authorization");
      VidimusHeader auth = { "AUTHORIZATION", authorization };
      const char *canonical = json_object_get_string_member (v, "canonicalRequest");
      g_auto(GStrv) lines = g_strsplit (canonical, "\n", 4);
      VidimusGateRequest request = { .method = lines[0], .path = lines[1], .query = lines[2], .project_id = TEST_PROJECT };
      g_autoptr(VidimusPass) pass = NULL;
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;
      VidimusRefusal refusal = { 0 };
      gint64 date;

      json_object_iter_init (&iter, names);
      while (json_object_iter_next (&iter, &name, &value))
        {
          VidimusHeader header = { name, json_node_get_string (value) };

          g_array_append_val (headers, header);
        }
      g_array_append_val (headers, auth);
      request.headers = (const VidimusHeader *) (gpointer) headers->data;
      request.n_headers = headers->len;
      g_assert_true (vidimus_authorization_parse_date (json_object_get_string_member (names, "X-Sdk-Date"), &date));

      pass = vidimus_gate_check (gate, &request, date * G_USEC_PER_SEC, &refusal);
      g_test_message ("%s: %s", json_object_get_string_member (v, "name"),
                      pass != NULL ? "in" : vidimus_refusal_kind_get_name (refusal.kind));
      if (strstr (canonical, "UNSIGNED-PAYLOAD") != NULL)
        {
          g_assert_null (pass);
          g_assert_cmpint (refusal.kind, ==, VIDIMUS_REFUSED_UNSIGNED);
          continue;
        }
      if (!g_str_has_prefix (authorization, "SDK-HMAC-SHA256"))
        continue;
      g_assert_nonnull (pass);
      g_assert_true (vidimus_pass_verify_body (pass, body, strlen (body)));
      g_assert_false (vidimus_pass_verify_body (pass, "other", 5));
      for (int side = -1; side <= 1; side += 2)
        {
          g_autoptr(VidimusPass) edge = vidimus_gate_check (gate, &request, (date + side * 900) * G_USEC_PER_SEC, &refusal);

          g_assert_nonnull (edge);
          g_assert_null (vidimus_gate_check (gate, &request, (date + side * 901) * G_USEC_PER_SEC, &refusal));
          g_assert_cmpint (refusal.kind, ==, VIDIMUS_REFUSED_DATE);
        }
      n_taken++;
    }

  g_assert_cmpuint (n_taken, >=, 4);
}

static void
test_authorization (void)
{
#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  static const char *const good[] = {
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host;x-sdk-date, Signature=" DIGEST,
    "SDK-HMAC-SHA256 Signature=" DIGEST ",Access=a,SignedHeaders=Host;X-Sdk-Date",
  };
  static const char *const bad[] = {
    "", "SDK-HMAC-SHA256", "SDK-HMAC-SHA256 ", "Bearer x", "SDK-HMAC-SHA256 Access=a", "SDK-HMAC-SHA256 ,,",
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=00",
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=" DIGEST "0",
    "SDK-HMAC-SHA256 Access=, SignedHeaders=host, Signature=" DIGEST,
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=, Signature=" DIGEST,
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host;;x, Signature=" DIGEST,
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host;Host, Signature=" DIGEST,
    "SDK-HMAC-SHA256 Access=a, Access=b, SignedHeaders=host, Signature=" DIGEST,
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=" DIGEST ", Signature=" DIGEST,
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=" DIGEST ", More=1",
    "SDK-HMAC-SHA512 Access=a, SignedHeaders=host, Signature=" DIGEST,
    "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
  };
  static const char *const dates[] = { "", "20260102T030405", "20260102T030405ZZ", "2026-01-02T030405", "20261302T030405Z",
                                       "20260230T030405Z", "20260102t030405z", "2026010 T030405Z", "20260102T250405Z" };
  VidimusAuthorization claim;
  gint64 seconds;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (vidimus_authorization_parse (&claim, good[i]));
      g_assert_cmpstr (claim.access_key, ==, "a");
      g_assert_cmpstr (claim.signed_headers[1], ==, "x-sdk-date");
      vidimus_authorization_clear (&claim);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (vidimus_authorization_parse (&claim, bad[i]));
      vidimus_authorization_clear (&claim);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    g_assert_false (vidimus_authorization_parse_date (dates[i], &seconds));
  g_assert_true (vidimus_authorization_parse_date ("19700102T000001Z", &seconds));
  g_assert_cmpint (seconds, ==, 86401);
}

static char *
signature (guint i)
{
  return g_strdup_printf ("%064x", i * 2654435761U);
}

/* Nothing that could be used again is forgotten, and what could not is. */
static void
test_replay (void)
{
  g_autoptr(VidimusReplay) replay = vidimus_replay_new (900, 100);
  gint64 first = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *s = g_strreverse (signature (i));

      g_assert_cmpint (vidimus_replay_remember (replay, s, 10000 + i * 10, 10000, NULL), ==, VIDIMUS_REPLAY_FRESH);
      g_assert_cmpint (vidimus_replay_remember (replay, s, 10000 + i * 10, 10900, &first), ==, VIDIMUS_REPLAY_SEEN);
      g_assert_cmpint (first, ==, 10000);
    }
  g_assert_cmpuint (vidimus_replay_get_size (replay), ==, 100);
  {
    g_autofree char *one_more = g_strreverse (signature (100));
    g_autofree char *known = g_strreverse (signature (0));

    g_assert_cmpint (vidimus_replay_remember (replay, one_more, 10100, 10100, NULL), ==, VIDIMUS_REPLAY_FULL);
    g_assert_cmpint (vidimus_replay_remember (replay, known, 10000, 10900, NULL), ==, VIDIMUS_REPLAY_SEEN);
    g_assert_cmpint (vidimus_replay_remember (replay, one_more, 11100, 11100, NULL), ==, VIDIMUS_REPLAY_FRESH);
  }
  g_assert_cmpuint (vidimus_replay_get_size (replay), <, 100);
}

static void
test_bucket (void)
{
  const VidimusRate rate = { 2, 3 };
  VidimusBucket bucket = { 0 };
  gint64 now = 5 * G_USEC_PER_SEC;

  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (vidimus_bucket_wait (&bucket, &rate, now), ==, 0);
      vidimus_bucket_take (&bucket);
    }
  g_assert_cmpfloat (vidimus_bucket_wait (&bucket, &rate, now), ==, 0.5);
  g_assert_cmpfloat (vidimus_bucket_wait (&bucket, &rate, now + 250000), ==, 0.25);
  g_assert_cmpfloat (vidimus_bucket_wait (&bucket, &rate, now + 500000), ==, 0);
  vidimus_bucket_take (&bucket);
  g_assert_cmpfloat (vidimus_bucket_wait (&bucket, &rate, now + 400000), ==, 0.5); /* a clock that goes back gives nothing */
  g_assert_cmpfloat (vidimus_bucket_wait (&bucket, &rate, now + 3600 * (gint64) G_USEC_PER_SEC), ==, 0);
  g_assert_cmpfloat (bucket.missing, ==, 0);
}

static VidimusPass *
show_token (VidimusGate    *gate,
            const char     *token,
            gint64          now,
            VidimusRefusal *refusal)
{
  const VidimusHeader header = { "X-Auth-Token", token };
  const VidimusGateRequest request = { "POST", TEST_PATH, NULL, TEST_PROJECT, &header, 1 };

  return vidimus_gate_check (gate, &request, now * G_USEC_PER_SEC, refusal);
}

/* Keys change while a pass is on its way; one that expires does so to the second. */
static void
test_change (void)
{
  g_autoptr(VidimusKeys) before = load (TEST_KEYS);
  g_autoptr(VidimusKeys) after = load ("{\"tokens\": [{\"token\": \"another-token-of-the-tests\", \"project_id\": \"" TEST_PROJECT
                                       "\", \"expires_at\": \"2026-01-01T00:00:00Z\"}]}");
  g_autoptr(VidimusGate) gate = vidimus_gate_new (before, &plenty);
  VidimusRefusal refusal;
  g_autoptr(VidimusPass) pass = show_token (gate, TEST_TOKEN, 0, &refusal);
  g_autoptr(VidimusPass) late = NULL;

  g_assert_nonnull (pass);
  vidimus_gate_set_keys (gate, after);
  g_clear_pointer (&before, vidimus_keys_unref);
  g_assert_cmpstr (vidimus_pass_get_who (pass)->project_id, ==, TEST_PROJECT);
  g_assert_null (show_token (gate, TEST_TOKEN, 0, &refusal));
  g_assert_cmpint (refusal.kind, ==, VIDIMUS_REFUSED_TOKEN);
  late = show_token (gate, "another-token-of-the-tests", 1767225599, &refusal);
  g_assert_nonnull (late);
  g_assert_null (show_token (gate, "another-token-of-the-tests", 1767225600, &refusal));
  g_assert_cmpstr (refusal.code, ==, "APIG.0307");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/gate/vectors", test_vectors);
  g_test_add_func ("/gate/authorization", test_authorization);
  g_test_add_func ("/gate/replay", test_replay);
  g_test_add_func ("/gate/bucket", test_bucket);
  g_test_add_func ("/gate/change", test_change);

  return g_test_run ();
}
