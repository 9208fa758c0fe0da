#include "vidimus-specimens.h"

#include "vidimus-alarm.h"
#include "vidimus-document-type.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static void
specimen_free (gpointer data)
{
  VidimusSpecimen *specimen = data;

  g_free (specimen->name);
  g_free (specimen->title);
  g_clear_object (&specimen->file);
  g_free (specimen);
}

static const char *
get_string (JsonObject *object,
            const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

/* The first alarm that the specimen is drawn to raise, or −1. */
static int
get_alarm (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "alarms");
  g_autoptr(GList) keys = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return -1;

  keys = json_object_get_members (json_node_get_object (node));
  for (GList *l = keys; l != NULL; l = l->next)
    {
      VidimusAlarm alarm;

      if (vidimus_alarm_from_key (l->data, &alarm) &&
          json_object_get_boolean_member_with_default (json_node_get_object (node), l->data, FALSE))
        return (int) alarm;
    }

  return -1;
}

static VidimusSpecimen *
read_specimen (JsonObject *object,
               GFile      *folder)
{
  const char *file = get_string (object, "file");
  const char *type = get_string (object, "type");
  const char *kind = type != NULL ? vidimus_document_type_get_name (type) : _("None of the nine documents");
  int alarm = get_alarm (object);
  VidimusSpecimen *specimen;

  if (file == NULL)
    return NULL;

  specimen = g_new0 (VidimusSpecimen, 1);
  specimen->file = g_file_resolve_relative_path (folder, file);
  specimen->name = g_file_get_basename (specimen->file);
  if (g_strrstr (specimen->name, ".") != NULL)
    *g_strrstr (specimen->name, ".") = '\0';
  specimen->group = alarm >= 0 ? 1 : type == NULL ? 2 : 0;
  /* Translators: a specimen’s defect, then what document it is: “Glare: Passport” */
  specimen->title = alarm >= 0 ? g_strdup_printf (_("%s: %s"), vidimus_alarm_get_title ((VidimusAlarm) alarm), kind)
                               : g_strdup (kind);

  return specimen;
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const VidimusSpecimen *const *left = a, *const *right = b;

  return (*left)->group - (*right)->group;
}

/**
 * vidimus_specimens_load:
 *
 * Reads the index of the specimens: in the folder that the environment's VIDIMUS_SPECIMENS names, else where they
 * are installed.
 *
 * Returns: (transfer full) (element-type VidimusSpecimen): grouped; empty when there are none
 */
GPtrArray *
vidimus_specimens_load (void)
{
  const char *environment = g_getenv ("VIDIMUS_SPECIMENS");
  g_autoptr(GFile) folder = g_file_new_for_path (environment != NULL ? environment : PKGDATADIR "/specimens");
  g_autofree char *path = g_build_filename (g_file_peek_path (folder), "index.json", NULL);
  g_autoptr(GPtrArray) specimens = g_ptr_array_new_with_free_func (specimen_free);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonNode *root, *images = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || !json_parser_load_from_file (parser, path, NULL))
    return g_steal_pointer (&specimens);

  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    images = json_object_get_member (json_node_get_object (root), "images");

  for (guint i = 0; images != NULL && JSON_NODE_HOLDS_ARRAY (images) &&
                    i < json_array_get_length (json_node_get_array (images)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (images), i);
      VidimusSpecimen *specimen = JSON_NODE_HOLDS_OBJECT (node)
                                    ? read_specimen (json_node_get_object (node), folder) : NULL;

      if (specimen != NULL)
        g_ptr_array_add (specimens, specimen);
    }
  g_ptr_array_sort (specimens, compare_groups);

  return g_steal_pointer (&specimens);
}

/**
 * vidimus_specimens_find:
 * @name: empty for the first
 *
 * Returns: (nullable): the specimen of that name
 */
const VidimusSpecimen *
vidimus_specimens_find (GPtrArray  *specimens,
                        const char *name)
{
  for (guint i = 0; i < specimens->len; i++)
    {
      const VidimusSpecimen *specimen = specimens->pdata[i];

      if (*name == '\0' || g_strcmp0 (specimen->name, name) == 0)
        return specimen;
    }

  return NULL;
}
