/* The laid-over set: real pictures of documents, edge to edge, laid as cards on a half's grounds with that half's defects. Its
 * output is for the disk it is drawn on alone: the sources' licences differ. */
#include "vidimus-specimen-over.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "vidimus-specimen-trial.h"

static gboolean
load_picture (const char           *path,
              struct vidimus_image *out)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, NULL);

  if (pixbuf == NULL || !vidimus_image_alloc (out, gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf), 3))
    return FALSE;
  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      {
        const guint8 *p = gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf) +
                          x * gdk_pixbuf_get_n_channels (pixbuf);

        for (int c = 0; c < 3; c++)
          vidimus_image_at (out, x, y)[c] = p[c];
      }

  return TRUE;
}

/* Which half a source is for, by its name alone, so that no source is in both. */
static gboolean
is_for (VidimusSpecimenHalf half,
        const char         *file)
{
  return (g_str_hash (file) / 7 & 1) == (half == VIDIMUS_SPECIMEN_JUDGING);
}

static void
over_recipe (VidimusSpecimenRecipe      *recipe,
             VidimusSpecimenHalf         half,
             const struct vidimus_image *picture,
             JsonObject                 *source,
             guint                       n)
{
  const char *file = json_object_get_string_member (source, "file");
  guint64 seed = g_str_hash (file);
  guint defect = n % VIDIMUS_SPECIMEN_N_DEFECTS;

  if (half == VIDIMUS_SPECIMEN_TUNING)
    vidimus_specimen_recipe_draw (recipe, NULL, VIDIMUS_SPECIMEN_CLEAN, seed);
  else
    vidimus_specimen_trial_recipe (recipe, NULL, seed);
  recipe->picture = picture;
  recipe->source = file;
  recipe->type = json_object_get_string_member_with_default (source, "type", NULL);
  if (defect != VIDIMUS_SPECIMEN_CLEAN)
    recipe->doses[defect] = vidimus_specimen_step_dose (half, 1 + (int) (n / VIDIMUS_SPECIMEN_N_DEFECTS + seed) % 6);
}

/**
 * vidimus_specimen_over_draw:
 * @truth: of the real pictures; those that are a document edge to edge (`flat`) are taken, every second of them by its name
 * @folder: must exist
 */
gboolean
vidimus_specimen_over_draw (const char          *truth,
                            const char          *folder,
                            VidimusSpecimenHalf  half,
                            GError             **error)
{
  g_autoptr(VidimusSpecimenTruth) out = vidimus_specimen_truth_new (folder);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *home = g_path_get_dirname (truth);
  JsonArray *images;

  if (!json_parser_load_from_file (parser, truth, error))
    return FALSE;
  images = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "images");
  for (guint i = 0, n = 0; i < json_array_get_length (images); i++)
    {
      JsonObject *source = json_array_get_object_element (images, i);
      const char *file = json_object_get_string_member (source, "file");
      g_autofree char *path = g_build_filename (home, file, NULL);
      g_autofree char *name = g_strdup_printf ("%04u.jpg", i);
      g_autoptr(VidimusSpecimenScene) scene = NULL;
      VidimusSpecimenRecipe recipe;
      struct vidimus_image picture;
      gboolean ok;

      if (g_strcmp0 (json_object_get_string_member (source, "layout"), "flat") != 0 || !is_for (half, file) ||
          !load_picture (path, &picture))
        continue;
      over_recipe (&recipe, half, &picture, source, n++);
      scene = vidimus_specimen_scene_new (&recipe);
      ok = scene != NULL && vidimus_specimen_truth_add (out, name, &recipe, scene, error);
      vidimus_image_free (&picture);
      if (!ok)
        return FALSE;
    }

  return vidimus_specimen_truth_finish (out, error);
}
