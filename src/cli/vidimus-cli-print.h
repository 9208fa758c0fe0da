/* One document as text for people, and what keeps a terminal from obeying it. */
#pragma once

#include "vidimus-document.h"
#include "vidimus-run.h"

G_BEGIN_DECLS

char *vidimus_cli_printable     (const char      *text);
int   vidimus_cli_text_columns  (const char      *text);
void  vidimus_cli_append_padded (GString         *out,
                                 const char      *text,
                                 int              columns);
char *vidimus_cli_format_block  (const char      *file,
                                 VidimusDocument *document,
                                 VidimusRun      *run);

G_END_DECLS
