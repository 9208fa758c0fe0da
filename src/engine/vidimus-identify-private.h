/* The search for the type of one card: identify.c leads, identify-direction.c turns, identify-plan.c reads, identify-whole.c reads on. */
#pragma once

#include "vidimus-cues-private.h"
#include "vidimus-ocr-private.h"
#include "vidimus-text-private.h"

/** struct vidimus_search: the card upright, as far as is known, and what was read on it. */
struct vidimus_search
{
  const struct vidimus_card  *card;
  struct vidimus_ocr         *ocr;
  const struct vidimus_hooks *hooks;
  struct vidimus_image        gray;   /* upright; owned */
  struct vidimus_text         text;   /* its lines */
  int                         turns;  /* quarter turns clockwise from how the card lies */
  double                      sure;   /* log odds that it is not on its head */
  struct vidimus_cues         cues;
  double                      start;  /* ms of this thread */
  double                      spent;  /* what was read, in units of vidimus_search_read_lines() */
};

/** struct vidimus_frame: where a picture that was read lies on the upright card: @scale pixels of it for one. */
struct vidimus_frame
{
  double x, y, scale;
};

bool                vidimus_search_has_enough (const struct vidimus_search   *search);
void                vidimus_search_add_page   (struct vidimus_search         *search,
                                               const struct vidimus_ocr_page *page,
                                               struct vidimus_frame           frame);
enum vidimus_status vidimus_search_direction  (struct vidimus_search         *search,
                                               int                            known_turns);
bool                vidimus_search_turn_over  (struct vidimus_search         *search);
enum vidimus_status vidimus_search_read_lines (struct vidimus_search         *search);
enum vidimus_status vidimus_search_read_whole (struct vidimus_search         *search);
