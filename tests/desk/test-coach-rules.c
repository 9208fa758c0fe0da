/* What is said of a frame, over frames that are made up: no clock, no service. */
#include "vidimus-coach-rules-test.h"
#include "vidimus-resolution.h"

/* Each alone, from a state in which all is well, and well again after it. */
static void
test_each (CoachFixture  *f,
           gconstpointer  data)
{
  for (gsize i = 0; i < COACH_N_SPOILERS; i++)
    {
      VidimusCoachSight sight = coach_good_sight ();

      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
      coach_spoilers[i].spoil (&sight);
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, (int) coach_spoilers[i].hint);
    }
}

/* All at once: the first is said until it was done, then the next. */
static void
test_order (CoachFixture  *f,
            gconstpointer  data)
{
  for (gsize first = 0; first < COACH_N_SPOILERS; first++)
    {
      VidimusCoachSight sight = coach_good_sight ();

      for (gsize i = COACH_N_SPOILERS; i-- > first;)
        coach_spoilers[i].spoil (&sight); /* the last first: a lean sets the whole outline */
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, (int) coach_spoilers[first].hint);
    }
}

/* What people see has words, each its own. */
static void
test_words (CoachFixture  *f,
            gconstpointer  data)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int hint = VIDIMUS_HINT_WAIT; hint <= VIDIMUS_HINT_GOOD; hint++)
    g_assert_true (g_hash_table_add (seen, (char *) vidimus_hint_get_words (hint, TRUE)));
  g_assert_cmpstr (vidimus_hint_get_words (VIDIMUS_HINT_CLOSER, TRUE), ==, "Move closer");
  g_assert_cmpstr (vidimus_hint_get_words (VIDIMUS_HINT_CLOSER, FALSE), ==, "Move closer");
  g_assert_cmpstr (vidimus_hint_get_words (VIDIMUS_HINT_GOOD, TRUE), ==, "Good: hold it so");
  g_assert_cmpstr (vidimus_hint_get_words (VIDIMUS_HINT_GOOD, FALSE), ==, "Good: take the picture");
}

/* A document that nobody finds is not there, or lies in the dark. */
static void
test_dark (CoachFixture  *f,
           gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  sight.located = FALSE;
  sight.brightness = 0.05;
  g_assert_cmpint (coach_see (f, sight, 1), ==, VIDIMUS_HINT_LIGHT);
  sight.brightness = 0.4;
  g_assert_cmpint (coach_see (f, sight, COACH_SECOND), ==, VIDIMUS_HINT_SHOW);
}

/* An outline that is a guess is none; at the rim it is one that is cut. */
static void
test_unsure (CoachFixture  *f,
             gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  sight.confidence = 0.3;
  g_assert_cmpint (coach_see (f, sight, 1), ==, VIDIMUS_HINT_SHOW);
  for (int i = 0; i < 4; i++)
    sight.quad.corners[i].x -= sight.quad.corners[0].x;
  g_assert_cmpint (coach_see (f, sight, COACH_SECOND), ==, VIDIMUS_HINT_CORNERS);
}

/* A camera with many pixels needs not be near, one with few is asked for all it has, and one that is too coarse is not asked for what it can't give. */
static void
test_closer (CoachFixture  *f,
             gconstpointer  data)
{
  static const struct
  {
    double      width, still_scale;
    VidimusHint hint;
    gboolean    coarse;
  } cases[] = {
    { 400, 3.0, VIDIMUS_HINT_GOOD, FALSE },   /* 14 px/mm */
    { 400, 1.5, VIDIMUS_HINT_CLOSER, FALSE }, /* 7 px/mm, of a third of the frame */
    { 900, 1.0, VIDIMUS_HINT_GOOD, FALSE },   /* 10.5 px/mm, of nearly all of it */
    { 850, 0.5, VIDIMUS_HINT_CLOSER, FALSE }, /* under 5, and it could have more */
    { 950, 0.5, VIDIMUS_HINT_GOOD, FALSE },
    { 700, 0.3, VIDIMUS_HINT_CLOSER, TRUE },
    { 900, 0.3, VIDIMUS_HINT_GOOD, TRUE },    /* 3 px/mm: as near as it gets */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VidimusCoachSight sight = coach_good_sight ();

      vidimus_coach_rules_reset (&f->rules);
      sight.quad = coach_card (cases[i].width);
      sight.still_scale = cases[i].still_scale;
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, (int) cases[i].hint);
      g_assert_cmpint (f->rules.coarse, ==, cases[i].coarse);
    }
}

/* Of something that has the shape of no card only its share of the frame is known. */
static void
test_shape (CoachFixture  *f,
            gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  sight.quad = (VidimusQuad) { { { 500, 220 }, { 780, 220 }, { 780, 500 }, { 500, 500 } } };
  g_assert_cmpfloat (vidimus_coach_sight_measure (&sight), ==, 0.0);
  g_assert_cmpint (coach_see (f, sight, COACH_SECOND), ==, VIDIMUS_HINT_CLOSER);
  sight.quad = (VidimusQuad) { { { 340, 60 }, { 940, 60 }, { 940, 660 }, { 340, 660 } } };
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
}

/* What is shown goes away with something to spare, and comes only above the cut. */
static void
test_spare (CoachFixture  *f,
            gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  sight.scores[VIDIMUS_ALARM_GLARE] = COACH_CUT;
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
  sight.scores[VIDIMUS_ALARM_GLARE] = COACH_CUT + 1;
  g_assert_cmpint (coach_see (f, sight, COACH_SECOND), ==, VIDIMUS_HINT_GLARE);
  sight.scores[VIDIMUS_ALARM_GLARE] = COACH_CUT - 4;
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GLARE);
  sight.scores[VIDIMUS_ALARM_GLARE] = COACH_CUT - 10;
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
}

