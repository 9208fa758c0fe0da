#include "vidimus-document-private.h"

enum
{
  PROP_NAME = 1,
  PROP_STATE,
  PROP_FRACTION,
  PROP_PICTURE,
  PROP_ANSWER,
  PROP_EVIDENCE,
  PROP_PARTNER,
  PROP_CORRECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (VidimusDocumentState, vidimus_document_state,
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_PREPARING, "preparing"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_ANSWERED, "answered"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_DOCUMENT_CANCELLED, "cancelled"))
G_DEFINE_FINAL_TYPE (VidimusDocument, vidimus_document, G_TYPE_OBJECT)

static void
vidimus_document_finalize (GObject *object)
{
  VidimusDocument *self = VIDIMUS_DOCUMENT (object);

  vidimus_document_unpair (self);
  g_clear_object (&self->file);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->item, g_free);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->problem, g_free);
  g_clear_object (&self->picture);
  g_clear_object (&self->answer);
  g_clear_object (&self->estimate);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (vidimus_document_parent_class)->finalize (object);
}

static void
vidimus_document_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  VidimusDocument *self = VIDIMUS_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_PICTURE:
      g_value_set_object (value, self->picture);
      break;
    case PROP_ANSWER:
      g_value_set_object (value, self->answer);
      break;
    case PROP_EVIDENCE:
      g_value_set_object (value, vidimus_document_get_evidence (self));
      break;
    case PROP_CORRECTED:
      g_value_set_boolean (value, self->has_corrected);
      break;
    case PROP_PARTNER:
      g_value_set_object (value, self->partner);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_document_class_init (VidimusDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = vidimus_document_finalize;
  object_class->get_property = vidimus_document_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, VIDIMUS_TYPE_DOCUMENT_STATE,
                                              VIDIMUS_DOCUMENT_READY, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0.0, 1.0, 0.0, flags);
  properties[PROP_PICTURE] = g_param_spec_object ("picture", NULL, NULL, VIDIMUS_TYPE_PICTURE, flags);
  properties[PROP_ANSWER] = g_param_spec_object ("answer", NULL, NULL, VIDIMUS_TYPE_ANSWER, flags);
  properties[PROP_EVIDENCE] = g_param_spec_object ("evidence", NULL, NULL, VIDIMUS_TYPE_RESULT, flags);
  properties[PROP_PARTNER] = g_param_spec_object ("partner", NULL, NULL, VIDIMUS_TYPE_DOCUMENT, flags);
  properties[PROP_CORRECTED] = g_param_spec_boolean ("corrected", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vidimus_document_init (VidimusDocument *self)
{
  self->state = VIDIMUS_DOCUMENT_READY;
  self->verdict.deciding = -1;
}

/**
 * vidimus_document_new_for_file:
 *
 * Returns: (transfer full): a document whose bytes a run will read from @file
 */
VidimusDocument *
vidimus_document_new_for_file (GFile *file)
{
  VidimusDocument *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = g_file_get_basename (file);
  self = g_object_new (VIDIMUS_TYPE_DOCUMENT, NULL);
  self->file = g_object_ref (file);
  self->name = name != NULL ? g_filename_display_name (name) : g_file_get_parse_name (file);

  return self;
}

/* What people call the thing at an address: its last part, or the host. */
static char *
name_for_uri (const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  g_autofree char *name = NULL;

  if (uri == NULL)
    return g_strdup (text);

  name = g_path_get_basename (g_uri_get_path (uri));
  if (name[0] != '\0' && name[0] != '/' && name[0] != '.' && g_utf8_validate (name, -1, NULL))
    return g_steal_pointer (&name);

  return g_strdup (g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : text);
}

/**
 * vidimus_document_new_for_uri:
 * @uri: http or https
 *
 * Returns: (transfer full): a document whose bytes a run's client will fetch
 */
VidimusDocument *
vidimus_document_new_for_uri (const char *uri)
{
  VidimusDocument *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (VIDIMUS_TYPE_DOCUMENT, NULL);
  self->uri = g_strdup (uri);
  self->origin = VIDIMUS_ORIGIN_ADDRESS;
  self->name = name_for_uri (uri);

  return self;
}

/**
 * vidimus_document_new_for_bytes:
 * @name: shown
 *
 * Returns: (transfer full): a document of a file that is in memory already, such as from the clipboard
 */
VidimusDocument *
vidimus_document_new_for_bytes (GBytes     *bytes,
                                const char *name)
{
  VidimusDocument *self;

  g_return_val_if_fail (bytes != NULL && name != NULL, NULL);

  self = g_object_new (VIDIMUS_TYPE_DOCUMENT, NULL);
  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);

  return self;
}

/** vidimus_document_get_name: shown; valid UTF-8. */
const char *
vidimus_document_get_name (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->name;
}

