#include "vidimus-client-test.h"

/* Noise, so that the file is as large as its pixels; the same in each run. */
VidimusPicture *
client_test_picture (int width,
                     int height)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  VidimusPicture *picture;

  g_assert_true (vidimus_image_alloc (&image, width, height, 3));
  for (gsize i = 0; i < image.stride * (gsize) height; i++)
    image.data[i] = (guint8) g_rand_int (rand);

  bytes = vidimus_picture_encode_png (&image, &error);
  g_assert_no_error (error);
  vidimus_image_free (&image);

  picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);
  g_assert_no_error (error);

  return picture;
}

static void
progress_cb (VidimusCallStage stage,
             double           fraction,
             gpointer         user_data)
{
  ClientTestProgress *progress = user_data;

  g_assert_cmpfloat (fraction, >=, 0.0);
  g_assert_cmpfloat (fraction, <=, 1.0);
  g_assert_cmpuint (progress->n_stages, <, G_N_ELEMENTS (progress->stages));

  if (progress->n_stages == 0 || progress->stages[progress->n_stages - 1] != stage)
    progress->stages[progress->n_stages++] = stage;
  if (stage == VIDIMUS_CALL_SENDING)
    {
      progress->n_sending++;
      progress->went_back |= fraction < progress->last_fraction;
      progress->last_fraction = fraction;
    }

  if (progress->cancel_at == (int) stage)
    g_cancellable_cancel (progress->cancellable);
}

VidimusAnswer *
client_test_classify (VidimusClient       *client,
                      VidimusPicture      *picture,
                      VidimusCallFlags     flags,
                      ClientTestProgress  *progress,
                      GCancellable        *cancellable,
                      GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_client_classify_async (client, picture, flags, progress != NULL ? progress_cb : NULL, progress, cancellable,
                                 vidimus_test_finish, &result);

  return vidimus_client_classify_finish (client, vidimus_test_await (&result), error);
}

static gboolean
is_last_reference (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}

/* What is under way for a cancelled call may hold the client for a moment; nothing holds it longer. */
void
client_test_end (VidimusClient *client)
{
  vidimus_test_await_true (is_last_reference, client);
  g_assert_finalize_object (client);
  vidimus_test_drain ();
}
