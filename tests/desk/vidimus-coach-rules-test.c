#include "vidimus-coach-rules-test.h"

#include <math.h>

VidimusQuad
coach_card (double width)
{
  double x = width / 2, y = width * 53.98 / 85.60 / 2;

  return (VidimusQuad) { { { 640 - x, 360 - y }, { 640 + x, 360 - y }, { 640 + x, 360 + y }, { 640 - x, 360 + y } } };
}

VidimusQuad
coach_leaning_card (double width,
                    double lean)
{
  const double focal = 0.78 * 1280;
  double depth = focal * 85.60 / width;
  VidimusQuad quad;

  for (int i = 0; i < 4; i++)
    {
      double x = (i == 0 || i == 3 ? -0.5 : 0.5) * 85.60, y = (i < 2 ? -0.5 : 0.5) * 53.98;
      double z = depth - y * sin (lean);

      quad.corners[i] = (VidimusPoint) { 640 + focal * x / z, 360 + focal * y * cos (lean) / z };
    }

  return quad;
}

VidimusCoachSight
coach_good_sight (void)
{
  VidimusCoachSight sight = {
    .located = TRUE,
    .quad = coach_card (900),
    .confidence = 0.9,
    .width = 1280,
    .height = 720,
    .still_scale = 1.5,
    .brightness = 0.5,
  };

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    sight.scores[i] = 5;

  return sight;
}

static void
hide (VidimusCoachSight *sight)
{
  sight->located = FALSE;
}

static void
cut_off (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_BORDER] = COACH_CUT + 1;
}

static void
take_away (VidimusCoachSight *sight)
{
  for (int i = 0; i < 4; i++)
    {
      sight->quad.corners[i].x = 640 + (sight->quad.corners[i].x - 640) * 0.25;
      sight->quad.corners[i].y = 360 + (sight->quad.corners[i].y - 360) * 0.25;
    }
}

static void
lean (VidimusCoachSight *sight)
{
  sight->quad = coach_leaning_card (900, 0.6);
}

static void
dazzle (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_GLARE] = COACH_CUT + 1;
}

static void
darken (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_LIGHTING] = COACH_CUT + 1;
}

static void
cover (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_BLOCKING] = COACH_CUT + 1;
}

static void
blur (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_BLUR] = COACH_CUT + 1;
}

const CoachSpoiler coach_spoilers[COACH_N_SPOILERS] = {
  { VIDIMUS_HINT_SHOW, hide },     { VIDIMUS_HINT_CORNERS, cut_off }, { VIDIMUS_HINT_CLOSER, take_away },
  { VIDIMUS_HINT_FLATTER, lean },  { VIDIMUS_HINT_GLARE, dazzle },    { VIDIMUS_HINT_LIGHT, darken },
  { VIDIMUS_HINT_UNCOVER, cover }, { VIDIMUS_HINT_STILL, blur },
};

void
coach_set_up (CoachFixture  *f,
              gconstpointer  data)
{
  static const int cuts[VIDIMUS_N_ALARMS] = { COACH_CUT, COACH_CUT, COACH_CUT, COACH_CUT, COACH_CUT, COACH_CUT, COACH_CUT };

  vidimus_coach_rules_init (&f->rules, cuts, 0.5);
  f->time = G_USEC_PER_SEC;
}

VidimusHint
coach_see (CoachFixture      *f,
           VidimusCoachSight  sight,
           int                n)
{
  VidimusHint hint = f->rules.hint;

  while (n-- > 0)
    {
      f->time += COACH_FRAME_US;
      sight.time = f->time;
      hint = vidimus_coach_rules_see (&f->rules, &sight);
    }

  return hint;
}
