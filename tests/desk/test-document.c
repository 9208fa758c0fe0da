#include "vidimus-document-private.h"

#include <string.h>

static void
test_file (void)
{
  g_autoptr(GFile) file = g_file_new_for_path ("/a folder/Ausweis ü.jpg");
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_file (file);

  g_assert_cmpstr (vidimus_document_get_name (document), ==, "Ausweis ü.jpg");
  g_assert_true (g_file_equal (vidimus_document_get_file (document), file));
  g_assert_cmpint (vidimus_document_get_state (document), ==, VIDIMUS_DOCUMENT_READY);
  g_assert_false (vidimus_document_is_busy (document));
  g_assert_null (vidimus_document_get_picture (document));
  g_assert_null (vidimus_document_get_answer (document));
  g_assert_null (vidimus_document_get_error (document));
  g_assert_cmpint (vidimus_document_get_verdict (document).kind, ==, VIDIMUS_VERDICT_NOT_CHECKED);
  g_assert_cmpint (vidimus_document_get_verdict (document).deciding, ==, -1);
}

/* A file name is bytes; what is shown is text. */
static void
test_broken_name (void)
{
  g_autoptr(GFile) file = g_file_new_for_path ("/x/\xff\xfe.jpg");
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_file (file);

  g_assert_true (g_utf8_validate (vidimus_document_get_name (document), -1, NULL));
  g_assert_true (g_str_has_suffix (vidimus_document_get_name (document), ".jpg"));
}

static void
test_address (void)
{
  static const char *const cases[][2] = {
    { "https://example.org/cards/front.jpg", "front.jpg" },
    { "https://example.org/cards/front%20side.jpg?size=2#x", "front side.jpg" },
    { "https://example.org/%E8%AF%81%E4%BB%B6.png", "证件.png" },
    { "https://example.org/", "example.org" },
    { "https://example.org", "example.org" },
    { "https://example.org/%ff", "https://example.org/%ff" },
    { "not an address", "not an address" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VidimusDocument) document = vidimus_document_new_for_uri (cases[i][0]);

      g_assert_cmpstr (vidimus_document_get_name (document), ==, cases[i][1]);
      g_assert_null (vidimus_document_get_file (document));
    }
}

static void
test_text (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_bytes (bytes, "Clipboard");
  g_autofree char *text = vidimus_document_to_text (document);

  g_assert_cmpstr (text, ==, "Clipboard\nNot checked\n");
}

/* Why it waits, for how long, and for which attempt; nothing of it stays when it goes on. */
static void
test_paused (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_bytes (bytes, "Clipboard");

  g_assert_cmpuint (vidimus_document_get_attempt (document), ==, 0);
  vidimus_document_set_attempt (document, 1);
  vidimus_document_set_state (document, VIDIMUS_DOCUMENT_SENDING, 0.5);
  g_assert_cmpuint (vidimus_document_get_attempt (document), ==, 1);

  vidimus_document_set_paused (document, 2, 3600 * 1000, "The service is busy.");
  g_assert_cmpint (vidimus_document_get_state (document), ==, VIDIMUS_DOCUMENT_PAUSED);
  g_assert_true (vidimus_document_is_busy (document));
  g_assert_cmpuint (vidimus_document_get_attempt (document), ==, 2);
  g_assert_cmpuint (vidimus_document_get_pause_ms (document), >, 1800 * 1000);
  g_assert_cmpuint (vidimus_document_get_pause_ms (document), <=, 3600 * 1000);
  g_assert_cmpstr (vidimus_document_get_problem (document), ==, "The service is busy.");

  vidimus_document_set_paused (document, 3, 0, vidimus_document_get_problem (document));
  g_assert_cmpuint (vidimus_document_get_pause_ms (document), ==, 0); /* due */
  g_assert_cmpstr (vidimus_document_get_problem (document), ==, "The service is busy.");

  vidimus_document_set_state (document, VIDIMUS_DOCUMENT_WAITING, 0.0);
  g_assert_null (vidimus_document_get_problem (document));
  g_assert_cmpuint (vidimus_document_get_attempt (document), ==, 3);
  vidimus_document_set_state (document, VIDIMUS_DOCUMENT_CANCELLED, 0.0);
  g_assert_cmpuint (vidimus_document_get_attempt (document), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/document/file", test_file);
  g_test_add_func ("/document/broken-name", test_broken_name);
  g_test_add_func ("/document/address", test_address);
  g_test_add_func ("/document/text", test_text);
  g_test_add_func ("/document/paused", test_paused);

  return g_test_run ();
}
