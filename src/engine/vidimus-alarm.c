/* The common half of the alarms: features → logistic → score 0–99, and a few robust statistics.
 *
 * A score is 99 × p, p = 1 / (1 + exp (−(bias + Σ weight × feature))) (Platt, Probabilistic outputs for support
 * vector machines, 1999). Weights, none negative, come from tests/engine/fit-alarms.c, on
 * drawn scenes and print with several models of each defect; where a file says so, they were then moved by hand. They are a
 * judgement, not a measured probability of people. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** vidimus_alarm_clamp: @value within @low … @high; @low when it is not a number. */
double
vidimus_alarm_clamp (double value,
                     double low,
                     double high)
{
  if (!(value > low))
    return low;

  return value < high ? value : high;
}

/**
 * vidimus_alarm_run:
 *
 * Measures and scores; explains every feature as "NAME.FEATURE" when asked.
 *
 * Returns: OK, CANCELLED or NO_MEMORY; @output is defined in each case
 */
enum vidimus_status
vidimus_alarm_run (const struct vidimus_alarm_model *model,
                   const struct vidimus_alarm_input *input,
                   struct vidimus_alarm_output      *output)
{
  double features[VIDIMUS_ALARM_FEATURES] = { 0 };
  enum vidimus_status status;
  double z = model->bias;

  output->score = 0;
  output->statistic = 0;

  if (vidimus_hooks_cancelled (input->hooks))
    return VIDIMUS_STATUS_CANCELLED;

  status = model->measure (input, features);
  if (status != VIDIMUS_STATUS_OK)
    return status;

  for (int i = 0; i < model->n_features; i++)
    {
      z += model->weights[i] * features[i];

      if (vidimus_hooks_wants_explain (input->hooks))
        {
          char name[64];

          snprintf (name, sizeof name, "%s.%s", model->name, model->features[i]);
          input->hooks->explain (input->hooks->data, VIDIMUS_STAGE_ALARMS, name, NULL, NULL, features[i]);
        }
    }

  output->score = (int) lround (99.0 / (1.0 + exp (-vidimus_alarm_clamp (z, -40, 40))));
  output->statistic = features[0];

  return VIDIMUS_STATUS_OK;
}

/** vidimus_alarm_picture: hands @picture to whoever asked for explanations; else does nothing. */
void
vidimus_alarm_picture (const struct vidimus_alarm_input *input,
                       const char                       *name,
                       const struct vidimus_image       *picture)
{
  if (vidimus_hooks_wants_explain (input->hooks))
    input->hooks->explain (input->hooks->data, VIDIMUS_STAGE_ALARMS, name, picture, NULL, NAN);
}

/**
 * vidimus_alarm_percentile:
 * @values: reordered
 * @share: 0–1
 *
 * Quickselect (Hoare, Algorithm 65: find, 1961).
 *
 * Returns: the value that @share of the values lie below; 0 when there are none
 */
float
vidimus_alarm_percentile (float  *values,
                          size_t  n,
                          double  share)
{
  size_t low = 0;
  size_t high = n - 1;
  size_t k;

  if (n == 0)
    return 0;

  k = (size_t) (share * (double) (n - 1) + 0.5);
  while (low < high)
    {
      float pivot = values[low + (high - low) / 2];
      size_t i = low;
      size_t j = high;

      for (;;)
        {
          float t;

          while (values[i] < pivot)
            i++;
          while (values[j] > pivot)
            j--;
          if (i >= j)
            break;
          t = values[i];
          values[i++] = values[j];
          values[j--] = t;
        }

      if (k <= j)
        high = j;
      else
        low = j + 1;
    }

  return values[k];
}

/* Solves the normal equations of a weighted plane; false when they do not have one. */
static bool
solve_plane (double  a[3][4],
             double *plane)
{
  for (int i = 0; i < 3; i++)
    {
      if (fabs (a[i][i]) < 1e-9)
        return false;
      for (int j = 0; j < 3; j++)
        if (j != i)
          {
            double f = a[j][i] / a[i][i];

            for (int k = i; k < 4; k++)
              a[j][k] -= f * a[i][k];
          }
    }
  for (int i = 0; i < 3; i++)
    plane[i] = a[i][3] / a[i][i];

  return true;
}

/**
 * vidimus_alarm_plane:
 * @values: of cells over the card, row after row; NAN where a cell has none
 * @middle: to start from
 * @scale: how far off a value is that hardly counts
 * @plane: its value in the middle of the card, and how much it changes over the card's width and height
 *
 * Lays a plane through most of the values by repeated weighting (Holland & Welsch, Robust regression using iteratively
 * reweighted least-squares, 1977).
 */
