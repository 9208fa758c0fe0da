#include "vidimus-result.h"
#include "vidimus-error.h"

#include <math.h>
#include <string.h>

#define TWENTY "twenty characters..."

/* The example of the API page, as it comes back from us: the same bytes but for the spaces. */
static const char example[] =
  "{\"result\":{\"type\":\"id_card\",\"location\":[[275,125],[860,165],[916,634],[255,633]],\"confidence\":0.979,"
  "\"alarm_result\":{\"detect_blur_result\":true,\"detect_glare_result\":false,"
  "\"detect_blocking_within_border_result\":false,\"detect_insufficient_lighting_result\":false,"
  "\"detect_copy_result\":false,\"detect_border_integrity_result\":false,\"detect_reproduce_result\":false},"
  "\"alarm_confidence\":{\"blur_score\":98,\"glare_score\":0,\"blocking_within_border_score\":0,"
  "\"insufficient_lighting_score\":0,\"copy_score\":0,\"border_integrity_score\":0,\"reproduce_score\":0}}}";

static void
test_example (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) result = vidimus_result_new_from_json (example, -1, &error);
  g_autofree char *json = NULL;
  double confidence;
  VidimusQuad quad;
  gboolean raised;
  int score;

  g_assert_no_error (error);
  g_assert_cmpstr (vidimus_result_get_type_code (result), ==, "id_card");
  g_assert_true (vidimus_result_get_location (result, &quad));
  g_assert_cmpfloat (quad.corners[2].x, ==, 916);
  g_assert_cmpfloat (quad.corners[2].y, ==, 634);
  g_assert_true (vidimus_result_get_confidence (result, &confidence));
  g_assert_cmpfloat (confidence, ==, 0.979);
  g_assert_true (vidimus_result_get_flag (result, VIDIMUS_ALARM_BLUR, &raised));
  g_assert_true (raised);
  g_assert_true (vidimus_result_get_score (result, VIDIMUS_ALARM_BLUR, &score));
  g_assert_cmpint (score, ==, 98);
  g_assert_true (vidimus_result_get_flag (result, VIDIMUS_ALARM_REPRODUCE, &raised));
  g_assert_false (raised);
  g_assert_true (vidimus_result_get_score (result, VIDIMUS_ALARM_REPRODUCE, &score));
  g_assert_cmpint (score, ==, 0);

  json = vidimus_result_to_json (result);
  g_assert_cmpstr (json, ==, example);
}

static void
test_made (void)
{
  g_autoptr(VidimusResult) result = vidimus_result_new ();
  static const VidimusQuad quad = { { { 0.4, -0.6 }, { 99.5, 0 }, { 99.4, 50 }, { 0, 49.6 } } };
  g_autofree char *json = NULL;

  vidimus_result_set_type_code (result, "passport");
  vidimus_result_set_location (result, &quad);
  vidimus_result_set_confidence (result, 1.0);
  vidimus_result_set_alarm (result, VIDIMUS_ALARM_COPY, TRUE, 99);
  json = vidimus_result_to_json (result);
  g_assert_cmpstr (json, ==, "{\"result\":{\"type\":\"passport\",\"location\":[[0,-1],[100,0],[99,50],[0,50]],"
                             "\"confidence\":1.0,\"alarm_result\":{\"detect_copy_result\":true},"
                             "\"alarm_confidence\":{\"copy_score\":99}}}");
}

/* Every field can lack, one by one and all at once. */
static void
test_absent (void)
{
  static const char * const bodies[] = {
    "{\"result\":{}}",
    "{\"result\":{\"type\":null,\"location\":null,\"confidence\":null}}",
    "{\"result\":{\"alarm_result\":null,\"alarm_confidence\":null}}",
    "{\"result\":{\"location\":[],\"alarm_result\":{},\"alarm_confidence\":{\"blur_score\":null}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VidimusResult) result = vidimus_result_new_from_json (bodies[i], -1, &error);
      g_autofree char *json = NULL;
      VidimusQuad quad;
      double number;
      int value;

      g_assert_no_error (error);
      g_assert_null (vidimus_result_get_type_code (result));
      g_assert_false (vidimus_result_get_location (result, &quad));
      g_assert_false (vidimus_result_get_confidence (result, &number));
      for (VidimusAlarm a = 0; a < VIDIMUS_N_ALARMS; a++)
        {
          g_assert_false (vidimus_result_get_flag (result, a, &value));
          g_assert_false (vidimus_result_get_score (result, a, &value));
        }
      json = vidimus_result_to_json (result);
      g_assert_cmpstr (json, ==, "{\"result\":{}}");
    }
}

