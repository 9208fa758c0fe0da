#include "vidimus-document-type.h"

#include <glib/gi18n-lib.h>

/* ISO/IEC 7810; ID-3 is a page of a passport (ICAO Doc 9303-4: 125 × 88 mm). */
#define ID_1 85.60, 53.98
#define ID_3 125.00, 88.00

/* Sizes as issued. Peru, Cambodia, Macao: cards with three lines of MRZ are TD1, which is ID-1 (ICAO Doc 9303-5); Peru's says so
 * itself (RENIEC, Resolución Jefatural 104-2021). Hong Kong, Thailand, Myanmar's licence: chip cards with contacts, ID-1 (ISO/IEC
 * 7816-1). China: GA 448-2013, 3.4.2. Myanmar's identity card is paper in a foil, of which no measure is published: taken as ID-1. */
static const struct
{
  const char *code;
  const char *name;
  double      width;  /* mm */
  double      height;
} types[VIDIMUS_N_DOCUMENT_TYPES] = {
  { "peru_id_card", N_("Peruvian identity card"), ID_1 },
  { "cambodian_id_card", N_("Cambodian identity card"), ID_1 },
  { "hongkong_id_card", N_("Hong Kong identity card"), ID_1 },
  { "macao_id_card", N_("Macao identity card"), ID_1 },
  { "myanmar_driver_license", N_("Myanmar driving licence"), ID_1 },
  { "myanmar_id_card", N_("Myanmar identity card"), ID_1 },
  { "passport", N_("Passport"), ID_3 },
  { "thailand_id_card", N_("Thai identity card"), ID_1 },
  { "id_card", N_("Resident identity card (China)"), 85.60, 54.00 },
};

static int
find (const char *code)
{
  for (int i = 0; i < VIDIMUS_N_DOCUMENT_TYPES; i++)
    if (g_strcmp0 (code, types[i].code) == 0)
      return i;

  return -1;
}

/**
 * vidimus_document_type_get_code:
 * @index: below %VIDIMUS_N_DOCUMENT_TYPES, in the contract's order
 *
 * Returns: the string of the wire, such as "passport"
 */
const char *
vidimus_document_type_get_code (guint index)
{
  g_return_val_if_fail (index < VIDIMUS_N_DOCUMENT_TYPES, NULL);

  return types[index].code;
}

/**
 * vidimus_document_type_is_known:
 * @code: (nullable): any string
 *
 * Returns: whether @code is one of the nine
 */
gboolean
vidimus_document_type_is_known (const char *code)
{
  return find (code) >= 0;
}

/**
 * vidimus_document_type_get_name:
 * @code: (nullable): what the service said
 *
 * A service may learn types that this program does not know: they are shown as they are.
 *
 * Returns: (nullable): the translated name, or @code itself when unknown
 */
const char *
vidimus_document_type_get_name (const char *code)
{
  int i = find (code);

  return i >= 0 ? _(types[i].name) : code;
}

/**
 * vidimus_document_type_get_size:
 * @code: (nullable): what the service said
 * @width: (out): the longer side as issued, in millimetres; 0 when unknown
 * @height: (out): the other
 *
 * Of a passport, one page: that with the data.
 *
 * Returns: whether @code is one of the nine
 */
gboolean
vidimus_document_type_get_size (const char *code,
                                double     *width,
                                double     *height)
{
  int i = find (code);

  *width = i >= 0 ? types[i].width : 0;
  *height = i >= 0 ? types[i].height : 0;

  return i >= 0;
}
