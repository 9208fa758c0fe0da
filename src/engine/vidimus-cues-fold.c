/* Text made comparable, and how far a keyword is from the nearest piece of it. */

#include "vidimus-cues-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_KEYWORD 96

/* The letters that U+00C0–U+017F are made of, without their accents. */
static const char plain_latin[] =
  "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO*OUUUUYTY" /* U+00C0–U+00FF */
  "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLL" /* U+0100–U+013F */
  "LLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS"; /* U+0140–U+017F */

static const unsigned char *
next_point (const unsigned char *p,
            uint32_t            *point)
{
  int more = *p < 0x80 ? 0 : *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : 1;

  *point = more == 0 ? *p : *p & (0x3fu >> more);
  for (p++; more > 0 && (*p & 0xc0) == 0x80; more--)
    *point = *point << 6 | (*p++ & 0x3f);

  return p;
}

/* 0 for what is not compared. */
static uint32_t
fold_point (uint32_t point)
{
  if (point >= 'a' && point <= 'z')
    return point - 'a' + 'A';
  if ((point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9'))
    return point;
  if (point >= 0xc0 && point <= 0x17f)
    return plain_latin[point - 0xc0] == '*' ? 0 : (uint32_t) plain_latin[point - 0xc0];
  if (point >= 0x400 && point <= 0x52f) /* Cyrillic */
    return point;
  if (point >= 0xe00 && point <= 0xe7f) /* Thai */
    return point;
  if (point >= 0x1000 && point <= 0x109f) /* Burmese */
    return point;
  if (point >= 0x1780 && point <= 0x17ff) /* Khmer */
    return point == 0x17b4 || point == 0x17b5 ? 0 : point;
  if (point >= 0x3400 && point <= 0x9fff) /* Han */
    return point;

  return 0;
}

/**
 * vidimus_fold:
 * @utf8: text, lines separated by line feeds
 * @folded: (out): cleared with vidimus_folded_clear()
 *
 * Returns: false without memory
 */
bool
vidimus_fold (const char            *utf8,
              struct vidimus_folded *folded)
{
  const unsigned char *p = (const unsigned char *) utf8;

  folded->length = 0;
  folded->points = malloc (sizeof *folded->points * (strlen (utf8) + 1) * 2);
  if (folded->points == NULL)
    return false;

  while (*p != '\0')
    {
      uint32_t point, plain;

      p = next_point (p, &point);
      plain = fold_point (point);
      if (point == '\n')
        folded->points[folded->length++] = 0;
      else if (point == 0xe33) /* Thai SARA AM: written either way */
        {
          folded->points[folded->length++] = 0xe4d;
          folded->points[folded->length++] = 0xe32;
        }
      else if (plain != 0)
        folded->points[folded->length++] = plain;
    }

  return true;
}

/** vidimus_folded_clear: frees what it holds. */
void
vidimus_folded_clear (struct vidimus_folded *folded)
{
  free (folded->points);
  memset (folded, 0, sizeof *folded);
}

/**
 * vidimus_folded_distance:
 *
 * Returns: the least edits that make @keyword of some piece of @text (Sellers 1980); its whole length at most
 */
int
vidimus_folded_distance (const struct vidimus_folded *text,
                         const struct vidimus_folded *keyword)
{
  int column[MAX_KEYWORD + 1], best, n = keyword->length < MAX_KEYWORD ? keyword->length : MAX_KEYWORD;

  for (int i = 0; i <= n; i++)
    column[i] = i;
  best = n;
  for (int j = 0; j < text->length; j++)
    {
      int diagonal = column[0];

      for (int i = 1; i <= n; i++)
        {
          int other = diagonal + (text->points[j] != keyword->points[i - 1]);

          diagonal = column[i];
          if (column[i] + 1 < other)
            other = column[i] + 1;
          if (column[i - 1] + 1 < other)
            other = column[i - 1] + 1;
          column[i] = other;
        }
      if (column[n] < best)
        best = column[n];
    }

  return best;
}
