/* How a call ended: its answer, and a record of each attempt. */
#include "vidimus-call-state-private.h"

#include "vidimus-address-private.h"
#include "vidimus-answer-private.h"
#include "vidimus-captive-private.h"
#include "vidimus-curl-private.h"
#include "vidimus-error.h"
#include "vidimus-http-private.h"
#include "vidimus-transcript-private.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>

static SoupMessageHeaders *
get_response_headers (VidimusCall *self)
{
  return soup_message_get_response_headers (vidimus_attempt_get_message (self->attempt));
}

static char *
dup_title (VidimusCall *self)
{
  const char *name = self->picture != NULL ? vidimus_picture_get_name (self->picture) : NULL;

  if (name != NULL)
    return g_strdup (name);

  return self->address != NULL ? vidimus_address_dup_shown (self->address) : g_strdup (_("Image"));
}

/* The request for people. */
static char *
describe_request (VidimusCall *self)
{
  const VidimusPrepared *prepared = self->outgoing->prepared;
  gboolean alarms = (self->flags & VIDIMUS_CALL_ALARMS) != 0;
  SoupMessage *message = vidimus_attempt_get_message (self->attempt);
  g_autofree char *size = NULL, *image = NULL;

  if (prepared == NULL)
    {
      image = vidimus_address_dup_shown (self->outgoing->address);
      return vidimus_transcript_of_request (message, "url", image, alarms);
    }

  size = g_format_size (g_bytes_get_size (prepared->bytes));
  image = g_strdup_printf (_("(%s, %d × %d pixels, %s)"), prepared->content_type, prepared->width, prepared->height,
                           size);

  return vidimus_transcript_of_request (message, "data", image, alarms);
}

static char *
make_curl (VidimusCall *self,
           const char  *title)
{
  VidimusCurl curl = {
    .file = self->outgoing->address == NULL ? title : NULL,
    .address = self->outgoing->address,
    .alarm = (self->flags & VIDIMUS_CALL_ALARMS) != 0,
    .changed = self->outgoing->prepared != NULL && (self->outgoing->prepared->how != VIDIMUS_PREPARED_AS_IT_IS ||
                                                    self->outgoing->prepared->metadata_removed),
    .ca_file = self->target->ca_file,
  };
  GSocketConnectable *remote = soup_session_get_remote_connectable (self->session);

  if (G_IS_UNIX_SOCKET_ADDRESS (remote))
    curl.socket = g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (remote));

  return vidimus_curl_write (vidimus_attempt_get_message (self->attempt), &curl);
}

/** vidimus_call_begin_record: the present attempt is about to be sent. */
void
vidimus_call_begin_record (VidimusCall *self)
{
  g_clear_object (&self->record);
  g_set_object (&self->log, self->target->log);
  if (self->log == NULL)
    return;

  self->record = vidimus_call_record_new ();
  self->record->title = dup_title (self);
  self->record->service = g_strdup (self->target->name);
  self->record->attempt = self->retry.attempt;
}

/**
 * vidimus_call_end_record:
 * @json: (nullable): of the answer, for people
 * @problem: (nullable): why there is none, or none that can be used
 */
void
vidimus_call_end_record (VidimusCall  *self,
                         const char   *json,
                         const GError *problem)
{
  g_autoptr(VidimusCallRecord) record = g_steal_pointer (&self->record);
  SoupMessage *message;

  if (record == NULL)
    return;

  message = vidimus_attempt_get_message (self->attempt);
  record->status = soup_message_get_status (message);
  record->billed = self->target->has_bill && SOUP_STATUS_IS_SUCCESSFUL (record->status);
  record->request_id = g_strdup (soup_message_headers_get_one (get_response_headers (self), "X-Request-Id"));
  record->code = g_strdup (problem != NULL ? vidimus_error_get_api_code (problem) : NULL);
  record->problem = problem != NULL ? g_utf8_make_valid (problem->message, -1) : NULL;
  record->total_ms = vidimus_attempt_get_total (self->attempt);
  for (VidimusCallPhase i = 0; i < VIDIMUS_N_PHASES; i++)
    record->ms[i] = vidimus_attempt_get_ms (self->attempt, i);
  record->request = describe_request (self);
  record->response = record->status != 0 ? vidimus_transcript_of_response (message, json != NULL ? json : "") : NULL;
  record->curl = make_curl (self, record->title);
  vidimus_call_log_add (self->log, g_steal_pointer (&record));
}

