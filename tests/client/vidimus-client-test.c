#include "vidimus-client-test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const VidimusRetryPolicy CLIENT_TEST_HASTY = { .max_attempts = 3, .budget_ms = 60000, .floor_ms = 1, .ceiling_ms = 1 };

/* Noise, so that the file is as large as its pixels; the same in each run. */
VidimusPicture *
client_test_picture (int width,
                     int height)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  VidimusPicture *picture;

  g_assert_true (vidimus_image_alloc (&image, width, height, 3));
  for (gsize i = 0; i < image.stride * (gsize) height; i++)
    image.data[i] = (guint8) g_rand_int (rand);

  bytes = vidimus_picture_encode_png (&image, &error);
  g_assert_no_error (error);
  vidimus_image_free (&image);

  picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);
  g_assert_no_error (error);

  return picture;
}

static void
progress_cb (const VidimusCallState *state,
             gpointer                user_data)
{
  ClientTestProgress *progress = user_data;

  g_assert_cmpfloat (state->fraction, >=, 0.0);
  g_assert_cmpfloat (state->fraction, <=, 1.0);
  g_assert_cmpuint (state->attempt, >=, 1);
  g_assert_cmpuint (progress->n_stages, <, G_N_ELEMENTS (progress->stages));

  if (progress->n_stages == 0 || progress->stages[progress->n_stages - 1] != state->stage)
    progress->stages[progress->n_stages++] = state->stage;
  if (state->attempt != progress->attempt)
    progress->last_fraction = 0.0;
  progress->attempt = state->attempt;
  if (state->stage == VIDIMUS_CALL_PAUSING)
    {
      progress->n_pauses++;
      progress->pause_ms = state->pause_ms;
      progress->throttled = state->throttled;
      g_strlcpy (progress->problem, state->problem, sizeof progress->problem);
    }
  if (state->stage == VIDIMUS_CALL_SENDING)
    {
      progress->n_sending++;
      progress->went_back |= state->fraction < progress->last_fraction;
      progress->last_fraction = state->fraction;
    }

  if (progress->cancel_at == (int) state->stage)
    g_cancellable_cancel (progress->cancellable);
}

VidimusAnswer *
client_test_classify (VidimusClient       *client,
                      VidimusPicture      *picture,
                      VidimusCallFlags     flags,
                      ClientTestProgress  *progress,
                      GCancellable        *cancellable,
                      GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_client_classify_async (client, picture, flags, progress != NULL ? progress_cb : NULL, progress, cancellable,
                                 vidimus_test_finish, &result);

  return vidimus_client_classify_finish (client, vidimus_test_await (&result), error);
}

static gboolean
is_last_reference (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}

/* What is under way for a cancelled call may hold the client for a moment; nothing holds it longer. */
void
client_test_end (VidimusClient *client)
{
  vidimus_test_await_true (is_last_reference, client);
  g_assert_finalize_object (client);
  vidimus_test_drain ();
}

int
client_test_get_pid (VidimusClient *client)
{
  GSubprocess *process = vidimus_local_service_get_process (vidimus_client_get_local (client));
  const char *id = process != NULL ? g_subprocess_get_identifier (process) : NULL;

  return id != NULL ? atoi (id) : 0;
}

/* What follows the name in /proc/PID/stat: the state, the parent; NULL when there is no such process. */
static char *
read_stat (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;

  if (!g_file_get_contents (path, &stat, NULL, NULL) || strrchr (stat, ')') == NULL)
    return NULL;

  return g_strdup (strrchr (stat, ')') + 2);
}

/* Gone, or a zombie that only waits for whoever adopted it. */
gboolean
client_test_is_gone (gpointer pid)
{
  g_autofree char *stat = read_stat (GPOINTER_TO_INT (pid));

  return stat == NULL || *stat == 'Z';
}

GArray *
client_test_get_family (int pid)
{
  GArray *family = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  g_array_append_val (family, pid);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      int other = atoi (name);
      g_autofree char *stat = other > 0 ? read_stat (other) : NULL;
      gboolean related = FALSE;

      for (guint i = 0; stat != NULL && i < family->len; i++)
        related |= atoi (stat + 2) == g_array_index (family, int, i);
      if (related && other != pid)
        g_array_append_val (family, other);
    }

  return family;
}

void
client_test_await_gone (GArray *family)
{
  for (guint i = 0; i < family->len; i++)
    vidimus_test_await_true (client_test_is_gone, GINT_TO_POINTER (g_array_index (family, int, i)));
}

/* The program that is killed: it makes a child, tells its number, and waits. */
int
client_test_run_victim (void)
{
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  VidimusClient *client = vidimus_client_new_local (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = client_test_classify (client, picture, 0, NULL, NULL, &error);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  if (client_test_get_pid (client) == 0) /* refused it may be: noise is no document */
    g_printerr ("%s\n", answer != NULL ? "answered, and ended" : error->message);
  g_print ("%d\n", client_test_get_pid (client));
  fflush (stdout);
  g_main_loop_run (loop);

  return EXIT_FAILURE;
}

/* Kills a program that uses a local client; returns once the whole family of its child is gone. */
void
client_test_kill_parent (GArray **family)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) victim = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GArray) left = NULL;
  g_autofree char *line = NULL;

  g_setenv ("XDG_RUNTIME_DIR", g_get_user_runtime_dir (), TRUE);
  victim = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--victim", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (victim));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_cmpint (atoi (line), >, 1);

  left = client_test_get_family (atoi (line));
  g_subprocess_force_exit (victim);
  g_subprocess_wait (victim, NULL, NULL);
  client_test_await_gone (left);
  if (family != NULL)
    *family = g_steal_pointer (&left);
}
