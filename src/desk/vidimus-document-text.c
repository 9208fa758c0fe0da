#include "vidimus-document-private.h"

#include "vidimus-document-type.h"
#include "vidimus-error.h"
#include "vidimus-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
append_outline (VidimusDocument *self,
                GString         *text)
{
  VidimusQuad quad;
  const VidimusPoint *c = quad.corners;

  if (!vidimus_document_get_corrected (self, &quad))
    return;
  /* Translators: the document’s four corners follow, x and y in pixels */
  g_string_append_printf (text, _("Outline corrected by hand: %.0f, %.0f; %.0f, %.0f; %.0f, %.0f; %.0f, %.0f"),
                          c[0].x, c[0].y, c[1].x, c[1].y, c[2].x, c[2].y, c[3].x, c[3].y);
  g_string_append_c (text, '\n');
}

static void
append_answer (VidimusDocument *self,
               GString         *text)
{
  VidimusResult *result = vidimus_answer_get_result (vidimus_document_get_answer (self));
  const VidimusVerdict verdict = vidimus_document_get_verdict (self);
  const char *code = vidimus_result_get_type_code (result);

  if (code == NULL)
    g_string_append_printf (text, "%s\n", _("None of the nine documents"));
  else if (vidimus_document_type_is_known (code))
    g_string_append_printf (text, "%s (%s)\n", vidimus_document_type_get_name (code), code);
  else
    g_string_append_printf (text, "%s\n", code);

  g_string_append_printf (text, "%s\n", vidimus_verdict_kind_get_title (verdict.kind));

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      const char *title = vidimus_alarm_get_title (i);
      const char *word = vidimus_verdict_kind_get_title (verdict.alarms[i]);
      int score;

      /* Translators: an alarm, its score and what the policy makes of it: “Glare: 91, Alarm” */
      if (vidimus_result_get_score (result, i, &score))
        g_string_append_printf (text, _("%s: %d, %s"), title, score, word);
      else
        /* Translators: an alarm without a score: “Glare: Not checked” */
        g_string_append_printf (text, _("%s: %s"), title, word);
      g_string_append_c (text, '\n');
    }
}

/* A file's name says enough of where it came from. */
static void
append_origin (VidimusDocument *self,
               GString         *text)
{
  VidimusDocumentOrigin origin = vidimus_document_get_origin (self);

  if (origin != VIDIMUS_ORIGIN_FILE)
    {
      /* Translators: where a picture came from: “From: Camera” */
      g_string_append_printf (text, _("From: %s"), vidimus_document_origin_get_name (origin));
      g_string_append_c (text, '\n');
    }
  if (self->side != VIDIMUS_DOCUMENT_SIDE_UNKNOWN)
    g_string_append_printf (text, "%s\n", self->side == VIDIMUS_DOCUMENT_SIDE_BACK ? _("Back side") : _("Front side"));
}

/**
 * vidimus_document_to_text:
 *
 * Returns: (transfer full): name, where from unless it is a file, which side when it was paired, type, verdict and the seven
 *   alarms, a line each; or why it failed in place of the last three; last, the outline if it was corrected by hand
 */
char *
vidimus_document_to_text (VidimusDocument *self)
{
  const GError *error;
  GString *text;

  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  error = vidimus_document_get_error (self);
  text = g_string_new (vidimus_document_get_name (self));
  g_string_append_c (text, '\n');
  append_origin (self, text);

  if (error != NULL)
    {
      const char *code = vidimus_error_get_api_code (error);

      g_string_append_printf (text, "%s\n", error->message);
      if (code != NULL)
        g_string_append_printf (text, "%s\n", code);
    }
  else if (vidimus_document_get_answer (self) != NULL)
    append_answer (self, text);
  else
    g_string_append_printf (text, "%s\n", vidimus_verdict_kind_get_title (VIDIMUS_VERDICT_NOT_CHECKED));
  append_outline (self, text);

  return g_string_free (text, FALSE);
}

static double
tenths (double ms)
{
  return round (ms * 10.0) / 10.0;
}

static void
add_error (JsonBuilder  *builder,
           const GError *error)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  vidimus_json_add_text (builder, "code", vidimus_error_get_api_code (error));
  vidimus_json_add_text (builder, "message", error->message);
  vidimus_json_add_text (builder, "advice", vidimus_error_get_advice (error));
  json_builder_set_member_name (builder, "retry");
  json_builder_add_boolean_value (builder, vidimus_document_error_is_worth_retrying (error));
  json_builder_end_object (builder);
}

