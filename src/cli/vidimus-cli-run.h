/* A run as the command line begins and ends it. */
#pragma once

#include "vidimus-run.h"

G_BEGIN_DECLS

/* The exit statuses of the program; 128 + n after signal n. */
#define VIDIMUS_CLI_OK     0
#define VIDIMUS_CLI_FAILED 1
#define VIDIMUS_CLI_USAGE  2

VidimusRun *vidimus_cli_run_new (const char *endpoint); /* nullable: for the service on this computer */
void        vidimus_cli_run_end (VidimusRun *run);

G_END_DECLS
