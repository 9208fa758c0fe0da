/* One line of the machine-readable zone: what the network says of every column, cut into cells of an even pitch. The pitch is
 * the strongest tone of "here is a character's middle"; the cells are the chain of middles with the greatest gain, each about
 * a pitch from the next (dynamic programming). */

#include "vidimus-mrz-private.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MIN_PITCH  8.5  /* strip pixels */
#define MAX_PITCH  27.0
#define PITCH_STEP 1.007
#define PIECE      50   /* frames over which the pitch is taken for constant */
#define HALF       (VIDIMUS_MRZ_STEP / 2) /* strip pixels from one possible middle to the next */
#define SHORTEST   .74  /* of the pitch: the way from a cell to the next */
#define LONGEST    1.28
#define STIFF      16.0f /* nats that a way twice or no times the pitch would cost */
#define MAX_WAY    18   /* places: no way from a cell to the next is longer */
#define MOST       4.0f /* nats: no frame says more for or against a character */
#define BEYOND     12   /* cells that are added at both ends: what is cut off or covered there still has its place */
#define PROBE_W    160  /* strip pixels, a multiple of VIDIMUS_MRZ_STEP */

#define MAX_PLACES (VIDIMUS_MRZ_MAX_W / HALF)

/* Where a middle may lie: half frames; how much there is for a character there, in nats. */
struct places
{
  int   n;
  float gain[MAX_PLACES];
};

static const float *
frame_at (const struct vidimus_mrz_state *state,
          int                             frame)
{
  const struct vidimus_mrz_maps *out = &state->out[VIDIMUS_MRZ_N_LAYERS - 1];

  return vidimus_mrz_maps_at (out, 0, frame < 0 ? 0 : frame < out->columns ? frame : out->columns - 1);
}

static void
find_places (const struct vidimus_mrz_state *state,
             struct places                  *places)
{
  int n = state->width / VIDIMUS_MRZ_STEP;

  places->n = 2 * n;
  for (int f = 0; f < n; f++)
    {
      float nothing = frame_at (state, f)[VIDIMUS_MRZ_NOTHING];
      float gain = logf (fmaxf (1e-6f, 1 - expf (nothing))) - nothing;

      places->gain[2 * f] = fminf (fmaxf (gain, -MOST), MOST);
    }
  for (int f = 0; f < n; f++)
    places->gain[2 * f + 1] = (places->gain[2 * f] + places->gain[f + 1 < n ? 2 * f + 2 : 2 * f]) / 2;
}

/* The probabilities at a place: of its frame, or between two; beyond the strip nobody knows. */
static void
name_place (const struct vidimus_mrz_state *state,
            int                             place,
            float                          *log_p)
{
  const float *a = frame_at (state, (int) floor (place / 2.0)), *b = frame_at (state, (int) floor ((place + 1) / 2.0));
  bool known = place >= -1 && place <= state->width / HALF;

  for (int c = 0; c < VIDIMUS_MRZ_N_CLASSES; c++)
    log_p[c] = known ? (a[c] + b[c]) / 2 : -logf (VIDIMUS_MRZ_N_CLASSES);
}

/* The strength of one frequency over the frames of each piece. */
static double
tone (const struct places *places,
      double               frequency)
{
  double complex turn = cexp (-2 * M_PI * I * frequency * VIDIMUS_MRZ_STEP);
  double strength = 0;

  for (int from = 0; from < places->n / 2; from += PIECE)
    {
      double complex at = 1, sum = 0;

      for (int f = from; f < from + PIECE && 2 * f < places->n; f++, at *= turn)
        sum += at * (double) places->gain[2 * f];
      strength += cabs (sum);
    }

  return strength;
}

static double
find_pitch (const struct places *places)
{
  double best = MIN_PITCH, best_strength = 0;

  for (double pitch = MIN_PITCH; pitch < MAX_PITCH; pitch *= PITCH_STEP)
    {
      double strength = tone (places, 1 / pitch);

      if (strength > best_strength)
        {
          best_strength = strength;
          best = pitch;
        }
    }

  return best;
}

/* The chain with the greatest gain, its middles in @chain; returns their number. */
static int
find_chain (const struct places *places,
            double               pitch,
            int                 *chain)
{
  float sum[MAX_PLACES], cost[MAX_WAY + 1];
  int16_t before[MAX_PLACES];
  int least = (int) ceil (SHORTEST * pitch / HALF), most = (int) floor (LONGEST * pitch / HALF), last = 0, n = 0, at;

  for (int d = least; d <= most; d++)
    cost[d] = STIFF * (float) ((d * HALF / pitch - 1) * (d * HALF / pitch - 1));
  for (int p = 0; p < places->n; p++)
    {
      float best = 0;

      before[p] = -1;
      for (int d = least; d <= most && d <= p; d++)
        if (sum[p - d] - cost[d] > best)
          {
            best = sum[p - d] - cost[d];
            before[p] = (int16_t) (p - d);
          }
      sum[p] = best + places->gain[p];
      if (sum[p] > sum[last])
        last = p;
    }

  for (at = last; at >= 0; at = before[at])
    n++;
  if (n > VIDIMUS_MRZ_MAX_CELLS - 2 * BEYOND)
    return 0;
  at = last;
  for (int i = n - 1; i >= 0; i--, at = before[at])
    chain[i] = at;

  return n;
}

