#include "vidimus-confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The one place that knows about sanitizers: everything below does nothing when this is 0. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define CONFINEMENT_POSSIBLE 0
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CONFINEMENT_POSSIBLE 0
#endif
#ifndef CONFINEMENT_POSSIBLE
#define CONFINEMENT_POSSIBLE 1
#endif

#define WORKER_MAX_FILES 32
#define FRONT_THREADS    (1ULL << 30) /* bytes: stacks of threads count as private memory, and libraries have some */

/* Debian 12's headers end at ABI 2 (kernel 5.19); the values below are the kernel's, which never change. */
#define ACCESS_FS_V1      ((1ULL << 13) - 1)
#define ACCESS_FS_REFER   (1ULL << 13) /* ABI 2 */
#define ACCESS_FS_TRUNC   (1ULL << 14) /* ABI 3 */
#define ACCESS_NET        (3ULL)       /* ABI 4: bind and connect TCP */
#define ACCESS_FS_IOCTL   (1ULL << 15) /* ABI 5 */
#define SCOPE_ABSTRACT    (1ULL << 0)  /* ABI 6: abstract Unix sockets */
#define SCOPE_SIGNAL      (1ULL << 1)  /* ABI 6 */

/* ABI 4; not in Debian 12's headers either. */
#define RULE_NET_PORT      2
#define ACCESS_NET_CONNECT (1ULL << 1)

struct net_port_attr
{
  guint64 allowed_access;
  guint64 port;
};

struct ruleset_attr
{
  guint64 handled_access_fs;
  guint64 handled_access_net;
  guint64 scoped;
};

/**
 * vidimus_confine_is_possible:
 *
 * Returns: %FALSE in builds with a sanitizer, where the locks are left open and reported as such
 */
gboolean
vidimus_confine_is_possible (void)
{
  return CONFINEMENT_POSSIBLE;
}

static void
set_limit (__rlimit_resource_t resource,
           rlim_t              value)
{
  struct rlimit limit = { value, value };
  struct rlimit old;

  if (getrlimit (resource, &old) == 0 && old.rlim_max < value)
    limit.rlim_cur = limit.rlim_max = old.rlim_max;
  setrlimit (resource, &limit);
}

/**
 * vidimus_confine_process:
 *
 * No core dump, no debugger, no new privileges; a worker also gets few descriptors.
 *
 * Returns: %FALSE when the kernel refused to promise no new privileges, without which nothing else locks
 */
gboolean
vidimus_confine_process (VidimusRole role)
{
  set_limit (RLIMIT_CORE, 0);
  if (role == VIDIMUS_ROLE_WORKER)
    set_limit (RLIMIT_NOFILE, WORKER_MAX_FILES);

  if (!CONFINEMENT_POSSIBLE)
    return TRUE;

  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);

  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

static int
landlock_abi (void)
{
  int abi = (int) syscall (SYS_landlock_create_ruleset, NULL, (size_t) 0, LANDLOCK_CREATE_RULESET_VERSION);

  return MAX (abi, 0);
}

static gboolean
landlock_allow (int         ruleset,
                const char *path,
                guint64     access)
{
  struct landlock_path_beneath_attr rule = { .allowed_access = access };
  struct stat info;
  gboolean done;

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return errno == ENOENT; /* nothing there that could be allowed */
  if (fstat (rule.parent_fd, &info) == 0 && !S_ISDIR (info.st_mode))
    rule.allowed_access &= ~(guint64) LANDLOCK_ACCESS_FS_READ_DIR;

  done = syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close (rule.parent_fd);

  return done;
}

/* Where an image may be fetched from, and who knows names. */
static gboolean
landlock_allow_ports (int ruleset)
{
  static const guint64 ports[] = { 53, 80, 443 };
  gboolean done = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      struct net_port_attr rule = { .allowed_access = ACCESS_NET_CONNECT, .port = ports[i] };

      done = done && syscall (SYS_landlock_add_rule, ruleset, RULE_NET_PORT, &rule, 0) == 0;
    }

  return done;
}

