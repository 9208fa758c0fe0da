/* A verdict in one pill: a shape, a word and a colour. */
#pragma once

#include "vidimus-policy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_BADGE (vidimus_badge_get_type ())
G_DECLARE_FINAL_TYPE (VidimusBadge, vidimus_badge, VIDIMUS, BADGE, GtkWidget)

void        vidimus_badge_set_kind      (VidimusBadge       *self,
                                         VidimusVerdictKind  kind);

/* The shape of a kind of verdict, and its style class, wherever one is shown. */
const char *vidimus_badge_get_icon_name (VidimusVerdictKind  kind);
void        vidimus_badge_style         (GtkWidget          *widget,
                                         VidimusVerdictKind  kind);

G_END_DECLS
