/* draw-clip WIDTH HEIGHT FOLDER: the phases of showing a document to a camera, each as one still picture, PHASE.png.
 *
 * The same document on the same desk each time. A picture reaches beyond the frame by CLIP_MARGIN, within which
 * play-clip moves it. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <locale.h>
#include <stdlib.h>

#include "clip.h"
#include "vidimus-specimen-scene.h"

typedef struct
{
  const char           *name;
  gboolean              document;
  double                tilt;
  double                fill;
  VidimusSpecimenDefect defect;
  double                dose;
} Phase;

static const Phase phases[] = {
  { "empty",   FALSE, 0,  0,    VIDIMUS_SPECIMEN_CLEAN,  0 },
  { "cut",     TRUE,  4,  0.85, VIDIMUS_SPECIMEN_BORDER, 0.6 },
  { "far",     TRUE,  4,  0.3,  VIDIMUS_SPECIMEN_CLEAN,  0 },
  { "dark",    TRUE,  4,  0.8,  VIDIMUS_SPECIMEN_DARK,   0.75 },
  { "tilted",  TRUE,  115, 0.85, VIDIMUS_SPECIMEN_CLEAN,  0 },
  { "glare",   TRUE,  4,  0.8,  VIDIMUS_SPECIMEN_GLARE,  0.9 },
  { "covered", TRUE,  4,  0.8,  VIDIMUS_SPECIMEN_BLOCKING, 0.8 },
  { "blurred", TRUE,  4,  0.8,  VIDIMUS_SPECIMEN_BLUR,   0.8 },
  { "good",    TRUE,  4,  0.8,  VIDIMUS_SPECIMEN_CLEAN,  0 },
};

static VidimusSpecimenScene *
draw (const Phase *phase,
      int          width,
      int          height)
{
  VidimusSpecimenRecipe recipe = {
    .half = VIDIMUS_SPECIMEN_TUNING,
    .layout = phase->document ? vidimus_specimen_layout_find ("passport-utopia") : NULL,
    .seed = 31,
    .width = width,
    .height = height,
    .ground = "wood",
    .tilt = phase->tilt,
    .roll = 2,
    .fill = phase->fill,
    .quality = 90,
  };

  if (phase->defect != VIDIMUS_SPECIMEN_CLEAN)
    recipe.doses[phase->defect] = phase->dose;

  return vidimus_specimen_scene_new (&recipe);
}

static gboolean
save (const struct vidimus_image *image,
      const char                 *folder,
      const char                 *name,
      GError                    **error)
{
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_data (image->data, GDK_COLORSPACE_RGB, FALSE, 8, image->width,
                                                          image->height, (int) image->stride, NULL, NULL);

  return gdk_pixbuf_save (pixbuf, path, "png", error, "compression", "1", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  int width = argc == 4 ? atoi (argv[1]) : 0, height = argc == 4 ? atoi (argv[2]) : 0;

  setlocale (LC_ALL, "C.UTF-8");
  if (width < 320 || height < 240)
    {
      g_printerr ("draw-clip WIDTH HEIGHT FOLDER\n");
      return 2;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      g_autoptr(VidimusSpecimenScene) scene = draw (&phases[i], width + 2 * CLIP_MARGIN, height + 2 * CLIP_MARGIN);

      if (scene == NULL || !save (&scene->image, argv[3], phases[i].name, &error))
        {
          g_printerr ("%s: %s\n", phases[i].name, error != NULL ? error->message : "memory is short");
          return 1;
        }
    }

  return 0;
}
