/* Takes connections from a listening socket and gives them to a server. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _VidimusAcceptor VidimusAcceptor;

VidimusAcceptor *vidimus_acceptor_new        (GSocket           *listener,
                                              SoupServer        *server);
void             vidimus_acceptor_free       (VidimusAcceptor   *self);
GSocket         *vidimus_acceptor_get_socket (SoupServerMessage *message);

G_END_DECLS
