#include "vidimus-cli-explain.h"

#include "vidimus-cli-explain-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Nothing is fetched or run, whatever a document's text may say. */
#define POLICY "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

static const char style[] =
  ":root{color-scheme:light dark;--line:#d5d5d5;--dim:#666;--card:#fff;--page:#f6f5f4;--bar:#3584e4;--raised:#c01c28}"
  "@media(prefers-color-scheme:dark){:root{--line:#48484c;--dim:#aaa;--card:#303034;--page:#1e1e20;--bar:#78aeed;"
  "--raised:#ff7b63}}"
  "body{margin:0 auto;max-width:72rem;padding:1.5rem;font:1rem/1.45 Cantarell,system-ui,sans-serif;"
  "background:var(--page)}"
  "h1{font-size:1.5rem;margin:0 0 1rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:0 0 .75rem}"
  "h3{font-size:1rem;margin:1rem 0 .5rem}"
  "h2 small,.dim,figcaption{color:var(--dim);font-weight:normal}"
  "section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;margin:0 0 1rem}"
  ".flow{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}figure{margin:0;max-width:100%}"
  "figcaption{margin-top:.3rem;font-size:.9rem}.small{width:20rem}"
  "svg,img{display:block;max-width:100%;height:auto;border-radius:6px}img{background:#fff}"
  "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
  "th,td{text-align:start;padding:.25rem 1rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:baseline}"
  "th{font-weight:normal;color:var(--dim)}td.n{text-align:end}"
  "pre{margin:0;font-size:.85rem;white-space:pre-wrap;overflow-wrap:anywhere;max-height:24rem;overflow:auto}"
  ".bar{position:relative;width:12rem;height:.6rem;background:var(--line);border-radius:.3rem}"
  ".bar i{position:absolute;inset:0 auto 0 0;background:var(--bar);border-radius:.3rem}"
  ".bar b{position:absolute;top:-.15rem;bottom:-.15rem;left:50%;width:2px;background:currentColor}"
  ".raised .bar i{background:var(--raised)}.raised td:first-child{font-weight:bold}"
  ".quad{fill:none;stroke:#1c71d8;stroke-width:3}.casing{fill:none;stroke:#fff;stroke-width:6}"
  ".area{fill:url(#hatch);stroke:#c01c28;stroke-width:2.5}.faint{fill:#c01c2826}.line{fill:#c01c2873}"
  "polygon{vector-effect:non-scaling-stroke;stroke-linejoin:round}"
  "text{fill:#fff;stroke:#1c71d8;paint-order:stroke;font-weight:bold;text-anchor:middle;dominant-baseline:central}";

/* As it stands in HTML, whatever it is. */
void
vidimus_cli_explain_text (GString    *html,
                          const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *escaped = g_markup_escape_text (valid, -1);

  g_string_append (html, escaped);
}

/* With the digits that mean something, the same in every locale. */
void
vidimus_cli_explain_number (GString *html,
                            double   number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (html, g_ascii_formatd (digits, sizeof digits, "%.4g", number));
}

/* A file that is new: of two images with the same name, the second gets a number. */
static char *
make_file (const char  *dir,
           const char  *name,
           GError     **error)
{
  g_autofree char *safe = g_strdelimit (g_strdup (name), G_DIR_SEPARATOR_S, '-');
  int code = 0;

  for (int i = 1; i < 10000; i++)
    {
      g_autofree char *file = i == 1 ? g_strconcat (safe, ".html", NULL) : g_strdup_printf ("%s-%d.html", safe, i);
      g_autofree char *path = g_build_filename (dir, file, NULL);
      int fd = -1;

      if (g_mkdir_with_parents (dir, 0700) == 0)
        fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      code = errno;
      if (fd >= 0)
        {
          g_close (fd, NULL);
          return g_steal_pointer (&path);
        }
      if (code != EEXIST)
        break;
    }

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), _("The folder “%s” can’t be written: %s"),
               dir, g_strerror (code));

  return NULL;
}

/**
 * vidimus_cli_explain:
 * @document: answered, by a call with %VIDIMUS_CALL_EXPLAIN and maybe %VIDIMUS_CALL_EVIDENCE
 * @dir: made when missing, readable by its owner alone
 *
 * Writes one page with all that is known of the image into @dir: the picture with what was found on it, the scores, and what
 * every stage saw. It holds its pictures itself, and fetches and runs nothing.
 *
 * Returns: %FALSE when it can't be written
 */
gboolean
vidimus_cli_explain (VidimusDocument  *document,
                     const char       *dir,
                     GError          **error)
{
  const char *name = vidimus_document_get_name (document);
  g_autoptr(GString) html = g_string_new ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">");
  g_autofree char *path = make_file (dir, name, error);

  if (path == NULL)
    return FALSE;

  g_string_append (html, "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">"
                         "<meta name=\"viewport\" content=\"width=device-width\"><title>");
  vidimus_cli_explain_text (html, name);
  g_string_append_printf (html, "</title><style>%s</style></head>\n<body><h1>", style);
  vidimus_cli_explain_text (html, name);
  g_string_append (html, "</h1>\n");
  vidimus_cli_explain_picture (html, document);
  vidimus_cli_explain_summary (html, document);
  vidimus_cli_explain_stages (html, vidimus_document_get_answer (document));
  g_string_append (html, "</body></html>\n");

  return g_file_set_contents_full (path, html->str, (gssize) html->len, G_FILE_SET_CONTENTS_NONE, 0600, error);
}
