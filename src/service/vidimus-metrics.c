#include "vidimus-metrics.h"

#include <string.h>

/* Seconds. What is beyond the last counts only in the sum. */
static const double bounds[] = { 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30 };

typedef struct
{
  guint64 counts[G_N_ELEMENTS (bounds) + 1];
  double  sum;
} Histogram;

struct _VidimusMetrics
{
  GHashTable *requests;   /* "route status code" → guint64 */
  Histogram   wait;
  Histogram   total;
  double      decode_s;
  double      stage_s[VIDIMUS_N_STAGES];
  guint64     refused[VIDIMUS_N_REFUSALS];
  guint64     received;
  guint64     sent;
  gint64      started;    /* seconds since 1970 */
};

/**
 * vidimus_metrics_new:
 *
 * Returns: (transfer full): all zero
 */
VidimusMetrics *
vidimus_metrics_new (void)
{
  VidimusMetrics *self = g_new0 (VidimusMetrics, 1);

  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->started = g_get_real_time () / G_USEC_PER_SEC;

  return self;
}

/**
 * vidimus_metrics_free:
 * @self: (transfer full):
 */
void
vidimus_metrics_free (VidimusMetrics *self)
{
  g_hash_table_unref (self->requests);
  g_free (self);
}

static void
observe (Histogram *self,
         double     seconds)
{
  gsize i = 0;

  while (i < G_N_ELEMENTS (bounds) && seconds > bounds[i])
    i++;
  self->counts[i]++;
  self->sum += seconds;
}

/**
 * vidimus_metrics_count:
 */
void
vidimus_metrics_count (VidimusMetrics       *self,
                       const VidimusCounted *what)
{
  g_autofree char *key = g_strdup_printf ("route=\"%s\",status=\"%u\",code=\"%s\"", what->route, what->status, what->code);
  guint64 *count = g_hash_table_lookup (self->requests, key);

  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (self->requests, g_steal_pointer (&key), count);
    }
  (*count)++;

  if (what->refused >= 0)
    self->refused[what->refused]++;
  if (what->wait_ms >= 0)
    {
      observe (&self->wait, what->wait_ms / 1000);
      observe (&self->total, what->total_ms / 1000);
    }
  if (what->decode_ms >= 0)
    self->decode_s += what->decode_ms / 1000;
  for (int i = 0; what->stage_ms != NULL && i < VIDIMUS_N_STAGES; i++)
    if (what->stage_ms[i] >= 0)
      self->stage_s[i] += what->stage_ms[i] / 1000;
  self->received += what->received;
  self->sent += what->sent;
}

static void
head (GString    *out,
      const char *name,
      const char *type,
      const char *help)
{
  g_string_append_printf (out, "# HELP vidimus_%s %s\n# TYPE vidimus_%s %s\n", name, help, name, type);
}

static void
number (GString    *out,
        const char *name,
        const char *labels, /* nullable */
        double      value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, "vidimus_%s", name);
  if (labels != NULL)
    g_string_append_printf (out, "{%s}", labels);
  g_string_append_printf (out, " %s\n", g_ascii_formatd (buffer, sizeof buffer, "%.10g", value));
}

static void
plain (GString    *out,
       const char *name,
       const char *type,
       const char *help,
       double      value)
{
  head (out, name, type, help);
  number (out, name, NULL, value);
}

