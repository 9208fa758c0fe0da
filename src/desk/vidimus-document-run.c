/* What only the run does to a document. */
#include "vidimus-document-private.h"

#include <math.h>

/**
 * vidimus_document_begin:
 *
 * Cancels what was under way.
 *
 * Returns: (transfer none): the cancellable of what begins now
 */
GCancellable *
vidimus_document_begin (VidimusDocument *self)
{
  vidimus_document_interrupt (self);
  self->cancellable = g_cancellable_new ();

  return self->cancellable;
}

/** vidimus_document_is_current: whether nothing else began since @cancellable was given out. */
gboolean
vidimus_document_is_current (VidimusDocument *self,
                             GCancellable    *cancellable)
{
  return self->cancellable == cancellable;
}

/** vidimus_document_interrupt: cancels what is under way, if anything; its results are stale from now on. */
void
vidimus_document_interrupt (VidimusDocument *self)
{
  g_autoptr(GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
}

/* Whether a call is under way: only then is there an attempt. */
static gboolean
is_asked (VidimusDocumentState state)
{
  return state >= VIDIMUS_DOCUMENT_PREPARING && state <= VIDIMUS_DOCUMENT_PAUSED;
}

/** vidimus_document_set_state: notifies what changed; any state but FAILED has no error, any but PAUSED no problem. */
void
vidimus_document_set_state (VidimusDocument      *self,
                            VidimusDocumentState  state,
                            double                fraction)
{
  g_object_freeze_notify (G_OBJECT (self));

  if (state != VIDIMUS_DOCUMENT_FAILED)
    g_clear_error (&self->error);
  if (state != VIDIMUS_DOCUMENT_PAUSED)
    g_clear_pointer (&self->problem, g_free);
  if (!is_asked (state))
    self->attempt = 0;
  if (self->state != state)
    {
      self->state = state;
      g_object_notify (G_OBJECT (self), "state");
    }
  if (fabs (self->fraction - fraction) > 0.0)
    {
      self->fraction = fraction;
      g_object_notify (G_OBJECT (self), "fraction");
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/** vidimus_document_set_asked: @asked: (nullable): a call of this service begins; %NULL: nobody is asked yet. */
void
vidimus_document_set_asked (VidimusDocument *self,
                            const char      *asked)
{
  g_free (self->asked);
  self->asked = g_strdup (asked);
  self->asked_at = g_get_monotonic_time ();
  self->asked_ms = 0.0;
}

/** vidimus_document_set_attempt: of the call under way, from 1; before the state it is made in. */
void
vidimus_document_set_attempt (VidimusDocument *self,
                              guint            attempt)
{
  self->attempt = attempt;
}

/**
 * vidimus_document_set_paused:
 * @attempt: the one that is to come
 * @pause_ms: until it
 * @problem: why the one before failed; translated
 *
 * PAUSED.
 */
void
vidimus_document_set_paused (VidimusDocument *self,
                             guint            attempt,
                             guint            pause_ms,
                             const char      *problem)
{
  char *copy = g_strdup (problem); /* @problem may be the one before */

  self->attempt = attempt;
  self->resumes_at = g_get_monotonic_time () + (gint64) pause_ms * 1000;
  g_free (self->problem);
  self->problem = copy;
  vidimus_document_set_state (self, VIDIMUS_DOCUMENT_PAUSED, 0.0);
}

/** vidimus_document_take_picture: @picture: (transfer full). An outline corrected by hand stays only if it is the same again. */
void
vidimus_document_take_picture (VidimusDocument *self,
                               VidimusPicture  *picture)
{
  gboolean same = self->picture != NULL && g_str_equal (vidimus_picture_get_sha256 (self->picture),
                                                        vidimus_picture_get_sha256 (picture));

  g_object_freeze_notify (G_OBJECT (self));
  g_clear_object (&self->picture);
  self->picture = picture;
  vidimus_picture_set_name (picture, self->name);
  g_object_notify (G_OBJECT (self), "picture");
  if (!same)
    vidimus_document_set_corrected (self, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

/** vidimus_document_take_answer: ANSWERED. @answer: (transfer full). */
void
vidimus_document_take_answer (VidimusDocument      *self,
                              VidimusAnswer        *answer,
                              const VidimusVerdict *verdict)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_object (&self->answer);
  self->answer = answer;
  g_clear_object (&self->estimate);
  self->verdict = *verdict;
  g_object_notify (G_OBJECT (self), "answer");
  g_object_notify (G_OBJECT (self), "evidence");
  vidimus_document_set_state (self, VIDIMUS_DOCUMENT_ANSWERED, 0.0);
  g_object_thaw_notify (G_OBJECT (self));
}

/** vidimus_document_take_estimate: of the picture that was answered. @estimate: (transfer full). */
void
vidimus_document_take_estimate (VidimusDocument *self,
                                VidimusResult   *estimate)
{
  g_clear_object (&self->estimate);
  self->estimate = estimate;
  g_object_notify (G_OBJECT (self), "evidence");
}

/**
 * vidimus_document_take_error:
 * @error: (transfer full)
 *
 * FAILED. An answer that the document had before is gone: it belongs to another question.
 */
void
vidimus_document_take_error (VidimusDocument *self,
                             GError          *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_error (&self->error);
  self->error = error;
  if (self->asked != NULL)
    self->asked_ms = (double) (g_get_monotonic_time () - self->asked_at) / 1000.0;
  self->verdict = (VidimusVerdict) { .deciding = -1 };
  if (self->answer != NULL)
    {
      g_clear_object (&self->answer);
      g_clear_object (&self->estimate);
      g_object_notify (G_OBJECT (self), "answer");
      g_object_notify (G_OBJECT (self), "evidence");
    }
  vidimus_document_set_state (self, VIDIMUS_DOCUMENT_FAILED, 0.0);
  g_object_thaw_notify (G_OBJECT (self));
}
