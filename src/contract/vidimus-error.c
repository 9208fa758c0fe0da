#include "vidimus-error-private.h"
#include "vidimus-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What of a stranger's message, and of a code or an id, is worth showing. */
#define MAX_MESSAGE_CHARS 200
#define MAX_ID_CHARS 64
/* No error needs more, and it is read where a person waits. */
#define MAX_BODY_BYTES (64 * 1024)

typedef struct
{
  char  *api_code;    /* owned, nullable */
  guint  http_status; /* 0: none */
  char  *request_id;  /* owned, nullable */
  char  *advice;      /* owned, nullable: the table's */
} VidimusErrorPrivate;

static void
vidimus_error_private_init (VidimusErrorPrivate *priv)
{
}

static void
vidimus_error_private_copy (const VidimusErrorPrivate *from,
                            VidimusErrorPrivate       *to)
{
  to->api_code = g_strdup (from->api_code);
  to->http_status = from->http_status;
  to->request_id = g_strdup (from->request_id);
  to->advice = g_strdup (from->advice);
}

static void
vidimus_error_private_clear (VidimusErrorPrivate *priv)
{
  g_clear_pointer (&priv->api_code, g_free);
  g_clear_pointer (&priv->request_id, g_free);
  g_clear_pointer (&priv->advice, g_free);
}

G_DEFINE_EXTENDED_ERROR (VidimusError, vidimus_error)

/**
 * vidimus_error_new:
 * @api_code: (nullable): the service's own, such as "AIS.0102"
 * @http_status: 0 when there was no answer
 * @request_id: (nullable): for whoever runs the service
 * @message: (nullable): a sentence for a person; else the meaning of @api_code, or the cause of @code
 *
 * Returns: (transfer full): an error whose copies keep all of it
 */
GError *
vidimus_error_new (VidimusError  code,
                   const char   *api_code,
                   guint         http_status,
                   const char   *request_id,
                   const char   *message)
{
  const VidimusErrorRow *row = vidimus_error_row_lookup (api_code, http_status);
  VidimusErrorPrivate *priv;
  GError *error;

  if (message == NULL)
    message = row != NULL ? vidimus_error_row_get_meaning (row)
                          : _(vidimus_error_words_for_class (code)->cause);

  error = g_error_new_literal (VIDIMUS_ERROR, code, message);
  priv = vidimus_error_get_private (error);
  priv->api_code = g_strdup (api_code);
  priv->http_status = http_status;
  priv->request_id = g_strdup (request_id);

  return error;
}

/**
 * vidimus_error_new_for_code:
 * @api_code: of the table, such as "AIS.0103"; any other is an %VIDIMUS_ERROR_SERVICE
 *
 * Returns: (transfer full): an error with class, status and meaning of the first row of @api_code
 */
GError *
vidimus_error_new_for_code (const char *api_code)
{
  const VidimusErrorRow *row = vidimus_error_row_lookup (api_code, 0);

  return vidimus_error_new (row != NULL ? row->error : VIDIMUS_ERROR_SERVICE, api_code,
                            row != NULL ? row->http_status : 0, NULL, NULL);
}

/**
 * vidimus_error_set_advice:
 * @error: of this domain
 * @advice: what the user can do next, translated, where more is known than the table knows
 */
void
vidimus_error_set_advice (GError     *error,
                          const char *advice)
{
  VidimusErrorPrivate *priv;

  g_return_if_fail (error != NULL && error->domain == VIDIMUS_ERROR);

  priv = vidimus_error_get_private (error);
  g_free (priv->advice);
  priv->advice = g_strdup (advice);
}

/** vidimus_error_new_advised: what no service said, but we see ourselves: a sentence and what to do about it, both translated. */
GError *
vidimus_error_new_advised (VidimusError  code,
                           const char   *message,
                           const char   *advice)
{
  GError *error = vidimus_error_new (code, NULL, 0, NULL, message);

  vidimus_error_set_advice (error, advice);

  return error;
}

/**
 * vidimus_error_get_api_code:
 * @error: of any domain
 *
 * Returns: (nullable): the service's own code
 */
const char *
vidimus_error_get_api_code (const GError *error)
{
  return error != NULL && error->domain == VIDIMUS_ERROR ? vidimus_error_get_private (error)->api_code : NULL;
}

