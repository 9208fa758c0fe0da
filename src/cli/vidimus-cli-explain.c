#include "vidimus-cli-explain.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* What a service says becomes part of a file name: nothing but letters, digits and dashes. */
static char *
clean_name (const char *text)
{
  char *name = g_strdup (text != NULL && *text != '\0' ? text : "x");

  return g_strcanon (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", '-');
}

/* A folder for the image that is new: of two images with the same name, the second gets a number. */
static char *
make_folder (const char  *dir,
             const char  *name,
             GError     **error)
{
  g_autofree char *safe = g_strdelimit (g_strdup (name), G_DIR_SEPARATOR_S, '-');
  int code = 0;

  for (int i = 1; i < 10000; i++)
    {
      g_autofree char *numbered = i == 1 ? g_strdup (safe) : g_strdup_printf ("%s-%d", safe, i);
      g_autofree char *path = g_build_filename (dir, numbered, NULL);

      if (g_mkdir_with_parents (dir, 0700) == 0 && g_mkdir (path, 0700) == 0)
        return g_steal_pointer (&path);
      code = errno;
      if (code != EEXIST)
        break;
    }

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), _("The folder “%s” can’t be written: %s"), dir,
               g_strerror (code));

  return NULL;
}

static const char *
member_text (JsonObject *object,
             const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static void
append_note (GString    *notes,
             int         number,
             JsonObject *object)
{
  JsonNode *value = json_object_get_member (object, "number");
  const char *stage = member_text (object, "stage"), *name = member_text (object, "name");
  const char *text = member_text (object, "text");

  g_string_append_printf (notes, "%02d %s %s", number, stage != NULL ? stage : "?", name != NULL ? name : "?");
  if (value != NULL && JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) != G_TYPE_STRING)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (notes, " = %s",
                              g_ascii_formatd (digits, sizeof digits, "%.6g", json_node_get_double (value)));
    }
  if (text != NULL)
    g_string_append_printf (notes, ": %s", text);
  g_string_append_c (notes, '\n');
}

static gboolean
write_picture (JsonObject  *object,
               const char  *folder,
               int          number,
               GError     **error)
{
  const char *picture = member_text (object, "picture");
  g_autofree char *stage = clean_name (member_text (object, "stage"));
  g_autofree char *name = clean_name (member_text (object, "name"));
  g_autofree char *file = g_strdup_printf ("%02d-%s-%s.png", number, stage, name);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree guchar *data = NULL;
  gsize length;

  if (picture == NULL)
    return TRUE;

  data = g_base64_decode (picture, &length);

  return g_file_set_contents_full (path, (const char *) data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, error);
}

/**
 * vidimus_cli_explain:
 * @answer: to a call with %VIDIMUS_CALL_EXPLAIN
 * @dir: made when missing, readable by its owner alone
 * @name: of the image; its folder in @dir gets it
 *
 * Writes NN-stage-name.png for each picture, and explain.txt with a line for each thing that a stage saw.
 *
 * Returns: %FALSE when something can't be written
 */
gboolean
vidimus_cli_explain (VidimusAnswer  *answer,
                     const char     *dir,
                     const char     *name,
                     GError        **error)
{
  JsonNode *extra = vidimus_result_get_extra (vidimus_answer_get_raw_result (answer), "explain");
  g_autoptr(GString) notes = g_string_new (NULL);
  g_autofree char *folder = make_folder (dir, name, error);
  g_autofree char *path = NULL;
  JsonArray *list = extra != NULL && JSON_NODE_HOLDS_ARRAY (extra) ? json_node_get_array (extra) : NULL;
  guint n = list != NULL ? json_array_get_length (list) : 0;

  if (folder == NULL)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_OBJECT (element))
        continue;
      append_note (notes, (int) i + 1, json_node_get_object (element));
      if (!write_picture (json_node_get_object (element), folder, (int) i + 1, error))
        return FALSE;
    }

  path = g_build_filename (folder, "explain.txt", NULL);

  return g_file_set_contents_full (path, notes->str, (gssize) notes->len, G_FILE_SET_CONTENTS_NONE, 0600, error);
}
