#include "vidimus-environment.h"
#include "vidimus-error.h"

#include "vidimus-test.h"

#include <libsecret/secret.h>
#include <string.h>

#define AK "ABCDEFGHIJKLMNOPQRST"
#define PROJECT "0123456789abcdef0123456789abcdef"

static const char *const names[] = { "CLOUD_SDK_AK", "CLOUD_SDK_SK", "CLOUD_SDK_SECURITY_TOKEN", "CLOUD_SDK_PROJECT_ID",
                                     "CLOUD_SDK_REGION", "VIDIMUS_TOKEN" };

/* "NAME=value" after "NAME=value", and nothing else of what is read. */
static void
set_environment (const char *settings)
{
  g_auto(GStrv) pairs = g_strsplit (settings, " ", 0);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *value = strchr (pairs[i], '=');

      *value++ = '\0';
      g_setenv (pairs[i], value, TRUE);
    }
}

static void
assert_secret (VidimusSecrets    *secrets,
               VidimusProfile    *profile,
               VidimusSecretKind  kind,
               const char        *expected)
{
  g_autoptr(GAsyncResult) result = NULL;
  char *secret;

  vidimus_secrets_lookup_async (secrets, vidimus_profile_get_id (profile), kind, NULL, vidimus_test_finish, &result);
  secret = vidimus_secrets_lookup_finish (secrets, vidimus_test_await (&result), NULL);
  g_assert_cmpstr (secret, ==, expected);
  secret_password_free (secret);
}

static void
test_keys (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  set_environment ("CLOUD_SDK_AK=" AK " CLOUD_SDK_SK=my-secret");
  profile = vidimus_profile_new_from_environment (NULL, secrets, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vidimus_profile_get_kind (profile), ==, VIDIMUS_PROFILE_HUAWEI);
  g_assert_cmpint (vidimus_profile_get_auth (profile), ==, VIDIMUS_AUTH_KEYS);
  g_assert_cmpstr (vidimus_profile_get_access_key (profile), ==, AK);
  g_assert_cmpstr (vidimus_profile_get_region (profile), ==, "ap-southeast-2");
  g_assert_cmpstr (vidimus_profile_get_project_id (profile), ==, "");
  assert_secret (secrets, profile, VIDIMUS_SECRET_SECRET_KEY, "my-secret");
  assert_secret (secrets, profile, VIDIMUS_SECRET_SECURITY_TOKEN, NULL);
  g_assert_null (g_getenv ("CLOUD_SDK_SK"));
}

static void
test_temporary (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  set_environment ("CLOUD_SDK_AK=" AK " CLOUD_SDK_SK=sk CLOUD_SDK_SECURITY_TOKEN=sts CLOUD_SDK_PROJECT_ID=" PROJECT
                   " CLOUD_SDK_REGION=la-south-2");
  profile = vidimus_profile_new_from_environment (NULL, secrets, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vidimus_profile_get_auth (profile), ==, VIDIMUS_AUTH_TEMPORARY_KEYS);
  g_assert_cmpstr (vidimus_profile_get_region (profile), ==, "la-south-2");
  g_assert_cmpstr (vidimus_profile_get_project_id (profile), ==, PROJECT);
  assert_secret (secrets, profile, VIDIMUS_SECRET_SECRET_KEY, "sk");
  assert_secret (secrets, profile, VIDIMUS_SECRET_SECURITY_TOKEN, "sts");
  g_assert_null (g_getenv ("CLOUD_SDK_SECURITY_TOKEN"));
}

static void
test_endpoint (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = NULL;
  g_autofree char *endpoint = NULL;
  g_autoptr(GError) error = NULL;

  set_environment ("VIDIMUS_TOKEN=a-token");
  profile = vidimus_profile_new_from_environment ("https://ocr.example.org/a/", secrets, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vidimus_profile_get_kind (profile), ==, VIDIMUS_PROFILE_OTHER);
  g_assert_cmpint (vidimus_profile_get_auth (profile), ==, VIDIMUS_AUTH_TOKEN);
  endpoint = vidimus_profile_dup_endpoint (profile);
  g_assert_cmpstr (endpoint, ==, "https://ocr.example.org/a");
  assert_secret (secrets, profile, VIDIMUS_SECRET_TOKEN, "a-token");
  g_assert_null (g_getenv ("VIDIMUS_TOKEN"));
}

