/* A folder for a Unix socket that only this user can enter; those that killed programs left behind are removed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VidimusSocketFolder VidimusSocketFolder;

VidimusSocketFolder *vidimus_socket_folder_new      (GError              **error);
void                 vidimus_socket_folder_free     (VidimusSocketFolder  *self);
const char          *vidimus_socket_folder_get_path (VidimusSocketFolder  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSocketFolder, vidimus_socket_folder_free)

G_END_DECLS
