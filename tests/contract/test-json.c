#include "vidimus-json.h"

#include <math.h>
#include <string.h>

static void
assert_round (const char *json,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = vidimus_json_parse (json, -1, &error);
  g_autofree char *out = NULL;

  g_assert_no_error (error);
  out = vidimus_json_to_string (node, FALSE);
  g_assert_cmpstr (out, ==, expected != NULL ? expected : json);
}

static void
test_round (void)
{
  assert_round ("{}", NULL);
  assert_round ("[]", NULL);
  assert_round ("{\"z\":1,\"a\":[1,-2,0.979,true,false,null,{\"b\":\"x\"}]}", NULL);
  assert_round (" [ 1e3 , 50.0, 0.1 ] ", "[1000.0,50.0,0.1]");
  assert_round ("[\"\\\"\\\\\\/\\n\\t\\r\\u0001\\u4e2d中\"]", "[\"\\\"\\\\/\\n\\t\\r\\u0001中中\"]");
  assert_round ("[\"{[//#'\"]", NULL);
}

static void
test_pretty (void)
{
  g_autoptr(JsonNode) node = vidimus_json_parse ("{\"a\":[[1,2],[3,4]],\"b\":{},\"c\":[]}", -1, NULL);
  g_autofree char *out = vidimus_json_to_string (node, TRUE);

  g_assert_cmpstr (out, ==, "{\n  \"a\": [\n    [1, 2],\n    [3, 4]\n  ],\n  \"b\": {},\n  \"c\": []\n}");
}

static void
test_numbers (void)
{
  static const double values[] = { 0.979, 1.0 / 3.0, 1e300, -5e-324, 0.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr(JsonArray) array = json_array_new ();
      g_autoptr(JsonNode) node = json_node_init_array (json_node_alloc (), array);
      g_autoptr(JsonNode) again = NULL;
      g_autofree char *out = NULL;

      json_array_add_double_element (array, values[i]);
      out = vidimus_json_to_string (node, FALSE);
      again = vidimus_json_parse (out, -1, NULL);
      g_assert_cmpfloat (json_array_get_double_element (json_node_get_array (again), 0), ==, values[i]);
    }
}

/* As RFC 8259 has them, and to the end of the text. */
static void
test_number_forms (void)
{
  static const char *const forms[] = { "[0]", "[-0]", "[10]", "[0.50]", "[1e5]", "[1E+05]", "[-1.5e-3]", "{\"a\":0,\"b\":-12}", "[0e5,1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = vidimus_json_parse (forms[i], -1, &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_no_number (void)
{
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(JsonNode) node = json_node_init_array (json_node_alloc (), array);
  g_autofree char *out = NULL;

  json_array_add_double_element (array, NAN);
  json_array_add_double_element (array, INFINITY);
  out = vidimus_json_to_string (node, FALSE);
  g_assert_cmpstr (out, ==, "[null,null]");
}

static void
test_refused (gconstpointer data)
{
  const char *json = data;
  g_autoptr(GError) error = NULL;

  g_assert_null (vidimus_json_parse (json, -1, &error));
  g_assert_nonnull (error);
}

/* Every prefix of a document is refused. */
static void
test_cut_off (void)
{
  static const char json[] = "{\"a\":[1,{\"b\":\"\\\"x\\\\\"}],\"c\":true}";

  for (gsize i = 0; i < sizeof json - 1; i++)
    g_assert_null (vidimus_json_parse (json, i, NULL));
}

/* @n lists, one in the other. */
static JsonNode *
parse_nested (gsize    n,
              GError **error)
{
  g_autofree char *json = g_malloc (2 * n);

  memset (json, '[', n);
  memset (json + n, ']', n);

  return vidimus_json_parse (json, 2 * n, error);
}

static void
test_deep (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) most = parse_nested (64, &error);

  g_assert_no_error (error);
  g_assert_nonnull (most);
  g_assert_null (parse_nested (65, &error));
  g_assert_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE);
  g_assert_null (parse_nested (4 * 1024 * 1024, NULL));
}

static void
test_zero_byte (void)
{
  g_assert_null (vidimus_json_parse ("{\0}", 3, NULL));
  g_assert_null (vidimus_json_parse ("[\"a\0b\"]", 7, NULL));
  g_assert_null (vidimus_json_parse (NULL, 0, NULL));
}

static const char * const refused[] = {
  "", " ", "1", "\"a\"", "true", "{", "}", "[1", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "{'a':1}", "[1] 2", "{} {}",
  "[NaN]", "[Infinity]", "// x\n[1]", "/* \" */[[[[", "var x = {}", "[\"a\nb\"]", "[\"\xff\"]", "[\"a]", "[}", "[tru]",
  "[01]", "[-01]", "[00]", "[1.]", "[.5]", "[-]", "[+1]", "[1e]", "[1e+]", "[1.e5]", "[0x10]", "[1.2.3]", "[\"\\x41\"]", "[\"\\",
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/json/round", test_round);
  g_test_add_func ("/json/pretty", test_pretty);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/number-forms", test_number_forms);
  g_test_add_func ("/json/no-number", test_no_number);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/json/refused/%02" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, refused[i], test_refused);
    }
  g_test_add_func ("/json/cut-off", test_cut_off);
  g_test_add_func ("/json/deep", test_deep);
  g_test_add_func ("/json/zero-byte", test_zero_byte);

  return g_test_run ();
}