static void
test_unknown_survives (void)
{
  static const char body[] =
    "{\"result\":{\"type\":\"library_card\",\"alarm_result\":{\"detect_copy_result\":true,\"detect_new_result\":1},"
    "\"alarm_confidence\":{\"new_score\":200},\"explain\":{\"a\":[1,null,\"x\"]},\"later\":0.5},\"trace\":\"t\"}";
  static const VidimusTransform same = { 1, 0, 0, 0, 1, 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) result = vidimus_result_new_from_json (body, -1, &error);
  g_autoptr(VidimusResult) copy = NULL;
  g_autofree char *json = NULL;
  g_autofree char *copied = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (vidimus_result_get_type_code (result), ==, "library_card");
  g_assert_true (JSON_NODE_HOLDS_OBJECT (vidimus_result_get_extra (result, "explain")));
  g_assert_null (vidimus_result_get_extra (result, "type"));

  json = vidimus_result_to_json (result);
  g_assert_cmpstr (json, ==, body);

  copy = vidimus_result_transformed (result, &same);
  g_clear_object (&result);
  copied = vidimus_result_to_json (copy);
  g_assert_cmpstr (copied, ==, body);
}

static void
test_numbers (void)
{
  static const char body[] = "{\"result\":{\"location\":[[1.5,2e1],[3,-4],[5.0,6],[7,8]],\"confidence\":1,"
                             "\"alarm_confidence\":{\"blur_score\":98.0}}}";
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) result = vidimus_result_new_from_json (body, -1, &error);
  double confidence;
  VidimusQuad quad;
  int score;

  g_assert_no_error (error);
  g_assert_true (vidimus_result_get_location (result, &quad));
  g_assert_cmpfloat (quad.corners[0].x, ==, 1.5);
  g_assert_cmpfloat (quad.corners[0].y, ==, 20);
  g_assert_true (vidimus_result_get_confidence (result, &confidence));
  g_assert_cmpfloat (confidence, ==, 1.0);
  g_assert_true (vidimus_result_get_score (result, VIDIMUS_ALARM_BLUR, &score));
  g_assert_cmpint (score, ==, 98);
}

typedef struct
{
  const char *name;
  const char *result; /* what stands below "result" */
  const char *field;  /* what the message names */
} Case;

