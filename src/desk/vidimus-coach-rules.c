#include "vidimus-coach-rules-private.h"

#include "vidimus-geometry.h"
#include "vidimus-resolution.h"

#include <math.h>

/* A line of two or three words is read in about 0.7 s (BBC Subtitle Guidelines: 0.33 to 0.375 s a word). */
#define LEAST_SHOWN_US (700 * 1000)
/* One frame in which the outline is missed or something else is taken for it changes nothing, unless frames are rare. */
#define AGREEING 2
#define RARE_US (250 * 1000)

/* Auto-shot: GOOD for so long, after having been still for STILL_US: about a second in all, as document scanners take (WeScan: 35 frames that
 * match within 6 points, of about 500 along the page's diagonal). */
#define HOLD_US (600 * 1000)
#define HOLD_FRAMES 3
#define STILL_US (300 * 1000)
/* The corners' way over that time, as a share of the document's diagonal; more is allowed while all is well, or the line flickers. */
#define STILL_SHARE 0.015
#define STILL_SHARE_GOOD 0.025
/* A document that was away for longer is another one, for all we know. */
#define GAP_US (1500 * 1000)

/* The share of the frame's width or height that the document takes at least where pixels are short: Scanbot asks for 0.75 to 0.8 of a phone's
 * picture; a camera that stands on a desk is harder to come near to. */
#define LEAST_FILL 0.7
/* More than that can't be had with all four corners in the picture. */
#define MOST_FILL 0.95
/* How far it may lean: 25° shorten it by a tenth. Scanbot's default (an angle score of 75 %) and the drawn specimens without a defect (up
 * to 32°) allow about the same. */
#define MOST_TILT (25 * G_PI / 180)
/* A corner this near to the rim, as a share of the frame's longer side, may as well lie outside. */
#define RIM 0.004
/* No document is found, and it is this dark: that is why (Scanbot's least brightness is 50 of 255). */
#define DARK 0.16

/* A line that is shown goes away only when what it asks for was done with something to spare: of scores, and of all other measures. */
#define SPARE_SCORE 8
#define SPARE 1.07

/* What a hint can do something about, in the order of the hints; the rest is for the results to say: a copy or a picture of a screen does not become
 * the document by being held better. */
static const struct
{
  VidimusAlarm alarm;
  VidimusHint  hint;
} by_alarm[] = {
  { VIDIMUS_ALARM_GLARE, VIDIMUS_HINT_GLARE },
  { VIDIMUS_ALARM_LIGHTING, VIDIMUS_HINT_LIGHT },
  { VIDIMUS_ALARM_BLOCKING, VIDIMUS_HINT_UNCOVER },
  { VIDIMUS_ALARM_BLUR, VIDIMUS_HINT_STILL },
};

static const VidimusAlarm rated[] = {
  VIDIMUS_ALARM_BLUR, VIDIMUS_ALARM_GLARE, VIDIMUS_ALARM_BLOCKING, VIDIMUS_ALARM_LIGHTING, VIDIMUS_ALARM_BORDER,
};

/** vidimus_coach_sight_measure: pixels a millimetre that the still has, by the document's shape; 0 when it can't be told. */
double
vidimus_coach_sight_measure (const VidimusCoachSight *sight)
{
  if (!sight->located)
    return 0.0;

  return sight->still_scale * vidimus_resolution_measure (&sight->quad, NULL, sight->width, sight->height);
}

/* Returns: radians */
static double
get_tilt (const VidimusCoachSight *sight)
{
  struct vidimus_quad seen;

  for (int i = 0; i < 4; i++)
    seen.p[i] = (struct vidimus_point) { sight->quad.corners[i].x, sight->quad.corners[i].y };

  return vidimus_quad_tilt (&seen, sight->width, sight->height);
}

/**
 * vidimus_coach_sight_rate:
 *
 * The scores are probabilities (99 times that a person would raise the alarm), so that their complements' product is about that of nobody raising
 * any; times how sure the outline is, times the share of the resolution that is aimed at, times what leaning leaves of a side. What is not known is worth half.
 *
 * Returns: 0-1, to compare frames by
 */
double
vidimus_coach_sight_rate (const VidimusCoachSight *sight)
{
  double pixels_per_mm = vidimus_coach_sight_measure (sight);
  double quality;

  if (!sight->located)
    return 0.0;

  quality = sight->confidence * cos (get_tilt (sight));
  quality *= pixels_per_mm > 0.0 ? MIN (1.0, pixels_per_mm / VIDIMUS_RESOLUTION_AIM) : 0.5;
  for (gsize i = 0; i < G_N_ELEMENTS (rated); i++)
    quality *= sight->scores[rated[i]] >= 0 ? 1.0 - sight->scores[rated[i]] / (double) VIDIMUS_SCORE_MAX : 0.5;

  return quality;
}

