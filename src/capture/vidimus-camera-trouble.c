#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-trouble-private.h"

#include <errno.h>

/* Elements put the system's reason into the details (GST_ERROR_SYSTEM), and PipeWire its daemon's, which is not of our language. */
static gboolean
names (const char *text,
       int         number,
       const char *english)
{
  return text != NULL && (strstr (text, english) != NULL || strstr (text, g_strerror (number)) != NULL);
}

static VidimusCameraTrouble
judge (const GError *error,
       const char   *details)
{
  const char *message = error->message;

  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY) ||
      names (message, EBUSY, "resource busy") || names (details, EBUSY, "resource busy"))
    return VIDIMUS_CAMERA_TROUBLE_BUSY;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED) ||
      names (message, EACCES, "ermission denied") || names (details, EACCES, "ermission denied") ||
      names (message, EPERM, "not permitted") || names (details, EPERM, "not permitted"))
    return VIDIMUS_CAMERA_TROUBLE_FORBIDDEN;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND) ||
      names (message, ENODEV, "o such device") || names (details, ENODEV, "o such device") ||
      names (message, ENOENT, "no target node") || names (details, EPIPE, "onnection error") ||
      names (message, ENOENT, "disconnected"))
    return VIDIMUS_CAMERA_TROUBLE_GONE;
  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    return VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN;
  if (error->domain == GST_STREAM_ERROR || g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_NEGOTIATION))
    return VIDIMUS_CAMERA_TROUBLE_FORMAT;

  return VIDIMUS_CAMERA_TROUBLE_BROKEN;
}

/**
 * vidimus_camera_trouble_from_message:
 * @message: an error, or the end of the stream, which for a camera is one
 *
 * Returns: (transfer full): a %VIDIMUS_CAMERA_ERROR
 */
GError *
vidimus_camera_trouble_from_message (GstMessage *message)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *details = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return g_error_new_literal (VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_GONE, "the stream ended");

  gst_message_parse_error (message, &error, &details);

  return g_error_new (VIDIMUS_CAMERA_ERROR, (int) judge (error, details), "%s (%s)", error->message,
                      details != NULL ? details : "no details");
}
