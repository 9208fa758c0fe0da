/* The network of localisation: an hourglass of 3 × 3 convolutions, down to a thirty-second of the picture and back up to a quarter. */
#include "vidimus-locate-net.h"

#include "vidimus-clones.h"
#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Outputs are computed so many at once, for as many pixels: what fits into the registers of a processor with AVX2. */
#define LANES 8
#define PIXELS 8

typedef float vector __attribute__ ((vector_size (LANES * sizeof (float))));

/* The layers in the order of the weights, as train/train-location.py names them. */
enum layer
{
  A0, A1, A2, A3, A4, A5, A6, A7, A8, /* down */
  U3, B3, U2, B2, U1, B1,             /* up */
  HEAD,
  N_LAYERS,
};

static const struct
{
  int n_in; /* 0: as many as there are planes */
  int n_out;
  int size;
} layers[N_LAYERS] = {
  [A0] = { 0, 16, 3 }, [A1] = { 16, 24, 3 }, [A2] = { 24, 32, 3 }, [A3] = { 32, 32, 3 },
  [A4] = { 32, 48, 3 }, [A5] = { 48, 48, 3 }, [A6] = { 48, 64, 3 }, [A7] = { 64, 64, 3 }, [A8] = { 64, 64, 3 },
  [U3] = { 64, 48, 1 }, [B3] = { 48, 48, 3 }, [U2] = { 48, 32, 1 }, [B2] = { 32, 32, 3 }, [U1] = { 32, 24, 1 }, [B1] = { 24, 24, 3 },
  [HEAD] = { 24, LANES, 1 }, /* as many as there are maps, or more */
};

_Static_assert ((int) VIDIMUS_N_CLOSE_MAPS <= LANES, "one block of outputs is enough for the maps");

#define MOST_WEIGHTS (64 * 64 * 9)

/* The values of a pixel side by side, with a border of zeroes a pixel wide. */
struct map
{
  int    width;
  int    height;
  int    n;
  float *values;
};

enum buffer
{
  INPUT, FULL, HALF, HALF_TOO, QUARTER, QUARTER_TOO, EIGHTH, EIGHTH_TOO, SIXTEENTH, SIXTEENTH_TOO, LOW, OUTPUT,
  N_BUFFERS,
};

struct run
{
  const struct vidimus_locate_weights *trained;
  struct map                           maps[N_BUFFERS];
  float                               *weights; /* of one layer */
  const float                        **at;      /* what each pixel of one layer's output starts from */
  const struct vidimus_hooks          *hooks;
  bool                                 cancelled;
};

static size_t
map_size (const struct map *map)
{
  return (size_t) (map->width + 2) * (size_t) (map->height + 2) * (size_t) map->n;
}

static inline float *
map_at (const struct map *map,
        int               x,
        int               y)
{
  return map->values + ((size_t) (y + 1) * (size_t) (map->width + 2) + (size_t) (x + 1)) * (size_t) map->n;
}

static int
inputs_of (const struct run *run,
           enum layer        layer)
{
  return layers[layer].n_in > 0 ? layers[layer].n_in : run->trained->n_inputs;
}

/* Where the weights of a layer begin, and its scales and biases. */
static void
find_layer (const struct run *run,
            enum layer        layer,
            size_t           *weights,
            size_t           *outputs)
{
  *weights = *outputs = 0;
  for (int i = 0; i < (int) layer; i++)
    {
      *weights += (size_t) (inputs_of (run, (enum layer) i) * layers[i].n_out * layers[i].size * layers[i].size);
      *outputs += (size_t) layers[i].n_out;
    }
}

/* PIXELS pixels of LANES outputs: @rows rows of @n inputs each, @stride floats apart. */
VIDIMUS_CLONES static void
compute (const float *const *at,
         int                 rows,
         int                 n,
         size_t              stride,
         const float        *weights,
         const float        *bias,
         float               out[PIXELS][LANES])
{
  const float *a = at[0], *b = at[1], *c = at[2], *d = at[3], *e = at[4], *f = at[5], *g = at[6], *h = at[7];
  vector sum[PIXELS], start;

  memcpy (&start, bias, sizeof start);
  for (int i = 0; i < PIXELS; i++)
    sum[i] = start;
  for (int row = 0; row < rows; row++)
    {
      size_t from = (size_t) row * stride;

      for (size_t k = from; k < from + (size_t) n; k++, weights += LANES)
        {
          vector w;

          memcpy (&w, weights, sizeof w);
          sum[0] += a[k] * w;
          sum[1] += b[k] * w;
          sum[2] += c[k] * w;
          sum[3] += d[k] * w;
          sum[4] += e[k] * w;
          sum[5] += f[k] * w;
          sum[6] += g[k] * w;
          sum[7] += h[k] * w;
        }
    }
  memcpy (out, sum, sizeof sum);
}