static void
test_nothing (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(GError) error = NULL;

  set_environment ("CLOUD_SDK_PROJECT_ID=" PROJECT " CLOUD_SDK_REGION=mars VIDIMUS_TOKEN= CLOUD_SDK_AK=");
  g_assert_null (vidimus_profile_new_from_environment (NULL, secrets, &error));
  g_assert_no_error (error);
  g_assert_null (vidimus_profile_new_from_environment ("https://ocr.example.org", secrets, &error));
  g_assert_no_error (error);
}

/* What is half there is named, and its secrets do not stay where children see them. */
static void
test_half (void)
{
  static const struct
  {
    const char *environment;
    const char *endpoint;
    const char *name;
  } cases[] = {
    { "CLOUD_SDK_AK=" AK, NULL, "CLOUD_SDK_SK is not" },
    { "CLOUD_SDK_SK=my-secret", NULL, "CLOUD_SDK_AK is not" },
    { "CLOUD_SDK_AK=" AK " CLOUD_SDK_SK=", NULL, "CLOUD_SDK_SK is not" },
    { "CLOUD_SDK_SECURITY_TOKEN=my-secret", "https://ocr.example.org", "CLOUD_SDK_AK is not" },
    { "VIDIMUS_TOKEN=my-secret", NULL, "CLOUD_SDK_PROJECT_ID is not" },
    { "VIDIMUS_TOKEN=my-secret CLOUD_SDK_AK=" AK " CLOUD_SDK_SK=my-secret", NULL, "Both" },
    { "CLOUD_SDK_AK=" AK " CLOUD_SDK_SK=my-secret CLOUD_SDK_REGION=mars", NULL, "mars" },
    { "CLOUD_SDK_AK=a CLOUD_SDK_SK=my-secret", NULL, "access key id" },
    { "VIDIMUS_TOKEN=my-secret", "http://ocr.example.org", "read the token" },
    { "VIDIMUS_TOKEN=my-secret", "nowhere", "nowhere" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
      g_autoptr(GError) error = NULL;

      set_environment (cases[i].environment);
      g_assert_null (vidimus_profile_new_from_environment (cases[i].endpoint, secrets, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
      g_assert_nonnull (strstr (error->message, cases[i].name));
      g_assert_null (strstr (error->message, "my-secret"));
      g_assert_cmpstr (vidimus_error_get_advice (error), !=, "");
      g_assert_null (g_getenv ("CLOUD_SDK_SK"));
      g_assert_null (g_getenv ("CLOUD_SDK_SECURITY_TOKEN"));
      g_assert_null (g_getenv ("VIDIMUS_TOKEN"));
    }
}

/* As one's own: what a program was started with stays readable for others of the same user unless it is wiped. */
static int
run_wiped (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = vidimus_profile_new_from_environment (NULL, secrets, NULL);
  g_autofree char *started_with = NULL;
  gsize length;

  g_assert_nonnull (profile);
  g_assert_true (g_file_get_contents ("/proc/self/environ", &started_with, &length, NULL));
  g_assert_nonnull (memmem (started_with, length, AK, strlen (AK)));
  g_assert_null (memmem (started_with, length, "my-secret", strlen ("my-secret")));

  return 0;
}

static void
test_wiped (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GSubprocess) process = NULL;

  set_environment ("");
  g_subprocess_launcher_setenv (launcher, "CLOUD_SDK_AK", AK, TRUE);
  g_subprocess_launcher_setenv (launcher, "CLOUD_SDK_SK", "my-secret", TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, self, "--wiped", NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--wiped"))
    return run_wiped ();

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/environment/keys", test_keys);
  g_test_add_func ("/environment/temporary", test_temporary);
  g_test_add_func ("/environment/endpoint", test_endpoint);
  g_test_add_func ("/environment/nothing", test_nothing);
  g_test_add_func ("/environment/half", test_half);
  g_test_add_func ("/environment/wiped", test_wiped);

  return g_test_run ();
}
