/* Draws scenes for the network of localisation, without end unless COUNT is given:
 *
 *   vidimus-draw-location [--close] [--held | --all] [--pictures DIR] SEED [COUNT]
 *
 * To standard output, in the machine's own byte order, blocks of sixteen: width, height, sixteen, how many planes and how many maps, as 32-bit
 * integers; of each scene the planes that the network sees (vidimus-locate-net.h) and the maps it is to make, a byte a cell. --close
 * draws patches around what might be the document instead, some of each scene. --held draws only on grounds that are kept from
 * training, --pictures instead writes what they look like as PPM. */
#include "vidimus-location-scene.h"
#include "vidimus-locate-net.h"
#include "vidimus-patch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 16
#define REDUCE 2
#define CELL VIDIMUS_LOCATE_NET_CELL

#define SIDE_SPREAD .6 /* of a side in its map, in cells */
#define CORNER_SPREAD 1.1

/* Places along each side of a cell at which its maps are looked up. */
#define PLACES 4

/* A close look's scene: its longer side, and patches of it. */
#define CLOSE_SIDE 400
#define PATCHES 4

#define PIXELS (VIDIMUS_LOCATE_NET_SIDE * VIDIMUS_LOCATE_NET_SIDE)
#define CELLS (VIDIMUS_LOCATE_MAP_SIDE_CELLS * VIDIMUS_LOCATE_MAP_SIDE_CELLS)

/* What becomes of a drawn scene: all of it, or a patch. */
struct record
{
  struct vidimus_image  image;
  uint8_t               beyond[PIXELS]; /* 1 where the patch shows what the picture has not */
  struct vidimus_patch  patch;
  int                   n_planes;
  int                   n_maps;
};

static double
distance_to (const struct vidimus_quad *quad,
             struct vidimus_point       p)
{
  double least = INFINITY;

  for (int i = 0; i < 4; i++)
    {
      struct vidimus_point a = quad->p[i], b = quad->p[(i + 1) % 4];
      double dx = b.x - a.x, dy = b.y - a.y, t = ((p.x - a.x) * dx + (p.y - a.y) * dy) / fmax (dx * dx + dy * dy, 1e-9);

      t = fmin (fmax (t, 0), 1);
      dx = p.x - a.x - t * dx;
      dy = p.y - a.y - t * dy;
      least = fmin (least, dx * dx + dy * dy);
    }

  return sqrt (least);
}

static double
corner_distance (const struct vidimus_quad *quad,
                 struct vidimus_point       p)
{
  double least = INFINITY;

  for (int i = 0; i < 4; i++)
    least = fmin (least, hypot (p.x - quad->p[i].x, p.y - quad->p[i].y));

  return least;
}

static uint8_t
byte (double p)
{
  return (uint8_t) lround (255 * fmin (fmax (p, 0), 1));
}

static double
noted (const struct location_canvas *canvas,
       enum location_note            note,
       struct vidimus_point          p)
{
  if (!(p.x >= 0 && p.y >= 0 && p.x < canvas->width && p.y < canvas->height))
    return 0;

  return (double) canvas->notes[note][(size_t) p.y * (size_t) canvas->width + (size_t) p.x];
}

