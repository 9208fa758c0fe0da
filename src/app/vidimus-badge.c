#include "vidimus-badge.h"

struct _VidimusBadge
{
  GtkWidget  parent_instance;

  /* Template children */
  GtkImage  *shape;
  GtkLabel  *word;
};

G_DEFINE_FINAL_TYPE (VidimusBadge, vidimus_badge, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [VIDIMUS_VERDICT_NOT_CHECKED] = { "vidimus-not-checked-symbolic", "not-checked" },
  [VIDIMUS_VERDICT_CLEAR] = { "vidimus-clear-symbolic", "clear" },
  [VIDIMUS_VERDICT_REVIEW] = { "vidimus-review-symbolic", "review" },
  [VIDIMUS_VERDICT_REJECT] = { "vidimus-reject-symbolic", "reject" },
};

const char *
vidimus_badge_get_icon_name (VidimusVerdictKind kind)
{
  return looks[kind].icon_name;
}

/**
 * vidimus_badge_style:
 *
 * Gives @widget the style class of @kind and takes away the others.
 */
void
vidimus_badge_style (GtkWidget          *widget,
                     VidimusVerdictKind  kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    if (i != kind)
      gtk_widget_remove_css_class (widget, looks[i].css_class);
  gtk_widget_add_css_class (widget, looks[kind].css_class);
}

void
vidimus_badge_set_kind (VidimusBadge       *self,
                        VidimusVerdictKind  kind)
{
  g_return_if_fail (VIDIMUS_IS_BADGE (self));

  gtk_image_set_from_icon_name (self->shape, looks[kind].icon_name);
  gtk_label_set_label (self->word, vidimus_verdict_kind_get_title (kind));
  vidimus_badge_style (GTK_WIDGET (self), kind);
}

static void
vidimus_badge_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (vidimus_badge_parent_class)->dispose (object);
}

static void
vidimus_badge_class_init (VidimusBadgeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_badge_dispose;

  gtk_widget_class_set_css_name (widget_class, "badge");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusBadge, shape);
  gtk_widget_class_bind_template_child (widget_class, VidimusBadge, word);
}

static void
vidimus_badge_init (VidimusBadge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vidimus_badge_set_kind (self, VIDIMUS_VERDICT_NOT_CHECKED);
}
