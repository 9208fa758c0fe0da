/* The process of our own service: which program it is, how it begins and how it ends. Whether it answers is not known here. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The one that was named, that of the environment, that beside this program, the installed one. @named: nullable */
char        *vidimus_local_process_find_program (const char   *named);
/* Begins to listen at @path, for so many connections before they are taken, and hands that on. */
GSubprocess *vidimus_local_process_spawn        (const char   *program,
                                                 const char   *path,
                                                 int           backlog,
                                                 GError      **error);
/* @process: (transfer full): may have ended already */
void         vidimus_local_process_end          (GSubprocess  *process);

G_END_DECLS
