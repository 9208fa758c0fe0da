/* One line of the machine-readable zone: straightened, its cells found by their even pitch, each cell named by the network. */

#include "vidimus-mrz-private.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MIN_PITCH   12.0 /* strip pixels, where a capital letter is 16 high */
#define MAX_PITCH   25.0
#define PITCH_STEP  1.0025
#define PIECE       240  /* strip pixels over which the pitch is taken for constant */
#define MAX_STRIP_W 2048
#define SURE        .90f /* a cell above is not looked at again */
#define MIN_CELLS   27
#define HOPELESS    .50  /* mean probability on a sample of the cells */

struct strip
{
  int    width;
  double scale;  /* pixels of the picture a strip pixel */
  float *pixels; /* VIDIMUS_MRZ_STRIP_H × width, grey */
};

static double
gray_at (const struct vidimus_image *gray,
         double                      x,
         double                      y)
{
  int ix, iy;
  double ax, ay;
  const uint8_t *p;

  x = fmin (fmax (x - .5, 0), gray->width - 1.001);
  y = fmin (fmax (y - .5, 0), gray->height - 1.001);
  ix = (int) x;
  iy = (int) y;
  ax = x - ix;
  ay = y - iy;
  p = vidimus_image_at (gray, ix, iy);

  return (p[0] * (1 - ax) + p[1] * ax) * (1 - ay) + (p[gray->stride] * (1 - ax) + p[gray->stride + 1] * ax) * ay;
}

/* The line, level, a capital letter VIDIMUS_MRZ_CAP rows high; averaged where the picture has more pixels than that. */
static bool
straighten (const struct vidimus_image    *gray,
            const struct vidimus_mrz_band *band,
            bool                           upside_down,
            struct strip                  *strip)
{
  struct vidimus_point from = upside_down ? band->right : band->left, to = upside_down ? band->left : band->right;
  double length = hypot (to.x - from.x, to.y - from.y);
  double ux = (to.x - from.x) / length, uy = (to.y - from.y) / length;
  int k;

  strip->scale = band->cap / VIDIMUS_MRZ_CAP;
  strip->width = (int) (length / strip->scale);
  if (strip->width < 10 * VIDIMUS_MRZ_CELL || strip->width > MAX_STRIP_W)
    return false;
  strip->pixels = malloc (sizeof (float) * VIDIMUS_MRZ_STRIP_H * (size_t) strip->width);
  if (strip->pixels == NULL)
    return false;

  k = (int) ceil (fmin (4, fmax (1, strip->scale)));
  for (int v = 0; v < VIDIMUS_MRZ_STRIP_H; v++)
    for (int u = 0; u < strip->width; u++)
      {
        double sum = 0;

        for (int i = 0; i < k * k; i++)
          {
            double along = (u + (i % k + .5) / k) * strip->scale;
            double across = (v + (i / k + .5) / k - VIDIMUS_MRZ_STRIP_H / 2.0) * strip->scale;

            sum += gray_at (gray, from.x + ux * along - uy * across, from.y + uy * along + ux * across);
          }
        strip->pixels[v * strip->width + u] = (float) (sum / (k * k));
      }

  return true;
}

/* How dark each column is, without what is slower than a character, and everywhere as strong. */
static void
column_ink (const struct strip *strip,
            float              *ink)
{
  static const int reach = 22, wide = 120;
  int w = strip->width;
  float *dark = malloc (sizeof (float) * (size_t) w);

  memset (ink, 0, sizeof (float) * (size_t) w);
  if (dark == NULL)
    return;

  for (int u = 0; u < w; u++)
    {
      dark[u] = 0;
      for (int v = (VIDIMUS_MRZ_STRIP_H - VIDIMUS_MRZ_CAP) / 2; v < (VIDIMUS_MRZ_STRIP_H + VIDIMUS_MRZ_CAP) / 2; v++)
        dark[u] -= strip->pixels[v * w + u];
    }
  for (int u = 0; u < w; u++)
    {
      int from = u > reach ? u - reach : 0, to = u + reach < w ? u + reach : w - 1;
      float sum = 0;

      for (int i = from; i <= to; i++)
        sum += dark[i];
      ink[u] = dark[u] - sum / (float) (to - from + 1);
    }
  for (int u = 0; u < w; u++)
    {
      int from = u > wide ? u - wide : 0, to = u + wide < w ? u + wide : w - 1;
      float sum = 0;

      for (int i = from; i <= to; i += 2)
        sum += ink[i] * ink[i];
      dark[u] = ink[u] / (sqrtf (2 * sum / (float) (to - from + 1)) + 24);
    }
  memcpy (ink, dark, sizeof (float) * (size_t) w);
  free (dark);
}

