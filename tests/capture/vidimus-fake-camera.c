#include "vidimus-fake-camera.h"

#include "vidimus-encode.h"

#include <errno.h>
#include <gst/base/gstpushsrc.h>
#include <string.h>

#define WIDTH 1920
#define HEIGHT 1080
#define BEFORE 10 /* pictures before something happens */

static int manner;
static int n_open;

/* ---- the element ---- */

#define FAKE_TYPE_SOURCE (fake_source_get_type ())
G_DECLARE_FINAL_TYPE (FakeSource, fake_source, FAKE, SOURCE, GstPushSrc)

struct _FakeSource
{
  GstPushSrc parent_instance;

  FakeManner manner;
  guint      number;
  GMutex     lock;
  GCond      flushed;
  gboolean   flushing;
};

G_DEFINE_FINAL_TYPE (FakeSource, fake_source, GST_TYPE_PUSH_SRC)

static GstStaticPadTemplate source_template =
  GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
                           GST_STATIC_CAPS ("video/x-raw, format=GRAY8, width=1920, height=1080, framerate=30/1; "
                                            "image/jpeg, width=1920, height=1080, framerate=30/1"));

static gboolean
fake_source_start (GstBaseSrc *base)
{
  FakeSource *self = FAKE_SOURCE (base);

  self->manner = g_atomic_int_get (&manner);
  self->number = 0;
  switch (self->manner)
    {
    case FAKE_BUSY:
      GST_ELEMENT_ERROR (self, RESOURCE, BUSY, (NULL), ("fake"));
      return FALSE;
    case FAKE_BUSY_NODE:
      errno = EBUSY;
      GST_ELEMENT_ERROR (self, RESOURCE, OPEN_READ_WRITE, ("Could not open device."), GST_ERROR_SYSTEM);
      return FALSE;
    case FAKE_FORBIDDEN:
      errno = EACCES;
      GST_ELEMENT_ERROR (self, RESOURCE, OPEN_READ_WRITE, ("Could not open device."), GST_ERROR_SYSTEM);
      return FALSE;
    case FAKE_SLOW:
      g_usleep (2 * G_USEC_PER_SEC);
      break;
    default:
      break;
    }
  g_atomic_int_inc (&n_open);

  return TRUE;
}

static gboolean
fake_source_stop (GstBaseSrc *base)
{
  (void) g_atomic_int_dec_and_test (&n_open);

  return TRUE;
}

static gboolean
fake_source_unlock (GstBaseSrc *base)
{
  FakeSource *self = FAKE_SOURCE (base);

  g_mutex_lock (&self->lock);
  self->flushing = TRUE;
  g_cond_broadcast (&self->flushed);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static gboolean
fake_source_unlock_stop (GstBaseSrc *base)
{
  FAKE_SOURCE (base)->flushing = FALSE;

  return TRUE;
}

/* @until: monotonic, or G_MAXINT64. Returns: %FALSE when it is told to stop */
static gboolean
wait_until (FakeSource *self,
            gint64      until)
{
  gboolean goes_on;

  g_mutex_lock (&self->lock);
  while (!self->flushing && g_cond_wait_until (&self->flushed, &self->lock, until))
    ;
  goes_on = !self->flushing;
  g_mutex_unlock (&self->lock);

  return goes_on;
}

static gboolean
gives_jpeg (FakeManner of)
{
  return of == FAKE_JPEG || of == FAKE_DAMAGED;
}

static GstBuffer *
draw (FakeSource *self)
{
  static const guint8 nothing[] = { 0xff, 0xd8, 0xff, 0xd9 }; /* begins and ends */
  g_autofree guint8 *pixels = g_malloc (WIDTH * HEIGHT);
  struct vidimus_image image = { pixels, WIDTH, HEIGHT, WIDTH, 1 };
  g_autoptr(GBytes) file = NULL;

  memset (pixels, (int) (self->number * 16 % 256), WIDTH * HEIGHT);
  if (self->manner == FAKE_DAMAGED && self->number % 3 == 0)
    return gst_buffer_new_memdup (nothing, sizeof nothing);
  if (!gives_jpeg (self->manner))
    return gst_buffer_new_wrapped (g_steal_pointer (&pixels), WIDTH * HEIGHT);

  file = vidimus_image_encode_jpeg (&image, 95, FALSE, NULL);

  return gst_buffer_new_wrapped_bytes (file);
}

static GstFlowReturn
fake_source_create (GstPushSrc  *push,
                    GstBuffer  **buffer)
{
  FakeSource *self = FAKE_SOURCE (push);
  gboolean late = self->number++ >= BEFORE;

  if ((self->manner == FAKE_SILENT || (self->manner == FAKE_FREEZES && late)) && !wait_until (self, G_MAXINT64))
    return GST_FLOW_FLUSHING;
  if (self->manner == FAKE_ENDS && late)
    return GST_FLOW_EOS;
  if (self->manner == FAKE_BREAKS && late)
    {
      errno = ENODEV;
      GST_ELEMENT_ERROR (self, RESOURCE, READ, ("Failed to allocate a buffer"), GST_ERROR_SYSTEM);
      return GST_FLOW_ERROR;
    }
  if (!wait_until (self, g_get_monotonic_time () + G_USEC_PER_SEC / 30))
    return GST_FLOW_FLUSHING;

  *buffer = draw (self);
  if (self->manner == FAKE_DAMAGED)
    GST_BUFFER_PTS (*buffer) = 0;

  return GST_FLOW_OK;
}

static void
fake_source_finalize (GObject *object)
{
  FakeSource *self = FAKE_SOURCE (object);

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->flushed);

  G_OBJECT_CLASS (fake_source_parent_class)->finalize (object);
}

