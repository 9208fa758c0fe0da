/* Certificates to trust beside the system's. */
#pragma once

#include <gio/gio.h>

/* @ca_file: PEM; read at once. Errors are GIO's. (transfer full) */
GTlsDatabase *vidimus_trust_new (const char  *ca_file,
                                 GError     **error);
