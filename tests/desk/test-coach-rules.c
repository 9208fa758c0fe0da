/* What is said, and when, over frames that are made up: no clock, no service. */
#include "vidimus-coach-rules-private.h"
#include "vidimus-resolution.h"

#include <math.h>
#include <string.h>

#define FRAME_US (66 * 1000) /* 15 a second */
#define SECOND 15            /* frames */
#define CUT 50

static const int cuts[VIDIMUS_N_ALARMS] = { CUT, CUT, CUT, CUT, CUT, CUT, CUT };

/* A card that faces the camera, @width pixels wide, in the middle of a frame of 1280 × 720. */
static VidimusQuad
card (double width)
{
  double x = width / 2, y = width * 53.98 / 85.60 / 2;

  return (VidimusQuad) { { { 640 - x, 360 - y }, { 640 + x, 360 - y }, { 640 + x, 360 + y }, { 640 - x, 360 + y } } };
}

/* The same, leaning back by @lean radians, seen by a phone's lens. */
static VidimusQuad
leaning_card (double width,
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

static VidimusCoachSight
good_sight (void)
{
  VidimusCoachSight sight = {
    .located = TRUE,
    .quad = card (900),
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

/* All that can be wrong, in the order in which it is to be put right; each function makes it wrong. */

static void
hide (VidimusCoachSight *sight)
{
  sight->located = FALSE;
}

static void
cut_off (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_BORDER] = CUT + 1;
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
  sight->quad = leaning_card (900, 0.6);
}

static void
dazzle (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_GLARE] = CUT + 1;
}

static void
darken (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_LIGHTING] = CUT + 1;
}

static void
cover (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_BLOCKING] = CUT + 1;
}

static void
blur (VidimusCoachSight *sight)
{
  sight->scores[VIDIMUS_ALARM_BLUR] = CUT + 1;
}

static const struct
{
  VidimusHint hint;
  void      (*spoil) (VidimusCoachSight *sight);
} spoilers[] = {
  { VIDIMUS_HINT_SHOW, hide },     { VIDIMUS_HINT_CORNERS, cut_off }, { VIDIMUS_HINT_CLOSER, take_away },
  { VIDIMUS_HINT_FLATTER, lean },  { VIDIMUS_HINT_GLARE, dazzle },    { VIDIMUS_HINT_LIGHT, darken },
  { VIDIMUS_HINT_UNCOVER, cover }, { VIDIMUS_HINT_STILL, blur },
};

typedef struct
{
  VidimusCoachRules rules;
  gint64            time;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  vidimus_coach_rules_init (&f->rules, cuts, 0.5);
  f->time = G_USEC_PER_SEC;
}

/* Sees it @n times; returns the last hint. */
static VidimusHint
see (Fixture           *f,
     VidimusCoachSight  sight,
     int                n)
{
  VidimusHint hint = f->rules.hint;

  while (n-- > 0)
    {
      f->time += FRAME_US;
      sight.time = f->time;
      hint = vidimus_coach_rules_see (&f->rules, &sight);
    }

  return hint;
}

/* Each alone, from a state in which all is well, and well again after it. */
static void
test_each (Fixture       *f,
           gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      VidimusCoachSight sight = good_sight ();

      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
      spoilers[i].spoil (&sight);
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, (int) spoilers[i].hint);
    }
}

/* All at once: the first is said until it was done, then the next. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  for (gsize first = 0; first < G_N_ELEMENTS (spoilers); first++)
    {
      VidimusCoachSight sight = good_sight ();

      for (gsize i = G_N_ELEMENTS (spoilers); i-- > first;)
        spoilers[i].spoil (&sight); /* the last first: a lean sets the whole outline */
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, (int) spoilers[first].hint);
    }
}

