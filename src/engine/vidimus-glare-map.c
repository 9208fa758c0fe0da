#include "vidimus-glare-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_WIDTH 320
#define BLOCK      16
#define WHITE      250 /* a picture that is nowhere brighter lacks exposure */
#define RISE       1.5 /* so many times as bright as paper is not paper */
#define SAMPLES    200 /* of the picture, in a row */
#define REACH      4   /* print as thick as twice that is closed */
#define LEAST_AREA 12
#define BURNT      252 /* each channel: clipped */

/* The @share of a histogram from below. */
static int
level_at (const unsigned *histogram,
          double          share)
{
  double total = 0, seen = 0;

  for (int i = 0; i < 256; i++)
    total += histogram[i];
  for (int i = 0; i < 256; i++)
    {
      seen += histogram[i];
      if (seen >= share * total && seen > 0)
        return i;
    }

  return 255;
}

/* The bright quartile of one channel of each block, of every other pixel of it. */
static size_t
block_levels (const struct vidimus_image *image,
              int                         channel,
              float                      *levels)
{
  size_t n = 0;

  for (int by = 0; by < image->height; by += BLOCK)
    for (int bx = 0; bx < image->width; bx += BLOCK)
      {
        unsigned histogram[256] = { 0 }, all = 0, above;
        int level = 255;

        for (int y = by; y < by + BLOCK && y < image->height; y++)
          for (int x = bx + (y & 1); x < bx + BLOCK && x < image->width; x += 2, all++)
            histogram[vidimus_image_at (image, x, y)[channel]]++;
        for (above = histogram[255]; above * 4 < all && level > 0; above += histogram[level])
          level--;
        levels[n++] = (float) level;
      }

  return n;
}

/* What brings the brightest in the whole picture to white, where the exposure did not: light that clips in a picture that is
 * bright enough does not in one that is too dark. 1 where the brightest may be the paper itself, in better light. */
static double
exposure_gain (const struct vidimus_image *image,
               double                      paper)
{
  unsigned histogram[256] = { 0 };
  double top;
  int step = image->width > 4 * SAMPLES ? image->width / SAMPLES : 4;

  for (int y = 0; y < image->height; y += step)
    for (int x = 0; x < image->width; x += step)
      histogram[vidimus_image_at (image, x, y)[1]]++;

  top = level_at (histogram, 0.999);

  return top > RISE * paper ? vidimus_alarm_clamp (WHITE / fmax (top, 1), 1, 5) : 1;
}

/* The least channel of each pixel after the paper's tint – the lamp's – is taken off, within reason. */
static void
find_low (struct vidimus_glare_map   *map,
          const struct vidimus_image *rgb,
          const double               *paper,
          double                      exposure)
{
  double most = fmax (fmax (paper[0], paper[1]), paper[2]);
  int gains[3];

  for (int k = 0; k < 3; k++)
    gains[k] = (int) (256 * exposure * vidimus_alarm_clamp (most / fmax (paper[k], 1), 1, 1.3));
  for (int y = 0; y < rgb->height; y++)
    {
      const uint8_t *p = vidimus_image_at (rgb, 0, y);
      uint8_t *to = map->low + (size_t) y * (size_t) rgb->width;
      uint8_t *burnt = map->burnt + (size_t) y * (size_t) rgb->width;

      for (int x = 0; x < rgb->width; x++, p += 3)
        {
          burnt[x] = p[0] >= BURNT && p[1] >= BURNT && p[2] >= BURNT;
          int r = p[0] * gains[0], g = p[1] * gains[1], b = p[2] * gains[2];
          int least = r < g ? r : g;

          least = (b < least ? b : least) >> 8;
          to[x] = (uint8_t) (least < 255 ? least : 255);
        }
    }
}

/* The greatest (or least) of each pixel and those up to REACH away along rows, @step apart in memory. */
static void
spread (const uint8_t *in,
        uint8_t       *out,
        int            n,      /* lines */
        int            length,
        size_t         line,   /* from one line to the next */
        bool           greatest)
{
  memcpy (out, in, (size_t) n * line);
  for (int y = 0; y < n; y++)
    for (int k = -REACH; k <= REACH; k++)
      {
        int from = k < 0 ? -k : 0, to = k > 0 ? length - k : length;
        const uint8_t *p = in + (size_t) y * line;
        uint8_t *q = out + (size_t) y * line;

        if (greatest)
          for (int x = from; x < to; x++)
            q[x] = p[x + k] > q[x] ? p[x + k] : q[x];
        else
          for (int x = from; x < to; x++)
            q[x] = p[x + k] < q[x] ? p[x + k] : q[x];
      }
}

