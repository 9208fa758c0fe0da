/* What the tests of the coach's rules share: frames that are made up, and all that can be wrong with one. */
#pragma once

#include "vidimus-coach-rules-private.h"

G_BEGIN_DECLS

#define COACH_FRAME_US (66 * 1000) /* 15 a second */
#define COACH_SECOND 15            /* frames */
#define COACH_CUT 50               /* of every alarm */

typedef struct
{
  VidimusCoachRules rules;
  gint64            time;
} CoachFixture;

/** CoachSpoiler: makes a frame wrong in one way, and what is to be said then. */
typedef struct
{
  VidimusHint hint;
  void      (*spoil) (VidimusCoachSight *sight);
} CoachSpoiler;

/* In the order in which it is to be put right. */
#define COACH_N_SPOILERS 8
extern const CoachSpoiler coach_spoilers[COACH_N_SPOILERS];

/* A card that faces the camera, @width pixels wide, in the middle of a frame of 1280 × 720. */
VidimusQuad       coach_card         (double             width);
/* The same, leaning back by @lean radians, seen by a phone's lens. */
VidimusQuad       coach_leaning_card (double             width,
                                      double             lean);
VidimusCoachSight coach_good_sight   (void);

void              coach_set_up       (CoachFixture      *f,
                                      gconstpointer      data);
/* Sees it @n times; returns the last hint. */
VidimusHint       coach_see          (CoachFixture      *f,
                                      VidimusCoachSight  sight,
                                      int                n);

G_END_DECLS
