/* What is asked of the vendor's IAM: a token for a password, a project by its name. Nothing is kept here. */
#pragma once

#include <libsoup/soup.h>

/** VidimusIamToken: a token and what it is for. */
typedef struct
{
  char   *token;      /* owned; wiped when freed */
  char   *project_id; /* owned, nullable: IAM did not say */
  gint64  expires;    /* Unix time, by IAM's clock */
} VidimusIamToken;

void             vidimus_iam_token_free           (VidimusIamToken      *self);

/* @project_id: "" for the project that has the name of @region. The body, which has the password, is wiped with the message. */
SoupMessage     *vidimus_iam_new_token_message    (const char           *endpoint,
                                                   const char           *user,
                                                   const char           *domain,
                                                   const char           *password,
                                                   const char           *region,
                                                   const char           *project_id);
/* To be signed by the caller. */
SoupMessage     *vidimus_iam_new_projects_message (const char           *endpoint,
                                                   const char           *region);
/* Any answer is one, whatever its status. At most 1 MiB, and @ms for all of it. */
void             vidimus_iam_ask_async            (SoupSession          *session,
                                                   SoupMessage          *message,
                                                   guint                 ms,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GBytes          *vidimus_iam_ask_finish           (GAsyncResult         *result,
                                                   GError              **error);
/* NULL with a VIDIMUS_ERROR; a refusal is as vidimus_error_new_from_answer() has it. @now: Unix time by IAM's clock. */
VidimusIamToken *vidimus_iam_read_token           (SoupMessage          *message,
                                                   GBytes               *body,
                                                   gint64                now,
                                                   GError              **error);
/* The id of the one project that is called @region. */
char            *vidimus_iam_read_project         (SoupMessage          *message,
                                                   GBytes               *body,
                                                   const char           *region,
                                                   GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusIamToken, vidimus_iam_token_free)
