/* A result from and to JSON: tolerant in reading, strict in writing (API.md, Response 200). */
#include "vidimus-result-private.h"

#include "vidimus-error.h"
#include "vidimus-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The service may learn types, but none has a name that fills a window. */
#define MAX_TYPE_CHARS 200

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError     **error,
        const char  *field,
        const char  *format,
        ...)
{
  g_autofree char *what = NULL;
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  /* Translators: a field of the service's answer, and what is wrong with it */
  message = g_strdup_printf (_("The answer’s field “%s” is wrong: %s."), field, what);
  g_propagate_error (error, vidimus_error_new (VIDIMUS_ERROR_ANSWER, NULL, 0, NULL, message));

  return FALSE;
}

/* An absent member and null are the same. */
static JsonNode *
get_member (JsonObject *object,
            const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static gboolean
read_number (JsonNode    *node,
             const char  *field,
             double       minimum,
             double       maximum,
             double      *value,
             GError     **error)
{
  if (!is_number (node))
    return refuse (error, field, _("a number is expected"));

  *value = json_node_get_double (node);
  if (!isfinite (*value) || *value < minimum || *value > maximum)
    return refuse (error, field, _("a number from %g to %g is expected"), minimum, maximum);

  return TRUE;
}

static gboolean
read_type (VidimusResult  *self,
           JsonNode       *node,
           GError        **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, "type", _("a text is expected"));
  if (g_utf8_strlen (json_node_get_string (node), -1) > MAX_TYPE_CHARS)
    return refuse (error, "type", _("a shorter text is expected"));

  vidimus_result_set_type_code (self, json_node_get_string (node));

  return TRUE;
}

static gboolean
read_corner (JsonNode      *node,
             guint          i,
             VidimusPoint  *corner,
             GError       **error)
{
  g_autofree char *field = g_strdup_printf ("location[%u]", i);
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (pair == NULL || json_array_get_length (pair) != 2)
    return refuse (error, field, _("a pair of numbers is expected"));

  return read_number (json_array_get_element (pair, 0), field, -VIDIMUS_MAX_COORDINATE, VIDIMUS_MAX_COORDINATE, &corner->x, error) &&
         read_number (json_array_get_element (pair, 1), field, -VIDIMUS_MAX_COORDINATE, VIDIMUS_MAX_COORDINATE, &corner->y, error);
}

/* An empty list is an absent location. */
static gboolean
read_location (VidimusResult  *self,
               JsonNode       *node,
               GError        **error)
{
  JsonArray *corners = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  VidimusQuad quad;

  if (corners != NULL && json_array_get_length (corners) == 0)
    return TRUE;
  if (corners == NULL || json_array_get_length (corners) != 4)
    return refuse (error, "location", _("a list of four corners is expected"));

  for (guint i = 0; i < 4; i++)
    if (!read_corner (json_array_get_element (corners, i), i, &quad.corners[i], error))
      return FALSE;

  vidimus_result_set_location (self, &quad);

  return TRUE;
}

static gboolean
read_flag (VidimusResult  *self,
           VidimusAlarm    alarm,
           JsonNode       *node,
           const char     *field,
           GError        **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (error, field, _("true or false is expected"));

  self->flags[alarm] = json_node_get_boolean (node) ? 1 : 0;

  return TRUE;
}

/* 98.0 is as good as 98; 98.5 is not: rounding could decide what is raised. */
static gboolean
read_score (VidimusResult  *self,
            VidimusAlarm    alarm,
            JsonNode       *node,
            const char     *field,
            GError        **error)
{
  double score;

  if (!read_number (node, field, 0.0, VIDIMUS_SCORE_MAX, &score, error))
    return FALSE;
  if (score != floor (score))
    return refuse (error, field, _("a whole number is expected"));

  self->scores[alarm] = (gint8) score;

  return TRUE;
}

typedef gboolean (*ReadAlarm) (VidimusResult  *self,
                               VidimusAlarm    alarm,
                               JsonNode       *node,
                               const char     *field,
                               GError        **error);

