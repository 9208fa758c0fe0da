#include "vidimus-policy.h"

#include <string.h>

static VidimusResult *
result_with (const char *type,
             int         scores[VIDIMUS_N_ALARMS]) /* −1: none */
{
  VidimusResult *result = vidimus_result_new ();

  vidimus_result_set_type_code (result, type);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (scores[i] >= 0)
      vidimus_result_set_alarm (result, i, scores[i] > 50, scores[i]);

  return result;
}

static VidimusVerdict
judge (VidimusPolicy *policy,
       const char    *type,
       int            scores[VIDIMUS_N_ALARMS])
{
  g_autoptr(VidimusResult) result = result_with (type, scores);

  return vidimus_policy_judge (policy, result);
}

static VidimusPolicy *
policy_from (const char *json)
{
  g_autoptr(GError) error = NULL;
  VidimusPolicy *policy = vidimus_policy_new_from_json (json, -1, &error);

  g_assert_no_error (error);

  return policy;
}

static void
test_cuts (void)
{
  static const struct
  {
    int                score;
    VidimusVerdictKind kind;
  } cases[] = {
    { 0, VIDIMUS_VERDICT_CLEAR },   { 49, VIDIMUS_VERDICT_CLEAR },  { 50, VIDIMUS_VERDICT_CLEAR },
    { 51, VIDIMUS_VERDICT_REVIEW }, { 79, VIDIMUS_VERDICT_REVIEW }, { 80, VIDIMUS_VERDICT_REVIEW },
    { 81, VIDIMUS_VERDICT_REJECT }, { 99, VIDIMUS_VERDICT_REJECT },
  };
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int alarm = 0; alarm < VIDIMUS_N_ALARMS; alarm++)
      {
        int scores[VIDIMUS_N_ALARMS] = { 0 };
        VidimusVerdict verdict;

        scores[alarm] = cases[i].score;
        verdict = judge (policy, "passport", scores);
        g_assert_cmpint (verdict.kind, ==, cases[i].kind);
        g_assert_cmpint (verdict.alarms[alarm], ==, cases[i].kind);
        g_assert_cmpint (verdict.deciding, ==, cases[i].kind >= VIDIMUS_VERDICT_REVIEW ? alarm : -1);
      }
}

static void
test_missing_scores (void)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  int none[] = { -1, -1, -1, -1, -1, -1, -1 };
  int one_missing[] = { 3, 3, -1, 3, 3, 3, 3 };
  int missing_and_raised[] = { 3, 60, -1, 3, 3, 3, 3 };
  VidimusVerdict verdict = vidimus_policy_judge (policy, NULL);

  g_assert_cmpint (verdict.kind, ==, VIDIMUS_VERDICT_NOT_CHECKED);
  g_assert_cmpint (verdict.deciding, ==, -1);

  g_assert_cmpint (judge (policy, NULL, none).kind, ==, VIDIMUS_VERDICT_NOT_CHECKED);

  verdict = judge (policy, NULL, one_missing);
  g_assert_cmpint (verdict.kind, ==, VIDIMUS_VERDICT_NOT_CHECKED);
  g_assert_cmpint (verdict.alarms[2], ==, VIDIMUS_VERDICT_NOT_CHECKED);
  g_assert_cmpint (verdict.alarms[3], ==, VIDIMUS_VERDICT_CLEAR);

  verdict = judge (policy, NULL, missing_and_raised);
  g_assert_cmpint (verdict.kind, ==, VIDIMUS_VERDICT_REVIEW);
  g_assert_cmpint (verdict.deciding, ==, VIDIMUS_ALARM_GLARE);
}

/* Evidence and policy are kept apart: a raised flag does not raise the verdict, a lowered one does not lower it. */
static void
test_flag_disagrees (void)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  g_autoptr(VidimusResult) result = vidimus_result_new ();

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    vidimus_result_set_alarm (result, i, TRUE, 10);
  g_assert_cmpint (vidimus_policy_judge (policy, result).kind, ==, VIDIMUS_VERDICT_CLEAR);

  vidimus_result_set_alarm (result, VIDIMUS_ALARM_COPY, FALSE, 90);
  g_assert_cmpint (vidimus_policy_judge (policy, result).kind, ==, VIDIMUS_VERDICT_REJECT);
}