static void
add_result (JsonBuilder   *builder,
            VidimusResult *result)
{
  JsonNode *node = vidimus_result_to_node (result);

  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_remove_member (json_node_get_object (node), "explain"); /* pictures; they go to a page */
  json_builder_set_member_name (builder, "result");
  json_builder_add_value (builder, node);
}

/* Beside the service's own, which is in the result and stays what it is. */
static void
add_corrected (JsonBuilder     *builder,
               VidimusDocument *self)
{
  VidimusQuad quad;

  if (vidimus_document_get_corrected (self, &quad))
    vidimus_json_add_quad (builder, "corrected", &quad);
}

static void
add_stages (JsonBuilder   *builder,
            VidimusAnswer *answer) /* nullable */
{
  gsize n = 0;
  const VidimusTiming *timings = answer != NULL ? vidimus_answer_get_timings (answer, &n) : NULL;

  json_builder_set_member_name (builder, "stages");
  json_builder_begin_object (builder);
  for (gsize i = 0; i < n; i++)
    {
      json_builder_set_member_name (builder, timings[i].name);
      json_builder_add_double_value (builder, tenths (timings[i].ms));
    }
  json_builder_end_object (builder);
}

/* Returns: (transfer full): text, whatever bytes a path has */
static char *
describe_place (VidimusDocument *self)
{
  GFile *file = vidimus_document_get_file (self);
  const char *uri = vidimus_document_peek_uri (self);

  if (file != NULL && g_file_peek_path (file) != NULL)
    return g_filename_display_name (g_file_peek_path (file));
  if (file != NULL)
    return g_file_get_uri (file);

  return g_strdup (uri != NULL ? uri : vidimus_document_get_name (self));
}

/**
 * vidimus_document_error_is_worth_retrying:
 * @error: why a document failed
 *
 * Returns: whether the same picture can be answered later: neither the picture nor the request was at fault
 */
gboolean
vidimus_document_error_is_worth_retrying (const GError *error)
{
  return error->domain == VIDIMUS_ERROR && error->code != VIDIMUS_ERROR_IMAGE && error->code != VIDIMUS_ERROR_REQUEST;
}

/**
 * vidimus_document_to_json:
 * @self: ANSWERED or FAILED
 * @file: (nullable): what is told as its file, any bytes; %NULL for its path or address
 *
 * Returns: (transfer full): one line, without its end: item (when it has one), file, result or error,
 *   origin, side (when it was paired), verdict, service, ms,
 *   stages, request_id
 */
char *
vidimus_document_to_json (VidimusDocument *self,
                          const char      *file)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *shown = NULL;
  const GError *error;
  VidimusAnswer *answer;

  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  error = vidimus_document_get_error (self);
  answer = error == NULL ? vidimus_document_get_answer (self) : NULL;
  g_return_val_if_fail (error != NULL || answer != NULL, NULL);

  builder = json_builder_new ();
  shown = file != NULL ? g_filename_display_name (file) : describe_place (self);
  json_builder_begin_object (builder);
  if (vidimus_document_get_item (self) != NULL)
    vidimus_json_add_text (builder, "item", vidimus_document_get_item (self));
  vidimus_json_add_text (builder, "file", shown);
  if (answer != NULL)
    add_result (builder, vidimus_answer_get_result (answer));
  else
    add_error (builder, error);
  add_corrected (builder, self);
  vidimus_json_add_text (builder, "origin", vidimus_document_origin_get_key (vidimus_document_get_origin (self)));
  if (self->side != VIDIMUS_DOCUMENT_SIDE_UNKNOWN)
    vidimus_json_add_text (builder, "side", self->side == VIDIMUS_DOCUMENT_SIDE_BACK ? "back" : "front");
  vidimus_json_add_text (builder, "verdict", vidimus_verdict_kind_get_key (vidimus_document_get_verdict (self).kind));
  vidimus_json_add_text (builder, "service", vidimus_document_get_asked (self));
  json_builder_set_member_name (builder, "ms");
  json_builder_add_double_value (builder, tenths (vidimus_document_get_ms (self)));
  add_stages (builder, answer);
  vidimus_json_add_text (builder, "request_id",
            answer != NULL ? vidimus_answer_get_request_id (answer) : vidimus_error_get_request_id (error));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return vidimus_json_to_string (root, FALSE);
}
