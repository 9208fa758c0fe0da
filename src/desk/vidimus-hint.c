#include "vidimus-hint.h"

#include <glib/gi18n-lib.h>

G_DEFINE_ENUM_TYPE (VidimusHint, vidimus_hint,
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_WAIT, "wait"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_SHOW, "show"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_CORNERS, "corners"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_CLOSER, "closer"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_FLATTER, "flatter"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_GLARE, "glare"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_LIGHT, "light"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_UNCOVER, "uncover"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_STILL, "still"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_HINT_GOOD, "good"))

/* Of a few words, to be read while the hands are busy. */
static const char *const words[] = {
  [VIDIMUS_HINT_WAIT] = N_("One moment…"),
  [VIDIMUS_HINT_SHOW] = N_("Show the document"),
  [VIDIMUS_HINT_CORNERS] = N_("Move back until all four corners show"),
  [VIDIMUS_HINT_CLOSER] = N_("Move closer"),
  [VIDIMUS_HINT_FLATTER] = N_("Hold it flatter to the camera"),
  [VIDIMUS_HINT_GLARE] = N_("Tilt it away from the lamp"),
  [VIDIMUS_HINT_LIGHT] = N_("Go where there is more light"),
  [VIDIMUS_HINT_UNCOVER] = N_("Take everything off it"),
  [VIDIMUS_HINT_STILL] = N_("Hold it still"),
  [VIDIMUS_HINT_GOOD] = N_("Good: hold it so"),
};

/** vidimus_hint_get_words: a line for a person; @auto_shot: who has to do no more than wait is told so; translated, static. */
const char *
vidimus_hint_get_words (VidimusHint hint,
                        gboolean    auto_shot)
{
  g_return_val_if_fail (hint < G_N_ELEMENTS (words), NULL);

  if (hint == VIDIMUS_HINT_GOOD && !auto_shot)
    return _("Good: take the picture");

  return _(words[hint]);
}
