#include "vidimus-cli-print.h"

#include "vidimus-coaching.h"
#include "vidimus-document-type.h"
#include "vidimus-error.h"

#include <glib/gi18n.h>

/**
 * vidimus_cli_printable:
 *
 * Returns: (transfer full): @text on one line, without what a terminal would obey: files and services name themselves
 */
char *
vidimus_cli_printable (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_string_append_unichar (out, g_unichar_iscntrl (g_utf8_get_char (text)) ? 0xfffd : g_utf8_get_char (text));

  return g_string_free (out, FALSE);
}

/** vidimus_cli_text_columns: of a terminal: Chinese characters take two, combining marks none. */
int
vidimus_cli_text_columns (const char *text)
{
  int columns = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (c))
        columns += g_unichar_iswide (c) ? 2 : 1;
    }

  return columns;
}

/** vidimus_cli_append_padded: @text, and spaces up to @columns. */
void
vidimus_cli_append_padded (GString    *out,
                           const char *text,
                           int         columns)
{
  g_string_append (out, text);
  for (int i = vidimus_cli_text_columns (text); i < columns; i++)
    g_string_append_c (out, ' ');
}

static int
widest (const char *const *texts,
        gsize              n)
{
  int columns = 0;

  for (gsize i = 0; i < n; i++)
    columns = MAX (columns, vidimus_cli_text_columns (texts[i]));

  return columns;
}

static int
label_columns (void)
{
  const char *labels[] = { _("Document"), _("Outline"), _("Verdict"), _("Alarms"), _("Answer"), _("Failed") };

  return widest (labels, G_N_ELEMENTS (labels)) + 2;
}

/* @label: "" on the lines that follow a first one. */
static void
append_label (GString    *out,
              const char *label)
{
  g_string_append (out, "  ");
  vidimus_cli_append_padded (out, label, label_columns ());
}

static void
append_line (GString    *out,
             const char *label,
             const char *text)
{
  g_autofree char *printable = vidimus_cli_printable (text);

  append_label (out, label);
  g_string_append_printf (out, "%s\n", printable);
}

static void
append_type (GString       *out,
             VidimusResult *result)
{
  const char *code = vidimus_result_get_type_code (result);
  g_autofree char *text = NULL;

  if (code == NULL)
    text = g_strdup (_("None of the nine documents"));
  else if (vidimus_document_type_is_known (code))
    text = g_strdup_printf ("%s (%s)", vidimus_document_type_get_name (code), code);
  else
    text = g_strdup (code);

  append_line (out, _("Document"), text);
}

static void
append_outline (GString       *out,
                VidimusResult *result)
{
  g_autoptr(GString) text = g_string_new (NULL);
  VidimusQuad quad;
  double confidence;

  if (!vidimus_result_get_location (result, &quad))
    return;

  for (int i = 0; i < 4; i++)
    g_string_append_printf (text, "(%.0f, %.0f) ", quad.corners[i].x, quad.corners[i].y);
  if (vidimus_result_get_confidence (result, &confidence))
    /* Translators: of the location, 0 to 1 */
    g_string_append_printf (text, _("confidence %.2f"), confidence);

  append_line (out, _("Outline"), g_strchomp (text->str));
}

static void
append_verdict (GString         *out,
                VidimusDocument *document,
                VidimusPolicy   *policy,
                VidimusResult   *result)
{
  VidimusVerdict verdict = vidimus_document_get_verdict (document);
  g_autofree char *reason = vidimus_coaching_get_reason (&verdict, policy, result);
  g_autofree char *advice = vidimus_coaching_get_advice (&verdict, result, vidimus_document_get_resolution (document));
  g_autofree char *text = NULL;

  if (reason != NULL)
    text = g_strdup_printf ("%s: %s", vidimus_verdict_kind_get_title (verdict.kind), reason);
  else
    text = g_strdup (vidimus_verdict_kind_get_title (verdict.kind));

  append_line (out, _("Verdict"), text);
  append_line (out, "", advice);
}

static void
append_alarm (GString              *out,
              const VidimusVerdict *verdict,
              VidimusResult        *result,
              VidimusAlarm          alarm,
              int                   columns)
{
  gboolean flag;
  int score;

  vidimus_cli_append_padded (out, vidimus_alarm_get_title (alarm), columns + 2);
  if (vidimus_result_get_score (result, alarm, &score))
    g_string_append_printf (out, "%2d  ", score);
  else
    g_string_append (out, " –  ");
  g_string_append (out, vidimus_verdict_kind_get_title (verdict->alarms[alarm]));

  if (verdict->alarms[alarm] != VIDIMUS_VERDICT_NOT_CHECKED && vidimus_result_get_flag (result, alarm, &flag) &&
      flag != (verdict->alarms[alarm] >= VIDIMUS_VERDICT_REVIEW))
    g_string_append_printf (out, " (%s)", _("the service says otherwise"));
  g_string_append_c (out, '\n');
}

static void
append_alarms (GString         *out,
               VidimusDocument *document,
               VidimusResult   *result)
{
  VidimusVerdict verdict = vidimus_document_get_verdict (document);
  const char *titles[VIDIMUS_N_ALARMS];
  int columns;

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    titles[i] = vidimus_alarm_get_title (i);
  columns = widest (titles, VIDIMUS_N_ALARMS);

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      append_label (out, i == 0 ? _("Alarms") : "");
      append_alarm (out, &verdict, result, i, columns);
    }
}

static void
append_answer (GString       *out,
               VidimusAnswer *answer)
{
  g_autofree char *text = NULL;
  const char *how = NULL;
  int width, height;
  gsize bytes;

  /* Translators: who answered, and in how many milliseconds */
  text = g_strdup_printf (_("%s, %.0f ms"), vidimus_answer_get_service (answer), vidimus_answer_get_ms (answer));
  append_line (out, _("Answer"), text);

  vidimus_answer_get_sent (answer, &width, &height, &bytes, &how);
  if (how != NULL)
    append_line (out, "", how);
}

/**
 * vidimus_cli_format_block:
 * @file: as given on the command line
 *
 * Returns: (transfer full): some lines for people, with the end of the last
 */
char *
vidimus_cli_format_block (const char      *file,
                          VidimusDocument *document,
                          VidimusRun      *run)
{
  g_autofree char *name = g_filename_display_name (file);
  g_autofree char *shown = vidimus_cli_printable (name);
  GString *out = g_string_new (shown);
  const GError *error = vidimus_document_get_error (document);
  VidimusAnswer *answer = vidimus_document_get_answer (document);

  g_string_append_c (out, '\n');
  if (error != NULL || answer == NULL)
    {
      const char *code = vidimus_error_get_api_code (error);

      append_line (out, _("Failed"), error->message);
      append_line (out, "", vidimus_error_get_advice (error));
      if (code != NULL)
        append_line (out, "", code);
    }
  else
    {
      VidimusResult *result = vidimus_answer_get_result (answer);

      append_type (out, result);
      append_outline (out, result);
      append_verdict (out, document, vidimus_run_get_policy (run), result);
      if (vidimus_answer_get_alarms_asked (answer))
        append_alarms (out, document, result);
      append_answer (out, answer);
    }

  return g_string_free (out, FALSE);
}
