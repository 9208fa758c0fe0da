/* A document shown to a camera by somebody who learns how to: the same one on the same desk each time. */
#pragma once

#include "vidimus-specimen-scene.h"

G_BEGIN_DECLS

/**
 * VidimusSpecimenPhase: one thing that is wrong, or nothing.
 * @document: there is one
 * @tilt, @fill: as of a recipe
 * @defect, @dose: the only one, if any
 */
typedef struct
{
  const char            *name;
  gboolean               document;
  double                 tilt;
  double                 fill;
  VidimusSpecimenDefect  defect;
  double                 dose;
} VidimusSpecimenPhase;

/* From an empty desk to a good picture. @n: (out): how many */
const VidimusSpecimenPhase *vidimus_specimen_phases     (gsize                      *n);
/* NULL when no phase has that name. */
const VidimusSpecimenPhase *vidimus_specimen_phase_find (const char                 *name);
/* (transfer full): NULL when memory is short */
VidimusSpecimenScene       *vidimus_specimen_phase_draw (const VidimusSpecimenPhase *self,
                                                         int                         width,
                                                         int                         height);

G_END_DECLS
