#include "vidimus-scan-choices.h"

#include <glib/gi18n-lib.h>

/** Area: a part of the glass, from its corner, with room to lay the document down; millimetres. All 0: the whole glass. */
typedef struct
{
  const char *key;
  const char *title;
  double      width;
  double      height;
} Area;

static const Area areas[] = {
  { "glass", N_("Whole Glass"), 0, 0 },
  { "a5", N_("A5"), 150, 212 },
  { "passport", N_("Open Passport"), 135, 186 }, /* ISO/IEC 7810 ID-3 is 125 × 88 */
  { "card", N_("Card"), 96, 64 },                /* ID-1 is 85.6 × 54 */
};

struct _VidimusScanChoices
{
  AdwPreferencesGroup  parent_instance;

  GSettings           *settings;    /* owned */
  GArray              *resolutions; /* owned; of int, as the list shows them */
  gboolean             offering;    /* the rows change by themselves */

  /* Template children */
  AdwComboRow         *source;
  AdwComboRow         *area;
  AdwComboRow         *resolution;
  AdwComboRow         *mode;
  GtkSwitch           *several;
};

G_DEFINE_FINAL_TYPE (VidimusScanChoices, vidimus_scan_choices, ADW_TYPE_PREFERENCES_GROUP)

/* Nullable; the row's own */
static const char *
get_source (VidimusScanChoices *self)
{
  GtkStringObject *selected = adw_combo_row_get_selected_item (self->source);

  return selected != NULL ? gtk_string_object_get_string (selected) : NULL;
}

static int
get_resolution (VidimusScanChoices *self)
{
  guint selected = adw_combo_row_get_selected (self->resolution);

  return selected < self->resolutions->len ? g_array_index (self->resolutions, int, selected) : 0;
}

/* What the user chose is remembered; what a device lacks does not undo what was chosen for another. */
static void
chosen_cb (VidimusScanChoices *self,
           GParamSpec         *pspec,
           AdwComboRow        *row)
{
  if (self->offering)
    return;

  if (row == self->source && get_source (self) != NULL)
    g_settings_set_string (self->settings, "source", get_source (self));
  else if (row == self->area)
    g_settings_set_string (self->settings, "area", areas[adw_combo_row_get_selected (row)].key);
  else if (row == self->resolution && get_resolution (self) > 0)
    g_settings_set_int (self->settings, "resolution", get_resolution (self));
  else if (row == self->mode)
    g_settings_set_boolean (self->settings, "grey", adw_combo_row_get_selected (row) == 1);
}

static void
offer_sources (VidimusScanChoices *self,
               char              **sources) /* (nullable) */
{
  g_autoptr(GtkStringList) list = gtk_string_list_new ((const char * const *) sources);
  g_autofree char *wanted = g_settings_get_string (self->settings, "source");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  adw_combo_row_set_model (self->source, G_LIST_MODEL (list));
  for (guint i = 0; i < n; i++)
    if (g_str_equal (gtk_string_list_get_string (list, i), wanted))
      adw_combo_row_set_selected (self->source, i);
  gtk_widget_set_visible (GTK_WIDGET (self->source), n > 1);
}

/* The nearest to what was chosen last. */
static void
offer_resolutions (VidimusScanChoices *self,
                   const int          *resolutions)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  int wanted = g_settings_get_int (self->settings, "resolution");
  guint best = 0;

  g_array_set_size (self->resolutions, 0);
  for (guint i = 0; resolutions[i] != 0; i++)
    {
      g_autofree char *text = g_strdup_printf (_("%d dpi"), resolutions[i]);

      gtk_string_list_append (list, text);
      g_array_append_val (self->resolutions, resolutions[i]);
      if (ABS (resolutions[i] - wanted) < ABS (resolutions[best] - wanted))
        best = i;
    }
  adw_combo_row_set_model (self->resolution, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->resolution, best);
  gtk_widget_set_visible (GTK_WIDGET (self->resolution), self->resolutions->len > 0);
}

/**
 * vidimus_scan_choices_offer:
 *
 * Shows what a device can do, and chooses what was chosen last as far as it can do that.
 */
void
vidimus_scan_choices_offer (VidimusScanChoices            *self,
                            const VidimusScannerAbilities *abilities)
{
  gboolean grey = g_settings_get_boolean (self->settings, "grey");

  g_return_if_fail (VIDIMUS_IS_SCAN_CHOICES (self));

  self->offering = TRUE;
  offer_sources (self, abilities->sources);
  offer_resolutions (self, abilities->resolutions);
  adw_combo_row_set_selected (self->mode, abilities->grey && (grey || !abilities->colour) ? 1 : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->mode), abilities->colour && abilities->grey);
  gtk_widget_set_visible (GTK_WIDGET (self->area), abilities->width_mm > 0 && abilities->height_mm > 0);
  self->offering = FALSE;
}

/** vidimus_scan_choices_get_settings: what is chosen now. */
VidimusScannerSettings
vidimus_scan_choices_get_settings (VidimusScanChoices *self)
{
  const Area *area = &areas[adw_combo_row_get_selected (self->area)];

  return (VidimusScannerSettings) { .resolution = get_resolution (self),
                                    .grey = adw_combo_row_get_selected (self->mode) == 1,
                                    .area = { 0, 0, area->width, area->height },
                                    .source = get_source (self) };
}

/** vidimus_scan_choices_get_several: whether what lies apart becomes a document each. */
gboolean
vidimus_scan_choices_get_several (VidimusScanChoices *self)
{
  return gtk_switch_get_active (self->several);
}

static void
vidimus_scan_choices_dispose (GObject *object)
{
  VidimusScanChoices *self = VIDIMUS_SCAN_CHOICES (object);

  self->offering = TRUE; /* the rows lose what they show */
  g_clear_object (&self->settings);
  g_clear_pointer (&self->resolutions, g_array_unref);

  G_OBJECT_CLASS (vidimus_scan_choices_parent_class)->dispose (object);
}

static void
vidimus_scan_choices_class_init (VidimusScanChoicesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_scan_choices_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-scan-choices.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusScanChoices, source);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanChoices, area);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanChoices, resolution);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanChoices, mode);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanChoices, several);
}

static void
vidimus_scan_choices_init (VidimusScanChoices *self)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  g_autofree char *area = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->resolutions = g_array_new (FALSE, FALSE, sizeof (int));
  self->settings = g_settings_new ("io.github.vidimus.Vidimus.scanner");
  g_settings_bind (self->settings, "several", self->several, "active", G_SETTINGS_BIND_DEFAULT);

  area = g_settings_get_string (self->settings, "area");
  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    gtk_string_list_append (list, _(areas[i].title));
  adw_combo_row_set_model (self->area, G_LIST_MODEL (list));
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    if (g_str_equal (areas[i].key, area))
      adw_combo_row_set_selected (self->area, i);

  for (int i = 0; i < 4; i++)
    {
      AdwComboRow *rows[] = { self->source, self->area, self->resolution, self->mode };

      g_signal_connect_object (rows[i], "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
    }
}
