/* Takes connections from a listening socket, as far as there is room, and gives them to a server. */
#pragma once

#include "vidimus-tls.h"
#include "vidimus-visit.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _VidimusAcceptor VidimusAcceptor;

VidimusAcceptor *vidimus_acceptor_new       (GSocket           *listener,
                                             VidimusVisitors   *visitors,
                                             VidimusTls        *tls,
                                             SoupServer        *server);
void             vidimus_acceptor_stop      (VidimusAcceptor   *self);
void             vidimus_acceptor_free      (VidimusAcceptor   *self);
VidimusVisit    *vidimus_acceptor_get_visit (SoupServerMessage *message);

G_END_DECLS
