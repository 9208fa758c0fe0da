/* Whom a run asks, and how many at once. */
#include "vidimus-run-private.h"

#define MAX_CALLS_ELSEWHERE 8 /* at once, of a service that is not on this computer; fewer when it is too many for it */

/** vidimus_run_get_client: (transfer none): which service is asked. */
VidimusClient *
vidimus_run_get_client (VidimusRun *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RUN (self), NULL);

  return self->client;
}

static guint
get_ceiling (VidimusRun *self)
{
  guint n_cores = g_get_num_processors ();

  if (vidimus_client_is_local (self->client))
    return self->max_calls != 0 ? MIN (self->max_calls, n_cores) : n_cores;

  return self->max_calls != 0 ? self->max_calls : MAX_CALLS_ELSEWHERE;
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

  if (!g_set_object (&self->client, client))
    return;

  vidimus_pace_unref (self->pace); /* calls under way keep theirs */
  self->pace = vidimus_pace_new (get_ceiling (self));
  vidimus_run_reconsider (self);
  g_object_notify (G_OBJECT (self), "client");
  vidimus_run_pump (self);
}

/**
 * vidimus_run_set_max_calls:
 * @max_calls: the most at once; 0 for what suits: as many as there are cores on this computer, 8 elsewhere
 *
 * A service that says that it is too many gets fewer, down to one, and more again as long as it answers. On this
 * computer there are never more than cores.
 */
void
vidimus_run_set_max_calls (VidimusRun *self,
                           guint       max_calls)
{
  g_return_if_fail (VIDIMUS_IS_RUN (self));

  if (self->max_calls == max_calls)
    return;
  self->max_calls = max_calls;
  vidimus_pace_set_ceiling (self->pace, get_ceiling (self));
  g_object_notify (G_OBJECT (self), "max-calls");
  vidimus_run_pump (self);
}

/** vidimus_run_get_max_calls: how many may be under way at once, as things are now. */
guint
vidimus_run_get_max_calls (VidimusRun *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RUN (self), 0);

  return vidimus_pace_get_limit (self->pace);
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
