#include "vidimus-specimen-card.h"

#include <string.h>

static const VidimusSpecimenLayout * const sheets[] = {
  vidimus_specimen_china_layouts,
  vidimus_specimen_indochina_layouts,
  vidimus_specimen_peru_layouts,
  vidimus_specimen_passport_layouts,
  vidimus_specimen_other_layouts,
  vidimus_specimen_judge_china_layouts,
  vidimus_specimen_judge_indochina_layouts,
  vidimus_specimen_judge_siam_layouts,
  vidimus_specimen_judge_peru_layouts,
  vidimus_specimen_judge_passport_layouts,
  vidimus_specimen_judge_state_layouts,
  vidimus_specimen_judge_daily_layouts,
};

/** vidimus_specimen_layout_nth: of one half; %NULL after the last. */
const VidimusSpecimenLayout *
vidimus_specimen_layout_nth (VidimusSpecimenHalf half,
                             guint               n)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    for (const VidimusSpecimenLayout *layout = sheets[i]; layout->id != NULL; layout++)
      if (layout->half == half && n-- == 0)
        return layout;

  return NULL;
}

/** vidimus_specimen_layout_find: of either half, by its id; %NULL when there is none. */
const VidimusSpecimenLayout *
vidimus_specimen_layout_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    for (const VidimusSpecimenLayout *layout = sheets[i]; layout->id != NULL; layout++)
      if (g_str_equal (layout->id, id))
        return layout;

  return NULL;
}

/** vidimus_specimen_layout_side: "front" or "back", as truth files say it. */
const char *
vidimus_specimen_layout_side (const VidimusSpecimenLayout *layout)
{
  return layout->back ? "back" : "front";
}

/** vidimus_specimen_layout_half: "tuning" or "judging", as truth files say it. */
const char *
vidimus_specimen_layout_half (const VidimusSpecimenLayout *layout)
{
  return layout->half == VIDIMUS_SPECIMEN_JUDGING ? "judging" : "tuning";
}

/* Families that a role may be set in, those of the tuning half and those of the judging half; each card draws one. */
static const struct
{
  const char *role;
  const char *families[2][7];
} roles[] = {
  { "@latin", { { "Noto Sans", "Noto Sans Display", "Loma", "Garuda", NULL },
                { "Liberation Sans", "Open Sans", "Lato", "Roboto", "Cantarell", NULL } } },
  { "@serif", { { "Noto Serif", "Norasi", NULL }, { "Liberation Serif", "DejaVu Serif", NULL } } },
  { "@sc", { { "Noto Sans CJK SC", "Noto Serif CJK SC", NULL },
             { "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL UMing CN", NULL } } },
  { "@tc", { { "Noto Sans CJK HK", "Noto Serif CJK TC", "Noto Sans CJK TC", NULL },
             { "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL UMing HK", "AR PL UKai HK", NULL } } },
  { "@khmer", { { "Khmer OS", "Khmer OS Battambang", "Khmer OS Content", "Khmer OS Siemreap", "Noto Sans Khmer",
                  "Noto Serif Khmer", NULL }, { "Khmer OS System", "Khmer Busra", "Khmer Mondulkiri", NULL } } },
  { "@moul", { { "Khmer OS Muol Light", "Khmer OS Muol", "Khmer OS Bokor", NULL },
               { "Khmer OS Muol Pali", "Khmer OS Metal Chrieng", NULL } } },
  { "@burmese", { { "Noto Sans Myanmar", "Padauk", "Padauk Book", NULL },
                  { "Noto Serif Myanmar", "Myanmar3", "Pyidaungsu", "Myanmar Sans Pro", NULL } } },
  { "@pen", { { "Padauk", NULL }, { "Myanmar Pauklay", "Myanmar Sagar", "Myanmar Chatu", NULL } } },
  { "@thai", { { "Noto Sans Thai", "Garuda", "Loma", "Norasi", "Noto Looped Thai", "Noto Serif Thai", NULL },
               { "Laksaman", "Waree", "Umpush", "Arundina Sans", "Kinnari", NULL } } },
  { "@lao", { { "Noto Sans Lao", NULL }, { NULL } } },
  { "@arabic", { { NULL }, { "Noto Naskh Arabic", NULL } } },
  { "@ocr", { { "OCR B", NULL }, { "OCR B S", NULL } } },
  { "@mono", { { NULL }, { "Liberation Mono", NULL } } },
};

