/* A meter from 0 to a highest value, with the policy's cuts as notches and the service's own word as a dot. */
#pragma once

#include "vidimus-policy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** VidimusScoreDot: what the service itself said. */
typedef enum
{
  VIDIMUS_SCORE_DOT_NONE,   /* no dot, no room for one */
  VIDIMUS_SCORE_DOT_ABSENT, /* nothing, but room is kept, so that bars under each other end alike */
  VIDIMUS_SCORE_DOT_CLEAR,  /* a ring */
  VIDIMUS_SCORE_DOT_RAISED, /* a disc */
} VidimusScoreDot;

#define VIDIMUS_TYPE_SCORE_BAR (vidimus_score_bar_get_type ())
G_DECLARE_FINAL_TYPE (VidimusScoreBar, vidimus_score_bar, VIDIMUS, SCORE_BAR, GtkWidget)

void       vidimus_score_bar_set_value (VidimusScoreBar *self,
                                        double           value,
                                        double           highest,
                                        const char      *label,
                                        const char      *text);
void       vidimus_score_bar_set_cuts  (VidimusScoreBar *self,
                                        double           review,
                                        double           reject);
void       vidimus_score_bar_set_dot   (VidimusScoreBar *self,
                                        VidimusScoreDot  dot);

G_END_DECLS
