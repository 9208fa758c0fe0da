/* Where the document lies in its picture: what the service said, and what a person corrected. */
#include "vidimus-document-private.h"

#include "vidimus-resolution.h"

#include <string.h>

/**
 * vidimus_document_get_corrected:
 * @quad: (out): set when there is one
 *
 * Returns: whether a person corrected the outline
 */
gboolean
vidimus_document_get_corrected (VidimusDocument *self,
                                VidimusQuad     *quad)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (quad != NULL, FALSE);

  if (self->has_corrected)
    *quad = self->corrected;

  return self->has_corrected;
}

/**
 * vidimus_document_set_corrected:
 * @quad: (nullable): in upright pixels, corners that may lie outside of the picture; %NULL: the service's own again
 *
 * It stays when the service is asked again, and goes with the picture.
 */
void
vidimus_document_set_corrected (VidimusDocument   *self,
                                const VidimusQuad *quad)
{
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (self));

  if (quad == NULL ? !self->has_corrected
                   : self->has_corrected && memcmp (quad, &self->corrected, sizeof *quad) == 0)
    return;

  self->has_corrected = quad != NULL;
  if (quad != NULL)
    self->corrected = *quad;
  g_object_notify (G_OBJECT (self), "corrected");
}

/**
 * vidimus_document_get_own_quad:
 * @quad: (out): set when there is one
 *
 * Returns: whether the answer has a location, in pixels of the picture that is here
 */
gboolean
vidimus_document_get_own_quad (VidimusDocument *self,
                               VidimusQuad     *quad)
{
  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (quad != NULL, FALSE);

  return self->answer != NULL && vidimus_answer_is_mapped (self->answer) && self->picture != NULL &&
         vidimus_result_get_location (vidimus_answer_get_result (self->answer), quad);
}

/**
 * vidimus_document_get_quad:
 * @quad: (out): set when there is one
 *
 * The outline to show and to flatten by: as corrected, else the service's own.
 *
 * Returns: whether there is either
 */
gboolean
vidimus_document_get_quad (VidimusDocument *self,
                           VidimusQuad     *quad)
{
  return vidimus_document_get_corrected (self, quad) || vidimus_document_get_own_quad (self, quad);
}

/**
 * vidimus_document_get_resolution:
 *
 * By the outline of vidimus_document_get_quad(), and by the size of the type that was said; of a flat scan too.
 *
 * Returns: pixels of the picture per millimetre of the document; 0 when it can't be told
 */
double
vidimus_document_get_resolution (VidimusDocument *self)
{
  const char *type;
  VidimusQuad quad;

  g_return_val_if_fail (VIDIMUS_IS_DOCUMENT (self), 0.0);

  if (self->picture == NULL || !vidimus_document_get_quad (self, &quad))
    return 0.0;

  type = self->answer != NULL ? vidimus_result_get_type_code (vidimus_answer_get_result (self->answer)) : NULL;

  return vidimus_resolution_measure (&quad, type, vidimus_picture_get_width (self->picture),
                                     vidimus_picture_get_height (self->picture));
}
