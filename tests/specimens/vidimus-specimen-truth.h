/* Scenes on disk: JPEG files and a truth.json as the engine's evaluation reads it. */
#pragma once

#include <json-glib/json-glib.h>

#include "vidimus-specimen-scene.h"

G_BEGIN_DECLS

/** VidimusSpecimenTruth: a folder being filled. */
typedef struct
{
  char        *folder;  /* owned */
  JsonBuilder *json;    /* owned */
} VidimusSpecimenTruth;

VidimusSpecimenTruth *vidimus_specimen_truth_new      (const char                   *folder);
gboolean              vidimus_specimen_truth_add      (VidimusSpecimenTruth         *self,
                                                       const char                   *file,
                                                       const VidimusSpecimenRecipe  *recipe,
                                                       const VidimusSpecimenScene   *scene,
                                                       GError                      **error);
void                  vidimus_specimen_truth_note     (VidimusSpecimenTruth         *self,
                                                       const char                   *file,
                                                       const VidimusSpecimenRecipe  *recipe,
                                                       const VidimusSpecimenScene   *scene);
gboolean              vidimus_specimen_truth_save     (const char                   *folder,
                                                       const char                   *file,
                                                       const VidimusSpecimenRecipe  *recipe,
                                                       const VidimusSpecimenScene   *scene,
                                                       GError                      **error);
gboolean              vidimus_specimen_truth_finish   (VidimusSpecimenTruth         *self,
                                                       GError                      **error);
void                  vidimus_specimen_truth_free     (VidimusSpecimenTruth         *self);
gboolean              vidimus_specimen_truth_is_cut   (const VidimusSpecimenScene   *scene);
gboolean              vidimus_specimen_json_save      (JsonBuilder                  *json,
                                                       const char                   *path,
                                                       GError                      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenTruth, vidimus_specimen_truth_free)

G_END_DECLS
