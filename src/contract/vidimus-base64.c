#include "vidimus-base64.h"

#include <string.h>

#define INVALID 0xff

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#if defined (__x86_64__) && defined (__GNUC__)
#include <immintrin.h>

#define AVX2 __attribute__ ((target ("avx2")))

/* The values 0–63 in every byte, from three bytes in every four: after W. Muła and D. Lemire, “Faster Base64 Encoding and
 * Decoding using AVX2 Instructions”, ACM Transactions on the Web 12 (2018). */
AVX2 static __m256i
spread (__m256i in)
{
  const __m256i order = _mm256_setr_epi8 (1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,
                                          1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
  __m256i bits = _mm256_shuffle_epi8 (in, order);
  __m256i first_and_third = _mm256_mulhi_epu16 (_mm256_and_si256 (bits, _mm256_set1_epi32 (0x0fc0fc00)),
                                                _mm256_set1_epi32 (0x04000040));
  __m256i second_and_fourth = _mm256_mullo_epi16 (_mm256_and_si256 (bits, _mm256_set1_epi32 (0x003f03f0)),
                                                  _mm256_set1_epi32 (0x01000010));

  return _mm256_or_si256 (first_and_third, second_and_fourth);
}

/* The same way back: 24 bytes at the front. */
AVX2 static __m256i
gather (__m256i values)
{
  const __m256i order = _mm256_setr_epi8 (2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,
                                          2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  __m256i pairs = _mm256_maddubs_epi16 (values, _mm256_set1_epi32 (0x01400140));
  __m256i fours = _mm256_madd_epi16 (pairs, _mm256_set1_epi32 (0x00011000));

  return _mm256_permutevar8x32_epi32 (_mm256_shuffle_epi8 (fours, order), _mm256_setr_epi32 (0, 1, 2, 4, 5, 6, 3, 7));
}

/* Returns: the bytes done, a multiple of 3 */
AVX2 static gsize
encode_avx2 (const guint8 *bytes,
             gsize         n,
             char         *text)
{
  /* what is to be added to a value, by its range: 26–51, then each of 52–61, 62, 63, then 0–25 */
  const __m256i shifts = _mm256_setr_epi8 ('a' - 26, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, '+' - 62, '/' - 63, 'A', 0, 0,
                                           'a' - 26, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, '+' - 62, '/' - 63, 'A', 0, 0);
  gsize done = 0;

  for (; n - done >= 28; done += 24, text += 32) /* the second half is read 4 bytes further than it is used */
    {
      __m256i in = _mm256_set_m128i (_mm_loadu_si128 ((const __m128i_u *) (bytes + done + 12)),
                                     _mm_loadu_si128 ((const __m128i_u *) (bytes + done)));
      __m256i values = spread (in);
      __m256i capital = _mm256_cmpgt_epi8 (_mm256_set1_epi8 (26), values);
      __m256i range = _mm256_or_si256 (_mm256_subs_epu8 (values, _mm256_set1_epi8 (51)),
                                       _mm256_and_si256 (capital, _mm256_set1_epi8 (13)));

      _mm256_storeu_si256 ((__m256i_u *) text, _mm256_add_epi8 (values, _mm256_shuffle_epi8 (shifts, range)));
    }

  return done;
}

/* Stops at what is no Base64, and before the end, so that what it writes too much lies within what is still to be written.
 * Returns: the characters done, a multiple of 4 */
AVX2 static gsize
decode_avx2 (const char *text,
             gsize       length,
             guint8     *bytes)
{
  /* a character is good when its two halves have no bit in common here */
  const __m256i low = _mm256_setr_epi8 (0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a,
                                        0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
  const __m256i high = _mm256_setr_epi8 (0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10,
                                         0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
  /* what is to be added to a character, by its upper half, the slash apart */
  const __m256i shifts = _mm256_setr_epi8 (0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0,
                                           0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i slash = _mm256_set1_epi8 ('/'), nibble = _mm256_set1_epi8 (0x0f);
  gsize done = 0;

  for (; length - done >= 48; done += 32, bytes += 24)
    {
      __m256i in = _mm256_loadu_si256 ((const __m256i_u *) (text + done));
      __m256i upper = _mm256_and_si256 (_mm256_srli_epi32 (in, 4), nibble);
      __m256i lower = _mm256_and_si256 (in, nibble);
      __m256i shift;

      if (!_mm256_testz_si256 (_mm256_shuffle_epi8 (low, lower), _mm256_shuffle_epi8 (high, upper)))
        break;
      shift = _mm256_shuffle_epi8 (shifts, _mm256_add_epi8 (_mm256_cmpeq_epi8 (in, slash), upper));
      _mm256_storeu_si256 ((__m256i_u *) bytes, gather (_mm256_add_epi8 (in, shift)));
    }

  return done;
}

static gboolean
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2");
}

#else

static gsize
encode_avx2 (const guint8 *bytes,
             gsize         n,
             char         *text)
{
  return 0;
}

static gsize
decode_avx2 (const char *text,
             gsize       length,
             guint8     *bytes)
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
 * vidimus_base64_encode:
 * @n: of @bytes
 * @text: (out): room for VIDIMUS_BASE64_LENGTH (@n) characters; no zero is written after them
 */
void
vidimus_base64_encode (const guint8 *bytes,
                       gsize         n,
                       char         *text)
{
  gsize i = has_avx2 () ? encode_avx2 (bytes, n, text) : 0;

  text += i / 3 * 4;
  for (; i < n; i += 3, text += 4)
    {
      gsize left = n - i;
      guint bits = (guint) bytes[i] << 16 | (left > 1 ? (guint) bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);

      text[0] = alphabet[bits >> 18];
      text[1] = alphabet[bits >> 12 & 63];
      text[2] = left > 1 ? alphabet[bits >> 6 & 63] : '=';
      text[3] = left > 2 ? alphabet[bits & 63] : '=';
    }
}

/**
 * vidimus_base64_decoded_size:
 * @length: of @text
 * @n: (out): the bytes that it decodes to, when it does
 *
 * Returns: %FALSE when @text can't be Base64, by its length
 */
gboolean
vidimus_base64_decoded_size (const char *text,
                             gsize       length,
                             gsize      *n)
{
  gsize padding;

  if (length == 0 || length % 4 != 0)
    return FALSE;

  padding = text[length - 1] != '=' ? 0 : text[length - 2] != '=' ? 1 : 2;
  *n = length / 4 * 3 - padding;

  return TRUE;
}

/* Returns: the 24 bits of four characters, or all bits set */
static guint32
decode_four (const char   *text,
             const guint8 *values)
{
  guint8 a = values[(guchar) text[0]], b = values[(guchar) text[1]], c = values[(guchar) text[2]], d = values[(guchar) text[3]];

  if ((a | b | c | d) & 0x80)
    return G_MAXUINT32;

  return (guint32) a << 18 | (guint32) b << 12 | (guint32) c << 6 | d;
}

/**
 * vidimus_base64_decode:
 * @length: of @text
 * @bytes: (out): room for what vidimus_base64_decoded_size() says
 *
 * Without exception: no line breaks, padding in full. Bits that the padding cuts off may be anything.
 * g_base64_decode() skips what it does not know, and takes ten times as long.
 *
 * Returns: %FALSE when @text is no Base64; then @bytes has rubbish
 */
gboolean
vidimus_base64_decode (const char *text,
                       gsize       length,
                       guint8     *bytes)
{
  guint8 values[256];
  char last[4];
  guint32 bits;
  gsize i, n, whole;

  if (!vidimus_base64_decoded_size (text, length, &n))
    return FALSE;

  memset (values, INVALID, sizeof values);
  for (guint8 k = 0; k < 64; k++)
    values[(guchar) alphabet[k]] = k;

  whole = length - 4;
  i = has_avx2 () ? decode_avx2 (text, whole, bytes) : 0;
  for (bytes += i / 4 * 3; i < whole; i += 4, bytes += 3)
    {
      bits = decode_four (text + i, values);
      if (bits == G_MAXUINT32)
        return FALSE;
      bytes[0] = (guint8) (bits >> 16);
      bytes[1] = (guint8) (bits >> 8);
      bytes[2] = (guint8) bits;
    }

  n -= whole / 4 * 3; /* 1 to 3, the rest being padding */
  for (gsize k = 0; k < 4; k++)
    last[k] = k <= n ? text[whole + k] : 'A';
  bits = decode_four (last, values);
  for (gsize k = 0; k < n && bits != G_MAXUINT32; k++)
    bytes[k] = (guint8) (bits >> (16 - 8 * k));

  return bits != G_MAXUINT32;
}
