#include "vidimus-pyramid.h"

#include "vidimus-resample.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Side of a tile, and how far it reaches under its right and lower neighbour: an edge that falls
 * between two pixels of the screen is then drawn over the neighbour's own pixels, so no seam shows. */
#define TILE    512
#define OVERLAP 2

/* The smallest level is one tile of at most this side: the thumbnail. */
#define SMALLEST 256

/* Surfaces that are kept for cairo, about a megabyte each; a frame that needs more keeps them all the same. */
#define MAX_SURFACES 48

typedef struct
{
  cairo_surface_t *surface; /* owned */
  guint            frame;   /* that last drew it */
} Surface;

typedef struct
{
  int         width;
  int         height;
  int         columns;
  int         rows;
  GPtrArray  *tiles; /* of GdkTexture, row by row */
} Level;

struct _VidimusPyramid
{
  GObject parent_instance;

  GArray     *levels;   /* of Level; the first is the picture itself, each next is half of it */
  GHashTable *surfaces; /* of Surface by GdkTexture; only what cairo drew lately */
  guint       frame;
};

G_DEFINE_FINAL_TYPE (VidimusPyramid, vidimus_pyramid, G_TYPE_OBJECT)

static void
level_clear (gpointer data)
{
  Level *level = data;

  g_clear_pointer (&level->tiles, g_ptr_array_unref);
}

static void
surface_free (gpointer data)
{
  Surface *surface = data;

  cairo_surface_destroy (surface->surface);
  g_free (surface);
}

static void
vidimus_pyramid_finalize (GObject *object)
{
  VidimusPyramid *self = VIDIMUS_PYRAMID (object);

  g_clear_pointer (&self->surfaces, g_hash_table_unref);
  g_clear_pointer (&self->levels, g_array_unref);

  G_OBJECT_CLASS (vidimus_pyramid_parent_class)->finalize (object);
}

static void
vidimus_pyramid_class_init (VidimusPyramidClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_pyramid_finalize;
}

static void
vidimus_pyramid_init (VidimusPyramid *self)
{
  self->levels = g_array_new (FALSE, TRUE, sizeof (Level));
  g_array_set_clear_func (self->levels, level_clear);
  self->surfaces = g_hash_table_new_full (NULL, NULL, NULL, surface_free);
}

static void
free_pixels (gpointer data)
{
  free (data);
}

/* Cuts three-channel pixels into textures that share their memory. */
static void
add_level (VidimusPyramid             *self,
           const struct vidimus_image *image,
           GBytes                     *pixels)
{
  Level level = {
    .width = image->width,
    .height = image->height,
    .columns = (image->width + TILE - 1) / TILE,
    .rows = (image->height + TILE - 1) / TILE,
    .tiles = g_ptr_array_new_with_free_func (g_object_unref),
  };

  for (int row = 0; row < level.rows; row++)
    for (int column = 0; column < level.columns; column++)
      {
        int x = column * TILE, y = row * TILE;
        int width = MIN (TILE + OVERLAP, image->width - x);
        int height = MIN (TILE + OVERLAP, image->height - y);
        gsize offset = (gsize) y * image->stride + (gsize) x * 3;
        gsize length = (gsize) (height - 1) * image->stride + (gsize) width * 3;
        g_autoptr(GBytes) bytes = g_bytes_new_from_bytes (pixels, offset, length);

        g_ptr_array_add (level.tiles, gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8,
                                                              bytes, image->stride));
      }

  g_array_append_val (self->levels, level);
}

/* The picture's pixels without the fourth channel, which is not to be shown. */
static gboolean
drop_fourth_channel (const struct vidimus_image *image,
                     struct vidimus_image       *out)
{
  if (!vidimus_image_alloc (out, image->width, image->height, 3))
    return FALSE;

  for (int y = 0; y < image->height; y++)
    {
      const guint8 *from = vidimus_image_at (image, 0, y);
      guint8 *to = vidimus_image_at (out, 0, y);

      for (int x = 0; x < image->width; x++, from += 4, to += 3)
        {
          to[0] = from[0];
          to[1] = from[1];
          to[2] = from[2];
        }
    }

  return TRUE;
}

static GBytes *
take_pixels (const struct vidimus_image *image)
{
  return g_bytes_new_with_free_func (image->data, image->stride * (gsize) image->height,
                                     free_pixels, image->data);
}

