#include "vidimus-job.h"

#include "vidimus-document-type.h"

#include <math.h>
#include <string.h>

/* error code, decode ms, corners, confidence, type, scores, statistics, stage ms, evidence (alarm, kind, value, points),
 * explained */
#define ANSWER_TYPE "(sdaddiaiadada(isdad)a(issayd))"

static const char *const stage_names[VIDIMUS_N_STAGES] = { "locate", "rectify", "mrz", "ocr", "alarms" };

static void
vidimus_explained_free (gpointer data)
{
  VidimusExplained *self = data;

  g_free (self->name);
  g_clear_pointer (&self->png, g_bytes_unref);
  g_free (self->text);
  g_free (self);
}

/**
 * vidimus_job_answer_new:
 *
 * Returns: (transfer full): an answer in which nothing ran and nothing was found
 */
VidimusJobAnswer *
vidimus_job_answer_new (void)
{
  VidimusJobAnswer *self = g_new0 (VidimusJobAnswer, 1);

  self->decode_ms = -1;
  self->result.type = VIDIMUS_KIND_NONE;
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    self->result.scores[i] = -1;
  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    self->result.ms[i] = -1;
  self->explained = g_ptr_array_new_with_free_func (vidimus_explained_free);

  return self;
}

/**
 * vidimus_job_answer_free:
 * @self: (transfer full) (nullable): an answer
 */
void
vidimus_job_answer_free (VidimusJobAnswer *self)
{
  if (self == NULL)
    return;

  g_free (self->error_code);
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    g_clear_pointer (&self->areas[i], g_ptr_array_unref);
  g_ptr_array_unref (self->explained);
  g_free (self);
}

/**
 * vidimus_job_answer_explain:
 * @name: short, for a person
 * @png: (nullable): an encoded picture
 * @text: (nullable): UTF-8; anything else is made so
 * @number: NAN when there is none
 *
 * Adds what a stage saw, unless the answer would outgrow %VIDIMUS_ANSWER_MAX_EXPLAIN: then it is left out.
 */
void
vidimus_job_answer_explain (VidimusJobAnswer   *self,
                            enum vidimus_stage  stage,
                            const char         *name,
                            GBytes             *png,
                            const char         *text,
                            double              number)
{
  VidimusExplained *explained;
  gsize size = strlen (name) + (png != NULL ? g_bytes_get_size (png) : 0) + (text != NULL ? strlen (text) : 0) + 64;

  if (self->explained_bytes + size > VIDIMUS_ANSWER_MAX_EXPLAIN - VIDIMUS_ANSWER_MAX)
    return;

  explained = g_new0 (VidimusExplained, 1);
  explained->stage = stage;
  explained->name = g_utf8_make_valid (name, -1);
  explained->png = png != NULL ? g_bytes_ref (png) : NULL;
  explained->text = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  explained->number = number;
  g_ptr_array_add (self->explained, explained);
  self->explained_bytes += size;
}

static GVariant *
bytes_variant (GBytes *bytes)
{
  gconstpointer data = NULL;
  gsize size = 0;

  if (bytes != NULL)
    data = g_bytes_get_data (bytes, &size);

  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, size, 1);
}

static void
add_evidence (GVariantBuilder                    *builder,
              int                                 alarm,
              const struct vidimus_evidence_list *list)
{
  for (int i = 0; i < list->n; i++)
    g_variant_builder_add (builder, "(isd@ad)", (gint32) alarm, list->items[i].kind, list->items[i].value,
                           g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, list->items[i].points,
                                                      2 * (gsize) list->items[i].n_points, sizeof (double)));
}

/**
 * vidimus_job_answer_to_bytes:
 *
 * Returns: (transfer full): the flat form that crosses from a worker to the front
 */
