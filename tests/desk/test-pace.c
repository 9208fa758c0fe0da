#include "vidimus-pace-private.h"

/* As many as there is room for begin; returns how many. */
static guint
fill (VidimusPace *pace,
      guint       *rounds)
{
  guint n = 0;

  while (vidimus_pace_has_room (pace))
    rounds[n++] = vidimus_pace_begin (pace);

  return n;
}

static void
test_slow_down (void)
{
  g_autoptr(VidimusPace) pace = vidimus_pace_new (8);
  guint rounds[8];

  g_assert_cmpuint (fill (pace, rounds), ==, 8);
  g_assert_false (vidimus_pace_has_room (pace));

  /* eight of one round are refused: that is one piece of news */
  for (int i = 0; i < 8; i++)
    vidimus_pace_slow_down (pace, &rounds[i]);
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 4);

  /* their next attempts are refused too */
  for (int i = 0; i < 8; i++)
    vidimus_pace_slow_down (pace, &rounds[i]);
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 2);

  vidimus_pace_slow_down (pace, &rounds[3]);
  vidimus_pace_slow_down (pace, &rounds[3]);
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 1); /* never none */

  for (int i = 0; i < 7; i++)
    vidimus_pace_end (pace, FALSE);
  g_assert_false (vidimus_pace_has_room (pace));
  vidimus_pace_end (pace, FALSE);
  g_assert_true (vidimus_pace_has_room (pace));
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 1);
}

static void
test_speed_up (void)
{
  g_autoptr(VidimusPace) pace = vidimus_pace_new (4);
  guint rounds[8];

  g_assert_cmpuint (fill (pace, rounds), ==, 4);
  vidimus_pace_slow_down (pace, &rounds[0]);
  vidimus_pace_slow_down (pace, &rounds[0]);
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 1);
  for (int i = 0; i < 4; i++)
    vidimus_pace_end (pace, FALSE); /* a call that failed otherwise says nothing */
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 1);

  /* a round of answers, one more place, up to the most */
  for (guint limit = 1; limit < 4; limit++)
    for (guint i = 0; i < limit; i++)
      {
        g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, limit);
        while (vidimus_pace_has_room (pace))
          vidimus_pace_begin (pace);
        vidimus_pace_end (pace, TRUE);
      }
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 4);
  for (int i = 0; i < 16; i++)
    {
      while (vidimus_pace_has_room (pace))
        vidimus_pace_begin (pace);
      vidimus_pace_end (pace, TRUE);
    }
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 4);
}

/* Places that nobody needs prove nothing. */
static void
test_unused (void)
{
  g_autoptr(VidimusPace) pace = vidimus_pace_new (8);
  guint round = vidimus_pace_begin (pace);

  vidimus_pace_slow_down (pace, &round);
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 4);
  vidimus_pace_end (pace, TRUE);
  for (int i = 0; i < 50; i++)
    {
      vidimus_pace_begin (pace);
      vidimus_pace_end (pace, TRUE);
    }
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 4);
}

static void
test_ceiling (void)
{
  g_autoptr(VidimusPace) pace = vidimus_pace_new (0);
  guint round;

  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 1);
  vidimus_pace_set_ceiling (pace, 6);
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 6);
  round = vidimus_pace_begin (pace);
  vidimus_pace_slow_down (pace, &round);
  vidimus_pace_set_ceiling (pace, 8); /* what was learned stays */
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 3);
  vidimus_pace_set_ceiling (pace, 2);
  g_assert_cmpuint (vidimus_pace_get_limit (pace), ==, 2);
  vidimus_pace_end (pace, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/pace/slow-down", test_slow_down);
  g_test_add_func ("/pace/speed-up", test_speed_up);
  g_test_add_func ("/pace/unused", test_unused);
  g_test_add_func ("/pace/ceiling", test_ceiling);

  return g_test_run ();
}