static void
test_deciding (void)
{
  g_autoptr(VidimusPolicy) policy = policy_from (
    "{\"vidimus_policy\": 1, \"name\": \"x\", \"version\": 1, \"alarms\": {\"blur\": {\"review\": 10, \"reject\": 20}}}");
  int strictest[] = { 30, 70, 0, 0, 0, 0, 0 };
  int highest[] = { 30, 84, 0, 91, 0, 0, 0 };
  int tie[] = { 0, 0, 60, 60, 0, 0, 0 };

  /* blur 30 is over its own reject cut; glare 70 is only for review */
  g_assert_cmpint (judge (policy, NULL, strictest).kind, ==, VIDIMUS_VERDICT_REJECT);
  g_assert_cmpint (judge (policy, NULL, strictest).deciding, ==, VIDIMUS_ALARM_BLUR);
  g_assert_cmpint (judge (policy, NULL, highest).deciding, ==, VIDIMUS_ALARM_LIGHTING);
  g_assert_cmpint (judge (policy, NULL, tie).deciding, ==, VIDIMUS_ALARM_BLOCKING);
}

static void
test_types (void)
{
  g_autoptr(VidimusPolicy) policy = policy_from (
    "{\"vidimus_policy\": 1, \"name\": \"Counter 3\", \"version\": 7, \"minimum_confidence\": 0.7,"
    " \"types\": {\"passport\": {\"glare\": {\"review\": 20, \"reject\": 30}}, \"future_card\": {\"blur\": {\"reject\": 60}}},"
    " \"alarms\": {\"glare\": {\"review\": 60}, \"blur\": {\"review\": 55, \"reject\": 90}}}");
  int scores[] = { 0, 40, 0, 0, 0, 0, 0 };
  int review, reject;

  g_assert_cmpstr (vidimus_policy_get_name (policy), ==, "Counter 3");
  g_assert_cmpuint (vidimus_policy_get_version (policy), ==, 7);
  g_assert_cmpfloat (vidimus_policy_get_min_confidence (policy), ==, 0.7);
  g_assert_cmpint (judge (policy, "passport", scores).kind, ==, VIDIMUS_VERDICT_REJECT);
  g_assert_cmpint (judge (policy, "id_card", scores).kind, ==, VIDIMUS_VERDICT_CLEAR);
  g_assert_cmpint (judge (policy, NULL, scores).kind, ==, VIDIMUS_VERDICT_CLEAR);

  /* what a type does not say, it has from all */
  vidimus_policy_get_cuts (policy, VIDIMUS_ALARM_GLARE, "id_card", &review, &reject);
  g_assert_cmpint (review, ==, 60);
  g_assert_cmpint (reject, ==, 80);
  vidimus_policy_get_cuts (policy, VIDIMUS_ALARM_BLUR, "future_card", &review, &reject);
  g_assert_cmpint (review, ==, 55);
  g_assert_cmpint (reject, ==, 60);
  vidimus_policy_get_cuts (policy, VIDIMUS_ALARM_BLUR, "passport", &review, NULL);
  g_assert_cmpint (review, ==, 55);
}

static void
test_confidence (void)
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();
  g_autoptr(VidimusResult) result = vidimus_result_new ();

  g_assert_false (vidimus_policy_judge (policy, result).low_confidence);
  vidimus_result_set_confidence (result, 0.49);
  g_assert_true (vidimus_policy_judge (policy, result).low_confidence);
  vidimus_result_set_confidence (result, 0.5);
  g_assert_false (vidimus_policy_judge (policy, result).low_confidence);
}

static void
test_round_trip (void)
{
  g_autoptr(VidimusPolicy) policy = policy_from (
    "{\"$schema\": \"x\", \"vidimus_policy\": 1, \"name\": \"Ä “x”\", \"version\": 3, \"minimum_confidence\": 0.25,"
    " \"alarms\": {\"copy\": {\"review\": 0, \"reject\": 99}},"
    " \"types\": {\"passport\": {\"copy\": {\"review\": 5}}, \"id_card\": {}}}");
  g_autofree char *json = vidimus_policy_to_json (policy);
  g_autoptr(VidimusPolicy) again = policy_from (json);
  g_autofree char *json_again = vidimus_policy_to_json (again);
  int review, reject;

  g_assert_cmpstr (json, ==, json_again);
  g_assert_nonnull (strstr (json, "\"minimum_confidence\": 0.25"));
  vidimus_policy_get_cuts (again, VIDIMUS_ALARM_COPY, "passport", &review, &reject);
  g_assert_cmpint (review, ==, 5);
  g_assert_cmpint (reject, ==, 99);
  vidimus_policy_get_cuts (again, VIDIMUS_ALARM_BLUR, NULL, &review, &reject);
  g_assert_cmpint (review, ==, 50);
  g_assert_cmpint (reject, ==, 80);
}

