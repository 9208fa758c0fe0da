/* One line of the machine-readable zone on a picture of nothing else, read without knowing its format. */
#pragma once

#include "vidimus-mrz-private.h"

/**
 * vidimus_mrz_reading:
 * @gray: a picture with one line, upright
 * @net: loaded
 * @text: (out): what it says; empty where no line is found
 */
void vidimus_mrz_reading (const struct vidimus_image   *gray,
                          const struct vidimus_mrz_net *net,
                          char                          text[VIDIMUS_MRZ_MAX_CELLS + 1]);
