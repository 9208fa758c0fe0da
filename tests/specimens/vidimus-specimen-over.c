/* The laid-over set: which real picture meets which defect, where it lies, and its truth. What is drawn is for the disk it is
 * drawn on alone: the sources' licences differ. */
#include "vidimus-specimen-over.h"

#include <math.h>

#include "vidimus-specimen-trial.h"

/* By which road a picture comes into the set. */
typedef enum
{
  LAID,  /* a flat one, as a card on a ground */
  FLAT,  /* a flat one, left so */
  PHOTO, /* a document in a photograph, left there */
  SHOWN, /* such a photograph, shown or printed and photographed */
  OTHER, /* curled paper, or a scene of which no quad is known */
} Road;

typedef struct
{
  const VidimusSpecimenSource *source; /* NULL: there is none for it */
  VidimusSpecimenDefect        defect;
  int                          step;   /* 0: undamaged */
  guint                        kind;
  Road                         road;
} Job;

#define N_DEFECTS (VIDIMUS_SPECIMEN_N_DEFECTS - 1)
#define N_ROUNDS 7
#define N_DAMAGED (N_DEFECTS * VIDIMUS_SPECIMEN_STEPS * N_ROUNDS)
#define N_UNDAMAGED 66

/* Pictures with fewer pixels on their longer side are there by the dozen, and every blur is lost on them. */
#define SMALL 400

static Road
road_of (VidimusSpecimenDefect defect,
         guint                 round)
{
  static const Road roads[VIDIMUS_SPECIMEN_N_DEFECTS][N_ROUNDS] = {
    [VIDIMUS_SPECIMEN_BLUR] = { LAID, PHOTO, LAID, FLAT, LAID, PHOTO, OTHER },
    [VIDIMUS_SPECIMEN_GLARE] = { LAID, PHOTO, LAID, FLAT, LAID, PHOTO, PHOTO },
    [VIDIMUS_SPECIMEN_BLOCKING] = { LAID, PHOTO, LAID, FLAT, LAID, PHOTO, PHOTO },
    [VIDIMUS_SPECIMEN_DARK] = { LAID, PHOTO, LAID, FLAT, LAID, PHOTO, OTHER },
    [VIDIMUS_SPECIMEN_COPY] = { LAID, PHOTO, LAID, PHOTO, LAID, PHOTO, LAID },
    [VIDIMUS_SPECIMEN_BORDER] = { LAID, PHOTO, LAID, FLAT, LAID, PHOTO, PHOTO },
    [VIDIMUS_SPECIMEN_REPRODUCE] = { LAID, SHOWN, LAID, SHOWN, LAID, SHOWN, LAID },
  };

  return roads[defect][round];
}

/* Of the flat ones, those of the nine types come in every second place. */
static gboolean
fits (const VidimusSpecimenSource *source,
      const Job                   *job,
      gboolean                     named)
{
  gboolean flat = g_str_equal (source->layout, "flat"), photo = g_str_equal (source->layout, "photo") && source->has_quad;
  gboolean small = MAX (source->width, source->height) < SMALL && source->type == NULL && job->step > 0;

  if (source->known[job->defect] == 1)
    return FALSE;
  switch (job->road)
    {
    case LAID:
      return vidimus_specimen_source_is_card (source) && !small && (source->type != NULL) == named;
    case FLAT:
      return flat && !small && (source->type != NULL) == named;
    case PHOTO:
    case SHOWN:
      return photo;
    case OTHER:
    default:
      return !flat && !photo;
    }
}

/* The next that fits, after those that were taken last by this road. */
static const VidimusSpecimenSource *
next_source (const VidimusSpecimenOver *self,
             const Job                 *job,
             gboolean                   named,
             guint                      cursors[][2])
{
  guint *cursor = &cursors[job->road][named], n = self->sources->len;

  for (guint i = 0; i < n; i++)
    {
      guint at = (*cursor + i) % n;

      if (fits (g_ptr_array_index (self->sources, at), job, named))
        {
          *cursor = at + 1;
          return g_ptr_array_index (self->sources, at);
        }
    }

  return NULL;
}

