/* What can go wrong, named for what the user can do next, with the service's own code beside it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusError:
 * @VIDIMUS_ERROR_IMAGE: this image can't be taken; another image or a new photograph can
 * @VIDIMUS_ERROR_REQUEST: the request was malformed; nothing the user did
 * @VIDIMUS_ERROR_ACCOUNT: credentials, permission or subscription
 * @VIDIMUS_ERROR_BUSY: too many requests; the same one can succeed later
 * @VIDIMUS_ERROR_SERVICE: the service itself failed
 * @VIDIMUS_ERROR_UNREACHABLE: no answer (address, DNS, refused, timeout, child that won't start)
 * @VIDIMUS_ERROR_ANSWER: the answer is not what the contract says
 *
 * Cancellation is %G_IO_ERROR_CANCELLED, never this domain. The message is a sentence for a person;
 * the code, the advice and the rest are read with the functions below.
 */
typedef enum
{
  VIDIMUS_ERROR_IMAGE,
  VIDIMUS_ERROR_REQUEST,
  VIDIMUS_ERROR_ACCOUNT,
  VIDIMUS_ERROR_BUSY,
  VIDIMUS_ERROR_SERVICE,
  VIDIMUS_ERROR_UNREACHABLE,
  VIDIMUS_ERROR_ANSWER,
} VidimusError;

#define VIDIMUS_ERROR (vidimus_error_quark ())
GQuark      vidimus_error_quark           (void);

/* An extended error (G_DEFINE_EXTENDED_ERROR): copies of it keep what stands below. */
GError     *vidimus_error_new             (VidimusError  code,
                                           const char   *api_code,   /* nullable, such as "AIS.0102" */
                                           guint         http_status, /* 0: none */
                                           const char   *request_id, /* nullable */
                                           const char   *message);   /* nullable: the table's meaning */
GError     *vidimus_error_new_advised     (VidimusError  code,
                                           const char   *message,
                                           const char   *advice);    /* translated */
GError     *vidimus_error_new_for_code    (const char   *api_code);  /* all from the table */
void        vidimus_error_set_advice      (GError       *error,
                                           const char   *advice);    /* translated; instead of the table's */
const char *vidimus_error_get_api_code    (const GError *error);     /* nullable */
guint       vidimus_error_get_http_status (const GError *error);
const char *vidimus_error_get_request_id  (const GError *error);     /* nullable */
const char *vidimus_error_get_advice      (const GError *error);     /* translated; never NULL, for any domain */

/**
 * VidimusErrorRow: one row of the vendor's list (api/error-codes.json); key: code and status, 0 = unknown.
 * @error_msg: as the wire has it, in English
 * @meaning: marked for translation; translate with vidimus_error_row_get_meaning()
 */
typedef struct
{
  const char  *code;
  guint        http_status;
  const char  *error_msg;
  const char  *meaning;
  VidimusError error;
} VidimusErrorRow;

const VidimusErrorRow *vidimus_error_row_lookup      (const char            *code,
                                                      guint                  http_status);
guint                  vidimus_error_row_count       (void);
const VidimusErrorRow *vidimus_error_row_get         (guint                  index);
const char            *vidimus_error_row_get_meaning (const VidimusErrorRow *row);
const char            *vidimus_error_row_get_cause   (const VidimusErrorRow *row);
const char            *vidimus_error_row_get_advice  (const VidimusErrorRow *row);

/* The body of an error answer, both ways. Reading accepts the vendor's three shapes (API.md). */
char       *vidimus_error_to_json         (const char   *code,
                                           const char   *error_msg,
                                           const char   *request_id); /* nullable */
GError     *vidimus_error_new_from_answer (guint         http_status,
                                           const char   *body,
                                           gsize         length,
                                           const char   *request_id); /* of the header; nullable */

G_END_DECLS
