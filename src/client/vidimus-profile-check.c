#include "vidimus-profile-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* An AK of the vendor's has 20 capital letters and digits, an SK 40 letters and digits, a project's id 32 hexadecimal digits: said with some
 * room where a stranger's service decides. */
#define HUAWEI_ACCESS_KEY_CHARS 20
#define HUAWEI_SECRET_KEY_CHARS 40
#define HUAWEI_PROJECT_CHARS 32
#define MAX_ACCESS_KEY_CHARS 128
#define MAX_PROJECT_CHARS 64
#define MAX_CA_FILE_BYTES (4 * 1024 * 1024)

#define LETTERS_DIGITS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS

static const VidimusRegion regions[] = {
  { "ap-southeast-2", N_("Bangkok (Asia Pacific)") },
  { "ap-southeast-1", N_("Hong Kong (Asia Pacific)") },
  { "ap-southeast-3", N_("Singapore (Asia Pacific)") },
  { "cn-north-1", N_("Beijing 1 (North China)") },
  { "cn-north-4", N_("Beijing 4 (North China)") },
  { "cn-east-3", N_("Shanghai 1 (East China)") },
  { "cn-south-1", N_("Guangzhou (South China)") },
  { "cn-southwest-2", N_("Guiyang 1 (Southwest China)") },
  { "af-south-1", N_("Johannesburg (Africa)") },
  { "la-north-2", N_("Mexico City 2 (Latin America)") },
  { "la-south-2", N_("Santiago (Latin America)") },
};

/**
 * vidimus_regions_get:
 * @n: (out): how many
 *
 * Returns: (array length=n): where the vendor has OCR (API.md); the default comes first
 */
const VidimusRegion *
vidimus_regions_get (guint *n)
{
  *n = G_N_ELEMENTS (regions);

  return regions;
}

/**
 * vidimus_region_get_title:
 *
 * Returns: its name for people, translated
 */
const char *
vidimus_region_get_title (const VidimusRegion *self)
{
  return _(self->title);
}

G_GNUC_PRINTF (3, 4)
static gboolean
fail (GError     **error,
      const char  *advice,
      const char  *format,
      ...)
{
  g_autofree char *message = NULL;
  GError *own_error;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  own_error = vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT, message, advice);
  g_propagate_error (error, own_error);

  return FALSE;
}

static gboolean
consists_of (const char *text,
             const char *characters)
{
  return text[strspn (text, characters)] == '\0';
}

static gboolean
is_known_region (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    if (g_str_equal (regions[i].id, id))
      return TRUE;

  return FALSE;
}

/* An address of one's own may be in a region that is newer than this list. */
static gboolean
check_region (VidimusProfile  *self,
              gboolean         own_endpoint,
              GError         **error)
{
  const char *region = vidimus_profile_get_region (self);

  if (*region == '\0')
    return fail (error, _("Choose the region in which the account uses OCR."), _("No region is chosen."));
  if (!is_known_region (region) && !(own_endpoint && consists_of (region, G_CSET_a_2_z G_CSET_DIGITS "-")))
    return fail (error, _("Choose a region of the list, or give the address of the service beside it."),
                 _("“%s” is no region where Huawei Cloud is known to have OCR."), region);

  return TRUE;
}

