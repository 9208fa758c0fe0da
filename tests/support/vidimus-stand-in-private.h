/* What the stand-in's files share. */
#pragma once

#include "vidimus-stand-in.h"

typedef struct
{
  char *id;
  char *region; /* its name */
} StandInProject;

typedef struct
{
  char   *token;
  char   *project_id;
  char   *region;
  gint64  expires; /* Unix time, by the stand-in's clock */
} StandInToken;

typedef struct
{
  char   *access_key;
  char   *secret_key;
  char   *security_token; /* nullable: permanent keys */
  gint64  expires;
} StandInKeys;

struct _VidimusStandIn
{
  SoupServer  *server;
  SoupSession *backend_session; /* nullable */
  char        *uri;
  char        *answer;
  char        *backend;         /* nullable */
  char        *region;
  char        *password;
  gint64       clock;           /* seconds ahead of this computer's */
  guint        token_life;
  gboolean     subscribed;
  gboolean     permitted;
  gboolean     lists_all;
  guint        issued;          /* how many tokens, keys and request ids */
  GPtrArray   *projects;        /* of StandInProject */
  GPtrArray   *tokens;          /* of StandInToken */
  GPtrArray   *keys;            /* of StandInKeys */
  GPtrArray   *requests;        /* of VidimusStandInRequest */
  GQueue       turns[VIDIMUS_N_DOORS];
  GPtrArray   *held;            /* of SoupServerMessage: paused */
  GPtrArray   *late;            /* of GSource */
};

/* Of the stand-in */
StandInToken         *stand_in_make_token     (VidimusStandIn       *self,
                                               const StandInProject *project);
StandInKeys          *stand_in_make_keys      (VidimusStandIn       *self,
                                               guint                 seconds);
const StandInProject *stand_in_find_project   (VidimusStandIn       *self,
                                               const char           *id,       /* nullable: any */
                                               const char           *region);  /* nullable: any */
char                 *stand_in_format_time    (gint64                unix_time); /* as IAM writes it */
void                  stand_in_answer_json    (SoupServerMessage    *message,
                                               guint                 status,
                                               const char           *json);

/* Why somebody may not, as the gateway words it. */
typedef struct
{
  const char *code;
  char       *message; /* owned */
  guint       status;
} StandInRefusal;

gboolean              stand_in_authenticate   (VidimusStandIn       *self,
                                               SoupServerMessage    *message,
                                               const char           *region,   /* nullable: any will do */
                                               const char           *project,  /* nullable */
                                               StandInRefusal       *refusal);

/* The doors */
void                  stand_in_classify       (VidimusStandIn       *self,
                                               SoupServerMessage    *message,
                                               const char           *project);
void                  stand_in_refuse         (VidimusStandIn       *self,
                                               SoupServerMessage    *message,
                                               guint                 status,
                                               const char           *code,
                                               const char           *text);
void                  stand_in_serve_iam      (VidimusStandIn       *self,
                                               SoupServerMessage    *message,
                                               VidimusStandInDoor    door);
void                  stand_in_refuse_iam     (SoupServerMessage    *message,
                                               guint                 status,
                                               const char           *title,
                                               const char           *text);
/* How they are met instead */
void                  stand_in_misbehave      (VidimusStandIn           *self,
                                               SoupServerMessage        *message,
                                               VidimusStandInDoor        door,
                                               const VidimusStandInTurn *turn);
void                  stand_in_judge          (VidimusStandIn           *self,
                                               SoupServerMessage        *message,
                                               VidimusStandInDoor        door);
