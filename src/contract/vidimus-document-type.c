#include "vidimus-document-type.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *code;
  const char *name;
} types[VIDIMUS_N_DOCUMENT_TYPES] = {
  { "peru_id_card", N_("Peruvian identity card") },
  { "cambodian_id_card", N_("Cambodian identity card") },
  { "hongkong_id_card", N_("Hong Kong identity card") },
  { "macao_id_card", N_("Macao identity card") },
  { "myanmar_driver_license", N_("Myanmar driving licence") },
  { "myanmar_id_card", N_("Myanmar identity card") },
  { "passport", N_("Passport") },
  { "thailand_id_card", N_("Thai identity card") },
  { "id_card", N_("Resident identity card (China)") },
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
