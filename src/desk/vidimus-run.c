#define G_LOG_DOMAIN "vidimus-run"

#include "vidimus-run.h"

#include "vidimus-document-private.h"
#include "vidimus-load-private.h"

#define MAX_DOWNLOADS 4 /* at once; they cost no processor, and a slow one must not hold up files */

typedef struct
{
  VidimusDocument *document;   /* owned */
  gboolean         is_loading; /* it has begun: state LOADING alone may still wait for its turn */
} Item;

struct _VidimusRun
{
  GObject           parent_instance;

  VidimusClient    *client;        /* owned */
  VidimusClient    *estimator;     /* owned, nullable */
  VidimusPolicy    *policy;        /* owned */
  GPtrArray        *items;         /* owned */
  gboolean          alarms;
  VidimusCallFlags  extra;
  gboolean          was_idle;      /* as last notified */

  guint             max_at_once;   /* of decodes, and of calls */
  guint             n_downloading; /* jobs under way, cancelled ones too until they have come back */
  guint             n_loading;
  guint             n_calling;
};

/* What is under way for a document. It may have become stale: then only its place in the counts matters. */
typedef struct
{
  VidimusRun      *run;         /* owned */
  VidimusDocument *document;    /* owned */
  GCancellable    *cancellable; /* owned */
  guint           *count;       /* borrowed: the member of @run that counts it */
} Job;

enum
{
  PROP_CLIENT = 1,
  PROP_POLICY,
  PROP_ALARMS,
  PROP_IDLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VidimusRun, vidimus_run, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
item_free (Item *item)
{
  g_object_unref (item->document);
  g_free (item);
}

static GType
vidimus_run_get_item_type (GListModel *model)
{
  return VIDIMUS_TYPE_DOCUMENT;
}

static guint
vidimus_run_get_n_items (GListModel *model)
{
  return VIDIMUS_RUN (model)->items->len;
}

static gpointer
vidimus_run_get_item (GListModel *model,
                      guint       position)
{
  GPtrArray *items = VIDIMUS_RUN (model)->items;

  return position < items->len ? g_object_ref (((Item *) items->pdata[position])->document) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vidimus_run_get_item_type;
  iface->get_n_items = vidimus_run_get_n_items;
  iface->get_item = vidimus_run_get_item;
}

static void
vidimus_run_finalize (GObject *object)
{
  VidimusRun *self = VIDIMUS_RUN (object);

  g_clear_object (&self->client);
  g_clear_object (&self->estimator);
  g_clear_object (&self->policy);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (vidimus_run_parent_class)->finalize (object);
}

static void
vidimus_run_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  VidimusRun *self = VIDIMUS_RUN (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_POLICY:
      g_value_set_object (value, self->policy);
      break;
    case PROP_ALARMS:
      g_value_set_boolean (value, self->alarms);
      break;
    case PROP_IDLE:
      g_value_set_boolean (value, vidimus_run_is_idle (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_run_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  VidimusRun *self = VIDIMUS_RUN (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      vidimus_run_set_client (self, g_value_get_object (value));
      break;
    case PROP_ALARMS:
      vidimus_run_set_alarms (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_run_class_init (VidimusRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = vidimus_run_finalize;
  object_class->get_property = vidimus_run_get_property;
  object_class->set_property = vidimus_run_set_property;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, VIDIMUS_TYPE_CLIENT,
                                                 flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT);
  properties[PROP_POLICY] = g_param_spec_object ("policy", NULL, NULL, VIDIMUS_TYPE_POLICY, flags | G_PARAM_READABLE);
  properties[PROP_ALARMS] = g_param_spec_boolean ("alarms", NULL, NULL, TRUE, flags | G_PARAM_READWRITE);
  properties[PROP_IDLE] = g_param_spec_boolean ("idle", NULL, NULL, TRUE, flags | G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vidimus_run_init (VidimusRun *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->policy = vidimus_policy_new_default ();
  self->alarms = TRUE;
  self->was_idle = TRUE;
  self->max_at_once = g_get_num_processors ();
}

/**
 * vidimus_run_new:
 * @client: asked for every document
 *
 * What is under way keeps the run alive; vidimus_run_clear() ends it.
 */
VidimusRun *
vidimus_run_new (VidimusClient *client)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (client), NULL);

  return g_object_new (VIDIMUS_TYPE_RUN, "client", client, NULL);
}

/** vidimus_run_get_client: (transfer none): which service is asked. */
VidimusClient *
vidimus_run_get_client (VidimusRun *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RUN (self), NULL);

  return self->client;
}

/**
 * vidimus_run_set_client:
 * @client: asked from now on, also about what waits already
 *
 * What is under way is finished by who was asked, and answers stay.
 */
void
vidimus_run_set_client (VidimusRun    *self,
                        VidimusClient *client)
{
  g_return_if_fail (VIDIMUS_IS_RUN (self));
  g_return_if_fail (VIDIMUS_IS_CLIENT (client));

  if (g_set_object (&self->client, client))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
}

/** vidimus_run_get_policy: (transfer none): which policy judges the answers. */
VidimusPolicy *
vidimus_run_get_policy (VidimusRun *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RUN (self), NULL);

  return self->policy;
}

/** vidimus_run_get_alarms: whether the alarms are asked for. */
gboolean
vidimus_run_get_alarms (VidimusRun *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RUN (self), FALSE);

  return self->alarms;
}

/** vidimus_run_set_alarms: holds for calls that begin from now on. */
void
vidimus_run_set_alarms (VidimusRun *self,
                        gboolean    alarms)
{
  g_return_if_fail (VIDIMUS_IS_RUN (self));

  if (self->alarms == !!alarms)
    return;
  self->alarms = !!alarms;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALARMS]);
}

