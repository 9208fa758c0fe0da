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
#define USUAL_PITCH 15.5 /* of OCR-B */
#define MAX_PITCHES 4    /* of the strongest tones, which are tried */
#define PIECE      50   /* frames over which the pitch is taken for constant */
#define HALF       (VIDIMUS_MRZ_STEP / 2) /* strip pixels from one possible middle to the next */
#define SHORTEST   .74  /* of the pitch: the way from a cell to the next */
#define LONGEST    1.28
#define STIFF      16.0f /* nats that a way twice or no times the pitch would cost */
#define MAX_WAY    18   /* places: no way from a cell to the next is longer */
#define MOST       4.0f /* nats: no frame says more for or against a character */
#define BEYOND     12   /* cells that are added at both ends: what is cut off or covered there still has its place; … */
#define FAR_BEYOND 28   /* … when more of it may be */
#define COVERED    -.8f /* nats: no place says more against a character then */
#define HOPELESS   .5   /* likewise: nor one read worse, … */
#define MANY       24   /* … nor one with fewer characters */
#define SURE       .97  /* mean probability: a line read better is not looked at again */
#define SWITCH     2.0f  /* nats that a letter after a digit costs, or a digit after a letter */
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

/* The strongest tones, each stronger than the pitches beside it; returns their number. */
static int
find_pitches (const struct places *places,
              double               pitches[MAX_PITCHES])
{
  double strengths[MAX_PITCHES], before = 0, now = tone (places, 1 / MIN_PITCH);
  int n = 0;

  for (double pitch = MIN_PITCH; pitch < MAX_PITCH; pitch *= PITCH_STEP)
    {
      double next = tone (places, 1 / (pitch * PITCH_STEP));
      int at = n < MAX_PITCHES ? n : MAX_PITCHES - 1;

      if (now >= before && now > next && (n < MAX_PITCHES || now > strengths[at]))
        {
          n = at + 1;
          for (; at > 0 && strengths[at - 1] < now; at--)
            {
              strengths[at] = strengths[at - 1];
              pitches[at] = pitches[at - 1];
            }
          strengths[at] = now;
          pitches[at] = pitch;
        }
      before = now;
      now = next;
    }

  return n;
}

/* The chain with the greatest gain at one pitch, with a seam between any two of its cells; its middles in @chain. Its gain is
 * compared with @gain. */
static int
find_chain (const struct places *places,
            double               pitch,
            bool                 patient,
            float               *gain,
            int                 *chain)
{
  float sum[MAX_PLACES], cost[MAX_WAY + 1];
  int16_t before[MAX_PLACES];
  int least = (int) ceil (SHORTEST * pitch / HALF), most = (int) floor (LONGEST * pitch / HALF), last = 0, n = 0, at;

  for (int d = least; d <= most; d++)
    cost[d] = STIFF * (float) ((d * HALF / pitch - 1) * (d * HALF / pitch - 1));
  for (int p = 0; p < places->n; p++)
    {
      float best = 0, seam = MOST;

      before[p] = -1;
      for (int d = 2; d <= most && d <= p; d++)
        {
          seam = fminf (seam, places->gain[p - d + 1]);
          if (d >= least && sum[p - d] - cost[d] - 2 * fmaxf (0, seam + 1) > best)
            {
              best = sum[p - d] - cost[d] - 2 * fmaxf (0, seam + 1);
              before[p] = (int16_t) (p - d);
            }
        }
      sum[p] = best + fmaxf (places->gain[p], patient ? COVERED : -MOST);
      if (sum[p] > sum[last])
        last = p;
    }

  for (at = last; at >= 0; at = before[at])
    n++;
  if (n > VIDIMUS_MRZ_MAX_CELLS - 2 * FAR_BEYOND || sum[last] <= *gain)
    return 0;
  *gain = sum[last];
  at = last;
  for (int i = n - 1; i >= 0; i--, at = before[at])
    chain[i] = at;

  return n;
}

/* The best chain at any likely pitch; returns the number of its cells. */
static int
find_best_chain (const struct places *places,
                 bool                 patient,
                 double              *pitch,
                 int                 *chain)
{
  double pitches[MAX_PITCHES];
  int n = 0, n_pitches = find_pitches (places, pitches);
  float gain = 0;

  for (int i = 0; i < n_pitches; i++)
    {
      int more = find_chain (places, pitches[i], patient, &gain, chain);

      if (more > 0)
        {
          n = more;
          *pitch = pitches[i];
        }
    }

  return n;
}

/** vidimus_mrz_best_character: the likeliest, if at least so likely, by its place in the alphabet; else -1. */
int
vidimus_mrz_best_character (const float *log_p,
                            double       least)
{
  int best = 0;

  for (int c = 1; c < VIDIMUS_MRZ_N_CHARS; c++)
    if (log_p[c] > log_p[best])
      best = c;

  return (double) expf (log_p[best]) >= least ? best : -1;
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
            int                             beyond,
            struct vidimus_mrz_cells       *cells)
{
  double even = n > 3 ? (double) (chain[n - 1] - chain[0]) / (n - 1) : pitch / HALF;

  for (int i = beyond; i > 0; i--)
    add_cell (state, chain[0] - i * even, scale, cells);
  cells->first = cells->n;
  for (int i = 0; i < n; i++)
    {
      add_cell (state, chain[i], scale, cells);
      cells->sureness += (double) best_character (cells->log_p[cells->n - 1]) / n;
    }
  cells->last = cells->n - 1;
  for (int i = 1; i <= beyond; i++)
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

/* How many characters a reading is sure of, less what it is not. */
static double
total (const struct vidimus_mrz_cells *cells)
{
  return (2 * cells->sureness - 1) * (cells->n > 0 ? cells->last - cells->first + 1 : 0);
}

static bool
read_once (const struct vidimus_image    *gray,
           const struct vidimus_mrz_path *path,
           const struct vidimus_mrz_net  *net,
           bool                           patient,
           struct vidimus_mrz_cells      *cells)
{
  struct vidimus_mrz_state state;
  struct places places;
  int chain[VIDIMUS_MRZ_MAX_CELLS], n;
  double pitch = MIN_PITCH;