/**
 * vidimus_error_get_http_status:
 *
 * Returns: the status that came with the error; 0 for none
 */
guint
vidimus_error_get_http_status (const GError *error)
{
  return error != NULL && error->domain == VIDIMUS_ERROR ? vidimus_error_get_private (error)->http_status : 0;
}

/**
 * vidimus_error_get_request_id:
 *
 * Returns: (nullable): what to name to who runs the service
 */
const char *
vidimus_error_get_request_id (const GError *error)
{
  return error != NULL && error->domain == VIDIMUS_ERROR ? vidimus_error_get_private (error)->request_id : NULL;
}

static const char *
get_file_advice (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return _("See whether the file was moved or renamed, then open it again.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return _("See whether you may read the file, or copy it to a folder of yours.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return _("Free some space on the disk, then try again.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return _("It was cancelled. Try again when you like.");

  return _("Try again. If it keeps failing, please report it with the message above.");
}

/**
 * vidimus_error_get_advice:
 * @error: of any domain
 *
 * Returns: what the user can do next, translated; never %NULL
 */
const char *
vidimus_error_get_advice (const GError *error)
{
  const VidimusErrorRow *row;

  g_return_val_if_fail (error != NULL, "");

  if (error->domain != VIDIMUS_ERROR)
    return get_file_advice (error);
  if (vidimus_error_get_private (error)->advice != NULL)
    return vidimus_error_get_private (error)->advice;

  row = vidimus_error_row_lookup (vidimus_error_get_api_code (error), vidimus_error_get_http_status (error));

  return row != NULL ? vidimus_error_row_get_advice (row) : _(vidimus_error_words_for_class (error->code)->advice);
}

/**
 * vidimus_error_row_lookup:
 * @code: (nullable): such as "APIG.0308"; "APIGW." is read as "APIG."
 * @http_status: 0 when unknown
 *
 * Returns: (nullable): the row of @code and @http_status, else the row of @code whose status is unknown, else the
 *   first of @code
 */
const VidimusErrorRow *
vidimus_error_row_lookup (const char *code,
                          guint       http_status)
{
  const VidimusErrorRow *best = NULL;
  gboolean doubled;

  if (code == NULL)
    return NULL;

  doubled = g_str_has_prefix (code, "APIGW.");
  for (int i = 0; i < VIDIMUS_N_ERROR_ROWS; i++)
    {
      const VidimusErrorRow *row = &vidimus_error_rows[i];

      if (doubled ? !g_str_has_prefix (row->code, "APIG.") || !g_str_equal (row->code + 5, code + 6)
                  : !g_str_equal (row->code, code))
        continue;
      if (row->http_status == http_status)
        return row;
      if (best == NULL || (row->http_status == 0 && best->http_status != 0))
        best = row;
    }

  return best;
}

/**
 * vidimus_error_row_count:
 *
 * Returns: how many rows the table has
 */
guint
vidimus_error_row_count (void)
{
  return VIDIMUS_N_ERROR_ROWS;
}

/**
 * vidimus_error_row_get:
 * @index: below vidimus_error_row_count()
 */
const VidimusErrorRow *
vidimus_error_row_get (guint index)
{
  g_return_val_if_fail (index < VIDIMUS_N_ERROR_ROWS, NULL);

  return &vidimus_error_rows[index];
}

/**
 * vidimus_error_row_get_meaning:
 *
 * Returns: a sentence of what happened, translated
 */
const char *
vidimus_error_row_get_meaning (const VidimusErrorRow *row)
{
  return _(row->meaning);
}

/**
 * vidimus_error_row_get_cause:
 *
 * Returns: why it happens, translated
 */
const char *
vidimus_error_row_get_cause (const VidimusErrorRow *row)
{
  return _(vidimus_error_words_for_row (row)->cause);
}

/**
 * vidimus_error_row_get_advice:
 *
 * Returns: what the user can do next, translated
 */
const char *
vidimus_error_row_get_advice (const VidimusErrorRow *row)
{
  return _(vidimus_error_words_for_row (row)->advice);
}

/**
 * vidimus_error_to_json:
 * @request_id: (nullable): left out when %NULL
 *
 * Returns: (transfer full): the body of an error answer
 */
char *
vidimus_error_to_json (const char *code,
                       const char *error_msg,
                       const char *request_id)
{
  g_autoptr(JsonNode) node = json_node_alloc ();
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error_code", code);
  json_object_set_string_member (object, "error_msg", error_msg);
  if (request_id != NULL)
    json_object_set_string_member (object, "request_id", request_id);
  json_node_init_object (node, object);
  json_object_unref (object);

  return vidimus_json_to_string (node, FALSE);
}

/* The beginning of a stranger's text, on one line. */
static char *
make_showable (const char *text,
               glong       max_chars)
{
  char *shown = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), max_chars));

  for (char *c = shown; *c != '\0'; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      *c = ' ';

  return shown;
}

