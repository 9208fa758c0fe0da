/* What a request asks for, ready for a worker. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VidimusAsked:
 * @image: a memfd with the encoded image, sealed: nobody can change or shorten it; −1 when there is @url
 * @bytes: it, mapped while it is written
 * @size: of it, > 0
 * @url: (nullable): owned; where the image is instead
 * @alarm: whether the image alarms are wanted
 */
typedef struct
{
  int      image;
  guint8  *bytes;
  gsize    size;
  char    *url;
  gboolean alarm;
} VidimusAsked;

VidimusAsked *vidimus_asked_new        (const char    *body,
                                        gsize          length,
                                        GError       **error);
VidimusAsked *vidimus_asked_new_frame  (gconstpointer  body,
                                        gsize          length,
                                        GError       **error);
int           vidimus_asked_take_image (VidimusAsked  *self);
void          vidimus_asked_free       (VidimusAsked  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusAsked, vidimus_asked_free)

G_END_DECLS
