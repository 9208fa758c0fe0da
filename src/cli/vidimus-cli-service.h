/* What the commands share: which service is asked, how a run begins and ends, signals, and how the program ends. */
#pragma once

#include "vidimus-run.h"

G_BEGIN_DECLS

/* The exit statuses of the program; 128 + n after signal n. */
#define VIDIMUS_CLI_OK     0
#define VIDIMUS_CLI_FAILED 1
#define VIDIMUS_CLI_USAGE  2

int vidimus_cli_fail_usage (const char *message);

/**
 * VidimusCliService: as given on the command line.
 * @profile: (nullable): the name of a profile
 * @endpoint: (nullable): another host; with neither, the service on this computer
 * @jobs: the most calls at once; 0: what suits the service
 * @verbose: whether attempts and pauses are told
 * @secrets: what signs in
 * @environment: (nullable): what the environment says of who signs in
 * @environment_error: (nullable): what is wrong about it; of no concern unless it is needed
 */
typedef struct
{
  char           *profile;
  char           *endpoint;
  int             jobs;
  gboolean        verbose;

  VidimusSecrets *secrets;
  VidimusProfile *environment;
  GError         *environment_error;
} VidimusCliService;

void        vidimus_cli_service_add_options (VidimusCliService *self,
                                             GOptionContext    *context);
void        vidimus_cli_service_add_run_options (VidimusCliService *self,
                                             GOptionContext    *context);
gboolean    vidimus_cli_service_prepare     (VidimusCliService *self,
                                             GError           **error);
void        vidimus_cli_service_clear       (VidimusCliService *self);

VidimusRun *vidimus_cli_run_new             (const VidimusCliService *service);
void        vidimus_cli_run_end             (VidimusRun        *run);
void        vidimus_cli_warn_once           (VidimusRun        *run);

/**
 * VidimusCliSignals: SIGINT and SIGTERM, which interrupt what runs in the main loop.
 * @number: which came; 0: none
 */
typedef struct
{
  int    number;
  void (*interrupt) (gpointer user_data);
  gpointer user_data;
  guint  sources[2];
} VidimusCliSignals;

void        vidimus_cli_signals_begin       (VidimusCliSignals *self,
                                             void             (*interrupt) (gpointer user_data),
                                             gpointer           user_data);
void        vidimus_cli_signals_end         (VidimusCliSignals *self);

G_END_DECLS
