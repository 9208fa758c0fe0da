#include "vidimus-test-service.h"

#include "vidimus-result.h"
#include "vidimus-test.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <unistd.h>

static TestService *service;

static GBytes *
read_specimen (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_SPECIMENS"), name, NULL);
  g_autoptr(GError) error = NULL;
  char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, length);
}

static TestReply *
ask (GBytes     *image,
     const char *headers)
{
  return test_service_end (test_service_begin_bytes (service, image, headers));
}

static VidimusResult *
parse (TestReply *reply)
{
  g_autoptr(GError) error = NULL;
  VidimusResult *result;

  g_assert_cmpuint (reply->status, ==, 200);
  result = vidimus_result_new_from_json (reply->body, -1, &error);
  g_assert_no_error (error);

  return result;
}

static GBytes *
convert (GBytes     *image,
         const char *type,
         int         scale_percent)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  g_autoptr(GdkPixbuf) pixbuf = NULL;
  g_autoptr(GError) error = NULL;
  char *buffer = NULL;
  gsize size = 0;

  gdk_pixbuf_loader_write_bytes (loader, image, &error);
  g_assert_no_error (error);
  gdk_pixbuf_loader_close (loader, NULL);
  pixbuf = gdk_pixbuf_scale_simple (gdk_pixbuf_loader_get_pixbuf (loader),
                                    gdk_pixbuf_get_width (gdk_pixbuf_loader_get_pixbuf (loader)) * scale_percent / 100,
                                    gdk_pixbuf_get_height (gdk_pixbuf_loader_get_pixbuf (loader)) * scale_percent / 100,
                                    GDK_INTERP_BILINEAR);
  gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, type, &error, NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (buffer, size);
}

/* One image all the way, confined: type, location and alarms, timed. */
static void
test_passport (void)
{
  g_autoptr(GBytes) image = read_specimen ("passport.jpg");
  g_autoptr(TestReply) reply = ask (image, NULL);
  g_autoptr(VidimusResult) result = parse (reply);
  g_autofree char *timing = test_reply_get_header (reply, "Server-Timing");
  static const char *const stages[] = { "queue;", "decode;", "locate;", "rectify;", "mrz;", "alarms;" };
  VidimusQuad quad;
  double confidence;

  g_assert_cmpstr (vidimus_result_get_type_code (result), ==, "passport");
  g_assert_true (vidimus_result_get_location (result, &quad));
  g_assert_true (vidimus_result_get_confidence (result, &confidence));
  g_assert_cmpfloat (confidence, >, 0.5);
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      gboolean raised;
      int score;

      g_assert_true (vidimus_result_get_score (result, (VidimusAlarm) i, &score));
      g_assert_true (vidimus_result_get_flag (result, (VidimusAlarm) i, &raised));
      g_assert_cmpint (raised, ==, score > 50);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    g_assert_nonnull (strstr (timing, stages[i]));
}

/* Who asks learns where each alarm looked and what it measured; who doesn't gets the same answer without that, to the byte. */
static void
test_evidence (void)
{
  g_autoptr(GBytes) image = read_specimen ("passport.jpg");
  g_autoptr(TestReply) plain = ask (image, NULL);
  g_autoptr(TestReply) reply = ask (image, EVIDENCE);
  g_autoptr(VidimusResult) result = parse (reply);
  g_autofree char *start = NULL;
  const char *evidence = strstr (reply->body, ",\"evidence\":{");

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      double statistic;

      g_assert_nonnull (vidimus_result_get_areas (result, (VidimusAlarm) i));
      g_assert_true (vidimus_result_get_statistic (result, (VidimusAlarm) i, &statistic));
    }
  g_assert_null (strstr (plain->body, "evidence"));
  g_assert_null (strstr (plain->body, "statistics"));
  g_assert_nonnull (evidence);
  start = g_strndup (reply->body, (gsize) (evidence - reply->body));
  g_assert_true (g_str_has_prefix (plain->body, start));
  g_assert_cmpstr (plain->body + strlen (start), ==, "}}");
}

static TestReply *
look (GBytes *frame)
{
  gsize length = g_bytes_get_size (frame);
  g_autofree char *head = g_strdup_printf ("POST /vidimus/v1/frames HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                           "Content-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n", length);
  int fd = test_service_connect (service);

  test_write (fd, head, strlen (head));
  test_write (fd, g_bytes_get_data (frame, NULL), length);

  return test_service_end (fd);
}

/* A frame of a camera: no more is looked at than has to be, and the location is that of the whole answer. */
static void
test_frame (void)
{
  g_autoptr(GBytes) image = read_specimen ("passport.jpg");
  g_autoptr(TestReply) reply = look (image);
  g_autoptr(TestReply) full = ask (image, NULL);
  g_autoptr(VidimusResult) result = parse (reply);
  g_autoptr(VidimusResult) whole = parse (full);
  g_autofree char *timing = test_reply_get_header (reply, "Server-Timing");
  VidimusQuad quad, same;
  int score;

  g_assert_null (vidimus_result_get_type_code (result));
  g_assert_true (vidimus_result_get_location (result, &quad));
  g_assert_true (vidimus_result_get_location (whole, &same));
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (quad.corners[i].x, same.corners[i].x, 3);
      g_assert_cmpfloat_with_epsilon (quad.corners[i].y, same.corners[i].y, 3);
    }
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    g_assert_true (vidimus_result_get_score (result, (VidimusAlarm) i, &score));
  g_assert_nonnull (strstr (timing, "locate;"));
  g_assert_nonnull (strstr (timing, "alarms;"));
  g_assert_null (strstr (timing, "rectify;"));
  g_assert_null (strstr (timing, "mrz;"));
  g_assert_null (strstr (timing, "ocr;"));
}

