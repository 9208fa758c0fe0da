#include "vidimus-policy.h"

#include "vidimus-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A sibling of the API documents 50 as the cut, and our own service's scores are calibrated so that 50 is where a
 * person would raise the alarm as often as not. At 80 a person would raise it four times out of five. */
#define DEFAULT_REVIEW     50
#define DEFAULT_REJECT     80
#define DEFAULT_CONFIDENCE 0.5
#define FORMAT             1 /* "vidimus_policy": which form the file has */

typedef struct
{
  int review;
  int reject;
} Cuts;

struct _VidimusPolicy
{
  GObject     parent_instance;

  char       *name;           /* owned */
  guint       version;
  double      min_confidence;
  Cuts        cuts[VIDIMUS_N_ALARMS];
  GHashTable *types;          /* owned; type code (owned) → Cuts[VIDIMUS_N_ALARMS] (owned) */
};

G_DEFINE_QUARK (vidimus-policy-error-quark, vidimus_policy_error)
G_DEFINE_FINAL_TYPE (VidimusPolicy, vidimus_policy, G_TYPE_OBJECT)

static void
vidimus_policy_finalize (GObject *object)
{
  VidimusPolicy *self = VIDIMUS_POLICY (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->types, g_hash_table_unref);

  G_OBJECT_CLASS (vidimus_policy_parent_class)->finalize (object);
}

static void
vidimus_policy_class_init (VidimusPolicyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_policy_finalize;
}

static void
vidimus_policy_init (VidimusPolicy *self)
{
  self->min_confidence = DEFAULT_CONFIDENCE;
  self->version = 1;
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    self->cuts[i] = (Cuts) { DEFAULT_REVIEW, DEFAULT_REJECT };
}

/**
 * vidimus_policy_new_default:
 *
 * Returns: (transfer full): review 50, reject 80 for every alarm, minimum confidence 0.5
 */
VidimusPolicy *
vidimus_policy_new_default (void)
{
  VidimusPolicy *self = g_object_new (VIDIMUS_TYPE_POLICY, NULL);

  self->name = g_strdup (_("Default"));

  return self;
}

/* @field: a path such as “alarms.blur.review”. */
static gboolean
refuse (const char  *field,
        const char  *why,
        GError     **error)
{
  g_set_error (error, VIDIMUS_POLICY_ERROR, VIDIMUS_POLICY_ERROR_MALFORMED, _("The policy’s field “%s” %s."), field,
               why);
  return FALSE;
}

static gboolean
read_integer (JsonNode    *node,
              const char  *field,
              gint64       max,
              gint64      *value,
              GError     **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (field, _("is not a whole number"), error);

  *value = json_node_get_int (node);
  if (*value < 0 || *value > max)
    return refuse (field, _("is out of its range"), error);

  return TRUE;
}

static gboolean
read_cuts (JsonNode    *node,
           const char  *field,
           Cuts        *cuts,
           GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (field, _("is not an object"), error);

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *path = g_strdup_printf ("%s.%s", field, name);
      gboolean review = strcmp (name, "review") == 0;
      gint64 value;

      if (!review && strcmp (name, "reject") != 0)
        return refuse (path, _("is not known"), error);
      if (!read_integer (member, path, VIDIMUS_SCORE_MAX, &value, error))
        return FALSE;
      if (review)
        cuts->review = (int) value;
      else
        cuts->reject = (int) value;
    }

  return cuts->review <= cuts->reject ? TRUE : refuse (field, _("has its review cut above its reject cut"), error);
}

/* @cuts: what holds where @node says nothing. */
static gboolean
read_alarms (JsonNode    *node,
             const char  *field,
             Cuts         cuts[VIDIMUS_N_ALARMS],
             GError     **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (field, _("is not an object"), error);

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &member))
    {
      g_autofree char *path = g_strdup_printf ("%s.%s", field, key);
      VidimusAlarm alarm;

      if (!vidimus_alarm_from_key (key, &alarm))
        return refuse (path, _("is none of the seven alarms"), error);
      if (!read_cuts (member, path, &cuts[alarm], error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_types (VidimusPolicy  *self,
            JsonNode       *node,
            GError        **error)
{
  JsonObjectIter iter;
  const char *code;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse ("types", _("is not an object"), error);

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &code, &member))
    {
      g_autofree char *path = g_strdup_printf ("types.%s", code);
      g_autofree Cuts *cuts = g_memdup2 (self->cuts, sizeof self->cuts);

      if (!read_alarms (member, path, cuts, error))
        return FALSE;
      g_hash_table_insert (self->types, g_strdup (code), g_steal_pointer (&cuts));
    }

  return TRUE;
}

static gboolean
read_name (VidimusPolicy  *self,
           JsonNode       *node,
           GError        **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING ||
      *json_node_get_string (node) == '\0')
    return refuse ("name", _("is not a text"), error);

  self->name = g_strdup (json_node_get_string (node));

  return TRUE;
}