static void
histogram (GString         *out,
           const char      *name,
           const char      *help,
           const Histogram *self)
{
  g_autofree char *bucket = g_strconcat (name, "_bucket", NULL);
  g_autofree char *sum = g_strconcat (name, "_sum", NULL);
  g_autofree char *count = g_strconcat (name, "_count", NULL);
  guint64 below = 0;

  head (out, name, "histogram", help);
  for (gsize i = 0; i <= G_N_ELEMENTS (bounds); i++)
    {
      char bound[G_ASCII_DTOSTR_BUF_SIZE] = "+Inf";
      g_autofree char *label = NULL;

      if (i < G_N_ELEMENTS (bounds))
        g_ascii_formatd (bound, sizeof bound, "%g", bounds[i]);
      label = g_strdup_printf ("le=\"%s\"", bound);
      below += self->counts[i];
      number (out, bucket, label, (double) below);
    }
  number (out, sum, NULL, self->sum);
  number (out, count, NULL, (double) below);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static void
write_requests (VidimusMetrics *self,
                GString        *out)
{
  GList *keys = g_list_sort (g_hash_table_get_keys (self->requests), compare_names);

  head (out, "requests_total", "counter", "Requests that are over, by status (0: the client went) and error code.");
  for (GList *i = keys; i != NULL; i = i->next)
    number (out, "requests_total", i->data, (double) *(guint64 *) g_hash_table_lookup (self->requests, i->data));
  g_list_free (keys);

  head (out, "refused_total", "counter", "Requests that were not let in, by reason.");
  for (int i = 0; i < VIDIMUS_N_REFUSALS; i++)
    {
      g_autofree char *label = g_strdup_printf ("reason=\"%s\"", vidimus_refusal_kind_get_name ((VidimusRefusalKind) i));

      number (out, "refused_total", label, (double) self->refused[i]);
    }
  plain (out, "rate_limited_total", "counter", "Requests that came too soon after others of the same key.",
         (double) self->refused[VIDIMUS_REFUSED_RATE]);
  plain (out, "received_bytes_total", "counter", "Bytes of request bodies.", (double) self->received);
  plain (out, "sent_bytes_total", "counter", "Bytes of response bodies.", (double) self->sent);
}

static void
write_work (VidimusMetrics      *self,
            const VidimusGauges *now,
            GString             *out)
{
  histogram (out, "queue_wait_seconds", "How long images waited for a worker.", &self->wait);
  histogram (out, "request_seconds", "How long requests with an image took, from their first byte to the answer.",
             &self->total);
  plain (out, "decode_seconds_total", "counter", "Time that workers spent on decoding.", self->decode_s);
  head (out, "engine_seconds_total", "counter", "Time that workers spent in each stage of the engine.");
  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    {
      g_autofree char *label = g_strdup_printf ("stage=\"%s\"", vidimus_job_stage_name ((enum vidimus_stage) i));

      number (out, "engine_seconds_total", label, self->stage_s[i]);
    }

  plain (out, "workers", "gauge", "Workers that are there.", now->workers);
  plain (out, "workers_busy", "gauge", "Workers that have an image.", now->workers_busy);
  head (out, "worker_restarts_total", "counter", "Workers that were replaced: after their share of images, or because they failed.");
  number (out, "worker_restarts_total", "reason=\"retired\"", (double) now->workers_retired);
  number (out, "worker_restarts_total", "reason=\"failed\"", (double) now->workers_failed);
}

/**
 * vidimus_metrics_to_text:
 *
 * Returns: (transfer full): everything, as /metrics shows it
 */
char *
vidimus_metrics_to_text (VidimusMetrics      *self,
                         const VidimusGauges *now)
{
  GString *out = g_string_new (NULL);

  head (out, "build_info", "gauge", "Which program this is.");
  number (out, "build_info", "version=\"" VIDIMUS_VERSION "\"", 1);
  plain (out, "start_time_seconds", "gauge", "When it began, in seconds since 1970.", (double) self->started);
  plain (out, "draining", "gauge", "1 while it is about to end.", now->draining);
  write_requests (self, out);
  plain (out, "in_flight", "gauge", "Requests with an image that are not answered yet.", now->in_flight);
  plain (out, "queue_length", "gauge", "Images that wait for a worker.", now->waiting);
  write_work (self, now, out);
  plain (out, "connections", "gauge", "Connections that are open.", now->connections);
  plain (out, "connections_refused_total", "counter", "Connections that were one too many.",
         (double) now->connections_refused);
  plain (out, "tls_handshakes_failed_total", "counter", "Handshakes of TLS that came to nothing.",
         (double) now->handshakes_failed);
  if (now->certificate_ends > 0)
    plain (out, "tls_certificate_expiry_seconds", "gauge", "When the certificate ends, in seconds since 1970.",
           (double) now->certificate_ends);

  return g_string_free (out, FALSE);
}
