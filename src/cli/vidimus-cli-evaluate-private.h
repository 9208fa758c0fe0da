#pragma once

#include <glib.h>

char *vidimus_cli_format_evaluation (GPtrArray *items);
