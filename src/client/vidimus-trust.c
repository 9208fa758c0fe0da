#include "vidimus-trust-private.h"

#define VIDIMUS_TYPE_TRUST (vidimus_trust_get_type ())
G_DECLARE_FINAL_TYPE (VidimusTrust, vidimus_trust, VIDIMUS, TRUST, GTlsDatabase)

/* A database that asks two: what either of them trusts is trusted. */
struct _VidimusTrust
{
  GTlsDatabase  parent_instance;

  GTlsDatabase *own; /* owned; of the file */
};

G_DEFINE_FINAL_TYPE (VidimusTrust, vidimus_trust, G_TYPE_TLS_DATABASE)

static void
vidimus_trust_finalize (GObject *object)
{
  g_clear_object (&VIDIMUS_TRUST (object)->own);

  G_OBJECT_CLASS (vidimus_trust_parent_class)->finalize (object);
}

/* In the thread of a handshake. The system's database is opened only when the file does not suffice: that takes long. */
static GTlsCertificateFlags
vidimus_trust_verify_chain (GTlsDatabase             *database,
                            GTlsCertificate          *chain,
                            const char               *purpose,
                            GSocketConnectable       *identity,
                            GTlsInteraction          *interaction,
                            GTlsDatabaseVerifyFlags   flags,
                            GCancellable             *cancellable,
                            GError                  **error)
{
  VidimusTrust *self = VIDIMUS_TRUST (database);
  g_autoptr(GTlsDatabase) system = NULL;
  g_autoptr(GError) own_error = NULL;
  GTlsCertificateFlags own, others;

  own = g_tls_database_verify_chain (self->own, chain, purpose, identity, interaction, flags, cancellable, &own_error);
  if (own == 0 && own_error == NULL)
    return own;

  system = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  others = g_tls_database_verify_chain (system, chain, purpose, identity, interaction, flags, cancellable, error);

  /* Of an authority that only the file knows, the file's word says what else is wrong: a name, a date. */
  return (own & G_TLS_CERTIFICATE_UNKNOWN_CA) == 0 && own_error == NULL ? own : others;
}

static void
vidimus_trust_class_init (VidimusTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_trust_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = vidimus_trust_verify_chain;
}

static void
vidimus_trust_init (VidimusTrust *self)
{
}

GTlsDatabase *
vidimus_trust_new (const char  *ca_file,
                   GError     **error)
{
  GTlsDatabase *own = g_tls_file_database_new (ca_file, error);
  VidimusTrust *self;

  if (own == NULL)
    return NULL;

  self = g_object_new (VIDIMUS_TYPE_TRUST, NULL);
  self->own = own;

  return G_TLS_DATABASE (self);
}
