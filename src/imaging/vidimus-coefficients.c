/* Undoing the entropy coding of a large JPEG takes most of the time of decoding it, and has to be done once for the whole
 * file; making pixels of it is cheap where they are few: all of them at a quarter of the size, some at full size. */
#include "vidimus-coefficients-private.h"

#include "vidimus-clones.h"

#include <setjmp.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#define MOST_BYTES (96 * 1024 * 1024) /* of coefficients; above, pixels are smaller */
#define MOST_SCANS 500                /* of a progressive file; more are meant to waste time */
#define COMPONENTS 3

typedef struct
{
  struct jpeg_error_mgr manager; /* first: libjpeg knows only this */
  jmp_buf               failed;
} Failure;

struct _VidimusCoefficients
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_progress_mgr      progress;
  Failure                       failure;
  GBytes                       *bytes;   /* owned */
  jvirt_barray_ptr             *arrays;  /* libjpeg's */
  float                         factors[COMPONENTS][DCTSIZE2];
};

static void
error_exit_cb (j_common_ptr jpeg)
{
  longjmp (((Failure *) jpeg->err)->failed, 1);
}

/* A warning means that pixels would be made up, but for bytes between the last scan line and the end marker. */
static void
emit_message_cb (j_common_ptr jpeg,
                 int          level)
{
  if (level < 0 && jpeg->err->msg_code != JWRN_EXTRANEOUS_DATA)
    longjmp (((Failure *) jpeg->err)->failed, 1);
}

static void
progress_cb (j_common_ptr jpeg)
{
  if (((j_decompress_ptr) jpeg)->input_scan_number > MOST_SCANS)
    longjmp (((Failure *) jpeg->err)->failed, 1);
}

static gboolean
is_suitable (const struct jpeg_decompress_struct *jpeg,
             int                                  width,
             int                                  height)
{
  gsize size = 0;

  gboolean colour = jpeg->num_components == COMPONENTS && jpeg->jpeg_color_space == JCS_YCbCr;
  gboolean grey = jpeg->num_components == 1 && jpeg->jpeg_color_space == JCS_GRAYSCALE;

  if ((int) jpeg->image_width != width || (int) jpeg->image_height != height || jpeg->data_precision != 8 ||
      (!colour && !grey))
    return FALSE;

  for (int i = 0; i < jpeg->num_components; i++)
    {
      const jpeg_component_info *component = jpeg->comp_info + i;

      if (jpeg->max_h_samp_factor % component->h_samp_factor != 0 || jpeg->max_v_samp_factor % component->v_samp_factor != 0)
        return FALSE;
      size += (gsize) component->width_in_blocks * component->height_in_blocks * sizeof (JBLOCK);
    }

  return size <= MOST_BYTES;
}

static gboolean
read_all (VidimusCoefficients *self,
          int                  width,
          int                  height)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->bytes, &length);

  jpeg_mem_src (&self->jpeg, data, length);
  jpeg_read_header (&self->jpeg, TRUE);
  jpeg_calc_output_dimensions (&self->jpeg);
  if (!is_suitable (&self->jpeg, width, height))
    return FALSE;

  self->arrays = jpeg_read_coefficients (&self->jpeg);
  for (int i = 0; i < self->jpeg.num_components; i++)
    {
      const JQUANT_TBL *table = self->jpeg.comp_info[i].quant_table;

      if (table == NULL)
        return FALSE;
      for (int k = 0; k < DCTSIZE2; k++)
        self->factors[i][k] = table->quantval[k];
    }

  return TRUE;
}

/**
 * vidimus_coefficients_new:
 * @bytes: a JPEG
 * @width: as its header was read
 * @height: likewise
 *
 * Returns: (transfer full) (nullable): %NULL when the file is damaged in any way, or of a kind (CMYK, huge) that is decoded
 *   as a whole
 */
