/* The road of a frame: offered, looked at, taken into account, kept for a while as one of the last. */
#define G_LOG_DOMAIN "vidimus-desk"

#include "vidimus-coach-private.h"

#include "vidimus-error.h"
#include "vidimus-look-private.h"

/* One is encoded or on its way while another is looked at: more would only be older when they come back. */
#define MOST_UNDER_WAY 2
/* What was best longer ago than this is not what the user sees now. */
#define LAST_US G_USEC_PER_SEC
/* So many failures one after the other are no accident: the service ended while it worked, and did so again when it was started anew. From then on it is
 * tried now and then. */
#define MOST_FAILURES 3
#define RETRY_US (2 * G_USEC_PER_SEC)
/* The share of the policy's least confidence below which an outline is a guess about an empty desk: nobody wants to see it. What is cut off by the rim or half
 * covered lies above. */
#define GUESS 0.5

/** Flight: a frame that is being looked at. */
typedef struct
{
  VidimusCoach      *coach;       /* borrowed; NULL once it was reset */
  GObject           *frame;       /* owned; NULL once it was reset */
  guint64            serial;
  VidimusCoachSight  sight;       /* what is known before it is looked at */
} Flight;

static void
flight_free (Flight *flight)
{
  g_clear_object (&flight->frame);
  g_free (flight);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Flight, flight_free)

/** vidimus_coach_drop_frames: those under way come back to nobody, and none is kept. */
void
vidimus_coach_drop_frames (VidimusCoach *self)
{
  Flight *flight;

  while ((flight = g_queue_pop_head (&self->flights)) != NULL)
    {
      flight->coach = NULL;
      g_clear_object (&flight->frame);
    }
  for (int i = 0; i < VIDIMUS_COACH_N_LAST; i++)
    g_clear_object (&self->last[i].frame);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
push_last (VidimusCoach *self,
           GObject      *frame,
           double        quality,
           gint64        time)
{
  g_clear_object (&self->last[VIDIMUS_COACH_N_LAST - 1].frame);
  for (int i = VIDIMUS_COACH_N_LAST - 1; i > 0; i--)
    self->last[i] = self->last[i - 1];
  self->last[0] = (VidimusCoachLast) { g_object_ref (frame), quality, time, self->rules.clean };
}

/* Returns: (transfer none) (nullable): of equally good ones the newest */
static GObject *
find_best (VidimusCoach *self,
           gboolean      clean)
{
  const VidimusCoachLast *best = NULL;

  for (int i = 0; i < VIDIMUS_COACH_N_LAST; i++)
    {
      const VidimusCoachLast *last = &self->last[i];

      if (last->frame == NULL || (clean && !last->clean) || self->last[0].time - last->time > LAST_US)
        continue;
      if (best == NULL || last->quality > best->quality)
        best = last;
    }

  return best != NULL ? best->frame : NULL;
}

/* Whoever is told may reset the coach, or drop it. */
static gboolean
is_current (VidimusCoach *self,
            GCancellable *since)
{
  return self->cancellable == since;
}

static void
deliver (VidimusCoach            *self,
         GObject                 *frame,
         const VidimusCoachSight *sight)
{
  g_autoptr(GCancellable) since = g_object_ref (self->cancellable);
  gboolean was_coarse = self->rules.coarse;
  VidimusCoached coached = {
    .frame = frame,
    .located = sight->located,
    .quad = sight->quad,
    .confidence = sight->confidence,
    .pixels_per_mm = vidimus_coach_sight_measure (sight),
    .quality = vidimus_coach_sight_rate (sight),
  };

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    coached.scores[i] = sight->scores[i];
  vidimus_coach_rules_see (&self->rules, sight);
  push_last (self, frame, coached.quality, sight->time);

  vidimus_coach_tell_coached (self, &coached);
  if (is_current (self, since))
    vidimus_coach_update_hint (self);
  if (is_current (self, since) && self->rules.coarse != was_coarse)
    vidimus_coach_note_warning (self);
  if (is_current (self, since) && self->auto_shot && !self->shot && vidimus_coach_rules_is_ready (&self->rules))
    {
      g_autoptr(GObject) best = g_object_ref (find_best (self, TRUE));

      self->shot = TRUE;
      vidimus_coach_tell_shot (self, best);
    }
}

static void
fill_sight (VidimusCoach      *self,
            VidimusCoachSight *sight,
            VidimusResult     *result) /* nullable: no document */
{
  sight->confidence = 0.0;
  sight->located = result != NULL && vidimus_result_get_location (result, &sight->quad) &&
                   vidimus_result_get_confidence (result, &sight->confidence) &&
                   sight->confidence >= GUESS * self->rules.min_confidence;
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (result == NULL || !vidimus_result_get_score (result, i, &sight->scores[i]))
      sight->scores[i] = -1;
}

/* A service that is busy with something else has lost this frame and no more. */
static void
note_failure (VidimusCoach *self,
              const GError *error)
{
  g_autofree char *problem = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_error_matches (error, VIDIMUS_ERROR, VIDIMUS_ERROR_BUSY))
    return;

  g_debug ("A frame was not looked at: %s", error->message);
  self->n_failures++;
  if (self->n_failures < MOST_FAILURES)
    return;

  self->retry_at = self->time + RETRY_US;
  vidimus_coach_rules_reset (&self->rules);
  problem = g_strdup_printf ("%s %s", error->message, vidimus_error_get_advice (error));
  vidimus_coach_update_hint (self);
  vidimus_coach_set_problem (self, problem);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Flight) flight = user_data;
  g_autoptr(VidimusCoach) self = flight->coach != NULL ? g_object_ref (flight->coach) : NULL;
  g_autoptr(GCancellable) since = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) answer = vidimus_look_finish (result, &flight->sight.brightness, &error);

  if (self == NULL)
    return;

  g_queue_remove (&self->flights, flight);
  if (error != NULL)
    {
      note_failure (self, error);
      return;
    }

  since = g_object_ref (self->cancellable);
  self->n_failures = 0;
  self->retry_at = 0;
  vidimus_coach_set_problem (self, NULL);
  if (!is_current (self, since) || flight->serial < self->last_serial)
    return; /* a newer one was faster: what it was told by would go back */

  self->last_serial = flight->serial;
  fill_sight (self, &flight->sight, answer);
  deliver (self, flight->frame, &flight->sight);
}

