#include "vidimus-test-ca.h"

#include <glib/gstdio.h>

#define NEW_KEY "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"

static const char config[] =
  "[req]\ndistinguished_name = dn\n[dn]\n"
  "[ca]\ndefault_ca = own\n"
  "[own]\ndatabase = index.txt\nserial = serial\nnew_certs_dir = .\ndefault_md = sha256\npolicy = any\nunique_subject = no\n"
  "certificate = ca.pem\nprivate_key = ca.key\n"
  "[any]\norganizationName = optional\ncommonName = supplied\n";

struct _VidimusTestCa
{
  char *dir;
  char *file;
};

static gboolean
run_openssl (VidimusTestCa      *self,
             const char * const *argv)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                                       G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GSubprocess) process = NULL;

  g_subprocess_launcher_set_cwd (launcher, self->dir);
  process = g_subprocess_launcher_spawnv (launcher, argv, NULL);

  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

static void
write_file (VidimusTestCa *self,
            const char    *name,
            const char    *content)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

VidimusTestCa *
vidimus_test_ca_new (char **reason)
{
  static const char * const argv[] = { "openssl", "req", "-config", "config", "-x509", NEW_KEY, "-keyout", "ca.key", "-out",
                                       "ca.pem", "-subj", "/O=Vidimus tests/CN=Authority of a test", "-days", "2",
                                       "-addext", "basicConstraints=critical,CA:TRUE", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusTestCa) self = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      *reason = g_strdup ("no TLS on this machine (glib-networking)");
      return NULL;
    }

  self = g_new0 (VidimusTestCa, 1);
  self->dir = g_dir_make_tmp ("vidimus-ca-XXXXXX", &error);
  g_assert_no_error (error);
  self->file = g_build_filename (self->dir, "ca.pem", NULL);
  write_file (self, "config", config);
  write_file (self, "index.txt", "");
  if (!run_openssl (self, argv))
    {
      *reason = g_strdup ("no program openssl on this machine");
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
vidimus_test_ca_free (VidimusTestCa *self)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (self == NULL)
    return;

  dir = g_dir_open (self->dir, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->dir);
  g_free (self->file);
  g_free (self->dir);
  g_free (self);
}

const char *
vidimus_test_ca_get_file (VidimusTestCa *self)
{
  return self->file;
}

/* As openssl takes it. */
static char *
format_end (VidimusTestCert kind)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) soon = g_date_time_add_hours (now, 5 * 24 + 12);

  if (kind == VIDIMUS_TEST_CERT_ENDING)
    return g_date_time_format (soon, "%Y%m%d%H%M%SZ");

  return g_strdup (kind == VIDIMUS_TEST_CERT_EXPIRED ? "20210101000000Z" : "20490101000000Z");
}

static gboolean
sign (VidimusTestCa   *self,
      VidimusTestCert  kind)
{
  static const char * const request[] = { "openssl", "req", "-config", "config", "-new", NEW_KEY, "-keyout", "server.key",
                                          "-out", "server.csr", "-subj", "/O=Vidimus tests/CN=Server of a test", NULL };
  g_autofree char *end = format_end (kind);
  const char *begin = kind == VIDIMUS_TEST_CERT_EARLY ? "20480101000000Z" : "20200101000000Z";
  const char *argv[] = { "openssl", "ca", "-config", "config", "-batch", "-notext", "-rand_serial", "-startdate",
                         begin, "-enddate", end, "-extfile", "names", "-in", "server.csr", "-out",
                         "server.pem", NULL };

  write_file (self, "names", kind == VIDIMUS_TEST_CERT_NAMELESS ? "subjectAltName=DNS:elsewhere.example\n"
                                                                 : "subjectAltName=DNS:localhost,IP:127.0.0.1\n");

  return run_openssl (self, request) && run_openssl (self, argv);
}

static gboolean
sign_itself (VidimusTestCa *self)
{
  static const char * const argv[] = { "openssl", "req", "-config", "config", "-x509", NEW_KEY, "-keyout", "server.key",
                                       "-out", "server.pem", "-subj", "/O=Vidimus tests/CN=A stranger", "-days", "2",
                                       "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", NULL };

  return run_openssl (self, argv);
}

GTlsCertificate *
vidimus_test_ca_issue (VidimusTestCa   *self,
                       VidimusTestCert  kind)
{
  g_autofree char *certificate = g_build_filename (self->dir, "server.pem", NULL);
  g_autofree char *key = g_build_filename (self->dir, "server.key", NULL);
  g_autoptr(GError) error = NULL;
  GTlsCertificate *issued;

  g_assert_true (kind == VIDIMUS_TEST_CERT_STRANGER ? sign_itself (self) : sign (self, kind));
  issued = g_tls_certificate_new_from_files (certificate, key, &error);
  g_assert_no_error (error);

  return issued;
}
