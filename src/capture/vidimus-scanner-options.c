/* What a device can do and is to do, in the options that SANE's standard names; https://sane-project.gitlab.io/standard/ 4.5 */
#include "vidimus-scanner-sane-private.h"

#include <sane/saneopts.h>

#include <math.h>

/* Of a range those are offered that people choose from. */
static const int usual[] = { 75, 100, 150, 200, 300, 400, 600, 1200, 2400, 4800 };

/** Option: one that is there and may be set; its number is 0 when there is none. */
typedef struct
{
  SANE_Int                      number;
  const SANE_Option_Descriptor *about; /* borrowed, until an option is set */
} Option;

static Option
find (SANE_Handle  handle,
      const char  *name)
{
  SANE_Int n = 0;

  if (sane_control_option (handle, 0, SANE_ACTION_GET_VALUE, &n, NULL) != SANE_STATUS_GOOD)
    return (Option) { 0 };

  for (SANE_Int i = 1; i < n; i++)
    {
      const SANE_Option_Descriptor *about = sane_get_option_descriptor (handle, i);

      if (about != NULL && g_strcmp0 (about->name, name) == 0 && SANE_OPTION_IS_ACTIVE (about->cap) &&
          SANE_OPTION_IS_SETTABLE (about->cap))
        return (Option) { i, about };
    }

  return (Option) { 0 };
}

/* Few devices tell the two directions apart. */
static Option
find_resolution (SANE_Handle handle)
{
  Option option = find (handle, SANE_NAME_SCAN_RESOLUTION);

  return option.number != 0 ? option : find (handle, SANE_NAME_SCAN_X_RESOLUTION);
}

/* Numbers: whole ones, or SANE's fixed ones */

static gboolean
is_number (Option option)
{
  return option.number != 0 && (option.about->type == SANE_TYPE_INT || option.about->type == SANE_TYPE_FIXED) &&
         option.about->size == sizeof (SANE_Word);
}

static double
to_double (Option    option,
           SANE_Word word)
{
  return option.about->type == SANE_TYPE_FIXED ? SANE_UNFIX (word) : word;
}

static double
get_number (SANE_Handle handle,
            Option      option)
{
  SANE_Word word = 0;

  sane_control_option (handle, option.number, SANE_ACTION_GET_VALUE, &word, NULL);

  return to_double (option, word);
}

static void
set_number (SANE_Handle handle,
            Option      option,
            double      value)
{
  SANE_Word word = option.about->type == SANE_TYPE_FIXED ? SANE_FIX (value) : (SANE_Word) lround (value);

  sane_control_option (handle, option.number, SANE_ACTION_SET_VALUE, &word, NULL);
}

/* What the option may be, at least and at most. Without a constraint: what it is. */
static void
get_bounds (SANE_Handle  handle,
            Option       option,
            double      *least,
            double      *most)
{
  *least = *most = get_number (handle, option);
  if (option.about->constraint_type == SANE_CONSTRAINT_RANGE)
    {
      *least = to_double (option, option.about->constraint.range->min);
      *most = to_double (option, option.about->constraint.range->max);
    }
  else if (option.about->constraint_type == SANE_CONSTRAINT_WORD_LIST)
    {
      const SANE_Word *list = option.about->constraint.word_list;

      for (SANE_Word i = 1; i <= list[0]; i++)
        {
          *least = MIN (*least, to_double (option, list[i]));
          *most = MAX (*most, to_double (option, list[i]));
        }
    }
}

/* Words */

/* Returns: (nullable): the list of what the option may be */
static const SANE_String_Const *
get_words (Option option)
{
  if (option.number == 0 || option.about->type != SANE_TYPE_STRING ||
      option.about->constraint_type != SANE_CONSTRAINT_STRING_LIST)
    return NULL;

  return option.about->constraint.string_list;
}

static void
set_word (SANE_Handle  handle,
          Option       option,
          const char  *word)
{
  g_autofree char *value = g_malloc0 (MAX ((gsize) option.about->size, strlen (word) + 1)); /* the driver may write */

  strcpy (value, word);
  sane_control_option (handle, option.number, SANE_ACTION_SET_VALUE, value, NULL);
}

/* The mode with eight bits a sample: drivers say "Color", "24bit Color", "Gray", "True Gray", "Grayscale". Returns: (nullable) */
static const char *
find_mode (Option   option,
           gboolean grey)
{
  const SANE_String_Const *words = get_words (option);
  const char *found = NULL;

  for (int i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_autofree char *word = g_ascii_strdown (words[i], -1);
      gboolean is_grey = strstr (word, "gray") != NULL || strstr (word, "grey") != NULL;
      gboolean is_colour = strstr (word, "color") != NULL || strstr (word, "colour") != NULL;

      if (strstr (word, "lineart") != NULL || strstr (word, "halftone") != NULL || strstr (word, "diffusion") != NULL)
        continue;
      if (grey ? is_grey : is_colour)
        {
          if (g_str_equal (word, grey ? SANE_VALUE_SCAN_MODE_GRAY : SANE_VALUE_SCAN_MODE_COLOR))
            return words[i];
          if (found == NULL)
            found = words[i];
        }
    }

  return found;
}

/* Abilities */

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* Returns: (transfer full) */
static int *
list_resolutions (SANE_Handle handle)
{
  Option option = find_resolution (handle);
  GArray *list = g_array_new (TRUE, FALSE, sizeof (int));

  if (is_number (option) && option.about->constraint_type == SANE_CONSTRAINT_WORD_LIST)
    {
      const SANE_Word *words = option.about->constraint.word_list;

      for (SANE_Word i = 1; i <= words[0]; i++)
        {
          int dpi = (int) lround (to_double (option, words[i]));

          g_array_append_val (list, dpi);
        }
      g_array_sort (list, compare);
    }
  else if (is_number (option))
    {
      double least;
      double most;

      get_bounds (handle, option, &least, &most);
      for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
        if (usual[i] >= least && usual[i] <= most)
          g_array_append_val (list, usual[i]);
      if (list->len == 0)
        {
          int dpi = (int) lround (most);

          g_array_append_val (list, dpi);
        }
    }

  return (int *) (gpointer) g_array_free (list, FALSE);
}

