/* What libFuzzer calls, again and again; without it, replay.c calls it once for each file of a corpus. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
