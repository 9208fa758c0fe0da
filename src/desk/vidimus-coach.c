#include "vidimus-coach-private.h"

#include <glib/gi18n-lib.h>

enum
{
  PROP_AUTO_SHOT = 1,
  PROP_HINT,
  PROP_PROBLEM,
  PROP_WARNING,
  PROP_TRIES,
  N_PROPS
};

enum
{
  SIGNAL_COACHED,
  SIGNAL_SHOT,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusCoach, vidimus_coach, G_TYPE_OBJECT)

/** vidimus_coach_update_hint: to what the rules say. */
void
vidimus_coach_update_hint (VidimusCoach *self)
{
  if (self->hint == self->rules.hint)
    return;

  self->hint = self->rules.hint;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HINT]);
}

/** vidimus_coach_set_problem: @problem: (nullable): copied. */
void
vidimus_coach_set_problem (VidimusCoach *self,
                           const char   *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

/** vidimus_coach_note_warning: that it came or went. */
void
vidimus_coach_note_warning (VidimusCoach *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WARNING]);
}

/** vidimus_coach_tell_coached: emits "coached". */
void
vidimus_coach_tell_coached (VidimusCoach   *self,
                            VidimusCoached *coached)
{
  g_signal_emit (self, signals[SIGNAL_COACHED], 0, coached);
}

/** vidimus_coach_tell_shot: emits "shot". */
void
vidimus_coach_tell_shot (VidimusCoach *self,
                         GObject      *frame)
{
  g_signal_emit (self, signals[SIGNAL_SHOT], 0, frame);
}

/** vidimus_coach_get_hint: what to do now; its words: vidimus_hint_get_words(). */
VidimusHint
vidimus_coach_get_hint (VidimusCoach *self)
{
  g_return_val_if_fail (VIDIMUS_IS_COACH (self), VIDIMUS_HINT_WAIT);

  return self->hint;
}

/** vidimus_coach_get_progress: 0-1: how much of the time that auto-shot waits for has passed, steady and clean. */
double
vidimus_coach_get_progress (VidimusCoach *self)
{
  g_return_val_if_fail (VIDIMUS_IS_COACH (self), 0.0);

  return vidimus_coach_rules_progress (&self->rules);
}

/** vidimus_coach_get_problem: (nullable): why there is no coaching, and what to do about it; translated. */
const char *
vidimus_coach_get_problem (VidimusCoach *self)
{
  g_return_val_if_fail (VIDIMUS_IS_COACH (self), NULL);

  return self->problem;
}

/** vidimus_coach_get_warning: (nullable): that the camera can't give what is to be read, and what to do about it; translated, static. */
const char *
vidimus_coach_get_warning (VidimusCoach *self)
{
  g_return_val_if_fail (VIDIMUS_IS_COACH (self), NULL);

  return self->rules.coarse ? _("This camera has too few pixels: small print can’t be read even when the document fills the picture. Use another "
                                "camera, or scan the document at 300 dpi.")
                            : NULL;
}

/** vidimus_coach_get_auto_shot: whether "shot" is emitted. */
gboolean
vidimus_coach_get_auto_shot (VidimusCoach *self)
{
  g_return_val_if_fail (VIDIMUS_IS_COACH (self), FALSE);

  return self->auto_shot;
}

/** vidimus_coach_set_auto_shot: for people who press the shutter themselves. */
void
vidimus_coach_set_auto_shot (VidimusCoach *self,
                             gboolean      auto_shot)
{
  g_return_if_fail (VIDIMUS_IS_COACH (self));

  auto_shot = auto_shot != FALSE;
  if (self->auto_shot == auto_shot)
    return;

  self->auto_shot = auto_shot;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AUTO_SHOT]);
}

/**
 * vidimus_coach_judge:
 * @kept: whether the shot was good enough for who took it
 *
 * Three that were not, one after the other, are to be taken for a sign that another way in serves better.
 */
