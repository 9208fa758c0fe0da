/* The list of a batch: images by path or address, a line each. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

/**
 * VidimusManifest:
 * @items: (element-type filename): lines as they are written, each once, in their order; this shard's only
 * @n_duplicates: lines of this shard that were there already
 */
typedef struct
{
  GPtrArray *items;
  guint      n_duplicates;
  char      *folder; /* what relative paths are relative to */
} VidimusManifest;

VidimusManifest *vidimus_manifest_read          (const char      *path,
                                                 guint            shard,
                                                 guint            n_shards,
                                                 GError         **error);
void             vidimus_manifest_free          (VidimusManifest *self);
char            *vidimus_manifest_make_key      (const char      *item);
VidimusDocument *vidimus_manifest_make_document (VidimusManifest *self,
                                                 const char      *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusManifest, vidimus_manifest_free)

G_END_DECLS
