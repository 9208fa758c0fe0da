/* A random generator of our own, so that a seed draws the same specimens wherever it runs. */
#pragma once

#include <glib.h>

/** VidimusSpecimenRandom: the state of one stream; start it with vidimus_specimen_random_init(). */
typedef struct
{
  guint64 state;
} VidimusSpecimenRandom;

void    vidimus_specimen_random_init    (VidimusSpecimenRandom       *self,
                                         guint64                      seed,
                                         const char                  *purpose);
guint64 vidimus_specimen_random_next    (VidimusSpecimenRandom       *self);
double  vidimus_specimen_random_double  (VidimusSpecimenRandom       *self,
                                         double                       low,
                                         double                       high);
int     vidimus_specimen_random_int     (VidimusSpecimenRandom       *self,
                                         int                          low,
                                         int                          high);
double  vidimus_specimen_random_normal  (VidimusSpecimenRandom       *self);
gboolean vidimus_specimen_random_chance (VidimusSpecimenRandom       *self,
                                         double                       probability);
const char *vidimus_specimen_random_pick (VidimusSpecimenRandom      *self,
                                         const char * const          *strings);
char   *vidimus_specimen_random_digits  (VidimusSpecimenRandom       *self,
                                         int                          n);
