#include "vidimus-camera-test.h"

#include "vidimus-test.h"

static void
state_cb (Watch *self)
{
  GEnumValue *value = g_enum_get_value (g_type_class_peek (VIDIMUS_TYPE_CAMERA_STATE), (int) vidimus_camera_get_state (self->camera));

  g_string_append_printf (self->states, "%s%s", self->states->len > 0 ? " " : "", value->value_nick);
}

static void
frame_cb (Watch        *self,
          VidimusFrame *frame)
{
  g_set_object (&self->frame, frame);
  self->frames++;
}

Watch *
watch_new (void)
{
  Watch *self = g_new0 (Watch, 1);

  self->camera = vidimus_camera_new ();
  self->states = g_string_new (NULL);
  g_signal_connect_swapped (self->camera, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (self->camera, "frame", G_CALLBACK (frame_cb), self);

  return self;
}

void
watch_free (Watch *self)
{
  g_clear_object (&self->frame);
  vidimus_test_drop (self->camera);
  g_string_free (self->states, TRUE);
  g_free (self);
}

static gboolean
has_state (gpointer user_data)
{
  Watch *self = user_data;

  return vidimus_camera_get_state (self->camera) == self->wanted;
}

void
watch_await_state (Watch              *self,
                   VidimusCameraState  state)
{
  self->wanted = state;
  vidimus_test_await_true (has_state, self);
}

typedef struct
{
  Watch *watch;
  guint  frames;
} Frames;

static gboolean
has_frames (gpointer user_data)
{
  Frames *frames = user_data;

  return frames->watch->frames >= frames->frames;
}

void
watch_await_frames (Watch *self,
                    guint  more)
{
  Frames frames = { self, self->frames + more };

  vidimus_test_await_true (has_frames, &frames);
}

/* The still of @frame as a file. */
GBytes *
watch_file (VidimusFrame *frame)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GBytes *file;

  vidimus_frame_to_file_async (frame, NULL, vidimus_test_finish, &result);
  file = vidimus_frame_to_file_finish (frame, vidimus_test_await (&result), &error);
  g_assert_no_error (error);

  return file;
}

static void
call (const char *option,
      const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;

  if (option != NULL)
    process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, g_getenv ("PLUG_CAMERA"), option, name, NULL);
  else
    process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, g_getenv ("PLUG_CAMERA"), name, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

void
plug (const char *name)
{
  call (NULL, name);
}

void
unplug (const char *name)
{
  call ("--out", name);
}

static guint
count_entries (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

guint
count_threads (void)
{
  return count_entries ("/proc/self/task");
}

guint
count_files (void)
{
  return count_entries ("/proc/self/fd");
}

/* GLib's pool keeps idle threads for 15 s; devices are closed by threads that end: a second in which nothing changes. */
void
await_calm (void)
{
  guint threads = count_threads (), files = count_files ();
  gint64 since = g_get_monotonic_time ();

  g_thread_pool_stop_unused_threads ();
  while (g_get_monotonic_time () - since < G_TIME_SPAN_SECOND)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
      if (threads == count_threads () && files == count_files ())
        continue;
      threads = count_threads ();
      files = count_files ();
      since = g_get_monotonic_time ();
      g_thread_pool_stop_unused_threads ();
    }
}

static gint64 woken, longest;

static gint
timed_poll (GPollFD *fds,
            guint    n,
            gint     timeout)
{
  gint result;

  if (woken != 0)
    longest = MAX (longest, g_get_monotonic_time () - woken);
  result = g_poll (fds, n, timeout);
  woken = g_get_monotonic_time ();

  return result;
}

/* Measures from now on. Returns: the longest time that the main loop did not wait, since the last call, in microseconds */
gint64
time_main_loop (void)
{
  gint64 found = longest;

  g_main_context_set_poll_func (NULL, timed_poll);
  woken = longest = 0;

  return found;
}