/* The strength of one frequency around @centre. */
static double complex
tone (const float *ink,
      int          width,
      double       frequency,
      double       centre,
      double       reach)
{
  int from = (int) fmax (0, centre - reach), to = (int) fmin (width, centre + reach);
  double complex turn = cexp (-2 * M_PI * I * frequency), at = cexp (-2 * M_PI * I * frequency * (from + .5)), sum = 0;

  for (int u = from; u < to; u++)
    {
      double d = (u + .5 - centre) / reach;

      sum += at * ink[u] * (1 - d * d);
      at *= turn;
    }

  return sum;
}

static double
find_pitch (const float *ink,
            int          width)
{
  double best = 0, best_score = 0;

  for (double pitch = MIN_PITCH; pitch < MAX_PITCH; pitch *= PITCH_STEP)
    {
      double score = 0;

      for (double c = PIECE / 2.0; c < width; c += PIECE)
        score += cabs (tone (ink, width, 1 / pitch, c, PIECE / 2.0));
      if (score > best_score)
        {
          best_score = score;
          best = pitch;
        }
    }

  return best;
}

/* Follows the phase of the pitch along the line: where the picture is not quite flat, cells widen and narrow. */
static int
find_cells (const float *ink,
            int          width,
            double       pitch,
            double      *centres)
{
  const double step = pitch / 2;
  double offset = 0, before = 0;
  int n = 0;
  bool first = true;
  double last = -INFINITY;

  for (double at = 0; at < width && n < VIDIMUS_MRZ_MAX_CELLS; at += step)
    {
      double complex t = tone (ink, width, 1 / pitch, at, 5 * pitch);
      double phase = carg (t) / (2 * M_PI), turns, nearest;

      /* ink is strongest where frequency × x + phase is whole */
      offset = first ? phase : offset + (phase - before) - round (phase - before);
      before = phase;
      first = false;
      turns = at / pitch + offset;
      nearest = at + (round (turns) - turns) * pitch;
      if (nearest >= last + pitch * .7 && nearest >= 0 && nearest < width)
        centres[n++] = last = nearest;
    }

  return n;
}

static void
window_at (const struct strip *strip,
           double              centre,
           double              pitch,
           double              dx,
           double              dy,
           double              zoom,
           float              *window)
{
  for (int v = 0; v < VIDIMUS_MRZ_WINDOW_H; v++)
    for (int u = 0; u < VIDIMUS_MRZ_WINDOW_W; u++)
      {
        double x = centre + (u + .5 - VIDIMUS_MRZ_WINDOW_W / 2.0 + dx) * pitch / VIDIMUS_MRZ_CELL - .5;
        double y = VIDIMUS_MRZ_STRIP_H / 2.0 + (v + .5 - VIDIMUS_MRZ_WINDOW_H / 2.0) * zoom + dy - .5;
        int ix, iy;
        double ax, ay;
        const float *p;

        x = fmin (fmax (x, 0), strip->width - 1.001);
        y = fmin (fmax (y, 0), VIDIMUS_MRZ_STRIP_H - 1.001);
        ix = (int) x;
        iy = (int) y;
        ax = x - ix;
        ay = y - iy;
        p = strip->pixels + iy * strip->width + ix;
        *window++ = (float) ((p[0] * (1 - ax) + p[1] * ax) * (1 - ay) +
                             (p[strip->width] * (1 - ax) + p[strip->width + 1] * ax) * ay);
      }
}

static float
best_character (const float *log_p)
{
  float best = -INFINITY;

  for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
    best = fmaxf (best, log_p[c]);

  return expf (best);
}

static void
look (const struct strip           *strip,
      const struct vidimus_mrz_net *net,
      struct vidimus_mrz_state     *state,
      double                        centre,
      double                        pitch,
      double                        dx,
      double                        dy,
      double                        zoom)
{
  window_at (strip, centre, pitch, dx, dy, zoom, &state->window[0][0]);
  vidimus_mrz_normalise (&state->window[0][0]);
  vidimus_mrz_net_run (net, state);
}