void
vidimus_alarm_plane (const float *values,
                     int          across,
                     int          down,
                     double       middle,
                     double       scale,
                     double      *plane)
{
  double found[3] = { middle, 0, 0 };

  memcpy (plane, found, sizeof found);
  for (int pass = 0; pass < 4; pass++)
    {
      double a[3][4] = { { 0 } };

      for (int i = 0; i < across * down; i++)
        {
          double terms[4] = { 1, (i % across + 0.5) / across - 0.5, (i / across + 0.5) / down - 0.5, values[i] };
          double off = (values[i] - plane[0] - plane[1] * terms[1] - plane[2] * terms[2]) / scale;
          double weight = 1 / (1 + off * off * off * off);

          for (int j = 0; j < 3 && !isnan (weight); j++)
            for (int k = 0; k < 4; k++)
              a[j][k] += weight * terms[j] * terms[k];
        }
      if (!solve_plane (a, found))
        break;
      memcpy (plane, found, sizeof found);
    }
}

/**
 * vidimus_alarm_shrink:
 *
 * @in at most @width wide, never enlarged, the ratio of its sides kept. Free with vidimus_image_free().
 *
 * Returns: false when memory is short
 */
bool
vidimus_alarm_shrink (const struct vidimus_image *in,
                      int                         width,
                      struct vidimus_image       *out)
{
  int height;

  if (width > in->width)
    width = in->width;
  height = (int) ((double) in->height * width / in->width + 0.5);

  return vidimus_image_scale (in, width, height < 1 ? 1 : height, out);
}

/**
 * vidimus_alarm_noise:
 *
 * The standard deviation of the noise in grey levels: the lower quartile, over 16 × 16 blocks, of the mean
 * absolute response to the noise mask of Immerkær (Fast noise variance estimation, 1996), which is blind to
 * edges and ramps. 0 for pictures too small to tell.
 */
double
vidimus_alarm_noise (const struct vidimus_image *gray)
{
  enum { BLOCK = 16, MOST = 4096 };
  float blocks[MOST];
  size_t n = 0;

  for (int y = 1; y + BLOCK + 1 <= gray->height && n < MOST; y += BLOCK)
    for (int x = 1; x + BLOCK + 1 <= gray->width && n < MOST; x += BLOCK)
      {
        int sum = 0;

        for (int j = y; j < y + BLOCK; j++)
          {
            const uint8_t *a = vidimus_image_at (gray, x, j - 1);
            const uint8_t *b = vidimus_image_at (gray, x, j);
            const uint8_t *c = vidimus_image_at (gray, x, j + 1);

            for (int i = 0; i < BLOCK; i++, a++, b++, c++)
              sum += abs (a[-1] - 2 * a[0] + a[1] - 2 * b[-1] + 4 * b[0] - 2 * b[1] + c[-1] - 2 * c[0] + c[1]);
          }
        blocks[n++] = (float) sum / (BLOCK * BLOCK);
      }

  /* E|mask ∗ noise| = 6 σ √(2/π). */
  return vidimus_alarm_percentile (blocks, n, 0.25) * 1.2533 / 6.0;
}

/**
 * vidimus_alarm_seen:
 * @width: of the card as the alarm has it; pixel (@x, @y) of that
 *
 * Returns: 0–1, what the close look saw there
 */
double
vidimus_alarm_seen (const struct vidimus_alarm_input *input,
                    enum vidimus_closeup_map          map,
                    int                               width,
                    int                               height,
                    int                               x,
                    int                               y)
{
  const struct vidimus_point on_card = { (x + 0.5) * input->card->rgb.width / width, (y + 0.5) * input->card->rgb.height / height };

  return vidimus_closeup_at (&input->location->closeup, map, vidimus_homography_apply (&input->card->to_image, on_card));
}

/** vidimus_alarm_seen_mean: the same over all of the card: the share of it that was seen so, more or less surely; 0 when nobody looked. */
double
vidimus_alarm_seen_mean (const struct vidimus_alarm_input *input,
                         enum vidimus_closeup_map          map)
{
  enum { ACROSS = 40, DOWN = 30 };
  double sum = 0;

  if (input->location->closeup.patch.width == 0)
    return 0;

  for (int i = 0; i < ACROSS * DOWN; i++)
    sum += vidimus_alarm_seen (input, map, ACROSS, DOWN, i % ACROSS, i / ACROSS);

  return sum / (ACROSS * DOWN);
}
