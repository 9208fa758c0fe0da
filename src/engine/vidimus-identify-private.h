/* The search for the type of one card: identify.c leads, identify-direction.c turns, identify-scripts.c tries. */
#pragma once

#include "vidimus-cues-private.h"
#include "vidimus-ocr-private.h"

/** struct vidimus_view: the card turned one way, and what English made of it. */
struct vidimus_view
{
  struct vidimus_image    gray;  /* at reading size; owned */
  struct vidimus_ocr_page latin; /* owned */
  int                     turns; /* quarter turns clockwise from how the card lies */
  double                  good;  /* letters and digits read with some confidence */
};

/** struct vidimus_search: @views[0] is the likelier way up; @n_views 0–2. */
struct vidimus_search
{
  const struct vidimus_card  *card;
  struct vidimus_ocr         *ocr;
  const struct vidimus_hooks *hooks;
  struct vidimus_image        gray;    /* at reading size, as the card lies; owned */
  struct vidimus_view         views[2];
  int                         n_views;
  struct vidimus_cues         cues;
  unsigned                    read;    /* bit set of languages that read the whole card */
  double                      start;   /* ms */
};

bool                vidimus_search_out_of_time (const struct vidimus_search   *search);
bool                vidimus_search_has_enough  (const struct vidimus_search   *search);
void                vidimus_search_add_page    (struct vidimus_search         *search,
                                                const struct vidimus_ocr_page *page);
enum vidimus_status vidimus_search_read_whole  (struct vidimus_search         *search,
                                                enum vidimus_ocr_language      language);
enum vidimus_status vidimus_search_follow      (struct vidimus_search         *search);

enum vidimus_status vidimus_search_directions  (struct vidimus_search         *search,
                                                int                            known_turns);
void                vidimus_search_swap_views  (struct vidimus_search         *search);
enum vidimus_status vidimus_search_scripts     (struct vidimus_search         *search);
