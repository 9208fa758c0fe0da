#include "vidimus-fetch.h"

#include "vidimus-error.h"
#include "vidimus-test-ca.h"
#include "vidimus-test.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A resolver that knows what the test says: “good” is this computer; “bad” is a private address; “both” is either,
 * “turning” is this computer once and a private address ever after. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static GResolver *the_resolver;
static guint n_lookups;

static void
free_addresses (gpointer data)
{
  g_list_free_full (data, g_object_unref);
}

static void
lookup_async (GResolver           *resolver,
              const char          *name,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  gboolean here = g_str_equal (name, "good") || g_str_equal (name, "both") || g_str_equal (name, "localhost") ||
                  (g_str_equal (name, "turning") && n_lookups == 0);
  gboolean elsewhere = g_str_equal (name, "bad") || g_str_equal (name, "both") || (g_str_equal (name, "turning") && !here);
  GList *list = NULL;

  n_lookups++;
  if (elsewhere)
    list = g_list_append (list, g_inet_address_new_from_string ("10.0.0.1"));
  if (here)
    list = g_list_append (list, g_inet_address_new_from_string ("127.0.0.1"));
  if (list != NULL)
    g_task_return_pointer (task, list, free_addresses);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no %s", name);
}

static GList *
lookup_finish (GResolver     *resolver,
               GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = lookup_async;
  resolver_class->lookup_by_name_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static GResolver *
get_resolver (void)
{
  return the_resolver;
}

static gboolean
allows_here (GInetAddress *address,
             guint16       port)
{
  return g_inet_address_get_is_loopback (address) && port >= 1024;
}

static GTlsDatabase *the_trust;

static GTlsDatabase *
get_trust (void)
{
  return the_trust;
}

static const VidimusFetchPolicy here = { .resolver = get_resolver, .allows = allows_here };
static const VidimusFetchPolicy here_trusted = { .resolver = get_resolver, .allows = allows_here, .trust = get_trust };

typedef struct
{
  guint     n_requests;
  char     *cookie;    /* that came last */
  char     *encodings;
  char     *authority;
} Seen;

static Seen seen;

/* /N leads N times elsewhere, then to an image. */
static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  const char *to = query != NULL ? g_hash_table_lookup (query, "to") : NULL;
  guint64 left = g_ascii_strtoull (path + 1, NULL, 10);

  seen.n_requests++;
  g_free (seen.cookie);
  seen.cookie = g_strdup (soup_message_headers_get_one (request, "Cookie"));
  g_free (seen.encodings);
  seen.encodings = g_strdup (soup_message_headers_get_one (request, "Accept-Encoding"));
  g_free (seen.authority);
  seen.authority = g_strdup (soup_message_headers_get_one (request, "Authorization"));

  if (to != NULL || left > 0)
    {
      g_autofree char *next = to != NULL ? g_strdup (to) : g_strdup_printf ("/%u", (guint) left - 1);

      soup_message_headers_replace (response, "Location", next);
      soup_message_headers_replace (response, "Set-Cookie", "tracked=yes");
      soup_server_message_set_status (message, SOUP_STATUS_FOUND, NULL);
    }
  else if (g_str_equal (path, "/slow"))
    {
      soup_server_message_pause (message); /* for ever */
    }
  else if (g_str_equal (path, "/missing"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    }
  else if (g_str_equal (path, "/empty"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
    }
  else if (g_str_equal (path, "/large") || g_str_equal (path, "/endless"))
    {
      g_autofree char *filler = g_strnfill (200 * 1024, 'x');

      if (g_str_equal (path, "/endless"))
        soup_message_headers_set_encoding (response, SOUP_ENCODING_CHUNKED);
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "image/jpeg", SOUP_MEMORY_COPY, filler, 200 * 1024);
    }
  else
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "an image", 8);
    }
}

/* Fetches; returns the contract's code, or NULL when @image, if given, has what came. */
static char *
fetch (const VidimusFetchPolicy  *policy,
       guint                      ms,
       const char                *address,
       char                     **image)
{
  const VidimusFetchLimits limits = { .ms = ms, .bytes = 100 * 1024, .at_once = 2 };
  VidimusFetcher *fetcher = vidimus_fetcher_new (policy, &limits);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gsize size = 0;
  int fd;

  vidimus_fetcher_fetch_async (fetcher, address, NULL, vidimus_test_finish, &result);
  fd = vidimus_fetcher_fetch_finish (vidimus_test_await (&result), &size, &error);
  vidimus_fetcher_free (fetcher);
  if (fd < 0)
    {
      g_test_message ("%s: %s", address, error->message);
      return g_strdup (vidimus_error_get_api_code (error));
    }

  if (image != NULL)
    {
      char *bytes = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

      g_assert_true (bytes != MAP_FAILED);
      *image = g_strndup (bytes, size);
      munmap (bytes, size);
    }
  g_assert_cmpint (ftruncate (fd, 1), <, 0); /* sealed */
  close (fd);

  return NULL;
}