GBytes *
vidimus_job_answer_to_bytes (const VidimusJobAnswer *self)
{
  const struct vidimus_engine_result *result = &self->result;
  g_autoptr(GVariant) variant = NULL;
  GVariantBuilder evidence, explained;

  g_variant_builder_init (&evidence, G_VARIANT_TYPE ("a(isdad)"));
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    add_evidence (&evidence, i, &result->evidence[i]);

  g_variant_builder_init (&explained, G_VARIANT_TYPE ("a(issayd)"));
  for (guint i = 0; i < self->explained->len; i++)
    {
      const VidimusExplained *e = g_ptr_array_index (self->explained, i);

      g_variant_builder_add (&explained, "(iss@ayd)", (gint32) e->stage, e->name,
                             e->text != NULL ? e->text : "", bytes_variant (e->png), e->number);
    }

  variant = g_variant_new ("(sd@addi@ai@ad@ada(isdad)a(issayd))",
                           self->error_code != NULL ? self->error_code : "",
                           self->decode_ms,
                           g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, result->quad.p, 8, sizeof (double)),
                           result->confidence,
                           (gint32) result->type,
                           g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, result->scores,
                                                      VIDIMUS_ENGINE_N_ALARMS, sizeof (gint32)),
                           g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, result->statistics,
                                                      VIDIMUS_ENGINE_N_ALARMS, sizeof (double)),
                           g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, result->ms,
                                                      VIDIMUS_N_STAGES, sizeof (double)),
                           &evidence,
                           &explained);
  g_variant_ref_sink (variant);

  return g_variant_get_data_as_bytes (variant);
}

static gboolean
read_doubles (GVariant *variant,
              gsize     index,
              double   *out,
              gsize     n)
{
  g_autoptr(GVariant) child = g_variant_get_child_value (variant, index);
  gsize found;
  const double *values = g_variant_get_fixed_array (child, &found, sizeof (double));

  if (found != n)
    return FALSE;

  memcpy (out, values, n * sizeof (double));
  return TRUE;
}

static gboolean
read_scores (GVariant *variant,
             gsize     index,
             int      *out)
{
  g_autoptr(GVariant) child = g_variant_get_child_value (variant, index);
  gsize found;
  const gint32 *values = g_variant_get_fixed_array (child, &found, sizeof (gint32));

  if (found != VIDIMUS_ENGINE_N_ALARMS)
    return FALSE;

  for (gsize i = 0; i < found; i++)
    {
      if (values[i] < -1 || values[i] > VIDIMUS_SCORE_MAX)
        return FALSE;
      out[i] = values[i];
    }

  return TRUE;
}

static gboolean
is_usable (const VidimusJobAnswer *self)
{
  const struct vidimus_engine_result *result = &self->result;

  if (self->error_code != NULL)
    return TRUE;

  for (int i = 0; i < 4; i++)
    if (!isfinite (result->quad.p[i].x) || !isfinite (result->quad.p[i].y) ||
        fabs (result->quad.p[i].x) > 1e6 || fabs (result->quad.p[i].y) > 1e6)
      return FALSE;

  return result->confidence >= 0 && result->confidence <= 1 &&
         result->type >= VIDIMUS_KIND_NONE && result->type < VIDIMUS_N_KINDS;
}

/* Four digits say all that a measurement of pixels can. */
static double
four_digits (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.4g", number), NULL);
}

/* What doesn't fit is left out: no more areas than the engine shows, words as their kinds, numbers that a picture has. */
static void
read_area (VidimusJobAnswer *self,
           GVariant         *entry)
{
  g_autoptr(GVariant) numbers = g_variant_get_child_value (entry, 3);
  gsize n;
  const double *values = g_variant_get_fixed_array (numbers, &n, sizeof (double));
  VidimusPoint points[VIDIMUS_EVIDENCE_POINTS];
  VidimusArea *area;
  const char *kind;
  gint32 alarm;
  double value;

  g_variant_get_child (entry, 0, "i", &alarm);
  g_variant_get_child (entry, 1, "&s", &kind);
  g_variant_get_child (entry, 2, "d", &value);
  if (alarm < 0 || alarm >= VIDIMUS_ENGINE_N_ALARMS || self->areas[alarm]->len >= VIDIMUS_EVIDENCE_MOST ||
      n % 2 != 0 || n > 2 * VIDIMUS_EVIDENCE_POINTS)
    return;

  for (gsize i = 0; i < n / 2; i++)
    points[i] = (VidimusPoint) { values[2 * i], values[2 * i + 1] };
  area = vidimus_area_new (kind, four_digits (value), points, (guint) (n / 2));
  if (area != NULL)
    g_ptr_array_add (self->areas[alarm], area);
}

