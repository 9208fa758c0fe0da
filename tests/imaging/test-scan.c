/* A baseline scan has the coefficients that libjpeg finds in it, all of them, in whatever order its parts are asked for. */
#include "vidimus-scan-private.h"

#include "vidimus-image.h"

#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#define WIDTH 613 /* neither is a whole number of blocks */
#define HEIGHT 203

typedef struct
{
  const char *path;
  int         sampling;
  int         quality;
  gboolean    noise;    /* every coefficient, and numbers of many bits */
  const char *variable; /* of libjpeg-turbo’s environment */
  const char *value;
} Case;

static const Case cases[] = {
  { "/scan/420", TJSAMP_420, 90, FALSE, NULL, NULL },
  { "/scan/422", TJSAMP_422, 30, FALSE, NULL, NULL },
  { "/scan/411", TJSAMP_411, 95, FALSE, NULL, NULL },
  { "/scan/grey", TJSAMP_GRAY, 95, FALSE, NULL, NULL },
  { "/scan/noise", TJSAMP_444, 100, TRUE, NULL, NULL },
  { "/scan/own-codes", TJSAMP_420, 100, TRUE, "TJ_OPTIMIZE", "1" },
  { "/scan/restarts", TJSAMP_420, 90, TRUE, "TJ_RESTART", "7B" },
  { "/scan/restarts-of-rows", TJSAMP_444, 80, FALSE, "TJ_RESTART", "1" },
};

static unsigned char *
encode (const Case    *c,
        unsigned long *length)
{
  tjhandle handle = tjInitCompress ();
  g_autofree guint8 *pixels = g_malloc (3 * WIDTH * HEIGHT);
  unsigned char *out = NULL;

  for (int i = 0; i < 3 * WIDTH * HEIGHT; i++)
    pixels[i] = (guint8) (c->noise ? g_test_rand_int_range (0, 256) : i / 97 % 200 + i % 3 * 11 + g_test_rand_int_range (0, 9));
  if (c->variable != NULL)
    g_setenv (c->variable, c->value, TRUE);
  g_assert_cmpint (tjCompress2 (handle, pixels, WIDTH, 0, HEIGHT, TJPF_RGB, &out, length, c->sampling, c->quality, 0), ==, 0);
  if (c->variable != NULL)
    g_unsetenv (c->variable);
  tjDestroy (handle);

  return out;
}

/* Compares one column of one row of MCUs with what libjpeg has. */
static void
compare (struct jpeg_decompress_struct *jpeg,
         jvirt_barray_ptr              *arrays,
         VidimusScan                   *scan,
         VidimusScanBlocks             *blocks,
         int                            row,
         int                            column)
{
  for (int i = 0; i < jpeg->num_components; i++)
    vidimus_scan_blocks_zero (blocks + i);
  g_assert_true (vidimus_scan_decode (scan, row, column, blocks));

  for (int i = 0; i < jpeg->num_components; i++)
    for (int y = 0; y < blocks[i].down; y++)
      for (int x = 0; x < (int) blocks[i].frequency; x++)
        {
          const int at_x = column * (int) blocks[i].frequency + x, at_y = row * blocks[i].down + y;
          JBLOCKARRAY expected;

          if (at_x >= (int) jpeg->comp_info[i].width_in_blocks || at_y >= (int) jpeg->comp_info[i].height_in_blocks)
            continue;
          expected = jpeg->mem->access_virt_barray ((j_common_ptr) jpeg, arrays[i], (JDIMENSION) at_y, 1, FALSE);
          for (gsize k = 0; k < DCTSIZE2; k++)
            g_assert_cmpint (blocks[i].data[(gsize) y * blocks[i].row + k * blocks[i].frequency + (gsize) x], ==, expected[0][at_x][k]);
        }
}

