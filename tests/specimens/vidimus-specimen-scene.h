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

/**
 * VidimusSpecimenSource: a real picture, and what its truth says of it.
 * @width: as it is worked with; very large ones are made smaller
 * @quad: in those pixels, clockwise from the corner that is top-left in the picture; of a flat one its rim
 * @turn: −1 where it is not known
 * @known: of each alarm, 1 raised, 0 not, −1 not known
 * @artwork: drawn or rendered by whoever issues it, not photographed
 */
typedef struct
{
  char               *file;   /* as its truth has it, owned */
  char               *path;   /* owned */
  char               *type;   /* owned, nullable */
  char               *layout; /* owned */
  int                 width;
  int                 height;
  gboolean            has_quad;
  struct vidimus_quad quad;
  int                 turn;
  int                 known[VIDIMUS_SPECIMEN_N_DEFECTS];
  gboolean            artwork;
} VidimusSpecimenSource;

/** VidimusSpecimenSampling: how finely a JPEG file keeps colour. */
typedef enum
{
  VIDIMUS_SPECIMEN_420,
  VIDIMUS_SPECIMEN_444,
} VidimusSpecimenSampling;

/**
 * VidimusSpecimenRecipe: everything that makes a scene; equal recipes make equal bytes.
 * @picture: a document's own picture (RGB) to be laid instead of a drawn one, or %NULL; borrowed
 * @source: where that is from, or %NULL; borrowed
 * @in_place: the picture is not laid on a ground; what befalls it befalls it as it is
 * @doses: of each defect, 0 (none) to 1 (gross)
 * @own: of each defect, what a picture has of itself: 1 it has, 0 it has not, −1 nobody knows
 * @turn: the document lies turned clockwise by this: 0, 90, 180, 270; −1 where nobody knows
 * @tilt: how far the camera may lean, degrees
 * @fill: share of the frame that the document's longer extent takes
 */
typedef struct
{
  VidimusSpecimenHalf          half;
  const VidimusSpecimenLayout *layout; /* NULL and no picture: no document at all */
  const struct vidimus_image  *picture;
  const VidimusSpecimenSource *source;
  gboolean                     in_place;
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
  int                          own[VIDIMUS_SPECIMEN_N_DEFECTS];
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
int                   vidimus_specimen_top_left     (const struct vidimus_quad   *quad);
VidimusSpecimenScene *vidimus_specimen_scene_new    (const VidimusSpecimenRecipe *recipe);
gboolean              vidimus_specimen_scene_expose (const VidimusSpecimenRecipe *recipe,
                                                     VidimusSpecimenFilm         *film,
                                                     struct vidimus_image        *out);
VidimusSpecimenScene *vidimus_specimen_scene_new_flat (const VidimusSpecimenLayout *layout,
                                                     int                          width,
                                                     guint64                      seed);
void                  vidimus_specimen_scene_free   (VidimusSpecimenScene        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenScene, vidimus_specimen_scene_free)

G_END_DECLS
