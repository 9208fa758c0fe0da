#include "vidimus-alarm-row.h"

#include "vidimus-badge.h"
#include "vidimus-coaching.h"
#include "vidimus-score-bar.h"

#include <glib/gi18n-lib.h>

struct _VidimusAlarmRow
{
  GtkListBoxRow    parent_instance;

  VidimusAlarm     alarm;
  gboolean         expanded;
  gboolean         raised;
  gboolean         shown;    /* its evidence, on the picture */
  guint            n_areas;

  /* Template children */
  GtkLabel        *title;
  GtkWidget       *eye;
  VidimusBadge    *badge;
  GtkLabel        *number;
  VidimusScoreBar *bar;
  GtkLabel        *dissent;
  GtkRevealer     *revealer;
  GtkLabel        *meaning;
  GtkLabel        *where;
  GtkLabel        *measured;
  GtkLabel        *remedy;
  GtkLabel        *cuts;
};

enum
{
  PROP_0,
  PROP_ALARM,
  PROP_EXPANDED,
  N_PROPS
};

enum
{
  REVEALED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusAlarmRow, vidimus_alarm_row, GTK_TYPE_LIST_BOX_ROW)

static VidimusScoreDot
get_dot (VidimusAlarmRow *self,
         VidimusResult   *result)
{
  gboolean raised;

  if (result == NULL || !vidimus_result_get_flag (result, self->alarm, &raised))
    return VIDIMUS_SCORE_DOT_ABSENT;

  return raised ? VIDIMUS_SCORE_DOT_RAISED : VIDIMUS_SCORE_DOT_CLEAR;
}

/* The service's boolean and our cuts are two judgements of one score: they may differ, and then it is said. */
static gboolean
service_disagrees (VidimusScoreDot    dot,
                   VidimusVerdictKind kind)
{
  gboolean ours = kind == VIDIMUS_VERDICT_REVIEW || kind == VIDIMUS_VERDICT_REJECT;

  if (kind == VIDIMUS_VERDICT_NOT_CHECKED || dot == VIDIMUS_SCORE_DOT_ABSENT)
    return FALSE;

  return (dot == VIDIMUS_SCORE_DOT_RAISED) != ours;
}

static char *
describe_cuts (VidimusScoreDot dot,
               int             review,
               int             reject)
{
  g_autofree char *cuts = g_strdup_printf (_("Your limits: a closer look above %d, an alarm above %d."),
                                           review, reject);

  if (dot == VIDIMUS_SCORE_DOT_ABSENT)
    return g_steal_pointer (&cuts);

  return g_strdup_printf ("%s %s", cuts,
                          dot == VIDIMUS_SCORE_DOT_RAISED ? _("The service itself says: alarm.")
                                                          : _("The service itself says: no alarm."));
}

static void
update_accessible (VidimusAlarmRow    *self,
                   VidimusVerdictKind  kind,
                   gboolean            has_score,
                   int                 score)
{
  const char *title = vidimus_alarm_get_title (self->alarm);
  const char *word = vidimus_verdict_kind_get_title (kind);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (has_score)
    {
      /* Translators: an alarm's name, its score, the highest score, what follows: “Glare, 91 of 99, Alarm” */
      name = g_strdup_printf (_("%s, %d of %d, %s"), title, score, VIDIMUS_SCORE_MAX, word);
      text = g_strdup (name);
    }
  else
    {
      name = g_strdup_printf ("%s, %s", title, word);
      text = g_strdup (word);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  vidimus_score_bar_set_value (self->bar, has_score ? score : -1, VIDIMUS_SCORE_MAX, title, text);
}

/**
 * vidimus_alarm_row_set_result:
 * @result: (nullable): the answer; without it the row is empty
 * @kind: what the policy makes of this alarm
 *
 * Shows the row's alarm as @result has it.
 */
void
vidimus_alarm_row_set_result (VidimusAlarmRow    *self,
                              VidimusResult      *result,
                              VidimusPolicy      *policy,
                              VidimusVerdictKind  kind)
{
  VidimusScoreDot dot = get_dot (self, result);
  g_autofree char *number = NULL;
  g_autofree char *cuts = NULL;
  int score = 0, review, reject;
  gboolean has_score;

  g_return_if_fail (VIDIMUS_IS_ALARM_ROW (self));
  g_return_if_fail (VIDIMUS_IS_POLICY (policy));

  has_score = result != NULL && vidimus_result_get_score (result, self->alarm, &score);
  vidimus_policy_get_cuts (policy, self->alarm,
                           result != NULL ? vidimus_result_get_type_code (result) : NULL,
                           &review, &reject);
  number = has_score ? g_strdup_printf ("%d", score) : g_strdup ("–");
  cuts = describe_cuts (dot, review, reject);

  vidimus_badge_set_kind (self->badge, kind);
  vidimus_badge_style (GTK_WIDGET (self), kind);
  vidimus_badge_style (GTK_WIDGET (self->bar), kind);
  gtk_label_set_label (self->number, number);
  vidimus_score_bar_set_cuts (self->bar, review, reject);
  vidimus_score_bar_set_dot (self->bar, dot);
  gtk_widget_set_visible (GTK_WIDGET (self->dissent), service_disagrees (dot, kind));
  gtk_label_set_label (self->cuts, cuts);
  self->raised = kind == VIDIMUS_VERDICT_REVIEW || kind == VIDIMUS_VERDICT_REJECT;
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), self->raised);
  update_accessible (self, kind, has_score, score);
}

