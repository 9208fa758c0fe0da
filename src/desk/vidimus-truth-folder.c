/* The folder of a truth file: pictures, and what is true of them. What is there is added to, never written over. */
#include "vidimus-truth-private.h"

#include "vidimus-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAMES 10000

/* Whether @file is there with these very bytes; one that can't be read is of another content. */
static gboolean
holds (GFile  *file,
       GBytes *bytes)
{
  g_autoptr(GBytes) there = g_file_load_bytes (file, NULL, NULL, NULL);

  return there != NULL && g_bytes_equal (there, bytes);
}

static char *
numbered (const char *name,
          int         number)
{
  const char *ending = strrchr (name, '.');
  int stem = ending != NULL && ending != name ? (int) (ending - name) : (int) strlen (name);

  return number == 1 ? g_strdup (name) : g_strdup_printf ("%.*s-%d%s", stem, name, number, name + stem);
}

/* Writes the picture unless it is there; never over another.
 *
 * Returns: (transfer full) (nullable): under what name */
static char *
save_picture (VidimusTruthRecord  *record,
              GFile               *folder,
              GCancellable        *cancellable,
              GError             **error)
{
  for (int number = 1; number < MAX_NAMES; number++)
    {
      g_autofree char *name = numbered (record->name, number);
      g_autoptr(GFile) file = g_file_get_child (folder, name);
      g_autoptr(GError) local = NULL;
      g_autoptr(GFileOutputStream) stream = g_file_create (file, G_FILE_CREATE_PRIVATE, cancellable, &local);

      if (stream != NULL)
        {
          gsize length;
          const void *data = g_bytes_get_data (record->bytes, &length);

          if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, length, NULL, cancellable, error) &&
              g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error))
            return g_steal_pointer (&name);
          g_file_delete (file, NULL, NULL);
          return NULL;
        }
      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (holds (file, record->bytes))
        return g_steal_pointer (&name);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("There are too many pictures named “%s” in this folder."),
               record->name);

  return NULL;
}

/* What the folder's truth says so far; a file that is no truth is not written over. */
static JsonNode *
load_truth (GFile         *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *json = NULL;
  g_autoptr(GError) local = NULL;
  g_autoptr(JsonNode) root = NULL;
  gsize length;

  if (!g_file_load_contents (file, cancellable, &json, &length, NULL, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return vidimus_json_parse ("{\"images\": []}", -1, error);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  root = vidimus_json_parse (json, (gssize) length, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    {
      JsonNode *images = json_object_get_member (json_node_get_object (root), "images");

      if (images != NULL && JSON_NODE_HOLDS_ARRAY (images))
        return g_steal_pointer (&root);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("“truth.json” in this folder is not a list of pictures. Choose another folder."));

  return NULL;
}

/* The picture's entry, of before or a new one. */
static JsonObject *
get_entry (JsonArray  *images,
           const char *name)
{
  for (guint i = 0; i < json_array_get_length (images); i++)
    {
      JsonNode *node = json_array_get_element (images, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonNode *file = object != NULL ? json_object_get_member (object, "file") : NULL;

      if (file != NULL && JSON_NODE_HOLDS_VALUE (file) && json_node_get_value_type (file) == G_TYPE_STRING &&
          g_str_equal (json_node_get_string (file), name))
        return object;
    }
  json_array_add_object_element (images, json_object_new ());

  return json_array_get_object_element (images, json_array_get_length (images) - 1);
}

static JsonNode *
quad_to_node (const VidimusQuad *quad)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  vidimus_json_add_quad (builder, "quad", quad);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_object_dup_member (json_node_get_object (root), "quad");
}

/* What else was said of it, such as its alarms, stays. */
static void
fill_entry (JsonObject               *entry,
            const VidimusTruthRecord *record,
            const char               *name)
{
  json_object_set_string_member (entry, "file", name);
  if (record->answered && record->type != NULL)
    json_object_set_string_member (entry, "type", record->type);
  else if (record->answered)
    json_object_set_null_member (entry, "type");
  json_object_set_member (entry, "quad", quad_to_node (&record->quad));
  json_object_set_string_member (entry, "layout", record->is_flat ? "flat" : "photo");
  json_object_set_int_member (entry, "turn", record->turn);
  if (!json_object_has_member (entry, "source"))
    json_object_set_string_member (entry, "source", "corrected by hand");
}

/**
 * vidimus_truth_folder_write: (blocks)
 * @records: (element-type VidimusTruthRecord)
 *
 * Adds them to @folder's truth.json, or replaces what it says of the same pictures, and puts the pictures beside it.
 */
gboolean
vidimus_truth_folder_write (GFile         *folder,
                            GPtrArray     *records,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(GFile) file = g_file_get_child (folder, "truth.json");
  g_autoptr(JsonNode) root = load_truth (file, cancellable, error);
  g_autofree char *json = NULL;
  JsonArray *images;

  if (root == NULL)
    return FALSE;

  images = json_object_get_array_member (json_node_get_object (root), "images");
  for (guint i = 0; i < records->len; i++)
    {
      VidimusTruthRecord *record = records->pdata[i];
      g_autofree char *name = save_picture (record, folder, cancellable, error);

      if (name == NULL)
        return FALSE;
      fill_entry (get_entry (images, name), record, name);
    }
  json = vidimus_json_to_string (root, TRUE);

  return g_file_replace_contents (file, json, strlen (json), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, cancellable, error);
}
