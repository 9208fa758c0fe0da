#include "vidimus-gate.h"

#include <math.h>

/**
 * vidimus_refusal_kind_get_name:
 *
 * Returns: a word for logs and metrics
 */
const char *
vidimus_refusal_kind_get_name (VidimusRefusalKind kind)
{
  static const char *const names[VIDIMUS_N_REFUSALS] = {
    "missing", "malformed", "unknown_key", "signature", "date", "unsigned_payload", "replayed", "twice", "token", "expired",
    "project", "rate", "full",
  };

  return names[kind];
}

/**
 * vidimus_refusal_set:
 * @wait: seconds
 *
 * What the gateway answers to each kind (API.md, Errors).
 */
void
vidimus_refusal_set (VidimusRefusal     *self,
                     VidimusRefusalKind  kind,
                     double              wait)
{
  *self = (VidimusRefusal) { .kind = kind, .status = 401, .code = "APIG.0301", .retry_after = (guint) ceil (wait) };

  switch (kind)
    {
    case VIDIMUS_REFUSED_EXPIRED:
      self->code = "APIG.0307";
      break;
    case VIDIMUS_REFUSED_PROJECT:
      self->status = 403;
      self->code = "APIG.0302";
      break;
    case VIDIMUS_REFUSED_RATE:
    case VIDIMUS_REFUSED_TWICE:
    case VIDIMUS_REFUSED_FULL:
      self->status = 429;
      self->code = "APIG.0308";
      break;
    case VIDIMUS_REFUSED_MISSING:
    case VIDIMUS_REFUSED_MALFORMED:
    case VIDIMUS_REFUSED_UNKNOWN:
    case VIDIMUS_REFUSED_SIGNATURE:
    case VIDIMUS_REFUSED_DATE:
    case VIDIMUS_REFUSED_UNSIGNED:
    case VIDIMUS_REFUSED_REPLAYED:
    case VIDIMUS_REFUSED_TOKEN:
    default:
      break;
    }
}
