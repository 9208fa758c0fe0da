#define G_LOG_DOMAIN "vidimus-run"

#include "vidimus-run-private.h"

#include "vidimus-document-private.h"

enum
{
  PROP_CLIENT = 1,
  PROP_POLICY,
  PROP_ALARMS,
  PROP_IDLE,
  PROP_MAX_CALLS,
  N_PROPS
};

enum
{
  FINISHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VidimusRun, vidimus_run, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
item_free (VidimusRunItem *item)
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

  return position < items->len ? g_object_ref (((VidimusRunItem *) items->pdata[position])->document) : NULL;
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
  g_clear_pointer (&self->sinks, g_ptr_array_unref);
  g_clear_pointer (&self->pace, vidimus_pace_unref);

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
    case PROP_MAX_CALLS:
      g_value_set_uint (value, self->max_calls);
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
    case PROP_MAX_CALLS:
      vidimus_run_set_max_calls (self, g_value_get_uint (value));
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
  properties[PROP_MAX_CALLS] = g_param_spec_uint ("max-calls", NULL, NULL, 0, G_MAXUINT, 0, flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * VidimusRun::finished:
   * @document: ANSWERED or FAILED
   * @error: (nullable): why a sink could not keep it
   *
   * In the order of finishing, once each sink has kept it or could not; from the main loop, so that anything may be done
   * with the run. A document that is asked again before that is told of when it finishes again.
   */
  signals[FINISHED] = g_signal_new ("finished", VIDIMUS_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                    VIDIMUS_TYPE_DOCUMENT, G_TYPE_ERROR);
}

static void
vidimus_run_init (VidimusRun *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->sinks = g_ptr_array_new_with_free_func (g_object_unref);
  self->pace = vidimus_pace_new (1);
  g_queue_init (&self->estimates);
  g_queue_init (&self->finished);
  self->policy = vidimus_policy_new_default ();
  self->alarms = TRUE;
  self->was_idle = TRUE;
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

/** vidimus_run_is_idle: TRUE when nothing is busy; the "idle" property is notified when that changes. */
gboolean
vidimus_run_is_idle (VidimusRun *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RUN (self), TRUE);

  for (guint i = self->first_open; i < self->items->len; i++)
    if (vidimus_document_is_busy (((VidimusRunItem *) self->items->pdata[i])->document))
      return FALSE;

  return TRUE;
}

/* vidimus_run_notify_idle: tells when that has changed. */
void
vidimus_run_notify_idle (VidimusRun *self)
{
  gboolean idle = vidimus_run_is_idle (self);

  if (idle == self->was_idle)
    return;
  self->was_idle = idle;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDLE]);
}

/* vidimus_run_emit_finished: @error: (nullable): of the sink that could not keep it. */
void
vidimus_run_emit_finished (VidimusRun      *self,
                           VidimusDocument *document,
                           const GError    *error)
{
  g_signal_emit (self, signals[FINISHED], 0, document, error);
}

/* Returns: (nullable): what the list has for @document */
VidimusRunItem *
vidimus_run_find_item (VidimusRun      *self,
                       VidimusDocument *document,
                       guint           *position)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      VidimusRunItem *item = self->items->pdata[i];

      if (item->document == document)
        {
          if (position != NULL)
            *position = i;
          return item;
        }
    }

  return NULL;
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
  VidimusRunItem *item;

  g_return_if_fail (VIDIMUS_IS_RUN (self));
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (document));
  g_return_if_fail (vidimus_run_find_item (self, document, NULL) == NULL);

  item = g_new0 (VidimusRunItem, 1);
  item->document = g_object_ref (document);
  vidimus_run_enqueue (self, item);
  g_ptr_array_add (self->items, item);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);

  vidimus_run_pump (self);
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
  VidimusRunItem *item;
  guint position;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  item = vidimus_run_find_item (self, document, &position);
  g_return_if_fail (item != NULL);

  self->first_open = MIN (self->first_open, position);
  vidimus_run_enqueue (self, item);
  vidimus_run_pump (self);
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
  VidimusRunItem *item;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  item = vidimus_run_find_item (self, document, NULL);
  g_return_if_fail (item != NULL);

  vidimus_run_take_out (self, item);
  vidimus_run_pump (self);
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
  VidimusRunItem *item;
  guint position;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  item = vidimus_run_find_item (self, document, &position);
  g_return_if_fail (item != NULL);

  item = g_ptr_array_steal_index (self->items, position);
  if (position < self->first_open)
    self->first_open--;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  vidimus_run_take_out (self, item);
  item_free (item);

  vidimus_run_pump (self);
}

/** vidimus_run_clear: cancels everything and empties the list. */
void
vidimus_run_clear (VidimusRun *self)
{
  g_autoptr(GPtrArray) items = NULL;

  g_return_if_fail (VIDIMUS_IS_RUN (self));

  items = g_steal_pointer (&self->items);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->first_open = 0;
  vidimus_run_drop_finished (self);
  for (guint i = 0; i < items->len; i++)
    vidimus_run_take_out (self, items->pdata[i]);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, items->len, 0);

  vidimus_run_pump (self);
}
