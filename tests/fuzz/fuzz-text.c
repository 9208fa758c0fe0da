/* Any bytes as what was read on a card. */
#include "vidimus-cues-private.h"
#include "vidimus-fuzz.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  struct vidimus_cues cues = { { 0 } };
  char *text = malloc (size + 1), printed[4096];
  double confidence;

  memcpy (text, data, size);
  text[size] = '\0';
  vidimus_cues_add_text (&cues, text);
  vidimus_cues_decide (&cues, &confidence);
  vidimus_cues_print (&cues, printed, sizeof printed);
  if (!(confidence >= 0 && confidence <= 1) || memchr (printed, '\0', sizeof printed) == NULL)
    abort ();
  free (text);

  return 0;
}