typedef struct
{
  const char *path;
  const char *address; /* PORT stands for the server's */
  const char *code;    /* NULL: an image */
  guint       requests;
} Case;

static const Case cases[] = {
  { "/fetch/good",             "http://good:PORT/0",                          NULL, 1 },
  { "/fetch/literal",          "http://localhost:PORT/0",                     NULL, 1 },
  { "/fetch/both",             "http://both:PORT/0",                          NULL, 1 },
  { "/fetch/turning",          "http://turning:PORT/0",                       NULL, 1 },
  { "/fetch/query",            "http://good:PORT/x?a=%20b",                   NULL, 1 },
  { "/fetch/redirected",       "http://good:PORT/3",                          NULL, 4 },
  { "/fetch/too-often",        "http://good:PORT/4",                          "ModelArts.4603", 4 },
  { "/fetch/turned-away",      "http://turning:PORT/1",                       "ModelArts.4601", 1 },
  { "/fetch/bad",              "http://bad:PORT/0",                           "ModelArts.4601", 0 },
  { "/fetch/to-bad",           "http://good:PORT/r?to=http://bad:PORT/",      "ModelArts.4601", 1 },
  { "/fetch/to-file",          "http://good:PORT/r?to=file:///etc/passwd",    "ModelArts.4601", 1 },
  { "/fetch/to-port",          "http://good:PORT/r?to=http://good:22/",       "ModelArts.4601", 1 },
  { "/fetch/to-user",          "http://good:PORT/r?to=http://a:b@good:PORT/", "ModelArts.4601", 1 },
  { "/fetch/port",             "http://good:22/",                             "ModelArts.4601", 0 },
  { "/fetch/unknown",          "http://nobody:PORT/",                         "ModelArts.4603", 0 },
  { "/fetch/file",             "file:///etc/passwd",                          "ModelArts.4601", 0 },
  { "/fetch/ftp",              "ftp://good/x",                                "ModelArts.4601", 0 },
  { "/fetch/user",             "http://user:secret@good:PORT/0",              "ModelArts.4601", 0 },
  { "/fetch/no-host",          "http:///x",                                   "ModelArts.4601", 0 },
  { "/fetch/no-address",       "good",                                        "ModelArts.4601", 0 },
  { "/fetch/spaces",           "http://go od:PORT/",                          "ModelArts.4603", 0 },
  { "/fetch/missing",          "http://good:PORT/missing",                    "ModelArts.4603", 1 },
  { "/fetch/empty",            "http://good:PORT/empty",                      "ModelArts.4603", 1 },
  { "/fetch/large",            "http://good:PORT/large",                      "AIS.0103", 1 },
  { "/fetch/endless",          "http://good:PORT/endless",                    "AIS.0103", 1 },
  { "/fetch/slow",             "http://good:PORT/slow",                       "ModelArts.4603", 1 },
  { "/fetch/no-tls",           "https://good:PORT/0",                         "ModelArts.4603", 0 },
};

static char *
with_port (const char *text,
           const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (parsed));
  g_auto(GStrv) parts = g_strsplit (text, "PORT", -1);

  return g_strjoinv (port, parts);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *uri = NULL, *code = NULL, *image = NULL, *address = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, NULL, &uri);

  address = with_port (c->address, uri);
  seen.n_requests = 0;
  n_lookups = 0;
  code = fetch (&here, g_str_has_suffix (address, "/slow") || g_str_has_prefix (address, "https") ? 500 : 30000, address, &image);
  g_assert_cmpstr (code, ==, c->code);
  g_assert_cmpuint (seen.n_requests, ==, c->requests);
  if (c->code == NULL)
    {
      g_assert_cmpstr (image, ==, "an image");
      if (strstr (address, "localhost") == NULL) /* which GResolver knows by itself */
        g_assert_cmpuint (n_lookups, ==, c->requests); /* what was checked is what was asked: no second look */
    }
  g_assert_null (seen.cookie);
  g_assert_null (seen.encodings);
  g_assert_null (seen.authority);
  vidimus_test_stop (server);
}

