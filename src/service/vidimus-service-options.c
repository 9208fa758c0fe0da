#define G_LOG_DOMAIN "vidimus-service"

#include "vidimus-locale.h"
#include "vidimus-service.h"

#include <glib/gi18n-lib.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_WORKERS 128

static gboolean
check_range (const char  *option,
             int          value,
             int          min,
             int          max,
             GError     **error)
{
  if (value >= min && value <= max)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("%s takes a number from %d to %d"), option, min, max);

  return FALSE;
}

static gboolean
check_options (const VidimusServiceOptions  *self,
               GError                      **error)
{
  int ways = (self->socket_path != NULL) + (self->socket_fd >= 0) + (self->listen != NULL);

  if (ways != 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("Give one of --socket, --socket-fd and --listen"));
      return FALSE;
    }

  if (self->keys != NULL && self->listen == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("--keys goes with --listen: whoever reaches a Unix socket is let in by its mode"));
      return FALSE;
    }

  if ((self->tls_certificate != NULL) != (self->tls_key != NULL) || (self->tls_key != NULL && self->listen == NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("--tls-cert and --tls-key go together, and with --listen"));
      return FALSE;
    }

  return check_range ("--workers", self->workers, 1, MAX_WORKERS, error) &&
         check_range ("--queue", self->waiting, 1, 10000, error) &&
         check_range ("--job-timeout", self->job_seconds, 1, 3600, error) &&
         check_range ("--read-timeout", self->read_seconds, 1, 3600, error) &&
         check_range ("--header-timeout", self->head_seconds, 1, 3600, error) &&
         check_range ("--body-rate", self->body_rate, 0, 1 << 24, error) &&
         check_range ("--connections", self->connections, 1, 100000, error) &&
         check_range ("--connections-per-address", self->connections_of_one, 1, 100000, error) &&
         check_range ("--drain", self->drain_seconds, 0, 3600, error) &&
         check_range ("--stop-timeout", self->stop_seconds, 1, 3600, error) &&
         check_range ("--memory", self->front_mib, 32, 1 << 20, error) &&
         check_range ("--worker-memory", self->memory_mib, 64, 65536, error);
}

/* “20”, “20/s”, “90/min” */
static gboolean
parse_rate (const char   *text,
            VidimusRate  *rate,
            GError      **error)
{
  char *end = NULL;
  double number = text != NULL ? g_ascii_strtod (text, &end) : 20;

  if (text != NULL && g_str_equal (end, "/min"))
    number /= 60;
  else if (text != NULL && *end != '\0' && !g_str_equal (end, "/s"))
    number = -1;
  if (!(number >= 1.0 / 60 && number <= 10000))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--rate takes a number of requests, such as 20/s or 90/min"));
      return FALSE;
    }

  rate->per_second = number;
  rate->burst = MAX (1, 2 * number);

  return TRUE;
}

/* @what in @words; 0 when it was not given. */
static gboolean
parse_word (const char         *option,
            const char         *what,
            const char *const  *words,
            int                *index,
            GError            **error)
{
  g_autofree char *list = NULL;

  for (*index = 0; words[*index] != NULL; (*index)++)
    if (what == NULL || g_str_equal (what, words[*index]))
      return TRUE;

  list = g_strjoinv (", ", (char **) words);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("%s takes one of: %s"), option, list);

  return FALSE;
}

static gboolean
parse_log (VidimusServiceOptions  *self,
           const char             *form,
           const char             *places,
           GError                **error)
{
  static const char *const forms[] = { "text", "json", "none", NULL };
  static const char *const ways[] = { "truncated", "off", NULL };
  int chosen_form, chosen_way;

  if (!parse_word ("--log", form, forms, &chosen_form, error) ||
      !parse_word ("--log-addresses", places, ways, &chosen_way, error))
    return FALSE;

  self->log_form = (VidimusLogForm) chosen_form;
  self->log_places = chosen_way == 0;

  return TRUE;
}

/**
 * vidimus_service_options_parse:
 *
 * Reads the command line. --help and --version print and leave the program.
 */
