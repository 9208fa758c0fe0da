/* A profile for one run of a program, from the variables that the vendor's SDKs read. */
#pragma once

#include "vidimus-profile.h"
#include "vidimus-secrets.h"

G_BEGIN_DECLS

#define VIDIMUS_ENVIRONMENT_ACCESS_KEY "CLOUD_SDK_AK"
#define VIDIMUS_ENVIRONMENT_SECRET_KEY "CLOUD_SDK_SK"
#define VIDIMUS_ENVIRONMENT_SECURITY_TOKEN "CLOUD_SDK_SECURITY_TOKEN"
#define VIDIMUS_ENVIRONMENT_PROJECT "CLOUD_SDK_PROJECT_ID"
#define VIDIMUS_ENVIRONMENT_REGION "CLOUD_SDK_REGION"
#define VIDIMUS_ENVIRONMENT_TOKEN "VIDIMUS_TOKEN"

VidimusProfile *vidimus_profile_new_from_environment (const char      *endpoint, /* nullable */
                                                      VidimusSecrets  *secrets,
                                                      GError         **error);

G_END_DECLS