/** vidimus_run_set_flags: @extra: besides the alarms; holds for calls that begin from now on. */
void
vidimus_run_set_flags (VidimusRun       *self,
                       VidimusCallFlags  extra)
{
  g_return_if_fail (VIDIMUS_IS_RUN (self));

  self->extra = extra & ~VIDIMUS_CALL_ALARMS;
}

/**
 * vidimus_run_set_estimator:
 * @estimator: (nullable): a client of the service on this computer
 *
 * When evidence is asked for (%VIDIMUS_CALL_EVIDENCE) and an answer has none, @estimator is asked about the same picture; see
 * vidimus_document_get_evidence(). That it fails is no failure of the document, and the document is not busy meanwhile.
 */
void
vidimus_run_set_estimator (VidimusRun    *self,
                           VidimusClient *estimator)
{
  g_return_if_fail (VIDIMUS_IS_RUN (self));
  g_return_if_fail (estimator == NULL || VIDIMUS_IS_CLIENT (estimator));

  g_set_object (&self->estimator, estimator);
}

/** vidimus_run_is_idle: TRUE when nothing is busy; the "idle" property is notified when that changes. */
gboolean
vidimus_run_is_idle (VidimusRun *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RUN (self), TRUE);

  for (guint i = 0; i < self->items->len; i++)
    if (vidimus_document_is_busy (((Item *) self->items->pdata[i])->document))
      return FALSE;

  return TRUE;
}

static Item *
find_item (VidimusRun      *self,
           VidimusDocument *document,
           guint           *position)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];

      if (item->document == document)
        {
          if (position != NULL)
            *position = i;
          return item;
        }
    }

  return NULL;
}

static Job *
job_new (VidimusRun      *self,
         VidimusDocument *document,
         GCancellable    *cancellable,
         guint           *count)
{
  Job *job = g_new (Job, 1);

  job->run = g_object_ref (self);
  job->document = g_object_ref (document);
  job->cancellable = g_object_ref (cancellable);
  job->count = count;
  ++*count;

  return job;
}

