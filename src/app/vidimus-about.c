#include "vidimus-about.h"

#include <glib/gi18n-lib.h>

/**
 * vidimus_about_new:
 *
 * The About window.
 */
GtkWidget *
vidimus_about_new (void)
{
  return g_object_new (ADW_TYPE_ABOUT_WINDOW,
                       "application-icon", "io.github.vidimus.Vidimus",
                       "application-name", "Vidimus",
                       "developer-name", _("The Vidimus authors"),
                       "version", VIDIMUS_VERSION,
                       "comments", _("“We have seen” is the mark put on an inspected copy of a document. Vidimus shows "
                                     "what a picture of an identity document is of, where the document lies in it, and "
                                     "what is wrong with the picture. It does not say whether a document is authentic."),
                       "license-type", GTK_LICENSE_GPL_3_0,
                       "copyright", _("© 2026 The Vidimus authors"),
                       "modal", TRUE,
                       "destroy-with-parent", TRUE,
                       NULL);
}