void
vidimus_coach_judge (VidimusCoach *self,
                     gboolean      kept)
{
  guint tries;

  g_return_if_fail (VIDIMUS_IS_COACH (self));

  tries = kept ? 0 : self->tries + 1;
  if (self->tries == tries)
    return;

  self->tries = tries;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRIES]);
}

/** vidimus_coach_get_tries: shots that were rejected in a row. */
guint
vidimus_coach_get_tries (VidimusCoach *self)
{
  g_return_val_if_fail (VIDIMUS_IS_COACH (self), 0);

  return self->tries;
}

static void
vidimus_coach_dispose (GObject *object)
{
  VidimusCoach *self = VIDIMUS_COACH (object);

  vidimus_coach_drop_frames (self);

  G_OBJECT_CLASS (vidimus_coach_parent_class)->dispose (object);
}

static void
vidimus_coach_finalize (GObject *object)
{
  VidimusCoach *self = VIDIMUS_COACH (object);

  g_clear_object (&self->local);
  g_free (self->problem);

  G_OBJECT_CLASS (vidimus_coach_parent_class)->finalize (object);
}

static void
vidimus_coach_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  VidimusCoach *self = VIDIMUS_COACH (object);

  switch (prop_id)
    {
    case PROP_AUTO_SHOT:
      g_value_set_boolean (value, self->auto_shot);
      break;
    case PROP_HINT:
      g_value_set_enum (value, (int) self->hint);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_WARNING:
      g_value_set_static_string (value, vidimus_coach_get_warning (self));
      break;
    case PROP_TRIES:
      g_value_set_uint (value, self->tries);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_coach_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_AUTO_SHOT:
      vidimus_coach_set_auto_shot (VIDIMUS_COACH (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_coach_class_init (VidimusCoachClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = vidimus_coach_dispose;
  object_class->finalize = vidimus_coach_finalize;
  object_class->get_property = vidimus_coach_get_property;
  object_class->set_property = vidimus_coach_set_property;

  props[PROP_AUTO_SHOT] = g_param_spec_boolean ("auto-shot", NULL, NULL, TRUE, G_PARAM_READWRITE | flags);
  props[PROP_HINT] = g_param_spec_enum ("hint", NULL, NULL, VIDIMUS_TYPE_HINT, VIDIMUS_HINT_WAIT,
                                        G_PARAM_READABLE | flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | flags);
  props[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL, G_PARAM_READABLE | flags);
  props[PROP_TRIES] = g_param_spec_uint ("tries", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_COACHED] = g_signal_new ("coached", VIDIMUS_TYPE_COACH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_SHOT] = g_signal_new ("shot", VIDIMUS_TYPE_COACH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_OBJECT);
}

static void
vidimus_coach_init (VidimusCoach *self)
{
  self->auto_shot = TRUE;
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->flights);
}

/**
 * vidimus_coach_new:
 * @local: the service on this computer, which begins to start. With any other no frame is taken: they never leave this computer
 * @policy: what it would look closer at is not clean; read once
 *
 * Returns: (transfer full): a coach
 */
VidimusCoach *
vidimus_coach_new (VidimusClient *local,
                   VidimusPolicy *policy)
{
  VidimusCoach *self;
  int cuts[VIDIMUS_N_ALARMS], reject;

  g_return_val_if_fail (VIDIMUS_IS_CLIENT (local) && VIDIMUS_IS_POLICY (policy), NULL);

  self = g_object_new (VIDIMUS_TYPE_COACH, NULL);
  self->local = g_object_ref (local);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    vidimus_policy_get_cuts (policy, i, NULL, &cuts[i], &reject);
  vidimus_coach_rules_init (&self->rules, cuts, vidimus_policy_get_min_confidence (policy));
  if (vidimus_client_is_local (local))
    vidimus_client_prepare (local);
  else
    self->problem = g_strdup (_("Only the service on this computer looks at the camera’s pictures. Take the picture with the shutter."));

  return self;
}