struct pose
{
  double dy, zoom;
  double sureness; /* on a sample of the cells */
};

/* How high the letters really are, and where: the band knows it to a fifth or so. */
static struct pose
find_pose (const struct strip           *strip,
           const struct vidimus_mrz_net *net,
           struct vidimus_mrz_state     *state,
           const double                 *centres,
           int                           n,
           double                        pitch)
{
  static const double shifts[] = { 0, -2.5, 2.5 }, zooms[] = { 1, .85, 1.18, .72 };
  struct pose best = { 0, 1, -1 };

  for (int z = 0; z < 4; z++)
    for (int s = 0; s < 3; s++)
      {
        double sum = 0;
        int seen = 0;

        for (int i = n / 8; i < n; i += n / 8, seen++)
          {
            look (strip, net, state, centres[i], pitch, 0, shifts[s], zooms[z]);
            sum += (double) best_character (state->log_p);
          }
        if (sum / seen > best.sureness)
          best = (struct pose) { shifts[s], zooms[z], sum / seen };
      }

  return best;
}

static void
name_cell (const struct strip           *strip,
           const struct vidimus_mrz_net *net,
           struct vidimus_mrz_state     *state,
           double                        centre,
           double                        pitch,
           const struct pose            *pose,
           float                        *log_p)
{
  static const struct { double dx, dy; } nudges[] = { { -1.8, 0 }, { 1.8, 0 }, { 0, -1.5 }, { 0, 1.5 } };

  look (strip, net, state, centre, pitch, 0, pose->dy, pose->zoom);
  memcpy (log_p, state->log_p, sizeof state->log_p);
  for (int i = 0; i < 4 && best_character (log_p) < SURE; i++)
    {
      look (strip, net, state, centre, pitch, nudges[i].dx, pose->dy + nudges[i].dy, pose->zoom);
      if (best_character (state->log_p) > best_character (log_p))
        memcpy (log_p, state->log_p, sizeof state->log_p);
    }
}

static void
name_cells (const struct strip           *strip,
            const struct vidimus_mrz_net *net,
            const double                 *centres,
            int                           n,
            double                        pitch,
            struct vidimus_mrz_cells     *cells)
{
  struct vidimus_mrz_state state;
  struct pose pose = find_pose (strip, net, &state, centres, n, pitch);
  double sum = 0;
  int with = 0;

  if (pose.sureness < HOPELESS)
    return;
  for (int i = 0; i < n; i++)
    {
      float best;

      name_cell (strip, net, &state, centres[i], pitch, &pose, cells->log_p[i]);
      cells->centre[i] = centres[i] * strip->scale;
      best = best_character (cells->log_p[i]);
      if (best > expf (cells->log_p[i][VIDIMUS_MRZ_NOTHING]))
        {
          sum += (double) best;
          with++;
        }
    }
  cells->n = n;
  cells->pitch = pitch * strip->scale;
  cells->sureness = with > 0 ? sum / with : 0;
}

/**
 * vidimus_mrz_line_read:
 * @band: where the line lies on @gray
 * @upside_down: read it from its right end, turned by 180°
 * @cells: (out): every cell of the band, also empty ones at its ends
 *
 * Returns: false when this is no such line, or memory is short
 */
bool
vidimus_mrz_line_read (const struct vidimus_image    *gray,
                       const struct vidimus_mrz_band *band,
                       const struct vidimus_mrz_net  *net,
                       bool                           upside_down,
                       struct vidimus_mrz_cells      *cells)
{
  struct strip strip = { 0 };
  double centres[VIDIMUS_MRZ_MAX_CELLS], pitch;
  float *ink;
  int n;

  memset (cells, 0, sizeof *cells);
  if (!straighten (gray, band, upside_down, &strip))
    return false;
  ink = malloc (sizeof (float) * (size_t) strip.width);
  if (ink == NULL)
    {
      free (strip.pixels);
      return false;
    }

  column_ink (&strip, ink);
  pitch = find_pitch (ink, strip.width);
  n = pitch > 0 ? find_cells (ink, strip.width, pitch, centres) : 0;
  if (n >= MIN_CELLS)
    name_cells (&strip, net, centres, n, pitch, cells);
  free (ink);
  free (strip.pixels);

  return cells->n > 0;
}
