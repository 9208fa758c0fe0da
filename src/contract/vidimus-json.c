#include "vidimus-json.h"

#include <math.h>
#include <string.h>

/* json-glib's parser recurses, so that a few hundred KB of brackets would end the stack; the contract nests to 5. */
#define MAX_DEPTH 64

static gboolean
refuse (GError     **error,
        const char  *why,
        gsize        offset)
{
  g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, "%s at byte %" G_GSIZE_FORMAT, why, offset);

  return FALSE;
}

/* The end of the string that opens at @i, or 0. */
static gsize
skip_string (const char *json,
             gsize       length,
             gsize       i)
{
  for (i++; i < length; i++)
    {
      if (json[i] == '"')
        return i;
      if ((guchar) json[i] < 0x20)
        return 0;
      if (json[i] == '\\' && (++i >= length || strchr ("\"\\/bfnrtu", json[i]) == NULL || json[i] == '\0'))
        return 0;
    }

  return 0;
}

static gsize
skip_digits (const char *json,
             gsize       length,
             gsize       i)
{
  while (i < length && g_ascii_isdigit (json[i]))
    i++;

  return i;
}

/* The last character of the number that begins at @i, or 0: json-glib would take 01, which it reads as 1, and “1.” and “.5”. */
static gsize
skip_number (const char *json,
             gsize       length,
             gsize       i)
{
  gsize whole = i + (json[i] == '-'), end = skip_digits (json, length, whole);

  if (end == whole || (json[whole] == '0' && end > whole + 1))
    return 0;
  if (end < length && json[end] == '.')
    {
      gsize fraction = end + 1;

      end = skip_digits (json, length, fraction);
      if (end == fraction)
        return 0;
    }
  if (end < length && (json[end] == 'e' || json[end] == 'E'))
    {
      gsize exponent = end + 1 + (end + 1 < length && (json[end + 1] == '+' || json[end + 1] == '-'));

      end = skip_digits (json, length, exponent);
      if (end == exponent)
        return 0;
    }

  return end - 1;
}

/*
 * One value, an object or an array, not nested too deep, with nothing outside strings that JSON has no use for:
 * json-glib would take comments, assignments and several values in a row.
 */
static gboolean
check_outline (const char  *json,
               gsize        length,
               GError     **error)
{
  static const char letters[] = "{}[]:,\"+-.0123456789eEtrufalsn \t\r\n";
  gboolean allowed[256] = { FALSE, };
  gboolean begun = FALSE;
  int depth = 0;

  for (gsize i = 0; letters[i] != '\0'; i++)
    allowed[(guchar) letters[i]] = TRUE;

  for (gsize i = 0; i < length; i++)
    {
      char c = json[i];

      if (!allowed[(guchar) c])
        return refuse (error, "An unexpected character", i);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        continue;
      if (depth == 0 && (begun || (c != '{' && c != '[')))
        return refuse (error, begun ? "Something after the end" : "Neither an object nor an array", i);

      begun = TRUE;
      if (c == '{' || c == '[')
        depth++;
      else if (c == '}' || c == ']')
        depth--;
      else if (c == '"' && (i = skip_string (json, length, i)) == 0)
        return refuse (error, "An unfinished string", length);
      else if (strchr ("+-.0123456789", c) != NULL && (i = skip_number (json, length, i)) == 0)
        return refuse (error, "No number", length);

      if (depth > MAX_DEPTH)
        return refuse (error, "Nested too deep", i);
    }

  return begun && depth == 0 ? TRUE : refuse (error, begun ? "An early end" : "Nothing", length);
}

/**
 * vidimus_json_parse:
 * @json: any bytes
 * @length: of @json; -1 when it ends with a zero
 *
 * Reads what RFC 8259 calls JSON, with an object or an array at the top, nested at most 64 deep. Nothing that a
 * stranger sends makes it recurse further or read on after the end.
 *
 * Returns: (transfer full): the tree, or %NULL with a %JSON_PARSER_ERROR
 */
JsonNode *
vidimus_json_parse (const char  *json,
                    gssize       length,
                    GError     **error)
{
  g_autoptr(JsonParser) parser = NULL;
  gsize size;

  g_return_val_if_fail (json != NULL || length == 0, NULL);

  size = length < 0 ? strlen (json) : (gsize) length;
  if (!check_outline (json, size, error))
    return NULL;
  if (!g_utf8_validate_len (json, size, NULL))
    {
      refuse (error, "Text that is not UTF-8", 0);
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, json, size, error))
    return NULL;

  return json_parser_steal_root (parser);
}

