/* What the coach says of what it sees: a decision without clock, thread or service. Flat structs, all memory the caller's. */
#pragma once

#include "vidimus-hint.h"

#include "vidimus-alarm.h"
#include "vidimus-quad.h"

G_BEGIN_DECLS

/**
 * VidimusCoachSight: what is seen of one frame.
 * @quad: in pixels of the frame as it was looked at; only when @located
 * @scores: -1 when missing
 * @width: of the frame as it was looked at, pixels; @height likewise
 * @still_scale: pixels of the still in one pixel of that frame
 * @brightness: of the whole frame, 0-1
 * @time: monotonic microseconds, ascending from one sight to the next
 */
typedef struct
{
  gboolean    located;
  VidimusQuad quad;
  double      confidence;
  int         scores[VIDIMUS_N_ALARMS];
  int         width;
  int         height;
  double      still_scale;
  double      brightness;
  gint64      time;
} VidimusCoachSight;

/* Of the still, by the size that a document of this shape has; 0 when it can't be told. */
double vidimus_coach_sight_measure (const VidimusCoachSight *sight);
/* 0-1: how good a still of it would be. */
double vidimus_coach_sight_rate    (const VidimusCoachSight *sight);

/* Where the document was: so many are enough for the time over which it is to be still, at 30 frames a second. */
#define VIDIMUS_COACH_N_PLACES 16

typedef struct
{
  VidimusQuad quad;
  gint64      time;
} VidimusCoachPlace;

/**
 * VidimusCoachRules:
 * @cuts: what is raised: score > cut
 * @hint: the line that is shown
 * @since: when it came
 * @next: what the last frames call for instead
 * @n_next: so many of them, one after the other
 * @last: time of the last sight; 0: none yet
 * @clean: whether the last sight calls for nothing
 * @n_clean: such sights since @hint became GOOD
 * @coarse: even when the document fills the picture, it has fewer pixels than can be read
 * @places: the newest first
 */
typedef struct
{
  int               cuts[VIDIMUS_N_ALARMS];
  double            min_confidence;
  VidimusHint       hint;
  gint64            since;
  VidimusHint       next;
  guint             n_next;
  gint64            last;
  gboolean          clean;
  guint             n_clean;
  gboolean          coarse;
  VidimusCoachPlace places[VIDIMUS_COACH_N_PLACES];
  guint             n_places;
} VidimusCoachRules;

void        vidimus_coach_rules_init     (VidimusCoachRules       *self,
                                          const int                cuts[VIDIMUS_N_ALARMS],
                                          double                   min_confidence);
/* Forgets what it saw; what is clean stays. */
void        vidimus_coach_rules_reset    (VidimusCoachRules       *self);
VidimusHint vidimus_coach_rules_see      (VidimusCoachRules       *self,
                                          const VidimusCoachSight *sight);
/* 0-1: how much of the time that is waited for has passed, GOOD all the while. */
double      vidimus_coach_rules_progress (const VidimusCoachRules *self);
/* Whether the frame that was last seen may be taken: steady and clean for long enough. */
gboolean    vidimus_coach_rules_is_ready (const VidimusCoachRules *self);

G_END_DECLS
