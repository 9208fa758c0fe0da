/* The contract called. One object per service; requests are independent of each other. */
#pragma once

#include "vidimus-answer.h"
#include "vidimus-call-record.h"
#include "vidimus-picture.h"
#include "vidimus-profile.h"
#include "vidimus-secrets.h"

G_BEGIN_DECLS

#define VIDIMUS_TYPE_CLIENT (vidimus_client_get_type ())
G_DECLARE_FINAL_TYPE (VidimusClient, vidimus_client, VIDIMUS, CLIENT, GObject)

/**
 * VidimusCallStage:
 * @VIDIMUS_CALL_SIGNING_IN: what signs the request is looked up, or asked of the account's service
 * @VIDIMUS_CALL_PAUSING: an attempt failed, and another one follows
 */
typedef enum
{
  VIDIMUS_CALL_PREPARING,
  VIDIMUS_CALL_SIGNING_IN,
  VIDIMUS_CALL_SENDING,
  VIDIMUS_CALL_WAITING,
  VIDIMUS_CALL_PAUSING,
} VidimusCallStage;

/** VidimusCallState: where a call is; borrowed during the callback. */
typedef struct
{
  VidimusCallStage  stage;
  double            fraction;  /* SENDING: 0–1 */
  guint             attempt;   /* from 1; PAUSING: the one that failed */
  guint             pause_ms;  /* PAUSING: until the next attempt */
  const char       *problem;   /* PAUSING: why; translated */
  gboolean          throttled; /* PAUSING: it was a 429 */
} VidimusCallState;

typedef void (*VidimusCallProgress) (const VidimusCallState *state,
                                     gpointer                user_data);

typedef enum
{
  VIDIMUS_CALL_ALARMS   = 1 << 0,
  VIDIMUS_CALL_EXPLAIN  = 1 << 1, /* local service only: the answer's result has the extra "explain" */
  VIDIMUS_CALL_EVIDENCE = 1 << 2, /* local service only, with alarms: the answer's result has areas and statistics */
} VidimusCallFlags;

/* Our own service, as a child: started when first needed, restarted if it died, ended with @self.
 * @program: NULL for VIDIMUS_SERVICE of the environment, else beside this program, else the installed one. */
VidimusClient *vidimus_client_new_local        (const char           *program);
/* Any endpoint that speaks the contract; https:// or http:// with a path prefix or none. */
VidimusClient *vidimus_client_new_for_endpoint (const char           *endpoint,
                                                const char           *project_id, /* nullable: "local" */
                                                GError              **error);

/* What @profile says now; later changes of it need a new client. VIDIMUS_ERROR_ACCOUNT when vidimus_profile_check() fails. */
VidimusClient *vidimus_client_new_for_profile  (VidimusProfile       *profile,
                                                VidimusSecrets       *secrets,
                                                GError              **error);
VidimusProfile *vidimus_client_get_profile     (VidimusClient        *self); /* (transfer none); of any client */
/* Every attempt from now on is recorded there. */
void           vidimus_client_set_log          (VidimusClient        *self,
                                                VidimusCallLog       *log); /* nullable */

const char    *vidimus_client_get_name         (VidimusClient        *self); /* "On this computer", or what the profile is called */
gboolean       vidimus_client_is_local         (VidimusClient        *self);
/* NULL, or what a user should know before relying on it: "Landlock is missing on this kernel: …" (translated). */
const char    *vidimus_client_get_warning      (VidimusClient        *self);

/* A first call is soon to come: what takes time to start is started now. */
void           vidimus_client_prepare          (VidimusClient        *self);
void           vidimus_client_classify_async   (VidimusClient        *self,
                                                VidimusPicture       *picture,
                                                VidimusCallFlags      flags,
                                                VidimusCallProgress   progress,      /* nullable; main context of the caller */
                                                gpointer              progress_data,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
VidimusAnswer *vidimus_client_classify_finish  (VidimusClient        *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/* An image by its address, sent as `url`: only when the profile says so. @picture: what is shown, when it was fetched: the answer is mapped
 * to it; else its result stays in pixels as sent. Finished with vidimus_client_classify_finish(). */
gboolean       vidimus_client_sends_addresses        (VidimusClient        *self);
void           vidimus_client_classify_address_async (VidimusClient        *self,
                                                      const char           *uri,
                                                      VidimusPicture       *picture, /* nullable */
                                                      VidimusCallFlags      flags,
                                                      VidimusCallProgress   progress,
                                                      gpointer              progress_data,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);

/* One frame of a camera, only looked at: where the document is, and the alarms; no type. By the service on this computer, never by another:
 * G_IO_ERROR_NOT_SUPPORTED unless vidimus_client_is_local(). @jpeg: as fast as it can; neither tried again nor recorded. The result is in its pixels;
 * VIDIMUS_ERROR with AIS.0104: no document in it. */
void           vidimus_client_look_async       (VidimusClient        *self,
                                                GBytes               *jpeg,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
VidimusResult *vidimus_client_look_finish      (VidimusClient        *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/* Downloads an http(s) address, capped in size: for images given by address. */
void           vidimus_client_download_async   (VidimusClient        *self,
                                                const char           *uri,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GBytes        *vidimus_client_download_finish  (VidimusClient        *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
