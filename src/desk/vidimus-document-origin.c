/* Which way a document came in, and which side of which other one it is. */
#include "vidimus-document-private.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *key;
  const char *name;
} origins[] = {
  [VIDIMUS_ORIGIN_FILE] = { "file", N_("File") },
  [VIDIMUS_ORIGIN_ADDRESS] = { "address", N_("Address") },
  [VIDIMUS_ORIGIN_PASTE] = { "paste", N_("Clipboard") },
  [VIDIMUS_ORIGIN_CAMERA] = { "camera", N_("Camera") },
  [VIDIMUS_ORIGIN_SCANNER] = { "scanner", N_("Scanner") },
  [VIDIMUS_ORIGIN_SCREEN] = { "screen", N_("Screen") },
};

/** vidimus_document_origin_get_key: for files: "screen"; static. */
const char *
vidimus_document_origin_get_key (VidimusDocumentOrigin origin)
{
  g_return_val_if_fail (origin < G_N_ELEMENTS (origins), NULL);

  return origins[origin].key;
}

/** vidimus_document_origin_get_name: for people: "Screen"; translated, static. */
const char *
vidimus_document_origin_get_name (VidimusDocumentOrigin origin)
{
  g_return_val_if_fail (origin < G_N_ELEMENTS (origins), NULL);

  return _(origins[origin].name);
}

/** vidimus_document_get_origin: which way it came in. */
VidimusDocumentOrigin
vidimus_document_get_origin (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), VIDIMUS_ORIGIN_FILE);

  return self->origin;
}

/**
 * vidimus_document_set_origin:
 *
 * By who makes it, before others have it: nothing is notified.
 */
void
vidimus_document_set_origin (VidimusDocument       *self,
                             VidimusDocumentOrigin  origin)
{
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (self));
  g_return_if_fail (origin < G_N_ELEMENTS (origins));

  self->origin = origin;
}

/** vidimus_document_unpair: neither of the two has a partner any more; which side they are stays known. */
void
vidimus_document_unpair (VidimusDocument *self)
{
  VidimusDocument *partner = self->partner;

  if (partner == NULL)
    return;

  g_clear_weak_pointer (&self->partner);
  g_clear_weak_pointer (&partner->partner);
  g_object_notify (G_OBJECT (partner), "partner"); /* of @self nobody is told: it may be going */
}

/**
 * vidimus_document_pair:
 * @front: of the document
 * @back: of the same document, another picture
 *
 * Each knows the other from now on, without keeping it. A partner that one of them had before has none any more.
 */
void
vidimus_document_pair (VidimusDocument *front,
                       VidimusDocument *back)
{
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (front) && VIDIMUS_IS_DOCUMENT (back));
  g_return_if_fail (front != back);

  vidimus_document_unpair (front);
  vidimus_document_unpair (back);
  g_set_weak_pointer (&front->partner, back);
  g_set_weak_pointer (&back->partner, front);
  front->side = VIDIMUS_DOCUMENT_SIDE_FRONT;
  back->side = VIDIMUS_DOCUMENT_SIDE_BACK;
  g_object_notify (G_OBJECT (front), "partner");
  g_object_notify (G_OBJECT (back), "partner");
}

/** vidimus_document_get_partner: (transfer none) (nullable): the picture of the other side, while somebody has it. */
VidimusDocument *
vidimus_document_get_partner (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), NULL);

  return self->partner;
}

/** vidimus_document_is_back: whether it was paired as the back; FALSE when it was not paired. */
gboolean
vidimus_document_is_back (VidimusDocument *self)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), FALSE);

  return self->side == VIDIMUS_DOCUMENT_SIDE_BACK;
}
