#include "vidimus-area-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* No kind is longer than a word or two. */
#define MAX_KIND_BYTES 32

static const struct
{
  const char *kind;
  const char *title;
} kinds[] = {
  /* Translators: these say what an outlined part of the picture shows */
  { "blurred", N_("Blurred part") },
  { "glare", N_("Glare") },
  { "veil", N_("Washed-out part") },
  { "covered", N_("Covered part") },
  { "dark", N_("Dark part") },
  { "grey", N_("Part without colour") },
  { "cut", N_("Cut side") },
  { "corner", N_("Missing corner") },
  { "moire", N_("Screen pattern") },
};

/* Numbers that a picture can have, and a kind that is a word: what doesn't fit is no area. */
gboolean
vidimus_area_is_sound (const char         *kind,
                       double              value,
                       const VidimusPoint *points,
                       guint               n_points)
{
  gsize length = strlen (kind);

  if (length == 0 || length > MAX_KIND_BYTES || strspn (kind, "abcdefghijklmnopqrstuvwxyz-") != length)
    return FALSE;
  if (!isfinite (value) || n_points < 3 || n_points > VIDIMUS_AREA_MAX_POINTS)
    return FALSE;

  for (guint i = 0; i < n_points; i++)
    if (!isfinite (points[i].x) || !isfinite (points[i].y) ||
        fabs (points[i].x) > VIDIMUS_MAX_COORDINATE || fabs (points[i].y) > VIDIMUS_MAX_COORDINATE)
      return FALSE;

  return TRUE;
}

/**
 * vidimus_area_new:
 * @kind: a word in lower case; copied
 * @value: finite
 * @points: copied; within a million pixels
 * @n_points: 3 to %VIDIMUS_AREA_MAX_POINTS
 *
 * Returns: (transfer full) (nullable): %NULL when something of it is out of its range: nothing to believe
 */
VidimusArea *
vidimus_area_new (const char         *kind,
                  double              value,
                  const VidimusPoint *points,
                  guint               n_points)
{
  VidimusArea *self;

  g_return_val_if_fail (kind != NULL && points != NULL, NULL);

  if (!vidimus_area_is_sound (kind, value, points, n_points))
    return NULL;

  self = g_new0 (VidimusArea, 1);
  self->kind = g_strdup (kind);
  self->value = value;
  self->n_points = n_points;
  self->points = g_memdup2 (points, n_points * sizeof *points);

  return self;
}

/**
 * vidimus_area_transformed:
 *
 * Returns: (transfer full): a copy with every point mapped by @transform
 */
VidimusArea *
vidimus_area_transformed (const VidimusArea      *self,
                          const VidimusTransform *transform)
{
  VidimusArea *copy = g_new0 (VidimusArea, 1);

  copy->kind = g_strdup (self->kind);
  copy->value = self->value;
  copy->n_points = self->n_points;
  copy->points = g_new (VidimusPoint, self->n_points);
  for (guint i = 0; i < self->n_points; i++)
    copy->points[i] = vidimus_point_transform (&self->points[i], transform);

  return copy;
}

/** vidimus_area_free: @self: (transfer full) (nullable). */
void
vidimus_area_free (VidimusArea *self)
{
  if (self == NULL)
    return;

  g_free (self->kind);
  g_free (self->points);
  g_free (self);
}

/**
 * vidimus_area_kind_get_title:
 *
 * Returns: what an area of that kind shows, for people, translated; of an unknown kind in general words
 */
const char *
vidimus_area_kind_get_title (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].kind) == 0)
      return _(kinds[i].title);

  return _("Marked part");
}

static guint
count_kind (GPtrArray  *areas,
            const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < areas->len; i++)
    n += g_str_equal (((VidimusArea *) areas->pdata[i])->kind, kind);

  return n;
}

static gboolean
is_first_of_kind (GPtrArray *areas,
                  guint      index)
{
  for (guint i = 0; i < index; i++)
    if (g_str_equal (((VidimusArea *) areas->pdata[i])->kind, ((VidimusArea *) areas->pdata[index])->kind))
      return FALSE;

  return TRUE;
}

/**
 * vidimus_areas_to_words:
 * @areas: (element-type VidimusArea)
 *
 * Returns: (transfer full): what they show, for people, each kind once in the order of @areas: "Glare (3), Covered part"
 */
char *
vidimus_areas_to_words (GPtrArray *areas)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < areas->len; i++)
    {
      const char *kind = ((VidimusArea *) areas->pdata[i])->kind;
      guint n = count_kind (areas, kind);

      if (!is_first_of_kind (areas, i))
        continue;
      if (words->len > 0)
        /* Translators: stands between the things of a list: “Glare (3), Covered part” */
        g_string_append (words, C_("list", ", "));
      if (n > 1)
        /* Translators: what is marked, and in how many places: “Glare (3)” */
        g_string_append_printf (words, _("%s (%u)"), vidimus_area_kind_get_title (kind), n);
      else
        g_string_append (words, vidimus_area_kind_get_title (kind));
    }

  return g_string_free (words, FALSE);
}
