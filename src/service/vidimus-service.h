/* The service, whole: from its command line to its end. */
#pragma once

#include "vidimus-access-log.h"
#include "vidimus-backend.h"
#include "vidimus-bucket.h"

G_BEGIN_DECLS

/**
 * VidimusServiceOptions: strings are owned.
 * @socket_path, @socket_fd, @listen: exactly one is given; −1 is no descriptor
 * @keys: (nullable): the file that says who may call; only with @listen
 * @tls_certificate, @tls_key: (nullable): PEM files; only with @listen, both or none
 * @rate: how often each of them may
 * @allow_url: whether images that are named by address are fetched
 * @workers: images at once
 * @waiting: images that may wait beyond those
 * @job_seconds: wall-clock time one image may take
 * @read_seconds: time a client has to send its request
 * @head_seconds: time a client has to send its headers
 * @body_rate: bytes per second of a body, after a grace, below which its client is cut off; 0: none
 * @connections: at once
 * @connections_of_one: at once, of one address
 * @front_mib: memory that requests may take before they reach a worker
 * @memory_mib: private memory of one worker, beyond what it shares
 * @drain_seconds: during which it says that it will stop, before it does; only with @listen
 * @stop_seconds: what was begun then has this long; only with @listen
 * @log_form, @log_places: how requests are logged, and whether with a neighbourhood of their address
 * @metrics_open: whether everybody may see /metrics where there are @keys
 * @tessdata: the folder with the OCR data
 * @parent: who started us, as seen when the program began
 */
typedef struct
{
  char        *socket_path;
  int          socket_fd;
  char        *listen;
  char        *keys;
  char        *tls_certificate;
  char        *tls_key;
  VidimusRate  rate;
  gboolean     allow_url;
  int          workers;
  int          waiting;
  int          job_seconds;
  int          read_seconds;
  int          head_seconds;
  int          body_rate;
  int          connections;
  int          connections_of_one;
  int          front_mib;
  int          memory_mib;
  int          drain_seconds;
  int          stop_seconds;
  gboolean     metrics_open;
  char        *tessdata;
  pid_t        parent;

  VidimusLogForm log_form;
  gboolean       log_places;
} VidimusServiceOptions;

gboolean vidimus_service_options_parse (VidimusServiceOptions        *self,
                                        int                           argc,
                                        char                        **argv,
                                        GError                      **error);
void     vidimus_service_options_clear (VidimusServiceOptions        *self);

int      vidimus_service_main          (int                           argc,
                                        char                        **argv,
                                        const VidimusBackend         *backend);
int      vidimus_service_run           (const VidimusServiceOptions  *options,
                                        const VidimusBackend         *backend);

G_END_DECLS
