/* The ways in: dialog, address, clipboard, drop. All end in vidimus_window_add(). */
#include "vidimus-window-private.h"

#include "vidimus-address-dialog.h"

#include <glib/gi18n-lib.h>

/* What may come as pixels; the order is that of preference. */
static const char *const image_types[] = {
  "image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp", "image/heif", "image/heic", "image/avif", NULL
};

/** vidimus_window_add_one: @document: (transfer full) */
void
vidimus_window_add_one (VidimusWindow   *self,
                        VidimusDocument *document)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (documents, document);
  vidimus_window_add (self, documents);
}

/* The dialog */

static void
chosen_cb (VidimusWindow        *self,
           int                   response,
           GtkFileChooserNative *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GListModel) model = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < g_list_model_get_n_items (model); i++)
        g_ptr_array_add (files, g_list_model_get_item (model, i));
      vidimus_window_open_files (self, (GFile **) files->pdata, files->len);
    }
  g_object_unref (dialog);
}

/**
 * vidimus_window_choose_files:
 *
 * Lets the user choose files; several are all added.
 */
void
vidimus_window_choose_files (VidimusWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Open Pictures"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN,
                                                              _("_Open"), _("_Cancel"));
  g_autoptr(GtkFileFilter) images = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (images, _("Images"));
  gtk_file_filter_add_pixbuf_formats (images);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), images);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);

  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  vidimus_client_prepare (vidimus_run_get_client (self->run)); /* it warms up while the user chooses */
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog)); /* unreferenced by the response */
}

/* The address */

static void
address_cb (VidimusWindow *self,
            const char    *address)
{
  vidimus_window_add_one (self, vidimus_document_new_for_uri (address));
}

/**
 * vidimus_window_ask_address:
 *
 * Asks for the address of an image on the web.
 */
void
vidimus_window_ask_address (VidimusWindow *self)
{
  VidimusProfile *profile = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));
  GtkWidget *dialog = vidimus_address_dialog_new (profile);

  vidimus_client_prepare (vidimus_run_get_client (self->run));
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (address_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Text that names files or addresses, a line each; what is neither is passed over. */
static gboolean
add_text (VidimusWindow *self,
          const char    *text)
{
  g_auto(GStrv) lines = g_strsplit_set (text != NULL ? text : "", "\r\n", -1);
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (vidimus_address_is_fetchable (line))
        {
          g_ptr_array_add (documents, vidimus_document_new_for_uri (line));
        }
      else if (g_str_has_prefix (line, "file://") || g_path_is_absolute (line))
        {
          g_autoptr(GFile) file = g_file_new_for_commandline_arg (line);

          g_ptr_array_add (documents, vidimus_document_new_for_file (file));
        }
    }
  vidimus_window_add (self, documents);

  return documents->len > 0;
}

static void
add_file_list (VidimusWindow *self,
               const GValue  *value)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new ();

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  vidimus_window_open_files (self, (GFile **) files->pdata, files->len);
}

/* Bytes of an image, as the other program has them: decoded where all images are, in imaging. */
static void
spliced_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (object);
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  VidimusDocument *document;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (memory), result, &error) < 0)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        vidimus_window_toast (self, error->message);
      return;
    }

  bytes = g_memory_output_stream_steal_as_bytes (memory);
  document = vidimus_document_new_for_bytes (bytes, _("Pasted picture"));
  vidimus_document_set_origin (document, VIDIMUS_ORIGIN_PASTE);
  vidimus_window_add_one (self, document);
}

static void
read_image (VidimusWindow *self,
            GInputStream  *stream)
{
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, self->cancellable, spliced_cb, g_object_ref (self));
}

static gboolean
offers_image (GdkContentFormats *formats)
{
  for (int i = 0; image_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, image_types[i]))
      return TRUE;

  return FALSE;
}

static gboolean
offers_files (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
         gdk_content_formats_contain_mime_type (formats, "text/uri-list");
}

/* The clipboard */