/* One of the two objects that have a member per alarm; what else it has goes to @others. */
static gboolean
read_alarms (VidimusResult  *self,
             JsonNode       *node,
             const char     *name,
             const char   *(*get_field) (VidimusAlarm alarm),
             ReadAlarm       read,
             JsonObject     *others,
             GError        **error)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name, _("an object is expected"));

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &member, &value))
    {
      g_autofree char *field = g_strdup_printf ("%s.%s", name, member);
      int alarm = 0;

      while (alarm < VIDIMUS_N_ALARMS && !g_str_equal (member, get_field (alarm)))
        alarm++;

      if (alarm == VIDIMUS_N_ALARMS)
        json_object_set_member (others, member, json_node_ref (value));
      else if (!JSON_NODE_HOLDS_NULL (value) && !read (self, alarm, value, field, error))
        return FALSE;
    }

  return TRUE;
}

/* What explains a score decides nothing: what is wrong in it is passed over. */
static void
read_evidence (VidimusResult *self,
               JsonNode      *evidence,
               JsonNode      *statistics)
{
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      const char *key = vidimus_alarm_get_key (i);
      JsonNode *areas = evidence != NULL && JSON_NODE_HOLDS_OBJECT (evidence)
                        ? get_member (json_node_get_object (evidence), key) : NULL;
      JsonNode *statistic = statistics != NULL && JSON_NODE_HOLDS_OBJECT (statistics)
                            ? get_member (json_node_get_object (statistics), key) : NULL;

      if (areas != NULL)
        self->areas[i] = vidimus_areas_new_from_node (areas);
      if (statistic != NULL && is_number (statistic) && isfinite (json_node_get_double (statistic)))
        self->statistics[i] = json_node_get_double (statistic);
    }
}

static void
keep_others (JsonObject         *from,
             const char * const *known,
             JsonObject         *others)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    if (!g_strv_contains (known, member))
      json_object_set_member (others, member, json_node_ref (value));
}

static gboolean
read_result (VidimusResult  *self,
             JsonObject     *object,
             GError        **error)
{
  static const char * const known[] = { "type", "location", "confidence", "alarm_result", "alarm_confidence", "evidence",
                                        "statistics", NULL };
  JsonNode *node;

  if ((node = get_member (object, "type")) != NULL && !read_type (self, node, error))
    return FALSE;
  if ((node = get_member (object, "location")) != NULL && !read_location (self, node, error))
    return FALSE;
  if ((node = get_member (object, "confidence")) != NULL &&
      !read_number (node, "confidence", 0.0, 1.0, &self->confidence, error))
    return FALSE;
  if ((node = get_member (object, "alarm_result")) != NULL &&
      !read_alarms (self, node, "alarm_result", vidimus_alarm_get_result_field, read_flag, self->other_flags, error))
    return FALSE;
  if ((node = get_member (object, "alarm_confidence")) != NULL &&
      !read_alarms (self, node, "alarm_confidence", vidimus_alarm_get_score_field, read_score, self->other_scores,
                    error))
    return FALSE;

  read_evidence (self, get_member (object, "evidence"), get_member (object, "statistics"));
  keep_others (object, known, self->other);

  return TRUE;
}

/**
 * vidimus_result_new_from_json:
 * @json: the body of a 200 answer; any bytes
 * @length: of @json; -1 when it ends with a zero
 *
 * Any field may be absent or null, unknown members and types are kept, numbers may be written in any way.
 *
 * Returns: (transfer full): the result, or %NULL with an %VIDIMUS_ERROR_ANSWER that names the field that has a wrong
 *   type or a value out of its range
 */
VidimusResult *
vidimus_result_new_from_json (const char  *json,
                              gssize       length,
                              GError     **error)
{
  static const char * const known[] = { "result", NULL };
  g_autoptr(VidimusResult) self = vidimus_result_new ();
  g_autoptr(GError) syntax = NULL;
  g_autoptr(JsonNode) root = vidimus_json_parse (json, length, &syntax);
  JsonNode *node;

  if (root == NULL)
    {
      g_autofree char *message = g_strdup_printf (_("The answer is not JSON, or was cut off: %s."), syntax->message);

      g_propagate_error (error, vidimus_error_new (VIDIMUS_ERROR_ANSWER, NULL, 0, NULL, message));
      return NULL;
    }

  node = JSON_NODE_HOLDS_OBJECT (root) ? get_member (json_node_get_object (root), "result") : NULL;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "result", _("an object is expected"));
      return NULL;
    }

  if (!read_result (self, json_node_get_object (node), error))
    return NULL;
  keep_others (json_node_get_object (root), known, self->other_body);

  return g_steal_pointer (&self);
}

