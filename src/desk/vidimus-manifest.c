#include "vidimus-manifest-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK (256 * 1024)

static GString *
read_standard_input (GError **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gssize n;

  do
    {
      gsize length = text->len;

      g_string_set_size (text, length + CHUNK);
      n = read (STDIN_FILENO, text->str + length, CHUNK);
      g_string_set_size (text, length + (gsize) MAX (n, 0));
    }
  while (n > 0 || (n < 0 && errno == EINTR));

  if (n < 0)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), _("The list can’t be read: %s"),
                   g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&text);
}

static GString *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr(GError) reason = NULL;
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *content = NULL;
  gsize length;

  if (g_file_get_contents (path, &content, &length, &reason))
    return g_string_new_len (content, (gssize) length);

  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no file “%s”."), shown);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The list “%s” can’t be read: %s"), shown, reason->message);

  return NULL;
}

/* By what is written, so that a list may grow, or be put into another order, and every item stays where it was. */
static gboolean
is_of_shard (const char *item,
             guint       shard,
             guint       n_shards)
{
  g_autoptr(GChecksum) checksum = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number;

  if (n_shards == 1)
    return TRUE;

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) item, -1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (&number, digest, sizeof number);

  return GUINT64_FROM_BE (number) % n_shards == shard - 1;
}

static gboolean
is_blank (const char *line)
{
  return line[strspn (line, " \t\v\f")] == '\0';
}

static gboolean
take_lines (VidimusManifest  *self,
            GString          *text,
            guint             shard,
            guint             n_shards,
            GError          **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal); /* owned by @self->items */
  char *line = text->str, *next;

  if (memchr (text->str, '\0', text->len) != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("The list is no text: it takes one path a line, in UTF-8."));
      return FALSE;
    }
  if (g_str_has_prefix (line, "\xef\xbb\xbf"))
    line += 3;

  for (; line != NULL; line = next)
    {
      next = strchr (line, '\n');
      if (next != NULL)
        *next++ = '\0';
      if (g_str_has_suffix (line, "\r"))
        line[strlen (line) - 1] = '\0';
      if (is_blank (line) || !is_of_shard (line, shard, n_shards))
        continue;

      if (g_hash_table_contains (seen, line))
        self->n_duplicates++;
      else
        {
          g_ptr_array_add (self->items, g_strdup (line));
          g_hash_table_add (seen, self->items->pdata[self->items->len - 1]);
        }
    }

  return TRUE;
}

/**
 * vidimus_manifest_read:
 * @path: a file with a path or an http or https address a line; "-" for the standard input
 * @shard: which part of it, from 1
 * @n_shards: of how many; an item belongs to the part that the first eight bytes of the SHA-256 of its line say, modulo @n_shards
 *
 * Blank lines, a byte order mark and the line ends of Windows are tolerated. Blocks until it is read.
 *
 * Returns: (transfer full): the items of the part, or %NULL
 */
VidimusManifest *
vidimus_manifest_read (const char  *path,
                       guint        shard,
                       guint        n_shards,
                       GError     **error)
{
  g_autoptr(VidimusManifest) self = g_new0 (VidimusManifest, 1);
  gboolean standard_input = strcmp (path, "-") == 0;
  GString *text = standard_input ? read_standard_input (error) : read_file (path, error);
  gboolean ok;

  g_return_val_if_fail (shard >= 1 && shard <= n_shards, NULL);

  if (text == NULL)
    return NULL;

  self->items = g_ptr_array_new_with_free_func (g_free);
  self->folder = standard_input ? g_get_current_dir () : g_path_get_dirname (path);
  ok = take_lines (self, text, shard, n_shards, error);
  g_string_free (text, TRUE);

  return ok ? g_steal_pointer (&self) : NULL;
}

/** vidimus_manifest_free: @self: (transfer full). */
void
vidimus_manifest_free (VidimusManifest *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self);
}

/**
 * vidimus_manifest_make_key:
 * @item: a line
 *
 * Returns: (transfer full): @item as text: itself, unless it is no UTF-8; then its stray bytes are \xNN and its backslashes
 *   doubled
 */
char *
vidimus_manifest_make_key (const char *item)
{
  GString *key;
  const char *end;

  if (g_utf8_validate (item, -1, NULL))
    return g_strdup (item);

  key = g_string_new (NULL);
  for (; !g_utf8_validate (item, -1, &end); item = end + 1)
    {
      g_string_append_len (key, item, end - item);
      g_string_append_printf (key, "\001x%02x", (guint8) *end);
    }
  g_string_append (key, item);
  g_string_replace (key, "\\", "\\\\", 0);
  g_string_replace (key, "\001", "\\", 0);

  return g_string_free (key, FALSE);
}

/** vidimus_manifest_make_document: (transfer full): @item, as a document that is called by its key. */
VidimusDocument *
vidimus_manifest_make_document (VidimusManifest *self,
                                const char      *item)
{
  g_autofree char *scheme = g_uri_parse_scheme (item);
  g_autofree char *key = vidimus_manifest_make_key (item);
  VidimusDocument *document;

  if (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0)
    document = vidimus_document_new_for_uri (item);
  else
    {
      g_autofree char *path = g_path_is_absolute (item) ? g_strdup (item) : g_build_filename (self->folder, item, NULL);
      g_autoptr(GFile) file = g_file_new_for_path (path);

      document = vidimus_document_new_for_file (file);
    }
  vidimus_document_set_item (document, key);

  return document;
}
