#include "vidimus-error.h"
#include "vidimus-json.h"
#include "vidimus-test.h"

#include <string.h>

/* The table is the vendor's list, row for row. */
static void
test_table (void)
{
  g_autoptr(GBytes) bytes = vidimus_test_read_data ("api/error-codes.json");
  g_autoptr(JsonNode) root = vidimus_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  JsonArray *list = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (list), ==, 96);
  g_assert_cmpuint (vidimus_error_row_count (), ==, 96);

  for (guint i = 0; i < 96; i++)
    {
      JsonObject *theirs = json_array_get_object_element (list, i);
      const VidimusErrorRow *row = vidimus_error_row_get (i);
      const char *meaning = vidimus_error_row_get_meaning (row);

      g_assert_cmpstr (row->code, ==, json_object_get_string_member (theirs, "code"));
      g_assert_cmpstr (row->error_msg, ==, json_object_get_string_member (theirs, "error_msg"));
      g_assert_cmpint (row->http_status, ==, json_object_get_int_member_with_default (theirs, "http_status", 0));
      g_assert_true (g_str_has_suffix (meaning, "."));
      g_assert_true (g_ascii_isupper (*meaning));
      g_assert_cmpuint (strlen (vidimus_error_row_get_cause (row)), >, 10);
      g_assert_cmpuint (strlen (vidimus_error_row_get_advice (row)), >, 10);
    }
}

static void
test_lookup (void)
{
  g_assert_cmpuint (vidimus_error_row_lookup ("APIG.0201", 413)->http_status, ==, 413);
  g_assert_cmpuint (vidimus_error_row_lookup ("APIG.0201", 504)->http_status, ==, 504);
  g_assert_cmpuint (vidimus_error_row_lookup ("APIG.0201", 0)->http_status, ==, 400);
  g_assert_cmpuint (vidimus_error_row_lookup ("APIG.0308", 500)->http_status, ==, 429);
  g_assert_cmpstr (vidimus_error_row_lookup ("APIGW.0308", 429)->code, ==, "APIG.0308");
  g_assert_cmpstr (vidimus_error_row_lookup ("ModelArts.4204", 403)->code, ==, "ModelArts.4204");
  g_assert_null (vidimus_error_row_lookup ("APIG.9999", 400));
  g_assert_null (vidimus_error_row_lookup ("APIGW.", 400));
  g_assert_null (vidimus_error_row_lookup (NULL, 400));
}

