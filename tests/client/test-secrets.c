#include "vidimus-error.h"
#include "vidimus-profiles.h"
#include "vidimus-secrets.h"

#include "vidimus-test.h"

#include <fcntl.h>
#include <libsecret/secret.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The groups /secrets/kept and /secrets/locked want an unlocked keyring on the bus, /secrets/none a bus without one, /secrets/no-bus and
 * /secrets/file no bus. */

#define SECRET "correct horse battery staple, 正确的马"
#define MAX_REGION_BYTES (64 * 1024 * 1024)

static VidimusProfile *
make_profile (const char *name)
{
  VidimusProfile *profile = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);

  g_object_set (profile, "name", name, NULL);

  return profile;
}

static gboolean
store (VidimusSecrets     *secrets,
       VidimusProfile     *profile,
       VidimusSecretKind   kind,
       const char         *secret,
       GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_secrets_store_async (secrets, profile, kind, secret, NULL, vidimus_test_finish, &result);

  return vidimus_secrets_store_finish (secrets, vidimus_test_await (&result), error);
}

static char *
lookup (VidimusSecrets     *secrets,
        const char         *id,
        VidimusSecretKind   kind,
        GCancellable       *cancellable,
        GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_secrets_lookup_async (secrets, id, kind, cancellable, vidimus_test_finish, &result);

  return vidimus_secrets_lookup_finish (secrets, vidimus_test_await (&result), error);
}

static gboolean
clear (VidimusSecrets  *secrets,
       VidimusProfile  *profile,
       GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_secrets_clear_async (secrets, vidimus_profile_get_id (profile), NULL, vidimus_test_finish, &result);

  return vidimus_secrets_clear_finish (secrets, vidimus_test_await (&result), error);
}

static VidimusKeeping
probe (VidimusSecrets *secrets)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_secrets_probe_async (secrets, NULL, vidimus_test_finish, &result);

  return vidimus_secrets_probe_finish (secrets, vidimus_test_await (&result));
}

/* @expected: nullable: there is none */
static void
assert_secret (VidimusSecrets    *secrets,
               VidimusProfile    *profile,
               VidimusSecretKind  kind,
               const char        *expected)
{
  g_autoptr(GError) error = NULL;
  char *secret = lookup (secrets, vidimus_profile_get_id (profile), kind, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
  secret_password_free (secret);
}

/* What another program finds, without a memory of this one's. */
static void
assert_found_elsewhere (VidimusProfile *profile,
                        const char     *expected)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL), *found = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--lookup",
                                                     vidimus_profile_get_id (profile), NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpstr (found, ==, expected);
}

static int
run_lookup (const char *id)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(GError) error = NULL;
  char *secret = lookup (secrets, id, VIDIMUS_SECRET_PASSWORD, NULL, &error);

  fputs (secret != NULL ? secret : error != NULL ? error->message : "nothing", stdout);
  secret_password_free (secret);

  return EXIT_SUCCESS;
}

static void
test_elsewhere (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = make_profile ("One"), other = make_profile ("Two");
  g_autoptr(GError) error = NULL;

  store (secrets, profile, VIDIMUS_SECRET_PASSWORD, SECRET, &error);
  g_assert_no_error (error);
  assert_found_elsewhere (profile, SECRET);
  assert_found_elsewhere (other, "nothing");

  store (secrets, profile, VIDIMUS_SECRET_PASSWORD, "another", &error);
  g_assert_no_error (error);
  assert_secret (secrets, profile, VIDIMUS_SECRET_PASSWORD, "another");
  assert_found_elsewhere (profile, "another");
}