static const Case cases[] = {
  { "result-null", "null", "“result”" },
  { "result-list", "[]", "“result”" },
  { "type-number", "{\"type\":7}", "“type”" },
  { "type-long", "{\"type\":\"" TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY "\"}", "“type”" },
  { "type-list", "{\"type\":[\"passport\"]}", "“type”" },
  { "location-text", "{\"location\":\"no\"}", "“location”" },
  { "location-three", "{\"location\":[[1,2],[3,4],[5,6]]}", "“location”" },
  { "location-five", "{\"location\":[[1,2],[3,4],[5,6],[7,8],[9,10]]}", "“location”" },
  { "corner-number", "{\"location\":[[1,2],3,[5,6],[7,8]]}", "“location[1]”" },
  { "corner-triple", "{\"location\":[[1,2],[3,4],[5,6,7],[7,8]]}", "“location[2]”" },
  { "corner-text", "{\"location\":[[1,2],[3,4],[5,6],[\"7\",8]]}", "“location[3]”" },
  { "corner-far", "{\"location\":[[1,2],[3,4],[5,6],[7,1e9]]}", "“location[3]”" },
  { "corner-endless", "{\"location\":[[1e999,2],[3,4],[5,6],[7,8]]}", "“location[0]”" },
  { "confidence-text", "{\"confidence\":\"0.9\"}", "“confidence”" },
  { "confidence-flag", "{\"confidence\":true}", "“confidence”" },
  { "confidence-above", "{\"confidence\":1.01}", "“confidence”" },
  { "confidence-below", "{\"confidence\":-0.01}", "“confidence”" },
  { "confidence-endless", "{\"confidence\":1e999}", "“confidence”" },
  { "flags-list", "{\"alarm_result\":[]}", "“alarm_result”" },
  { "flag-number", "{\"alarm_result\":{\"detect_glare_result\":1}}", "“alarm_result.detect_glare_result”" },
  { "flag-text", "{\"alarm_result\":{\"detect_glare_result\":\"true\"}}", "“alarm_result.detect_glare_result”" },
  { "scores-number", "{\"alarm_confidence\":3}", "“alarm_confidence”" },
  { "score-text", "{\"alarm_confidence\":{\"copy_score\":\"3\"}}", "“alarm_confidence.copy_score”" },
  { "score-flag", "{\"alarm_confidence\":{\"copy_score\":true}}", "“alarm_confidence.copy_score”" },
  { "score-above", "{\"alarm_confidence\":{\"copy_score\":100}}", "“alarm_confidence.copy_score”" },
  { "score-below", "{\"alarm_confidence\":{\"copy_score\":-1}}", "“alarm_confidence.copy_score”" },
  { "score-huge", "{\"alarm_confidence\":{\"copy_score\":9223372036854775807}}", "“alarm_confidence.copy_score”" },
  { "score-part", "{\"alarm_confidence\":{\"copy_score\":50.5}}", "“alarm_confidence.copy_score”" },
};

static void
test_wrong (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *body = g_strdup_printf ("{\"result\":%s}", c->result);
  g_autoptr(GError) error = NULL;

  g_assert_null (vidimus_result_new_from_json (body, -1, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, c->field));
}

