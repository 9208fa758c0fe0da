/* A picture that was just taken, with its own outline and what speaks against it, before it is used. */
#pragma once

#include "vidimus-client.h"
#include "vidimus-policy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The actions of its buttons are "capture.use" and "capture.retake". */
#define VIDIMUS_TYPE_SHOT_REVIEW (vidimus_shot_review_get_type ())
G_DECLARE_FINAL_TYPE (VidimusShotReview, vidimus_shot_review, VIDIMUS, SHOT_REVIEW, GtkWidget)

void     vidimus_shot_review_set_service (VidimusShotReview *self,
                                          VidimusClient     *local,
                                          VidimusPolicy     *policy);
void     vidimus_shot_review_show        (VidimusShotReview *self,
                                          GBytes            *still);
void     vidimus_shot_review_clear       (VidimusShotReview *self);
GBytes  *vidimus_shot_review_get_still   (VidimusShotReview *self);

G_END_DECLS