/* Each kind of each profile is one of its own; what is kept no longer is gone, and nothing else. */
static void
test_kinds (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new (), fresh = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) one = make_profile ("One"), two = make_profile ("Two");
  g_autoptr(GError) error = NULL;

  for (int kind = 0; kind < VIDIMUS_N_SECRETS; kind++)
    {
      g_autofree char *secret = g_strdup_printf ("secret %d", kind);

      g_assert_true (store (secrets, one, kind, secret, NULL));
      assert_secret (fresh, one, kind, secret);
      assert_secret (fresh, two, kind, NULL);
    }
  g_assert_true (store (secrets, two, VIDIMUS_SECRET_TOKEN, "theirs", NULL));

  g_assert_true (store (secrets, one, VIDIMUS_SECRET_SECRET_KEY, "", NULL));
  assert_secret (secrets, one, VIDIMUS_SECRET_SECRET_KEY, NULL);
  assert_secret (secrets, one, VIDIMUS_SECRET_PASSWORD, "secret 0");

  g_assert_true (clear (secrets, one, &error));
  g_assert_no_error (error);
  for (int kind = 0; kind < VIDIMUS_N_SECRETS; kind++)
    {
      assert_secret (secrets, one, kind, NULL);
      assert_secret (fresh, one, kind, NULL);
    }
  assert_secret (fresh, two, VIDIMUS_SECRET_TOKEN, "theirs");
  g_assert_true (clear (secrets, one, &error)); /* nothing to be removed is no failure */
}

/* A person who looks finds what it is for. */
static void
test_label (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = make_profile ("Bangkok");
  g_autoptr(GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal), found = NULL;
  g_autofree char *label = NULL;
  g_autoptr(GError) error = NULL;
  GList *items;

  g_assert_true (store (secrets, profile, VIDIMUS_SECRET_SECRET_KEY, SECRET, NULL));
  g_assert_true (store (secrets, profile, VIDIMUS_SECRET_SECRET_KEY, "newer", NULL));
  g_hash_table_insert (attributes, (char *) "profile", (char *) vidimus_profile_get_id (profile));
  items = secret_service_search_sync (NULL, NULL, attributes, SECRET_SEARCH_ALL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), ==, 1);
  label = secret_item_get_label (items->data);
  found = secret_item_get_attributes (items->data);
  g_assert_nonnull (strstr (label, "Vidimus"));
  g_assert_nonnull (strstr (label, "Bangkok"));
  g_assert_cmpstr (g_hash_table_lookup (found, "xdg:schema"), ==, "io.github.vidimus.Vidimus");
  g_assert_cmpstr (g_hash_table_lookup (found, "kind"), ==, "secret-key");
  g_list_free_full (items, g_object_unref);
}

static gboolean
is_anywhere_in (const char *folder,
                const char *text)
{
  g_autofree char *self = g_find_program_in_path ("grep"), *found = NULL;
  int status;
  const char *argv[] = { self, "-rlaF", text, folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &found, NULL, &status, NULL));

  return *found != '\0';
}

/* Not in the key file, nor anywhere else in what programs write into a home. */
static void
test_files (void)
{
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = make_profile ("One");
  g_autofree char *home = g_path_get_dirname (g_get_user_config_dir ());

  g_assert_true (vidimus_profiles_put (profiles, profile, NULL));
  g_assert_true (store (secrets, profile, VIDIMUS_SECRET_PASSWORD, SECRET, NULL));
  g_assert_true (vidimus_profiles_put (profiles, profile, NULL));
  g_assert_true (is_anywhere_in (home, vidimus_profile_get_id (profile)));
  g_assert_false (is_anywhere_in (home, SECRET));
  g_assert_false (is_anywhere_in (g_getenv ("KEYRING_HOME"), SECRET));
}

static void
test_probe (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  guint n_changed = 0;
  int keeping;

  g_signal_connect_swapped (secrets, "notify::keeping", G_CALLBACK (g_atomic_int_inc), &n_changed);
  g_assert_cmpint (vidimus_secrets_get_keeping (secrets), ==, VIDIMUS_KEEPING_UNKNOWN);
  g_assert_cmpint (probe (secrets), ==, VIDIMUS_KEEPING_POSSIBLE);
  g_object_get (secrets, "keeping", &keeping, NULL);
  g_assert_cmpint (keeping, ==, VIDIMUS_KEEPING_POSSIBLE);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_null (vidimus_secrets_describe (keeping));
}

