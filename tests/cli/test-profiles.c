/* Which service the command line asks: profiles of the file that the window has too, with secrets of a real Secret Service; the
 * environment; and that neither is asked without being named. */
#include "vidimus-cli-test.h"
#include "vidimus-desk-test.h"
#include "vidimus-profiles.h"
#include "vidimus-secrets.h"
#include "vidimus-stand-in.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  DeskService     *service;
  VidimusStandIn  *cloud;
  VidimusProfiles *profiles;
  char            *folder;
  char            *path;     /* of the file of profiles */
  char            *image;
  char            *env;      /* which names it */
} Fixture;

static VidimusProfile *
put (Fixture            *f,
     VidimusProfileKind  kind,
     const char         *name)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (kind);
  g_autoptr(GError) error = NULL;

  g_object_set (profile, "name", name, NULL);
  if (kind == VIDIMUS_PROFILE_HUAWEI)
    g_object_set (profile, "endpoint", vidimus_stand_in_get_uri (f->cloud), "iam-endpoint", vidimus_stand_in_get_uri (f->cloud),
                  "auth", VIDIMUS_AUTH_KEYS, "access-key", VIDIMUS_STAND_IN_AK, NULL);
  else
    g_object_set (profile, "endpoint", f->service->uri, "auth", VIDIMUS_AUTH_NONE, NULL);
  vidimus_profiles_put (f->profiles, profile, &error);
  g_assert_no_error (error);

  return vidimus_profiles_find (f->profiles, name);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GBytes) png = desk_test_png (71);

  f->service = desk_service_new ();
  f->cloud = vidimus_stand_in_new (NULL);
  f->folder = cli_test_folder ();
  f->path = g_build_filename (f->folder, "profiles.ini", NULL);
  f->env = g_strdup_printf ("VIDIMUS_PROFILES=%s", f->path);
  f->image = desk_test_file (f->folder, "71.png", png);
  f->profiles = vidimus_profiles_new (f->path);
  put (f, VIDIMUS_PROFILE_OTHER, "The bank's own");
  put (f, VIDIMUS_PROFILE_HUAWEI, "Cloud");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->profiles);
  desk_service_free (f->service);
  vidimus_stand_in_free (f->cloud);
  cli_test_remove (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->image);
  g_free (f->env);
}

/* "classify --json" of the image with these, and the file of profiles besides @env. */
static CliRun *
classify (Fixture           *f,
          const char *const *env, /* nullable */
          const char        *option,
          const char        *value)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  const char *const argv[] = { "classify", "--json", f->image, option, value, NULL };
  CliRun *run;

  g_ptr_array_add (all, f->env);
  for (gsize i = 0; env != NULL && env[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) env[i]);
  g_ptr_array_add (all, NULL);
  run = cli_run_argv ((const char *const *) all->pdata, argv);
  cli_run_await (run);
  g_assert_null (strstr (run->out, VIDIMUS_STAND_IN_SK));
  g_assert_null (strstr (run->err, VIDIMUS_STAND_IN_SK));

  return run;
}

static void
assert_answered_by (CliRun     *run,
                    const char *service)
{
  g_autoptr(JsonObject) line = NULL;

  if (run->status != 0)
    g_error ("Exit status %d: %s%s", run->status, run->out, run->err);
  line = cli_run_line (run, 0);
  g_assert_true (json_object_has_member (line, "result"));
  g_assert_cmpstr (json_object_get_string_member (line, "service"), ==, service);
}

static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  const char *const env[] = { f->env, NULL };
  g_autofree char *bank = g_strdup_printf ("  The bank's own    Another host   %s\n", f->service->uri);
  g_autofree char *cloud = g_strdup_printf ("* Cloud             Huawei Cloud   %s\n", vidimus_stand_in_get_uri (f->cloud));
  g_autoptr(CliRun) run = NULL;

  g_assert_true (vidimus_profiles_set_current (f->profiles, vidimus_profiles_find (f->profiles, "Cloud"), NULL));
  run = cli_run_start (env, "profiles", NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (cli_run_count (run), ==, 3);
  g_assert_true (g_str_has_prefix (run->out, "  On this computer  This computer\n"));
  g_assert_nonnull (strstr (run->out, bank));
  g_assert_nonnull (strstr (run->out, cloud));
}

static void
test_named (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(CliRun) exact = classify (f, NULL, "--profile", "The bank's own");
  g_autoptr(CliRun) loose = classify (f, NULL, "-p", "the bank's OWN");

  assert_answered_by (exact, "The bank's own");
  assert_answered_by (loose, "The bank's own");
  g_assert_cmpuint (f->service->widths->len, ==, 2);
}

