/* When something else is said, and when a picture is taken, over frames that are made up: no clock, no service. */
#include "vidimus-coach-rules-test.h"

#include <string.h>

/* One frame in which the document was missed changes no word, and takes nothing back. */
static void
test_outlier (CoachFixture  *f,
              gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight (), missed = coach_good_sight ();
  double progress;

  missed.located = FALSE;
  coach_see (f, sight, COACH_SECOND);
  progress = vidimus_coach_rules_progress (&f->rules);
  g_assert_cmpint (coach_see (f, missed, 1), ==, VIDIMUS_HINT_GOOD);
  g_assert_false (vidimus_coach_rules_is_ready (&f->rules));
  g_assert_cmpint (coach_see (f, sight, 1), ==, VIDIMUS_HINT_GOOD);
  g_assert_cmpfloat (vidimus_coach_rules_progress (&f->rules), >=, progress);
  g_assert_cmpint (coach_see (f, missed, 2), ==, VIDIMUS_HINT_SHOW);
}

/* Where frames are rare each of them counts; but more than one must be clean, however long that takes. */
static void
test_rare (CoachFixture  *f,
           gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  for (int round = 0; round < 2; round++) /* those before it was lost do not count */
    {
      sight.located = TRUE;
      for (int i = 0; i < 4; i++)
        {
          f->time += 700 * 1000;
          coach_see (f, sight, 1);
          g_assert_cmpint (vidimus_coach_rules_is_ready (&f->rules), ==, i == 3);
        }
      g_assert_cmpint (f->rules.hint, ==, VIDIMUS_HINT_GOOD);
      sight.located = FALSE;
      f->time += 700 * 1000;
      g_assert_cmpint (coach_see (f, sight, 1), ==, VIDIMUS_HINT_SHOW);
    }
}

/* Whatever is seen, every line stays long enough to be read. */
static void
test_flicker (CoachFixture  *f,
              gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);
  VidimusHint shown = VIDIMUS_HINT_WAIT;
  gint64 since = 0;
  guint n_changes = 0;

  for (int i = 0; i < 60 * COACH_SECOND; i++)
    {
      VidimusCoachSight sight = coach_good_sight ();
      VidimusHint hint;

      for (gsize k = 0; k < COACH_N_SPOILERS; k++)
        if (g_rand_double (random) < 0.05)
          coach_spoilers[k].spoil (&sight);
      hint = coach_see (f, sight, 1);
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
test_steady (CoachFixture  *f,
             gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();
  gint64 stopped;

  move (&sight.quad, -100);
  for (int i = 0; i < COACH_SECOND; i++)
    {
      move (&sight.quad, 8);
      g_assert_cmpint (coach_see (f, sight, 1), ==, VIDIMUS_HINT_STILL);
    }
  stopped = f->time;
  while (coach_see (f, sight, 1) == VIDIMUS_HINT_STILL)
    g_assert_cmpint (f->time - stopped, <, G_USEC_PER_SEC);
  g_assert_cmpint (f->rules.hint, ==, VIDIMUS_HINT_GOOD);
  g_assert_cmpint (f->time - stopped, >=, 250 * 1000);

  for (int i = 0; i < COACH_SECOND; i++)
    {
      VidimusPoint first = sight.quad.corners[0];

      move (&sight.quad, i % 2 == 0 ? 3 : -3);
      first = sight.quad.corners[0];
      memmove (sight.quad.corners, sight.quad.corners + 1, 3 * sizeof first);
      sight.quad.corners[3] = first;
      g_assert_cmpint (coach_see (f, sight, 1), ==, VIDIMUS_HINT_GOOD);
    }
}

/* Hands tremble: what would be motion before all is well is none after. */
static void
test_tremble (CoachFixture  *f,
              gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  for (int round = 0; round < 2; round++)
    {
      for (int i = 0; i < 2 * COACH_SECOND; i++)
        {
          move (&sight.quad, i % 2 == 0 ? 20 : -20); /* of a diagonal of 1064 */
          g_assert_cmpint (coach_see (f, sight, 1), ==, round == 0 ? VIDIMUS_HINT_STILL : VIDIMUS_HINT_GOOD);
        }
      g_assert_cmpint (coach_see (f, sight, 2 * COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
    }
}

/* It is seen anew after it was away: where it lay before says nothing. */
static void
test_away (CoachFixture  *f,
           gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight ();

  g_assert_cmpint (coach_see (f, sight, COACH_SECOND), ==, VIDIMUS_HINT_GOOD);
  f->time += 10 * G_USEC_PER_SEC;
  g_assert_cmpint (coach_see (f, sight, 1), ==, VIDIMUS_HINT_STILL);
}

/* Auto-shot waits for GOOD to last, and begins anew when it was lost. */
static void
test_ready (CoachFixture  *f,
            gconstpointer  data)
{
  VidimusCoachSight sight = coach_good_sight (), blurred = coach_good_sight ();
  double last = 0.0;
  gint64 good;

  blurred.scores[VIDIMUS_ALARM_BLUR] = COACH_CUT + 1;
  for (int round = 0; round < 2; round++)
    {
      while (coach_see (f, sight, 1) != VIDIMUS_HINT_GOOD)
        g_assert_cmpfloat (vidimus_coach_rules_progress (&f->rules), ==, 0.0);
      good = f->time;
      for (last = 0.0; !vidimus_coach_rules_is_ready (&f->rules); coach_see (f, sight, 1))
        {
          g_assert_cmpint (f->time - good, <, 600 * 1000);
          g_assert_cmpfloat (vidimus_coach_rules_progress (&f->rules), >=, last);
          last = vidimus_coach_rules_progress (&f->rules);
        }
      g_assert_cmpint (f->time - good, >=, 600 * 1000);
      g_assert_cmpfloat (last, >, 0.5);
      g_assert_cmpint (coach_see (f, blurred, 2), ==, VIDIMUS_HINT_STILL);
      g_assert_false (vidimus_coach_rules_is_ready (&f->rules));
    }
}

#define ADD(path, func) g_test_add ("/coach-timing/" path, CoachFixture, NULL, coach_set_up, func, NULL)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("outlier", test_outlier);
  ADD ("rare", test_rare);
  ADD ("flicker", test_flicker);
  ADD ("steady", test_steady);
  ADD ("tremble", test_tremble);
  ADD ("away", test_away);
  ADD ("ready", test_ready);

  return g_test_run ();
}
