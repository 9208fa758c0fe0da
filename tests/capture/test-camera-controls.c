/* Exposure and focus, of a device that is played: its file is a temporary one, its ioctl() is here. */
#include "vidimus-camera-controls-private.h"

#include "vidimus-test.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <linux/videodev2.h>

typedef struct
{
  guint32 id;
  gint32  value;
  guint32 flags;
  gboolean missing;
} Control;

enum
{
  EXPOSURE_AUTO,
  EXPOSURE,
  FOCUS_AUTO,
  FOCUS,
  WHITE_AUTO,
  WHITE,
  N_CONTROLS
};

static Control controls[N_CONTROLS];
static gboolean refuses;

/* What a UVC device does: told to stop choosing, it falls back to an old value. */
static int
play_set (Control *control,
          gint32   value)
{
  if (refuses)
    {
      errno = EBUSY;
      return -1;
    }
  control->value = value;
  if (control == &controls[EXPOSURE_AUTO] && value == V4L2_EXPOSURE_MANUAL)
    controls[EXPOSURE].value = 5;
  if (control == &controls[FOCUS_AUTO] && value == 0)
    controls[FOCUS].value = 0;

  return 0;
}

static int
play (int            fd,
      unsigned long  request,
      void          *argument)
{
  struct v4l2_queryctrl *query = argument;
  struct v4l2_control *control = argument;

  g_assert_cmpint (fd, >=, 0);
  for (int i = 0; i < N_CONTROLS; i++)
    {
      if (controls[i].id != *(guint32 *) argument || controls[i].missing)
        continue;
      if (request == VIDIOC_S_CTRL)
        return play_set (&controls[i], control->value);
      if (request == VIDIOC_G_CTRL)
        control->value = controls[i].value;
      else if (request == VIDIOC_QUERYCTRL)
        query->flags = controls[i].flags;
      else
        g_assert_not_reached ();
      return 0;
    }
  errno = EINVAL;

  return -1;
}

