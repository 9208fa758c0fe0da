/* A service in a process of its own, and a client that speaks raw bytes to it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TestService: @socket is NULL when it listens on a port of the loopback.
 */
typedef struct
{
  GSubprocess *process;
  char        *dir;     /* with the socket, the log and tessdata/ */
  char        *socket;
  char        *log;
  guint16      port;
  char        *host;   /* nullable: the loopback */
  pid_t        pid;
} TestService;

/** TestReply: @status is 0 when the connection ended without an answer. */
typedef struct
{
  guint  status;
  char  *head;
  char  *body;
} TestReply;

TestService *test_service_start       (const char  *option, ...) G_GNUC_NULL_TERMINATED;
TestService *test_service_start_port  (const char  *option, ...) G_GNUC_NULL_TERMINATED;
TestService *test_service_start_at    (const char  *listen,
                                       const char  *option, ...) G_GNUC_NULL_TERMINATED;
void         test_service_stop        (TestService *self);
char        *test_service_read_log    (TestService *self);
void         test_service_await_log   (TestService *self,
                                       const char  *text);

int          test_service_connect     (TestService *self);
int          test_service_begin       (TestService *self,
                                       const char  *image,
                                       const char  *headers);
TestReply   *test_service_end         (int          fd);
TestReply   *test_service_send        (TestService *self,
                                       const char  *bytes,
                                       gssize       length);
TestReply   *test_service_ask         (TestService *self,
                                       const char  *image,
                                       const char  *headers);
int          test_service_begin_bytes (TestService *self,
                                       GBytes      *image,
                                       const char  *headers);

char        *test_reply_get_header    (TestReply   *self,
                                       const char  *name);
void         test_reply_assert        (TestReply   *self,
                                       guint        status,
                                       const char  *code);
double       test_reply_get_number    (TestReply   *self,
                                       const char  *name);
void         test_reply_free          (TestReply   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestReply, test_reply_free)

char        *test_request             (const char  *image,
                                       const char  *headers);
void         test_write               (int          fd,
                                       const char  *bytes,
                                       gsize        length);
gboolean     test_process_is_gone     (pid_t        pid);
GArray      *test_process_children    (pid_t        pid);

#define EXPLAIN "X-Vidimus-Explain: 1\r\n"
#define EVIDENCE "X-Vidimus-Evidence: 1\r\n"
#define CLASSIFY "/v2/local/ocr/auto-id-doc-classification"

G_END_DECLS
