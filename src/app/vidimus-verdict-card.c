#include "vidimus-verdict-card.h"

#include "vidimus-badge.h"
#include "vidimus-coaching.h"

#include <glib/gi18n-lib.h>

struct _VidimusVerdictCard
{
  GtkWidget  parent_instance;

  /* Template children */
  GtkImage  *shape;
  GtkLabel  *word;
  GtkLabel  *reason;
  GtkLabel  *advice;
};

G_DEFINE_FINAL_TYPE (VidimusVerdictCard, vidimus_verdict_card, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/**
 * vidimus_verdict_card_set_verdict:
 * @pixels_per_mm: of the document in the picture; 0 when it is not known
 *
 * Shows @verdict, which @policy made of @result.
 */
void
vidimus_verdict_card_set_verdict (VidimusVerdictCard   *self,
                                  const VidimusVerdict *verdict,
                                  VidimusPolicy        *policy,
                                  VidimusResult        *result,
                                  double                pixels_per_mm)
{
  const char *word;
  g_autofree char *reason = NULL;
  g_autofree char *advice = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (VIDIMUS_IS_VERDICT_CARD (self));
  g_return_if_fail (verdict != NULL && VIDIMUS_IS_POLICY (policy) && VIDIMUS_IS_RESULT (result));

  word = vidimus_verdict_kind_get_title (verdict->kind);
  reason = vidimus_coaching_get_reason (verdict, policy, result);
  advice = vidimus_coaching_get_advice (verdict, result, pixels_per_mm);
  name = reason != NULL ? g_strdup_printf ("%s. %s", word, reason) : g_strdup (word);

  gtk_image_set_from_icon_name (self->shape, vidimus_badge_get_icon_name (verdict->kind));
  gtk_label_set_label (self->word, word);
  set_text (self->reason, reason);
  set_text (self->advice, advice);
  vidimus_badge_style (GTK_WIDGET (self), verdict->kind);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, advice != NULL ? advice : "", -1);
}

static void
vidimus_verdict_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (vidimus_verdict_card_parent_class)->dispose (object);
}

static void
vidimus_verdict_card_class_init (VidimusVerdictCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_verdict_card_dispose;

  gtk_widget_class_set_css_name (widget_class, "verdictcard");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-verdict-card.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusVerdictCard, shape);
  gtk_widget_class_bind_template_child (widget_class, VidimusVerdictCard, word);
  gtk_widget_class_bind_template_child (widget_class, VidimusVerdictCard, reason);
  gtk_widget_class_bind_template_child (widget_class, VidimusVerdictCard, advice);
}

static void
vidimus_verdict_card_init (VidimusVerdictCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
vidimus_verdict_card_new (void)
{
  return g_object_new (VIDIMUS_TYPE_VERDICT_CARD, NULL);
}
