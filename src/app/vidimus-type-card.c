#include "vidimus-type-card.h"

#include "vidimus-document-type.h"
#include "vidimus-resolution.h"
#include "vidimus-score-bar.h"

#include <glib/gi18n-lib.h>

struct _VidimusTypeCard
{
  GtkWidget        parent_instance;

  /* Template children */
  GtkLabel        *title;
  GtkWidget       *code_box;
  GtkLabel        *code;
  GtkButton       *copy;
  GtkWidget       *confidence_box;
  GtkLabel        *number;
  VidimusScoreBar *bar;
  GtkWidget       *corrected_box;
  GtkButton       *own;
  GtkLabel        *note;
  GtkWidget       *resolution_box;
  GtkLabel        *resolution;
  GtkWidget       *coarse_box;
  GtkLabel        *coarse;
};

G_DEFINE_FINAL_TYPE (VidimusTypeCard, vidimus_type_card, GTK_TYPE_WIDGET)

static void
copy_cb (VidimusTypeCard *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_label (self->code));
}

static void
update_type (VidimusTypeCard *self,
             const char      *code)
{
  const char *name = code != NULL ? vidimus_document_type_get_name (code) : NULL;

  gtk_widget_set_visible (self->code_box, code != NULL);
  gtk_label_set_label (self->code, code != NULL ? code : "");
  if (code == NULL)
    gtk_label_set_label (self->title, _("None of the nine documents"));
  else
    gtk_label_set_label (self->title, name != NULL ? name : code);
}

static void
update_confidence (VidimusTypeCard *self,
                   VidimusResult   *result,
                   VidimusPolicy   *policy,
                   gboolean         corrected)
{
  double least = vidimus_policy_get_min_confidence (policy);
  double confidence = 0;
  gboolean known = vidimus_result_get_confidence (result, &confidence);
  VidimusQuad location;
  g_autofree char *number = g_strdup_printf (_("%.1f %%"), confidence * 100.0);
  const char *note = NULL;
  gboolean located = vidimus_result_get_location (result, &location);

  if (!located)
    note = _("The answer has no location.");
  else if (known && confidence < least && !corrected)
    note = _("The outline may be off: check it on the picture.");

  gtk_widget_set_visible (self->confidence_box, known);
  gtk_label_set_label (self->number, number);
  vidimus_score_bar_set_value (self->bar, confidence, 1.0, _("Confidence of the location"), number);
  vidimus_score_bar_set_cuts (self->bar, least, -1);
  gtk_widget_set_visible (self->corrected_box, corrected);
  gtk_button_set_label (self->own, located ? _("Service’s Own") : _("Remove"));
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

/**
 * vidimus_type_card_set_result:
 * @corrected: whether the outline is a person's, not the answer's
 *
 * Shows the type and the location's confidence of @result; @policy has the least confidence to rely upon.
 */
void
vidimus_type_card_set_result (VidimusTypeCard *self,
                              VidimusResult   *result,
                              VidimusPolicy   *policy,
                              gboolean         corrected)
{
  g_return_if_fail (VIDIMUS_IS_TYPE_CARD (self));
  g_return_if_fail (VIDIMUS_IS_RESULT (result) && VIDIMUS_IS_POLICY (policy));

  update_type (self, vidimus_result_get_type_code (result));
  update_confidence (self, result, policy, corrected);
}

/**
 * vidimus_type_card_set_resolution:
 * @pixels_per_mm: of the document in the picture; 0 when it is not known
 *
 * Too few are told with what to do about it: no alarm says that small print can't be read.
 */
void
vidimus_type_card_set_resolution (VidimusTypeCard *self,
                                  double           pixels_per_mm)
{
  const char *remedy = vidimus_resolution_get_remedy (pixels_per_mm);
  g_autofree char *text = NULL;

  g_return_if_fail (VIDIMUS_IS_TYPE_CARD (self));

  if (pixels_per_mm > 0.0)
    text = vidimus_resolution_describe (pixels_per_mm);
  gtk_widget_set_visible (self->resolution_box, text != NULL);
  gtk_label_set_label (self->resolution, text != NULL ? text : "");
  gtk_widget_set_visible (self->coarse_box, remedy != NULL);
  gtk_label_set_label (self->coarse, remedy != NULL ? remedy : "");
}

static void
vidimus_type_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (vidimus_type_card_parent_class)->dispose (object);
}

static void
vidimus_type_card_class_init (VidimusTypeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_type_card_dispose;

  g_type_ensure (VIDIMUS_TYPE_SCORE_BAR);
  gtk_widget_class_set_css_name (widget_class, "typecard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-type-card.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, title);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, code_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, code);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, copy);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, confidence_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, number);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, bar);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, corrected_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, own);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, note);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, resolution_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, resolution);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, coarse_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusTypeCard, coarse);
}

static void
vidimus_type_card_init (VidimusTypeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Document"), -1);
  g_signal_connect_object (self->copy, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
vidimus_type_card_new (void)
{
  return g_object_new (VIDIMUS_TYPE_TYPE_CARD, NULL);
}
