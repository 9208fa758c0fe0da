/*
 * What a call costs this side: reading the file, Base64, SHA-256, signing, sending and reading the answer, beside a shell that does the
 * same with base64, sha256sum and curl, to the same server, in turns. That the file is decoded before, for the screen and so that nobody
 * pays for a damaged one, is no part of it, and printed apart.
 */
#include "vidimus-bench.h"
#include "vidimus-client.h"
#include "vidimus-test.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>
#include <unistd.h>

#define ROUNDS 11
#define ANSWER "{\"result\":{\"type\":\"passport\",\"location\":[[275,125],[860,165],[916,634],[255,633]],\"confidence\":0.979}}"
#define CHUNK (256 * 1024)

/* Reads a request as fast as a socket gives it; FALSE: there is no further one. */
static gboolean
take_request (GDataInputStream *input,
              GOutputStream    *output)
{
  gsize length = 0;
  char *line;

  while ((line = g_data_input_stream_read_line (input, NULL, NULL, NULL)) != NULL)
    {
      g_autofree char *field = line;

      g_strchomp (field);
      if (g_ascii_strncasecmp (field, "Content-Length:", 15) == 0)
        length = strtoul (field + 15, NULL, 10);
      else if (g_ascii_strncasecmp (field, "Expect:", 7) == 0)
        g_output_stream_write_all (output, "HTTP/1.1 100 Continue\r\n\r\n", 25, NULL, NULL, NULL);
      else if (*field == '\0')
        break;
    }
  if (line == NULL)
    return FALSE;

  while (length > 0)
    {
      gssize n = g_input_stream_skip (G_INPUT_STREAM (input), MIN (length, CHUNK), NULL, NULL);

      if (n <= 0)
        return FALSE;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
serve_cb (GThreadedSocketService *service,
          GSocketConnection      *connection,
          GObject                *source,
          gpointer                user_data)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr(GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                             strlen (ANSWER), ANSWER);

  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (input), CHUNK);
  while (take_request (input, output) && g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL))
    ;

  return TRUE;
}

static gboolean
quit_cb (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/* In a process of its own, so that it is the same for both; ends with its standard input. */
static int
serve (void)
{
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (8);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);

  g_signal_connect (service, "run", G_CALLBACK (serve_cb), NULL);
  g_socket_service_start (service);
  g_print ("%u\n", port);
  fflush (stdout);
  g_unix_fd_add (STDIN_FILENO, G_IO_HUP | G_IO_ERR, quit_cb, loop);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}

/* Noise as a JPEG of about @bytes, with the note of a telephone in it, as files have. */
static void
write_photograph (const char *path,
                  gsize       bytes)
{
  static const guint8 note[] = "\xff\xe1\0\x15" "Exif\0\0MM\0*\0\0\0\10\0\0\0\0\0";
  tjhandle handle = tjInitCompress ();
  int side = (int) (64 * (guint) (bytes / 1000000) + 512);
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  unsigned char *out = NULL;
  unsigned long length = 0;

  while (length < bytes * 97 / 100)
    {
      g_autofree guint8 *pixels = g_malloc ((gsize) side * (gsize) side * 3);

      for (gsize i = 0; i < (gsize) side * (gsize) side * 3; i++)
        pixels[i] = (guint8) g_rand_int (rand);
      g_assert_cmpint (tjCompress2 (handle, pixels, side, 0, side, TJPF_RGB, &out, &length, TJSAMP_420, 90, 0), ==, 0);
      side += side / 40;
    }
  g_byte_array_append (file, out, 2);
  g_byte_array_append (file, note, sizeof note - 1);
  g_byte_array_append (file, out + 2, (guint) length - 2);
  g_file_set_contents (path, (const char *) file->data, (gssize) file->len, &error);
  g_assert_no_error (error);
  tjFree (out);
  tjDestroy (handle);
}

static GBytes *
read_file (const char *path)
{
  char *data;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));

  return g_bytes_new_take (data, length);
}

static VidimusClient *
make_client (const char *uri)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(GError) error = NULL;
  VidimusClient *client;

  g_object_set (profile, "name", "Bench", "endpoint", uri, "auth", VIDIMUS_AUTH_KEYS, "access-key", "AK", NULL);
  vidimus_secrets_remember (secrets, vidimus_profile_get_id (profile), VIDIMUS_SECRET_SECRET_KEY, "SK");
  client = vidimus_client_new_for_profile (profile, secrets, &error);
  g_assert_no_error (error);

  return client;
}

static VidimusPicture *
decode (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);

  g_assert_no_error (error);

  return picture;
}

