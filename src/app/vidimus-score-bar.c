#include "vidimus-score-bar.h"

#include <math.h>

/* Logical pixels. */
#define HEIGHT       14
#define BAR_HEIGHT   8
#define NOTCH_WIDTH  2
#define DOT_SIZE     12
#define DOT_GAP      8
#define MINIMUM      80

struct _VidimusScoreBar
{
  GtkWidget       parent_instance;

  GtkWidget      *meter;   /* owned; never drawn: GTK 4.8 tells assistive technology the value of its own bars only */
  double          value;   /* negative: none */
  double          highest;
  double          review;  /* negative: no notch */
  double          reject;
  VidimusScoreDot dot;
};

G_DEFINE_FINAL_TYPE (VidimusScoreBar, vidimus_score_bar, GTK_TYPE_WIDGET)

static void
append_rounded (GtkSnapshot   *snapshot,
                float          x,
                float          y,
                float          width,
                float          height,
                const GdkRGBA *color)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, width, height);
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &bounds, height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_notch (VidimusScoreBar *self,
              GtkSnapshot     *snapshot,
              double           cut,
              double           length,
              gboolean         mirrored,
              double           offset,
              const GdkRGBA   *color)
{
  double along = round (CLAMP (cut / self->highest, 0.0, 1.0) * length);
  double x = offset + (mirrored ? length - along : along) - NOTCH_WIDTH / 2.0;

  if (cut >= 0)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, 0, NOTCH_WIDTH, HEIGHT));
}

static void
append_dot (VidimusScoreBar *self,
            GtkSnapshot     *snapshot,
            double           x,
            const GdkRGBA   *fill,
            const GdkRGBA   *line)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, (HEIGHT - DOT_SIZE) / 2.0, DOT_SIZE, DOT_SIZE);
  GskRoundedRect circle;

  if (self->dot == VIDIMUS_SCORE_DOT_RAISED)
    {
      append_rounded (snapshot, x, bounds.origin.y, DOT_SIZE, DOT_SIZE, fill);
    }
  else if (self->dot == VIDIMUS_SCORE_DOT_CLEAR)
    {
      gsk_rounded_rect_init_from_rect (&circle, &bounds, DOT_SIZE / 2.0);
      gtk_snapshot_append_border (snapshot, &circle, (float[4]) { 2, 2, 2, 2 },
                                  (GdkRGBA[4]) { *line, *line, *line, *line });
    }
}

static void
vidimus_score_bar_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  VidimusScoreBar *self = VIDIMUS_SCORE_BAR (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double reserved = self->dot == VIDIMUS_SCORE_DOT_NONE ? 0 : DOT_SIZE + DOT_GAP;
  double length = gtk_widget_get_width (widget) - reserved;
  double offset = mirrored ? reserved : 0;
  float top = (gtk_widget_get_height (widget) - HEIGHT) / 2.0f;
  double filled = self->value < 0 ? 0 : CLAMP (self->value / self->highest, 0.0, 1.0) * length;
  float bar_y = (HEIGHT - BAR_HEIGHT) / 2.0f;
  GdkRGBA fill, ink, trough, notch, line;

  gtk_style_context_get_color (style, &fill);
  if (!gtk_style_context_lookup_color (style, "window_fg_color", &ink))
    ink = fill;
  trough = notch = line = ink;
  trough.alpha *= 0.14f;
  notch.alpha *= 0.8f;
  line.alpha *= 0.55f;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, top));
  append_rounded (snapshot, offset, bar_y, length, BAR_HEIGHT, &trough);
  if (filled > 0)
    {
      GskRoundedRect bar;

      /* Clipped by the trough, so that the smallest value keeps a shape. */
      gsk_rounded_rect_init_from_rect (&bar, &GRAPHENE_RECT_INIT (offset, bar_y, length, BAR_HEIGHT),
                                       BAR_HEIGHT / 2.0f);
      gtk_snapshot_push_rounded_clip (snapshot, &bar);
      append_rounded (snapshot, mirrored ? offset + length - MAX (filled, 3) : offset, bar_y,
                      MAX (filled, 3), BAR_HEIGHT, &fill);
      gtk_snapshot_pop (snapshot);
    }
  append_notch (self, snapshot, self->review, length, mirrored, offset, &line);
  append_notch (self, snapshot, self->reject, length, mirrored, offset, &notch);
  append_dot (self, snapshot, mirrored ? 0 : length + DOT_GAP, &fill, &line);
  gtk_snapshot_restore (snapshot);
}

static void
vidimus_score_bar_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  VidimusScoreBar *self = VIDIMUS_SCORE_BAR (widget);

  gtk_widget_measure (self->meter, orientation, for_size, minimum, natural, NULL, NULL);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (MINIMUM, *minimum) : HEIGHT;
}

static void
vidimus_score_bar_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  gtk_widget_size_allocate (VIDIMUS_SCORE_BAR (widget)->meter,
                            &(GtkAllocation) { 0, 0, width, height }, -1);
}

/**
 * vidimus_score_bar_set_value:
 * @value: negative when there is none
 * @highest: what fills the bar
 * @label: what is measured, for assistive technology
 * @text: the value and what it means, likewise
 */
void
vidimus_score_bar_set_value (VidimusScoreBar *self,
                             double           value,
                             double           highest,
                             const char      *label,
                             const char      *text)
{
  g_return_if_fail (VIDIMUS_IS_SCORE_BAR (self));
  g_return_if_fail (highest > 0);

  self->value = value;
  self->highest = highest;
  gtk_level_bar_set_max_value (GTK_LEVEL_BAR (self->meter), highest);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->meter), MAX (value, 0.0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->meter),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * vidimus_score_bar_set_cuts:
 *
 * Where the policy asks for a look and where it alarms; negative for no notch.
 */
void
vidimus_score_bar_set_cuts (VidimusScoreBar *self,
                            double           review,
                            double           reject)
{
  g_return_if_fail (VIDIMUS_IS_SCORE_BAR (self));

  self->review = review;
  self->reject = reject;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
vidimus_score_bar_set_dot (VidimusScoreBar *self,
                           VidimusScoreDot  dot)
{
  g_return_if_fail (VIDIMUS_IS_SCORE_BAR (self));

  self->dot = dot;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
vidimus_score_bar_dispose (GObject *object)
{
  VidimusScoreBar *self = VIDIMUS_SCORE_BAR (object);

  g_clear_pointer (&self->meter, gtk_widget_unparent);

  G_OBJECT_CLASS (vidimus_score_bar_parent_class)->dispose (object);
}

static void
vidimus_score_bar_class_init (VidimusScoreBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_score_bar_dispose;
  widget_class->snapshot = vidimus_score_bar_snapshot;
  widget_class->measure = vidimus_score_bar_measure;
  widget_class->size_allocate = vidimus_score_bar_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "scorebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
vidimus_score_bar_init (VidimusScoreBar *self)
{
  self->meter = gtk_level_bar_new ();
  gtk_widget_set_parent (self->meter, GTK_WIDGET (self));
  self->value = -1;
  self->highest = 1;
  self->review = -1;
  self->reject = -1;
}