VidimusCoefficients *
vidimus_coefficients_new (GBytes *bytes,
                          int     width,
                          int     height)
{
  VidimusCoefficients *self = g_new0 (VidimusCoefficients, 1);

  self->bytes = g_bytes_ref (bytes);
  self->jpeg.err = jpeg_std_error (&self->failure.manager);
  self->failure.manager.error_exit = error_exit_cb;
  self->failure.manager.emit_message = emit_message_cb;
  if (setjmp (self->failure.failed) == 0)
    {
      jpeg_create_decompress (&self->jpeg);
      self->progress.progress_monitor = progress_cb;
      self->jpeg.progress = &self->progress;
      if (read_all (self, width, height))
        return self;
    }

  vidimus_coefficients_free (self);

  return NULL;
}

/**
 * vidimus_coefficients_free:
 * @self: (transfer full): coefficients
 */
void
vidimus_coefficients_free (VidimusCoefficients *self)
{
  jpeg_destroy_decompress (&self->jpeg);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* A rectangle of one component's samples, in whole blocks. */
typedef struct
{
  guint8 *data;     /* owned */
  gsize   stride;
  int     left;     /* of the first sample */
  int     top;
  int     across;   /* pixels of the picture beside each other on one sample: 1, 2, 4 */
  int     down;
  int     last_x;   /* of the samples that are part of the picture */
  int     last_y;
} Plane;

/* A component with fewer samples needs less reducing: libjpeg's rule. */
static int
block_side (const struct jpeg_decompress_struct *jpeg,
            const jpeg_component_info           *component,
            int                                  shrink)
{
  int side = DCTSIZE / shrink;

  for (int i = 1; side < DCTSIZE && jpeg->max_h_samp_factor % (component->h_samp_factor * 2 * i) == 0 &&
                  jpeg->max_v_samp_factor % (component->v_samp_factor * 2 * i) == 0; i *= 2)
    side *= 2;

  return side;
}

static int
divide_up (int a,
           int b)
{
  return (a + b - 1) / b;
}

/* Makes the samples under the region, and one around it. */
static gboolean
fill_plane (const VidimusCoefficients *self,
            int                        i,
            int                        shrink,
            int                        x,
            int                        y,
            int                        width,
            int                        height,
            Plane                     *plane)
{
  struct jpeg_decompress_struct *jpeg = (struct jpeg_decompress_struct *) &self->jpeg;
  const jpeg_component_info *component = jpeg->comp_info + i;
  int side = block_side (jpeg, component, shrink);
  int first_column, last_column, first_row, last_row;

  plane->across = jpeg->max_h_samp_factor * DCTSIZE / (component->h_samp_factor * side * shrink);
  plane->down = jpeg->max_v_samp_factor * DCTSIZE / (component->v_samp_factor * side * shrink);
  plane->last_x = divide_up (divide_up ((int) jpeg->image_width, shrink), plane->across) - 1;
  plane->last_y = divide_up (divide_up ((int) jpeg->image_height, shrink), plane->down) - 1;
  first_column = MAX (x / plane->across - 1, 0) / side;
  first_row = MAX (y / plane->down - 1, 0) / side;
  last_column = MIN (MIN ((x + width - 1) / plane->across + 1, plane->last_x) / side, (int) component->width_in_blocks - 1);
  last_row = MIN (MIN ((y + height - 1) / plane->down + 1, plane->last_y) / side, (int) component->height_in_blocks - 1);

  plane->left = first_column * side;
  plane->top = first_row * side;
  plane->stride = (gsize) (last_column - first_column + 1) * (gsize) side;
  plane->data = malloc (plane->stride * (gsize) (last_row - first_row + 1) * (gsize) side);
  if (plane->data == NULL)
    return FALSE;

  for (int row = first_row; row <= last_row; row++)
    {
      JBLOCKARRAY blocks = jpeg->mem->access_virt_barray ((j_common_ptr) jpeg, self->arrays[i], (JDIMENSION) row, 1, FALSE);

      vidimus_blocks_to_pixels ((const gint16 (*)[DCTSIZE2]) blocks[0] + first_column, last_column - first_column + 1,
                                self->factors[i], side,
                                plane->data + (gsize) (row - first_row) * (gsize) side * plane->stride, plane->stride);
    }

  return TRUE;
}

static inline const guint8 *
plane_row (const Plane *plane,
           int          y)
{
  return plane->data + (gsize) (CLAMP (y, 0, plane->last_y) - plane->top) * plane->stride - plane->left;
}

/* Between two rows of samples: in quarters, ¾ of the nearer and ¼ of the farther. */
static inline void
mix_rows (const Plane *plane,
          int          y,
          int          first,
          int          last,
          guint16     *out)
{
  const guint8 *near = plane_row (plane, y / plane->down);
  const guint8 *far = plane->down == 2 ? plane_row (plane, y / 2 + (y % 2 == 0 ? -1 : 1)) : near;

  for (int i = first; i <= last; i++)
    out[i - first] = (guint16) (3 * near[i] + far[i]);
}

/* One row of the region: every pixel is ¾ of the nearer sample and ¼ of the farther where there are half as many (libjpeg's
 * “fancy” upsampling), the nearest one where there are fewer still. @mixed has room for a sample a pixel and four. */
VIDIMUS_CLONES static void
spread_row (const Plane *plane,
            int          x,
            int          y,
            int          width,
            guint16     *mixed,
            guint8      *out)
{
  int first = x / plane->across, last = (x + width - 1) / plane->across;

  if (plane->across == 1 && plane->down == 1)
    {
      memcpy (out, plane_row (plane, y) + x, (gsize) width);
      return;
    }

  mix_rows (plane, y, first, last, mixed + 1);
  mix_rows (plane, y, MAX (first - 1, 0), MAX (first - 1, 0), mixed);
  mix_rows (plane, y, MIN (last + 1, plane->last_x), MIN (last + 1, plane->last_x), mixed + 2 + last - first);
  mixed++;
  if (plane->across == 2)
    {
      for (int i = x % 2; i < width; i += 2) /* left halves of samples */
        out[i] = (guint8) ((3 * mixed[(x + i) / 2 - first] + mixed[(x + i) / 2 - first - 1] + 8) >> 4);
      for (int i = 1 - x % 2; i < width; i += 2) /* right halves */
        out[i] = (guint8) ((3 * mixed[(x + i) / 2 - first] + mixed[(x + i) / 2 - first + 1] + 8) >> 4);
    }
  else
    for (int i = 0; i < width; i++)
      out[i] = (guint8) ((mixed[(x + i) / plane->across - first] + 2) >> 2);
}

static void
assemble (const Plane          *planes,
          int                   n,
          int                   x,
          int                   y,
          guint8               *const rows[COMPONENTS],
          guint16              *mixed,
          struct vidimus_image *out)
{
  for (int row = 0; row < out->height; row++)
    {
      guint8 *to = vidimus_image_at (out, 0, row);

      for (int i = 0; i < n; i++)
        spread_row (planes + i, x, y + row, out->width, mixed, rows[i]);
      if (n == COMPONENTS)
        vidimus_colours_to_rgb (rows[0], rows[1], rows[2], out->width, to);
      else
        for (int i = 0; i < out->width; i++, to += 3)
          memset (to, rows[0][i], 3);
    }
}

/**
 * vidimus_coefficients_read:
 *
 * As vidimus_source_read(), for a region that lies in the picture.
 */
bool
vidimus_coefficients_read (const VidimusCoefficients *self,
                           int                        shrink,
                           int                        x,
                           int                        y,
                           int                        width,
                           int                        height,
                           struct vidimus_image      *out)
{
  Plane planes[COMPONENTS] = { { 0 } };
  guint8 *rows[COMPONENTS] = { malloc ((gsize) width), malloc ((gsize) width), malloc ((gsize) width) };
  guint16 *mixed = malloc (((gsize) width + 4) * sizeof *mixed);
  int n = self->jpeg.num_components;
  gboolean ok = rows[0] != NULL && rows[1] != NULL && rows[2] != NULL && mixed != NULL &&
                vidimus_image_alloc (out, width, height, 3);

  for (int i = 0; i < n && ok; i++)
    ok = fill_plane (self, i, shrink, x, y, width, height, planes + i);
  if (ok)
    assemble (planes, n, x, y, rows, mixed, out);
  else
    vidimus_image_free (out);

  for (int i = 0; i < COMPONENTS; i++)
    {
      free (planes[i].data);
      free (rows[i]);
    }
  free (mixed);

  return ok;
}
