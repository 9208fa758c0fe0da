/* What the tests of accounts share: a stand-in, a profile of it with every secret remembered, and a call as the client makes it. */
#pragma once

#include "vidimus-credentials-private.h"
#include "vidimus-stand-in.h"
#include "vidimus-test.h"

G_BEGIN_DECLS

typedef struct
{
  VidimusStandIn     *stand_in;    /* owned */
  VidimusProfile     *profile;     /* owned */
  VidimusSecrets     *secrets;     /* owned */
  SoupSession        *session;     /* owned */
  VidimusCredentials *credentials; /* owned; made at the first use */
} AccountTest;

/* A profile of the vendor's kind, whose gateway and IAM are the stand-in; every kind of signing in would work. */
void                account_test_init        (AccountTest         *test,
                                              VidimusAuthKind      auth);
void                account_test_clear       (AccountTest         *test); /* nothing may hold the credentials any more */
VidimusCredentials *account_test_credentials (AccountTest         *test);
/* Asserts that it works. */
void                account_test_prepare     (AccountTest         *test);
/* Asserts that it does not. */
GError             *account_test_fail        (AccountTest         *test);
/* One call with as many attempts as VidimusCredentials wants; its last status. */
guint               account_test_classify    (AccountTest         *test);
/* The error of the last answer, with advice; of account_test_classify(). NULL when it was 2xx. */
GError             *account_test_explain     (AccountTest         *test);
void                account_test_queue       (AccountTest         *test,
                                              VidimusStandInDoor   door,
                                              const char          *turn,
                                              guint                n);
void                account_test_contains    (const char          *text,
                                              const char          *part);
/* To be called once: no keyring is asked, and every line that is logged from now on is searched for the secrets of the stand-in. */
void                account_test_begin  (void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AccountTest, account_test_clear)

G_END_DECLS