gboolean
vidimus_service_options_parse (VidimusServiceOptions  *self,
                               int                     argc,
                               char                  **argv,
                               GError                **error)
{
  g_autofree char *rate = NULL, *log = NULL, *places = NULL;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &self->socket_path,
      N_("Listen on a Unix socket made at PATH"), N_("PATH") },
    { "socket-fd", 0, 0, G_OPTION_ARG_INT, &self->socket_fd,
      N_("Listen on an inherited Unix socket; end with the parent, or with the standard input"), N_("N") },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &self->listen,
      N_("Listen on an address, which must be of the loopback unless there are --keys; port 0 takes a free one"), N_("HOST:PORT") },
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &self->keys,
      N_("Answer only who signs with a key, or shows a token, of FILE"), N_("FILE") },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_certificate,
      N_("Speak TLS, with the certificates (PEM) of FILE"), N_("FILE") },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_key,
      N_("Their private key (PEM)"), N_("FILE") },
    { "rate", 0, 0, G_OPTION_ARG_STRING, &rate,
      N_("Requests of one key or token; more are refused with 429 (default: 20/s)"), N_("N[/s|/min]") },
    { "allow-url", 0, 0, G_OPTION_ARG_NONE, &self->allow_url,
      N_("Fetch images that requests name by “url”, from public addresses only"), NULL },
    { "workers", 0, 0, G_OPTION_ARG_INT, &self->workers,
      N_("Images classified at once (default: one per processor)"), N_("N") },
    { "queue", 0, 0, G_OPTION_ARG_INT, &self->waiting,
      N_("Images that may wait; more are refused (default: 64)"), N_("N") },
    { "job-timeout", 0, 0, G_OPTION_ARG_INT, &self->job_seconds,
      N_("Seconds one image may take (default: 30)"), N_("SECONDS") },
    { "read-timeout", 0, 0, G_OPTION_ARG_INT, &self->read_seconds,
      N_("Seconds a client may take to send a request (default: 60)"), N_("SECONDS") },
    { "header-timeout", 0, 0, G_OPTION_ARG_INT, &self->head_seconds,
      N_("Seconds a client may take to send its headers (default: 10)"), N_("SECONDS") },
    { "body-rate", 0, 0, G_OPTION_ARG_INT, &self->body_rate,
      N_("Cut off who sends a body more slowly; 0: nobody (default: 4096)"), N_("BYTES/S") },
    { "connections", 0, 0, G_OPTION_ARG_INT, &self->connections,
      N_("Connections at once; more are closed (default: 512)"), N_("N") },
    { "connections-per-address", 0, 0, G_OPTION_ARG_INT, &self->connections_of_one,
      N_("Connections of one address at once (default: 64)"), N_("N") },
    { "memory", 0, 0, G_OPTION_ARG_INT, &self->front_mib,
      N_("Memory that requests may take before they are decoded, in MiB; more are refused (default: 1024)"), N_("MIB") },
    { "worker-memory", 0, 0, G_OPTION_ARG_INT, &self->memory_mib,
      N_("Memory one image may take, in MiB (default: 1536)"), N_("MIB") },
    { "drain", 0, 0, G_OPTION_ARG_INT, &self->drain_seconds,
      N_("With --listen: seconds to say by /healthz that it will stop, before it stops (default: 0)"), N_("SECONDS") },
    { "stop-timeout", 0, 0, G_OPTION_ARG_INT, &self->stop_seconds,
      N_("With --listen: seconds for what was begun when it stops (default: 30)"), N_("SECONDS") },
    { "log", 0, 0, G_OPTION_ARG_STRING, &log,
      N_("How requests are logged: text, json or none (default: text)"), N_("FORM") },
    { "log-addresses", 0, 0, G_OPTION_ARG_STRING, &places,
      N_("What is logged of addresses: truncated or off (default: truncated)"), N_("HOW") },
    { "metrics-open", 0, 0, G_OPTION_ARG_NONE, &self->metrics_open,
      N_("With --keys: show /metrics to other computers too"), NULL },
    { "tessdata", 0, 0, G_OPTION_ARG_FILENAME, &self->tessdata,
      N_("Folder of the OCR data"), N_("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Show the version"), NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  const char *tessdata = g_getenv ("TESSDATA_PREFIX");

  *self = (VidimusServiceOptions) { .socket_fd = -1, .workers = CLAMP ((int) g_get_num_processors (), 1, MAX_WORKERS),
                                    .waiting = 64, .job_seconds = 30, .read_seconds = 60, .memory_mib = 1536,
                                    .head_seconds = 10, .body_rate = 4096, .connections = 512, .connections_of_one = 64,
                                    .front_mib = 1024, .stop_seconds = 30,
                                    .parent = getppid () };
  g_option_context_set_summary (context, N_("Classifies identity documents over HTTP."));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;

  if (version)
    {
      printf ("vidimus-service %s\n", VIDIMUS_VERSION);
      exit (EXIT_SUCCESS);
    }
  if (self->tessdata == NULL)
    self->tessdata = g_strdup (tessdata != NULL && *tessdata != '\0' ? tessdata : VIDIMUS_TESSDATA);

  return parse_rate (rate, &self->rate, error) && parse_log (self, log, places, error) && check_options (self, error);
}

/**
 * vidimus_service_options_clear:
 */
void
vidimus_service_options_clear (VidimusServiceOptions *self)
{
  g_clear_pointer (&self->socket_path, g_free);
  g_clear_pointer (&self->listen, g_free);
  g_clear_pointer (&self->keys, g_free);
  g_clear_pointer (&self->tls_certificate, g_free);
  g_clear_pointer (&self->tls_key, g_free);
  g_clear_pointer (&self->tessdata, g_free);
}

/* What is worth a line in the log of a server would only litter the terminal of a program that runs us as its child:
 * there it counts as debugging. */
static GLogWriterOutput
write_log_of_child_cb (GLogLevelFlags   level,
                       const GLogField *fields,
                       gsize            n_fields,
                       gpointer         user_data)
{
  if ((level & G_LOG_LEVEL_MESSAGE) != 0 && g_log_writer_default_would_drop (G_LOG_LEVEL_DEBUG, G_LOG_DOMAIN))
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, user_data);
}

/**
 * vidimus_service_main:
 * @backend: what workers do
 *
 * Returns: the exit status: 2 when the command line is wrong
 */
int
vidimus_service_main (int                    argc,
                      char                 **argv,
                      const VidimusBackend  *backend)
{
  VidimusServiceOptions options;
  g_autoptr(GError) error = NULL;
  int status = 2;

  vidimus_locale_init ();

  g_log_writer_default_set_use_stderr (TRUE); /* the output is a parent's, for programs to read */
  if (!vidimus_service_options_parse (&options, argc, argv, &error))
    {
      g_printerr ("vidimus-service: %s\n", error->message);
    }
  else
    {
      if (options.socket_fd >= 0)
        g_log_set_writer_func (write_log_of_child_cb, NULL, NULL);
      else
        vidimus_access_log_install (options.log_form);
      status = vidimus_service_run (&options, backend);
    }
  vidimus_service_options_clear (&options);

  return status;
}
