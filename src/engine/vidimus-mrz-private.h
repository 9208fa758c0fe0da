/* Between the files of the machine-readable zone: find.c → strip.c → line.c → zone.c (and gather.c) →
 * decode.c (over grammar.c), led by vidimus-mrz.c. */
#pragma once

#include "vidimus-mrz-net.h"
#include "vidimus-stages-private.h"

#define VIDIMUS_MRZ_MAX_CELLS 112

/** struct vidimus_mrz_band: a long line of text, in pixels of the picture it was found on. */
struct vidimus_mrz_band
{
  struct vidimus_point left;   /* the middle of the line at its left end */
  struct vidimus_point right;
  double               cap;    /* height of a capital letter */
  double               strength;
};

/** struct vidimus_mrz_path: a line as a strip of the net's size would follow it, from its left end to its right. */
struct vidimus_mrz_path
{
  struct vidimus_point from;
  double               ux, uy;  /* its direction, of length 1 */
  double               scale;   /* pixels of the picture a strip pixel along the line */
  double               rise;    /* likewise across it */
  double               bend[3]; /* strip pixels below the straight line: a + b t + c t², t from -.5 to .5 */
  int                  width;   /* strip pixels, a multiple of VIDIMUS_MRZ_STEP */
};

/** struct vidimus_mrz_cells: a line as the network saw it. */
struct vidimus_mrz_cells
{
  int    n;
  int    first, last;                   /* the cells that hold characters; those outside seem empty */
  float  log_p[VIDIMUS_MRZ_MAX_CELLS][VIDIMUS_MRZ_N_CLASSES];
  double centre[VIDIMUS_MRZ_MAX_CELLS]; /* along the path, in pixels of the picture */
  double pitch;                         /* likewise */
  double sureness;                      /* 0–1: mean probability of the best character from first to last */
};

/** struct vidimus_mrz_line: what a line of the picture says from either end, looked at when first needed. */
struct vidimus_mrz_line
{
  struct vidimus_mrz_band  band;
  bool                     fitted, probed[2], read[2];
  bool                     straight;   /* it could be fitted */
  bool                     paired;     /* its letters are as high as those of a neighbour */
  struct vidimus_mrz_path  path[2];    /* upright, upside down */
  double                   likeness[2];
  struct vidimus_mrz_cells cells[2];
};

#define VIDIMUS_MRZ_MAX_BANDS 8
#define VIDIMUS_MRZ_MAX_LINES 12 /* and those of which nothing was found where they must be */

/** struct vidimus_mrz_reader: the lines of one picture, in one of two directions. */
struct vidimus_mrz_reader
{
  const struct vidimus_image   *gray;
  const struct vidimus_hooks   *hooks;
  const struct vidimus_mrz_net *net;
  struct vidimus_mrz_line       lines[VIDIMUS_MRZ_MAX_LINES];
  int                           n_lines;
  bool                          patient; /* parts of the zone may be covered, or beyond the picture */
};

/** struct vidimus_mrz_reading: lines that may be one zone, in reading order, and how they fill a format. */
struct vidimus_mrz_reading
{
  int    n_lines, length;
  int    lines[3];    /* of the reader's */
  int    starts[3];   /* the first cell in each */
  bool   upside_down;
  double score;       /* 0–1 */
};

/** struct vidimus_mrz_check: runs of places and the place of their check digit; all in one string of the zone's lines. */
struct vidimus_mrz_check
{
  int8_t parts[4][2]; /* from, length; length 0 ends */
  int8_t at;
  bool   optional;    /* the filler may stand for 0 */
};

/** struct vidimus_mrz_format: what may stand where; of the checks over several parts there is one, the last. */
struct vidimus_mrz_format
{
  int                      n_lines, length;
  bool                     visa;
  const char              *places; /* a class each */
  int                      n_checks;
  struct vidimus_mrz_check checks[5];
};

int                 vidimus_mrz_find         (const struct vidimus_image     *gray,
                                              bool                            turned,
                                              struct vidimus_mrz_band        *bands,
                                              int                             max_bands);
bool                vidimus_mrz_path_fit     (const struct vidimus_image     *gray,
                                              const struct vidimus_mrz_band  *band,
                                              bool                            same_cap,
                                              struct vidimus_mrz_path        *path);
void                vidimus_mrz_path_rescale (struct vidimus_mrz_path        *path,
                                              double                          scale);
void                vidimus_mrz_path_stretch (struct vidimus_mrz_path        *path,
                                              double                          scale);
void                vidimus_mrz_path_reverse (struct vidimus_mrz_path        *path);
void                vidimus_mrz_path_sample  (const struct vidimus_mrz_path  *path,
                                              const struct vidimus_image     *gray,
                                              int                             first,
                                              const struct vidimus_mrz_maps  *strip);
bool                vidimus_mrz_line_read    (const struct vidimus_image     *gray,
                                              const struct vidimus_mrz_path  *path,
                                              const struct vidimus_mrz_net   *net,
                                              bool                            patient,
                                              struct vidimus_mrz_cells       *cells);
int                 vidimus_mrz_best_character (const float                   *log_p,
                                              double                          least);
double              vidimus_mrz_line_probe   (const struct vidimus_image     *gray,
                                              const struct vidimus_mrz_path  *path,
                                              const struct vidimus_mrz_net   *net,
                                              double                          where);
void                vidimus_mrz_line_text    (const struct vidimus_mrz_cells *cells,
                                              char                            text[VIDIMUS_MRZ_MAX_CELLS + 1]);
void                vidimus_mrz_net_load     (struct vidimus_mrz_net         *net);
int                 vidimus_mrz_check_digit  (const char                     *text,
                                              int                             length);
int                 vidimus_mrz_value        (char                            c);
bool                vidimus_mrz_check_holds  (const struct vidimus_mrz_check  *check,
                                              const char                      *text);
const struct vidimus_mrz_format *
                    vidimus_mrz_format_of    (int                              n_lines,
                                              int                              length,
                                              bool                             visa);
void                vidimus_mrz_resolve      (const float                    *const log_p[3],
                                              int                             n_lines,
                                              int                             length,
                                              struct vidimus_mrz             *mrz);
float               vidimus_mrz_text_cost    (const float                    *const log_p[3],
                                              int                             n_lines,
                                              int                             length);
bool                vidimus_mrz_gather       (struct vidimus_mrz_reader      *reader,
                                              bool                            closely);
void                vidimus_mrz_try_all      (struct vidimus_mrz_reader      *reader,
                                              struct vidimus_mrz_reading     *best);
void                vidimus_mrz_choose_start (struct vidimus_mrz_reader      *reader,
                                              struct vidimus_mrz_reading     *best);
void                vidimus_mrz_reading_cells (struct vidimus_mrz_reader     *reader,
                                              const struct vidimus_mrz_reading *reading,
                                              const float                    *log_p[3]);
void                vidimus_mrz_judge        (struct vidimus_mrz             *mrz);