/* What people see has words, each its own. */
static void
test_words (Fixture       *f,
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
test_dark (Fixture       *f,
           gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  sight.located = FALSE;
  sight.brightness = 0.05;
  g_assert_cmpint (see (f, sight, 1), ==, VIDIMUS_HINT_LIGHT);
  sight.brightness = 0.4;
  g_assert_cmpint (see (f, sight, SECOND), ==, VIDIMUS_HINT_SHOW);
}

/* An outline that is a guess is none; at the rim it is one that is cut. */
static void
test_unsure (Fixture       *f,
             gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  sight.confidence = 0.3;
  g_assert_cmpint (see (f, sight, 1), ==, VIDIMUS_HINT_SHOW);
  for (int i = 0; i < 4; i++)
    sight.quad.corners[i].x -= sight.quad.corners[0].x;
  g_assert_cmpint (see (f, sight, SECOND), ==, VIDIMUS_HINT_CORNERS);
}

/* A camera with many pixels needs not be near, one with few is asked for all it has, and one that is too coarse is not asked for what it can't give. */
static void
test_closer (Fixture       *f,
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
      VidimusCoachSight sight = good_sight ();

      vidimus_coach_rules_reset (&f->rules);
      sight.quad = card (cases[i].width);
      sight.still_scale = cases[i].still_scale;
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, (int) cases[i].hint);
      g_assert_cmpint (f->rules.coarse, ==, cases[i].coarse);
    }
}

/* Of something that has the shape of no card only its share of the frame is known. */
static void
test_shape (Fixture       *f,
            gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  sight.quad = (VidimusQuad) { { { 500, 220 }, { 780, 220 }, { 780, 500 }, { 500, 500 } } };
  g_assert_cmpfloat (vidimus_coach_sight_measure (&sight), ==, 0.0);
  g_assert_cmpint (see (f, sight, SECOND), ==, VIDIMUS_HINT_CLOSER);
  sight.quad = (VidimusQuad) { { { 340, 60 }, { 940, 60 }, { 940, 660 }, { 340, 660 } } };
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
}

/* What is shown goes away with something to spare, and comes only above the cut. */
static void
test_spare (Fixture       *f,
            gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  sight.scores[VIDIMUS_ALARM_GLARE] = CUT;
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
  sight.scores[VIDIMUS_ALARM_GLARE] = CUT + 1;
  g_assert_cmpint (see (f, sight, SECOND), ==, VIDIMUS_HINT_GLARE);
  sight.scores[VIDIMUS_ALARM_GLARE] = CUT - 4;
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GLARE);
  sight.scores[VIDIMUS_ALARM_GLARE] = CUT - 10;
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
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
  sight->quad = card (400);
  sight->still_scale = pixels_per_mm * 85.60 / 400;
}

/* A picture that fills most of the frame: what is asked for is only that it can be read. */
static void
put_coarse (VidimusCoachSight *sight,
            double             pixels_per_mm)
{
  sight->quad = card (1000);
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
  sight->quad = leaning_card (900, degrees * G_PI / 180);
}

/* The same of all that is measured: between the limit and that with something to spare, what was said before holds. */
static void
test_spare_measures (Fixture       *f,
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
      VidimusCoachSight sight = good_sight ();

      vidimus_coach_rules_reset (&f->rules);
      cases[i].put (&sight, cases[i].well);
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
      cases[i].put (&sight, cases[i].between);
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
      cases[i].put (&sight, cases[i].wrong);
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, (int) cases[i].hint);
      cases[i].put (&sight, cases[i].between);
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, (int) cases[i].hint);
      cases[i].put (&sight, cases[i].well);
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
    }
}

/* Nor is a camera called too coarse, or no longer, for a hair's breadth. */
static void
test_spare_coarse (Fixture       *f,
                   gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  put_coarse (&sight, 3.0);
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
  put_coarse (&sight, 4.75); /* 5.15 px/mm if it were as near as it gets */
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
  g_assert_true (f->rules.coarse);
  put_coarse (&sight, 4.97);
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_CLOSER);
  put_coarse (&sight, 4.75);
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_CLOSER);
  g_assert_false (f->rules.coarse);
}