/* out = convolution of @in, and where @skip is given the same values of that added; rectified. @skip may be half as large again. */
static void
finish (const struct map *out,
        const struct map *skip,
        bool              rectify,
        int               block,
        int               from,
        float             values[PIXELS][LANES])
{
  for (int i = 0; i < PIXELS && from + i < out->width * out->height; i++)
    {
      int x = (from + i) % out->width, y = (from + i) / out->width;
      float *to = map_at (out, x, y) + block * LANES;
      const float *add = skip != NULL ? map_at (skip, x, y) + block * LANES : NULL;

      for (int k = 0; k < LANES; k++)
        {
          float v = values[i][k] + (add != NULL ? add[k] : 0);

          to[k] = rectify && v < 0 ? 0 : v;
        }
    }
}

static void
expand (const struct run *run,
        enum layer        layer)
{
  size_t from, outputs, n = (size_t) (inputs_of (run, layer) * layers[layer].size * layers[layer].size);
  float *weights = run->weights;

  find_layer (run, layer, &from, &outputs);
  for (int block = 0; block < layers[layer].n_out / LANES; block++)
    for (size_t i = 0; i < n; i++, from += LANES, weights += LANES)
      for (size_t k = 0; k < LANES; k++)
        weights[k] = run->trained->weights[from + k] * run->trained->scales[outputs + (size_t) block * LANES + k];
}

static void
convolve (struct run *run,
          enum layer  layer,
          enum buffer from,
          enum buffer to,
          int         stride,
          int         skip, /* a buffer, or −1 */
          bool        rectify)
{
  const struct map *in = &run->maps[from], *out = &run->maps[to];
  int size = layers[layer].size, n = inputs_of (run, layer), pixels = out->width * out->height;
  size_t row = (size_t) (in->width + 2) * (size_t) n, first, outputs;
  float values[PIXELS][LANES];

  if (run->cancelled || (run->cancelled = vidimus_hooks_cancelled (run->hooks)))
    return;

  find_layer (run, layer, &first, &outputs);
  expand (run, layer);
  for (int i = 0; i < pixels; i++)
    run->at[i] = map_at (in, i % out->width * stride - size / 2, i / out->width * stride - size / 2);
  for (int i = pixels; i < pixels + PIXELS; i++)
    run->at[i] = run->at[pixels - 1];
  for (int block = 0; block < layers[layer].n_out / LANES; block++)
    for (int i = 0; i < pixels; i += PIXELS)
      {
        compute (run->at + i, size, size * n, row, run->weights + (size_t) block * (size_t) (n * size * size) * LANES,
                 run->trained->biases + outputs + (size_t) block * LANES, values);
        finish (out, skip >= 0 ? &run->maps[skip] : NULL, rectify, block, i, values);
      }
}

/* @to = rectified (@to + @from, enlarged twice) */
static void
add_enlarged (struct run *run,
              enum buffer from,
              enum buffer to)
{
  const struct map *in = &run->maps[from], *out = &run->maps[to];

  for (int y = 0; y < out->height && !run->cancelled; y++)
    for (int x = 0; x < out->width; x++)
      {
        const float *a = map_at (in, x / 2, y / 2);
        float *b = map_at (out, x, y);

        for (int k = 0; k < out->n; k++)
          b[k] = fmaxf (a[k] + b[k], 0);
      }
}

static bool
run_init (struct run *run,
          int         width,
          int         height)
{
  static const struct
  {
    int shrink;
    int n;
  } shapes[N_BUFFERS] = {
    [INPUT] = { 1, 0 }, [FULL] = { 2, 16 }, [HALF] = { 4, 24 }, [HALF_TOO] = { 4, 24 },
    [QUARTER] = { 8, 32 }, [QUARTER_TOO] = { 8, 32 }, [EIGHTH] = { 16, 48 }, [EIGHTH_TOO] = { 16, 48 },
    [SIXTEENTH] = { 32, 64 }, [SIXTEENTH_TOO] = { 32, 64 }, [LOW] = { 8, 48 }, [OUTPUT] = { 4, LANES },
  };
  bool ok = true;

  for (int i = 0; i < N_BUFFERS; i++)
    {
      struct map *map = &run->maps[i];

      *map = (struct map) { (width + shapes[i].shrink - 1) / shapes[i].shrink, (height + shapes[i].shrink - 1) / shapes[i].shrink,
                            i == INPUT ? run->trained->n_inputs : shapes[i].n, NULL };
      map->values = calloc (map_size (map), sizeof *map->values);
      ok = ok && map->values != NULL;
    }
  run->weights = malloc (MOST_WEIGHTS * sizeof *run->weights);
  run->at = malloc (((size_t) (width * height / 4) + PIXELS) * sizeof *run->at);

  return ok && run->weights != NULL && run->at != NULL;
}