static void
add_others (JsonObject *object,
            JsonObject *others)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, others);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    json_object_set_member (object, member, json_node_ref (value));
}

/* Whole pixels, as the contract has them. */
static void
add_location (JsonObject        *object,
              const VidimusQuad *quad)
{
  JsonArray *corners = json_array_sized_new (4);

  for (int i = 0; i < 4; i++)
    {
      JsonArray *pair = json_array_sized_new (2);

      json_array_add_int_element (pair, llround (quad->corners[i].x));
      json_array_add_int_element (pair, llround (quad->corners[i].y));
      json_array_add_array_element (corners, pair);
    }

  json_object_set_array_member (object, "location", corners);
}

/* Takes @members; an empty object is left out. */
static void
add_object (JsonObject *object,
            const char *name,
            JsonObject *members)
{
  if (json_object_get_size (members) > 0)
    json_object_set_object_member (object, name, members);
  else
    json_object_unref (members);
}

static void
add_alarms (VidimusResult *self,
            JsonObject    *object)
{
  JsonObject *flags = json_object_new ();
  JsonObject *scores = json_object_new ();

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      if (self->flags[i] >= 0)
        json_object_set_boolean_member (flags, vidimus_alarm_get_result_field (i), self->flags[i]);
      if (self->scores[i] >= 0)
        json_object_set_int_member (scores, vidimus_alarm_get_score_field (i), self->scores[i]);
    }

  add_others (flags, self->other_flags);
  add_others (scores, self->other_scores);
  add_object (object, "alarm_result", flags);
  add_object (object, "alarm_confidence", scores);
}

static void
add_evidence (VidimusResult *self,
              JsonObject    *object)
{
  JsonObject *evidence = json_object_new ();
  JsonObject *statistics = json_object_new ();

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      if (self->areas[i] != NULL)
        json_object_set_member (evidence, vidimus_alarm_get_key (i), vidimus_areas_to_node (self->areas[i]));
      if (!isnan (self->statistics[i]))
        json_object_set_double_member (statistics, vidimus_alarm_get_key (i), self->statistics[i]);
    }

  add_object (object, "evidence", evidence);
  add_object (object, "statistics", statistics);
}

/**
 * vidimus_result_to_node:
 *
 * Returns: (transfer full): the object that stands below "result", absent fields left out; its numbers are integers
 *   but for the confidence and what belongs to evidence: `evidence.<alarm>`, a list of areas, and beside it
 *   `statistics.<alarm>`, the number behind that alarm's score
 */
JsonNode *
vidimus_result_to_node (VidimusResult *self)
{
  JsonObject *object;
  JsonNode *node;

  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), NULL);

  object = json_object_new ();
  if (self->type_code != NULL)
    json_object_set_string_member (object, "type", self->type_code);
  if (self->has_location)
    add_location (object, &self->location);
  if (self->confidence >= 0.0)
    json_object_set_double_member (object, "confidence", self->confidence);
  add_alarms (self, object);
  add_evidence (self, object);
  add_others (object, self->other);

  node = json_node_alloc ();
  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
}

/**
 * vidimus_result_to_json:
 *
 * Returns: (transfer full): the whole body, in one line, the same in every locale
 */
char *
vidimus_result_to_json (VidimusResult *self)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *body;

  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), NULL);

  body = json_object_new ();
  json_object_set_member (body, "result", vidimus_result_to_node (self));
  add_others (body, self->other_body);

  node = json_node_alloc ();
  json_node_init_object (node, body);
  json_object_unref (body);

  return vidimus_json_to_string (node, FALSE);
}
