#include "vidimus-specimen-plan.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vidimus-specimen-trial.h"

/* What is none of the nine comes as often as three of them. */
static const char * const types[] = {
  "id_card", NULL, "passport", "hongkong_id_card", "macao_id_card", NULL, "cambodian_id_card", "myanmar_id_card",
  "myanmar_driver_license", NULL, "thailand_id_card", "peru_id_card",
};

#define N_TYPES G_N_ELEMENTS (types)
#define N_DEFECTS (VIDIMUS_SPECIMEN_N_DEFECTS - 1)
#define N_ALONE (N_DEFECTS * VIDIMUS_SPECIMEN_STEPS * N_TYPES)
#define N_MIXED 196
#define N_ROUNDS 4 /* of each layout, one for each turn */
#define N_EMPTY 36

static guint
count_layouts (VidimusSpecimenHalf half)
{
  guint n = 0;

  while (vidimus_specimen_layout_nth (half, n) != NULL)
    n++;

  return n;
}

/** vidimus_specimen_plan_length: how many scenes a half has in all. */
guint
vidimus_specimen_plan_length (VidimusSpecimenHalf half)
{
  return N_ALONE + N_MIXED + N_ROUNDS * count_layouts (half) + N_EMPTY;
}

/* The layouts of a type come in turn. */
static const VidimusSpecimenLayout *
layout_of_type (VidimusSpecimenHalf  half,
                const char          *type,
                guint                turn)
{
  const VidimusSpecimenLayout *layout;
  guint n = 0;

  for (guint i = 0; (layout = vidimus_specimen_layout_nth (half, i)) != NULL; i++)
    n += g_strcmp0 (layout->type, type) == 0;
  g_return_val_if_fail (n > 0, NULL);
  turn %= n;
  for (guint i = 0; (layout = vidimus_specimen_layout_nth (half, i)) != NULL; i++)
    if (g_strcmp0 (layout->type, type) == 0 && turn-- == 0)
      break;

  return layout;
}

static void
begin (VidimusSpecimenRecipe       *recipe,
       VidimusSpecimenHalf          half,
       const VidimusSpecimenLayout *layout,
       guint64                      seed,
       int                          turn)
{
  if (half == VIDIMUS_SPECIMEN_TUNING)
    vidimus_specimen_recipe_draw (recipe, layout, VIDIMUS_SPECIMEN_CLEAN, seed);
  else
    vidimus_specimen_trial_recipe (recipe, layout, seed);
  recipe->turn = turn;
}

/**
 * vidimus_specimen_plan_dose:
 * @kind: decides which of a defect's kinds
 *
 * Adds a defect. On a display or a sheet of paper the document must leave room for what is around it.
 */
void
vidimus_specimen_plan_dose (VidimusSpecimenRecipe *recipe,
                            VidimusSpecimenDefect  defect,
                            int                    step,
                            guint                  kind)
{
  recipe->doses[defect] = vidimus_specimen_step_dose (recipe->half, step);
  if (recipe->half == VIDIMUS_SPECIMEN_TUNING)
    return;
  if (defect == VIDIMUS_SPECIMEN_BORDER)
    recipe->corner = kind % 3 == 0;
  if (defect == VIDIMUS_SPECIMEN_REPRODUCE)
    {
      recipe->print = kind % 3 == 0;
      recipe->window = recipe->window && step >= VIDIMUS_SPECIMEN_RAISED;
    }
  if ((defect == VIDIMUS_SPECIMEN_REPRODUCE && (recipe->print || recipe->window)) || defect == VIDIMUS_SPECIMEN_COPY)
    recipe->fill = MIN (recipe->fill, 0.86);
}

/* Every defect in every step meets every type once; turns are spread evenly over types, and kinds over types. */
static void
alone (VidimusSpecimenRecipe *recipe,
       VidimusSpecimenHalf    half,
       guint64                seed,
       guint                  i)
{
  guint defect = i % N_DEFECTS, step = i / N_DEFECTS % VIDIMUS_SPECIMEN_STEPS, round = i / (N_DEFECTS * VIDIMUS_SPECIMEN_STEPS);
  const char *type = types[(round + 5 * defect + 7 * step) % N_TYPES];

  begin (recipe, half, layout_of_type (half, type, defect + step + round), seed,
         (int) ((round + 2 * defect + step) % 4 * 90));
  vidimus_specimen_plan_dose (recipe, VIDIMUS_SPECIMEN_BLUR + defect, (int) step + 1, round + defect + step);
}

