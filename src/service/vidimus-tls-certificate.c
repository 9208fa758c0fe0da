#include "vidimus-tls-certificate.h"

#include "vidimus-keys-file.h"
#include "vidimus-tls-check.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define FILE_MAX (256 * 1024)

/**
 * vidimus_tls_certificate_load:
 * @certificate_file: PEM: the certificate of this server, and those that lead from it to one that clients trust
 * @key_file: PEM, private as a file of keys must be
 *
 * Returns: (transfer full): both; %NULL with a sentence that says what to do
 */
GTlsCertificate *
vidimus_tls_certificate_load (const char  *certificate_file,
                              const char  *key_file,
                              GError     **error)
{
  g_autofree char *certificate = NULL;
  g_autoptr(GString) both = NULL;
  g_autoptr(GError) problem = NULL;
  GTlsCertificate *loaded;
  gsize length = 0, key_length = 0;
  char *key;

  if (!g_file_get_contents (certificate_file, &certificate, &length, &problem))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The certificate can't be read: %s"), problem->message);
      return NULL;
    }
  key = vidimus_keys_file_read (key_file, &key_length, error);
  if (key == NULL)
    return NULL;

  both = g_string_sized_new (length + key_length + 2);
  g_string_append (both, certificate);
  g_string_append_c (both, '\n');
  g_string_append_len (both, key, (gssize) key_length);
  vidimus_keys_file_free (key, key_length);
  loaded = length <= FILE_MAX ? g_tls_certificate_new_from_pem (both->str, (gssize) both->len, &problem) : NULL;
  explicit_bzero (both->str, both->len);
  if (loaded == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("“%s” and “%s” are not a certificate and its key in PEM: %s"), certificate_file, key_file,
                 problem != NULL ? problem->message : g_strerror (EFBIG));

  return loaded;
}

/**
 * vidimus_tls_certificate_trust:
 *
 * A server's connection asks for the certificates that its system trusts, each anew where they can't be read, although it
 * looks at nobody's: that of the file is in their place from now on.
 */
void
vidimus_tls_certificate_trust (const char *certificate_file)
{
  g_autofree char *whole = g_canonicalize_filename (certificate_file, NULL);
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (whole, NULL);

  if (database != NULL)
    g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

/**
 * vidimus_tls_certificate_check:
 *
 * Starts threads.
 *
 * Returns: %FALSE with a sentence when the key is another certificate's
 */
gboolean
vidimus_tls_certificate_check (GTlsCertificate  *certificate,
                               const char       *certificate_file,
                               const char       *key_file,
                               GError          **error)
{
  if (vidimus_tls_check (certificate))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("The key of “%s” is not that of the certificate of “%s”: see whether both are of the same renewal"),
               key_file, certificate_file);

  return FALSE;
}
