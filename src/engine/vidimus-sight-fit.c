/* The quad that explains the network's mask best: four sides, each a soft step, by least squares. */
#include "vidimus-sight.h"

#include <math.h>
#include <string.h>

#define CELLS (VIDIMUS_LOCATE_MAP_SIDE_CELLS * VIDIMUS_LOCATE_MAP_SIDE_CELLS)

/* Of the mask, what counts as seen; and the fewest cells of it that a quad is fitted to. */
#define SEEN 0.5f
#define LEAST_CELLS 12

/* Directions that are tried for a first rectangle, of a quarter turn. */
#define DIRECTIONS 18

/* Steps of the fit (Levenberg 1944, Marquardt 1963), and how soft a side is, in cells, at first and in the end. */
#define STEPS 14
#define SOFT_FIRST 1.0
#define SOFT_LAST 0.45

#define N 8 /* unknowns: of each side the angle of its normal, and its distance from the middle */

struct fit
{
  int   n;
  float x[CELLS]; /* from the middle of the mask */
  float y[CELLS];
  float p[CELLS];
  double size; /* about half of the document's: what an angle is multiplied with */
};

/* Labels the largest piece of the mask: 1 in @piece. Returns: its cells */
static int
find_piece (const struct vidimus_locate_maps *maps,
            uint8_t                          *piece)
{
  static const int dx[] = { 1, -1, 0, 0 }, dy[] = { 0, 0, 1, -1 };
  const float *p = maps->p[VIDIMUS_LOCATE_MAP_INSIDE];
  int stack[CELLS], most = 0, best = 0, n = maps->width * maps->height;
  uint8_t label = 0;

  memset (piece, 0, (size_t) n);
  for (int start = 0; start < n && label < 255; start++)
    {
      int depth = 0, count = 0;

      if (p[start] < SEEN || piece[start] != 0)
        continue;
      label++;
      piece[start] = label;
      stack[depth++] = start;
      while (depth > 0)
        {
          int at = stack[--depth];

          count++;
          for (int k = 0; k < 4; k++)
            {
              int x = at % maps->width + dx[k], y = at / maps->width + dy[k], next = y * maps->width + x;

              if (x < 0 || y < 0 || x >= maps->width || y >= maps->height || p[next] < SEEN || piece[next] != 0)
                continue;
              piece[next] = label;
              stack[depth++] = next;
            }
        }
      if (count > most)
        {
          most = count;
          best = label;
        }
    }
  for (int i = 0; i < n; i++)
    piece[i] = piece[i] != 0 && piece[i] == best ? 1 : piece[i] != 0 ? 2 : 0;

  return most;
}

/* What belongs to other pieces is taken for ground. */
static void
gather (const struct vidimus_locate_maps *maps,
        const uint8_t                    *piece,
        struct fit                       *fit,
        double                           *middle_x,
        double                           *middle_y)
{
  double n = 0;

  *middle_x = *middle_y = 0;
  fit->n = maps->width * maps->height;
  for (int i = 0; i < fit->n; i++)
    if (piece[i] == 1)
      {
        *middle_x += i % maps->width + .5;
        *middle_y += i / maps->width + .5;
        n++;
      }
  *middle_x /= n;
  *middle_y /= n;
  for (int i = 0; i < fit->n; i++)
    {
      fit->x[i] = (float) (i % maps->width + .5 - *middle_x);
      fit->y[i] = (float) (i / maps->width + .5 - *middle_y);
      fit->p[i] = piece[i] == 2 ? 0 : maps->p[VIDIMUS_LOCATE_MAP_INSIDE][i];
    }
  fit->size = fmax (sqrt (n) / 2, 1);
}

/* The smallest rectangle around the piece, to start from: sides clockwise, the first's normal points at @p[0]. */
static void
start (const struct fit *fit,
       const uint8_t    *piece,
       double            p[N])
{
  double least = INFINITY;

  for (int k = 0; k < DIRECTIONS; k++)
    {
      double angle = k * M_PI / 2 / DIRECTIONS, high[4] = { 0 };
      float c = (float) cos (angle), s = (float) sin (angle);

      for (int i = 0; i < fit->n; i++)
        if (piece[i] == 1)
          {
            double u = (double) (c * fit->x[i] + s * fit->y[i]), v = (double) (c * fit->y[i] - s * fit->x[i]);

            high[0] = fmax (high[0], u);
            high[1] = fmax (high[1], v);
            high[2] = fmax (high[2], -u);
            high[3] = fmax (high[3], -v);
          }
      if ((high[0] + high[2] + 1) * (high[1] + high[3] + 1) < least)
        {
          least = (high[0] + high[2] + 1) * (high[1] + high[3] + 1);
          for (int i = 0; i < 4; i++)
            {
              p[i] = (angle + i * M_PI / 2) * fit->size;
              p[4 + i] = high[i] + .25;
            }
        }
    }
}