static void
test_extended (void)
{
  g_autoptr(GError) error = vidimus_error_new (VIDIMUS_ERROR_ACCOUNT, "APIG.0301", 401, "r-1", "No.");
  g_autoptr(GError) copy = g_error_copy (error);

  g_clear_error (&error);
  g_assert_error (copy, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_cmpstr (copy->message, ==, "No.");
  g_assert_cmpstr (vidimus_error_get_api_code (copy), ==, "APIG.0301");
  g_assert_cmpuint (vidimus_error_get_http_status (copy), ==, 401);
  g_assert_cmpstr (vidimus_error_get_request_id (copy), ==, "r-1");
  g_assert_nonnull (strstr (vidimus_error_get_advice (copy), "clock"));
}

static void
test_own_advice (void)
{
  g_autoptr(GError) error = vidimus_error_new (VIDIMUS_ERROR_UNREACHABLE, NULL, 0, NULL, NULL);
  g_autoptr(GError) copy = NULL;

  vidimus_error_set_advice (error, "Start it.");
  copy = g_error_copy (error);
  g_assert_cmpstr (vidimus_error_get_advice (copy), ==, "Start it.");
}

static void
test_for_code (void)
{
  g_autoptr(GError) size = vidimus_error_new_for_code ("AIS.0103");
  g_autoptr(GError) unknown = vidimus_error_new_for_code ("X.1");

  g_assert_error (size, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
  g_assert_cmpuint (vidimus_error_get_http_status (size), ==, 400);
  g_assert_cmpstr (size->message, ==, "The image size does not meet the requirements.");
  g_assert_nonnull (strstr (vidimus_error_get_advice (size), "8192"));
  g_assert_error (unknown, VIDIMUS_ERROR, VIDIMUS_ERROR_SERVICE);
  g_assert_cmpstr (unknown->message, !=, "");
}

/* Advice exists for every class without a code, and for errors of other domains. */
static void
test_advice (void)
{
  g_autoptr(GError) missing = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "x");
  g_autoptr(GError) other = g_error_new_literal (G_MARKUP_ERROR, 0, "x");

  for (VidimusError code = VIDIMUS_ERROR_IMAGE; code <= VIDIMUS_ERROR_ANSWER; code++)
    {
      g_autoptr(GError) error = vidimus_error_new (code, NULL, 0, NULL, NULL);

      g_assert_cmpuint (strlen (vidimus_error_get_advice (error)), >, 10);
      g_assert_cmpuint (strlen (error->message), >, 10);
    }

  g_assert_nonnull (strstr (vidimus_error_get_advice (missing), "moved"));
  g_assert_cmpuint (strlen (vidimus_error_get_advice (other)), >, 10);
  g_assert_null (vidimus_error_get_api_code (other));
  g_assert_null (vidimus_error_get_request_id (other));
  g_assert_cmpuint (vidimus_error_get_http_status (other), ==, 0);
}

static void
test_to_json (void)
{
  g_autofree char *plain = vidimus_error_to_json ("AIS.0103", "The \"size\".", NULL);
  g_autofree char *gateway = vidimus_error_to_json ("APIG.0201", "x", "id-1");

  g_assert_cmpstr (plain, ==, "{\"error_code\":\"AIS.0103\",\"error_msg\":\"The \\\"size\\\".\"}");
  g_assert_cmpstr (gateway, ==, "{\"error_code\":\"APIG.0201\",\"error_msg\":\"x\",\"request_id\":\"id-1\"}");
}

typedef struct
{
  const char  *name;
  guint        status;
  const char  *body;
  const char  *header_id;
  VidimusError error;
  const char  *code;
  const char  *request_id;
  const char  *message; /* a part of it */
} Case;

static const Case cases[] = {
  { "ours", 400, "{\"error_code\":\"AIS.0103\",\"error_msg\":\"x\"}", "h", VIDIMUS_ERROR_IMAGE, "AIS.0103", "h",
    "image size" },
  { "gateway", 429, "{\"error_code\":\"APIG.0308\",\"error_msg\":\"x\",\"request_id\":\"b\"}", NULL,
    VIDIMUS_ERROR_BUSY, "APIG.0308", "b", "throttling" },
  { "gateway-w", 403, "{\"error_code\":\"APIGW.0306\",\"error_msg\":\"x\",\"request_id\":\"b\"}", "h",
    VIDIMUS_ERROR_ACCOUNT, "APIGW.0306", "h", "not allowed" },
  { "by-status", 413, "{\"error_code\":\"APIG.0201\",\"error_msg\":\"x\"}", NULL, VIDIMUS_ERROR_IMAGE, "APIG.0201",
    NULL, "12 MB" },
  { "iam", 401, "{\"error\":{\"message\":\"The username or password is wrong.\",\"code\":401,"
    "\"title\":\"Unauthorized\"}}", NULL, VIDIMUS_ERROR_ACCOUNT, "401", NULL, "password is wrong" },
  { "unknown-code", 400, "{\"error_code\":\"AIS.7777\",\"error_msg\":\"New\\nthing.\"}", NULL,
    VIDIMUS_ERROR_REQUEST, "AIS.7777", NULL, "“New thing.”" },
  { "escapes", 400, "{\"error_code\":\"A\\u001b[2J\",\"error_msg\":\"x\"}", NULL, VIDIMUS_ERROR_REQUEST, "A [2J",
    NULL, "“x”" },
  { "html", 502, "<html><body>Bad gateway</body></html>", NULL, VIDIMUS_ERROR_SERVICE, NULL, NULL, "502" },
  { "empty", 503, "", "h", VIDIMUS_ERROR_BUSY, NULL, "h", "503" },
  { "cut-off", 404, "{\"error_code\":\"APIG.0101\",\"err", NULL, VIDIMUS_ERROR_REQUEST, NULL, NULL, "404" },
  { "wrong-types", 500, "{\"error_code\":[],\"error_msg\":{},\"request_id\":7}", NULL, VIDIMUS_ERROR_SERVICE, NULL,
    "7", "500" },
  { "list", 401, "[]", NULL, VIDIMUS_ERROR_ACCOUNT, NULL, NULL, "401" },
};

static void
test_answer (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(GError) error = vidimus_error_new_from_answer (c->status, c->body, strlen (c->body), c->header_id);

  g_assert_error (error, VIDIMUS_ERROR, (int) c->error);
  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, c->code);
  g_assert_cmpuint (vidimus_error_get_http_status (error), ==, c->status);
  g_assert_cmpstr (vidimus_error_get_request_id (error), ==, c->request_id);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, c->message));
}

/* A stranger's endless message is shown in part. */
static void
test_long (void)
{
  g_autofree char *endless = g_strnfill (20000, 'x');
  g_autofree char *body = vidimus_error_to_json (endless, endless, endless);
  g_autoptr(GError) error = vidimus_error_new_from_answer (400, body, strlen (body), NULL);

  g_assert_cmpuint (strlen (error->message), <, 300);
  g_assert_cmpuint (strlen (vidimus_error_get_api_code (error)), ==, 64);
  g_assert_cmpuint (strlen (vidimus_error_get_request_id (error)), ==, 64);
}

/* And an endless body is not even read. */
static void
test_huge (void)
{
  g_autofree char *endless = g_strnfill (70000, 'x');
  g_autofree char *body = vidimus_error_to_json ("AIS.0103", endless, NULL);
  g_autoptr(GError) error = vidimus_error_new_from_answer (400, body, strlen (body), NULL);

  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_REQUEST);
  g_assert_null (vidimus_error_get_api_code (error));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/error/table", test_table);
  g_test_add_func ("/error/lookup", test_lookup);
  g_test_add_func ("/error/extended", test_extended);
  g_test_add_func ("/error/own-advice", test_own_advice);
  g_test_add_func ("/error/for-code", test_for_code);
  g_test_add_func ("/error/advice", test_advice);
  g_test_add_func ("/error/to-json", test_to_json);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/error/answer/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_answer);
    }
  g_test_add_func ("/error/long", test_long);
  g_test_add_func ("/error/huge", test_huge);

  return g_test_run ();
}
