/* The specimens that the app brings: chosen, not drawn by lot. */
#include "vidimus-specimen-sets.h"

typedef struct
{
  const char           *file;
  const char           *title; /* English; the app translates it */
  const char           *layout;
  VidimusSpecimenDefect defect;
  double                dose;
  const char           *ground;
  int                   clutter;
  double                tilt;
  double                roll;
  guint64               seed;
} Bundled;

static const Bundled bundled[] = {
  { "passport.jpg", "Passport", "passport-utopia", VIDIMUS_SPECIMEN_CLEAN, 0, "wood", 1, 16, -4, 31 },
  { "id-card.jpg", "Resident identity card (China)", "id_card-front", VIDIMUS_SPECIMEN_CLEAN, 0, "desk", 1, 18, 5, 12 },
  { "hongkong-id-card.jpg", "Hong Kong identity card", "hongkong_id_card-2018", VIDIMUS_SPECIMEN_CLEAN, 0, "felt", 1, 20,
    -6, 13 },
  { "macao-id-card.jpg", "Macao identity card", "macao_id_card-back", VIDIMUS_SPECIMEN_CLEAN, 0, "planks", 2, 16, 4, 14 },
  { "cambodian-id-card.jpg", "Cambodian identity card", "cambodian_id_card-number", VIDIMUS_SPECIMEN_CLEAN, 0, "cloth", 1,
    18, -5, 15 },
  { "myanmar-id-card.jpg", "Myanmar identity card", "myanmar_id_card-front", VIDIMUS_SPECIMEN_CLEAN, 0, "stone", 1, 16, 6, 16 },
  { "myanmar-driver-license.jpg", "Myanmar driving licence", "myanmar_driver_license-front", VIDIMUS_SPECIMEN_CLEAN, 0,
    "wood", 1, 18, 3, 17 },
  { "thailand-id-card.jpg", "Thai identity card", "thailand_id_card-front", VIDIMUS_SPECIMEN_CLEAN, 0, "planks", 1, 18, -3,
    18 },
  { "peru-id-card.jpg", "Peruvian identity card", "peru_id_card-blue", VIDIMUS_SPECIMEN_CLEAN, 0, "felt", 2, 16, 5, 19 },
  { "blur.jpg", "Blurred: Thai identity card", "thailand_id_card-front", VIDIMUS_SPECIMEN_BLUR, 0.8, "wood", 1, 14, 4, 20 },
  { "glare.jpg", "Glare: Myanmar identity card", "myanmar_id_card-front", VIDIMUS_SPECIMEN_GLARE, 0.9, "desk", 1, 22, 8, 21 },
  { "covered.jpg", "Covered: passport", "passport-ardenia", VIDIMUS_SPECIMEN_BLOCKING, 0.75, "wood", 1, 14, -3, 22 },
  { "dark.jpg", "Too dark: Hong Kong identity card", "hongkong_id_card-2003", VIDIMUS_SPECIMEN_DARK, 0.7, "desk", 1, 16, -5,
    23 },
  { "copy.jpg", "Black-and-white copy: Peruvian identity card", "peru_id_card-chip", VIDIMUS_SPECIMEN_COPY, 0.9, "wood", 1, 12,
    3, 24 },
  { "border.jpg", "Cut off: resident identity card (China)", "id_card-back", VIDIMUS_SPECIMEN_BORDER, 0.45, "cloth", 0, 14, 4,
    65 },
  { "screen.jpg", "Photographed from a screen: Cambodian identity card", "cambodian_id_card-titled",
    VIDIMUS_SPECIMEN_REPRODUCE, 0.8, "desk", 1, 12, 2, 36 },
  { "other-driving-licence.jpg", "None of the nine: driving licence", "other-driving", VIDIMUS_SPECIMEN_CLEAN, 0, "stone", 1,
    18, -6, 27 },
  { "other-bank-card.jpg", "None of the nine: bank card", "other-bank", VIDIMUS_SPECIMEN_CLEAN, 0, "wood", 2, 18, 5, 28 },
};

#define BUNDLE_WIDTH 1400
#define BUNDLE_HEIGHT 1050
#define BUNDLE_QUALITY 80

static void
bundled_recipe (const Bundled         *b,
                VidimusSpecimenRecipe *recipe)
{
  *recipe = (VidimusSpecimenRecipe) { .half = VIDIMUS_SPECIMEN_TUNING };
  recipe->layout = vidimus_specimen_layout_find (b->layout);
  recipe->seed = b->seed;
  recipe->width = BUNDLE_WIDTH;
  recipe->height = BUNDLE_HEIGHT;
  recipe->ground = b->ground;
  recipe->clutter = b->clutter;
  recipe->turn = 0;
  recipe->tilt = b->tilt;
  recipe->roll = b->roll;
  recipe->fill = b->defect == VIDIMUS_SPECIMEN_COPY ? 0.66 : b->defect == VIDIMUS_SPECIMEN_REPRODUCE ? 0.7 : 0.8;
  if (b->defect != VIDIMUS_SPECIMEN_CLEAN)
    recipe->doses[b->defect] = b->dose;
  recipe->shade = 0;
  recipe->quality = BUNDLE_QUALITY;
}

static void
add_index_entry (JsonBuilder           *json,
                 const Bundled         *b,
                 VidimusSpecimenRecipe *recipe)
{
  const char *values[] = { "file", b->file, "title", b->title, "type", recipe->layout->type, "alarm",
                           vidimus_specimen_defect_key (b->defect) };

  json_builder_begin_object (json);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i += 2)
    {
      json_builder_set_member_name (json, values[i]);
      if (values[i + 1] != NULL)
        json_builder_add_string_value (json, values[i + 1]);
      else
        json_builder_add_null_value (json);
    }
  json_builder_end_object (json);
}

/** vidimus_specimen_set_bundle: writes the app's specimens, truth.json and index.json into @folder, which must exist. */
gboolean
vidimus_specimen_set_bundle (const char *folder,
                             GError    **error)
{
  g_autoptr(VidimusSpecimenTruth) truth = vidimus_specimen_truth_new (folder);
  g_autoptr(JsonBuilder) index = json_builder_new ();
  g_autofree char *path = g_build_filename (folder, "index.json", NULL);

  json_builder_begin_array (index);
  for (gsize i = 0; i < G_N_ELEMENTS (bundled); i++)
    {
      VidimusSpecimenRecipe recipe;
      g_autoptr(VidimusSpecimenScene) scene = NULL;

      bundled_recipe (&bundled[i], &recipe);
      scene = vidimus_specimen_scene_new (&recipe);
      if (scene == NULL || !vidimus_specimen_truth_add (truth, bundled[i].file, &recipe, scene, error))
        return FALSE;
      add_index_entry (index, &bundled[i], &recipe);
    }
  json_builder_end_array (index);

  return vidimus_specimen_truth_finish (truth, error) && vidimus_specimen_json_save (index, path, error);
}
