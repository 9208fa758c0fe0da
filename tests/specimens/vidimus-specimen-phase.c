#include "vidimus-specimen-phase.h"

static const VidimusSpecimenPhase phases[] = {
  { "empty",   FALSE, 0,   0,    VIDIMUS_SPECIMEN_CLEAN,    0 },
  { "cut",     TRUE,  4,   0.85, VIDIMUS_SPECIMEN_BORDER,   0.6 },
  { "far",     TRUE,  4,   0.3,  VIDIMUS_SPECIMEN_CLEAN,    0 },
  { "dark",    TRUE,  4,   0.8,  VIDIMUS_SPECIMEN_DARK,     0.75 },
  { "tilted",  TRUE,  115, 0.85, VIDIMUS_SPECIMEN_CLEAN,    0 },
  { "glare",   TRUE,  4,   0.8,  VIDIMUS_SPECIMEN_GLARE,    0.9 },
  { "covered", TRUE,  4,   0.8,  VIDIMUS_SPECIMEN_BLOCKING, 0.8 },
  { "blurred", TRUE,  4,   0.8,  VIDIMUS_SPECIMEN_BLUR,     0.8 },
  { "good",    TRUE,  4,   0.8,  VIDIMUS_SPECIMEN_CLEAN,    0 },
};

const VidimusSpecimenPhase *
vidimus_specimen_phases (gsize *n)
{
  *n = G_N_ELEMENTS (phases);

  return phases;
}

const VidimusSpecimenPhase *
vidimus_specimen_phase_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    if (g_str_equal (phases[i].name, name))
      return &phases[i];

  return NULL;
}

VidimusSpecimenScene *
vidimus_specimen_phase_draw (const VidimusSpecimenPhase *self,
                             int                         width,
                             int                         height)
{
  VidimusSpecimenRecipe recipe = {
    .half = VIDIMUS_SPECIMEN_TUNING,
    .layout = self->document ? vidimus_specimen_layout_find ("passport-utopia") : NULL,
    .seed = 31,
    .width = width,
    .height = height,
    .ground = "wood",
    .tilt = self->tilt,
    .roll = 2,
    .fill = self->fill,
    .quality = 90,
  };

  if (self->defect != VIDIMUS_SPECIMEN_CLEAN)
    recipe.doses[self->defect] = self->dose;

  return vidimus_specimen_scene_new (&recipe);
}
