/* The stages behind vidimus_engine_classify(), one file each. They share no state but what is passed. */
#pragma once

#include "vidimus-engine.h"
#include "vidimus-patch.h"

/* The longer side of the card that is read, and of the one that the alarms look at: the pixels that the quad covers,
 * never more than this. 1280 pixels on an ID-1 card are 15 a millimetre, and 26 a character of a passport's zone. */
#define VIDIMUS_READ_SIDE  1280
#define VIDIMUS_ALARM_SIDE 800

/** vidimus_hooks_cancelled: polls, with NULL allowed everywhere. */
static inline bool
vidimus_hooks_cancelled (const struct vidimus_hooks *hooks)
{
  return hooks != NULL && hooks->cancelled != NULL && hooks->cancelled (hooks->data);
}

/** vidimus_hooks_wants_explain: whether a stage should prepare what it saw. */
static inline bool
vidimus_hooks_wants_explain (const struct vidimus_hooks *hooks)
{
  return hooks != NULL && hooks->explain != NULL;
}

/* What a close look at the document sees beside where it is. */
enum vidimus_closeup_map
{
  VIDIMUS_CLOSEUP_COVER,  /* something lies over the document */
  VIDIMUS_CLOSEUP_GLARE,  /* a lamp's reflection on it */
  VIDIMUS_CLOSEUP_LOST,   /* a part of it is folded or torn away */
  VIDIMUS_CLOSEUP_COPY,   /* it is a black-and-white copy */
  VIDIMUS_CLOSEUP_SCREEN, /* a screen shows it */
  VIDIMUS_N_CLOSEUP_MAPS,
};

/* Cells of the longer side of struct vidimus_closeup. */
#define VIDIMUS_CLOSEUP_SIDE 40

/** struct vidimus_closeup: how likely each cell shows something, 0–1; @patch has a pixel a cell. @patch.width 0: nobody looked. */
struct vidimus_closeup
{
  struct vidimus_patch patch;
  float                p[VIDIMUS_N_CLOSEUP_MAPS][VIDIMUS_CLOSEUP_SIDE * VIDIMUS_CLOSEUP_SIDE];
};

double vidimus_closeup_at (const struct vidimus_closeup *closeup,
                           enum vidimus_closeup_map      map,
                           struct vidimus_point          p);
double vidimus_cells_at   (const float                  *cells,
                           int                           width,
                           int                           height,
                           double                        x,
                           double                        y);

/** struct vidimus_location: what locate.c found. */
struct vidimus_location
{
  struct vidimus_quad quad;        /* clockwise from the corner nearest to the picture's top left; may reach
                                      beyond the frame where the frame cuts the document */
  double              confidence;  /* 0–1 */
  double              side_support[4]; /* 0–1 each, of side p[i]→p[i+1]: share of it with an edge under it */
  bool                side_cut[4]; /* the frame cuts this side: it is virtual, on or beyond the frame */
  bool                whole_frame; /* the picture *is* the document (a scan or a crop) */
  struct vidimus_closeup closeup;       /* what else was seen on the document and around it */
};

/** vidimus_locate: OK, NO_DOCUMENT, CANCELLED or NO_MEMORY. (locate.c) */
enum vidimus_status vidimus_locate (const struct vidimus_image *image, /* RGB */
                                    const struct vidimus_hooks *hooks,
                                    struct vidimus_location    *location);

/** struct vidimus_card: the flat card, owned: free with vidimus_card_clear(). (rectify.c) */
struct vidimus_card
{
  struct vidimus_image      rgb;     /* rectified, in the orientation of location.quad, resolution kept */
  struct vidimus_image      gray;    /* its luma */
  struct vidimus_homography to_image; /* card pixels → pixels of the source */
  double                    aspect;  /* estimated true width : height */
};

enum vidimus_status vidimus_rectify    (const struct vidimus_source   *source,
                                        const struct vidimus_location *location, /* in its pixels */
                                        int                            most,     /* pixels of the longer side */
                                        const struct vidimus_hooks    *hooks,
                                        struct vidimus_card           *card);
void                vidimus_card_clear (struct vidimus_card           *card);

/** struct vidimus_mrz: machine-readable lines found on the card. (mrz.c) */
struct vidimus_mrz
{
  int  n_lines;         /* 0, 2 or 3 */
  char lines[3][48];    /* as read, NUL-terminated, 30, 36 or 44 characters of A–Z 0–9 < */
  int  checks_right;    /* check digits that hold … */
  int  checks_total;    /* … of so many of which all is seen; of all, when that is none */
  bool guessed;         /* what the document is, or who issued it, is not seen */
  int  quarter_turns;   /* turn the card clockwise by this to have the lines upright at the bottom */
};

enum vidimus_status vidimus_mrz_read          (const struct vidimus_card     *card,
                                               const struct vidimus_hooks    *hooks,
                                               struct vidimus_mrz            *mrz);
enum vidimus_status vidimus_mrz_read_document (const struct vidimus_card     *card,
                                               const struct vidimus_image    *overview,
                                               const struct vidimus_location *location,
                                               const struct vidimus_hooks    *hooks,
                                               struct vidimus_mrz            *mrz);
bool                vidimus_mrz_is_doubtless  (const struct vidimus_mrz      *mrz);

/** struct vidimus_ocr: warm OCR handles, one a language. (ocr.c, the only one that knows Tesseract) */
struct vidimus_ocr;

/** struct vidimus_identity: what identify.c concluded. */
struct vidimus_identity
{
  enum vidimus_kind type;
  double            confidence;     /* 0–1 */
  int               quarter_turns;  /* turn the card clockwise by this to have it upright; 0 when unsure */
};

enum vidimus_status vidimus_identify (const struct vidimus_card  *card,
                                      const struct vidimus_mrz   *mrz,
                                      struct vidimus_ocr         *ocr,
                                      const struct vidimus_hooks *hooks,
                                      struct vidimus_identity    *identity);

/** struct vidimus_alarm_input: what every alarm file may look at. */
struct vidimus_alarm_input
{
  const struct vidimus_source   *source;   /* the picture as sent */
  int                            shrink;   /* how many of its pixels lie side by side in one of @image */
  const struct vidimus_image    *image;    /* the overview, RGB */
  const struct vidimus_location *location; /* in pixels of @image */
  const struct vidimus_card     *card;     /* at most VIDIMUS_ALARM_SIDE long; to_image leads to @image */
  enum vidimus_kind              type;     /* or NONE: not known, or not asked for */
  bool                           evidence; /* whether somebody wants to see where */
  const struct vidimus_hooks    *hooks;
};

/** struct vidimus_alarm_output: @score 0–99; @statistic the number behind it; @evidence in pixels of the overview. */
struct vidimus_alarm_output
{
  int                          score;
  double                       statistic;
  struct vidimus_evidence_list evidence;
};

/* One function a file; each returns OK, CANCELLED or NO_MEMORY. */
typedef enum vidimus_status vidimus_alarm_func (const struct vidimus_alarm_input *input,
                                                struct vidimus_alarm_output      *output);

vidimus_alarm_func vidimus_detect_blur;
vidimus_alarm_func vidimus_detect_glare;
vidimus_alarm_func vidimus_detect_blocking;
vidimus_alarm_func vidimus_detect_lighting;
vidimus_alarm_func vidimus_detect_copy;
vidimus_alarm_func vidimus_detect_border;
vidimus_alarm_func vidimus_detect_reproduce;
