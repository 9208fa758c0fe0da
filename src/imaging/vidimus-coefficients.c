/* Undoing the entropy coding of a large JPEG takes most of the time of decoding it; making pixels of it is cheap where they are few: all of
 * them at a quarter of the size, some at full size. Of a baseline file it is undone anew for each region that is read (vidimus-scan.c);
 * of a progressive one, whose blocks are all over the file, once for all, which takes memory. */
#include "vidimus-coefficients-private.h"

#include "vidimus-planes-private.h"
#include "vidimus-scan-private.h"
#include "vidimus-source.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>

#define MOST_BYTES (96 * 1024 * 1024) /* of coefficients; above, pixels are smaller */
#define MOST_SCANS 500                /* of a progressive file; more are meant to waste time */
#define COMPONENTS VIDIMUS_SCAN_COMPONENTS

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
  GBytes                       *bytes;    /* owned */
  VidimusScan                  *scan;     /* owned, nullable */
  struct vidimus_image          overview; /* owned, where there is a scan: going through it once makes this, too */
  int                           shrink;   /* of the overview */
  jvirt_barray_ptr             *arrays;   /* libjpeg's, where there is none */
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

/* Blocks that lie beside each other in an MCU; in a file of one component that is one block. */
static int
blocks_across (const VidimusCoefficients *self,
               int                        i)
{
  return self->jpeg.num_components == 1 ? 1 : self->jpeg.comp_info[i].h_samp_factor;
}

static int
blocks_down (const VidimusCoefficients *self,
             int                        i)
{
  return self->jpeg.num_components == 1 ? 1 : self->jpeg.comp_info[i].v_samp_factor;
}

/* What is decoded for a region: rows of MCUs, and columns of VIDIMUS_SCAN_MCUS of them. */
typedef struct
{
  int first_row;
  int last_row;
  int first_column;
  int last_column;
} Extent;

/* The shape of a component's samples, and what holds those under the region and one around it. */
static void
find_extent (const VidimusCoefficients *self,
             int                        i,
             int                        shrink,
             int                        x,
             int                        y,
             int                        width,
             int                        height,
             VidimusPlane              *plane,
             Extent                    *extent)
{
  const struct jpeg_decompress_struct *jpeg = &self->jpeg;
  const jpeg_component_info *component = jpeg->comp_info + i;
  int side = block_side (jpeg, component, shrink);
  int column = VIDIMUS_SCAN_MCUS * blocks_across (self, i) * side, row = blocks_down (self, i) * side;

  plane->side = side;
  plane->across = jpeg->max_h_samp_factor * DCTSIZE / (component->h_samp_factor * side * shrink);
  plane->down = jpeg->max_v_samp_factor * DCTSIZE / (component->v_samp_factor * side * shrink);
  plane->last_x = divide_up (divide_up ((int) jpeg->image_width, shrink), plane->across) - 1;
  plane->last_y = divide_up (divide_up ((int) jpeg->image_height, shrink), plane->down) - 1;
  extent->first_column = MIN (extent->first_column, MAX (x / plane->across - 1, 0) / column);
  extent->first_row = MIN (extent->first_row, MAX (y / plane->down - 1, 0) / row);
  extent->last_column = MAX (extent->last_column, MIN ((x + width - 1) / plane->across + 1, plane->last_x) / column);
  extent->last_row = MAX (extent->last_row, MIN ((y + height - 1) / plane->down + 1, plane->last_y) / row);
}

static gboolean
plane_init (VidimusPlane              *plane,
            const VidimusCoefficients *self,
            int                        i,
            const Extent              *extent)
{
  int column = VIDIMUS_SCAN_MCUS * blocks_across (self, i) * plane->side, row = blocks_down (self, i) * plane->side;

  plane->left = extent->first_column * column;
  plane->top = extent->first_row * row;
  plane->stride = (gsize) (extent->last_column - extent->first_column + 1) * (gsize) column;
  plane->data = malloc (plane->stride * (gsize) (extent->last_row - extent->first_row + 1) * (gsize) row);

  return plane->data != NULL;
}

/* The same as vidimus_scan_decode(), from memory. */
static void
gather (const VidimusCoefficients *self,
        int                        i,
        int                        row,
        int                        column,
        VidimusScanBlocks         *blocks)
{
  struct jpeg_decompress_struct *jpeg = (struct jpeg_decompress_struct *) &self->jpeg;
  const jpeg_component_info *component = jpeg->comp_info + i;
  int first = column * (int) blocks->frequency, n = MIN ((int) blocks->frequency, (int) component->width_in_blocks - first);

  for (int j = 0; j < blocks->down && row * blocks->down + j < (int) component->height_in_blocks; j++)
    {
      JBLOCKARRAY from = jpeg->mem->access_virt_barray ((j_common_ptr) jpeg, self->arrays[i],
                                                        (JDIMENSION) (row * blocks->down + j), 1, FALSE);

      for (int k = 0; k < n; k++)
        for (gsize at = 0; at < DCTSIZE2; at++)
          blocks->data[(gsize) j * blocks->row + at * blocks->frequency + (gsize) k] = from[0][first + k][at];
    }
}

