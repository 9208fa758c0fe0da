/* The colours of a JPEG, ITU-T T.871 (JFIF), in 16 bits of fraction. */
#include "vidimus-coefficients-private.h"

#if defined (__x86_64__) && defined (__GNUC__)
#include <immintrin.h>

#define AVX2 __attribute__ ((target ("avx2")))
#define STEP 16 /* pixels at once */

/* (@factor × @value + ½) of 65536 parts, rounded down: the upper halves of the products, and what their lower halves carry. */
AVX2 static inline __m256i
scale (__m256i value,
       int     factor)
{
  __m256i by = _mm256_set1_epi16 ((short) factor);

  return _mm256_add_epi16 (_mm256_mulhi_epi16 (value, by), _mm256_srli_epi16 (_mm256_mullo_epi16 (value, by), 15));
}

AVX2 static inline __m256i
scale_both (__m256i red,
            __m256i blue)
{
  __m256i by = _mm256_set1_epi32 (18734 | (int) ((unsigned) -22554 << 16)), half = _mm256_set1_epi32 (32768);
  __m256i low = _mm256_madd_epi16 (_mm256_unpacklo_epi16 (red, blue), by);
  __m256i high = _mm256_madd_epi16 (_mm256_unpackhi_epi16 (red, blue), by);

  return _mm256_packs_epi32 (_mm256_srai_epi32 (_mm256_add_epi32 (low, half), 16),
                             _mm256_srai_epi32 (_mm256_add_epi32 (high, half), 16));
}

AVX2 static inline __m128i
narrow (__m256i values)
{
  return _mm_packus_epi16 (_mm256_castsi256_si128 (values), _mm256_extracti128_si256 (values, 1));
}

/* Byte i of channel c goes to 3 i + c. */
AVX2 static inline void
interleave (__m128i r,
            __m128i g,
            __m128i b,
            guint8 *out)
{
  const __m128i r0 = _mm_setr_epi8 (0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1, 5);
  const __m128i g0 = _mm_setr_epi8 (-1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1);
  const __m128i b0 = _mm_setr_epi8 (-1, -1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1);
  const __m128i r1 = _mm_setr_epi8 (-1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10, -1);
  const __m128i g1 = _mm_setr_epi8 (5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10);
  const __m128i b1 = _mm_setr_epi8 (-1, 5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1);
  const __m128i r2 = _mm_setr_epi8 (-1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1, -1);
  const __m128i g2 = _mm_setr_epi8 (-1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1);
  const __m128i b2 = _mm_setr_epi8 (10, -1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15);

  _mm_storeu_si128 ((__m128i_u *) out, _mm_or_si128 (_mm_or_si128 (_mm_shuffle_epi8 (r, r0), _mm_shuffle_epi8 (g, g0)),
                                                     _mm_shuffle_epi8 (b, b0)));
  _mm_storeu_si128 ((__m128i_u *) (out + 16), _mm_or_si128 (_mm_or_si128 (_mm_shuffle_epi8 (r, r1), _mm_shuffle_epi8 (g, g1)),
                                                            _mm_shuffle_epi8 (b, b1)));
  _mm_storeu_si128 ((__m128i_u *) (out + 32), _mm_or_si128 (_mm_or_si128 (_mm_shuffle_epi8 (r, r2), _mm_shuffle_epi8 (g, g2)),
                                                            _mm_shuffle_epi8 (b, b2)));
}

/* The same numbers as below, with the whole parts of the factors taken out, so that the rest fits into 16 bits.
 * Returns: the pixels done */
AVX2 static int
convert_avx2 (const guint8 *luma,
              const guint8 *blue,
              const guint8 *red,
              int           width,
              guint8       *out)
{
  const __m256i middle = _mm256_set1_epi16 (128);
  int i;

  for (i = 0; i + STEP <= width; i += STEP)
    {
      __m256i y = _mm256_cvtepu8_epi16 (_mm_loadu_si128 ((const __m128i_u *) (luma + i)));
      __m256i cb = _mm256_sub_epi16 (_mm256_cvtepu8_epi16 (_mm_loadu_si128 ((const __m128i_u *) (blue + i))), middle);
      __m256i cr = _mm256_sub_epi16 (_mm256_cvtepu8_epi16 (_mm_loadu_si128 ((const __m128i_u *) (red + i))), middle);
      __m256i r = _mm256_add_epi16 (_mm256_add_epi16 (y, cr), scale (cr, 91881 - 65536));
      __m256i g = _mm256_add_epi16 (_mm256_sub_epi16 (y, cr), scale_both (cr, cb));
      __m256i b = _mm256_add_epi16 (_mm256_add_epi16 (y, _mm256_add_epi16 (cb, cb)), scale (cb, 116130 - 2 * 65536));

      interleave (narrow (r), narrow (g), narrow (b), out + 3 * i);
    }

  return i;
}

static gboolean
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2");
}

#else

static int
convert_avx2 (const guint8 *luma,
              const guint8 *blue,
              const guint8 *red,
              int           width,
              guint8       *out)
{
  return 0;
}

static gboolean
has_avx2 (void)
{
  return FALSE;
}

#endif

/**
 * vidimus_colours_to_rgb:
 * @luma: a row of samples; @blue and @red, too, centred at 128
 * @out: room for 3 @width bytes
 */
void
vidimus_colours_to_rgb (const guint8 *luma,
                        const guint8 *blue,
                        const guint8 *red,
                        int           width,
                        guint8       *out)
{
  for (int i = has_avx2 () ? convert_avx2 (luma, blue, red, width, out) : 0; i < width; i++)
    {
      int y = luma[i] << 16, cb = blue[i] - 128, cr = red[i] - 128;
      int r = (y + 91881 * cr + 32768) >> 16;
      int g = (y - 22554 * cb - 46802 * cr + 32768) >> 16;
      int b = (y + 116130 * cb + 32768) >> 16;

      out[3 * i] = (guint8) CLAMP (r, 0, 255);
      out[3 * i + 1] = (guint8) CLAMP (g, 0, 255);
      out[3 * i + 2] = (guint8) CLAMP (b, 0, 255);
    }
}
