#include "fit-alarms.h"

#include "vidimus-picture.h"
#include "vidimus-resample.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

const struct vidimus_alarm_model * const fit_models[FIT_N_ALARMS] = {
  &vidimus_blur_model, &vidimus_glare_model, &vidimus_blocking_model, &vidimus_lighting_model, &vidimus_copy_model,
  &vidimus_border_model,
  &vidimus_reproduce_model,
};

static const char * const keys[FIT_N_ALARMS] = {
  "blur", "glare", "blocking_within_border", "insufficient_lighting", "copy", "border_integrity", "reproduce",
};

void
fit_row_free (FitRow *row)
{
  if (row == NULL)
    return;

  g_free (row->file);
  g_free (row->group);
  g_free (row->laid);
  g_free (row);
}

static FitRow *
copy_row (const FitRow *row)
{
  FitRow *copy = g_memdup2 (row, sizeof *row);

  copy->file = g_strdup (row->file);
  copy->group = g_strdup (row->group);
  copy->laid = g_strdup (row->laid);

  return copy;
}

static FitRow *
read_row (JsonObject *object)
{
  FitRow *row = g_new0 (FitRow, 1);
  JsonNode *alarms = json_object_get_member (object, "alarms");
  JsonNode *doses = json_object_get_member (object, "doses");
  const char *defect = json_object_get_string_member_with_default (object, "defect", NULL);

  row->file = g_strdup (json_object_get_string_member (object, "file"));
  row->group = g_strdup_printf ("%s/%s", json_object_get_string_member_with_default (object, "card", row->file),
                                json_object_get_string_member_with_default (object, "ground", "-"));
  row->laid = g_strdup ("none");
  for (int i = 0; i < FIT_N_ALARMS; i++)
    {
      row->truth[i] = -1;
      if (alarms != NULL && JSON_NODE_HOLDS_OBJECT (alarms) && json_object_has_member (json_node_get_object (alarms), keys[i]))
        row->truth[i] = json_object_get_boolean_member (json_node_get_object (alarms), keys[i]);
      if (doses != NULL && JSON_NODE_HOLDS_OBJECT (doses) && json_object_has_member (json_node_get_object (doses), keys[i]))
        row->steps[i] = json_object_get_double_member (json_node_get_object (doses), keys[i]);
      else if (g_strcmp0 (defect, keys[i]) == 0)
        row->steps[i] = 6 * json_object_get_double_member_with_default (object, "dose", 0);
    }

  return row;
}

static gboolean
read_quad (JsonObject          *object,
           struct vidimus_quad *quad)
{
  JsonNode *node = json_object_get_member (object, "quad");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  for (guint i = 0; i < 4; i++)
    {
      JsonArray *corner = json_array_get_array_element (json_node_get_array (node), i);

      quad->p[i] = (struct vidimus_point) { json_array_get_double_element (corner, 0),
                                            json_array_get_double_element (corner, 1) };
    }

  return TRUE;
}

/** fit_open_picture: decodes; NULL for what is no picture. */
VidimusPicture *
fit_open_picture (GBytes *bytes)
{
  static const VidimusDecodeLimits limits = { 1, 20000, G_GINT64_CONSTANT (200000000), FALSE, TRUE };

  return vidimus_picture_new_from_bytes (bytes, &limits, NULL, NULL);
}

static VidimusPicture *
open_picture (const char *path)
{
  g_autoptr(GBytes) bytes = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  bytes = g_bytes_new_take (contents, length);

  return fit_open_picture (bytes);
}

/* Not larger than a sender with little to spare would send it, which also saves time. */
static gboolean
make_smaller (const struct vidimus_image *from,
              const struct vidimus_quad  *quad,
              double                      longer,
              struct vidimus_image       *to,
              struct vidimus_quad        *moved)
{
  double factor = MIN (1, longer / MAX (from->width, from->height));

  if (!vidimus_image_scale (from, (int) lround (from->width * factor), (int) lround (from->height * factor), to))
    return FALSE;
  for (int i = 0; i < 4; i++)
    moved->p[i] = (struct vidimus_point) { quad->p[i].x * to->width / from->width, quad->p[i].y * to->height / from->height };

  return TRUE;
}

/* Whether @defect can befall what has been photographed already: a copy or a screen cannot be sharp when the photograph of it
 * is not, and neither they nor the dark lie over a lamp's reflection. */
static gboolean
can_follow (const FitRow *row,
            enum defect   defect)
{
  enum vidimus_alarm alarm = defect_alarm (defect);
  gboolean shown = alarm == VIDIMUS_ENGINE_COPY || alarm == VIDIMUS_ENGINE_REPRODUCE;

  return row->steps[alarm] <= 0 && (!shown || row->steps[VIDIMUS_ENGINE_BLUR] <= 0) &&
         ((!shown && alarm != VIDIMUS_ENGINE_LIGHTING) || row->steps[VIDIMUS_ENGINE_GLARE] <= 0);
}