static void
mixed (VidimusSpecimenRecipe *recipe,
       VidimusSpecimenHalf    half,
       guint64                seed,
       guint                  i)
{
  guint defect = VIDIMUS_SPECIMEN_BLUR + i % N_DEFECTS;
  int step = VIDIMUS_SPECIMEN_RAISED + (int) (i / N_DEFECTS % (VIDIMUS_SPECIMEN_STEPS - VIDIMUS_SPECIMEN_RAISED + 1));
  const char *type = types[(i + i / N_TYPES) % N_TYPES];
  VidimusSpecimenRandom random;
  int more;

  begin (recipe, half, layout_of_type (half, type, i / 3), seed, (int) ((i + i / 4) % 4 * 90));
  vidimus_specimen_random_init (&random, seed, "mixed");
  vidimus_specimen_plan_dose (recipe, defect, step, (guint) vidimus_specimen_random_int (&random, 0, 2));
  for (more = vidimus_specimen_random_int (&random, 1, 2); more > 0;)
    {
      guint other = (guint) vidimus_specimen_random_int (&random, VIDIMUS_SPECIMEN_BLUR, VIDIMUS_SPECIMEN_N_DEFECTS - 1);
      gboolean clash = (other == VIDIMUS_SPECIMEN_COPY && recipe->doses[VIDIMUS_SPECIMEN_REPRODUCE] > 0) ||
                       (other == VIDIMUS_SPECIMEN_REPRODUCE && recipe->doses[VIDIMUS_SPECIMEN_COPY] > 0);

      if (recipe->doses[other] > 0 || clash) /* nobody photographs a photocopy on a screen */
        continue;
      vidimus_specimen_plan_dose (recipe, other, vidimus_specimen_random_int (&random, 1, VIDIMUS_SPECIMEN_STEPS),
                                  (guint) vidimus_specimen_random_int (&random, 0, 2));
      more--;
    }
}

/** vidimus_specimen_plan_recipe: the scene at @index, which is below the half's length. */
void
vidimus_specimen_plan_recipe (VidimusSpecimenRecipe *recipe,
                              VidimusSpecimenHalf    half,
                              guint64                seed,
                              guint                  index)
{
  guint64 own = seed * 1000003 + index + (half == VIDIMUS_SPECIMEN_JUDGING ? G_GUINT64_CONSTANT (1) << 40 : 1 << 30);
  guint layouts = count_layouts (half), i = index;

  if (i < N_ALONE)
    alone (recipe, half, own, i);
  else if ((i -= N_ALONE) < N_MIXED)
    mixed (recipe, half, own, i);
  else if ((i -= N_MIXED) < N_ROUNDS * layouts)
    begin (recipe, half, vidimus_specimen_layout_nth (half, i % layouts), own, (int) (i / layouts % 4 * 90));
  else
    begin (recipe, half, NULL, own, 0);
}

/** vidimus_specimen_plan_name: (transfer full): such as "0012-passport-x-blur3-dark1.jpg". */
char *
vidimus_specimen_plan_name (const VidimusSpecimenRecipe *recipe,
                            guint                        index)
{
  static const char * const words[] = { "", "blur", "glare", "blocked", "dark", "copy", "border", "reproduce" };
  const char *what = recipe->layout != NULL ? recipe->layout->id : recipe->source == NULL ? "empty"
                     : recipe->in_place ? "kept" : "laid";
  GString *name = g_string_new (NULL);

  g_string_append_printf (name, "%04u-%s", index, what);
  for (int i = VIDIMUS_SPECIMEN_BLUR; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    if (recipe->doses[i] > 0)
      g_string_append_printf (name, "-%s%d", words[i], vidimus_specimen_recipe_step (recipe, i));
  g_string_append (name, ".jpg");

  return g_string_free (name, FALSE);
}

/** vidimus_specimen_plan_has: whether the scene at @index is to be drawn; does not look at the count. */
gboolean
vidimus_specimen_plan_has (const VidimusSpecimenPlan *plan,
                           guint                      index)
{
  VidimusSpecimenSet set = index < N_ALONE ? VIDIMUS_SPECIMEN_SET_ALONE
                           : index < N_ALONE + N_MIXED ? VIDIMUS_SPECIMEN_SET_MIXED
                                                       : VIDIMUS_SPECIMEN_SET_CLEAN;

  if (plan->only != NULL)
    {
      g_auto(GStrv) numbers = g_strsplit (plan->only, ",", -1);
      g_autofree char *number = g_strdup_printf ("%u", index);

      return g_strv_contains ((const char * const *) numbers, number);
    }

  return (plan->sets & set) != 0 && index % plan->every == 0;
}

/** vidimus_specimen_plan_chosen: (transfer full): which (guint) of @length pictures the plan wants. */
GArray *
vidimus_specimen_plan_chosen (const VidimusSpecimenPlan *plan,
                              guint                      length)
{
  GArray *indices = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < length && (plan->count == 0 || indices->len < plan->count); i++)
    if (vidimus_specimen_plan_has (plan, i))
      g_array_append_val (indices, i);

  return indices;
}

/* The share of one process. */
static int
draw_share (GArray                  *indices,
            guint                    jobs,
            guint                    job,
            VidimusSpecimenDrawFunc  draw,
            gconstpointer            data)
{
  g_autoptr(GError) error = NULL;

  for (guint i = job; i < indices->len; i += jobs)
    if (!draw (g_array_index (indices, guint, i), data, &error))
      {
        g_printerr ("%s\n", error->message);
        return 1;
      }

  return 0;
}

