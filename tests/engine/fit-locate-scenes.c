#include "fit-locate.h"

#include "vidimus-ocr-private.h"
#include "vidimus-picture.h"
#include "vidimus-location-scene.h"
#include "vidimus-resample.h"

#include <json-glib/json-glib.h>
#include <math.h>

void
fit_scene_free (FitScene *scene)
{
  g_free (scene->path);
  g_free (scene->group);
  g_free (scene->candidates);
  g_free (scene->kept);
  g_free (scene);
}

static FitScene *
scene_new (JsonObject *object,
           const char *folder,
           const char *group_by)
{
  JsonNode *group = json_object_get_member (object, group_by);
  FitScene *scene = g_new0 (FitScene, 1);

  scene->path = g_build_filename (folder, json_object_get_string_member (object, "file"), NULL);
  scene->group = g_strdup (group != NULL && JSON_NODE_HOLDS_VALUE (group) ? json_node_get_string (group) : "–");
  for (guint i = 0; i < 4 && !json_object_get_null_member (object, "quad"); i++)
    {
      JsonArray *corner = json_array_get_array_element (json_object_get_array_member (object, "quad"), i);

      scene->truth.p[i].x = json_array_get_double_element (corner, 0);
      scene->truth.p[i].y = json_array_get_double_element (corner, 1);
    }

  return scene;
}

/**
 * fit_scenes_load:
 * @group_by: the member of the truth that tables are split by
 * @every: take only every nth
 *
 * Appends the pictures with a quad, and the flat ones, of the truth.json in @folder.
 */
gboolean
fit_scenes_load (const char  *folder,
                 const char  *group_by,
                 int          every,
                 GPtrArray   *scenes,
                 GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_build_filename (folder, "truth.json", NULL);
  JsonArray *images;

  if (!json_parser_load_from_file (parser, path, error))
    return FALSE;

  images = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "images");
  for (guint i = 0; i < json_array_get_length (images); i += (guint) every)
    {
      JsonObject *object = json_array_get_object_element (images, i);

      if (!json_object_get_null_member (object, "quad") ||
          g_str_equal (json_object_get_string_member (object, "layout"), "flat"))
        g_ptr_array_add (scenes, scene_new (object, folder, group_by));
    }

  return TRUE;
}

/* Shared by all threads, read alone. */
static struct location_grain *grain;

/**
 * fit_scenes_draw:
 *
 * Appends @n scenes of those that the network learns from, and of grounds that are kept from it. They are drawn when they are looked at.
 */
void
fit_scenes_draw (int        n,
                 guint64    seed,
                 GPtrArray *scenes)
{
  if (grain == NULL)
    grain = location_grain_new ();
  for (int i = 0; i < n; i++)
    {
      FitScene *scene = g_new0 (FitScene, 1);

      scene->seed = (seed * 100003 + (guint64) i) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + 1;
      scene->path = g_strdup_printf ("drawn %d", i);
      scene->group = g_strdup_printf ("drawn %d", i % 4);
      g_ptr_array_add (scenes, scene);
    }
}

static gboolean
draw_overview (FitScene             *scene,
               struct vidimus_image *overview)
{
  static const int heights[] = { 720, 720, 640, 576, 960 };
  struct location_scene drawn;
  uint64_t random = scene->seed;
  int height = heights[location_pick (&random, G_N_ELEMENTS (heights))];
  gboolean ok = location_scene_draw (&drawn, &location_odds_whole, grain, LOCATION_KINDS_ALL, 960, height, &random) &&
                location_scene_expose (&drawn, 1, &random, overview);

  scene->truth = drawn.quad;
  scene->width = overview->width;
  scene->height = overview->height;
  location_canvas_clear (&drawn.canvas);

  return ok && !drawn.empty;
}

static gboolean
load_overview (FitScene             *scene,
               struct vidimus_image *overview)
{
  static const VidimusDecodeLimits limits = { 1, 20000, G_GINT64_CONSTANT (200000000), FALSE, TRUE };
  g_autoptr(VidimusPicture) picture = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  gsize length;
  char *contents;
  int shrink = 1;

  if (!g_file_get_contents (scene->path, &contents, &length, NULL))
    return FALSE;
  bytes = g_bytes_new_take (contents, length);
  picture = vidimus_picture_new_from_bytes (bytes, &limits, NULL, NULL);
  if (picture == NULL)
    return FALSE;

  image = vidimus_picture_get_image (picture);
  while (MAX (image.width, image.height) / (2 * shrink) >= VIDIMUS_SOURCE_OVERVIEW)
    shrink *= 2;
  if (!vidimus_image_scale (&image, (image.width + shrink - 1) / shrink, (image.height + shrink - 1) / shrink, overview))
    return FALSE;

  scene->width = overview->width;
  scene->height = overview->height;
  for (int i = 0; i < 4; i++)
    {
      scene->truth.p[i].x /= shrink;
      scene->truth.p[i].y /= shrink;
    }
  if (vidimus_quad_area (&scene->truth) <= 0) /* flat: the picture is the document */
    scene->truth = (struct vidimus_quad) { { { 0, 0 }, { scene->width, 0 }, { scene->width, scene->height },
                                             { 0, scene->height } } };

  return TRUE;
}

