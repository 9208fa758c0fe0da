/* What localisation saw, drawn for whoever asked. */
#include "vidimus-locate-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_QUADS 6

static const uint8_t line_colour[3] = { 255, 200, 0 };
static const uint8_t other_colour[3] = { 60, 140, 255 };
static const uint8_t best_colour[3] = { 255, 0, 80 };
static const uint8_t seen_colour[3] = { 0, 220, 120 };

static void
draw_line (struct vidimus_image *image,
           struct vidimus_point  a,
           struct vidimus_point  b,
           const uint8_t         colour[3])
{
  int n = (int) fmin (hypot (b.x - a.x, b.y - a.y) + 1, 4096);

  for (int i = 0; i <= n; i++)
    {
      double t = (double) i / n;
      double x = a.x + t * (b.x - a.x), y = a.y + t * (b.y - a.y);

      if (x >= 0 && y >= 0 && x < image->width && y < image->height)
        memcpy (vidimus_image_at (image, (int) x, (int) y), colour, 3);
    }
}

static void
draw_quad (struct vidimus_image     *image,
           const struct vidimus_quad *quad,
           const uint8_t             colour[3])
{
  for (int i = 0; i < 4; i++)
    draw_line (image, quad->p[i], quad->p[(i + 1) % 4], colour);
}

static bool
copy (const struct vidimus_image *from,
      struct vidimus_image       *to)
{
  return vidimus_image_turn (from, 0, to);
}

static void
explain_lines (const struct vidimus_image *rgb,
               const struct vidimus_lines *lines,
               const struct vidimus_hooks *hooks)
{
  struct vidimus_image picture;

  if (!copy (rgb, &picture))
    return;

  for (int i = 0; i < lines->n; i++)
    {
      const struct vidimus_line *line = &lines->items[i];
      struct vidimus_point end = { line->origin.x - line->length * line->ny, line->origin.y + line->length * line->nx };

      if (!line->frame)
        draw_line (&picture, line->origin, end, line_colour);
    }
  hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, "lines", &picture, NULL, NAN);
  vidimus_image_free (&picture);
}

/* Red where there is none of the document, blue along the sides that the network saw; the quad that it makes of it. */
static void
explain_sight (const char                 *name,
               const struct vidimus_image *rgb,
               const struct vidimus_sight *sight,
               const struct vidimus_hooks *hooks)
{
  const struct vidimus_locate_maps *maps = &sight->maps;
  struct vidimus_image picture;

  if (!copy (rgb, &picture))
    return;

  for (int y = 0; y < picture.height; y++)
    for (int x = 0; x < picture.width; x++)
      {
        int at = (int) (y * sight->scale_y) * maps->width + (int) (x * sight->scale_x);
        uint8_t *pixel = vidimus_image_at (&picture, x, y);

        pixel[0] = (uint8_t) (pixel[0] * .6f + 102 * (1 - maps->p[VIDIMUS_LOCATE_MAP_INSIDE][at]));
        pixel[1] = (uint8_t) (pixel[1] * .6f);
        pixel[2] = (uint8_t) (pixel[2] * .6f + 102 * maps->p[VIDIMUS_LOCATE_MAP_SIDE][at]);
      }
  if (sight->found)
    draw_quad (&picture, &sight->quad, seen_colour);
  hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, name, &picture, NULL, NAN);
  vidimus_image_free (&picture);
}

static void
explain_quads (const struct vidimus_image      *rgb,
               const struct vidimus_candidates *candidates,
               const struct vidimus_hooks      *hooks)
{
  struct vidimus_image picture;
  char text[MOST_QUADS * 160] = "";
  size_t used = 0;

  if (!copy (rgb, &picture))
    return;

  for (int i = candidates->n < MOST_QUADS ? candidates->n - 1 : MOST_QUADS - 1; i >= 0; i--)
    draw_quad (&picture, &candidates->items[i].quad, i == 0 ? best_colour : other_colour);
  for (int i = 0; i < candidates->n && i < MOST_QUADS && used < sizeof text; i++)
    {
      const struct vidimus_candidate *c = &candidates->items[i];

      used += (size_t) snprintf (text + used, sizeof text - used,
                                 "%.2f%s: %.0f,%.0f %.0f,%.0f %.0f,%.0f %.0f,%.0f; sides %.2f %.2f %.2f %.2f\n",
                                 c->score, c->whole_frame ? " (whole frame)" : "", c->quad.p[0].x, c->quad.p[0].y,
                                 c->quad.p[1].x, c->quad.p[1].y, c->quad.p[2].x, c->quad.p[2].y, c->quad.p[3].x,
                                 c->quad.p[3].y, c->support[0], c->support[1], c->support[2], c->support[3]);
    }
  hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, "quads", &picture, text, NAN);
  vidimus_image_free (&picture);
}

/* What the document is, black where nothing is, by each of the other maps of the close look. */
static void
explain_closeup (const struct vidimus_close *close,
                 const struct vidimus_hooks *hooks)
{
  static const char *const names[] = { "covered", "glare", "lost", "copy", "screen" };
  struct vidimus_closeup closeup;
  struct vidimus_image picture;

  _Static_assert (sizeof names / sizeof *names == VIDIMUS_N_CLOSEUP_MAPS, "each has a name");

  vidimus_close_note (close, 1, &closeup);
  for (int k = 0; k < VIDIMUS_N_CLOSEUP_MAPS; k++)
    {
      float most = 0;

      if (!vidimus_image_alloc (&picture, close->patch.width, close->patch.height, 3))
        return;
      for (int i = 0; i < picture.width * picture.height; i++)
        {
          const struct vidimus_point p = vidimus_patch_from (&close->patch, (struct vidimus_point) { i % picture.width, i / picture.width });
          double seen = vidimus_closeup_at (&closeup, (enum vidimus_closeup_map) k, p);

          memset (vidimus_image_at (&picture, i % picture.width, i / picture.width), (int) (255 * seen), 3);
          most = fmaxf (most, (float) seen);
        }
      if (most > .1f)
        hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, names[k], &picture, NULL, most);
      vidimus_image_free (&picture);
    }
}

static void
explain_close (const struct vidimus_image *rgb,
               const struct vidimus_close *close,
               const struct vidimus_hooks *hooks)
{
  uint8_t beyond[VIDIMUS_LOCATE_NET_SIDE * VIDIMUS_LOCATE_NET_SIDE];
  struct vidimus_image picture;

  if (!close->looked || !vidimus_patch_cut (&close->patch, rgb, &picture, beyond))
    return;

  explain_sight ("seen closely", &picture, &close->sight, hooks);
  vidimus_image_free (&picture);
  explain_closeup (close, hooks);
}

/** vidimus_locate_explain: the reduced picture with what the network saw, from far and closely, with the lines, then with the best quads and their scores. */
void
vidimus_locate_explain (const struct vidimus_workings *work,
                        const struct vidimus_hooks    *hooks)
{
  const struct vidimus_image *rgb = &work->levels[0].rgb;

  explain_sight ("seen", rgb, &work->sight, hooks);
  explain_close (rgb, &work->close, hooks);
  explain_lines (rgb, &work->lines, hooks);
  explain_quads (rgb, &work->candidates, hooks);
  hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, "lines kept", NULL, NULL, work->lines.n - 4);
  hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, "quads weighed", NULL, NULL, work->candidates.n);
  hooks->explain (hooks->data, VIDIMUS_STAGE_LOCATE, "best score", NULL, NULL, work->candidates.items[0].score);
}
