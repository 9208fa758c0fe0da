/* The request body, both ways. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* {"data": "…", "alarm": …} around the Base64 of @image, written in one pass without json-glib (PLATFORM.md, libsoup). */
GBytes  *vidimus_request_write_data (GBytes      *image,
                                     gboolean     alarm);
GBytes  *vidimus_request_write_url  (const char  *url,
                                     gboolean     alarm);

/**
 * VidimusRequest: a request as the service reads it.
 * @image: decoded from Base64, or NULL when @url is given
 */
typedef struct
{
  GBytes   *image;
  char     *url;
  gboolean  alarm;
} VidimusRequest;

/**
 * VidimusRequestRoom:
 *
 * Asked again, it may forget what it gave before.
 *
 * Returns: memory for @size bytes, which lives longer than the request; %NULL when there is none: then it is refused
 */
typedef guint8 *(*VidimusRequestRoom) (gsize    size,
                                       gpointer user_data);

/* Errors are %VIDIMUS_ERROR with the contract's own codes: AIS.0101, AIS.0102, AIS.0103. */
VidimusRequest *vidimus_request_new_from_json (const char          *json,
                                               gsize                length,
                                               GError             **error);
VidimusRequest *vidimus_request_new_in_room   (const char          *json,
                                               gsize                length,
                                               VidimusRequestRoom   room,
                                               gpointer             user_data,
                                               GError             **error);
void            vidimus_request_free          (VidimusRequest      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusRequest, vidimus_request_free)

G_END_DECLS
