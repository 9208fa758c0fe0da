#include "vidimus-strip.h"

#include "vidimus-thumbnail.h"

struct _VidimusStrip
{
  GtkWidget    parent_instance;

  GtkListView *list; /* template child */
};

G_DEFINE_FINAL_TYPE (VidimusStrip, vidimus_strip, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, vidimus_thumbnail_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  vidimus_thumbnail_set_document (VIDIMUS_THUMBNAIL (gtk_list_item_get_child (item)),
                                  gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  vidimus_thumbnail_set_document (VIDIMUS_THUMBNAIL (gtk_list_item_get_child (item)), NULL);
}

/**
 * vidimus_strip_set_model:
 * @model: of VidimusDocument; the selected one is the one that is looked at
 *
 * The strip shows and changes the selection of @model.
 */
void
vidimus_strip_set_model (VidimusStrip       *self,
                         GtkSingleSelection *model)
{
  g_return_if_fail (VIDIMUS_IS_STRIP (self));

  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (model));
}

static void
vidimus_strip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (vidimus_strip_parent_class)->dispose (object);
}

static void
vidimus_strip_class_init (VidimusStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_strip_dispose;

  gtk_widget_class_set_css_name (widget_class, "strip");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusStrip, list);
}

static void
vidimus_strip_init (VidimusStrip *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
}
