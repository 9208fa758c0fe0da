/* What to do before the camera, a line at a time; the same words as the results' remedies (vidimus-coaching.h), in short. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** VidimusHint: what to do, the first that applies, in this order. */
typedef enum
{
  VIDIMUS_HINT_WAIT,    /* nothing is known yet */
  VIDIMUS_HINT_SHOW,    /* show the document */
  VIDIMUS_HINT_CORNERS, /* all four corners */
  VIDIMUS_HINT_CLOSER,
  VIDIMUS_HINT_FLATTER,
  VIDIMUS_HINT_GLARE,   /* away from the lamp */
  VIDIMUS_HINT_LIGHT,   /* more light */
  VIDIMUS_HINT_UNCOVER, /* something lies over it */
  VIDIMUS_HINT_STILL,   /* hold still, or it is not sharp */
  VIDIMUS_HINT_GOOD,    /* stay so: it is about to be taken */
} VidimusHint;

#define VIDIMUS_TYPE_HINT (vidimus_hint_get_type ())
GType vidimus_hint_get_type (void);

const char *vidimus_hint_get_words (VidimusHint hint,
                                    gboolean    auto_shot); /* "Move closer"; translated, static */

G_END_DECLS
