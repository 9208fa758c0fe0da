/* A handle of libjpeg-turbo's that is freed by itself. */
#pragma once

#include <glib.h>
#include <turbojpeg.h>

typedef void TurboHandle;

static inline void
turbo_handle_free (TurboHandle *handle)
{
  tjDestroy (handle);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TurboHandle, turbo_handle_free)
