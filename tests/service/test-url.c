/* `url` through the whole service, on an address of this computer that only the test's program allows. */
#include "vidimus-test-service.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "127.84.6.1" /* allowed, by misbehaving-service.c alone */

static const char answer[] = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nnone";

/* Answers each connection, until told to end by a request without a path. */
static gpointer
serve (gpointer data)
{
  int listener = GPOINTER_TO_INT (data);
  gboolean going_on = TRUE;

  while (going_on)
    {
      int fd = accept (listener, NULL, NULL);
      char request[4096];
      gssize n = fd >= 0 ? recv (fd, request, sizeof request, 0) : 0;

      going_on = n > 0 && memcmp (request, "GET /", 5) == 0;
      if (going_on)
        test_write (fd, answer, strlen (answer));
      close (fd);
    }

  return NULL;
}

static struct sockaddr_in
address_of (const char *host)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = g_htons (80) };

  inet_pton (AF_INET, host, &address.sin_addr);

  return address;
}

static TestReply *
ask (TestService *service,
     const char  *url)
{
  g_autofree char *body = g_strdup_printf ("{\"url\":\"%s\",\"alarm\":false}", url);
  g_autofree char *request = g_strdup_printf ("POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                              "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                              strlen (body), body);

  return test_service_send (service, request, -1);
}

static void
test_url (void)
{
  struct sockaddr_in address = address_of (HOST);
  int listener = socket (AF_INET, SOCK_STREAM, 0), yes = 1, last;
  TestService *service, *closed;
  g_autoptr(TestReply) fetched = NULL;
  g_autoptr(TestReply) refused = NULL;
  g_autoptr(TestReply) named = NULL;
  g_autoptr(TestReply) off = NULL;
  GThread *thread;

  setsockopt (listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind (listener, (struct sockaddr *) &address, sizeof address) < 0)
    {
      g_test_skip (errno == EACCES ? "Port 80 is for root here" : g_strerror (errno));
      close (listener);
      return;
    }
  g_assert_cmpint (listen (listener, 8), ==, 0);
  thread = g_thread_new ("server", serve, GINT_TO_POINTER (listener));

  service = test_service_start_port ("--workers=1", "--allow-url", NULL);
  fetched = ask (service, "http://" HOST "/image.jpg");
  g_test_message ("%s", fetched->body);
  g_assert_cmpuint (fetched->status, ==, 200);
  g_assert_null (strstr (fetched->body, "\"type\"")); /* what the image said came to the worker */
  refused = ask (service, "http://127.0.0.1/");
  test_reply_assert (refused, 400, "ModelArts.4601");
  named = ask (service, "http://localhost/");
  test_reply_assert (named, 400, "ModelArts.4601");
  test_service_stop (service);

  closed = test_service_start_port ("--workers=1", NULL);
  off = ask (closed, "http://" HOST "/image.jpg");
  test_reply_assert (off, 400, "ModelArts.4601");
  test_service_stop (closed);

  last = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (connect (last, (struct sockaddr *) &address, sizeof address), ==, 0);
  close (last);
  g_thread_join (thread);
  close (listener);
}

/* The program that is installed allows no address of this computer, whatever its environment says. */
static void
test_installed (void)
{
  static const char *const addresses[] = { "http://" HOST "/", "http://127.0.0.1/", "http://[::1]/", "http://localhost/",
                                           "http://169.254.169.254/", "http://10.1.2.3/", "http://[::ffff:127.0.0.1]/",
                                           "http://[64:ff9b::7f00:1]/", "http://0.0.0.0/", "https://[fe80::1]/" };
  g_autofree char *ours = g_strdup (g_getenv ("VIDIMUS_TEST_SERVICE"));
  TestService *service;

  g_setenv ("VIDIMUS_TEST_SERVICE", g_getenv ("VIDIMUS_SERVICE"), TRUE);
  service = test_service_start_port ("--workers=1", "--allow-url", NULL);
  g_setenv ("VIDIMUS_TEST_SERVICE", ours, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(TestReply) reply = ask (service, addresses[i]);

      g_test_message ("%s: %s", addresses[i], reply->body);
      test_reply_assert (reply, 400, "ModelArts.4601");
    }
  test_service_stop (service);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/url/fetched", test_url);
  g_test_add_func ("/url/installed", test_installed);

  return g_test_run ();
}
