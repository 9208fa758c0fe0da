/* Where an image that is named by address may be fetched from: the policy, and the very addresses that passed it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusFetchPolicy: how the world looks; the program has one, tests have others.
 * @resolver: who knows names; (transfer none)
 * @trust: (nullable): whose certificates count; %NULL: those that the system trusts; (transfer none)
 * @allows: whether a connection may go there
 */
typedef struct
{
  GResolver    *(*resolver) (void);
  GTlsDatabase *(*trust)    (void);
  gboolean      (*allows)   (GInetAddress *address,
                             guint16       port);
} VidimusFetchPolicy;

/* The Internet: what is everybody's (vidimus-address.h), on the ports of HTTP and HTTPS. */
extern const VidimusFetchPolicy VIDIMUS_FETCH_PUBLIC;

GUri               *vidimus_fetch_target_parse (const char               *address,
                                                GUri                     *base);
guint16             vidimus_fetch_target_port  (GUri                     *uri);
GSocketConnectable *vidimus_fetch_target_pin   (GUri                     *uri,
                                                GList                    *addresses,
                                                const VidimusFetchPolicy *policy);

G_END_DECLS
