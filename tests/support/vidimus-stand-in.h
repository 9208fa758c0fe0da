/* A stand-in of the vendor's gateway and of its IAM, over real sockets: knows who may do what, verifies signatures and tokens, and can
 * be told to misbehave. In the default main context; never a part of the programs. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Who exists from the start; all of it can be changed. */
#define VIDIMUS_STAND_IN_REGION        "ap-southeast-2"
#define VIDIMUS_STAND_IN_PROJECT       "0a1b2c3d4e5f60718293a4b5c6d7e8f9" /* of that region */
#define VIDIMUS_STAND_IN_OTHER_REGION  "cn-north-4"
#define VIDIMUS_STAND_IN_OTHER_PROJECT "ffeeddccbbaa99887766554433221100"
#define VIDIMUS_STAND_IN_USER          "verifier"
#define VIDIMUS_STAND_IN_DOMAIN        "example-bank"
#define VIDIMUS_STAND_IN_PASSWORD      "correct horse \"battery\" staple"
#define VIDIMUS_STAND_IN_AK            "QTWAOYTTINDUT2QVKYUC" /* the sample pair of the vendor's guide */
#define VIDIMUS_STAND_IN_SK            "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"

/** VidimusStandInDoor: what was asked for. */
typedef enum
{
  VIDIMUS_DOOR_CLASSIFY,        /* POST /v2/{project}/ocr/auto-id-doc-classification */
  VIDIMUS_DOOR_TOKENS,          /* POST /v3/auth/tokens */
  VIDIMUS_DOOR_PROJECTS,        /* GET /v3/projects */
  VIDIMUS_DOOR_SECURITY_TOKENS, /* POST /v3.0/OS-CREDENTIAL/securitytokens */
  VIDIMUS_DOOR_ELSEWHERE,       /* anything else: 404 */
  VIDIMUS_N_DOORS,
} VidimusStandInDoor;

/** VidimusStandInManner: how a request is met, instead of being judged. */
typedef enum
{
  VIDIMUS_MANNER_PROPER,   /* as the real one would */
  VIDIMUS_MANNER_ERROR,    /* @status with @code and @message */
  VIDIMUS_MANNER_BROKEN,   /* the connection is closed without an answer */
  VIDIMUS_MANNER_CUT,      /* … in the midst of the answer */
  VIDIMUS_MANNER_SILENT,   /* never answers */
  VIDIMUS_MANNER_LATE,     /* properly, but after @ms */
  VIDIMUS_MANNER_STUCK,    /* answers half, and never the rest */
  VIDIMUS_MANNER_HUGE,     /* 200 with @bytes of JSON */
  VIDIMUS_MANNER_REDIRECT, /* 302 to @location */
  VIDIMUS_MANNER_CAPTIVE,  /* 200 with the page of a captive portal */
} VidimusStandInManner;

typedef struct
{
  VidimusStandInManner manner;
  guint                status;
  const char          *code;     /* nullable */
  const char          *message;
  const char          *retry_after; /* nullable; seconds, or a date */
  const char          *location;
  guint                ms;
  gsize                bytes;
} VidimusStandInTurn;

#define VIDIMUS_TURN_THROTTLED   { VIDIMUS_MANNER_ERROR, 429, "APIG.0308", "The throttling threshold has been reached." }
#define VIDIMUS_TURN_UNAVAILABLE { VIDIMUS_MANNER_ERROR, 503, "APIG.0201", "Backend unavailable." }
#define VIDIMUS_TURN_FAILED      { VIDIMUS_MANNER_ERROR, 500, "APIG.0601", "Internal server error." }
#define VIDIMUS_TURN_REFUSED     { VIDIMUS_MANNER_ERROR, 401, "APIG.0301", "Incorrect IAM authentication information." }
#define VIDIMUS_TURN_FORBIDDEN   { VIDIMUS_MANNER_ERROR, 403, "APIG.0302", "The IAM user is not authorized to access the API." }

/** VidimusStandInRequest: what it was asked; owned by the stand-in. */
typedef struct
{
  VidimusStandInDoor  door;
  char               *method;
  char               *path;        /* encoded, as it came */
  char               *query;       /* nullable; encoded */
  SoupMessageHeaders *headers;
  char               *body_sha256; /* hex */
  gsize               body_bytes;
  GBytes             *body;        /* of IAM's doors only: images would fill the memory */
  gint64              arrived;     /* g_get_monotonic_time() */
  guint               status;      /* 0: not answered, or not by HTTP */
} VidimusStandInRequest;

