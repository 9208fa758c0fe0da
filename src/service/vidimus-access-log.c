#define G_LOG_DOMAIN "vidimus-access"

#include "vidimus-access-log.h"

#include "vidimus-json.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define MAX_PROJECT 64 /* characters */
#define KEY_SHOWN   4

static char *
format_time (gint64 now_us)
{
  g_autoptr(GDateTime) seconds = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", text, (int) (now_us % G_USEC_PER_SEC / 1000));
}

static void
add_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

/* What a client writes where a project should be is theirs; it has to fit a line. */
static char *
tame (const char *text,
      gsize       length)
{
  char *cut = g_strndup (text, length);

  for (char *c = cut; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      *c = '?';

  return cut;
}

static JsonObject *
times_to_object (const VidimusAccess *access)
{
  const struct
  {
    const char *name;
    double      ms;
  } times[] = { { "total", access->total_ms }, { "queue", access->wait_ms }, { "decode", access->decode_ms },
                { "engine", access->engine_ms } };
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    if (times[i].ms >= 0)
      json_object_set_double_member (object, times[i].name, round (times[i].ms * 100) / 100);

  return object;
}

/**
 * vidimus_access_log_to_json:
 * @now_us: microseconds since 1970
 *
 * Returns: (transfer full): a line, without its end
 */
char *
vidimus_access_log_to_json (const VidimusAccess *access,
                            gint64               now_us)
{
  g_autoptr(JsonNode) node = json_node_alloc ();
  JsonObject *object = json_object_new ();
  g_autofree char *time = format_time (now_us);
  g_autofree char *project = access->project_id != NULL ? tame (access->project_id, MAX_PROJECT) : NULL;
  g_autofree char *key = access->access_key != NULL ? tame (access->access_key, KEY_SHOWN) : NULL;

  add_string (object, "time", time);
  add_string (object, "id", access->id);
  add_string (object, "from", access->place);
  add_string (object, "project", project);
  add_string (object, "key", key);
  if (access->token)
    add_string (object, "key", "(token)");
  add_string (object, "method", access->method);
  add_string (object, "route", access->route);
  json_object_set_int_member (object, "status", access->status);
  add_string (object, "code", access->code);
  add_string (object, "refused", access->refused_for);
  if (access->cancelled)
    json_object_set_boolean_member (object, "cancelled", TRUE);
  json_object_set_int_member (object, "received", (gint64) access->received);
  json_object_set_int_member (object, "sent", (gint64) access->sent);
  json_object_set_object_member (object, "ms", times_to_object (access));
  json_node_init_object (node, object);
  json_object_unref (object);

  return vidimus_json_to_string (node, FALSE);
}

/* In one piece, so that lines of two processes do not mix. */
static void
write_line (const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  gsize length = strlen (line);

  for (gsize written = 0; written < length;)
    {
      gssize n = write (STDERR_FILENO, line + written, length - written);

      if (n <= 0)
        return;
      written += (gsize) n;
    }
}

/**
 * vidimus_access_log_write:
 */
void
vidimus_access_log_write (VidimusLogForm       form,
                          const VidimusAccess *access)
{
  if (form == VIDIMUS_LOG_JSON)
    {
      g_autofree char *line = vidimus_access_log_to_json (access, g_get_real_time ());

      write_line (line);
    }
  else if (form == VIDIMUS_LOG_TEXT && access->cancelled)
    {
      g_message ("request %s: cancelled by its client after %.0f ms", access->id, access->total_ms);
    }
  else if (form == VIDIMUS_LOG_TEXT)
    {
      g_message ("request %s: %u %s after %.0f ms", access->id, access->status,
                 access->refused_for != NULL ? access->refused_for : access->code != NULL ? access->code : "answered",
                 access->total_ms);
    }
}

static GLogWriterOutput
write_json_cb (GLogLevelFlags   level,
               const GLogField *fields,
               gsize            n_fields,
               gpointer         user_data)
{
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *time = NULL, *line = NULL, *message = NULL;
  JsonObject *object;

  if (g_log_writer_default_would_drop (level, NULL))
    return G_LOG_WRITER_HANDLED;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && message == NULL)
      message = fields[i].length < 0 ? g_utf8_make_valid (fields[i].value, -1)
                                     : g_utf8_make_valid (fields[i].value, fields[i].length);
  time = format_time (g_get_real_time ());
  node = json_node_alloc ();
  object = json_object_new ();
  add_string (object, "time", time);
  add_string (object, "level", (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) ? "error"
                               : (level & G_LOG_LEVEL_WARNING) ? "warning"
                               : (level & G_LOG_LEVEL_DEBUG) ? "debug" : "info");
  add_string (object, "message", message != NULL ? message : "");
  json_node_init_object (node, object);
  json_object_unref (object);
  line = vidimus_json_to_string (node, FALSE);
  write_line (line);

  return G_LOG_WRITER_HANDLED;
}

/**
 * vidimus_access_log_install:
 *
 * With %VIDIMUS_LOG_JSON, whatever is logged from now on is an object a line too.
 */
void
vidimus_access_log_install (VidimusLogForm form)
{
  if (form == VIDIMUS_LOG_JSON)
    g_log_set_writer_func (write_json_cb, NULL, NULL);
}
