/* The specimens' own truth: numbers check, scenes repeat, quads lie where they are said to. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "vidimus-specimen-pose.h"
#include "vidimus-specimen-sets.h"

/* Published or worked by hand, none of a person. */
static void
test_check_digits (void)
{
  g_assert_cmpint (vidimus_specimen_check_prc ("11010519491231002"), ==, 'X'); /* GB 11643's example */
  g_assert_cmpint (vidimus_specimen_check_prc ("44052418800101001"), ==, '4'); /* its other one */
  g_assert_cmpint (vidimus_specimen_check_hong_kong ("A123456"), ==, '3');
  g_assert_cmpint (vidimus_specimen_check_hong_kong ("G123456"), ==, 'A');
  g_assert_cmpint (vidimus_specimen_check_thai ("123456789012"), ==, '1');
  g_assert_cmpint (vidimus_specimen_check_peru ("10117410"), ==, '2');
  g_assert_cmpint (vidimus_specimen_check_mrz ("L898902C3", -1), ==, '6'); /* ICAO Doc 9303-4, appendix B */
  g_assert_cmpint (vidimus_specimen_check_mrz ("740812", -1), ==, '2');
}

static void
test_mrz (void)
{
  const VidimusSpecimenMrz passport = {
    .code = "P", .state = "UTO", .nationality = "UTO", .number = "L898902C3", .optional = "ZE184226B",
    .surname = "ERIKSSON", .given = "ANNA MARIA", .birth = "740812", .expiry = "120415", .sex = 'F',
  };
  const VidimusSpecimenMrz card = {
    .code = "I", .state = "UTO", .nationality = "UTO", .number = "D23145890", .surname = "ERIKSSON",
    .given = "ANNA MARIA", .birth = "740812", .expiry = "120415", .sex = 'F',
  };
  g_auto(GStrv) td3 = vidimus_specimen_mrz_td3 (&passport);
  g_auto(GStrv) td2 = vidimus_specimen_mrz_td2 (&card, 36);
  g_auto(GStrv) td1 = vidimus_specimen_mrz_td1 (&card);

  /* The specimens of ICAO Doc 9303, parts 4, 6 and 5. */
  g_assert_cmpstr (td3[0], ==, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
  g_assert_cmpstr (td3[1], ==, "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
  g_assert_cmpstr (td2[0], ==, "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<");
  g_assert_cmpstr (td2[1], ==, "D231458907UTO7408122F1204159<<<<<<<6");
  g_assert_cmpstr (td1[0], ==, "I<UTOD231458907<<<<<<<<<<<<<<<");
  g_assert_cmpstr (td1[1], ==, "7408122F1204159UTO<<<<<<<<<<<6");
  g_assert_cmpstr (td1[2], ==, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
}

/* The layouts of both halves, one after the other. */
static const VidimusSpecimenLayout *
any_layout (guint n)
{
  const VidimusSpecimenLayout *layout = vidimus_specimen_layout_nth (VIDIMUS_SPECIMEN_TUNING, n);

  for (guint tuning = 0; layout == NULL && tuning <= n; tuning++)
    if (vidimus_specimen_layout_nth (VIDIMUS_SPECIMEN_TUNING, tuning) == NULL)
      return vidimus_specimen_layout_nth (VIDIMUS_SPECIMEN_JUDGING, n - tuning);

  return layout;
}

static void
check_line (const char *line,
            int         check,
            int         from)
{
  g_assert_cmpint (line[check], ==, vidimus_specimen_check_mrz (line + from, check - from));
}

/* The last digit is over all others' fields; visas have none. */
static void
check_whole (char  **lines,
             gsize   width)
{
  g_autofree char *all = NULL;

  if (lines[0][0] == 'V')
    return;

  if (width == 30)
    all = g_strdup_printf ("%.25s%.7s%.7s%.11s", lines[0] + 5, lines[1], lines[1] + 8, lines[1] + 18);
  else
    all = g_strdup_printf ("%.10s%.7s%.*s", lines[1], lines[1] + 13, (int) width - 22, lines[1] + 21);
  g_assert_cmpint (lines[1][width == 30 ? 29 : width - 1], ==, vidimus_specimen_check_mrz (all, -1));
  if (width == 44)
    check_line (lines[1], 42, 28);
}

/* What is printed: lines of one length, each field's digit right; the reader of truth.json gets the same. */
static void
test_printed_mrz (void)
{
  const VidimusSpecimenLayout *layout;
  int bearing = 0;

  for (guint n = 0; (layout = any_layout (n)) != NULL; n++)
    for (guint64 seed = 0; seed < 20; seed++)
      {
        g_auto(GStrv) lines = vidimus_specimen_card_mrz (layout, seed);
        gsize width = lines != NULL ? strlen (lines[0]) : 0;

        if (lines == NULL)
          continue;
        bearing++;
        g_assert_cmpuint (g_strv_length (lines), ==, width == 30 ? 3 : 2);
        g_assert_true (width == 30 || width == 36 || width == 44);
        for (int i = 0; lines[i] != NULL; i++)
          {
            g_assert_cmpuint (strlen (lines[i]), ==, width);
            g_assert_cmpuint (strspn (lines[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"), ==, width);
          }
        check_line (width == 30 ? lines[0] : lines[1], width == 30 ? 14 : 9, width == 30 ? 5 : 0);
        check_line (lines[1], width == 30 ? 6 : 19, width == 30 ? 0 : 13);
        check_line (lines[1], width == 30 ? 14 : 27, width == 30 ? 8 : 21);
        check_whole (lines, width);
      }

  g_assert_cmpint (bearing, >, 0);
  g_assert_null (vidimus_specimen_card_mrz (vidimus_specimen_layout_find ("id_card-front"), 1));
}

/* Ids name one layout each; the judging half has at least two of each type, and many of none. */
static void
test_layouts (void)
{
  static const char * const types[] = {
    "id_card", "hongkong_id_card", "macao_id_card", "cambodian_id_card", "myanmar_id_card", "myanmar_driver_license",
    "thailand_id_card", "peru_id_card", "passport",
  };
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) judging = g_hash_table_new (g_str_hash, g_str_equal);
  const VidimusSpecimenLayout *layout;

  for (guint n = 0; (layout = any_layout (n)) != NULL; n++)
    {
      const char *type = layout->type != NULL ? layout->type : "none";

      g_assert_true (g_hash_table_add (ids, (gpointer) layout->id));
      g_assert_true (vidimus_specimen_layout_find (layout->id) == layout);
      g_assert_cmpint (g_str_has_prefix (layout->id, "judge-"), ==, layout->half == VIDIMUS_SPECIMEN_JUDGING);
      if (layout->half == VIDIMUS_SPECIMEN_JUDGING)
        g_hash_table_insert (judging, (gpointer) type,
                             GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (judging, type)) + 1));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (judging, types[i])), >=, 2);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (judging, "none")), >=, 14);
}