static void
fake_source_class_init (FakeSourceClass *klass)
{
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fake_source_finalize;
  base_class->start = fake_source_start;
  base_class->stop = fake_source_stop;
  base_class->unlock = fake_source_unlock;
  base_class->unlock_stop = fake_source_unlock_stop;
  GST_PUSH_SRC_CLASS (klass)->create = fake_source_create;
  gst_element_class_add_static_pad_template (GST_ELEMENT_CLASS (klass), &source_template);
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "fake", "Source/Video", "fake", "tests");
}

static void
fake_source_init (FakeSource *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->flushed);
  gst_base_src_set_live (GST_BASE_SRC (self), TRUE);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

/* ---- the device ---- */

#define FAKE_TYPE_DEVICE (fake_device_get_type ())
G_DECLARE_FINAL_TYPE (FakeDevice, fake_device, FAKE, DEVICE, GstDevice)

struct _FakeDevice
{
  GstDevice parent_instance;
};

G_DEFINE_FINAL_TYPE (FakeDevice, fake_device, GST_TYPE_DEVICE)

static GstElement *
fake_device_create_element (GstDevice  *device,
                            const char *name)
{
  return g_object_new (FAKE_TYPE_SOURCE, NULL);
}

static void
fake_device_class_init (FakeDeviceClass *klass)
{
  GST_DEVICE_CLASS (klass)->create_element = fake_device_create_element;
}

static void
fake_device_init (FakeDevice *self)
{
}

static GstDevice *
fake_device_new (const char *name)
{
  g_autoptr(GstCaps) caps =
    gst_caps_from_string (gives_jpeg ((FakeManner) g_atomic_int_get (&manner))
                            ? "image/jpeg, width=1920, height=1080, framerate=30/1"
                            : "video/x-raw, format=GRAY8, width=1920, height=1080, framerate=30/1");
  g_autoptr(GstStructure) properties = gst_structure_new ("fake", "node.name", G_TYPE_STRING, name, NULL);

  return g_object_new (FAKE_TYPE_DEVICE, "display-name", name, "device-class", "Video/Source", "caps", caps,
                       "properties", properties, NULL);
}

/* ---- the provider ---- */

#define FAKE_TYPE_PROVIDER (fake_provider_get_type ())
G_DECLARE_FINAL_TYPE (FakeProvider, fake_provider, FAKE, PROVIDER, GstDeviceProvider)

struct _FakeProvider
{
  GstDeviceProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (FakeProvider, fake_provider, GST_TYPE_DEVICE_PROVIDER)

static gboolean
fake_provider_start (GstDeviceProvider *provider)
{
  return TRUE;
}

static void
fake_provider_stop (GstDeviceProvider *provider)
{
}

static void
fake_provider_class_init (FakeProviderClass *klass)
{
  GST_DEVICE_PROVIDER_CLASS (klass)->start = fake_provider_start;
  GST_DEVICE_PROVIDER_CLASS (klass)->stop = fake_provider_stop;
  gst_device_provider_class_set_static_metadata (GST_DEVICE_PROVIDER_CLASS (klass), "fake", "Source/Video", "fake", "tests");
}

static void
fake_provider_init (FakeProvider *self)
{
}

static GstDeviceProvider *
get_provider (void)
{
  return gst_device_provider_factory_get_by_name ("fakeprovider");
}

void
fake_camera_register (void)
{
  gst_init (NULL, NULL);
  g_assert_true (gst_device_provider_register (NULL, "fakeprovider", GST_RANK_PRIMARY, FAKE_TYPE_PROVIDER));
}

void
fake_camera_set_manner (FakeManner wanted)
{
  g_atomic_int_set (&manner, (int) wanted);
}

void
fake_camera_plug (const char *name)
{
  g_autoptr(GstDeviceProvider) provider = get_provider ();

  gst_device_provider_device_add (provider, fake_device_new (name));
}

void
fake_camera_unplug (const char *name)
{
  g_autoptr(GstDeviceProvider) provider = get_provider ();
  GList *devices = gst_device_provider_get_devices (provider);

  for (GList *l = devices; l != NULL; l = l->next)
    {
      g_autofree char *found = gst_device_get_display_name (l->data);

      if (g_str_equal (found, name))
        gst_device_provider_device_remove (provider, l->data);
    }
  g_list_free_full (devices, gst_object_unref);
}

int
fake_camera_count_open (void)
{
  return g_atomic_int_get (&n_open);
}