static void
note_candidates (FitScene                      *scene,
                 const struct vidimus_workings *work)
{
  double sx = (double) scene->width / work->levels[0].rgb.width, sy = (double) scene->height / work->levels[0].rgb.height;
  struct vidimus_quad seen;

  scene->n_candidates = work->candidates.n;
  scene->kept = g_memdup2 (&work->candidates, sizeof work->candidates);
  scene->candidates = g_new0 (FitCandidate, (gsize) scene->n_candidates + 1);
  for (int i = 0; i < scene->n_candidates; i++)
    {
      const struct vidimus_candidate *from = &work->candidates.items[i];
      struct vidimus_quad quad;

      for (int k = 0; k < 4; k++)
        quad.p[k] = (struct vidimus_point) { from->quad.p[k].x * sx, from->quad.p[k].y * sy };
      vidimus_close_complete (&work->close, from->cut, scene->width, scene->height, work->scale, &quad);
      memcpy (scene->candidates[i].features, from->features, sizeof from->features);
      scene->candidates[i].iou = (float) vidimus_quad_iou (&quad, &scene->truth);
      scene->found = MAX (scene->found, scene->candidates[i].iou);
    }
  if (vidimus_close_quad (&work->close, &seen))
    {
      for (int k = 0; k < 4; k++)
        seen.p[k] = (struct vidimus_point) { seen.p[k].x * sx, seen.p[k].y * sy };
      scene->seen = vidimus_quad_iou (&seen, &scene->truth);
    }
  if (scene->n_candidates > 0)
    vidimus_confidence_describe (&work->candidates, scene->cues);
  scene->chosen = scene->n_candidates > 0 ? scene->candidates[0].iou : 0;
}

/* The corners' distance, and how far the answer's sides lie outside the truth's, at their middles. */
static void
compare (FitScene *scene)
{
  const struct vidimus_quad *truth = &scene->truth, *quad = &scene->location.quad;
  double diagonal = (hypot (truth->p[2].x - truth->p[0].x, truth->p[2].y - truth->p[0].y) +
                     hypot (truth->p[3].x - truth->p[1].x, truth->p[3].y - truth->p[1].y)) / 2;
  int turn = 0;

  scene->iou = vidimus_quad_iou (quad, truth);
  scene->corner = INFINITY;
  for (int r = 0; r < 4; r++)
    {
      double sum = 0;

      for (int i = 0; i < 4; i++)
        sum += hypot (quad->p[(i + r) % 4].x - truth->p[i].x, quad->p[(i + r) % 4].y - truth->p[i].y) / 4 / diagonal;
      if (sum < scene->corner)
        {
          scene->corner = sum;
          turn = r;
        }
    }
  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_point *a = &truth->p[i], *b = &truth->p[(i + 1) % 4];
      const struct vidimus_point *p = &quad->p[(i + turn) % 4], *q = &quad->p[(i + turn + 1) % 4];
      double dx = (p->x + q->x - a->x - b->x) / 2, dy = (p->y + q->y - a->y - b->y) / 2;
      double length = hypot (b->x - a->x, b->y - a->y);

      scene->offset[i] = 1000 * (dx * (b->y - a->y) - dy * (b->x - a->x)) / length / diagonal;
    }
}

static void
run_scene (gpointer data,
           gpointer user_data)
{
  FitScene *scene = data;
  struct vidimus_workings *work = g_new0 (struct vidimus_workings, 1);
  struct vidimus_image overview = { 0 };
  double start;

  if (scene->seed != 0 ? draw_overview (scene, &overview) : load_overview (scene, &overview))
    {
      start = vidimus_thread_ms ();
      if (vidimus_workings_find (&overview, NULL, work) == VIDIMUS_STATUS_OK)
        vidimus_workings_answer (&overview, work, NULL, &scene->location);
      scene->ms = vidimus_thread_ms () - start;
      note_candidates (scene, work);
      vidimus_workings_clear (work);
      compare (scene);
    }
  vidimus_image_free (&overview);
  g_free (work);
}

/** fit_scenes_run: fills in what localisation makes of each. */
void
fit_scenes_run (GPtrArray *scenes,
                int        n_threads)
{
  GThreadPool *pool = g_thread_pool_new (run_scene, NULL, n_threads, TRUE, NULL);

  for (guint i = 0; i < scenes->len; i++)
    g_thread_pool_push (pool, scenes->pdata[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  for (guint i = scenes->len; i > 0; i--)
    if (((FitScene *) scenes->pdata[i - 1])->seed != 0 && ((FitScene *) scenes->pdata[i - 1])->n_candidates == 0)
      g_ptr_array_remove_index (scenes, i - 1); /* drawn without a document */
}

/** fit_scenes_rescore: as if localisation had had this model; the answers are the candidates, before any refit. */
void
fit_scenes_rescore (GPtrArray                       *scenes,
                    const struct vidimus_quad_model *model)
{
  for (guint i = 0; i < scenes->len; i++)
    {
      FitScene *scene = scenes->pdata[i];
      struct vidimus_candidate *items = scene->kept->items, swap;
      FitCandidate other;
      int best = 0;

      for (int k = 0; k < scene->n_candidates && !scene->kept->settled; k++)
        {
          items[k].score = vidimus_quad_score (model, items[k].features);
          if (items[k].score > items[best].score)
            best = k;
        }
      swap = items[0];
      items[0] = items[best];
      items[best] = swap;
      other = scene->candidates[0];
      scene->candidates[0] = scene->candidates[best];
      scene->candidates[best] = other;
      scene->iou = scene->chosen = scene->candidates[0].iou;
      vidimus_confidence_describe (scene->kept, scene->cues);
    }
}
