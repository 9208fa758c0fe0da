#pragma once

#include "vidimus-capture-page.h"

#include "vidimus-live-view.h"
#include "vidimus-shot-review.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** VidimusCaptureStage: how far one picture is. */
typedef enum
{
  VIDIMUS_CAPTURE_LIVE,
  VIDIMUS_CAPTURE_TAKING, /* its file is being made */
  VIDIMUS_CAPTURE_REVIEW,
} VidimusCaptureStage;

struct _VidimusCapturePage
{
  GtkWidget            parent_instance;

  GSettings           *settings;    /* owned */
  GSimpleActionGroup  *actions;     /* owned; "capture" */
  VidimusServices     *services;    /* owned, nullable until it is set */
  VidimusPolicy       *policy;      /* owned, nullable likewise */
  VidimusCamera       *camera;      /* owned, nullable until the page is first seen */
  VidimusCoach        *coach;       /* owned, nullable likewise */
  VidimusFrame        *frame;       /* owned, nullable; the newest, which is shown */
  VidimusDocument     *front;       /* owned, nullable; its back is to be photographed */
  guint                empty;       /* frames without a document, one after the other */
  gboolean             turned;      /* the front was taken away since it was photographed */
  GCancellable        *cancellable; /* owned, nullable; of the file that is being made */
  GdkSurface          *surface;     /* owned, nullable; the window's, while the page is seen */
  char                *problem;     /* owned, nullable; why the last picture could not be made */
  VidimusCaptureStage  stage;
  gboolean             running;     /* the camera was started, and not stopped since */
  guint                countdown_id;
  int                  seconds_left;

  /* Template children */
  GtkRevealer         *other_ways;
  GtkStack            *stack;
  AdwStatusPage       *status;
  GtkWidget           *retry;
  GtkWidget           *scan_way;
  GtkWidget           *scan_instead;
  VidimusLiveView     *view;
  GtkLabel            *hint;
  GtkLabel            *warning;
  GtkLabel            *countdown;
  GtkWidget           *shutter;
  AdwButtonContent    *auto_content;
  AdwButtonContent    *sides_content;
  AdwButtonContent    *timer_content;
  GtkLabel            *camera_name;
  GtkWidget           *camera_button;
  GMenu               *device_section;
  VidimusShotReview   *review;
};

/* vidimus-capture-page.c */
void vidimus_capture_page_update           (VidimusCapturePage  *self);
void vidimus_capture_page_update_hint      (VidimusCapturePage  *self);
void vidimus_capture_page_update_warning   (VidimusCapturePage  *self);
void vidimus_capture_page_set_stage        (VidimusCapturePage  *self,
                                            VidimusCaptureStage  stage);
void vidimus_capture_page_emit_taken       (VidimusCapturePage  *self,
                                            VidimusDocument     *document,
                                            gboolean             more);

/* vidimus-capture-camera.c */
void vidimus_capture_page_ensure_camera    (VidimusCapturePage  *self);
void vidimus_capture_page_update_running   (VidimusCapturePage  *self);

/* vidimus-capture-devices.c */
void vidimus_capture_page_install_actions  (VidimusCapturePage  *self);
void vidimus_capture_page_follow_devices   (VidimusCapturePage  *self);
void vidimus_capture_page_update_devices   (VidimusCapturePage  *self);

/* vidimus-capture-shot.c */
void vidimus_capture_page_shutter          (VidimusCapturePage  *self);
void vidimus_capture_page_take             (VidimusCapturePage  *self,
                                            VidimusFrame        *frame);
void vidimus_capture_page_use              (VidimusCapturePage  *self);
void vidimus_capture_page_retake           (VidimusCapturePage  *self);
void vidimus_capture_page_cancel_countdown (VidimusCapturePage  *self);

G_END_DECLS