static void
read_evidence (GVariant         *variant,
               gsize             index,
               VidimusJobAnswer *self)
{
  g_autoptr(GVariant) list = g_variant_get_child_value (variant, index);
  gsize n = MIN (g_variant_n_children (list), VIDIMUS_ENGINE_N_ALARMS * VIDIMUS_EVIDENCE_MOST);

  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    self->areas[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_area_free);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) entry = g_variant_get_child_value (list, i);

      read_area (self, entry);
    }
}

static void
read_explained (GVariant         *variant,
                gsize             index,
                VidimusJobAnswer *self)
{
  g_autoptr(GVariant) list = g_variant_get_child_value (variant, index);
  gsize n = g_variant_n_children (list);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) entry = g_variant_get_child_value (list, i);
      g_autoptr(GVariant) picture = g_variant_get_child_value (entry, 3);
      g_autoptr(GBytes) png = g_variant_get_data_as_bytes (picture);
      const char *name;
      const char *text;
      gint32 stage;
      double number;

      g_variant_get_child (entry, 0, "i", &stage);
      g_variant_get_child (entry, 1, "&s", &name);
      g_variant_get_child (entry, 2, "&s", &text);
      g_variant_get_child (entry, 4, "d", &number);
      if (stage >= 0 && stage < VIDIMUS_N_STAGES)
        vidimus_job_answer_explain (self, (enum vidimus_stage) stage, name,
                                    g_bytes_get_size (png) > 0 ? png : NULL,
                                    *text != '\0' ? text : NULL, number);
    }
}

/**
 * vidimus_job_answer_new_from_bytes:
 * @bytes: what a worker sent; a worker has seen hostile input, so nothing in it is believed
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL when it is not one
 */
VidimusJobAnswer *
vidimus_job_answer_new_from_bytes (GBytes *bytes)
{
  g_autoptr(VidimusJobAnswer) self = vidimus_job_answer_new ();
  g_autoptr(GVariant) variant = NULL;
  const char *error_code;
  gint32 type;

  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (ANSWER_TYPE), bytes, FALSE));
  if (!g_variant_is_normal_form (variant))
    return NULL;

  g_variant_get_child (variant, 0, "&s", &error_code);
  self->error_code = *error_code != '\0' ? g_strdup (error_code) : NULL;
  g_variant_get_child (variant, 1, "d", &self->decode_ms);
  g_variant_get_child (variant, 3, "d", &self->result.confidence);
  g_variant_get_child (variant, 4, "i", &type);
  self->result.type = (enum vidimus_kind) type;

  if (!read_doubles (variant, 2, &self->result.quad.p[0].x, 8) ||
      !read_scores (variant, 5, self->result.scores) ||
      !read_doubles (variant, 6, self->result.statistics, VIDIMUS_ENGINE_N_ALARMS) ||
      !read_doubles (variant, 7, self->result.ms, VIDIMUS_N_STAGES) ||
      !is_usable (self))
    return NULL;

  read_evidence (variant, 8, self);
  read_explained (variant, 9, self);

  return g_steal_pointer (&self);
}

/**
 * vidimus_job_stage_name:
 *
 * Returns: a word for a stage
 */
const char *
vidimus_job_stage_name (enum vidimus_stage stage)
{
  return stage_names[stage];
}

