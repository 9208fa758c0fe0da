#include "vidimus-journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* How vidimus_document_to_json() begins a line; a quotation mark within a text is always escaped. */
#define LINE_BEGINS "{\"item\":\""
#define FILE_MEMBER ",\"file\":\""
#define ERROR_MEMBER ",\"error\":{"
#define WORTH_RETRYING "\"retry\":true"

struct _VidimusJournal
{
  char       *path;   /* owned */
  char       *shown;  /* owned; @path as text */
  int         fd;     /* owned; -1: none, or given away */
  GHashTable *lines;  /* owned: key → VidimusJournalEntry */
  guint       n_dropped;
};

/* What is at the end of a file that was not closed. */
typedef struct
{
  goffset  offset; /* of the first line that is none of ours; -1: all are */
  guint    number;
  gboolean torn;   /* it may be one of ours that was not written to its end */
} Tail;

/** vidimus_journal_free: @self: (transfer full). */
void
vidimus_journal_free (VidimusJournal *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->lines);
  g_free (self->shown);
  g_free (self->path);
  g_free (self);
}

static gboolean
fail (VidimusJournal  *self,
      int              number,
      GError         **error)
{
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (number), _("“%s” can’t be written: %s"), self->shown,
               g_strerror (number));

  return FALSE;
}

/* The text that begins at @p, which ends at a quotation mark that is not escaped. */
static const char *
end_of_text (const char *p)
{
  for (; *p != '\0' && *p != '"'; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;

  return *p == '"' ? p : NULL;
}

/* Returns: (transfer full) (nullable): what is escaped in it, as it was */
static char *
unescape (const char *text,
          gsize       length)
{
  g_autofree char *json = NULL;
  g_autoptr(JsonParser) parser = NULL;
  JsonArray *array;

  if (memchr (text, '\\', length) == NULL)
    return g_strndup (text, length);

  json = g_strdup_printf ("[\"%.*s\"]", (int) length, text);
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, json, -1, NULL))
    return NULL;
  array = json_node_get_array (json_parser_get_root (parser));

  return g_strdup (json_array_get_string_element (array, 0));
}

/*
 * @retry: (out): whether it failed, and is worth another attempt
 *
 * Returns: (transfer full) (nullable): the key of a whole line of ours
 */
static char *
parse_line (const char          *line,
            gsize                length, /* with its end */
            VidimusJournalEntry *entry,
            gboolean            *retry)
{
  const char *item = line + strlen (LINE_BEGINS), *end;

  if (strlen (line) != length || !g_str_has_suffix (line, "}\n") || !g_str_has_prefix (line, LINE_BEGINS))
    return NULL;

  end = end_of_text (item);
  if (end == NULL || !g_str_has_prefix (end + 1, FILE_MEMBER))
    return NULL;
  length = (gsize) (end - item);
  end = end_of_text (end + 1 + strlen (FILE_MEMBER));
  if (end == NULL)
    return NULL;

  *entry = g_str_has_prefix (end + 1, ERROR_MEMBER) ? VIDIMUS_JOURNAL_FAILED : VIDIMUS_JOURNAL_ANSWERED;
  *retry = *entry == VIDIMUS_JOURNAL_FAILED && strstr (end, WORTH_RETRYING) != NULL;

  return unescape (item, length);
}

static gboolean
may_be_torn (const char *line,
             gsize       length)
{
  return line[0] == '\0' || strncmp (line, LINE_BEGINS, MIN (length, strlen (LINE_BEGINS))) == 0;
}

static FILE *
open_stream (VidimusJournal *self)
{
  int copy = fcntl (self->fd, F_DUPFD_CLOEXEC, 0);
  FILE *stream = copy >= 0 ? fdopen (copy, "r") : NULL;

  if (stream == NULL && copy >= 0)
    close (copy);
  if (stream != NULL)
    rewind (stream);

  return stream;
}

/* Reads every line; with @kept, those that stay are copied there. */
static gboolean
read_lines (VidimusJournal  *self,
            gboolean         drop_failures,
            FILE            *kept, /* nullable */
            Tail            *tail,
            GError         **error)
{
  FILE *stream = open_stream (self);
  char *line = NULL;
  size_t size = 0;
  gssize n;
  goffset offset = 0;
  gboolean ok = stream != NULL;

  *tail = (Tail) { .offset = -1 };
  for (guint number = 1; ok && (n = getline (&line, &size, stream)) > 0; offset += n, number++)
    {
      VidimusJournalEntry entry;
      gboolean retry;
      g_autofree char *key = parse_line (line, (gsize) n, &entry, &retry);

      if (tail->offset >= 0)
        tail->torn = FALSE; /* something comes after it */
      else if (key == NULL)
        *tail = (Tail) { .offset = offset, .number = number, .torn = may_be_torn (line, (gsize) n) };
      if (key == NULL)
        continue;

      if (retry && drop_failures)
        self->n_dropped++;
      else if (kept != NULL)
        ok = fwrite (line, 1, (gsize) n, kept) == (gsize) n;
      else
        g_hash_table_insert (self->lines, g_steal_pointer (&key), GINT_TO_POINTER (entry));
    }
  ok = ok && !ferror (stream);
  if (!ok)
    fail (self, errno, error);
  free (line);
  if (stream != NULL)
    fclose (stream);

  return ok;
}

