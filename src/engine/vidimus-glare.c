/* Alarm: glare lies on the card.
 *
 * A reflection adds light. On the card at 320 px in width the least channel is taken (a lamp's light has no colour, print often
 * has), the tint of the paper and a lack of exposure taken off; fine dark print is closed (dilation, then erosion: Serra,
 * Image analysis and mathematical morphology, 1982), so that what is left is the ground on which it stands. Through that of
 * most blocks a plane is laid: the paper under uneven light. What rises above it forms blobs, of what is nearly clipped and
 * of what is slightly brighter. What bounds a blob tells what it is: a lamp's light fades into the card, a panel or margin
 * ends in an edge (Arnold et al., Automatic segmentation and inpainting of specular highlights, 2010), and lies along the card's axes,
 * while a window or a tube rarely does. A blob that is nearly clipped is a reflection for any of three reasons: it ends softly
 * and is compact (halo); it is an ellipse, or a rectangle askew (shape); all else on the card stays well below (gap).
 * A blob that is slightly brighter is one where it ends softly or has a lamp's shape, and either the print in it is lighter than
 * elsewhere, or it is brighter than any paper there, as light is in a picture that is too dark to clip.
 * Each feature is log₂ of the blobs' area, weighted by
 *   any     how surely there is one of these reasons, print apart
 *   two     how surely there are two, of the nearly clipped
 *   veil    how softly the slightly brighter end, or how plainly they have a lamp's shape, and how much lighter the print in
 *           them is than elsewhere
 *   surely  0–2: as any, of what is more than a person would overlook
 *   seen    how surely the close look saw a reflection there
 * Where the paper itself is nearly clipped little can be told, unless only the blob is clipped. Weights: tests/engine/fit-alarms.c. */
#include "vidimus-glare-private.h"

#include <math.h>
#include <string.h>

#define SOFT  0.10   /* of the step from paper to white, a pixel, across an outline: all of a halo … */
#define SHARP 0.28   /* … and none of one */
#define SURE  5.2    /* log₂ of a reflection's area, in units, from which on a person would say so */

enum
{
  ANY,
  TWO,
  VEIL,
  SURELY,
  SEEN,
  N_FEATURES,
};

/* Sums over the blobs of area by certainty. */
struct sums
{
  double one, two, veil, risen;
};

#define UNIT  0.0005 /* of the card's area: what is nothing yet … */
#define SEEN_UNIT 0.003
#define WIDE  0.04   /* … and of a veil, for light is seldom even */

/* How a blob ends, 0 in an edge – 1 softly. */
static double
softness (const struct vidimus_glare_blob *blob)
{
  return blob->rim > 0 ? blob->soft / blob->rim : 0;
}

/* The blob's area over that of the ellipse of its second moments: 1 for an ellipse, 0.955 for any rectangle, less for what
 * is ragged; @slender is the ellipse's shorter over its longer axis, @askew the sine of twice its angle to the card's axes. */
static double
filling (const struct vidimus_glare_blob *blob,
         double                          *slender,
         double                          *askew)
{
  double n = blob->area;
  double xx = blob->sum_xx / n - blob->sum_x / n * blob->sum_x / n + 1.0 / 12;
  double yy = blob->sum_yy / n - blob->sum_y / n * blob->sum_y / n + 1.0 / 12;
  double xy = blob->sum_xy / n - blob->sum_x / n * blob->sum_y / n;
  double half = 0.5 * hypot (xx - yy, 2 * xy);
  double longer = 0.5 * (xx + yy) + half;
  double shorter = fmax (0.5 * (xx + yy) - half, 1.0 / 12);

  *slender = sqrt (shorter / longer);
  *askew = half > 0 ? fabs (xy) / half : 0;

  return n / (4 * M_PI * sqrt (longer * shorter));
}

/* How surely the blob is a lamp or a window by its form alone, 0–1: an ellipse or a rectangle, and not along the card's
 * axes, as print is. */
