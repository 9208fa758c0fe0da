/* What the two files of VidimusCredentials share: the object, and what was learnt from answers. */
#pragma once

#include "vidimus-credentials-private.h"

#define VIDIMUS_SIGNATURE_KEY "vidimus-signature"

/* What a message was signed with, to tell later whether that is out of date. */
typedef struct
{
  guint  generation;
  gint64 offset;
} VidimusSignature;

typedef struct _VidimusCredentialsFlight VidimusCredentialsFlight;

struct _VidimusCredentials
{
  GObject             parent_instance;

  /* Of the profile */
  char               *profile_id;          /* owned */
  char               *profile_name;        /* owned */
  VidimusProfileKind  kind;
  VidimusAuthKind     auth;
  char               *iam;                 /* owned, nullable */
  char               *region;              /* owned; "" where there is none */
  char               *user;                /* owned */
  char               *domain;              /* owned */
  char               *access_key;          /* owned */
  char               *enterprise_project;  /* owned */
  char               *wanted_project;      /* owned; "" to have it found */

  VidimusSecrets     *secrets;             /* owned */
  SoupSession        *session;             /* owned */

  char               *project_id;          /* owned; NULL until it is known */
  char               *known[VIDIMUS_N_SECRETS]; /* owned, nullable; a token of IAM is the last one */
  gint64              renew_at;            /* Unix time by the service's clock; of a token of IAM */
  guint               generation;          /* of what is known */
  guint               refusals;            /* in a row */
  gboolean            stale;               /* what is known was refused, or is about to end */
  gint64              skew;                /* seconds that this computer is ahead */
  char               *warning;             /* owned, nullable: about it */
  guint               iam_ms;              /* longest time for an answer of IAM */
  gint64              clock;               /* for tests */

  VidimusCredentialsFlight *flight;        /* nullable: the one question, shared by: */
  GPtrArray          *waiters;
};

/* By the service's clock, as far as it is known; Unix time. */
gint64   vidimus_credentials_get_service_time (VidimusCredentials     *self);
void     vidimus_credentials_learn_skew       (VidimusCredentials     *self,
                                               SoupMessage            *message);
/* Without what is for the service only. */
void     vidimus_credentials_sign_plainly     (VidimusCredentials     *self,
                                               SoupMessage            *message,
                                               const char             *body_sha256);
/* Whether it was signed with another time than the service's, as it is known by now. */
gboolean vidimus_credentials_was_untimely     (VidimusCredentials     *self,
                                               const VidimusSignature *signature);
/* What was refused is replaced by the next preparing. It stays until then: others may be about to sign with it. */
void     vidimus_credentials_drop             (VidimusCredentials     *self,
                                               const VidimusSignature *signature);
