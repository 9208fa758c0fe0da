#include "vidimus-cli-test.h"

#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

static void
communicate_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  CliRun *self = user_data;
  g_autoptr(GError) error = NULL;

  g_subprocess_communicate_utf8_finish (self->process, result, &self->out, &self->err, &error);
  g_assert_no_error (error);
  self->status = g_subprocess_get_if_exited (self->process) ? g_subprocess_get_exit_status (self->process)
                                                            : -g_subprocess_get_term_sig (self->process);
  self->done = TRUE;
}

/** cli_run_argv: starts “vidimus-cli @argv…”, with @env added to the environment. */
CliRun *
cli_run_argv (const char *const *env,
              const char *const *argv)
{
  return cli_run_fed (env, NULL, argv);
}

/** cli_run_fed: cli_run_argv() with @input as its standard input; %NULL for none. */
CliRun *
cli_run_fed (const char *const *env,
             const char        *input,
             const char *const *argv)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
                               (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0));
  g_autoptr(GPtrArray) args = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  CliRun *self = g_new0 (CliRun, 1);

  g_ptr_array_add (args, (gpointer) g_getenv ("VIDIMUS_CLI"));
  for (gsize i = 0; argv[i] != NULL; i++)
    g_ptr_array_add (args, (gpointer) argv[i]);
  g_ptr_array_add (args, NULL);

  for (gsize i = 0; env != NULL && env[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (env[i], "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) args->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (self->process, input, NULL, communicate_cb, self);

  return self;
}

/** cli_run_start: cli_run_argv() with the arguments in a row. */
CliRun *
cli_run_start (const char *const *env,
               const char        *first,
               ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  va_list list;

  va_start (list, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (list, const char *))
    g_ptr_array_add (argv, (gpointer) argument);
  va_end (list);
  g_ptr_array_add (argv, NULL);

  return cli_run_argv (env, (const char *const *) argv->pdata);
}

static gboolean
is_done (gpointer user_data)
{
  return ((CliRun *) user_data)->done;
}

/** cli_run_await: until the program has ended. */
void
cli_run_await (CliRun *self)
{
  vidimus_test_await_true (is_done, self);
}

/** cli_run_count: how many lines it printed. */
guint
cli_run_count (CliRun *self)
{
  guint n = 0;

  for (const char *p = self->out; *p != '\0'; p++)
    n += *p == '\n';

  return n;
}

/** cli_run_line: (transfer full): the line, which has to be one whole JSON object. */
JsonObject *
cli_run_line (CliRun *self,
              guint   index)
{
  g_auto(GStrv) lines = g_strsplit (self->out, "\n", -1);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (index, <, g_strv_length (lines));
  json_parser_load_from_data (parser, lines[index], -1, &error);
  g_assert_no_error (error);

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

/** cli_run_free: the program must have ended. */
void
cli_run_free (CliRun *self)
{
  g_assert_true (self->done);
  g_object_unref (self->process);
  g_free (self->out);
  g_free (self->err);
  g_free (self);
}

/** cli_test_folder: (transfer full): a new one. */
char *
cli_test_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("vidimus-cli-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

/** cli_test_remove: with all that is in it. */
void
cli_test_remove (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        cli_test_remove (path);
      else
        g_remove (path);
    }
  g_rmdir (folder);
}
