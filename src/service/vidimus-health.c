#include "vidimus-health.h"

#include "vidimus-json.h"

static void
add_locks (JsonBuilder              *builder,
           const char               *member,
           const VidimusConfinement *locks)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "landlock");
  json_builder_add_int_value (builder, locks->landlock);
  json_builder_set_member_name (builder, "seccomp");
  json_builder_add_boolean_value (builder, locks->seccomp);
  json_builder_end_object (builder);
}

/**
 * vidimus_health_to_json:
 * @draining: whether the service is about to end
 *
 * Returns: (transfer full): the body of the answer
 */
char *
vidimus_health_to_json (const VidimusHealth *self,
                        gboolean             draining)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "status");
  json_builder_add_string_value (builder, draining ? "draining" : "ok");
  json_builder_set_member_name (builder, "version");
  json_builder_add_string_value (builder, VIDIMUS_VERSION);
  json_builder_set_member_name (builder, "workers");
  json_builder_add_int_value (builder, self->workers);
  add_locks (builder, "confinement", &self->confinement);
  add_locks (builder, "front", &self->front);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (gsize i = 0; self->warnings != NULL && self->warnings[i] != NULL; i++)
    json_builder_add_string_value (builder, self->warnings[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
