/* The parts of the page; each appends HTML in which everything that came from outside is escaped. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

void vidimus_cli_explain_text    (GString         *html,
                                  const char      *text);
void vidimus_cli_explain_number  (GString         *html,
                                  double           number);
void vidimus_cli_explain_picture (GString         *html,
                                  VidimusDocument *document);
void vidimus_cli_explain_summary (GString         *html,
                                  VidimusDocument *document);
void vidimus_cli_explain_stages  (GString         *html,
                                  VidimusAnswer   *answer);

G_END_DECLS