static float
best_character (const float *log_p)
{
  float best = log_p[0];

  for (int c = 1; c < VIDIMUS_MRZ_N_CHARS; c++)
    best = fmaxf (best, log_p[c]);

  return expf (best);
}

static void
add_cell (const struct vidimus_mrz_state *state,
          double                          place,
          double                          scale,
          struct vidimus_mrz_cells       *cells)
{
  name_place (state, (int) lround (place), cells->log_p[cells->n]);
  cells->centre[cells->n++] = (place + 1) * HALF * scale;
}

static void
make_cells (const struct vidimus_mrz_state *state,
            const int                      *chain,
            int                             n,
            double                          pitch,
            double                          scale,
            struct vidimus_mrz_cells       *cells)
{
  double even = n > 3 ? (double) (chain[n - 1] - chain[0]) / (n - 1) : pitch / HALF;

  for (int i = BEYOND; i > 0; i--)
    add_cell (state, chain[0] - i * even, scale, cells);
  cells->first = cells->n;
  for (int i = 0; i < n; i++)
    {
      add_cell (state, chain[i], scale, cells);
      cells->sureness += (double) best_character (cells->log_p[cells->n - 1]) / n;
    }
  cells->last = cells->n - 1;
  for (int i = 1; i <= BEYOND; i++)
    add_cell (state, chain[n - 1] + i * even, scale, cells);
  cells->pitch = even * HALF * scale;
}

static bool
look (const struct vidimus_image    *gray,
      const struct vidimus_mrz_path *path,
      const struct vidimus_mrz_net  *net,
      int                            first,
      int                            width,
      struct vidimus_mrz_state      *state)
{
  if (!vidimus_mrz_state_init (state, width, false))
    return false;
  vidimus_mrz_path_sample (path, gray, first, &state->in[0]);
  vidimus_mrz_normalise (state);
  vidimus_mrz_net_run (net, state);

  return true;
}

/**
 * vidimus_mrz_line_read:
 * @path: where the line lies on @gray
 * @cells: (out): its cells, and empty ones at its ends
 *
 * Returns: false when there is no character, or memory is short
 */
bool
vidimus_mrz_line_read (const struct vidimus_image    *gray,
                       const struct vidimus_mrz_path *path,
                       const struct vidimus_mrz_net  *net,
                       struct vidimus_mrz_cells      *cells)
{
  struct vidimus_mrz_state state;
  struct places places;
  int chain[VIDIMUS_MRZ_MAX_CELLS], n;
  double pitch;

  memset (cells, 0, sizeof *cells);
  if (!look (gray, path, net, 0, path->width, &state))
    return false;

  find_places (&state, &places);
  pitch = find_pitch (&places);
  n = find_chain (&places, pitch, chain);
  if (n > 0)
    make_cells (&state, chain, n, pitch, path->scale, cells);
  vidimus_mrz_state_clear (&state);

  return n > 0;
}

/**
 * vidimus_mrz_line_probe:
 *
 * Looks at a short piece in the middle of @path.
 *
 * Returns: 0–1, how much of it reads as a line of the zone
 */
double
vidimus_mrz_line_probe (const struct vidimus_image    *gray,
                        const struct vidimus_mrz_path *path,
                        const struct vidimus_mrz_net  *net)
{
  struct vidimus_mrz_state state;
  struct places places;
  int chain[VIDIMUS_MRZ_MAX_CELLS], width = path->width < PROBE_W ? path->width : PROBE_W, n;
  double pitch, sum = 0;

  if (!look (gray, path, net, (path->width - width) / 2, width, &state))
    return 0;
  find_places (&state, &places);
  pitch = find_pitch (&places);
  n = find_chain (&places, pitch, chain);
  for (int i = 0; i < n; i++)
    {
      float log_p[VIDIMUS_MRZ_N_CLASSES];

      name_place (&state, chain[i], log_p);
      sum += (double) best_character (log_p);
    }
  vidimus_mrz_state_clear (&state);

  return fmin (1, sum * pitch / width);
}

/**
 * vidimus_mrz_line_text:
 * @text: (out): what the line says by shape alone, without its empty ends
 */
void
vidimus_mrz_line_text (const struct vidimus_mrz_cells *cells,
                       char                            text[VIDIMUS_MRZ_MAX_CELLS + 1])
{
  int n = 0;

  for (int i = cells->first; i <= cells->last && i < cells->n; i++)
    {
      int best = 0;

      for (int c = 1; c < VIDIMUS_MRZ_N_CHARS; c++)
        if (cells->log_p[i][c] > cells->log_p[i][best])
          best = c;
      text[n++] = VIDIMUS_MRZ_ALPHABET[best];
    }
  text[n] = '\0';
}
