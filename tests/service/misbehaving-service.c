/* The service with a backend that does what the image says: the real processes, without decoding or an engine. */
#include "vidimus-service.h"

#include "vidimus-channel.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *
test_language (unsigned bit)
{
  static const char *const languages[] = { "eng", "tha" };

  return bit < G_N_ELEMENTS (languages) ? languages[bit] : NULL;
}

/* Thai is missing. VIDIMUS_TEST_WARM_MS makes warming slow. */
static gpointer
test_open (const char *tessdata,
           guint32    *missing)
{
  const char *ms = g_getenv ("VIDIMUS_TEST_WARM_MS");

  if (ms != NULL)
    g_usleep ((gulong) atoi (ms) * 1000);
  *missing = 1 << 1;

  return g_strdup (tessdata);
}

static void
explain_number (const struct vidimus_hooks *hooks,
                const char                 *name,
                double                      number)
{
  if (hooks->explain != NULL)
    hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, name, NULL, NULL, number);
}

static void
explain_errno (const struct vidimus_hooks *hooks,
               const char                 *name,
               int                         result)
{
  explain_number (hooks, name, result < 0 ? errno : 0);
}

/* Tries what a worker has no business with; says which errno it got, 0 for success. */
static void
probe (const char                 *tessdata,
       const struct vidimus_hooks *hooks)
{
  char *const argv[] = { (char *) "/bin/true", NULL };
  struct sockaddr_in address = { .sin_family = AF_INET };
  g_autofree char *own = g_build_filename (tessdata, "readable", NULL);
  g_autofree char *mine = g_build_filename (tessdata, "new", NULL);
  void *page;

  explain_errno (hooks, "passwd", open ("/etc/passwd", O_RDONLY));
  explain_errno (hooks, "write", open ("/tmp/vidimus-test-probe", O_WRONLY | O_CREAT, 0600));
  explain_errno (hooks, "create", open (mine, O_WRONLY | O_CREAT, 0600));
  explain_errno (hooks, "tessdata", open (own, O_RDONLY));
  explain_errno (hooks, "socket", socket (AF_INET, SOCK_STREAM, 0));
  explain_errno (hooks, "unix", socket (AF_UNIX, SOCK_STREAM, 0));
  explain_errno (hooks, "connect", connect (3, (struct sockaddr *) &address, sizeof address));
  explain_errno (hooks, "exec", execve ("/bin/true", argv, NULL));
  explain_errno (hooks, "fork", fork ());
  explain_errno (hooks, "kill", kill (getppid (), 0));
  explain_errno (hooks, "unlink", unlink (own));
  page = mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  explain_errno (hooks, "wx", page == MAP_FAILED ? -1 : 0);
}

/* Until cancelled, or @deaf, for ever. */
static void
wait_for_cancel (const struct vidimus_hooks *hooks,
                 const char                 *word,
                 gboolean                    deaf)
{
  g_printerr ("%s begins\n", word);
  for (;;)
    {
      g_usleep (1000);
      if (!deaf && hooks->cancelled (hooks->data))
        return;
    }
}

static void
slow (const char *word)
{
  g_printerr ("%s begins\n", word);
  g_usleep (300 * 1000);
}

static void
eat (void)
{
  for (gsize eaten = 0; eaten < (gsize) 4 << 30; eaten += 1 << 20)
    {
      char *volatile p = malloc (1 << 20); /* else clang sees that nobody reads it, and asks for none */

      if (p == NULL)
        abort ();
      memset (p, 1, 1 << 20);
    }
}

/* Something that is no packet, to the front. */
static void
babble (void)
{
  struct iovec iov = { (char *) "babble", 6 };
  struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1 };

  sendmsg (3, &message, 0);
}

/* An answer to a job that it was not given: the first has serial 1. */
static void
stray (void)
{
  const VidimusPacket packet = { .kind = VIDIMUS_PACKET_ANSWER, .serial = 0, .size = 5 };

  vidimus_channel_send (3, &packet, "stray", 5, NULL, 0, 0);
}

/* The beginning of more than an answer may have, to its first job. */
static void
gush (void)
{
  const VidimusPacket packet = { .kind = VIDIMUS_PACKET_ANSWER, .serial = 1, .size = VIDIMUS_ANSWER_MAX + 1 };

  vidimus_channel_send (3, &packet, "gush", 4, NULL, 0, 0);
}

