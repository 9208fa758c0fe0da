/* What every training program needs: chance, Adam, and weights printed as C. */
#pragma once

#include <stdint.h>

double training_random  (uint64_t   *state);
double training_between (uint64_t   *state,
                         double      low,
                         double      high);
void   training_adam    (float      *weights,
                         float      *gradient,
                         float      *first,
                         float      *second,
                         int         n,
                         int         step,
                         double      rate);
void   training_print   (const char *program,
                         const char *prefix,
                         const float *weights,
                         const int  *sizes,
                         int         n_layers);