/** vidimus_coach_rules_init: @cuts: of the policy, per alarm: raised means score > cut. */
void
vidimus_coach_rules_init (VidimusCoachRules *self,
                          const int          cuts[VIDIMUS_N_ALARMS],
                          double             min_confidence)
{
  *self = (VidimusCoachRules) { .min_confidence = min_confidence };
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    self->cuts[i] = cuts[i];
}

/** vidimus_coach_rules_reset: forgets what it saw. */
void
vidimus_coach_rules_reset (VidimusCoachRules *self)
{
  int cuts[VIDIMUS_N_ALARMS];

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    cuts[i] = self->cuts[i];
  vidimus_coach_rules_init (self, cuts, self->min_confidence);
}

static gboolean
is_raised (const VidimusCoachRules *self,
           const VidimusCoachSight *sight,
           VidimusAlarm             alarm,
           VidimusHint              hint)
{
  return sight->scores[alarm] > self->cuts[alarm] - (self->hint == hint ? SPARE_SCORE : 0);
}

static double
spare (const VidimusCoachRules *self,
       VidimusHint              hint)
{
  return self->hint == hint ? SPARE : 1.0;
}

static gboolean
is_at_rim (const VidimusCoachRules *self,
           const VidimusCoachSight *sight)
{
  double rim = RIM * MAX (sight->width, sight->height) * (self->hint == VIDIMUS_HINT_CORNERS ? 2.0 : 1.0);

  for (int i = 0; i < 4; i++)
    {
      const VidimusPoint *p = &sight->quad.corners[i];

      if (p->x < rim || p->y < rim || p->x > sight->width - rim || p->y > sight->height - rim)
        return TRUE;
    }

  return FALSE;
}

/* The share of the frame's width or height that the document takes, the larger of the two: 1 touches two opposite rims. */
static double
get_fill (const VidimusCoachSight *sight)
{
  const VidimusPoint *p = sight->quad.corners;
  double left = p[0].x, right = p[0].x, top = p[0].y, bottom = p[0].y;

  for (int i = 1; i < 4; i++)
    {
      left = MIN (left, p[i].x);
      right = MAX (right, p[i].x);
      top = MIN (top, p[i].y);
      bottom = MAX (bottom, p[i].y);
    }

  return MAX ((right - left) / sight->width, (bottom - top) / sight->height);
}

/* What could be read is asked for in any case, and more than twice as much as long as the document is small in the picture. A camera that can't give it is
 * asked for what it has. */
static gboolean
is_too_far (VidimusCoachRules       *self,
            const VidimusCoachSight *sight)
{
  double pixels_per_mm = vidimus_coach_sight_measure (sight);
  double fill = get_fill (sight);
  double more = spare (self, VIDIMUS_HINT_CLOSER);
  double most = pixels_per_mm / fill * MOST_FILL;
  gboolean small = fill < LEAST_FILL * more;

  if (pixels_per_mm <= 0.0)
    return small;

  self->coarse = most < VIDIMUS_RESOLUTION_LEAST * (self->coarse ? SPARE : 1.0);
  if (!self->coarse && pixels_per_mm < VIDIMUS_RESOLUTION_LEAST * more)
    return TRUE;

  return small && pixels_per_mm < VIDIMUS_RESOLUTION_AIM * more;
}

/* The longest way of a corner, whichever corner is first: without its type nobody knows which way up a document is. */
static double
get_way (const VidimusQuad *from,
         const VidimusQuad *to)
{
  double least = G_MAXDOUBLE;

  for (int first = 0; first < 4; first++)
    {
      double way = 0.0;

      for (int i = 0; i < 4; i++)
        {
          const VidimusPoint *a = &from->corners[i], *b = &to->corners[(first + i) % 4];

          way = MAX (way, hypot (b->x - a->x, b->y - a->y));
        }
      least = MIN (least, way);
    }

  return least;
}

static void
note_place (VidimusCoachRules       *self,
            const VidimusCoachSight *sight)
{
  if (self->n_places > 0 && sight->time - self->places[0].time > GAP_US)
    self->n_places = 0;
  self->n_places = MIN (self->n_places + 1, VIDIMUS_COACH_N_PLACES);
  for (guint i = self->n_places - 1; i > 0; i--)
    self->places[i] = self->places[i - 1];
  self->places[0] = (VidimusCoachPlace) { sight->quad, sight->time };
}

