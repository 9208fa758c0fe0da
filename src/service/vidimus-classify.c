#define G_LOG_DOMAIN "vidimus-classify"

#include "vidimus-classify.h"

#include "vidimus-asked.h"
#include "vidimus-entrance.h"
#include "vidimus-error.h"

#include <string.h>

#define ROAD_KEY "vidimus-road"

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GBytes *body = task_data;
  GError *error = NULL;
  VidimusAsked *asked = vidimus_asked_new (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);

  if (asked != NULL)
    g_task_return_pointer (task, asked, (GDestroyNotify) vidimus_asked_free);
  else
    g_task_return_error (task, error);
}

static void
read_frame_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GBytes *body = task_data;
  GError *error = NULL;
  VidimusAsked *asked = vidimus_asked_new_frame (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);

  if (asked != NULL)
    g_task_return_pointer (task, asked, (GDestroyNotify) vidimus_asked_free);
  else
    g_task_return_error (task, error);
}

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  VidimusJobFlags flags = (VidimusJobFlags) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "flags"));
  g_autoptr(VidimusResult) result = vidimus_job_answer_to_result (task_data, flags);

  g_task_return_pointer (task, vidimus_result_to_json (result), g_free);
}

/* The answer goes out, whatever it is. */
static void
finish (VidimusExchange *exchange,
        const GError    *error)
{
  if (error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    exchange->cancelled = TRUE;
  else if (error != NULL)
    vidimus_exchange_fail_with (exchange, error);

  vidimus_exchange_release (exchange);
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  g_autoptr(GError) error = NULL;
  char *json = g_task_propagate_pointer (G_TASK (result), &error);

  if (json != NULL)
    vidimus_exchange_answer (exchange, json);
  finish (exchange, error);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  g_autoptr(VidimusJobAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) task = NULL;
  g_autofree char *timing = NULL;

  answer = vidimus_pool_run_finish (result, &exchange->wait_ms, &error);
  if (answer == NULL)
    {
      finish (exchange, error);
      return;
    }

  exchange->decode_ms = answer->decode_ms;
  memcpy (exchange->stage_ms, answer->result.ms, sizeof exchange->stage_ms);
  timing = vidimus_job_answer_server_timing (answer, exchange->wait_ms);
  soup_message_headers_replace (soup_server_message_get_response_headers (exchange->message), "Server-Timing", timing);
  if (answer->error_code != NULL)
    {
      error = vidimus_error_new_for_code (answer->error_code);
      finish (exchange, error);
      return;
    }

  task = g_task_new (NULL, exchange->cancellable, write_cb, exchange);
  g_task_set_source_tag (task, run_cb);
  g_object_set_data (G_OBJECT (task), "flags", GUINT_TO_POINTER (exchange->flags));
  g_task_set_task_data (task, g_steal_pointer (&answer), (GDestroyNotify) vidimus_job_answer_free);
  g_task_run_in_thread (task, write_thread);
}

static void
fetch_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  const VidimusClassify *self = g_object_get_data (G_OBJECT (exchange->message), ROAD_KEY);
  g_autoptr(GError) error = NULL;
  gsize size = 0;
  int image = vidimus_fetcher_fetch_finish (result, &size, &error);

  if (image < 0)
    finish (exchange, error);
  else
    vidimus_pool_run_async (self->pool, image, size, exchange->flags, exchange->cancellable, run_cb, exchange);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  const VidimusClassify *self = g_object_get_data (G_OBJECT (exchange->message), ROAD_KEY);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAsked) asked = g_task_propagate_pointer (G_TASK (result), &error);

  if (asked != NULL && asked->url != NULL && self->fetcher == NULL)
    error = vidimus_error_new_for_code ("ModelArts.4601");
  if (error != NULL)
    {
      finish (exchange, error);
      return;
    }

  if (asked->alarm)
    exchange->flags |= VIDIMUS_JOB_ALARMS;
  if (asked->url != NULL)
    vidimus_fetcher_fetch_async (self->fetcher, asked->url, exchange->cancellable, fetch_cb, exchange);
  else
    vidimus_pool_run_async (self->pool, vidimus_asked_take_image (asked), asked->size, exchange->flags,
                            exchange->cancellable, run_cb, exchange);
}

static void
start_reading (VidimusExchange *exchange,
               GBytes          *body)
{
  g_autoptr(GTask) task = g_task_new (NULL, exchange->cancellable, read_cb, exchange);

  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, exchange->route == VIDIMUS_ROUTE_FRAMES ? read_frame_thread : read_thread);
}

static void
verify_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  const VidimusClassify *self = g_object_get_data (G_OBJECT (exchange->message), ROAD_KEY);
  g_autoptr(GError) error = NULL;

  if (vidimus_entrance_verify_finish (self->gate, exchange, result, &error))
    start_reading (exchange, g_task_get_task_data (G_TASK (result)));
  else
    finish (exchange, error);
}

/**
 * vidimus_classify_start:
 * @exchange: admitted, with its body whole
 *
 * Takes the body; the exchange is answered some time later.
 */
void
vidimus_classify_start (const VidimusClassify *self,
                        VidimusExchange       *exchange)
{
  g_autoptr(GBytes) body = vidimus_exchange_take_body (exchange);

  vidimus_exchange_hold (exchange);
  g_object_set_data (G_OBJECT (exchange->message), ROAD_KEY, (gpointer) self);
  if (exchange->pass != NULL && vidimus_pass_is_signed (exchange->pass))
    vidimus_entrance_verify_async (exchange, body, verify_cb);
  else
    start_reading (exchange, body);
}
