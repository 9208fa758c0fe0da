/* A thread of its own opens the device, looks after it and closes it: each of these may block for long, and closing waits for opening.
 * The thread holds a reference, so that a device is closed also when nobody cares any more. */
#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-stream-private.h"

#include "vidimus-camera-pipeline-private.h"
#include "vidimus-camera-samples-private.h"
#include "vidimus-camera-trouble-private.h"

#include <glib/gi18n-lib.h>

#define GLANCE (500 * GST_MSECOND)          /* between two looks whether it froze */
#define FROZEN (4 * G_TIME_SPAN_SECOND)     /* cameras give several pictures a second even in the dark */
#define SETTLE (1 * G_TIME_SPAN_SECOND)     /* from opening to closing, at least, unless pictures came */

struct _VidimusCameraStream
{
  GObject              parent_instance;

  VidimusCameraDevice *device;  /* owned */
  GMainContext        *context; /* owned; where signals are emitted */
  int                  turn;    /* atomic */
  guint64              serial;  /* the streaming thread's */

  GMutex               lock;    /* of what follows */
  GstBus              *bus;     /* owned, nullable: while the pipeline is there */
  VidimusFrame        *newest;  /* owned, nullable: not fetched yet */
  GError              *error;   /* owned, nullable: not told yet */
  gint64               last;    /* when the last picture came; 0: none did */
  gboolean             closing; /* nothing is told any more but that it is closed */
  GstCaps             *format;  /* owned, nullable: of the device's pictures */
};

enum
{
  SIGNAL_FRAME,
  SIGNAL_TROUBLE,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusCameraStream, vidimus_camera_stream, G_TYPE_OBJECT)

static void
vidimus_camera_stream_finalize (GObject *object)
{
  VidimusCameraStream *self = VIDIMUS_CAMERA_STREAM (object);

  g_clear_object (&self->device);
  g_clear_object (&self->newest);
  g_clear_error (&self->error);
  gst_clear_caps (&self->format);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (vidimus_camera_stream_parent_class)->finalize (object);
}

static void
vidimus_camera_stream_class_init (VidimusCameraStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_camera_stream_finalize;

  signals[SIGNAL_FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, VIDIMUS_TYPE_FRAME);
  signals[SIGNAL_TROUBLE] = g_signal_new ("trouble", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
vidimus_camera_stream_init (VidimusCameraStream *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
}

/* From any thread to the main context; @self is kept until then. */
static void
tell (VidimusCameraStream *self,
      GSourceFunc          func)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

static gboolean
frame_cb (gpointer user_data)
{
  VidimusCameraStream *self = VIDIMUS_CAMERA_STREAM (user_data);
  g_autoptr(VidimusFrame) frame = NULL;

  g_mutex_lock (&self->lock);
  frame = g_steal_pointer (&self->newest);
  g_mutex_unlock (&self->lock);

  if (frame != NULL)
    g_signal_emit (self, signals[SIGNAL_FRAME], 0, frame);

  return G_SOURCE_REMOVE;
}

static gboolean
trouble_cb (gpointer user_data)
{
  VidimusCameraStream *self = VIDIMUS_CAMERA_STREAM (user_data);
  g_autoptr(GError) error = NULL;

  g_mutex_lock (&self->lock);
  if (!self->closing)
    error = g_steal_pointer (&self->error);
  g_mutex_unlock (&self->lock);

  if (error != NULL)
    g_signal_emit (self, signals[SIGNAL_TROUBLE], 0, error);

  return G_SOURCE_REMOVE;
}

static gboolean
closed_cb (gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CLOSED], 0);

  return G_SOURCE_REMOVE;
}

/* The streaming thread's. A frame that the main context did not fetch yet is dropped for this one. */
static void
picture_cb (GstSample *small,
            GstSample *still,
            gint64     time,
            gpointer   user_data)
{
  VidimusCameraStream *self = VIDIMUS_CAMERA_STREAM (user_data);
  VidimusFrame *frame = vidimus_camera_samples_to_frame (small, still, self->serial++, time, g_atomic_int_get (&self->turn));
  g_autoptr(VidimusFrame) old = NULL;
  gboolean asleep;

  if (frame == NULL)
    return;

  g_mutex_lock (&self->lock);
  self->last = time;
  gst_caps_replace (&self->format, gst_sample_get_caps (still));
  old = g_steal_pointer (&self->newest);
  asleep = old == NULL && !self->closing;
  if (self->closing)
    g_object_unref (frame);
  else
    self->newest = frame;
  g_mutex_unlock (&self->lock);

  if (asleep)
    tell (self, frame_cb);
}

static gboolean
is_frozen (VidimusCameraStream *self)
{
  gboolean frozen;

  g_mutex_lock (&self->lock);
  frozen = self->last != 0 && g_get_monotonic_time () - self->last > FROZEN;
  g_mutex_unlock (&self->lock);

  return frozen;
}

static gboolean
is_closing (VidimusCameraStream *self)
{
  gboolean closing;

  g_mutex_lock (&self->lock);
  closing = self->closing;
  g_mutex_unlock (&self->lock);

  return closing;
}

