#include "vidimus-step-row.h"

#include <glib/gi18n-lib.h>

struct _VidimusStepRow
{
  AdwActionRow  parent_instance;

  VidimusStep   step;

  GtkStack     *stack;   /* borrowed: the prefix */
  GtkSpinner   *spinner; /* borrowed */
  GtkImage     *icon;    /* borrowed */
};

G_DEFINE_FINAL_TYPE (VidimusStepRow, vidimus_step_row, ADW_TYPE_ACTION_ROW)

static const struct
{
  const char *icon;
  const char *css_class;
  const char *word;
} outcomes[] = {
  [VIDIMUS_OUTCOME_PENDING] = { "vidimus-not-checked-symbolic", "dim-label", N_("Not yet tried") },
  [VIDIMUS_OUTCOME_RUNNING] = { "vidimus-not-checked-symbolic", "dim-label", N_("Trying…") },
  [VIDIMUS_OUTCOME_PASSED] = { "object-select-symbolic", "success", N_("Works") },
  [VIDIMUS_OUTCOME_SKIPPED] = { "vidimus-not-checked-symbolic", "dim-label", N_("Skipped") },
  [VIDIMUS_OUTCOME_FAILED] = { "dialog-error-symbolic", "error", N_("Failed") },
};

static void
vidimus_step_row_class_init (VidimusStepRowClass *klass)
{
}

static void
vidimus_step_row_init (VidimusStepRow *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->icon));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->spinner));
  gtk_widget_set_valign (GTK_WIDGET (self->stack), GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->stack));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

/**
 * vidimus_step_row_update:
 *
 * Shows how the step went: the word of its outcome unless @text says more.
 */
void
vidimus_step_row_update (VidimusStepRow *self,
                         VidimusOutcome  outcome,
                         const char     *text,
                         const char     *advice)
{
  const char *title = vidimus_step_get_title (self->step);
  const char *word = _(outcomes[outcome].word);
  gboolean running = outcome == VIDIMUS_OUTCOME_RUNNING;
  g_autoptr(GString) subtitle = g_string_new (text != NULL && *text != '\0' ? text : word);

  g_return_if_fail (VIDIMUS_IS_STEP_ROW (self));

  if (advice != NULL)
    g_string_append_printf (subtitle, "\n%s", advice);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle->str);

  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), outcomes[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), outcomes[outcome].css_class);
  gtk_image_set_from_icon_name (self->icon, outcomes[outcome].icon);
  if (outcome == VIDIMUS_OUTCOME_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self), "failed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "failed");
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_stack_set_visible_child (self->stack, running ? GTK_WIDGET (self->spinner) : GTK_WIDGET (self->icon));

  /* The title is the name already. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

GtkWidget *
vidimus_step_row_new (VidimusStep step)
{
  VidimusStepRow *self = g_object_new (VIDIMUS_TYPE_STEP_ROW, NULL);

  self->step = step;
  vidimus_step_row_update (self, VIDIMUS_OUTCOME_PENDING, NULL, NULL);

  return GTK_WIDGET (self);
}
