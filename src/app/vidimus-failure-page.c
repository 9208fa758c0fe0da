#include "vidimus-failure-page.h"

#include "vidimus-error.h"
#include "vidimus-picture.h"

#include <glib/gi18n-lib.h>

#define FETCH_FAILED "ModelArts.4603" /* another time the address may answer */
#define WRONG_SIZE   "AIS.0103"       /* it was opened, and has too many or too few pixels or bytes */

struct _VidimusFailurePage
{
  GtkWidget        parent_instance;

  VidimusServices *services; /* owned, nullable */

  /* Template children */
  GtkLabel        *title;
  GtkLabel        *message;
  GtkLabel        *advice;
  GtkButton       *button;
  GtkWidget       *edit;
  GtkMenuButton   *other;
  GtkLabel        *code;
};

G_DEFINE_FINAL_TYPE (VidimusFailurePage, vidimus_failure_page, GTK_TYPE_WIDGET)

/* Whether this computer refused the file itself: asking again gives the same. */
static gboolean
is_of_file (const GError *error)
{
  return error->domain == VIDIMUS_IMAGING_ERROR ||
         (g_error_matches (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE) && vidimus_error_get_http_status (error) == 0 &&
          g_strcmp0 (vidimus_error_get_api_code (error), FETCH_FAILED) != 0);
}

static const char *
get_title (const GError *error)
{
  if (is_of_file (error) && g_strcmp0 (vidimus_error_get_api_code (error), WRONG_SIZE) != 0)
    return _("Picture Can’t Be Opened");
  if (error->domain != VIDIMUS_ERROR)
    return _("Something Went Wrong");

  switch ((VidimusError) error->code)
    {
    case VIDIMUS_ERROR_IMAGE:
      return _("Picture Not Accepted");
    case VIDIMUS_ERROR_ACCOUNT:
      return _("Access Denied");
    case VIDIMUS_ERROR_BUSY:
      return _("Service Is Busy");
    case VIDIMUS_ERROR_UNREACHABLE:
      return _("No Answer");
    case VIDIMUS_ERROR_ANSWER:
      return _("Answer Not Understood");
    case VIDIMUS_ERROR_REQUEST:
    case VIDIMUS_ERROR_SERVICE:
    default:
      return _("Service Failed");
    }
}

/* The service's own code, the status and the request's id: for who asks for help. */
static char *
get_code (const GError *error)
{
  const char *api_code = error->domain == VIDIMUS_ERROR ? vidimus_error_get_api_code (error)
                                                        : vidimus_imaging_error_get_api_code (error);
  const char *request_id = error->domain == VIDIMUS_ERROR ? vidimus_error_get_request_id (error) : NULL;
  guint status = error->domain == VIDIMUS_ERROR ? vidimus_error_get_http_status (error) : 0;
  g_autoptr(GString) text = g_string_new (api_code);

  if (status != 0)
    g_string_append_printf (text, "%sHTTP %u", text->len > 0 ? " · " : "", status);
  if (request_id != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", request_id);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Who else could be asked: all but the one that would be asked again. */
static GMenu *
list_others (VidimusFailurePage *self)
{
  VidimusProfiles *profiles = vidimus_services_get_profiles (self->services);
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profiles)); i++)
    {
      g_autoptr(VidimusProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);
      g_autoptr(GMenuItem) item = g_menu_item_new (vidimus_profile_get_name (profile), NULL);

      if (profile == vidimus_profiles_get_current (profiles))
        continue;
      g_menu_item_set_action_and_target (item, "win.ask-other", "s", vidimus_profile_get_id (profile));
      g_menu_append_item (menu, item);
    }

  return menu;
}

static void
update_services (VidimusFailurePage *self,
                 const GError       *error)
{
  VidimusProfile *current = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));
  g_autoptr(GMenu) others = list_others (self);

  gtk_menu_button_set_menu_model (self->other, G_MENU_MODEL (others));
  gtk_widget_set_visible (GTK_WIDGET (self->other),
                          !is_of_file (error) && g_menu_model_get_n_items (G_MENU_MODEL (others)) > 0);
  gtk_widget_set_visible (self->edit, g_error_matches (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT) &&
                                      vidimus_profile_get_kind (current) != VIDIMUS_PROFILE_LOCAL);
}

/** vidimus_failure_page_set_services: who could be asked instead. */
void
vidimus_failure_page_set_services (VidimusFailurePage *self,
                                   VidimusServices    *services)
{
  g_return_if_fail (VIDIMUS_IS_FAILURE_PAGE (self));

  g_set_object (&self->services, services);
}

/**
 * vidimus_failure_page_set_error:
 *
 * Says what @error means and what to do about it: ask again, or open another picture where that can't help.
 */
void
vidimus_failure_page_set_error (VidimusFailurePage *self,
                                const GError       *error)
{
  g_autofree char *code = NULL;

  g_return_if_fail (VIDIMUS_IS_FAILURE_PAGE (self));
  g_return_if_fail (error != NULL);

  code = get_code (error);
  gtk_label_set_label (self->title, get_title (error));
  gtk_label_set_label (self->message, error->message);
  gtk_label_set_label (self->advice, vidimus_error_get_advice (error));
  gtk_label_set_label (self->code, code);
  gtk_widget_set_visible (GTK_WIDGET (self->code), *code != '\0');
  gtk_button_set_label (self->button, is_of_file (error) ? _("Open…") : _("Retry"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), is_of_file (error) ? "win.open" : "win.ask-again");
  if (self->services != NULL)
    update_services (self, error);
}

static void
vidimus_failure_page_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&VIDIMUS_FAILURE_PAGE (object)->services);

  G_OBJECT_CLASS (vidimus_failure_page_parent_class)->dispose (object);
}

static void
vidimus_failure_page_class_init (VidimusFailurePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_failure_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-failure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusFailurePage, title);
  gtk_widget_class_bind_template_child (widget_class, VidimusFailurePage, message);
  gtk_widget_class_bind_template_child (widget_class, VidimusFailurePage, advice);
  gtk_widget_class_bind_template_child (widget_class, VidimusFailurePage, button);
  gtk_widget_class_bind_template_child (widget_class, VidimusFailurePage, edit);
  gtk_widget_class_bind_template_child (widget_class, VidimusFailurePage, other);
  gtk_widget_class_bind_template_child (widget_class, VidimusFailurePage, code);
}

static void
vidimus_failure_page_init (VidimusFailurePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
vidimus_failure_page_new (void)
{
  return g_object_new (VIDIMUS_TYPE_FAILURE_PAGE, NULL);
}
