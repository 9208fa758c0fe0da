#include "vidimus-window-private.h"

#include "vidimus-profile-words.h"
#include "vidimus-specimens.h"
#include "vidimus-stack.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (VidimusWindow, vidimus_window, ADW_TYPE_APPLICATION_WINDOW)

void
vidimus_window_toast (VidimusWindow *self,
                      const char    *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

VidimusDocument *
vidimus_window_get_document (VidimusWindow *self)
{
  g_return_val_if_fail (VIDIMUS_IS_WINDOW (self), NULL);

  return self->document;
}

static const char *
get_title (VidimusWindow *self)
{
  if (self->capturing)
    return _("Capture");

  return self->document != NULL ? vidimus_document_get_name (self->document) : "Vidimus";
}

/** vidimus_window_update: the one place that turns the run and its selected document, or the camera, into what is seen. */
void
vidimus_window_update (VidimusWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->run));
  const char *name = get_title (self);
  g_autofree char *count = NULL;

  if (n > 1 && !self->capturing)
    count = g_strdup_printf (_("%u of %u"), gtk_single_selection_get_selected (self->selection) + 1, n);

  if (self->capturing)
    vidimus_stack_show_only (self->stack, "capture");
  else
    vidimus_stack_show_only (self->stack, n > 0 ? "desk" : "empty");
  gtk_revealer_set_reveal_child (self->strip_revealer, n > 1);
  gtk_widget_set_visible (self->results_button, n > 0 && !self->capturing);
  gtk_widget_set_visible (self->back_button, self->capturing);
  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, count != NULL ? count : "");
  vidimus_window_update_actions (self);
}

static void
selected_cb (VidimusWindow *self)
{
  VidimusDocument *document = gtk_single_selection_get_selected_item (self->selection);

  if (g_set_object (&self->document, document))
    {
      g_signal_group_set_target (self->signals, document);
      vidimus_viewer_set_document (self->viewer, document);
      vidimus_results_set_document (self->results, document);
    }
  vidimus_window_update (self);
}

static void
state_cb (VidimusWindow *self)
{
  vidimus_service_chip_refresh (self->chip);
  vidimus_window_update_actions (self);
}

/**
 * vidimus_window_append:
 * @documents: of VidimusDocument; not empty
 *
 * The one way in: adds the documents to the run, each asked in its turn, and selects the first of them.
 */
void
vidimus_window_append (VidimusWindow *self,
                       GPtrArray     *documents)
{
  guint first;

  first = g_list_model_get_n_items (G_LIST_MODEL (self->run));
  for (guint i = 0; i < documents->len; i++)
    vidimus_run_add (self->run, documents->pdata[i]);
  gtk_single_selection_set_selected (self->selection, first);
}

/**
 * vidimus_window_add:
 * @documents: of VidimusDocument; may be empty
 *
 * Adds the documents, and shows the first of them.
 */
void
vidimus_window_add (VidimusWindow *self,
                    GPtrArray     *documents)
{
  g_return_if_fail (VIDIMUS_IS_WINDOW (self));

  if (documents->len == 0)
    return;

  vidimus_window_append (self, documents);
  vidimus_window_show_capture (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (vidimus_viewer_get_canvas (self->viewer)));
}

static VidimusDocument *
document_for_file (GFile *file)
{
  if (g_file_has_uri_scheme (file, "http") || g_file_has_uri_scheme (file, "https"))
    {
      g_autofree char *uri = g_file_get_uri (file);

      return vidimus_document_new_for_uri (uri);
    }

  return vidimus_document_new_for_file (file);
}

/**
 * vidimus_window_open_files:
 *
 * Adds a document for each file; http and https addresses are files too.
 */
void
vidimus_window_open_files (VidimusWindow  *self,
                           GFile         **files,
                           guint           n_files)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (VIDIMUS_IS_WINDOW (self));

  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (documents, document_for_file (files[i]));
  vidimus_window_add (self, documents);
}

/**
 * vidimus_window_open_specimen:
 * @name: of a specimen; empty for the first
 *
 * Opens one of the fictional documents that come with the program.
 */
