/* Which service is asked, where it is, and how one signs in. Holds no secret: those are in VidimusSecrets. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusProfileKind:
 * @VIDIMUS_PROFILE_LOCAL: our own service, as a child; there is exactly one such profile, "On this computer"
 * @VIDIMUS_PROFILE_HUAWEI: the vendor's cloud: a region, an account
 * @VIDIMUS_PROFILE_OTHER: any host that speaks the contract
 */
typedef enum
{
  VIDIMUS_PROFILE_LOCAL,
  VIDIMUS_PROFILE_HUAWEI,
  VIDIMUS_PROFILE_OTHER,
} VidimusProfileKind;

/** VidimusAuthKind: how one signs in. NONE is for LOCAL and OTHER; PASSWORD is for HUAWEI only. */
typedef enum
{
  VIDIMUS_AUTH_NONE,
  VIDIMUS_AUTH_PASSWORD,       /* user name and password → token of IAM */
  VIDIMUS_AUTH_KEYS,           /* AK/SK */
  VIDIMUS_AUTH_TEMPORARY_KEYS, /* AK/SK and a security token, which end together */
  VIDIMUS_AUTH_TOKEN,          /* pasted */
} VidimusAuthKind;

#define VIDIMUS_PROFILE_LOCAL_ID "local"

#define VIDIMUS_TYPE_PROFILE_KIND (vidimus_profile_kind_get_type ())
GType vidimus_profile_kind_get_type (void);
#define VIDIMUS_TYPE_AUTH_KIND (vidimus_auth_kind_get_type ())
GType vidimus_auth_kind_get_type (void);

/*
 * Properties, read, write and notified, strings "" when not set unless named nullable; those that a kind does not use are kept and
 * ignored. Nothing is checked when it is set: vidimus_profile_check() says what is missing.
 *
 * "id"                  string, construct-only; a UUID, "local" for the one on this computer
 * "name"                string; shown
 * "kind"                VidimusProfileKind, construct-only
 * "auth"                VidimusAuthKind
 * "region"              string; HUAWEI; default "ap-southeast-2"
 * "endpoint"            string; OTHER: needed; HUAWEI: only to override https://ocr.{region}.myhuaweicloud.com
 * "iam-endpoint"        string; HUAWEI: only to override https://iam.{region}.myhuaweicloud.com
 * "user", "domain"      string; PASSWORD: the IAM user, and the account it belongs to
 * "access-key"          string; KEYS and TEMPORARY_KEYS: the AK, which is a name and no secret
 * "project-id"          string; HUAWEI: "" to have it found; OTHER: "" for "local"
 * "enterprise-project"  string; HUAWEI: "" for none
 * "ca-file"             string; OTHER: a PEM file with the certificates to trust beside the system's; "" for none
 * "keep-metadata"       boolean; whether EXIF and the like go out too; default FALSE
 * "send-address"        boolean; whether an image given by address is sent as `url`; default TRUE for HUAWEI, else FALSE
 * "fetch-picture"       boolean; whether, with "send-address", the picture is also fetched here to be shown; default FALSE
 */
#define VIDIMUS_TYPE_PROFILE (vidimus_profile_get_type ())
G_DECLARE_FINAL_TYPE (VidimusProfile, vidimus_profile, VIDIMUS, PROFILE, GObject)

/* A new id; the name is a default that suits the kind, translated. */
VidimusProfile     *vidimus_profile_new                     (VidimusProfileKind   kind);
VidimusProfile     *vidimus_profile_new_local               (void);
/* Same settings, new id. */
VidimusProfile     *vidimus_profile_copy                    (VidimusProfile      *self,
                                                             const char          *name);
/* Takes over every setting but the id and the kind: a dialog edits a copy and hands it back. */
void                vidimus_profile_assign                  (VidimusProfile      *self,
                                                             VidimusProfile      *from);

const char         *vidimus_profile_get_id                  (VidimusProfile      *self);
const char         *vidimus_profile_get_name                (VidimusProfile      *self);
VidimusProfileKind  vidimus_profile_get_kind                (VidimusProfile      *self);
VidimusAuthKind     vidimus_profile_get_auth                (VidimusProfile      *self);
const char         *vidimus_profile_get_region              (VidimusProfile      *self);
const char         *vidimus_profile_get_user                (VidimusProfile      *self);
const char         *vidimus_profile_get_domain              (VidimusProfile      *self);
const char         *vidimus_profile_get_access_key          (VidimusProfile      *self);
const char         *vidimus_profile_get_project_id          (VidimusProfile      *self);
const char         *vidimus_profile_get_enterprise_project  (VidimusProfile      *self);
const char         *vidimus_profile_get_ca_file             (VidimusProfile      *self);
gboolean            vidimus_profile_get_keep_metadata       (VidimusProfile      *self);
gboolean            vidimus_profile_get_send_address        (VidimusProfile      *self);
gboolean            vidimus_profile_get_fetch_picture       (VidimusProfile      *self);
/* What is used: the override, else made from the region; without a slash at the end. NULL for LOCAL (and IAM of OTHER). */
char               *vidimus_profile_dup_endpoint            (VidimusProfile      *self);
char               *vidimus_profile_dup_iam_endpoint        (VidimusProfile      *self);
/* FALSE with a VIDIMUS_ERROR_ACCOUNT that says which setting is missing or wrong, and what belongs there. Contacts nothing. */
gboolean            vidimus_profile_check                   (VidimusProfile      *self,
                                                             GError             **error);

/** VidimusRegion: where the vendor has OCR (API.md). @title is marked for translation. */
typedef struct
{
  const char *id;
  const char *title;
} VidimusRegion;

const VidimusRegion *vidimus_regions_get                    (guint               *n);
const char          *vidimus_region_get_title               (const VidimusRegion *self);

G_END_DECLS