/* Where the left corners lie so many pixels from the rim. */
static void
put_near_rim (VidimusCoachSight *sight,
              double             pixels)
{
  double dx = pixels - sight->quad.corners[0].x;

  for (int i = 0; i < 4; i++)
    sight->quad.corners[i].x += dx;
}

static void
put_far (VidimusCoachSight *sight,
         double             pixels_per_mm)
{
  sight->quad = coach_card (400);
  sight->still_scale = pixels_per_mm * 85.60 / 400;
}

/* A picture that fills most of the frame: what is asked for is only that it can be read. */
static void
put_coarse (VidimusCoachSight *sight,
            double             pixels_per_mm)
{
  sight->quad = coach_card (1000);
  sight->still_scale = pixels_per_mm * 85.60 / 1000;
}

/* Of no card's shape: only its share of the frame counts. */
static void
put_square (VidimusCoachSight *sight,
            double             share)
{
  double half = share * sight->height / 2;

  sight->quad = (VidimusQuad) { { { 640 - half, 360 - half }, { 640 + half, 360 - half },
                                  { 640 + half, 360 + half }, { 640 - half, 360 + half } } };
}

static void
put_askew (VidimusCoachSight *sight,
           double             degrees)
{
  sight->quad = coach_leaning_card (900, degrees * G_PI / 180);
}

/* The same of all that is measured: between the limit and that with something to spare, what was said before holds. */
static void
test_spare_measures (CoachFixture  *f,
                     gconstpointer  data)
{
  static const struct
  {
    void      (*put) (VidimusCoachSight *sight,
                      double             value);
    double      wrong, between, well;
    VidimusHint hint;
  } cases[] = {
    { put_near_rim, 3, 8, 13, VIDIMUS_HINT_CORNERS },
    { put_far, 11.8, 12.4, 13.2, VIDIMUS_HINT_CLOSER },
    { put_coarse, 4.9, 5.2, 5.5, VIDIMUS_HINT_CLOSER },
    { put_square, 0.66, 0.72, 0.78, VIDIMUS_HINT_CLOSER },
    { put_askew, 26, 24.3, 22.5, VIDIMUS_HINT_FLATTER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VidimusCoachSight sight = coach_good_sight ();

      vidimus_coach_rules_reset (&f->rules);
      cases[i].put (&sight, cases[i].well);
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
      cases[i].put (&sight, cases[i].between);
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
      cases[i].put (&sight, cases[i].wrong);
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, (int) cases[i].hint);
      cases[i].put (&sight, cases[i].between);
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, (int) cases[i].hint);
      cases[i].put (&sight, cases[i].well);
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
    }
}

/* Nor is a camera called too coarse, or no longer, for a hair's breadth. */
static void
test_spare_coarse (CoachFixture  *f,
                   gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  put_coarse (&sight, 3.0);
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
  put_coarse (&sight, 4.75); /* 5.15 px/mm if it were as near as it gets */
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
  g_assert_true (f->rules.coarse);
  put_coarse (&sight, 4.97);
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_CLOSER);
  put_coarse (&sight, 4.75);
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_CLOSER);
  g_assert_false (f->rules.coarse);
}

/* What was not checked is not clean. */
static void
test_unchecked (CoachFixture  *f,
                gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  sight.scores[VIDIMUS_ALARM_GLARE] = -1;
  g_assert_cmpint (coach_see (f, sight, 3 * COACH_SECOND), ==, VIDIMUS_HINT_WAIT);
  g_assert_false (vidimus_coach_rules_is_ready (&f->rules));
}

/* What better holding can't mend holds nothing up. */
static void
test_not_ours (CoachFixture  *f,
               gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  sight.scores[VIDIMUS_ALARM_COPY] = sight.scores[VIDIMUS_ALARM_REPRODUCE] = 99;
  g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
}

/* Every thing that is wrong makes a frame worse than a good one. */
static void
test_rate (CoachFixture  *f,
           gconstpointer  data)
{
  VidimusCoachSight good = coach_good_sight (), unsure = coach_good_sight (), unchecked = coach_good_sight ();
  double best = vidimus_coach_sight_rate (&good);

  g_assert_cmpfloat (best, >, 0.5);
  g_assert_cmpfloat (best, <=, 1.0);
  for (gsize i = 0; i < COACH_N_SPOILERS; i++)
    {
      VidimusCoachSight sight = coach_good_sight ();

      coach_spoilers[i].spoil (&sight);
      g_assert_cmpfloat (vidimus_coach_sight_rate (&sight), <, 0.9 * best);
      g_assert_cmpfloat (vidimus_coach_sight_rate (&sight), >=, 0.0);
    }
  unsure.confidence = 0.6;
  g_assert_cmpfloat (vidimus_coach_sight_rate (&unsure), <, best);
  unchecked.scores[VIDIMUS_ALARM_BLUR] = -1;
  g_assert_cmpfloat (vidimus_coach_sight_rate (&unchecked), <, best);
}

#define ADD(path, func) g_test_add ("/coach-rules/" path, CoachFixture, NULL, coach_set_up, func, NULL)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("each", test_each);
  ADD ("order", test_order);
  ADD ("words", test_words);
  ADD ("dark", test_dark);
  ADD ("unsure", test_unsure);
  ADD ("closer", test_closer);
  ADD ("shape", test_shape);
  ADD ("spare", test_spare);
  ADD ("spare-measures", test_spare_measures);
  ADD ("spare-coarse", test_spare_coarse);
  ADD ("unchecked", test_unchecked);
  ADD ("not-ours", test_not_ours);
  ADD ("rate", test_rate);

  return g_test_run ();
}
