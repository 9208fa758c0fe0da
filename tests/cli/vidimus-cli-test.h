/* The real program, run and read. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * CliRun: what the program did.
 * @status: its exit status
 */
typedef struct
{
  GSubprocess *process;
  char        *out;
  char        *err;
  int          status;
  gboolean     done;
} CliRun;

CliRun     *cli_run_start  (const char *const *env,  /* nullable; "NAME=value" */
                            const char        *first,
                            ...) G_GNUC_NULL_TERMINATED;
void        cli_run_await  (CliRun            *self);
CliRun     *cli_run_argv   (const char *const *env,
                            const char *const *argv);
CliRun     *cli_run_fed    (const char *const *env,
                            const char        *input, /* nullable */
                            const char *const *argv);
JsonObject *cli_run_line   (CliRun            *self,
                            guint              index);
guint       cli_run_count  (CliRun            *self);
void        cli_run_free   (CliRun            *self);
char       *cli_test_folder (void);
void        cli_test_remove (const char       *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

G_END_DECLS