void
vidimus_window_open_specimen (VidimusWindow *self,
                              const char    *name)
{
  const VidimusSpecimen *specimen;

  g_return_if_fail (VIDIMUS_IS_WINDOW (self));

  specimen = vidimus_specimens_find (self->specimens, name);
  if (specimen == NULL)
    {
      vidimus_window_toast (self, _("There is no such specimen"));
      return;
    }
  vidimus_window_open_files (self, (GFile *[]) { specimen->file }, 1);
}

static void
fill_specimens (VidimusWindow *self)
{
  g_autoptr(GMenu) section = NULL;
  int group = -1;

  self->specimens = vidimus_specimens_load ();
  gtk_widget_set_visible (GTK_WIDGET (self->specimen_button), self->specimens->len > 0);

  for (guint i = 0; i < self->specimens->len; i++)
    {
      const VidimusSpecimen *specimen = self->specimens->pdata[i];
      g_autoptr(GMenuItem) item = g_menu_item_new (specimen->title, NULL);

      if (specimen->group != group)
        {
          g_clear_object (&section);
          section = g_menu_new ();
          g_menu_append_section (self->specimen_section, NULL, G_MENU_MODEL (section));
          group = specimen->group;
        }
      g_menu_item_set_action_and_target (item, "win.specimen", "s", specimen->name);
      g_menu_append_item (section, item);
    }
}

/* The arrow inside of a split button has no name that could be set from outside. */
static void
name_arrow (AdwSplitButton *button,
            const char     *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (button)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
fullscreened_cb (VidimusWindow *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "fullscreen");

  gtk_revealer_set_reveal_child (self->header, !fullscreen);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (fullscreen));
}

/* Keys that must not be taken from whatever has the focus: a button's Space, a popover's Escape. */

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                VidimusWindow         *self)
{
  VidimusCanvas *canvas = vidimus_viewer_get_canvas (self->viewer);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (self->capturing && vidimus_capture_page_press (self->capture, key))
    return GDK_EVENT_STOP;
  if (self->capturing && key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Escape:
      vidimus_window_go_back (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_z:
    case GDK_KEY_Z:
      vidimus_canvas_set_loupe (canvas, TRUE);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      if (!self->space_held)
        vidimus_canvas_was_dragged (canvas);
      self->space_held = TRUE;
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
key_released_cb (GtkEventControllerKey *controller,
                 guint                  key,
                 guint                  code,
                 GdkModifierType        state,
                 VidimusWindow         *self)
{
  VidimusCanvas *canvas = vidimus_viewer_get_canvas (self->viewer);

  if (key == GDK_KEY_z || key == GDK_KEY_Z)
    vidimus_canvas_set_loupe (canvas, FALSE);
  else if (key == GDK_KEY_space && self->space_held)
    {
      self->space_held = FALSE;
      if (!vidimus_canvas_was_dragged (canvas))
        vidimus_viewer_set_rectified (self->viewer, !vidimus_viewer_get_rectified (self->viewer));
    }
}

static void
active_cb (VidimusWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    return;

  /* The keys are released elsewhere. */
  self->space_held = FALSE;
  vidimus_canvas_set_loupe (vidimus_viewer_get_canvas (self->viewer), FALSE);
}

/* Lifetime */

static void
restore_size (VidimusWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
vidimus_window_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  GTK_WIDGET_CLASS (vidimus_window_parent_class)->size_allocate (widget, width, height, baseline);
  vidimus_window_set_width (VIDIMUS_WINDOW (widget), width);
}

static gboolean
vidimus_window_close_request (GtkWindow *window)
{
  VidimusWindow *self = VIDIMUS_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));

  return GTK_WINDOW_CLASS (vidimus_window_parent_class)->close_request (window);
}

static void
vidimus_window_dispose (GObject *object)
{
  VidimusWindow *self = VIDIMUS_WINDOW (object);

  g_clear_handle_id (&self->layout_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->run != NULL)
    vidimus_run_clear (self->run);
  g_clear_object (&self->signals);
  if (self->flap != NULL) /* libadwaita 1.2 never lets go of one: what it holds is not to stay with it */
    {
      adw_flap_set_content (self->flap, NULL);
      adw_flap_set_flap (self->flap, NULL);
    }

  G_OBJECT_CLASS (vidimus_window_parent_class)->dispose (object);

  g_clear_object (&self->document);
  g_clear_object (&self->selection);
  g_clear_object (&self->run);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->specimens, g_ptr_array_unref);
}