/* What a family lacks is set in these of its half, whatever else is installed; the overprint in the first. */
static const char * const fallbacks[2][3] = {
  { "Noto Sans", "Noto Sans CJK JP", NULL },
  { "Liberation Sans", "DejaVu Sans", NULL },
};

/** vidimus_specimen_half_has_family: whether cards of @half may be set in @family. */
gboolean
vidimus_specimen_half_has_family (VidimusSpecimenHalf half,
                                  const char         *family)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    for (int k = 0; roles[i].families[half][k] != NULL; k++)
      if (g_str_equal (roles[i].families[half][k], family))
        return TRUE;

  if (g_strv_contains (fallbacks[half], family))
    return TRUE;

  /* "OCR B S" is a cut that names itself "OCR B". */
  return g_str_equal (family, "OCR B");
}

/* A role's family, the same for all of a card. */
static const char *
role_family (gsize               i,
             VidimusSpecimenHalf half,
             guint64             seed)
{
  VidimusSpecimenRandom random;

  vidimus_specimen_random_init (&random, seed, roles[i].role);

  return vidimus_specimen_random_pick (&random, roles[i].families[half]);
}

/* "@thai Bold" → "Garuda,Noto Sans,Noto Sans CJK JP Bold". */
static char *
resolve_font (const char         *font,
              VidimusSpecimenHalf half,
              guint64             seed)
{
  g_autofree char *more = g_strjoinv (",", (char **) fallbacks[half]);

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      gsize n = strlen (roles[i].role);

      if (strncmp (font, roles[i].role, n) == 0)
        return g_strconcat (role_family (i, half, seed), ",", more, font + n, NULL);
    }

  return g_strdup (font);
}

static VidimusSpecimenAlign
item_align (VidimusSpecimenWhat what)
{
  return what == VIDIMUS_SPECIMEN_ITEM_TEXT_CENTER ? VIDIMUS_SPECIMEN_CENTER
         : what == VIDIMUS_SPECIMEN_ITEM_TEXT_END ? VIDIMUS_SPECIMEN_END : VIDIMUS_SPECIMEN_START;
}

/* Families differ in width: what would run off the card is set smaller. */
static double
fit_text (VidimusSpecimenCanvas     *canvas,
          const VidimusSpecimenItem *item,
          const char                *font,
          const char                *text)
{
  const double edge = 22;
  double natural = vidimus_specimen_canvas_measure (canvas, font, item->size, text);
  double right = canvas->width - edge - item->x, left = item->x - edge, room = right;

  if (item->what == VIDIMUS_SPECIMEN_ITEM_TEXT_CENTER)
    room = 2 * MIN (left, right);
  else if (item->what == VIDIMUS_SPECIMEN_ITEM_TEXT_END)
    room = left;

  return natural > room ? item->size * room / natural : item->size;
}

/* What the drawing of one card's items shares. */
typedef struct
{
  const VidimusSpecimenLayout *layout; /* borrowed */
  VidimusSpecimenCanvas       *canvas; /* borrowed */
  VidimusSpecimenHolder       *holder; /* borrowed */
  guint64                      seed;
} Card;

static void
draw_text (const Card                *card,
           const VidimusSpecimenItem *item)
{
  g_autofree char *text = vidimus_specimen_holder_expand (card->holder, item->text);
  g_autofree char *font = resolve_font (item->font, card->layout->half, card->seed);

  vidimus_specimen_canvas_color (card->canvas, item->rgb, 0.94);
  vidimus_specimen_canvas_text (card->canvas, font, fit_text (card->canvas, item, font, text), item_align (item->what),
                                item->x, item->y, text);
}

