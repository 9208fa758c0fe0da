/* Truth files: {"images": [{"file", "type", "quad", "layout", …}]}. Members that are not known are passed over; one that
 * can't be what it says is an error, since a misspelt truth would be counted as another. */
#include "vidimus-evaluation.h"

#include "vidimus-document-type.h"
#include "vidimus-json.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const sets[VIDIMUS_N_SETS] = { "drawn", "laid-over", "real" };
static const char *const layouts[] = { "flat", "photo", "paper", "scene" };

/** vidimus_evaluation_set_get_key: as truth files and JSON name it. */
const char *
vidimus_evaluation_set_get_key (VidimusEvaluationSet set)
{
  g_return_val_if_fail (set < VIDIMUS_N_SETS, NULL);

  return sets[set];
}

/** vidimus_evaluation_item_free: with all that it owns; NULL is left alone. */
void
vidimus_evaluation_item_free (VidimusEvaluationItem *item)
{
  if (item == NULL)
    return;

  g_free (item->path);
  g_free (item->file);
  g_free (item->type);
  g_free (item->card);
  g_free (item->side);
  g_free (item->reproduce_kind);
  g_free (item->error);
  g_free (item->said_type);
  g_free (item);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusEvaluationItem, vidimus_evaluation_item_free)

static gboolean
fail (GError     **error,
      const char  *member)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is not what a truth file may say"), member);

  return FALSE;
}

/* A member that is absent or null is not there. */
static JsonNode *
get_member (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  return (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE) && isfinite (json_node_get_double (node));
}

static gboolean
read_text (JsonObject  *object,
           const char  *name,
           char       **text,
           GError     **error)
{
  JsonNode *node = get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!is_text (node))
    return fail (error, name);
  *text = g_strdup (json_node_get_string (node));

  return TRUE;
}

static gboolean
read_choice (JsonObject         *object,
             const char         *name,
             const char *const  *choices,
             int                 n_choices,
             int                *choice,
             GError            **error)
{
  JsonNode *node = get_member (object, name);

  if (node == NULL)
    return TRUE;
  for (int i = 0; is_text (node) && i < n_choices; i++)
    if (g_str_equal (json_node_get_string (node), choices[i]))
      {
        *choice = i;
        return TRUE;
      }

  return fail (error, name);
}

static gboolean
read_quad (JsonObject             *object,
           VidimusEvaluationItem  *item,
           GError                **error)
{
  JsonNode *node = get_member (object, "quad");
  JsonArray *corners = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node == NULL)
    return TRUE;
  if (corners == NULL || json_array_get_length (corners) != 4)
    return fail (error, "quad");
  for (guint i = 0; i < 4; i++)
    {
      JsonNode *corner = json_array_get_element (corners, i);
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (corner) ? json_node_get_array (corner) : NULL;

      if (pair == NULL || json_array_get_length (pair) != 2 || !is_number (json_array_get_element (pair, 0)) ||
          !is_number (json_array_get_element (pair, 1)))
        return fail (error, "quad");
      item->quad.corners[i].x = json_array_get_double_element (pair, 0);
      item->quad.corners[i].y = json_array_get_double_element (pair, 1);
    }
  item->has_quad = TRUE;

  return TRUE;
}

static gboolean
read_turn (JsonObject             *object,
           VidimusEvaluationItem  *item,
           GError                **error)
{
  JsonNode *node = get_member (object, "turn");
  double turn;

  item->turn = -1;
  if (node == NULL)
    return TRUE;
  turn = is_number (node) ? json_node_get_double (node) : -1.0;
  if (turn != 0.0 && turn != 90.0 && turn != 180.0 && turn != 270.0)
    return fail (error, "turn");
  item->turn = (int) turn;

  return TRUE;
}

/* {"blur": …}: the reader takes one value, of which it knows what it may be. */
static gboolean
read_by_alarm (JsonObject  *object,
               const char  *name,
               gboolean   (*read_value) (JsonNode *node, int *value),
               int         *values,
               GError     **error)
{
  JsonNode *node = get_member (object, name);
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, name);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      VidimusAlarm alarm;

      if (!vidimus_alarm_from_key (key, &alarm) || !read_value (value, &values[alarm]))
        return fail (error, key);
    }

  return TRUE;
}

static gboolean
read_flag (JsonNode *node,
           int      *value)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node) ? 1 : 0;

  return TRUE;
}

static gboolean
read_dose (JsonNode *node,
           int      *value)
{
  double dose = is_number (node) ? json_node_get_double (node) : -1.0;

  if (dose < 0.0 || dose > VIDIMUS_MAX_DOSE || dose != floor (dose))
    return FALSE;
  *value = (int) dose;

  return TRUE;
}

