#include "vidimus-profiles.h"

#include "vidimus-cli-commands.h"
#include "vidimus-cli-print.h"
#include "vidimus-cli-service.h"

#include <glib/gi18n.h>
#include <stdio.h>

static const char *
describe_kind (VidimusProfile *profile)
{
  switch (vidimus_profile_get_kind (profile))
    {
    case VIDIMUS_PROFILE_LOCAL:
      return _("This computer");
    case VIDIMUS_PROFILE_HUAWEI:
      return _("Huawei Cloud");
    case VIDIMUS_PROFILE_OTHER:
    default:
      return _("Another host");
    }
}

/* Columns as wide as what is in them; the mark is before the name, so that it can be cut off. */
static char *
format (VidimusProfiles *profiles)
{
  GListModel *model = G_LIST_MODEL (profiles);
  GString *out = g_string_new (NULL);
  int widest_name = 0, widest_kind = 0;

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < g_list_model_get_n_items (model); i++)
      {
        g_autoptr(VidimusProfile) profile = g_list_model_get_item (model, i);
        g_autofree char *name = vidimus_cli_printable (vidimus_profile_get_name (profile));
        g_autofree char *endpoint = vidimus_profile_dup_endpoint (profile);
        g_autofree char *where = vidimus_cli_printable (endpoint != NULL ? endpoint : "");

        if (pass == 0)
          {
            widest_name = MAX (widest_name, vidimus_cli_text_columns (name));
            widest_kind = MAX (widest_kind, vidimus_cli_text_columns (describe_kind (profile)));
            continue;
          }
        g_string_append (out, profile == vidimus_profiles_get_current (profiles) ? "* " : "  ");
        vidimus_cli_append_padded (out, name, widest_name + 2);
        vidimus_cli_append_padded (out, describe_kind (profile), widest_kind + 2);
        g_string_append (out, where);
        while (g_str_has_suffix (out->str, " "))
          g_string_truncate (out, out->len - 1);
        g_string_append_c (out, '\n');
      }

  return g_string_free (out, FALSE);
}

/**
 * vidimus_cli_profiles:
 * @argv: from the name of the command on
 *
 * Returns: the exit status of the program
 */
int
vidimus_cli_profiles (int    argc,
                      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (_("— list the services that can be asked"));
  g_autoptr(VidimusProfiles) profiles = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_description (context, _("The star is before the one that the window asks. “--profile” takes the name."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return vidimus_cli_fail_usage (error->message);
  if (argc > 1)
    return vidimus_cli_fail_usage (_("“profiles” takes nothing."));

  profiles = vidimus_profiles_new (NULL);
  if (vidimus_profiles_get_problem (profiles) != NULL)
    g_printerr ("vidimus-cli: %s\n", vidimus_profiles_get_problem (profiles));
  text = format (profiles);
  if (printf ("%s", text) < 0 || fflush (stdout) != 0)
    return VIDIMUS_CLI_FAILED;

  return vidimus_profiles_get_problem (profiles) == NULL ? VIDIMUS_CLI_OK : VIDIMUS_CLI_FAILED;
}
