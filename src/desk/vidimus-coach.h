/* Watches the frames of a camera and says, one line at a time, what to do; says when a good one came. Keeps no clock but the frames' and no GTK. */
#pragma once

#include "vidimus-client.h"
#include "vidimus-policy.h"

#include "vidimus-image.h"

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

const char *vidimus_hint_get_words (VidimusHint hint); /* "Move closer"; translated, static */

/**
 * VidimusCoached: what the service said of one frame.
 * @frame: as it was offered
 * @quad: in pixels of the frame's small image; only when @located
 * @scores: -1 when missing
 * @pixels_per_mm: of the still, by the size that a document of this shape has; 0 when not known
 * @quality: 0-1: how good a still of it would be, by the engine's own scores; to compare frames by
 */
typedef struct
{
  GObject     *frame; /* owned by the struct */
  gboolean     located;
  VidimusQuad  quad;
  double       confidence;
  int          scores[VIDIMUS_N_ALARMS];
  double       pixels_per_mm;
  double       quality;
} VidimusCoached;

/* Properties: "auto-shot" (boolean, default TRUE), "hint" (VidimusHint, read-only, notified), "problem" (string, nullable, read-only: why there
 * is no coaching, such as that the service on this computer can't be started; the camera works without it), "tries" (uint, read-only: shots that were
 * rejected in a row, see vidimus_coach_judge()).
 * Signals: "coached" (VidimusCoached*): each frame that was looked at, in their order; "shot" (GObject frame): steady and clean for long enough: the best of
 * the last coached frames; not again before vidimus_coach_reset(). */
#define VIDIMUS_TYPE_COACH (vidimus_coach_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCoach, vidimus_coach, VIDIMUS, COACH, GObject)

/* @local: the service on this computer: frames never go elsewhere. @policy: whose limits tell what is clean. */
VidimusCoach *vidimus_coach_new           (VidimusClient              *local,
                                           VidimusPolicy              *policy);
/* Looks at it unless it is busy: then FALSE, and a newer one is to be offered later. @pixels: the memory of @image, referenced. @frame: comes back with
 * what was said. @still_width: of the still, in pixels, for the resolution. @time: monotonic microseconds. Encodes in a thread. */
gboolean      vidimus_coach_offer         (VidimusCoach               *self,
                                           GObject                    *frame,
                                           GBytes                     *pixels,
                                           const struct vidimus_image *image,
                                           int                         still_width,
                                           gint64                      time);
/* Forgets what it saw; frames that are being looked at are dropped. */
void          vidimus_coach_reset         (VidimusCoach               *self);
VidimusHint   vidimus_coach_get_hint      (VidimusCoach               *self);
/* 0-1: how much of the time that auto-shot waits for has passed, steady and clean. */
double        vidimus_coach_get_progress  (VidimusCoach               *self);
/* The best of the last coached frames by quality, e.g. for the shutter; NULL when there is none. */
GObject      *vidimus_coach_get_best      (VidimusCoach               *self); /* (transfer none) */
gboolean      vidimus_coach_get_auto_shot (VidimusCoach               *self);
void          vidimus_coach_set_auto_shot (VidimusCoach               *self,
                                           gboolean                    auto_shot);
/* What became of a shot: kept starts counting bad tries anew. From the third on another way is to be offered. */
void          vidimus_coach_judge         (VidimusCoach               *self,
                                           gboolean                    kept);
guint         vidimus_coach_get_tries     (VidimusCoach               *self);

G_END_DECLS
