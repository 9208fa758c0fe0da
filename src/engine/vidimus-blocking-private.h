/* What the files of the alarm for covered documents share. C11, no GLib. */
#pragma once

#include "vidimus-alarm-private.h"

/* The card's width in the scene, at most; its height is at most four times that. */
#define VIDIMUS_SCENE_WIDTH 192

/* How far off the card's edge its two sides are looked at, in pixels of the scene. */
#define VIDIMUS_OUTLINE_NEAR 2
#define VIDIMUS_OUTLINE_FAR  4

struct vidimus_colour
{
  float c[3];
};

/** struct vidimus_position: one pixel along the card's edge. */
struct vidimus_position
{
  struct vidimus_colour in;       /* just inside the card's edge … */
  struct vidimus_colour out;      /* … and just outside */
  bool                  has_in;   /* false where the picture ends before */
  bool                  has_out;
  float                 crossing; /* 0–1: something goes across here */
};

/** struct vidimus_scene: the card, small, with a margin of what lies around it. */
struct vidimus_scene
{
  struct vidimus_image     rgb;     /* card and margin, as bright as if well lit */
  int                      margin;  /* 0 when there is nothing around the card */
  int                      width;   /* of the card */
  int                      height;
  uint8_t                 *outside; /* 1 where the margin lies beyond the picture */
  int                     *labels;  /* of regions, 0 none; on the card only: width × height */
  int                     *queue;
  uint8_t                 *covered; /* width × height: what is thought to be covered */
  struct vidimus_position *outline; /* along the four sides one after the other, 2 × (width + height) */
};

bool   vidimus_scene_init      (struct vidimus_scene             *scene,
                                const struct vidimus_alarm_input *input);
void   vidimus_scene_clear     (struct vidimus_scene             *scene);
float  vidimus_colour_distance (const struct vidimus_colour      *a,
                                const struct vidimus_colour      *b);
void   vidimus_outline_read    (struct vidimus_scene             *scene);
void   vidimus_outline_cross   (struct vidimus_scene             *scene,
                                double                           *area);

/** vidimus_scene_at: a pixel of the card. */
static inline const uint8_t *
vidimus_scene_at (const struct vidimus_scene *scene,
                  int                         x,
                  int                         y)
{
  return vidimus_image_at (&scene->rgb, x + scene->margin, y + scene->margin);
}

/** vidimus_scene_side: how many positions a side has: 0 the top, clockwise. */
static inline int
vidimus_scene_side (const struct vidimus_scene *scene,
                    int                         side)
{
  return side % 2 == 0 ? scene->width : scene->height;
}