static void
job_free (Job *job)
{
  --*job->count;
  g_object_unref (job->cancellable);
  g_object_unref (job->document);
  g_object_unref (job->run);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static gboolean
job_is_current (Job *job)
{
  return vidimus_document_is_current (job->document, job->cancellable);
}

static void pump (VidimusRun *self);

/* The end of every job: its place is free, and the next may begin. */
static void
job_finish (Job *job)
{
  g_autoptr(VidimusRun) self = g_object_ref (job->run);

  job_free (job);
  pump (self);
}

static void
call_progress_cb (const VidimusCallState *state,
                  gpointer                user_data)
{
  static const VidimusDocumentState states[] = {
    [VIDIMUS_CALL_PREPARING] = VIDIMUS_DOCUMENT_PREPARING,
    [VIDIMUS_CALL_SIGNING_IN] = VIDIMUS_DOCUMENT_SIGNING_IN,
    [VIDIMUS_CALL_SENDING] = VIDIMUS_DOCUMENT_SENDING,
    [VIDIMUS_CALL_WAITING] = VIDIMUS_DOCUMENT_WAITING,
  };
  Job *job = user_data;

  if (!job_is_current (job))
    return;

  if (state->stage == VIDIMUS_CALL_PAUSING)
    {
      vidimus_document_set_paused (job->document, state->attempt + 1, state->pause_ms, state->problem);
      return;
    }
  vidimus_document_set_attempt (job->document, state->attempt);
  vidimus_document_set_state (job->document, states[state->stage],
                              state->stage == VIDIMUS_CALL_SENDING ? CLAMP (state->fraction, 0.0, 1.0) : 0.0);
}

static void
estimate_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = vidimus_client_classify_finish (VIDIMUS_CLIENT (object), result, &error);

  if (answer == NULL)
    g_debug ("There is no local estimate: %s", error->message);
  else if (job_is_current (job))
    vidimus_document_take_estimate (job->document, g_object_ref (vidimus_answer_get_result (answer)));

  job_finish (job);
}

static gboolean
wants_estimate (Job           *job,
                VidimusClient *asked,
                VidimusAnswer *answer)
{
  return job->run->estimator != NULL && (job->run->extra & VIDIMUS_CALL_EVIDENCE) != 0 &&
         !vidimus_client_is_local (asked) && vidimus_answer_get_alarms_asked (answer) &&
         !vidimus_result_has_areas (vidimus_answer_get_result (answer));
}

/* The job goes on, in its place among the calls, while its document is answered already. */
static void
start_estimate (Job *job)
{
  vidimus_client_classify_async (job->run->estimator, vidimus_document_get_picture (job->document),
                                 VIDIMUS_CALL_ALARMS | VIDIMUS_CALL_EVIDENCE, NULL, NULL, job->cancellable,
                                 estimate_cb, job);
  pump (job->run);
}

static void
call_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr(GError) error = NULL;
  VidimusAnswer *answer = vidimus_client_classify_finish (VIDIMUS_CLIENT (object), result, &error);

  if (!job_is_current (job))
    g_clear_object (&answer);
  else if (answer == NULL)
    vidimus_document_take_error (job->document, g_steal_pointer (&error));
  else
    {
      VidimusVerdict verdict = vidimus_policy_judge (job->run->policy, vidimus_answer_get_result (answer));

      vidimus_document_take_answer (job->document, answer, &verdict);
      if (job_is_current (job) && wants_estimate (job, VIDIMUS_CLIENT (object), answer))
        {
          start_estimate (job);
          return;
        }
    }

  job_finish (job);
}

static void
start_call (VidimusRun      *self,
            VidimusDocument *document)
{
  GCancellable *cancellable = vidimus_document_begin (document);
  Job *job = job_new (self, document, cancellable, &self->n_calling);

  vidimus_document_set_state (job->document, VIDIMUS_DOCUMENT_PREPARING, 0.0);
  vidimus_client_classify_async (self->client, vidimus_document_get_picture (job->document),
                                 self->extra | (self->alarms ? VIDIMUS_CALL_ALARMS : 0), call_progress_cb, job,
                                 job->cancellable, call_cb, job);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_load_finish (result, &error);
  Item *item = find_item (job->run, job->document, NULL);

  if (!job_is_current (job) || item == NULL)
    g_clear_object (&picture);
  else
    {
      item->is_loading = FALSE;
      if (picture == NULL)
        vidimus_document_take_error (job->document, g_steal_pointer (&error));
      else
        {
          vidimus_document_take_picture (job->document, picture);
          vidimus_document_set_state (job->document, VIDIMUS_DOCUMENT_QUEUED, 0.0);
        }
    }

  job_finish (job);
}

static void
start_load (VidimusRun *self,
            Item       *item)
{
  gboolean remote = vidimus_document_peek_uri (item->document) != NULL;
  GCancellable *cancellable = vidimus_document_begin (item->document);
  Job *job = job_new (self, item->document, cancellable, remote ? &self->n_downloading : &self->n_loading);

  item->is_loading = TRUE;
  vidimus_client_prepare (self->client);
  vidimus_load_async (item->document, self->client, job->cancellable, load_cb, job);
}

/* In the order of the list; no more than one round of documents is decoded ahead of the calls, since pixels are
 * large. */
