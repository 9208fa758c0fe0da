#include "vidimus-job.h"

#include <math.h>
#include <string.h>

static VidimusJobAnswer *
make_answer (void)
{
  VidimusJobAnswer *answer = vidimus_job_answer_new ();
  g_autoptr(GBytes) png = g_bytes_new_static ("\x89PNG", 4);

  answer->decode_ms = 12.5;
  answer->result.confidence = 0.5;
  answer->result.type = VIDIMUS_KIND_PASSPORT;
  for (int i = 0; i < 4; i++)
    answer->result.quad.p[i] = (struct vidimus_point) { i + 0.4, 10 * i + 0.6 };
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    {
      answer->result.scores[i] = 48 + i;
      answer->result.statistics[i] = i / 7.0;
    }
  answer->result.ms[VIDIMUS_STAGE_OCR] = 100;
  answer->result.evidence[VIDIMUS_ENGINE_GLARE] = (struct vidimus_evidence_list) {
    .n = 2, .items = { { "glare", 0.123456, 3, { { 1.2, 2 }, { 30, 2 }, { 30, 20 } } },
                       { "glare", 0.01, 4, { { 5, 5 }, { 6, 5 }, { 6, 6 }, { 5, 6 } } } } };
  vidimus_job_answer_explain (answer, VIDIMUS_STAGE_OCR, "words", png, "text", 5);

  return answer;
}

static void
test_round (void)
{
  g_autoptr(VidimusJobAnswer) made = make_answer ();
  g_autoptr(GBytes) bytes = vidimus_job_answer_to_bytes (made);
  g_autoptr(VidimusJobAnswer) read = vidimus_job_answer_new_from_bytes (bytes);
  const VidimusExplained *explained;

  g_assert_nonnull (read);
  g_assert_null (read->error_code);
  g_assert_cmpfloat (read->decode_ms, ==, 12.5);
  g_assert_cmpfloat (read->result.confidence, ==, 0.5);
  g_assert_cmpint (read->result.type, ==, VIDIMUS_KIND_PASSPORT);
  g_assert_cmpmem (&read->result.quad, sizeof read->result.quad, &made->result.quad, sizeof made->result.quad);
  g_assert_cmpmem (read->result.scores, sizeof read->result.scores, made->result.scores, sizeof made->result.scores);
  g_assert_cmpmem (read->result.statistics, sizeof read->result.statistics,
                   made->result.statistics, sizeof made->result.statistics);
  g_assert_cmpmem (read->result.ms, sizeof read->result.ms, made->result.ms, sizeof made->result.ms);
  g_assert_cmpuint (read->explained->len, ==, 1);
  explained = g_ptr_array_index (read->explained, 0);
  g_assert_cmpint (explained->stage, ==, VIDIMUS_STAGE_OCR);
  g_assert_cmpstr (explained->name, ==, "words");
  g_assert_cmpstr (explained->text, ==, "text");
  g_assert_cmpuint (g_bytes_get_size (explained->png), ==, 4);
  g_assert_cmpfloat (explained->number, ==, 5);
}

static VidimusJobAnswer *
cross (VidimusJobAnswer *answer)
{
  g_autoptr(GBytes) bytes = vidimus_job_answer_to_bytes (answer);

  return vidimus_job_answer_new_from_bytes (bytes);
}

/* Where the alarms saw something comes through, and to nobody who did not ask for it. */
static void
test_evidence (void)
{
  g_autoptr(VidimusJobAnswer) made = make_answer ();
  g_autoptr(VidimusJobAnswer) read = cross (made);
  g_autoptr(VidimusResult) asked = vidimus_job_answer_to_result (read, VIDIMUS_JOB_ALARMS | VIDIMUS_JOB_EVIDENCE);
  g_autoptr(VidimusResult) plain = vidimus_job_answer_to_result (read, VIDIMUS_JOB_ALARMS);
  g_autoptr(VidimusResult) alone = vidimus_job_answer_to_result (read, VIDIMUS_JOB_EVIDENCE);
  g_autofree char *json = vidimus_result_to_json (asked);
  g_autofree char *plain_json = vidimus_result_to_json (plain);
  double statistic;

  g_assert_nonnull (strstr (json, "\"glare\":[{\"polygon\":[[1,2],[30,2],[30,20]],\"kind\":\"glare\",\"value\":0.1235},"));
  g_assert_nonnull (strstr (json, "\"reproduce\":[]"));
  g_assert_true (vidimus_result_get_statistic (asked, VIDIMUS_ALARM_GLARE, &statistic));
  g_assert_cmpfloat (statistic, ==, 0.1429);
  g_assert_false (vidimus_result_has_areas (plain));
  g_assert_null (strstr (plain_json, "evidence"));
  g_assert_null (strstr (plain_json, "statistics"));
  g_assert_false (vidimus_result_has_areas (alone));
}

