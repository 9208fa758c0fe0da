/* What texts, numbers and colours say about the type, without pixels: fold.c, numbers.c and cues.c. */
#pragma once

#include "vidimus-engine.h"

/** struct vidimus_folded: text as it is compared: upper-case Latin without accents, digits, other scripts; nothing else. */
struct vidimus_folded
{
  uint32_t *points; /* owned; code points, 0 between lines */
  int       length;
};

bool   vidimus_fold            (const char                  *utf8,
                                struct vidimus_folded       *folded);
void   vidimus_folded_clear    (struct vidimus_folded       *folded);
int    vidimus_folded_distance (const struct vidimus_folded *text,
                                const struct vidimus_folded *keyword);

/* Numbers with a grammar, found in text; several may hold at once. */
enum vidimus_number
{
  VIDIMUS_NUMBER_PRC,           /* 18 digits: region, birth, ISO 7064 MOD 11-2 */
  VIDIMUS_NUMBER_PRC_RESIDENT,  /* … of a region that stands for Hong Kong, Macao or Taiwan: on residence permits */
  VIDIMUS_NUMBER_PRC_LIKE,      /* … without the check digit holding */
  VIDIMUS_NUMBER_HONGKONG,      /* A123456(7), check digit holding */
  VIDIMUS_NUMBER_HONGKONG_LIKE,
  VIDIMUS_NUMBER_HONGKONG_DATE, /* (01-79) */
  VIDIMUS_NUMBER_HONGKONG_SIGNS, /* ***AZ */
  VIDIMUS_NUMBER_MACAO,         /* 1234567(8) */
  VIDIMUS_NUMBER_THAILAND,      /* 1 2345 67890 12 1, modulo 11 */
  VIDIMUS_NUMBER_THAILAND_LIKE,
  VIDIMUS_NUMBER_THAILAND_LASER, /* JT9-9999999-99, on the back */
  VIDIMUS_NUMBER_PERU,          /* 12345678-9, modulo 11 */
  VIDIMUS_NUMBER_NRC,           /* 12/ABC(N)123456, in Burmese */
  VIDIMUS_NUMBER_NRC_LATIN,
  VIDIMUS_NUMBER_MYANMAR_LICENCE, /* B/12345/19 */
  VIDIMUS_NUMBER_ZONE,          /* a line with many fillers, as of a machine-readable zone */
  VIDIMUS_NUMBER_ZONE_KHM,      /* the first line of Cambodia's, nearly */
  VIDIMUS_NUMBER_ZONE_MAC,
  VIDIMUS_NUMBER_ZONE_PER,
  VIDIMUS_N_NUMBERS,
};

uint32_t vidimus_numbers_find      (const char *utf8);
bool     vidimus_number_prc_holds  (const char *digits);
bool     vidimus_number_hkid_holds (const char *text);
bool     vidimus_number_thai_holds (const char *digits);
bool     vidimus_number_dni_holds  (const char *digits);

/** struct vidimus_cues: evidence gathered so far; start from zeroes. */
#define VIDIMUS_MAX_CUES 256
struct vidimus_cues
{
  float strength[VIDIMUS_MAX_CUES]; /* 0–1 of each cue of the table */
};

/* What no text says. */
enum vidimus_look
{
  VIDIMUS_LOOK_BLUE,      /* most of the card is light blue */
  VIDIMUS_LOOK_PINK,      /* most of it is pink */
  VIDIMUS_LOOK_FEW_WORDS, /* nearly nothing is written on it */
  VIDIMUS_LOOK_ZONE_44,   /* two lines of 44 places, that begin with no V */
  VIDIMUS_LOOK_TWO_LINES, /* two lines run from side to side at the bottom */
  VIDIMUS_LOOK_KHMER,     /* much of it is in Khmer letters */
  VIDIMUS_LOOK_BURMESE,
  VIDIMUS_LOOK_BURMESE_ALONE, /* … and hardly anything in Latin ones */
  VIDIMUS_LOOK_THREE_LINES,   /* three lines run from side to side at the bottom */
  VIDIMUS_LOOK_PLACE_PRC,     /* a number stands where the card has it: PRC, … */
  VIDIMUS_LOOK_PLACE_HONGKONG,
  VIDIMUS_LOOK_PLACE_MACAO,
  VIDIMUS_LOOK_PLACE_THAILAND,
};

void              vidimus_cues_add_text (struct vidimus_cues       *cues,
                                         const char                *utf8);
void              vidimus_cues_add_look (struct vidimus_cues       *cues,
                                         enum vidimus_look          look,
                                         double                     strength);
double            vidimus_cues_score    (const struct vidimus_cues *cues,
                                         enum vidimus_kind          kind,
                                         int                       *n_groups);
enum vidimus_kind vidimus_cues_decide   (const struct vidimus_cues *cues,
                                         double                    *confidence);
void              vidimus_cues_print    (const struct vidimus_cues *cues,
                                         char                      *text,
                                         size_t                     size);