static void
assign (VidimusSpecimenOver *self)
{
  guint cursors[OTHER + 1][2] = { { 0 } };

  for (guint i = 0; i < N_DAMAGED + N_UNDAMAGED; i++)
    {
      guint step = i / N_DEFECTS % VIDIMUS_SPECIMEN_STEPS, round = i / (N_DEFECTS * VIDIMUS_SPECIMEN_STEPS);
      Job job = { .road = i % 3 < 2 ? LAID : FLAT };
      gboolean named = i % 4 < 2;

      if (i < N_DAMAGED)
        {
          job.defect = VIDIMUS_SPECIMEN_BLUR + i % N_DEFECTS;
          job.step = (int) step + 1;
          job.kind = round + step + i % N_DEFECTS;
          job.road = road_of (job.defect, round);
          named = (round / 2 + step + i % N_DEFECTS) % 2 == 0;
        }
      job.source = next_source (self, &job, named, cursors);
      g_array_append_val (self->jobs, job);
    }
}

/* Every picture that is for this half; what cannot be read is named and left out. */
static gboolean
read_sources (VidimusSpecimenOver *self,
              JsonNode            *root,
              const char          *home)
{
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *images = object != NULL ? json_object_get_member (object, "images") : NULL;

  if (images == NULL || !JSON_NODE_HOLDS_ARRAY (images))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (images)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (images), i);
      VidimusSpecimenSource *source;
      const char *file;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      object = json_node_get_object (node);
      file = json_object_get_string_member_with_default (object, "file", "?");
      if (vidimus_specimen_source_half (json_object_get_string_member_with_default (object, "source", file)) != self->half)
        continue;
      source = vidimus_specimen_source_new (object, home);
      if (source != NULL)
        g_ptr_array_add (self->sources, source);
      else
        g_printerr ("“%s” cannot be read and is left out\n", file);
    }

  return TRUE;
}

/**
 * vidimus_specimen_over_new:
 * @truth: of real pictures
 *
 * Returns: (transfer full) (nullable): what the set consists of; nothing is drawn yet
 */
VidimusSpecimenOver *
vidimus_specimen_over_new (const char           *truth,
                           VidimusSpecimenHalf   half,
                           guint64               seed,
                           GError              **error)
{
  g_autoptr(VidimusSpecimenOver) self = g_new0 (VidimusSpecimenOver, 1);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *home = g_path_get_dirname (truth);

  self->half = half;
  self->seed = seed;
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_specimen_source_free);
  self->jobs = g_array_new (FALSE, FALSE, sizeof (Job));
  if (!json_parser_load_from_file (parser, truth, error))
    return NULL;
  if (!read_sources (self, json_parser_get_root (parser), home))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "“%s” is no truth file", truth);
      return NULL;
    }
  assign (self);

  return g_steal_pointer (&self);
}

/** vidimus_specimen_over_free: with its sources. */
void
vidimus_specimen_over_free (VidimusSpecimenOver *self)
{
  g_ptr_array_unref (self->sources);
  g_array_unref (self->jobs);
  g_free (self);
}

/* How many times larger than it is the picture will be seen. */
static double
enlargement (const VidimusSpecimenRecipe *recipe)
{
  VidimusSpecimenScene scene = { 0 };
  struct vidimus_quad own;
  double longest = 0;

  vidimus_specimen_scene_place (&scene, recipe, &own);
  for (int i = 0; i < 4; i += 2)
    longest = MAX (longest, hypot (own.p[i + 1].x - own.p[i].x, own.p[i + 1].y - own.p[i].y));

  return longest / recipe->picture->width;
}

