/* Which script the lines are in that English could not read, by who reads them with most ease. */

#include "vidimus-identify-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNREAD     72.0 /* confidence of an English line below which it may be another script */
#define EASE       .6   /* above, no other way up is tried */
#define MAX_PROBES 3    /* lines a view */
#define FEW        .35  /* unread lines against read ones, by width: too few to look further */

/* Who reads what, and the confidence that each still claims on lines that are none of its script. */
static const struct
{
  enum vidimus_ocr_language language;
  double                    idle;
} scripts[] = {
  { VIDIMUS_OCR_CHI_SIM, 30 }, { VIDIMUS_OCR_KHM, 40 }, { VIDIMUS_OCR_THA, 72 }, { VIDIMUS_OCR_MYA, 18 },
};

#define N_SCRIPTS ((int) (sizeof scripts / sizeof scripts[0]))

static bool
is_line (const struct vidimus_ocr_line *line,
         const struct vidimus_image    *image)
{
  return line->height >= 11 && line->height <= image->height / 5 &&
         line->width >= 3 * line->height && line->width >= 60;
}

/* The widest lines that English could not read; none when nearly all was read. */
static int
choose_probes (const struct vidimus_view *view,
               int                       *probes)
{
  double unread = 0, read = 0;
  int n = 0;

  for (int i = 0; i < view->latin.n_lines; i++)
    {
      const struct vidimus_ocr_line *line = &view->latin.lines[i];
      int at;

      if (!is_line (line, &view->gray))
        continue;
      if (line->confidence >= UNREAD)
        {
          read += line->width;
          continue;
        }
      unread += line->width;
      for (at = n < MAX_PROBES ? n++ : MAX_PROBES; at > 0 && view->latin.lines[probes[at - 1]].width < line->width; at--)
        if (at < MAX_PROBES)
          probes[at] = probes[at - 1];
      if (at < MAX_PROBES)
        probes[at] = i;
    }

  return unread < FEW * read ? 0 : n;
}

static enum vidimus_status
probe (struct vidimus_search     *search,
       const struct vidimus_view *view,
       enum vidimus_ocr_language  language,
       const int                 *probes,
       int                        n_probes,
       double                    *confidence)
{
  double sum = 0, weight = 0;

  *confidence = 0;
  if (!vidimus_ocr_has (search->ocr, language))
    return VIDIMUS_STATUS_OK;

  for (int i = 0; i < n_probes; i++)
    {
      const struct vidimus_ocr_line *line = &view->latin.lines[probes[i]];
      int margin = line->height / 2 + 2; /* scripts with marks above and below need more than Latin letters have */
      struct vidimus_image crop = vidimus_image_crop (&view->gray, line->x - margin, line->y - margin,
                                                      line->width + 2 * margin, line->height + 2 * margin);
      struct vidimus_ocr_page page;
      enum vidimus_status status = vidimus_ocr_read (search->ocr, language, VIDIMUS_OCR_LINE, &crop, search->hooks, &page);

      if (status != VIDIMUS_STATUS_OK)
        return status;
      sum += page.confidence * line->width;
      weight += line->width;
      vidimus_search_add_page (search, &page);
      vidimus_ocr_page_clear (&page);
    }
  *confidence = weight > 0 ? sum / weight : 0;

  return VIDIMUS_STATUS_OK;
}

/* 0: not at all, 1: perfectly. */
struct ease
{
  double of[2][N_SCRIPTS];
};

/* @view: (out): the one that was looked at last */
static enum vidimus_status
probe_views (struct vidimus_search *search,
             struct ease           *ease,
             int                   *view)
{
  enum vidimus_status status = VIDIMUS_STATUS_OK;
  double best = 0;

  for (int v = 0; v < search->n_views && best < EASE; v++)
    {
      int probes[MAX_PROBES], n_probes = choose_probes (&search->views[v], probes);

      *view = v;
      for (int i = 0; i < N_SCRIPTS && n_probes > 0; i++)
        {
          double confidence;

          status = probe (search, &search->views[v], scripts[i].language, probes, n_probes, &confidence);
          if (status != VIDIMUS_STATUS_OK || vidimus_search_has_enough (search) || vidimus_search_out_of_time (search))
            return status;
          ease->of[v][i] = fmax (0, (confidence - scripts[i].idle) / (100 - scripts[i].idle));
          best = fmax (best, ease->of[v][i]);
        }
    }

  return status;
}

static double
take_best (struct ease *ease,
           int         *view,
           int         *script)
{
  double best = 0;

  for (int v = 0; v < 2; v++)
    for (int i = 0; i < N_SCRIPTS; i++)
      if (ease->of[v][i] > best)
        {
          best = ease->of[v][i];
          *view = v;
          *script = i;
        }
  if (best > 0)
    ease->of[*view][*script] = 0;

  return best;
}

/* The view that a script was read on is the way up from now on. */
static void
settle_view (struct vidimus_search *search,
             struct ease           *ease,
             int                    view)
{
  if (view == 1)
    {
      vidimus_search_swap_views (search);
      memcpy (ease->of[0], ease->of[1], sizeof ease->of[0]);
      vidimus_search_add_page (search, &search->views[0].latin);
    }
  memset (ease->of[1], 0, sizeof ease->of[1]);
}

/**
 * vidimus_search_scripts:
 *
 * Tries a few lines in every script, then the whole card in the one or two that read them best.
 */
enum vidimus_status
vidimus_search_scripts (struct vidimus_search *search)
{
  struct ease ease = { 0 };
  int view = 0, script = 0;
  enum vidimus_status status = probe_views (search, &ease, &view);

  if (vidimus_search_has_enough (search))
    settle_view (search, &ease, view);
  for (int i = 0; i < 2 && status == VIDIMUS_STATUS_OK && !vidimus_search_has_enough (search); i++)
    {
      if (take_best (&ease, &view, &script) <= 0)
        break;
      settle_view (search, &ease, view);
      status = vidimus_search_read_whole (search, scripts[script].language);
      if (status == VIDIMUS_STATUS_OK)
        status = vidimus_search_follow (search);
    }

  return status;
}