static void
pyramid_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  VidimusPicture *picture = VIDIMUS_PICTURE (source);
  struct vidimus_image image = vidimus_picture_get_image (picture);
  g_autoptr(VidimusPyramid) self = g_object_new (VIDIMUS_TYPE_PYRAMID, NULL);
  g_autoptr(GBytes) pixels = NULL;
  gboolean enough = TRUE;

  if (image.channels == 3)
    {
      pixels = g_bytes_ref (vidimus_picture_get_pixels (picture));
    }
  else
    {
      struct vidimus_image opaque;

      enough = drop_fourth_channel (&image, &opaque);
      if (enough)
        {
          image = opaque;
          pixels = take_pixels (&image);
        }
    }

  if (enough)
    add_level (self, &image, pixels);

  while (enough && (image.width > SMALLEST || image.height > SMALLEST))
    {
      struct vidimus_image half;

      enough = vidimus_image_scale (&image, (image.width + 1) / 2, (image.height + 1) / 2, &half);
      if (enough)
        {
          g_clear_pointer (&pixels, g_bytes_unref); /* its tiles keep it */
          pixels = take_pixels (&half);
          add_level (self, &half, pixels);
          image = half;
        }
    }

  if (enough)
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                             _("There is not enough memory to show this picture"));
}

/* What a picture carries: its pyramid, or those who wait for it. Main thread only. */
typedef struct
{
  VidimusPyramid *pyramid; /* owned, nullable */
  GPtrArray      *waiting; /* of GTask */
} Build;

static gboolean
build_free_cb (gpointer data)
{
  Build *build = data;

  g_clear_object (&build->pyramid);
  g_ptr_array_unref (build->waiting);
  g_free (build);

  return G_SOURCE_REMOVE;
}

/* A picture may end in a thread that worked on it; textures belong to the main thread. */
static void
build_free (gpointer data)
{
  g_main_context_invoke (NULL, build_free_cb, data);
}

static GQuark
build_quark (void)
{
  return g_quark_from_static_string ("vidimus-pyramid-build");
}

static void
pyramid_built_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Build *build = g_object_get_qdata (object, build_quark ());
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&build->waiting);

  build->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  build->pyramid = g_task_propagate_pointer (G_TASK (result), &error);

  for (guint i = 0; i < waiting->len; i++)
    {
      if (build->pyramid != NULL)
        g_task_return_pointer (waiting->pdata[i], g_object_ref (build->pyramid), g_object_unref);
      else
        g_task_return_error (waiting->pdata[i], g_error_copy (error));
    }
}

/**
 * vidimus_pyramid_get_async:
 *
 * The textures of @picture, made in a thread by the first who asks and kept with it.
 */
void
vidimus_pyramid_get_async (VidimusPicture      *picture,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (picture, cancellable, callback, user_data);
  Build *build = g_object_get_qdata (G_OBJECT (picture), build_quark ());

  g_task_set_source_tag (task, vidimus_pyramid_get_async);

  if (build != NULL && build->pyramid != NULL)
    {
      g_task_return_pointer (task, g_object_ref (build->pyramid), g_object_unref);
      return;
    }

  if (build == NULL)
    {
      build = g_new0 (Build, 1);
      build->waiting = g_ptr_array_new_with_free_func (g_object_unref);
      g_object_set_qdata_full (G_OBJECT (picture), build_quark (), build, build_free);
    }

  g_ptr_array_add (build->waiting, g_steal_pointer (&task));
  if (build->waiting->len == 1)
    {
      g_autoptr(GTask) work = g_task_new (picture, NULL, pyramid_built_cb, NULL);

      g_task_run_in_thread (work, pyramid_thread);
    }
}

/**
 * vidimus_pyramid_get_finish:
 *
 * Returns: (transfer full): the textures, or %NULL with @error set
 */
VidimusPyramid *
vidimus_pyramid_get_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

VidimusPyramid *
vidimus_pyramid_peek (VidimusPicture *picture)
{
  Build *build = g_object_get_qdata (G_OBJECT (picture), build_quark ());

  return build != NULL ? build->pyramid : NULL;
}

static const Level *
get_level (VidimusPyramid *self,
           guint           index)
{
  return &g_array_index (self->levels, Level, index);
}

int
vidimus_pyramid_get_width (VidimusPyramid *self)
{
  return get_level (self, 0)->width;
}

int
vidimus_pyramid_get_height (VidimusPyramid *self)
{
  return get_level (self, 0)->height;
}

/**
 * vidimus_pyramid_get_thumbnail:
 *
 * Returns: (transfer none): the whole picture, at most 256 pixels a side
 */
GdkTexture *
vidimus_pyramid_get_thumbnail (VidimusPyramid *self)
{
  return g_ptr_array_index (get_level (self, self->levels->len - 1)->tiles, 0);
}

/* The smallest level that still has a pixel for each pixel of the screen. */
static guint
choose_level (VidimusPyramid *self,
              double          scale)
{
  guint index = 0;

  while (index + 1 < self->levels->len && scale <= 0.5)
    {
      scale *= 2.0;
      index++;
    }

  return index;
}

