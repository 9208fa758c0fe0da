#include "vidimus-profiles-file-private.h"

#include "vidimus-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

/* More than anybody's profiles, less than what would keep the window waiting. */
#define MAX_BYTES (1024 * 1024)
/* Another program writes for a few milliseconds; one that was stopped meanwhile is not waited for longer than this. */
#define LOCK_TRIES 1000
#define LOCK_PAUSE_US 2000

typedef struct
{
  ino_t           inode;
  off_t           size;
  struct timespec changed;
} Stamp;

struct _VidimusProfilesFile
{
  char  *path;  /* owned */
  Stamp  stamp; /* all 0: there was none */
  int    lock;  /* of the folder; -1: not held */
};

static char *
find_path (const char *path)
{
  if (path == NULL || *path == '\0')
    path = g_getenv ("VIDIMUS_PROFILES");
  if (path != NULL && *path != '\0')
    return g_canonicalize_filename (path, NULL);

  return g_build_filename (g_get_user_config_dir (), "vidimus", "profiles.ini", NULL);
}

/*< private > */
VidimusProfilesFile *
vidimus_profiles_file_new (const char *path)
{
  VidimusProfilesFile *self = g_new0 (VidimusProfilesFile, 1);
  char *target;

  self->path = find_path (path);
  self->lock = -1;

  /* What a link leads to is replaced, not the link. */
  target = realpath (self->path, NULL);
  if (target != NULL)
    {
      g_free (self->path);
      self->path = g_strdup (target);
      free (target);
    }

  return self;
}

/*< private > */
void
vidimus_profiles_file_free (VidimusProfilesFile *self)
{
  vidimus_profiles_file_unlock (self);
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

/*< private > */
const char *
vidimus_profiles_file_get_path (VidimusProfilesFile *self)
{
  return self->path;
}

static Stamp
get_stamp (VidimusProfilesFile *self)
{
  GStatBuf info;

  if (g_stat (self->path, &info) != 0)
    return (Stamp) { 0 };

  return (Stamp) { .inode = info.st_ino, .size = info.st_size, .changed = info.st_mtim };
}

/*< private > */
gboolean
vidimus_profiles_file_has_changed (VidimusProfilesFile *self)
{
  Stamp now = get_stamp (self);

  return now.inode != self->stamp.inode || now.size != self->stamp.size ||
         now.changed.tv_sec != self->stamp.changed.tv_sec || now.changed.tv_nsec != self->stamp.changed.tv_nsec;
}

static gboolean
fail (VidimusProfilesFile  *self,
      const char           *why,
      GError              **error)
{
  g_autofree char *message = g_strdup_printf (_("The services could not be saved in “%s”: %s."), self->path, why);
  GError *own_error = vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT, message,
                                                 _("See whether the disk is full and whether you may write to that folder. Until then the "
                                                   "change holds while this program runs."));
  g_propagate_error (error, own_error);

  return FALSE;
}

/*< private > */
gboolean
vidimus_profiles_file_lock (VidimusProfilesFile  *self,
                            GError              **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (self, g_strerror (errno), error);

  self->lock = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (self->lock < 0)
    return fail (self, g_strerror (errno), error);

  for (int i = 0; i < LOCK_TRIES && flock (self->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; i++)
    g_usleep (LOCK_PAUSE_US);

  return TRUE;
}

/*< private > */
void
vidimus_profiles_file_unlock (VidimusProfilesFile *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

static char *
find_free_name (const char *path)
{
  char *name = g_strconcat (path, ".broken", NULL);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.broken-%u", path, i);
    }

  return name;
}

/* Returns: what to tell. */
static char *
move_aside (VidimusProfilesFile *self,
            const char          *why)
{
  g_autofree char *aside = find_free_name (self->path);

  if (g_rename (self->path, aside) == 0)
    return g_strdup_printf (_("The list of services could not be read: %s. It was kept as “%s”, and a new one is begun."),
                            why, aside);

  return g_strdup_printf (_("The list of services “%s” could not be read: %s."), self->path, why);
}

/* A pipe would be waited for, and a huge file read to its end. */
static gboolean
load (VidimusProfilesFile  *self,
      GKeyFile             *content,
      char                **why)
{
  g_autoptr(GError) error = NULL;
  GStatBuf info;

  if (g_stat (self->path, &info) != 0)
    {
      if (errno == ENOENT || errno == ENOTDIR)
        return TRUE;
      *why = g_strdup (g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (info.st_mode) || info.st_size > MAX_BYTES)
    {
      *why = g_strdup (_("it is no such list"));
      return FALSE;
    }
  if (info.st_size > 0 &&
      !g_key_file_load_from_file (content, self->path, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, &error))
    {
      *why = g_strdup (error->message);
      return FALSE;
    }

  return TRUE;
}

/*< private > */
GKeyFile *
vidimus_profiles_file_read (VidimusProfilesFile  *self,
                            char                **problem)
{
  g_autoptr(GKeyFile) content = g_key_file_new ();
  g_autofree char *why = NULL;
  Stamp before = get_stamp (self); /* what is written meanwhile is read the next time */

  *problem = NULL;
  if (!load (self, content, &why))
    {
      *problem = move_aside (self, why);
      g_clear_pointer (&content, g_key_file_unref);
      content = g_key_file_new ();
      before = get_stamp (self);
    }
  self->stamp = before;

  return g_steal_pointer (&content);
}

/*< private > */
gboolean
vidimus_profiles_file_write (VidimusProfilesFile  *self,
                             GKeyFile             *content,
                             GError              **error)
{
  g_autoptr(GError) problem = NULL;
  gsize length;
  g_autofree char *text = g_key_file_to_data (content, &length, NULL);

  if (!g_file_set_contents_full (self->path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &problem))
    return fail (self, problem->message, error);

  self->stamp = get_stamp (self);

  return TRUE;
}