/**
 * vidimus_document_set_item:
 * @item: (nullable): what the list that it comes from calls it; valid UTF-8
 *
 * For vidimus_document_to_json() to tell. Nothing is read from it.
 */
void
vidimus_document_set_item (VidimusDocument *self,
                           const char      *item)
{
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (self));

  g_free (self->item);
  self->item = g_strdup (item);
}

/** vidimus_document_get_item: (nullable): what the list that it comes from calls it. */
const char *
vidimus_document_get_item (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->item;
}

/** vidimus_document_get_file: (transfer none) (nullable): where the bytes are read from. */
GFile *
vidimus_document_get_file (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->file;
}

/** vidimus_document_peek_uri: (nullable): where the bytes are fetched from. */
const char *
vidimus_document_peek_uri (VidimusDocument *self)
{
  return self->uri;
}

/** vidimus_document_peek_bytes: (transfer none) (nullable): the bytes, when they were given. */
GBytes *
vidimus_document_peek_bytes (VidimusDocument *self)
{
  return self->bytes;
}

/** vidimus_document_get_state: see "notify::state". */
VidimusDocumentState
vidimus_document_get_state (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), VIDIMUS_DOCUMENT_READY);

  return self->state;
}

/** vidimus_document_is_busy: from LOADING to PAUSED, READY apart: something is still to come. */
gboolean
vidimus_document_is_busy (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), FALSE);

  switch (self->state)
    {
    case VIDIMUS_DOCUMENT_LOADING:
    case VIDIMUS_DOCUMENT_QUEUED:
    case VIDIMUS_DOCUMENT_PREPARING:
    case VIDIMUS_DOCUMENT_SIGNING_IN:
    case VIDIMUS_DOCUMENT_SENDING:
    case VIDIMUS_DOCUMENT_WAITING:
    case VIDIMUS_DOCUMENT_PAUSED:
      return TRUE;
    case VIDIMUS_DOCUMENT_READY:
    case VIDIMUS_DOCUMENT_ANSWERED:
    case VIDIMUS_DOCUMENT_FAILED:
    case VIDIMUS_DOCUMENT_CANCELLED:
    default:
      return FALSE;
    }
}

/** vidimus_document_get_fraction: of what is sent, 0–1; only SENDING has one. */
double
vidimus_document_get_fraction (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), 0.0);

  return self->fraction;
}

/** vidimus_document_get_attempt: of the call under way, from 1; PAUSED: of the attempt to come; 0: nothing is asked. */
guint
vidimus_document_get_attempt (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), 0);

  return self->attempt;
}

/** vidimus_document_get_asked: (nullable): of the last call: "local", or the name of the service; %NULL: nobody was asked. */
const char *
vidimus_document_get_asked (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->asked;
}

/** vidimus_document_get_ms: how long the last call took until it was answered or failed; 0 before, and without a call. */
double
vidimus_document_get_ms (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), 0.0);

  return self->answer != NULL && self->error == NULL ? vidimus_answer_get_ms (self->answer) : self->asked_ms;
}

/** vidimus_document_get_pause_ms: PAUSED: from now until the next attempt; 0 when it is due, and in any other state. */
guint
vidimus_document_get_pause_ms (VidimusDocument *self)
{
  gint64 left;

  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), 0);

  left = self->state == VIDIMUS_DOCUMENT_PAUSED ? self->resumes_at - g_get_monotonic_time () : 0;

  return left > 0 ? (guint) (left / 1000) : 0;
}

/** vidimus_document_get_problem: (nullable): PAUSED: why the last attempt failed; translated. */
const char *
vidimus_document_get_problem (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->problem;
}

/** vidimus_document_get_picture: (transfer none) (nullable): %NULL until it was loaded. */
VidimusPicture *
vidimus_document_get_picture (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->picture;
}

/** vidimus_document_get_answer: (transfer none) (nullable): the last one; kept while it is asked again. */
VidimusAnswer *
vidimus_document_get_answer (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->answer;
}

/**
 * vidimus_document_get_evidence:
 *
 * Where the alarms saw something, to be shown and no more: of the answer where it says so, else of a local estimate, which
 * may come after the answer. Scores and verdict are the answer's alone.
 *
 * Returns: (transfer none) (nullable): a result whose areas are in the picture's upright pixels
 */
VidimusResult *
vidimus_document_get_evidence (VidimusDocument *self)
{
  VidimusResult *own;

  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  own = self->answer != NULL ? vidimus_answer_get_result (self->answer) : NULL;

  return own != NULL && vidimus_result_has_areas (own) ? own : self->estimate;
}

/** vidimus_document_get_error: (transfer none) (nullable): why it is FAILED. */
const GError *
vidimus_document_get_error (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->error;
}

/** vidimus_document_get_verdict: the policy's, of the answer; NOT_CHECKED without one. */
VidimusVerdict
vidimus_document_get_verdict (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), (VidimusVerdict) { .deciding = -1 });

  return self->verdict;
}
