#pragma once

#include "vidimus-window.h"

#include "vidimus-capture-page.h"
#include "vidimus-results.h"
#include "vidimus-run.h"
#include "vidimus-service-chip.h"
#include "vidimus-strip.h"
#include "vidimus-viewer.h"

G_BEGIN_DECLS

struct _VidimusWindow
{
  AdwApplicationWindow  parent_instance;

  GSettings            *settings;    /* owned */
  VidimusServices      *services;    /* owned */
  VidimusRun           *run;         /* owned */
  GtkSingleSelection   *selection;   /* owned; over the run */
  VidimusDocument      *document;    /* owned, nullable; the selected one */
  GSignalGroup         *signals;     /* owned; of the document */
  GCancellable         *cancellable; /* owned; cancelled with the window */
  GPtrArray            *specimens;   /* owned; of VidimusSpecimen */
  guint                 layout_id;   /* the layout is to follow the width */
  gboolean              space_held;
  gboolean              narrow;
  gboolean              capturing;   /* the camera's page is in sight */

  /* Template children */
  AdwToastOverlay      *toasts;
  GtkRevealer          *header;
  GtkWidget            *back_button;
  AdwSplitButton       *open_button;
  AdwSplitButton       *capture_button;
  AdwWindowTitle       *title;
  VidimusServiceChip   *chip;
  GtkWidget            *results_button;
  GtkStack             *stack;
  AdwFlap              *flap;
  VidimusViewer        *viewer;
  VidimusStrip         *strip;
  GtkRevealer          *strip_revealer;
  VidimusResults       *results;
  VidimusCapturePage   *capture;
  GMenu                *specimen_section;
  AdwStatusPage        *empty;
  GtkWidget            *photograph_button;
  GtkMenuButton        *specimen_button;
  GtkLabel             *privacy;
};

/* vidimus-window.c */
void vidimus_window_update          (VidimusWindow *self);
void vidimus_window_append          (VidimusWindow *self,
                                     GPtrArray     *documents);

/* vidimus-window-actions.c */
void vidimus_window_install_actions (VidimusWindow *self);
void vidimus_window_update_actions  (VidimusWindow *self);
void vidimus_window_go_back         (VidimusWindow *self);
void vidimus_window_enable          (VidimusWindow *self,
                                     const char    *action,
                                     gboolean       enabled);

/* vidimus-window-capture.c */
void vidimus_window_install_capture (VidimusWindow *self);
void vidimus_window_show_capture    (VidimusWindow *self,
                                     gboolean       shown);
guint vidimus_window_find_other_side (VidimusWindow *self);

/* vidimus-window-scan.c */
void vidimus_window_install_scan    (VidimusWindow *self);

/* vidimus-window-dialogs.c */
void vidimus_window_install_dialogs (VidimusWindow *self);
void vidimus_window_update_service  (VidimusWindow *self);

/* vidimus-window-layout.c */
void vidimus_window_follow_layout   (VidimusWindow *self);
void vidimus_window_set_width       (VidimusWindow *self,
                                     int            width);

/* vidimus-window-import.c */
void vidimus_window_choose_files    (VidimusWindow *self);
void vidimus_window_ask_address     (VidimusWindow *self);
void vidimus_window_paste           (VidimusWindow *self);
void vidimus_window_accept_drops    (VidimusWindow *self);
void vidimus_window_add_one         (VidimusWindow   *self,
                                     VidimusDocument *document);

/* vidimus-window-screen.c */
void vidimus_window_install_screen  (VidimusWindow *self);

/* vidimus-window-straighten.c */
void vidimus_window_install_straighten (VidimusWindow *self);
void vidimus_window_update_straighten  (VidimusWindow *self);
void vidimus_window_save_truth         (VidimusWindow *self,
                                        GFile         *folder);

void vidimus_window_toast           (VidimusWindow *self,
                                     const char    *text);

G_END_DECLS
