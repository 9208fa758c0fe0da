#include "vidimus-cli-run.h"

#define FAREWELL_MS 3000 /* how long the service on this computer may take to end */

/**
 * vidimus_cli_run_new:
 *
 * Returns: (transfer full) (nullable): NULL, said on the terminal, when @endpoint is no address
 */
VidimusRun *
vidimus_cli_run_new (const char *endpoint)
{
  g_autoptr(VidimusClient) client = NULL;
  g_autoptr(GError) error = NULL;

  if (endpoint != NULL)
    client = vidimus_client_new_for_endpoint (endpoint, NULL, &error);
  else
    client = vidimus_client_new_local (NULL);
  if (client == NULL)
    {
      g_printerr ("vidimus-cli: %s\n", error->message);
      return NULL;
    }

  return vidimus_run_new (client);
}

static gboolean
farewell_cb (gpointer user_data)
{
  gboolean *late = user_data;

  *late = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * vidimus_cli_run_end:
 * @run: (transfer full): nobody else's
 *
 * Calls that were cancelled have to come back before the client, and with it the service, can end.
 */
void
vidimus_cli_run_end (VidimusRun *run)
{
  gpointer client = vidimus_run_get_client (run);
  gboolean late = FALSE;
  guint timeout = g_timeout_add (FAREWELL_MS, farewell_cb, &late);

  vidimus_run_clear (run);
  g_object_add_weak_pointer (client, &client);
  g_object_unref (run);
  while (client != NULL && !late)
    g_main_context_iteration (NULL, TRUE);

  if (client != NULL)
    g_object_remove_weak_pointer (client, &client);
  if (!late)
    g_source_remove (timeout);
}
