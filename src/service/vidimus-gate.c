#include "vidimus-gate.h"

#include "vidimus-pass-private.h"
#include "vidimus-replay.h"

#define REPLAY_MAX   (1 << 18) /* signatures of one key */
#define TWICE_MAX    5         /* seconds in which the same signature may still be an honest client's */
#define FULL_WAIT    60        /* seconds */

/* What is remembered of one key or token; outlives a change of the keys. */
typedef struct
{
  VidimusBucket  bucket;
  VidimusReplay *replay; /* owned, nullable: of a key that signed something */
} Guest;

struct _VidimusGate
{
  VidimusKeys *keys;   /* owned */
  GHashTable  *guests; /* name → owned Guest */
  VidimusRate  rate;
};

static void
guest_free (gpointer data)
{
  Guest *self = data;

  g_clear_pointer (&self->replay, vidimus_replay_free);
  g_free (self);
}

/**
 * vidimus_gate_new:
 * @keys: who may come in
 * @rate: how often each of them
 *
 * Returns: (transfer full): a gate
 */
VidimusGate *
vidimus_gate_new (VidimusKeys       *keys,
                  const VidimusRate *rate)
{
  VidimusGate *self = g_new0 (VidimusGate, 1);

  self->keys = vidimus_keys_ref (keys);
  self->rate = *rate;
  self->guests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, guest_free);

  return self;
}

/**
 * vidimus_gate_free:
 * @self: (transfer full): a gate; its passes may outlive it
 */
void
vidimus_gate_free (VidimusGate *self)
{
  g_hash_table_unref (self->guests);
  vidimus_keys_unref (self->keys);
  g_free (self);
}

/* Of those who are not expected any more, what they signed must not come in a second time should they return. */
static gboolean
is_forgettable (gpointer name,
                gpointer value,
                gpointer user_data)
{
  const Guest *guest = value;

  return guest->replay == NULL || vidimus_replay_get_size (guest->replay) == 0;
}

/**
 * vidimus_gate_set_keys:
 *
 * From now on @keys count. Who is in already stays; what was signed before is still remembered.
 */
void
vidimus_gate_set_keys (VidimusGate *self,
                       VidimusKeys *keys)
{
  vidimus_keys_ref (keys);
  vidimus_keys_unref (self->keys);
  self->keys = keys;
  g_hash_table_foreach_remove (self->guests, is_forgettable, NULL);
}

static Guest *
find_guest (VidimusGate             *self,
            const VidimusCredential *who)
{
  Guest *guest = g_hash_table_lookup (self->guests, who->name);

  if (guest == NULL)
    {
      guest = g_new0 (Guest, 1);
      g_hash_table_insert (self->guests, g_strdup (who->name), guest);
    }

  return guest;
}

/**
 * vidimus_gate_check:
 * @now_us: wall-clock microseconds since 1970
 * @refusal: (out): filled when %NULL is returned
 *
 * Everything that can be said before a body is read. What is signed has to be verified with its body, and both have to be
 * admitted.
 *
 * Returns: (transfer full) (nullable): a pass
 */
VidimusPass *
vidimus_gate_check (VidimusGate              *self,
                    const VidimusGateRequest *request,
                    gint64                    now_us,
                    VidimusRefusal           *refusal)
{
  g_autoptr(VidimusPass) pass = g_new0 (VidimusPass, 1);
  VidimusRefusalKind why;
  double wait;

  pass->keys = vidimus_keys_ref (self->keys);
  if (!vidimus_pass_check (pass, request, now_us / G_USEC_PER_SEC, &why))
    {
      vidimus_refusal_set (refusal, why, 0);
      return NULL;
    }

  wait = vidimus_bucket_wait (&find_guest (self, pass->who)->bucket, &self->rate, g_get_monotonic_time ());
  if (wait > 0)
    {
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_RATE, wait);
      return NULL;
    }

  return g_steal_pointer (&pass);
}

static gboolean
remember (VidimusGate       *self,
          Guest             *guest,
          const VidimusPass *pass,
          gint64             now,
          VidimusRefusal    *refusal)
{
  guint capacity = (guint) MIN (self->rate.per_second * 2 * VIDIMUS_GATE_SKEW + self->rate.burst, REPLAY_MAX);
  gint64 first = now;

  if (guest->replay == NULL)
    guest->replay = vidimus_replay_new (VIDIMUS_GATE_SKEW, capacity);

  switch (vidimus_replay_remember (guest->replay, pass->signature, pass->date, now, &first))
    {
    case VIDIMUS_REPLAY_SEEN:
      if (now - first <= TWICE_MAX)
        vidimus_refusal_set (refusal, VIDIMUS_REFUSED_TWICE, 1);
      else
        vidimus_refusal_set (refusal, VIDIMUS_REFUSED_REPLAYED, 0);
      return FALSE;
    case VIDIMUS_REPLAY_FULL:
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_FULL, FULL_WAIT);
      return FALSE;
    case VIDIMUS_REPLAY_FRESH:
    default:
      return TRUE;
    }
}

/**
 * vidimus_gate_admit:
 * @pass: verified
 * @now_us: wall-clock microseconds since 1970
 * @refusal: (out): filled when %FALSE is returned
 *
 * Uses the pass up: one more request counts for its owner, and its signature does not come in again. Only what was
 * verified counts, so that nobody can spend what is another's.
 */
gboolean
vidimus_gate_admit (VidimusGate    *self,
                    VidimusPass    *pass,
                    gint64          now_us,
                    VidimusRefusal *refusal)
{
  Guest *guest = find_guest (self, pass->who);
  gint64 now = now_us / G_USEC_PER_SEC;
  double wait = vidimus_bucket_wait (&guest->bucket, &self->rate, g_get_monotonic_time ());

  if (wait > 0)
    {
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_RATE, wait);
      return FALSE;
    }
  if (pass->signature != NULL && ABS (pass->date - now) > VIDIMUS_GATE_SKEW)
    {
      /* It aged while its body came; the memory of signatures is for the window alone. */
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_DATE, 0);
      return FALSE;
    }
  if (pass->signature != NULL && !remember (self, guest, pass, now, refusal))
    return FALSE;

  vidimus_bucket_take (&guest->bucket);

  return TRUE;
}