static char *
describe_change (const VidimusPrepared *prepared)
{
  const char *format = g_str_equal (prepared->content_type, "image/png") ? "PNG" : "JPEG";

  switch (prepared->how)
    {
    case VIDIMUS_PREPARED_TURNED:
      return g_strdup (_("Turned upright, without loss; metadata removed"));
    case VIDIMUS_PREPARED_REENCODED:
      return g_strdup_printf (_("Encoded again as %s"), format);
    case VIDIMUS_PREPARED_SCALED:
      return g_strdup_printf (_("Made smaller, to %d × %d pixels, and encoded as %s"), prepared->width,
                              prepared->height, format);
    case VIDIMUS_PREPARED_AS_IT_IS:
    default:
      return prepared->metadata_removed ? g_strdup (_("Metadata removed")) : NULL;
    }
}

/* "wait" is all that was neither preparing nor sending: answering, and the pauses between attempts. */
static void
add_timings (VidimusCall   *self,
             VidimusAnswer *answer)
{
  double prepare = (self->ready - self->begun) / 1000.0;
  double send = 0.0;

  for (VidimusCallPhase i = VIDIMUS_PHASE_QUEUE; i <= VIDIMUS_PHASE_SEND; i++)
    send += MAX (vidimus_attempt_get_ms (self->attempt, i), 0.0);

  answer->ms = (g_get_monotonic_time () - self->begun) / 1000.0;
  vidimus_answer_add_timing (answer, "prepare", prepare);
  vidimus_answer_add_timing (answer, "send", send);
  vidimus_answer_add_timing (answer, "wait", MAX (answer->ms - prepare - send, 0.0));
  vidimus_answer_add_server_timing (answer, soup_message_headers_get_list (get_response_headers (self),
                                                                           "Server-Timing"));
}

/* The file itself was sent, so that its size and the way back are known. */
static void
map_to_picture (const VidimusPrepared *prepared,
                VidimusAnswer         *answer)
{
  const VidimusTransform to_picture = { prepared->to_picture[0], prepared->to_picture[1], prepared->to_picture[2],
                                        prepared->to_picture[3], prepared->to_picture[4], prepared->to_picture[5] };

  answer->result = vidimus_result_transformed (answer->raw_result, &to_picture);
  answer->is_mapped = TRUE;
  answer->sent_width = prepared->width;
  answer->sent_height = prepared->height;
  answer->sent_bytes = g_bytes_get_size (prepared->bytes);
  answer->how = describe_change (prepared);
}

static gboolean
lies_within (VidimusResult  *result,
             VidimusPicture *picture)
{
  VidimusQuad quad;

  if (!vidimus_result_get_location (result, &quad))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (quad.corners); i++)
    if (quad.corners[i].x < 0 || quad.corners[i].x > vidimus_picture_get_width (picture) ||
        quad.corners[i].y < 0 || quad.corners[i].y > vidimus_picture_get_height (picture))
      return FALSE;

  return TRUE;
}