/* A worker that lies about where costs its evidence, not its answer. */
static void
test_hostile_evidence (void)
{
  g_autoptr(VidimusJobAnswer) made = make_answer ();
  struct vidimus_evidence *item = &made->result.evidence[VIDIMUS_ENGINE_GLARE].items[0];
  const struct vidimus_evidence good = *item;
  struct vidimus_evidence bad[5];

  for (int i = 0; i < 5; i++)
    bad[i] = good;
  bad[0].points[1].y = NAN;
  bad[1].points[1].x = 1e300;
  bad[2].value = INFINITY;
  bad[3].kind = "<script>";
  bad[4].n_points = 2;

  for (int i = 0; i < 5; i++)
    {
      g_autoptr(VidimusJobAnswer) read = NULL;

      *item = bad[i];
      read = cross (made);
      g_assert_nonnull (read);
      g_assert_cmpuint (read->areas[VIDIMUS_ENGINE_GLARE]->len, ==, 1);
    }
}

static GVariant *
with_evidence (GVariant *answer,
               GVariant *evidence)
{
  GVariant *children[10], *tuple;

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    children[i] = i == 8 ? g_variant_ref_sink (evidence) : g_variant_get_child_value (answer, i);
  tuple = g_variant_new_tuple (children, G_N_ELEMENTS (children));
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    g_variant_unref (children[i]);

  return tuple;
}

/* More than the engine ever shows: of alarms, of areas and of corners. */
static void
test_too_much_evidence (void)
{
  static const double points[2000] = { 1, 1, 9, 1, 9, 9 };
  g_autoptr(VidimusJobAnswer) made = make_answer ();
  g_autoptr(GBytes) bytes = vidimus_job_answer_to_bytes (made);
  g_autoptr(GVariant) whole = NULL;
  g_autoptr(GVariant) broken = NULL;
  g_autoptr(GBytes) sent = NULL;
  g_autoptr(VidimusJobAnswer) read = NULL;
  GVariantBuilder builder;

  whole = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(sdaddiaiadada(isdad)a(issayd))"), bytes, FALSE));
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(isdad)"));
  g_variant_builder_add (&builder, "(isd@ad)", 7, "glare", 1.0, g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, points, 6, 8));
  g_variant_builder_add (&builder, "(isd@ad)", -1, "glare", 1.0, g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, points, 6, 8));
  g_variant_builder_add (&builder, "(isd@ad)", 0, "blurred", 1.0,
                         g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, points, 2000, 8));
  g_variant_builder_add (&builder, "(isd@ad)", 0, "blurred", 1.0,
                         g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, points, 7, 8));
  for (int i = 0; i < 500; i++)
    g_variant_builder_add (&builder, "(isd@ad)", 1, "glare", 1.0,
                           g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, points, 6, 8));
  broken = g_variant_ref_sink (with_evidence (whole, g_variant_builder_end (&builder)));
  sent = g_variant_get_data_as_bytes (broken);

  read = vidimus_job_answer_new_from_bytes (sent);
  g_assert_nonnull (read);
  g_assert_cmpuint (read->areas[0]->len, ==, 0);
  g_assert_cmpuint (read->areas[1]->len, ==, VIDIMUS_EVIDENCE_MOST);
}

static void
test_json (void)
{
  g_autoptr(VidimusJobAnswer) answer = make_answer ();
  g_autoptr(VidimusResult) result = vidimus_job_answer_to_result (answer, VIDIMUS_JOB_ALARMS);
  g_autoptr(VidimusResult) plain = vidimus_job_answer_to_result (answer, 0);
  g_autofree char *json = vidimus_result_to_json (plain);
  gboolean raised;

  g_assert_cmpstr (json, ==, "{\"result\":{\"type\":\"passport\",\"location\":[[0,1],[1,11],[2,21],[3,31]],"
                             "\"confidence\":0.5}}");
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++) /* scores 48 … 54: raised above 50 */
    {
      g_assert_true (vidimus_result_get_flag (result, (VidimusAlarm) i, &raised));
      g_assert_cmpint (raised, ==, i > 2);
    }
}

