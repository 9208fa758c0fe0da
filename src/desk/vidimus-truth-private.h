/* Upright pixels and those of the stored file. */
#pragma once

#include "vidimus-picture.h"
#include "vidimus-quad.h"

G_BEGIN_DECLS

VidimusQuad vidimus_quad_to_stored (const VidimusQuad *quad,
                                    VidimusPicture    *picture);

G_END_DECLS
