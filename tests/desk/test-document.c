#include "vidimus-desk-test.h"
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

/* A key for files and a name for people, one each. */
static void
test_origin (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GFile) file = g_file_new_for_path ("/x.jpg");
  g_autoptr(VidimusDocument) from_file = vidimus_document_new_for_file (file);
  g_autoptr(VidimusDocument) fetched = vidimus_document_new_for_uri ("https://example.org/x.jpg");
  g_autofree char *text = NULL;

  g_assert_cmpint (vidimus_document_get_origin (from_file), ==, VIDIMUS_ORIGIN_FILE);
  g_assert_cmpint (vidimus_document_get_origin (fetched), ==, VIDIMUS_ORIGIN_ADDRESS);

  for (int i = VIDIMUS_ORIGIN_FILE; i <= VIDIMUS_ORIGIN_SCREEN; i++)
    {
      g_assert_true (g_hash_table_add (seen, (char *) vidimus_document_origin_get_key (i)));
      g_assert_true (g_hash_table_add (seen, (char *) vidimus_document_origin_get_name (i)));
    }
  g_assert_cmpstr (vidimus_document_origin_get_key (VIDIMUS_ORIGIN_SCREEN), ==, "screen");

  vidimus_document_set_origin (from_file, VIDIMUS_ORIGIN_SCREEN);
  text = vidimus_document_to_text (from_file);
  g_assert_cmpstr (text, ==, "x.jpg\nFrom: Screen\nNot checked\n");
}

static VidimusDocument *
new_document (const char *name)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);

  return vidimus_document_new_for_bytes (bytes, name);
}

/* Each knows the other and keeps it not; a new pair ends an old one. */
static void
test_pair (void)
{
  g_autoptr(VidimusDocument) front = new_document ("front");
  g_autoptr(VidimusDocument) other = new_document ("other");
  VidimusDocument *back = new_document ("back");
  g_autofree char *text = NULL, *front_text = NULL;

  g_assert_null (vidimus_document_get_partner (front));
  g_assert_false (vidimus_document_is_back (back));

  vidimus_document_pair (front, back);
  g_assert_true (vidimus_document_get_partner (front) == back);
  g_assert_true (vidimus_document_get_partner (back) == front);
  g_assert_false (vidimus_document_is_back (front));
  g_assert_true (vidimus_document_is_back (back));
  text = vidimus_document_to_text (back);
  g_assert_cmpstr (text, ==, "back\nBack side\nNot checked\n");
  front_text = vidimus_document_to_text (front);
  g_assert_cmpstr (front_text, ==, "front\nFront side\nNot checked\n");

  vidimus_document_pair (other, back);
  g_assert_null (vidimus_document_get_partner (front));
  g_assert_true (vidimus_document_get_partner (other) == back);

  g_assert_finalize_object (back);
  g_assert_null (vidimus_document_get_partner (other));
}

/* For programs: the key, and the side only of one that was paired. */
static void
test_json (void)
{
  g_autoptr(VidimusDocument) front = new_document ("front");
  g_autoptr(VidimusDocument) back = new_document ("back");
  g_autofree char *alone = NULL, *paired = NULL, *other = NULL;

  vidimus_document_set_origin (front, VIDIMUS_ORIGIN_CAMERA);
  vidimus_document_take_error (front, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x"));
  vidimus_document_take_error (back, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x"));

  alone = vidimus_document_to_json (front, NULL);
  g_assert_nonnull (strstr (alone, "\"origin\":\"camera\""));
  g_assert_null (strstr (alone, "\"side\""));

  vidimus_document_pair (front, back);
  paired = vidimus_document_to_json (front, NULL);
  other = vidimus_document_to_json (back, NULL);
  g_assert_nonnull (strstr (paired, "\"side\":\"front\""));
  g_assert_nonnull (strstr (other, "\"side\":\"back\""));
  g_assert_nonnull (strstr (other, "\"origin\":\"file\""));
}

static VidimusPicture *
make_picture (int width)
{
  g_autoptr(GBytes) png = desk_test_png (width);

  return vidimus_picture_new_from_bytes (png, &VIDIMUS_DECODE_DESK, NULL, NULL);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Beside the service's own; it outlives another answer, a failure, and the same picture loaded again, but no other picture. */
static void
test_corrected (void)
{
  const VidimusQuad by_hand = { { { 2.125, -3 }, { 30, 1 }, { 31, 20 }, { 1, 21 } } };
  VidimusQuad other = by_hand, quad;
  g_autoptr(VidimusDocument) document = new_document ("x");
  g_autofree char *text = NULL, *json = NULL, *without = NULL;
  guint n = 0;

  g_signal_connect_swapped (document, "notify::corrected", G_CALLBACK (count_cb), &n);
  g_assert_false (vidimus_document_get_quad (document, &quad));
  vidimus_document_take_picture (document, make_picture (40));
  vidimus_document_set_corrected (document, NULL);
  g_assert_cmpuint (n, ==, 0);

  vidimus_document_set_corrected (document, &by_hand);
  vidimus_document_set_corrected (document, &by_hand);
  g_assert_cmpuint (n, ==, 1);
  other.corners[3].y = 22;
  vidimus_document_set_corrected (document, &other);
  g_assert_cmpuint (n, ==, 2);
  vidimus_document_set_corrected (document, &by_hand);

  vidimus_document_take_error (document, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x"));
  vidimus_document_take_picture (document, make_picture (40));
  g_assert_true (vidimus_document_get_quad (document, &quad));
  g_assert_cmpmem (&quad, sizeof quad, &by_hand, sizeof by_hand);
  g_assert_false (vidimus_document_get_own_quad (document, &quad));
  text = vidimus_document_to_text (document);
  g_assert_nonnull (strstr (text, "\nOutline corrected by hand: 2, -3; 30, 1; 31, 20; 1, 21\n"));
  json = vidimus_document_to_json (document, NULL);
  g_assert_nonnull (strstr (json, "\"corrected\":[[2.13,-3.0],[30.0,1.0],[31.0,20.0],[1.0,21.0]]"));

  n = 0;
  vidimus_document_take_picture (document, make_picture (41));
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (vidimus_document_get_quad (document, &quad));
  without = vidimus_document_to_json (document, NULL);
  g_assert_null (strstr (without, "corrected"));
}

/* By the outline that counts: nothing without one. */
static void
test_resolution (void)
{
  const VidimusQuad by_hand = { { { 1, 1 }, { 1 + 34.24, 1 }, { 1 + 34.24, 1 + 21.592 }, { 1, 1 + 21.592 } } };
  g_autoptr(VidimusDocument) document = new_document ("x");

  vidimus_document_set_corrected (document, &by_hand);
  g_assert_cmpfloat (vidimus_document_get_resolution (document), ==, 0.0); /* of no picture */
  vidimus_document_take_picture (document, make_picture (40));
  g_assert_cmpfloat (vidimus_document_get_resolution (document), ==, 0.0);
  vidimus_document_set_corrected (document, &by_hand);
  g_assert_cmpfloat_with_epsilon (vidimus_document_get_resolution (document), 0.4, 0.001);
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
  g_test_add_func ("/document/origin", test_origin);
  g_test_add_func ("/document/pair", test_pair);
  g_test_add_func ("/document/json", test_json);
  g_test_add_func ("/document/corrected", test_corrected);
  g_test_add_func ("/document/resolution", test_resolution);
  g_test_add_func ("/document/paused", test_paused);

  return g_test_run ();
}