/* Of a drawn image all doses are known: what is not named is not there. */
static gboolean
read_defects (JsonObject             *object,
              VidimusEvaluationItem  *item,
              GError                **error)
{
  gboolean known = get_member (object, "doses") != NULL || item->set != VIDIMUS_SET_REAL;

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      item->alarms[i] = -1;
      item->doses[i] = known ? 0 : -1;
    }

  return read_by_alarm (object, "alarms", read_flag, item->alarms, error) &&
         read_by_alarm (object, "doses", read_dose, item->doses, error);
}

static gboolean
read_set (JsonObject             *object,
          VidimusEvaluationItem  *item,
          GError                **error)
{
  g_autofree char *source = NULL;
  int set;

  if (!read_text (object, "source", &source, error))
    return FALSE;
  set = g_strcmp0 (source, "drawn") == 0 ? VIDIMUS_SET_DRAWN : VIDIMUS_SET_REAL;
  if (!read_choice (object, "set", sets, VIDIMUS_N_SETS, &set, error))
    return FALSE;
  item->set = set;

  return TRUE;
}

static gboolean
read_members (JsonObject             *object,
              VidimusEvaluationItem  *item,
              GError                **error)
{
  int layout = VIDIMUS_LAYOUT_PHOTO;

  if (!read_text (object, "file", &item->file, error) || item->file == NULL)
    return *error != NULL ? FALSE : fail (error, "file");
  if (!read_text (object, "type", &item->type, error) ||
      (item->type != NULL && !vidimus_document_type_is_known (item->type)))
    return *error != NULL ? FALSE : fail (error, "type");
  item->type_known = json_object_has_member (object, "type"); /* null says: none of the nine */
  if (!read_choice (object, "layout", layouts, G_N_ELEMENTS (layouts), &layout, error))
    return FALSE;
  item->layout = layout;

  return read_quad (object, item, error) && read_turn (object, item, error) && read_set (object, item, error) &&
         read_defects (object, item, error) && read_text (object, "card", &item->card, error) &&
         read_text (object, "side", &item->side, error) &&
         read_text (object, "reproduce_kind", &item->reproduce_kind, error);
}

static VidimusEvaluationItem *
read_item (JsonNode    *node,
           const char  *folder,
           GError     **error)
{
  g_autoptr(VidimusEvaluationItem) item = g_new0 (VidimusEvaluationItem, 1);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (error, "images");
      return NULL;
    }
  if (!read_members (json_node_get_object (node), item, error))
    return NULL;
  item->path = g_canonicalize_filename (item->file, folder);
  vidimus_evaluation_item_compare (item);

  return g_steal_pointer (&item);
}

static JsonArray *
get_images (JsonNode *root)
{
  JsonNode *images = JSON_NODE_HOLDS_OBJECT (root) ? get_member (json_node_get_object (root), "images") : NULL;

  return images != NULL && JSON_NODE_HOLDS_ARRAY (images) ? json_node_get_array (images) : NULL;
}

/**
 * vidimus_evaluation_load:
 * @truth_file: its images' paths are relative to its folder
 * @items: (element-type VidimusEvaluationItem): appended to; left as it was on an error
 *
 * The error names the file, and the image and member that it stumbled over.
 */
gboolean
vidimus_evaluation_load (const char  *truth_file,
                         GPtrArray   *items,
                         GError     **error)
{
  g_autofree char *path = g_canonicalize_filename (truth_file, NULL), *folder = g_path_get_dirname (path), *json = NULL;
  g_autoptr(JsonNode) root = NULL;
  guint before = items->len;
  gsize length;
  JsonArray *images;

  if (!g_file_get_contents (truth_file, &json, &length, error))
    return FALSE;
  root = vidimus_json_parse (json, (gssize) length, error);
  images = root != NULL ? get_images (root) : NULL;
  if (root != NULL && images == NULL)
    fail (error, "images");
  if (images == NULL)
    {
      g_prefix_error (error, "%s: ", truth_file);
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (images); i++)
    {
      g_autoptr(GError) local = NULL;
      VidimusEvaluationItem *item = read_item (json_array_get_element (images, i), folder, &local);

      if (item == NULL)
        {
          g_ptr_array_set_size (items, (int) before);
          g_propagate_error (error, g_steal_pointer (&local));
          /* Translators: a truth file, and which of its images */
          g_prefix_error (error, _("%s, image %u: "), truth_file, i + 1);
          return FALSE;
        }
      g_ptr_array_add (items, item);
    }

  return TRUE;
}