static void
start_loads (VidimusRun *self)
{
  guint n_queued = 0;

  for (guint i = 0; i < self->items->len && n_queued < self->max_at_once; i++)
    {
      Item *item = self->items->pdata[i];
      VidimusDocumentState state = vidimus_document_get_state (item->document);
      gboolean remote = vidimus_document_peek_uri (item->document) != NULL;

      if (state == VIDIMUS_DOCUMENT_QUEUED)
        n_queued++;
      else if (state == VIDIMUS_DOCUMENT_LOADING && !item->is_loading &&
               (remote ? self->n_downloading < MAX_DOWNLOADS : self->n_loading < self->max_at_once))
        start_load (self, item);
    }
}

/* The first in the list is asked first, so that the next one waits until it is decoded; a download it does not
 * wait for. */
static void
start_calls (VidimusRun *self)
{
  for (guint i = 0; i < self->items->len && self->n_calling < self->max_at_once; i++)
    {
      Item *item = self->items->pdata[i];
      VidimusDocumentState state = vidimus_document_get_state (item->document);

      if (state == VIDIMUS_DOCUMENT_LOADING && vidimus_document_peek_uri (item->document) == NULL)
        break;
      if (state == VIDIMUS_DOCUMENT_QUEUED)
        start_call (self, item->document);
    }
}

/* The one place where work begins. */
static void
pump (VidimusRun *self)
{
  gboolean idle;

  start_loads (self);
  start_calls (self);

  idle = vidimus_run_is_idle (self);
  if (idle != self->was_idle)
    {
      self->was_idle = idle;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDLE]);
    }
}

static void
enqueue (Item *item)
{
  vidimus_document_interrupt (item->document);
  item->is_loading = FALSE;
  vidimus_document_set_state (item->document,
                              vidimus_document_get_picture (item->document) != NULL ? VIDIMUS_DOCUMENT_QUEUED
                                                                                    : VIDIMUS_DOCUMENT_LOADING,
                              0.0);
}

/**
 * vidimus_run_add:
 * @document: in no run yet
 *
 * Appends, loads, and asks in its turn.
 */
void
vidimus_run_add (VidimusRun      *self,
                 VidimusDocument *document)
{
  Item *item;

  g_return_if_fail (VIDIMUS_IS_RUN (self));
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (document));
  g_return_if_fail (find_item (self, document, NULL) == NULL);

  item = g_new0 (Item, 1);
  item->document = g_object_ref (document);
  enqueue (item);
  g_ptr_array_add (self->items, item);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);

  pump (self);
}

/**
 * vidimus_run_ask:
 * @document: in this run
 *
 * Asks again. What is under way for @document is cancelled first; other documents are not touched. Reloads when
 * loading had failed.
 */
void
vidimus_run_ask (VidimusRun      *self,
                 VidimusDocument *document)
{
  Item *item;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  item = find_item (self, document, NULL);
  g_return_if_fail (item != NULL);

  enqueue (item);
  pump (self);
}

static void
cancel_item (Item *item)
{
  vidimus_document_interrupt (item->document);
  item->is_loading = FALSE;
  if (vidimus_document_is_busy (item->document))
    vidimus_document_set_state (item->document, VIDIMUS_DOCUMENT_CANCELLED, 0.0);
}

/**
 * vidimus_run_cancel:
 * @document: in this run
 *
 * Cancels what is under way or waits for @document; one that is not busy stays as it is.
 */
void
vidimus_run_cancel (VidimusRun      *self,
                    VidimusDocument *document)
{
  Item *item;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  item = find_item (self, document, NULL);
  g_return_if_fail (item != NULL);

  cancel_item (item);
  pump (self);
}

/**
 * vidimus_run_remove:
 * @document: in this run
 *
 * Cancels and takes it off the list.
 */
void
vidimus_run_remove (VidimusRun      *self,
                    VidimusDocument *document)
{
  Item *item;
  guint position;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  item = find_item (self, document, &position);
  g_return_if_fail (item != NULL);

  item = g_ptr_array_steal_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  cancel_item (item);
  item_free (item);

  pump (self);
}

/** vidimus_run_clear: cancels everything and empties the list. */
void
vidimus_run_clear (VidimusRun *self)
{
  g_autoptr(GPtrArray) items = NULL;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  items = g_steal_pointer (&self->items);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  for (guint i = 0; i < items->len; i++)
    cancel_item (items->pdata[i]);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, items->len, 0);

  pump (self);
}
