/* The socket that the service listens on: made here, or inherited. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusListener:
 * @socket: owned
 * @path: (nullable): owned; of a Unix socket that was made here and is to be removed
 * @name: owned; for the log: an address and a port, or where the socket is
 * @loopback: only processes of this computer reach it
 */
typedef struct
{
  GSocket  *socket;
  char     *path;
  char     *name;
  gboolean  loopback;
  guint64   device;
  guint64   inode;
} VidimusListener;

gboolean vidimus_listener_open_path (VidimusListener  *self,
                                     const char       *path,
                                     GError          **error);
gboolean vidimus_listener_open_fd   (VidimusListener  *self,
                                     int               fd,
                                     GError          **error);
gboolean vidimus_listener_open_host (VidimusListener  *self,
                                     const char       *host_and_port,
                                     gboolean          anywhere,
                                     GError          **error);
void     vidimus_listener_close     (VidimusListener  *self);

G_END_DECLS