static JsonNode *
explained_to_node (GPtrArray *explained)
{
  JsonArray *array = json_array_sized_new (explained->len);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < explained->len; i++)
    {
      const VidimusExplained *e = g_ptr_array_index (explained, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "stage", stage_names[e->stage]);
      json_object_set_string_member (object, "name", e->name);
      if (e->png != NULL)
        {
          g_autofree char *picture = g_base64_encode (g_bytes_get_data (e->png, NULL), g_bytes_get_size (e->png));

          json_object_set_string_member (object, "picture", picture);
        }
      if (e->text != NULL)
        json_object_set_string_member (object, "text", e->text);
      if (isfinite (e->number))
        json_object_set_double_member (object, "number", e->number);
      json_array_add_object_element (array, object);
    }

  json_node_take_array (node, array);

  return node;
}

/* Of every alarm that was checked a list, be it empty, and the statistic behind its score. */
static void
add_evidence_to_result (const VidimusJobAnswer *self,
                        VidimusResult          *result)
{
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      if (self->result.scores[i] < 0 || self->areas[i] == NULL)
        continue;

      vidimus_result_take_areas (result, (VidimusAlarm) i, g_ptr_array_ref (self->areas[i]));
      if (isfinite (self->result.statistics[i]))
        vidimus_result_set_statistic (result, (VidimusAlarm) i, four_digits (self->result.statistics[i]));
    }
}

/**
 * vidimus_job_answer_to_result:
 * @self: an answer without an error code, that crossed from a worker
 * @flags: what was asked; alarms, evidence and explanations appear only then, and no type of a frame
 *
 * The contract's result. Our rule for the booleans: score > 50 (API.md).
 *
 * Returns: (transfer full): the result
 */
VidimusResult *
vidimus_job_answer_to_result (const VidimusJobAnswer *self,
                              VidimusJobFlags         flags)
{
  VidimusResult *result = vidimus_result_new ();
  VidimusQuad quad;

  g_return_val_if_fail (self->error_code == NULL, result);

  for (int i = 0; i < 4; i++)
    {
      quad.corners[i].x = round (self->result.quad.p[i].x);
      quad.corners[i].y = round (self->result.quad.p[i].y);
    }
  vidimus_result_set_location (result, &quad);
  vidimus_result_set_confidence (result, round (self->result.confidence * 1000) / 1000);

  if (self->result.type != VIDIMUS_KIND_NONE && !(flags & VIDIMUS_JOB_FRAME))
    vidimus_result_set_type_code (result, vidimus_document_type_get_code ((guint) self->result.type));

  if (flags & VIDIMUS_JOB_ALARMS)
    for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
      if (self->result.scores[i] >= 0)
        vidimus_result_set_alarm (result, (VidimusAlarm) i, self->result.scores[i] > 50, self->result.scores[i]);

  if ((flags & VIDIMUS_JOB_ALARMS) && (flags & VIDIMUS_JOB_EVIDENCE))
    add_evidence_to_result (self, result);

  if (flags & VIDIMUS_JOB_EXPLAIN)
    vidimus_result_set_extra (result, "explain", explained_to_node (self->explained));

  return result;
}

static void
append_timing (GString    *out,
               const char *name,
               double      ms)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (ms) || ms < 0)
    return;

  g_string_append_printf (out, "%s%s;dur=%s", out->len > 0 ? ", " : "", name,
                          g_ascii_formatd (buffer, sizeof buffer, "%.2f", ms));
}

/**
 * vidimus_job_answer_server_timing:
 * @queue_ms: milliseconds the request waited for a worker
 *
 * Returns: (transfer full): the value of the Server-Timing header; stages that did not run are absent
 */
char *
vidimus_job_answer_server_timing (const VidimusJobAnswer *self,
                                  double                  queue_ms)
{
  GString *out = g_string_new (NULL);

  append_timing (out, "queue", queue_ms);
  append_timing (out, "decode", self->decode_ms);
  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    append_timing (out, stage_names[i], self->result.ms[i]);

  return g_string_free (out, FALSE);
}