static void
spread_down (const uint8_t *in,
             uint8_t       *out,
             int            width,
             int            height,
             bool           greatest)
{
  memcpy (out, in, (size_t) width * (size_t) height);
  for (int y = 0; y < height; y++)
    for (int k = y < REACH ? -y : -REACH; k <= REACH && y + k < height; k++)
      {
        const uint8_t *p = in + (size_t) (y + k) * (size_t) width;
        uint8_t *q = out + (size_t) y * (size_t) width;

        if (greatest)
          for (int x = 0; x < width; x++)
            q[x] = p[x] > q[x] ? p[x] : q[x];
        else
          for (int x = 0; x < width; x++)
            q[x] = p[x] < q[x] ? p[x] : q[x];
      }
}

static void
close_print (struct vidimus_glare_map *map)
{
  for (int pass = 0; pass < 2; pass++)
    {
      spread (pass == 0 ? map->low : map->ground, map->spare, map->height, map->width, (size_t) map->width, pass == 0);
      spread_down (map->spare, map->ground, map->width, map->height, pass == 0);
    }
}

static bool
find_ground (struct vidimus_glare_map   *map,
             const struct vidimus_image *rgb,
             const struct vidimus_image *image) /* the picture that it is in */
{
  size_t blocks = (size_t) ((rgb->width + BLOCK - 1) / BLOCK) * (size_t) ((rgb->height + BLOCK - 1) / BLOCK);
  float *levels = malloc (2 * blocks * sizeof *levels);
  struct vidimus_image ground = { map->ground, map->width, map->height, (size_t) map->width, 1 };
  double paper[3];

  if (levels == NULL)
    return false;

  for (int k = 0; k < 3; k++)
    paper[k] = vidimus_alarm_percentile (levels, block_levels (rgb, k, levels), 0.4);
  map->gain = exposure_gain (image, fmax (fmax (paper[0], paper[1]), paper[2]));
  find_low (map, rgb, paper, map->gain);
  close_print (map);
  block_levels (&ground, 0, levels);
  memcpy (levels + blocks, levels, blocks * sizeof *levels);
  vidimus_alarm_plane (levels, (map->width + BLOCK - 1) / BLOCK, (map->height + BLOCK - 1) / BLOCK,
                       vidimus_alarm_percentile (levels + blocks, blocks, 0.45), 18, map->plane);
  for (int k = 1; k < 3; k++)
    map->plane[k] = vidimus_alarm_clamp (map->plane[k], -70, 70);
  map->paper = map->plane[0];
  free (levels);

  return true;
}

/** vidimus_glare_map_init: false when memory is short. In either case, clear it. */
bool
vidimus_glare_map_init (struct vidimus_glare_map         *map,
                        const struct vidimus_alarm_input *input)
{
  const struct vidimus_image *card = &input->card->rgb;
  struct vidimus_image rgb;
  size_t n;
  bool ok;

  memset (map, 0, sizeof *map);
  map->flat = input->location->whole_frame;
  /* A small picture is soft all over: reduced, its edges are sharp again. */
  if (!vidimus_alarm_shrink (card, card->width / 2 < WORK_WIDTH ? card->width / 2 : WORK_WIDTH, &rgb))
    return false;

  map->width = rgb.width;
  map->height = rgb.height;
  n = (size_t) rgb.width * (size_t) rgb.height;
  map->low = malloc (6 * n);
  map->queue = malloc (n * sizeof *map->queue);
  ok = map->low != NULL && map->queue != NULL;
  if (ok)
    {
      map->ground = map->low + n;
      map->cut = map->ground + n;
      map->seen = map->cut + n;
      map->spare = map->seen + n;
      map->burnt = map->spare + n;
      ok = find_ground (map, &rgb, input->image);
    }
  vidimus_image_free (&rgb);

  return ok;
}

void
vidimus_glare_map_clear (struct vidimus_glare_map *map)
{
  free (map->low);
  free (map->queue);
}

/** vidimus_glare_map_cut: chooses the pixels that are as high as that, for vidimus_glare_map_next(). */
void
vidimus_glare_map_cut (struct vidimus_glare_map  *map,
                       enum vidimus_glare_height  height)
{
  static const float shares[VIDIMUS_GLARE_HEIGHTS] = { 0.75f, 0.2f };
  static const float leasts[VIDIMUS_GLARE_HEIGHTS] = { 0, 12 };
  static const float floors[VIDIMUS_GLARE_HEIGHTS] = { 243, 0 };
  float share = shares[height], least = leasts[height], lowest = floors[height];
  float slope = (float) map->plane[1] / (float) map->width;
  const uint8_t *counted = height == VIDIMUS_GLARE_CLIPPED ? map->ground : map->low;
  unsigned outside[256] = { 0 };
  int n_out = 0, n_burnt = 0;