/**
 * vidimus_confine_files:
 * @readable: (nullable): files, and folders whose files, may still be read; %NULL-terminated
 * @remove_dir: (nullable): the one folder in which a file may still be removed
 *
 * Shuts the file system by Landlock, for this thread and all that it starts; where the kernel can, also TCP (bind
 * and connect; a front that fetches keeps the ports of DNS, HTTP and HTTPS), abstract sockets of others and, but for the front, signals to others.
 *
 * Returns: the ABI in force; 0 when there is no Landlock or it failed
 */
int
vidimus_confine_files (VidimusRole  role,
                       char       **readable,
                       const char  *remove_dir)
{
  gboolean is_front = role == VIDIMUS_ROLE_FRONT || role == VIDIMUS_ROLE_FETCHING_FRONT;
  int abi = CONFINEMENT_POSSIBLE ? landlock_abi () : 0;
  struct ruleset_attr attr = { .handled_access_fs = ACCESS_FS_V1 };
  gsize size = sizeof attr.handled_access_fs;
  gboolean done;
  int ruleset;

  if (abi < 1)
    return 0;

  attr.handled_access_fs |= (abi >= 2 ? ACCESS_FS_REFER : 0) | (abi >= 3 ? ACCESS_FS_TRUNC : 0) |
                            (abi >= 5 ? ACCESS_FS_IOCTL : 0);
  if (abi >= 4)
    {
      attr.handled_access_net = ACCESS_NET;
      size += sizeof attr.handled_access_net;
    }
  if (abi >= 6)
    {
      /* Workers are outside of the front's domain, and it has to end them. */
      attr.scoped = SCOPE_ABSTRACT | (is_front ? 0 : SCOPE_SIGNAL);
      size += sizeof attr.scoped;
    }

  ruleset = (int) syscall (SYS_landlock_create_ruleset, &attr, size, 0);
  if (ruleset < 0)
    return 0;

  done = TRUE;
  for (gsize i = 0; readable != NULL && readable[i] != NULL; i++)
    done = done && landlock_allow (ruleset, readable[i], LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
  if (role == VIDIMUS_ROLE_FETCHING_FRONT && abi >= 4)
    done = done && landlock_allow_ports (ruleset);
  done = done && (remove_dir == NULL || landlock_allow (ruleset, remove_dir, LANDLOCK_ACCESS_FS_REMOVE_FILE)) &&
         syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);

  return done ? abi : 0;
}

/**
 * vidimus_confine_memory:
 * @bytes: of private writable memory, all told
 *
 * Beyond it allocations fail. (RLIMIT_AS would also count what is only mapped.)
 */
void
vidimus_confine_memory (guint64 bytes)
{
  if (CONFINEMENT_POSSIBLE)
    set_limit (RLIMIT_DATA, (rlim_t) bytes);
}

/**
 * vidimus_confine_front_memory:
 * @bytes: that requests may take
 *
 * The last line behind the limits of the front itself, which keep to @bytes: this process ends before the machine suffers.
 */
void
vidimus_confine_front_memory (guint64 bytes)
{
  vidimus_confine_memory (bytes + FRONT_THREADS);
}

/**
 * vidimus_confine_descriptors:
 * @wanted: how many this process will need at most
 *
 * Returns: whether it may have so many
 */
gboolean
vidimus_confine_descriptors (guint wanted)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return FALSE;
  limit.rlim_cur = MIN (MAX (limit.rlim_cur, wanted), limit.rlim_max);
  setrlimit (RLIMIT_NOFILE, &limit);

  return limit.rlim_cur >= wanted;
}

G_STATIC_ASSERT (LANDLOCK_ACCESS_FS_MAKE_SYM < ACCESS_FS_REFER);
