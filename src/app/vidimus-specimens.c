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

/* Titles of specimens that are of no known type, as the index has them. */
static const char *const other_titles[] = {
  N_("None of the nine: driving licence"),
  N_("None of the nine: bank card"),
};

static const char *
translate_title (const char *title)
{
  for (gsize i = 0; i < G_N_ELEMENTS (other_titles); i++)
    if (g_strcmp0 (title, other_titles[i]) == 0)
      return _(other_titles[i]);

  return title;
}

static VidimusSpecimen *
read_specimen (JsonObject *object,
               GFile      *folder)
{
  const char *file = get_string (object, "file");
  const char *title = get_string (object, "title");
  const char *type = get_string (object, "type");
  const char *key = get_string (object, "alarm");
  const char *kind = type != NULL ? vidimus_document_type_get_name (type) : NULL;
  VidimusSpecimen *specimen;
  VidimusAlarm alarm;
  char *extension;

  if (file == NULL || title == NULL)
    return NULL;

  specimen = g_new0 (VidimusSpecimen, 1);
  specimen->file = g_file_resolve_relative_path (folder, file);
  specimen->name = g_path_get_basename (file);
  extension = strrchr (specimen->name, '.');
  if (extension != NULL)
    *extension = '\0';

  if (key != NULL && kind != NULL && vidimus_alarm_from_key (key, &alarm))
    {
      specimen->group = 1;
      /* Translators: a specimen’s defect, then what document it is: “Glare: Passport” */
      specimen->title = g_strdup_printf (_("%s: %s"), vidimus_alarm_get_title (alarm), kind);
    }
  else
    {
      specimen->group = kind != NULL ? 0 : 2;
      specimen->title = g_strdup (kind != NULL ? kind : translate_title (title));
    }

  return specimen;
}

typedef struct
{
  GPtrArray *specimens;
  GFile     *folder;
} Reading;

static void
add_specimen (JsonArray *array,
              guint      index,
              JsonNode  *node,
              gpointer   user_data)
{
  Reading *reading = user_data;
  VidimusSpecimen *specimen = JSON_NODE_HOLDS_OBJECT (node)
                                ? read_specimen (json_node_get_object (node), reading->folder) : NULL;

  if (specimen != NULL)
    g_ptr_array_add (reading->specimens, specimen);
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
  JsonNode *root;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || !json_parser_load_from_file (parser, path, NULL))
    return g_steal_pointer (&specimens);

  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    json_array_foreach_element (json_node_get_array (root), add_specimen,
                                &(Reading) { specimens, folder });
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