/* What a worker that was taken over could send. */
static void
assert_refused (VidimusJobAnswer *answer)
{
  g_autoptr(GBytes) bytes = vidimus_job_answer_to_bytes (answer);

  g_assert_null (vidimus_job_answer_new_from_bytes (bytes));
  vidimus_job_answer_free (answer);
}

static void
test_hostile (void)
{
  VidimusJobAnswer *answer;

  answer = make_answer ();
  answer->result.scores[3] = 100;
  assert_refused (answer);
  answer = make_answer ();
  answer->result.type = VIDIMUS_N_KINDS;
  assert_refused (answer);
  answer = make_answer ();
  answer->result.quad.p[2].y = NAN;
  assert_refused (answer);
  answer = make_answer ();
  answer->result.quad.p[2].y = 1e300;
  assert_refused (answer);
  answer = make_answer ();
  answer->result.confidence = NAN;
  assert_refused (answer);
}

/* Any bytes are refused or give an answer whose JSON can be written. */
static void
test_fuzz (void)
{
  g_autoptr(VidimusJobAnswer) made = make_answer ();
  g_autoptr(GBytes) bytes = vidimus_job_answer_to_bytes (made);
  gsize size = g_bytes_get_size (bytes);
  guint refused = 0;
  int rounds = g_getenv ("VIDIMUS_TEST_SANITIZED") != NULL ? 1000 : 20000;

  for (int i = 0; i < rounds; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      gsize length = g_test_rand_int_range (0, 4) == 0 ? (gsize) g_test_rand_int_range (0, (gint32) size) : size;
      g_autoptr(GBytes) broken = NULL;
      g_autoptr(VidimusJobAnswer) answer = NULL;

      for (int flips = g_test_rand_int_range (1, 4); flips > 0; flips--)
        copy[g_test_rand_int_range (0, (gint32) size)] = (guint8) g_test_rand_int_range (0, 256);
      broken = g_bytes_new (copy, length);
      answer = vidimus_job_answer_new_from_bytes (broken);
      refused += answer == NULL;
      if (answer != NULL && answer->error_code == NULL)
        {
          g_autoptr(VidimusResult) result = vidimus_job_answer_to_result (answer, VIDIMUS_JOB_ALARMS | VIDIMUS_JOB_EXPLAIN |
                                                                                 VIDIMUS_JOB_EVIDENCE);
          g_autofree char *json = vidimus_result_to_json (result);
          g_autofree char *timing = vidimus_job_answer_server_timing (answer, 0);

          g_assert_nonnull (json);
          g_assert_nonnull (timing);
        }
    }
  g_assert_cmpuint (refused, >, (guint) rounds / 20);
}

/* Explanations stop at the bound; the answer stays whole. */
static void
test_bound (void)
{
  g_autoptr(VidimusJobAnswer) answer = make_answer ();
  g_autofree char *filler = g_strnfill (1 << 20, 'x');
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VidimusJobAnswer) read = NULL;

  for (int i = 0; i < 20; i++)
    vidimus_job_answer_explain (answer, VIDIMUS_STAGE_OCR, "many", NULL, filler, NAN);
  bytes = vidimus_job_answer_to_bytes (answer);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, VIDIMUS_ANSWER_MAX_EXPLAIN);
  g_assert_cmpuint (answer->explained->len, ==, 8);
  read = vidimus_job_answer_new_from_bytes (bytes);
  g_assert_nonnull (read);
  g_assert_cmpuint (read->explained->len, ==, 8);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/job/round", test_round);
  g_test_add_func ("/job/evidence", test_evidence);
  g_test_add_func ("/job/evidence/hostile", test_hostile_evidence);
  g_test_add_func ("/job/evidence/too-much", test_too_much_evidence);
  g_test_add_func ("/job/json", test_json);
  g_test_add_func ("/job/hostile", test_hostile);
  g_test_add_func ("/job/fuzz", test_fuzz);
  g_test_add_func ("/job/bound", test_bound);

  return g_test_run ();
}
