/* What goes out with a request and what comes back, made in threads: both take longer than a frame. */
#pragma once

#include "vidimus-prepared.h"
#include "vidimus-result.h"

G_BEGIN_DECLS

/** VidimusOutgoingOrder: how a picture is to be sent; a value. */
typedef struct
{
  gboolean alarms;
  gboolean hash;   /* the SHA-256 of the body is needed */
  gboolean strip;  /* metadata stays here */
} VidimusOutgoingOrder;

/** VidimusOutgoing: the body of a request, and the picture in it, made fit for the contract, or its address. */
typedef struct
{
  VidimusPrepared *prepared; /* owned, nullable with @address */
  char            *address;  /* owned, nullable */
  GBytes          *body;     /* owned */
  char            *sha256;   /* owned, nullable; hex, of @body */
} VidimusOutgoing;

/** VidimusIncoming: an answer as values, and for people to read. */
typedef struct
{
  VidimusResult *raw_result; /* owned */
  char          *json;       /* owned; pretty */
} VidimusIncoming;

void vidimus_outgoing_make_thread (GTask        *task,
                                   gpointer      source,
                                   gpointer      task_data,
                                   GCancellable *cancellable);
VidimusOutgoing *vidimus_outgoing_new_for_address (const char                 *address,
                                                   const VidimusOutgoingOrder *order);
void vidimus_outgoing_free        (gpointer      self);
void vidimus_incoming_make_thread (GTask        *task,
                                   gpointer      source,
                                   gpointer      task_data,
                                   GCancellable *cancellable);
void vidimus_incoming_free        (gpointer      self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusOutgoing, vidimus_outgoing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusIncoming, vidimus_incoming_free)

G_END_DECLS
