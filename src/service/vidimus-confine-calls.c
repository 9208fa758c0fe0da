#include "vidimus-confine.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

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

/* Returns 0 also where this architecture has no such call. */
static int
allow (scmp_filter_ctx filter,
       int             call)
{
  int status = seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 0);

  return status == -EDOM ? 0 : status;
}

static gboolean
allow_worker (scmp_filter_ctx filter)
{
  const unsigned no_exec[] = { SCMP_SYS (mmap), SCMP_SYS (mprotect) };
  int failed = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (worker_calls); i++)
    failed |= allow (filter, worker_calls[i]);

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

/* What GLib, libsoup and GnuTLS need to serve sockets that are there already. No file is opened for writing, nothing is
 * executed, no process begins: threads do. */
static const int front_calls[] = {
  SCMP_SYS (accept), SCMP_SYS (accept4), SCMP_SYS (brk), SCMP_SYS (clock_getres), SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_nanosleep), SCMP_SYS (close), SCMP_SYS (dup), SCMP_SYS (eventfd2), SCMP_SYS (exit),
  SCMP_SYS (exit_group), SCMP_SYS (fstat), SCMP_SYS (ftruncate), SCMP_SYS (futex), SCMP_SYS (getcwd), SCMP_SYS (getegid),
  SCMP_SYS (geteuid), SCMP_SYS (getgid), SCMP_SYS (getpeername), SCMP_SYS (getpid), SCMP_SYS (getppid),
  SCMP_SYS (getrandom), SCMP_SYS (getsockname), SCMP_SYS (getsockopt), SCMP_SYS (gettid), SCMP_SYS (gettimeofday),
  SCMP_SYS (getuid), SCMP_SYS (lseek), SCMP_SYS (lstat), SCMP_SYS (madvise), SCMP_SYS (membarrier), SCMP_SYS (memfd_create), SCMP_SYS (mremap), SCMP_SYS (munmap), SCMP_SYS (nanosleep), SCMP_SYS (newfstatat),
  SCMP_SYS (pidfd_send_signal), SCMP_SYS (poll), SCMP_SYS (ppoll), SCMP_SYS (pread64), SCMP_SYS (read),
  SCMP_SYS (readlink), SCMP_SYS (readlinkat), SCMP_SYS (readv), SCMP_SYS (recvfrom), SCMP_SYS (recvmmsg),
  SCMP_SYS (recvmsg), SCMP_SYS (restart_syscall), SCMP_SYS (rseq), SCMP_SYS (rt_sigaction), SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn), SCMP_SYS (sched_getaffinity), SCMP_SYS (sched_getattr), SCMP_SYS (sched_setattr),
  SCMP_SYS (sched_yield), SCMP_SYS (sendmmsg), SCMP_SYS (sendmsg), SCMP_SYS (sendto), SCMP_SYS (set_robust_list),
  SCMP_SYS (setsockopt), SCMP_SYS (shutdown), SCMP_SYS (sigaltstack), SCMP_SYS (socketpair), SCMP_SYS (stat),
  SCMP_SYS (statx), SCMP_SYS (sysinfo), SCMP_SYS (time), SCMP_SYS (uname), SCMP_SYS (unlink), SCMP_SYS (unlinkat), SCMP_SYS (wait4),
  SCMP_SYS (write), SCMP_SYS (writev),
};

/* Ways out, of a front that fetches: to whom, Landlock says by port and vidimus-address.c by address. Names are asked
 * with a datagram, and perhaps of a daemon of this computer; the kernel is asked which families there are. */
static gboolean
allow_fetching (scmp_filter_ctx filter)
{
  static const int families[] = { AF_INET, AF_INET6, AF_UNIX, AF_NETLINK };
  int failed = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (connect), 0);

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (socket), 1,
                                SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) families[i]));

  return failed == 0;
}

static gboolean
allow_front (scmp_filter_ctx filter,
             gboolean        fetching)
{
  static const unsigned no_exec[] = { SCMP_SYS (mmap), SCMP_SYS (mprotect) };
  static const int of_descriptors[] = { F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD_CLOEXEC, F_ADD_SEALS, F_GET_SEALS };
  static const unsigned of_terminals[] = { TCGETS, FIONREAD };
  int failed = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (front_calls); i++)
    failed |= allow (filter, front_calls[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (no_exec); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, (int) no_exec[i], 1,
                                SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  for (gsize i = 0; i < G_N_ELEMENTS (of_descriptors); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1,
                                SCMP_A1 (SCMP_CMP_EQ, (scmp_datum_t) of_descriptors[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (of_terminals); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (ioctl), 1, SCMP_A1 (SCMP_CMP_EQ, of_terminals[i]));

  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
  /* A thread; and since what clone3() is asked for can't be seen from here, the C library has to ask the other way. */
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                              SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prctl), 1, SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1, SCMP_A2 (SCMP_CMP_EQ, 0));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                              SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));

  return failed == 0 && (!fetching || allow_fetching (filter));
}

/**
 * vidimus_confine_calls:
 *
 * Filters system calls: the front and a worker may only do what is listed, the nursery anything but what is listed. What
 * is refused fails with EPERM. Needs vidimus_confine_process() before it.
 *
 * Returns: whether the filter is in force
 */
gboolean
vidimus_confine_calls (VidimusRole role)
{
  scmp_filter_ctx filter;
  gboolean done;

  if (!vidimus_confine_is_possible ())
    return FALSE;

  filter = seccomp_init (role == VIDIMUS_ROLE_NURSERY ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO (EPERM));
  if (filter == NULL)
    return FALSE;

  seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1); /* threads that are there already too */
  if (role == VIDIMUS_ROLE_WORKER)
    done = allow_worker (filter);
  else if (role == VIDIMUS_ROLE_NURSERY)
    done = refuse_others (filter);
  else
    done = allow_front (filter, role == VIDIMUS_ROLE_FETCHING_FRONT);
  done = done && seccomp_load (filter) == 0;
  seccomp_release (filter);

  return done;
}