static gboolean
read_confidence (VidimusPolicy  *self,
                 JsonNode       *node,
                 GError        **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return refuse ("minimum_confidence", _("is not a number"), error);

  self->min_confidence = json_node_get_double (node);
  if (!(self->min_confidence >= 0.0 && self->min_confidence <= 1.0))
    return refuse ("minimum_confidence", _("is out of its range"), error);

  return TRUE;
}

static gboolean
check_members (JsonObject  *object,
               GError     **error)
{
  static const char *const known[] = { "$schema", "vidimus_policy", "name", "version", "minimum_confidence",
                                       "alarms",  "types",          NULL };
  g_autoptr(GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      return refuse (l->data, _("is not known"), error);

  return TRUE;
}

static gboolean
read_policy (VidimusPolicy  *self,
             JsonObject     *object,
             GError        **error)
{
  JsonNode *format = json_object_get_member (object, "vidimus_policy");
  JsonNode *name = json_object_get_member (object, "name");
  JsonNode *version = json_object_get_member (object, "version");
  JsonNode *confidence = json_object_get_member (object, "minimum_confidence");
  JsonNode *alarms = json_object_get_member (object, "alarms");
  JsonNode *types = json_object_get_member (object, "types");
  gint64 value;

  if (!check_members (object, error))
    return FALSE;
  if (format == NULL || name == NULL || version == NULL)
    return refuse (format == NULL ? "vidimus_policy" : name == NULL ? "name" : "version", _("is missing"), error);
  if (!read_integer (format, "vidimus_policy", FORMAT, &value, error))
    return FALSE;
  if (value != FORMAT)
    return refuse ("vidimus_policy", _("is out of its range"), error);
  if (!read_name (self, name, error) || !read_integer (version, "version", G_MAXINT, &value, error))
    return FALSE;
  self->version = (guint) value;

  /* types start from the alarms, whatever order the file has */
  return (confidence == NULL || read_confidence (self, confidence, error)) &&
         (alarms == NULL || read_alarms (alarms, "alarms", self->cuts, error)) &&
         (types == NULL || read_types (self, types, error));
}

/**
 * vidimus_policy_new_from_json:
 * @length: of @json; -1 when it ends with a zero
 *
 * Reads a policy file (data/policy.schema.json). Strict: a field that is not known is an error, since a misspelt
 * alarm would otherwise be judged by the default in silence.
 *
 * Returns: (transfer full): a policy, or %NULL with %VIDIMUS_POLICY_ERROR whose message names the field
 */
VidimusPolicy *
vidimus_policy_new_from_json (const char  *json,
                              gssize       length,
                              GError     **error)
{
  g_autoptr(VidimusPolicy) self = g_object_new (VIDIMUS_TYPE_POLICY, NULL);
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) failure = NULL;

  root = vidimus_json_parse (json, length, &failure);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, VIDIMUS_POLICY_ERROR, VIDIMUS_POLICY_ERROR_MALFORMED, _("This is not a policy: %s"),
                   failure != NULL ? failure->message : _("it is not a JSON object"));
      return NULL;
    }
  if (!read_policy (self, json_node_get_object (root), error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
write_alarms (JsonBuilder *builder,
              const Cuts   cuts[VIDIMUS_N_ALARMS],
              const Cuts  *base) /* nullable: write all, not only what differs */
{
  json_builder_begin_object (builder);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      if (base != NULL && memcmp (&cuts[i], &base[i], sizeof cuts[i]) == 0)
        continue;
      json_builder_set_member_name (builder, vidimus_alarm_get_key (i));
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "review");
      json_builder_add_int_value (builder, cuts[i].review);
      json_builder_set_member_name (builder, "reject");
      json_builder_add_int_value (builder, cuts[i].reject);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/**
 * vidimus_policy_to_json:
 *
 * Returns: (transfer full): the file, in lines, that vidimus_policy_new_from_json() reads as the same policy; types
 *   in alphabetical order, so that versions can be compared
 */
char *
vidimus_policy_to_json (VidimusPolicy *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GList) codes = NULL;

  g_return_val_if_fail (VIDIMUS_IS_POLICY (self), NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "vidimus_policy");
  json_builder_add_int_value (builder, FORMAT);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, self->name);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, self->version);
  json_builder_set_member_name (builder, "minimum_confidence");
  json_builder_add_double_value (builder, self->min_confidence);
  json_builder_set_member_name (builder, "alarms");
  write_alarms (builder, self->cuts, NULL);

  codes = g_list_sort (g_hash_table_get_keys (self->types), (GCompareFunc) strcmp);
  if (codes != NULL)
    {
      json_builder_set_member_name (builder, "types");
      json_builder_begin_object (builder);
      for (GList *l = codes; l != NULL; l = l->next)
        {
          json_builder_set_member_name (builder, l->data);
          write_alarms (builder, g_hash_table_lookup (self->types, l->data), self->cuts);
        }
      json_builder_end_object (builder);
    }

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return vidimus_json_to_string (root, TRUE);
}

