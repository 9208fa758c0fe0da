/* A run from inside: the list (vidimus-run.c), the queue that works it off, and the way to the sinks. */
#pragma once

#include "vidimus-pace-private.h"
#include "vidimus-run.h"

G_BEGIN_DECLS

typedef struct
{
  VidimusDocument *document;       /* owned */
  gboolean         is_loading;     /* it has begun: state LOADING alone may still wait for its turn */
  gboolean         wants_estimate; /* it is in the queue of estimates */
} VidimusRunItem;

struct _VidimusRun
{
  GObject           parent_instance;

  VidimusClient    *client;        /* owned */
  VidimusClient    *estimator;     /* owned, nullable */
  VidimusPolicy    *policy;        /* owned */
  GPtrArray        *items;         /* owned */
  guint             first_open;    /* all items before it are done */
  gboolean          alarms;
  VidimusCallFlags  extra;
  gboolean          was_idle;      /* as last notified */

  guint             max_calls;     /* 0: what suits the client */
  VidimusPace      *pace;          /* owned; of @client */
  guint             n_downloading; /* jobs under way, cancelled ones too until they have come back */
  guint             n_loading;
  guint             n_estimating;
  GQueue            estimates;     /* of VidimusRunItem, borrowed: what waits for one */

  GPtrArray        *sinks;         /* owned */
  GQueue            finished;      /* of VidimusDocument, owned: to be given to the sinks */
  GSource          *deliver;       /* owned, nullable */
};

VidimusRunItem *vidimus_run_find_item     (VidimusRun      *self,
                                           VidimusDocument *document,
                                           guint           *position); /* (out) (optional) */
void            vidimus_run_notify_idle   (VidimusRun      *self);

/* The queue. */
void            vidimus_run_pump          (VidimusRun      *self);
void            vidimus_run_enqueue       (VidimusRun      *self,
                                           VidimusRunItem  *item);
void            vidimus_run_reconsider    (VidimusRun      *self);
void            vidimus_run_take_out      (VidimusRun      *self,
                                           VidimusRunItem  *item);

/* The sinks. */
void            vidimus_run_deliver       (VidimusRun      *self,
                                           VidimusDocument *document);
void            vidimus_run_drop_finished (VidimusRun      *self);
void            vidimus_run_emit_finished (VidimusRun      *self,
                                           VidimusDocument *document,
                                           const GError    *error); /* nullable */

G_END_DECLS
