/* Certificates made when a test runs, by the program `openssl`: an authority that nobody knows, and what it signs. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** VidimusTestCert: what a server shows. All but STRANGER are signed by the test's authority. */
typedef enum
{
  VIDIMUS_TEST_CERT_GOOD,     /* for localhost and 127.0.0.1 */
  VIDIMUS_TEST_CERT_NAMELESS, /* for elsewhere.example */
  VIDIMUS_TEST_CERT_EXPIRED,  /* for localhost; ended in 2021 */
  VIDIMUS_TEST_CERT_EARLY,    /* for localhost; begins in 2048 */
  VIDIMUS_TEST_CERT_ENDING,   /* for localhost; ends in five days and a half */
  VIDIMUS_TEST_CERT_STRANGER, /* for localhost, signed by itself */
} VidimusTestCert;

typedef struct _VidimusTestCa VidimusTestCa;

/* NULL with a reason when certificates can't be made or used on this machine: the test is to be skipped. */
VidimusTestCa   *vidimus_test_ca_new      (char            **reason);
void             vidimus_test_ca_free     (VidimusTestCa    *self);  /* the files are deleted */
const char      *vidimus_test_ca_get_file (VidimusTestCa    *self);  /* PEM: the authority */
GTlsCertificate *vidimus_test_ca_issue    (VidimusTestCa    *self,
                                           VidimusTestCert   kind);  /* (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusTestCa, vidimus_test_ca_free)

G_END_DECLS
