/* A window with a picture whose outline is corrected, and a service on the loopback: shared by the tests of that. */
#pragma once

#include "vidimus-desk-test.h"
#include "vidimus-outline-editor-private.h"
#include "vidimus-viewer-private.h"
#include "vidimus-window-private.h"

G_BEGIN_DECLS

/* Of the picture: red, green, white and blue by quadrants, clockwise from the top left. */
#define STRAIGHTEN_WIDTH  400
#define STRAIGHTEN_HEIGHT 300

/* What the service answers: corners at 60, 50 and 340, 250; and without a location. */
extern const char straighten_located[];
extern const char straighten_unlocated[];

typedef struct
{
  DeskService     *service;
  VidimusServices *services;
  VidimusWindow   *window;
  VidimusViewer   *viewer;
  VidimusCanvas   *canvas;
  char            *folder;
} StraightenFixture;

void                  straighten_set_up        (StraightenFixture *f,
                                                gconstpointer      data);
void                  straighten_tear_down     (StraightenFixture *f,
                                                gconstpointer      data);
VidimusDocument      *straighten_open          (StraightenFixture *f);
gboolean              straighten_is_settled    (gpointer           f);
void                  straighten_act           (StraightenFixture *f,
                                                const char        *action);
gboolean              straighten_enabled       (StraightenFixture *f,
                                                const char        *action);
VidimusOutlineEditor *straighten_begin         (StraightenFixture *f);
void                  straighten_assert_corner (const VidimusQuad *quad,
                                                int                corner,
                                                double             x,
                                                double             y,
                                                double             near);

G_END_DECLS
