#include "vidimus-test-ca.h"
#include "vidimus-test-sign.h"
#include "vidimus-test.h"

#include <glib/gstdio.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define METRICS "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
#define HEALTH "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

/* The folder with what a service is given, and the service. */
typedef struct
{
  TestService   *service;
  VidimusTestCa *ca;
  char          *dir;
  char          *keys;
  char          *certificate;
  char          *key;
} Place;

static void
write_file (const char *path,
            const char *text)
{
  g_autofree char *beside = g_strconcat (path, ".new", NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents_full (beside, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (beside, path), ==, 0); /* another file in its place, as it is done */
}

static void
issue (Place *self)
{
  g_autoptr(GTlsCertificate) certificate = vidimus_test_ca_issue (self->ca, VIDIMUS_TEST_CERT_GOOD);
  g_autofree char *pem = NULL, *key = NULL;

  g_object_get (certificate, "certificate-pem", &pem, "private-key-pem", &key, NULL);
  write_file (self->certificate, pem);
  write_file (self->key, key);
}

static gboolean
place_open (Place      *self,
            const char *option)
{
  g_autofree char *reason = NULL;
  g_autofree char *certificate = NULL, *key = NULL, *keys = NULL;
  g_autoptr(GTlsDatabase) trusted = NULL;

  *self = (Place) { .ca = vidimus_test_ca_new (&reason) };
  if (self->ca == NULL)
    {
      g_test_skip (reason);
      return FALSE;
    }

  self->dir = g_dir_make_tmp ("vn-XXXXXX", NULL);
  self->keys = g_build_filename (self->dir, "keys.json", NULL);
  self->certificate = g_build_filename (self->dir, "cert.pem", NULL);
  self->key = g_build_filename (self->dir, "key.pem", NULL);
  write_file (self->keys, TEST_KEYS);
  issue (self);
  trusted = g_tls_file_database_new (vidimus_test_ca_get_file (self->ca), NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted); /* the system's takes long to read */
  certificate = g_strconcat ("--tls-cert=", self->certificate, NULL);
  key = g_strconcat ("--tls-key=", self->key, NULL);
  keys = g_strconcat ("--keys=", self->keys, NULL);
  self->service = test_service_start_port ("--workers=1", "--rate=1000", option, certificate, key, keys, NULL);

  return TRUE;
}

static void
place_close (Place *self)
{
  test_service_stop (self->service);
  g_unlink (self->keys);
  g_unlink (self->certificate);
  g_unlink (self->key);
  g_rmdir (self->dir);
  g_free (self->dir);
  g_free (self->keys);
  g_free (self->certificate);
  g_free (self->key);
  vidimus_test_ca_free (self->ca);
}

/* A secure connection, or NULL. */
static GIOStream *
connect_tls (Place *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocket) socket = g_socket_new_from_fd (test_service_connect (self->service), &error);
  g_autoptr(GSocketConnection) plain = g_socket_connection_factory_create_connection (socket);
  g_autoptr(GSocketConnectable) identity = g_network_address_new ("localhost", self->service->port);
  g_autoptr(GTlsDatabase) trusted = g_tls_file_database_new (vidimus_test_ca_get_file (self->ca), &error);
  g_autoptr(GIOStream) stream = g_tls_client_connection_new (G_IO_STREAM (plain), identity, &error);

  g_assert_no_error (error);
  g_tls_connection_set_database (G_TLS_CONNECTION (stream), trusted);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (stream), NULL, &error))
    {
      g_test_message ("%s", error->message);
      return NULL;
    }

  return g_steal_pointer (&stream);
}

/* What comes until the end. */
static char *
read_all (GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  g_io_stream_close (stream, NULL, NULL);

  return g_string_free (text, FALSE);
}

