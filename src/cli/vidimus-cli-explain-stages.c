/* Of the page that explains: what every stage saw, in their order, and how long each took. */
#include "vidimus-cli-explain-private.h"

#include "vidimus-alarm.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
member_text (JsonObject *object,
             const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static gboolean
member_number (JsonObject *object,
               const char *name,
               double     *number)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *number = json_node_get_double (node);

  return TRUE;
}

/* Encoded anew, so that nothing but a PNG gets into the page. */
static char *
dup_picture (JsonObject *object)
{
  const char *picture = member_text (object, "picture");
  g_autofree guchar *data = NULL;
  gsize size = 0;

  if (picture != NULL)
    data = g_base64_decode (picture, &size);
  if (size < 8 || memcmp (data, "\x89PNG\r\n\x1a\n", 8) != 0)
    return NULL;

  return g_base64_encode (data, size);
}

static void
append_title (GString    *html,
              JsonObject *object)
{
  const char *name = member_text (object, "name");

  vidimus_cli_explain_text (html, name != NULL ? name : "?");
}

/* A picture with its text and number, or a text alone. */
static void
append_figure (GString    *html,
               JsonObject *object)
{
  const char *text = member_text (object, "text");
  g_autofree char *picture = dup_picture (object);
  double number;

  if (picture == NULL && text == NULL)
    return;

  g_string_append (html, "<figure>");
  if (picture != NULL)
    {
      g_string_append (html, "<img alt=\"");
      append_title (html, object);
      g_string_append_printf (html, "\" src=\"data:image/png;base64,%s\">", picture);
    }
  g_string_append (html, "<figcaption>");
  append_title (html, object);
  if (member_number (object, "number", &number))
    {
      g_string_append (html, " = ");
      vidimus_cli_explain_number (html, number);
    }
  g_string_append (html, "</figcaption>");
  if (text != NULL)
    {
      g_string_append (html, "<pre>");
      vidimus_cli_explain_text (html, text);
      g_string_append (html, "</pre>");
    }
  g_string_append (html, "</figure>\n");
}

static void
append_number (GString    *html,
               JsonObject *object)
{
  double number;

  if (member_text (object, "picture") != NULL || member_text (object, "text") != NULL ||
      !member_number (object, "number", &number))
    return;

  g_string_append (html, "<tr><th>");
  append_title (html, object);
  g_string_append (html, "</th><td class=\"n\">");
  vidimus_cli_explain_number (html, number);
  g_string_append (html, "</td></tr>");
}

/* Of which alarm the name says that it is: "glare.ground"; −1 for none. */
static int
get_alarm (JsonObject *object)
{
  const char *name = member_text (object, "name");

  for (int i = 0; name != NULL && i < VIDIMUS_N_ALARMS; i++)
    {
      const char *key = vidimus_alarm_get_key ((VidimusAlarm) i);

      if (g_str_has_prefix (name, key) && name[strlen (key)] == '.')
        return i;
    }

  return -1;
}

/* Those of the stage, and of the alarm or of none. */
static void
for_each (GString    *html,
          JsonArray  *list,
          const char *stage,
          int         alarm,
          void      (*append) (GString    *html,
                               JsonObject *object))
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (object != NULL && g_strcmp0 (member_text (object, "stage"), stage) == 0 && get_alarm (object) == alarm)
        append (html, object);
    }
}

static void
append_group (GString    *html,
              JsonArray  *list,
              const char *stage,
              int         alarm)
{
  g_string_append (html, "<div class=\"flow\">");
  for_each (html, list, stage, alarm, append_figure);
  g_string_append (html, "<table>");
  for_each (html, list, stage, alarm, append_number);
  g_string_append (html, "</table></div>");
}

static gboolean
get_ms (VidimusAnswer *answer,
        const char    *stage,
        double        *ms)
{
  gsize n;
  const VidimusTiming *timings = vidimus_answer_get_timings (answer, &n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (timings[i].name, stage))
      {
        *ms = timings[i].ms;
        return TRUE;
      }

  return FALSE;
}

static void
append_stage (GString       *html,
              VidimusAnswer *answer,
              JsonArray     *list,
              const char    *stage,
              const char    *title)
{
  double ms;

  g_string_append (html, "<section><h2>");
  vidimus_cli_explain_text (html, title);
  g_string_append (html, " <small>");
  if (get_ms (answer, stage, &ms))
    g_string_append_printf (html, _("%.0f ms"), ms);
  else
    vidimus_cli_explain_text (html, _("did not run"));
  g_string_append (html, "</small></h2>");
  append_group (html, list, stage, -1);
  for (int i = 0; i < VIDIMUS_N_ALARMS && g_str_equal (stage, "alarms"); i++)
    {
      g_string_append (html, "<h3>");
      vidimus_cli_explain_text (html, vidimus_alarm_get_title ((VidimusAlarm) i));
      g_string_append (html, "</h3>");
      append_group (html, list, stage, i);
    }
  g_string_append (html, "</section>\n");
}

static void
append_times (GString       *html,
              VidimusAnswer *answer)
{
  gsize n;
  const VidimusTiming *timings = vidimus_answer_get_timings (answer, &n);
  double all = MAX (vidimus_answer_get_ms (answer), 1.0);

  g_string_append (html, "<section><h2>");
  vidimus_cli_explain_text (html, _("Times"));
  g_string_append_printf (html, " <small>%.0f ms</small></h2><table>", vidimus_answer_get_ms (answer));
  for (gsize i = 0; i < n; i++)
    {
      g_string_append (html, "<tr><th>");
      vidimus_cli_explain_text (html, timings[i].name);
      g_string_append_printf (html, "</th><td class=\"n\">%.0f ms</td><td><div class=\"bar\"><i style=\"width:%d%%\"></i></div>"
                                    "</td></tr>", timings[i].ms, (int) CLAMP (timings[i].ms / all * 100.0, 0.0, 100.0));
    }
  g_string_append (html, "</table></section>\n");
}

/* A section for each stage, its pictures and texts before its numbers, those of the alarms by alarm; then the times of all,
 * ours and the service's. */
void
vidimus_cli_explain_stages (GString       *html,
                            VidimusAnswer *answer)
{
  static const struct
  {
    const char *stage;
    const char *title;
  } stages[] = {
    { "locate", N_("Locating") },
    { "rectify", N_("Flattening") },
    { "mrz", N_("Machine-readable zone") },
    { "ocr", N_("Type and text") },
    { "alarms", N_("Alarms") },
  };
  JsonNode *extra = vidimus_result_get_extra (vidimus_answer_get_raw_result (answer), "explain");
  JsonArray *list = extra != NULL && JSON_NODE_HOLDS_ARRAY (extra) ? json_node_get_array (extra) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    append_stage (html, answer, list, stages[i].stage, _(stages[i].title));
  append_times (html, answer);
}
