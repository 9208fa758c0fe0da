/* What tests of the camera share: a camera that is watched, and test cameras that come and go (inside of with-camera). */
#pragma once

#include "vidimus-camera.h"

G_BEGIN_DECLS

/**
 * Watch:
 * @camera: owned
 * @frame: owned, nullable: the last that came
 * @frames: how many came
 * @states: owned: the names of the states that were notified, such as "looking ready"
 * @wanted: of watch_await_state()
 */
typedef struct
{
  VidimusCamera      *camera;
  VidimusFrame       *frame;
  guint               frames;
  GString            *states;
  VidimusCameraState  wanted;
} Watch;

Watch  *watch_new          (void);
void    watch_free         (Watch              *self);
void    watch_await_state  (Watch              *self,
                            VidimusCameraState  state);
void    watch_await_frames (Watch              *self,
                            guint               more);
GBytes *watch_file         (VidimusFrame       *frame);

void    plug               (const char         *name);
void    unplug             (const char         *name);

/* GLib's own threads, which work for whoever comes: one may be about to end. What each cycle left behind would be many. */
#define SPARE_THREADS 2

guint   count_threads      (void);
guint   count_files        (void);
void    await_calm         (void);
gint64  time_main_loop     (void);

G_END_DECLS
