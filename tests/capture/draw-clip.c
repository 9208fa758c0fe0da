/* draw-clip WIDTH HEIGHT FOLDER: the phases of showing a document to a camera, each as one still picture, PHASE.png.
 *
 * A picture reaches beyond the frame by CLIP_MARGIN, within which play-clip moves it. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <locale.h>
#include <stdlib.h>

#include "clip.h"
#include "vidimus-specimen-phase.h"

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
  gsize n;
  const VidimusSpecimenPhase *phases = vidimus_specimen_phases (&n);
  int width = argc == 4 ? atoi (argv[1]) : 0, height = argc == 4 ? atoi (argv[2]) : 0;

  setlocale (LC_ALL, "C.UTF-8");
  if (width < 320 || height < 240)
    {
      g_printerr ("draw-clip WIDTH HEIGHT FOLDER\n");
      return 2;
    }

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(VidimusSpecimenScene) scene = vidimus_specimen_phase_draw (&phases[i], width + 2 * CLIP_MARGIN,
                                                                           height + 2 * CLIP_MARGIN);

      if (scene == NULL || !save (&scene->image, argv[3], phases[i].name, &error))
        {
          g_printerr ("%s: %s\n", phases[i].name, error != NULL ? error->message : "memory is short");
          return 1;
        }
    }

  return 0;
}
