#include "vidimus-look-private.h"

#include "vidimus-encode.h"
#include "vidimus-error.h"

/* High enough that compression is not taken for the camera's blur; some 5 ms and 200 KB for 1280 × 720 pixels. */
#define QUALITY 90
/* For its brightness every eighth pixel of every eighth row says enough. */
#define STEP 8

/** Look: of the task that the caller waits for. */
typedef struct
{
  VidimusClient *local; /* owned */
  double         brightness;
} Look;

/** Encoding: of the task in the thread, which may be the last to have it. */
typedef struct
{
  GBytes               *pixels; /* owned */
  struct vidimus_image  image;  /* within @pixels */
  double                brightness;
} Encoding;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_object_unref (look->local);
  g_free (look);
}

static void
encoding_free (gpointer data)
{
  Encoding *encoding = data;

  g_bytes_unref (encoding->pixels);
  g_free (encoding);
}

/* Returns: 0-1: the mean of the luma (Rec. 601) */
static double
measure_brightness (const struct vidimus_image *image)
{
  guint64 sum = 0, n = 0;

  for (int y = 0; y < image->height; y += STEP)
    for (int x = 0; x < image->width; x += STEP, n++)
      {
        const guint8 *p = vidimus_image_at (image, x, y);

        sum += image->channels == 1 ? p[0] * 256u : p[0] * 77u + p[1] * 150u + p[2] * 29u;
      }

  return (double) sum / ((double) n * 256.0 * 255.0);
}

static void
encode_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Encoding *encoding = task_data;
  GError *error = NULL;
  GBytes *jpeg = vidimus_image_encode_jpeg (&encoding->image, QUALITY, FALSE, &error);

  if (jpeg == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  encoding->brightness = measure_brightness (&encoding->image);
  g_task_return_pointer (task, jpeg, (GDestroyNotify) g_bytes_unref);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  VidimusResult *answer = vidimus_client_look_finish (VIDIMUS_CLIENT (object), result, &error);

  if (answer == NULL && error->domain == VIDIMUS_ERROR && g_strcmp0 (vidimus_error_get_api_code (error), "AIS.0104") == 0)
    g_clear_error (&error); /* no document */

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, g_object_unref);
}

static void
encoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  const Encoding *encoding = g_task_get_task_data (G_TASK (result));
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GBytes) jpeg = g_task_propagate_pointer (G_TASK (result), &error);

  if (jpeg == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  look->brightness = encoding->brightness;
  vidimus_client_look_async (look->local, jpeg, g_task_get_cancellable (task), looked_cb, g_object_ref (task));
}

/**
 * vidimus_look_async:
 * @local: the service on this computer
 * @pixels: the memory of @image, kept while it is read
 * @image: 1, 3 or 4 channels; copied
 *
 * Encodes the frame in a thread and has it looked at.
 */
void
vidimus_look_async (VidimusClient              *local,
                    GBytes                     *pixels,
                    const struct vidimus_image *image,
                    GCancellable               *cancellable,
                    GAsyncReadyCallback         callback,
                    gpointer                    user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GTask) in_thread = g_task_new (NULL, cancellable, encoded_cb, task); /* which owns @task from here on */
  Look *look = g_new0 (Look, 1);
  Encoding *encoding = g_new0 (Encoding, 1);

  g_task_set_source_tag (task, vidimus_look_async);
  look->local = g_object_ref (local);
  g_task_set_task_data (task, look, look_free);

  g_task_set_source_tag (in_thread, encode_in_thread);
  encoding->pixels = g_bytes_ref (pixels);
  encoding->image = *image;
  g_task_set_task_data (in_thread, encoding, encoding_free);
  g_task_run_in_thread (in_thread, encode_in_thread);
}

/**
 * vidimus_look_finish:
 * @brightness: (out): of the whole frame, 0-1, unless @error is set
 *
 * Returns: (transfer full) (nullable): what was seen; %NULL without @error: there is no document in it
 */
VidimusResult *
vidimus_look_finish (GAsyncResult  *result,
                     double        *brightness,
                     GError       **error)
{
  const Look *look = g_task_get_task_data (G_TASK (result));

  *brightness = look->brightness;

  return g_task_propagate_pointer (G_TASK (result), error);
}