static void
test_cancel (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lookup (secrets, "nobody", VIDIMUS_SECRET_PASSWORD, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (vidimus_secrets_get_keeping (secrets), ==, VIDIMUS_KEEPING_UNKNOWN); /* that says nothing of it */

  g_assert_cmpint (probe (secrets), ==, VIDIMUS_KEEPING_POSSIBLE);
  vidimus_secrets_probe_async (secrets, cancellable, vidimus_test_finish, &result);
  g_assert_cmpint (vidimus_secrets_probe_finish (secrets, vidimus_test_await (&result)), ==, VIDIMUS_KEEPING_POSSIBLE);
}

static void
lock_keyring (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretService) service = secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &error);
  g_autoptr(SecretCollection) collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                                             SECRET_COLLECTION_NONE, NULL, &error);
  GList objects = { .data = collection };

  g_assert_no_error (error);
  g_assert_cmpint (secret_service_lock_sync (service, &objects, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
}

/* Explained, with what to do, and known for the session all the same. */
static void
assert_unkept (VidimusKeeping  keeping,
               const char     *words)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = make_profile ("One");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (probe (secrets), ==, keeping);
  g_assert_nonnull (strstr (vidimus_secrets_describe (keeping), "until the program ends"));

  g_assert_false (store (secrets, profile, VIDIMUS_SECRET_PASSWORD, SECRET, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strstr (error->message, SECRET));
  g_assert_cmpstr (vidimus_error_get_advice (error), ==, vidimus_secrets_describe (keeping));
  g_assert_cmpint (vidimus_secrets_get_keeping (secrets), ==, keeping);
  assert_secret (secrets, profile, VIDIMUS_SECRET_PASSWORD, SECRET);

  vidimus_secrets_remember (secrets, vidimus_profile_get_id (profile), VIDIMUS_SECRET_TOKEN, "for now");
  assert_secret (secrets, profile, VIDIMUS_SECRET_TOKEN, "for now");
  g_clear_error (&error);
  g_assert_true (clear (secrets, profile, &error));
  g_assert_no_error (error);
}

static void
assert_no_answer (VidimusProfile *profile,
                  const char     *words)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (lookup (secrets, vidimus_profile_get_id (profile), VIDIMUS_SECRET_PASSWORD, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_locked (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) kept = make_profile ("Kept"), other = make_profile ("Other");
  g_autoptr(GError) error = NULL;

  g_assert_true (store (secrets, kept, VIDIMUS_SECRET_PASSWORD, SECRET, NULL));
  lock_keyring ();

  /* libsecret itself says here that there is none */
  assert_no_answer (kept, "locked");
  assert_found_elsewhere (kept, "The keyring is locked, and was not unlocked.");
  assert_found_elsewhere (other, "nothing");
  assert_secret (secrets, kept, VIDIMUS_SECRET_PASSWORD, SECRET); /* remembered */
  assert_unkept (VIDIMUS_KEEPING_LOCKED, "locked");

  /* a profile goes, and what is kept of it can't: told, not passed over */
  g_assert_false (clear (secrets, kept, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_nonnull (strstr (error->message, "locked"));
}

static void
test_none (void)
{
  g_autoptr(VidimusProfile) profile = make_profile ("One");

  assert_unkept (VIDIMUS_KEEPING_MISSING, "no keyring in this session");
  assert_no_answer (profile, "no keyring in this session");
}

static void
test_no_bus (void)
{
  g_autoptr(VidimusProfile) profile = make_profile ("One");

  assert_unkept (VIDIMUS_KEEPING_NO_BUS, "no desktop session");
  assert_no_answer (profile, "no desktop session");
}

/* As in a sandbox: libsecret's own file, without a service. */
static void
test_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "keyring", NULL);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = make_profile ("One");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "a password", TRUE);

  g_assert_cmpint (probe (secrets), ==, VIDIMUS_KEEPING_POSSIBLE);
  store (secrets, profile, VIDIMUS_SECRET_PASSWORD, SECRET, &error);
  g_assert_no_error (error);
  assert_found_elsewhere (profile, SECRET);
  g_assert_false (is_anywhere_in (g_get_user_data_dir (), SECRET));
  g_assert_true (clear (secrets, profile, &error));
  g_assert_no_error (error);
  assert_found_elsewhere (profile, "nothing");
}

/* Not in @text itself: a needle that is written out in the program would be found there. */
static guint
count_in_memory (const char *scrambled,
                 gsize       length)
{
  g_autofree char *maps = NULL;
  g_auto(GStrv) lines = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint n = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", 0);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 begin, end;
      char flags[8];
      g_autofree char *region = NULL;
      gssize size;

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %7s", &begin, &end, flags) != 3 || flags[1] != 'w' ||
          end - begin > MAX_REGION_BYTES)
        continue;
      region = g_malloc (end - begin);
      size = pread (memory, region, end - begin, (off_t) begin);
      for (gssize at = 0; at + (gssize) length <= size; at++)
        {
          gsize j = 0;

          while (j < length && (char) (region[at + (gssize) j] ^ 0x5a) == scrambled[j])
            j++;
          n += j == length;
        }
      memset (region, 0, end - begin); /* else the next region could be a copy of this one */
    }
  close (memory);

  return n;
}

