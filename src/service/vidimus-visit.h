/* Connections, counted: how many there are, how many of one address, and how long each may take to say what it wants. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _VidimusVisitors VidimusVisitors;

/**
 * VidimusVisitLimits:
 * @visits: connections at once
 * @visits_of_one: connections of one address at once
 * @head_ms: milliseconds until the headers of its request must be in, the handshake of TLS apart
 */
typedef struct
{
  guint visits;
  guint visits_of_one;
  guint head_ms;
} VidimusVisitLimits;

/**
 * VidimusVisit: one connection; lives as long as its stream.
 * @socket: owned
 * @key: (nullable): owned; of its address; %NULL for a Unix socket, which is not limited
 * @place: (nullable): owned; of its address, what may be logged
 * @is_private: over a Unix socket
 * @is_loopback: from this computer
 */
typedef struct
{
  VidimusVisitors *visitors; /* borrowed */
  GSocket         *socket;
  char            *key;
  char            *place;
  gboolean         is_private;
  gboolean         is_loopback;
  gboolean         is_tls;
  guint            deadline; /* source */
} VidimusVisit;

VidimusVisitors *vidimus_visitors_new         (const VidimusVisitLimits *limits);
void             vidimus_visitors_free        (VidimusVisitors          *self);
guint            vidimus_visitors_get_size    (VidimusVisitors          *self);
guint64          vidimus_visitors_get_refused (VidimusVisitors          *self);
void             vidimus_visitors_when_empty  (VidimusVisitors          *self,
                                               GSourceOnceFunc           empty,
                                               gpointer                  user_data);

VidimusVisit    *vidimus_visit_begin          (VidimusVisitors          *visitors,
                                               GSocket                  *socket,
                                               GIOStream                *stream,
                                               GSocketAddress           *remote);
void             vidimus_visit_await_head     (VidimusVisit             *self);
void             vidimus_visit_got_head       (VidimusVisit             *self);
void             vidimus_visit_cut_off        (VidimusVisit             *self);

G_END_DECLS
