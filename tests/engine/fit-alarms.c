/* fit-alarms [--cache FILE] [--laid N] [--art N] [--alarm NAME] [TRUTH…]
 *
 *     vidimus-specimens --half tuning --set all --seed 1 --jobs 2 --out T
 *     fit-alarms --cache T/features --laid 2 --art 100 T/truth.json > T/weights
 *
 * is all that refits the seven, in some ten minutes of one core.
 *
 * Runs the engine over every picture of the truth files, and N times more over each with one or two more defects of defects.h
 * laid over it, mostly as another camera would have taken it (fit-alarms-camera.c), likewise over N flat pictures of print that
 * is easily taken for a defect, and keeps the alarms' features in FILE. Without truth files it takes what FILE has from before. Then it fits each alarm's weights – logistic regression, no weight
 * negative, so that a score never falls while a feature grows – and prints the lines to paste into src/engine, and what the
 * compiled and the fitted weights do: the fitted ones on groups (layout and ground) and models of the defect that the fit
 * did not see. Chance is seeded: two runs agree. */
#include "fit-alarms.h"

int
main (int   argc,
      char *argv[])
{
  g_autofree char *cache = NULL;
  g_autofree char *only = NULL;
  g_auto(GStrv) truths = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;
  int laid = 3, art = 0;
  const GOptionEntry entries[] = {
    { "cache", 'c', 0, G_OPTION_ARG_FILENAME, &cache, "Keep the features here", "FILE" },
    { "laid", 'l', 0, G_OPTION_ARG_INT, &laid, "Pictures with one more defect, for each", "N" },
    { "art", 0, 0, G_OPTION_ARG_INT, &art, "Flat pictures of print", "N" },
    { "alarm", 'a', 0, G_OPTION_ARG_STRING, &only, "Only this alarm, and lay only its defects", "NAME" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &truths, NULL, "TRUTH…" },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || (truths == NULL && cache == NULL))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Name truth files, or --cache");
      return 2;
    }

  if (truths == NULL)
    rows = fit_load (cache, &error);
  else
    {
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) fit_row_free);
      for (int i = 0; truths[i] != NULL && error == NULL; i++)
        fit_visit (truths[i], laid, only, fit_measure, rows, &error);
      if (error == NULL && art > 0)
        fit_visit_art ((guint) art, laid, only, fit_measure, rows);
      if (error == NULL && cache != NULL)
        fit_save (rows, cache, &error);
    }
  if (error != NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  for (int i = 0; i < FIT_N_ALARMS; i++)
    if (fit_models[i] != NULL && (only == NULL || g_str_equal (only, fit_models[i]->name)))
      fit_report (rows, i);

  return 0;
}
