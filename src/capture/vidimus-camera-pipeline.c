/* device → its best format → queue (keeps the newest) → decoder → scaler → RGB
 *
 * What leaves the queue is kept until the small picture that was made of it arrives at the end. */
#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-pipeline-private.h"

#include "vidimus-camera-caps-private.h"
#include "vidimus-camera-words-private.h"

#include <gst/app/gstappsink.h>

/* More pictures than stand between the queue and the end: the decoder's, the scaler's, the sink's. */
#define KEPT 8

typedef struct
{
  VidimusCameraPipelineFunc func;
  gpointer                  user_data;

  GMutex                    lock;
  GstSample                *kept[KEPT]; /* owned, nullable; by @next */
  guint                     next;
} Tail;

static void
tail_free (Tail *tail)
{
  for (guint i = 0; i < KEPT; i++)
    g_clear_pointer (&tail->kept[i], gst_sample_unref);
  g_mutex_clear (&tail->lock);
  g_free (tail);
}

static void
tail_keep (Tail      *tail,
           GstSample *sample)
{
  g_autoptr(GstSample) old = NULL;

  g_mutex_lock (&tail->lock);
  old = g_steal_pointer (&tail->kept[tail->next]);
  tail->kept[tail->next] = sample;
  tail->next = (tail->next + 1) % KEPT;
  g_mutex_unlock (&tail->lock);
}

static GstSample *
tail_take (Tail         *tail,
           GstClockTime  pts)
{
  GstSample *found = NULL;

  g_mutex_lock (&tail->lock);
  for (guint i = 0; found == NULL && i < KEPT; i++)
    if (tail->kept[i] != NULL && GST_BUFFER_PTS (gst_sample_get_buffer (tail->kept[i])) == pts)
      found = g_steal_pointer (&tail->kept[i]);
  g_mutex_unlock (&tail->lock);

  return found;
}

/* The time of arrival becomes the time of the picture: devices give none, or the same twice, and the small picture is to be told by it.
 * What belongs to the device's own pool is copied, as the device has few of them. */
static GstPadProbeReturn
leave_queue_cb (GstPad          *pad,
                GstPadProbeInfo *info,
                gpointer         user_data)
{
  Tail *tail = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autoptr(GstCaps) caps = gst_pad_get_current_caps (pad);

  if (buffer->pool != NULL)
    {
      GstBuffer *copy = gst_buffer_copy_deep (buffer);

      gst_buffer_unref (buffer);
      buffer = copy;
    }
  buffer = gst_buffer_make_writable (buffer);
  GST_BUFFER_PTS (buffer) = (GstClockTime) g_get_monotonic_time () * GST_USECOND;
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION (buffer) = GST_CLOCK_TIME_NONE;
  GST_PAD_PROBE_INFO_DATA (info) = buffer;

  if (caps != NULL)
    tail_keep (tail, gst_sample_new (buffer, caps, NULL, NULL));

  return GST_PAD_PROBE_OK;
}

static GstFlowReturn
new_sample_cb (GstAppSink *sink,
               gpointer    user_data)
{
  Tail *tail = user_data;
  g_autoptr(GstSample) sample = gst_app_sink_pull_sample (sink);
  g_autoptr(GstSample) still = NULL;
  GstClockTime pts;

  if (sample == NULL)
    return GST_FLOW_EOS;

  pts = GST_BUFFER_PTS (gst_sample_get_buffer (sample));
  still = tail_take (tail, pts);
  if (still != NULL)
    tail->func (sample, still, (gint64) (pts / GST_USECOND), tail->user_data);
  else
    g_debug ("a picture whose still is not known");

  return GST_FLOW_OK;
}

static GstElement *
add_source (GstElement  *pipeline,
            GstDevice   *device,
            GError     **error)
{
  GstElement *source = gst_device_create_element (device, NULL);
  GObjectClass *klass;

  if (source == NULL)
    {
      g_set_error_literal (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN, "the device has no element");
      return NULL;
    }

  klass = G_OBJECT_GET_CLASS (source);
  if (g_object_class_find_property (klass, "always-copy") != NULL) /* PipeWire's memory goes with its node */
    g_object_set (source, "always-copy", TRUE, NULL);
  if (g_object_class_find_property (klass, "stream-properties") != NULL)
    {
      /* Else the session manager goes on with another camera when this one is taken away. */
      g_autoptr(GstStructure) wanted = gst_structure_new ("props", "node.dont-reconnect", G_TYPE_STRING, "true",
                                                          "media.role", G_TYPE_STRING, "Camera", NULL);

      g_object_set (source, "stream-properties", wanted, NULL);
    }
  gst_bin_add (GST_BIN (pipeline), source);

  return source;
}

