#include "vidimus-specimen-sets.h"

/* Types in turn, what is none of the nine twice as often as each of them. */
static const char * const types[] = {
  "id_card", "passport", "hongkong_id_card", NULL, "macao_id_card", "cambodian_id_card", "myanmar_id_card",
  "myanmar_driver_license", NULL, "thailand_id_card", "peru_id_card",
};

static const VidimusSpecimenLayout *
layout_of_type (const char            *type,
                VidimusSpecimenRandom *random)
{
  const VidimusSpecimenLayout *layout, *chosen = NULL;
  int n = 0;

  for (guint i = 0; (layout = vidimus_specimen_layout_nth (VIDIMUS_SPECIMEN_TUNING, i)) != NULL; i++)
    if (g_strcmp0 (layout->type, type) == 0 && vidimus_specimen_random_int (random, 0, n++) == 0)
      chosen = layout;

  return chosen;
}

/**
 * vidimus_specimen_set_recipe:
 *
 * The scene at @index of the set of @seed. Any eleven neighbours hold every type and any eight every
 * defect; 88 of them every pair.
 */
void
vidimus_specimen_set_recipe (VidimusSpecimenRecipe *recipe,
                             guint                  index,
                             guint64                seed)
{
  guint64 own = seed * 1000003 + index;
  VidimusSpecimenRandom random;

  vidimus_specimen_random_init (&random, own, "layout");
  vidimus_specimen_recipe_draw (recipe, layout_of_type (types[index % G_N_ELEMENTS (types)], &random),
                                index % VIDIMUS_SPECIMEN_N_DEFECTS, own);
}

static void
adjust_recipe (VidimusSpecimenRecipe *recipe,
               int                    side,
               double                 dose)
{
  int longer = MAX (recipe->width, recipe->height);

  if (side > 0)
    {
      recipe->width = recipe->width * side / longer;
      recipe->height = recipe->height * side / longer;
    }
  for (int i = 0; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    if (dose >= 0 && recipe->doses[i] > 0)
      recipe->doses[i] = dose;
}

/**
 * vidimus_specimen_set_scenes:
 * @folder: must exist
 * @side: the longer side of each picture, or 0 for sizes of their own
 * @dose: of every defect, or negative for doses of their own
 *
 * Writes @count scenes and truth.json.
 */
gboolean
vidimus_specimen_set_scenes (const char *folder,
                             guint64     seed,
                             guint       count,
                             int         side,
                             double      dose,
                             GError    **error)
{
  g_autoptr(VidimusSpecimenTruth) truth = vidimus_specimen_truth_new (folder);

  for (guint i = 0; i < count; i++)
    {
      VidimusSpecimenRecipe recipe;
      g_autoptr(VidimusSpecimenScene) scene = NULL;
      g_autofree char *file = NULL;

      vidimus_specimen_set_recipe (&recipe, i, seed);
      adjust_recipe (&recipe, side, dose);
      scene = vidimus_specimen_scene_new (&recipe);
      file = g_strdup_printf ("%03u-%s-%s.jpg", i, recipe.layout->id,
                              i % VIDIMUS_SPECIMEN_N_DEFECTS == VIDIMUS_SPECIMEN_CLEAN
                                ? "clean"
                                : vidimus_specimen_defect_key (i % VIDIMUS_SPECIMEN_N_DEFECTS));
      if (scene == NULL || !vidimus_specimen_truth_add (truth, file, &recipe, scene, error))
        return FALSE;
    }

  return vidimus_specimen_truth_finish (truth, error);
}

/** vidimus_specimen_set_empty: writes @count scenes without any document, and truth.json, into @folder, which must exist. */
gboolean
vidimus_specimen_set_empty (const char *folder,
                            guint64     seed,
                            guint       count,
                            GError    **error)
{
  g_autoptr(VidimusSpecimenTruth) truth = vidimus_specimen_truth_new (folder);

  for (guint i = 0; i < count; i++)
    {
      VidimusSpecimenRecipe recipe;
      g_autoptr(VidimusSpecimenScene) scene = NULL;
      g_autofree char *file = g_strdup_printf ("%03u-empty.jpg", i);

      vidimus_specimen_recipe_draw (&recipe, NULL, VIDIMUS_SPECIMEN_CLEAN, seed * 1000003 + i);
      scene = vidimus_specimen_scene_new (&recipe);
      if (scene == NULL || !vidimus_specimen_truth_add (truth, file, &recipe, scene, error))
        return FALSE;
    }

  return vidimus_specimen_truth_finish (truth, error);
}

/** vidimus_specimen_set_flat: writes @count cards of each layout, @width pixels wide, and truth.json into @folder. */
gboolean
vidimus_specimen_set_flat (const char *folder,
                           guint64     seed,
                           guint       count,
                           int         width,
                           GError    **error)
{
  g_autoptr(VidimusSpecimenTruth) truth = vidimus_specimen_truth_new (folder);
  VidimusSpecimenRecipe recipe = { .quality = 92 };

  for (guint n = 0; (recipe.layout = vidimus_specimen_layout_nth (VIDIMUS_SPECIMEN_TUNING, n)) != NULL; n++)
    for (guint i = 0; i < count; i++)
      {
        g_autoptr(VidimusSpecimenScene) scene = NULL;
        g_autofree char *file = g_strdup_printf ("%s-%u.jpg", recipe.layout->id, i);

        recipe.seed = seed * 1009 + i;
        scene = vidimus_specimen_scene_new_flat (recipe.layout, width, recipe.seed);
        if (scene == NULL || !vidimus_specimen_truth_add (truth, file, &recipe, scene, error))
          return FALSE;
      }

  return vidimus_specimen_truth_finish (truth, error);
}
