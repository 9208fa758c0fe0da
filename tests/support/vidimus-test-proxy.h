/* The system's word on proxies, and a proxy that tunnels. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* At the beginning of a program, before anything asks for proxies: from now on it is the test that says. */
void            vidimus_test_proxy_install (void);
/* @uri: nullable: none is needed; copied */
void            vidimus_test_proxy_set     (const char      *uri);

/** VidimusTestTunnel: a proxy that knows CONNECT, and connects to one port of the loopback whomever it is asked for. */
typedef struct _VidimusTestTunnel VidimusTestTunnel;

VidimusTestTunnel *vidimus_test_tunnel_new       (guint16            port);
void               vidimus_test_tunnel_free      (VidimusTestTunnel *self);
const char        *vidimus_test_tunnel_get_uri   (VidimusTestTunnel *self); /* "http://name:secret@127.0.0.1:PORT" */
const char        *vidimus_test_tunnel_get_asked (VidimusTestTunnel *self); /* "host:port", the last; nullable */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusTestTunnel, vidimus_test_tunnel_free)

G_END_DECLS
