/* play-clip [--size WxH] [--format F] [--name NODE] [--number] FOLDER: a camera that shows what draw-clip drew.
 *
 * On its input: a phase's name shows it from then on, and says “showing PHASE from FRAME” when its first frame is on its
 * way; with a number after it, that is how far in pixels the hand sways (2 if unsaid, at most CLIP_MARGIN). “freeze” stops the
 * frames, but the camera stays; the end of the input ends it. Holding a phase for as long as it is asked for makes a
 * test independent of the machine's speed.
 *
 * With --number each frame tells which it is, in the bottom left corner: cells of CLIP_CELL pixels, magenta, sixteen of
 * black (0) or white (1), the highest bit first, and green. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib-unix.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clip.h"

#define RATE 30
#define STEADY 2

typedef struct
{
  GMainLoop  *loop;     /* borrowed */
  GstElement *source;   /* borrowed from the pipeline */
  GHashTable *pictures; /* owned: path to GdkPixbuf */
  const char *folder;
  GdkPixbuf  *picture;  /* borrowed from the above; NULL: no frames */
  char       *phase;    /* owned, until it was said that it is shown */
  int         width;
  int         height;
  int         sway;
  gboolean    numbered;
  guint       frame;
  int         status;
} Player;

static int
failed (Player     *self,
        const char *why)
{
  g_printerr ("play-clip: %s\n", why);
  self->status = 1;
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

/* A hand's tremble, in whole pixels: two sines a direction, so that it does not repeat soon. */
static int
sway (const Player *self,
      double        reach,
      double        slow,
      double        fast)
{
  double t = (double) self->frame / RATE;

  return (int) lround (reach * (0.8 * sin (2 * G_PI * slow * t) + 0.2 * sin (2 * G_PI * fast * t)));
}

static void
fill_cell (const Player *self,
           guint8       *pixels,
           int           cell,
           guint32       rgb)
{
  for (int y = self->height - CLIP_CELL; y < self->height; y++)
    for (int x = cell * CLIP_CELL; x < (cell + 1) * CLIP_CELL; x++)
      for (int c = 0; c < 3; c++)
        pixels[((gsize) y * (gsize) self->width + (gsize) x) * 3 + (gsize) c] = (guint8) (rgb >> (16 - 8 * c));
}

static void
draw_number (const Player *self,
             guint8       *pixels)
{
  fill_cell (self, pixels, 0, 0xff00ff);
  for (int bit = 0; bit < CLIP_BITS; bit++)
    fill_cell (self, pixels, bit + 1, (self->frame >> (CLIP_BITS - 1 - bit) & 1) != 0 ? 0xffffff : 0);
  fill_cell (self, pixels, CLIP_BITS + 1, 0x00ff00);
}

static GstBuffer *
crop (const Player *self)
{
  int left = CLIP_MARGIN + sway (self, self->sway, 1.3, 4.1);
  int top = CLIP_MARGIN + sway (self, self->sway / 4.0, 0.9, 3.7); /* the document nearly fills the height */
  gsize row = (gsize) self->width * 3;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, row * (gsize) self->height, NULL);
  const guint8 *pixels = gdk_pixbuf_read_pixels (self->picture);
  int stride = gdk_pixbuf_get_rowstride (self->picture);
  GstMapInfo map;

  g_assert (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  for (int y = 0; y < self->height; y++)
    memcpy (map.data + (gsize) y * row, pixels + (gsize) (top + y) * (gsize) stride + left * 3, row);
  if (self->numbered)
    draw_number (self, map.data);
  gst_buffer_unmap (buffer, &map);

  return buffer;
}

static gboolean
frame_cb (gpointer user_data)
{
  Player *self = user_data;

  if (self->picture == NULL)
    return G_SOURCE_CONTINUE;

  gst_app_src_push_buffer (GST_APP_SRC (self->source), crop (self));
  if (self->phase != NULL)
    {
      printf ("showing %s from %u\n", self->phase, self->frame);
      fflush (stdout);
      g_clear_pointer (&self->phase, g_free);
    }
  self->frame++;

  return G_SOURCE_CONTINUE;
}

static GdkPixbuf *
find_picture (Player     *self,
              const char *phase,
              GError    **error)
{
  g_autofree char *file = g_strconcat (phase, ".png", NULL);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  GdkPixbuf *picture = g_hash_table_lookup (self->pictures, path);

  if (picture == NULL)
    {
      picture = gdk_pixbuf_new_from_file (path, error);
      if (picture != NULL)
        g_hash_table_insert (self->pictures, g_steal_pointer (&path), picture);
    }

  return picture;
}

static gboolean
command_cb (GIOChannel   *input,
            GIOCondition  condition,
            gpointer      user_data)
{
  Player *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto(GStrv) words = NULL;
  GdkPixbuf *picture;

  if (g_io_channel_read_line (input, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  words = g_strsplit (g_strstrip (line), " ", 2);
  if (words[0] == NULL)
    return G_SOURCE_CONTINUE;
  if (g_str_equal (words[0], "freeze"))
    {
      self->picture = NULL;
      return G_SOURCE_CONTINUE;
    }

  picture = find_picture (self, words[0], &error);
  if (picture == NULL)
    return failed (self, error->message);
  if (gdk_pixbuf_get_width (picture) != self->width + 2 * CLIP_MARGIN ||
      gdk_pixbuf_get_height (picture) != self->height + 2 * CLIP_MARGIN)
    return failed (self, "the pictures are of another size");
  self->picture = picture;
  self->sway = CLAMP (words[1] != NULL ? atoi (words[1]) : STEADY, 0, CLIP_MARGIN);
  g_free (self->phase);
  self->phase = g_strdup (words[0]);

  return G_SOURCE_CONTINUE;
}

static gboolean
message_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  Player *self = user_data;
  g_autoptr(GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;
  gst_message_parse_error (message, &error, NULL);

  return failed (self, error->message);
}

/* The sink's own buffers are gone when nobody watches: nothing upstream may use them (drop-allocation). */
static GstElement *
build (Player     *self,
       const char *node,
       const char *format,
       GError    **error)
{
  g_autofree char *text = g_strdup_printf (
    "appsrc name=source is-live=true do-timestamp=true format=time max-buffers=2 leaky-type=downstream "
    "caps=video/x-raw,format=RGB,width=%d,height=%d,framerate=%d/1 ! videoconvert ! video/x-raw,format=%s ! "
    "identity drop-allocation=true ! pipewiresink mode=provide "
    "stream-properties=\"p,media.class=Video/Source,media.role=Camera,node.name=%s,node.description=%s\"",
    self->width, self->height, RATE, format, node, node);
  GstElement *pipeline = gst_parse_launch_full (text, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);

  if (pipeline != NULL)
    {
      self->source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
      g_object_unref (self->source); /* the pipeline has it */
    }

  return pipeline;
}

static void
play (Player     *self,
      GstElement *pipeline)
{
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);
  g_autoptr(GstBus) bus = gst_element_get_bus (pipeline);

  g_io_add_watch (input, G_IO_IN | G_IO_HUP, command_cb, self);
  gst_bus_add_watch (bus, message_cb, self);
  g_timeout_add (1000 / RATE, frame_cb, self);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_main_loop_run (self->loop);
  gst_bus_remove_watch (bus);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *size = g_strdup ("1280x720");
  g_autofree char *node = g_strdup ("clip");
  g_autofree char *format = g_strdup ("YUY2");
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_autoptr(GstElement) pipeline = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GOptionContext) context = g_option_context_new ("FOLDER – a camera that shows phases of a clip");
  Player self = { .loop = loop, .pictures = pictures };
  const GOptionEntry entries[] = {
    { "size", 's', 0, G_OPTION_ARG_STRING, &size, "Of the frames", "WxH" },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, "Of the frames, such as YUY2", "F" },
    { "name", 'n', 0, G_OPTION_ARG_STRING, &node, "Of the camera", "NODE" },
    { "number", 'N', 0, G_OPTION_ARG_NONE, &self.numbered, "Each frame tells which it is", NULL },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 ||
      sscanf (size, "%dx%d", &self.width, &self.height) != 2 || (pipeline = build (&self, node, format, &error)) == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "A folder is needed");
      return 2;
    }

  self.folder = argv[1];
  play (&self, pipeline);
  g_free (self.phase);

  return self.status;
}