static void
vidimus_window_class_init (VidimusWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_window_dispose;
  widget_class->size_allocate = vidimus_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = vidimus_window_close_request;

  g_type_ensure (VIDIMUS_TYPE_CAPTURE_PAGE);
  g_type_ensure (VIDIMUS_TYPE_SERVICE_CHIP);
  g_type_ensure (VIDIMUS_TYPE_VIEWER);
  g_type_ensure (VIDIMUS_TYPE_STRIP);
  g_type_ensure (VIDIMUS_TYPE_RESULTS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-window.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, header);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, title);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, capture_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, chip);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, results_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, viewer);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, strip_revealer);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, results);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, capture);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, specimen_section);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, empty);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, photograph_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, specimen_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusWindow, privacy);
}

static void
add_keys (VidimusWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
}

static void
vidimus_window_init (VidimusWindow *self)
{
  self->settings = g_settings_new ("io.github.vidimus.Vidimus");
  self->cancellable = g_cancellable_new ();
  self->signals = g_signal_group_new (VIDIMUS_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::picture", G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::answer", G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::partner", G_CALLBACK (vidimus_window_update_actions), self);
  g_signal_group_connect_swapped (self->signals, "notify::corrected", G_CALLBACK (vidimus_window_update_straighten), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  vidimus_window_install_actions (self);
  vidimus_window_accept_drops (self);
  fill_specimens (self);
  name_arrow (self->open_button, _("More ways to open"));
  name_arrow (self->capture_button, _("More ways to capture"));
  add_keys (self);
  restore_size (self);

  g_object_bind_property (vidimus_results_get_answer_page (self->results), "shown-alarm", self->viewer, "shown-alarm",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  vidimus_window_follow_layout (self);
}

static void
update_privacy (VidimusWindow *self)
{
  VidimusProfile *profile = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));
  g_autofree char *place = vidimus_profile_dup_place (profile);
  /* Translators: a host */
  g_autofree char *text = g_strdup_printf (_("Images are sent to %s"), place);

  gtk_label_set_label (self->privacy, vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_LOCAL
                                        ? _("Images stay on this computer") : text);
}

/* Who answers from now on; answers that are there stay what they are. */
static void
client_cb (VidimusWindow *self)
{
  VidimusClient *client = vidimus_services_get_client (self->services);
  gboolean local = vidimus_client_is_local (client);

  vidimus_run_set_client (self->run, client);
  vidimus_run_set_estimator (self->run, local ? NULL : vidimus_services_get_local (self->services));
  update_privacy (self);
  vidimus_window_update_service (self);
}

static void
set_services (VidimusWindow   *self,
              VidimusServices *services)
{
  self->services = g_object_ref (services);
  self->run = vidimus_run_new (vidimus_services_get_client (services));
  vidimus_run_set_flags (self->run, VIDIMUS_CALL_EVIDENCE);
  g_settings_bind (self->settings, "alarms", self->run, "alarms", G_SETTINGS_BIND_GET);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->run)));

  vidimus_strip_set_model (self->strip, self->selection);
  vidimus_results_set_policy (self->results, vidimus_run_get_policy (self->run));
  vidimus_results_set_services (self->results, services);
  vidimus_capture_page_set_services (self->capture, services, vidimus_run_get_policy (self->run));
  vidimus_service_chip_set_services (self->chip, services);
  g_signal_connect_object (services, "notify::client", G_CALLBACK (client_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run, "items-changed", G_CALLBACK (vidimus_window_update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  client_cb (self);
  vidimus_window_update (self);
  if (vidimus_services_get_problem (services) != NULL)
    vidimus_window_toast (self, vidimus_services_get_problem (services));
}

/**
 * vidimus_window_new:
 * @services: who can be asked about what is opened in this window, and who is
 *
 * An empty window.
 */
GtkWidget *
vidimus_window_new (GtkApplication  *application,
                    VidimusServices *services)
{
  VidimusWindow *self = g_object_new (VIDIMUS_TYPE_WINDOW, "application", application, NULL);

  set_services (self, services);

  return GTK_WIDGET (self);
}
