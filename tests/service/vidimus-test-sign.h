/* Requests as the vendor's SDKs sign them, and keys files. */
#pragma once

#include "vidimus-test-service.h"

G_BEGIN_DECLS

#define TEST_ACCESS_KEY "QTWAOYTTINDUT2QVKYUC"
#define TEST_SECRET_KEY "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"
#define TEST_TOKEN      "t0ken-of-the-tests-0123456789"
#define TEST_PROJECT    "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
#define TEST_PATH       "/v2/" TEST_PROJECT "/ocr/auto-id-doc-classification"
#define TEST_KEYS \
  "{\"keys\": [{\"access_key\": \"" TEST_ACCESS_KEY "\", \"secret_key\": \"" TEST_SECRET_KEY "\", " \
  "\"project_id\": \"" TEST_PROJECT "\"}], \"tokens\": [{\"token\": \"" TEST_TOKEN "\", \"project_id\": \"" TEST_PROJECT "\"}]}"

/**
 * TestSigned: what is signed, and what is sent although something else was signed; NULL and 0 are the usual.
 * @body: signed and sent
 * @sent_body: sent instead
 * @date: of X-Sdk-Date, seconds since 1970
 * @content_sha256: the value of X-Sdk-Content-Sha256, signed
 * @extra: a header "name: value" that is signed too
 * @unsigned_extra: lines that are not
 */
typedef struct
{
  const char *access_key;
  const char *secret_key;
  const char *host;
  const char *sent_host;
  const char *method;
  const char *path;
  const char *sent_path;
  const char *query;
  const char *sent_query;
  const char *body;
  const char *sent_body;
  gint64      date;
  gint64      sent_date;
  const char *content_sha256;
  const char *extra;
  const char *sent_extra;
  const char *unsigned_extra;
} TestSigned;

char      *test_sign           (const TestSigned *self);
char      *test_date           (gint64            seconds);
char      *test_body           (const char       *image);
char      *test_write_keys     (const char       *json,
                                int               mode);
TestReply *test_service_signed (TestService      *service,
                                const TestSigned *what);

G_END_DECLS