/* The halves share no font: each draws with its own families alone, which also fails where one is not installed. */
static void
test_families (void)
{
  const VidimusSpecimenLayout *layout;

  for (guint n = 0; (layout = any_layout (n)) != NULL; n++)
    for (guint64 seed = 0; seed < 3; seed++)
      {
        g_autoptr(VidimusSpecimenCanvas) canvas = vidimus_specimen_card_draw (layout, 0.2, seed);
        VidimusSpecimenHalf other = layout->half == VIDIMUS_SPECIMEN_TUNING ? VIDIMUS_SPECIMEN_JUDGING
                                                                            : VIDIMUS_SPECIMEN_TUNING;
        GHashTableIter iter;
        gpointer family;

        g_assert_cmpuint (g_hash_table_size (canvas->families), >, 0);
        g_hash_table_iter_init (&iter, canvas->families);
        while (g_hash_table_iter_next (&iter, &family, NULL))
          {
            if (!vidimus_specimen_half_has_family (layout->half, family))
              g_error ("%s is set in “%s”, no family of its half: are all of data/debian-packages installed?",
                       layout->id, (const char *) family);
            if (!g_str_equal (family, "OCR B"))
              g_assert_false (vidimus_specimen_half_has_family (other, family));
          }
      }
}

/* The halves' cuts of OCR-B are not the same drawing. */
static void
test_ocr_cuts (void)
{
  g_autoptr(VidimusSpecimenCanvas) round = vidimus_specimen_canvas_new (400, 60, 1, 2, 1);
  g_autoptr(VidimusSpecimenCanvas) sharp = vidimus_specimen_canvas_new (400, 60, 1, 2, 1);
  gsize size = (gsize) cairo_image_surface_get_stride (round->surface) *
               (gsize) cairo_image_surface_get_height (round->surface);

  vidimus_specimen_canvas_text (round, "OCR B", 36, VIDIMUS_SPECIMEN_START, 10, 45, "P<UTO0123");
  vidimus_specimen_canvas_text (sharp, "OCR B S", 36, VIDIMUS_SPECIMEN_START, 10, 45, "P<UTO0123");
  cairo_surface_flush (round->surface);
  cairo_surface_flush (sharp->surface);
  g_assert_true (memcmp (cairo_image_surface_get_data (round->surface), cairo_image_surface_get_data (sharp->surface),
                         size) != 0);
}

