/* Where lines of text lie on a card, and what script they are in: text-lines.c finds, text-script.c names. */
#pragma once

#include "vidimus-image.h"
#include "vidimus-script-net.h"

#define VIDIMUS_MAX_TEXT_LINES 64

/**
 * struct vidimus_text_line:
 * @x, @y, @width, @height: the box of its ink, in pixels of the picture
 * @share: how much of it is in which script: they sum to 1
 * @upright: log odds that it stands upright rather than on its head, summed over its pieces
 */
struct vidimus_text_line
{
  int   x, y, width, height;
  float share[VIDIMUS_N_SCRIPTS];
  float upright;
};

/** struct vidimus_text: the lines of one picture, as it lies, top first. */
struct vidimus_text
{
  struct vidimus_text_line lines[VIDIMUS_MAX_TEXT_LINES];
  int                      n_lines;
};

bool   vidimus_text_find    (const struct vidimus_image *gray,
                             struct vidimus_text        *text);
bool   vidimus_text_name    (const struct vidimus_image *gray,
                             struct vidimus_text        *text,
                             double                      least);
double vidimus_text_amount  (const struct vidimus_text  *text);
double vidimus_text_upright (const struct vidimus_text  *text);
void   vidimus_text_turn    (struct vidimus_text        *text,
                             const struct vidimus_image *gray);
