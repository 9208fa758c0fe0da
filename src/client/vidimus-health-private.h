/* What the service says of itself. */
#pragma once

#include <glib.h>

const char *vidimus_health_describe_locks (GBytes *health);