/* What can no longer be said of a picture on which @alarm's defect is laid. */
static void
leave_open (FitRow            *row,
            enum vidimus_alarm alarm)
{
  if (alarm == VIDIMUS_ENGINE_BLOCKING && row->truth[VIDIMUS_ENGINE_BORDER] == 0)
    row->truth[VIDIMUS_ENGINE_BORDER] = -1;
  if (alarm == VIDIMUS_ENGINE_BORDER && row->truth[VIDIMUS_ENGINE_BLOCKING] == 0)
    row->truth[VIDIMUS_ENGINE_BLOCKING] = -1;
  if (alarm == VIDIMUS_ENGINE_COPY && row->truth[VIDIMUS_ENGINE_REPRODUCE] == 0)
    row->truth[VIDIMUS_ENGINE_REPRODUCE] = -1;
}

/* Lays one more defect of those of @only, if that is not NULL. */
static gboolean
lay (struct vidimus_image      *image,
     const struct vidimus_quad *quad,
     FitRow                    *row,
     const char                *only,
     GRand                     *random)
{
  enum defect defect = (enum defect) g_rand_int_range (random, 1, DEFECT_N);
  enum vidimus_alarm alarm;
  int step = g_rand_int_range (random, 1, 7);

  for (int tries = 0; tries < 200 && (!can_follow (row, defect) ||
                                      (only != NULL && strcmp (keys[defect_alarm (defect)], only) != 0)); tries++)
    defect = (enum defect) g_rand_int_range (random, 1, DEFECT_N);
  if (!can_follow (row, defect))
    return FALSE;

  alarm = defect_alarm (defect);
  g_free (row->laid);
  row->laid = g_strdup (defect_name (defect));
  row->steps[alarm] = step;
  row->truth[alarm] = step >= 3 ? 1 : step >= 2 ? -1 : 0;
  leave_open (row, alarm);

  return defect_apply (image, quad, defect, step, g_rand_int (random));
}

/* The picture again with one or two more defects, often through another camera: all decided by the file's name. */
static void
visit_laid (const struct vidimus_image *image,
            const struct vidimus_quad  *quad,
            const FitRow               *row,
            int                         i,
            const char                 *only,
            FitVisit                    visit,
            gpointer                    data)
{
  guint seed = g_str_hash (row->file) + 7919 * (guint) i;
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  struct vidimus_quad moved;
  struct vidimus_image laid;
  FitRow *copy;

  if (!make_smaller (image, quad, g_rand_double_range (random, 800, 1300), &laid, &moved))
    return;

  copy = copy_row (row);
  if (lay (&laid, &moved, copy, only, random) &&
      (g_rand_int_range (random, 0, 3) > 0 || lay (&laid, &moved, copy, NULL, random)) &&
      (g_rand_int_range (random, 0, 3) == 0 || fit_camera (&laid, &moved, seed)))
    visit (&laid, &moved, copy, data);
  else
    fit_row_free (copy);
  vidimus_image_free (&laid);
}

/**
 * fit_visit:
 * @laid: how often each picture comes again with a further defect
 * @only: the alarm whose defects those are, or %NULL for all
 * @visit: takes the row
 */
gboolean
fit_visit (const char  *truth_json,
           int          laid,
           const char  *only,
           FitVisit     visit,
           gpointer     data,
           GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *folder = g_path_get_dirname (truth_json);
  JsonArray *images;

  if (!json_parser_load_from_file (parser, truth_json, error))
    return FALSE;

  images = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "images");
  for (guint i = 0; i < json_array_get_length (images); i++)
    {
      JsonObject *object = json_array_get_object_element (images, i);
      g_autofree char *path = g_build_filename (folder, json_object_get_string_member (object, "file"), NULL);
      g_autoptr(VidimusPicture) picture = open_picture (path);
      struct vidimus_image image;
      struct vidimus_quad quad;
      FitRow *row;

      if (picture == NULL || !read_quad (object, &quad))
        continue;
      image = vidimus_picture_get_image (picture);
      row = read_row (object);
      for (int k = 0; k < laid; k++)
        visit_laid (&image, &quad, row, k, only, visit, data);
      visit (&image, &quad, row, data);
    }

  return TRUE;
}

/** fit_visit_art: the same for @n pictures of fit_art(), which are not blurred, lit badly or dark; some have no colour. */
void
fit_visit_art (guint       n,
               int         laid,
               const char *only,
               FitVisit    visit,
               gpointer    data)
{
  static const int judged[] = { VIDIMUS_ENGINE_BLUR, VIDIMUS_ENGINE_GLARE, VIDIMUS_ENGINE_LIGHTING };

  for (guint i = 0; i < n; i++)
    {
      struct vidimus_image image;
      struct vidimus_quad frame;
      FitRow *row;

      if (!fit_art (i, &image))
        continue;
      row = g_new0 (FitRow, 1);
      row->file = g_strdup_printf ("art%u", i);
      row->group = g_strdup (row->file);
      row->laid = g_strdup ("none");
      for (int k = 0; k < FIT_N_ALARMS; k++)
        row->truth[k] = -1;
      for (guint k = 0; k < G_N_ELEMENTS (judged); k++)
        row->truth[judged[k]] = 0;
      row->steps[VIDIMUS_ENGINE_BORDER] = 1; /* no ground that could be seen where a corner is missing */
      frame = defect_frame (&image);
      for (int k = 0; k < laid; k++)
        visit_laid (&image, &frame, row, k, only, visit, data);
      visit (&image, &frame, row, data);
      vidimus_image_free (&image);
    }
}

