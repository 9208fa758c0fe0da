#include "vidimus-asked.h"

#include "vidimus-error.h"
#include "vidimus-limits.h"
#include "vidimus-request.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
drop_image (VidimusAsked *self)
{
  if (self->bytes != NULL)
    munmap (g_steal_pointer (&self->bytes), self->size);
  if (self->image >= 0)
    close (self->image);
  self->image = -1;
}

/* Memory that can be passed on to a worker: the image is decoded into it, and never copied. */
static guint8 *
make_room (gsize    size,
           gpointer user_data)
{
  VidimusAsked *self = user_data;
  void *bytes;

  drop_image (self);
  self->size = size;
  self->image = memfd_create ("vidimus-image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (self->image < 0 || ftruncate (self->image, (off_t) size) != 0)
    return NULL;

  bytes = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, self->image, 0);
  self->bytes = bytes != MAP_FAILED ? bytes : NULL;

  return self->bytes;
}

static gboolean
seal (VidimusAsked *self)
{
  munmap (g_steal_pointer (&self->bytes), self->size);

  return fcntl (self->image, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
}

static GError *
no_memory (void)
{
  return vidimus_error_new (VIDIMUS_ERROR_SERVICE, "ModelArts.4403", 503, NULL, NULL);
}

/**
 * vidimus_asked_new:
 * @body: of a request; any bytes
 *
 * Blocks, for some milliseconds: for threads.
 *
 * Returns: (transfer full): what it asks for, or %NULL with a %VIDIMUS_ERROR that has the contract's code
 */
VidimusAsked *
vidimus_asked_new (const char  *body,
                   gsize        length,
                   GError     **error)
{
  g_autoptr(VidimusAsked) self = g_new0 (VidimusAsked, 1);
  g_autoptr(VidimusRequest) request = NULL;
  g_autoptr(GError) refused = NULL;

  self->image = -1;
  request = vidimus_request_new_in_room (body, length, make_room, self, &refused);
  if (request == NULL)
    g_propagate_error (error, self->size > 0 && self->bytes == NULL ? no_memory () : g_steal_pointer (&refused));
  else if (request->image != NULL && !seal (self))
    g_propagate_error (error, no_memory ());
  else
    {
      self->alarm = request->alarm;
      self->url = request->image == NULL ? g_steal_pointer (&request->url) : NULL;
      return g_steal_pointer (&self);
    }

  return NULL;
}

/**
 * vidimus_asked_new_frame:
 * @body: of a request; any bytes, among which only a JPEG is a frame
 *
 * As vidimus_asked_new(). A frame may be as large as an image in Base64.
 */
VidimusAsked *
vidimus_asked_new_frame (gconstpointer   body,
                         gsize           length,
                         GError        **error)
{
  static const guint8 start_of_jpeg[] = { 0xff, 0xd8, 0xff };
  g_autoptr(VidimusAsked) self = g_new0 (VidimusAsked, 1);
  guint8 *room;

  self->image = -1;
  self->alarm = TRUE;
  if (length < sizeof start_of_jpeg || memcmp (body, start_of_jpeg, sizeof start_of_jpeg) != 0)
    {
      g_propagate_error (error, vidimus_error_new_for_code ("AIS.0102"));
      return NULL;
    }
  if (length > VIDIMUS_MAX_BASE64_ACCEPTED / 4 * 3)
    {
      g_propagate_error (error, vidimus_error_new_for_code ("AIS.0103"));
      return NULL;
    }

  room = make_room (length, self);
  if (room != NULL)
    memcpy (room, body, length);
  if (room != NULL && seal (self))
    return g_steal_pointer (&self);

  g_propagate_error (error, no_memory ());

  return NULL;
}

/**
 * vidimus_asked_take_image:
 *
 * Returns: (transfer full): the memfd
 */
int
vidimus_asked_take_image (VidimusAsked *self)
{
  int image = self->image;

  self->image = -1;

  return image;
}

/** vidimus_asked_free: @self: (nullable): with the image that was not taken. */
void
vidimus_asked_free (VidimusAsked *self)
{
  if (self == NULL)
    return;
  drop_image (self);
  g_free (self->url);
  g_free (self);
}