static char *
ask_tls (Place      *self,
         const char *request)
{
  g_autoptr(GIOStream) stream = connect_tls (self);
  GOutputStream *output;

  g_assert_nonnull (stream);
  output = g_io_stream_get_output_stream (stream);
  g_assert_true (g_output_stream_write_all (output, request, strlen (request), NULL, NULL, NULL));

  return read_all (stream);
}

/* A hello of TLS 1.1 (RFC 4346), which the client wants and nothing later. */
static const guint8 old_hello[] = {
  22, 3, 1, 0, 47, 1, 0, 0, 43, 3, 2,
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
  0, 0, 4, 0xc0, 0x09, 0xc0, 0x0a, 1, 0,
};

static void
test_tls (void)
{
  Place place;
  g_autofree char *health = NULL, *answer = NULL, *refused = NULL;
  g_autofree char *request = test_sign (&(TestSigned) { .host = "localhost" });
  g_autofree char *tampered = test_sign (&(TestSigned) { .host = "localhost", .sent_body = "{}" });
  g_autoptr(TestReply) plain = NULL;
  guint8 alert[7] = { 0 };
  int fd;

  if (!place_open (&place, "--header-timeout=60"))
    return;

  health = ask_tls (&place, HEALTH);
  answer = ask_tls (&place, request);
  refused = ask_tls (&place, tampered);
  g_assert_true (g_str_has_prefix (health, "HTTP/1.1 200"));
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (answer, "\"id_card\""));
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 401"));

  plain = test_service_send (place.service, HEALTH, -1);
  g_assert_cmpuint (plain->status, ==, 0);

  fd = test_service_connect (place.service);
  test_write (fd, (const char *) old_hello, sizeof old_hello);
  if (recv (fd, alert, sizeof alert, MSG_WAITALL) > 0)
    g_assert_cmpint (alert[0], ==, 21); /* RFC 5246: an alert at most, never a hello */
  close (fd);
  place_close (&place);
}

/* Keys and certificate change while a request is on its way; what is wrong changes nothing. */
static void
test_reload (void)
{
  static const char other[] = "{\"tokens\": [{\"token\": \"another-token-of-the-tests\", \"project_id\": \"" TEST_PROJECT "\"}]}";
  Place place;
  g_autofree char *begin = test_sign (&(TestSigned) { .host = "a", .body = "{\"data\":\"c2xvdw==\"}" }); /* slow */
  g_autofree char *again = test_sign (&(TestSigned) { .host = "b" });
  g_autofree char *kept = test_sign (&(TestSigned) { .host = "c" });
  g_autofree char *answer = NULL, *still = NULL, *refused = NULL, *old_key = NULL, *old_certificate = NULL;
  g_autoptr(GIOStream) stream = NULL, later = NULL;
  g_autoptr(GTlsCertificate) before = NULL, after = NULL;

  if (!place_open (&place, "--header-timeout=60"))
    return;

  write_file (place.keys, "{\"keys\": [}");
  kill (place.service->pid, SIGHUP);
  test_service_await_log (place.service, "the keys stay as they were");
  still = ask_tls (&place, kept);
  g_assert_true (g_str_has_prefix (still, "HTTP/1.1 200"));

  /* A key that is not the certificate's, as between the two halves of a renewal. */
  g_assert_true (g_file_get_contents (place.key, &old_key, NULL, NULL));
  g_assert_true (g_file_get_contents (place.certificate, &old_certificate, NULL, NULL));
  issue (&place);
  write_file (place.certificate, old_certificate);
  kill (place.service->pid, SIGHUP);
  test_service_await_log (place.service, "the certificate stays as it was: The key of");
  write_file (place.key, old_key);

  stream = connect_tls (&place);
  g_assert_nonnull (stream);
  before = g_object_ref (g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (stream)));
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (stream), begin, strlen (begin), NULL, NULL, NULL));
  test_service_await_log (place.service, "slow begins");
  write_file (place.keys, other);
  issue (&place);
  kill (place.service->pid, SIGHUP);
  test_service_await_log (place.service, "keys are read again: 0 keys, 1 tokens");

  answer = read_all (stream);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  refused = ask_tls (&place, again);
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 401"));
  later = connect_tls (&place);
  after = g_object_ref (g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (later)));
  g_assert_false (g_tls_certificate_is_same (before, after));
  g_io_stream_close (later, NULL, NULL);
  place_close (&place);
}

