#include "vidimus-error.h"
#include "vidimus-profile.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define AK "ABCDEFGHIJKLMNOPQRST"
#define PROJECT "0123456789abcdef0123456789abcdef"

/* Made by openssl for this test alone; that it has ended does not matter to a file that is only read. */
static const char certificate[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBiTCCAS+gAwIBAgIUIRi73k/eCz3xhaRvXF+NMIZ5J0EwCgYIKoZIzj0EAwIw\n"
  "GjEYMBYGA1UEAwwPVmlkaW11cyB0ZXN0IENBMB4XDTI2MTEyMzAwMTI0OVoXDTI2\n"
  "MTEyNDAwMTI0OVowGjEYMBYGA1UEAwwPVmlkaW11cyB0ZXN0IENBMFkwEwYHKoZI\n"
  "zj0CAQYIKoZIzj0DAQcDQgAEvDsWYksVlSEalJ+RoSMnwz4mir30S9Oy6y9JeV0m\n"
  "mduhql6K/uaU1sE9tOOFADV7u/fo9z6JEXfcj8P1TTjGs6NTMFEwHQYDVR0OBBYE\n"
  "FMhYSPZ+9sjza6aDVTTPPF1q7La5MB8GA1UdIwQYMBaAFMhYSPZ+9sjza6aDVTTP\n"
  "PF1q7La5MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgGAUIMGwF\n"
  "9GvhWzdRqi6Z3ep7YVj8oLsyXYQ6KbE4dnkCIQCevOWC1MGjwPzRjbeKBnnDZdfi\n"
  "noCBmRnBNdWbwZaFuw==\n"
  "-----END CERTIFICATE-----\n";

/* One profile, "property=value" after "property=value", and a word of what is said about it; NULL: nothing. */
typedef struct
{
  VidimusProfileKind  kind;
  const char         *settings;
  const char         *fault;
} Case;

static const Case cases[] = {
  { VIDIMUS_PROFILE_LOCAL, "endpoint=x|auth=password|name=", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK, NULL },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|project-id=" PROJECT "|enterprise-project=0", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|enterprise-project=0bce7b0c-8c2b-4f2f-9d4c-2f5b9d3c9f6a", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|enterprise-project=default", "enterprise project" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|name= ", "no name" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|region=", "No region" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|region=mars-1", "mars-1" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|region=mars-1|endpoint=https://ocr.mars-1.example.org", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|region=mars/1|endpoint=https://ocr.mars-1.example.org", "mars/1" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|region=la-south-2", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "auth=temporary-keys|access-key=" AK, NULL },
  { VIDIMUS_PROFILE_HUAWEI, "auth=none", "sign in" },
  { VIDIMUS_PROFILE_HUAWEI, "auth=token", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "auth=password|user=me|domain=us", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "auth=password|user=me", "account name" },
  { VIDIMUS_PROFILE_HUAWEI, "auth=password|domain=us", "user name" },
  { VIDIMUS_PROFILE_HUAWEI, "", "access key id is missing" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK AK, "looks like the secret key" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=ABCDEFGHIJKLMNOPQRS", "no access key id" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=ABCDEFGHIJKLMNOPQRs ", "no access key id" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=short|endpoint=http://127.0.0.1:8080", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|project-id=ap-southeast-2", "name of a project" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|project-id=" PROJECT "0", "no project id" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|project-id=0123456789abcdef0123456789abcdeg", "no project id" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|project-id=p1|endpoint=http://127.0.0.1:8080", NULL },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|project-id=p/1|endpoint=http://127.0.0.1:8080", "no project id" },
  { VIDIMUS_PROFILE_HUAWEI, "access-key=" AK "|iam-endpoint=ftp://iam", "ftp://iam" },
  { VIDIMUS_PROFILE_HUAWEI, "auth=password|user=me|domain=us|iam-endpoint=http://iam.example.org", "read the password" },
  { VIDIMUS_PROFILE_HUAWEI, "auth=token|endpoint=http://ocr.example.org", "read the token" },
  { VIDIMUS_PROFILE_HUAWEI, "auth=password|user=me|domain=us|iam-endpoint=http://[::1]:1|endpoint=http://localhost:2", NULL },
  { VIDIMUS_PROFILE_OTHER, "", "address of the service is missing" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=http://ocr.example.org", NULL },
  { VIDIMUS_PROFILE_OTHER, "endpoint= https://ocr.example.org/a/b/ |project-id=local", NULL },
  { VIDIMUS_PROFILE_OTHER, "endpoint=ocr.example.org", "begins with https://" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://", "no computer" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://me:secret@ocr.example.org", "a name or a password" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://ocr.example.org?a=b", "after the path" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://ocr.example.org|auth=password|user=me|domain=us", "Only Huawei" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://ocr.example.org|auth=keys|access-key=a-key_1", NULL },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://ocr.example.org|auth=keys|access-key=a key", "no access key id" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://ocr.example.org|auth=keys|access-key=a,key", "no access key id" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://ocr.example.org|enterprise-project=ignored", NULL },
  { VIDIMUS_PROFILE_OTHER, "endpoint=https://ocr.example.org|region=ignored", NULL },
  { VIDIMUS_PROFILE_OTHER, "endpoint=http://ocr.example.org|auth=token", "read the token" },
  { VIDIMUS_PROFILE_OTHER, "endpoint=http://127.0.0.1:80|auth=token", NULL },
};

static void
set (VidimusProfile *profile,
     const char     *settings)
{
  g_auto(GStrv) pairs = g_strsplit (settings, "|", 0);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *value = strchr (pairs[i], '=');

      *value++ = '\0';
      g_assert_nonnull (g_object_class_find_property (G_OBJECT_GET_CLASS (profile), pairs[i]));
      if (g_str_equal (pairs[i], "auth"))
        {
          g_autoptr(GEnumClass) kinds = g_type_class_ref (VIDIMUS_TYPE_AUTH_KIND);

          g_object_set (profile, "auth", g_enum_get_value_by_nick (kinds, value)->value, NULL);
        }
      else
        g_object_set (profile, pairs[i], value, NULL);
    }
}

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VidimusProfile) profile = vidimus_profile_new (cases[i].kind);
      g_autoptr(GError) error = NULL;

      set (profile, cases[i].settings);
      g_test_message ("%u: %s", i, cases[i].settings);
      if (vidimus_profile_check (profile, &error))
        {
          g_assert_no_error (error);
          g_assert_null (cases[i].fault);
          continue;
        }

      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
      g_assert_nonnull (cases[i].fault);
      g_assert_nonnull (strstr (error->message, cases[i].fault));
      g_assert_cmpstr (vidimus_error_get_advice (error), !=, "");
      g_assert_null (strstr (error->message, "me:secret"));
    }
}

