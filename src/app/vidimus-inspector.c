#include "vidimus-inspector.h"

#include <glib/gi18n-lib.h>

struct _VidimusInspector
{
  AdwWindow     parent_instance;

  /* Template children */
  AdwViewStack *stack;
  GtkTextView  *request;
  GtkTextView  *response;
  GtkButton    *copy;
};

G_DEFINE_FINAL_TYPE (VidimusInspector, vidimus_inspector, ADW_TYPE_WINDOW)

static void
copy_cb (VidimusInspector *self)
{
  gboolean response = g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "response") == 0;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (response ? self->response : self->request);
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
vidimus_inspector_class_init (VidimusInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, VidimusInspector, request);
  gtk_widget_class_bind_template_child (widget_class, VidimusInspector, response);
  gtk_widget_class_bind_template_child (widget_class, VidimusInspector, copy);
}

static void
vidimus_inspector_init (VidimusInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->copy, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
}

static void
set_text (GtkTextView *view,
          const char  *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text != NULL ? text : "", -1);
}

/**
 * vidimus_inspector_new:
 *
 * A window with what was sent, without the image, and what came back for @answer.
 */
GtkWidget *
vidimus_inspector_new (VidimusAnswer *answer)
{
  VidimusInspector *self = g_object_new (VIDIMUS_TYPE_INSPECTOR, NULL);

  set_text (self->request, vidimus_answer_get_request_text (answer));
  set_text (self->response, vidimus_answer_get_response_text (answer));

  return GTK_WIDGET (self);
}
