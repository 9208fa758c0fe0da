/* What a stranger can say before they are known: a method and a path, headers a line each, and after an empty line a body. */
#include "vidimus-fuzz.h"

#include "vidimus-asked.h"
#include "vidimus-gate.h"
#include "vidimus-keys-file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define PROJECT "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
#define NOW     1767323045 /* 2026-01-02T03:04:05Z, as in tests/data/api/sign-vectors.json */

static VidimusGate *
open_gate (void)
{
  static const char json[] = "{\"keys\": [{\"access_key\": \"QTWAOYTTINDUT2QVKYUC\", \"secret_key\": "
                             "\"MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc\", \"project_id\": \"" PROJECT "\"}], "
                             "\"tokens\": [{\"token\": \"t0ken-of-the-tests-0123456789\", \"project_id\": \"" PROJECT "\"}]}";
  const VidimusRate rate = { 1e9, 1e9 };
  g_autofree char *dir = g_dir_make_tmp ("vf-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "keys.json", NULL);
  g_autoptr(VidimusKeys) keys = NULL;

  g_assert_true (g_file_set_contents_full (path, json, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  keys = vidimus_keys_load (path, NULL);
  g_assert_nonnull (keys);
  g_unlink (path);
  g_rmdir (dir);

  return vidimus_gate_new (keys, &rate);
}

/* The lines of the head, taken apart; returns the body. */
static const char *
read_head (char               *text,
           VidimusGateRequest *request,
           GArray             *headers)
{
  char *body = strstr (text, "\n\n");
  g_auto(GStrv) lines = NULL;

  if (body != NULL)
    *body = '\0';
  lines = g_strsplit (text, "\n", 200);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], i == 0 ? ' ' : ':');
      VidimusHeader header = { lines[i], "" };

      if (colon != NULL)
        {
          *colon = '\0';
          header.value = colon + 1 + strspn (colon + 1, " ");
        }
      if (i == 0)
        {
          request->method = g_strdup (header.name);
          request->path = g_strdup (header.value);
        }
      else
        {
          header.name = g_strdup (header.name);
          header.value = g_strdup (header.value);
          g_array_append_val (headers, header);
        }
    }

  return body != NULL ? body + 2 : "";
}

static void
header_clear (gpointer data)
{
  VidimusHeader *header = data;

  g_free ((char *) header->name);
  g_free ((char *) header->value);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static VidimusGate *gate;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(GArray) headers = g_array_new (FALSE, FALSE, sizeof (VidimusHeader));
  VidimusGateRequest request = { .project_id = PROJECT };
  g_autoptr(VidimusPass) pass = NULL;
  g_autoptr(VidimusAsked) asked = NULL;
  VidimusRefusal refusal = { 0 };
  const char *body;

  if (gate == NULL)
    gate = open_gate ();

  vidimus_keys_file_line (text, strlen (text), "keys", 1);
  g_array_set_clear_func (headers, header_clear);
  body = read_head (text, &request, headers);
  request.headers = (const VidimusHeader *) (gpointer) headers->data;
  request.n_headers = headers->len;
  pass = vidimus_gate_check (gate, &request, (gint64) NOW * G_USEC_PER_SEC, &refusal);
  if (pass != NULL && vidimus_pass_is_signed (pass) && !vidimus_pass_verify_body (pass, body, strlen (body)))
    g_clear_pointer (&pass, vidimus_pass_free);
  if (pass != NULL)
    vidimus_gate_admit (gate, pass, (gint64) NOW * G_USEC_PER_SEC, &refusal);
  asked = vidimus_asked_new (body, strlen (body), NULL);
  g_free ((char *) request.method);
  g_free ((char *) request.path);

  return 0;
}