static void
fill (struct vidimus_engine_result *result,
      enum vidimus_kind             type)
{
  static const struct vidimus_quad quad = { { { 275.2, 124.6 }, { 860, 165 }, { 916, 634 }, { 255, 633 } } };
  static const int scores[] = { 98, 50, 51, 0, 7, 99, 49 };

  result->quad = quad;
  result->confidence = 0.97912;
  result->type = type;
  memcpy (result->scores, scores, sizeof scores);
  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    result->ms[i] = i + 0.25;
  result->ms[VIDIMUS_STAGE_MRZ] = -1;
}

static void
explain_all (const struct vidimus_hooks *hooks)
{
  struct vidimus_image picture;

  vidimus_image_alloc (&picture, 1280, 640, 3);
  memset (picture.data, 200, picture.stride * 640);
  hooks->explain (hooks->data, VIDIMUS_STAGE_RECTIFY, "card", &picture, NULL, NAN);
  hooks->explain (hooks->data, VIDIMUS_STAGE_OCR, "words", NULL, "Ünïcode \"quoted\"", NAN);
  vidimus_image_free (&picture);
}

static void
test_classify (gpointer                    self,
               GBytes                     *image,
               VidimusJobFlags             flags,
               const struct vidimus_hooks *hooks,
               VidimusJobAnswer           *answer)
{
  static const struct vidimus_evidence_list glare = {
    .n = 2, .items = { { "glare", 0.5, 3, { { 300, 200 }, { 400, 200 }, { 400, 300.4 } } },
                       { "glare", NAN, 3, { { 300, 200 }, { 400, 200 }, { 400, 300.4 } } } } };
  const char *bytes = g_bytes_get_data (image, NULL);
  gsize skipped = g_bytes_get_size (image) >= 3 && memcmp (bytes, "\xff\xd8\xff", 3) == 0 ? 3 : 0; /* a frame */
  g_autofree char *word = g_strndup (bytes + skipped, MIN (g_bytes_get_size (image) - skipped, 32));

  answer->decode_ms = 1.5;
  fill (&answer->result, VIDIMUS_KIND_ID_CARD);
  explain_number (hooks, "pid", getpid ());

  if (g_str_has_prefix (word, "none"))
    answer->result.type = VIDIMUS_KIND_NONE;
  else if (g_str_has_prefix (word, "AIS."))
    answer->error_code = g_strndup (word, 8);
  else if (g_str_has_prefix (word, "wait"))
    wait_for_cancel (hooks, word, FALSE);
  else if (g_str_has_prefix (word, "deaf"))
    wait_for_cancel (hooks, word, TRUE);
  else if (g_str_has_prefix (word, "crash"))
    raise (SIGSEGV);
  else if (g_str_has_prefix (word, "eat"))
    eat ();
  else if (g_str_has_prefix (word, "lie"))
    answer->result.scores[0] = 1000;
  else if (g_str_has_prefix (word, "babble"))
    babble ();
  else if (g_str_has_prefix (word, "stray"))
    stray ();
  else if (g_str_has_prefix (word, "gush"))
    {
      gush ();
      wait_for_cancel (hooks, word, TRUE);
    }
  else if (g_str_has_prefix (word, "probe"))
    probe (self, hooks);
  else if (g_str_has_prefix (word, "slow"))
    slow (word);
  else if (g_str_has_prefix (word, "where"))
    answer->result.evidence[VIDIMUS_ENGINE_GLARE] = glare;
  else if (g_str_has_prefix (word, "show") && hooks->explain != NULL)
    explain_all (hooks);
}

/* The Internet of tests: 127.84.0.0/16. */
static gboolean
test_allows (GInetAddress *address,
             guint16       port)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 && bytes[0] == 127 && bytes[1] == 84 && port == 80;
}

static const VidimusFetchPolicy test_internet = { .resolver = g_resolver_get_default, .allows = test_allows };

static const VidimusBackend test_backend = {
  .language = test_language,
  .open = test_open,
  .classify = test_classify,
  .fetch = &test_internet,
};

int
main (int    argc,
      char **argv)
{
  return vidimus_service_main (argc, argv, &test_backend);
}
