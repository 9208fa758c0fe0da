/* What a person knows of documents, as a truth file for `vidimus-cli evaluate`. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

/* Writes @folder/truth.json and beside it a copy of each picture as it was opened (metadata and all: it is the user's own). Of a document whose outline
 * was corrected by hand. In a thread; what is there already is added to, the same picture replaced. */
void     vidimus_truth_save_async  (GPtrArray            *documents, /* of VidimusDocument */
                                    GFile                *folder,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* How many were saved; 0 with an error, also when there was none to save. */
guint    vidimus_truth_save_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
