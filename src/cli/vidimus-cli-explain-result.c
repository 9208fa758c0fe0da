/* Of the page that explains: the picture with what was found on it, and the result. */
#include "vidimus-cli-explain-private.h"

#include "vidimus-document-type.h"
#include "vidimus-resample.h"

#include <glib/gi18n.h>

#define MAX_SIDE 1000 /* pixels of the picture in the page */

static GBytes *
encode_reduced (VidimusPicture *picture)
{
  struct vidimus_image image = vidimus_picture_get_image (picture);
  int side = MAX (image.width, image.height);
  struct vidimus_image small = { 0 };
  GBytes *png;

  if (side <= MAX_SIDE)
    return vidimus_picture_encode_png (&image, NULL);
  if (!vidimus_image_scale (&image, MAX (1, image.width * MAX_SIDE / side), MAX (1, image.height * MAX_SIDE / side),
                            &small))
    return NULL;

  png = vidimus_picture_encode_png (&small, NULL);
  vidimus_image_free (&small);

  return png;
}

static void
append_points (GString            *html,
               const VidimusPoint *points,
               guint               n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (html, "%s%d,%d", i > 0 ? " " : "", (int) points[i].x, (int) points[i].y);
}

static void
append_quad (GString       *html,
             VidimusResult *result,
             int            side)
{
  VidimusQuad quad;

  if (!vidimus_result_get_location (result, &quad))
    return;

  for (int i = 0; i < 2; i++)
    {
      g_string_append_printf (html, "<polygon class=\"%s\" points=\"", i == 0 ? "casing" : "quad");
      append_points (html, quad.corners, 4);
      g_string_append (html, "\"/>");
    }
  for (int i = 0; i < 4; i++)
    g_string_append_printf (html, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" stroke-width=\"%d\">%d</text>",
                            (int) quad.corners[i].x, (int) quad.corners[i].y, side / 28, side / 100, i + 1);
}

static void
append_areas (GString   *html,
              GPtrArray *areas)
{
  for (guint i = 0; areas != NULL && i < areas->len; i++)
    {
      const VidimusArea *area = areas->pdata[i];

      for (int k = 0; k < 2; k++)
        {
          g_string_append_printf (html, "<polygon class=\"%s\" points=\"", k == 0 ? "casing" : "area");
          append_points (html, area->points, area->n_points);
          g_string_append (html, k == 0 ? "\"/>" : "\"><title>");
        }
      vidimus_cli_explain_text (html, vidimus_area_kind_get_title (area->kind));
      g_string_append (html, " ");
      vidimus_cli_explain_number (html, area->value);
      g_string_append (html, "</title></polygon>");
    }
}

/* One alarm's areas over the picture, which is in the page once and only referred to. */
static void
append_evidence (GString      *html,
                 VidimusAlarm  alarm,
                 GPtrArray    *areas,
                 int           width,
                 int           height)
{
  g_autofree char *words = vidimus_areas_to_words (areas);

  g_string_append_printf (html, "<figure class=\"small\"><svg viewBox=\"0 0 %d %d\"><use href=\"#picture\"/>",
                          width, height);
  append_areas (html, areas);
  g_string_append (html, "</svg><figcaption>");
  vidimus_cli_explain_text (html, vidimus_alarm_get_title (alarm));
  g_string_append (html, ": ");
  vidimus_cli_explain_text (html, words);
  g_string_append (html, "</figcaption></figure>");
}

static void
append_raised (GString       *html,
               VidimusResult *result)
{
  for (VidimusAlarm i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      gboolean raised;

      if (vidimus_result_get_flag (result, i, &raised) && raised)
        append_areas (html, vidimus_result_get_areas (result, i));
    }
}