/* Until it is closed from outside, or something goes wrong. */
static void
look_after (VidimusCameraStream  *self,
            GError              **error)
{
  while (!is_closing (self))
    {
      g_autoptr(GstMessage) message =
        gst_bus_timed_pop_filtered (self->bus, GLANCE, GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_APPLICATION);

      if (message != NULL && GST_MESSAGE_TYPE (message) != GST_MESSAGE_APPLICATION)
        {
          g_propagate_error (error, vidimus_camera_trouble_from_message (message));
          return;
        }
      if (is_frozen (self))
        {
          g_set_error_literal (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_FROZE, "no picture comes any more");
          return;
        }
    }
}

/* Seen with PipeWire 0.3.65 and WirePlumber 0.4, and not understood: after streams were closed while they were being linked, none was linked any more, for any
 * program. So a stream is not closed before a picture came, or a moment passed. */
static void
let_settle (VidimusCameraStream *self,
            gint64               opened)
{
  gboolean settled = FALSE;

  while (!settled)
    {
      g_mutex_lock (&self->lock);
      settled = self->last != 0 || g_get_monotonic_time () - opened > SETTLE;
      g_mutex_unlock (&self->lock);
      if (!settled)
        g_usleep (10 * 1000);
    }
}

static void
set_bus (VidimusCameraStream *self,
         GstBus              *bus)
{
  g_autoptr(GstBus) old = NULL;

  g_mutex_lock (&self->lock);
  old = g_steal_pointer (&self->bus);
  self->bus = bus;
  g_mutex_unlock (&self->lock);
}

/* @error: (transfer full) */
static void
report (VidimusCameraStream *self,
        GError              *error)
{
  g_debug ("%s: %s", vidimus_camera_device_get_name (self->device), error->message);

  g_mutex_lock (&self->lock);
  self->error = error;
  g_mutex_unlock (&self->lock);
  tell (self, trouble_cb);
}

static void
play (VidimusCameraStream *self,
      GstElement          *pipeline)
{
  gint64 opened = g_get_monotonic_time ();
  GError *error = NULL;

  set_bus (self, gst_element_get_bus (pipeline));
  if (!is_closing (self))
    {
      gst_element_set_state (pipeline, GST_STATE_PLAYING); /* if it fails, why is on the bus */
      look_after (self, &error);
      if (error != NULL)
        report (self, error);
      else
        let_settle (self, opened);
    }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  set_bus (self, NULL);
}

static gpointer
run_in_thread (gpointer data)
{
  g_autoptr(VidimusCameraStream) self = VIDIMUS_CAMERA_STREAM (data);
  GstDevice *device = GST_DEVICE (vidimus_camera_device_get_handle (self->device));
  GError *error = NULL;
  GstElement *pipeline = vidimus_camera_pipeline_new (device, picture_cb, self, &error);

  if (pipeline != NULL)
    play (self, pipeline);
  else
    report (self, error);
  gst_clear_object (&pipeline);
  tell (self, closed_cb);

  return NULL;
}

/**
 * vidimus_camera_stream_open:
 * @turn: quarter turns clockwise, 0–3
 *
 * Begins to open @device. Until “closed” is emitted it may be open.
 */
VidimusCameraStream *
vidimus_camera_stream_open (VidimusCameraDevice *device,
                            int                  turn)
{
  VidimusCameraStream *self = g_object_new (VIDIMUS_TYPE_CAMERA_STREAM, NULL);

  self->device = g_object_ref (device);
  self->turn = turn;
  g_thread_unref (g_thread_new ("vidimus-camera", run_in_thread, g_object_ref (self)));

  return self;
}

/** vidimus_camera_stream_close: begins to close; no frame and no trouble is told from now on. */
void
vidimus_camera_stream_close (VidimusCameraStream *self)
{
  g_autoptr(VidimusFrame) newest = NULL;
  g_autoptr(GstBus) bus = NULL;

  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  newest = g_steal_pointer (&self->newest);
  if (self->bus != NULL)
    bus = gst_object_ref (self->bus);
  g_mutex_unlock (&self->lock);

  if (bus != NULL)
    gst_bus_post (bus, gst_message_new_application (NULL, gst_structure_new_empty ("close")));
}

/** vidimus_camera_stream_set_turn: of the frames from now on. */
void
vidimus_camera_stream_set_turn (VidimusCameraStream *self,
                                int                  turn)
{
  g_atomic_int_set (&self->turn, turn);
}

/** vidimus_camera_stream_describe: (transfer full) (nullable): “1920 × 1080, 30/s”, translated; %NULL before the first picture. */
char *
vidimus_camera_stream_describe (VidimusCameraStream *self)
{
  g_autoptr(GstCaps) format = NULL;
  int width = 0, height = 0, n = 0, d = 1;

  g_mutex_lock (&self->lock);
  if (self->format != NULL)
    format = gst_caps_ref (self->format);
  g_mutex_unlock (&self->lock);

  if (format == NULL)
    return NULL;

  gst_structure_get (gst_caps_get_structure (format, 0), "width", G_TYPE_INT, &width, "height", G_TYPE_INT, &height, NULL);
  if (!gst_structure_get_fraction (gst_caps_get_structure (format, 0), "framerate", &n, &d) || n == 0)
    return g_strdup_printf (_("%d × %d"), width, height);

  /* Translators: pixels, and pictures a second */
  return g_strdup_printf (_("%d × %d, %.4g/s"), width, height, (double) n / d);
}
