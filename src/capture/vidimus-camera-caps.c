#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-caps-private.h"

#include <math.h>

/* A document is held still, but being coached by a slide show is no pleasure. */
#define LEAST_RATE 10.0 /* frames a second */
/* More than this costs power and bandwidth, and shows nothing more. */
#define WANTED_RATE 30.0

/* What can have any size is no sensor, and has no more to show when it is larger than what is shown. */
#define FREE_WIDTH 1280
#define FREE_HEIGHT 720

typedef struct
{
  int      width;
  int      height;
  int      rate_n; /* frames a second; 0 / 1: not said */
  int      rate_d;
  gboolean raw;
} Choice;

static double
rate_of (const Choice *choice)
{
  return choice->rate_n == 0 ? WANTED_RATE : (double) choice->rate_n / choice->rate_d;
}

static int
choose_side (const GValue *value,
             int           free_side)
{
  int most = 0;

  if (value == NULL)
    return 0;
  if (G_VALUE_HOLDS_INT (value))
    return g_value_get_int (value);
  if (GST_VALUE_HOLDS_INT_RANGE (value))
    return CLAMP (free_side, gst_value_get_int_range_min (value), gst_value_get_int_range_max (value));
  if (GST_VALUE_HOLDS_LIST (value))
    for (guint i = 0; i < gst_value_list_get_size (value); i++)
      most = MAX (most, choose_side (gst_value_list_get_value (value, i), free_side));

  return most;
}

/* The nearer to the wanted rate, the better; in doubt the faster. */
static void
consider_rate (Choice       *choice,
               const GValue *value)
{
  int n = gst_value_get_fraction_numerator (value), d = gst_value_get_fraction_denominator (value);
  double now = fabs (rate_of (choice) - WANTED_RATE);

  if (n > 0 && (choice->rate_n == 0 || fabs ((double) n / d - WANTED_RATE) <= now))
    {
      choice->rate_n = n;
      choice->rate_d = d;
    }
}

static void
choose_rate (Choice       *choice,
             const GValue *value)
{
  if (value == NULL)
    return;

  if (GST_VALUE_HOLDS_FRACTION (value))
    {
      consider_rate (choice, value);
    }
  else if (GST_VALUE_HOLDS_FRACTION_RANGE (value))
    {
      g_auto(GValue) wanted = G_VALUE_INIT;

      g_value_init (&wanted, GST_TYPE_FRACTION);
      gst_value_set_fraction (&wanted, (int) WANTED_RATE, 1);
      if (gst_value_is_subset (&wanted, value))
        consider_rate (choice, &wanted);
      else
        consider_rate (choice, gst_value_get_fraction_range_max (value));
    }
  else if (GST_VALUE_HOLDS_LIST (value))
    {
      for (guint i = 0; i < gst_value_list_get_size (value); i++)
        choose_rate (choice, gst_value_list_get_value (value, i));
    }
}

static gboolean
read_choice (const GstStructure   *structure,
             const GstCapsFeatures *features,
             Choice               *choice)
{
  if (features != NULL && !gst_caps_features_is_equal (features, GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY))
    return FALSE;

  *choice = (Choice) {
    .width = choose_side (gst_structure_get_value (structure, "width"), FREE_WIDTH),
    .height = choose_side (gst_structure_get_value (structure, "height"), FREE_HEIGHT),
    .rate_d = 1,
    .raw = gst_structure_has_name (structure, "video/x-raw"),
  };
  choose_rate (choice, gst_structure_get_value (structure, "framerate"));

  return choice->raw || gst_structure_has_name (structure, "image/jpeg");
}

/* Fast enough; then the larger; then the faster, as far as that is seen; then what was not compressed. */
static gboolean
is_better (const Choice *a,
           const Choice *b)
{
  gboolean fast_a = rate_of (a) >= LEAST_RATE, fast_b = rate_of (b) >= LEAST_RATE;
  gint64 area_a = (gint64) a->width * a->height, area_b = (gint64) b->width * b->height;
  double rate_a = MIN (rate_of (a), WANTED_RATE), rate_b = MIN (rate_of (b), WANTED_RATE);

  if (fast_a != fast_b)
    return fast_a;
  if (area_a != area_b)
    return area_a > area_b;
  if (rate_a != rate_b)
    return rate_a > rate_b;

  return a->raw && !b->raw;
}

/**
 * vidimus_camera_caps_choose:
 * @offered: of a device
 *
 * The largest pictures that come at a usable rate, raw or JPEG. Among raw formats the device may choose.
 *
 * Returns: (transfer full) (nullable): fixed in size and rate as far as @offered says them; %NULL when there is nothing of use
 */
GstCaps *
vidimus_camera_caps_choose (const GstCaps *offered)
{
  GstStructure *chosen;
  Choice best = { 0 };
  int at = -1;

  for (guint i = 0; i < gst_caps_get_size (offered); i++)
    {
      Choice choice;

      if (read_choice (gst_caps_get_structure (offered, i), gst_caps_get_features (offered, i), &choice) &&
          (at < 0 || is_better (&choice, &best)))
        {
          best = choice;
          at = (int) i;
        }
    }

  if (at < 0)
    return NULL;

  chosen = gst_structure_copy (gst_caps_get_structure (offered, (guint) at));
  if (best.width > 0 && best.height > 0)
    gst_structure_set (chosen, "width", G_TYPE_INT, best.width, "height", G_TYPE_INT, best.height, NULL);
  if (best.rate_n > 0)
    gst_structure_set (chosen, "framerate", GST_TYPE_FRACTION, best.rate_n, best.rate_d, NULL);

  return gst_caps_new_full (chosen, NULL);
}
