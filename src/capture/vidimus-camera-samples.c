#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-samples-private.h"

#include "vidimus-camera-words-private.h"
#include "vidimus-encode.h"
#include "vidimus-picture.h"
#include "vidimus-resample.h"

#include <gst/video/video.h>
#include <stdlib.h>

#define QUALITY 95 /* of a raw picture's JPEG */

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_FORMAT, message);
  return FALSE;
}

static GBytes *
jpeg_to_file (GstSample *sample,
              int        turn,
              GError   **error)
{
  g_autoptr(GBytes) file = NULL;
  GstMapInfo map;

  if (!gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    {
      fail (error, "a still can't be read");
      return NULL;
    }
  file = g_bytes_new (map.data, map.size);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);

  return vidimus_picture_turn_jpeg (file, turn, error);
}

/* @rgb: a view into the converted sample */
static GBytes *
encode (const struct vidimus_image  *rgb,
        int                          turn,
        GError                     **error)
{
  struct vidimus_image turned;
  GBytes *file;

  if (turn == 0)
    return vidimus_image_encode_jpeg (rgb, QUALITY, FALSE, error);

  if (!vidimus_image_turn (rgb, turn, &turned))
    {
      fail (error, "no memory to turn a still");
      return NULL;
    }
  file = vidimus_image_encode_jpeg (&turned, QUALITY, FALSE, error);
  vidimus_image_free (&turned);

  return file;
}

/* @frame: RGB */
static struct vidimus_image
view (const GstVideoFrame *frame)
{
  return (struct vidimus_image) {
    .data = GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
    .width = GST_VIDEO_FRAME_WIDTH (frame),
    .height = GST_VIDEO_FRAME_HEIGHT (frame),
    .stride = (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0),
    .channels = 3,
  };
}

static GBytes *
raw_to_file (GstSample *sample,
             int        turn,
             GError   **error)
{
  g_autoptr(GstCaps) caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGB", NULL);
  g_autoptr(GstSample) converted = gst_video_convert_sample (sample, caps, GST_CLOCK_TIME_NONE, error);
  struct vidimus_image rgb;
  GstVideoInfo info;
  GstVideoFrame frame;
  GBytes *file;

  if (converted == NULL)
    return NULL;
  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (converted)) ||
      !gst_video_frame_map (&frame, &info, gst_sample_get_buffer (converted), GST_MAP_READ))
    {
      fail (error, "a still can't be read");
      return NULL;
    }

  rgb = view (&frame);
  file = encode (&rgb, turn, error);
  gst_video_frame_unmap (&frame);

  return file;
}

static GBytes *
to_file (gpointer   still,
         int        turn,
         GError   **error)
{
  GstSample *sample = still;
  const GstStructure *format = gst_caps_get_structure (gst_sample_get_caps (sample), 0);

  if (gst_structure_has_name (format, "image/jpeg"))
    return jpeg_to_file (sample, turn, error);

  return raw_to_file (sample, turn, error);
}

/* The still keeps a reference to @sample. */
static gboolean
still_init (VidimusStill *still,
            GstSample    *sample)
{
  const GstStructure *format = gst_caps_get_structure (gst_sample_get_caps (sample), 0);

  *still = (VidimusStill) { .to_file = to_file, .free_data = (GDestroyNotify) gst_sample_unref };
  if (!gst_structure_get_int (format, "width", &still->width) || !gst_structure_get_int (format, "height", &still->height))
    return FALSE;
  still->data = gst_sample_ref (sample);

  return TRUE;
}

static void
unmap (gpointer data)
{
  GstVideoFrame *frame = data;

  gst_video_frame_unmap (frame);
  g_free (frame);
}

/* @image: a view into what is returned */
static GBytes *
map_small (GstSample            *sample,
           struct vidimus_image *image)
{
  g_autofree GstVideoFrame *frame = g_new (GstVideoFrame, 1);
  GstVideoInfo info;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample)) ||
      !gst_video_frame_map (frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    return NULL;

  *image = view (frame);

  return g_bytes_new_with_free_func (image->data, image->stride * (gsize) image->height, unmap, g_steal_pointer (&frame));
}

/* Replaces the pixels, whose view @image is, by turned ones. */
static gboolean
turn_small (GBytes               **pixels,
            struct vidimus_image  *image,
            int                    turn)
{
  struct vidimus_image turned;

  if (!vidimus_image_turn (image, turn, &turned))
    return FALSE;

  g_bytes_unref (*pixels);
  *pixels = g_bytes_new_with_free_func (turned.data, turned.stride * (gsize) turned.height, free, turned.data);
  *image = turned;

  return TRUE;
}

/**
 * vidimus_camera_samples_to_frame:
 * @small: RGB
 * @still: what @small was made of
 * @turn: quarter turns clockwise, 0–3
 *
 * In the streaming thread. Nothing is copied but what is turned: the frame holds on to the samples.
 *
 * Returns: (transfer full) (nullable): %NULL when memory is short
 */
VidimusFrame *
vidimus_camera_samples_to_frame (GstSample *small,
                                 GstSample *still,
                                 guint64    serial,
                                 gint64     time,
                                 int        turn)
{
  struct vidimus_image image;
  g_autoptr(GBytes) pixels = map_small (small, &image);
  VidimusStill kept;

  if (pixels == NULL || (turn != 0 && !turn_small (&pixels, &image, turn)) || !still_init (&kept, still))
    return NULL;

  return vidimus_frame_new (serial, time, g_steal_pointer (&pixels), &image, turn, &kept);
}
