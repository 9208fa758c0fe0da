#define G_LOG_DOMAIN "vidimus-visit"

#include "vidimus-visit.h"

#include "vidimus-address.h"

#define VISIT_KEY "vidimus-visit"

struct _VidimusVisitors
{
  VidimusVisitLimits  limits;
  GHashTable         *of_one;  /* key → how many */
  guint               size;
  guint64             refused; /* since the beginning */
  GSourceOnceFunc     empty;   /* nullable */
  gpointer            empty_data;
  gboolean            is_left; /* by its owner: the last visit closes the door */
};

/**
 * vidimus_visitors_new:
 *
 * Returns: (transfer full): nobody yet
 */
VidimusVisitors *
vidimus_visitors_new (const VidimusVisitLimits *limits)
{
  VidimusVisitors *self = g_new0 (VidimusVisitors, 1);

  self->limits = *limits;
  self->of_one = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * vidimus_visitors_free:
 * @self: (transfer full): visits may outlive it
 */
void
vidimus_visitors_free (VidimusVisitors *self)
{
  self->is_left = TRUE;
  if (self->size > 0)
    return;

  g_hash_table_unref (self->of_one);
  g_free (self);
}

/**
 * vidimus_visitors_get_size:
 *
 * Returns: how many connections there are
 */
guint
vidimus_visitors_get_size (VidimusVisitors *self)
{
  return self->size;
}

/**
 * vidimus_visitors_get_refused:
 *
 * Returns: how many connections were one too many
 */
guint64
vidimus_visitors_get_refused (VidimusVisitors *self)
{
  return self->refused;
}

static void
tell_empty (VidimusVisitors *self)
{
  GSourceOnceFunc empty = self->size == 0 ? g_steal_pointer (&self->empty) : NULL;

  if (empty != NULL)
    empty (self->empty_data);
}

/**
 * vidimus_visitors_when_empty:
 * @empty: called once, when there is no connection; perhaps before this returns
 */
void
vidimus_visitors_when_empty (VidimusVisitors *self,
                             GSourceOnceFunc  empty,
                             gpointer         user_data)
{
  self->empty = empty;
  self->empty_data = user_data;
  tell_empty (self);
}

static guint
count_of (VidimusVisitors *self,
          const char      *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->of_one, key));
}

static void
visit_end (gpointer data)
{
  VidimusVisit *self = data;
  VidimusVisitors *visitors = self->visitors;

  visitors->size--;
  if (self->key != NULL)
    {
      guint left = count_of (visitors, self->key) - 1;

      if (left == 0)
        g_hash_table_remove (visitors->of_one, self->key);
      else
        g_hash_table_insert (visitors->of_one, g_strdup (self->key), GUINT_TO_POINTER (left));
    }

  g_clear_handle_id (&self->deadline, g_source_remove);
  g_object_unref (self->socket);
  g_free (self->key);
  g_free (self->place);
  g_free (self);
  if (visitors->is_left)
    vidimus_visitors_free (visitors);
  else
    tell_empty (visitors);
}

/**
 * vidimus_visit_begin:
 * @socket: just accepted
 * @stream: over @socket; the visit ends with it
 *
 * Returns: (transfer none) (nullable): the visit; %NULL when it is one too many and has to be closed
 */
VidimusVisit *
vidimus_visit_begin (VidimusVisitors *visitors,
                     GSocket         *socket,
                     GIOStream       *stream,
                     GSocketAddress  *remote)
{
  GInetAddress *address = NULL;
  g_autofree char *key = NULL;
  VidimusVisit *self;

  if (G_IS_INET_SOCKET_ADDRESS (remote))
    {
      address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));
      key = vidimus_address_get_key (address);
      if (visitors->size >= visitors->limits.visits || count_of (visitors, key) >= visitors->limits.visits_of_one)
        {
          visitors->refused++;
          return NULL;
        }
      g_hash_table_insert (visitors->of_one, g_strdup (key), GUINT_TO_POINTER (count_of (visitors, key) + 1));
    }

  self = g_new0 (VidimusVisit, 1);
  self->visitors = visitors;
  self->socket = g_object_ref (socket);
  self->key = g_steal_pointer (&key);
  self->place = address != NULL ? vidimus_address_truncate (address) : NULL;
  self->is_private = address == NULL;
  self->is_loopback = address == NULL || vidimus_address_is_loopback (address);
  visitors->size++;
  g_object_set_data_full (G_OBJECT (stream), VISIT_KEY, self, visit_end);
  vidimus_visit_await_head (self);

  return self;
}

static gboolean
deadline_cb (gpointer user_data)
{
  VidimusVisit *self = user_data;

  self->deadline = 0;
  g_debug ("a connection is cut off: it did not say in time what it wants");
  vidimus_visit_cut_off (self);

  return G_SOURCE_REMOVE;
}

/**
 * vidimus_visit_await_head:
 *
 * From now on the time runs until vidimus_visit_got_head() is called, or the connection is cut off.
 */
void
vidimus_visit_await_head (VidimusVisit *self)
{
  g_clear_handle_id (&self->deadline, g_source_remove);
  self->deadline = g_timeout_add (self->visitors->limits.head_ms, deadline_cb, self);
}

/**
 * vidimus_visit_got_head:
 */
void
vidimus_visit_got_head (VidimusVisit *self)
{
  g_clear_handle_id (&self->deadline, g_source_remove);
}

/**
 * vidimus_visit_cut_off:
 *
 * Ends the connection; whatever still waits for it learns it soon.
 */
void
vidimus_visit_cut_off (VidimusVisit *self)
{
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}
