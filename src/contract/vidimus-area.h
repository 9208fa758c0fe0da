/* Where an alarm saw something, and how much: evidence, ours beside the contract (API.md, Ours). */
#pragma once

#include "vidimus-quad.h"

G_BEGIN_DECLS

/* What one alarm's evidence holds at most; whatever an answer has beyond that is not read. */
#define VIDIMUS_AREA_MAX_POINTS 64
#define VIDIMUS_AREA_MOST       32

/**
 * VidimusArea: a simple polygon.
 * @kind: a short word in lower case, such as "glare"; maybe one that is not known here
 * @value: how much, in the unit of @kind; more is more
 * @points: three or more, in pixels of the picture in question
 */
typedef struct
{
  char         *kind;     /* owned */
  double        value;
  guint         n_points;
  VidimusPoint *points;   /* owned */
} VidimusArea;

VidimusArea *vidimus_area_new            (const char             *kind,
                                          double                  value,
                                          const VidimusPoint     *points,
                                          guint                   n_points);
VidimusArea *vidimus_area_transformed    (const VidimusArea      *self,
                                          const VidimusTransform *transform);
void         vidimus_area_free           (VidimusArea            *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusArea, vidimus_area_free)

const char  *vidimus_area_kind_get_title (const char             *kind);
char        *vidimus_areas_to_words      (GPtrArray              *areas);

G_END_DECLS
