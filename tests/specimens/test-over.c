/* The laid-over set, with drawn pictures as its real ones: quads, turns, alarms, halves, jobs, and what cannot be read. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "vidimus-specimen-over.h"
#include "vidimus-specimen-truth.h"

#define JUDGING VIDIMUS_SPECIMEN_JUDGING
#define TUNING VIDIMUS_SPECIMEN_TUNING

typedef struct
{
  char *folder;
  char *truth;
} Home;

/* A light document on a dark ground that is so wide all around it. */
static void
save_picture (const char *folder,
              const char *file,
              int         width,
              int         height,
              int         margin)
{
  const VidimusSpecimenRecipe recipe = { .quality = 95, .sampling = VIDIMUS_SPECIMEN_444 };
  VidimusSpecimenScene scene = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (vidimus_image_alloc (&scene.image, width, height, 3));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        gboolean in = x >= margin && y >= margin && x < width - margin && y < height - margin;
        gboolean middle = abs (x - width / 2) < width / 5 && abs (y - height / 2) < height / 5;
        gboolean line = middle && y % 24 < 8 && x % 12 < 6;
        guint8 *p = vidimus_image_at (&scene.image, x, y);

        p[0] = in ? (line ? 120 : 240) : 70;
        p[1] = in ? (line ? 60 : 225) : 80;
        p[2] = in ? (line ? 60 : 200) : 70;
      }
  g_assert_true (vidimus_specimen_truth_save (folder, file, &recipe, &scene, &error));
  g_assert_no_error (error);
  vidimus_image_free (&scene.image);
}

static void
add_entry (GString    *json,
           const char *file,
           const char *more)
{
  g_string_append_printf (json, "%s{\"file\": \"%s\", %s}", json->str[json->len - 1] == '}' ? ",\n" : "", file, more);
}

/* Of each kind some for either half: which, their names decide. */
static void
home_init (Home *home)
{
  g_autoptr(GString) json = g_string_new ("{\"images\": [");
  g_autoptr(GError) error = NULL;

  home->folder = g_dir_make_tmp ("over-XXXXXX", &error);
  g_assert_no_error (error);
  home->truth = g_build_filename (home->folder, "truth.json", NULL);
  for (int i = 0; i < 8; i++)
    {
      g_autofree char *mock = g_strdup_printf ("mock-%d.jpg", i), *scan = g_strdup_printf ("scan-%d.jpg", i);
      g_autofree char *photo = g_strdup_printf ("photo-%d.jpg", i), *scene = g_strdup_printf ("scene-%d.jpg", i);

      save_picture (home->folder, mock, 430, 272, 0);
      save_picture (home->folder, scan, 450, 300, 0);
      save_picture (home->folder, photo, 480, 360, 60);
      save_picture (home->folder, scene, 320, 240, 30);
      add_entry (json, mock, "\"type\": null, \"layout\": \"flat\", \"quad\": null, \"turn\": 180");
      add_entry (json, scan, "\"type\": \"passport\", \"layout\": \"flat\", \"quad\": null");
      add_entry (json, photo, "\"type\": \"passport\", \"layout\": \"photo\", \"alarms\": {\"glare\": true, \"copy\": false}, "
                 "\"quad\": [[60, 60], [420, 60], [420, 300], [60, 300]], \"turn\": 90");
      add_entry (json, scene, "\"type\": null, \"layout\": \"scene\", \"quad\": null");
    }
  add_entry (json, "lost.jpg", "\"type\": null, \"layout\": \"flat\", \"quad\": null, \"source\": \"x/mock-1.jpg\"");
  g_string_append (json, "]}");
  g_assert_true (g_file_set_contents (home->truth, json->str, -1, &error));
  g_assert_no_error (error);
}

