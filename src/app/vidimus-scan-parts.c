#include "vidimus-scan-parts.h"

#include "vidimus-flatbed.h"
#include "vidimus-resample.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GBytes               *pixels; /* owned */
  struct vidimus_image  page;   /* borrowed from them */
  int                   dpi;
  gboolean              several;
} Scan;

static void
scan_free (gpointer data)
{
  Scan *scan = data;

  g_bytes_unref (scan->pixels);
  g_free (scan);
}

static void
parts_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Scan *scan = data;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  int boxes[VIDIMUS_FLATBED_MOST][4] = { { 0, 0, scan->page.width, scan->page.height } };
  int n = scan->several ? vidimus_flatbed_split (&scan->page, scan->dpi, boxes) : 1;

  for (int i = 0; i < n; i++)
    {
      struct vidimus_image part = vidimus_image_crop (&scan->page, boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3]);
      GError *error = NULL;
      GBytes *file = vidimus_picture_encode_png_quickly (&part, &error);

      if (file == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (files, file);
      if (g_task_return_error_if_cancelled (task))
        return;
    }
  g_task_return_pointer (task, g_steal_pointer (&files), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * vidimus_scan_parts_async:
 *
 * In a thread: telling the parts apart and making files of them takes about a second for a large page.
 */
void
vidimus_scan_parts_async (GBytes                     *pixels,
                          const struct vidimus_image *page,
                          int                         dpi,
                          gboolean                    several,
                          GCancellable               *cancellable,
                          GAsyncReadyCallback         callback,
                          gpointer                    user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Scan *scan = g_new (Scan, 1);

  *scan = (Scan) { g_bytes_ref (pixels), *page, dpi, several };
  g_task_set_source_tag (task, vidimus_scan_parts_async);
  g_task_set_task_data (task, scan, scan_free);
  g_task_run_in_thread (task, parts_thread);
}

/** vidimus_scan_parts_finish: documents that say when they were scanned, and which of how many each is. */
GPtrArray *
vidimus_scan_parts_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_autoptr(GPtrArray) files = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M");
  GPtrArray *documents;

  if (files == NULL)
    return NULL;

  documents = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = files->len == 1 ? g_strdup_printf (_("Scan %s"), time)
                                              : g_strdup_printf (_("Scan %s, %u of %u"), time, i + 1, files->len);
      VidimusDocument *document = vidimus_document_new_for_bytes (files->pdata[i], name);

      vidimus_document_set_origin (document, VIDIMUS_ORIGIN_SCANNER);
      g_ptr_array_add (documents, document);
    }

  return documents;
}