static void
test_mrz_latin (void)
{
  static const char * const names[][2] = {
    { "GRÖẞWANG", "GROESSWANG" }, { "NGUYỄN THỊ ÁNH", "NGUYEN THI ANH" }, { "O'TOOLE-MARSH", "OTOOLE-MARSH" },
    { "ŻÓŁKOWSKI", "ZOLKOWSKI" }, { "ÇELEBİ", "CELEBI" }, { "NUÑEZ", "NUNEZ" }, { "ANNA", "ANNA" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *latin = vidimus_specimen_mrz_latin (names[i][0]);

      g_assert_cmpstr (latin, ==, names[i][1]);
    }
}

/* As printed, in groups: 1 2345 67890 12 3. */
static void
check_thai_number (const char *number)
{
  g_auto(GStrv) groups = g_strsplit (number, " ", -1);
  g_autofree char *digits = g_strjoinv (NULL, groups);

  g_assert_cmpuint (strlen (digits), ==, 13);
  g_assert_cmpint (digits[12], ==, vidimus_specimen_check_thai (digits));
}

/* Every layout's values hold its number with the right digit, for many holders. */
static void
test_holders (void)
{
  const VidimusSpecimenLayout *layout;

  for (guint n = 0; (layout = any_layout (n)) != NULL; n++)
    for (guint64 seed = 0; seed < 40; seed++)
      {
        g_autoptr(VidimusSpecimenHolder) holder = vidimus_specimen_holder_new (seed);
        const char *number;

        layout->fill (holder);
        for (const VidimusSpecimenItem *item = layout->items; item->what != VIDIMUS_SPECIMEN_ITEM_END; item++)
          if (item->text != NULL)
            {
              g_autofree char *text = vidimus_specimen_holder_expand (holder, item->text);

              g_assert_true (g_utf8_validate (text, -1, NULL));
              g_assert_null (strchr (text, '{'));
            }
        number = g_hash_table_lookup (holder->values, "number");
        if (g_strcmp0 (layout->type, "id_card") == 0)
          g_assert_cmpint (number[17], ==, vidimus_specimen_check_prc (number));
        else if (g_strcmp0 (layout->type, "hongkong_id_card") == 0)
          g_assert_cmpint (number[8], ==, vidimus_specimen_check_hong_kong (number));
        else if (g_strcmp0 (layout->type, "peru_id_card") == 0)
          g_assert_cmpint (number[9], ==, vidimus_specimen_check_peru (number));
        else if (g_strcmp0 (layout->type, "thailand_id_card") == 0)
          check_thai_number (number);
      }
}

static void
test_holder_texts (void)
{
  static const char * const women[] = { "样|ANNA|F", NULL };
  g_autoptr(VidimusSpecimenHolder) holder = vidimus_specimen_holder_new (1);
  g_autofree char *text = NULL;

  vidimus_specimen_holder_pick (holder, "han|latin|is", women);
  g_assert_true (holder->female);
  holder->birth = (VidimusSpecimenDate) { 1990, 3, 7 };
  text = vidimus_specimen_holder_expand (holder, "{han} {latin}: {birth:%d %B %Y}, {birth:%e.%n.%Z|khm}, {birth:%m|mya}");
  g_assert_cmpstr (text, ==, "样 ANNA: 07 MAR 1990, ៧.៣.២៥៣៣, ၀၃");
}

static void
small_recipe (VidimusSpecimenRecipe *recipe,
              guint                  index)
{
  vidimus_specimen_set_recipe (recipe, index, 7);
  recipe->width = recipe->width * 3 / 10;
  recipe->height = recipe->height * 3 / 10;
}

static void
test_repeats (void)
{
  for (guint i = 0; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    {
      VidimusSpecimenRecipe recipe;
      g_autoptr(VidimusSpecimenScene) first = NULL;
      g_autoptr(VidimusSpecimenScene) again = NULL;
      gsize size;

      small_recipe (&recipe, i);
      first = vidimus_specimen_scene_new (&recipe);
      again = vidimus_specimen_scene_new (&recipe);
      size = first->image.stride * (gsize) first->image.height;
      g_assert_cmpmem (first->image.data, size, again->image.data, size);
      if (i == 0)
        {
          g_autoptr(VidimusSpecimenScene) other = NULL;

          recipe.seed++;
          other = vidimus_specimen_scene_new (&recipe);
          g_assert_true (memcmp (first->image.data, other->image.data, size) != 0);
        }
    }
}

static void
test_quads (void)
{
  int cut = 0;

  for (guint i = 0; i < 400; i++)
    {
      VidimusSpecimenRecipe recipe;
      VidimusSpecimenRandom random;
      VidimusSpecimenScene scene = { 0 };
      double area;

      vidimus_specimen_set_recipe (&recipe, i, 3);
      vidimus_specimen_random_init (&random, recipe.seed, "pose");
      vidimus_specimen_pose (&recipe, &random, &scene.quad);
      scene.image.width = recipe.width;
      scene.image.height = recipe.height;
      area = vidimus_quad_area (&scene.quad);
      g_assert_true (vidimus_quad_is_convex (&scene.quad));
      g_assert_cmpfloat (area, >, 0.06 * recipe.width * recipe.height);
      g_assert_cmpint (vidimus_specimen_truth_is_cut (&scene), ==, recipe.doses[VIDIMUS_SPECIMEN_BORDER] > 0);
      cut += recipe.doses[VIDIMUS_SPECIMEN_BORDER] > 0;
    }

  g_assert_cmpint (cut, ==, 400 / VIDIMUS_SPECIMEN_N_DEFECTS);
}

/* The quad against the pixels: a white card on black would be white just inside each side and black outside. */
static void
test_quad_is_on_the_edge (void)
{
  VidimusSpecimenRecipe recipe;
  g_autoptr(VidimusSpecimenScene) scene = NULL;
  const struct vidimus_quad *quad;

  vidimus_specimen_recipe_draw (&recipe, vidimus_specimen_layout_find ("other-receipt"), VIDIMUS_SPECIMEN_CLEAN, 5);
  recipe.width = 600;
  recipe.height = 450;
  recipe.ground = "felt";
  recipe.clutter = 0;
  recipe.turn = 90;
  scene = vidimus_specimen_scene_new (&recipe);
  quad = &scene->quad;

  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_point *a = &quad->p[i], *b = &quad->p[(i + 1) % 4];
      double length = hypot (b->x - a->x, b->y - a->y);
      double nx = -(b->y - a->y) / length, ny = (b->x - a->x) / length; /* inwards */
      int luma[2];

      for (int side = 0; side < 2; side++)
        {
          double reach = side == 0 ? 2.5 : -2.5;
          const guint8 *p = vidimus_image_at (&scene->image, (int) (a->x + (b->x - a->x) * 0.3 + nx * reach),
                                              (int) (a->y + (b->y - a->y) * 0.3 + ny * reach));

          luma[side] = (p[0] + p[1] + p[2]) / 3;
        }
      g_assert_cmpint (luma[0], >, luma[1] + 50);
    }
}

static void
test_set_is_whole (void)
{
  g_autoptr(GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 88; i++)
    {
      VidimusSpecimenRecipe recipe;

      vidimus_specimen_set_recipe (&recipe, i, 1);
      g_assert_nonnull (recipe.layout);
      g_hash_table_add (pairs, g_strdup_printf ("%s %d", recipe.layout->type, i % VIDIMUS_SPECIMEN_N_DEFECTS));
    }

  g_assert_cmpuint (g_hash_table_size (pairs), ==, 10 * VIDIMUS_SPECIMEN_N_DEFECTS);
}

static JsonArray *
load_images (JsonParser *parser,
             const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "truth.json", NULL);
  g_autoptr(GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "images");
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A raised alarm is the defect's own, or the border's where the quad says so. */
static void
check_truth (JsonObject *image,
             guint       i)
{
  JsonObject *alarms = json_object_get_object_member (image, "alarms");
  JsonArray *quad = json_object_get_array_member (image, "quad");
  double first = json_array_get_double_element (json_array_get_array_element (quad, 0), 0) +
                 json_array_get_double_element (json_array_get_array_element (quad, 0), 1);

  for (int d = VIDIMUS_SPECIMEN_BLUR; d < VIDIMUS_SPECIMEN_N_DEFECTS; d++)
    {
      const char *key = vidimus_specimen_defect_key (d);

      if (json_object_has_member (alarms, key))
        g_assert_cmpint (json_object_get_boolean_member (alarms, key), ==, i % VIDIMUS_SPECIMEN_N_DEFECTS == (guint) d);
      else
        g_assert_true (g_str_equal (key, "border_integrity"));
    }
  for (guint k = 1; k < 4; k++)
    {
      JsonArray *p = json_array_get_array_element (quad, k);

      g_assert_cmpfloat (first, <=, json_array_get_double_element (p, 0) + json_array_get_double_element (p, 1));
    }
}

static void
test_truth (void)
{
  g_autofree char *folder = g_dir_make_tmp ("specimens-XXXXXX", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonArray *images;
  JsonObject *passport;

  g_assert_true (vidimus_specimen_set_scenes (folder, 1, 16, 240, -1, &error));
  g_assert_no_error (error);
  images = load_images (parser, folder);
  g_assert_cmpuint (json_array_get_length (images), ==, 16);
  for (guint i = 0; i < 16; i++)
    check_truth (json_array_get_object_element (images, i), i);
  passport = json_array_get_object_element (images, 1);
  g_assert_cmpstr (json_object_get_string_member (passport, "type"), ==, "passport");
  g_assert_cmpstr (json_object_get_string_member (passport, "side"), ==, "front");
  g_assert_cmpstr (json_object_get_string_member (passport, "half"), ==, "tuning");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (passport, "mrz")), ==, 2);

  g_assert_true (vidimus_specimen_set_scenes (folder, 1, 2, 240, 0.3, &error));
  images = load_images (parser, folder);
  g_assert_false (json_object_has_member (
    json_object_get_object_member (json_array_get_object_element (images, 1), "alarms"), "blur"));
  remove_folder (folder);
}