static void
test_coefficients (gconstpointer data)
{
  const Case *c = data;
  struct jpeg_error_mgr errors;
  struct jpeg_decompress_struct jpeg = { .err = jpeg_std_error (&errors) };
  unsigned long length = 0;
  unsigned char *bytes = encode (c, &length);
  VidimusScanBlocks blocks[VIDIMUS_SCAN_COMPONENTS] = { { 0 } };
  VidimusScan *scan;
  jvirt_barray_ptr *arrays;
  int columns, rows;

  jpeg_create_decompress (&jpeg);
  jpeg_mem_src (&jpeg, bytes, length);
  jpeg_read_header (&jpeg, TRUE);
  scan = vidimus_scan_new (&jpeg);
  g_assert_nonnull (scan);
  arrays = jpeg_read_coefficients (&jpeg);
  for (int i = 0; i < jpeg.num_components; i++)
    vidimus_scan_blocks_init (blocks + i, jpeg.num_components == 1 ? 1 : jpeg.comp_info[i].h_samp_factor,
                              jpeg.num_components == 1 ? 1 : jpeg.comp_info[i].v_samp_factor, DCTSIZE);
  columns = ((int) jpeg.comp_info[0].width_in_blocks + (int) blocks[0].frequency - 1) / (int) blocks[0].frequency;
  rows = ((int) jpeg.comp_info[0].height_in_blocks + blocks[0].down - 1) / blocks[0].down;

  g_assert_false (vidimus_scan_decode (scan, 1, 0, blocks)); /* nobody knows yet where that begins */
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      compare (&jpeg, arrays, scan, blocks, row, column);
  for (int row = rows - 1; row >= 0; row -= 3)
    compare (&jpeg, arrays, scan, blocks, row, (row * 7 + 1) % columns);

  for (int i = 0; i < jpeg.num_components; i++)
    vidimus_scan_blocks_clear (blocks + i);
  vidimus_scan_free (scan);
  jpeg_destroy_decompress (&jpeg);
  tjFree (bytes);
}

/* What is left to libjpeg, whether or not it will do: @from, a marker's kind, is changed into @to before the scan is looked at. */
static void
check_refused (const Case *c,
               int         from,
               int         to,
               gboolean    spoil_table,
               gboolean    spoil_shape)
{
  struct jpeg_error_mgr errors;
  struct jpeg_decompress_struct jpeg = { .err = jpeg_std_error (&errors) };
  unsigned long length = 0;
  unsigned char *bytes = encode (c, &length);
  gsize at = length - 2;

  jpeg_create_decompress (&jpeg);
  jpeg_mem_src (&jpeg, bytes, length);
  jpeg_read_header (&jpeg, TRUE);
  while (from >= 0 && (bytes[at] != 0xff || bytes[at + 1] != from))
    at--;
  if (from >= 0)
    bytes[at + 1] = (unsigned char) to;
  if (spoil_shape)
    jpeg.comp_info[1].h_samp_factor = jpeg.comp_info[1].v_samp_factor = 4; /* too many blocks for an MCU */
  if (spoil_table)
    jpeg.ac_huff_tbl_ptrs[0]->bits[1] = 3; /* more codes of one bit than there are */
  g_assert_null (vidimus_scan_new (&jpeg));
  jpeg_destroy_decompress (&jpeg);
  tjFree (bytes);
}

static void
test_refused (void)
{
  const Case restarts = { .sampling = TJSAMP_420, .quality = 90, .variable = "TJ_RESTART", .value = "7B" };
  const Case progressive = { .sampling = TJSAMP_420, .quality = 90, .variable = "TJ_PROGRESSIVE", .value = "1" };

  check_refused (&restarts, 0xd9, 0xd8, FALSE, FALSE);
  check_refused (&restarts, 0xd3, 0xd4, FALSE, FALSE);
  check_refused (&restarts, -1, 0, TRUE, FALSE);
  check_refused (&restarts, -1, 0, FALSE, TRUE);
  check_refused (&progressive, -1, 0, FALSE, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_coefficients);
  g_test_add_func ("/scan/refused", test_refused);

  return g_test_run ();
}