  memset (cells, 0, sizeof *cells);
  if (path->width > VIDIMUS_MRZ_MAX_W || !look (gray, path, net, 0, path->width, &state))
    return false;

  find_places (&state, &places);
  n = find_best_chain (&places, patient, &pitch, chain);
  if (n > 0)
    make_cells (&state, chain, n, pitch, path->scale, patient ? FAR_BEYOND : BEYOND, cells);
  vidimus_mrz_state_clear (&state);

  return n > 0;
}

/* Reads @path, too, and keeps what is better. */
static bool
read_again (const struct vidimus_image    *gray,
            const struct vidimus_mrz_path *path,
            const struct vidimus_mrz_net  *net,
            bool                           patient,
            struct vidimus_mrz_cells      *cells)
{
  struct vidimus_mrz_cells more;

  if (!read_once (gray, path, net, patient, &more) || total (&more) <= total (cells))
    return false;
  *cells = more;

  return true;
}

/**
 * vidimus_mrz_line_read:
 * @path: where the line lies on @gray
 * @patient: whether parts of it may be covered, or beyond the picture
 * @cells: (out): its cells, and empty ones at its ends
 *
 * What can't be read well is looked at as wider or narrower, smaller and larger letters, too.
 *
 * Returns: false when there is no character, or memory is short
 */
bool
vidimus_mrz_line_read (const struct vidimus_image    *gray,
                       const struct vidimus_mrz_path *path,
                       const struct vidimus_mrz_net  *net,
                       bool                           patient,
                       struct vidimus_mrz_cells      *cells)
{
  static const double zooms[] = { .83, 1.15 };
  bool done = read_once (gray, path, net, patient, cells);
  struct vidimus_mrz_path other = *path;

  if (cells->sureness < HOPELESS || cells->last - cells->first + 1 < MANY)
    return done;
  if (cells->sureness < SURE)
    {
      vidimus_mrz_path_stretch (&other, cells->pitch / USUAL_PITCH);
      read_again (gray, &other, net, patient, cells);
    }
  for (size_t i = 0; i < sizeof zooms / sizeof zooms[0] && cells->sureness < SURE; i++)
    {
      other = *path;
      vidimus_mrz_path_rescale (&other, path->scale * zooms[i]);
      done = read_again (gray, &other, net, patient, cells) || done;
    }

  return done;
}

/**
 * vidimus_mrz_line_probe:
 * @where: .5 in the middle of @path; 0 at its beginning, 1 at its end
 *
 * Looks at a short piece.
 *
 * Returns: 0–1, how much of it reads as a line of the zone
 */
double
vidimus_mrz_line_probe (const struct vidimus_image    *gray,
                        const struct vidimus_mrz_path *path,
                        const struct vidimus_mrz_net  *net,
                        double                         where)
{
  struct vidimus_mrz_state state;
  struct places places;
  int chain[VIDIMUS_MRZ_MAX_CELLS], width = path->width < PROBE_W ? path->width : PROBE_W, n;
  double pitch = MIN_PITCH, sum = 0;

  if (!look (gray, path, net, (int) ((path->width - width) * where), width, &state))
    return 0;
  find_places (&state, &places);
  n = find_best_chain (&places, false, &pitch, chain);
  for (int i = 0; i < n; i++)
    {
      float log_p[VIDIMUS_MRZ_N_CLASSES];

      name_place (&state, chain[i], log_p);
      sum += (double) best_character (log_p);
    }
  vidimus_mrz_state_clear (&state);

  return fmin (1, sum * pitch / width);
}

/* The likeliest of the characters from @from to before @to, or the filler. */
static int
pick (const float *log_p,
      int          from,
      int          to)
{
  int best = VIDIMUS_MRZ_N_CHARS - 1;

  for (int c = from; c < to; c++)
    if (log_p[c] > log_p[best])
      best = c;

  return best;
}

/**
 * vidimus_mrz_line_text:
 * @text: (out): what the line says without knowing its format, and without its empty ends
 *
 * Digits keep to digits and letters to letters where their shapes leave a doubt (Viterbi's algorithm over the two kinds;
 * a filler is either).
 */
void
vidimus_mrz_line_text (const struct vidimus_mrz_cells *cells,
                       char                            text[VIDIMUS_MRZ_MAX_CELLS + 1])
{
  static const int from[2] = { 0, 10 }, to[2] = { 10, 36 };
  int8_t came[VIDIMUS_MRZ_MAX_CELLS][2];
  float sum[2] = { 0, 0 };
  int kind, n = cells->last - cells->first + 1;

  for (int i = 0; i < n; i++)
    {
      const float *log_p = cells->log_p[cells->first + i];
      float before[2] = { sum[0], sum[1] };

      for (int k = 0; k < 2; k++)
        {
          came[i][k] = (int8_t) (before[1 - k] - SWITCH > before[k] ? 1 - k : k);
          sum[k] = fmaxf (before[k], before[1 - k] - SWITCH) + log_p[pick (log_p, from[k], to[k])];
        }
    }

  kind = sum[1] > sum[0];
  text[n] = '\0';
  for (int i = n - 1; i >= 0; kind = came[i][kind], i--)
    text[i] = VIDIMUS_MRZ_ALPHABET[pick (cells->log_p[cells->first + i], from[kind], to[kind])];
}
