#include "vidimus-phase-bar.h"

#define HEIGHT    14
#define RADIUS    7
#define MIN_WIDTH 1.5f /* what was short is still seen */

struct _VidimusPhaseBar
{
  GtkWidget          parent_instance;

  VidimusCallRecord *record; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (VidimusPhaseBar, vidimus_phase_bar, GTK_TYPE_WIDGET)

/**
 * vidimus_phase_bar_get_color:
 * @widget: of whose style the colours are
 * @color: (out): a named one of the theme, so that dark and high contrast follow
 */
void
vidimus_phase_bar_get_color (GtkWidget        *widget,
                             VidimusCallPhase  phase,
                             GdkRGBA          *color)
{
  static const char *const names[VIDIMUS_N_PHASES] = {
    [VIDIMUS_PHASE_CONNECT] = "warning_color",
    [VIDIMUS_PHASE_SEND] = "accent_color",
    [VIDIMUS_PHASE_WAIT] = "success_color",
    [VIDIMUS_PHASE_RECEIVE] = "accent_color",
  };
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  gtk_style_context_get_color (style, color);
  if (names[phase] == NULL || !gtk_style_context_lookup_color (style, names[phase], color))
    color->alpha *= 0.35f;
  if (phase == VIDIMUS_PHASE_RECEIVE)
    color->alpha *= 0.5f;
}

static double
get_sum (VidimusPhaseBar *self)
{
  double sum = 0.0;

  for (int i = 0; i < VIDIMUS_N_PHASES; i++)
    sum += MAX (0.0, vidimus_call_record_get_ms (self->record, i));

  return sum;
}

static void
vidimus_phase_bar_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  VidimusPhaseBar *self = VIDIMUS_PHASE_BAR (widget);
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget), x = 0.0f;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double sum = self->record != NULL ? get_sum (self) : 0.0;
  GskRoundedRect outline;
  GdkRGBA color;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.1f;
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, 0, width, height));

  for (int i = 0; sum > 0.0 && i < VIDIMUS_N_PHASES; i++)
    {
      double ms = vidimus_call_record_get_ms (self->record, i);
      float length = ms >= 0.0 ? MAX (MIN_WIDTH, (float) (ms / sum) * width) : 0.0f;

      vidimus_phase_bar_get_color (widget, i, &color);
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (rtl ? width - x - length : x, 0, length, height));
      x += length;
    }
  gtk_snapshot_pop (snapshot);
}

static void
vidimus_phase_bar_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 60;
}

/**
 * vidimus_phase_bar_set_record:
 *
 * Shows the phases of @record. The numbers stand in the legend beside it, for everyone: to assistive technology this is a picture of them.
 */
void
vidimus_phase_bar_set_record (VidimusPhaseBar   *self,
                              VidimusCallRecord *record)
{
  g_return_if_fail (VIDIMUS_IS_PHASE_BAR (self));

  if (g_set_object (&self->record, record))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
vidimus_phase_bar_dispose (GObject *object)
{
  g_clear_object (&VIDIMUS_PHASE_BAR (object)->record);

  G_OBJECT_CLASS (vidimus_phase_bar_parent_class)->dispose (object);
}

static void
vidimus_phase_bar_class_init (VidimusPhaseBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_phase_bar_dispose;
  widget_class->snapshot = vidimus_phase_bar_snapshot;
  widget_class->measure = vidimus_phase_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "phasebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
vidimus_phase_bar_init (VidimusPhaseBar *self)
{
}
