/* The one queue: documents in, answers out, for the window, the batch and the command line. */
#pragma once

#include "vidimus-client.h"
#include "vidimus-document.h"
#include "vidimus-sink.h"

G_BEGIN_DECLS

/* A GListModel of VidimusDocument, in the order they were added.
 * Properties: "alarms" (boolean, default TRUE: ask for alarms), "policy", "client" (writable, notified),
 * "idle", "max-calls" (uint, 0: what suits the client).
 * Signal "finished" (VidimusDocument, GError of a sink or NULL): answered or failed, and kept by each sink. */
#define VIDIMUS_TYPE_RUN (vidimus_run_get_type ())
G_DECLARE_FINAL_TYPE (VidimusRun, vidimus_run, VIDIMUS, RUN, GObject)

VidimusRun    *vidimus_run_new          (VidimusClient    *client);
VidimusClient *vidimus_run_get_client   (VidimusRun       *self);
/* Asked from now on; what is under way is finished by who was asked, and answers stay. */
void           vidimus_run_set_client   (VidimusRun       *self,
                                         VidimusClient    *client);
VidimusPolicy *vidimus_run_get_policy   (VidimusRun       *self);
gboolean       vidimus_run_get_alarms   (VidimusRun       *self);
void           vidimus_run_set_alarms   (VidimusRun       *self,
                                         gboolean          alarms);
void           vidimus_run_set_flags    (VidimusRun       *self,
                                         VidimusCallFlags  extra); /* besides alarms, such as EXPLAIN */

/* Who says where the alarms saw something when the client does not: the service on this computer. */
void           vidimus_run_set_estimator (VidimusRun       *self,
                                          VidimusClient    *estimator); /* nullable */

/* The most calls at once; 0: as many as there are cores on this computer, 8 elsewhere. A service that says that it is too many
 * gets fewer. The getter tells how many it may be now. */
void           vidimus_run_set_max_calls (VidimusRun      *self,
                                          guint            max_calls);
guint          vidimus_run_get_max_calls (VidimusRun      *self);
/* Is given each document that finishes from now on, until the run ends. */
void           vidimus_run_add_sink     (VidimusRun       *self,
                                         VidimusSink      *sink);

/* Appends, loads, and asks in its turn: the first added is the first asked. */
void           vidimus_run_add          (VidimusRun       *self,
                                         VidimusDocument  *document);
/* Asks again: a call of the same document that is under way is cancelled first; others are not touched.
 * Reloads when loading had failed. */
void           vidimus_run_ask          (VidimusRun       *self,
                                         VidimusDocument  *document);
void           vidimus_run_cancel       (VidimusRun       *self,
                                         VidimusDocument  *document);
/* Cancels and takes it off the list. */
void           vidimus_run_remove       (VidimusRun       *self,
                                         VidimusDocument  *document);
void           vidimus_run_clear        (VidimusRun       *self);
/* TRUE when nothing is busy: the command line waits for this ("idle" property is notified). */
gboolean       vidimus_run_is_idle      (VidimusRun       *self);

G_END_DECLS