/* Makes the samples of one column of one row of MCUs. */
static gboolean
fill (const VidimusCoefficients *self,
      int                        row,
      int                        column,
      VidimusScanBlocks         *blocks,
      VidimusPlane              *planes)
{
  int n = self->jpeg.num_components;

  for (int i = 0; i < n; i++)
    vidimus_scan_blocks_zero (blocks + i);
  if (self->scan != NULL)
    {
      if (!vidimus_scan_decode (self->scan, row, column, blocks))
        return FALSE;
    }
  else
    for (int i = 0; i < n; i++)
      gather (self, i, row, column, blocks + i);

  for (int i = 0; i < n; i++)
    for (int j = 0; j < blocks[i].down; j++)
      {
        gsize y = (gsize) ((row * blocks[i].down + j) * planes[i].side - planes[i].top);
        gsize x = (gsize) column * blocks[i].frequency * (gsize) planes[i].side - (gsize) planes[i].left;

        vidimus_blocks_to_pixels (blocks[i].data + (gsize) j * blocks[i].row, blocks[i].frequency, (int) blocks[i].frequency,
                                  self->factors[i], planes[i].side, planes[i].data + y * planes[i].stride + x, planes[i].stride);
      }

  return TRUE;
}

static gboolean
fill_planes (const VidimusCoefficients *self,
             const Extent              *extent,
             VidimusPlane              *planes)
{
  VidimusScanBlocks blocks[COMPONENTS] = { { 0 } };
  int n = self->jpeg.num_components;
  gboolean ok = TRUE;

  for (int i = 0; i < n; i++)
    {
      vidimus_scan_blocks_init (blocks + i, blocks_across (self, i), blocks_down (self, i), planes[i].side);
      ok = plane_init (planes + i, self, i, extent) && ok && blocks[i].data != NULL;
    }
  for (int row = extent->first_row; row <= extent->last_row && ok; row++)
    for (int column = extent->first_column; column <= extent->last_column && ok; column++)
      ok = fill (self, row, column, blocks, planes);
  for (int i = 0; i < n; i++)
    vidimus_scan_blocks_clear (blocks + i);

  return ok;
}

static bool
read_region (const VidimusCoefficients *self,
             int                        shrink,
             int                        x,
             int                        y,
             int                        width,
             int                        height,
             struct vidimus_image      *out)
{
  VidimusPlane planes[COMPONENTS] = { { 0 } };
  Extent extent = { .first_row = G_MAXINT, .first_column = G_MAXINT };
  int n = self->jpeg.num_components;
  bool ok = vidimus_image_alloc (out, width, height, 3);

  for (int i = 0; i < n; i++)
    find_extent (self, i, shrink, x, y, width, height, planes + i, &extent);
  ok = ok && fill_planes (self, &extent, planes) && vidimus_planes_assemble (planes, n, x, y, out);
  if (!ok)
    vidimus_image_free (out);
  for (int i = 0; i < n; i++)
    free (planes[i].data);

  return ok;
}

static gboolean
is_suitable (const struct jpeg_decompress_struct *jpeg,
             int                                  width,
             int                                  height)
{
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
    }

  return TRUE;
}

static gboolean
fits_into_memory (const struct jpeg_decompress_struct *jpeg)
{
  gsize size = 0;

  for (int i = 0; i < jpeg->num_components; i++)
    size += (gsize) jpeg->comp_info[i].width_in_blocks * jpeg->comp_info[i].height_in_blocks * sizeof (JBLOCK);

  return size <= MOST_BYTES;
}

/* Whether there is a sound scan that will do instead of coefficients in memory. */
static gboolean
try_scan (VidimusCoefficients *self)
{
  int width = (int) self->jpeg.image_width, height = (int) self->jpeg.image_height;

  self->scan = vidimus_scan_new (&self->jpeg);
  if (self->scan == NULL)
    return FALSE;

  self->shrink = vidimus_source_shrink (MAX (width, height), VIDIMUS_SOURCE_OVERVIEW);
  if (read_region (self, self->shrink, 0, 0, divide_up (width, self->shrink), divide_up (height, self->shrink), &self->overview))
    return TRUE;

  g_clear_pointer (&self->scan, vidimus_scan_free);

  return FALSE;
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

  for (int i = 0; i < self->jpeg.num_components; i++)
    {
      const jpeg_component_info *component = self->jpeg.comp_info + i;
      const JQUANT_TBL *table = component->quant_tbl_no < NUM_QUANT_TBLS ? self->jpeg.quant_tbl_ptrs[component->quant_tbl_no] : NULL;

      if (table == NULL)
        return FALSE;
      for (int k = 0; k < DCTSIZE2; k++)
        self->factors[i][k] = table->quantval[k];
    }
  if (try_scan (self))
    return TRUE;
  if (!fits_into_memory (&self->jpeg))
    return FALSE;

  self->arrays = jpeg_read_coefficients (&self->jpeg);

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
  g_clear_pointer (&self->scan, vidimus_scan_free);
  vidimus_image_free (&self->overview);
  g_bytes_unref (self->bytes);
  g_free (self);
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
  if (self->overview.data == NULL || shrink != self->shrink)
    return read_region (self, shrink, x, y, width, height, out);

  if (!vidimus_image_alloc (out, width, height, 3))
    return false;
  for (int row = 0; row < height; row++)
    memcpy (vidimus_image_at (out, 0, row), vidimus_image_at (&self->overview, x, y + row), (gsize) width * 3);

  return true;
}
