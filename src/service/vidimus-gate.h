/* Who comes in: signatures and tokens checked, each once, and not too often. Knows nothing of HTTP's transport. */
#pragma once

#include "vidimus-bucket.h"
#include "vidimus-keys.h"
#include "vidimus-signing.h"

G_BEGIN_DECLS

#define VIDIMUS_GATE_SKEW (15 * 60) /* seconds that X-Sdk-Date may differ from our clock, either way (API.md, Signing) */

/**
 * VidimusRefusalKind: why somebody does not come in; each has a name for logs and metrics.
 * @VIDIMUS_REFUSED_MISSING: neither a token nor a signature
 * @VIDIMUS_REFUSED_MALFORMED: `Authorization` or a signed header can't be understood, or says things twice
 * @VIDIMUS_REFUSED_UNKNOWN: no such access key
 * @VIDIMUS_REFUSED_SIGNATURE: it does not match what was sent
 * @VIDIMUS_REFUSED_DATE: signed too long ago, or for later
 * @VIDIMUS_REFUSED_UNSIGNED: the signature leaves the body out. What is to be trusted here is the image: who can touch the
 *   wire could exchange it. No SDK does so for this API
 * @VIDIMUS_REFUSED_REPLAYED: seen before
 * @VIDIMUS_REFUSED_TWICE: seen a moment ago: an honest client whose clock still shows the same second, and that has only to
 *   wait until it shows the next
 * @VIDIMUS_REFUSED_TOKEN: no such token
 * @VIDIMUS_REFUSED_EXPIRED: the key or token is past its time
 * @VIDIMUS_REFUSED_PROJECT: for another project
 * @VIDIMUS_REFUSED_RATE: too many requests
 * @VIDIMUS_REFUSED_FULL: no room to remember one more signature
 */
typedef enum
{
  VIDIMUS_REFUSED_MISSING,
  VIDIMUS_REFUSED_MALFORMED,
  VIDIMUS_REFUSED_UNKNOWN,
  VIDIMUS_REFUSED_SIGNATURE,
  VIDIMUS_REFUSED_DATE,
  VIDIMUS_REFUSED_UNSIGNED,
  VIDIMUS_REFUSED_REPLAYED,
  VIDIMUS_REFUSED_TWICE,
  VIDIMUS_REFUSED_TOKEN,
  VIDIMUS_REFUSED_EXPIRED,
  VIDIMUS_REFUSED_PROJECT,
  VIDIMUS_REFUSED_RATE,
  VIDIMUS_REFUSED_FULL,
} VidimusRefusalKind;
#define VIDIMUS_N_REFUSALS (VIDIMUS_REFUSED_FULL + 1)

/** VidimusRefusal: @retry_after: seconds; 0: there is no use in waiting */
typedef struct
{
  VidimusRefusalKind  kind;
  guint               status;
  const char         *code;
  guint               retry_after;
} VidimusRefusal;

const char *vidimus_refusal_kind_get_name (VidimusRefusalKind kind);

/**
 * VidimusGateRequest: what came, before its body.
 * @path, @query: as in the URI, encoded; @query is nullable
 * @project_id: of the path
 * @headers: all, as they came
 */
typedef struct
{
  const char          *method;
  const char          *path;
  const char          *query;
  const char          *project_id;
  const VidimusHeader *headers;
  gsize                n_headers;
} VidimusGateRequest;

typedef struct _VidimusGate VidimusGate;
typedef struct _VidimusPass VidimusPass;

VidimusGate             *vidimus_gate_new           (VidimusKeys              *keys,
                                                     const VidimusRate        *rate);
void                     vidimus_gate_free          (VidimusGate              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusGate, vidimus_gate_free)
void                     vidimus_gate_set_keys      (VidimusGate              *self,
                                                     VidimusKeys              *keys);

VidimusPass             *vidimus_gate_check         (VidimusGate              *self,
                                                     const VidimusGateRequest *request,
                                                     gint64                    now_us,
                                                     VidimusRefusal           *refusal);
gboolean                 vidimus_gate_admit         (VidimusGate              *self,
                                                     VidimusPass              *pass,
                                                     gint64                    now_us,
                                                     VidimusRefusal           *refusal);

gboolean                 vidimus_pass_is_signed     (const VidimusPass        *self);
gboolean                 vidimus_pass_verify_body   (const VidimusPass        *self,
                                                     gconstpointer             body,
                                                     gsize                     length);
const VidimusCredential *vidimus_pass_get_who       (const VidimusPass        *self);
void                     vidimus_pass_free          (VidimusPass              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusPass, vidimus_pass_free)

void                     vidimus_refusal_set        (VidimusRefusal           *self,
                                                     VidimusRefusalKind        kind,
                                                     double                    wait);

G_END_DECLS
