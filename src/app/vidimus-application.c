#include "vidimus-application.h"

#include "vidimus-resources.h"
#include "vidimus-services.h"
#include "vidimus-window.h"

#include <glib/gi18n-lib.h>

#define APPLICATION_ID "io.github.vidimus.Vidimus"

struct _VidimusApplication
{
  AdwApplication   parent_instance;

  VidimusServices *services; /* owned, nullable; made when a window first needs them */
};

G_DEFINE_FINAL_TYPE (VidimusApplication, vidimus_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *accels[6];
} shortcuts[] = {
  { "app.quit", { "<Control>q" } },
  { "win.open", { "<Control>o" } },
  { "win.paste", { "<Control>v" } },
  { "win.address", { "<Control>l" } },
  { "win.capture", { "<Control>k" } },
  { "win.ask-again", { "<Control>r" } },
  { "win.remove", { "<Control>w" } },
  { "win.previous", { "Page_Up" } },
  { "win.next", { "Page_Down" } },
  { "win.results", { "F9" } },
  { "win.fullscreen", { "F11" } },
  { "win.zoom-in", { "plus", "equal", "KP_Add", "<Control>plus", "<Control>equal" } },
  { "win.zoom-out", { "minus", "KP_Subtract", "<Control>minus" } },
  { "win.zoom-fit", { "0", "KP_0", "<Control>0" } },
  { "win.zoom(1.0)", { "<Control>1" } },
  { "win.turn", { "r" } },
  { "win.straighten", { "s" } },
  { "win.straighten-undo", { "<Control>z" } },
  { "win.straighten-redo", { "<Control><Shift>z", "<Control>y" } },
  { "win.straighten-first", { "f" } },
  { "win.alarm(0)", { "1" } },
  { "win.alarm(1)", { "2" } },
  { "win.alarm(2)", { "3" } },
  { "win.alarm(3)", { "4" } },
  { "win.alarm(4)", { "5" } },
  { "win.alarm(5)", { "6" } },
  { "win.alarm(6)", { "7" } },
  { "win.copy-result", { "<Control><Shift>c" } },
  { "win.inspect", { "<Control>i" } },
  { "win.calls", { "<Control><Shift>i" } },
  { "win.shortcuts", { "<Control>question" } },
  { "win.preferences", { "<Control>comma" } },
};

/* The profiles, the secrets and the log of calls are the program's: all windows share them. */
static VidimusServices *
get_services (VidimusApplication *self)
{
  if (self->services == NULL)
    {
      g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL);
      g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();

      self->services = vidimus_services_new (profiles, secrets);
    }

  return self->services;
}

static VidimusWindow *
get_window (VidimusApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  /* A dialog is transient for its window. */
  while (window != NULL && !VIDIMUS_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);

  if (window == NULL)
    window = GTK_WINDOW (vidimus_window_new (GTK_APPLICATION (self), get_services (self)));
  gtk_window_present (window);

  return VIDIMUS_WINDOW (window);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  VidimusApplication *self = VIDIMUS_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    gtk_window_close (window); /* it remembers its size */
  g_application_quit (G_APPLICATION (self));
}

static void
specimen_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  vidimus_window_open_specimen (get_window (VIDIMUS_APPLICATION (user_data)), "");
}

static const GActionEntry entries[] = {
  { "quit", quit_action },
  { "specimen", specimen_action },
};

static int
vidimus_application_handle_local_options (GApplication *application,
                                          GVariantDict *options)
{
  g_autoptr(GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Vidimus %s\n", VIDIMUS_VERSION);
      return 0;
    }

  if (g_variant_dict_contains (options, "specimen"))
    {
      if (!g_application_register (application, NULL, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      g_action_group_activate_action (G_ACTION_GROUP (application), "specimen", NULL);
    }

  return -1;
}

static void
vidimus_application_activate (GApplication *application)
{
  get_window (VIDIMUS_APPLICATION (application));
}

static void
vidimus_application_open (GApplication  *application,
                          GFile        **files,
                          int            n_files,
                          const char    *hint)
{
  vidimus_window_open_files (get_window (VIDIMUS_APPLICATION (application)), files, (guint) n_files);
}

static void
vidimus_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (vidimus_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action,
                                           (const char *const *) shortcuts[i].accels);
  gtk_window_set_default_icon_name (APPLICATION_ID);
}

static void
vidimus_application_finalize (GObject *object)
{
  VidimusApplication *self = VIDIMUS_APPLICATION (object);

  g_clear_object (&self->services);

  G_OBJECT_CLASS (vidimus_application_parent_class)->finalize (object);
}

static void
vidimus_application_class_init (VidimusApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = vidimus_application_finalize;
  application_class->activate = vidimus_application_activate;
  application_class->open = vidimus_application_open;
  application_class->startup = vidimus_application_startup;
  application_class->handle_local_options = vidimus_application_handle_local_options;
}

static void
vidimus_application_init (VidimusApplication *self)
{
  const GOptionEntry options[] = {
    { "specimen", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open a fictional specimen"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { NULL }
  };

  vidimus_application_register_resources ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

VidimusApplication *
vidimus_application_new (void)
{
  return g_object_new (VIDIMUS_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", "/io/github/vidimus/Vidimus",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

void
vidimus_application_register_resources (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      vidimus_register_resource ();
      g_once_init_leave (&once, 1);
    }
}
