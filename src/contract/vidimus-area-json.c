/* One alarm's evidence from and to JSON. It explains a score and never decides: what is wrong in it is left out, and the
 * answer stays. */
#include "vidimus-area-private.h"

#include <math.h>

/* Returns: (transfer full): an empty list of #VidimusArea */
GPtrArray *
vidimus_areas_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_area_free);
}

static gboolean
read_number (JsonNode *node,
             double   *number)
{
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *number = json_node_get_double (node);

  return TRUE;
}

static gboolean
read_point (JsonNode     *node,
            VidimusPoint *point)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  return pair != NULL && json_array_get_length (pair) == 2 &&
         read_number (json_array_get_element (pair, 0), &point->x) &&
         read_number (json_array_get_element (pair, 1), &point->y);
}

static VidimusArea *
read_area (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *kind = object != NULL ? json_object_get_member (object, "kind") : NULL;
  JsonNode *polygon = object != NULL ? json_object_get_member (object, "polygon") : NULL;
  JsonArray *corners = polygon != NULL && JSON_NODE_HOLDS_ARRAY (polygon) ? json_node_get_array (polygon) : NULL;
  VidimusPoint points[VIDIMUS_AREA_MAX_POINTS];
  guint n = corners != NULL ? json_array_get_length (corners) : 0;
  double value;

  if (kind == NULL || !JSON_NODE_HOLDS_VALUE (kind) || json_node_get_value_type (kind) != G_TYPE_STRING ||
      !read_number (json_object_get_member (object, "value"), &value) || n > VIDIMUS_AREA_MAX_POINTS)
    return NULL;

  for (guint i = 0; i < n; i++)
    if (!read_point (json_array_get_element (corners, i), &points[i]))
      return NULL;

  return vidimus_area_new (json_node_get_string (kind), value, points, n);
}

/* @node: of `result.evidence.<alarm>`, any JSON
 *
 * Returns: (transfer full) (nullable): what of it can be drawn; %NULL when it is not a list */
GPtrArray *
vidimus_areas_new_from_node (JsonNode *node)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GPtrArray *areas;

  if (list == NULL)
    return NULL;

  areas = vidimus_areas_new ();
  for (guint i = 0; i < MIN (json_array_get_length (list), VIDIMUS_AREA_MOST); i++)
    {
      VidimusArea *area = read_area (json_array_get_element (list, i));

      if (area != NULL)
        g_ptr_array_add (areas, area);
    }

  return areas;
}

static JsonObject *
area_to_object (const VidimusArea *area)
{
  JsonObject *object = json_object_new ();
  JsonArray *polygon = json_array_sized_new (area->n_points);

  for (guint i = 0; i < area->n_points; i++)
    {
      JsonArray *pair = json_array_sized_new (2);

      json_array_add_int_element (pair, llround (area->points[i].x));
      json_array_add_int_element (pair, llround (area->points[i].y));
      json_array_add_array_element (polygon, pair);
    }
  json_object_set_array_member (object, "polygon", polygon);
  json_object_set_string_member (object, "kind", area->kind);
  json_object_set_double_member (object, "value", area->value);

  return object;
}

/* Returns: (transfer full): a list, its polygons in whole pixels */
JsonNode *
vidimus_areas_to_node (GPtrArray *areas)
{
  JsonArray *list = json_array_sized_new (areas->len);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < areas->len; i++)
    json_array_add_object_element (list, area_to_object (g_ptr_array_index (areas, i)));
  json_node_take_array (node, list);

  return node;
}
