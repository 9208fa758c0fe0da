#include "vidimus-document-type.h"

#include <glib/gi18n-lib.h>

/* ISO/IEC 7810 ID-1, the size of a bank card; ICAO Doc 9303 part 4, the data page of a TD3 passport. */
#define ID1_MM 85.60, 53.98
#define TD3_MM 125.0, 88.0

static const struct
{
  const char *code;
  const char *name;
  double      width_mm; /* 0: no size that is documented */
  double      height_mm;
} types[VIDIMUS_N_DOCUMENT_TYPES] = {
  { "peru_id_card", N_("Peruvian identity card"), ID1_MM },
  { "cambodian_id_card", N_("Cambodian identity card"), ID1_MM },
  { "hongkong_id_card", N_("Hong Kong identity card"), ID1_MM },
  { "macao_id_card", N_("Macao identity card"), ID1_MM },
  { "myanmar_driver_license", N_("Myanmar driving licence"), ID1_MM },
  { "myanmar_id_card", N_("Myanmar identity card"), 0.0, 0.0 }, /* paper, laminated, of several makes */
  { "passport", N_("Passport"), TD3_MM },
  { "thailand_id_card", N_("Thai identity card"), ID1_MM },
  { "id_card", N_("Resident identity card (China)"), ID1_MM },
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
 * @width_mm: (out): the long side of the document (of a passport: of its data page)
 * @height_mm: (out): the short side
 *
 * Returns: %FALSE when the type is unknown or has no documented size
 */
gboolean
vidimus_document_type_get_size (const char *code,
                                double     *width_mm,
                                double     *height_mm)
{
  int i = find (code);

  if (i < 0 || types[i].width_mm <= 0.0)
    return FALSE;

  *width_mm = types[i].width_mm;
  *height_mm = types[i].height_mm;

  return TRUE;
}