/* Millimetres of one of the option's units. */
static double
get_unit_mm (SANE_Handle handle,
             Option      option)
{
  int dpi = vidimus_sane_get_dpi (handle);

  return option.about->unit == SANE_UNIT_PIXEL && dpi > 0 ? 25.4 / dpi : 1;
}

/* The farthest that an edge can be, in millimetres; 0 where the device does not say, as one that is held in the hand. */
static double
get_extent (SANE_Handle  handle,
            const char  *name)
{
  Option option = find (handle, name);
  double least;
  double most;

  if (!is_number (option))
    return 0;
  get_bounds (handle, option, &least, &most);

  return most * get_unit_mm (handle, option);
}

/** vidimus_sane_abilities: Returns: (transfer full) */
VidimusScannerAbilities *
vidimus_sane_abilities (SANE_Handle handle)
{
  VidimusScannerAbilities *self = g_new0 (VidimusScannerAbilities, 1);
  Option mode = find (handle, SANE_NAME_SCAN_MODE);

  self->colour = find_mode (mode, FALSE) != NULL;
  self->grey = find_mode (mode, TRUE) != NULL;
  self->sources = g_strdupv ((char **) get_words (find (handle, SANE_NAME_SCAN_SOURCE)));
  self->resolutions = list_resolutions (handle);
  self->width_mm = get_extent (handle, SANE_NAME_SCAN_BR_X);
  self->height_mm = get_extent (handle, SANE_NAME_SCAN_BR_Y);

  return self;
}

/* Settings */

static void
apply_source (SANE_Handle  handle,
              const char  *source) /* (nullable) */
{
  Option option = find (handle, SANE_NAME_SCAN_SOURCE);
  const SANE_String_Const *words = get_words (option);

  if (source != NULL && words != NULL && g_strv_contains (words, source))
    set_word (handle, option, source);
}

static void
apply_mode (SANE_Handle handle,
            gboolean    grey)
{
  Option option = find (handle, SANE_NAME_SCAN_MODE);
  const char *word = find_mode (option, grey);

  if (word == NULL)
    word = find_mode (option, !grey);
  if (word != NULL)
    set_word (handle, option, word);

  option = find (handle, SANE_NAME_BIT_DEPTH);
  if (is_number (option))
    set_number (handle, option, 8);
}

static double
nearest (SANE_Handle handle,
         Option      option,
         int         dpi)
{
  const SANE_Word *words = option.about->constraint.word_list;
  double least;
  double most;
  double best;

  get_bounds (handle, option, &least, &most);
  if (option.about->constraint_type != SANE_CONSTRAINT_WORD_LIST)
    return CLAMP (dpi, least, most);

  best = most;
  for (SANE_Word i = 1; i <= words[0]; i++)
    if (fabs (to_double (option, words[i]) - dpi) < fabs (best - dpi))
      best = to_double (option, words[i]);

  return best;
}

static void
apply_resolution (SANE_Handle handle,
                  int         dpi)
{
  Option option = find_resolution (handle);
  Option down;

  if (!is_number (option))
    return;

  set_number (handle, option, nearest (handle, option, dpi));
  down = find (handle, SANE_NAME_SCAN_Y_RESOLUTION);
  if (is_number (down))
    set_number (handle, down, nearest (handle, down, dpi));
}

/* One direction. @from is moved out of the way first, since some drivers refuse an end that is before the beginning. */
static void
apply_span (SANE_Handle  handle,
            const char  *from,
            const char  *to,
            double       start, /* mm */
            double       length) /* mm; 0: all there is */
{
  Option first = find (handle, from);
  Option last = find (handle, to);
  double unit;
  double least;
  double most;

  if (!is_number (first) || !is_number (last))
    return;

  unit = get_unit_mm (handle, first);
  get_bounds (handle, first, &least, &most);
  set_number (handle, first, least);
  last = find (handle, to);
  get_bounds (handle, last, &least, &most);
  set_number (handle, last, length > 0 ? MIN ((start + length) / unit, most) : most);
  first = find (handle, from);
  get_bounds (handle, first, &least, &most);
  set_number (handle, first, length > 0 ? CLAMP (start / unit, least, most) : least);
}

/**
 * vidimus_sane_apply:
 *
 * Every option that is there is set to what it can do of @settings; those that change others come first. An option that a device refuses stays as it
 * was: what is scanned says so itself.
 */
void
vidimus_sane_apply (SANE_Handle                   handle,
                    const VidimusScannerSettings *settings)
{
  apply_source (handle, settings->source);
  apply_mode (handle, settings->grey);
  apply_resolution (handle, settings->resolution);
  apply_span (handle, SANE_NAME_SCAN_TL_X, SANE_NAME_SCAN_BR_X, settings->area[0], settings->area[2]);
  apply_span (handle, SANE_NAME_SCAN_TL_Y, SANE_NAME_SCAN_BR_Y, settings->area[1], settings->area[3]);
}

/** vidimus_sane_get_dpi: what the device is set to; 0 where it does not say. */
int
vidimus_sane_get_dpi (SANE_Handle handle)
{
  Option option = find_resolution (handle);

  return is_number (option) ? (int) lround (get_number (handle, option)) : 0;
}
