/* Between the files of the machine-readable zone: find.c → line.c → grammar.c, led by vidimus-mrz.c. */
#pragma once

#include "vidimus-mrz-net.h"
#include "vidimus-stages-private.h"

/* The rows a line is looked at with: a capital letter is VIDIMUS_MRZ_CAP of them, in the middle. */
#define VIDIMUS_MRZ_STRIP_H   36
#define VIDIMUS_MRZ_MAX_CELLS 64

/** struct vidimus_mrz_band: a long line of text, in pixels of the picture it was found on. */
struct vidimus_mrz_band
{
  struct vidimus_point left;   /* the middle of the line at its left end */
  struct vidimus_point right;
  double               cap;    /* height of a capital letter */
  double               strength;
};

/** struct vidimus_mrz_cells: a line as the network saw it. */
struct vidimus_mrz_cells
{
  int    n;
  float  log_p[VIDIMUS_MRZ_MAX_CELLS][VIDIMUS_MRZ_N_CLASSES];
  double centre[VIDIMUS_MRZ_MAX_CELLS]; /* along the band, 0 at its left end, in pixels of the picture */
  double pitch;                         /* likewise */
  double sureness;                      /* 0–1: mean probability of the best character over the cells with one */
};

int                 vidimus_mrz_find        (const struct vidimus_image     *gray,
                                             struct vidimus_mrz_band        *bands,
                                             int                             max_bands);
bool                vidimus_mrz_line_read   (const struct vidimus_image     *gray,
                                             const struct vidimus_mrz_band  *band,
                                             const struct vidimus_mrz_net   *net,
                                             bool                            upside_down,
                                             struct vidimus_mrz_cells       *cells);
int                 vidimus_mrz_check_digit (const char                     *text,
                                             int                             length);
void                vidimus_mrz_resolve     (const float                    *const log_p[3],
                                             int                             n_lines,
                                             int                             length,
                                             struct vidimus_mrz             *mrz);
void                vidimus_mrz_judge       (struct vidimus_mrz             *mrz);
