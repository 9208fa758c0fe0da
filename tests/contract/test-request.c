#include "vidimus-request.h"
#include "vidimus-error.h"
#include "vidimus-limits.h"

#include <string.h>

static VidimusRequest *
read_bytes (GBytes  *body,
            GError **error)
{
  gsize length;
  const char *json = g_bytes_get_data (body, &length);

  return vidimus_request_new_from_json (json, length, error);
}

/* Every length of padding, and every byte. */
static void
test_data (void)
{
  guchar bytes[259];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guchar) (255 - i);

  for (gsize n = 1; n <= sizeof bytes; n++)
    {
      g_autoptr(GBytes) image = g_bytes_new (bytes, n);
      g_autoptr(GBytes) body = vidimus_request_write_data (image, n % 2);
      g_autoptr(GError) error = NULL;
      g_autoptr(VidimusRequest) request = read_bytes (body, &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (request->image, image));
      g_assert_null (request->url);
      g_assert_cmpint (request->alarm, ==, n % 2);
    }
}

static void
test_written (void)
{
  g_autoptr(GBytes) image = g_bytes_new_static ("hello", 5);
  g_autoptr(GBytes) body = vidimus_request_write_data (image, TRUE);
  g_autoptr(GBytes) url = vidimus_request_write_url ("https://e.org/a?b=\"c\"&d=1", FALSE);
  static const char expected[] = "{\"data\":\"aGVsbG8=\",\"alarm\":true}";
  static const char expected_url[] = "{\"url\":\"https://e.org/a?b=\\\"c\\\"&d=1\",\"alarm\":false}";

  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), expected, strlen (expected));
  g_assert_cmpmem (g_bytes_get_data (url, NULL), g_bytes_get_size (url), expected_url, strlen (expected_url));
}

static void
test_url (void)
{
  g_autoptr(GBytes) body = vidimus_request_write_url ("https://example.org/a%20b.jpg?x=1&y=2", TRUE);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusRequest) request = read_bytes (body, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (request->url, ==, "https://example.org/a%20b.jpg?x=1&y=2");
  g_assert_null (request->image);
  g_assert_true (request->alarm);
}

/* Memory of the caller's, which is asked for with the right size, and once more where a first look was too simple. */
static guint8 *
give_room (gsize    size,
           gpointer user_data)
{
  GByteArray *room = user_data;

  g_byte_array_set_size (room, (guint) size);

  return room->data;
}

static guint8 *
give_nothing (gsize    size,
              gpointer user_data)
{
  return NULL;
}

static void
test_room (void)
{
  static const char *const bodies[] = { "{\"data\":\"\\/9j\\/\",\"alarm\":true}", "{\"data\":\"/9j/\",\"alarm\":true}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(GByteArray) room = g_byte_array_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(VidimusRequest) request = vidimus_request_new_in_room (bodies[i], strlen (bodies[i]), give_room, room, &error);

      g_assert_no_error (error);
      g_assert_true (request->alarm);
      g_assert_cmpmem (room->data, room->len, "\xff\xd8\xff", 3);
      g_assert_true (g_bytes_get_data (request->image, NULL) == room->data);

      g_assert_null (vidimus_request_new_in_room (bodies[i], strlen (bodies[i]), give_nothing, NULL, &error));
      g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "AIS.0102");
    }
}

typedef struct
{
  const char *name;
  const char *json;
  const char *code; /* NULL: accepted */
} Case;