/* The engine names a feature as "blur.spread". */
static void
explain_cb (void                       *data,
            enum vidimus_stage          stage,
            const char                 *name,
            const struct vidimus_image *picture,
            const char                 *text,
            double                      number)
{
  FitRow *row = data;
  const char *dot = strchr (name, '.');

  if (stage != VIDIMUS_STAGE_ALARMS || dot == NULL || picture != NULL || text != NULL)
    return;

  for (int i = 0; i < FIT_N_ALARMS; i++)
    for (int k = 0; fit_models[i] != NULL && k < fit_models[i]->n_features; k++)
      if (strncmp (name, fit_models[i]->name, (size_t) (dot - name)) == 0 && strcmp (dot + 1, fit_models[i]->features[k]) == 0)
        row->features[i][k] = number;
}

/** fit_measure: a FitVisit: runs the engine as a client does, without the type, and adds the row to @rows. */
void
fit_measure (const struct vidimus_image *image,
             const struct vidimus_quad  *quad,
             FitRow                     *row,
             gpointer                    rows)
{
  static struct vidimus_engine *engine;
  const struct vidimus_source source = vidimus_source_from_image (image);
  const struct vidimus_hooks hooks = { NULL, explain_cb, row };
  struct vidimus_engine_result result;

  (void) quad;
  if (engine == NULL)
    engine = vidimus_engine_new (TESSDATA);
  if (vidimus_engine_classify (engine, &source, VIDIMUS_ENGINE_WITH_ALARMS, &hooks, &result) != VIDIMUS_STATUS_OK)
    {
      fit_row_free (row);
      return;
    }
  memcpy (row->scores, result.scores, sizeof row->scores);
  g_ptr_array_add (rows, row);
}

/** fit_save: a line a row, its parts between tabs; the features by name, so that a changed model finds its own. */
gboolean
fit_save (GPtrArray   *rows,
          const char  *path,
          GError     **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint r = 0; r < rows->len; r++)
    {
      const FitRow *row = rows->pdata[r];

      g_string_append_printf (text, "%s\t%s\t%s", row->file, row->group, row->laid);
      for (int i = 0; i < FIT_N_ALARMS; i++)
        {
          g_string_append_printf (text, "\t%s %.2f %d %d", keys[i], row->steps[i], row->truth[i], row->scores[i]);
          for (int k = 0; fit_models[i] != NULL && k < fit_models[i]->n_features; k++)
            g_string_append_printf (text, " %s=%.5g", fit_models[i]->features[k], row->features[i][k]);
        }
      g_string_append_c (text, '\n');
    }

  return g_file_set_contents (path, text->str, (gssize) text->len, error);
}

static void
parse_alarm (const char *text,
             FitRow     *row,
             int         alarm)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);

  if (g_strv_length (words) < 4)
    return;

  row->steps[alarm] = g_ascii_strtod (words[1], NULL);
  row->truth[alarm] = atoi (words[2]);
  row->scores[alarm] = atoi (words[3]);
  for (int w = 4; words[w] != NULL; w++)
    for (int k = 0; fit_models[alarm] != NULL && k < fit_models[alarm]->n_features; k++)
      if (g_str_has_prefix (words[w], fit_models[alarm]->features[k]) && words[w][strlen (fit_models[alarm]->features[k])] == '=')
        row->features[alarm][k] = g_ascii_strtod (strchr (words[w], '=') + 1, NULL);
}

/** fit_load: (transfer full) (nullable): what fit_save() wrote; free it with g_ptr_array_unref(). */
GPtrArray *
fit_load (const char  *path,
          GError     **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) fit_row_free);
  g_autofree char *contents = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &contents, NULL, error))
    return NULL;

  lines = g_strsplit (contents, "\n", -1);
  for (int l = 0; lines[l] != NULL && *lines[l] != 0; l++)
    {
      g_auto(GStrv) parts = g_strsplit (lines[l], "\t", -1);
      FitRow *row;

      if (g_strv_length (parts) != 3 + FIT_N_ALARMS)
        continue;
      row = g_new0 (FitRow, 1);
      row->file = g_strdup (parts[0]);
      row->group = g_strdup (parts[1]);
      row->laid = g_strdup (parts[2]);
      for (int i = 0; i < FIT_N_ALARMS; i++)
        parse_alarm (parts[3 + i], row, i);
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}