static void
remove_folder (char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

static void
home_clear (Home *home)
{
  remove_folder (home->folder);
  g_free (home->truth);
}

static VidimusSpecimenOver *
open_half (const Home          *home,
           VidimusSpecimenHalf  half)
{
  g_autoptr(GError) error = NULL;
  VidimusSpecimenOver *over = vidimus_specimen_over_new (home->truth, half, 1, &error);

  g_assert_no_error (error);

  return over;
}

/* Every defect in every step at least six times, sixty undamaged ones, and no source in both halves. */
static void
test_plan (void)
{
  g_autoptr(GHashTable) halves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Home home;

  home_init (&home);
  for (int half = TUNING; half <= JUDGING; half++)
    {
      g_autoptr(VidimusSpecimenOver) over = open_half (&home, half);
      guint counts[VIDIMUS_SPECIMEN_N_DEFECTS][VIDIMUS_SPECIMEN_STEPS + 1] = { { 0 } }, undamaged = 0;

      g_assert_cmpuint (over->sources->len, >, 4);
      for (guint i = 0; i < over->jobs->len; i++)
        {
          VidimusSpecimenRecipe recipe;
          struct vidimus_image size;
          gboolean damaged = FALSE;

          vidimus_specimen_over_recipe (over, i, &recipe, &size);
          if (recipe.source == NULL)
            continue;
          for (int d = VIDIMUS_SPECIMEN_BLUR; d < VIDIMUS_SPECIMEN_N_DEFECTS; d++)
            {
              damaged = damaged || recipe.doses[d] > 0;
              counts[d][vidimus_specimen_recipe_step (&recipe, d)]++;
              g_assert_false (recipe.doses[d] > 0 && recipe.source->known[d] == 1);
            }
          undamaged += !damaged;
          g_assert_cmpint (half, ==, GPOINTER_TO_INT (g_hash_table_lookup (halves, recipe.source->file)) | half);
          g_hash_table_insert (halves, g_strdup (recipe.source->file), GINT_TO_POINTER (half));
        }
      g_assert_cmpuint (undamaged, >=, 60);
      /* The photographs have glare of their own, on which none is laid. */
      for (int d = VIDIMUS_SPECIMEN_BLUR; d < VIDIMUS_SPECIMEN_N_DEFECTS; d++)
        for (int step = 1; step <= VIDIMUS_SPECIMEN_STEPS && d != VIDIMUS_SPECIMEN_GLARE; step++)
          g_assert_cmpuint (counts[d][step], >=, 6);
    }
  home_clear (&home);
}

/* A picture that stands in the truth under two names is in one half. */
static void
test_halves (void)
{
  guint judging = 0;

  g_assert_cmpint (vidimus_specimen_source_half ("a/b/c.jpg"), ==, vidimus_specimen_source_half ("other:d/c.jpg"));
  for (int i = 0; i < 400; i++)
    {
      g_autofree char *name = g_strdup_printf ("%x.jpg", i * 7919);

      judging += vidimus_specimen_source_half (name) == JUDGING;
    }
  g_assert_cmpuint (judging, >, 140);
  g_assert_cmpuint (judging, <, 260);
}

/* The mean of some pixels around, as a screen has dark ones between lit ones. */
static double
luma_at (const struct vidimus_image *image,
         struct vidimus_point        p)
{
  double sum = 0;

  for (int i = 0; i < 81; i++)
    {
      const guint8 *at = vidimus_image_at (image, CLAMP ((int) p.x + i % 9 - 4, 0, image->width - 1),
                                           CLAMP ((int) p.y + i / 9 - 4, 0, image->height - 1));

      sum += (at[0] + at[1] + at[2]) / 243.0;
    }

  return sum;
}

/* A point so far within a side of the quad, at its middle. */
static struct vidimus_point
by_side (const struct vidimus_quad *q,
         int                        side,
         double                     inside)
{
  const struct vidimus_point *a = &q->p[side], *b = &q->p[(side + 1) % 4];
  double length = hypot (b->x - a->x, b->y - a->y);

  return (struct vidimus_point) { (a->x + b->x) / 2 - (b->y - a->y) / length * inside,
                                  (a->y + b->y) / 2 + (b->x - a->x) / length * inside };
}

/* A document that is light on dark: what is within its quad is lighter than what is without, where the picture shows either. */
static void
test_quads (void)
{
  Home home;

  home_init (&home);
  for (int half = TUNING; half <= JUDGING; half++)
    {
      g_autoptr(VidimusSpecimenOver) over = open_half (&home, half);
      guint seen = 0, cut = 0, shown = 0;

      for (guint i = 0; i < over->jobs->len; i++)
        {
          VidimusSpecimenScene scene = { 0 };
          VidimusSpecimenRecipe recipe, placed;
          struct vidimus_image picture;
          g_autoptr(GError) error = NULL;
          double dose;

          vidimus_specimen_over_recipe (over, i, &recipe, &picture);
          if (recipe.source == NULL || !g_str_equal (recipe.source->layout, "photo"))
            continue;
          dose = recipe.doses[VIDIMUS_SPECIMEN_REPRODUCE] + recipe.doses[VIDIMUS_SPECIMEN_BORDER];
          placed = recipe;
          vidimus_specimen_over_place (&scene, &placed);
          g_assert_cmpint (placed.turn % 90, ==, 0);
          if (recipe.in_place)
            g_assert_cmpint (placed.turn, ==, 90);
          if (dose <= 0 || dose > 0.55 || recipe.doses[VIDIMUS_SPECIMEN_REPRODUCE] > 0.35)
            continue;
          g_assert_true (vidimus_specimen_source_load (recipe.source, &picture, &error));
          if (recipe.in_place)
            g_assert_true (vidimus_specimen_place_draw (&recipe, &scene));
          else
            {
              g_autoptr(VidimusSpecimenScene) whole = vidimus_specimen_scene_new (&recipe);

              scene.image = whole->image;
              whole->image = (struct vidimus_image) { 0 };
              shown++;
            }
          for (int side = 0; side < 4; side++)
            {
              struct vidimus_point in = by_side (&scene.quad, side, 7), out = by_side (&scene.quad, side, -7);

              if (out.x < 0 || out.y < 0 || out.x >= scene.image.width || out.y >= scene.image.height)
                continue;
              g_assert_cmpfloat (luma_at (&scene.image, in), >, luma_at (&scene.image, out));
              seen++;
            }
          cut += vidimus_specimen_truth_is_cut (&scene);
          vidimus_image_free (&picture);
          vidimus_image_free (&scene.image);
        }
      g_assert_cmpuint (seen, >, 20);
      g_assert_cmpuint (cut, >, 2);
      g_assert_cmpuint (shown, >=, 2);
    }
  home_clear (&home);
}

/* The rule of what a picture has of itself. */
static void
test_own (void)
{
  static const int unknown[VIDIMUS_SPECIMEN_N_DEFECTS] = { -1, -1, -1, -1, -1, -1, -1, -1 };
  char flat[] = "flat";
  VidimusSpecimenSource source = { .layout = flat };
  int own[VIDIMUS_SPECIMEN_N_DEFECTS];

  memcpy (source.known, unknown, sizeof unknown);
  vidimus_specimen_source_own (&source, TRUE, 1, own);
  g_assert_cmpint (own[VIDIMUS_SPECIMEN_BORDER], ==, 0);
  g_assert_cmpint (own[VIDIMUS_SPECIMEN_BLUR], ==, -1);
  source.artwork = TRUE;
  vidimus_specimen_source_own (&source, FALSE, 1, own);
  g_assert_cmpint (own[VIDIMUS_SPECIMEN_BORDER], ==, -1);
  g_assert_cmpint (own[VIDIMUS_SPECIMEN_BLUR], ==, 0);
  g_assert_cmpint (own[VIDIMUS_SPECIMEN_REPRODUCE], ==, 0);
  source.known[VIDIMUS_SPECIMEN_GLARE] = 1;
  vidimus_specimen_source_own (&source, TRUE, 2, own);
  g_assert_cmpint (own[VIDIMUS_SPECIMEN_GLARE], ==, 1);
  g_assert_cmpint (own[VIDIMUS_SPECIMEN_BLUR], ==, -1);
}

static JsonArray *
draw (const Home  *home,
      const char  *only,
      guint        jobs,
      JsonParser  *parser,
      char       **folder)
{
  const VidimusSpecimenPlan plan = { .half = TUNING, .sets = VIDIMUS_SPECIMEN_SET_ALL, .seed = 1, .every = 1, .only = only,
                                     .jobs = jobs };
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  *folder = g_dir_make_tmp ("over-out-XXXXXX", NULL);
  path = g_build_filename (*folder, "truth.json", NULL);
  g_assert_true (vidimus_specimen_over_draw (home->truth, &plan, *folder, &error));
  g_assert_no_error (error);
  g_assert_true (json_parser_load_from_file (parser, path, &error));

  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "images");
}

