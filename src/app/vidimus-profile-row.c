#include "vidimus-profile-row.h"

#include "vidimus-profile-words.h"

#include <glib/gi18n-lib.h>

struct _VidimusProfileRow
{
  AdwActionRow    parent_instance;

  VidimusProfile *profile; /* owned */
  gboolean        setting; /* the choice is shown, not made */

  /* Template children */
  GtkImage       *icon;
  GtkCheckButton *radio;
  GtkWidget      *edit;
  GtkMenuButton  *more;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusProfileRow, vidimus_profile_row, ADW_TYPE_ACTION_ROW)

static void
set_name (GtkWidget *widget,
          char      *name) /* (transfer full) */
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_free (name);
}

static void
update (VidimusProfileRow *self)
{
  const char *name = vidimus_profile_get_name (self->profile);
  g_autofree char *place = vidimus_profile_dup_place (self->profile);
  g_autofree char *account = vidimus_profile_dup_account (self->profile);
  g_autofree char *subtitle = account != NULL ? g_strdup_printf ("%s\n%s", place, account) : g_strdup (place);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->icon, vidimus_profile_get_icon_name (self->profile));
  set_name (self->edit, g_strdup_printf (_("Edit %s"), name));
  set_name (GTK_WIDGET (self->more), g_strdup_printf (_("More for %s"), name));
}

static void
toggled_cb (VidimusProfileRow *self)
{
  if (!self->setting && gtk_check_button_get_active (self->radio))
    g_signal_emit (self, signals[CHOSEN], 0);
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_check_button_set_active (VIDIMUS_PROFILE_ROW (widget)->radio, TRUE);
}

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        const char *id)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

/* The one on this computer has nothing to edit, and is always there. */
static void
fill_menu (VidimusProfileRow *self)
{
  const char *id = vidimus_profile_get_id (self->profile);
  gboolean local = vidimus_profile_get_kind (self->profile) == VIDIMUS_PROFILE_LOCAL;
  g_autoptr(GMenu) menu = g_menu_new ();

  append (menu, _("_Test Connection…"), "services.test", id);
  if (!local)
    {
      append (menu, _("_Duplicate…"), "services.duplicate", id);
      append (menu, _("De_lete…"), "services.delete", id);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit), "s", id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->edit), "services.edit");
    }
  gtk_widget_set_visible (self->edit, !local);
  gtk_menu_button_set_menu_model (self->more, G_MENU_MODEL (menu));
}

VidimusProfile *
vidimus_profile_row_get_profile (VidimusProfileRow *self)
{
  return self->profile;
}

void
vidimus_profile_row_set_current (VidimusProfileRow *self,
                                 gboolean           current)
{
  g_return_if_fail (VIDIMUS_IS_PROFILE_ROW (self));

  self->setting = TRUE;
  gtk_check_button_set_active (self->radio, current);
  self->setting = FALSE;
}

static void
vidimus_profile_row_dispose (GObject *object)
{
  g_clear_object (&VIDIMUS_PROFILE_ROW (object)->profile);

  G_OBJECT_CLASS (vidimus_profile_row_parent_class)->dispose (object);
}

static void
vidimus_profile_row_class_init (VidimusProfileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_profile_row_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "profile.choose", NULL, choose_action); /* for assistive technology */
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-profile-row.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileRow, icon);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileRow, radio);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileRow, edit);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileRow, more);
}

static void
vidimus_profile_row_init (VidimusProfileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->radio, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
}

/** vidimus_profile_row_new: follows @profile. */
GtkWidget *
vidimus_profile_row_new (VidimusProfile    *profile,
                         VidimusProfileRow *group)
{
  VidimusProfileRow *self = g_object_new (VIDIMUS_TYPE_PROFILE_ROW, NULL);

  self->profile = g_object_ref (profile);
  if (group != NULL)
    gtk_check_button_set_group (self->radio, group->radio);
  fill_menu (self);
  g_signal_connect_object (profile, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