/* RGB, the longer side at most VIDIMUS_FRAME_SIDE, as the device's shape is. */
static GstCaps *
small_caps (const GstCaps *format)
{
  GstCaps *caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGB", NULL);
  const GstStructure *structure = gst_caps_get_structure (format, 0);
  int width, height;
  double shrink;

  if (!gst_structure_get_int (structure, "width", &width) || !gst_structure_get_int (structure, "height", &height))
    {
      gst_caps_set_simple (caps, "width", GST_TYPE_INT_RANGE, 1, VIDIMUS_FRAME_SIDE,
                           "height", GST_TYPE_INT_RANGE, 1, VIDIMUS_FRAME_SIDE, NULL);
      return caps;
    }

  shrink = MIN (1.0, (double) VIDIMUS_FRAME_SIDE / MAX (width, height));
  gst_caps_set_simple (caps, "width", G_TYPE_INT, MAX (1, (int) (width * shrink + 0.5)),
                       "height", G_TYPE_INT, MAX (1, (int) (height * shrink + 0.5)), NULL);

  return caps;
}

/* Adds one of each after @last, named as its factory is. */
static gboolean
add_chain (GstElement          *pipeline,
           GstElement          *last,
           const char *const   *factories,
           GError             **error)
{
  for (; *factories != NULL; factories++)
    {
      GstElement *element = gst_element_factory_make (*factories, *factories);

      if (element == NULL)
        {
          g_set_error (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN, "there is no element “%s”", *factories);
          return FALSE;
        }
      gst_bin_add (GST_BIN (pipeline), element);
      if (!gst_element_link (last, element))
        {
          g_set_error (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_FORMAT, "“%s” does not take it", *factories);
          return FALSE;
        }
      last = element;
    }

  return TRUE;
}

static void
configure (GstElement    *pipeline,
           const GstCaps *format,
           Tail          *tail)
{
  g_autoptr(GstElement) filter = gst_bin_get_by_name (GST_BIN (pipeline), "capsfilter");
  g_autoptr(GstElement) queue = gst_bin_get_by_name (GST_BIN (pipeline), "queue");
  g_autoptr(GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "appsink");
  g_autoptr(GstCaps) small = small_caps (format);
  g_autoptr(GstPad) pad = gst_element_get_static_pad (queue, "src");
  GstAppSinkCallbacks callbacks = { .new_sample = new_sample_cb };

  g_object_set (filter, "caps", format, NULL);
  g_object_set (queue, "max-size-buffers", 1, "max-size-bytes", 0, "max-size-time", (guint64) 0, NULL);
  gst_util_set_object_arg (G_OBJECT (queue), "leaky", "downstream");
  g_object_set (sink, "caps", small, "sync", FALSE, "qos", FALSE, "max-buffers", 1, "drop", TRUE,
                "enable-last-sample", FALSE, NULL);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, leave_queue_cb, tail, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, tail, NULL);
}

static Tail *
tail_new (VidimusCameraPipelineFunc func,
          gpointer                  user_data)
{
  Tail *tail = g_new0 (Tail, 1);

  g_mutex_init (&tail->lock);
  tail->func = func;
  tail->user_data = user_data;

  return tail;
}

/**
 * vidimus_camera_pipeline_new:
 * @func: called in a streaming thread, until the pipeline is in state NULL
 *
 * In a thread: loads plugins.
 *
 * Returns: (transfer full): in state NULL; or %NULL with a %VIDIMUS_CAMERA_ERROR
 */
GstElement *
vidimus_camera_pipeline_new (GstDevice                  *device,
                             VidimusCameraPipelineFunc   func,
                             gpointer                    user_data,
                             GError                    **error)
{
  static const char *const of_raw[] = { "capsfilter", "queue", "videoconvertscale", "appsink", NULL };
  static const char *const of_jpeg[] = { "capsfilter", "queue", "jpegdec", "videoconvertscale", "appsink", NULL };
  g_autoptr(GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr(GstCaps) offered = gst_device_get_caps (device);
  g_autoptr(GstCaps) format = offered != NULL ? vidimus_camera_caps_choose (offered) : NULL;
  const char *const *chain;
  GstElement *source;
  Tail *tail;

  if (format == NULL)
    {
      g_set_error_literal (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_FORMAT, "neither raw pictures nor JPEG");
      return NULL;
    }

  source = add_source (pipeline, device, error);
  chain = gst_structure_has_name (gst_caps_get_structure (format, 0), "image/jpeg") ? of_jpeg : of_raw;
  if (source == NULL || !add_chain (pipeline, source, chain, error))
    return NULL;

  tail = tail_new (func, user_data);
  g_object_set_data_full (G_OBJECT (pipeline), "vidimus-tail", tail, (GDestroyNotify) tail_free);
  configure (pipeline, format, tail);

  return g_steal_pointer (&pipeline);
}
