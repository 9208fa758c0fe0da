/* vidimus-cli classify: a run from the command line. */
#pragma once

#include "vidimus-cli-run.h"

G_BEGIN_DECLS

/**
 * VidimusCliOptions: as given on the command line.
 * @files: (array zero-terminated=1): paths, or addresses; at least one
 * @endpoint: (nullable): NULL for the service on this computer
 * @explain_dir: (nullable): where to write what the engine saw
 */
typedef struct
{
  char     **files;
  gboolean   json;
  gboolean   no_alarm;
  char      *endpoint;
  char      *explain_dir;
} VidimusCliOptions;

int vidimus_cli_classify (const VidimusCliOptions *options);

G_END_DECLS
