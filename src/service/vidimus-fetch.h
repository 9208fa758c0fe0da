/* Images that are named by address, fetched from the public Internet and from nowhere else. */
#pragma once

#include "vidimus-fetch-target.h"

G_BEGIN_DECLS

typedef struct _VidimusFetcher VidimusFetcher;

/** VidimusFetchLimits: @ms: milliseconds for all of it; @bytes: of the image; @at_once: fetches */
typedef struct
{
  guint ms;
  gsize bytes;
  guint at_once;
} VidimusFetchLimits;

#define VIDIMUS_FETCH_REDIRECTS 3

VidimusFetcher *vidimus_fetcher_new          (const VidimusFetchPolicy *policy,
                                              const VidimusFetchLimits *limits);
void            vidimus_fetcher_free         (VidimusFetcher           *self);
void            vidimus_fetcher_fetch_async  (VidimusFetcher           *self,
                                              const char               *address,
                                              GCancellable             *cancellable,
                                              GAsyncReadyCallback       callback,
                                              gpointer                  user_data);
int             vidimus_fetcher_fetch_finish (GAsyncResult             *result,
                                              gsize                    *size,
                                              GError                  **error);

G_END_DECLS
