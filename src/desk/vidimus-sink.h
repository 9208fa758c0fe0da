/* Where finished documents go, beside the list: a file of JSON Lines, a history. A run has any number of them. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

#define VIDIMUS_TYPE_SINK (vidimus_sink_get_type ())
G_DECLARE_INTERFACE (VidimusSink, vidimus_sink, VIDIMUS, SINK, GObject)

/**
 * VidimusSinkInterface:
 * @write_async: takes what it needs from the document before it returns; documents come in the order they finished,
 *   and are kept in that order
 * @write_finish: %FALSE when it is not kept
 * @flush_async: waits for all that was written before
 * @flush_finish: %FALSE when some of it is not kept
 */
struct _VidimusSinkInterface
{
  GTypeInterface parent_iface;

  void     (*write_async)  (VidimusSink          *self,
                            VidimusDocument      *document,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data);
  gboolean (*write_finish) (VidimusSink          *self,
                            GAsyncResult         *result,
                            GError              **error);
  void     (*flush_async)  (VidimusSink          *self,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data);
  gboolean (*flush_finish) (VidimusSink          *self,
                            GAsyncResult         *result,
                            GError              **error);
};

void     vidimus_sink_write_async  (VidimusSink          *self,
                                    VidimusDocument      *document,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean vidimus_sink_write_finish (VidimusSink          *self,
                                    GAsyncResult         *result,
                                    GError              **error);
void     vidimus_sink_flush_async  (VidimusSink          *self,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean vidimus_sink_flush_finish (VidimusSink          *self,
                                    GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
