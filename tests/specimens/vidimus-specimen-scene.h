/* Scenes: a card on a ground, photographed, with any of the defects and the exact truth. */
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

/** From this step of a dose on a person would raise the alarm; at the one before could say either; below nobody would. */
#define VIDIMUS_SPECIMEN_RAISED 3
#define VIDIMUS_SPECIMEN_STEPS 6

/** VidimusSpecimenSampling: how finely a JPEG file keeps colour. */
typedef enum
{
  VIDIMUS_SPECIMEN_420,
  VIDIMUS_SPECIMEN_444,
} VidimusSpecimenSampling;

/**
 * VidimusSpecimenRecipe: everything that makes a scene; equal recipes make equal bytes.
 * @picture: a document's own picture (RGB) to be laid instead of a drawn one, or %NULL; borrowed
 * @doses: of each defect, 0 (none) to 1 (gross)
 * @turn: the document lies turned clockwise by this: 0, 90, 180, 270
 * @tilt: how far the camera may lean, degrees
 * @fill: share of the frame that the document's longer extent takes
 */
typedef struct
{
  VidimusSpecimenHalf          half;
  const VidimusSpecimenLayout *layout; /* NULL and no picture: no document at all */
  const struct vidimus_image  *picture;
  const char                  *type;   /* of what the picture shows, or NULL; borrowed */
  const char                  *source; /* the picture's file, borrowed */
  guint64                      seed;
  int                          width;
  int                          height;
  const char                  *ground; /* one of the half's */
  int                          clutter;
  int                          turn;
  double                       tilt;
  double                       roll;   /* further turn, degrees, within ±20 */
  double                       fill;
  double                       doses[VIDIMUS_SPECIMEN_N_DEFECTS];
  gboolean                     print;   /* reproduced from a print, not from a screen */
  gboolean                     window;  /* the screen that it is reproduced from shows a window, and its own frame */
  gboolean                     corner;  /* its border lacks a corner; the frame does not cut it */
  double                       shade;   /* of a shadow that falls across everything, 0 for none */
  const char                  *camera;  /* of the judging half: one of vidimus_specimen_trial_cameras */
  int                          quality; /* of the JPEG file, 1–100 */
  VidimusSpecimenSampling      sampling;
} VidimusSpecimenRecipe;

/** VidimusSpecimenScene: a drawn scene. */
typedef struct
{
  struct vidimus_image image; /* owned: RGB */
  struct vidimus_quad  quad;  /* clockwise from the corner that is top-left in the picture; may reach beyond it */
} VidimusSpecimenScene;

const char           *vidimus_specimen_defect_key   (VidimusSpecimenDefect        defect);
double                vidimus_specimen_step_dose    (VidimusSpecimenHalf          half,
                                                     int                          step);
int                   vidimus_specimen_recipe_step  (const VidimusSpecimenRecipe *recipe,
                                                     VidimusSpecimenDefect        defect);
gboolean              vidimus_specimen_recipe_has_card (const VidimusSpecimenRecipe *recipe);
double                vidimus_specimen_recipe_aspect (const VidimusSpecimenRecipe *recipe);
void                  vidimus_specimen_recipe_draw  (VidimusSpecimenRecipe       *recipe,
                                                     const VidimusSpecimenLayout *layout,
                                                     VidimusSpecimenDefect        defect,
                                                     guint64                      seed);
void                  vidimus_specimen_scene_place  (VidimusSpecimenScene        *self,
                                                     const VidimusSpecimenRecipe *recipe,
                                                     struct vidimus_quad         *own);
VidimusSpecimenScene *vidimus_specimen_scene_new    (const VidimusSpecimenRecipe *recipe);
VidimusSpecimenScene *vidimus_specimen_scene_new_flat (const VidimusSpecimenLayout *layout,
                                                     int                          width,
                                                     guint64                      seed);
void                  vidimus_specimen_scene_free   (VidimusSpecimenScene        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenScene, vidimus_specimen_scene_free)

G_END_DECLS
