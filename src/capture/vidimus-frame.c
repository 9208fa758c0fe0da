#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-frame-private.h"

struct _VidimusFrame
{
  GObject              parent_instance;

  guint64              serial;
  gint64               time;
  GBytes              *pixels; /* owned */
  struct vidimus_image image;  /* a view into @pixels */
  int                  turn;   /* what @image was turned by, and the still is to be */
  VidimusStill         still;  /* owned */
};

G_DEFINE_FINAL_TYPE (VidimusFrame, vidimus_frame, G_TYPE_OBJECT)

static void
vidimus_frame_finalize (GObject *object)
{
  VidimusFrame *self = VIDIMUS_FRAME (object);

  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_clear_pointer (&self->still.data, self->still.free_data);

  G_OBJECT_CLASS (vidimus_frame_parent_class)->finalize (object);
}

static void
vidimus_frame_class_init (VidimusFrameClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_frame_finalize;
}

static void
vidimus_frame_init (VidimusFrame *self)
{
}

/**
 * vidimus_frame_new:
 * @time: of g_get_monotonic_time(), when the picture came
 * @pixels: (transfer full): the memory of @image
 * @image: RGB, turned already
 * @turn: by how many quarter turns clockwise, 0–3
 * @still: what it owns is taken
 *
 * In any thread.
 */
VidimusFrame *
vidimus_frame_new (guint64                     serial,
                   gint64                      time,
                   GBytes                     *pixels,
                   const struct vidimus_image *image,
                   int                         turn,
                   const VidimusStill         *still)
{
  VidimusFrame *self = g_object_new (VIDIMUS_TYPE_FRAME, NULL);

  self->serial = serial;
  self->time = time;
  self->pixels = pixels;
  self->image = *image;
  self->turn = turn;
  self->still = *still;

  return self;
}

/** vidimus_frame_get_serial: which frame of its stream this is; ascending, with gaps where frames were dropped. */
guint64
vidimus_frame_get_serial (VidimusFrame *self)
{
  g_return_val_if_fail (VIDIMUS_IS_FRAME (self), 0);

  return self->serial;
}

/** vidimus_frame_get_time: when it came from the device, in microseconds of g_get_monotonic_time(). */
gint64
vidimus_frame_get_time (VidimusFrame *self)
{
  g_return_val_if_fail (VIDIMUS_IS_FRAME (self), 0);

  return self->time;
}

/** vidimus_frame_get_image: RGB, turned, the longer side at most %VIDIMUS_FRAME_SIDE pixels; valid as long as the frame. */
struct vidimus_image
vidimus_frame_get_image (VidimusFrame *self)
{
  g_return_val_if_fail (VIDIMUS_IS_FRAME (self), (struct vidimus_image) { 0 });

  return self->image;
}

/** vidimus_frame_get_pixels: (transfer none): the memory of vidimus_frame_get_image(), with its stride. */
GBytes *
vidimus_frame_get_pixels (VidimusFrame *self)
{
  g_return_val_if_fail (VIDIMUS_IS_FRAME (self), NULL);

  return self->pixels;
}

/**
 * vidimus_frame_get_still_size:
 * @width: (out): pixels
 * @height: (out): pixels
 *
 * The size of the picture that vidimus_frame_to_file_async() makes: the device's own, turned.
 */
void
vidimus_frame_get_still_size (VidimusFrame *self,
                              int          *width,
                              int          *height)
{
  gboolean lies;

  g_return_if_fail (VIDIMUS_IS_FRAME (self) && width != NULL && height != NULL);

  lies = self->turn % 2 != 0;
  *width = lies ? self->still.height : self->still.width;
  *height = lies ? self->still.width : self->still.height;
}

static void
to_file_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  VidimusFrame *self = VIDIMUS_FRAME (source);
  GError *error = NULL;
  GBytes *file = self->still.to_file (self->still.data, self->turn, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * vidimus_frame_to_file_async:
 *
 * Makes a JPEG of the picture as the device gave it, in full resolution, turned as the small one is: the device's own where it gives
 * JPEG, else of quality 95.
 */
void
vidimus_frame_to_file_async (VidimusFrame        *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (VIDIMUS_IS_FRAME (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_frame_to_file_async);
  g_task_run_in_thread (task, to_file_in_thread);
}

/** vidimus_frame_to_file_finish: (transfer full): the file, or %NULL with a %VIDIMUS_IMAGING_ERROR or a cancellation. */
GBytes *
vidimus_frame_to_file_finish (VidimusFrame  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
