#include "vidimus-shot-review.h"

#include "vidimus-badge.h"
#include "vidimus-canvas.h"
#include "vidimus-coaching.h"
#include "vidimus-error.h"
#include "vidimus-resolution.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MM_PER_INCH 25.4

struct _VidimusShotReview
{
  GtkWidget       parent_instance;

  VidimusClient  *local;       /* owned, nullable until it is set */
  VidimusPolicy  *policy;      /* owned, nullable likewise */
  GBytes         *still;       /* owned, nullable; the file */
  VidimusPicture *picture;     /* owned, nullable until it is decoded */
  VidimusResult  *result;      /* owned, nullable; what the service on this computer sees in it */
  GError         *error;       /* owned, nullable; why it could not be decoded or looked at */
  GCancellable   *cancellable; /* owned, nullable; of both */

  /* Template children */
  VidimusCanvas  *canvas;
  GtkSpinner     *spinner;
  GtkLabel       *resolution;
  GtkWidget      *finding_box;
  GtkImage       *finding_icon;
  GtkLabel       *finding;
  GtkWidget      *use;
};

G_DEFINE_FINAL_TYPE (VidimusShotReview, vidimus_shot_review, GTK_TYPE_WIDGET)

/* What is said of it */

static void
update_resolution (VidimusShotReview *self,
                   const VidimusQuad *quad)
{
  double density = quad != NULL ? vidimus_resolution_measure (quad, NULL, vidimus_picture_get_width (self->picture),
                                                              vidimus_picture_get_height (self->picture)) : 0;
  g_autofree char *text = NULL;

  if (density > 0 && density < VIDIMUS_RESOLUTION_LEAST)
    /* Translators: pixels per millimetre of the document, and the same in dots per inch */
    text = g_strdup_printf (_("Only %.1f pixels per millimetre (%.0f dpi): small print can’t be read. Move closer."),
                            density, density * MM_PER_INCH);
  else if (density > 0)
    text = g_strdup_printf (_("%.1f pixels per millimetre (%.0f dpi)"), density, density * MM_PER_INCH);

  gtk_label_set_label (self->resolution, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->resolution), text != NULL);
  if (density > 0 && density < VIDIMUS_RESOLUTION_LEAST)
    gtk_widget_add_css_class (GTK_WIDGET (self->resolution), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->resolution), "warning");
}

/* One line, and how bad it is. */
static void
set_finding (VidimusShotReview  *self,
             const char         *text,
             VidimusVerdictKind  kind)
{
  gtk_label_set_label (self->finding, text);
  gtk_image_set_from_icon_name (self->finding_icon, vidimus_badge_get_icon_name (kind));
  vidimus_badge_style (self->finding_box, kind);
}

static void
update_finding (VidimusShotReview *self,
                gboolean           located)
{
  VidimusVerdict verdict;

  if (self->error != NULL)
    {
      gboolean none = g_strcmp0 (vidimus_error_get_api_code (self->error), "AIS.0104") == 0;

      set_finding (self, none ? _("No document was found in the picture.") : self->error->message,
                   none ? VIDIMUS_VERDICT_REVIEW : VIDIMUS_VERDICT_NOT_CHECKED);
      return;
    }
  if (self->result == NULL)
    {
      set_finding (self, _("Looking at the picture…"), VIDIMUS_VERDICT_NOT_CHECKED);
      return;
    }

  verdict = vidimus_policy_judge (self->policy, self->result);
  if (!located)
    set_finding (self, _("No document was found in the picture."), VIDIMUS_VERDICT_REVIEW);
  else if (verdict.deciding >= 0)
    set_finding (self, vidimus_coaching_get_meaning ((VidimusAlarm) verdict.deciding), verdict.kind);
  else if (verdict.low_confidence)
    set_finding (self, _("The outline is uncertain."), VIDIMUS_VERDICT_REVIEW);
  else
    set_finding (self, _("Nothing speaks against the picture."), VIDIMUS_VERDICT_CLEAR);
}