/* An address goes to the service as it is, where the profile says so; this program fetches nothing then. */
static void
test_address (Fixture       *f,
              gconstpointer  data)
{
  const char *const env[] = { f->env, NULL };
  g_autofree char *address = g_strdup_printf ("%s/some/card.png", f->service->uri);
  VidimusProfile *profile = vidimus_profiles_find (f->profiles, "The bank's own");
  g_autoptr(CliRun) run = NULL;

  g_object_set (profile, "send-address", TRUE, NULL);
  g_assert_true (vidimus_profiles_put (f->profiles, profile, NULL));
  run = cli_run_start (env, "classify", "--profile", "The bank's own", address, NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_prefix (run->out, address));
  g_assert_nonnull (strstr (run->out, "(passport)"));
  g_assert_nonnull (strstr (run->out, "The bank's own, "));
  g_assert_cmpuint (f->service->urls->len, ==, 1);
  g_assert_cmpstr (f->service->urls->pdata[0], ==, address);
  g_assert_cmpuint (f->service->n_fetched, ==, 0);
}

/* Who mistypes a name sees those that there are, and no image goes anywhere. */
static void
test_unknown (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(CliRun) run = classify (f, NULL, "--profile", "Clod");

  g_assert_cmpint (run->status, ==, 2);
  g_assert_nonnull (strstr (run->err, "“Clod”"));
  g_assert_nonnull (strstr (run->err, "\n  On this computer\n"));
  g_assert_nonnull (strstr (run->err, "\n  The bank's own"));
  g_assert_nonnull (strstr (run->err, "\n  Cloud"));
}

static void
test_both (Fixture       *f,
           gconstpointer  data)
{
  const char *const env[] = { f->env, NULL };
  g_autoptr(CliRun) run =
    cli_run_start (env, "classify", f->image, "--profile", "Cloud", "--endpoint", f->service->uri, NULL);

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 2);
  g_assert_cmpuint (f->service->widths->len, ==, 0);
}

/* The key of an account comes from the Secret Service, and nowhere else. */
static void
test_secret (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(CliRun) without = classify (f, NULL, "--profile", "Cloud"), with = NULL;

  g_assert_cmpint (without->status, ==, 1);
  g_assert_cmpuint (vidimus_stand_in_count (f->cloud, VIDIMUS_DOOR_CLASSIFY), ==, 0);
  g_assert_nonnull (strstr (without->out, "\"error\""));

  vidimus_secrets_store_async (secrets, vidimus_profiles_find (f->profiles, "Cloud"), VIDIMUS_SECRET_SECRET_KEY, VIDIMUS_STAND_IN_SK,
                               NULL, vidimus_test_finish, &result);
  g_assert_true (vidimus_secrets_store_finish (secrets, vidimus_test_await (&result), &error));
  g_assert_no_error (error);
  with = classify (f, NULL, "--profile", "Cloud");
  assert_answered_by (with, "Cloud");
  g_assert_cmpuint (vidimus_stand_in_count (f->cloud, VIDIMUS_DOOR_CLASSIFY), ==, 1);
}

static void
test_environment (Fixture       *f,
                  gconstpointer  data)
{
  const char *const good[] = { "CLOUD_SDK_AK=" VIDIMUS_STAND_IN_AK, "CLOUD_SDK_SK=" VIDIMUS_STAND_IN_SK,
                               "CLOUD_SDK_PROJECT_ID=" VIDIMUS_STAND_IN_PROJECT, NULL };
  const char *const wrong[] = { good[0], "CLOUD_SDK_SK=another-key-of-nobody-at-all", good[2], NULL };
  const char *uri = vidimus_stand_in_get_uri (f->cloud);
  g_autoptr(CliRun) answered = classify (f, good, "--endpoint", uri);
  g_autoptr(CliRun) refused = classify (f, wrong, "--endpoint", uri);
  g_autoptr(CliRun) half = classify (f, good + 1, "--endpoint", uri);
  g_autoptr(CliRun) nothing = classify (f, NULL, "--profile", "environment");

  assert_answered_by (answered, uri);
  g_assert_cmpint (refused->status, ==, 1);
  g_assert_nonnull (strstr (refused->out, "APIG.0301"));
  g_assert_cmpint (half->status, ==, 2);
  g_assert_nonnull (strstr (half->err, "CLOUD_SDK_AK"));
  g_assert_cmpint (nothing->status, ==, 2);
  g_assert_nonnull (strstr (nothing->err, "CLOUD_SDK_SK"));
}

