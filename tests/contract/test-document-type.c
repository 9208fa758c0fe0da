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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/document-type/known", test_known);
  g_test_add_func ("/document-type/unknown", test_unknown);

  return g_test_run ();
}
