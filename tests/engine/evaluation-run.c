#include "evaluation.h"

#include "vidimus-ocr-private.h"
#include "vidimus-picture.h"
#include "vidimus-stages-private.h"

#include <json-glib/json-glib.h>
#include <math.h>

static const char *const kinds[VIDIMUS_N_KINDS] = {
  "peru_id_card", "cambodian_id_card", "hongkong_id_card", "macao_id_card", "myanmar_driver_license",
  "myanmar_id_card", "passport", "thailand_id_card", "id_card",
};

static const char *const layouts[EVALUATION_N_LAYOUTS] = { "flat", "photo", "paper", "scene" };

static const char *const alarms[VIDIMUS_ENGINE_N_ALARMS] = {
  "blur", "glare", "blocking_within_border", "insufficient_lighting", "copy", "border_integrity", "reproduce",
};

/** evaluation_kind_name: "–" for none of the nine. */
const char *
evaluation_kind_name (enum vidimus_kind kind)
{
  return kind == VIDIMUS_KIND_NONE ? "–" : kinds[kind];
}

void
evaluation_item_free (EvaluationItem *item)
{
  if (item == NULL)
    return;

  g_free (item->file);
  g_free (item->path);
  g_free (item);
}

static void
read_quad (JsonObject     *object,
           EvaluationItem *item)
{
  JsonNode *node = json_object_get_member (object, "quad");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;

  for (guint i = 0; i < 4; i++)
    {
      JsonArray *corner = json_array_get_array_element (json_node_get_array (node), i);

      item->quad.p[i].x = json_array_get_double_element (corner, 0);
      item->quad.p[i].y = json_array_get_double_element (corner, 1);
    }
  item->has_quad = TRUE;
}

static void
read_alarms (JsonObject     *object,
             EvaluationItem *item)
{
  JsonNode *node = json_object_get_member (object, "alarms");

  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    {
      item->truth_alarms[i] = -1;
      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) && json_object_has_member (json_node_get_object (node), alarms[i]))
        item->truth_alarms[i] = json_object_get_boolean_member (json_node_get_object (node), alarms[i]);
    }
}

static EvaluationItem *
read_item (JsonObject *object,
           const char *folder)
{
  EvaluationItem *item = g_new0 (EvaluationItem, 1);
  const char *type = json_object_get_null_member (object, "type") ? NULL : json_object_get_string_member (object, "type");
  const char *layout = json_object_get_string_member (object, "layout");

  item->file = g_strdup (json_object_get_string_member (object, "file"));
  item->path = g_build_filename (folder, item->file, NULL);
  item->kind = VIDIMUS_KIND_NONE;
  for (int k = 0; k < VIDIMUS_N_KINDS; k++)
    if (g_strcmp0 (type, kinds[k]) == 0)
      item->kind = (enum vidimus_kind) k;
  for (int l = 0; l < EVALUATION_N_LAYOUTS; l++)
    if (g_strcmp0 (layout, layouts[l]) == 0)
      item->layout = (EvaluationLayout) l;
  item->turn = (int) json_object_get_int_member_with_default (object, "turn", -1);
  item->iou = -1;
  read_quad (object, item);
  read_alarms (object, item);

  return item;
}

/**
 * evaluation_load:
 * @items: appended to
 */
gboolean
evaluation_load (const char  *truth_json,
                 GPtrArray   *items,
                 GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *folder = g_path_get_dirname (truth_json);
  JsonArray *images;

  if (!json_parser_load_from_file (parser, truth_json, error))
    return FALSE;
  images = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "images");
  for (guint i = 0; i < json_array_get_length (images); i++)
    g_ptr_array_add (items, read_item (json_array_get_object_element (images, i), folder));

  return TRUE;
}

typedef struct
{
  GPtrArray  *items;
  const char *tessdata;
  gboolean    given_quads;
  unsigned    flags;
  int         next; /* atomic */
} Work;

