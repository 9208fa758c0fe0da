#include "vidimus-call-window.h"

#include "vidimus-call-page.h"
#include "vidimus-call-row.h"
#include "vidimus-stack.h"

#include <glib/gi18n-lib.h>

struct _VidimusCallWindow
{
  AdwWindow           parent_instance;

  VidimusCallLog     *log;       /* owned */
  GtkSingleSelection *selection; /* owned; over the log, newest first */

  /* Template children */
  GtkStack           *stack;
  AdwLeaflet         *leaflet;
  GtkWidget          *list_box;
  GtkWidget          *clear;
  GtkListView        *list;
  GtkWidget          *detail_box;
  AdwWindowTitle     *detail_title;
  GtkWidget          *back;
  VidimusCallPage    *page;
};

G_DEFINE_FINAL_TYPE (VidimusCallWindow, vidimus_call_window, ADW_TYPE_WINDOW)

static void
update (VidimusCallWindow *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->log)) == 0;

  vidimus_stack_show_only (self->stack, empty ? "empty" : "calls");
}

static void
selected_cb (VidimusCallWindow *self)
{
  VidimusCallRecord *record = gtk_single_selection_get_selected_item (self->selection);

  if (record == NULL)
    return;

  vidimus_call_page_set_record (self->page, record);
  adw_window_title_set_title (self->detail_title, vidimus_call_record_get_title (record));
}

static void
activated_cb (VidimusCallWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->detail_box);
}

static void
back_cb (VidimusCallWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->list_box);
}

static void
clear_cb (VidimusCallWindow *self)
{
  vidimus_call_log_clear (self->log);
}

/* The list */

static void
set_up_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  gtk_list_item_set_child (item, vidimus_call_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  vidimus_call_row_set_record (VIDIMUS_CALL_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      user_data)
{
  return g_date_time_compare (vidimus_call_record_get_begun (VIDIMUS_CALL_RECORD ((gpointer) b)),
                              vidimus_call_record_get_begun (VIDIMUS_CALL_RECORD ((gpointer) a)));
}

static void
fill (VidimusCallWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, NULL, NULL));
  GtkSortListModel *sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->log)), sorter);

  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (factory);

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->log, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  selected_cb (self);
  update (self);
}

/* Lifetime */

static void
vidimus_call_window_dispose (GObject *object)
{
  VidimusCallWindow *self = VIDIMUS_CALL_WINDOW (object);

  G_OBJECT_CLASS (vidimus_call_window_parent_class)->dispose (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->log);
}

static void
vidimus_call_window_class_init (VidimusCallWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_call_window_dispose;

  g_type_ensure (VIDIMUS_TYPE_CALL_PAGE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-call-window.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, list_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, clear);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, list);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, detail_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, detail_title);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, back);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallWindow, page);
}

static void
vidimus_call_window_init (VidimusCallWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->back, "clicked", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
}

/** vidimus_call_window_new: a window that follows @log. */
GtkWidget *
vidimus_call_window_new (VidimusCallLog *log)
{
  VidimusCallWindow *self = g_object_new (VIDIMUS_TYPE_CALL_WINDOW, NULL);

  self->log = g_object_ref (log);
  fill (self);

  return GTK_WIDGET (self);
}