/* A small picture makes a small scene, and lies small in it where that is not enough. */
static double
fit_frame (VidimusSpecimenRecipe *recipe)
{
  const double least = 640;
  double longer = MAX (recipe->width, recipe->height), more = enlargement (recipe) / VIDIMUS_SPECIMEN_ENLARGED;

  if (more > 1)
    {
      double scale = MAX (1 / more, least / longer);

      recipe->width = (int) lround (recipe->width * scale);
      recipe->height = (int) lround (recipe->height * scale);
      recipe->fill = MAX (recipe->fill / MAX (more * scale, 1), 0.3);
    }

  return enlargement (recipe);
}

/**
 * vidimus_specimen_over_recipe:
 * @size: (out): the picture without its pixels, which the recipe borrows
 *
 * The recipe of the picture at @index, which is below the number of jobs; without a source there is none.
 */
void
vidimus_specimen_over_recipe (const VidimusSpecimenOver *self,
                              guint                      index,
                              VidimusSpecimenRecipe     *recipe,
                              struct vidimus_image      *size)
{
  const Job *job = &g_array_index (self->jobs, Job, index);
  guint64 own = self->seed * 1000003 + index +
                (G_GUINT64_CONSTANT (1) << (self->half == VIDIMUS_SPECIMEN_JUDGING ? 42 : 41));
  double enlarged = 1;

  if (self->half == VIDIMUS_SPECIMEN_TUNING)
    vidimus_specimen_recipe_draw (recipe, NULL, VIDIMUS_SPECIMEN_CLEAN, own);
  else
    vidimus_specimen_trial_recipe (recipe, NULL, own);
  if (job->source == NULL)
    return;
  *size = (struct vidimus_image) { .width = job->source->width, .height = job->source->height, .channels = 3 };
  recipe->picture = size;
  recipe->source = job->source;
  if (job->step > 0)
    vidimus_specimen_plan_dose (recipe, job->defect, job->step, job->kind);
  /* The whole photograph on a screen is no other thing than the photograph with the screen's grid. */
  recipe->in_place = job->road != LAID && (job->road != SHOWN || (self->half == VIDIMUS_SPECIMEN_JUDGING && !recipe->print &&
                                                                  !recipe->window));
  if (recipe->in_place)
    {
      int frame[4];

      vidimus_specimen_place_frame (recipe, frame);
      recipe->width = frame[2];
      recipe->height = frame[3];
      recipe->ground = NULL;
      recipe->corner = FALSE;
      recipe->turn = job->source->turn;
      if (g_strcmp0 (recipe->camera, "messenger") == 0) /* that would make it smaller */
        recipe->camera = "pocket";
    }
  else
    {
      recipe->fill = job->road == SHOWN ? 0.84 : recipe->fill;
      enlarged = fit_frame (recipe);
    }
  vidimus_specimen_source_own (job->source, !recipe->in_place, enlarged, recipe->own);
}

/* Where the source's quad comes to lie on a ground. */
static struct vidimus_quad
carry (const VidimusSpecimenRecipe *recipe,
       VidimusSpecimenScene        *scene)
{
  double w = recipe->picture->width, h = recipe->picture->height;
  const struct vidimus_quad rim = { { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } };
  struct vidimus_quad own, quad = recipe->source->quad;
  struct vidimus_homography onto;

  vidimus_specimen_scene_place (scene, recipe, &own);
  if (vidimus_homography_from_quads (&rim, &own, &onto))
    for (int i = 0; i < 4; i++)
      {
        quad.p[i] = vidimus_homography_apply (&onto, quad.p[i]);
        quad.p[i].x *= (double) scene->image.width / recipe->width;
        quad.p[i].y *= (double) scene->image.height / recipe->height;
      }

  return quad;
}

/**
 * vidimus_specimen_over_place:
 * @scene: gets its size and the document's quad, but no pixels
 * @recipe: its turn becomes the document's in the picture, −1 where that is not known, and no longer the picture's on its ground
 */
