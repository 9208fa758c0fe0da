#include "vidimus-test-sign.h"

#include "vidimus-signing.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *
or (const char *value,
    const char *usual)
{
  return value != NULL ? value : usual;
}

/**
 * test_date:
 *
 * Returns: (transfer full): @seconds since 1970 as X-Sdk-Date has them
 */
char *
test_date (gint64 seconds)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_format (date, "%Y%m%dT%H%M%SZ");
}

/**
 * test_body:
 *
 * Returns: (transfer full): a body with text that stands for an image
 */
char *
test_body (const char *image)
{
  g_autofree char *data = g_base64_encode ((const guchar *) image, strlen (image));

  return g_strdup_printf ("{\"data\":\"%s\",\"alarm\":true}", data);
}

/**
 * test_sign:
 *
 * Returns: (transfer full): a whole request
 */
char *
test_sign (const TestSigned *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *date = test_date (self->date != 0 ? self->date : now);
  g_autofree char *sent_date = test_date (self->sent_date != 0 ? self->sent_date : self->date != 0 ? self->date : now);
  g_autofree char *usual = test_body ("ok");
  const char *body = or (self->body, usual);
  const char *path = or (self->path, TEST_PATH);
  const char *host = or (self->host, "127.0.0.1:8080");
  const char *sent_query = or (self->sent_query, self->query);
  const char *colon = self->extra != NULL ? strchr (self->extra, ':') : NULL;
  g_autofree char *extra_name = colon != NULL ? g_strndup (self->extra, (gsize) (colon - self->extra)) : NULL;
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  VidimusHeader headers[6] = { { "Content-Type", "application/json" }, { "Host", host }, { "X-Sdk-Date", date } };
  gsize n = 3;
  g_autofree char *canonical = NULL, *to_sign = NULL, *signature = NULL, *authorization = NULL;
  GString *out = g_string_new (NULL);

  if (self->content_sha256 != NULL)
    headers[n++] = (VidimusHeader) { "X-Sdk-Content-Sha256", self->content_sha256 };
  if (colon != NULL)
    headers[n++] = (VidimusHeader) { extra_name, colon + 2 };
  canonical = vidimus_signing_canonical_request (or (self->method, "POST"), path, self->query, headers, n, digest);
  to_sign = vidimus_signing_string_to_sign (date, canonical);
  signature = vidimus_signing_signature (or (self->secret_key, TEST_SECRET_KEY), to_sign);
  authorization = vidimus_signing_authorization (or (self->access_key, TEST_ACCESS_KEY), headers, n, signature);

  body = or (self->sent_body, body);
  g_string_printf (out, "POST %s%s%s HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\nHost: %s\r\n"
                        "X-Sdk-Date: %s\r\nAuthorization: %s\r\nContent-Length: %zu\r\n",
                   or (self->sent_path, path), sent_query != NULL ? "?" : "", or (sent_query, ""),
                   or (self->sent_host, host), sent_date, authorization, strlen (body));
  if (self->content_sha256 != NULL)
    g_string_append_printf (out, "X-Sdk-Content-Sha256: %s\r\n", self->content_sha256);
  if (self->extra != NULL)
    g_string_append_printf (out, "%s\r\n", or (self->sent_extra, self->extra));
  g_string_append (out, or (self->unsigned_extra, ""));
  g_string_append_printf (out, "\r\n%s", body);

  return g_string_free (out, FALSE);
}

/**
 * test_write_keys:
 *
 * Returns: (transfer full): the path of a file with @json, in a folder of its own
 */
char *
test_write_keys (const char *json,
                 int         mode)
{
  g_autofree char *dir = g_dir_make_tmp ("vk-XXXXXX", NULL);
  char *path = g_build_filename (dir, "keys.json", NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, json, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);

  return path;
}

/**
 * test_service_signed:
 *
 * Returns: (transfer full): the answer to a signed request
 */
TestReply *
test_service_signed (TestService      *service,
                     const TestSigned *what)
{
  g_autofree char *request = test_sign (what);

  return test_service_send (service, request, -1);
}