/* Nothing drawn, nothing to find. */
static void
test_empty (void)
{
  g_autofree char *folder = g_dir_make_tmp ("specimens-XXXXXX", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonObject *image;

  g_assert_true (vidimus_specimen_set_empty (folder, 1, 1, &error));
  g_assert_no_error (error);
  image = json_array_get_object_element (load_images (parser, folder), 0);
  g_assert_true (json_object_get_null_member (image, "type"));
  g_assert_true (json_object_get_null_member (image, "quad"));
  g_assert_cmpstr (json_object_get_string_member (image, "layout"), ==, "scene");
  remove_folder (folder);
}

static void
check_bundled (JsonArray  *images,
               guint       i,
               const char *folder,
               GHashTable *seen)
{
  JsonObject *image = json_array_get_object_element (images, i);
  JsonObject *alarms = json_object_get_object_member (image, "alarms");
  g_autofree char *path = g_build_filename (folder, json_object_get_string_member (image, "file"), NULL);
  g_autoptr(GList) keys = json_object_get_members (alarms);
  GStatBuf about;

  g_assert_cmpint (g_stat (path, &about), ==, 0);
  g_assert_cmpint (about.st_size, <, 300 * 1024);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (image, "quad")), ==, 4);
  if (!json_object_get_null_member (image, "type"))
    g_hash_table_add (seen, g_strdup (json_object_get_string_member (image, "type")));
  for (GList *l = keys; l != NULL; l = l->next)
    if (json_object_get_boolean_member (alarms, l->data))
      g_hash_table_add (seen, g_strdup (l->data));
}

