#include "vidimus-replay.h"

#include <string.h>

#define SLICE 60 /* seconds of dates that are forgotten together */

/* Half of a signature is more than anyone can find twice. */
typedef struct
{
  guint64 half[2];
  gint64  seen; /* seconds since 1970 */
} Entry;

/* A signature covers its date, so that it can only come back with the same one: it is looked for among those. */
struct _VidimusReplay
{
  GHashTable *slices;   /* number of a slice of time → set of Entry */
  gint64      window;   /* seconds */
  guint       capacity; /* entries */
  guint       size;
};

static guint
entry_hash (gconstpointer key)
{
  const Entry *entry = key;

  return (guint) (entry->half[0] ^ entry->half[0] >> 32);
}

static gboolean
entry_equal (gconstpointer a,
             gconstpointer b)
{
  return memcmp (((const Entry *) a)->half, ((const Entry *) b)->half, sizeof (guint64[2])) == 0;
}

/**
 * vidimus_replay_new:
 * @window: seconds that a date may differ from the clock, either way
 * @capacity: signatures remembered at once; each takes some 60 bytes
 *
 * Returns: (transfer full): an empty memory
 */
VidimusReplay *
vidimus_replay_new (gint64 window,
                    guint  capacity)
{
  VidimusReplay *self = g_new0 (VidimusReplay, 1);

  self->slices = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  self->window = window;
  self->capacity = capacity;

  return self;
}

/**
 * vidimus_replay_free:
 * @self: (transfer full):
 */
void
vidimus_replay_free (VidimusReplay *self)
{
  g_hash_table_unref (self->slices);
  g_free (self);
}

/* Whatever is dated so that it would be refused for its date by now. */
static void
forget (VidimusReplay *self,
        gint64         now)
{
  GHashTableIter iter;
  gpointer slice, entries;

  g_hash_table_iter_init (&iter, self->slices);
  while (g_hash_table_iter_next (&iter, &slice, &entries))
    if ((*(gint64 *) slice + 1) * SLICE + self->window < now)
      {
        self->size -= g_hash_table_size (entries);
        g_hash_table_iter_remove (&iter);
      }
}

/**
 * vidimus_replay_remember:
 * @signature: verified: 64 hexadecimal digits
 * @date: which the signature covers, in seconds since 1970, within the window of @now
 * @now: seconds since 1970
 * @first_seen: (out) (optional): when, if it was seen before
 */
VidimusReplayAnswer
vidimus_replay_remember (VidimusReplay *self,
                         const char    *signature,
                         gint64         date,
                         gint64         now,
                         gint64        *first_seen)
{
  gint64 slice = date / SLICE;
  Entry entry = { .seen = now };
  const Entry *before;
  GHashTable *entries;

  for (int i = 0; i < 32; i++)
    entry.half[i / 16] = entry.half[i / 16] << 4 | (guint64) (g_ascii_xdigit_value (signature[i]) & 15);

  forget (self, now);
  entries = g_hash_table_lookup (self->slices, &slice);
  before = entries != NULL ? g_hash_table_lookup (entries, &entry) : NULL;
  if (before != NULL)
    {
      if (first_seen != NULL)
        *first_seen = before->seen;
      return VIDIMUS_REPLAY_SEEN;
    }
  if (self->size >= self->capacity)
    return VIDIMUS_REPLAY_FULL;

  if (entries == NULL)
    {
      entries = g_hash_table_new_full (entry_hash, entry_equal, g_free, NULL);
      g_hash_table_insert (self->slices, g_memdup2 (&slice, sizeof slice), entries);
    }
  g_hash_table_add (entries, g_memdup2 (&entry, sizeof entry));
  self->size++;

  return VIDIMUS_REPLAY_FRESH;
}

/**
 * vidimus_replay_get_size:
 *
 * Returns: how many signatures are remembered
 */
guint
vidimus_replay_get_size (VidimusReplay *self)
{
  return self->size;
}
