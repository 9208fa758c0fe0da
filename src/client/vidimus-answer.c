#include "vidimus-answer-private.h"

#include <math.h>
#include <string.h>

/* More stages than any engine has; a header can't make us keep more. */
#define MAX_TIMINGS 32

G_DEFINE_FINAL_TYPE (VidimusAnswer, vidimus_answer, G_TYPE_OBJECT)

static void
clear_timing (gpointer data)
{
  VidimusTiming *timing = data;

  g_free ((char *) timing->name);
}

static void
vidimus_answer_finalize (GObject *object)
{
  VidimusAnswer *self = VIDIMUS_ANSWER (object);

  g_clear_object (&self->result);
  g_clear_object (&self->raw_result);
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->request_id, g_free);
  g_clear_pointer (&self->timings, g_array_unref);
  g_clear_pointer (&self->how, g_free);
  g_clear_pointer (&self->request_text, g_free);
  g_clear_pointer (&self->response_text, g_free);

  G_OBJECT_CLASS (vidimus_answer_parent_class)->finalize (object);
}

static void
vidimus_answer_class_init (VidimusAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_answer_finalize;
}

static void
vidimus_answer_init (VidimusAnswer *self)
{
  self->attempt = 1;
  self->timings = g_array_new (FALSE, FALSE, sizeof (VidimusTiming));
  g_array_set_clear_func (self->timings, clear_timing);
}

/* Its maker fills the members, then never touches them again. */
VidimusAnswer *
vidimus_answer_new (void)
{
  return g_object_new (VIDIMUS_TYPE_ANSWER, NULL);
}

/* One stage; what no clock says (negative, endless) is passed over. */
void
vidimus_answer_add_timing (VidimusAnswer *self,
                           const char    *name,
                           double         ms)
{
  VidimusTiming timing = { NULL, ms };

  if (self->timings->len >= MAX_TIMINGS || !isfinite (ms) || ms < 0.0)
    return;

  timing.name = g_strdup (name);
  g_array_append_val (self->timings, timing);
}

/* The "name;dur=12.5" of W3C Server Timing; entries without a duration, and other parameters, are passed over. */
void
vidimus_answer_add_server_timing (VidimusAnswer *self,
                                  const char    *header)
{
  g_auto(GStrv) entries = g_strsplit (header != NULL ? header : "", ",", MAX_TIMINGS);

  for (gsize i = 0; entries[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (entries[i], ";", 8);

      for (gsize j = 1; parts[0] != NULL && parts[j] != NULL; j++)
        {
          const char *part = g_strstrip (parts[j]);
          char *end;
          double ms;

          if (g_ascii_strncasecmp (part, "dur=", strlen ("dur=")) != 0)
            continue;
          part += strlen ("dur=");
          ms = g_ascii_strtod (part, &end);
          if (end != part && *g_strstrip (parts[0]) != '\0')
            vidimus_answer_add_timing (self, g_strstrip (parts[0]), ms);
        }
    }
}

/**
 * vidimus_answer_get_result:
 *
 * Returns: (transfer none): the result, its location in the picture's upright pixels if vidimus_answer_is_mapped()
 */
VidimusResult *
vidimus_answer_get_result (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), NULL);

  return self->result;
}

/**
 * vidimus_answer_is_mapped:
 *
 * Returns: whether the result is in the upright pixels of the picture that the call was given
 */
gboolean
vidimus_answer_is_mapped (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), FALSE);

  return self->is_mapped;
}

/**
 * vidimus_answer_get_raw_result:
 *
 * Returns: (transfer none): the result as the service said it, in pixels as sent
 */
VidimusResult *
vidimus_answer_get_raw_result (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), NULL);

  return self->raw_result;
}

/**
 * vidimus_answer_get_alarms_asked:
 *
 * Returns: whether the request asked for the image alarms
 */
gboolean
vidimus_answer_get_alarms_asked (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), FALSE);

  return self->alarms_asked;
}

/**
 * vidimus_answer_get_service:
 *
 * Returns: who answered, for people
 */
const char *
vidimus_answer_get_service (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), NULL);

  return self->service;
}

/**
 * vidimus_answer_get_request_id:
 *
 * Returns: (nullable): the header `X-Request-Id`
 */
const char *
vidimus_answer_get_request_id (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), NULL);

  return self->request_id;
}

/**
 * vidimus_answer_get_http_status:
 *
 * Returns: 2xx
 */
guint
vidimus_answer_get_http_status (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), 0);

  return self->http_status;
}

/**
 * vidimus_answer_get_attempt:
 *
 * Returns: how many requests it took, from 1
 */
guint
vidimus_answer_get_attempt (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), 0);

  return self->attempt;
}

/**
 * vidimus_answer_get_ms:
 *
 * Returns: how long the whole call took, in milliseconds
 */
double
vidimus_answer_get_ms (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), 0.0);

  return self->ms;
}

/**
 * vidimus_answer_get_timings:
 * @n_timings: (out):
 *
 * Returns: (transfer none) (array length=n_timings): our stages in their order, then those of the service
 */
const VidimusTiming *
vidimus_answer_get_timings (VidimusAnswer *self,
                            gsize         *n_timings)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), NULL);

  *n_timings = self->timings->len;

  return (const VidimusTiming *) (gpointer) self->timings->data;
}

/**
 * vidimus_answer_get_sent:
 * @width: (out) (optional): pixels of the image as sent
 * @height: (out) (optional):
 * @bytes: (out) (optional): of the file as sent, before Base64
 * @how: (out) (optional) (nullable): what was changed before sending, translated; %NULL for nothing
 */
void
vidimus_answer_get_sent (VidimusAnswer  *self,
                         int            *width,
                         int            *height,
                         gsize          *bytes,
                         const char    **how)
{
  g_return_if_fail (VIDIMUS_IS_ANSWER (self));

  if (width != NULL)
    *width = self->sent_width;
  if (height != NULL)
    *height = self->sent_height;
  if (bytes != NULL)
    *bytes = self->sent_bytes;
  if (how != NULL)
    *how = self->how;
}

/**
 * vidimus_answer_get_request_text:
 *
 * Returns: the request for people, without image and secrets
 */
const char *
vidimus_answer_get_request_text (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), NULL);

  return self->request_text;
}

/**
 * vidimus_answer_get_response_text:
 *
 * Returns: the response for people, long texts (images of an explanation) left out
 */
const char *
vidimus_answer_get_response_text (VidimusAnswer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_ANSWER (self), NULL);

  return self->response_text;
}
