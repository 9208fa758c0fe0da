/* The page of the camera: the live picture, what to do for a good one, the shot, and a look at it before it is used. */
#pragma once

#include "vidimus-document.h"
#include "vidimus-services.h"

#include "vidimus-camera.h"
#include "vidimus-coach.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The camera runs while the page is seen, and no longer than until a picture is taken.
 *
 * Signal "taken" (VidimusDocument, gboolean more): a picture that is to be used; @more: the other side is still to be photographed. */
#define VIDIMUS_TYPE_CAPTURE_PAGE (vidimus_capture_page_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCapturePage, vidimus_capture_page, VIDIMUS, CAPTURE_PAGE, GtkWidget)

void           vidimus_capture_page_set_services (VidimusCapturePage *self,
                                                  VidimusServices    *services,
                                                  VidimusPolicy      *policy);
VidimusCamera *vidimus_capture_page_get_camera   (VidimusCapturePage *self);
VidimusCoach  *vidimus_capture_page_get_coach    (VidimusCapturePage *self);
/* "looking", "problem", "live" or "review". */
const char    *vidimus_capture_page_get_page     (VidimusCapturePage *self);
void           vidimus_capture_page_set_compact  (VidimusCapturePage *self,
                                                  gboolean            compact);
gboolean       vidimus_capture_page_press        (VidimusCapturePage *self,
                                                  guint               key);

G_END_DECLS
