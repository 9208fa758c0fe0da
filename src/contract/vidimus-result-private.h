/* Between the files of the result: the object, and its JSON. */
#pragma once

#include "vidimus-area-private.h"
#include "vidimus-result.h"

struct _VidimusResult
{
  GObject      parent_instance;

  char        *type_code;  /* owned, nullable */
  gboolean     has_location;
  VidimusQuad  location;
  double       confidence; /* 0–1; negative: absent */
  gint8        flags[VIDIMUS_N_ALARMS];  /* -1: absent */
  gint8        scores[VIDIMUS_N_ALARMS]; /* 0–99; -1: absent */
  GPtrArray   *areas[VIDIMUS_N_ALARMS];  /* owned; of VidimusArea; NULL: absent */
  double       statistics[VIDIMUS_N_ALARMS]; /* NAN: absent */

  /* Owned: members that have no place above, of the body, the result and the result's two objects. */
  JsonObject  *other_body;
  JsonObject  *other;
  JsonObject  *other_flags;
  JsonObject  *other_scores;
};
