/* Text on a picture, a language at a time. vidimus-ocr.c is the only file that knows Tesseract. */
#pragma once

#include "vidimus-stages-private.h"

/* In the order of vidimus_engine_language(). */
enum vidimus_ocr_language
{
  VIDIMUS_OCR_ENG,
  VIDIMUS_OCR_KHM,
  VIDIMUS_OCR_MYA,
  VIDIMUS_OCR_THA,
  VIDIMUS_OCR_CHI_SIM,
  VIDIMUS_OCR_CHI_TRA,
  VIDIMUS_OCR_N_LANGUAGES,
};

/** enum vidimus_ocr_layout: how the text lies on the picture. */
enum vidimus_ocr_layout
{
  VIDIMUS_OCR_LINE,   /* the picture is one line */
  VIDIMUS_OCR_SPARSE, /* scattered over it */
};

/**
 * struct vidimus_ocr_line:
 * @text: UTF-8, without a line break; owned by the page
 * @confidence: 0–100, as the library means it
 * @x, @y, @width, @height: its box, in pixels of the picture
 */
struct vidimus_ocr_line
{
  char   *text;
  double  confidence;
  int     x, y, width, height;
};

/**
 * struct vidimus_ocr_page: owned; free with vidimus_ocr_page_clear()
 * @confidence: of all lines, weighted by their length; 0 when nothing was read
 */
struct vidimus_ocr_page
{
  struct vidimus_ocr_line *lines;
  int                      n_lines;
  double                   confidence;
};

double               vidimus_thread_ms         (void);

struct vidimus_ocr  *vidimus_ocr_new           (const char                  *tessdata);
void                 vidimus_ocr_free          (struct vidimus_ocr          *ocr);
uint32_t             vidimus_ocr_warm          (struct vidimus_ocr          *ocr);
const char          *vidimus_ocr_language_code (unsigned                     i);
bool                 vidimus_ocr_has           (struct vidimus_ocr          *ocr,
                                                enum vidimus_ocr_language    language);
enum vidimus_status  vidimus_ocr_read          (struct vidimus_ocr          *ocr,
                                                enum vidimus_ocr_language    language,
                                                enum vidimus_ocr_layout      layout,
                                                const struct vidimus_image  *gray,
                                                const struct vidimus_hooks  *hooks,
                                                struct vidimus_ocr_page     *page);
void                 vidimus_ocr_page_clear    (struct vidimus_ocr_page     *page);