/* Expects that the service closes @fd by itself. */
static void
assert_closed (int fd)
{
  char byte;

  g_assert_cmpint (recv (fd, &byte, 1, 0), <=, 0);
  close (fd);
}

/* Nothing is kept of connections that are over: this one is the only one. */
static void
assert_empty (TestService *service)
{
  for (;;)
    {
      g_autoptr(TestReply) reply = test_service_send (service, METRICS, -1);

      g_assert_cmpuint (reply->status, ==, 200);
      if (strstr (reply->body, "\nvidimus_connections 1\n") != NULL)
        break;
    }
}

/* Those who only hold a connection, each in another way. */
static void
test_slow (void)
{
  static const char half[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  static const char crawl[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                              "Content-Length: 1000000\r\n\r\n{";
  Place place;
  TestService *plain;
  int silent, head, body, tls, hello;

  if (!place_open (&place, "--header-timeout=2"))
    return;

  plain = test_service_start_port ("--workers=1", "--header-timeout=1", "--body-rate=1000", NULL);
  body = test_service_connect (plain);
  test_write (body, crawl, strlen (crawl));
  silent = test_service_connect (plain);
  head = test_service_connect (plain);
  test_write (head, half, strlen (half));
  tls = test_service_connect (place.service);
  hello = test_service_connect (place.service);
  test_write (hello, (const char *) old_hello, 20);

  assert_closed (silent);
  assert_closed (head);
  assert_closed (tls);
  assert_closed (hello);
  assert_closed (body);
  test_service_await_log (plain, "its body came too slowly");
  assert_empty (plain);
  test_service_stop (plain);
  place_close (&place);
}

/* A hello of TLS 1.2 (RFC 5246), ECDHE-ECDSA-AES128-GCM-SHA256 over P-256, that is answered and not gone on with. */
static const guint8 hello[] = {
  22, 3, 1, 0, 69, 1, 0, 0, 65, 3, 3,
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
  0, 0, 2, 0xc0, 0x2b, 1, 0, 0, 22,
  0, 13, 0, 4, 0, 2, 4, 3, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0,
};

static int
connect_from (Place      *place,
              const char *host)
{
  struct sockaddr_in from = { .sin_family = AF_INET };
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = g_htons (place->service->port),
                            .sin_addr = { g_htonl (INADDR_LOOPBACK) } };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  inet_pton (AF_INET, host, &from.sin_addr);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &from, sizeof from), ==, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &to, sizeof to), ==, 0);

  return fd;
}

/* Every place for a handshake is taken by those who do not go on; somebody of another address is served long before
 * their time is over. */