/* −1 where it is left out. */
static int
alarm_of (JsonObject *entry,
          const char *key)
{
  JsonObject *alarms = json_object_get_object_member (entry, "alarms");

  return json_object_has_member (alarms, key) ? json_object_get_boolean_member (alarms, key) : -1;
}

/* What is laid is said from step 3 on; of what is not, only what the source's truth or its being artwork says. */
static void
check_entry (JsonObject *entry)
{
  const char *source = json_object_get_string_member (entry, "source");
  JsonObject *doses = json_object_get_object_member (entry, "doses");
  gboolean photo = g_str_has_prefix (source, "photo"), mock = g_str_has_prefix (source, "mock");

  g_assert_cmpstr (json_object_get_string_member (entry, "set"), ==, "laid-over");
  g_assert_cmpstr (json_object_get_string_member (entry, "half"), ==, "tuning");
  for (int d = VIDIMUS_SPECIMEN_BLUR; d < VIDIMUS_SPECIMEN_N_DEFECTS; d++)
    {
      const char *key = vidimus_specimen_defect_key (d);
      int step = (int) json_object_get_int_member_with_default (doses, key, 0), said = alarm_of (entry, key);

      if (step >= VIDIMUS_SPECIMEN_RAISED)
        g_assert_cmpint (said, ==, 1);
      else if (step == 2 && d != VIDIMUS_SPECIMEN_BORDER)
        g_assert_cmpint (said, ==, -1);
      else if (step == 0 && photo && d == VIDIMUS_SPECIMEN_COPY)
        g_assert_cmpint (said, !=, 1);
      else if (step == 0 && d != VIDIMUS_SPECIMEN_BORDER && d != VIDIMUS_SPECIMEN_GLARE)
        g_assert_true (said == -1 || (mock && said == 0));
    }
  if (photo && !json_object_has_member (doses, "insufficient_lighting"))
    g_assert_cmpint (alarm_of (entry, "glare"), ==, 1);
}