/* The service fetched the image itself. That it saw the pixels of @picture, fetched here, is likely when nothing speaks against it. */
static void
map_by_address (VidimusPicture *picture, /* nullable */
                VidimusAnswer  *answer)
{
  answer->result = g_object_ref (answer->raw_result);
  if (picture == NULL)
    answer->how = g_strdup (_("Sent by its address"));
  else if (vidimus_picture_get_orientation (picture) != 1)
    answer->how = g_strdup (_("Sent by its address. The photograph lies on its side, and whether the service turned it is not known: "
                              "where the document is can’t be shown."));
  else if (!lies_within (answer->raw_result, picture))
    answer->how = g_strdup (_("Sent by its address. The service saw an image of another size: where the document is can’t be shown."));
  else
    {
      answer->is_mapped = TRUE;
      answer->how = g_strdup (_("Sent by its address"));
    }
}

/** vidimus_call_make_answer: (transfer full): of the attempt that was answered. */
VidimusAnswer *
vidimus_call_make_answer (VidimusCall     *self,
                          VidimusIncoming *incoming)
{
  VidimusAnswer *answer = vidimus_answer_new ();
  SoupMessage *message = vidimus_attempt_get_message (self->attempt);

  answer->raw_result = g_object_ref (incoming->raw_result);
  answer->alarms_asked = (self->flags & VIDIMUS_CALL_ALARMS) != 0;
  answer->service = g_strdup (self->target->name);
  answer->request_id = g_strdup (soup_message_headers_get_one (get_response_headers (self), "X-Request-Id"));
  answer->http_status = soup_message_get_status (message);
  answer->attempt = self->retry.attempt;
  answer->request_text = describe_request (self);
  answer->response_text = vidimus_transcript_of_response (message, incoming->json);
  add_timings (self, answer);
  if (self->outgoing->prepared != NULL)
    map_to_picture (self->outgoing->prepared, answer);
  else
    map_by_address (self->picture, answer);

  return answer;
}

/** vidimus_call_read_refusal: (transfer full) (nullable): an answer that is none of the contract: an error of the API, or of what stands before it; %NULL: it is one. */
GError *
vidimus_call_read_refusal (VidimusCall *self,
                           GBytes      *body)
{
  SoupMessage *message = vidimus_attempt_get_message (self->attempt);
  guint status = soup_message_get_status (message);
  GError *page = vidimus_captive_explain (message, body, self->target->host);

  if (page != NULL)
    return page;
  if (SOUP_STATUS_IS_REDIRECTION (status))
    return vidimus_http_redirect_error (message, self->target->host);
  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return NULL;

  return vidimus_error_new_from_answer (status, g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                                        soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                                      "X-Request-Id"));
}

static void
append_to_message (GError     *error,
                   const char *sentence)
{
  char *message = g_strconcat (error->message, " ", sentence, NULL);

  g_free (error->message);
  error->message = message;
}

/** vidimus_call_warn_of_bill: an account is asked to pay for any answer; whether there was one, nobody here knows. */
void
vidimus_call_warn_of_bill (VidimusCall *self,
                           GError      *error)
{
  if (self->target->has_bill && vidimus_attempt_was_sent (self->attempt) &&
      soup_message_get_status (vidimus_attempt_get_message (self->attempt)) == SOUP_STATUS_NONE)
    append_to_message (error, _("The image had been sent: the account may be charged for it."));
}

/** vidimus_call_tell_of_attempts: what the last of several attempts adds to its @error. */
void
vidimus_call_tell_of_attempts (VidimusCall             *self,
                               const VidimusRetryCause *cause,
                               GError                  *error)
{
  gint64 after = vidimus_retry_parse_after (cause->retry_after, g_get_real_time () / G_USEC_PER_SEC);
  guint n = self->retry.attempt;

  if (n > 1)
    {
      g_autofree char *sentence = g_strdup_printf (ngettext ("It was tried %u time.", "It was tried %u times.", n), n);

      append_to_message (error, sentence);
    }
  if (vidimus_retry_is_transient (cause) && after > self->target->retry->budget_ms)
    {
      g_autofree char *advice = g_strdup_printf (_("The service asks to wait for %u minutes. Try again then."),
                                                 (guint) (after / 60000 + 1));

      vidimus_error_set_advice (error, advice);
    }
}
