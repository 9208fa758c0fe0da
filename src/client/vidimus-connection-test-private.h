/* What the two files of VidimusConnectionTest share: the object, and how a step ends. */
#pragma once

#include "vidimus-client-private.h"
#include "vidimus-connection-test.h"

typedef struct
{
  VidimusOutcome  outcome;
  char           *text;   /* owned, nullable */
  char           *advice; /* owned, nullable */
} VidimusConnectionStep;

struct _VidimusConnectionTest
{
  GObject          parent_instance;

  VidimusProfile  *profile;    /* owned */
  VidimusSecrets  *secrets;    /* owned */
  GBytes          *specimen;   /* owned */

  guint            ms;         /* for each step; 0: each its own */

  VidimusConnectionStep steps[VIDIMUS_N_STEPS];
  VidimusStep      step;       /* under way */
  gint64           begun;      /* the step */

  GUri            *uri;        /* owned, nullable: LOCAL */
  VidimusClient   *client;     /* owned, nullable until it runs */
  char            *proxy;      /* owned, nullable */
  GIOStream       *stream;     /* owned, nullable */
};

/* The step under way passed, or there was nothing to do in it. Takes @task, and @text. */
void  vidimus_connection_test_pass      (GTask                 *task,
                                         VidimusOutcome         outcome,
                                         char                  *text);
/* Takes @task, and @error. */
void  vidimus_connection_test_fail      (GTask                 *task,
                                         GError                *error);
/* Milliseconds since the step began. */
guint vidimus_connection_test_get_ms    (VidimusConnectionTest *self);
/* Milliseconds that it may take: @ms, or what a test of what never answers has set. */
guint vidimus_connection_test_get_limit (VidimusConnectionTest *self,
                                         guint                  ms);

/* vidimus-connection-steps.c. Takes @task, whose source is the test. */
void  vidimus_connection_test_do_step   (GTask                 *task,
                                         VidimusStep            step);