/** vidimus_specimen_plan_share: calls @draw for every index, in @jobs processes, each of which says itself what goes wrong. */
gboolean
vidimus_specimen_plan_share (GArray                   *indices,
                             guint                     jobs,
                             VidimusSpecimenDrawFunc   draw,
                             gconstpointer             data,
                             GError                  **error)
{
  g_autofree pid_t *children = g_new0 (pid_t, jobs);
  gboolean ok = TRUE;

  for (guint job = 1; job < jobs; job++)
    {
      children[job] = fork ();
      if (children[job] == 0)
        _exit (draw_share (indices, jobs, job, draw, data));
      ok = ok && children[job] > 0;
    }
  ok = draw_share (indices, jobs, 0, draw, data) == 0 && ok;
  for (guint job = 1; job < jobs; job++)
    {
      int status = 1;

      if (children[job] > 0)
        waitpid (children[job], &status, 0);
      ok = ok && status == 0;
    }
  if (!ok)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "Not every picture could be drawn");

  return ok;
}

typedef struct
{
  const VidimusSpecimenPlan *plan;
  const char                *folder;
} Drawing;

static gboolean
draw_one (guint          index,
          gconstpointer  data,
          GError       **error)
{
  const Drawing *drawing = data;
  VidimusSpecimenRecipe recipe;
  g_autoptr(VidimusSpecimenScene) scene = NULL;
  g_autofree char *name = NULL;

  vidimus_specimen_plan_recipe (&recipe, drawing->plan->half, drawing->plan->seed, index);
  name = vidimus_specimen_plan_name (&recipe, index);
  scene = vidimus_specimen_scene_new (&recipe);
  if (scene == NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM, "Memory is too short for “%s”", name);
      return FALSE;
    }

  return vidimus_specimen_truth_save (drawing->folder, name, &recipe, scene, error);
}

/**
 * vidimus_specimen_plan_draw:
 * @folder: must exist
 *
 * Writes the plan's scenes and truth.json. The bytes do not depend on the number of jobs.
 */
gboolean
vidimus_specimen_plan_draw (const VidimusSpecimenPlan *plan,
                            const char                *folder,
                            GError                   **error)
{
  const Drawing drawing = { plan, folder };
  g_autoptr(VidimusSpecimenTruth) truth = vidimus_specimen_truth_new (folder);
  g_autoptr(GArray) indices = vidimus_specimen_plan_chosen (plan, vidimus_specimen_plan_length (plan->half));

  for (guint i = 0; i < indices->len; i++)
    {
      guint index = g_array_index (indices, guint, i);
      VidimusSpecimenRecipe recipe;
      VidimusSpecimenScene scene = { 0 };
      struct vidimus_quad own;
      g_autofree char *name = NULL;

      vidimus_specimen_plan_recipe (&recipe, plan->half, plan->seed, index);
      vidimus_specimen_scene_place (&scene, &recipe, &own);
      name = vidimus_specimen_plan_name (&recipe, index);
      vidimus_specimen_truth_note (truth, name, &recipe, &scene);
    }

  return vidimus_specimen_truth_finish (truth, error) &&
         vidimus_specimen_plan_share (indices, plan->jobs, draw_one, &drawing, error);
}

/** vidimus_specimen_plan_hash: (transfer full) (nullable): the SHA-256 of a file, in hexadecimal. */
char *
vidimus_specimen_plan_hash (const char *path,
                            GError    **error)
{
  g_autofree char *bytes = NULL;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, error))
    return NULL;

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
}

/** vidimus_specimen_plan_tools: (transfer full): a line that names what draws, as other versions draw otherwise. */
char *
vidimus_specimen_plan_tools (void)
{
  return g_strdup_printf ("# Cairo %s, Pango %s\n", cairo_version_string (), pango_version_string ());
}

/**
 * vidimus_specimen_plan_freeze:
 * @folder: where the plan has been drawn
 *
 * Writes a line for every picture to @file, as sha256sum does, under a comment that names the tools, so that anybody can tell whether the set is what it was.
 */
gboolean
vidimus_specimen_plan_freeze (const VidimusSpecimenPlan *plan,
                              const char                *folder,
                              const char                *file,
                              GError                   **error)
{
  g_autoptr(GArray) indices = vidimus_specimen_plan_chosen (plan, vidimus_specimen_plan_length (plan->half));
  g_autofree char *tools = vidimus_specimen_plan_tools ();
  g_autoptr(GString) lines = g_string_new (tools);

  for (guint i = 0; i < indices->len; i++)
    {
      VidimusSpecimenRecipe recipe;
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;
      g_autofree char *hash = NULL;

      vidimus_specimen_plan_recipe (&recipe, plan->half, plan->seed, g_array_index (indices, guint, i));
      name = vidimus_specimen_plan_name (&recipe, g_array_index (indices, guint, i));
      path = g_build_filename (folder, name, NULL);
      hash = vidimus_specimen_plan_hash (path, error);
      if (hash == NULL)
        return FALSE;
      g_string_append_printf (lines, "%s  %s\n", hash, name);
    }

  return g_file_set_contents (file, lines->str, (gssize) lines->len, error);
}