typedef struct _VidimusStandIn VidimusStandIn;

/* @certificate: nullable: plain http. Listens on the loopback, IPv4, on a free port. */
VidimusStandIn              *vidimus_stand_in_new             (GTlsCertificate *certificate);
void                         vidimus_stand_in_free            (VidimusStandIn  *self); /* what is still open is closed */
/* "http://127.0.0.1:PORT"; with TLS "https://localhost:PORT". Both the gateway's and IAM's. */
const char                  *vidimus_stand_in_get_uri         (VidimusStandIn  *self);
SoupServer                  *vidimus_stand_in_get_server      (VidimusStandIn  *self); /* (transfer none) */

/* Turns are taken in the order in which they were queued, one for each request at @door; then it is proper again. */
void                         vidimus_stand_in_queue           (VidimusStandIn           *self,
                                                               VidimusStandInDoor        door,
                                                               const VidimusStandInTurn *turn);
/* FALSE: there is no such name. "throttled", "unavailable", "failed", "refused", "forbidden", "broken", "cut", "silent", "late", "stuck",
 * "huge", "redirect", "captive", "proper". */
gboolean                     vidimus_stand_in_turn_by_name    (const char               *name,
                                                               VidimusStandInTurn       *turn);
gboolean                     vidimus_stand_in_door_by_name    (const char               *name, /* "classify", "tokens", … */
                                                               VidimusStandInDoor       *door);

/* The body of a proper 200; from the beginning a passport with two alarms. Or that of a real service at @uri. */
void                         vidimus_stand_in_set_answer      (VidimusStandIn *self,
                                                               const char     *json);
void                         vidimus_stand_in_set_backend     (VidimusStandIn *self,
                                                               const char     *uri);
/* Its clock is this computer's plus @seconds: of tokens, signatures and the Date of its answers. */
void                         vidimus_stand_in_set_clock       (VidimusStandIn *self,
                                                               gint64          seconds);
gint64                       vidimus_stand_in_get_time        (VidimusStandIn *self); /* Unix time by its clock */
void                         vidimus_stand_in_set_token_life  (VidimusStandIn *self,
                                                               guint           seconds); /* 24 h */
void                         vidimus_stand_in_set_password    (VidimusStandIn *self,
                                                               const char     *password);
void                         vidimus_stand_in_set_subscribed  (VidimusStandIn *self,
                                                               gboolean        subscribed);
void                         vidimus_stand_in_set_permitted   (VidimusStandIn *self,
                                                               gboolean        permitted);
/* Which region's gateway it is. */
void                         vidimus_stand_in_set_region      (VidimusStandIn *self,
                                                               const char     *region);
/* One more; several may have the same name. */
void                         vidimus_stand_in_add_project     (VidimusStandIn *self,
                                                               const char     *id,
                                                               const char     *region);
void                         vidimus_stand_in_forget_projects (VidimusStandIn *self);
/* Every project is listed, whatever name is asked for. */
void                         vidimus_stand_in_list_all        (VidimusStandIn *self);
/* As after a change of the password or of permissions: no token holds any more. */
void                         vidimus_stand_in_void_tokens     (VidimusStandIn *self);
/* A token as if pasted, scoped to @region's first project. */
char                        *vidimus_stand_in_issue_token     (VidimusStandIn *self,
                                                               const char     *region);
/* Temporary keys that live for @seconds. */
void                         vidimus_stand_in_issue_keys      (VidimusStandIn *self,
                                                               guint           seconds,
                                                               char          **access_key,
                                                               char          **secret_key,
                                                               char          **security_token);

guint                        vidimus_stand_in_count           (VidimusStandIn *self,
                                                               VidimusStandInDoor door);
guint                        vidimus_stand_in_get_n_requests  (VidimusStandIn *self);
const VidimusStandInRequest *vidimus_stand_in_get_request     (VidimusStandIn *self,
                                                               guint           index);
/* The last at @door; NULL when there was none. */
const VidimusStandInRequest *vidimus_stand_in_get_last        (VidimusStandIn *self,
                                                               VidimusStandInDoor door);
const char                  *vidimus_stand_in_get_header      (const VidimusStandInRequest *request,
                                                               const char                  *name); /* nullable */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusStandIn, vidimus_stand_in_free)

G_END_DECLS
