#include "vidimus-patience-private.h"

struct _VidimusPatience
{
  GCancellable *cancellable; /* owned; what the operations are given */
  GCancellable *user;        /* owned, nullable */
  gulong        user_handler;
  GSource      *timer;       /* owned, nullable */
  gboolean      ended;
};

static void
user_cancelled_cb (GCancellable *user,
                   gpointer      user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/* Operations that take the cancellable end when @user fires and when the time that was set is over. */
VidimusPatience *
vidimus_patience_new (GCancellable *user)
{
  VidimusPatience *self = g_new0 (VidimusPatience, 1);

  self->cancellable = g_cancellable_new ();
  if (user != NULL)
    {
      self->user = g_object_ref (user);
      self->user_handler = g_cancellable_connect (user, G_CALLBACK (user_cancelled_cb),
                                                  g_object_ref (self->cancellable), g_object_unref);
    }

  return self;
}

/* Never from within a handler of the user's cancellable. */
void
vidimus_patience_free (VidimusPatience *self)
{
  if (self == NULL)
    return;

  vidimus_patience_set (self, 0);
  if (self->user != NULL)
    g_cancellable_disconnect (self->user, self->user_handler);
  g_clear_object (&self->user);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gboolean
ended_cb (gpointer user_data)
{
  VidimusPatience *self = user_data;

  self->ended = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/* Replaces the time that was set before. Runs in the thread's default main context. */
void
vidimus_patience_set (VidimusPatience *self,
                      guint            ms)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);

  if (ms == 0 || self->ended)
    return;

  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, ended_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

GCancellable *
vidimus_patience_get_cancellable (VidimusPatience *self)
{
  return self->cancellable;
}

/* Whether it was the time, and not the user, that ended it. */
gboolean
vidimus_patience_has_ended (VidimusPatience *self)
{
  return self->ended;
}
