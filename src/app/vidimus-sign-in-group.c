#include "vidimus-sign-in-group.h"

#include "vidimus-profile-words.h"
#include "vidimus-secret-transfer.h"
#include "vidimus-sign-in-words.h"

#include <libsecret/secret.h>

enum
{
  KEEP_IN_KEYRING, /* as the rows of the list stand */
  KEEP_FOR_SESSION,
};

struct _VidimusSignInGroup
{
  AdwPreferencesGroup    parent_instance;

  VidimusProfile        *profile;     /* owned; edited */
  VidimusSecrets        *secrets;     /* owned */
  char                  *source_id;   /* owned, nullable */
  GCancellable          *cancellable; /* owned; cancelled with the group */
  const VidimusAuthKind *kinds;       /* borrowed: in the order of the list */
  guint                  n_kinds;
  gboolean               known[VIDIMUS_N_SECRETS]; /* the source has it */
  gboolean               chosen;      /* the user said where to keep it */
  gboolean               updating;

  GtkEditable           *fields[VIDIMUS_N_SECRETS]; /* borrowed: the template's, by kind */

  /* Template children */
  AdwComboRow           *auth;
  GtkWidget             *user;
  GtkWidget             *domain;
  GtkWidget             *access_key;
  GtkWidget             *password;
  GtkWidget             *secret_key;
  GtkWidget             *security_token;
  GtkWidget             *token;
  AdwComboRow           *keeping;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusSignInGroup, vidimus_sign_in_group, ADW_TYPE_PREFERENCES_GROUP)

static const VidimusAuthKind huawei_kinds[] = {
  VIDIMUS_AUTH_PASSWORD, VIDIMUS_AUTH_KEYS, VIDIMUS_AUTH_TEMPORARY_KEYS, VIDIMUS_AUTH_TOKEN,
};
static const VidimusAuthKind other_kinds[] = {
  VIDIMUS_AUTH_NONE, VIDIMUS_AUTH_KEYS, VIDIMUS_AUTH_TEMPORARY_KEYS, VIDIMUS_AUTH_TOKEN,
};

/**
 * vidimus_sign_in_group_get_problem:
 *
 * Returns: (nullable): which secret is neither typed nor known. A locked keyring may have it.
 */
const char *
vidimus_sign_in_group_get_problem (VidimusSignInGroup *self)
{
  VidimusAuthKind auth = vidimus_profile_get_auth (self->profile);

  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    if (vidimus_auth_kind_needs (auth, i) && !self->known[i] && *gtk_editable_get_text (self->fields[i]) == '\0' &&
        (self->source_id == NULL || vidimus_secrets_get_keeping (self->secrets) != VIDIMUS_KEEPING_LOCKED))
      return vidimus_secret_kind_get_problem (i);

  return NULL;
}

/* How this kind works, and what is wrong with keeping its secrets where that is so. */
static void
update_description (VidimusSignInGroup *self)
{
  VidimusAuthKind auth = vidimus_profile_get_auth (self->profile);
  const char *kind = vidimus_auth_kind_get_description (auth);
  const char *trouble = auth != VIDIMUS_AUTH_NONE
                          ? vidimus_secrets_describe (vidimus_secrets_get_keeping (self->secrets)) : NULL;
  g_autofree char *both = trouble != NULL ? g_strdup_printf ("%s\n\n%s", kind, trouble) : g_strdup (kind);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), both);
}

/* Where secrets can't be kept, only this session is left. */
static void
update_keeping (VidimusSignInGroup *self)
{
  gboolean missing = vidimus_secrets_get_keeping (self->secrets) == VIDIMUS_KEEPING_MISSING;

  gtk_widget_set_sensitive (GTK_WIDGET (self->keeping), !missing);
  if (missing)
    adw_combo_row_set_selected (self->keeping, KEEP_FOR_SESSION);
  update_description (self);
}