static double
form (const struct vidimus_glare_blob *blob)
{
  double box = (double) (blob->right - blob->left + 1) * (blob->bottom - blob->top + 1);
  double slender, askew, full = filling (blob, &slender, &askew);
  double oblique = vidimus_alarm_clamp ((0.9 - blob->area / box) / 0.06, 0, 1);

  if (slender < 0.5) /* long enough for its angle to be sure */
    oblique = fmin (oblique, vidimus_alarm_clamp ((askew - 0.12) / 0.15, 0, 1));

  return vidimus_alarm_clamp ((full - 0.86) / 0.06, 0, 1) * oblique;
}

static double
compactness (const struct vidimus_glare_blob *blob)
{
  return vidimus_alarm_clamp ((4 * M_PI * blob->area / pow (blob->rim + blob->touch + 1, 2) - 0.04) / 0.16, 0, 1);
}

/* How surely the blob is clipped where nothing else is, 0–1: then it can be told even from paper that is nearly white. */
static double
burning (const struct vidimus_glare_map  *map,
         const struct vidimus_glare_blob *blob)
{
  return vidimus_alarm_clamp (((double) blob->burnt / blob->area - 0.4) / 0.3, 0, 1) *
         vidimus_alarm_clamp ((0.025 - map->burnt_out) / 0.02, 0, 1);
}

/* The share of the card that counts: what runs along the card's outline is a margin, and what fills the card is the card. */
static double
weighted_area (const struct vidimus_glare_map  *map,
               const struct vidimus_glare_blob *blob)
{
  double share = (double) blob->area / (map->width * map->height);

  return share * vidimus_alarm_clamp ((3 - blob->touch / sqrt (blob->area)) / 1.2, 0, 1) *
         vidimus_alarm_clamp ((0.65 - share) / 0.2, 0, 1);
}

/* Why a blob is a reflection, 0–1 each. */
struct reasons
{
  double halo, shape, gap; /* nearly clipped ones */
  double veil, risen;      /* slightly brighter ones */
};

static struct reasons
find_reasons (const struct vidimus_glare_map  *map,
              const struct vidimus_glare_blob *blob,
              enum vidimus_glare_height        height,
              double                           area)
{
  struct reasons reasons = { 0 };
  double photographed = map->flat ? 0.2 : 1; /* a picture that is the document and nothing else is rather drawn or scanned */
  double soft = vidimus_alarm_clamp ((softness (blob) - 0.25) / 0.45, 0, 1);
  double level = blob->sum / blob->area;
  double lost = vidimus_alarm_clamp ((blob->dark - 205) / 30.0, 0, 1);

  if (height == VIDIMUS_GLARE_SLIGHT)
    {
      reasons.veil = photographed * fmax (soft, 0.7 * form (blob)) * vidimus_alarm_clamp ((blob->dark - map->dark - 12) / 40.0, 0, 1);
      reasons.risen = photographed * fmax (soft, form (blob)) *
                      vidimus_alarm_clamp ((level / fmax (map->paper, 10) - 1.3) / 0.35, 0, 1);
      return reasons;
    }

  reasons.halo = lost * soft * compactness (blob) * vidimus_alarm_clamp ((level - 243) / 5, 0, 1);
  reasons.shape = lost * form (blob) * vidimus_alarm_clamp ((level - 247) / 4, 0, 1) *
                  fmax (vidimus_alarm_clamp ((area - 0.006) / 0.008, 0, 1), soft);
  reasons.gap = photographed * lost * (map->gain > 1 ? 0.3 : 1) * vidimus_alarm_clamp ((244 - map->next) / 16.0, 0, 1) *
                vidimus_alarm_clamp ((level - 250) / 3, 0, 1);

  return reasons;
}

