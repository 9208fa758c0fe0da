#include "vidimus-keys.h"

#include "vidimus-json.h"
#include "vidimus-keys-file.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MIN_SECRET 16 /* characters; what is shorter can be guessed */
#define MAX_TEXT   4096

struct _VidimusKeys
{
  gatomicrefcount  references;
  GPtrArray       *keys;   /* owned VidimusCredential */
  GPtrArray       *tokens; /* the same */
};

/* What is needed while a file is read. */
typedef struct
{
  const char *path;
  const char *text;
  gsize       length;
  const char *list;  /* "keys" or "tokens" */
  guint       index;
} Reader;

static void
wipe (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
credential_free (gpointer data)
{
  VidimusCredential *self = data;

  g_free (self->access_key);
  g_free (self->name);
  wipe (self->secret);
  wipe (self->security_token);
  g_free (self->project_id);
  g_free (self);
}

/**
 * vidimus_keys_equal:
 *
 * Compares in a time that tells nothing about where the two differ.
 */
gboolean
vidimus_keys_equal (const char *a,
                    const char *b)
{
  gsize length = strlen (a);
  gsize other = strlen (b);
  guchar difference = length != other;

  for (gsize i = 0; i < length; i++)
    difference |= (guchar) a[i] ^ (guchar) b[other == 0 ? 0 : i % other];

  return difference == 0;
}

G_GNUC_PRINTF (3, 4) static gboolean
refuse (const Reader  *reader,
        GError       **error,
        const char    *format,
        ...)
{
  guint line = vidimus_keys_file_line (reader->text, reader->length, reader->list, reader->index);
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: a file, a line in it, and a sentence of what is wrong there. */
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s”, line %u: %s"), reader->path, line, what);

  return FALSE;
}

/* A member of text that can stand in a header; wiped in the tree, which knows no secrets. */
static gboolean
take_text (const Reader  *reader,
           JsonObject    *object,
           const char    *member,
           gboolean       needed,
           char         **out,
           GError       **error)
{
  JsonNode *node = json_object_get_member (object, member);
  char *text;

  if (node == NULL && !needed)
    return TRUE;
  if (node == NULL)
    return refuse (reader, error, _("“%s” is missing: add it"), member);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (reader, error, _("“%s” must be text in quotation marks"), member);

  text = (char *) json_node_get_string (node);
  if (*text == '\0' || strlen (text) > MAX_TEXT)
    return refuse (reader, error, _("“%s” must have from 1 to %d characters"), member, MAX_TEXT);
  for (const char *c = text; *c != '\0'; c++)
    if (*c <= 0x20 || *c >= 0x7f)
      return refuse (reader, error, _("“%s” must be of visible ASCII characters, without spaces"), member);

  *out = g_strdup (text);
  if (g_str_has_prefix (member, "se") || g_str_equal (member, "token"))
    explicit_bzero (text, strlen (text));

  return TRUE;
}

static gboolean
take_expiry (const Reader  *reader,
             JsonObject    *object,
             gint64        *out,
             GError       **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GDateTime) time = NULL;

  if (!take_text (reader, object, "expires_at", FALSE, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return refuse (reader, error, _("“expires_at” must be a time such as 2030-01-31T12:00:00Z"));
  *out = g_date_time_to_unix (time);

  return TRUE;
}

static gboolean
check_members (const Reader       *reader,
               JsonObject         *object,
               const char *const  *known,
               GError            **error)
{
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, NULL))
    if (!g_strv_contains (known, member))
      return refuse (reader, error, _("“%.40s” is not known here: remove it, or see whether it is misspelt"), member);

  return TRUE;
}

static gboolean
check_credential (const Reader             *reader,
                  const VidimusCredential  *credential,
                  GPtrArray                *others,
                  GError                  **error)
{
  if (strlen (credential->secret) < MIN_SECRET)
    return refuse (reader, error, _("“%s” must have at least %d characters, or it can be guessed"),
                   credential->access_key != NULL ? "secret_key" : "token", MIN_SECRET);
  if (strchr (credential->project_id, '/') != NULL)
    return refuse (reader, error, _("“project_id” must not have a slash"));
  if (credential->access_key != NULL && strpbrk (credential->access_key, ",;=") != NULL)
    return refuse (reader, error, _("“access_key” must not have a comma, a semicolon or an equals sign"));

  for (guint i = 0; i < others->len; i++)
    if (g_str_equal (((VidimusCredential *) others->pdata[i])->name, credential->name))
      return refuse (reader, error, _("the same one stands here twice: remove one"));

  return TRUE;
}