/* What the maps of one cell should be. */
static void
fill_cell (const struct location_scene *scene,
           const struct record         *record,
           const struct vidimus_quad   *quad, /* the document's, in pixels of the record */
           int                          cx,
           int                          cy,
           uint8_t                     *maps,
           int                          plane)
{
  const struct vidimus_point middle = { (cx + .5) * CELL, (cy + .5) * CELL };
  double side = distance_to (quad, middle) / CELL / SIDE_SPREAD, corner = corner_distance (quad, middle) / CELL / CORNER_SPREAD;
  double within = 0, notes[LOCATION_N_NOTES] = { 0 };

  for (int i = 0; i < PLACES * PLACES; i++)
    {
      const struct vidimus_point p = { (cx + (i % PLACES + .5) / PLACES) * CELL, (cy + (i / PLACES + .5) / PLACES) * CELL };
      struct vidimus_point at = vidimus_patch_from (&record->patch, p);

      if (!vidimus_quad_contains (quad, p))
        continue;
      within += 1. / PLACES / PLACES;
      for (int k = 0; k < LOCATION_N_NOTES; k++)
        notes[k] += noted (&scene->canvas, (enum location_note) k, at) / PLACES / PLACES;
    }
  maps[VIDIMUS_LOCATE_MAP_INSIDE * plane] = byte (within);
  maps[VIDIMUS_LOCATE_MAP_SIDE * plane] = byte (exp (-side * side / 2));
  maps[VIDIMUS_LOCATE_MAP_CORNER * plane] = byte (exp (-corner * corner / 2));
  if (record->n_maps == VIDIMUS_N_LOCATE_MAPS)
    maps[VIDIMUS_LOCATE_MAP_COVER * plane] = byte (fmax (notes[LOCATION_NOTE_COVER], notes[LOCATION_NOTE_LOST]));
  else
    {
      maps[VIDIMUS_LOCATE_MAP_COVER * plane] = byte (notes[LOCATION_NOTE_COVER]);
      maps[VIDIMUS_CLOSE_MAP_GLARE * plane] = byte (notes[LOCATION_NOTE_GLARE]);
      maps[VIDIMUS_CLOSE_MAP_LOST * plane] = byte (notes[LOCATION_NOTE_LOST]);
      maps[VIDIMUS_CLOSE_MAP_COPY * plane] = byte (scene->copy ? within : 0);
      maps[VIDIMUS_CLOSE_MAP_SCREEN * plane] = byte (scene->screen ? within : 0);
    }
}

static bool
write_record (const struct location_scene *scene,
              const struct record         *record)
{
  static int8_t planes[VIDIMUS_CLOSE_NET_INPUTS * PIXELS];
  static uint8_t maps[VIDIMUS_N_CLOSE_MAPS * CELLS];
  const struct vidimus_image *image = &record->image;
  int w = image->width / CELL, h = image->height / CELL, pixels = image->width * image->height;
  struct vidimus_quad quad;

  memset (maps, 0, sizeof maps);
  for (int i = 0; i < 4; i++)
    quad.p[i] = vidimus_patch_to (&record->patch, scene->quad.p[i]);
  for (int i = 0; i < w * h && !scene->empty; i++)
    fill_cell (scene, record, &quad, i % w, i / w, maps + i, w * h);
  if (!vidimus_locate_net_planes (image, planes))
    return false;
  for (int i = 0; i < pixels && record->n_planes > VIDIMUS_LOCATE_NET_INPUTS; i++)
    planes[VIDIMUS_LOCATE_NET_INPUTS * pixels + i] = (int8_t) (record->beyond[i] * VIDIMUS_LOCATE_NET_UNIT);

  return fwrite (planes, (size_t) record->n_planes, (size_t) pixels, stdout) > 0 &&
         fwrite (maps, (size_t) record->n_maps, (size_t) (w * h), stdout) > 0;
}

static double
clamp (double v,
       double most)
{
  return fmin (fmax (v, 0), most);
}

/* What localisation may think the document to be: about right, a part of it, what it lies on, something else. */
static struct vidimus_quad
any_guess (const struct location_scene *scene,
           uint64_t                    *random)
{
  double w = scene->canvas.width, h = scene->canvas.height, at = location_uniform (random, 0, 1);
  struct vidimus_quad guess = scene->quad;

  if (scene->empty || at > .94)
    guess = (struct vidimus_quad) { { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } };
  else if (at > .74 && scene->n_others > 0)
    guess = scene->others[location_pick (random, scene->n_others)];
  else if (at > .62)
    {
      double u = location_uniform (random, 0, .5), v = location_uniform (random, 0, .5);
      double u1 = fmin (u + location_uniform (random, .3, .8), 1), v1 = fmin (v + location_uniform (random, .3, .8), 1);
      const double us[4] = { u, u1, u1, u }, vs[4] = { v, v, v1, v1 };

      for (int i = 0; i < 4; i++)
        guess.p[i] = location_between (location_between (scene->quad.p[0], scene->quad.p[1], us[i]),
                                       location_between (scene->quad.p[3], scene->quad.p[2], us[i]), vs[i]);
    }
  if (location_chance (random, .7)) /* what is seen of it */
    for (int i = 0; i < 4; i++)
      guess.p[i] = (struct vidimus_point) { clamp (guess.p[i].x, w), clamp (guess.p[i].y, h) };
  at = pow (location_uniform (random, 0, 1), 2) * .1 * sqrt (fabs (vidimus_quad_area (&guess)));
  for (int i = 0; i < 4; i++)
    {
      guess.p[i].x += at * location_normal (random);
      guess.p[i].y += at * location_normal (random);
    }

  return guess;
}