/* The one place that turns what is known of the picture into what is seen. */
static void
update (VidimusShotReview *self)
{
  gboolean loaded = self->picture != NULL;
  VidimusQuad quad;
  gboolean located = loaded && self->result != NULL && vidimus_result_get_location (self->result, &quad);

  vidimus_canvas_set_picture (self->canvas, self->picture);
  vidimus_canvas_set_quad (self->canvas, located ? &quad : NULL,
                           located && vidimus_policy_judge (self->policy, self->result).low_confidence);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->still != NULL && !loaded && self->error == NULL);
  update_resolution (self, located ? &quad : NULL);
  if (loaded || self->error != NULL)
    update_finding (self, located);
  gtk_widget_set_visible (self->finding_box, loaded || self->error != NULL);
}

/* The still: decoded here, and looked at by the service, at the same time. */

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(VidimusShotReview) self = VIDIMUS_SHOT_REVIEW (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusPicture) picture = vidimus_picture_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_set_object (&self->picture, picture);
  if (error != NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  update (self);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(VidimusShotReview) self = VIDIMUS_SHOT_REVIEW (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) seen = vidimus_client_look_finish (VIDIMUS_CLIENT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_set_object (&self->result, seen);
  if (error != NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  update (self);
}

static void
forget (VidimusShotReview *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->still, g_bytes_unref);
  g_clear_object (&self->picture);
  g_clear_object (&self->result);
  g_clear_error (&self->error);
}

/** vidimus_shot_review_clear: forgets the picture. */
void
vidimus_shot_review_clear (VidimusShotReview *self)
{
  g_return_if_fail (VIDIMUS_IS_SHOT_REVIEW (self));

  forget (self);
  update (self);
}

/**
 * vidimus_shot_review_show:
 * @still: a file, at full resolution
 *
 * Shows it, and once they are known its outline, its resolution and what speaks against it: by the service on this computer.
 */
void
vidimus_shot_review_show (VidimusShotReview *self,
                          GBytes            *still)
{
  g_return_if_fail (VIDIMUS_IS_SHOT_REVIEW (self));
  g_return_if_fail (still != NULL && self->local != NULL);

  forget (self);
  self->still = g_bytes_ref (still);
  self->cancellable = g_cancellable_new ();
  vidimus_picture_load_async (still, &VIDIMUS_DECODE_DESK, self->cancellable, loaded_cb, g_object_ref (self));
  vidimus_client_look_async (self->local, still, self->cancellable, looked_cb, g_object_ref (self));
  update (self);
  gtk_widget_grab_focus (self->use);
}

/** vidimus_shot_review_get_still: (transfer none) (nullable): the file that is shown. */
GBytes *
vidimus_shot_review_get_still (VidimusShotReview *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SHOT_REVIEW (self), NULL);

  return self->still;
}

/**
 * vidimus_shot_review_set_service:
 * @local: who looks at pictures: the service on this computer
 * @policy: whose limits tell what speaks against one
 */
void
vidimus_shot_review_set_service (VidimusShotReview *self,
                                 VidimusClient     *local,
                                 VidimusPolicy     *policy)
{
  g_return_if_fail (VIDIMUS_IS_SHOT_REVIEW (self));

  g_set_object (&self->local, local);
  g_set_object (&self->policy, policy);
}

static void
vidimus_shot_review_dispose (GObject *object)
{
  VidimusShotReview *self = VIDIMUS_SHOT_REVIEW (object);
  GtkWidget *child;

  forget (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->local);
  g_clear_object (&self->policy);

  G_OBJECT_CLASS (vidimus_shot_review_parent_class)->dispose (object);
}

static void
vidimus_shot_review_class_init (VidimusShotReviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_shot_review_dispose;

  g_type_ensure (VIDIMUS_TYPE_CANVAS);
  gtk_widget_class_set_css_name (widget_class, "shotreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-shot-review.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusShotReview, canvas);
  gtk_widget_class_bind_template_child (widget_class, VidimusShotReview, spinner);
  gtk_widget_class_bind_template_child (widget_class, VidimusShotReview, resolution);
  gtk_widget_class_bind_template_child (widget_class, VidimusShotReview, finding_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusShotReview, finding_icon);
  gtk_widget_class_bind_template_child (widget_class, VidimusShotReview, finding);
  gtk_widget_class_bind_template_child (widget_class, VidimusShotReview, use);
}

static void
vidimus_shot_review_init (VidimusShotReview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