/* What the app brings: nine types, seven alarms, small files. */
static void
test_bundle (void)
{
  const char *folder = g_getenv ("VIDIMUS_SPECIMENS");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *images = load_images (parser, folder);

  for (guint i = 0; i < json_array_get_length (images); i++)
    check_bundled (images, i, folder, seen);

  g_assert_cmpuint (g_hash_table_size (seen), ==, 9 + 7);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/specimens/check-digits", test_check_digits);
  g_test_add_func ("/specimens/mrz", test_mrz);
  g_test_add_func ("/specimens/mrz-latin", test_mrz_latin);
  g_test_add_func ("/specimens/layouts", test_layouts);
  g_test_add_func ("/specimens/families", test_families);
  g_test_add_func ("/specimens/ocr-cuts", test_ocr_cuts);
  g_test_add_func ("/specimens/printed-mrz", test_printed_mrz);
  g_test_add_func ("/specimens/holders", test_holders);
  g_test_add_func ("/specimens/holder-texts", test_holder_texts);
  g_test_add_func ("/specimens/repeats", test_repeats);
  g_test_add_func ("/specimens/quads", test_quads);
  g_test_add_func ("/specimens/quad-is-on-the-edge", test_quad_is_on_the_edge);
  g_test_add_func ("/specimens/set-is-whole", test_set_is_whole);
  g_test_add_func ("/specimens/truth", test_truth);
  g_test_add_func ("/specimens/empty", test_empty);
  g_test_add_func ("/specimens/bundle", test_bundle);

  return g_test_run ();
}