static void
call (VidimusClient  *client,
      VidimusPicture *picture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;

  vidimus_client_classify_async (client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, NULL, vidimus_test_finish, &result);
  answer = vidimus_client_classify_finish (client, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
}

/* Bytes: "VmHWM:" the most that was ever resident, or "VmRSS:" what is. */
static gsize
get_memory (const char *field)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, field);
  g_assert_nonnull (line);

  return strtoul (line + strlen (field), NULL, 10) * 1024;
}

/* In a process of its own: prints the bytes that are resident beyond those of a client that has nothing to do, at most; the pixels apart. */
static int
measure_memory (const char *path,
                const char *uri)
{
  VidimusClient *client = make_client (uri);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VidimusPicture) picture = NULL;
  FILE *refs;
  gsize before, pixels;

  bytes = read_file (path);
  picture = decode (bytes);
  pixels = g_bytes_get_size (vidimus_picture_get_pixels (picture));
  refs = fopen ("/proc/self/clear_refs", "w");
  if (refs != NULL) /* from now on */
    {
      fputs ("5", refs);
      fclose (refs);
    }
  before = get_memory ("VmRSS:") - g_bytes_get_size (bytes);
  call (client, picture);
  g_print ("%zu %zu\n", get_memory ("VmHWM:") - before, pixels);

  return EXIT_SUCCESS;
}

static char *
run (const char *const *argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  return output;
}

static void
run_shell (const char *folder,
           const char *path,
           const char *uri)
{
  static const char script[] =
    "cd \"$1\" && { printf '{\"data\":\"'; base64 -w0 < \"$2\"; printf '\",\"alarm\":true}'; } > request.json && "
    "hash=$(sha256sum request.json) && "
    "curl --silent --fail --noproxy '*' --output /dev/null --header 'Content-Type: application/json' --header \"X-Hash: $hash\" "
    "--data-binary @request.json \"$3\"";
  const char *argv[] = { "sh", "-c", script, "sh", folder, path, uri, NULL };

  g_free (run (argv));
}

static void
measure (const char *self,
         const char *folder,
         const char *uri,
         gsize       bytes)
{
  g_autoptr(BenchSeries) shell = bench_series_new (), ours = bench_series_new (), decoding = bench_series_new ();
  g_autofree char *path = g_build_filename (folder, "image.jpg", NULL), *memory = NULL;
  const char *argv[] = { self, "--memory", path, uri, NULL };
  VidimusClient *client = make_client (uri);
  gsize size, peak, pixels;

  write_photograph (path, bytes);
  for (guint round = 0; round <= ROUNDS; round++)
    {
      double start = bench_now_ms (), read, shell_ms, decoded;
      g_autoptr(GBytes) file = NULL;
      g_autoptr(VidimusPicture) picture = NULL;

      run_shell (folder, path, uri);
      shell_ms = bench_now_ms () - start;

      start = bench_now_ms ();
      file = read_file (path);
      read = bench_now_ms () - start;
      picture = decode (file);
      decoded = bench_now_ms ();
      call (client, picture);
      size = g_bytes_get_size (file);
      if (round == 0) /* to warm up */
        continue;
      bench_series_add (shell, shell_ms);
      bench_series_add (ours, read + bench_now_ms () - decoded);
      bench_series_add (decoding, decoded - start - read);
    }

  memory = run (argv);
  g_assert_cmpint (sscanf (memory, "%zu %zu", &peak, &pixels), ==, 2);
  g_print ("%.1f MB: base64 + sha256sum + curl %.1f ms, client %.1f ms, ratio %.2f (goal 1.15); decoding beside it %.1f ms\n"
           "        most memory: %.2f × the file (goal 4.5), and %.1f MB of pixels\n",
           (double) size / 1e6, bench_series_quantile (shell, 0.5), bench_series_quantile (ours, 0.5),
           bench_series_quantile (ours, 0.5) / bench_series_quantile (shell, 0.5), bench_series_quantile (decoding, 0.5),
           (double) peak / (double) size, (double) pixels / 1e6);
  g_object_unref (client);
}

int
main (int   argc,
      char *argv[])
{
  static const gsize sizes[] = { 4000000, 7000000 };
  g_autoptr(GSubprocess) server = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL), *folder = NULL, *line = NULL, *uri = NULL;

  setlocale (LC_ALL, "");
  if (argc == 2 && g_str_equal (argv[1], "--serve"))
    return serve ();
  if (argc == 4 && g_str_equal (argv[1], "--memory"))
    return measure_memory (argv[2], argv[3]);

  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--serve", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  uri = g_strdup_printf ("http://127.0.0.1:%s", line);
  folder = g_dir_make_tmp ("vidimus-bench-XXXXXX", &error);
  g_assert_no_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    measure (self, folder, uri, sizes[i]);

  for (const char *const *name = (const char *const[]) { "image.jpg", "request.json", NULL }; *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (folder, *name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_subprocess_force_exit (server);

  return EXIT_SUCCESS;
}
