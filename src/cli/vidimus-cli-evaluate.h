/* vidimus-cli evaluate: answers compared with what is true. */
#pragma once

#include "vidimus-cli-run.h"

G_BEGIN_DECLS

/**
 * VidimusCliEvaluateOptions: as given on the command line.
 * @truths: (array zero-terminated=1): truth files, at least one
 * @every: takes every Nth image, from 1
 * @records: with @json, every image too
 * @endpoint: (nullable): NULL for the service on this computer
 */
typedef struct
{
  char     **truths;
  int        every;
  gboolean   json;
  gboolean   records;
  char      *endpoint;
} VidimusCliEvaluateOptions;

int   vidimus_cli_evaluate          (const VidimusCliEvaluateOptions *options);
char *vidimus_cli_format_evaluation (GPtrArray                       *items);

G_END_DECLS
