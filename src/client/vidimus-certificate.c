/* Certificates in a person's words: what one says, and why it is not believed. */
#include "vidimus-probe-private.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* An end that is so near is told. */
#define SOON_DAYS 14

/* The value after @key in a distinguished name. */
static char *
find_part (const char *distinguished,
           const char *key)
{
  g_auto(GStrv) parts = g_strsplit (distinguished, ",", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);

      if (g_str_has_prefix (part, key) && part[strlen (key)] != '\0')
        return g_strdup (part + strlen (key));
    }

  return NULL;
}

char *
vidimus_certificate_get_short_name (const char *distinguished)
{
  char *name;

  if (distinguished == NULL || *distinguished == '\0')
    return g_strdup (_("nobody"));

  name = find_part (distinguished, "CN=");
  if (name == NULL)
    name = find_part (distinguished, "O=");

  return name != NULL ? name : g_strdup (distinguished);
}

static char *
dup_issuer (GTlsCertificate *certificate)
{
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);

  return vidimus_certificate_get_short_name (issuer);
}

/* The names and addresses that it is for, else its subject. */
static char *
dup_names (GTlsCertificate *certificate)
{
  g_autoptr(GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr(GPtrArray) addresses = g_tls_certificate_get_ip_addresses (certificate);
  g_autofree char *subject = NULL;
  GString *out = g_string_new (NULL);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      GBytes *name = names->pdata[i];

      g_string_append_printf (out, "%s%.*s", out->len > 0 ? ", " : "", (int) g_bytes_get_size (name),
                              (const char *) g_bytes_get_data (name, NULL));
    }
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      g_autofree char *address = g_inet_address_to_string (addresses->pdata[i]);

      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", address);
    }

  if (out->len == 0)
    {
      subject = g_tls_certificate_get_subject_name (certificate);
      g_string_free (out, TRUE);
      return vidimus_certificate_get_short_name (subject);
    }

  return g_utf8_make_valid (g_string_free (g_steal_pointer (&out), FALSE), -1);
}

static char *
format_day (GDateTime *time)
{
  g_autoptr(GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%F") : g_strdup (_("an unknown day"));
}

char *
vidimus_certificate_describe (GTlsCertificate *certificate)
{
  g_autofree char *names = dup_names (certificate);
  g_autofree char *issuer = dup_issuer (certificate);
  g_autoptr(GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *day = format_day (end);
  g_autofree char *text = g_strdup_printf (_("Certificate for %s, by “%s”, valid until %s."), names, issuer, day);
  gint64 days = end != NULL ? g_date_time_difference (end, now) / G_TIME_SPAN_DAY : SOON_DAYS + 1;
  g_autofree char *warning = NULL;

  if (days > SOON_DAYS)
    return g_steal_pointer (&text);

  warning = g_strdup_printf (ngettext ("It ends in %d day: tell who runs the service.",
                                       "It ends in %d days: tell who runs the service.", days), (int) days);

  return g_strconcat (text, " ", warning, NULL);
}

static GError *
explain (const char *advice,
         const char *message)
{
  GError *error = vidimus_error_new_advised (VIDIMUS_ERROR_UNREACHABLE, message, advice);

  return error;
}

static GError *
explain_stranger (GTlsCertificate *certificate,
                  const char      *host,
                  gboolean         may_trust)
{
  g_autofree char *issuer = dup_issuer (certificate);
  g_autofree char *message = g_strdup_printf (_("Nobody whom this computer trusts vouches for “%s”: its certificate is by “%s”."), host,
                                              issuer);

  return explain (may_trust ? _("If that is the authority of your own organisation, enter the file with its certificate in the profile. Else "
                                "do not go on: somebody between here and there may be reading along. Nothing was sent.")
                            : _("Do not go on: somebody between here and there may be reading along, such as a firewall that looks into "
                                "connections. Ask who runs the network. Nothing was sent."), message);
}

static GError *
explain_end (GTlsCertificate *certificate,
             const char      *host,
             gboolean         ended)
{
  g_autoptr(GDateTime) time = ended ? g_tls_certificate_get_not_valid_after (certificate)
                                    : g_tls_certificate_get_not_valid_before (certificate);
  g_autofree char *day = format_day (time);
  g_autofree char *message = g_strdup_printf (ended ? _("The certificate of “%s” ended on %s.")
                                                    : _("The certificate of “%s” holds only from %s."), host, day);

  return explain (_("See that this computer’s clock is right. If it is, ask who runs the service for a new certificate. Nothing was "
                    "sent."), message);
}

static GError *
explain_name (GTlsCertificate *certificate,
              const char      *host)
{
  g_autofree char *names = dup_names (certificate);
  g_autofree char *message = g_strdup_printf (_("The certificate is for %s, and not for “%s”."), names, host);

  return explain (_("Check the address: the service may be known by another name. Nothing was sent."), message);
}

GError *
vidimus_certificate_explain (GTlsCertificate      *certificate,
                             GTlsCertificateFlags  faults,
                             const char           *host,
                             gboolean              may_trust)
{
  g_autofree char *message = NULL;

  if (certificate != NULL && (faults & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return explain_stranger (certificate, host, may_trust);
  if (certificate != NULL && (faults & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return explain_name (certificate, host);
  if (certificate != NULL && (faults & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)) != 0)
    return explain_end (certificate, host, (faults & G_TLS_CERTIFICATE_EXPIRED) != 0);
  if ((faults & G_TLS_CERTIFICATE_REVOKED) != 0)
    message = g_strdup_printf (_("The certificate of “%s” was revoked."), host);
  else if ((faults & G_TLS_CERTIFICATE_INSECURE) != 0)
    message = g_strdup_printf (_("The certificate of “%s” is made in a way that is not safe any more."), host);
  else
    message = g_strdup_printf (_("The certificate of “%s” is not valid."), host);

  return explain (_("Ask who runs the service about its certificate. Nothing was sent."), message);
}
