/* One request on its way through the front: its body, its answer, and whether somebody still waits for it. */
#pragma once

#include "vidimus-gate.h"
#include "vidimus-job.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * VidimusExchange: lives as long as its message.
 * @message: borrowed
 * @socket: owned
 * @request_id: 32 hexadecimal digits
 * @is_private: came over a Unix socket
 * @admitted: counted among those that may keep a body
 * @cancellable: cancelled when the client is gone
 * @pass: (nullable): of who sent it, where that has to be known
 * @refused_for: (nullable): the name of a VidimusRefusalKind
 */
typedef struct
{
  SoupServerMessage *message;
  GSocket           *socket;
  char               request_id[33];
  gboolean           is_private;
  gboolean           admitted;
  VidimusJobFlags    flags;
  gint64             started_us;
  GCancellable      *cancellable;
  VidimusPass       *pass;     /* owned */
  const char        *refused_for;

  GByteArray        *body;     /* nullable: not kept, or handed on */
  guint64            received; /* bytes of the body, kept or not */
  guint              deadline; /* source */
  guint              hangup;   /* source */
} VidimusExchange;

VidimusExchange *vidimus_exchange_attach      (SoupServerMessage *message,
                                               guint              read_ms);
VidimusExchange *vidimus_exchange_get         (SoupServerMessage *message);
gboolean         vidimus_exchange_accept_body (VidimusExchange   *self);
GBytes          *vidimus_exchange_take_body   (VidimusExchange   *self);
void             vidimus_exchange_hold        (VidimusExchange   *self);
void             vidimus_exchange_release     (VidimusExchange   *self);
void             vidimus_exchange_fail        (VidimusExchange   *self,
                                               guint              status,
                                               const char        *code);
void             vidimus_exchange_fail_with   (VidimusExchange   *self,
                                               const GError      *error);
void             vidimus_exchange_answer      (VidimusExchange   *self,
                                               char              *json);

G_END_DECLS
