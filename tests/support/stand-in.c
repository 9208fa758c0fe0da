/* The stand-in as a program, for tests that drive the window from outside.
 *
 * Prints one line, a JSON object: where it is, who may ask. Ends with its standard input. While it runs it takes
 *   POST /stand-in/turn?door=classify&name=throttled[&n=2]   see vidimus_stand_in_turn_by_name()
 *   POST /stand-in/set?clock=…&token-life=…&subscribed=0&permitted=0&password=…
 *   POST /stand-in/void-tokens
 *   GET  /stand-in/count?door=classify
 */
#include "vidimus-stand-in.h"
#include "vidimus-test-ca.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
reply (SoupServerMessage *message,
       guint              status,
       const char        *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, text, strlen (text));
}

static gboolean
take_turns (VidimusStandIn *stand_in,
            GHashTable     *query)
{
  const char *door_name = g_hash_table_lookup (query, "door");
  const char *name = g_hash_table_lookup (query, "name");
  const char *n = g_hash_table_lookup (query, "n");
  VidimusStandInDoor door;
  VidimusStandInTurn turn;

  if (door_name == NULL || name == NULL || !vidimus_stand_in_door_by_name (door_name, &door) ||
      !vidimus_stand_in_turn_by_name (name, &turn))
    return FALSE;

  for (int i = 0; i < (n != NULL ? atoi (n) : 1); i++)
    vidimus_stand_in_queue (stand_in, door, &turn);

  return TRUE;
}

static gboolean
set (VidimusStandIn *stand_in,
     GHashTable     *query)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, query);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_str_equal (key, "clock"))
      vidimus_stand_in_set_clock (stand_in, g_ascii_strtoll (value, NULL, 10));
    else if (g_str_equal (key, "token-life"))
      vidimus_stand_in_set_token_life (stand_in, atoi (value));
    else if (g_str_equal (key, "subscribed"))
      vidimus_stand_in_set_subscribed (stand_in, atoi (value));
    else if (g_str_equal (key, "permitted"))
      vidimus_stand_in_set_permitted (stand_in, atoi (value));
    else if (g_str_equal (key, "password"))
      vidimus_stand_in_set_password (stand_in, value);
    else
      return FALSE;

  return TRUE;
}

static void
control_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  VidimusStandIn *stand_in = user_data;
  g_autoptr(GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTable *form = query != NULL ? query : none;
  VidimusStandInDoor door;
  gboolean fine = TRUE;

  if (g_str_equal (path, "/stand-in/count") && g_hash_table_lookup (form, "door") != NULL &&
      vidimus_stand_in_door_by_name (g_hash_table_lookup (form, "door"), &door))
    {
      g_autofree char *text = g_strdup_printf ("%u\n", vidimus_stand_in_count (stand_in, door));

      reply (message, 200, text);
      return;
    }

  if (g_str_equal (path, "/stand-in/turn"))
    fine = take_turns (stand_in, form);
  else if (g_str_equal (path, "/stand-in/set"))
    fine = set (stand_in, form);
  else if (g_str_equal (path, "/stand-in/void-tokens"))
    vidimus_stand_in_void_tokens (stand_in);
  else
    fine = FALSE;

  reply (message, fine ? 200 : 400, fine ? "done\n" : "no such thing\n");
}

static void
input_ended_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_input_stream_skip_finish (G_INPUT_STREAM (object), result, NULL);
  g_main_loop_quit (user_data);
}

static void
introduce (VidimusStandIn *stand_in,
           VidimusTestCa  *ca)
{
  printf ("{\"uri\":\"%s\",\"ca\":\"%s\",\"region\":\"%s\",\"project\":\"%s\",\"user\":\"%s\",\"domain\":\"%s\","
          "\"access_key\":\"%s\"}\n",
          vidimus_stand_in_get_uri (stand_in), ca != NULL ? vidimus_test_ca_get_file (ca) : "", VIDIMUS_STAND_IN_REGION,
          VIDIMUS_STAND_IN_PROJECT, VIDIMUS_STAND_IN_USER, VIDIMUS_STAND_IN_DOMAIN, VIDIMUS_STAND_IN_AK);
  fflush (stdout);
}

int
main (int   argc,
      char *argv[])
{
  gboolean tls = FALSE;
  g_autofree char *answer = NULL, *backend = NULL, *password = NULL;
  const GOptionEntry entries[] = {
    { "tls", 0, 0, G_OPTION_ARG_NONE, &tls, "Serve https, with a certificate of an authority of its own", NULL },
    { "answer", 0, 0, G_OPTION_ARG_FILENAME, &answer, "Answer with this file", "FILE" },
    { "backend", 0, 0, G_OPTION_ARG_STRING, &backend, "Let this service answer", "URI" },
    { "password", 0, 0, G_OPTION_ARG_STRING, &password, "Whom IAM knows", "PASSWORD" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GInputStream) input = NULL;
  g_autoptr(VidimusTestCa) ca = NULL;
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(VidimusStandIn) stand_in = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *reason = NULL, *json = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      (answer != NULL && !g_file_get_contents (answer, &json, NULL, &error)))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  if (tls && (ca = vidimus_test_ca_new (&reason)) == NULL)
    {
      g_printerr ("%s\n", reason);
      return EXIT_FAILURE;
    }

  if (tls)
    certificate = vidimus_test_ca_issue (ca, VIDIMUS_TEST_CERT_GOOD);
  stand_in = vidimus_stand_in_new (certificate);
  if (json != NULL)
    vidimus_stand_in_set_answer (stand_in, json);
  if (backend != NULL)
    vidimus_stand_in_set_backend (stand_in, backend);
  if (password != NULL)
    vidimus_stand_in_set_password (stand_in, password);
  soup_server_add_handler (vidimus_stand_in_get_server (stand_in), "/stand-in", control_cb, stand_in, NULL);

  introduce (stand_in, ca);
  input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_input_stream_skip_async (input, 1, G_PRIORITY_DEFAULT, NULL, input_ended_cb, loop);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}
