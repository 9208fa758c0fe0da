/* A list of images through a run into a file of JSON Lines: resumed where it stopped, whatever stopped it. */
#pragma once

#include "vidimus-run.h"

G_BEGIN_DECLS

/* Signal "changed" (no arguments): the counts did. */
#define VIDIMUS_TYPE_BATCH (vidimus_batch_get_type ())
G_DECLARE_FINAL_TYPE (VidimusBatch, vidimus_batch, VIDIMUS, BATCH, GObject)

/**
 * VidimusBatchOptions:
 * @manifest: a path or an http(s) address a line, relative to its folder; "-": the standard input, relative to the current folder
 * @out: a line for each of them
 * @shard: which part of the list, from 1 to @n_shards
 * @retry_failed: whether failures that are worth another attempt, and have a line, are asked again
 */
typedef struct
{
  const char *manifest;
  const char *out;
  guint       shard;
  guint       n_shards;
  gboolean    retry_failed;
} VidimusBatchOptions;

/**
 * VidimusBatchCounts:
 * @n_items: of this part of the list, each once
 * @n_duplicates: lines that named one of them again
 * @n_before: had a line when the batch began
 * @n_failed_before: of these, failures
 * @n_answered: since then
 * @n_failed: since then
 */
typedef struct
{
  guint n_items;
  guint n_duplicates;
  guint n_before;
  guint n_failed_before;
  guint n_answered;
  guint n_failed;
} VidimusBatchCounts;

VidimusBatch *vidimus_batch_open       (const VidimusBatchOptions  *options,
                                        GError                    **error);
void          vidimus_batch_get_counts (VidimusBatch               *self,
                                        VidimusBatchCounts         *counts);
void          vidimus_batch_run_async  (VidimusBatch               *self,
                                        VidimusRun                 *run,
                                        GCancellable               *cancellable,
                                        GAsyncReadyCallback         callback,
                                        gpointer                    user_data);
gboolean      vidimus_batch_run_finish (VidimusBatch               *self,
                                        GAsyncResult               *result,
                                        GError                    **error);

G_END_DECLS