static void
update_shown (VidimusAlarmRow *self)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->eye, self->shown && self->n_areas > 0);
  if (self->shown && self->n_areas > 0)
    text = g_strdup_printf (ngettext ("%u area is shown on the picture, a local estimate",
                                      "%u areas are shown on the picture, a local estimate", self->n_areas),
                            self->n_areas);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "", -1);
}

static void
update_measured (VidimusAlarmRow *self,
                 VidimusResult   *evidence)
{
  double statistic;
  gboolean known = evidence != NULL && vidimus_result_get_statistic (evidence, self->alarm, &statistic);

  if (known)
    {
      /* Translators: the number that a score was made of, without a unit */
      g_autofree char *text = g_strdup_printf (_("What the local estimate measured: %.3g."), statistic);

      gtk_label_set_label (self->measured, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->measured), known);
}

/**
 * vidimus_alarm_row_set_evidence:
 * @evidence: (nullable): what says where the alarm saw something, after vidimus_alarm_row_set_result()
 *
 * Says in words what can be seen on the picture, and the number behind the score. That there is nothing is said only of an alarm that is raised.
 */
void
vidimus_alarm_row_set_evidence (VidimusAlarmRow *self,
                                VidimusResult   *evidence)
{
  GPtrArray *areas = evidence != NULL ? vidimus_result_get_areas (evidence, self->alarm) : NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (VIDIMUS_IS_ALARM_ROW (self));

  self->n_areas = areas != NULL ? areas->len : 0;
  if (self->n_areas > 0)
    {
      g_autofree char *words = vidimus_areas_to_words (areas);

      /* Translators: what is marked on the picture follows: “Glare (3)” */
      text = g_strdup_printf (_("Where, by a local estimate: %s."), words);
    }
  else if (areas != NULL && self->raised)
    {
      text = g_strdup (_("Where: no single part of the picture stands out."));
    }
  gtk_label_set_label (self->where, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->where), text != NULL);
  update_measured (self, evidence);
  update_shown (self);
}

/**
 * vidimus_alarm_row_set_shown:
 * @shown: whether this alarm's evidence is the one drawn on the picture
 */
void
vidimus_alarm_row_set_shown (VidimusAlarmRow *self,
                             gboolean         shown)
{
  g_return_if_fail (VIDIMUS_IS_ALARM_ROW (self));

  self->shown = shown;
  update_shown (self);
}

gboolean
vidimus_alarm_row_get_expanded (VidimusAlarmRow *self)
{
  return self->expanded;
}

void
vidimus_alarm_row_set_expanded (VidimusAlarmRow *self,
                                gboolean         expanded)
{
  g_return_if_fail (VIDIMUS_IS_ALARM_ROW (self));

  if (self->expanded == expanded)
    return;

  self->expanded = expanded;
  if (expanded)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self), "expanded");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "expanded");
    }
  gtk_revealer_set_reveal_child (self->revealer, expanded);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

/* A closed revealer takes no room, but the box's spacing around it would. */
static void
revealed_cb (VidimusAlarmRow *self)
{
  gboolean revealed = gtk_revealer_get_child_revealed (self->revealer);

  if (!self->expanded && !revealed)
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
  else if (self->expanded && revealed)
    g_signal_emit (self, signals[REVEALED], 0);
}

static void
vidimus_alarm_row_constructed (GObject *object)
{
  VidimusAlarmRow *self = VIDIMUS_ALARM_ROW (object);

  G_OBJECT_CLASS (vidimus_alarm_row_parent_class)->constructed (object);

  gtk_label_set_label (self->title, vidimus_alarm_get_title (self->alarm));
  gtk_label_set_label (self->meaning, vidimus_coaching_get_meaning (self->alarm));
  gtk_label_set_label (self->remedy, vidimus_coaching_get_remedy (self->alarm));
}

static void
vidimus_alarm_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  VidimusAlarmRow *self = VIDIMUS_ALARM_ROW (object);

  switch (prop_id)
    {
    case PROP_ALARM:
      g_value_set_uint (value, self->alarm);
      break;
    case PROP_EXPANDED:
      g_value_set_boolean (value, self->expanded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_alarm_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  VidimusAlarmRow *self = VIDIMUS_ALARM_ROW (object);

  switch (prop_id)
    {
    case PROP_ALARM:
      self->alarm = (VidimusAlarm) g_value_get_uint (value);
      break;
    case PROP_EXPANDED:
      vidimus_alarm_row_set_expanded (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_alarm_row_class_init (VidimusAlarmRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = vidimus_alarm_row_constructed;
  object_class->get_property = vidimus_alarm_row_get_property;
  object_class->set_property = vidimus_alarm_row_set_property;

  properties[PROP_ALARM] = g_param_spec_uint ("alarm", NULL, NULL, 0, VIDIMUS_N_ALARMS - 1, 0,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REVEALED] = g_signal_new ("revealed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (VIDIMUS_TYPE_BADGE);
  g_type_ensure (VIDIMUS_TYPE_SCORE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-alarm-row.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, title);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, eye);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, badge);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, number);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, bar);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, dissent);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, revealer);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, meaning);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, where);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, measured);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, remedy);
  gtk_widget_class_bind_template_child (widget_class, VidimusAlarmRow, cuts);
}

static void
vidimus_alarm_row_init (VidimusAlarmRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->revealer, "notify::child-revealed", G_CALLBACK (revealed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
vidimus_alarm_row_new (VidimusAlarm alarm)
{
  return g_object_new (VIDIMUS_TYPE_ALARM_ROW, "alarm", (guint) alarm, NULL);
}
