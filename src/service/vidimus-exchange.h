/* One request on its way through the front: its body, its answer, and whether somebody still waits for it. */
#pragma once

#include "vidimus-gate.h"
#include "vidimus-job.h"
#include "vidimus-route.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * VidimusPace: how slow a client may be.
 * @read_ms: milliseconds to send a request
 * @bytes_per_second: of its body, on the average, once @grace_ms have passed; 0: as slow as it likes
 * @answer_ms: milliseconds to take the answer
 */
typedef struct
{
  guint read_ms;
  guint bytes_per_second;
  guint grace_ms;
  guint answer_ms;
} VidimusPace;

/**
 * VidimusExchange: lives as long as its message.
 * @message: borrowed
 * @socket: owned
 * @request_id: 32 hexadecimal digits
 * @place: (nullable): owned; what may be logged of where it came from
 * @is_private: came over a Unix socket
 * @is_loopback: came from this computer
 * @is_tls: came over TLS
 * @admitted: counted among those that may keep a body
 * @weight: bytes that were set aside for it
 * @cancellable: cancelled when the client is gone
 * @pass: (nullable): of who sent it, where that has to be known
 * @wait_ms, @decode_ms, @stage_ms: negative: did not come to it
 */
typedef struct
{
  SoupServerMessage *message;
  GSocket           *socket;
  char               request_id[33];
  char              *place;
  gboolean           is_private;
  gboolean           is_loopback;
  gboolean           is_tls;
  gboolean           admitted;
  guint64            weight;
  VidimusJobFlags    flags;
  gint64             started_us;
  const VidimusPace *limits;   /* borrowed */
  GCancellable      *cancellable;
  VidimusPass       *pass;     /* owned */
  int                refused;  /* a VidimusRefusalKind; −1: let in */
  VidimusRoute       route;
  char              *project_id; /* owned, nullable: as it stands in the path */
  const char        *code;     /* of the contract; NULL: none */
  gboolean           cancelled;
  double             wait_ms;
  double             decode_ms;
  double             stage_ms[VIDIMUS_N_STAGES];

  GByteArray        *body;     /* nullable: not kept, or handed on */
  guint64            received; /* bytes of the body, kept or not */
  gsize              sent;     /* bytes of the answer's body */
  guint              deadline; /* source: of the body, then of the answer */
  guint              pace;     /* source: while a body is read */
  guint              hangup;   /* source */
} VidimusExchange;

VidimusExchange *vidimus_exchange_attach      (SoupServerMessage *message,
                                               const VidimusPace *pace);
VidimusExchange *vidimus_exchange_get         (SoupServerMessage *message);
gboolean         vidimus_exchange_has_small_head (VidimusExchange *self);
gboolean         vidimus_exchange_has_one_length (VidimusExchange *self);
guint64          vidimus_exchange_weigh       (VidimusExchange   *self);
gboolean         vidimus_exchange_accept_body (VidimusExchange   *self);
GBytes          *vidimus_exchange_take_body   (VidimusExchange   *self);
void             vidimus_exchange_hold        (VidimusExchange   *self);
void             vidimus_exchange_release     (VidimusExchange   *self);
void             vidimus_exchange_end         (VidimusExchange   *self);
void             vidimus_exchange_fail        (VidimusExchange   *self,
                                               guint              status,
                                               const char        *code);
void             vidimus_exchange_retry_after (VidimusExchange   *self,
                                               guint              seconds);
void             vidimus_exchange_fail_with   (VidimusExchange   *self,
                                               const GError      *error);
void             vidimus_exchange_answer_text (VidimusExchange   *self,
                                               guint              status,
                                               const char        *type,
                                               char              *text);
void             vidimus_exchange_answer      (VidimusExchange   *self,
                                               char              *json);

G_END_DECLS