/* Still means seen at one place over STILL_US, at whatever pace frames come. */
static gboolean
is_still (const VidimusCoachRules *self)
{
  const VidimusQuad *now = &self->places[0].quad;
  double across = MAX (hypot (now->corners[2].x - now->corners[0].x, now->corners[2].y - now->corners[0].y),
                       hypot (now->corners[3].x - now->corners[1].x, now->corners[3].y - now->corners[1].y));
  double most = across * (self->hint == VIDIMUS_HINT_GOOD ? STILL_SHARE_GOOD : STILL_SHARE);

  for (guint i = 1; i < self->n_places; i++)
    {
      if (get_way (&self->places[i].quad, now) > most)
        return FALSE;
      if (self->places[0].time - self->places[i].time >= STILL_US)
        return TRUE;
    }

  return FALSE;
}

/* What keeps it from being found, or from being found whole. */
static VidimusHint
find_document (const VidimusCoachRules *self,
               const VidimusCoachSight *sight)
{
  if (!sight->located)
    return sight->brightness < DARK ? VIDIMUS_HINT_LIGHT : VIDIMUS_HINT_SHOW;
  if (is_at_rim (self, sight) || is_raised (self, sight, VIDIMUS_ALARM_BORDER, VIDIMUS_HINT_CORNERS))
    return VIDIMUS_HINT_CORNERS;

  return sight->confidence < self->min_confidence ? VIDIMUS_HINT_SHOW : VIDIMUS_HINT_GOOD;
}

/* The first thing that is to be done for this frame. */
static VidimusHint
judge (VidimusCoachRules       *self,
       const VidimusCoachSight *sight)
{
  VidimusHint hint = find_document (self, sight);

  if (sight->located)
    note_place (self, sight);
  if (hint != VIDIMUS_HINT_GOOD)
    return hint;
  if (is_too_far (self, sight))
    return VIDIMUS_HINT_CLOSER;
  if (get_tilt (sight) > MOST_TILT / spare (self, VIDIMUS_HINT_FLATTER))
    return VIDIMUS_HINT_FLATTER;
  for (gsize i = 0; i < G_N_ELEMENTS (by_alarm); i++)
    if (is_raised (self, sight, by_alarm[i].alarm, by_alarm[i].hint))
      return by_alarm[i].hint;
  if (!is_still (self))
    return VIDIMUS_HINT_STILL;
  for (gsize i = 0; i < G_N_ELEMENTS (rated); i++)
    if (sight->scores[rated[i]] < 0)
      return VIDIMUS_HINT_WAIT; /* what was not checked is never clean */

  return VIDIMUS_HINT_GOOD;
}

static gboolean
may_change (const VidimusCoachRules *self,
            gint64                   time)
{
  if (self->hint == VIDIMUS_HINT_WAIT)
    return TRUE;
  if (self->n_next < AGREEING && time - self->last < RARE_US)
    return FALSE;

  return self->hint == VIDIMUS_HINT_GOOD || time - self->since >= LEAST_SHOWN_US;
}

/**
 * vidimus_coach_rules_see:
 *
 * Takes one more frame into account. A line stays for long enough to be read, and does not change for a single frame; only GOOD gives way at once,
 * because nothing is to be taken that is not.
 *
 * Returns: the line to show
 */
VidimusHint
vidimus_coach_rules_see (VidimusCoachRules       *self,
                         const VidimusCoachSight *sight)
{
  VidimusHint wanted = judge (self, sight);

  self->clean = wanted == VIDIMUS_HINT_GOOD;
  self->n_next = wanted == self->next ? self->n_next + 1 : 1;
  self->next = wanted;
  if (wanted != self->hint && may_change (self, sight->time))
    {
      self->hint = wanted;
      self->since = sight->time;
      self->n_clean = 0;
    }
  if (self->clean && self->hint == VIDIMUS_HINT_GOOD)
    self->n_clean++;
  self->last = sight->time;

  return self->hint;
}

/** vidimus_coach_rules_progress: 0-1: how much of the time that auto-shot waits for has passed. */
double
vidimus_coach_rules_progress (const VidimusCoachRules *self)
{
  if (self->hint != VIDIMUS_HINT_GOOD)
    return 0.0;

  return MIN (1.0, MIN ((double) (self->last - self->since) / HOLD_US, (double) self->n_clean / HOLD_FRAMES));
}

/** vidimus_coach_rules_is_ready: whether the frame that was last seen, or one shortly before, may be taken. */
gboolean
vidimus_coach_rules_is_ready (const VidimusCoachRules *self)
{
  return self->clean && vidimus_coach_rules_progress (self) >= 1.0;
}
