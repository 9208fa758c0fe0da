#include "vidimus-route.h"

#include <string.h>

#define CLASSIFY_PREFIX "/v2/"
#define CLASSIFY_SUFFIX "/ocr/auto-id-doc-classification"

/**
 * vidimus_route_find:
 * @path: of the URI
 * @project_id: (out) (optional) (transfer full): of a path that has one, else %NULL
 */
VidimusRoute
vidimus_route_find (const char  *path,
                    char       **project_id)
{
  const char *project, *rest;

  if (project_id != NULL)
    *project_id = NULL;
  if (g_str_equal (path, "/vidimus/v1/frames"))
    return VIDIMUS_ROUTE_FRAMES;
  if (g_str_equal (path, "/healthz"))
    return VIDIMUS_ROUTE_HEALTH;
  if (g_str_equal (path, "/metrics"))
    return VIDIMUS_ROUTE_METRICS;
  if (!g_str_has_prefix (path, CLASSIFY_PREFIX))
    return VIDIMUS_ROUTE_NONE;

  project = path + strlen (CLASSIFY_PREFIX);
  rest = strchr (project, '/');
  if (rest == NULL || rest == project || !g_str_has_prefix (rest, CLASSIFY_SUFFIX))
    return VIDIMUS_ROUTE_NONE;

  if (project_id != NULL)
    *project_id = g_strndup (project, (gsize) (rest - project));
  rest += strlen (CLASSIFY_SUFFIX);
  if (*rest == '\0' || g_str_equal (rest, "/"))
    return VIDIMUS_ROUTE_CLASSIFY;
  if (project_id != NULL)
    g_clear_pointer (project_id, g_free);

  return VIDIMUS_ROUTE_NONE;
}

/**
 * vidimus_route_get_method:
 *
 * Returns: the method it takes; HEAD goes with GET
 */
const char *
vidimus_route_get_method (VidimusRoute self)
{
  return self == VIDIMUS_ROUTE_CLASSIFY || self == VIDIMUS_ROUTE_FRAMES ? "POST" : "GET";
}

/**
 * vidimus_route_get_name:
 *
 * Returns: a word for logs
 */
const char *
vidimus_route_get_name (VidimusRoute self)
{
  static const char *const names[] = { "none", "classify", "frames", "health", "metrics" };

  return names[self];
}