static const Case cases[] = {
  { "plain", "{\"data\":\"aGVsbG8=\"}", NULL },
  { "spaces", " { \"alarm\" : false , \"data\" : \"aGVsbG8=\" } ", NULL },
  { "unknown-member", "{\"data\":\"aGVsbG8=\",\"more\":[1]}", NULL },
  { "empty-url-beside", "{\"data\":\"aGVsbG8=\",\"url\":\"\",\"alarm\":null}", NULL },
  { "alarm-first", "{\"alarm\":true,\"data\":\"aGVsbG8=\"}\n", NULL },
  { "escaped-name", "{\"d\\u0061ta\":\"aGVsbG8=\"}", NULL },
  { "escaped-padding", "{\"data\":\"aGVsbG8\\u003d\"}", NULL },
  { "last-counts", "{\"data\":\"!\",\"data\":\"aGVsbG8=\"}", NULL },
  { "escaped", "{\"data\":\"\\/9j\\/\"}", NULL },
  { "empty", "", "AIS.0101" },
  { "no-json", "data=aGVsbG8=", "AIS.0101" },
  { "list", "[\"aGVsbG8=\"]", "AIS.0101" },
  { "cut-off", "{\"data\":\"aGVsbG8=", "AIS.0101" },
  { "no-end", "{\"data\":\"aGVsbG8=\"", "AIS.0101" },
  { "after-the-end", "{\"data\":\"aGVsbG8=\"}}", "AIS.0101" },
  { "comma-at-end", "{\"data\":\"aGVsbG8=\",}", "AIS.0101" },
  { "no-colon", "{\"data\" \"aGVsbG8=\"}", "AIS.0101" },
  { "alarm-longer", "{\"data\":\"aGVsbG8=\",\"alarm\":truefalse}", "AIS.0101" },
  { "not-utf8", "{\"data\":\"aGVs\xff\xff\xff\xff\"}", "AIS.0101" },
  { "twice-not-utf8", "{\"data\":\"\xff\",\"data\":\"aGVsbG8=\"}", "AIS.0101" },
  { "raw-line-break", "{\"data\":\"aGVs\nbG8=\"}", "AIS.0101" },
  { "neither", "{\"alarm\":true}", "AIS.0101" },
  { "both", "{\"data\":\"aGVsbG8=\",\"url\":\"http://e.org/a\"}", "AIS.0101" },
  { "empty-data", "{\"data\":\"\"}", "AIS.0101" },
  { "data-number", "{\"data\":7}", "AIS.0101" },
  { "data-object", "{\"data\":{}}", "AIS.0101" },
  { "url-list", "{\"url\":[\"http://e.org/a\"]}", "AIS.0101" },
  { "alarm-text", "{\"data\":\"aGVsbG8=\",\"alarm\":\"true\"}", "AIS.0101" },
  { "alarm-misspelt", "{\"data\":\"aGVsbG8=\",\"alarm\":ture}", "AIS.0101" },
  { "alarm-capital", "{\"data\":\"aGVsbG8=\",\"alarm\":True}", "AIS.0101" },
  { "alarm-number", "{\"data\":\"aGVsbG8=\",\"alarm\":1}", "AIS.0101" },
  { "data-prefix", "{\"data\":\"data:image/png;base64,aGVsbG8=\"}", "AIS.0102" },
  { "data-prefix-capital", "{\"data\":\"DATA:image/png;base64,aGVsbG8=\"}", "AIS.0102" },
  { "not-base64", "{\"data\":\"aGVs!G8=\"}", "AIS.0102" },
  { "line-break", "{\"data\":\"aGVs\\nbG8=\"}", "AIS.0102" },
  { "url-safe", "{\"data\":\"_-aa\"}", "AIS.0102" },
  { "unpadded", "{\"data\":\"aGVsbG8\"}", "AIS.0102" },
  { "padding-inside", "{\"data\":\"aG==bG8=\"}", "AIS.0102" },
  { "padding-three", "{\"data\":\"a===\"}", "AIS.0102" },
  { "padding-only", "{\"data\":\"====\"}", "AIS.0102" },
  { "not-ascii", "{\"data\":\"中中\"}", "AIS.0102" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusRequest) request = vidimus_request_new_from_json (c->json, strlen (c->json), &error);

  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, c->code);
  if (c->code == NULL)
    {
      g_assert_no_error (error);
      g_assert_nonnull (request->image);
      return;
    }

  g_assert_null (request);
  g_assert_cmpint (error->domain, ==, VIDIMUS_ERROR);
  g_assert_cmpuint (vidimus_error_get_http_status (error), ==, 400);
}

static GBytes *
body_of_length (gsize length,
                char  filling)
{
  GString *json = g_string_new ("{\"data\":\"");
  g_autofree char *data = g_strnfill (length, filling);

  g_string_append (json, data);
  g_string_append (json, "\"}");

  return g_string_free_to_bytes (json);
}

/* At the limit it is read; above it is refused, also where it is no Base64: it was not decoded. */
static void
test_limit (void)
{
  g_autoptr(GBytes) at = body_of_length (VIDIMUS_MAX_BASE64_ACCEPTED, 'A');
  g_autoptr(GBytes) above = body_of_length (VIDIMUS_MAX_BASE64_ACCEPTED + 1, '!');
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusRequest) request = read_bytes (at, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (request->image), ==, VIDIMUS_MAX_BASE64_ACCEPTED / 4 * 3);
  g_assert_null (read_bytes (above, &error));
  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "AIS.0103");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/request/data", test_data);
  g_test_add_func ("/request/written", test_written);
  g_test_add_func ("/request/url", test_url);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/request/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/request/room", test_room);
  g_test_add_func ("/request/limit", test_limit);

  return g_test_run ();
}
