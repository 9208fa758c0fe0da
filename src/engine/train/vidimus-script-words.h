/* Made-up text of any script. */
#pragma once

#include <stdint.h>

/* What is drawn: the scripts of vidimus-script-net.h, the last one apart. */
enum script_text
{
  SCRIPT_TEXT_LATIN,
  SCRIPT_TEXT_HAN,
  SCRIPT_TEXT_THAI,
  SCRIPT_TEXT_KHMER,
  SCRIPT_TEXT_BURMESE,
  SCRIPT_TEXT_DIGITS,
  SCRIPT_TEXT_STRANGE, /* scripts that no card of the nine has */
  SCRIPT_N_TEXTS,
};

void        script_words      (enum script_text  which,
                               uint64_t         *random,
                               char             *utf8,
                               int               size);
const char *script_words_font (enum script_text  which,
                               const char       *utf8,
                               uint64_t         *random);
