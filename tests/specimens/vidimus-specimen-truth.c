#include "vidimus-specimen-truth.h"

#include <math.h>
#include <turbojpeg.h>

/**
 * vidimus_specimen_truth_new:
 * @folder: must exist
 */
VidimusSpecimenTruth *
vidimus_specimen_truth_new (const char *folder)
{
  VidimusSpecimenTruth *self = g_new (VidimusSpecimenTruth, 1);

  self->folder = g_strdup (folder);
  self->json = json_builder_new ();
  json_builder_begin_object (self->json);
  json_builder_set_member_name (self->json, "images");
  json_builder_begin_array (self->json);

  return self;
}

/** vidimus_specimen_truth_free: without writing. */
void
vidimus_specimen_truth_free (VidimusSpecimenTruth *self)
{
  g_object_unref (self->json);
  g_free (self->folder);
  g_free (self);
}

static gboolean
save_jpeg (const struct vidimus_image *image,
           const char                 *path,
           int                         quality,
           VidimusSpecimenSampling     sampling,
           GError                    **error)
{
  tjhandle handle = tjInitCompress ();
  unsigned char *bytes = NULL;
  unsigned long size = 0;
  gboolean ok = handle != NULL &&
                tjCompress2 (handle, image->data, image->width, (int) image->stride, image->height, TJPF_RGB, &bytes,
                             &size, sampling == VIDIMUS_SPECIMEN_444 ? TJSAMP_444 : TJSAMP_420, quality, TJFLAG_ACCURATEDCT) == 0;

  if (ok)
    ok = g_file_set_contents (path, (const char *) bytes, (gssize) size, error);
  else
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” could not be compressed: %s", path,
                 tjGetErrorStr2 (handle));
  tjFree (bytes);
  if (handle != NULL)
    tjDestroy (handle);

  return ok;
}

/** vidimus_specimen_truth_is_cut: whether the frame cuts the document. */
gboolean
vidimus_specimen_truth_is_cut (const VidimusSpecimenScene *scene)
{
  for (int i = 0; i < 4; i++)
    if (scene->quad.p[i].x < -1 || scene->quad.p[i].x > scene->image.width + 1 || scene->quad.p[i].y < -1 ||
        scene->quad.p[i].y > scene->image.height + 1)
      return TRUE;

  return FALSE;
}

/* Whether so much of another defect hides a certain amount of this one that a person could say either. */
static gboolean
is_hidden (const int             *steps,
           VidimusSpecimenDefect  defect)
{
  static const struct
  {
    VidimusSpecimenDefect defect;
    VidimusSpecimenDefect by;
    int                   from;
  } hidings[] = {
    { VIDIMUS_SPECIMEN_BLUR, VIDIMUS_SPECIMEN_DARK, 5 },      { VIDIMUS_SPECIMEN_GLARE, VIDIMUS_SPECIMEN_DARK, 4 },
    { VIDIMUS_SPECIMEN_COPY, VIDIMUS_SPECIMEN_DARK, 5 },      { VIDIMUS_SPECIMEN_REPRODUCE, VIDIMUS_SPECIMEN_DARK, 5 },
    { VIDIMUS_SPECIMEN_REPRODUCE, VIDIMUS_SPECIMEN_BLUR, 3 }, { VIDIMUS_SPECIMEN_BLOCKING, VIDIMUS_SPECIMEN_DARK, 6 },
    { VIDIMUS_SPECIMEN_BORDER, VIDIMUS_SPECIMEN_DARK, 6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hidings); i++)
    if (hidings[i].defect == defect && steps[defect] > 0 && steps[hidings[i].by] >= hidings[i].from)
      return TRUE;

  return FALSE;
}

/* What a person would say of an alarm: 1 raised, 0 not, −1 either. What covers an edge leaves the border open, a folded
 * corner what is covered, and a photocopy whether it was reproduced; what a real picture may have of itself leaves all open
 * but what is laid over it plainly. */
