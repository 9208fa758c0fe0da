/* An encoded image whose pixels are decoded in parts, as small as somebody asks for them. */
#pragma once

#include "vidimus-picture.h"
#include "vidimus-source.h"

G_BEGIN_DECLS

/** VidimusParts: pixels as stored: an EXIF orientation is not applied. For one thread at a time. */
typedef struct _VidimusParts VidimusParts;

VidimusParts                *vidimus_parts_new        (GBytes                    *bytes,
                                                       const VidimusDecodeLimits *limits,
                                                       GError                   **error);
void                         vidimus_parts_free       (VidimusParts              *self);
const struct vidimus_source *vidimus_parts_get_source (VidimusParts              *self);

void                         vidimus_parts_keep_memory (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusParts, vidimus_parts_free)

G_END_DECLS