/* The certificate has to be of the name that was asked for, although the connection goes to an address. */
static void
test_tls (void)
{
  g_autofree char *reason = NULL;
  g_autoptr(VidimusTestCa) ca = vidimus_test_ca_new (&reason);
  static const VidimusTestCert kinds[] = { VIDIMUS_TEST_CERT_GOOD, VIDIMUS_TEST_CERT_NAMELESS, VIDIMUS_TEST_CERT_STRANGER };

  if (ca == NULL)
    {
      g_test_skip (reason);
      return;
    }

  the_trust = g_tls_file_database_new (vidimus_test_ca_get_file (ca), NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), the_trust); /* the system's takes long to read */
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GTlsCertificate) certificate = vidimus_test_ca_issue (ca, kinds[i]);
      g_autoptr(SoupServer) server = soup_server_new ("tls-certificate", certificate, NULL);
      g_autofree char *address = NULL, *code = NULL;
      GSList *uris;

      soup_server_add_handler (server, NULL, answer_cb, NULL, NULL);
      g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
      uris = soup_server_get_uris (server);
      address = g_strdup_printf ("https://localhost:%d/0", g_uri_get_port (uris->data));
      g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
      code = fetch (&here_trusted, 30000, address, NULL);
      g_assert_cmpstr (code, ==, i == 0 ? NULL : "ModelArts.4603");
      vidimus_test_stop (server);
    }
  g_clear_object (&the_trust);
}

/* Who is cancelled is; and of too many one is told to wait. */
static void
test_at_once (void)
{
  const VidimusFetchLimits limits = { .ms = 60 * 1000, .bytes = 1000, .at_once = 2 };
  VidimusFetcher *fetcher = vidimus_fetcher_new (&here, &limits);
  g_autofree char *uri = NULL, *address = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, NULL, &uri);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GAsyncResult) third = NULL;
  g_autoptr(GError) cancelled = NULL;
  g_autoptr(GError) again = NULL;
  g_autoptr(GError) busy = NULL;
  gsize size;

  address = with_port ("http://good:PORT/slow", uri);
  vidimus_fetcher_fetch_async (fetcher, address, cancellable, vidimus_test_finish, &first);
  vidimus_fetcher_fetch_async (fetcher, address, cancellable, vidimus_test_finish, &second);
  vidimus_fetcher_fetch_async (fetcher, address, NULL, vidimus_test_finish, &third);
  g_assert_cmpint (vidimus_fetcher_fetch_finish (vidimus_test_await (&third), &size, &busy), <, 0);
  g_assert_cmpstr (vidimus_error_get_api_code (busy), ==, "ModelArts.4401");
  g_assert_cmpuint (vidimus_error_get_http_status (busy), ==, 503);

  g_cancellable_cancel (cancellable);
  g_assert_cmpint (vidimus_fetcher_fetch_finish (vidimus_test_await (&first), &size, &cancelled), <, 0);
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (vidimus_fetcher_fetch_finish (vidimus_test_await (&second), &size, &again), <, 0);
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  vidimus_fetcher_free (fetcher);
  vidimus_test_stop (server);
}

/* The program's own policy, where nothing is injected. */
static void
test_public (void)
{
  g_autoptr(GInetAddress) open = g_inet_address_new_from_string ("8.8.8.8");
  g_autoptr(GInetAddress) shut = g_inet_address_new_from_string ("127.0.0.1");

  g_assert_true (VIDIMUS_FETCH_PUBLIC.allows (open, 80));
  g_assert_true (VIDIMUS_FETCH_PUBLIC.allows (open, 443));
  g_assert_false (VIDIMUS_FETCH_PUBLIC.allows (open, 8080));
  g_assert_false (VIDIMUS_FETCH_PUBLIC.allows (open, 22));
  g_assert_false (VIDIMUS_FETCH_PUBLIC.allows (shut, 80));
  g_assert_null (VIDIMUS_FETCH_PUBLIC.trust);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_setenv ("http_proxy", "http://127.0.0.1:9", TRUE); /* nobody there: whoever asks it fails */
  g_setenv ("https_proxy", "http://127.0.0.1:9", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "environment", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  the_resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/fetch/tls", test_tls);
  g_test_add_func ("/fetch/at-once", test_at_once);
  g_test_add_func ("/fetch/public", test_public);
  status = g_test_run ();
  g_object_unref (the_resolver);
  g_free (seen.cookie);
  g_free (seen.encodings);
  g_free (seen.authority);

  return status;
}
