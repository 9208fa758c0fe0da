#include "vidimus-origin.h"

/** vidimus_origin_get_icon_name: of a symbolic icon; static. */
const char *
vidimus_origin_get_icon_name (VidimusDocumentOrigin origin)
{
  switch (origin)
    {
    case VIDIMUS_ORIGIN_ADDRESS:
      return "vidimus-network-symbolic";
    case VIDIMUS_ORIGIN_PASTE:
      return "edit-paste-symbolic";
    case VIDIMUS_ORIGIN_CAMERA:
      return "camera-photo-symbolic";
    case VIDIMUS_ORIGIN_SCANNER:
      return "scanner-symbolic";
    case VIDIMUS_ORIGIN_SCREEN:
      return "video-display-symbolic";
    case VIDIMUS_ORIGIN_FILE:
    default:
      return NULL;
    }
}