static gboolean
take_credential (const Reader  *reader,
                 JsonNode      *node,
                 GPtrArray     *into,
                 GError       **error)
{
  static const char *const of_key[] = { "access_key", "secret_key", "project_id", "security_token", "expires_at", NULL };
  static const char *const of_token[] = { "token", "project_id", "expires_at", NULL };
  gboolean is_key = g_str_equal (reader->list, "keys");
  VidimusCredential *self;
  JsonObject *object;
  gboolean done;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (reader, error, _("an entry must be an object in braces"));

  object = json_node_get_object (node);
  self = g_new0 (VidimusCredential, 1);
  done = check_members (reader, object, is_key ? of_key : of_token, error) &&
         (!is_key || take_text (reader, object, "access_key", TRUE, &self->access_key, error)) &&
         take_text (reader, object, is_key ? "secret_key" : "token", TRUE, &self->secret, error) &&
         take_text (reader, object, "project_id", TRUE, &self->project_id, error) &&
         take_text (reader, object, "security_token", FALSE, &self->security_token, error) &&
         take_expiry (reader, object, &self->expires, error);
  if (done)
    {
      self->name = is_key ? g_strdup (self->access_key)
                          : g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->secret, -1);
      done = check_credential (reader, self, into, error);
    }

  if (done)
    g_ptr_array_add (into, self);
  else
    credential_free (self);

  return done;
}

static gboolean
take_list (Reader      *reader,
           JsonObject  *root,
           GPtrArray   *into,
           GError     **error)
{
  JsonNode *node = json_object_get_member (root, reader->list);
  JsonArray *array;

  reader->index = 0;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (reader, error, _("“%s” must be a list in brackets"), reader->list);

  array = json_node_get_array (node);
  for (; reader->index < json_array_get_length (array); reader->index++)
    if (!take_credential (reader, json_array_get_element (array, reader->index), into, error))
      return FALSE;

  return TRUE;
}

static gboolean
take_all (VidimusKeys  *self,
          Reader       *reader,
          GError      **error)
{
  static const char *const known[] = { "keys", "tokens", NULL };
  g_autoptr(GError) problem = NULL;
  g_autoptr(JsonNode) root = vidimus_json_parse (reader->text, (gssize) reader->length, &problem);

  reader->list = "";
  if (root == NULL)
    {
      /* The parser's own words may quote what it read. */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("“%s” is not JSON: compare it with the example in the manual page vidimus-service(1)"), reader->path);
      return FALSE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return refuse (reader, error, _("the file must be an object with “keys” and “tokens”"));
  if (!check_members (reader, json_node_get_object (root), known, error))
    return FALSE;

  reader->list = "keys";
  if (!take_list (reader, json_node_get_object (root), self->keys, error))
    return FALSE;
  reader->list = "tokens";
  if (!take_list (reader, json_node_get_object (root), self->tokens, error))
    return FALSE;

  reader->list = "";
  if (self->keys->len + self->tokens->len == 0)
    return refuse (reader, error, _("there is no key and no token: nobody could call"));

  return TRUE;
}

/**
 * vidimus_keys_load:
 * @path: `{"keys": [{"access_key", "secret_key", "project_id"}], "tokens": [{"token", "project_id"}]}`, with optional
 *   `security_token` (keys) and `expires_at`
 *
 * Returns: (transfer full): the keys; %NULL with a sentence that names the line and what to do, and no secret
 */
VidimusKeys *
vidimus_keys_load (const char  *path,
                   GError     **error)
{
  g_autoptr(VidimusKeys) self = g_new0 (VidimusKeys, 1);
  Reader reader = { .path = path };
  char *text = vidimus_keys_file_read (path, &reader.length, error);
  gboolean done;

  g_atomic_ref_count_init (&self->references);
  self->keys = g_ptr_array_new_with_free_func (credential_free);
  self->tokens = g_ptr_array_new_with_free_func (credential_free);
  if (text == NULL)
    return NULL;

  reader.text = text;
  done = take_all (self, &reader, error);
  vidimus_keys_file_free (text, reader.length);

  return done ? g_steal_pointer (&self) : NULL;
}

/**
 * vidimus_keys_ref:
 *
 * Returns: (transfer full): @self; in any thread
 */
VidimusKeys *
vidimus_keys_ref (VidimusKeys *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

/**
 * vidimus_keys_unref:
 * @self: (transfer full):
 *
 * Wipes the secrets with the last reference; in any thread.
 */
void
vidimus_keys_unref (VidimusKeys *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->tokens);
  g_free (self);
}

/**
 * vidimus_keys_get_n_keys:
 */
guint
vidimus_keys_get_n_keys (VidimusKeys *self)
{
  return self->keys->len;
}

/**
 * vidimus_keys_get_n_tokens:
 */
guint
vidimus_keys_get_n_tokens (VidimusKeys *self)
{
  return self->tokens->len;
}

/* All are compared, always: how long it takes says nothing about which it was. */
static const VidimusCredential *
find (GPtrArray  *list,
      const char *name)
{
  const VidimusCredential *found = NULL;

  for (guint i = 0; i < list->len; i++)
    if (vidimus_keys_equal (name, ((VidimusCredential *) list->pdata[i])->name))
      found = list->pdata[i];

  return found;
}

/**
 * vidimus_keys_find_key:
 *
 * Returns: (nullable): whose access key this is
 */
const VidimusCredential *
vidimus_keys_find_key (VidimusKeys *self,
                       const char  *access_key)
{
  return find (self->keys, access_key);
}

/**
 * vidimus_keys_find_token:
 *
 * Returns: (nullable): whose token this is; compared by digest, so that not even its length shows
 */
const VidimusCredential *
vidimus_keys_find_token (VidimusKeys *self,
                         const char  *token)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  return find (self->tokens, name);
}
