#include "vidimus-image-error.h"

#include "vidimus-error.h"
#include "vidimus-picture.h"

#include <glib/gi18n-lib.h>

/**
 * vidimus_image_error_explain:
 * @error: (transfer full): of any domain
 *
 * Returns: (transfer full): @error, or for one of imaging the contract's error with the same message, so that it has
 *   a code and an advice
 */
GError *
vidimus_image_error_explain (GError *error)
{
  const char *code = vidimus_imaging_error_get_api_code (error);
  GError *explained;

  if (code == NULL)
    return error;

  explained = vidimus_error_new (VIDIMUS_ERROR_IMAGE, code, 0, NULL, error->message);
  if (g_error_matches (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_DAMAGED))
    vidimus_error_set_advice (explained, _("Copy or download the file again from where it came from, or scan or "
                                           "photograph the document again."));
  g_error_free (error);

  return explained;
}
