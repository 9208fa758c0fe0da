#include "vidimus-sink.h"

G_DEFINE_INTERFACE (VidimusSink, vidimus_sink, G_TYPE_OBJECT)

static void
vidimus_sink_default_init (VidimusSinkInterface *iface)
{
}

/**
 * vidimus_sink_write_async:
 * @document: ANSWERED or FAILED; it may change or go as soon as this returns
 *
 * Keeps what is to be known of @document. It can't be cancelled: a document is kept whole or not at all.
 */
void
vidimus_sink_write_async (VidimusSink         *self,
                          VidimusDocument     *document,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (VIDIMUS_IS_SINK (self));
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (document));

  VIDIMUS_SINK_GET_IFACE (self)->write_async (self, document, callback, user_data);
}

/** vidimus_sink_write_finish: TRUE once it is kept, so that it outlives this program. */
gboolean
vidimus_sink_write_finish (VidimusSink   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (VIDIMUS_IS_SINK (self), FALSE);

  return VIDIMUS_SINK_GET_IFACE (self)->write_finish (self, result, error);
}

/** vidimus_sink_flush_async: waits for all that was given to it before. */
void
vidimus_sink_flush_async (VidimusSink         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (VIDIMUS_IS_SINK (self));

  VIDIMUS_SINK_GET_IFACE (self)->flush_async (self, callback, user_data);
}

/** vidimus_sink_flush_finish: TRUE when all that was given to it is kept. */
gboolean
vidimus_sink_flush_finish (VidimusSink   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (VIDIMUS_IS_SINK (self), FALSE);

  return VIDIMUS_SINK_GET_IFACE (self)->flush_finish (self, result, error);
}
