#include "vidimus-keys.h"

#include "vidimus-test-sign.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
remove_file (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  g_remove (path);
  g_rmdir (dir);
}

static void
test_good (void)
{
  g_autofree char *path = test_write_keys ("{\"keys\": [{\"access_key\": \"AK1\", \"secret_key\": \"0123456789abcdef\", "
                                           "\"project_id\": \"p1\", \"security_token\": \"sts\"},\n"
                                           "{\"access_key\": \"AK2\", \"secret_key\": \"fedcba9876543210\", "
                                           "\"project_id\": \"p2\", \"expires_at\": \"2030-01-31T12:00:00Z\"}],\n"
                                           "\"tokens\": [{\"token\": \"0123456789abcdef\", \"project_id\": \"p3\"}]}", 0600);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusKeys) keys = vidimus_keys_load (path, &error);
  const VidimusCredential *who;

  g_assert_no_error (error);
  g_assert_cmpuint (vidimus_keys_get_n_keys (keys), ==, 2);
  g_assert_cmpuint (vidimus_keys_get_n_tokens (keys), ==, 1);
  who = vidimus_keys_find_key (keys, "AK1");
  g_assert_cmpstr (who->secret, ==, "0123456789abcdef");
  g_assert_cmpstr (who->security_token, ==, "sts");
  g_assert_cmpint (who->expires, ==, 0);
  who = vidimus_keys_find_key (keys, "AK2");
  g_assert_cmpstr (who->project_id, ==, "p2");
  g_assert_cmpint (who->expires, ==, 1896091200);
  who = vidimus_keys_find_token (keys, "0123456789abcdef");
  g_assert_cmpstr (who->project_id, ==, "p3");
  g_assert_null (who->access_key);
  g_assert_null (vidimus_keys_find_key (keys, "AK3"));
  g_assert_null (vidimus_keys_find_key (keys, ""));
  g_assert_null (vidimus_keys_find_key (keys, "AK11"));
  g_assert_null (vidimus_keys_find_token (keys, "0123456789abcdee"));
  g_assert_null (vidimus_keys_find_token (keys, "AK1"));
  remove_file (path);
}

typedef struct
{
  const char *path;
  const char *json;
  const char *says;
} Bad;

#define KEY(members) "{\"keys\":[\n" members "\n]}"
#define TOKEN(members) "{\"tokens\":[\n" members "\n]}"

static const Bad bad[] = {
  { "/keys/bad/empty",        "",                                           "is not JSON" },
  { "/keys/bad/half",         "{\"keys\": [",                               "is not JSON" },
  { "/keys/bad/list",         "[]",                                         "line 1: the file must be an object" },
  { "/keys/bad/none",         "{}",                                         "nobody could call" },
  { "/keys/bad/unknown",      "{\"key\": []}",                              "“key” is not known here" },
  { "/keys/bad/not-list",     "{\"keys\": {}}",                             "“keys” must be a list" },
  { "/keys/bad/entry",        KEY ("5"),                                    "line 2: an entry must be an object" },
  { "/keys/bad/no-access",    KEY ("{\"secret_key\":\"0123456789abcdef\",\"project_id\":\"p\"}"), "line 2: “access_key” is missing" },
  { "/keys/bad/no-secret",    KEY ("{\"access_key\":\"a\",\"project_id\":\"p\"}"), "line 2: “secret_key” is missing" },
  { "/keys/bad/no-project",   KEY ("{\"access_key\":\"a\",\"secret_key\":\"0123456789abcdef\"}"), "“project_id” is missing" },
  { "/keys/bad/short",        KEY ("{\"access_key\":\"a\",\"secret_key\":\"hush-hush\",\"project_id\":\"p\"}"), "“secret_key” must have at least 16" },
  { "/keys/bad/number",       KEY ("{\"access_key\":7,\"secret_key\":\"0123456789abcdef\",\"project_id\":\"p\"}"), "“access_key” must be text" },
  { "/keys/bad/blank",        KEY ("{\"access_key\":\"a b\",\"secret_key\":\"0123456789abcdef\",\"project_id\":\"p\"}"), "visible ASCII" },
  { "/keys/bad/comma",        KEY ("{\"access_key\":\"a,b\",\"secret_key\":\"0123456789abcdef\",\"project_id\":\"p\"}"), "must not have a comma" },
  { "/keys/bad/slash",        KEY ("{\"access_key\":\"a\",\"secret_key\":\"0123456789abcdef\",\"project_id\":\"p/q\"}"), "must not have a slash" },
  { "/keys/bad/misspelt",     KEY ("{\"access_key\":\"a\",\"secret_key\":\"0123456789abcdef\",\"project\":\"p\"}"), "“project” is not known here" },
  { "/keys/bad/expires",      KEY ("{\"access_key\":\"a\",\"secret_key\":\"0123456789abcdef\",\"project_id\":\"p\",\"expires_at\":\"soon\"}"), "must be a time" },
  { "/keys/bad/twice",        "{\"keys\":[\n{\"access_key\":\"a\",\"secret_key\":\"0123456789abcdef\",\"project_id\":\"p\"},\n"
                              "{\"access_key\":\"b\",\"secret_key\":\"[{,\\\"}abcdefghijklm\",\"project_id\":\"p\"},\n\n"
                              "{\"access_key\":\"a\",\"secret_key\":\"0123456789abcdef\",\"project_id\":\"q\"}]}", "line 5: the same one stands here twice" },
  { "/keys/bad/token-short",  TOKEN ("{\"token\":\"hush-hush\",\"project_id\":\"p\"}"), "line 2: “token” must have at least 16" },
  { "/keys/bad/token-twice",  TOKEN ("{\"token\":\"hush-hush-hush-hush\",\"project_id\":\"p\"},\n{\"token\":\"hush-hush-hush-hush\",\"project_id\":\"q\"}"), "line 3: the same" },
  { "/keys/bad/token-member", TOKEN ("{\"token\":\"0123456789abcdef\",\"project_id\":\"p\",\"secret_key\":\"hush-hush\"}"), "“secret_key” is not known here" },
};

