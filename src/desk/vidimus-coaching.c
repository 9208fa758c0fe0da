#include "vidimus-coaching.h"

#include "vidimus-resolution.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *meaning;
  const char *remedy;
} words[VIDIMUS_N_ALARMS] = {
  [VIDIMUS_ALARM_BLUR] = {
    N_("The picture is not sharp: what is printed small can’t be relied on."),
    N_("Wipe the lens, rest the camera or hold it still, let it focus on the document, and photograph it again."),
  },
  [VIDIMUS_ALARM_GLARE] = {
    N_("Light is reflected by the document and hides part of it."),
    N_("Tilt the document away from the lamp and turn off the flash until no bright spot lies on it, and photograph "
       "it again."),
  },
  [VIDIMUS_ALARM_BLOCKING] = {
    N_("Something covers part of the document, such as a finger, a holder or another paper."),
    N_("Lay the document down, take everything off it, and photograph it again."),
  },
  [VIDIMUS_ALARM_LIGHTING] = {
    N_("The picture is too dark to judge colours and details."),
    N_("Go where there is more light, such as to a window, keep your shadow off the document, and photograph it "
       "again."),
  },
  [VIDIMUS_ALARM_COPY] = {
    N_("This looks like a black-and-white copy, not like the document itself."),
    N_("Ask for the document itself and photograph it in colour."),
  },
  [VIDIMUS_ALARM_BORDER] = {
    N_("The border is not complete: an edge or a corner of the document is cut off."),
    N_("Move back until all four corners show, with a little background around them, and photograph it again."),
  },
  [VIDIMUS_ALARM_REPRODUCE] = {
    N_("This looks like a photograph of a screen or of a print, not of the document itself."),
    N_("Ask for the document itself and photograph it directly, not from a screen or from paper."),
  },
};

/** vidimus_coaching_get_meaning: what the alarm says of a picture, in a sentence; translated, static. */
const char *
vidimus_coaching_get_meaning (VidimusAlarm alarm)
{
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, NULL);

  return _(words[alarm].meaning);
}

/** vidimus_coaching_get_remedy: what makes the alarm go away, in a sentence; translated, static. */
const char *
vidimus_coaching_get_remedy (VidimusAlarm alarm)
{
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, NULL);

  return _(words[alarm].remedy);
}

/**
 * vidimus_coaching_get_reason:
 * @policy: that gave @verdict
 * @result: that it was given for
 *
 * Returns: (transfer full) (nullable): the deciding alarm, its score and the cut that it is above
 */
char *
vidimus_coaching_get_reason (const VidimusVerdict *verdict,
                             VidimusPolicy        *policy,
                             VidimusResult        *result)
{
  VidimusAlarm alarm;
  int score, review, reject;

  g_return_val_if_fail (verdict != NULL && VIDIMUS_IS_POLICY (policy), NULL);
  g_return_val_if_fail (result == NULL || VIDIMUS_IS_RESULT (result), NULL);

  if (verdict->deciding < 0 || result == NULL)
    return NULL;

  alarm = (VidimusAlarm) verdict->deciding;
  if (!vidimus_result_get_score (result, alarm, &score))
    return NULL;

  vidimus_policy_get_cuts (policy, alarm, vidimus_result_get_type_code (result), &review, &reject);

  /* Translators: an alarm such as “Glare”, its score and the limit that the user set, 0–99 */
  return g_strdup_printf (_("%s %d, your limit is %d"), vidimus_alarm_get_title (alarm), score,
                          verdict->kind == VIDIMUS_VERDICT_REJECT ? reject : review);
}

/* The titles of the alarms that were not checked, or NULL when none was. */
static char *
list_unchecked (const VidimusVerdict *verdict)
{
  g_autoptr(GString) list = g_string_new (NULL);
  int n = 0;

  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (verdict->alarms[i] == VIDIMUS_VERDICT_NOT_CHECKED)
      {
        /* Translators: between the names of alarms in a list */
        g_string_append_printf (list, "%s%s", n == 0 ? "" : _(", "), vidimus_alarm_get_title (i));
        n++;
      }

  return n < VIDIMUS_N_ALARMS ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

static char *
advise_unchecked (const VidimusVerdict *verdict)
{
  g_autofree char *list = list_unchecked (verdict);

  if (list == NULL)
    return g_strdup (_("The alarms were not asked for. Turn them on and ask again."));

  /* Translators: %s is a list of alarms */
  return g_strdup_printf (_("The service gave no score for: %s. Ask again, or look for it yourself."), list);
}

/**
 * vidimus_coaching_get_advice:
 * @result: (nullable): that @verdict was given for
 * @pixels_per_mm: of the document in the picture; 0 when it is not known
 *
 * Returns: (transfer full): what to do next, in a sentence or two: the deciding alarm's remedy, or what an answer
 *   without an alarm calls for
 */
char *
vidimus_coaching_get_advice (const VidimusVerdict *verdict,
                             VidimusResult        *result,
                             double                pixels_per_mm)
{
  g_return_val_if_fail (verdict != NULL, NULL);
  g_return_val_if_fail (result == NULL || VIDIMUS_IS_RESULT (result), NULL);

  if (verdict->deciding >= 0)
    return g_strdup (vidimus_coaching_get_remedy ((VidimusAlarm) verdict->deciding));
  if (verdict->kind == VIDIMUS_VERDICT_NOT_CHECKED)
    return advise_unchecked (verdict);
  if (verdict->low_confidence)
    return g_strdup (_("The outline is uncertain. If it does not lie on the edges of the document, photograph the "
                       "document on a plain background of another colour."));
  if (vidimus_resolution_get_remedy (pixels_per_mm) != NULL)
    return g_strdup (_("No alarm was raised, but the picture is too coarse to judge small print and fine lines."));
  if (result != NULL && vidimus_result_get_type_code (result) == NULL)
    return g_strdup (_("The picture is good enough, but the document is none of the nine kinds that the service "
                       "knows. Judge yourself what it is."));

  return g_strdup (_("Nothing speaks against the picture. What it shows is yours to judge."));
}

/**
 * vidimus_coaching_get_caution:
 *
 * A picture of the screen's own pixels shows what is displayed there, and has no trace of a camera in front of a screen: the
 * alarm for that stays silent. The same may be true of what came over the clipboard.
 *
 * Returns: (transfer full) (nullable): what to bear in mind, in a few sentences; translated
 */
char *
vidimus_coaching_get_caution (VidimusDocumentOrigin origin)
{
  const char *alarm = vidimus_alarm_get_title (VIDIMUS_ALARM_REPRODUCE);

  switch (origin)
    {
    case VIDIMUS_ORIGIN_SCREEN:
      /* Translators: %s is an alarm: “Re-photographed” */
      return g_strdup_printf (_("This is a picture of a screen, not of the document. It can’t show what “%s” looks for: a low score "
                                "there tells you nothing."), alarm);
    case VIDIMUS_ORIGIN_PASTE:
      /* Translators: %s is an alarm: “Re-photographed” */
      return g_strdup_printf (_("This came over the clipboard and may be a picture of a screen: then a low score of “%s” tells you "
                                "nothing."), alarm);
    case VIDIMUS_ORIGIN_FILE:
    case VIDIMUS_ORIGIN_ADDRESS:
    case VIDIMUS_ORIGIN_CAMERA:
    case VIDIMUS_ORIGIN_SCANNER:
    default:
      return NULL;
    }
}