typedef struct
{
  VidimusCameraControls *controls;
  char                  *node;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  unused)
{
  static const Control whole[N_CONTROLS] = {
    [EXPOSURE_AUTO] = { V4L2_CID_EXPOSURE_AUTO, V4L2_EXPOSURE_APERTURE_PRIORITY },
    [EXPOSURE] = { V4L2_CID_EXPOSURE_ABSOLUTE, 312 },
    [FOCUS_AUTO] = { V4L2_CID_FOCUS_AUTO, 1 },
    [FOCUS] = { V4L2_CID_FOCUS_ABSOLUTE, 85 },
    [WHITE_AUTO] = { V4L2_CID_AUTO_WHITE_BALANCE, 1 },
    [WHITE] = { V4L2_CID_WHITE_BALANCE_TEMPERATURE, 4600 },
  };
  int fd = g_file_open_tmp ("video-XXXXXX", &f->node, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  memcpy (controls, whole, sizeof controls);
  refuses = FALSE;
  vidimus_camera_controls_ioctl = play;
}

static void
tear_down (Fixture       *f,
           gconstpointer  unused)
{
  vidimus_test_drop (f->controls);
  g_unlink (f->node);
  g_free (f->node);
}

static gboolean
can_lock (gpointer object)
{
  return vidimus_camera_controls_get_can_lock (object);
}

static gboolean
is_manual (gpointer unused)
{
  return controls[WHITE_AUTO].value == 0;
}

static gboolean
is_automatic (gpointer unused)
{
  return controls[WHITE_AUTO].value == 1;
}

static void
check_held (void)
{
  g_assert_cmpint (controls[EXPOSURE_AUTO].value, ==, V4L2_EXPOSURE_MANUAL);
  g_assert_cmpint (controls[EXPOSURE].value, ==, 312);
  g_assert_cmpint (controls[FOCUS_AUTO].value, ==, 0);
  g_assert_cmpint (controls[FOCUS].value, ==, 85);
  g_assert_cmpint (controls[WHITE].value, ==, 4600);
}

/* What the device had found is what it keeps; then it is as it was. */
static void
test_lock (Fixture       *f,
           gconstpointer  unused)
{
  f->controls = vidimus_camera_controls_new (f->node);
  g_assert_false (vidimus_camera_controls_get_can_lock (f->controls));
  vidimus_test_await_true (can_lock, f->controls);

  vidimus_camera_controls_set_locked (f->controls, TRUE);
  g_assert_true (vidimus_camera_controls_get_locked (f->controls));
  vidimus_test_await_true (is_manual, NULL);
  vidimus_camera_controls_set_locked (f->controls, FALSE);
  vidimus_test_await_true (is_automatic, NULL);
  g_assert_cmpint (controls[EXPOSURE_AUTO].value, ==, V4L2_EXPOSURE_APERTURE_PRIORITY);
  g_assert_cmpint (controls[FOCUS_AUTO].value, ==, 1);

  vidimus_camera_controls_set_locked (f->controls, TRUE);
  vidimus_test_await_true (is_manual, NULL);
}

static gboolean
is_done (gpointer object)
{
  return ((GObject *) object)->ref_count == 1; /* no thread has it */
}

static void
test_values (Fixture       *f,
             gconstpointer  unused)
{
  f->controls = vidimus_camera_controls_new (f->node);
  vidimus_test_await_true (can_lock, f->controls);
  vidimus_camera_controls_set_locked (f->controls, TRUE);
  vidimus_test_await_true (is_done, f->controls);
  check_held ();
}

/* Dropped right after it was let go: other programs find the device as it was. */
static void
test_drop (Fixture       *f,
           gconstpointer  unused)
{
  f->controls = vidimus_camera_controls_new (f->node);
  vidimus_test_await_true (can_lock, f->controls);
  vidimus_camera_controls_set_locked (f->controls, TRUE);
  vidimus_camera_controls_set_locked (f->controls, FALSE);
  vidimus_test_drop (f->controls);
  g_assert_cmpint (controls[EXPOSURE_AUTO].value, ==, V4L2_EXPOSURE_APERTURE_PRIORITY);
  g_assert_cmpint (controls[WHITE_AUTO].value, ==, 1);

  f->controls = vidimus_camera_controls_new (f->node);
}

static gboolean
is_unlocked (gpointer object)
{
  return !vidimus_camera_controls_get_locked (object);
}

/* A device that says no is not said to be locked. */
static void
test_refused (Fixture       *f,
              gconstpointer  unused)
{
  f->controls = vidimus_camera_controls_new (f->node);
  vidimus_test_await_true (can_lock, f->controls);
  refuses = TRUE;
  vidimus_camera_controls_set_locked (f->controls, TRUE);
  vidimus_test_await_true (is_unlocked, f->controls);
}

/* White balance alone is not worth a switch; nor is what can't be set; nor a device that can't be opened. */
static void
test_without (Fixture       *f,
              gconstpointer  unused)
{
  VidimusCameraControls *nowhere = vidimus_camera_controls_new ("/nonexistent/video0");

  controls[EXPOSURE_AUTO].missing = TRUE;
  controls[FOCUS_AUTO].flags = V4L2_CTRL_FLAG_DISABLED;
  f->controls = vidimus_camera_controls_new (f->node);
  vidimus_test_await_true (is_done, f->controls);
  vidimus_test_await_true (is_done, nowhere);
  g_assert_false (vidimus_camera_controls_get_can_lock (f->controls));
  g_assert_false (vidimus_camera_controls_get_can_lock (nowhere));
  vidimus_camera_controls_set_locked (f->controls, TRUE);
  g_assert_false (vidimus_camera_controls_get_locked (f->controls));
  vidimus_test_drop (nowhere);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/camera-controls/lock", Fixture, NULL, set_up, test_lock, tear_down);
  g_test_add ("/camera-controls/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/camera-controls/drop", Fixture, NULL, set_up, test_drop, tear_down);
  g_test_add ("/camera-controls/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/camera-controls/without", Fixture, NULL, set_up, test_without, tear_down);

  return g_test_run ();
}