static void
test_bad (gconstpointer data)
{
  const Bad *c = data;
  g_autofree char *path = test_write_keys (c->json, 0600);
  g_autoptr(GError) error = NULL;

  g_assert_null (vidimus_keys_load (path, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, c->says));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strstr (error->message, "hush"));
  remove_file (path);
}

static void
assert_refused (const char *path,
                const char *says)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vidimus_keys_load (path, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_file (void)
{
  static const int open_to_others[] = { 0640, 0604, 0660, 0666, 0620 };
  g_autofree char *path = test_write_keys (TEST_KEYS, 0600);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *huge = g_strnfill (1024 * 1024 + 1, ' ');
  g_autoptr(VidimusKeys) read_only = NULL;

  assert_refused ("/nowhere/keys.json", "can't be opened");
  assert_refused (dir, "is not a regular file");
  assert_refused ("/dev/null", "is not a regular file");

  g_assert_cmpint (g_chmod (path, 0400), ==, 0);
  read_only = vidimus_keys_load (path, NULL);
  g_assert_nonnull (read_only);

  if (geteuid () == 0)
    {
      g_assert_cmpint (g_chmod (path, 0600), ==, 0);
      g_assert_cmpint (chown (path, 65534, 0), ==, 0);
      assert_refused (path, "belongs to another user");
      g_assert_cmpint (chown (path, 0, 7), ==, 0); /* the mask of root's own group means nobody else, of another it does */
    }
  for (gsize i = 0; i < G_N_ELEMENTS (open_to_others); i++)
    {
      g_assert_cmpint (g_chmod (path, open_to_others[i]), ==, 0);
      assert_refused (path, "can be read by others");
    }

  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_true (g_file_set_contents_full (path, huge, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  assert_refused (path, "more than 1 MiB");
  remove_file (path);
}

static void
test_equal (void)
{
  g_assert_true (vidimus_keys_equal ("", ""));
  g_assert_true (vidimus_keys_equal ("abc", "abc"));
  g_assert_false (vidimus_keys_equal ("abc", "abd"));
  g_assert_false (vidimus_keys_equal ("xbc", "abc"));
  g_assert_false (vidimus_keys_equal ("abc", "ab"));
  g_assert_false (vidimus_keys_equal ("ab", "abc"));
  g_assert_false (vidimus_keys_equal ("abab", "ab"));
  g_assert_false (vidimus_keys_equal ("", "a"));
  g_assert_false (vidimus_keys_equal ("a", ""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/keys/good", test_good);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_test_add_data_func (bad[i].path, &bad[i], test_bad);
  g_test_add_func ("/keys/file", test_file);
  g_test_add_func ("/keys/equal", test_equal);

  return g_test_run ();
}
