#include "vidimus-mrz-reading.h"

#define MAX_BANDS 4

void
vidimus_mrz_reading (const struct vidimus_image   *gray,
                     const struct vidimus_mrz_net *net,
                     char                          text[VIDIMUS_MRZ_MAX_CELLS + 1])
{
  struct vidimus_mrz_band bands[MAX_BANDS];
  struct vidimus_mrz_path path, best;
  struct vidimus_mrz_cells cells;
  int n = vidimus_mrz_find (gray, false, bands, MAX_BANDS);
  double most = 0;

  text[0] = '\0';
  for (int i = 0; i < n; i++)
    {
      double likeness = vidimus_mrz_path_fit (gray, &bands[i], false, &path) ? vidimus_mrz_line_probe (gray, &path, net, .5) : 0;

      if (likeness > most)
        {
          most = likeness;
          best = path;
        }
    }
  if (most > 0 && vidimus_mrz_line_read (gray, &best, net, false, &cells))
    vidimus_mrz_line_text (&cells, text);
}
