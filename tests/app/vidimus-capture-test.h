/* What tests of the camera's page share: a window, a camera whose frames are numbered, and what is seen. */
#pragma once

#include "vidimus-capture-page-private.h"
#include "vidimus-window-private.h"

G_BEGIN_DECLS

typedef struct
{
  VidimusWindow      *window;
  VidimusCapturePage *page;
  VidimusServices    *services;
  GSettings          *settings;
  GSubprocess        *player; /* nullable: the camera */
  gboolean            plugged;
  const char         *phase;  /* of the clip, that it shows */
  guint               ends;   /* of it */
  gint64              tried;  /* when it was last tried again */
  const char         *wanted; /* a page */
} Fixture;

void plug_in (Fixture *f);
void pull_out (Fixture *f);
void show (Fixture    *f,
           const char *phase);
void set_up (Fixture       *f,
             gconstpointer  data);
void tear_down (Fixture       *f,
                gconstpointer  data);
void activate (Fixture    *f,
               const char *action);
void press (Fixture    *f,
            const char *action);
void await_page (Fixture    *f,
                 const char *page);
VidimusCameraState camera_state (Fixture *f);
void open_page (Fixture *f);
gboolean is_reviewed (gpointer data);
void take (Fixture *f);
guint number_of_file (GBytes *file);
guint number_shown (Fixture *f);
GdkTexture *paint (Fixture *f);

G_END_DECLS
