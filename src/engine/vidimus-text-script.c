/* What script lines are in, and which way they stand: a network looks at a few pieces of each. */

#include "vidimus-text-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PIECES 4
#define MARGIN     .3f /* of the height, above and below: marks that were not dense enough to count */

/* The window over @line from @left on. */
static void
cut_window (const struct vidimus_image     *gray,
            const struct vidimus_text_line *line,
            double                          left,
            uint8_t                        *window)
{
  double margin = line->height * (double) MARGIN, unit = (line->height + 2 * margin) / VIDIMUS_SCRIPT_H;
  struct vidimus_image out = { window, VIDIMUS_SCRIPT_W, VIDIMUS_SCRIPT_H, VIDIMUS_SCRIPT_W, 1 };
  struct vidimus_homography to_in = { { unit, 0, left, 0, unit, line->y - margin, 0, 0, 1 } };

  vidimus_image_warp (gray, &to_in, &out);
}

static void
name_line (const struct vidimus_image      *gray,
           const struct vidimus_script_net *net,
           struct vidimus_script_state     *state,
           struct vidimus_text_line        *line)
{
  uint8_t window[VIDIMUS_SCRIPT_H * VIDIMUS_SCRIPT_W];
  double step = line->height * (1 + 2 * (double) MARGIN) * VIDIMUS_SCRIPT_W / VIDIMUS_SCRIPT_H;
  int n = (int) fmax (1, fmin (MAX_PIECES, lround (line->width / step)));

  memset (line->share, 0, sizeof line->share);
  line->upright = 0;
  for (int i = 0; i < n; i++)
    {
      float up = 0, down = 0;

      cut_window (gray, line, line->x + (i + .5) * line->width / n - step / 2, window);
      vidimus_script_set_window (state, window);
      vidimus_script_net_run (net, state);
      for (int s = 0; s < VIDIMUS_SCRIPT_OTHER; s++)
        {
          float p = expf (state->log_p[s]), q = expf (state->log_p[s + VIDIMUS_SCRIPT_OTHER]);

          up += p;
          down += q;
          line->share[s] += (p + q) / (float) n;
        }
      line->share[VIDIMUS_SCRIPT_OTHER] += expf (state->log_p[2 * VIDIMUS_SCRIPT_OTHER]) / (float) n;
      line->upright += logf ((up + .02f) / (down + .02f));
    }
}

/* The lines, the longest first. */
static void
sort_by_length (const struct vidimus_text *text,
                int                       *order)
{
  for (int i = 0; i < text->n_lines; i++)
    {
      int k = i;

      for (; k > 0 && text->lines[order[k - 1]].width < text->lines[i].width; k--)
        order[k] = order[k - 1];
      order[k] = i;
    }
}

/**
 * vidimus_text_name:
 * @gray: the picture that the lines were found on
 * @least: of vidimus_text_amount(); when it can't be reached any more, all lines that are left count as no text
 *
 * Sets the scripts and the ways up of all lines. Returns: false without memory
 */
bool
vidimus_text_name (const struct vidimus_image *gray,
                   struct vidimus_text        *text,
                   double                      least)
{
  struct vidimus_script_net *net = malloc (sizeof *net);
  struct vidimus_script_state *state = calloc (1, sizeof *state);
  bool ok = net != NULL && state != NULL;
  int order[VIDIMUS_MAX_TEXT_LINES];
  double possible = 0;

  sort_by_length (text, order);
  for (int i = 0; i < text->n_lines; i++)
    possible += text->lines[i].width;
  if (ok)
    vidimus_script_net_load (net);
  for (int i = 0; i < text->n_lines && ok; i++)
    {
      struct vidimus_text_line *line = &text->lines[order[i]];

      *line = (struct vidimus_text_line) { .x = line->x, .y = line->y, .width = line->width, .height = line->height };
      line->share[VIDIMUS_SCRIPT_OTHER] = 1;
      if (possible >= least)
        name_line (gray, net, state, line);
      possible -= line->width * (double) line->share[VIDIMUS_SCRIPT_OTHER];
    }
  free (net);
  free (state);

  return ok;
}

/** vidimus_text_amount: the lengths of all lines, in pixels, each as far as it is text that runs along it. */
double
vidimus_text_amount (const struct vidimus_text *text)
{
  double sum = 0;

  for (int i = 0; i < text->n_lines; i++)
    sum += text->lines[i].width * (1 - (double) text->lines[i].share[VIDIMUS_SCRIPT_OTHER]);

  return sum;
}

/** vidimus_text_upright: log odds that the picture stands upright; each line has about one voice. */
double
vidimus_text_upright (const struct vidimus_text *text)
{
  double sum = 0;

  for (int i = 0; i < text->n_lines; i++)
    sum += (double) fminf (3, fmaxf (-3, text->lines[i].upright)) * (1 - (double) text->lines[i].share[VIDIMUS_SCRIPT_OTHER]);

  return sum;
}

/**
 * vidimus_text_turn:
 * @gray: the picture that the lines were found on
 *
 * Moves the lines to where they lie when it is turned by 180°.
 */
void
vidimus_text_turn (struct vidimus_text        *text,
                   const struct vidimus_image *gray)
{
  for (int i = 0; i < text->n_lines; i++)
    {
      struct vidimus_text_line *line = &text->lines[i];

      line->x = gray->width - line->x - line->width;
      line->y = gray->height - line->y - line->height;
      line->upright = -line->upright;
    }
  for (int i = 0, j = text->n_lines - 1; i < j; i++, j--)
    {
      struct vidimus_text_line first = text->lines[i];

      text->lines[i] = text->lines[j];
      text->lines[j] = first;
    }
}
