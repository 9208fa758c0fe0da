/* Scenes: a card on a ground, photographed, with at most one defect and the exact truth. */
#pragma once

#include "vidimus-specimen-card.h"
#include "vidimus-specimen-film.h"

G_BEGIN_DECLS

/** VidimusSpecimenDefect: in the order of the contract's alarms, after none. */
typedef enum
{
  VIDIMUS_SPECIMEN_CLEAN,
  VIDIMUS_SPECIMEN_BLUR,
  VIDIMUS_SPECIMEN_GLARE,
  VIDIMUS_SPECIMEN_BLOCKING,
  VIDIMUS_SPECIMEN_DARK,
  VIDIMUS_SPECIMEN_COPY,
  VIDIMUS_SPECIMEN_BORDER,
  VIDIMUS_SPECIMEN_REPRODUCE,
  VIDIMUS_SPECIMEN_N_DEFECTS,
} VidimusSpecimenDefect;

/** From this dose on a person would raise the alarm; below half of it nobody would. */
#define VIDIMUS_SPECIMEN_RAISED 0.4

/**
 * VidimusSpecimenRecipe: everything that makes a scene; equal recipes make equal bytes.
 * @dose: of the defect, 0 (barely there) to 1 (gross)
 * @turn: the document lies turned clockwise by this: 0, 90, 180, 270
 * @tilt: how far the camera may lean, degrees
 * @fill: share of the frame that the document's longer extent takes
 */
typedef struct
{
  const VidimusSpecimenLayout *layout; /* NULL: no document at all */
  guint64                      seed;
  int                          width;
  int                          height;
  const char                  *ground; /* one of vidimus_specimen_grounds */
  int                          clutter;
  int                          turn;
  double                       tilt;
  double                       roll;   /* further turn, degrees, within ±20 */
  double                       fill;
  VidimusSpecimenDefect        defect;
  double                       dose;
  double                       shade;   /* of a shadow that falls across everything, 0 for none */
  int                          quality; /* of the JPEG file, 1–100 */
} VidimusSpecimenRecipe;

/** VidimusSpecimenScene: a drawn scene. */
typedef struct
{
  struct vidimus_image image; /* owned: RGB */
  struct vidimus_quad  quad;  /* clockwise from the corner that is top-left in the picture; may reach beyond it */
} VidimusSpecimenScene;

const char           *vidimus_specimen_defect_key   (VidimusSpecimenDefect        defect);
void                  vidimus_specimen_recipe_draw  (VidimusSpecimenRecipe       *recipe,
                                                     const VidimusSpecimenLayout *layout,
                                                     VidimusSpecimenDefect        defect,
                                                     guint64                      seed);
VidimusSpecimenScene *vidimus_specimen_scene_new    (const VidimusSpecimenRecipe *recipe);
VidimusSpecimenScene *vidimus_specimen_scene_new_flat (const VidimusSpecimenLayout *layout,
                                                     int                          width,
                                                     guint64                      seed);
void                  vidimus_specimen_scene_free   (VidimusSpecimenScene        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenScene, vidimus_specimen_scene_free)

G_END_DECLS