/* One frame in which the document was missed changes no word, and takes nothing back. */
static void
test_outlier (Fixture       *f,
              gconstpointer  data)
{
  VidimusCoachSight sight = good_sight (), missed = good_sight ();
  double progress;

  missed.located = FALSE;
  see (f, sight, SECOND);
  progress = vidimus_coach_rules_progress (&f->rules);
  g_assert_cmpint (see (f, missed, 1), ==, VIDIMUS_HINT_GOOD);
  g_assert_false (vidimus_coach_rules_is_ready (&f->rules));
  g_assert_cmpint (see (f, sight, 1), ==, VIDIMUS_HINT_GOOD);
  g_assert_cmpfloat (vidimus_coach_rules_progress (&f->rules), >=, progress);
  g_assert_cmpint (see (f, missed, 2), ==, VIDIMUS_HINT_SHOW);
}

/* Where frames are rare each of them counts; but more than one must be clean, however long that takes. */
static void
test_rare (Fixture       *f,
           gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  for (int round = 0; round < 2; round++) /* those before it was lost do not count */
    {
      sight.located = TRUE;
      for (int i = 0; i < 4; i++)
        {
          f->time += 700 * 1000;
          see (f, sight, 1);
          g_assert_cmpint (vidimus_coach_rules_is_ready (&f->rules), ==, i == 3);
        }
      g_assert_cmpint (f->rules.hint, ==, VIDIMUS_HINT_GOOD);
      sight.located = FALSE;
      f->time += 700 * 1000;
      g_assert_cmpint (see (f, sight, 1), ==, VIDIMUS_HINT_SHOW);
    }
}

/* Whatever is seen, every line stays long enough to be read. */
static void
test_flicker (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);
  VidimusHint shown = VIDIMUS_HINT_WAIT;
  gint64 since = 0;
  guint n_changes = 0;

  for (int i = 0; i < 60 * SECOND; i++)
    {
      VidimusCoachSight sight = good_sight ();
      VidimusHint hint;

      for (gsize k = 0; k < G_N_ELEMENTS (spoilers); k++)
        if (g_rand_double (random) < 0.05)
          spoilers[k].spoil (&sight);
      hint = see (f, sight, 1);
      if (hint == shown)
        continue;
      if (shown != VIDIMUS_HINT_WAIT && shown != VIDIMUS_HINT_GOOD)
        g_assert_cmpint (f->time - since, >=, 700 * 1000);
      shown = hint;
      since = f->time;
      n_changes++;
    }
  g_assert_cmpuint (n_changes, >, 4);
}

static void
move (VidimusQuad *quad,
      double       dx)
{
  for (int i = 0; i < 4; i++)
    quad->corners[i].x += dx;
}

/* In motion, then at rest; the outline's own unrest is none, nor is another first corner. */
static void
test_steady (Fixture       *f,
             gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();
  gint64 stopped;

  move (&sight.quad, -100);
  for (int i = 0; i < SECOND; i++)
    {
      move (&sight.quad, 8);
      g_assert_cmpint (see (f, sight, 1), ==, VIDIMUS_HINT_STILL);
    }
  stopped = f->time;
  while (see (f, sight, 1) == VIDIMUS_HINT_STILL)
    g_assert_cmpint (f->time - stopped, <, G_USEC_PER_SEC);
  g_assert_cmpint (f->rules.hint, ==, VIDIMUS_HINT_GOOD);
  g_assert_cmpint (f->time - stopped, >=, 250 * 1000);

  for (int i = 0; i < SECOND; i++)
    {
      VidimusPoint first = sight.quad.corners[0];

      move (&sight.quad, i % 2 == 0 ? 3 : -3);
      first = sight.quad.corners[0];
      memmove (sight.quad.corners, sight.quad.corners + 1, 3 * sizeof first);
      sight.quad.corners[3] = first;
      g_assert_cmpint (see (f, sight, 1), ==, VIDIMUS_HINT_GOOD);
    }
}

/* Hands tremble: what would be motion before all is well is none after. */
static void
test_tremble (Fixture       *f,
              gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  for (int round = 0; round < 2; round++)
    {
      for (int i = 0; i < 2 * SECOND; i++)
        {
          move (&sight.quad, i % 2 == 0 ? 20 : -20); /* of a diagonal of 1064 */
          g_assert_cmpint (see (f, sight, 1), ==, round == 0 ? VIDIMUS_HINT_STILL : VIDIMUS_HINT_GOOD);
        }
      g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
    }
}

