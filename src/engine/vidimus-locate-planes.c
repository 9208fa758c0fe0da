/* What the network of localisation sees of a picture: the same in a dark one as in a light one. */
#include "vidimus-locate-net.h"

#include <math.h>
#include <stdlib.h>

/* Half the side, in pixels, of the neighbourhood that a pixel is compared with. */
#define NEAR 10

/* Grey levels below which differences are noise. */
#define LEAST_DEVIATION 2.0f

/** vidimus_locate_net_size: what a picture is reduced to; its two scales differ by a tenth at most, but for very long ones. */
void
vidimus_locate_net_size (int  width,
                         int  height,
                         int *net_width,
                         int *net_height)
{
  double longer = width > height ? width : height;
  int w = (int) lround (width / longer * VIDIMUS_LOCATE_NET_SIDE / VIDIMUS_LOCATE_NET_STEP);
  int h = (int) lround (height / longer * VIDIMUS_LOCATE_NET_SIDE / VIDIMUS_LOCATE_NET_STEP);

  *net_width = VIDIMUS_LOCATE_NET_STEP * (w < 3 ? 3 : w);
  *net_height = VIDIMUS_LOCATE_NET_STEP * (h < 3 ? 3 : h);
}

static int8_t
stored (float v)
{
  v = v * VIDIMUS_LOCATE_NET_UNIT;

  return (int8_t) lrintf (v < -127 ? -127 : v > 127 ? 127 : v);
}

/* Sums of @grey and of its squares over all that is above and left; one row and column more than the picture has. */
static void
sum_up (const float *grey,
        int          width,
        int          height,
        double      *sums,
        double      *squares)
{
  int row = width + 1;

  for (int x = 0; x <= width; x++)
    sums[x] = squares[x] = 0;
  for (int y = 0; y < height; y++)
    {
      double sum = 0, square = 0;

      sums[(y + 1) * row] = squares[(y + 1) * row] = 0;
      for (int x = 0; x < width; x++)
        {
          double v = (double) grey[y * width + x];

          sum += v;
          square += v * v;
          sums[(y + 1) * row + x + 1] = sums[y * row + x + 1] + sum;
          squares[(y + 1) * row + x + 1] = squares[y * row + x + 1] + square;
        }
    }
}

static void
compare_nearby (const float  *grey,
                int           width,
                int           height,
                const double *sums,
                const double *squares,
                float         floor,
                int8_t       *plane)
{
  int row = width + 1;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        int x0 = x > NEAR ? x - NEAR : 0, x1 = x + NEAR + 1 < width ? x + NEAR + 1 : width;
        int y0 = y > NEAR ? y - NEAR : 0, y1 = y + NEAR + 1 < height ? y + NEAR + 1 : height;
        int a = y0 * row + x0, b = y0 * row + x1, c = y1 * row + x0, d = y1 * row + x1;
        double n = (x1 - x0) * (y1 - y0), mean = (sums[d] - sums[c] - sums[b] + sums[a]) / n;
        double square = (squares[d] - squares[c] - squares[b] + squares[a]) / n - mean * mean;

        plane[y * width + x] = stored ((grey[y * width + x] - (float) mean) / (sqrtf ((float) fmax (square, 0)) + floor));
      }
}

/**
 * vidimus_locate_net_planes:
 * @rgb: of a size that vidimus_locate_net_size() gives
 * @planes: (out): VIDIMUS_LOCATE_NET_INPUTS planes of its size: grey against the picture's, red and blue against grey, grey
 *   against its neighbourhood
 *
 * Returns: false when memory is short
 */
bool
vidimus_locate_net_planes (const struct vidimus_image *rgb,
                           int8_t                     *planes)
{
  const int n = rgb->width * rgb->height, padded = (rgb->width + 1) * (rgb->height + 1);
  float *grey = malloc ((size_t) n * sizeof *grey), mean, deviation, colour;
  double *sums = malloc ((size_t) padded * 2 * sizeof *sums);
  double sum, square;
  bool ok = grey != NULL && sums != NULL;

  for (int i = 0; i < n && ok; i++)
    {
      const uint8_t *p = vidimus_image_at (rgb, i % rgb->width, i / rgb->width);

      grey[i] = .299f * p[0] + .587f * p[1] + .114f * p[2];
    }
  if (ok)
    {
      sum_up (grey, rgb->width, rgb->height, sums, sums + padded);
      sum = sums[padded - 1] / n;
      square = sums[2 * padded - 1] / n - sum * sum;
      mean = (float) sum;
      deviation = sqrtf ((float) fmax (square, 0)) + LEAST_DEVIATION;
      colour = 2 / (mean * .5f + 3 * LEAST_DEVIATION);
      for (int i = 0; i < n; i++)
        {
          const uint8_t *p = vidimus_image_at (rgb, i % rgb->width, i / rgb->width);

          planes[i] = stored ((grey[i] - mean) / deviation);
          planes[n + i] = stored ((p[0] - grey[i]) * colour);
          planes[2 * n + i] = stored ((p[2] - grey[i]) * colour);
        }
      compare_nearby (grey, rgb->width, rgb->height, sums, sums + padded, LEAST_DEVIATION + .1f * deviation, planes + 3 * n);
    }
  free (sums);
  free (grey);

  return ok;
}