/* A string or a number member as text that can be shown; NULL for anything else. */
static char *
dup_text (JsonObject *object,
          const char *member,
          glong       max_chars)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return make_showable (json_node_get_string (node), max_chars);
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return NULL;
}

static VidimusError
classify_status (guint http_status)
{
  switch (http_status)
    {
    case 401:
    case 403:
    case 407:
      return VIDIMUS_ERROR_ACCOUNT;
    case 408:
    case 429:
    case 503:
      return VIDIMUS_ERROR_BUSY;
    case 413:
      return VIDIMUS_ERROR_IMAGE;
    default:
      return http_status >= 500 ? VIDIMUS_ERROR_SERVICE
                                : http_status >= 400 ? VIDIMUS_ERROR_REQUEST : VIDIMUS_ERROR_ANSWER;
    }
}

/* What is said where no row knows the code: the service's own words as far as they can be shown, else the status. */
static char *
describe_unknown (guint       http_status,
                  const char *theirs)
{
  if (theirs != NULL && *theirs != '\0')
    return g_strdup_printf (_("The service said: “%s”"), theirs);

  switch (classify_status (http_status))
    {
    case VIDIMUS_ERROR_ACCOUNT:
      return g_strdup_printf (_("The service did not accept the account (HTTP %u)."), http_status);
    case VIDIMUS_ERROR_BUSY:
      return g_strdup_printf (_("The service is too busy (HTTP %u)."), http_status);
    case VIDIMUS_ERROR_IMAGE:
      return g_strdup_printf (_("The service finds the request too large (HTTP %u)."), http_status);
    case VIDIMUS_ERROR_SERVICE:
      return g_strdup_printf (_("The service failed (HTTP %u)."), http_status);
    default:
      return g_strdup_printf (_("The service did not accept the request (HTTP %u)."), http_status);
    }
}

/**
 * vidimus_error_new_from_answer:
 * @http_status: of the answer; not 2xx
 * @body: any bytes: also empty, cut off, or a proxy's HTML; more than 64 KiB are not looked at
 * @request_id: (nullable): of the header `X-Request-Id`; the body's counts only without it
 *
 * Reads `{"error_code", "error_msg"}`, the gateway's form with `request_id`, and IAM's
 * `{"error": {"message", "code"}}`.
 *
 * Returns: (transfer full): the error, whatever the body is
 */
GError *
vidimus_error_new_from_answer (guint       http_status,
                               const char *body,
                               gsize       length,
                               const char *request_id)
{
  g_autoptr(JsonNode) node = length <= MAX_BODY_BYTES ? vidimus_json_parse (body, length, NULL) : NULL;
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *inner = object != NULL ? json_object_get_member (object, "error") : NULL;
  JsonObject *iam = inner != NULL && JSON_NODE_HOLDS_OBJECT (inner) ? json_node_get_object (inner) : NULL;
  g_autofree char *code = iam != NULL ? dup_text (iam, "code", MAX_ID_CHARS)
                                      : dup_text (object, "error_code", MAX_ID_CHARS);
  g_autofree char *theirs = iam != NULL ? dup_text (iam, "message", MAX_MESSAGE_CHARS)
                                        : dup_text (object, "error_msg", MAX_MESSAGE_CHARS);
  g_autofree char *body_id = dup_text (object, "request_id", MAX_ID_CHARS);
  g_autofree char *message = NULL;
  const VidimusErrorRow *row = vidimus_error_row_lookup (code, http_status);

  if (row == NULL)
    message = describe_unknown (http_status, theirs);

  return vidimus_error_new (row != NULL ? row->error : classify_status (http_status), code, http_status,
                            request_id != NULL ? request_id : body_id, message);
}
