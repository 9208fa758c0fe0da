/* The front, confined, and what there is to say about all the processes' locks. */
#pragma once

#include "vidimus-confine.h"
#include "vidimus-service.h"

G_BEGIN_DECLS

VidimusConfinement  vidimus_shelter_front    (const VidimusServiceOptions *options,
                                              const char                  *socket_path);
GPtrArray          *vidimus_shelter_describe (VidimusConfinement           workers,
                                              VidimusConfinement           front);

G_END_DECLS
