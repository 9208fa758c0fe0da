#include "vidimus-load-private.h"

#include "vidimus-document-private.h"
#include "vidimus-error.h"
#include "vidimus-image-error.h"

#include <glib/gi18n-lib.h>

/* No image that is small enough to be decoded has a file this large, and all of it is read into memory. */
#define MAX_FILE_MEGABYTES 256

/* @message: (transfer full). Of the contract's codes the one for a parameter that names no image. */
static GError *
file_error (char       *message,
            const char *advice)
{
  GError *error = vidimus_error_new (VIDIMUS_ERROR_IMAGE, "AIS.0101", 0, NULL, message);

  vidimus_error_set_advice (error, advice);
  g_free (message);

  return error;
}

/* GIO's messages name paths and system calls; these name the file as the user knows it. */
static GError *
explain_file (VidimusDocument *document,
              GError          *error)
{
  const char *name = vidimus_document_get_name (document);
  g_autoptr(GError) reason = error;
  char *message;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&reason);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    message = g_strdup_printf (_("There is no file “%s”."), name);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    message = g_strdup_printf (_("You may not read the file “%s”."), name);
  else
    message = g_strdup_printf (_("The file “%s” can’t be read: %s"), name, error->message);

  return file_error (message, vidimus_error_get_advice (error));
}

static void
picture_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_load_finish (result, &error);

  if (picture != NULL)
    g_task_return_pointer (task, picture, g_object_unref);
  else
    g_task_return_error (task, vidimus_image_error_explain (g_steal_pointer (&error)));
}

static void
decode (GTask  *task,
        GBytes *bytes)
{
  vidimus_picture_load_async (bytes, &VIDIMUS_DECODE_DESK, g_task_get_cancellable (task), picture_cb, task);
}

static void
file_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_file_load_bytes_finish (G_FILE (object), result, NULL, &error);

  if (bytes != NULL)
    decode (g_steal_pointer (&task), bytes);
  else
    g_task_return_error (task, explain_file (g_task_get_source_object (task), g_steal_pointer (&error)));
}

/* Returns: (transfer full) (nullable): why no image can be read from it */
static GError *
check_file (VidimusDocument *document,
            GFileInfo       *info)
{
  const char *name = vidimus_document_get_name (document);
  GFileType type = g_file_info_get_file_type (info);
  g_autofree char *message = NULL;

  if (type == G_FILE_TYPE_DIRECTORY)
    return file_error (g_strdup_printf (_("“%s” is a folder, not an image."), name),
                       _("Open the images that are in the folder."));
  if (type != G_FILE_TYPE_REGULAR)
    return file_error (g_strdup_printf (_("“%s” is not a file with an image."), name), _("Open an image instead."));
  if (g_file_info_get_size (info) <= (goffset) MAX_FILE_MEGABYTES * 1000 * 1000)
    return NULL;

  message = g_strdup_printf (_("The file “%s” has more than %d megabytes."), name, MAX_FILE_MEGABYTES);

  return vidimus_error_new (VIDIMUS_ERROR_IMAGE, "AIS.0103", 0, NULL, message);
}

static void
info_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  VidimusDocument *document = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, &error);

  if (info == NULL)
    error = explain_file (document, g_steal_pointer (&error));
  else
    error = check_file (document, info);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_file_load_bytes_async (G_FILE (object), g_task_get_cancellable (task), file_cb, g_object_ref (task));
}

static void
download_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = vidimus_client_download_finish (VIDIMUS_CLIENT (object), result, &error);

  if (bytes != NULL)
    decode (g_steal_pointer (&task), bytes);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * vidimus_load_async:
 * @client: downloads what is given by an address
 *
 * Reads or downloads the bytes of @document and decodes them in a thread. Sets nothing on @document.
 */
void
vidimus_load_async (VidimusDocument     *document,
                    VidimusClient       *client,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (document, cancellable, callback, user_data);
  GFile *file = vidimus_document_get_file (document);
  GBytes *bytes = vidimus_document_peek_bytes (document);

  g_task_set_source_tag (task, vidimus_load_async);

  if (bytes != NULL)
    decode (g_steal_pointer (&task), bytes);
  else if (file != NULL)
    g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                             G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, info_cb,
                             g_steal_pointer (&task));
  else
    vidimus_client_download_async (client, vidimus_document_peek_uri (document), cancellable, download_cb,
                                   g_steal_pointer (&task));
}

/** vidimus_load_finish: (transfer full): the picture, or %NULL with a %VIDIMUS_ERROR or a cancellation. */
VidimusPicture *
vidimus_load_finish (GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