  for (int y = 0; y < map->height; y++)
    {
      const uint8_t *ground = map->ground + (size_t) y * (size_t) map->width;
      uint8_t *cut = map->cut + (size_t) y * (size_t) map->width;
      float start = (float) (map->plane[0] - 0.5 * map->plane[1] + map->plane[2] * ((double) y / map->height - 0.5));

      for (int x = 0; x < map->width; x++)
        {
          float paper = start + slope * (float) x;
          float level = paper + share * (255 - paper);

          level = level > paper + least ? level : paper + least;
          cut[x] = (float) ground[x] >= (level > lowest ? level : lowest);
        }
    }
  for (int i = 0; i < map->width * map->height; i++)
    {
      outside[counted[i]] += map->cut[i] == 0;
      n_out += map->cut[i] == 0;
      n_burnt += map->cut[i] == 0 && map->burnt[i] != 0;
    }
  map->burnt_out = n_out > 0 ? (double) n_burnt / n_out : 1;
  if (height == VIDIMUS_GLARE_CLIPPED)
    map->next = level_at (outside, 0.97);
  map->dark = level_at (outside, 0.1);
  memset (map->seen, 0, (size_t) map->width * (size_t) map->height);
}

/* The steepest way down from a pixel of the outline, in grey levels a pixel, over two pixels. */
static double
steepness (const struct vidimus_glare_map *map,
           int                             x,
           int                             y)
{
  int here = map->ground[y * map->width + x];
  int most = 0;

  for (int k = 0; k < 4; k++)
    {
      int nx = x + 2 * ((k == 0) - (k == 1)), ny = y + 2 * ((k == 2) - (k == 3));

      if (nx >= 0 && ny >= 0 && nx < map->width && ny < map->height && here - map->ground[ny * map->width + nx] > most)
        most = here - map->ground[ny * map->width + nx];
    }

  return most / 2.0;
}

static void
add_pixel (const struct vidimus_glare_map *map,
           struct vidimus_glare_blob      *blob,
           int                             x,
           int                             y,
           bool                            rim,
           double                          soft,
           double                          sharp)
{
  double step = fmax (255 - map->paper, 40);

  if (blob->area++ == 0)
    {
      blob->left = blob->right = x;
      blob->top = blob->bottom = y;
    }
  blob->left = x < blob->left ? x : blob->left;
  blob->right = x > blob->right ? x : blob->right;
  blob->top = y < blob->top ? y : blob->top;
  blob->bottom = y > blob->bottom ? y : blob->bottom;
  blob->sum += map->ground[y * map->width + x];
  blob->sum_x += x;
  blob->sum_y += y;
  blob->sum_xx += (double) x * x;
  blob->sum_yy += (double) y * y;
  blob->sum_xy += (double) x * y;

  if (x == 0 || y == 0 || x == map->width - 1 || y == map->height - 1)
    blob->touch++;
  else if (rim)
    {
      blob->rim++;
      blob->soft += vidimus_alarm_clamp ((sharp - steepness (map, x, y) / step) / (sharp - soft), 0, 1);
    }
}

static void
flood (struct vidimus_glare_map  *map,
       int                        seed,
       double                     soft,
       double                     sharp,
       struct vidimus_glare_blob *blob)
{
  unsigned levels[256] = { 0 };
  int head = 0, tail = 0;

  memset (blob, 0, sizeof *blob);
  map->queue[tail++] = seed;
  map->seen[seed] = 1;
  while (head < tail)
    {
      int at = map->queue[head++];
      int x = at % map->width, y = at / map->width;
      bool rim = false;

      for (int k = 0; k < 4; k++)
        {
          int nx = x + (k == 0) - (k == 1), ny = y + (k == 2) - (k == 3);
          int next = ny * map->width + nx;

          if (nx < 0 || ny < 0 || nx >= map->width || ny >= map->height)
            continue;
          if (map->cut[next] == 0)
            rim = true;
          else if (map->seen[next] == 0)
            {
              map->seen[next] = 1;
              map->queue[tail++] = next;
            }
        }
      levels[map->low[at]]++;
      blob->burnt += map->burnt[at];
      add_pixel (map, blob, x, y, rim, soft, sharp);
    }
  blob->dark = level_at (levels, 0.1);
}

/**
 * vidimus_glare_map_next:
 * @at: 0 at first, moved on
 * @soft: how steep, of the step from paper to white, a pixel, an outline is that is all soft
 * @sharp: likewise, not soft at all
 *
 * Returns: false when there are no more blobs
 */
bool
vidimus_glare_map_next (struct vidimus_glare_map  *map,
                        int                       *at,
                        double                     soft,
                        double                     sharp,
                        struct vidimus_glare_blob *blob)
{
  int n = map->width * map->height;

  for (; *at < n; (*at)++)
    {
      if (map->cut[*at] == 0 || map->seen[*at] != 0)
        continue;
      flood (map, *at, soft, sharp, blob);
      if (blob->area >= LEAST_AREA)
        return true;
    }

  return false;
}
