/* Watches the frames of a camera and says, one line at a time, what to do; says when a good one came. Keeps no clock but the frames' and no GTK. */
#pragma once

#include "vidimus-client.h"
#include "vidimus-hint.h"
#include "vidimus-policy.h"

#include "vidimus-image.h"

G_BEGIN_DECLS

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
 * is no coaching, such as that the service on this computer can't be started; the camera works without it; it goes away by itself), "warning" (string,
 * nullable, read-only: that this camera has too few pixels for small print), "tries" (uint, read-only: shots that were rejected in a row, see
 * vidimus_coach_judge()).
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
const char   *vidimus_coach_get_problem   (VidimusCoach               *self); /* nullable */
const char   *vidimus_coach_get_warning   (VidimusCoach               *self); /* nullable */
gboolean      vidimus_coach_get_auto_shot (VidimusCoach               *self);
void          vidimus_coach_set_auto_shot (VidimusCoach               *self,
                                           gboolean                    auto_shot);
/* What became of a shot: kept starts counting bad tries anew. From the third on another way is to be offered. */
void          vidimus_coach_judge         (VidimusCoach               *self,
                                           gboolean                    kept);
guint         vidimus_coach_get_tries     (VidimusCoach               *self);

G_END_DECLS