static void
visit_blobs (struct vidimus_glare_map *map,
             enum vidimus_glare_height height,
             struct sums              *sums,
             uint8_t                  *mask) /* nullable: painted where a blob is a reflection more likely than not */
{
  const double white = vidimus_alarm_clamp ((246 - map->paper) / 24, 0.05, 1); /* little can be told of white upon white */
  struct vidimus_glare_blob blob;
  int at = 0;

  vidimus_glare_map_cut (map, height);
  while (vidimus_glare_map_next (map, &at, SOFT, SHARP, &blob))
    {
      double area = weighted_area (map, &blob) * fmax (white, burning (map, &blob));
      struct reasons r = find_reasons (map, &blob, height, area);

      sums->one += area * fmax (fmax (r.halo, r.shape), r.gap);
      sums->two += area * fmin (r.halo + r.shape + r.gap, 2) / 2;
      sums->veil += area * r.veil;
      sums->risen += area * r.risen;
      if (mask != NULL && area > 0 && fmax (fmax (r.halo, r.shape), fmax (r.gap, fmax (r.veil, r.risen))) > 0.5)
        for (int i = 0; i < blob.area; i++)
          mask[map->queue[i]] = 1;
    }
}

static enum vidimus_status
measure_glare (const struct vidimus_alarm_input *input,
               double                           *features)
{
  struct vidimus_glare_map map;
  struct vidimus_image ground;
  struct sums sums = { 0 };

  if (!vidimus_glare_map_init (&map, input))
    {
      vidimus_glare_map_clear (&map);
      return VIDIMUS_STATUS_NO_MEMORY;
    }

  for (int height = 0; height < VIDIMUS_GLARE_HEIGHTS; height++)
    visit_blobs (&map, (enum vidimus_glare_height) height, &sums, NULL);
  features[ANY] = log2 (1 + fmax (sums.one, sums.risen) / UNIT);
  features[TWO] = log2 (1 + sums.two / UNIT);
  features[VEIL] = log2 (1 + sums.veil / WIDE);
  features[SURELY] = vidimus_alarm_clamp (features[ANY] - SURE, 0, 2);
  features[SEEN] = log2 (1 + vidimus_alarm_seen_mean (input, VIDIMUS_CLOSEUP_GLARE) / SEEN_UNIT);
  ground = (struct vidimus_image) { map.ground, map.width, map.height, (size_t) map.width, 1 };
  vidimus_alarm_picture (input, "glare.ground", &ground);
  vidimus_glare_map_clear (&map);

  return VIDIMUS_STATUS_OK;
}

const struct vidimus_alarm_model vidimus_glare_model = {
  .name = "glare",
  .n_features = N_FEATURES,
  .features = { "any", "two", "veil", "surely", "seen" },
  .bias = -8.6,
  .weights = { 0.4254, 0.5674, 0.1, 1.685, 0.7612 },
  .measure = measure_glare,
};

/* A veil is shown where there is nothing brighter: each lamp has one around it. */
static enum vidimus_status
show_glare (const struct vidimus_alarm_input *input,
            struct vidimus_alarm_output      *output)
{
  static const char *const kinds[VIDIMUS_GLARE_HEIGHTS] = { "glare", "veil" };
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;
  struct vidimus_glare_map map;
  struct sums sums = { 0 };

  if (vidimus_glare_map_init (&map, input))
    status = VIDIMUS_STATUS_OK;
  for (int height = 0; status == VIDIMUS_STATUS_OK && height < VIDIMUS_GLARE_HEIGHTS && output->evidence.n == 0; height++)
    {
      memset (map.spare, 0, (size_t) map.width * (size_t) map.height);
      visit_blobs (&map, (enum vidimus_glare_height) height, &sums, map.spare);
      status = vidimus_evidence_add_mask (input, output, kinds[height], map.spare, NULL, map.width, map.height, 0.001, 4);
    }
  vidimus_glare_map_clear (&map);

  return status;
}

/** vidimus_detect_glare: see the head of this file; the statistic is log₂ of the weighted area over 0.05 % of the card, the
 * evidence's value a blob's share of the card. */
enum vidimus_status
vidimus_detect_glare (const struct vidimus_alarm_input *input,
                      struct vidimus_alarm_output      *output)
{
  enum vidimus_status status = vidimus_alarm_run (&vidimus_glare_model, input, output);

  if (status == VIDIMUS_STATUS_OK && input->evidence && output->score >= VIDIMUS_EVIDENCE_SCORE)
    status = show_glare (input, output);

  return status;
}
