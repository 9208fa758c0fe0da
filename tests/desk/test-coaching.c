#include "vidimus-coaching.h"

#include <string.h>

static VidimusResult *
result_with (VidimusAlarm alarm,
             int          score)
{
  VidimusResult *result = vidimus_result_new ();

  vidimus_result_set_type_code (result, "passport");
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    vidimus_result_set_alarm (result, i, FALSE, 5);
  vidimus_result_set_alarm (result, alarm, score > 50, score);

  return result;
}

/* Every alarm has its own words, whole sentences, and none that promise too much. */
static void
test_words (void)
{
  static const char *const never[] = { "genuine", "fake", "pass ", "valid" };

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      const char *texts[] = { vidimus_coaching_get_meaning (i), vidimus_coaching_get_remedy (i) };

      for (int k = 0; k < 2; k++)
        {
          g_assert_true (g_ascii_isupper (texts[k][0]));
          g_assert_true (g_str_has_suffix (texts[k], "."));
          for (gsize n = 0; n < G_N_ELEMENTS (never); n++)
            g_assert_null (strstr (texts[k], never[n]));
          for (int j = 0; j < i; j++)
            g_assert_cmpstr (texts[k], !=, k == 0 ? vidimus_coaching_get_meaning (j) : vidimus_coaching_get_remedy (j));
        }
    }
}

static void
test_deciding (void)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  g_autoptr(VidimusResult) result = result_with (VIDIMUS_ALARM_GLARE, 91);
  g_autoptr(VidimusResult) milder = result_with (VIDIMUS_ALARM_BLUR, 64);
  VidimusVerdict verdict = vidimus_policy_judge (policy, result);
  VidimusVerdict milder_verdict = vidimus_policy_judge (policy, milder);
  g_autofree char *reason = vidimus_coaching_get_reason (&verdict, policy, result);
  g_autofree char *advice = vidimus_coaching_get_advice (&verdict, result, 0.0);
  g_autofree char *milder_reason = vidimus_coaching_get_reason (&milder_verdict, policy, milder);

  g_assert_cmpstr (reason, ==, "Glare 91, your limit is 80");
  g_assert_cmpstr (advice, ==, vidimus_coaching_get_remedy (VIDIMUS_ALARM_GLARE));
  g_assert_cmpstr (milder_reason, ==, "Blur 64, your limit is 50");
}

static void
assert_advice (VidimusResult *result,
               const char    *part)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  VidimusVerdict verdict = vidimus_policy_judge (policy, result);
  g_autofree char *reason = vidimus_coaching_get_reason (&verdict, policy, result);
  g_autofree char *advice = vidimus_coaching_get_advice (&verdict, result, 0.0);

  g_assert_null (reason);
  if (strstr (advice, part) == NULL)
    g_error ("“%s” does not say “%s”", advice, part);
}

static void
test_without_alarm (void)
{
  g_autoptr(VidimusResult) clear = result_with (VIDIMUS_ALARM_BLUR, 50);
  g_autoptr(VidimusResult) none = vidimus_result_new ();
  g_autoptr(VidimusResult) partly = vidimus_result_new ();
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  VidimusVerdict verdict = vidimus_policy_judge (policy, clear);
  g_autofree char *coarse = NULL;

  assert_advice (clear, "yours to judge");
  vidimus_result_set_confidence (clear, 0.2);
  assert_advice (clear, "outline is uncertain");
  vidimus_result_set_confidence (clear, 0.9);
  vidimus_result_set_type_code (clear, NULL);
  assert_advice (clear, "none of the nine");

  coarse = vidimus_coaching_get_advice (&verdict, clear, 4.9);
  g_assert_nonnull (strstr (coarse, "too coarse"));

  assert_advice (none, "not asked for");
  assert_advice (NULL, "not asked for");

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (i != VIDIMUS_ALARM_GLARE && i != VIDIMUS_ALARM_REPRODUCE)
      vidimus_result_set_alarm (partly, i, FALSE, 0);
  assert_advice (partly, "Glare, Re-photographed");
}

/* What a picture of a screen can't show is said of it, and of nothing that a camera took. */
static void
test_caution (void)
{
  g_autofree char *screen = vidimus_coaching_get_caution (VIDIMUS_ORIGIN_SCREEN);
  g_autofree char *paste = vidimus_coaching_get_caution (VIDIMUS_ORIGIN_PASTE);

  g_assert_nonnull (strstr (screen, "not of the document. It can’t show what “Re-photographed” looks for"));
  g_assert_nonnull (strstr (paste, "a low score of “Re-photographed” tells you nothing"));
  g_assert_null (vidimus_coaching_get_caution (VIDIMUS_ORIGIN_FILE));
  g_assert_null (vidimus_coaching_get_caution (VIDIMUS_ORIGIN_ADDRESS));
  g_assert_null (vidimus_coaching_get_caution (VIDIMUS_ORIGIN_CAMERA));
  g_assert_null (vidimus_coaching_get_caution (VIDIMUS_ORIGIN_SCANNER));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/coaching/words", test_words);
  g_test_add_func ("/coaching/deciding", test_deciding);
  g_test_add_func ("/coaching/without-alarm", test_without_alarm);
  g_test_add_func ("/coaching/caution", test_caution);

  return g_test_run ();
}
