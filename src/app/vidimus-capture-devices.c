/* The actions of the page, and which camera is used, how it is turned, and whether it may adjust itself. */
#include "vidimus-capture-page-private.h"

#include <glib/gi18n-lib.h>

static void
shutter_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  vidimus_capture_page_shutter (VIDIMUS_CAPTURE_PAGE (user_data));
}

static void
use_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  vidimus_capture_page_use (VIDIMUS_CAPTURE_PAGE (user_data));
}

static void
retake_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  vidimus_capture_page_retake (VIDIMUS_CAPTURE_PAGE (user_data));
}

static void
retry_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  vidimus_camera_start (VIDIMUS_CAPTURE_PAGE (user_data)->camera);
}

/* The turn belongs to the device: one hangs over the desk upside down, another does not. */

static const char *
get_device_id (VidimusCapturePage *self)
{
  VidimusCameraDevice *device = self->camera != NULL ? vidimus_camera_get_device (self->camera) : NULL;

  return device != NULL ? vidimus_camera_device_get_id (device) : NULL;
}

static void
turn_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  VidimusCapturePage *self = VIDIMUS_CAPTURE_PAGE (user_data);
  const char *id = get_device_id (self);
  g_autoptr(GVariant) turns = g_settings_get_value (self->settings, "turns");
  g_auto(GVariantDict) dict;

  vidimus_camera_set_turn (self->camera, (vidimus_camera_get_turn (self->camera) + 1) % 4);
  if (id == NULL)
    return;

  g_variant_dict_init (&dict, turns);
  g_variant_dict_insert (&dict, id, "i", vidimus_camera_get_turn (self->camera));
  g_settings_set_value (self->settings, "turns", g_variant_dict_end (&dict));
}

static void
restore_turn (VidimusCapturePage *self)
{
  const char *id = get_device_id (self);
  g_autoptr(GVariant) turns = g_settings_get_value (self->settings, "turns");
  g_autoptr(GVariant) turn = id != NULL ? g_variant_lookup_value (turns, id, G_VARIANT_TYPE_INT32) : NULL;

  vidimus_camera_set_turn (self->camera, turn != NULL ? CLAMP (g_variant_get_int32 (turn), 0, 3) : 0);
}

static void
lock_action (GSimpleAction *action,
             GVariant      *value,
             gpointer       user_data)
{
  vidimus_camera_set_locked (VIDIMUS_CAPTURE_PAGE (user_data)->camera, g_variant_get_boolean (value));
}

static void
device_action (GSimpleAction *action,
               GVariant      *value,
               gpointer       user_data)
{
  VidimusCapturePage *self = VIDIMUS_CAPTURE_PAGE (user_data);
  GListModel *devices = vidimus_camera_get_devices (self->camera);
  const char *id = g_variant_get_string (value, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(VidimusCameraDevice) device = g_list_model_get_item (devices, i);

      if (g_strcmp0 (vidimus_camera_device_get_id (device), id) == 0)
        {
          g_settings_set_string (self->settings, "device", id);
          vidimus_camera_prefer (self->camera, id);
          vidimus_camera_set_device (self->camera, device);
        }
    }
}

static const GActionEntry entries[] = {
  { "shutter", shutter_action },
  { "use", use_action },
  { "retake", retake_action },
  { "retry", retry_action },
  { "turn", turn_action },
  { "lock", NULL, NULL, "false", lock_action },
  { "device", NULL, "s", "\"\"", device_action },
};

/** vidimus_capture_page_install_actions: those of the page, and of its settings, which are remembered. */
void
vidimus_capture_page_install_actions (VidimusCapturePage *self)
{
  static const char *const remembered[] = { "auto-shot", "both-sides", "mirror", "timer" };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (remembered); i++)
    {
      g_autoptr(GAction) action = g_settings_create_action (self->settings, remembered[i]);

      g_action_map_add_action (G_ACTION_MAP (self->actions), action);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "capture", G_ACTION_GROUP (self->actions));
}

/* The menu of devices */

static void
fill_devices (VidimusCapturePage *self)
{
  GListModel *devices = vidimus_camera_get_devices (self->camera);

  g_menu_remove_all (self->device_section);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(VidimusCameraDevice) device = g_list_model_get_item (devices, i);
      g_autoptr(GString) label = g_string_new (vidimus_camera_device_get_name (device));
      g_autoptr(GMenuItem) item = NULL;

      g_string_replace (label, "_", "__", 0); /* no mnemonics in a device's name */
      item = g_menu_item_new (label->str, NULL);
      g_menu_item_set_action_and_target (item, "capture.device", "s", vidimus_camera_device_get_id (device));
      g_menu_append_item (self->device_section, item);
    }
}

static void
set_state (VidimusCapturePage *self,
           const char         *name,
           GVariant           *state,
           gboolean            enabled)
{
  GSimpleAction *action = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));

  g_simple_action_set_state (action, state);
  g_simple_action_set_enabled (action, enabled);
}

/** vidimus_capture_page_update_devices: which camera it is, and what it can do. */
void
vidimus_capture_page_update_devices (VidimusCapturePage *self)
{
  VidimusCameraDevice *device = vidimus_camera_get_device (self->camera);
  const char *name = device != NULL ? vidimus_camera_device_get_name (device) : _("Camera");

  set_state (self, "device", g_variant_new_string (device != NULL ? vidimus_camera_device_get_id (device) : ""), TRUE);
  set_state (self, "lock", g_variant_new_boolean (vidimus_camera_get_locked (self->camera)),
             vidimus_camera_get_can_lock (self->camera));
  gtk_label_set_label (self->camera_name, name);
  gtk_widget_set_tooltip_text (self->camera_button, name);
}

static void
device_cb (VidimusCapturePage *self)
{
  restore_turn (self);
  vidimus_capture_page_update_devices (self);
}

/** vidimus_capture_page_follow_devices: the camera was made. */
void
vidimus_capture_page_follow_devices (VidimusCapturePage *self)
{
  g_autofree char *preferred = g_settings_get_string (self->settings, "device");

  if (*preferred != '\0')
    vidimus_camera_prefer (self->camera, preferred);
  g_signal_connect_object (vidimus_camera_get_devices (self->camera), "items-changed", G_CALLBACK (fill_devices),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->camera, "notify::device", G_CALLBACK (device_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->camera, "notify::can-lock", G_CALLBACK (vidimus_capture_page_update_devices), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->camera, "notify::locked", G_CALLBACK (vidimus_capture_page_update_devices), self,
                           G_CONNECT_SWAPPED);
  fill_devices (self);
  device_cb (self);
}
