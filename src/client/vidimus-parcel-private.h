/* What goes out with a request and what comes back, made in threads: both take longer than a frame. */
#pragma once

#include "vidimus-prepared.h"
#include "vidimus-result.h"

G_BEGIN_DECLS

/** VidimusOutgoing: a picture made fit for the contract, and the body of its request. */
typedef struct
{
  VidimusPrepared *prepared; /* owned */
  GBytes          *body;     /* owned */
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
void vidimus_outgoing_free        (gpointer      self);
void vidimus_incoming_make_thread (GTask        *task,
                                   gpointer      source,
                                   gpointer      task_data,
                                   GCancellable *cancellable);
void vidimus_incoming_free        (gpointer      self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusOutgoing, vidimus_outgoing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusIncoming, vidimus_incoming_free)

G_END_DECLS