/** vidimus_policy_get_name: what the policy is called. */
const char *
vidimus_policy_get_name (VidimusPolicy *self)
{
  g_return_val_if_fail (VIDIMUS_IS_POLICY (self), NULL);

  return self->name;
}

/** vidimus_policy_get_version: counted by whoever changes the policy. */
guint
vidimus_policy_get_version (VidimusPolicy *self)
{
  g_return_val_if_fail (VIDIMUS_IS_POLICY (self), 0);

  return self->version;
}

/**
 * vidimus_policy_get_cuts:
 * @type_code: (nullable): the type of the document
 * @review: (out) (optional): 0–99; a score above it calls for a closer look
 * @reject: (out) (optional): 0–99, ≥ @review; a score above it is an alarm
 */
void
vidimus_policy_get_cuts (VidimusPolicy *self,
                         VidimusAlarm   alarm,
                         const char    *type_code,
                         int           *review,
                         int           *reject)
{
  const Cuts *cuts = NULL;

  g_return_if_fail (VIDIMUS_IS_POLICY (self));
  g_return_if_fail (alarm < VIDIMUS_N_ALARMS);

  if (type_code != NULL)
    cuts = g_hash_table_lookup (self->types, type_code);
  if (cuts == NULL)
    cuts = self->cuts;

  if (review != NULL)
    *review = cuts[alarm].review;
  if (reject != NULL)
    *reject = cuts[alarm].reject;
}

/** vidimus_policy_get_min_confidence: of the location, 0–1. */
double
vidimus_policy_get_min_confidence (VidimusPolicy *self)
{
  g_return_val_if_fail (VIDIMUS_IS_POLICY (self), 0.0);

  return self->min_confidence;
}

static VidimusVerdictKind
judge_alarm (VidimusPolicy *self,
             VidimusResult *result,
             VidimusAlarm   alarm,
             int           *score)
{
  int review, reject;

  *score = -1;
  if (result == NULL || !vidimus_result_get_score (result, alarm, score))
    return VIDIMUS_VERDICT_NOT_CHECKED;

  vidimus_policy_get_cuts (self, alarm, vidimus_result_get_type_code (result), &review, &reject);
  if (*score > reject)
    return VIDIMUS_VERDICT_REJECT;

  return *score > review ? VIDIMUS_VERDICT_REVIEW : VIDIMUS_VERDICT_CLEAR;
}

/**
 * vidimus_policy_judge:
 * @result: (nullable): what the service said; %NULL when it said nothing
 *
 * Judges the scores only: the service's booleans are evidence of their own, shown beside the verdict.
 */
VidimusVerdict
vidimus_policy_judge (VidimusPolicy *self,
                      VidimusResult *result)
{
  VidimusVerdict verdict = { .deciding = -1 };
  int scores[VIDIMUS_N_ALARMS];
  gboolean gap = FALSE;
  double confidence;

  g_return_val_if_fail (VIDIMUS_IS_POLICY (self), verdict);
  g_return_val_if_fail (result == NULL || VIDIMUS_IS_RESULT (result), verdict);

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      verdict.alarms[i] = judge_alarm (self, result, i, &scores[i]);
      verdict.kind = MAX (verdict.kind, verdict.alarms[i]);
      gap = gap || verdict.alarms[i] == VIDIMUS_VERDICT_NOT_CHECKED;
    }

  if (verdict.kind == VIDIMUS_VERDICT_CLEAR && gap)
    verdict.kind = VIDIMUS_VERDICT_NOT_CHECKED;

  if (verdict.kind >= VIDIMUS_VERDICT_REVIEW)
    for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
      if (verdict.alarms[i] == verdict.kind && (verdict.deciding < 0 || scores[i] > scores[verdict.deciding]))
        verdict.deciding = i;

  verdict.low_confidence = result != NULL && vidimus_result_get_confidence (result, &confidence) &&
                           confidence < self->min_confidence;

  return verdict;
}

/** vidimus_verdict_kind_get_key: the word for files. */
const char *
vidimus_verdict_kind_get_key (VidimusVerdictKind kind)
{
  static const char *const keys[] = { "not_checked", "clear", "review", "reject" };

  g_return_val_if_fail (kind < G_N_ELEMENTS (keys), NULL);

  return keys[kind];
}

/** vidimus_verdict_kind_get_title: the word for people, translated. */
const char *
vidimus_verdict_kind_get_title (VidimusVerdictKind kind)
{
  static const char *const titles[] = { N_("Not checked"), N_("No alarm"), N_("Look closer"), N_("Alarm") };

  g_return_val_if_fail (kind < G_N_ELEMENTS (titles), NULL);

  return _(titles[kind]);
}
