#include "vidimus-confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
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

/* Debian 12's headers end at ABI 2 (kernel 5.19); the values below are the kernel's, which never change. */
#define ACCESS_FS_V1      ((1ULL << 13) - 1)
#define ACCESS_FS_REFER   (1ULL << 13) /* ABI 2 */
#define ACCESS_FS_TRUNC   (1ULL << 14) /* ABI 3 */
#define ACCESS_NET        (3ULL)       /* ABI 4: bind and connect TCP */
#define ACCESS_FS_IOCTL   (1ULL << 15) /* ABI 5 */
#define SCOPE_ABSTRACT    (1ULL << 0)  /* ABI 6: abstract Unix sockets */
#define SCOPE_SIGNAL      (1ULL << 1)  /* ABI 6 */

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

/**
 * vidimus_confine_files:
 * @readable: (nullable): files, and folders whose files, may still be read; %NULL-terminated
 * @remove_dir: (nullable): the one folder in which a file may still be removed
 *
 * Shuts the file system by Landlock, for this thread and all that it starts; where the kernel can, also TCP (bind
 * and connect), abstract sockets of others and, but for the front, signals to others.
 *
 * Returns: the ABI in force; 0 when there is no Landlock or it failed
 */
int
vidimus_confine_files (VidimusRole  role,
                       char       **readable,
                       const char  *remove_dir)
{
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
      attr.scoped = SCOPE_ABSTRACT | (role == VIDIMUS_ROLE_FRONT ? 0 : SCOPE_SIGNAL);
      size += sizeof attr.scoped;
    }

  ruleset = (int) syscall (SYS_landlock_create_ruleset, &attr, size, 0);
  if (ruleset < 0)
    return 0;

  done = TRUE;
  for (gsize i = 0; readable != NULL && readable[i] != NULL; i++)
    done = done && landlock_allow (ruleset, readable[i], LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
  done = done && (remove_dir == NULL || landlock_allow (ruleset, remove_dir, LANDLOCK_ACCESS_FS_REMOVE_FILE)) &&
         syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);

  return done ? abi : 0;
}

/* What decoding, OCR and arithmetic need, and nothing else. */
static const int worker_calls[] = {
  SCMP_SYS (brk), SCMP_SYS (clock_getres), SCMP_SYS (clock_gettime), SCMP_SYS (clock_nanosleep), SCMP_SYS (close),
  SCMP_SYS (exit), SCMP_SYS (exit_group), SCMP_SYS (fstat), SCMP_SYS (newfstatat), SCMP_SYS (futex),
  SCMP_SYS (getpid), SCMP_SYS (getrandom), SCMP_SYS (gettid), SCMP_SYS (gettimeofday), SCMP_SYS (lseek),
  SCMP_SYS (madvise), SCMP_SYS (mremap), SCMP_SYS (munmap), SCMP_SYS (nanosleep), SCMP_SYS (poll), SCMP_SYS (ppoll),
  SCMP_SYS (pread64), SCMP_SYS (read), SCMP_SYS (readv), SCMP_SYS (recvmsg), SCMP_SYS (restart_syscall),
  SCMP_SYS (rseq), SCMP_SYS (rt_sigaction), SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sched_getaffinity), SCMP_SYS (sched_yield), SCMP_SYS (sendmsg), SCMP_SYS (set_robust_list),
  SCMP_SYS (sigaltstack), SCMP_SYS (stat), SCMP_SYS (statx), SCMP_SYS (sysinfo), SCMP_SYS (time), SCMP_SYS (uname),
  SCMP_SYS (write), SCMP_SYS (writev),
};

/* What no process of the service needs once it runs: ways to other programs, other processes and the kernel's back. */
static const int refused_calls[] = {
  SCMP_SYS (execve), SCMP_SYS (execveat), SCMP_SYS (ptrace), SCMP_SYS (process_vm_readv),
  SCMP_SYS (process_vm_writev), SCMP_SYS (process_madvise), SCMP_SYS (kcmp), SCMP_SYS (pidfd_getfd),
  SCMP_SYS (socket), SCMP_SYS (connect), SCMP_SYS (bind), SCMP_SYS (listen), SCMP_SYS (mount), SCMP_SYS (umount2),
  SCMP_SYS (move_mount), SCMP_SYS (open_tree), SCMP_SYS (fsopen), SCMP_SYS (fsconfig), SCMP_SYS (fsmount),
  SCMP_SYS (pivot_root), SCMP_SYS (chroot), SCMP_SYS (setns), SCMP_SYS (unshare), SCMP_SYS (bpf),
  SCMP_SYS (perf_event_open), SCMP_SYS (userfaultfd), SCMP_SYS (io_uring_setup), SCMP_SYS (keyctl),
  SCMP_SYS (add_key), SCMP_SYS (request_key), SCMP_SYS (init_module), SCMP_SYS (finit_module),
  SCMP_SYS (delete_module), SCMP_SYS (kexec_load), SCMP_SYS (kexec_file_load), SCMP_SYS (reboot), SCMP_SYS (swapon),
  SCMP_SYS (swapoff), SCMP_SYS (acct), SCMP_SYS (quotactl), SCMP_SYS (setuid), SCMP_SYS (setgid),
  SCMP_SYS (setreuid), SCMP_SYS (setregid), SCMP_SYS (setresuid), SCMP_SYS (setresgid), SCMP_SYS (setgroups),
  SCMP_SYS (mknodat), SCMP_SYS (open_by_handle_at), SCMP_SYS (personality),
};

static gboolean
allow_worker (scmp_filter_ctx filter)
{
  const unsigned no_exec[] = { SCMP_SYS (mmap), SCMP_SYS (mprotect) };
  int failed = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (worker_calls); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, worker_calls[i], 0);

  for (gsize i = 0; i < G_N_ELEMENTS (no_exec); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, (int) no_exec[i], 1,
                                SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));

  /* Which file is Landlock's to say; here: never for writing. */
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, SCMP_A1 (SCMP_CMP_EQ, F_GETFL));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, SCMP_A1 (SCMP_CMP_EQ, F_GETFD));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, SCMP_A1 (SCMP_CMP_EQ, F_GET_SEALS));
  /* Reading a limit, and abort () on oneself. */
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1, SCMP_A2 (SCMP_CMP_EQ, 0));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                              SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));

  return failed == 0;
}

static gboolean
refuse_others (scmp_filter_ctx filter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_calls); i++)
    {
      int status = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), refused_calls[i], 0);

      if (status != 0 && status != -EDOM) /* EDOM: this architecture has no such call */
        return FALSE;
    }

  return TRUE;
}

/**
 * vidimus_confine_calls:
 *
 * Filters system calls: a worker may only do what is listed, the others anything but what is listed. What is refused
 * fails with EPERM. Needs vidimus_confine_process() before it.
 *
 * Returns: whether the filter is in force
 */
gboolean
vidimus_confine_calls (VidimusRole role)
{
  scmp_filter_ctx filter;
  gboolean done;

  if (!CONFINEMENT_POSSIBLE)
    return FALSE;

  filter = seccomp_init (role == VIDIMUS_ROLE_WORKER ? SCMP_ACT_ERRNO (EPERM) : SCMP_ACT_ALLOW);
  if (filter == NULL)
    return FALSE;

  done = (role == VIDIMUS_ROLE_WORKER ? allow_worker (filter) : refuse_others (filter)) &&
         seccomp_load (filter) == 0;
  seccomp_release (filter);

  return done;
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

G_STATIC_ASSERT (LANDLOCK_ACCESS_FS_MAKE_SYM < ACCESS_FS_REFER);
