/* How one profile's requests are signed: project id and token found, cached in memory and renewed; AK/SK signatures; the clock's skew. */
#pragma once

#include "vidimus-profile.h"
#include "vidimus-secrets.h"

#include <libsoup/soup.h>

#define VIDIMUS_TYPE_CREDENTIALS (vidimus_credentials_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCredentials, vidimus_credentials, VIDIMUS, CREDENTIALS, GObject)

/* @session: used for IAM; it has the proxy, the CAs and the limits of the client. What @profile says now. */
VidimusCredentials *vidimus_credentials_new            (VidimusProfile       *profile,
                                                        VidimusSecrets       *secrets,
                                                        SoupSession          *session);
/* Makes sure that there is what signing needs: secrets looked up, the project id known, a token that holds for a minute at least. Asks IAM
 * only when it must; several at once share one question. Errors are VIDIMUS_ERROR_ACCOUNT (or UNREACHABLE) with advice. */
void                vidimus_credentials_prepare_async  (VidimusCredentials   *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean            vidimus_credentials_prepare_finish (VidimusCredentials   *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
/* Known once prepared. */
const char         *vidimus_credentials_get_project_id (VidimusCredentials   *self);
/* Adds the headers that sign @message, after every other header that is to be signed. @body_sha256: hex of its body. */
void                vidimus_credentials_sign           (VidimusCredentials   *self,
                                                        SoupMessage          *message,
                                                        const char           *body_sha256);
/* Told of every answer: learns the clock's skew from its Date. TRUE when the call is worth making once more after preparing anew, which
 * happens once in a row: a token that was refused (401) is dropped, a signature refused for its time is made with the service's clock. */
gboolean            vidimus_credentials_was_refused    (VidimusCredentials   *self,
                                                        SoupMessage          *message,
                                                        const char           *api_code); /* nullable */
/* Gives @error, of an answer of the service, the advice that suits how one signs in; leaves other errors as they are. */
void                vidimus_credentials_advise         (VidimusCredentials   *self,
                                                        GError               *error);
/* Seconds by which this computer's clock is ahead of the service's; 0 when not known or under a minute. */
int                 vidimus_credentials_get_skew       (VidimusCredentials   *self);
/* Property "warning", notified: a sentence for people about get_skew(), with what to do; NULL when it is 0. Translated. */
const char         *vidimus_credentials_get_warning    (VidimusCredentials   *self);

/* For each answer of IAM; half a minute unless it is set. */
void                vidimus_credentials_set_patience   (VidimusCredentials   *self,
                                                        guint                 ms);
/* For tests of what takes a day: this computer's clock, plus @seconds. */
void                vidimus_credentials_set_clock      (VidimusCredentials   *self,
                                                        gint64                seconds);

/* vidimus-credentials-words.c */
void                vidimus_credentials_words_advise   (VidimusAuthKind       auth,
                                                        const char           *region,   /* "" when there is none */
                                                        GError               *error);
GError             *vidimus_credentials_words_missing  (VidimusSecretKind     kind,
                                                        const char           *profile_name,
                                                        const GError         *problem); /* nullable */
/* IAM's refusal of a user's name and password. */
void                vidimus_credentials_words_sign_in  (const char           *region,
                                                        GError              **error);
char               *vidimus_credentials_words_skew     (int                   seconds);