/* Every format of the contract decodes in a confined worker, whose files are shut; others are refused. */
static void
test_formats (void)
{
  static const char *const types[] = { "jpeg", "png", "bmp", "tiff" };
  g_autoptr(GBytes) image = read_specimen ("passport.jpg");

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(GBytes) converted = convert (image, types[i], 60);
      g_autoptr(TestReply) reply = ask (converted, NULL);
      g_autoptr(VidimusResult) result = parse (reply);

      g_test_message ("%s", types[i]);
      g_assert_true (vidimus_result_get_location (result, &(VidimusQuad) { 0 }));
    }
  {
    g_autoptr(GBytes) icon = convert (image, "ico", 10);
    g_autoptr(TestReply) reply = ask (icon, NULL);

    test_reply_assert (reply, 400, "AIS.0102");
  }
}

static GBytes *
fill_pixbuf (int         width,
             int         height,
             gboolean    alpha,
             const char *type)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, alpha, 8, width, height);
  char *buffer = NULL;
  gsize size = 0;

  gdk_pixbuf_fill (pixbuf, 0x80808080);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, type, NULL, NULL));

  return g_bytes_new_take (buffer, size);
}

static void
assert_refused (GBytes     *image, /* (transfer full) */
                const char *code)
{
  g_autoptr(TestReply) reply = ask (image, NULL);

  test_reply_assert (reply, 400, code);
  g_bytes_unref (image);
}

/* A JPEG whose header claims 65500 × 65500, and nothing else. */
static GBytes *
make_bomb (void)
{
  static const guint8 bomb[] = {
    0xff, 0xd8, 0xff, 0xc0, 0x00, 0x11, 0x08, 0xff, 0xdc, 0xff, 0xdc, 0x03,
    0x01, 0x22, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11, 0x01, 0xff, 0xd9,
  };

  return g_bytes_new_static (bomb, sizeof bomb);
}

static void
test_refused (void)
{
  g_autoptr(GBytes) whole = read_specimen ("passport.jpg");

  assert_refused (g_bytes_new_static ("no image", 8), "AIS.0102");
  assert_refused (fill_pixbuf (14, 400, FALSE, "png"), "AIS.0103");
  assert_refused (fill_pixbuf (8193, 15, FALSE, "png"), "AIS.0103");
  assert_refused (make_bomb (), "AIS.0103");
  assert_refused (fill_pixbuf (400, 300, FALSE, "png"), "AIS.0104"); /* no document */
  assert_refused (fill_pixbuf (400, 300, TRUE, "png"), "AIS.0104");
  assert_refused (g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2), "AIS.0104");
}

static void
assert_frame_refused (GBytes     *frame, /* (transfer full) */
                      const char *code)
{
  g_autoptr(TestReply) reply = look (frame);

  test_reply_assert (reply, 400, code);
  g_bytes_unref (frame);
}

static void
test_frame_refused (void)
{
  assert_frame_refused (fill_pixbuf (400, 300, FALSE, "png"), "AIS.0102"); /* the contract's, but no frame */
  assert_frame_refused (g_bytes_new_static ("\xff\xd8\xff", 3), "AIS.0104"); /* broken off */
  assert_frame_refused (fill_pixbuf (14, 400, FALSE, "jpeg"), "AIS.0103");
  assert_frame_refused (make_bomb (), "AIS.0103");
  assert_frame_refused (fill_pixbuf (400, 300, FALSE, "jpeg"), "AIS.0104"); /* no document */
}

static void
test_explain (void)
{
  g_autoptr(GBytes) image = read_specimen ("passport.jpg");
  g_autoptr(TestReply) reply = ask (image, EXPLAIN);
  g_autoptr(VidimusResult) result = parse (reply);
  JsonNode *node = vidimus_result_get_extra (result, "explain");

  g_assert_nonnull (node);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), >=, 3);
  g_assert_nonnull (strstr (reply->body, "\"picture\":\"iVBOR"));
}

/* A client that goes during OCR frees the worker before it has to be ended. */
static void
test_cancel (void)
{
  g_autoptr(GBytes) image = read_specimen ("myanmar-id-card.jpg");
  g_autoptr(GBytes) small = fill_pixbuf (400, 300, FALSE, "png");

  for (int i = 0; i < 4; i++)
    {
      int fd = test_service_begin_bytes (service, image, NULL);
      g_autoptr(TestReply) behind = NULL;
      g_autofree char *log = NULL;
      gint64 start;

      g_usleep ((gulong) (50 + 150 * i) * 1000); /* somewhere in its work: any moment is as good */
      start = g_get_monotonic_time ();
      close (fd);
      behind = ask (small, NULL);
      g_test_message ("free after %d ms", (int) ((g_get_monotonic_time () - start) / 1000));
      g_assert_cmpuint (behind->status, ==, 400);
      log = test_service_read_log (service);
      g_assert_null (strstr (log, "did not let go"));
    }
}

int
main (int   argc,
      char *argv[])
{
  gboolean sanitized = g_getenv ("VIDIMUS_TEST_SANITIZED") != NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  service = test_service_start ("--workers=1", "--job-timeout=120", NULL);
  test_service_await_log (service, "ready");

  g_test_add_func ("/engine/passport", test_passport);
  g_test_add_func ("/engine/evidence", test_evidence);
  g_test_add_func ("/engine/frame", test_frame);
  g_test_add_func ("/engine/frame/refused", test_frame_refused);
  g_test_add_func ("/engine/formats", test_formats);
  g_test_add_func ("/engine/refused", test_refused);
  g_test_add_func ("/engine/explain", test_explain);
  if (!sanitized) /* half a second is not what it was there */
    g_test_add_func ("/engine/cancel", test_cancel);
  status = g_test_run ();
  test_service_stop (service);

  return status;
}