/* A hand keeps no line: each entry is a little larger or smaller, climbs or falls. */
static void
draw_hand (const Card                *card,
           const VidimusSpecimenItem *item)
{
  VidimusSpecimenRandom *random = &card->canvas->random;
  VidimusSpecimenItem written = *item;

  written.size *= vidimus_specimen_random_double (random, 0.92, 1.04);
  cairo_save (card->canvas->cr);
  cairo_translate (card->canvas->cr, item->x, item->y);
  cairo_rotate (card->canvas->cr, vidimus_specimen_random_double (random, -0.022, 0.012));
  cairo_translate (card->canvas->cr, -item->x, -item->y + vidimus_specimen_random_double (random, -3, 3));
  draw_text (card, &written);
  cairo_restore (card->canvas->cr);
}

/* The line is stretched to @size, so that its characters stand in the pitch of the format. */
static void
draw_mrz (const Card                *card,
          const VidimusSpecimenItem *item)
{
  g_autofree char *text = vidimus_specimen_holder_expand (card->holder, item->text);
  g_autofree char *font = resolve_font (item->font, card->layout->half, card->seed);
  cairo_t *cr = card->canvas->cr;
  double em = 36, tall = 1;
  double natural = vidimus_specimen_canvas_measure (card->canvas, font, em, text);

  if (card->layout->half == VIDIMUS_SPECIMEN_JUDGING)
    {
      VidimusSpecimenRandom random; /* lines of one card are as tall as each other */

      vidimus_specimen_random_init (&random, card->seed, "tall");
      tall = vidimus_specimen_random_double (&random, 0.92, 1.1);
    }

  cairo_save (cr);
  cairo_translate (cr, item->x, item->y);
  cairo_scale (cr, 1, tall);
  vidimus_specimen_canvas_color (card->canvas, item->rgb, 0.96);
  vidimus_specimen_canvas_text (card->canvas, font, em * item->size / natural, VIDIMUS_SPECIMEN_START, 0, 0, text);
  cairo_restore (cr);
}

static void
draw_overprint (const Card                *card,
                const VidimusSpecimenItem *item)
{
  g_autofree char *font = g_strconcat (fallbacks[card->layout->half][0], " Bold", NULL);

  vidimus_specimen_canvas_overprint (card->canvas, item->x, item->y, item->size, font, item->rgb);
}

/* Who is on the card: even for a man, odd for a woman. */
static guint64
card_person (const Card *card)
{
  return 2 * card->seed + (card->holder->female ? 1 : 0);
}

