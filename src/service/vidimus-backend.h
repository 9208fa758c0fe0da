/* What a worker does with an image: our engine, or in tests something that misbehaves. */
#pragma once

#include "vidimus-fetch-target.h"
#include "vidimus-job.h"

G_BEGIN_DECLS

/**
 * VidimusBackend:
 * @language: the OCR language of a bit of @missing, or %NULL past the last
 * @open: called once in the nursery, confined, before any worker is forked; loads all that workers share. Sets
 *   @missing to the bits of the languages that are not there. The result is passed to @classify in each worker.
 * @classify: called in a worker for each image. @hooks->cancelled is to be polled; @hooks->explain is NULL unless
 *   asked for. Fills @answer.
 * @fetch: (nullable): in tests: how the world looks to --allow-url; %NULL: as it is
 */
typedef struct
{
  const char *(*language) (unsigned                    bit);
  gpointer    (*open)     (const char                 *tessdata,
                           guint32                    *missing);
  void        (*classify) (gpointer                    self,
                           GBytes                     *image,
                           VidimusJobFlags             flags,
                           const struct vidimus_hooks *hooks,
                           VidimusJobAnswer           *answer);

  const VidimusFetchPolicy *fetch;
} VidimusBackend;

/* Decodes (imaging) and classifies (engine). */
extern const VidimusBackend VIDIMUS_ENGINE_BACKEND;

G_END_DECLS
