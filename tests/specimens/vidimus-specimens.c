/* vidimus-specimens: draws fictional documents, flat or in scenes, with their truth. */
#include <locale.h>

#include "vidimus-specimen-over.h"
#include "vidimus-specimen-plan.h"
#include "vidimus-specimen-sets.h"

static gboolean
read_half (const char          *word,
           VidimusSpecimenHalf *half)
{
  *half = g_str_equal (word, "judging") ? VIDIMUS_SPECIMEN_JUDGING : VIDIMUS_SPECIMEN_TUNING;

  return g_str_equal (word, "judging") || g_str_equal (word, "tuning");
}

static gboolean
read_set (const char         *word,
          VidimusSpecimenSet *set)
{
  static const struct
  {
    const char         *word;
    VidimusSpecimenSet  set;
  } sets[] = { { "alone", VIDIMUS_SPECIMEN_SET_ALONE }, { "mixed", VIDIMUS_SPECIMEN_SET_MIXED },
               { "clean", VIDIMUS_SPECIMEN_SET_CLEAN }, { "all", VIDIMUS_SPECIMEN_SET_ALL } };

  *set = VIDIMUS_SPECIMEN_SET_ALL;
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (sets); i++)
    if (g_str_equal (word, sets[i].word))
      {
        *set = sets[i].set;
        return TRUE;
      }

  return word == NULL;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *out = NULL;
  g_autofree char *half = NULL;
  g_autofree char *set = NULL;
  g_autofree char *only = NULL;
  g_autofree char *over = NULL;
  g_autofree char *freeze = NULL;
  gint64 seed = VIDIMUS_SPECIMEN_PLAN_SEED;
  int count = 0, width = 1200, side = 0, every = 1, jobs = 1;
  double dose = -1;
  gboolean flat = FALSE, empty = FALSE, bundle = FALSE, ok;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Folder to write to, made if need be", "DIR" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, "Draws another set", "N" },
    { "count", 'n', 0, G_OPTION_ARG_INT, &count, "At most so many scenes; or flat cards of each layout", "N" },
    { "half", 'H', 0, G_OPTION_ARG_STRING, &half, "A set of the proving ground", "tuning|judging" },
    { "set", 'S', 0, G_OPTION_ARG_STRING, &set, "Which part of it", "alone|mixed|clean|all" },
    { "over", 'R', 0, G_OPTION_ARG_FILENAME, &over, "Lays the half's defects over real pictures instead", "TRUTH" },
    { "every", 'E', 0, G_OPTION_ARG_INT, &every, "Only every so manieth of it", "N" },
    { "only", 'O', 0, G_OPTION_ARG_STRING, &only, "Only these of it", "I,J,…" },
    { "freeze", 'F', 0, G_OPTION_ARG_FILENAME, &freeze, "Writes the hashes of its pictures", "FILE" },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "Processes that draw it", "N" },
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
      side < 0 || every < 1 || jobs < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "A folder is needed: --out DIR");
      return 2;
    }

  g_mkdir_with_parents (out, 0755);
  if (half != NULL)
    {
      VidimusSpecimenPlan plan = { .seed = (guint64) seed, .count = (guint) count, .every = (guint) every, .only = only,
                                   .jobs = (guint) jobs };

      ok = read_half (half, &plan.half) && read_set (set, &plan.sets);
      if (ok && over != NULL)
        ok = vidimus_specimen_over_draw (over, &plan, out, &error);
      else
        ok = ok && vidimus_specimen_plan_draw (&plan, out, &error) &&
           (freeze == NULL || vidimus_specimen_plan_freeze (&plan, out, freeze, &error));
    }
  else if (bundle)
    ok = vidimus_specimen_set_bundle (out, &error);
  else if (empty)
    ok = vidimus_specimen_set_empty (out, (guint64) seed, (guint) (count > 0 ? count : 88), &error);
  else if (flat)
    ok = vidimus_specimen_set_flat (out, (guint64) seed, (guint) (count > 0 ? count : 1), width, &error);
  else
    ok = vidimus_specimen_set_scenes (out, (guint64) seed, (guint) (count > 0 ? count : 88), side, dose, &error);

  if (!ok)
    g_printerr ("%s\n", error != NULL ? error->message : "Memory is short");

  return ok ? 0 : 1;
}