/* The picture with the location and the areas of what is raised; and, smaller, with each alarm's areas. */
void
vidimus_cli_explain_picture (GString         *html,
                             VidimusDocument *document)
{
  VidimusPicture *picture = vidimus_document_get_picture (document);
  VidimusResult *result = vidimus_answer_get_result (vidimus_document_get_answer (document));
  int width = vidimus_picture_get_width (picture), height = vidimus_picture_get_height (picture);
  int side = MAX (width, height), pitch = MAX (side / 80, 4);
  g_autoptr(GBytes) png = encode_reduced (picture);
  g_autofree char *data = png != NULL ? g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png)) : NULL;

  g_string_append_printf (html, "<section><figure><svg viewBox=\"0 0 %d %d\" width=\"%d\"><defs>"
                                "<pattern id=\"hatch\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\" "
                                "patternTransform=\"rotate(45)\"><rect class=\"faint\" width=\"%d\" height=\"%d\"/>"
                                "<rect class=\"line\" width=\"%d\" height=\"%d\"/></pattern></defs>"
                                "<image id=\"picture\" width=\"%d\" height=\"%d\" href=\"data:image/png;base64,%s\"/>",
                          width, height, MAX_SIDE, pitch, pitch, pitch, pitch, MAX (pitch / 4, 1), pitch, width, height,
                          data != NULL ? data : "");
  append_raised (html, result);
  append_quad (html, result, side);
  g_string_append_printf (html, "</svg><figcaption>%d × %d</figcaption></figure>\n<div class=\"flow\">", width, height);
  for (VidimusAlarm i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      GPtrArray *areas = vidimus_result_get_areas (result, i);

      if (areas != NULL && areas->len > 0)
        append_evidence (html, i, areas, width, height);
    }
  g_string_append (html, "</div></section>\n");
}

static void
append_row (GString    *html,
            const char *name,
            const char *value)
{
  g_string_append (html, "<tr><th>");
  vidimus_cli_explain_text (html, name);
  g_string_append (html, "</th><td>");
  vidimus_cli_explain_text (html, value);
  g_string_append (html, "</td></tr>");
}

static void
append_facts (GString       *html,
              VidimusResult *result)
{
  const char *code = vidimus_result_get_type_code (result);
  const char *name = vidimus_document_type_is_known (code) ? vidimus_document_type_get_name (code) : code;
  g_autoptr(GString) corners = g_string_new (NULL);
  VidimusQuad quad;
  double confidence;

  g_string_append (html, "<table>");
  append_row (html, _("Document"), name != NULL ? name : _("None of the nine documents"));
  if (code != NULL)
    append_row (html, "type", code);
  if (vidimus_result_get_confidence (result, &confidence))
    {
      g_autoptr(GString) number = g_string_new (NULL);

      vidimus_cli_explain_number (number, confidence);
      append_row (html, _("Confidence of the location"), number->str);
    }
  if (vidimus_result_get_location (result, &quad))
    {
      append_points (corners, quad.corners, 4);
      append_row (html, _("Corners"), corners->str);
    }
  g_string_append (html, "</table>");
}

static void
append_alarm (GString       *html,
              VidimusResult *result,
              VidimusAlarm   alarm)
{
  gboolean raised = FALSE;
  double statistic;
  int score;

  if (!vidimus_result_get_score (result, alarm, &score))
    return;

  vidimus_result_get_flag (result, alarm, &raised);
  g_string_append_printf (html, "<tr%s><td>", raised ? " class=\"raised\"" : "");
  vidimus_cli_explain_text (html, vidimus_alarm_get_title (alarm));
  g_string_append_printf (html, "</td><td class=\"n\">%d</td><td><div class=\"bar\"><i style=\"width:%d%%\"></i><b></b></div>"
                                "</td><td class=\"n\">", score, score);
  if (vidimus_result_get_statistic (result, alarm, &statistic))
    vidimus_cli_explain_number (html, statistic);
  g_string_append (html, "</td></tr>");
}

/* Type, location, and the alarms as bars, on which 50 is marked: above it the service raises one. */
void
vidimus_cli_explain_summary (GString         *html,
                             VidimusDocument *document)
{
  VidimusResult *result = vidimus_answer_get_result (vidimus_document_get_answer (document));

  g_string_append (html, "<section><h2>");
  vidimus_cli_explain_text (html, _("Result"));
  g_string_append (html, "</h2><div class=\"flow\">");
  append_facts (html, result);
  if (vidimus_answer_get_alarms_asked (vidimus_document_get_answer (document)))
    {
      g_string_append (html, "<table><tr><th>");
      vidimus_cli_explain_text (html, _("Alarm"));
      g_string_append (html, "</th><th colspan=\"2\">");
      vidimus_cli_explain_text (html, _("Score, raised above 50"));
      g_string_append (html, "</th><th>");
      vidimus_cli_explain_text (html, _("Statistic"));
      g_string_append (html, "</th></tr>");
      for (VidimusAlarm i = 0; i < VIDIMUS_N_ALARMS; i++)
        append_alarm (html, result, i);
      g_string_append (html, "</table>");
    }
  g_string_append (html, "</div></section>\n");
}
