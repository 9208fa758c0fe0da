/* fit-locate [OPTION…] FOLDER…
 *
 * Runs localisation over folders of pictures with a truth.json, reduced as the engine reduces them, and reports what it got
 * right, split by a member of the truth. With --fit-score it fits the model of vidimus-quad-close-weights.c to the candidates it saw,
 * starting from the compiled one, with --fit-first that of vidimus-quad-weights.c, which tells where to look closely, with --fit-confidence
 * the weights of vidimus-confidence.c to the answers, each judged on groups that it was not fitted to, and prints them for the sources:
 *
 *   for n in 21 22; do vidimus-specimens --out t$n --seed $n --count 176; done
 *   vidimus-specimens --out flat --seed 31 --flat --count 4 --width 1000
 *   vidimus-specimens --out half --half tuning --set all --seed 5 --every 2
 *   fit-locate --by ground --fit-score --fit-confidence --draw 150 t21 t22 flat half
 *
 * --draw adds scenes of those that the network learns from. With --fit-confidence as well, the answers are those that the new model gives.
 * Chance is seeded: two runs on one set agree. */
#include "fit-locate.h"

#include <stdio.h>

#define FOLDS 4

static gboolean list, fit_first, fit_score, fit_sureness;
static int n_threads = 2, every = 1, n_drawn, seed = 71;
static char *group_by;
static char **folders;

static const GOptionEntry entries[] = {
  { "list", 'l', 0, G_OPTION_ARG_NONE, &list, "One line a picture", NULL },
  { "fit-first", 'f', 0, G_OPTION_ARG_NONE, &fit_first, "Fit the score before the close look, and print its model", NULL },
  { "fit-score", 's', 0, G_OPTION_ARG_NONE, &fit_score, "Fit the score after it, and print its model", NULL },
  { "fit-confidence", 'c', 0, G_OPTION_ARG_NONE, &fit_sureness, "Fit the confidence, and print its weights", NULL },
  { "by", 'b', 0, G_OPTION_ARG_STRING, &group_by, "Split by this member of the truth", "MEMBER" },
  { "every", 'e', 0, G_OPTION_ARG_INT, &every, "Only every Nth picture", "N" },
  { "draw", 'd', 0, G_OPTION_ARG_INT, &n_drawn, "Also so many scenes as the network learns from", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Of those", "N" },
  { "threads", 't', 0, G_OPTION_ARG_INT, &n_threads, "Pictures side by side", "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "FOLDER…" },
  { NULL }
};

/* Whole groups: what one ground taught is judged on another. */
static void
assign_folds (GPtrArray *scenes)
{
  g_autoptr(GHashTable) folds = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < scenes->len; i++)
    {
      FitScene *scene = scenes->pdata[i];
      gpointer fold;

      if (!g_hash_table_lookup_extended (folds, scene->group, NULL, &fold))
        {
          fold = GINT_TO_POINTER ((int) g_hash_table_size (folds) % FOLDS);
          g_hash_table_insert (folds, scene->group, fold);
        }
      scene->fold = g_str_equal (scene->group, "–") ? (int) i % FOLDS : GPOINTER_TO_INT (fold);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GOptionContext) context = g_option_context_new ("FOLDER…");
  g_autoptr(GPtrArray) scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) fit_scene_free);
  g_autoptr(GError) error = NULL;
  struct vidimus_quad_model model;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || (folders == NULL && n_drawn == 0) || every < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Which folders?");
      return 2;
    }

  for (char **folder = folders; folder != NULL && *folder != NULL; folder++)
    if (!fit_scenes_load (*folder, group_by != NULL ? group_by : "defect", every, scenes, &error))
      {
        g_printerr ("%s\n", error->message);
        return 2;
      }
  fit_scenes_draw (n_drawn, (guint64) seed, scenes);
  fit_scenes_run (scenes, n_threads);
  fit_report (scenes, list);
  assign_folds (scenes);
  if (fit_first)
    fit_weights (scenes, FOLDS, TRUE, &model);
  if (fit_score)
    {
      fit_weights (scenes, FOLDS, FALSE, &model);
      fit_scenes_rescore (scenes, &model);
    }
  if (fit_sureness)
    fit_confidence (scenes, FOLDS);

  return 0;
}