static void
run_clear (struct run *run)
{
  for (int i = 0; i < N_BUFFERS; i++)
    free (run->maps[i].values);
  free (run->weights);
  free (run->at);
}

/* The 1 × 1 layers write into a map of any size that is large enough. */
static void
shape_low (struct run *run,
           enum buffer like,
           int         n)
{
  run->maps[LOW].width = run->maps[like].width;
  run->maps[LOW].height = run->maps[like].height;
  run->maps[LOW].n = n;
}

static void
run_layers (struct run *run)
{
  convolve (run, A0, INPUT, FULL, 2, -1, true);
  convolve (run, A1, FULL, HALF, 2, -1, true);
  convolve (run, A2, HALF, QUARTER_TOO, 2, -1, true);
  convolve (run, A3, QUARTER_TOO, QUARTER, 1, QUARTER_TOO, true);
  convolve (run, A4, QUARTER, EIGHTH_TOO, 2, -1, true);
  convolve (run, A5, EIGHTH_TOO, EIGHTH, 1, EIGHTH_TOO, true);
  convolve (run, A6, EIGHTH, SIXTEENTH, 2, -1, true);
  convolve (run, A7, SIXTEENTH, SIXTEENTH_TOO, 1, SIXTEENTH, true);
  convolve (run, A8, SIXTEENTH_TOO, SIXTEENTH, 1, SIXTEENTH_TOO, true);
  shape_low (run, SIXTEENTH, 48);
  convolve (run, U3, SIXTEENTH, LOW, 1, -1, false);
  add_enlarged (run, LOW, EIGHTH);
  convolve (run, B3, EIGHTH, EIGHTH_TOO, 1, EIGHTH, true);
  shape_low (run, EIGHTH, 32);
  convolve (run, U2, EIGHTH_TOO, LOW, 1, -1, false);
  add_enlarged (run, LOW, QUARTER);
  convolve (run, B2, QUARTER, QUARTER_TOO, 1, QUARTER, true);
  shape_low (run, QUARTER, 24);
  convolve (run, U1, QUARTER_TOO, LOW, 1, -1, false);
  add_enlarged (run, LOW, HALF);
  convolve (run, B1, HALF, HALF_TOO, 1, HALF, true);
  convolve (run, HEAD, HALF_TOO, OUTPUT, 1, -1, false);
}

/**
 * vidimus_locate_net_run:
 * @planes: of vidimus_locate_net_planes(), @width × @height, and the fifth for what has been trained with it
 * @maps: (out): of a quarter of that
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_locate_net_run (const struct vidimus_locate_weights *weights,
                        const int8_t                        *planes,
                        int                                  width,
                        int                                  height,
                        const struct vidimus_hooks          *hooks,
                        struct vidimus_locate_maps          *maps)
{
  struct run run = { .trained = weights, .hooks = hooks };
  bool ok = run_init (&run, width, height);

  for (int i = 0; i < width * height && ok; i++)
    for (int k = 0; k < weights->n_inputs; k++)
      map_at (&run.maps[INPUT], i % width, i / width)[k] = (float) planes[k * width * height + i] / VIDIMUS_LOCATE_NET_UNIT;
  if (ok)
    run_layers (&run);
  maps->width = width / VIDIMUS_LOCATE_NET_CELL;
  maps->height = height / VIDIMUS_LOCATE_NET_CELL;
  for (int i = 0; i < maps->width * maps->height && ok; i++)
    for (int k = 0; k < weights->n_maps; k++)
      maps->p[k][i] = 1 / (1 + expf (-map_at (&run.maps[OUTPUT], i % maps->width, i / maps->width)[k]));
  run_clear (&run);

  return !ok ? VIDIMUS_STATUS_NO_MEMORY : run.cancelled ? VIDIMUS_STATUS_CANCELLED : VIDIMUS_STATUS_OK;
}

/**
 * vidimus_locate_net_see:
 * @rgb: a picture of any size
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_locate_net_see (const struct vidimus_image *rgb,
                        const struct vidimus_hooks *hooks,
                        struct vidimus_locate_maps *maps)
{
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;
  struct vidimus_image small;
  int8_t *planes;
  int width, height;

  vidimus_locate_net_size (rgb->width, rgb->height, &width, &height);
  planes = malloc ((size_t) (width * height * VIDIMUS_LOCATE_NET_INPUTS));
  if (planes != NULL && vidimus_image_scale (rgb, width, height, &small))
    {
      if (vidimus_locate_net_planes (&small, planes))
        status = vidimus_locate_net_run (&vidimus_locate_weights, planes, width, height, hooks, maps);
      vidimus_image_free (&small);
    }
  free (planes);

  return status;
}