void
vidimus_specimen_over_place (VidimusSpecimenScene  *scene,
                             VidimusSpecimenRecipe *recipe)
{
  struct vidimus_quad quad = recipe->source->quad;
  int first;

  if (recipe->in_place)
    {
      int frame[4];

      vidimus_specimen_place_frame (recipe, frame);
      scene->image.width = frame[2];
      scene->image.height = frame[3];
      for (int i = 0; i < 4; i++)
        {
          quad.p[i].x -= frame[0];
          quad.p[i].y -= frame[1];
        }
    }
  else
    quad = carry (recipe, scene);
  first = recipe->source->has_quad ? vidimus_specimen_top_left (&quad) : 0;
  for (int i = 0; i < 4; i++)
    scene->quad.p[i] = quad.p[(first + i) % 4];
  recipe->turn = recipe->source->turn < 0 ? -1 : (recipe->source->turn + 360 - 90 * first) % 360;
}

typedef struct
{
  const VidimusSpecimenOver *over;
  const char                *folder;
} Drawing;

static gboolean
draw_one (guint          index,
          gconstpointer  data,
          GError       **error)
{
  const Drawing *drawing = data;
  g_autoptr(VidimusSpecimenScene) scene = NULL;
  g_autofree char *name = NULL;
  VidimusSpecimenRecipe recipe;
  struct vidimus_image picture;
  gboolean ok;

  vidimus_specimen_over_recipe (drawing->over, index, &recipe, &picture);
  name = vidimus_specimen_plan_name (&recipe, index);
  if (!vidimus_specimen_source_load (recipe.source, &picture, error))
    return FALSE;
  if (recipe.in_place)
    {
      VidimusSpecimenRecipe placed = recipe;

      scene = g_new0 (VidimusSpecimenScene, 1);
      vidimus_specimen_over_place (scene, &placed);
      ok = vidimus_specimen_place_draw (&recipe, scene);
    }
  else
    {
      scene = vidimus_specimen_scene_new (&recipe);
      ok = scene != NULL;
    }
  vidimus_image_free (&picture);
  if (!ok)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM, "Memory is too short for “%s”", name);

  return ok && vidimus_specimen_truth_save (drawing->folder, name, &recipe, scene, error);
}

/**
 * vidimus_specimen_over_draw:
 * @truth: of the real pictures; its every second one, by name, is for either half
 * @plan: the half, the seed, and which part of it is wanted
 * @folder: must exist
 *
 * Writes the pictures and truth.json. The bytes do not depend on the number of jobs, nor on the part.
 */
gboolean
vidimus_specimen_over_draw (const char                *truth,
                            const VidimusSpecimenPlan *plan,
                            const char                *folder,
                            GError                   **error)
{
  g_autoptr(VidimusSpecimenOver) self = vidimus_specimen_over_new (truth, plan->half, plan->seed, error);
  g_autoptr(VidimusSpecimenTruth) out = NULL;
  g_autoptr(GArray) indices = NULL;
  const Drawing drawing = { self, folder };

  if (self == NULL)
    return FALSE;
  out = vidimus_specimen_truth_new (folder);
  indices = vidimus_specimen_plan_chosen (plan, self->jobs->len);
  for (guint i = 0; i < indices->len;)
    {
      VidimusSpecimenScene scene = { 0 };
      VidimusSpecimenRecipe recipe;
      struct vidimus_image size;
      g_autofree char *name = NULL;

      vidimus_specimen_over_recipe (self, g_array_index (indices, guint, i), &recipe, &size);
      if (recipe.source == NULL)
        {
          g_array_remove_index (indices, i);
          continue;
        }
      name = vidimus_specimen_plan_name (&recipe, g_array_index (indices, guint, i++));
      vidimus_specimen_over_place (&scene, &recipe);
      vidimus_specimen_truth_note (out, name, &recipe, &scene);
    }

  return vidimus_specimen_truth_finish (out, error) &&
         vidimus_specimen_plan_share (indices, plan->jobs, draw_one, &drawing, error);
}