/* The figures of the tuning half. */
static gboolean
draw_figure (const Card                *card,
             const VidimusSpecimenItem *item)
{
  VidimusSpecimenCanvas *canvas = card->canvas;
  double x = item->x, y = item->y, size = item->size;

  switch (item->what)
    {
    case VIDIMUS_SPECIMEN_ITEM_PORTRAIT:
      vidimus_specimen_canvas_portrait (canvas, x, y, size, item->height, card_person (card), 1);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_GHOST:
      vidimus_specimen_canvas_portrait (canvas, x, y, size, item->height, card_person (card), 0.4);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_CHIP:
      vidimus_specimen_canvas_chip (canvas, x, y, size);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_EMBLEM:
      vidimus_specimen_canvas_emblem (canvas, x, y, size, item->rgb);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_ROSETTE:
      vidimus_specimen_canvas_rosette (canvas, x, y, size, item->rgb, 0.45);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_SIGNATURE:
      vidimus_specimen_canvas_signature (canvas, x, y, size, item->rgb);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_BARCODE:
      vidimus_specimen_canvas_barcode (canvas, x, y, size, item->height);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_THUMB:
      vidimus_specimen_canvas_thumbprint (canvas, x, y, size, item->rgb);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Those of the judging half, which has its own portraits, chips, emblems and artwork. */
static gboolean
draw_judging_figure (const Card                *card,
                     const VidimusSpecimenItem *item)
{
  VidimusSpecimenCanvas *canvas = card->canvas;
  double x = item->x, y = item->y, size = item->size;

  switch (item->what)
    {
    case VIDIMUS_SPECIMEN_ITEM_BUST:
      vidimus_specimen_canvas_bust (canvas, x, y, size, item->height, card_person (card), 1);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_BUST_FAINT:
      vidimus_specimen_canvas_bust (canvas, x, y, size, item->height, card_person (card), 0.35);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_MODULE:
      vidimus_specimen_canvas_module (canvas, x, y, size);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_SEAL:
      vidimus_specimen_canvas_seal (canvas, x, y, size, item->rgb);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_BRAID:
      vidimus_specimen_canvas_braid (canvas, x, y, size, item->height, item->rgb);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_DOTS:
      vidimus_specimen_canvas_dots (canvas, x, y, size, item->height, item->rgb);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_RAYS:
      vidimus_specimen_canvas_rays (canvas, x, y, size, item->rgb);
      return TRUE;
    case VIDIMUS_SPECIMEN_ITEM_MATRIX:
      vidimus_specimen_canvas_matrix (canvas, x, y, size);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
draw_shape (VidimusSpecimenCanvas     *canvas,
            const VidimusSpecimenItem *item)
{
  vidimus_specimen_canvas_color (canvas, item->rgb, 1);
  cairo_rectangle (canvas->cr, item->x, item->y, item->size, item->height);
  cairo_fill (canvas->cr);
}

static void
draw_item (const Card                *card,
           const VidimusSpecimenItem *item)
{
  switch (item->what)
    {
    case VIDIMUS_SPECIMEN_ITEM_TEXT:
    case VIDIMUS_SPECIMEN_ITEM_TEXT_CENTER:
    case VIDIMUS_SPECIMEN_ITEM_TEXT_END:
      draw_text (card, item);
      break;
    case VIDIMUS_SPECIMEN_ITEM_TEXT_HAND:
      draw_hand (card, item);
      break;
    case VIDIMUS_SPECIMEN_ITEM_MRZ:
      draw_mrz (card, item);
      break;
    case VIDIMUS_SPECIMEN_ITEM_BOX:
      draw_shape (card->canvas, item);
      break;
    case VIDIMUS_SPECIMEN_ITEM_OVERPRINT:
      draw_overprint (card, item);
      break;
    default:
      if (!draw_figure (card, item) && !draw_judging_figure (card, item))
        g_assert_not_reached ();
    }
}

/* A colour of its own for each card: every channel moved by a few steps. */
static guint32
vary_color (guint32                rgb,
            VidimusSpecimenRandom *random)
{
  guint32 out = 0;

  for (int shift = 16; shift >= 0; shift -= 8)
    {
      int value = (int) (rgb >> shift & 255) + vidimus_specimen_random_int (random, -7, 7);

      out |= (guint32) CLAMP (value, 1, 255) << shift;
    }

  return out;
}

static void
draw_ground (VidimusSpecimenCanvas       *canvas,
             const VidimusSpecimenLayout *layout)
{
  guint32 stops[4];
  int n = 0;

  for (; layout->paper[n] != 0; n++)
    stops[n] = vary_color (layout->paper[n], &canvas->random);
  vidimus_specimen_canvas_paper (canvas, stops, n);
  for (int i = 0; layout->waves[i] != 0; i++)
    vidimus_specimen_canvas_waves (canvas, vary_color (layout->waves[i], &canvas->random),
                                   vidimus_specimen_random_double (&canvas->random, 0.35, 0.6),
                                   vidimus_specimen_random_double (&canvas->random, 9, 15));
}

/* Printers differ: texts and portrait stand a little elsewhere on each card. */
typedef struct
{
  double text[2];
  double portrait[2];
  double scale;
} Register;

static void
register_init (Register *reg,
               guint64   seed)
{
  VidimusSpecimenRandom random;

  vidimus_specimen_random_init (&random, seed, "register");
  for (int k = 0; k < 2; k++)
    {
      reg->text[k] = vidimus_specimen_random_double (&random, -4, 4);
      reg->portrait[k] = vidimus_specimen_random_double (&random, -5, 5);
    }
  reg->scale = vidimus_specimen_random_double (&random, 0.95, 1.02);
}

static VidimusSpecimenItem
registered (const VidimusSpecimenItem *item,
            const Register            *reg)
{
  VidimusSpecimenItem out = *item;
  const double *offset = item->text != NULL ? reg->text : reg->portrait;

  if (item->what == VIDIMUS_SPECIMEN_ITEM_BOX || item->what == VIDIMUS_SPECIMEN_ITEM_CHIP ||
      item->what == VIDIMUS_SPECIMEN_ITEM_MODULE)
    return out;

  out.x += offset[0];
  out.y += offset[1];
  if (item->text != NULL && item->what != VIDIMUS_SPECIMEN_ITEM_MRZ)
    out.size *= reg->scale;

  return out;
}

/* Other people on other layouts. */
static guint64
card_seed (const VidimusSpecimenLayout *layout,
           guint64                      seed)
{
  return seed * 65537 + g_str_hash (layout->id);
}

static VidimusSpecimenHolder *
card_holder (const VidimusSpecimenLayout *layout,
             guint64                      seed)
{
  VidimusSpecimenHolder *holder = vidimus_specimen_holder_new (card_seed (layout, seed));

  layout->fill (holder);

  return holder;
}

/**
 * vidimus_specimen_card_draw:
 * @scale: pixels in a tenth of a millimetre: 1.4 makes a card of ID-1 size 1198 pixels wide
 * @seed: of its holder, numbers, fonts, colours
 *
 * Returns: (transfer full): the card, drawn
 */
VidimusSpecimenCanvas *
vidimus_specimen_card_draw (const VidimusSpecimenLayout *layout,
                            double                       scale,
                            guint64                      seed)
{
  VidimusSpecimenCanvas *canvas;
  g_autoptr(VidimusSpecimenHolder) holder = card_holder (layout, seed);
  Card card;
  Register reg;

  seed = card_seed (layout, seed);
  canvas = vidimus_specimen_canvas_new (layout->width, layout->height, layout->radius, scale, seed);
  draw_ground (canvas, layout);
  register_init (&reg, seed);
  card = (Card) { layout, canvas, holder, seed };
  for (const VidimusSpecimenItem *item = layout->items; item->what != VIDIMUS_SPECIMEN_ITEM_END; item++)
    {
      VidimusSpecimenItem moved = registered (item, &reg);

      draw_item (&card, &moved);
    }
  cairo_surface_flush (canvas->surface);

  return canvas;
}

/**
 * vidimus_specimen_card_mrz:
 *
 * Returns: (transfer full) (nullable): the machine-readable lines that the card of @seed bears, top first; %NULL when
 *   there are none
 */
char **
vidimus_specimen_card_mrz (const VidimusSpecimenLayout *layout,
                           guint64                      seed)
{
  g_autoptr(VidimusSpecimenHolder) holder = card_holder (layout, seed);
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  gboolean any = FALSE;

  for (const VidimusSpecimenItem *item = layout->items; item->what != VIDIMUS_SPECIMEN_ITEM_END; item++)
    if (item->what == VIDIMUS_SPECIMEN_ITEM_MRZ)
      {
        g_autofree char *line = vidimus_specimen_holder_expand (holder, item->text);

        g_strv_builder_add (lines, line);
        any = TRUE;
      }

  return any ? g_strv_builder_end (lines) : NULL;
}