/**
 * vidimus_coach_offer:
 * @frame: comes back with what was said of it; kept until then, and while it is one of the last
 * @pixels: the memory of @image, kept while it is read
 * @image: 1, 3 or 4 channels; copied
 * @still_width: of the still, pixels; for its resolution
 * @time: monotonic microseconds, ascending
 *
 * Has the frame looked at, unless enough are under way: then a newer one is to be offered later.
 *
 * Returns: whether it is looked at
 */
gboolean
vidimus_coach_offer (VidimusCoach               *self,
                     GObject                    *frame,
                     GBytes                     *pixels,
                     const struct vidimus_image *image,
                     int                         still_width,
                     gint64                      time)
{
  Flight *flight;

  g_return_val_if_fail (VIDIMUS_IS_COACH (self), FALSE);
  g_return_val_if_fail (G_IS_OBJECT (frame) && pixels != NULL, FALSE);
  g_return_val_if_fail (image != NULL && image->data != NULL && still_width > 0, FALSE);

  self->time = time;
  if (!vidimus_client_is_local (self->local) || self->flights.length >= MOST_UNDER_WAY || time < self->retry_at)
    return FALSE;
  if (self->problem != NULL && self->flights.length > 0)
    return FALSE; /* one is enough to see whether it is back */

  flight = g_new0 (Flight, 1);
  flight->coach = self;
  flight->frame = g_object_ref (frame);
  flight->serial = ++self->n_offered;
  flight->sight = (VidimusCoachSight) {
    .width = image->width,
    .height = image->height,
    .still_scale = (double) still_width / image->width,
    .time = time,
  };
  g_queue_push_tail (&self->flights, flight);
  vidimus_look_async (self->local, pixels, image, self->cancellable, looked_cb, flight);

  return TRUE;
}

/**
 * vidimus_coach_reset:
 *
 * Forgets what it saw, such as after a shot was judged, or another camera was chosen: frames that are being looked at are dropped, and none is kept.
 */
void
vidimus_coach_reset (VidimusCoach *self)
{
  gboolean was_coarse;

  g_return_if_fail (VIDIMUS_IS_COACH (self));

  was_coarse = self->rules.coarse;
  vidimus_coach_drop_frames (self);
  self->cancellable = g_cancellable_new ();
  self->shot = FALSE;
  vidimus_coach_rules_reset (&self->rules);
  vidimus_coach_update_hint (self);
  if (was_coarse)
    vidimus_coach_note_warning (self);
}

/** vidimus_coach_get_best: (transfer none) (nullable): of the last frames that were looked at; of equally good ones the newest. */
GObject *
vidimus_coach_get_best (VidimusCoach *self)
{
  g_return_val_if_fail (VIDIMUS_IS_COACH (self), NULL);

  return find_best (self, FALSE);
}