/* Whether what is sent there stays on this computer. */
static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  return g_ascii_strcasecmp (host, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/* @secret: what travels there that is as good as a key; nullable */
static gboolean
check_address (const char  *address,
               const char  *secret,
               GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *base = vidimus_endpoint_parse (address, VIDIMUS_ERROR_ACCOUNT, &uri, error);

  if (base == NULL)
    return FALSE;
  if (secret != NULL && g_str_equal (g_uri_get_scheme (uri), "http") && !is_loopback (uri))
    return fail (error, _("Use an address that begins with https://, or sign in with an access key: its secret key never travels."),
                 _("Over http:// anybody on the way to “%s” could read the %s."), g_uri_get_host (uri), secret);

  return TRUE;
}

static gboolean
check_addresses (VidimusProfile  *self,
                 GError         **error)
{
  g_autofree char *endpoint = vidimus_profile_dup_endpoint (self), *iam = vidimus_profile_dup_iam_endpoint (self);
  VidimusAuthKind auth = vidimus_profile_get_auth (self);
  gboolean token = auth == VIDIMUS_AUTH_TOKEN || auth == VIDIMUS_AUTH_PASSWORD;

  if (*endpoint == '\0')
    return fail (error, _("Enter an address such as https://ocr.example.org, with a path if the service has one."),
                 _("The address of the service is missing."));

  return check_address (endpoint, token ? _("token") : NULL, error) &&
         (iam == NULL || check_address (iam, auth == VIDIMUS_AUTH_PASSWORD ? _("password") : token ? _("token") : NULL, error));
}

static gboolean
check_user (VidimusProfile  *self,
            GError         **error)
{
  const char *user = vidimus_profile_get_user (self), *domain = vidimus_profile_get_domain (self);

  if (*user == '\0')
    return fail (error, _("Enter the name of the IAM user: “My Credentials” in the console shows it."),
                 _("The user name is missing."));
  if (*domain == '\0')
    return fail (error, _("Enter the name of the account that the user belongs to: “My Credentials” in the console "
                          "shows it. It is the same as the user name only for the account’s owner."),
                 _("The account name is missing."));

  return TRUE;
}

static gboolean
check_access_key (VidimusProfile  *self,
                  gboolean         vendors,
                  GError         **error)
{
  const char *key = vidimus_profile_get_access_key (self);
  gsize length = strlen (key);

  if (length == 0)
    return fail (error, _("Enter the access key id (AK). It is the shorter one of the two keys."),
                 _("The access key id is missing."));
  if (vendors && length == HUAWEI_SECRET_KEY_CHARS && consists_of (key, LETTERS_DIGITS))
    return fail (error, _("Enter the access key id (AK) here, which has 20 letters and digits, and the longer one as the "
                          "secret key."),
                 _("That looks like the secret key, not like the access key id."));
  if (vendors && (length != HUAWEI_ACCESS_KEY_CHARS || !consists_of (key, G_CSET_A_2_Z G_CSET_DIGITS)))
    return fail (error, _("Copy it once more: an access key id (AK) of Huawei Cloud has 20 capital letters and digits."),
                 _("“%s” is no access key id."), key);
  if (length > MAX_ACCESS_KEY_CHARS || !consists_of (key, LETTERS_DIGITS "._-+/=~"))
    return fail (error, _("Copy it once more: an access key id has letters and digits, and no spaces."),
                 _("“%s” is no access key id."), key);

  return TRUE;
}

static gboolean
check_auth (VidimusProfile  *self,
            gboolean         vendors,
            GError         **error)
{
  gboolean huawei = vidimus_profile_get_kind (self) == VIDIMUS_PROFILE_HUAWEI;

  switch (vidimus_profile_get_auth (self))
    {
    case VIDIMUS_AUTH_NONE:
      return !huawei || fail (error, _("Choose how to sign in: with a user name and password, keys, or a token."),
                              _("Huawei Cloud answers nobody who does not sign in."));
    case VIDIMUS_AUTH_PASSWORD:
      if (!huawei)
        return fail (error, _("Choose keys, a token, or no sign-in."),
                     _("Only Huawei Cloud is signed in to with a user name and password."));
      return check_user (self, error);
    case VIDIMUS_AUTH_KEYS:
    case VIDIMUS_AUTH_TEMPORARY_KEYS:
      return check_access_key (self, vendors, error);
    case VIDIMUS_AUTH_TOKEN:
    default:
      return TRUE;
    }
}

static gboolean
check_project (VidimusProfile  *self,
               gboolean         vendors,
               GError         **error)
{
  const char *project = vidimus_profile_get_project_id (self);
  gsize length = strlen (project);

  if (length == 0)
    return TRUE;
  if (is_known_region (project))
    return fail (error, _("Leave the project id empty to have it found, or copy it from “My Credentials” in the console: it has "
                          "32 digits and letters."),
                 _("“%s” is the name of a project, not its id."), project);
  if (vendors && (length != HUAWEI_PROJECT_CHARS || !consists_of (project, G_CSET_DIGITS "abcdefABCDEF")))
    return fail (error, _("Leave the project id empty to have it found, or copy it from “My Credentials” in the console: it has "
                          "32 digits and letters from a to f."),
                 _("“%s” is no project id."), project);
  if (length > MAX_PROJECT_CHARS || !consists_of (project, LETTERS_DIGITS "._-"))
    return fail (error, _("A project id has letters, digits, points, “-” and “_”; ask who runs the service."),
                 _("“%s” is no project id."), project);

  return TRUE;
}

/* A malformed id is billed to "default", one that does not exist to nobody's: neither is an error of the vendor's (API.md). */
static gboolean
check_enterprise_project (VidimusProfile  *self,
                          GError         **error)
{
  const char *project = vidimus_profile_get_enterprise_project (self);

  if (*project == '\0' || g_str_equal (project, "0") || g_uuid_string_is_valid (project))
    return TRUE;

  return fail (error, _("Copy the id from “Enterprise Management” in the console (five groups of digits and letters, or 0 for the "
                        "default), or leave it empty. Huawei Cloud does not refuse a wrong id: it bills the calls to "
                        "another project and says nothing."),
               _("“%s” is no id of an enterprise project."), project);
}

static gboolean
check_ca_file (VidimusProfile  *self,
               GError         **error)
{
  const char *path = vidimus_profile_get_ca_file (self);
  g_autoptr(GError) problem = NULL;
  GList *certificates;
  GStatBuf info;
  gboolean found;

  if (*path == '\0')
    return TRUE;
  if (g_stat (path, &info) != 0)
    return fail (error, _("Choose the file again, or leave it empty to trust only what the system trusts."),
                 _("The certificate file “%s” can’t be read: %s."), path, g_strerror (errno));
  if (!S_ISREG (info.st_mode) || info.st_size > MAX_CA_FILE_BYTES)
    return fail (error, _("Choose a file with certificates in PEM form: text that begins with “BEGIN CERTIFICATE”."),
                 _("“%s” is no certificate file."), path);

  certificates = g_tls_certificate_list_new_from_file (path, &problem);
  found = certificates != NULL;
  g_list_free_full (certificates, g_object_unref);
  if (!found && problem != NULL && problem->domain == G_FILE_ERROR)
    return fail (error, _("See whether you may read the file, or copy it to a folder of yours."),
                 _("The certificate file “%s” can’t be read: %s."), path, problem->message);

  return found || fail (error, _("Choose a file with certificates in PEM form: text that begins with “BEGIN CERTIFICATE”."),
                        _("There is no certificate in “%s”."), path);
}

/**
 * vidimus_profile_check:
 *
 * Reads "ca-file" when there is one; contacts nothing.
 *
 * Returns: whether the settings can be used; else a %VIDIMUS_ERROR_ACCOUNT names the first that can't, with advice
 */
gboolean
vidimus_profile_check (VidimusProfile  *self,
                       GError         **error)
{
  g_autofree char *own_endpoint = NULL, *name = NULL;
  VidimusProfileKind kind;
  gboolean vendors;

  g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), FALSE);

  kind = vidimus_profile_get_kind (self);
  if (kind == VIDIMUS_PROFILE_LOCAL)
    return TRUE;

  name = g_strstrip (g_strdup (vidimus_profile_get_name (self)));
  if (*name == '\0')
    return fail (error, _("Enter a name: answers are shown under it."), _("The service has no name."));

  /* Behind an address of one's own may be a gateway with keys and projects of another form. */
  g_object_get (self, "endpoint", &own_endpoint, NULL);
  vendors = kind == VIDIMUS_PROFILE_HUAWEI && *own_endpoint == '\0';

  return (kind != VIDIMUS_PROFILE_HUAWEI || check_region (self, *own_endpoint != '\0', error)) &&
         check_addresses (self, error) &&
         check_auth (self, vendors, error) &&
         check_project (self, vendors, error) &&
         (kind != VIDIMUS_PROFILE_HUAWEI || check_enterprise_project (self, error)) &&
         (kind != VIDIMUS_PROFILE_OTHER || check_ca_file (self, error));
}