static void
test_flood (void)
{
  Place place;
  g_autofree char *health = NULL;
  guint8 answer[5];
  guint n_open = 0;
  int fds[20];

  if (!place_open (&place, "--header-timeout=60"))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      g_autofree char *from = g_strdup_printf ("127.0.0.%zu", 2 + i / 4);

      fds[i] = connect_from (&place, from);
      test_write (fds[i], (const char *) hello, sizeof hello);
    }
  g_assert_cmpint (recv (fds[0], answer, sizeof answer, MSG_WAITALL), ==, 5);
  g_assert_cmpint (answer[0], ==, 22); /* the service's own hello: a handshake runs */

  health = ask_tls (&place, HEALTH);
  g_assert_true (g_str_has_prefix (health, "HTTP/1.1 200"));
  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      char buffer[8192];
      gssize n;

      while ((n = recv (fds[i], buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
        ;
      n_open += n < 0 && errno == EAGAIN;
      close (fds[i]);
    }
  g_assert_cmpuint (n_open, >=, 10);
  place_close (&place);
}

static void
test_connections (void)
{
  TestService *service = test_service_start_port ("--workers=1", "--connections-per-address=3", NULL);
  g_autoptr(TestReply) refused = NULL;
  g_autoptr(TestReply) reply = NULL;
  int fds[3];

  fds[0] = test_service_begin (service, "wait", NULL);
  test_service_await_log (service, "wait begins");
  for (gsize i = 1; i < G_N_ELEMENTS (fds); i++)
    fds[i] = test_service_begin (service, "ok", NULL);
  refused = test_service_send (service, HEALTH, -1);
  g_assert_cmpuint (refused->status, ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  test_service_await_log (service, "cancelled by its client");
  for (;;)
    {
      reply = test_service_send (service, HEALTH, -1);
      if (reply->status == 200)
        break;
      g_clear_pointer (&reply, test_reply_free);
    }
  test_service_stop (service);
}

/* Bodies are only taken as long as there is memory for them; the rest is told so at once, and nothing breaks. */
static void
test_memory (void)
{
  static const char head[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                             "Content-Length: 12000000\r\n\r\n{";
  TestService *service = test_service_start_port ("--workers=1", "--memory=64", NULL);
  g_autoptr(TestReply) refused = NULL;
  g_autoptr(TestReply) small = NULL;
  g_autofree char *wait = NULL;
  int held[2];

  for (gsize i = 0; i < G_N_ELEMENTS (held); i++)
    {
      g_autoptr(TestReply) order = NULL;

      held[i] = test_service_connect (service);
      test_write (held[i], head, strlen (head));
      order = test_service_send (service, HEALTH, -1); /* behind it */
      g_assert_cmpuint (order->status, ==, 200);
    }
  {
    g_autofree char *asking = g_strdup_printf ("POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                               "Expect: 100-continue\r\nContent-Type: application/json\r\n"
                                               "Content-Length: %d\r\n\r\n", 12000000);

    refused = test_service_send (service, asking, -1);
  }
  test_reply_assert (refused, 503, "ModelArts.4401");
  wait = test_reply_get_header (refused, "Retry-After");
  g_assert_cmpstr (wait, ==, "1");
  small = test_service_ask (service, "ok", NULL);
  g_assert_cmpuint (small->status, ==, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (held); i++)
    close (held[i]);
  test_service_stop (service);
}

static TestReply *
send_headers (TestService *service,
              guint        n,
              gsize        length)
{
  g_autofree char *filler = g_strnfill (length, 'x');
  GString *request = g_string_new ("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
  TestReply *reply;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (request, "X-Filler-%u: %s\r\n", i, filler);
  g_string_append (request, "\r\n");
  reply = test_service_send (service, request->str, (gssize) request->len);
  g_string_free (request, TRUE);

  return reply;
}

static void
test_headers (void)
{
  TestService *service = test_service_start_port ("--workers=1", NULL);
  g_autoptr(TestReply) few = send_headers (service, 90, 10);
  g_autoptr(TestReply) many = send_headers (service, 120, 10);
  g_autoptr(TestReply) long_one = send_headers (service, 1, 20000);
  g_autoptr(TestReply) huge = send_headers (service, 50, 4000);

  g_assert_cmpuint (few->status, ==, 200);
  test_reply_assert (many, 494, "APIG.0201");
  g_assert_cmpuint (long_one->status, ==, 494);
  g_assert_true (huge->status == 400 || huge->status == 0); /* the answer may be lost with what was not read */
  test_service_stop (service);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/network/tls", test_tls);
  g_test_add_func ("/network/reload", test_reload);
  g_test_add_func ("/network/slow", test_slow);
  g_test_add_func ("/network/flood", test_flood);
  g_test_add_func ("/network/connections", test_connections);
  g_test_add_func ("/network/memory", test_memory);
  g_test_add_func ("/network/headers", test_headers);

  return g_test_run ();
}
