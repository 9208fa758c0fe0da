/* Real pictures: what a truth file says of them, which half each is for, and what is known of it. */
#include "vidimus-specimen-source.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <string.h>

#include "vidimus-resample.h"

/* Larger ones are made smaller, as the drawn scenes are no larger. */
#define LONGEST 1600

/** vidimus_specimen_source_free: with what it owns. */
void
vidimus_specimen_source_free (VidimusSpecimenSource *self)
{
  g_free (self->file);
  g_free (self->path);
  g_free (self->type);
  g_free (self->layout);
  g_free (self);
}

/**
 * vidimus_specimen_source_half:
 * @address: where the picture was found, or its file
 *
 * By the last part of the address alone, so that a picture under two names is in one half.
 */
VidimusSpecimenHalf
vidimus_specimen_source_half (const char *address)
{
  g_autofree char *name = g_path_get_basename (address);

  return (g_str_hash (name) / 7 & 1) == 1 ? VIDIMUS_SPECIMEN_JUDGING : VIDIMUS_SPECIMEN_TUNING;
}

/* Templates and mock-ups, and the clean pictures by which a class of documents is registered: nobody has photographed them. */
static gboolean
is_artwork (const char *file,
            const char *address)
{
  static const char * const words[] = { "template", "mock", "unique_pool" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (file, words[i]) != NULL || strstr (address, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

static void
read_alarms (VidimusSpecimenSource *self,
             JsonObject            *alarms)
{
  for (int i = VIDIMUS_SPECIMEN_BLUR; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    {
      const char *key = vidimus_specimen_defect_key (i);

      self->known[i] = alarms == NULL || !json_object_has_member (alarms, key) ? -1
                       : json_object_get_boolean_member (alarms, key);
    }
}

static gboolean
read_quad (VidimusSpecimenSource *self,
           JsonObject            *object,
           double                 scale)
{
  JsonNode *node = json_object_get_member (object, "quad");
  JsonArray *corners = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (corners == NULL || json_array_get_length (corners) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      JsonNode *corner = json_array_get_element (corners, i);

      if (!JSON_NODE_HOLDS_ARRAY (corner) || json_array_get_length (json_node_get_array (corner)) != 2)
        return FALSE;
      self->quad.p[i].x = scale * json_array_get_double_element (json_node_get_array (corner), 0);
      self->quad.p[i].y = scale * json_array_get_double_element (json_node_get_array (corner), 1);
    }

  return vidimus_quad_area (&self->quad) > 0;
}

/**
 * vidimus_specimen_source_new:
 * @home: the folder that the truth's files are in
 *
 * Returns: (transfer full) (nullable): the picture that @object of a truth file tells of; %NULL where there is no such picture
 */
VidimusSpecimenSource *
vidimus_specimen_source_new (JsonObject *object,
                             const char *home)
{
  g_autoptr(VidimusSpecimenSource) self = g_new0 (VidimusSpecimenSource, 1);
  const char *file = json_object_get_string_member_with_default (object, "file", NULL);
  double scale;

  if (file == NULL)
    return NULL;
  self->file = g_strdup (file);
  self->path = g_build_filename (home, file, NULL);
  if (gdk_pixbuf_get_file_info (self->path, &self->width, &self->height) == NULL)
    return NULL;
  scale = MIN (1, (double) LONGEST / MAX (self->width, self->height));
  self->width = MAX (1, (int) lround (self->width * scale));
  self->height = MAX (1, (int) lround (self->height * scale));
  self->type = g_strdup (json_object_get_string_member_with_default (object, "type", NULL));
  self->layout = g_strdup (json_object_get_string_member_with_default (object, "layout", "photo"));
  self->turn = (int) json_object_get_int_member_with_default (object, "turn", g_str_equal (self->layout, "flat") ? 0 : -1);
  self->has_quad = read_quad (self, object, scale);
  if (g_str_equal (self->layout, "flat"))
    {
      self->has_quad = TRUE;
      self->quad = (struct vidimus_quad) { { { 0, 0 }, { self->width, 0 }, { self->width, self->height }, { 0, self->height } } };
    }
  read_alarms (self, json_object_has_member (object, "alarms") ? json_object_get_object_member (object, "alarms") : NULL);
  self->artwork = is_artwork (file, json_object_get_string_member_with_default (object, "source", ""));

  return g_steal_pointer (&self);
}

/** vidimus_specimen_source_is_card: whether it is flat and of a card's or a page's shape, not a figure that shows one. */
gboolean
vidimus_specimen_source_is_card (const VidimusSpecimenSource *self)
{
  double ratio = (double) MAX (self->width, self->height) / MIN (self->width, self->height);

  return g_str_equal (self->layout, "flat") && ratio > 1.3 && ratio < 1.75;
}

/**
 * vidimus_specimen_source_own:
 * @laid: it lies as a card on a ground, all of it in the frame
 * @enlarged: how many times larger it is seen than it is
 * @own: (out): of each defect, 1, 0 or −1, as in a recipe
 *
 * The one rule of what a real picture has of itself. What its truth says is so. Of the rest, artwork has nothing wrong with it,
 * but may look soft where it is enlarged, and left flat nobody can say whether its border is whole; a card on a ground has its
 * border. Whatever else is not known.
 */
void
vidimus_specimen_source_own (const VidimusSpecimenSource *self,
                             gboolean                     laid,
                             double                       enlarged,
                             int                         *own)
{
  gboolean flat = g_str_equal (self->layout, "flat");

  own[VIDIMUS_SPECIMEN_CLEAN] = 0;
  for (int i = VIDIMUS_SPECIMEN_BLUR; i < VIDIMUS_SPECIMEN_N_DEFECTS; i++)
    {
      gboolean without = i == VIDIMUS_SPECIMEN_BORDER ? flat && laid : flat && self->artwork;

      if (i == VIDIMUS_SPECIMEN_BLUR && enlarged > VIDIMUS_SPECIMEN_ENLARGED + 0.01)
        without = FALSE;
      own[i] = self->known[i] >= 0 ? self->known[i] : without ? 0 : -1;
    }
}

/* What is transparent is white. */
static gboolean
copy_pixels (GdkPixbuf            *pixbuf,
             struct vidimus_image *out)
{
  int channels = gdk_pixbuf_get_n_channels (pixbuf);

  if (!vidimus_image_alloc (out, gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf), 3))
    return FALSE;
  for (int y = 0; y < out->height; y++)
    {
      const guint8 *from = gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf);
      guint8 *to = vidimus_image_at (out, 0, y);

      for (int x = 0; x < out->width; x++, from += channels, to += 3)
        for (int c = 0; c < 3; c++)
          to[c] = (guint8) (channels == 4 ? (from[c] * from[3] + 255 * (255 - from[3]) + 127) / 255 : from[c]);
    }

  return TRUE;
}

/**
 * vidimus_specimen_source_load:
 * @out: (out): RGB, of the source's size, to be freed with vidimus_image_free()
 */
gboolean
vidimus_specimen_source_load (const VidimusSpecimenSource  *self,
                              struct vidimus_image         *out,
                              GError                      **error)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (self->path, error);
  struct vidimus_image full;
  gboolean ok;

  if (pixbuf == NULL)
    {
      g_prefix_error (error, "“%s” cannot be read: ", self->file);
      return FALSE;
    }
  ok = copy_pixels (pixbuf, &full);
  if (ok && (full.width != self->width || full.height != self->height))
    {
      ok = vidimus_image_scale (&full, self->width, self->height, out);
      vidimus_image_free (&full);
    }
  else
    *out = full;
  if (!ok)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM, "Memory is too short for “%s”", self->file);

  return ok;
}