static void
test_truth (void)
{
  g_autoptr(JsonParser) one = json_parser_new (), two = json_parser_new ();
  char *a, *b;
  JsonArray *images, *again;
  Home home;

  home_init (&home);
  images = draw (&home, "0,3,5,10,45,48,60,100,121,143,290,300", 1, one, &a);
  again = draw (&home, "300,290,3,5,0,10,48,45,60,143,100,121", 3, two, &b);
  g_assert_cmpuint (json_array_get_length (images), >=, 10);
  g_assert_cmpuint (json_array_get_length (images), ==, json_array_get_length (again));
  for (guint i = 0; i < json_array_get_length (images); i++)
    {
      JsonObject *entry = json_array_get_object_element (images, i);
      const char *file = json_object_get_string_member (entry, "file");
      g_autofree char *first = g_build_filename (a, file, NULL), *second = g_build_filename (b, file, NULL);
      g_autofree char *hash = vidimus_specimen_plan_hash (first, NULL), *other = vidimus_specimen_plan_hash (second, NULL);

      check_entry (entry);
      g_assert_nonnull (hash);
      g_assert_cmpstr (hash, ==, other);
    }
  remove_folder (a);
  remove_folder (b);
  home_clear (&home);
}

/* What is lost is left out; what is broken within is an error that names it. */
static void
test_unreadable (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  struct vidimus_image out;
  Home home;

  home_init (&home);
  for (int half = TUNING; half <= JUDGING; half++)
    {
      g_autoptr(VidimusSpecimenOver) over = open_half (&home, half);

      for (guint i = 0; i < over->sources->len; i++)
        {
          VidimusSpecimenSource *source = g_ptr_array_index (over->sources, i);

          g_assert_cmpstr (source->file, !=, "lost.jpg");
          if (i > 0)
            continue;
          g_assert_true (g_file_set_contents (source->path, "no picture", -1, NULL));
          g_assert_false (vidimus_specimen_source_load (source, &out, &error));
          g_assert_nonnull (strstr (error->message, source->file));
          g_clear_error (&error);
        }
    }
  path = g_build_filename (home.folder, "other.json", NULL);
  g_assert_true (g_file_set_contents (path, "[1]", -1, NULL));
  g_assert_null (vidimus_specimen_over_new (path, TUNING, 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  home_clear (&home);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* isolated, gdk-pixbuf would find no types of files */

  g_test_add_func ("/over/plan", test_plan);
  g_test_add_func ("/over/halves", test_halves);
  g_test_add_func ("/over/quads", test_quads);
  g_test_add_func ("/over/own", test_own);
  g_test_add_func ("/over/truth", test_truth);
  g_test_add_func ("/over/unreadable", test_unreadable);

  return g_test_run ();
}
