#include "vidimus-specimen-random.h"

#include <math.h>

/**
 * vidimus_specimen_random_init:
 * @seed: one specimen's seed
 * @purpose: what the stream is for; streams of one seed and different purposes are independent, so
 *   that a change to one part of a scene leaves the others as they were
 */
void
vidimus_specimen_random_init (VidimusSpecimenRandom *self,
                              guint64                seed,
                              const char            *purpose)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325); /* FNV-1a */

  for (const char *p = purpose; *p != '\0'; p++)
    hash = (hash ^ (guint8) *p) * G_GUINT64_CONSTANT (0x100000001b3);

  self->state = hash ^ (seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  vidimus_specimen_random_next (self);
}

/** vidimus_specimen_random_next: 64 bits (SplitMix64: Steele, Lea & Flood, OOPSLA 2014). */
guint64
vidimus_specimen_random_next (VidimusSpecimenRandom *self)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

/** vidimus_specimen_random_double: evenly in [@low, @high). */
double
vidimus_specimen_random_double (VidimusSpecimenRandom *self,
                                double                 low,
                                double                 high)
{
  return low + (high - low) * (double) (vidimus_specimen_random_next (self) >> 11) * 0x1p-53;
}

/** vidimus_specimen_random_int: evenly in @low … @high, both included. */
int
vidimus_specimen_random_int (VidimusSpecimenRandom *self,
                             int                    low,
                             int                    high)
{
  return low + (int) (vidimus_specimen_random_next (self) % (guint64) (high - low + 1));
}

/** vidimus_specimen_random_normal: mean 0, deviation 1 (Box and Muller). */
double
vidimus_specimen_random_normal (VidimusSpecimenRandom *self)
{
  double u = 1 - vidimus_specimen_random_double (self, 0, 1);
  double v = vidimus_specimen_random_double (self, 0, 1);

  return sqrt (-2 * log (u)) * cos (2 * G_PI * v);
}

/** vidimus_specimen_random_chance: true with @probability. */
gboolean
vidimus_specimen_random_chance (VidimusSpecimenRandom *self,
                                double                 probability)
{
  return vidimus_specimen_random_double (self, 0, 1) < probability;
}

/** vidimus_specimen_random_pick: one of a %NULL-terminated list, borrowed. */
const char *
vidimus_specimen_random_pick (VidimusSpecimenRandom *self,
                              const char * const    *strings)
{
  int n = 0;

  while (strings[n] != NULL)
    n++;

  return strings[vidimus_specimen_random_int (self, 0, n - 1)];
}

/** vidimus_specimen_random_digits: @n decimal digits, the first not 0. */
char *
vidimus_specimen_random_digits (VidimusSpecimenRandom *self,
                                int                    n)
{
  char *digits = g_malloc (n + 1);

  for (int i = 0; i < n; i++)
    digits[i] = (char) ('0' + vidimus_specimen_random_int (self, i == 0, 9));
  digits[n] = '\0';

  return digits;
}