/* It is seen anew after it was away: where it lay before says nothing. */
static void
test_away (Fixture       *f,
           gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  g_assert_cmpint (see (f, sight, SECOND), ==, VIDIMUS_HINT_GOOD);
  f->time += 10 * G_USEC_PER_SEC;
  g_assert_cmpint (see (f, sight, 1), ==, VIDIMUS_HINT_STILL);
}

/* Auto-shot waits for GOOD to last, and begins anew when it was lost. */
static void
test_ready (Fixture       *f,
            gconstpointer  data)
{
  VidimusCoachSight sight = good_sight (), blurred = good_sight ();
  double last = 0.0;
  gint64 good;

  blur (&blurred);
  for (int round = 0; round < 2; round++)
    {
      while (see (f, sight, 1) != VIDIMUS_HINT_GOOD)
        g_assert_cmpfloat (vidimus_coach_rules_progress (&f->rules), ==, 0.0);
      good = f->time;
      for (last = 0.0; !vidimus_coach_rules_is_ready (&f->rules); see (f, sight, 1))
        {
          g_assert_cmpint (f->time - good, <, 600 * 1000);
          g_assert_cmpfloat (vidimus_coach_rules_progress (&f->rules), >=, last);
          last = vidimus_coach_rules_progress (&f->rules);
        }
      g_assert_cmpint (f->time - good, >=, 600 * 1000);
      g_assert_cmpfloat (last, >, 0.5);
      g_assert_cmpint (see (f, blurred, 2), ==, VIDIMUS_HINT_STILL);
      g_assert_false (vidimus_coach_rules_is_ready (&f->rules));
    }
}

/* What was not checked is not clean. */
static void
test_unchecked (Fixture       *f,
                gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  sight.scores[VIDIMUS_ALARM_GLARE] = -1;
  g_assert_cmpint (see (f, sight, 3 * SECOND), ==, VIDIMUS_HINT_WAIT);
  g_assert_false (vidimus_coach_rules_is_ready (&f->rules));
}

/* What better holding can't mend holds nothing up. */
static void
test_not_ours (Fixture       *f,
               gconstpointer  data)
{
  VidimusCoachSight sight = good_sight ();

  sight.scores[VIDIMUS_ALARM_COPY] = sight.scores[VIDIMUS_ALARM_REPRODUCE] = 99;
  g_assert_cmpint (see (f, sight, 2 * SECOND), ==, VIDIMUS_HINT_GOOD);
}

/* Every thing that is wrong makes a frame worse than a good one. */
static void
test_rate (Fixture       *f,
           gconstpointer  data)
{
  VidimusCoachSight good = good_sight (), unsure = good_sight (), unchecked = good_sight ();
  double best = vidimus_coach_sight_rate (&good);

  g_assert_cmpfloat (best, >, 0.5);
  g_assert_cmpfloat (best, <=, 1.0);
  for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      VidimusCoachSight sight = good_sight ();

      spoilers[i].spoil (&sight);
      g_assert_cmpfloat (vidimus_coach_sight_rate (&sight), <, 0.9 * best);
      g_assert_cmpfloat (vidimus_coach_sight_rate (&sight), >=, 0.0);
    }
  unsure.confidence = 0.6;
  g_assert_cmpfloat (vidimus_coach_sight_rate (&unsure), <, best);
  unchecked.scores[VIDIMUS_ALARM_BLUR] = -1;
  g_assert_cmpfloat (vidimus_coach_sight_rate (&unchecked), <, best);
}

#define ADD(path, func) g_test_add ("/coach-rules/" path, Fixture, NULL, set_up, func, NULL)

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
  ADD ("outlier", test_outlier);
  ADD ("rare", test_rare);
  ADD ("flicker", test_flicker);
  ADD ("steady", test_steady);
  ADD ("tremble", test_tremble);
  ADD ("away", test_away);
  ADD ("ready", test_ready);
  ADD ("unchecked", test_unchecked);
  ADD ("not-ours", test_not_ours);
  ADD ("rate", test_rate);

  return g_test_run ();
}
