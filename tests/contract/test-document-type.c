#include "vidimus-document-type.h"

static void
test_known (void)
{
  for (guint i = 0; i < VIDIMUS_N_DOCUMENT_TYPES; i++)
    {
      const char *code = vidimus_document_type_get_code (i);

      g_assert_true (vidimus_document_type_is_known (code));
      g_assert_cmpstr (vidimus_document_type_get_name (code), !=, code);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (code, !=, vidimus_document_type_get_code (j));
    }
}

static void
test_unknown (void)
{
  g_assert_false (vidimus_document_type_is_known ("library_card"));
  g_assert_false (vidimus_document_type_is_known (NULL));
  g_assert_cmpstr (vidimus_document_type_get_name ("library_card"), ==, "library_card");
  g_assert_null (vidimus_document_type_get_name (NULL));
}

static void
test_size (void)
{
  double width, height;

  g_assert_true (vidimus_document_type_get_size ("passport", &width, &height));
  g_assert_cmpfloat (width, ==, 125);
  g_assert_cmpfloat (height, ==, 88);
  g_assert_true (vidimus_document_type_get_size ("hongkong_id_card", &width, &height));
  g_assert_cmpfloat (width, ==, 85.60);
  g_assert_cmpfloat (height, ==, 53.98);
  g_assert_true (vidimus_document_type_get_size ("id_card", &width, &height));
  g_assert_cmpfloat (height, ==, 54);

  for (guint i = 0; i < VIDIMUS_N_DOCUMENT_TYPES; i++)
    {
      g_assert_true (vidimus_document_type_get_size (vidimus_document_type_get_code (i), &width, &height));
      g_assert_cmpfloat_with_epsilon (width / height, 1.5, 0.1); /* lying, and none forgotten */
    }

  g_assert_false (vidimus_document_type_get_size ("library_card", &width, &height));
  g_assert_cmpfloat (width + height, ==, 0);
  g_assert_false (vidimus_document_type_get_size (NULL, &width, &height));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/document-type/known", test_known);
  g_test_add_func ("/document-type/unknown", test_unknown);
  g_test_add_func ("/document-type/size", test_size);

  return g_test_run ();
}