/* Only what the chosen kind needs is there. */
static void
update_rows (VidimusSignInGroup *self)
{
  VidimusAuthKind auth = vidimus_profile_get_auth (self->profile);

  gtk_widget_set_visible (self->user, auth == VIDIMUS_AUTH_PASSWORD);
  gtk_widget_set_visible (self->domain, auth == VIDIMUS_AUTH_PASSWORD);
  gtk_widget_set_visible (self->access_key, auth == VIDIMUS_AUTH_KEYS || auth == VIDIMUS_AUTH_TEMPORARY_KEYS);
  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->fields[i]), vidimus_auth_kind_needs (auth, i));
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->fields[i]), vidimus_secret_kind_get_title (i, self->known[i]));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->keeping), auth != VIDIMUS_AUTH_NONE);
  update_description (self);
}

static void
changed_cb (VidimusSignInGroup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
auth_cb (VidimusSignInGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->auth);

  if (selected >= self->n_kinds)
    return;

  g_object_set (self->profile, "auth", self->kinds[selected], NULL);
  update_rows (self);
  changed_cb (self);
}

static void
keeping_chosen_cb (VidimusSignInGroup *self)
{
  self->chosen = self->chosen || !self->updating;
  update_keeping (self);
}

static void
probed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(VidimusSignInGroup) self = VIDIMUS_SIGN_IN_GROUP (user_data);

  vidimus_secrets_probe_finish (VIDIMUS_SECRETS (object), result);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->updating = TRUE;
  update_keeping (self);
  self->updating = FALSE;
  changed_cb (self);
}

/* What the source has */

typedef struct
{
  VidimusSignInGroup *self; /* owned */
  VidimusSecretKind   kind;
  gboolean            kept; /* asked is the Secret Service alone */
} Search;

static gboolean
finish_search (Search       *search,
               GObject      *object,
               GAsyncResult *result)
{
  char *secret = vidimus_secrets_lookup_finish (VIDIMUS_SECRETS (object), result, NULL);
  gboolean found = secret != NULL;

  g_clear_pointer (&secret, secret_password_free);

  return found;
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Search *search = user_data;
  g_autoptr(VidimusSignInGroup) self = search->self;
  gboolean found = finish_search (search, object, result);

  if (!g_cancellable_is_cancelled (self->cancellable) && search->kept)
    {
      /* Known without being kept: for this session it was, and stays. */
      if (!found && self->known[search->kind] && !self->chosen)
        {
          self->updating = TRUE;
          adw_combo_row_set_selected (self->keeping, KEEP_FOR_SESSION);
          self->updating = FALSE;
        }
    }
  else if (!g_cancellable_is_cancelled (self->cancellable))
    {
      self->known[search->kind] = found;
      update_rows (self);
      changed_cb (self);
    }

  g_free (search);
}

static void
look_up (VidimusSignInGroup *self,
         VidimusSecrets     *secrets,
         VidimusSecretKind   kind,
         gboolean            kept)
{
  Search *search = g_new (Search, 1);

  search->self = g_object_ref (self);
  search->kind = kind;
  search->kept = kept;
  vidimus_secrets_lookup_async (secrets, self->source_id, kind, self->cancellable, found_cb, search);
}

/* Asked is for whether they are there; an object of its own, which remembers nothing, knows what is kept. */
static void
look_up_all (VidimusSignInGroup *self)
{
  g_autoptr(VidimusSecrets) kept = vidimus_secrets_new ();

  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    {
      look_up (self, self->secrets, i, FALSE);
      if (vidimus_auth_kind_needs (vidimus_profile_get_auth (self->profile), i))
        look_up (self, kept, i, TRUE);
    }
}

/* Saving */

static VidimusTyped
get_typed (VidimusSignInGroup *self)
{
  VidimusTyped typed;

  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    typed.text[i] = gtk_editable_get_text (self->fields[i]);

  return typed;
}