static void
write_string (GString    *out,
              const char *s)
{
  g_string_append_c (out, '"');
  for (; *s != '\0'; s++)
    {
      const char *end = s;

      while (*end != '\0' && *end != '"' && *end != '\\' && (guchar) *end >= 0x20)
        end++;
      g_string_append_len (out, s, end - s);
      s = end;

      if (*s == '\0')
        break;
      else if (*s == '"' || *s == '\\')
        g_string_append_printf (out, "\\%c", *s);
      else if (*s == '\n')
        g_string_append (out, "\\n");
      else if (*s == '\t')
        g_string_append (out, "\\t");
      else if (*s == '\r')
        g_string_append (out, "\\r");
      else
        g_string_append_printf (out, "\\u%04x", (guchar) *s);
    }
  g_string_append_c (out, '"');
}

/* The shorter of two forms that reads back as the same number, with a point whatever the locale. */
static void
write_double (GString *out,
              double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value)) /* JSON has no word for it */
    {
      g_string_append (out, "null");
      return;
    }

  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_formatd (text, sizeof text, "%.17g", value);
  g_string_append (out, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

static void
write_value (GString  *out,
             JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      write_string (out, json_node_get_string (node));
      break;
    case G_TYPE_BOOLEAN:
      g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
      break;
    case G_TYPE_DOUBLE:
      write_double (out, json_node_get_double (node));
      break;
    default:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
    }
}

static void
write_break (GString  *out,
             gboolean  pretty,
             int       depth)
{
  if (!pretty)
    return;

  g_string_append_c (out, '\n');
  for (int i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

/* A list without objects or lists in it stands on one line: a corner, a list of numbers. */
static gboolean
is_flat (JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node))
        return FALSE;
    }

  return TRUE;
}

static void write_node (GString  *out,
                        JsonNode *node,
                        gboolean  pretty,
                        int       depth);

static void
write_array (GString   *out,
             JsonArray *array,
             gboolean   pretty,
             int        depth)
{
  guint n = json_array_get_length (array);
  gboolean broken = pretty && !is_flat (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, pretty && !broken ? ", " : ",");
      write_break (out, broken, depth + 1);
      write_node (out, json_array_get_element (array, i), pretty, depth + 1);
    }
  if (n > 0)
    write_break (out, broken, depth);
  g_string_append_c (out, ']');
}

static void
write_object (GString    *out,
              JsonObject *object,
              gboolean    pretty,
              int         depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean any = FALSE;

  g_string_append_c (out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      if (any)
        g_string_append_c (out, ',');
      any = TRUE;
      write_break (out, pretty, depth + 1);
      write_string (out, name);
      g_string_append (out, pretty ? ": " : ":");
      write_node (out, member, pretty, depth + 1);
    }
  if (any)
    write_break (out, pretty, depth);
  g_string_append_c (out, '}');
}

static void
write_node (GString  *out,
            JsonNode *node,
            gboolean  pretty,
            int       depth)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (out, json_node_get_object (node), pretty, depth);
      break;
    case JSON_NODE_ARRAY:
      write_array (out, json_node_get_array (node), pretty, depth);
      break;
    case JSON_NODE_VALUE:
      write_value (out, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (out, "null");
    }
}

/**
 * vidimus_json_to_string:
 * @pretty: in lines of two spaces' indent, for people; else in one line without spaces, for the wire
 *
 * Members keep their order. Numbers have a point in every locale and no more digits than they need (0.979, where
 * json-glib writes 0.97899999999999998); what is no number becomes null.
 *
 * Returns: (transfer full): UTF-8
 */
char *
vidimus_json_to_string (JsonNode *node,
                        gboolean  pretty)
{
  GString *out;

  g_return_val_if_fail (node != NULL, NULL);

  out = g_string_new (NULL);
  write_node (out, node, pretty, 0);

  return g_string_free (out, FALSE);
}

/** vidimus_json_add_text: a member of the object that is being built; null where there is no @text. */
void
vidimus_json_add_text (JsonBuilder *builder,
                       const char  *name,
                       const char  *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

/** vidimus_json_add_quad: a member of the object that is being built: four pairs, to the hundredth of a pixel. */
void
vidimus_json_add_quad (JsonBuilder       *builder,
                       const char        *name,
                       const VidimusQuad *quad)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (int i = 0; i < 4; i++)
    {
      json_builder_begin_array (builder);
      json_builder_add_double_value (builder, round (quad->corners[i].x * 100.0) / 100.0);
      json_builder_add_double_value (builder, round (quad->corners[i].y * 100.0) / 100.0);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}
