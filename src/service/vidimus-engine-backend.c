#include "vidimus-backend.h"

#include "vidimus-confine.h"
#include "vidimus-limits.h"
#include "vidimus-parts.h"

#include <unistd.h>

static const VidimusDecodeLimits decode_limits = {
  .min_side = VIDIMUS_MIN_SIDE,
  .max_side = VIDIMUS_MAX_SIDE,
  .max_pixels = (gint64) VIDIMUS_MAX_SIDE * VIDIMUS_MAX_SIDE,
  .contract_formats_only = TRUE,
  .ignore_orientation = TRUE,
};

static gpointer
engine_open (const char *tessdata,
             guint32    *missing)
{
  struct vidimus_engine *engine = vidimus_engine_new (tessdata);

  if (engine == NULL)
    g_error ("There is no memory for the engine");

  /* The OCR library talks about what it sees and what it lacks; that is not for a log, and it can't open the place to
   * which it is told to talk instead. */
  if (vidimus_confine_is_possible ())
    dup2 (STDOUT_FILENO, STDERR_FILENO); /* /dev/null in the nursery */
  *missing = vidimus_engine_warm (engine);

  return engine;
}

/* The contract's code for what the engine could not do; NULL when it could. */
static const char *
status_code (enum vidimus_status status)
{
  switch (status)
    {
    case VIDIMUS_STATUS_OK:
      return NULL;
    case VIDIMUS_STATUS_NO_DOCUMENT:
      return "AIS.0104";
    case VIDIMUS_STATUS_INVALID:
      return "AIS.0103";
    case VIDIMUS_STATUS_CANCELLED:
    case VIDIMUS_STATUS_NO_MEMORY:
    default:
      return "AIS.0105";
    }
}

static void
engine_classify (gpointer                    self,
                 GBytes                     *bytes,
                 VidimusJobFlags             flags,
                 const struct vidimus_hooks *hooks,
                 VidimusJobAnswer           *answer)
{
  unsigned engine_flags = ((flags & VIDIMUS_JOB_FRAME) ? 0 : VIDIMUS_ENGINE_WITH_TYPE) |
                          ((flags & VIDIMUS_JOB_ALARMS) ? VIDIMUS_ENGINE_WITH_ALARMS : 0) |
                          ((flags & VIDIMUS_JOB_EVIDENCE) ? VIDIMUS_ENGINE_WITH_EVIDENCE : 0);
  gint64 start = g_get_monotonic_time ();
  g_autoptr(VidimusParts) parts = NULL;
  g_autoptr(GError) error = NULL;

  parts = vidimus_parts_new (bytes, &decode_limits, &error);
  answer->decode_ms = (double) (g_get_monotonic_time () - start) / 1000;
  if (parts == NULL)
    {
      const char *code = vidimus_imaging_error_get_api_code (error);

      answer->error_code = g_strdup (code != NULL ? code : "AIS.0105");
      return;
    }

  answer->error_code = g_strdup (status_code (vidimus_engine_classify (self, vidimus_parts_get_source (parts), engine_flags,
                                                                       hooks, &answer->result)));
}

const VidimusBackend VIDIMUS_ENGINE_BACKEND = {
  .language = vidimus_engine_language,
  .open = engine_open,
  .classify = engine_classify,
};
