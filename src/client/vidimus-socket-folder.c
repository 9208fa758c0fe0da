#include "vidimus-socket-folder-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPLATE "vidimus-XXXXXX"
#define SOCKET   "socket"
/* A Unix socket's path holds this many bytes and a zero. */
#define MAX_SOCKET_PATH 107
/* Another program's start may take a new folder for one that was left behind, in the moment before it is locked. */
#define MAX_TRIES 8

/*
 * Whose folder it is, is said by a lock on it: the kernel gives that back however its owner ends. Programs that the
 * owner starts do not get it.
 */
struct _VidimusSocketFolder
{
  char *path;   /* owned; of the socket */
  char *folder; /* owned */
  int   lock;   /* owned; the folder, opened */
};

/* Returns: a descriptor of the folder, or −1 when somebody else has it, or it is gone or not ours */
static int
lock_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat info;

  if (fd < 0)
    return -1;
  if (fstat (fd, &info) == 0 && info.st_uid == getuid () && (info.st_mode & 0777) == 0700 &&
      flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &info) == 0 && info.st_nlink > 0)
    return fd;
  close (fd);

  return -1;
}

/* What holds anything but a socket stays. */
static void
remove_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, SOCKET, NULL);

  g_unlink (path);
  g_rmdir (folder);
}

/* A program that was killed could not tidy up; the next one does. */
static void
remove_stale (const char *base)
{
  g_autoptr(GDir) dir = g_dir_open (base, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = NULL;
      int lock;

      if (strlen (name) != strlen (TEMPLATE) || !g_str_has_prefix (name, "vidimus-"))
        continue;
      folder = g_build_filename (base, name, NULL);
      lock = lock_folder (folder);
      if (lock >= 0)
        {
          remove_folder (folder);
          close (lock);
        }
    }
}

static VidimusSocketFolder *
make_in (const char  *base,
         GError     **error)
{
  remove_stale (base);

  for (int i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *folder = g_build_filename (base, TEMPLATE, NULL);
      int lock;

      if (g_mkdtemp (folder) == NULL)
        {
          int why = errno;

          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (why), "%s: %s", base, g_strerror (why));
          return NULL;
        }
      lock = lock_folder (folder);
      if (lock >= 0)
        {
          VidimusSocketFolder *self = g_new0 (VidimusSocketFolder, 1);

          self->path = g_build_filename (folder, SOCKET, NULL);
          self->folder = g_steal_pointer (&folder);
          self->lock = lock;

          return self;
        }
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s: %s", base, g_strerror (EBUSY));

  return NULL;
}

/**
 * vidimus_socket_folder_new:
 *
 * Makes it where the user's sockets belong; where that can't be or is too long for a socket's path, among the temporary
 * files.
 *
 * Returns: (transfer full): mode 0700, empty
 */
VidimusSocketFolder *
vidimus_socket_folder_new (GError **error)
{
  const char *runtime = g_get_user_runtime_dir ();
  VidimusSocketFolder *self = NULL;

  g_mkdir_with_parents (runtime, 0700);
  if (strlen (runtime) + strlen ("/" TEMPLATE "/" SOCKET) <= MAX_SOCKET_PATH)
    self = make_in (runtime, NULL);

  return self != NULL ? self : make_in (g_get_tmp_dir (), error);
}

/** vidimus_socket_folder_free: removes it, with the socket in it. */
void
vidimus_socket_folder_free (VidimusSocketFolder *self)
{
  remove_folder (self->folder);
  close (self->lock);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);
}

/** vidimus_socket_folder_get_path: where the socket is to be. */
const char *
vidimus_socket_folder_get_path (VidimusSocketFolder *self)
{
  return self->path;
}