/* Memory that stays in memory, and nothing of it left when it is forgotten. */
static void
test_memory (void)
{
  static const char scrambled[] = "\x2d\x32\x3b\x2e\x77\x34\x35\x38\x35\x3e\x23\x77\x29\x32\x3b\x36\x36\x77\x31\x34\x35\x2d"; /* ^ 0x5a */
  const gsize length = sizeof scrambled - 1;
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  char secret[sizeof scrambled] = { 0 };
  struct rlimit limit;
  char *again;
  g_autofree char *status = NULL;

  for (gsize i = 0; i < length; i++)
    secret[i] = (char) (scrambled[i] ^ 0x5a);
  vidimus_secrets_remember (secrets, "one", VIDIMUS_SECRET_TOKEN, secret);
  explicit_bzero (secret, sizeof secret);
  g_assert_cmpuint (count_in_memory (scrambled, length), ==, 1);
  again = lookup (secrets, "one", VIDIMUS_SECRET_TOKEN, NULL, NULL);
  g_assert_cmpuint (count_in_memory (scrambled, length), ==, 2);
  secret_password_free (again);
  g_assert_cmpuint (count_in_memory (scrambled, length), ==, 1);

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_MEMLOCK, &limit), ==, 0);
#ifndef __SANITIZE_ADDRESS__ /* there mlock() does nothing */
  if (limit.rlim_cur >= 64 * 1024)
    g_assert_null (strstr (status, "VmLck:\t       0 kB"));
#endif

  vidimus_secrets_remember (secrets, "one", VIDIMUS_SECRET_TOKEN, NULL);
  g_assert_cmpuint (count_in_memory (scrambled, length), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--lookup"))
    return run_lookup (argv[2]);

  if (g_getenv ("HOME") != NULL)
    g_setenv ("KEYRING_HOME", g_getenv ("HOME"), TRUE); /* before the test has another */
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/secrets/kept/elsewhere", test_elsewhere);
  g_test_add_func ("/secrets/kept/kinds", test_kinds);
  g_test_add_func ("/secrets/kept/label", test_label);
  g_test_add_func ("/secrets/kept/files", test_files);
  g_test_add_func ("/secrets/kept/probe", test_probe);
  g_test_add_func ("/secrets/kept/cancel", test_cancel);
  g_test_add_func ("/secrets/locked", test_locked);
  g_test_add_func ("/secrets/none", test_none);
  g_test_add_func ("/secrets/no-bus", test_no_bus);
  g_test_add_func ("/secrets/file", test_file);
  g_test_add_func ("/secrets/memory", test_memory);

  return g_test_run ();
}
