#include "vidimus-coefficients-private.h"

#include <math.h>

/* Every sixth hue and each of its extremes, with every brightness: as the standard says, and many at once as one by one. */
static void
test_rgb (void)
{
  guint8 luma[259], blue[259], red[259], many[3 * 259], one[3];

  for (int cb = 0; cb < 256; cb += 5)
    for (int cr = 0; cr < 256; cr += 5)
      {
        for (int i = 0; i < 259; i++)
          {
            luma[i] = (guint8) i;
            blue[i] = (guint8) cb;
            red[i] = (guint8) (i % 2 ? cr : 255 - cr);
          }
        vidimus_colours_to_rgb (luma, blue, red, 259, many);
        for (int i = 0; i < 259; i++)
          {
            double exact[3] = { luma[i] + 1.402 * (red[i] - 128), luma[i] - 0.344136 * (blue[i] - 128) - 0.714136 * (red[i] - 128),
                                luma[i] + 1.772 * (blue[i] - 128) };

            vidimus_colours_to_rgb (luma + i, blue + i, red + i, 1, one);
            for (int c = 0; c < 3; c++)
              {
                g_assert_cmpint (many[3 * i + c], ==, one[c]);
                g_assert_cmpfloat (fabs (CLAMP (exact[c], 0, 255) - one[c]), <, .51);
              }
          }
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/colours/rgb", test_rgb);

  return g_test_run ();
}