/* No prefix of an answer is an answer. */
static void
test_cut_off (void)
{
  for (gsize n = 0; n < strlen (example); n++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vidimus_result_new_from_json (example, n, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
    }
}

static void
test_no_result (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vidimus_result_new_from_json ("{\"error_code\":\"AIS.0101\"}", -1, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
  g_assert_nonnull (strstr (error->message, "“result”"));
}

static void
test_transformed (void)
{
  static const VidimusTransform twice = { 2, 0, 1, 0, 2, -1 };
  g_autoptr(VidimusResult) result = vidimus_result_new_from_json (example, -1, NULL);
  g_autoptr(VidimusResult) mapped = vidimus_result_transformed (result, &twice);
  VidimusQuad quad;
  int score;

  g_assert_true (vidimus_result_get_location (mapped, &quad));
  g_assert_cmpfloat (quad.corners[0].x, ==, 551);
  g_assert_cmpfloat (quad.corners[0].y, ==, 249);
  g_assert_true (vidimus_result_get_location (result, &quad));
  g_assert_cmpfloat (quad.corners[0].x, ==, 275);
  g_assert_true (vidimus_result_get_score (mapped, VIDIMUS_ALARM_BLUR, &score));
  g_assert_cmpint (score, ==, 98);
}

#define TRIANGLE "{\"polygon\":[[1,2],[31,2],[31,22]],\"kind\":\"glare\",\"value\":0.25}"
#define LATER "{\"polygon\":[[-4,0],[9,0],[9,9],[0,9.4]],\"kind\":\"ghost\",\"value\":3,\"later\":true}"

static const VidimusArea *
get_area (VidimusResult *result,
          VidimusAlarm   alarm,
          guint          i)
{
  GPtrArray *areas = vidimus_result_get_areas (result, alarm);

  g_assert_nonnull (areas);
  g_assert_cmpuint (i, <, areas->len);

  return g_ptr_array_index (areas, i);
}

/* What the service shows of an alarm is read, mapped and written; an empty list is not an absent one. */
static void
test_areas (void)
{
  static const VidimusTransform twice = { 2, 0, 1, 0, 2, -1 };
  static const char json[] = "{\"result\":{\"type\":\"x\",\"evidence\":{\"glare\":[" TRIANGLE "," LATER "],\"blur\":[]},"
                             "\"statistics\":{\"glare\":0.125,\"blur\":7}}}";
  g_autoptr(VidimusResult) result = vidimus_result_new_from_json (json, -1, NULL);
  g_autoptr(VidimusResult) mapped = vidimus_result_transformed (result, &twice);
  g_autoptr(VidimusResult) plain = vidimus_result_new_from_json (example, -1, NULL);
  g_autofree char *written = vidimus_result_to_json (result);
  double statistic;

  g_assert_true (vidimus_result_has_areas (mapped));
  g_assert_false (vidimus_result_has_areas (plain));
  g_assert_cmpuint (vidimus_result_get_areas (mapped, VIDIMUS_ALARM_GLARE)->len, ==, 2);
  g_assert_cmpuint (vidimus_result_get_areas (mapped, VIDIMUS_ALARM_BLUR)->len, ==, 0);
  g_assert_null (vidimus_result_get_areas (mapped, VIDIMUS_ALARM_COPY));
  g_assert_cmpstr (get_area (mapped, VIDIMUS_ALARM_GLARE, 0)->kind, ==, "glare");
  g_assert_cmpfloat (get_area (mapped, VIDIMUS_ALARM_GLARE, 0)->value, ==, 0.25);
  g_assert_cmpfloat (get_area (mapped, VIDIMUS_ALARM_GLARE, 0)->points[2].x, ==, 63);
  g_assert_cmpfloat (get_area (mapped, VIDIMUS_ALARM_GLARE, 0)->points[2].y, ==, 43);
  g_assert_cmpuint (get_area (mapped, VIDIMUS_ALARM_GLARE, 1)->n_points, ==, 4);
  g_assert_true (vidimus_result_get_statistic (mapped, VIDIMUS_ALARM_GLARE, &statistic));
  g_assert_cmpfloat (statistic, ==, 0.125);
  g_assert_false (vidimus_result_get_statistic (mapped, VIDIMUS_ALARM_COPY, &statistic));

  g_assert_cmpstr (written, ==, "{\"result\":{\"type\":\"x\",\"evidence\":{\"blur\":[],\"glare\":[" TRIANGLE ","
                                "{\"polygon\":[[-4,0],[9,0],[9,9],[0,9]],\"kind\":\"ghost\",\"value\":3.0}]},"
                                "\"statistics\":{\"blur\":7.0,\"glare\":0.125}}}");
}

/* Evidence decides nothing: what is wrong in it is left out, and the rest of the answer stands. */
static void
test_hostile_areas (void)
{
  static const char *const wrong[] = {
    "3", "[]", "null", "\"glare\"", "{\"glare\":3}", "{\"glare\":{\"polygon\":[]}}", "{\"unknown\":[" TRIANGLE "]}",
    "{\"glare\":[null,3,[],{}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2]],\"kind\":\"glare\",\"value\":1}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31]],\"kind\":\"glare\",\"value\":1}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,\"22\"]],\"kind\":\"glare\",\"value\":1}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,1e7]],\"kind\":\"glare\",\"value\":1}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,22]],\"kind\":\"glare\",\"value\":\"1\"}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,22]],\"kind\":\"glare\",\"value\":1e999}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,22]],\"kind\":3,\"value\":1}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,22]],\"kind\":\"\",\"value\":1}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,22]],\"kind\":\"<b>\",\"value\":1}]}",
    "{\"glare\":[{\"polygon\":[[1,2],[31,2],[31,22]],\"value\":1}]}",
    "{\"glare\":[{\"kind\":\"glare\",\"value\":1}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"result\":{\"type\":\"passport\",\"evidence\":%s,\"statistics\":%s}}",
                                               wrong[i], wrong[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(VidimusResult) result = vidimus_result_new_from_json (json, -1, &error);
      double statistic;

      g_test_message ("%s", wrong[i]);
      g_assert_no_error (error);
      g_assert_cmpstr (vidimus_result_get_type_code (result), ==, "passport");
      for (int k = 0; k < VIDIMUS_N_ALARMS; k++)
        g_assert_true (vidimus_result_get_areas (result, k) == NULL || vidimus_result_get_areas (result, k)->len == 0);
      if (i != 4) /* the one number */
        g_assert_false (vidimus_result_get_statistic (result, VIDIMUS_ALARM_GLARE, &statistic));
    }
}

/* One good area among bad ones stays; of very many the first, and of a polygon with very many corners nothing. */
static void
test_many_areas (void)
{
  GString *list = g_string_new ("{\"result\":{\"evidence\":{\"glare\":[3");
  g_autofree char *json = NULL;
  g_autoptr(VidimusResult) result = NULL;

  g_string_append (list, ",{\"kind\":\"glare\",\"value\":1,\"polygon\":[[0,0]");
  for (int i = 0; i < VIDIMUS_AREA_MAX_POINTS; i++)
    g_string_append (list, ",[1,1]");
  g_string_append (list, "]}");
  for (int i = 0; i < 1000; i++)
    g_string_append (list, "," TRIANGLE);
  g_string_append (list, "]}}}");
  json = g_string_free (list, FALSE);

  result = vidimus_result_new_from_json (json, -1, NULL);
  g_assert_nonnull (result);
  g_assert_cmpuint (vidimus_result_get_areas (result, VIDIMUS_ALARM_GLARE)->len, ==, VIDIMUS_AREA_MOST - 2);
}

/* Numbers that no JSON has come from a program's own mistakes. */
static void
test_area_refused (void)
{
  static const VidimusPoint points[] = { { 0, 0 }, { 1, 0 }, { 1, NAN } };

  g_assert_null (vidimus_area_new ("glare", 1, points, 3));
  g_assert_null (vidimus_area_new ("glare", 1, points, 2));
  g_assert_cmpstr (vidimus_area_kind_get_title ("covered"), ==, "Covered part");
  g_assert_cmpstr (vidimus_area_kind_get_title ("ghost"), ==, "Marked part");
}

static void
test_area_words (void)
{
  static const char json[] = "{\"result\":{\"evidence\":{\"glare\":[" TRIANGLE "," LATER "," TRIANGLE "]}}}";
  g_autoptr(VidimusResult) result = vidimus_result_new_from_json (json, -1, NULL);
  g_autofree char *words = vidimus_areas_to_words (vidimus_result_get_areas (result, VIDIMUS_ALARM_GLARE));

  g_assert_cmpstr (words, ==, "Glare (2), Marked part");
}

static void
test_extra (void)
{
  g_autoptr(VidimusResult) result = vidimus_result_new ();
  g_autofree char *json = NULL;

  vidimus_result_set_extra (result, "explain", json_node_init_int (json_node_alloc (), 3));
  g_assert_cmpint (json_node_get_int (vidimus_result_get_extra (result, "explain")), ==, 3);
  json = vidimus_result_to_json (result);
  g_assert_cmpstr (json, ==, "{\"result\":{\"explain\":3}}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/result/example", test_example);
  g_test_add_func ("/result/made", test_made);
  g_test_add_func ("/result/absent", test_absent);
  g_test_add_func ("/result/unknown-survives", test_unknown_survives);
  g_test_add_func ("/result/numbers", test_numbers);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/result/wrong/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_wrong);
    }
  g_test_add_func ("/result/cut-off", test_cut_off);
  g_test_add_func ("/result/no-result", test_no_result);
  g_test_add_func ("/result/transformed", test_transformed);
  g_test_add_func ("/result/extra", test_extra);
  g_test_add_func ("/result/areas", test_areas);
  g_test_add_func ("/result/areas/hostile", test_hostile_areas);
  g_test_add_func ("/result/areas/many", test_many_areas);
  g_test_add_func ("/result/areas/refused", test_area_refused);
  g_test_add_func ("/result/areas/words", test_area_words);

  return g_test_run ();
}
