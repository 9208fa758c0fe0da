/* Warping by a homography: first where a few pixels come from, many at once; then what is there. */
#include "vidimus-resample.h"

#include "vidimus-clones.h"

#include <math.h>
#include <string.h>

/* Pixels on a side of the tiles that share one sampling pattern, samples a side of one output pixel at most, and the bits of a
 * bilinear weight. */
#define TILE 32
#define MAX_SAMPLES 16
#define WEIGHT_BITS 11
#define WEIGHT_ONE (1 << WEIGHT_BITS)

/* What is compiled for several processors must be in one function. */
#define INLINE inline __attribute__ ((always_inline))

/* A row of a tile: how far samples are across and down, in fractions of a pixel. */
struct places
{
  int x[TILE];
  int y[TILE];
};

/* NaN and infinity end at an edge too. */
static INLINE int
to_fixed (double at,
          double most)
{
  at -= 0.5;
  at = at > 0 ? at : 0;
  at = at < most ? at : most;

  return (int) (at * WEIGHT_ONE + 0.5);
}

/* @u, @v: of the first sample */
VIDIMUS_CLONES static void
find_places (const struct vidimus_image *in,
             const double               *m,
             double                      u,
             double                      v,
             struct places              *places)
{
  double right = in->width - 1, bottom = in->height - 1;

  for (int i = 0; i < TILE; i++)
    {
      double at = u + i;
      double w = 1 / (m[6] * at + m[7] * v + m[8]);

      places->x[i] = to_fixed ((m[0] * at + m[1] * v + m[2]) * w, right);
      places->y[i] = to_fixed ((m[3] * at + m[4] * v + m[5]) * w, bottom);
    }
}

/* Adds the bilinear samples at @places, with eight bits after the point. */
static void
add_samples (const struct vidimus_image *in,
             const struct places        *places,
             int                         n,
             uint32_t                   *sums)
{
  int channels = in->channels;

  for (int i = 0; i < n; i++)
    {
      uint32_t wx = (uint32_t) places->x[i] & (WEIGHT_ONE - 1), wy = (uint32_t) places->y[i] & (WEIGHT_ONE - 1);
      const uint8_t *top = vidimus_image_at (in, places->x[i] >> WEIGHT_BITS, places->y[i] >> WEIGHT_BITS);
      const uint8_t *bottom = wy != 0 ? top + in->stride : top;
      int right = wx != 0 ? channels : 0;

      for (int c = 0; c < channels; c++)
        {
          uint32_t upper = top[c] * (WEIGHT_ONE - wx) + top[right + c] * wx;
          uint32_t lower = bottom[c] * (WEIGHT_ONE - wx) + bottom[right + c] * wx;

          *sums++ += (upper * (WEIGHT_ONE - wy) + lower * wy + (1u << 13)) >> 14;
        }
    }
}

#if defined (__x86_64__) && defined (__GNUC__)
#include <immintrin.h>

/* Two pixels of two neighbours of two rows at once: the same sums as in add_samples(). What it reads beside a pixel counts for nothing, but
 * has to be there. */
__attribute__ ((target ("avx2"))) static void
sample_rgb (const struct vidimus_image *in,
            const struct places        *places,
            int                         n,
            uint8_t                    *to)
{
  /* of three channels of a pixel and the next one: pairs, in 16 bits */
  const __m256i upper = _mm256_setr_epi8 (0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1,
                                          0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);
  const __m256i lower = _mm256_setr_epi8 (8, -1, 11, -1, 9, -1, 12, -1, 10, -1, 13, -1, -1, -1, -1, -1,
                                          8, -1, 11, -1, 9, -1, 12, -1, 10, -1, 13, -1, -1, -1, -1, -1);
  const __m256i narrow = _mm256_setr_epi8 (0, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                           0, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);

  for (int i = 0; i < n; i += 2)
    {
      __m128i pixels[2], across[2], down[2];
      __m256i both, wx, wy, sum;
      uint32_t rgb[2];

      for (int k = 0; k < 2; k++)
        {
          int x = places->x[i + k], y = places->y[i + k];
          const uint8_t *top = in->data + (size_t) (y >> WEIGHT_BITS) * in->stride + (x >> WEIGHT_BITS) * 3;

          x &= WEIGHT_ONE - 1;
          pixels[k] = _mm_unpacklo_epi64 (_mm_loadl_epi64 ((const __m128i_u *) top),
                                          _mm_loadl_epi64 ((const __m128i_u *) (top + in->stride)));
          across[k] = _mm_set1_epi32 ((WEIGHT_ONE - x) | x << 16);
          down[k] = _mm_set1_epi32 (y & (WEIGHT_ONE - 1));
        }
      both = _mm256_set_m128i (pixels[1], pixels[0]);
      wx = _mm256_set_m128i (across[1], across[0]);
      wy = _mm256_set_m128i (down[1], down[0]);
      sum = _mm256_add_epi32 (_mm256_mullo_epi32 (_mm256_madd_epi16 (_mm256_shuffle_epi8 (both, upper), wx),
                                                  _mm256_sub_epi32 (_mm256_set1_epi32 (WEIGHT_ONE), wy)),
                              _mm256_mullo_epi32 (_mm256_madd_epi16 (_mm256_shuffle_epi8 (both, lower), wx), wy));
      sum = _mm256_srli_epi32 (_mm256_add_epi32 (sum, _mm256_set1_epi32 (1 << 13)), 14);
      sum = _mm256_srli_epi32 (_mm256_add_epi32 (sum, _mm256_set1_epi32 (128)), 8);
      sum = _mm256_shuffle_epi8 (sum, narrow);
      rgb[0] = (uint32_t) _mm_cvtsi128_si32 (_mm256_castsi256_si128 (sum));
      rgb[1] = (uint32_t) _mm_cvtsi128_si32 (_mm256_extracti128_si256 (sum, 1));
      memcpy (to + 3 * i, &rgb[0], 3);
      if (i + 1 < n)
        memcpy (to + 3 * i + 3, &rgb[1], 3);
    }
}