static int
verdict (const VidimusSpecimenRecipe *recipe,
         const VidimusSpecimenScene  *scene,
         VidimusSpecimenDefect        defect)
{
  gboolean judging = recipe->half == VIDIMUS_SPECIMEN_JUDGING;
  int steps[VIDIMUS_SPECIMEN_N_DEFECTS], said;

  for (int i = 0; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    steps[i] = recipe->own[i] == 1 ? VIDIMUS_SPECIMEN_STEPS : vidimus_specimen_recipe_step (recipe, i);
  said = steps[defect] >= VIDIMUS_SPECIMEN_RAISED ? 1 : steps[defect] == VIDIMUS_SPECIMEN_RAISED - 1 ? -1 : 0;
  if (defect == VIDIMUS_SPECIMEN_BORDER && !judging && recipe->own[defect] != 1)
    said = vidimus_specimen_truth_is_cut (scene);
  if (defect == VIDIMUS_SPECIMEN_BORDER && said != 1 && steps[VIDIMUS_SPECIMEN_BLOCKING] > 0)
    return -1;
  if (defect == VIDIMUS_SPECIMEN_BLOCKING && said != 1 && recipe->corner && steps[VIDIMUS_SPECIMEN_BORDER] > 1)
    return -1;
  if (defect == VIDIMUS_SPECIMEN_REPRODUCE && said != 1 && judging && steps[VIDIMUS_SPECIMEN_COPY] > 1)
    return -1;
  if (said != 1 && recipe->own[defect] < 0)
    return -1;

  return is_hidden (steps, defect) ? -1 : said;
}

/* Only what is certain is said. */
static void
add_alarms (JsonBuilder                 *json,
            const VidimusSpecimenRecipe *recipe,
            const VidimusSpecimenScene  *scene)
{
  json_builder_set_member_name (json, "alarms");
  json_builder_begin_object (json);
  for (int i = VIDIMUS_SPECIMEN_BLUR; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    {
      int said = verdict (recipe, scene, i);

      if (said < 0)
        continue;
      json_builder_set_member_name (json, vidimus_specimen_defect_key (i));
      json_builder_add_boolean_value (json, said == 1);
    }
  json_builder_end_object (json);
}

static void
add_doses (JsonBuilder                 *json,
           const VidimusSpecimenRecipe *recipe)
{
  json_builder_set_member_name (json, "doses");
  json_builder_begin_object (json);
  for (int i = VIDIMUS_SPECIMEN_BLUR; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    if (recipe->doses[i] > 0)
      {
        json_builder_set_member_name (json, vidimus_specimen_defect_key (i));
        json_builder_add_int_value (json, vidimus_specimen_recipe_step (recipe, i));
      }
  json_builder_end_object (json);
}

static void
add_string (JsonBuilder *json,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_quad (JsonBuilder               *json,
          const struct vidimus_quad *quad)
{
  json_builder_set_member_name (json, "quad");
  if (quad == NULL)
    {
      json_builder_add_null_value (json);
      return;
    }

  json_builder_begin_array (json);
  for (int i = 0; i < 4; i++)
    {
      json_builder_begin_array (json);
      json_builder_add_double_value (json, round (quad->p[i].x * 100) / 100);
      json_builder_add_double_value (json, round (quad->p[i].y * 100) / 100);
      json_builder_end_array (json);
    }
  json_builder_end_array (json);
}

/* The printed lines, so that a reader of them can be judged letter by letter. */
static void
add_mrz (JsonBuilder                 *json,
         const VidimusSpecimenRecipe *recipe)
{
  g_auto(GStrv) lines = vidimus_specimen_card_mrz (recipe->layout, recipe->seed);

  if (lines == NULL)
    return;

  json_builder_set_member_name (json, "mrz");
  json_builder_begin_array (json);
  for (int i = 0; lines[i] != NULL; i++)
    json_builder_add_string_value (json, lines[i]);
  json_builder_end_array (json);
}

/* What the card is: nothing on an empty scene. */
static void
add_card (JsonBuilder                 *json,
          const VidimusSpecimenRecipe *recipe)
{
  add_string (json, "card", recipe->layout->id);
  add_string (json, "side", vidimus_specimen_layout_side (recipe->layout));
  add_mrz (json, recipe);
}

static void
add_entry (JsonBuilder                 *json,
           const char                  *file,
           const VidimusSpecimenRecipe *recipe,
           const VidimusSpecimenScene  *scene)
{
  gboolean flat = recipe->ground == NULL, empty = !vidimus_specimen_recipe_has_card (recipe);
  const VidimusSpecimenSource *source = recipe->source;
  const char *layout = empty ? "scene" : flat ? "flat" : "photo";

  json_builder_begin_object (json);
  add_string (json, "file", file);
  add_string (json, "type", empty ? NULL : source != NULL ? source->type : recipe->layout->type);
  add_quad (json, empty || (source != NULL && !source->has_quad) ? NULL : &scene->quad);
  add_string (json, "layout", recipe->in_place ? source->layout : layout);
  if (recipe->turn >= 0)
    {
      json_builder_set_member_name (json, "turn");
      json_builder_add_int_value (json, recipe->turn);
    }
  if (!empty)
    add_alarms (json, recipe, scene);
  add_string (json, "source", source != NULL ? source->file : "drawn");
  add_string (json, "set", source != NULL ? "laid-over" : "drawn");
  add_string (json, "half", recipe->half == VIDIMUS_SPECIMEN_JUDGING ? "judging" : "tuning");
  if (recipe->layout != NULL)
    add_card (json, recipe);
  add_string (json, "ground", recipe->ground);
  if (recipe->camera != NULL)
    add_string (json, "camera", recipe->camera);
  add_doses (json, recipe);
  if (recipe->doses[VIDIMUS_SPECIMEN_REPRODUCE] > 0)
    add_string (json, "reproduce_kind", recipe->print ? "print" : "screen");
  json_builder_set_member_name (json, "seed");
  json_builder_add_int_value (json, (gint64) recipe->seed);
  json_builder_end_object (json);
}

/** vidimus_specimen_truth_save: writes the picture as @file into @folder. */
gboolean
vidimus_specimen_truth_save (const char                  *folder,
                             const char                  *file,
                             const VidimusSpecimenRecipe *recipe,
                             const VidimusSpecimenScene  *scene,
                             GError                     **error)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return save_jpeg (&scene->image, path, recipe->quality, recipe->sampling, error);
}

/** vidimus_specimen_truth_note: notes the truth of @file; of @scene only its size and quad are read. */
void
vidimus_specimen_truth_note (VidimusSpecimenTruth        *self,
                             const char                  *file,
                             const VidimusSpecimenRecipe *recipe,
                             const VidimusSpecimenScene  *scene)
{
  add_entry (self->json, file, recipe, scene);
}

/** vidimus_specimen_truth_add: writes the picture as @file into the folder, and notes its truth. */
gboolean
vidimus_specimen_truth_add (VidimusSpecimenTruth        *self,
                            const char                  *file,
                            const VidimusSpecimenRecipe *recipe,
                            const VidimusSpecimenScene  *scene,
                            GError                     **error)
{
  vidimus_specimen_truth_note (self, file, recipe, scene);

  return vidimus_specimen_truth_save (self->folder, file, recipe, scene, error);
}

/** vidimus_specimen_json_save: writes what @json has built, with a line break at its end. */
gboolean
vidimus_specimen_json_save (JsonBuilder *json,
                            const char  *path,
                            GError     **error)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 1);
  text = json_generator_to_data (generator, NULL);
  line = g_strconcat (text, "\n", NULL);

  return g_file_set_contents (path, line, -1, error);
}

/** vidimus_specimen_truth_finish: writes truth.json; nothing can be added after. */
gboolean
vidimus_specimen_truth_finish (VidimusSpecimenTruth *self,
                               GError              **error)
{
  g_autofree char *path = g_build_filename (self->folder, "truth.json", NULL);

  json_builder_end_array (self->json);
  json_builder_end_object (self->json);

  return vidimus_specimen_json_save (self->json, path, error);
}
