#include "vidimus-base64.h"

#include <string.h>

#define LONGEST 400 /* bytes: beyond several strides of the widest registers */
#define BEYOND  64  /* bytes after a result that nothing may be written to */

static void
fill (guint8 *bytes,
      gsize   n)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20250702);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) g_rand_int (rand);
}

/* Returns: (transfer full): room for @n bytes, with more behind it that must stay as it is */
static gpointer
make_room (gsize n)
{
  return memset (g_malloc (n + BEYOND), '~', n + BEYOND);
}

static gboolean
is_untouched (const guint8 *beyond)
{
  gsize i = 0;

  while (i < BEYOND && beyond[i] == '~')
    i++;

  return i == BEYOND;
}

/* Every length, against GLib, and not a byte beyond. */
static void
test_both_ways (void)
{
  guint8 bytes[LONGEST];

  fill (bytes, sizeof bytes);
  for (gsize n = 1; n <= LONGEST; n++)
    {
      gsize length = VIDIMUS_BASE64_LENGTH (n), size;
      g_autofree char *expected = g_base64_encode (bytes, n);
      g_autofree char *text = make_room (length);
      g_autofree guint8 *exact = g_memdup2 (bytes, n); /* its size is watched by the address sanitizer */
      g_autofree guint8 *back = make_room (n);

      vidimus_base64_encode (exact, n, text);
      g_assert_cmpmem (text, length, expected, strlen (expected));
      g_assert_true (is_untouched ((const guint8 *) text + length));
      g_assert_true (vidimus_base64_decoded_size (text, length, &size));
      g_assert_cmpuint (size, ==, n);
      g_assert_true (vidimus_base64_decode (text, length, back));
      g_assert_cmpmem (back, size, bytes, n);
      g_assert_true (is_untouched (back + n));
    }
}

/* Whatever is no Base64, wherever it stands. */
static void
test_wrong (void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char text[160];
  guint8 out[120];

  memset (text, 'A', sizeof text);
  for (gsize at = 0; at < sizeof text; at++)
    {
      for (int c = 0; c < 256; c++)
        {
          gboolean good = (c != 0 && strchr (alphabet, c) != NULL) || (c == '=' && at == sizeof text - 1);

          text[at] = (char) c;
          if (vidimus_base64_decode (text, sizeof text, out) != good)
            g_error ("character %d at %" G_GSIZE_FORMAT, c, at);
        }
      text[at] = 'A';
    }
}

static void
test_length (void)
{
  guint8 out[8];
  gsize n;

  for (gsize length = 0; length <= 8; length++)
    {
      gboolean right = length == 4 || length == 8;

      g_assert_true (vidimus_base64_decode ("AAAAAAAA", length, out) == right);
      g_assert_true (vidimus_base64_decoded_size ("AAAAAAAA", length, &n) == right);
    }
  g_assert_false (vidimus_base64_decode ("A===", 4, out));
  g_assert_false (vidimus_base64_decode ("====", 4, out));
  g_assert_false (vidimus_base64_decode ("AA=A", 4, out));
  g_assert_false (vidimus_base64_decode ("AA==AAAA", 8, out));
  g_assert_true (vidimus_base64_decode ("/+==", 4, out));
  g_assert_cmpuint (out[0], ==, 0xff);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base64/both-ways", test_both_ways);
  g_test_add_func ("/base64/wrong", test_wrong);
  g_test_add_func ("/base64/length", test_length);

  return g_test_run ();
}
