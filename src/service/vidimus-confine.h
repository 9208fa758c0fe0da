/* Locks, one process at a time. Every lock is one-way: what it takes away stays away, also from children. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VidimusConfinement: what is in force.
 * @landlock: the ABI of Landlock that was used; 0 when the kernel has none
 * @seccomp: whether system calls are filtered
 */
typedef struct
{
  int      landlock;
  gboolean seccomp;
} VidimusConfinement;

/**
 * VidimusRole:
 * @VIDIMUS_ROLE_FRONT: has the listener, threads and request bodies
 * @VIDIMUS_ROLE_FETCHING_FRONT: the same, which also fetches images that are named by address
 * @VIDIMUS_ROLE_NURSERY: warm; forks workers, sees no input
 * @VIDIMUS_ROLE_WORKER: decodes hostile images
 */
typedef enum
{
  VIDIMUS_ROLE_FRONT,
  VIDIMUS_ROLE_FETCHING_FRONT,
  VIDIMUS_ROLE_NURSERY,
  VIDIMUS_ROLE_WORKER,
} VidimusRole;

/* FALSE in builds with a sanitizer, whose run-time needs what the locks take away: files, ptrace, address space. */
gboolean vidimus_confine_is_possible  (void);

gboolean vidimus_confine_process      (VidimusRole   role);
int      vidimus_confine_files        (VidimusRole   role,
                                       char        **readable,
                                       const char   *remove_dir);
gboolean vidimus_confine_calls        (VidimusRole   role);
void     vidimus_confine_memory       (guint64       bytes);
void     vidimus_confine_front_memory (guint64       bytes);
gboolean vidimus_confine_descriptors  (guint         wanted);

G_END_DECLS