static void
transferred_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (vidimus_secrets_transfer_finish (VIDIMUS_SECRETS (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
transfer (VidimusSignInGroup  *self,
          VidimusProfile      *to,
          gboolean             keep,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  VidimusTyped typed = get_typed (self);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, transfer);
  vidimus_secrets_transfer_async (self->secrets, &typed, self->source_id, to, keep, cancellable, transferred_cb, task);
}

void
vidimus_sign_in_group_save_async (VidimusSignInGroup  *self,
                                  VidimusProfile      *to,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  transfer (self, to, adw_combo_row_get_selected (self->keeping) == KEEP_IN_KEYRING, cancellable, callback, user_data);
}

void
vidimus_sign_in_group_lend_async (VidimusSignInGroup  *self,
                                  VidimusProfile      *to,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  transfer (self, to, FALSE, cancellable, callback, user_data);
}

gboolean
vidimus_sign_in_group_transfer_finish (VidimusSignInGroup  *self,
                                       GAsyncResult        *result,
                                       GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Lifetime */

static void
fill_kinds (VidimusSignInGroup *self)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  gboolean huawei = vidimus_profile_get_kind (self->profile) == VIDIMUS_PROFILE_HUAWEI;
  guint selected = 0;

  self->kinds = huawei ? huawei_kinds : other_kinds;
  self->n_kinds = huawei ? G_N_ELEMENTS (huawei_kinds) : G_N_ELEMENTS (other_kinds);
  for (guint i = 0; i < self->n_kinds; i++)
    {
      gtk_string_list_append (list, vidimus_auth_kind_get_title (self->kinds[i]));
      if (self->kinds[i] == vidimus_profile_get_auth (self->profile))
        selected = i;
    }
  adw_combo_row_set_model (self->auth, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->auth, selected);
}

/**
 * vidimus_sign_in_group_edit:
 *
 * Shows how @profile signs in, and writes what is changed to it; secrets go nowhere before they are saved or lent.
 */
void
vidimus_sign_in_group_edit (VidimusSignInGroup *self,
                            VidimusProfile     *profile,
                            VidimusSecrets     *secrets,
                            const char         *source_id)
{
  const GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  g_return_if_fail (VIDIMUS_IS_SIGN_IN_GROUP (self));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  self->secrets = g_object_ref (secrets);
  self->source_id = g_strdup (source_id);
  fill_kinds (self);
  g_object_bind_property (profile, "user", self->user, "text", both);
  g_object_bind_property (profile, "domain", self->domain, "text", both);
  g_object_bind_property (profile, "access-key", self->access_key, "text", both);

  g_signal_connect_object (self->auth, "notify::selected", G_CALLBACK (auth_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeping, "notify::selected", G_CALLBACK (keeping_chosen_cb), self, G_CONNECT_SWAPPED);
  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    g_signal_connect_object (self->fields[i], "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_object_set (profile, "auth", self->kinds[adw_combo_row_get_selected (self->auth)], NULL);
  update_rows (self);
  update_keeping (self);
  vidimus_secrets_probe_async (secrets, self->cancellable, probed_cb, g_object_ref (self));
  if (source_id != NULL)
    look_up_all (self);
}

static void
vidimus_sign_in_group_dispose (GObject *object)
{
  VidimusSignInGroup *self = VIDIMUS_SIGN_IN_GROUP (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (vidimus_sign_in_group_parent_class)->dispose (object);
}

static void
vidimus_sign_in_group_finalize (GObject *object)
{
  VidimusSignInGroup *self = VIDIMUS_SIGN_IN_GROUP (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->source_id, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (vidimus_sign_in_group_parent_class)->finalize (object);
}

static void
vidimus_sign_in_group_class_init (VidimusSignInGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_sign_in_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = vidimus_sign_in_group_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-sign-in-group.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, auth);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, user);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, domain);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, access_key);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, password);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, secret_key);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, security_token);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, token);
  gtk_widget_class_bind_template_child (widget_class, VidimusSignInGroup, keeping);
}

static void
vidimus_sign_in_group_init (VidimusSignInGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->fields[VIDIMUS_SECRET_PASSWORD] = GTK_EDITABLE (self->password);
  self->fields[VIDIMUS_SECRET_SECRET_KEY] = GTK_EDITABLE (self->secret_key);
  self->fields[VIDIMUS_SECRET_SECURITY_TOKEN] = GTK_EDITABLE (self->security_token);
  self->fields[VIDIMUS_SECRET_TOKEN] = GTK_EDITABLE (self->token);
}
