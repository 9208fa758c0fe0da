#include "vidimus-test-service.h"

#include <json-glib/json-glib.h>

#include <math.h>
#include <string.h>

/**
 * test_reply_get_header:
 *
 * Returns: (transfer full) (nullable): the value of a header
 */
char *
test_reply_get_header (TestReply  *self,
                       const char *name)
{
  g_auto(GStrv) lines = g_strsplit (self->head != NULL ? self->head : "", "\r\n", -1);
  g_autofree char *prefix = g_strconcat (name, ": ", NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], prefix, strlen (prefix)) == 0)
      return g_strdup (lines[i] + strlen (prefix));

  return NULL;
}

/* (transfer full) (nullable): the error code of the body */
static char *
get_code (TestReply *self)
{
  g_autoptr(JsonNode) root = self->body != NULL ? json_from_string (self->body, NULL) : NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) ||
      !json_object_has_member (json_node_get_object (root), "error_code"))
    return NULL;

  return g_strdup (json_object_get_string_member (json_node_get_object (root), "error_code"));
}

/**
 * test_reply_assert:
 * @code: (nullable): of the error; %NULL: there is none
 *
 * What is refused before it is looked into says by which request that was.
 */
void
test_reply_assert (TestReply  *self,
                   guint       status,
                   const char *code)
{
  g_autofree char *got = get_code (self);

  g_assert_cmpuint (self->status, ==, status);
  g_assert_cmpstr (got, ==, code);
  if (code != NULL && g_str_has_prefix (code, "APIG."))
    g_assert_nonnull (strstr (self->body, "\"request_id\""));
}

/**
 * test_reply_get_number:
 *
 * Returns: the number that was explained under @name; NAN when none was
 */
double
test_reply_get_number (TestReply  *self,
                       const char *name)
{
  g_autoptr(JsonNode) root = self->body != NULL ? json_from_string (self->body, NULL) : NULL;
  JsonObject *result;
  JsonArray *list;

  if (self->status != 200)
    return NAN;

  result = json_object_get_object_member (json_node_get_object (root), "result");
  list = json_object_get_array_member (result, "explain");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);

      if (g_str_equal (json_object_get_string_member (entry, "name"), name))
        return json_object_get_double_member (entry, "number");
    }

  return NAN;
}

/**
 * test_reply_free:
 * @self: (transfer full): a reply
 */
void
test_reply_free (TestReply *self)
{
  g_free (self->head);
  g_free (self->body);
  g_free (self);
}
