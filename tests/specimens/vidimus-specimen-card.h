/* Cards: layouts as tables, and the one function that draws them. */
#pragma once

#include "vidimus-specimen-canvas.h"
#include "vidimus-specimen-holder.h"

G_BEGIN_DECLS

/** VidimusSpecimenWhat: what an item of a layout draws. */
typedef enum
{
  VIDIMUS_SPECIMEN_ITEM_END,
  VIDIMUS_SPECIMEN_ITEM_TEXT,
  VIDIMUS_SPECIMEN_ITEM_TEXT_CENTER,
  VIDIMUS_SPECIMEN_ITEM_TEXT_END,
  VIDIMUS_SPECIMEN_ITEM_TEXT_HAND,
  VIDIMUS_SPECIMEN_ITEM_MRZ,
  VIDIMUS_SPECIMEN_ITEM_PORTRAIT,
  VIDIMUS_SPECIMEN_ITEM_GHOST,
  VIDIMUS_SPECIMEN_ITEM_CHIP,
  VIDIMUS_SPECIMEN_ITEM_EMBLEM,
  VIDIMUS_SPECIMEN_ITEM_ROSETTE,
  VIDIMUS_SPECIMEN_ITEM_SIGNATURE,
  VIDIMUS_SPECIMEN_ITEM_BARCODE,
  VIDIMUS_SPECIMEN_ITEM_THUMB,
  VIDIMUS_SPECIMEN_ITEM_BOX,
  VIDIMUS_SPECIMEN_ITEM_OVERPRINT,
  VIDIMUS_SPECIMEN_ITEM_BUST,
  VIDIMUS_SPECIMEN_ITEM_BUST_FAINT,
  VIDIMUS_SPECIMEN_ITEM_MODULE,
  VIDIMUS_SPECIMEN_ITEM_SEAL,
  VIDIMUS_SPECIMEN_ITEM_BRAID,
  VIDIMUS_SPECIMEN_ITEM_DOTS,
  VIDIMUS_SPECIMEN_ITEM_RAYS,
  VIDIMUS_SPECIMEN_ITEM_MATRIX,
} VidimusSpecimenWhat;

/**
 * VidimusSpecimenItem: one thing on a card, in tenths of a millimetre.
 * @size: em of a text; width of a figure; half the width of round ones
 * @height: of a box, portrait, barcode, braid, field of dots
 * @font: a Pango font, or a role such as "@thai Bold" that each card fills with a family of its own, of its half
 */
typedef struct
{
  VidimusSpecimenWhat what;
  double              x;
  double              y;
  double              size;
  double              height;
  const char         *font;
  guint32             rgb;
  const char         *text;
} VidimusSpecimenItem;

/* Short forms for the tables. */
#define T(x, y, size, font, rgb, text) { VIDIMUS_SPECIMEN_ITEM_TEXT, x, y, size, 0, font, rgb, text }
#define TC(x, y, size, font, rgb, text) { VIDIMUS_SPECIMEN_ITEM_TEXT_CENTER, x, y, size, 0, font, rgb, text }
#define TE(x, y, size, font, rgb, text) { VIDIMUS_SPECIMEN_ITEM_TEXT_END, x, y, size, 0, font, rgb, text }
#define TH(x, y, size, font, rgb, text) { VIDIMUS_SPECIMEN_ITEM_TEXT_HAND, x, y, size, 0, font, rgb, text }
#define MRZ(x, y, width, text) { VIDIMUS_SPECIMEN_ITEM_MRZ, x, y, width, 0, "@ocr", 0x1a1a1c, text }
#define FIGURE(what, x, y, size, height, rgb) { VIDIMUS_SPECIMEN_ITEM_##what, x, y, size, height, NULL, rgb, NULL }
#define END { VIDIMUS_SPECIMEN_ITEM_END, 0, 0, 0, 0, NULL, 0, NULL }

/** VidimusSpecimenHalf: the engine is tuned on one half of the layouts and judged on the other; they share no font. */
typedef enum
{
  VIDIMUS_SPECIMEN_TUNING,
  VIDIMUS_SPECIMEN_JUDGING,
} VidimusSpecimenHalf;

/**
 * VidimusSpecimenLayout: a kind of card.
 * @id: unique, such as "id_card-front"
 * @type: as in the contract, or %NULL for a document that is none of the nine
 * @paper: up to four colours, ended by 0
 * @waves: up to three colours, ended by 0
 * @fill: sets the values that the items' texts name
 * @back: whether it is the side without the portrait
 */
typedef struct
{
  const char                *id;
  const char                *type;
  double                     width;
  double                     height;
  double                     radius;
  guint32                    paper[5];
  guint32                    waves[4];
  const VidimusSpecimenItem *items;
  void                     (*fill) (VidimusSpecimenHolder *holder);
  gboolean                   back;
  VidimusSpecimenHalf        half;
} VidimusSpecimenLayout;

const VidimusSpecimenLayout *vidimus_specimen_layout_nth      (VidimusSpecimenHalf          half,
                                                               guint                        n);
const VidimusSpecimenLayout *vidimus_specimen_layout_find     (const char                  *id);
const char                  *vidimus_specimen_layout_side     (const VidimusSpecimenLayout *layout);
const char                  *vidimus_specimen_layout_half     (const VidimusSpecimenLayout *layout);
gboolean                     vidimus_specimen_half_has_family (VidimusSpecimenHalf          half,
                                                               const char                  *family);
VidimusSpecimenCanvas       *vidimus_specimen_card_draw       (const VidimusSpecimenLayout *layout,
                                                               double                       scale,
                                                               guint64                      seed);
char                       **vidimus_specimen_card_mrz        (const VidimusSpecimenLayout *layout,
                                                               guint64                      seed);

extern const VidimusSpecimenLayout vidimus_specimen_china_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_indochina_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_peru_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_passport_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_other_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_judge_china_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_judge_indochina_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_judge_siam_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_judge_peru_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_judge_passport_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_judge_state_layouts[];
extern const VidimusSpecimenLayout vidimus_specimen_judge_daily_layouts[];

G_END_DECLS