static bool
write_picture (const char                 *folder,
               int                         i,
               const struct vidimus_image *image)
{
  char path[4096];
  FILE *file;
  bool ok;

  snprintf (path, sizeof path, "%s/%05d.ppm", folder, i);
  file = fopen (path, "wb");
  if (file == NULL)
    return false;
  fprintf (file, "P6 %d %d 255\n", image->width, image->height);
  ok = fwrite (image->data, 3, (size_t) (image->width * image->height), file) > 0;

  return fclose (file) == 0 && ok;
}

struct series
{
  const struct location_grain *grain;
  enum location_kinds          kinds;
  bool                         close;
  const char                  *folder;
  long                         count; /* 0: without end */
  long                         done;
  uint64_t                     random;
};

static bool
put (struct series               *series,
     const struct location_scene *scene,
     struct record               *record)
{
  const int32_t head[] = { record->image.width, record->image.height, BLOCK, record->n_planes, record->n_maps };
  bool ok;

  if (series->folder != NULL)
    ok = write_picture (series->folder, (int) series->done, &record->image);
  else
    ok = (series->done % BLOCK != 0 || fwrite (head, sizeof head, 1, stdout) == 1) && write_record (scene, record);
  series->done++;
  vidimus_image_free (&record->image);

  return ok;
}

/* Up to @most records of one scene. */
static bool
draw_scene (struct series *series,
            int            height,
            int            most)
{
  const struct location_odds *odds = series->close ? &location_odds_close : &location_odds_whole;
  int longer = series->close ? CLOSE_SIDE : VIDIMUS_LOCATE_NET_SIDE * REDUCE;
  int shorter = longer * (series->close ? 60 + 10 * location_pick (&series->random, 5) : 100 * height / VIDIMUS_LOCATE_NET_SIDE) / 100;
  struct record record = { .patch = { .dx = REDUCE }, .n_planes = VIDIMUS_LOCATE_NET_INPUTS, .n_maps = VIDIMUS_N_LOCATE_MAPS };
  struct location_scene scene;
  struct vidimus_image image = { 0 };
  bool ok = location_scene_draw (&scene, odds, series->grain, series->kinds, longer, shorter, &series->random) &&
            location_scene_expose (&scene, series->close ? 1 : REDUCE, &series->random, series->close ? &image : &record.image);

  if (!series->close)
    ok = ok && put (series, &scene, &record);
  record.n_planes = VIDIMUS_CLOSE_NET_INPUTS;
  record.n_maps = VIDIMUS_N_CLOSE_MAPS;
  for (int i = 0; ok && series->close && i < most; i++)
    {
      struct vidimus_quad guess = any_guess (&scene, &series->random);

      if (vidimus_patch_around (&guess, location_uniform (&series->random, .12, .5), VIDIMUS_LOCATE_NET_SIDE, height, &record.patch))
        ok = vidimus_patch_cut (&record.patch, &image, &record.image, record.beyond) && put (series, &scene, &record);
    }
  vidimus_image_free (&image);
  location_canvas_clear (&scene.canvas);

  return ok;
}

int
main (int   argc,
      char *argv[])
{
  static const int heights[] = { 128, 128, 112, 96, 160 };
  struct location_grain *grain = location_grain_new ();
  struct series series = { .grain = grain, .kinds = LOCATION_KINDS_LEARNT };
  bool ok = grain != NULL;

  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--held") == 0)
      series.kinds = LOCATION_KINDS_HELD;
    else if (strcmp (argv[i], "--all") == 0)
      series.kinds = LOCATION_KINDS_ALL;
    else if (strcmp (argv[i], "--close") == 0)
      series.close = true;
    else if (strcmp (argv[i], "--pictures") == 0 && i + 1 < argc)
      series.folder = argv[++i];
    else if (series.random == 0)
      series.random = strtoull (argv[i], NULL, 10) * 0x9e3779b97f4a7c15u + 1;
    else
      series.count = atol (argv[i]);

  while (ok && (series.count == 0 || series.done < series.count))
    {
      int height = heights[location_pick (&series.random, sizeof heights / sizeof *heights)];
      long end = series.done - series.done % BLOCK + BLOCK;

      while (ok && series.done < end)
        ok = draw_scene (&series, height, (int) fmin ((double) (end - series.done), PATCHES));
    }
  location_grain_free (grain);

  return ok ? 0 : 1;
}