static inline float
step (float v)
{
  return v > 8 ? 1 : v < -8 ? 0 : 1 / (1 + expf (-v));
}

/* Squared error of the mask, and where they are wanted the normal equations. */
static double
evaluate (const struct fit *fit,
          const double      p[N],
          double            soft,
          double            matrix[N][N],
          double            slope[N])
{
  float c[4], s[4], at[4], sharp = (float) (1 / soft), turn = (float) (1 / fit->size);
  float sums[N][N] = { { 0 } }, sides[N] = { 0 };
  double error = 0;

  for (int k = 0; k < 4; k++)
    {
      c[k] = (float) cos (p[k] / fit->size);
      s[k] = (float) sin (p[k] / fit->size);
      at[k] = (float) p[4 + k];
    }
  for (int i = 0; i < fit->n; i++)
    {
      float x = fit->x[i], y = fit->y[i], inside[4], model, off, d[N];

      for (int k = 0; k < 4; k++)
        inside[k] = step ((at[k] - c[k] * x - s[k] * y) * sharp);
      model = inside[0] * inside[1] * inside[2] * inside[3];
      off = fit->p[i] - model;
      error += (double) (off * off);
      if (matrix == NULL || model < 1e-4f)
        continue;
      for (int k = 0; k < 4; k++)
        {
          d[4 + k] = model * (1 - inside[k]) * sharp;
          d[k] = d[4 + k] * (s[k] * x - c[k] * y) * turn;
        }
      for (int a = 0; a < N; a++)
        {
          sides[a] += d[a] * off;
          for (int b = 0; b <= a; b++)
            sums[a][b] += d[a] * d[b];
        }
    }
  for (int a = 0; a < N && matrix != NULL; a++)
    {
      slope[a] = (double) sides[a];
      for (int b = 0; b <= a; b++)
        matrix[a][b] = matrix[b][a] = (double) sums[a][b];
    }

  return error;
}

/* Gauss–Jordan on a matrix that damping has made definite. */
static void
solve (double matrix[N][N],
       double right[N])
{
  for (int i = 0; i < N; i++)
    {
      double pivot = fmax (matrix[i][i], 1e-9);

      for (int j = 0; j < N; j++)
        {
          double factor = matrix[j][i] / pivot;

          if (j == i)
            continue;
          for (int k = i; k < N; k++)
            matrix[j][k] -= factor * matrix[i][k];
          right[j] -= factor * right[i];
        }
    }
  for (int i = 0; i < N; i++)
    right[i] /= fmax (matrix[i][i], 1e-9);
}

static void
descend (const struct fit *fit,
         double            p[N])
{
  double damping = .05;

  for (int i = 0; i < STEPS; i++)
    {
      double soft = i < STEPS / 2 ? SOFT_FIRST : SOFT_LAST, matrix[N][N], move[N], tried[N];
      double error = evaluate (fit, p, soft, matrix, move);

      for (int k = 0; k < N; k++)
        matrix[k][k] += damping * (matrix[k][k] + .3);
      solve (matrix, move);
      for (int k = 0; k < N; k++)
        tried[k] = p[k] + fmin (fmax (move[k], -3), 3);
      if (evaluate (fit, tried, soft, NULL, NULL) < error)
        {
          memcpy (p, tried, sizeof tried);
          damping *= .4;
        }
      else
        damping *= 5;
    }
}

static bool
to_quad (const struct fit    *fit,
         const double         p[N],
         double               middle_x,
         double               middle_y,
         struct vidimus_quad *quad)
{
  for (int i = 0; i < 4; i++)
    {
      int j = (i + 1) % 4;
      double a = p[i] / fit->size, b = p[j] / fit->size, sine = sin (b - a);

      if (fabs (sine) < .3)
        return false;
      quad->p[i].x = middle_x + (p[4 + i] * sin (b) - p[4 + j] * sin (a)) / sine;
      quad->p[i].y = middle_y + (p[4 + j] * cos (a) - p[4 + i] * cos (b)) / sine;
    }

  return vidimus_quad_is_convex (quad);
}

/**
 * vidimus_maps_fit:
 * @quad: (out): in cells, clockwise; it may reach beyond the maps where the mask does
 *
 * Returns: false when no mask is seen, or none that is like a quad
 */
bool
vidimus_maps_fit (const struct vidimus_locate_maps *maps,
                  struct vidimus_quad              *quad)
{
  struct fit fit;
  uint8_t piece[CELLS];
  double middle_x, middle_y, p[N] = { 0 };

  if (find_piece (maps, piece) < LEAST_CELLS)
    return false;

  gather (maps, piece, &fit, &middle_x, &middle_y);
  start (&fit, piece, p);
  descend (&fit, p);

  return to_quad (&fit, p, middle_x, middle_y, quad);
}