static void
nothing_to_paste (VidimusWindow *self,
                  const GError  *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vidimus_window_toast (self, _("There is no picture on the clipboard"));
}

static void
pasted_image_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (object), result, NULL, &error);

  if (stream != NULL)
    read_image (self, stream);
  else
    nothing_to_paste (self, error);
}

static void
pasted_files_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, &error);

  if (value != NULL)
    add_file_list (self, value);
  else
    nothing_to_paste (self, error);
}

static void
pasted_text_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);

  if (!add_text (self, text))
    nothing_to_paste (self, error);
}

/**
 * vidimus_window_paste:
 *
 * Adds what the clipboard has: files, the pixels of an image, or text that is an address or a path.
 */
void
vidimus_window_paste (VidimusWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (offers_files (formats))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable,
                                    pasted_files_cb, g_object_ref (self));
  else if (offers_image (formats) || gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_async (clipboard, (const char **) image_types, G_PRIORITY_DEFAULT, self->cancellable,
                              pasted_image_cb, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, self->cancellable, pasted_text_cb, g_object_ref (self));
}

/* The drop */

static void
finish_drop (GdkDrop  *drop,
             gboolean  taken)
{
  gdk_drop_finish (drop, taken ? GDK_ACTION_COPY : 0);
}

static void
dropped_image_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = gdk_drop_read_finish (GDK_DROP (object), result, NULL, &error);

  if (stream != NULL)
    read_image (self, stream);
  finish_drop (GDK_DROP (object), stream != NULL);
}

static void
dropped_files_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  const GValue *value = gdk_drop_read_value_finish (GDK_DROP (object), result, NULL);

  if (value != NULL)
    add_file_list (self, value);
  finish_drop (GDK_DROP (object), value != NULL);
}

static void
dropped_text_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  const GValue *value = gdk_drop_read_value_finish (GDK_DROP (object), result, NULL);

  finish_drop (GDK_DROP (object), value != NULL && add_text (self, g_value_get_string (value)));
}

static gboolean
drop_cb (GtkDropTargetAsync *target,
         GdkDrop            *drop,
         double              x,
         double              y,
         VidimusWindow      *self)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  gtk_widget_remove_css_class (GTK_WIDGET (self->stack), "drop-here");
  if (offers_files (formats))
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable,
                               dropped_files_cb, g_object_ref (self));
  else if (offers_image (formats))
    gdk_drop_read_async (drop, (const char **) image_types, G_PRIORITY_DEFAULT, self->cancellable,
                         dropped_image_cb, g_object_ref (self));
  else
    gdk_drop_read_value_async (drop, G_TYPE_STRING, G_PRIORITY_DEFAULT, self->cancellable,
                               dropped_text_cb, g_object_ref (self));

  return TRUE;
}

static GdkDragAction
drag_enter_cb (GtkDropTargetAsync *target,
               GdkDrop            *drop,
               double              x,
               double              y,
               VidimusWindow      *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self->stack), "drop-here");
  vidimus_client_prepare (vidimus_run_get_client (self->run));

  return GDK_ACTION_COPY;
}

static void
drag_leave_cb (GtkDropTargetAsync *target,
               GdkDrop            *drop,
               VidimusWindow      *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->stack), "drop-here");
}

/**
 * vidimus_window_accept_drops:
 *
 * Files, pixels and addresses may be dropped anywhere on the window.
 */
void
vidimus_window_accept_drops (VidimusWindow *self)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();
  GtkDropTargetAsync *target;

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  for (int i = 0; image_types[i] != NULL; i++)
    gdk_content_formats_builder_add_mime_type (builder, image_types[i]);

  target = gtk_drop_target_async_new (gdk_content_formats_builder_free_to_formats (builder), GDK_ACTION_COPY);
  g_signal_connect (target, "drag-enter", G_CALLBACK (drag_enter_cb), self);
  g_signal_connect (target, "drag-leave", G_CALLBACK (drag_leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (target));
}