typedef void (*TileFunc) (VidimusPyramid        *self,
                          GdkTexture            *tile,
                          const graphene_rect_t *bounds,
                          gpointer               user_data);

/* Calls @func for each tile that is seen, of the level that suits @scale, with its place in the picture. */
static void
foreach_tile (VidimusPyramid        *self,
              const graphene_rect_t *visible,
              double                 scale,
              TileFunc               func,
              gpointer               user_data)
{
  const Level *level = get_level (self, choose_level (self, scale));
  double x_unit = (double) vidimus_pyramid_get_width (self) / level->width;
  double y_unit = (double) vidimus_pyramid_get_height (self) / level->height;
  int first_column = MAX (0, (int) floor (visible->origin.x / x_unit / TILE));
  int first_row = MAX (0, (int) floor (visible->origin.y / y_unit / TILE));
  double right = visible->origin.x + visible->size.width;
  double bottom = visible->origin.y + visible->size.height;

  for (int row = first_row; row < level->rows && row * TILE * y_unit < bottom; row++)
    for (int column = first_column; column < level->columns && column * TILE * x_unit < right; column++)
      {
        GdkTexture *tile = g_ptr_array_index (level->tiles, row * level->columns + column);

        func (self, tile,
              &GRAPHENE_RECT_INIT (column * TILE * x_unit, row * TILE * y_unit,
                                   gdk_texture_get_width (tile) * x_unit,
                                   gdk_texture_get_height (tile) * y_unit),
              user_data);
      }
}

static void
append_tile (VidimusPyramid        *self,
             GdkTexture            *tile,
             const graphene_rect_t *bounds,
             gpointer               user_data)
{
  gtk_snapshot_append_texture (user_data, tile, bounds);
}

/**
 * vidimus_pyramid_snapshot:
 * @snapshot: its units are the picture's pixels
 * @visible: the part that is seen, in the picture's pixels
 * @scale: device pixels per pixel of the picture
 *
 * Appends what is seen; nothing is made or copied.
 */
void
vidimus_pyramid_snapshot (VidimusPyramid        *self,
                          GtkSnapshot           *snapshot,
                          const graphene_rect_t *visible,
                          double                 scale)
{
  foreach_tile (self, visible, scale, append_tile, snapshot);
}

static cairo_surface_t *
get_surface (VidimusPyramid *self,
             GdkTexture     *tile)
{
  Surface *entry = g_hash_table_lookup (self->surfaces, tile);

  if (entry == NULL)
    {
      entry = g_new0 (Surface, 1);
      entry->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, gdk_texture_get_width (tile),
                                                   gdk_texture_get_height (tile));
      gdk_texture_download (tile, cairo_image_surface_get_data (entry->surface),
                            (gsize) cairo_image_surface_get_stride (entry->surface));
      cairo_surface_mark_dirty (entry->surface);
      g_hash_table_insert (self->surfaces, tile, entry);
    }
  entry->frame = self->frame;

  return entry->surface;
}

static void
draw_tile (VidimusPyramid        *self,
           GdkTexture            *tile,
           const graphene_rect_t *bounds,
           gpointer               user_data)
{
  cairo_t *cr = user_data;

  cairo_save (cr);
  cairo_translate (cr, bounds->origin.x, bounds->origin.y);
  cairo_scale (cr, bounds->size.width / gdk_texture_get_width (tile),
               bounds->size.height / gdk_texture_get_height (tile));
  cairo_set_source_surface (cr, get_surface (self, tile), 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_rectangle (cr, 0, 0, gdk_texture_get_width (tile), gdk_texture_get_height (tile));
  cairo_fill (cr);
  cairo_restore (cr);
}

static gboolean
is_stale (gpointer key,
          gpointer value,
          gpointer user_data)
{
  return ((Surface *) value)->frame != VIDIMUS_PYRAMID (user_data)->frame;
}

/**
 * vidimus_pyramid_draw:
 * @cr: its units are the picture's pixels
 *
 * The same with cairo, for where cairo renders the window anyway: GTK 4.8 would convert every texture for every frame
 * and reduce it with cairo's best filter, which takes ten times as long as the plain one that suffices here.
 */
void
vidimus_pyramid_draw (VidimusPyramid        *self,
                      cairo_t               *cr,
                      const graphene_rect_t *visible,
                      double                 scale)
{
  self->frame++;
  foreach_tile (self, visible, scale, draw_tile, cr);
  if (g_hash_table_size (self->surfaces) > MAX_SURFACES)
    g_hash_table_foreach_remove (self->surfaces, is_stale, self);
}
