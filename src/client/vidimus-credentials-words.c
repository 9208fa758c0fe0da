/* What a person is told about an account that does not work, and what to do about it. */
#include "vidimus-credentials-private.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* APIGW repeats APIG. */
static gboolean
is_code (const char *code,
         const char *wanted)
{
  if (code == NULL)
    return FALSE;
  if (g_str_has_prefix (code, "APIGW.") && g_str_has_prefix (wanted, "APIG."))
    return g_str_equal (code + strlen ("APIGW."), wanted + strlen ("APIG."));

  return g_str_equal (code, wanted);
}

static const char *
advise_refused (VidimusAuthKind auth,
                gboolean        renew)
{
  switch (auth)
    {
    case VIDIMUS_AUTH_PASSWORD:
      return renew ? _("The sign-in worked, but its token is not for this service: check the region of the profile. Tokens hold in "
                       "one region only.")
                   : _("The sign-in worked, but the service does not accept its token. Check the region, then try again in a "
                       "minute; if it keeps happening, ask who manages the account.");
    case VIDIMUS_AUTH_KEYS:
      return _("Check the access key (AK) and the secret key (SK): they were made together, and the SK is shown only once. If it "
               "is lost, make a new pair in the account’s console. See also that the pair is not disabled there.");
    case VIDIMUS_AUTH_TEMPORARY_KEYS:
      return _("Temporary keys end, at the latest after a day. Get new ones and enter all three in the profile: access key, secret "
               "key and security token belong together.");
    case VIDIMUS_AUTH_TOKEN:
      return _("Tokens end after 24 hours, or when the password is changed, and hold in one region only. Get a new one for the "
               "region of the profile and paste it there. With a user name and a password, tokens are renewed by "
               "themselves.");
    case VIDIMUS_AUTH_NONE:
    default:
      return _("The service wants to know who asks. Choose in the profile how to sign in, or ask who runs the service.");
    }
}

/*
 * @region: of the profile, "" when there is none
 * @error: of an answer; only those of the account are touched
 */
void
vidimus_credentials_words_advise (VidimusAuthKind  auth,
                                  const char      *region,
                                  GError          *error)
{
  const char *code = vidimus_error_get_api_code (error);
  guint status = vidimus_error_get_http_status (error);
  g_autofree char *advice = NULL;

  if (!g_error_matches (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT))
    return;

  if (status == 401)
    advice = g_strdup (advise_refused (auth, is_code (code, "APIG.0307")));
  else if (*region == '\0')
    return;
  else if (is_code (code, "ModelArts.4204"))
    advice = g_strdup_printf (_("Subscribe to the service in the console of the cloud account, in the region “%s”, then try again."),
                              region);
  else if (is_code (code, "APIG.0310"))
    advice = g_strdup_printf (_("Check that the project of the profile is one of the region “%s”; without an id it is found by itself."),
                              region);
  else if (is_code (code, "APIG.0302") || is_code (code, "APIG.0306") || (status == 403 && code == NULL))
    advice = g_strdup_printf (_("Ask the administrator of the account for the permission to use the service in the region “%s”. A new "
                                "permission can take half an hour."), region);

  if (advice != NULL)
    vidimus_error_set_advice (error, advice);
}

/* Whether IAM says no more than that the name or the password is wrong (API.md), which is said here in full. */
static gboolean
is_usual_refusal (const GError *error)
{
  return strstr (error->message, "The username or password is wrong.") != NULL;
}

/* What IAM says of a sign-in, in a person's words where it is about what the person typed; its own words too, where it has some. */
void
vidimus_credentials_words_sign_in (const char  *region,
                                   GError     **error)
{
  guint status = vidimus_error_get_http_status (*error);
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  const char *advice;

  switch (status)
    {
    case 400:
      text = g_strdup (_("The account does not take this sign-in."));
      advice = _("Check the user name, the name of the account, the region, and the id of the project if the profile has one.");
      break;
    case 401:
      text = g_strdup (_("The account does not accept this user name and password."));
      advice = _("Check the user name, the name of the account that the user belongs to, and the password. For the owner of an account both "
                 "names are the same. A user that signs in with a second factor needs keys instead of a password.");
      break;
    case 403:
      text = g_strdup (_("The account does not let this user sign in from a program."));
      advice = _("Ask the administrator of the account for “programmatic access”, and whether the user is locked or disabled.");
      break;
    case 404:
      text = g_strdup_printf (_("The account has no such project in the region “%s”."), region);
      advice = _("Choose the region in which the account uses the service, and check the id of the project if the profile has one. In a "
                 "new region, open the account’s console there once: the project is made then.");
      break;
    default:
      return;
    }

  whole = is_usual_refusal (*error) ? g_strdup (text) : g_strconcat (text, " ", (*error)->message, NULL);
  g_clear_error (error);
  *error = vidimus_error_new (VIDIMUS_ERROR_ACCOUNT, NULL, status, NULL, whole);
  vidimus_error_set_advice (*error, advice);
}

/* @problem: nullable: why it could not be looked up */
GError *
vidimus_credentials_words_missing (VidimusSecretKind  kind,
                                   const char        *profile_name,
                                   const GError      *problem)
{
  static const char * const formats[VIDIMUS_N_SECRETS] = {
    [VIDIMUS_SECRET_PASSWORD] = N_("No password for “%s” is at hand."),
    [VIDIMUS_SECRET_SECRET_KEY] = N_("No secret key (SK) for “%s” is at hand."),
    [VIDIMUS_SECRET_SECURITY_TOKEN] = N_("No security token for “%s” is at hand."),
    [VIDIMUS_SECRET_TOKEN] = N_("No token for “%s” is at hand."),
  };
  g_auto(GStrv) parts = g_strsplit (_(formats[kind]), "%s", 2);
  g_autofree char *fact = g_strjoinv (profile_name, parts);
  g_autofree char *text = g_strjoin (" ", fact, problem != NULL ? problem->message : NULL, NULL);
  g_autofree char *advice = g_strjoin (" ", _("Enter it in the profile."), problem != NULL ? vidimus_error_get_advice (problem) : NULL,
                                       NULL);
  GError *error = vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT, text, advice);

  return error;
}

static char *
describe_span (guint seconds)
{
  guint minutes = (seconds + 30) / 60;

  if (minutes < 120)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
  if (minutes < 48 * 60)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", minutes / 60), minutes / 60);

  return g_strdup_printf (ngettext ("%u day", "%u days", minutes / (24 * 60)), minutes / (24 * 60));
}

/* @seconds: by which this computer is ahead; not 0 */
char *
vidimus_credentials_words_skew (int seconds)
{
  g_autofree char *span = describe_span (ABS (seconds));
  g_autofree char *fact = g_strdup_printf (seconds > 0 ? _("This computer’s clock is %s ahead of the service’s.")
                                                       : _("This computer’s clock is %s behind the service’s."), span);

  return g_strconcat (fact, " ", _("Calls are made with the service’s time and work all the same. Set the clock right, or let the system set it "
                                   "by itself."), NULL);
}
