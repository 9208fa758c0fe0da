/* vidimus-specimens: draws fictional documents, flat or in scenes, with their truth. */
#include <locale.h>

#include "vidimus-specimen-sets.h"

int
main (int   argc,
      char *argv[])
{
  g_autofree char *out = NULL;
  gint64 seed = 1;
  int count = 88, width = 1200, side = 0;
  double dose = -1;
  gboolean flat = FALSE, empty = FALSE, bundle = FALSE, ok;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Folder to write to, made if need be", "DIR" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, "Draws another set", "N" },
    { "count", 'n', 0, G_OPTION_ARG_INT, &count, "Scenes, or flat cards of each layout", "N" },
    { "flat", 'f', 0, G_OPTION_ARG_NONE, &flat, "Cards edge to edge instead of scenes", NULL },
    { "empty", 'e', 0, G_OPTION_ARG_NONE, &empty, "Scenes without any document", NULL },
    { "width", 'w', 0, G_OPTION_ARG_INT, &width, "Width of flat cards in pixels", "PX" },
    { "side", 'l', 0, G_OPTION_ARG_INT, &side, "Longer side of scenes in pixels", "PX" },
    { "dose", 'd', 0, G_OPTION_ARG_DOUBLE, &dose, "Dose of every defect, 0 to 1; drawn if not given", "X" },
    { "bundle", 'b', 0, G_OPTION_ARG_NONE, &bundle, "The specimens that the app brings", NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("– draw fictional documents with their truth");

  setlocale (LC_ALL, "C.UTF-8");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || out == NULL || count < 0 || width < 100 || dose > 1 ||
      side < 0)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "A folder is needed: --out DIR");
      return 2;
    }

  g_mkdir_with_parents (out, 0755);
  if (bundle)
    ok = vidimus_specimen_set_bundle (out, &error);
  else if (empty)
    ok = vidimus_specimen_set_empty (out, (guint64) seed, (guint) count, &error);
  else if (flat)
    ok = vidimus_specimen_set_flat (out, (guint64) seed, (guint) count, width, &error);
  else
    ok = vidimus_specimen_set_scenes (out, (guint64) seed, (guint) count, side, dose, &error);

  if (!ok)
    g_printerr ("%s\n", error != NULL ? error->message : "Memory is short");

  return ok ? 0 : 1;
}
