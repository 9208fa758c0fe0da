#include "vidimus-health-private.h"

#include "vidimus-json.h"

#include <glib/gi18n-lib.h>

static gboolean
has_lock (JsonObject *confinement,
          const char *name)
{
  JsonNode *node = confinement != NULL ? json_object_get_member (confinement, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? json_node_get_boolean (node)
                                                            : json_node_get_int (node) > 0;
}

/**
 * vidimus_health_describe_locks:
 * @health: what it says under /healthz; what is no such thing has no locks
 *
 * Returns: (nullable): what a user should know: which of the locks around the decoder and the engine this kernel
 *   lacks; translated, static
 */
const char *
vidimus_health_describe_locks (GBytes *health)
{
  g_autoptr(JsonNode) root = vidimus_json_parse (g_bytes_get_data (health, NULL), g_bytes_get_size (health), NULL);
  JsonNode *node = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                   ? json_object_get_member (json_node_get_object (root), "confinement") : NULL;
  JsonObject *confinement = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gboolean landlock = has_lock (confinement, "landlock");
  gboolean seccomp = has_lock (confinement, "seccomp");

  if (!landlock && !seccomp)
    return _("Landlock and seccomp are missing on this computer: images are decoded without a sandbox. Open only "
             "images that you trust.");
  if (!landlock)
    return _("Landlock is missing on this kernel: a harmful image could read files. The other locks are in place.");
  if (!seccomp)
    return _("seccomp is missing on this kernel: a harmful image could make any system call. The other locks are in "
             "place.");

  return NULL;
}
