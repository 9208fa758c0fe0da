#include "vidimus-keys-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* This user's and nobody else's; or root's, as a service manager hands it over: there the bits of the group are only
 * the mask of the entry that lets this user read it (systemd.exec(5), LoadCredential=). */
static gboolean
is_private (const struct stat *info)
{
  if (info->st_uid == geteuid ())
    return (info->st_mode & 077) == 0 || (info->st_uid == 0 && info->st_gid == 0 && (info->st_mode & 037) == 0);

  return info->st_uid == 0 && info->st_gid == 0 && (info->st_mode & 037) == 0;
}

static gboolean
check_file (int           fd,
            const char   *path,
            struct stat  *info,
            GError      **error)
{
  if (fstat (fd, info) < 0 || !S_ISREG (info->st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                   _("“%s” is not a regular file: name the file with the keys itself"), path);
      return FALSE;
    }
  if (info->st_uid != geteuid () && info->st_uid != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   _("“%s” belongs to another user: make it yours with chown"), path);
      return FALSE;
    }
  if (!is_private (info))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   _("“%s” can be read by others (mode %03o): take that from them with chmod 600"), path,
                   (guint) info->st_mode & 0777);
      return FALSE;
    }
  if (info->st_size > VIDIMUS_KEYS_MAX_BYTES)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG,
                   _("“%s” has more than 1 MiB: that is no file of keys"), path);
      return FALSE;
    }

  return TRUE;
}

/**
 * vidimus_keys_file_read:
 * @length: (out): of the text
 *
 * Refuses whatever is not a regular file that this user alone can read, and what is too large.
 *
 * Returns: (transfer full): the text with a zero behind it, to be freed with vidimus_keys_file_free(); %NULL with a
 *   sentence that says what to do
 */
char *
vidimus_keys_file_read (const char  *path,
                        gsize       *length,
                        GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;
  char *text;
  gsize room;

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("“%s” can't be opened: %s"), path,
                   g_strerror (errno));
      return NULL;
    }
  if (!check_file (fd, path, &info, error))
    {
      close (fd);
      return NULL;
    }

  room = (gsize) info.st_size;
  text = g_malloc0 (room + 1);
  *length = 0;
  while (*length < room)
    {
      gssize n = read (fd, text + *length, room - *length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      *length += (gsize) n;
    }
  close (fd);

  return text;
}

/**
 * vidimus_keys_file_free:
 *
 * Wipes and frees.
 */
void
vidimus_keys_file_free (char  *text,
                        gsize  length)
{
  if (text == NULL)
    return;

  explicit_bzero (text, length);
  g_free (text);
}

/**
 * vidimus_keys_file_line_at:
 *
 * Returns: the line of a byte, counted from 1
 */
guint
vidimus_keys_file_line_at (const char *text,
                           gsize       length,
                           gsize       offset)
{
  guint line = 1;

  for (gsize i = 0; i < MIN (offset, length); i++)
    line += text[i] == '\n';

  return line;
}

/* The end of the string that opens at @i. */
static gsize
end_of_string (const char *text,
               gsize       length,
               gsize       i)
{
  for (i++; i < length && text[i] != '"'; i++)
    i += text[i] == '\\';

  return i;
}

/**
 * vidimus_keys_file_line:
 * @text: well-formed JSON, an object
 * @member: of the object; a list
 * @index: of one of its entries
 *
 * Returns: the line on which that entry begins; 1 when there is none
 */
guint
vidimus_keys_file_line (const char *text,
                        gsize       length,
                        const char *member,
                        guint       index)
{
  gboolean inside = FALSE, expected = TRUE;
  gsize wanted = strlen (member);
  int depth = 0;
  guint seen = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (depth == 2 && inside && expected && strchr (" \t\r\n]", c) == NULL)
        {
          if (seen++ == index)
            return vidimus_keys_file_line_at (text, length, i);
          expected = FALSE;
        }
      if (c == '"')
        {
          gsize end = end_of_string (text, length, i);

          if (depth == 1 && expected)
            inside = end - i - 1 == wanted && strncmp (text + i + 1, member, wanted) == 0;
          i = end;
        }
      else if (c == '{' || c == '[')
        {
          depth++;
          expected = depth <= 2;
        }
      else if (c == '}' || c == ']')
        depth--;
      else if (depth <= 2 && (c == ',' || c == ':'))
        expected = c == ',';
    }

  return 1;
}
