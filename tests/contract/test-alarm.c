#include "vidimus-alarm.h"

static void
test_names (void)
{
  for (VidimusAlarm i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      const char *key = vidimus_alarm_get_key (i);
      g_autofree char *score_field = g_strdup_printf ("%s_score", key);
      g_autofree char *result_field = g_strdup_printf ("detect_%s_result", key);
      VidimusAlarm found;

      g_assert_cmpstr (vidimus_alarm_get_score_field (i), ==, score_field);
      g_assert_cmpstr (vidimus_alarm_get_result_field (i), ==, result_field);
      g_assert_cmpstr (vidimus_alarm_get_title (i), !=, "");
      g_assert_true (vidimus_alarm_from_key (key, &found));
      g_assert_cmpint (found, ==, i);
    }
}

static void
test_order (void)
{
  g_assert_cmpstr (vidimus_alarm_get_key (VIDIMUS_ALARM_BLUR), ==, "blur");
  g_assert_cmpstr (vidimus_alarm_get_key (VIDIMUS_ALARM_BLOCKING), ==, "blocking_within_border");
  g_assert_cmpstr (vidimus_alarm_get_key (VIDIMUS_ALARM_REPRODUCE), ==, "reproduce");
}

static void
test_unknown (void)
{
  g_assert_false (vidimus_alarm_from_key ("Blur", NULL));
  g_assert_false (vidimus_alarm_from_key ("", NULL));
  g_assert_false (vidimus_alarm_from_key (NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/alarm/names", test_names);
  g_test_add_func ("/alarm/order", test_order);
  g_test_add_func ("/alarm/unknown", test_unknown);

  return g_test_run ();
}