/* All stages but the first, on the quad of the truth. */
static void
classify_given (struct vidimus_ocr          *ocr,
                const struct vidimus_source *source,
                EvaluationItem              *item)
{
  struct vidimus_location location = { .quad = item->quad, .confidence = 1 };
  struct vidimus_card card = { 0 };
  struct vidimus_mrz mrz = { 0 };
  struct vidimus_identity identity;

  memset (&item->result, 0, sizeof item->result);
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    item->result.scores[i] = -1;
  item->result.type = VIDIMUS_KIND_NONE;
  item->result.quad = item->quad;
  item->status = vidimus_rectify (source, &location, VIDIMUS_READ_SIDE, NULL, &card);
  if (item->status != VIDIMUS_STATUS_OK)
    return;
  vidimus_mrz_read (&card, NULL, &mrz);
  item->status = vidimus_identify (&card, &mrz, ocr, NULL, &identity);
  item->result.type = identity.type;
  item->result.type_confidence = identity.confidence;
  vidimus_card_clear (&card);
}

static void
compare (EvaluationItem *item)
{
  double least = INFINITY;
  int best = 0;

  if (!item->has_quad)
    return;
  item->iou = item->status == VIDIMUS_STATUS_OK ? vidimus_quad_iou (&item->result.quad, &item->quad) : 0;
  for (int r = 0; r < 4; r++)
    {
      double sum = 0;

      for (int i = 0; i < 4; i++)
        sum += hypot (item->result.quad.p[(i + r) % 4].x - item->quad.p[i].x, item->result.quad.p[(i + r) % 4].y - item->quad.p[i].y);
      if (sum < least)
        {
          least = sum;
          best = r;
        }
    }
  /* the truth begins at the picture's top left, our answer at the document's: turned clockwise by 90° it is the second */
  if (item->turn >= 0)
    item->first_corner_right = (best + item->turn / 90) % 4 == 0;
}

static void
evaluate_item (struct vidimus_engine *engine,
               struct vidimus_ocr    *ocr,
               EvaluationItem        *item,
               unsigned               flags)
{
  static const VidimusDecodeLimits limits = { 1, 20000, G_GINT64_CONSTANT (200000000), FALSE, TRUE };
  g_autoptr(VidimusPicture) picture = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gint64 start = g_get_monotonic_time ();
  struct vidimus_image image;
  struct vidimus_source source;
  char *contents;
  gsize length;

  if (!g_file_get_contents (item->path, &contents, &length, NULL))
    return;
  bytes = g_bytes_new_take (contents, length);
  picture = vidimus_picture_new_from_bytes (bytes, &limits, NULL, NULL);
  if (picture == NULL)
    return;
  item->decoded = TRUE;
  item->decode_ms = (double) (g_get_monotonic_time () - start) / 1e3;
  image = vidimus_picture_get_image (picture);
  source = vidimus_source_from_image (&image);
  if (ocr != NULL && item->has_quad)
    classify_given (ocr, &source, item);
  else
    item->status = vidimus_engine_classify (engine, &source, flags, NULL, &item->result);
  compare (item);
}

static gpointer
work_thread (gpointer data)
{
  Work *work = data;
  struct vidimus_engine *engine = vidimus_engine_new (work->tessdata);
  struct vidimus_ocr *ocr = work->given_quads ? vidimus_ocr_new (work->tessdata) : NULL;

  vidimus_engine_warm (engine);
  for (;;)
    {
      int i = g_atomic_int_add (&work->next, 1);

      if (i >= (int) work->items->len)
        break;
      evaluate_item (engine, ocr, work->items->pdata[i], work->flags);
    }
  vidimus_ocr_free (ocr);
  vidimus_engine_free (engine);

  return NULL;
}

/**
 * evaluation_run:
 * @given_quads: leave locating out wherever the truth has a quad
 *
 * Classifies every item, @n_threads at a time.
 */
void
evaluation_run (GPtrArray  *items,
                const char *tessdata,
                int         n_threads,
                gboolean    given_quads,
                gboolean    with_alarms)
{
  Work work = {
    .items = items, .tessdata = tessdata, .given_quads = given_quads,
    .flags = VIDIMUS_ENGINE_WITH_TYPE | (with_alarms ? VIDIMUS_ENGINE_WITH_ALARMS : 0),
  };
  g_autoptr(GPtrArray) threads = g_ptr_array_new ();

  for (int i = 0; i < n_threads; i++)
    g_ptr_array_add (threads, g_thread_new ("evaluate", work_thread, &work));
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
}