/* That a file has come, or has another content, holds only once its folder was written. */
static void
sync_folder (VidimusJournal *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* The file without the lines that are to be made anew; at its place at once, or not at all. */
static gboolean
rewrite (VidimusJournal  *self,
         GError         **error)
{
  g_autofree char *path = g_strconcat (self->path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_APPEND | O_CLOEXEC, 0600);
  FILE *kept = fd >= 0 ? fdopen (fcntl (fd, F_DUPFD_CLOEXEC, 0), "a") : NULL;
  Tail tail;
  gboolean ok = kept != NULL && flock (fd, LOCK_EX | LOCK_NB) == 0;

  if (!ok)
    fail (self, errno, error);
  ok = ok && read_lines (self, TRUE, kept, &tail, error);
  if (ok && (fflush (kept) != 0 || fsync (fd) != 0 || g_rename (path, self->path) != 0))
    ok = fail (self, errno, error);
  if (kept != NULL)
    fclose (kept);
  if (!ok)
    {
      if (fd >= 0)
        close (fd);
      g_unlink (path);
      return FALSE;
    }

  close (self->fd);
  self->fd = fd;
  sync_folder (self);

  return TRUE;
}

static gboolean
is_still_there (VidimusJournal *self)
{
  GStatBuf there;
  struct stat opened;

  return g_stat (self->path, &there) == 0 && fstat (self->fd, &opened) == 0 && there.st_ino == opened.st_ino &&
         there.st_dev == opened.st_dev;
}

/* One program at a time: who comes second is told, and touches nothing. */
static gboolean
open_locked (VidimusJournal  *self,
             GError         **error)
{
  struct stat info;

  do
    {
      if (self->fd >= 0)
        close (self->fd); /* it was replaced between being opened and locked */
      self->fd = g_open (self->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
      if (self->fd < 0 || fstat (self->fd, &info) != 0)
        return fail (self, errno, error);
      if (!S_ISREG (info.st_mode))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                       _("“%s” is no ordinary file: a batch is resumed from what it has written."), self->shown);
          return FALSE;
        }
      if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
        {
          if (errno != EWOULDBLOCK)
            return fail (self, errno, error);
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                       _("Another batch is writing “%s”. Wait for it, or write another file."), self->shown);
          return FALSE;
        }
    }
  while (!is_still_there (self));

  if (info.st_size == 0)
    sync_folder (self);

  return TRUE;
}

static gboolean
mend (VidimusJournal  *self,
      const Tail      *tail,
      GError         **error)
{
  if (tail->offset < 0)
    return TRUE;
  if (!tail->torn)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("Line %u of “%s” is not of a batch. Nothing was changed; write another file."), tail->number,
                   self->shown);
      return FALSE;
    }
  if (ftruncate (self->fd, tail->offset) != 0 || fsync (self->fd) != 0)
    return fail (self, errno, error);

  return TRUE;
}

/**
 * vidimus_journal_open:
 * @path: made when it is not there, readable by its owner alone
 * @drop_failures: whether lines of failures that are worth another attempt are taken out
 *
 * Locks it until the file is closed, cuts away a last line that is torn, and reads which items have a line. A file that has
 * other things in it is not touched. Blocks.
 *
 * Returns: (transfer full): the file as it is now, or %NULL
 */
VidimusJournal *
vidimus_journal_open (const char  *path,
                      gboolean     drop_failures,
                      GError     **error)
{
  g_autoptr(VidimusJournal) self = g_new0 (VidimusJournal, 1);
  Tail tail;

  self->path = g_strdup (path);
  self->shown = g_filename_display_name (path);
  self->fd = -1;
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!open_locked (self, error) || !read_lines (self, drop_failures, NULL, &tail, error) ||
      !mend (self, &tail, error) || (self->n_dropped > 0 && !rewrite (self, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/** vidimus_journal_lookup: what is known of the item that is called @key. */
VidimusJournalEntry
vidimus_journal_lookup (VidimusJournal *self,
                        const char     *key)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->lines, key));
}

/** vidimus_journal_steal_fd: the file, to be appended to; the lock goes with it. */
int
vidimus_journal_steal_fd (VidimusJournal *self)
{
  int fd = self->fd;

  self->fd = -1;

  return fd;
}