static void
test_malformed (void)
{
#define HEAD "{\"vidimus_policy\": 1, \"name\": \"x\", \"version\": 1"
  static const struct
  {
    const char *json;
    const char *named;
  } cases[] = {
    { "", "not a policy" },
    { "[]", "not a policy" },
    { "{\"vidimus_policy\": 1, \"name\": \"x\",", "not a policy" },
    { "{}", "“vidimus_policy”" },
    { "{\"vidimus_policy\": 2, \"name\": \"x\", \"version\": 1}", "“vidimus_policy”" },
    { "{\"vidimus_policy\": 1, \"version\": 1}", "“name”" },
    { "{\"vidimus_policy\": 1, \"name\": 5, \"version\": 1}", "“name”" },
    { "{\"vidimus_policy\": 1, \"name\": \"\", \"version\": 1}", "“name”" },
    { "{\"vidimus_policy\": 1, \"name\": \"x\"}", "“version”" },
    { "{\"vidimus_policy\": 1, \"name\": \"x\", \"version\": 1.5}", "“version”" },
    { "{\"vidimus_policy\": 1, \"name\": \"x\", \"version\": -1}", "“version”" },
    { HEAD ", \"alarm\": {}}", "“alarm”" },
    { HEAD ", \"minimum_confidence\": 1.01}", "“minimum_confidence”" },
    { HEAD ", \"minimum_confidence\": \"0.5\"}", "“minimum_confidence”" },
    { HEAD ", \"alarms\": []}", "“alarms”" },
    { HEAD ", \"alarms\": {\"glair\": {}}}", "“alarms.glair”" },
    { HEAD ", \"alarms\": {\"glare\": 50}}", "“alarms.glare”" },
    { HEAD ", \"alarms\": {\"glare\": {\"cut\": 50}}}", "“alarms.glare.cut”" },
    { HEAD ", \"alarms\": {\"glare\": {\"review\": \"50\"}}}", "“alarms.glare.review”" },
    { HEAD ", \"alarms\": {\"glare\": {\"review\": null}}}", "“alarms.glare.review”" },
    { HEAD ", \"alarms\": {\"glare\": {\"reject\": 100}}}", "“alarms.glare.reject”" },
    { HEAD ", \"alarms\": {\"glare\": {\"review\": -1}}}", "“alarms.glare.review”" },
    { HEAD ", \"alarms\": {\"glare\": {\"review\": 81}}}", "“alarms.glare”" },
    { HEAD ", \"types\": 1}", "“types”" },
    { HEAD ", \"types\": {\"passport\": {\"blur\": {\"review\": 5.5}}}}", "“types.passport.blur.review”" },
    { HEAD ", \"types\": {\"passport\": {\"blur\": {\"reject\": 5}}}}", "“types.passport.blur”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vidimus_policy_new_from_json (cases[i].json, -1, &error));
      g_assert_error (error, VIDIMUS_POLICY_ERROR, VIDIMUS_POLICY_ERROR_MALFORMED);
      if (strstr (error->message, cases[i].named) == NULL)
        g_error ("%s: “%s” does not name %s", cases[i].json, error->message, cases[i].named);
    }
}

/* The schema and the code know the same fields. */
static void
test_schema (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_DATA"), "policy.schema.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonObject *definitions, *alarms;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  definitions = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "$defs");
  alarms = json_object_get_object_member (json_object_get_object_member (definitions, "alarms"), "properties");
  g_assert_cmpuint (json_object_get_size (alarms), ==, VIDIMUS_N_ALARMS);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    g_assert_true (json_object_has_member (alarms, vidimus_alarm_get_key (i)));
}

static void
test_words (void)
{
  g_assert_cmpstr (vidimus_verdict_kind_get_key (VIDIMUS_VERDICT_NOT_CHECKED), ==, "not_checked");
  g_assert_cmpstr (vidimus_verdict_kind_get_key (VIDIMUS_VERDICT_REJECT), ==, "reject");
  g_assert_cmpstr (vidimus_verdict_kind_get_title (VIDIMUS_VERDICT_CLEAR), ==, "No alarm");
  g_assert_cmpstr (vidimus_verdict_kind_get_title (VIDIMUS_VERDICT_REVIEW), ==, "Look closer");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/policy/cuts", test_cuts);
  g_test_add_func ("/policy/missing-scores", test_missing_scores);
  g_test_add_func ("/policy/flag-disagrees", test_flag_disagrees);
  g_test_add_func ("/policy/deciding", test_deciding);
  g_test_add_func ("/policy/types", test_types);
  g_test_add_func ("/policy/confidence", test_confidence);
  g_test_add_func ("/policy/round-trip", test_round_trip);
  g_test_add_func ("/policy/malformed", test_malformed);
  g_test_add_func ("/policy/schema", test_schema);
  g_test_add_func ("/policy/words", test_words);

  return g_test_run ();
}
