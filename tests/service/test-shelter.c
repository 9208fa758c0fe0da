#include "vidimus-confine.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is tried; "ok" is 0, else an errno is got. */
typedef enum
{
  READ_ALLOWED,
  THREAD,
  MEMFD,
  READ_OTHER,
  READ_OWN_FOLDERS_SIBLING,
  WRITE_FILE,
  CREATE_FILE,
  REMOVE_OTHER,
  LIST_FOLDER,
  EXECUTE,
  FORK,
  SIGNAL_PARENT,
  TRACE,
  OPEN_PIDFD,
  EXECUTABLE_MEMORY,
  MAKE_EXECUTABLE,
  BECOME_OTHER,
  USERFAULTFD,
  IO_URING,
  UNSHARE,
  MOUNT,
  SOCKET_INET,
  SOCKET_UNIX,
  SOCKET_PACKET,
  BIND,
  CONNECT_HIGH_PORT,
  N_TRIALS,
} Trial;

static const char *const trial_names[N_TRIALS] = {
  "read what is allowed", "thread", "memfd", "read another file", "read beside", "write a file", "create a file",
  "remove another", "list a folder", "execute", "fork", "signal the parent", "trace", "pidfd", "executable memory",
  "make executable", "become another", "userfaultfd", "io_uring", "unshare", "mount", "socket inet", "socket unix",
  "socket packet", "bind", "connect to a high port",
};

typedef struct
{
  char *allowed; /* a folder, with "file" */
  char *other;   /* a folder, with "file" */
  int   listener;
  int   spare;   /* an unbound socket from before */
  struct sockaddr_in address;
} Scene;

static int
got (long result)
{
  return result < 0 ? errno : 0;
}

static void *
thread_main (void *data)
{
  return data;
}

static int
try_open (const char *folder,
          const char *name,
          int         flags)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return got (open (path, flags, 0600));
}

