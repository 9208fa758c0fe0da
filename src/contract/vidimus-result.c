#include "vidimus-result-private.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (VidimusResult, vidimus_result, G_TYPE_OBJECT)

static void
vidimus_result_finalize (GObject *object)
{
  VidimusResult *self = VIDIMUS_RESULT (object);

  g_clear_pointer (&self->type_code, g_free);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    g_clear_pointer (&self->areas[i], g_ptr_array_unref);
  g_clear_pointer (&self->other_body, json_object_unref);
  g_clear_pointer (&self->other, json_object_unref);
  g_clear_pointer (&self->other_flags, json_object_unref);
  g_clear_pointer (&self->other_scores, json_object_unref);

  G_OBJECT_CLASS (vidimus_result_parent_class)->finalize (object);
}

static void
vidimus_result_class_init (VidimusResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_result_finalize;
}

static void
vidimus_result_init (VidimusResult *self)
{
  self->confidence = -1.0;
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      self->flags[i] = self->scores[i] = -1;
      self->statistics[i] = NAN;
    }

  self->other_body = json_object_new ();
  self->other = json_object_new ();
  self->other_flags = json_object_new ();
  self->other_scores = json_object_new ();
}

/**
 * vidimus_result_new:
 *
 * Returns: (transfer full): a result in which every field is absent
 */
VidimusResult *
vidimus_result_new (void)
{
  return g_object_new (VIDIMUS_TYPE_RESULT, NULL);
}

/**
 * vidimus_result_get_type_code:
 *
 * Returns: (nullable): the type as on the wire; maybe one that is not known here
 */
const char *
vidimus_result_get_type_code (VidimusResult *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), NULL);

  return self->type_code;
}

/**
 * vidimus_result_set_type_code:
 * @code: (nullable): %NULL or "" for absent
 */
void
vidimus_result_set_type_code (VidimusResult *self,
                              const char    *code)
{
  char *copy;

  g_return_if_fail (VIDIMUS_IS_RESULT (self));

  copy = code != NULL && *code != '\0' ? g_strdup (code) : NULL;
  g_free (self->type_code);
  self->type_code = copy;
}

/**
 * vidimus_result_get_location:
 * @quad: (out): the four corners
 *
 * Returns: %FALSE, with @quad as it was, when the location is absent
 */
gboolean
vidimus_result_get_location (VidimusResult *self,
                             VidimusQuad   *quad)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), FALSE);

  if (self->has_location)
    *quad = self->location;

  return self->has_location;
}

/**
 * vidimus_result_set_location:
 * @quad: (nullable): finite numbers; %NULL for absent
 */
void
vidimus_result_set_location (VidimusResult     *self,
                             const VidimusQuad *quad)
{
  g_return_if_fail (VIDIMUS_IS_RESULT (self));

  for (int i = 0; quad != NULL && i < 4; i++)
    g_return_if_fail (isfinite (quad->corners[i].x) && isfinite (quad->corners[i].y));

  self->has_location = quad != NULL;
  if (quad != NULL)
    self->location = *quad;
}

/**
 * vidimus_result_get_confidence:
 * @confidence: (out): of the location, 0–1
 *
 * Returns: %FALSE when it is absent
 */
gboolean
vidimus_result_get_confidence (VidimusResult *self,
                               double        *confidence)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), FALSE);

  if (self->confidence < 0.0)
    return FALSE;
  *confidence = self->confidence;

  return TRUE;
}

/**
 * vidimus_result_set_confidence:
 * @confidence: 0–1
 */
void
vidimus_result_set_confidence (VidimusResult *self,
                               double         confidence)
{
  g_return_if_fail (VIDIMUS_IS_RESULT (self));
  g_return_if_fail (confidence >= 0.0 && confidence <= 1.0);

  self->confidence = confidence;
}

/**
 * vidimus_result_get_score:
 * @score: (out): 0–99, higher is worse
 *
 * Returns: %FALSE when it is absent: that alarm was not checked
 */
gboolean
vidimus_result_get_score (VidimusResult *self,
                          VidimusAlarm   alarm,
                          int           *score)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), FALSE);
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, FALSE);

  if (self->scores[alarm] < 0)
    return FALSE;
  *score = self->scores[alarm];

  return TRUE;
}

/**
 * vidimus_result_get_flag:
 * @raised: (out): the service's own boolean
 *
 * Returns: %FALSE when it is absent
 */
gboolean
vidimus_result_get_flag (VidimusResult *self,
                         VidimusAlarm   alarm,
                         gboolean      *raised)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), FALSE);
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, FALSE);

  if (self->flags[alarm] < 0)
    return FALSE;
  *raised = self->flags[alarm];

  return TRUE;
}

/**
 * vidimus_result_set_alarm:
 * @raised: the service's boolean
 * @score: 0–99
 */
