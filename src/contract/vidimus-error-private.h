/* Between the files of the error domain. */
#pragma once

#include "vidimus-error.h"

#define VIDIMUS_N_ERROR_ROWS 96

extern const VidimusErrorRow vidimus_error_rows[VIDIMUS_N_ERROR_ROWS];

/* Untranslated words for one kind of failure. */
typedef struct
{
  const char *cause;
  const char *advice;
} VidimusErrorWords;

const VidimusErrorWords *vidimus_error_words_for_row   (const VidimusErrorRow *row);
const VidimusErrorWords *vidimus_error_words_for_class (VidimusError           error);
