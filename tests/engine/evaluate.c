/* Runs the engine over a set with truth (shared/data/README.md) and prints what it got right, kind by kind.
 *
 *   evaluate [OPTION…] TRUTH.json…
 *
 * With --floors it is a test: exit 1 below the floors that the project has set itself, 77 where the data is absent. */

#include "evaluation.h"

#include <stdlib.h>

#define SKIPPED 77

static gboolean list, given, no_alarms;
static int n_threads = 2, every = 1;
static char *only, *tessdata, *floors;
static char **files;

static const GOptionEntry entries[] = {
  { "list", 'l', 0, G_OPTION_ARG_NONE, &list, "One line a file", NULL },
  { "given-quads", 'g', 0, G_OPTION_ARG_NONE, &given, "Take the quads of the truth instead of locating", NULL },
  { "no-alarms", 'n', 0, G_OPTION_ARG_NONE, &no_alarms, "Leave the alarms out", NULL },
  { "threads", 't', 0, G_OPTION_ARG_INT, &n_threads, "Engines side by side", "N" },
  { "every", 'e', 0, G_OPTION_ARG_INT, &every, "Of documents that are none of the nine, and flat, only every Nth", "N" },
  { "only", 'o', 0, G_OPTION_ARG_STRING, &only, "Only files with this in their name", "TEXT" },
  { "floors", 'f', 0, G_OPTION_ARG_STRING, &floors, "Fail below the floors of “types”, “locations” or both", "WHICH" },
  { "tessdata", 0, 0, G_OPTION_ARG_FILENAME, &tessdata, "Folder of the OCR data", "DIR" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, "TRUTH.json…" },
  { NULL }
};

static gboolean
wanted (const EvaluationItem *item,
        guint                *n_skippable)
{
  if (only != NULL && strstr (item->file, only) == NULL)
    return FALSE;
  if (item->kind == VIDIMUS_KIND_NONE && item->layout == EVALUATION_FLAT)
    return (*n_skippable)++ % (guint) every == 0;

  return TRUE;
}

static GPtrArray *
load (void)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new (); /* of items that move to the other, or go */
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) evaluation_item_free);
  guint n_skippable = 0;

  for (char **file = files; *file != NULL; file++)
    {
      g_autoptr(GError) error = NULL;

      if (!evaluation_load (*file, all, &error))
        {
          g_printerr ("%s\n", error->message);
          exit (floors != NULL ? SKIPPED : 2);
        }
    }
  for (guint i = 0; i < all->len; i++)
    if (wanted (all->pdata[i], &n_skippable))
      g_ptr_array_add (chosen, all->pdata[i]);
    else
      evaluation_item_free (all->pdata[i]);

  return chosen;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GOptionContext) context = g_option_context_new ("TRUTH.json…");
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || files == NULL || every < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Which truth.json?");
      return 2;
    }

  items = load ();
  evaluation_run (items, tessdata != NULL ? tessdata : TESSDATA, n_threads, given, !no_alarms);
  if (list)
    evaluation_print_list (items);
  evaluation_print_types (items);
  evaluation_print_locations (items);
  if (!no_alarms)
    evaluation_print_alarms (items);
  evaluation_print_times (items);

  return floors != NULL && !evaluation_meets_floors (items, floors) ? 1 : 0;
}
