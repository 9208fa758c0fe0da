/* The letters that drawn strips are set in, large, in several weights; and prose, which is no zone. */
#pragma once

#include "vidimus-mrz-net.h"

#define MRZ_GLYPH_CAP   48 /* pixels a capital letter has here */
#define MRZ_GLYPH_ABOVE 30 /* rows above it, and below its foot */
#define MRZ_GLYPH_H     (MRZ_GLYPH_CAP + 2 * MRZ_GLYPH_ABOVE)
#define MRZ_GLYPH_W     96
#define MRZ_WEIGHTS     5
#define MRZ_PROSE_W     1600
#define MRZ_N_PROSE     24

/** struct mrz_glyph: a character's ink, in the middle of its advance. */
struct mrz_glyph
{
  uint8_t ink[MRZ_GLYPH_H][MRZ_GLYPH_W];
};

struct mrz_face
{
  double           pitch; /* pixels from one character to the next */
  struct mrz_glyph glyphs[VIDIMUS_MRZ_N_CHARS][MRZ_WEIGHTS];
};

struct mrz_prose
{
  uint8_t ink[MRZ_GLYPH_H][MRZ_PROSE_W];
};

/** mrz_glyphs_n_faces: how many faces there are. */
int    mrz_glyphs_n_faces    (void);
/** mrz_glyphs_share: how often a face is to be drawn, of 1. */
double mrz_glyphs_share      (int               face);
void   mrz_glyphs_draw_face  (int               face,
                              struct mrz_face  *to);
void   mrz_glyphs_draw_prose (int               n,
                              struct mrz_prose *to);