/* That a wrong id is billed elsewhere is told before it is. */
static void
test_billing (void)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(GError) error = NULL;

  g_object_set (profile, "access-key", AK, "enterprise-project", "0bce7b0c", NULL);
  g_assert_false (vidimus_profile_check (profile, &error));
  g_assert_nonnull (strstr (vidimus_error_get_advice (error), "bills the calls to another project"));
}

static char *
write_file (const char *name,
            const char *text)
{
  char *path = g_build_filename (g_get_user_runtime_dir (), name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_runtime_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

static void
assert_ca_file (const char *path,
                const char *fault)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(GError) error = NULL;

  g_object_set (profile, "endpoint", "https://ocr.example.org", "ca-file", path, NULL);
  if (fault == NULL)
    {
      g_assert_true (vidimus_profile_check (profile, &error));
      g_assert_no_error (error);
      return;
    }

  g_assert_false (vidimus_profile_check (profile, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_nonnull (strstr (error->message, fault));
}

static void
test_ca_file (void)
{
  g_autofree char *good = write_file ("ca.pem", certificate);
  g_autofree char *two = g_strconcat ("One\n", certificate, "Two\n", certificate, NULL);
  g_autofree char *several = write_file ("several.pem", two);
  g_autofree char *other = write_file ("other.pem", "no certificate\n");
  g_autofree char *cut = g_strndup (certificate, 200);
  g_autofree char *broken = write_file ("broken.pem", cut);
  g_autofree char *empty = write_file ("empty.pem", "");
  g_autofree char *pipe_path = g_build_filename (g_get_user_runtime_dir (), "pipe", NULL);

  assert_ca_file (good, NULL);
  assert_ca_file (several, NULL);
  assert_ca_file (other, "no certificate");
  assert_ca_file (broken, "no certificate");
  assert_ca_file (empty, "no certificate");
  assert_ca_file ("/nowhere/ca.pem", "can’t be read");
  assert_ca_file (g_get_user_runtime_dir (), "no certificate file");
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  assert_ca_file (pipe_path, "no certificate file"); /* not waited for */
  g_assert_cmpint (g_unlink (pipe_path), ==, 0);
}

static void
assert_addresses (VidimusProfile *profile,
                  const char     *endpoint,
                  const char     *iam)
{
  g_autofree char *own_endpoint = vidimus_profile_dup_endpoint (profile);
  g_autofree char *own_iam = vidimus_profile_dup_iam_endpoint (profile);

  g_assert_cmpstr (own_endpoint, ==, endpoint);
  g_assert_cmpstr (own_iam, ==, iam);
}

static void
test_addresses (void)
{
  g_autoptr(VidimusProfile) local = vidimus_profile_new_local ();
  g_autoptr(VidimusProfile) huawei = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(VidimusProfile) other = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);

  assert_addresses (local, NULL, NULL);
  assert_addresses (huawei, "https://ocr.ap-southeast-2.myhuaweicloud.com", "https://iam.ap-southeast-2.myhuaweicloud.com");
  g_object_set (huawei, "region", "cn-north-4", NULL);
  assert_addresses (huawei, "https://ocr.cn-north-4.myhuaweicloud.com", "https://iam.cn-north-4.myhuaweicloud.com");
  g_object_set (huawei, "endpoint", " https://one.example.org/a// ", "iam-endpoint", "https://two.example.org/", NULL);
  assert_addresses (huawei, "https://one.example.org/a", "https://two.example.org");
  assert_addresses (other, "", NULL);
  g_object_set (other, "endpoint", "http://three.example.org/", "iam-endpoint", "https://ignored", NULL);
  assert_addresses (other, "http://three.example.org", NULL);
}

static void
test_defaults (void)
{
  g_autoptr(VidimusProfile) local = vidimus_profile_new_local ();
  g_autoptr(VidimusProfile) huawei = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(VidimusProfile) other = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  guint n;
  const VidimusRegion *regions = vidimus_regions_get (&n);

  g_assert_cmpstr (vidimus_profile_get_id (local), ==, VIDIMUS_PROFILE_LOCAL_ID);
  g_assert_cmpstr (vidimus_profile_get_name (local), ==, "On this computer");
  g_assert_true (g_uuid_string_is_valid (vidimus_profile_get_id (huawei)));
  g_assert_cmpstr (vidimus_profile_get_id (huawei), !=, vidimus_profile_get_id (other));
  g_assert_cmpstr (vidimus_profile_get_region (huawei), ==, "ap-southeast-2");
  g_assert_cmpint (vidimus_profile_get_auth (huawei), ==, VIDIMUS_AUTH_KEYS);
  g_assert_cmpint (vidimus_profile_get_auth (other), ==, VIDIMUS_AUTH_NONE);
  g_assert_true (vidimus_profile_get_send_address (huawei));
  g_assert_false (vidimus_profile_get_send_address (other));
  g_assert_false (vidimus_profile_get_send_address (local));
  g_assert_false (vidimus_profile_get_keep_metadata (huawei));
  g_assert_false (vidimus_profile_get_fetch_picture (huawei));

  g_assert_cmpuint (n, ==, 11);
  g_assert_cmpstr (regions[0].id, ==, "ap-southeast-2");
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (vidimus_region_get_title (&regions[i]), !=, "");
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (regions[i].id, !=, regions[j].id);
    }
}

static void
count_cb (GObject    *object,
          GParamSpec *property,
          gpointer    count)
{
  ++*(guint *) count;
}

/* A dialog edits a copy and hands it back: the settings go over, who it is stays, and only what differs is told. */
static void
test_assign (void)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(VidimusProfile) copy = NULL;
  guint n_notified = 0;

  g_object_set (profile, "name", "One", "access-key", AK, "keep-metadata", TRUE, "send-address", FALSE, NULL);
  copy = vidimus_profile_copy (profile, "Two");
  g_assert_cmpstr (vidimus_profile_get_name (copy), ==, "Two");
  g_assert_cmpstr (vidimus_profile_get_id (copy), !=, vidimus_profile_get_id (profile));
  g_assert_cmpint (vidimus_profile_get_kind (copy), ==, VIDIMUS_PROFILE_HUAWEI);
  g_assert_cmpstr (vidimus_profile_get_access_key (copy), ==, AK);
  g_assert_true (vidimus_profile_get_keep_metadata (copy));
  g_assert_false (vidimus_profile_get_send_address (copy));

  g_object_set (copy, "region", "af-south-1", "auth", VIDIMUS_AUTH_TOKEN, "user", "me", "domain", "us", "project-id", "p",
                "enterprise-project", "0", "ca-file", "/ca", "fetch-picture", TRUE, NULL);
  g_signal_connect (profile, "notify", G_CALLBACK (count_cb), &n_notified);
  vidimus_profile_assign (profile, copy);
  g_assert_cmpuint (n_notified, ==, 9);
  g_assert_cmpstr (vidimus_profile_get_name (profile), ==, "Two");
  g_assert_cmpstr (vidimus_profile_get_region (profile), ==, "af-south-1");
  g_assert_cmpint (vidimus_profile_get_auth (profile), ==, VIDIMUS_AUTH_TOKEN);
  g_assert_cmpstr (vidimus_profile_get_user (profile), ==, "me");
  g_assert_cmpstr (vidimus_profile_get_domain (profile), ==, "us");
  g_assert_cmpstr (vidimus_profile_get_project_id (profile), ==, "p");
  g_assert_cmpstr (vidimus_profile_get_enterprise_project (profile), ==, "0");
  g_assert_cmpstr (vidimus_profile_get_ca_file (profile), ==, "/ca");
  g_assert_true (vidimus_profile_get_fetch_picture (profile));

  g_object_set (profile, "user", NULL, NULL);
  g_assert_cmpstr (vidimus_profile_get_user (profile), ==, "");
  g_object_set (profile, "user", "", NULL);
  g_assert_cmpuint (n_notified, ==, 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/profile/check", test_check);
  g_test_add_func ("/profile/billing", test_billing);
  g_test_add_func ("/profile/ca-file", test_ca_file);
  g_test_add_func ("/profile/addresses", test_addresses);
  g_test_add_func ("/profile/defaults", test_defaults);
  g_test_add_func ("/profile/assign", test_assign);

  return g_test_run ();
}
