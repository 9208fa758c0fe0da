#include "vidimus-run-private.h"

/* One document on its way to the sinks. */
typedef struct
{
  VidimusRun      *run;       /* owned */
  VidimusDocument *document;  /* owned */
  guint            n_waiting; /* sinks that have not kept it yet */
  GError          *error;     /* owned, nullable: of the first that could not */
} Delivery;

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Delivery *delivery = user_data;
  GError **error = delivery->error == NULL ? &delivery->error : NULL;

  vidimus_sink_write_finish (VIDIMUS_SINK (object), result, error);
  if (--delivery->n_waiting > 0)
    return;

  vidimus_run_emit_finished (delivery->run, delivery->document, delivery->error);
  g_clear_error (&delivery->error);
  g_object_unref (delivery->document);
  g_object_unref (delivery->run);
  g_free (delivery);
}

static void
hand_over (VidimusRun      *self,
           VidimusDocument *document)
{
  Delivery *delivery;

  if (self->sinks->len == 0)
    {
      vidimus_run_emit_finished (self, document, NULL);
      return;
    }

  delivery = g_new0 (Delivery, 1);
  delivery->run = g_object_ref (self);
  delivery->document = g_object_ref (document);
  delivery->n_waiting = self->sinks->len;
  for (guint i = 0; i < self->sinks->len; i++)
    vidimus_sink_write_async (self->sinks->pdata[i], document, kept_cb, delivery);
}

static gboolean
deliver_cb (gpointer user_data)
{
  VidimusRun *self = user_data;
  VidimusDocument *document;

  g_clear_pointer (&self->deliver, g_source_unref);
  while ((document = g_queue_pop_head (&self->finished)) != NULL)
    {
      VidimusDocumentState state = vidimus_document_get_state (document);

      if (state == VIDIMUS_DOCUMENT_ANSWERED || state == VIDIMUS_DOCUMENT_FAILED)
        hand_over (self, document);
      g_object_unref (document);
    }

  return G_SOURCE_REMOVE;
}

/*
 * vidimus_run_deliver:
 * @document: about to be ANSWERED or FAILED
 *
 * Gives it to the sinks from the main loop: now the run is in the middle of something.
 */
void
vidimus_run_deliver (VidimusRun      *self,
                     VidimusDocument *document)
{
  g_queue_push_tail (&self->finished, g_object_ref (document));
  if (self->deliver != NULL)
    return;

  self->deliver = g_idle_source_new ();
  g_source_set_priority (self->deliver, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->deliver, deliver_cb, g_object_ref (self), g_object_unref);
  g_source_attach (self->deliver, g_main_context_get_thread_default ());
}

/* vidimus_run_drop_finished: what no sink has seen yet is not given to any. */
void
vidimus_run_drop_finished (VidimusRun *self)
{
  g_autoptr(GSource) deliver = g_steal_pointer (&self->deliver);

  g_queue_clear_full (&self->finished, g_object_unref);
  if (deliver != NULL)
    g_source_destroy (deliver);
}

/**
 * vidimus_run_add_sink:
 * @sink: given each document that finishes from now on
 *
 * “finished” is emitted for a document once each sink has kept it.
 */
void
vidimus_run_add_sink (VidimusRun  *self,
                      VidimusSink *sink)
{
  g_return_if_fail (VIDIMUS_IS_RUN (self));
  g_return_if_fail (VIDIMUS_IS_SINK (sink));

  g_ptr_array_add (self->sinks, g_object_ref (sink));
}
