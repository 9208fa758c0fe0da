/* vidimus-cli classify: a run from the command line. */
#pragma once

#include <glib.h>

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

/* The exit statuses of the program; 128 + n after signal n. */
#define VIDIMUS_CLI_OK     0
#define VIDIMUS_CLI_FAILED 1
#define VIDIMUS_CLI_USAGE  2

int vidimus_cli_classify (const VidimusCliOptions *options);

G_END_DECLS
