/* What asynchronous tests share: a server on the loopback in the same main context, storing a result, awaiting it. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

SoupServer   *vidimus_test_serve       (SoupServerCallback   callback,
                                        gpointer             user_data,
                                        char               **uri);
void          vidimus_test_stop        (SoupServer          *server);
void          vidimus_test_finish      (GObject             *object,
                                        GAsyncResult        *result,
                                        gpointer             user_data);
GAsyncResult *vidimus_test_await       (GAsyncResult       **result);
void          vidimus_test_await_true  (gboolean           (*condition) (gpointer user_data),
                                        gpointer             user_data);
void          vidimus_test_drop        (gpointer             object);
void          vidimus_test_drain       (void);
GBytes       *vidimus_test_read_data   (const char          *name);

G_END_DECLS
