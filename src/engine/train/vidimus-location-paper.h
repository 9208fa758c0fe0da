/* What is printed: documents of no state, pages, forms, covers. */
#pragma once

#include "vidimus-location-ground.h"

enum location_paper
{
  LOCATION_PAPER_CARD,
  LOCATION_PAPER_BACK,
  LOCATION_PAPER_PAGE,    /* a passport's */
  LOCATION_PAPER_BOOKLET, /* two of them, the fold between */
  LOCATION_PAPER_TEXT,    /* a letter, a receipt */
  LOCATION_PAPER_FORM,    /* ruled boxes */
  LOCATION_PAPER_COVER,   /* of a book, a box, a bag */
};

void location_paint_paper (struct location_canvas      *canvas,
                           enum location_paper          kind,
                           const struct location_grain *grain,
                           enum location_kinds          kinds,
                           uint64_t                    *random);