/* Keys that lie around send no image anywhere, and no child has them. */
static void
test_unasked (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *trace = g_build_filename (f->folder, "trace", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nenv > %s\n", trace);
  g_autoptr(GBytes) bytes = g_bytes_new_static (script, strlen (script));
  g_autofree char *program = desk_test_file (f->folder, "service", bytes);
  g_autofree char *service = g_strdup_printf ("VIDIMUS_SERVICE=%s", program);
  const char *const env[] = { "CLOUD_SDK_AK=" VIDIMUS_STAND_IN_AK, "CLOUD_SDK_SK=" VIDIMUS_STAND_IN_SK, service, NULL };
  g_autoptr(CliRun) run = NULL;
  g_autofree char *seen = NULL;

  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  run = classify (f, env, "--no-alarm", NULL);
  g_assert_cmpint (run->status, ==, 1); /* that script is no service */
  g_assert_nonnull (strstr (run->out, "\"service\":\"local\""));
  g_assert_true (g_file_get_contents (trace, &seen, NULL, NULL));
  g_assert_nonnull (strstr (seen, "CLOUD_SDK_AK="));
  g_assert_null (strstr (seen, VIDIMUS_STAND_IN_SK));
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (f->cloud), ==, 0);
}

/* Attempts that fail are told of, when that is wanted; the answer is the same. */
static void
test_verbose (Fixture       *f,
              gconstpointer  data)
{
  const VidimusStandInTurn busy = { VIDIMUS_MANNER_ERROR, 429, "APIG.0308", "The throttling threshold has been reached.", "0" };
  const char *const env[] = { f->env, "CLOUD_SDK_AK=" VIDIMUS_STAND_IN_AK, "CLOUD_SDK_SK=" VIDIMUS_STAND_IN_SK,
                              "CLOUD_SDK_PROJECT_ID=" VIDIMUS_STAND_IN_PROJECT, NULL };
  g_autoptr(CliRun) run = NULL;

  vidimus_stand_in_queue (f->cloud, VIDIMUS_DOOR_CLASSIFY, &busy);
  run = cli_run_start (env, "classify", "--json", "-v", "--endpoint", vidimus_stand_in_get_uri (f->cloud), f->image, NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->err, "71.png: "));
  g_assert_nonnull (strstr (run->err, "(attempt 2)"));
}

/* Returns: the first character of each line that is no advice: a mark a step */
static char *
get_ticks (CliRun *run)
{
  g_auto(GStrv) lines = g_strsplit (run->out, "\n", -1);
  GString *ticks = g_string_new (NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' && lines[i][0] != ' ')
      g_string_append_unichar (ticks, g_utf8_get_char (lines[i]));

  return g_string_free (ticks, FALSE);
}

/* Step by step, what works and what does not. */
static void
test_connection (Fixture       *f,
                 gconstpointer  data)
{
  const char *const env[] = { f->env, "CLOUD_SDK_AK=" VIDIMUS_STAND_IN_AK, "CLOUD_SDK_SK=" VIDIMUS_STAND_IN_SK,
                              "CLOUD_SDK_PROJECT_ID=" VIDIMUS_STAND_IN_PROJECT, NULL };
  g_autoptr(CliRun) good = cli_run_start (env, "test", "--endpoint", vidimus_stand_in_get_uri (f->cloud), NULL);
  g_autoptr(CliRun) nobody = cli_run_start (env, "test", "--endpoint", "http://127.0.0.1:9", NULL);
  g_autoptr(CliRun) unknown = cli_run_start (env, "test", "--profile", "Clod", NULL);
  g_autofree char *good_ticks = NULL, *nobody_ticks = NULL;

  cli_run_await (good);
  cli_run_await (nobody);
  cli_run_await (unknown);
  good_ticks = get_ticks (good);
  nobody_ticks = get_ticks (nobody);

  g_assert_cmpint (good->status, ==, 0);
  g_assert_cmpstr (good_ticks, ==, "✓✓–✓✓"); /* there is no TLS over http */
  g_assert_cmpuint (vidimus_stand_in_count (f->cloud, VIDIMUS_DOOR_CLASSIFY), ==, 1);
  g_assert_cmpint (nobody->status, ==, 1);
  g_assert_cmpstr (nobody_ticks, ==, "✓✗–––");
  g_assert_nonnull (strstr (nobody->out, "\n  ")); /* what to do */
  g_assert_cmpint (unknown->status, ==, 2);
  g_assert_cmpstr (unknown->out, ==, "");
}

#define ADD(path, func) g_test_add ("/profiles/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* in folders of its own already: with-keyring */

  ADD ("list", test_list);
  ADD ("named", test_named);
  ADD ("address", test_address);
  ADD ("unknown", test_unknown);
  ADD ("both", test_both);
  ADD ("secret", test_secret);
  ADD ("environment", test_environment);
  ADD ("unasked", test_unasked);
  ADD ("verbose", test_verbose);
  ADD ("connection", test_connection);

  return g_test_run ();
}
