/* What the tests of the client share: pictures, an answer, one call awaited. */
#pragma once

#include "vidimus-client-private.h"
#include "vidimus-test.h"

G_BEGIN_DECLS

/* A 200 answer with a quad from (1, 1) to (31, 21), an alarm and where it saw something. */
#define CLIENT_TEST_ANSWER \
  "{\"result\":{\"type\":\"passport\",\"location\":[[1,1],[31,1],[31,21],[1,21]],\"confidence\":0.9," \
  "\"alarm_result\":{\"detect_blur_result\":true},\"alarm_confidence\":{\"blur_score\":88},\"later\":true," \
  "\"evidence\":{\"blur\":[{\"polygon\":[[1,1],[31,1],[31,21]],\"kind\":\"blurred\",\"value\":0.5}]}}}"

/* Three attempts, a millisecond apart. */
extern const VidimusRetryPolicy CLIENT_TEST_HASTY;

typedef struct
{
  VidimusCallStage stages[64]; /* without repetitions */
  guint            n_stages;
  guint            n_sending;
  double           last_fraction;
  gboolean         went_back;  /* a fraction below the one before, of the same attempt */
  guint            attempt;    /* the last one */
  guint            n_pauses;
  guint            pause_ms;   /* of the last one */
  gboolean         throttled;
  char             problem[256];
  GCancellable    *cancellable;
  int              cancel_at;  /* a stage; -1: never */
} ClientTestProgress;

VidimusPicture *client_test_picture  (int                  width,
                                      int                  height);
VidimusAnswer  *client_test_classify (VidimusClient       *client,
                                      VidimusPicture      *picture,
                                      VidimusCallFlags     flags,
                                      ClientTestProgress  *progress, /* nullable */
                                      GCancellable        *cancellable,
                                      GError             **error);
void            client_test_end      (VidimusClient       *client); /* (transfer full) */

/* Of the child, and of processes. A test that uses client_test_kill_parent() runs client_test_run_victim() as its whole
 * main when its only argument is "--victim". */
int             client_test_get_pid     (VidimusClient *client); /* 0: none runs */
gboolean        client_test_is_gone     (gpointer       pid);    /* GINT_TO_POINTER() */
GArray         *client_test_get_family  (int            pid);    /* of int: it and its children; (transfer full) */
void            client_test_await_gone  (GArray        *family);
void            client_test_kill_parent (GArray       **family); /* (out) (optional): who was left behind */
int             client_test_run_victim  (void);

G_END_DECLS
