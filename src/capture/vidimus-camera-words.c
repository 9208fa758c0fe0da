#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-words-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (vidimus-camera-error-quark, vidimus_camera_error)

static const struct
{
  VidimusCameraState  state;
  const char         *text;
  const char         *remedy;
} words[] = {
  [VIDIMUS_CAMERA_TROUBLE_ABSENT] = {
    VIDIMUS_CAMERA_NONE,
    N_("No camera was found."),
    N_("Connect a camera; it is used as soon as it is there."),
  },
  [VIDIMUS_CAMERA_TROUBLE_REFUSED] = {
    VIDIMUS_CAMERA_DENIED,
    N_("Vidimus is not allowed to use the camera."),
    N_("Allow it in the privacy settings of your desktop, then try again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_FORBIDDEN] = {
    VIDIMUS_CAMERA_DENIED,
    N_("The system does not let you open this camera."),
    N_("Ask who manages this computer to let you use video devices (the group is usually “video”), then sign in again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_NO_PORTAL] = {
    VIDIMUS_CAMERA_FAILED,
    N_("The desktop offers no way to ask for the camera."),
    N_("Install the desktop portal of your desktop (xdg-desktop-portal), sign in again, and try again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_BUSY] = {
    VIDIMUS_CAMERA_BUSY,
    N_("Another program is using the camera."),
    N_("Close video calls and other programs that use it, then try again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_GONE] = {
    VIDIMUS_CAMERA_FAILED,
    N_("The camera stopped while it was in use."),
    N_("Check its cable and connect it again, or try again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_SILENT] = {
    VIDIMUS_CAMERA_FAILED,
    N_("The camera does not answer."),
    N_("Disconnect it and connect it again, at another port if there is one, then try again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_FROZE] = {
    VIDIMUS_CAMERA_FAILED,
    N_("The picture froze: the camera sends nothing any more."),
    N_("Try again; if that does not help, disconnect the camera and connect it again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN] = {
    VIDIMUS_CAMERA_FAILED,
    N_("A part of GStreamer that cameras need is not installed."),
    N_("Install GStreamer’s “base” and “good” plugins and its PipeWire plugin, then start Vidimus again."),
  },
  [VIDIMUS_CAMERA_TROUBLE_FORMAT] = {
    VIDIMUS_CAMERA_FAILED,
    N_("The camera gives no pictures that Vidimus can read."),
    N_("Choose another camera."),
  },
  [VIDIMUS_CAMERA_TROUBLE_BROKEN] = {
    VIDIMUS_CAMERA_FAILED,
    N_("The camera could not be used."),
    N_("Disconnect it and connect it again, then try again."),
  },
};

/** vidimus_camera_trouble_get_state: what the page is to show. */
VidimusCameraState
vidimus_camera_trouble_get_state (VidimusCameraTrouble trouble)
{
  g_return_val_if_fail (trouble < G_N_ELEMENTS (words), VIDIMUS_CAMERA_FAILED);

  return words[trouble].state;
}

/** vidimus_camera_trouble_get_text: what happened; a translated sentence. */
const char *
vidimus_camera_trouble_get_text (VidimusCameraTrouble trouble)
{
  g_return_val_if_fail (trouble < G_N_ELEMENTS (words), NULL);

  return _(words[trouble].text);
}

/** vidimus_camera_trouble_get_remedy: what to do about it; a translated sentence. */
const char *
vidimus_camera_trouble_get_remedy (VidimusCameraTrouble trouble)
{
  g_return_val_if_fail (trouble < G_N_ELEMENTS (words), NULL);

  return _(words[trouble].remedy);
}