/* Whether sample_rgb() can make the row. */
static bool
is_plain (const struct vidimus_image *in,
          const struct places        *places,
          int                         samples)
{
  int last = 0;

  for (int i = 0; i < TILE; i++)
    last = places->y[i] > last ? places->y[i] : last;

  return samples == 1 && in->channels == 3 && (last >> WEIGHT_BITS) + 2 < in->height && __builtin_cpu_supports ("avx2");
}

#else

static void
sample_rgb (const struct vidimus_image *in,
            const struct places        *places,
            int                         n,
            uint8_t                    *to)
{
}

static bool
is_plain (const struct vidimus_image *in,
          const struct places        *places,
          int                         samples)
{
  return false;
}

#endif

/* One row of a tile, with @nx × @ny samples a pixel. */
static void
warp_row (const struct vidimus_image *in,
          const double               *m,
          int                         x,
          int                         y,
          int                         width,
          int                         nx,
          int                         ny,
          uint8_t                    *to)
{
  uint32_t whole = (uint32_t) (nx * ny) << 8;
  uint32_t sums[4 * TILE] = { 0 };
  struct places places;

  for (int j = 0; j < ny; j++)
    for (int i = 0; i < nx; i++)
      {
        find_places (in, m, x + (i + 0.5) / nx, y + (j + 0.5) / ny, &places);
        if (is_plain (in, &places, nx * ny))
          {
            sample_rgb (in, &places, width, to);
            return;
          }
        add_samples (in, &places, width, sums);
      }

  for (int i = 0; i < width * in->channels; i++)
    to[i] = (uint8_t) (whole == 256 ? (sums[i] + 128) >> 8 : (sums[i] + whole / 2) / whole);
}

/* How many samples an output pixel needs on a side, from how far the map moves from a to b. */
static int
samples_needed (const struct vidimus_homography *to_in,
                struct vidimus_point             a,
                struct vidimus_point             b)
{
  struct vidimus_point p = vidimus_homography_apply (to_in, a);
  struct vidimus_point q = vidimus_homography_apply (to_in, b);
  double step = hypot (q.x - p.x, q.y - p.y);

  if (!(step > 2))
    return isnan (step) ? MAX_SAMPLES : 1;

  return step < MAX_SAMPLES ? (int) ceil (step) : MAX_SAMPLES;
}

static void
warp_tile (const struct vidimus_image      *in,
           const struct vidimus_homography *to_in,
           struct vidimus_image            *out,
           int                              x0,
           int                              y0)
{
  int x1 = x0 + TILE < out->width ? x0 + TILE : out->width;
  int y1 = y0 + TILE < out->height ? y0 + TILE : out->height;
  int nx = 1, ny = 1;

  for (int corner = 0; corner < 4; corner++)
    {
      struct vidimus_point p = { corner & 1 ? x1 - 1 : x0, corner & 2 ? y1 - 1 : y0 };
      int across = samples_needed (to_in, p, (struct vidimus_point) { p.x + 1, p.y });
      int down = samples_needed (to_in, p, (struct vidimus_point) { p.x, p.y + 1 });

      nx = across > nx ? across : nx;
      ny = down > ny ? down : ny;
    }

  for (int y = y0; y < y1; y++)
    warp_row (in, to_in->m, x0, y, x1 - x0, nx, ny, vidimus_image_at (out, x0, y));
}

void
vidimus_image_warp (const struct vidimus_image      *in,
                    const struct vidimus_homography *to_in,
                    struct vidimus_image            *out)
{
  for (int y = 0; y < out->height; y += TILE)
    for (int x = 0; x < out->width; x += TILE)
      warp_tile (in, to_in, out, x, y);
}
