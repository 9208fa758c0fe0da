/* Draws scenes for the network of localisation, without end unless COUNT is given:
 *
 *   vidimus-draw-location [--held | --all] [--pictures DIR] SEED [COUNT]
 *
 * To standard output, in the machine's own byte order, blocks of sixteen: width, height and sixteen as 32-bit integers; of each scene the
 * planes that the network sees (vidimus-locate-net.h), the maps it is to make, a byte a cell, and its quad in frames (eight floats). --held draws
 * only on grounds that are kept from training, --pictures instead writes what they look like as PPM. */
#include "vidimus-location-scene.h"
#include "vidimus-locate-net.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 16
#define REDUCE 2
#define CELL (VIDIMUS_LOCATE_NET_CELL * REDUCE)

#define SIDE_SPREAD .6 /* of a side in its map, in cells */
#define CORNER_SPREAD 1.1

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

/* What the maps of one cell should be. */
static void
fill_cell (const struct location_scene *scene,
           int                          cx,
           int                          cy,
           uint8_t                     *maps,
           int                          plane)
{
  const struct vidimus_point middle = { (cx + .5) * CELL, (cy + .5) * CELL };
  double side = distance_to (&scene->quad, middle) / CELL / SIDE_SPREAD, corner = corner_distance (&scene->quad, middle) / CELL / CORNER_SPREAD;
  int within = 0;
  double cover = 0;

  for (int y = 0; y < CELL; y++)
    for (int x = 0; x < CELL; x++)
      if (vidimus_quad_contains (&scene->quad, (struct vidimus_point) { cx * CELL + x + .5, cy * CELL + y + .5 }))
        {
          within++;
          cover += (double) scene->canvas.cover[(cy * CELL + y) * scene->canvas.width + cx * CELL + x];
        }
  maps[0] = byte ((double) within / CELL / CELL);
  maps[plane] = byte (exp (-side * side / 2));
  maps[2 * plane] = byte (exp (-corner * corner / 2));
  maps[3 * plane] = byte (cover / CELL / CELL);
}

static bool
write_record (const struct location_scene *scene,
              const struct vidimus_image  *image)
{
  static int8_t planes[VIDIMUS_LOCATE_NET_INPUTS * VIDIMUS_LOCATE_NET_SIDE * VIDIMUS_LOCATE_NET_SIDE];
  static uint8_t maps[VIDIMUS_N_LOCATE_MAPS * VIDIMUS_LOCATE_MAP_SIDE_CELLS * VIDIMUS_LOCATE_MAP_SIDE_CELLS];
  int w = image->width / VIDIMUS_LOCATE_NET_CELL, h = image->height / VIDIMUS_LOCATE_NET_CELL;
  float quad[8] = { 0 };

  memset (maps, 0, sizeof maps);
  for (int i = 0; i < w * h && !scene->empty; i++)
    fill_cell (scene, i % w, i / w, maps + i, w * h);
  for (int i = 0; i < 8; i++)
    quad[i] = (float) (i % 2 ? scene->quad.p[i / 2].y / scene->canvas.height : scene->quad.p[i / 2].x / scene->canvas.width);

  return vidimus_locate_net_planes (image, planes) &&
         fwrite (planes, VIDIMUS_LOCATE_NET_INPUTS, (size_t) (image->width * image->height), stdout) > 0 &&
         fwrite (maps, VIDIMUS_N_LOCATE_MAPS, (size_t) (w * h), stdout) > 0 && fwrite (quad, sizeof quad, 1, stdout) > 0;
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

int
main (int   argc,
      char *argv[])
{
  static const int heights[] = { 128, 128, 112, 96, 160 };
  struct location_grain *grain = location_grain_new ();
  enum location_kinds kinds = LOCATION_KINDS_LEARNT;
  const char *folder = NULL;
  long count = 0;
  uint64_t random = 0;
  bool ok = grain != NULL;

  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--held") == 0)
      kinds = LOCATION_KINDS_HELD;
    else if (strcmp (argv[i], "--all") == 0)
      kinds = LOCATION_KINDS_ALL;
    else if (strcmp (argv[i], "--pictures") == 0 && i + 1 < argc)
      folder = argv[++i];
    else if (random == 0)
      random = strtoull (argv[i], NULL, 10) * 0x9e3779b97f4a7c15u + 1;
    else
      count = atol (argv[i]);

  for (int i = 0; ok && (count == 0 || i < count); i++)
    {
      static int32_t head[3] = { VIDIMUS_LOCATE_NET_SIDE, 0, BLOCK };
      struct location_scene scene;
      struct vidimus_image image = { 0 };

      if (i % BLOCK == 0)
        head[1] = heights[location_pick (&random, sizeof heights / sizeof *heights)];
      if (i % BLOCK == 0 && folder == NULL)
        ok = fwrite (head, sizeof head, 1, stdout) == 1;
      ok = ok && location_scene_draw (&scene, grain, kinds, head[0] * REDUCE, head[1] * REDUCE, &random) &&
           location_scene_expose (&scene, REDUCE, &random, &image);
      ok = ok && (folder != NULL ? write_picture (folder, i, &image) : write_record (&scene, &image));
      vidimus_image_free (&image);
      location_canvas_clear (&scene.canvas);
    }
  location_grain_free (grain);

  return ok ? 0 : 1;
}