void
vidimus_result_set_alarm (VidimusResult *self,
                          VidimusAlarm   alarm,
                          gboolean       raised,
                          int            score)
{
  g_return_if_fail (VIDIMUS_IS_RESULT (self));
  g_return_if_fail (alarm < VIDIMUS_N_ALARMS);
  g_return_if_fail (score >= 0 && score <= VIDIMUS_SCORE_MAX);

  self->flags[alarm] = !!raised;
  self->scores[alarm] = score;
}

/**
 * vidimus_result_get_areas:
 *
 * Returns: (transfer none) (nullable) (element-type VidimusArea): where the alarm saw something, the weightiest first; %NULL when
 *   the answer does not say
 */
GPtrArray *
vidimus_result_get_areas (VidimusResult *self,
                          VidimusAlarm   alarm)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), NULL);
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, NULL);

  return self->areas[alarm];
}

/**
 * vidimus_result_take_areas:
 * @areas: (transfer full) (element-type VidimusArea): at most %VIDIMUS_AREA_MOST
 */
void
vidimus_result_take_areas (VidimusResult *self,
                           VidimusAlarm   alarm,
                           GPtrArray     *areas)
{
  g_return_if_fail (VIDIMUS_IS_RESULT (self));
  g_return_if_fail (alarm < VIDIMUS_N_ALARMS);
  g_return_if_fail (areas != NULL && areas->len <= VIDIMUS_AREA_MOST);

  g_clear_pointer (&self->areas[alarm], g_ptr_array_unref);
  self->areas[alarm] = areas;
}

/**
 * vidimus_result_has_areas:
 *
 * Returns: whether the answer says of any alarm where it saw something, be it nothing
 */
gboolean
vidimus_result_has_areas (VidimusResult *self)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), FALSE);

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (self->areas[i] != NULL)
      return TRUE;

  return FALSE;
}

/**
 * vidimus_result_get_statistic:
 * @statistic: (out): the number behind the score, in the alarm's own unit
 *
 * Returns: %FALSE when it is absent
 */
gboolean
vidimus_result_get_statistic (VidimusResult *self,
                              VidimusAlarm   alarm,
                              double        *statistic)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), FALSE);
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, FALSE);

  if (isnan (self->statistics[alarm]))
    return FALSE;
  *statistic = self->statistics[alarm];

  return TRUE;
}

/**
 * vidimus_result_set_statistic:
 * @statistic: finite
 */
void
vidimus_result_set_statistic (VidimusResult *self,
                              VidimusAlarm   alarm,
                              double         statistic)
{
  g_return_if_fail (VIDIMUS_IS_RESULT (self));
  g_return_if_fail (alarm < VIDIMUS_N_ALARMS);
  g_return_if_fail (isfinite (statistic));

  self->statistics[alarm] = statistic;
}

/**
 * vidimus_result_get_extra:
 * @member: of the result object, such as "explain"
 *
 * Returns: (transfer none) (nullable): the value as it came
 */
JsonNode *
vidimus_result_get_extra (VidimusResult *self,
                          const char    *member)
{
  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), NULL);

  return json_object_get_member (self->other, member);
}

/**
 * vidimus_result_set_extra:
 * @member: none of the contract's own
 * @node: (transfer full):
 */
void
vidimus_result_set_extra (VidimusResult *self,
                          const char    *member,
                          JsonNode      *node)
{
  g_return_if_fail (VIDIMUS_IS_RESULT (self));
  g_return_if_fail (member != NULL && node != NULL);

  json_object_set_member (self->other, member, node);
}

static void
copy_members (JsonObject *from,
              JsonObject *to)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (to, name, json_node_ref (node));
}

static GPtrArray *
transform_areas (GPtrArray              *areas,
                 const VidimusTransform *transform)
{
  GPtrArray *copy = vidimus_areas_new ();

  for (guint i = 0; i < areas->len; i++)
    g_ptr_array_add (copy, vidimus_area_transformed (g_ptr_array_index (areas, i), transform));

  return copy;
}

/**
 * vidimus_result_transformed:
 * @transform: from pixels sent to pixels held
 *
 * The location and the areas are mapped; extra members (explain) stay as they came, in pixels as sent.
 *
 * Returns: (transfer full): a copy
 */
VidimusResult *
vidimus_result_transformed (VidimusResult          *self,
                            const VidimusTransform *transform)
{
  VidimusResult *copy;

  g_return_val_if_fail (VIDIMUS_IS_RESULT (self), NULL);
  g_return_val_if_fail (transform != NULL, NULL);

  copy = vidimus_result_new ();
  copy->type_code = g_strdup (self->type_code);
  copy->confidence = self->confidence;
  copy->has_location = self->has_location;
  if (self->has_location)
    copy->location = vidimus_quad_transform (&self->location, transform);

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      copy->flags[i] = self->flags[i];
      copy->scores[i] = self->scores[i];
      copy->statistics[i] = self->statistics[i];
      if (self->areas[i] != NULL)
        copy->areas[i] = transform_areas (self->areas[i], transform);
    }

  copy_members (self->other_body, copy->other_body);
  copy_members (self->other, copy->other);
  copy_members (self->other_flags, copy->other_flags);
  copy_members (self->other_scores, copy->other_scores);

  return copy;
}