static int
try_memory (Trial trial)
{
  void *page;

  if (trial == EXECUTABLE_MEMORY)
    return mmap (NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;

  page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return got (mprotect (page, 4096, PROT_READ | PROT_EXEC));
}

static int
try_network (const Scene *scene,
             Trial        trial)
{
  struct sockaddr_in any = { .sin_family = AF_INET };

  switch (trial)
    {
    case SOCKET_INET:
      return got (socket (AF_INET, SOCK_STREAM, 0));
    case SOCKET_UNIX:
      return got (socket (AF_UNIX, SOCK_STREAM, 0));
    case SOCKET_PACKET:
      return got (socket (AF_PACKET, SOCK_RAW, 0));
    case BIND:
      return got (bind (scene->spare, (struct sockaddr *) &any, sizeof any));
    default:
      return got (connect (scene->spare, (const struct sockaddr *) &scene->address, sizeof scene->address));
    }
}

static int
try_process (Trial trial)
{
  char *const argv[] = { (char *) "/bin/true", NULL };
  pthread_t thread;
  pid_t pid;

  switch (trial)
    {
    case THREAD:
      return pthread_create (&thread, NULL, thread_main, NULL);
    case MEMFD:
      return got (memfd_create ("x", MFD_CLOEXEC));
    case EXECUTE:
      return got (execve ("/bin/true", argv, NULL));
    case FORK:
      pid = fork ();
      if (pid == 0)
        _exit (0);
      return got (pid);
    case SIGNAL_PARENT:
      return got (kill (getppid (), 0));
    case TRACE:
      return got (ptrace (PTRACE_ATTACH, getppid (), NULL, NULL));
    case OPEN_PIDFD:
      return got (syscall (SYS_pidfd_open, getppid (), 0));
    case BECOME_OTHER:
      return got (setuid (65534));
    case USERFAULTFD:
      return got (syscall (SYS_userfaultfd, 0));
    case IO_URING:
      return got (syscall (SYS_io_uring_setup, 1, NULL));
    case UNSHARE:
      return got (unshare (CLONE_NEWUSER));
    default:
      return got (syscall (SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
    }
}

static int
try (const Scene *scene,
     Trial        trial)
{
  g_autofree char *other = g_build_filename (scene->other, "file", NULL);

  switch (trial)
    {
    case READ_ALLOWED:
      return try_open (scene->allowed, "file", O_RDONLY);
    case READ_OTHER:
      return try_open ("/etc", "passwd", O_RDONLY);
    case READ_OWN_FOLDERS_SIBLING:
      return try_open (scene->other, "file", O_RDONLY);
    case WRITE_FILE:
      return try_open (scene->allowed, "file", O_WRONLY);
    case CREATE_FILE:
      return try_open (scene->allowed, "new", O_WRONLY | O_CREAT);
    case REMOVE_OTHER:
      return got (unlink (other));
    case LIST_FOLDER:
      return got (open ("/", O_RDONLY | O_DIRECTORY));
    case EXECUTABLE_MEMORY:
    case MAKE_EXECUTABLE:
      return try_memory (trial);
    case SOCKET_INET:
    case SOCKET_UNIX:
    case SOCKET_PACKET:
    case BIND:
    case CONNECT_HIGH_PORT:
      return try_network (scene, trial);
    default:
      return try_process (trial);
    }
}

/* In a process of its own, locked as the front is: what each trial gets. Returns Landlock's ABI, 0 without the locks. */
static int
run (VidimusRole role,
     Scene      *scene,
     int         results[N_TRIALS])
{
  char *readable[] = { scene->allowed, NULL };
  int ends[2];
  int locks[2] = { 0 };
  pid_t pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      vidimus_confine_process (role);
      locks[0] = vidimus_confine_files (role, readable, NULL);
      locks[1] = vidimus_confine_calls (role);
      for (int i = 0; i < N_TRIALS && locks[0] > 0 && locks[1]; i++) /* else some would succeed */
        results[i] = try (scene, (Trial) i);
      if (write (ends[1], locks, sizeof locks) < 0 || write (ends[1], results, sizeof (int) * N_TRIALS) < 0)
        _exit (1);
      _exit (0);
    }

  close (ends[1]);
  g_assert_cmpint (read (ends[0], locks, sizeof locks), ==, sizeof locks);
  g_assert_cmpint (read (ends[0], results, sizeof (int) * N_TRIALS), ==, sizeof (int) * N_TRIALS);
  close (ends[0]);
  waitpid (pid, NULL, 0);
  for (int i = 0; i < N_TRIALS; i++)
    g_test_message ("%s: %s", trial_names[i], results[i] == 0 ? "yes" : g_strerror (results[i]));

  return locks[1] ? locks[0] : 0;
}

static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("vs-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));

  return folder;
}

static void
remove_folder (char *folder)
{
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *more = g_build_filename (folder, "new", NULL);

  g_unlink (file);
  g_unlink (more);
  g_rmdir (folder);
  g_free (folder);
}

static void
test_front (gconstpointer data)
{
  VidimusRole role = (VidimusRole) GPOINTER_TO_INT (data);
  gboolean fetching = role == VIDIMUS_ROLE_FETCHING_FRONT;
  Scene scene = { .allowed = make_folder (), .other = make_folder (), .listener = socket (AF_INET, SOCK_STREAM, 0),
                  .spare = socket (AF_INET, SOCK_STREAM, 0), .address = { .sin_family = AF_INET } };
  socklen_t length = sizeof scene.address;
  int results[N_TRIALS] = { 0 };
  int abi;

  scene.address.sin_addr.s_addr = g_htonl (INADDR_LOOPBACK);
  g_assert_cmpint (bind (scene.listener, (struct sockaddr *) &scene.address, sizeof scene.address), ==, 0);
  g_assert_cmpint (listen (scene.listener, 1), ==, 0);
  g_assert_cmpint (getsockname (scene.listener, (struct sockaddr *) &scene.address, &length), ==, 0);

  abi = run (role, &scene, results);
  if (abi == 0)
    {
      g_test_skip ("This kernel, or this build, has no Landlock or no seccomp");
    }
  else
    {
      for (int i = READ_ALLOWED; i <= MEMFD; i++)
        g_assert_cmpint (results[i], ==, 0);
      for (int i = READ_OTHER; i < SOCKET_INET; i++)
        g_assert_true (results[i] == EPERM || results[i] == EACCES);
      g_assert_cmpint (results[SOCKET_INET], ==, fetching ? 0 : EPERM);
      g_assert_cmpint (results[SOCKET_UNIX], ==, fetching ? 0 : EPERM);
      g_assert_cmpint (results[SOCKET_PACKET], ==, EPERM);
      g_assert_cmpint (results[BIND], ==, EPERM);
      if (!fetching)
        g_assert_cmpint (results[CONNECT_HIGH_PORT], ==, EPERM);
      else if (abi >= 4)
        g_assert_cmpint (results[CONNECT_HIGH_PORT], ==, EACCES);
    }
  close (scene.listener);
  close (scene.spare);
  remove_folder (scene.allowed);
  remove_folder (scene.other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/shelter/front", GINT_TO_POINTER (VIDIMUS_ROLE_FRONT), test_front);
  g_test_add_data_func ("/shelter/fetching-front", GINT_TO_POINTER (VIDIMUS_ROLE_FETCHING_FRONT), test_front);

  return g_test_run ();
}
