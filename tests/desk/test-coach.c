/* The whole coach: drawn scenes as frames of a camera, the real service on this computer, and services that fail. */
#include "vidimus-coach.h"
#include "vidimus-desk-test.h"

#include "vidimus-specimen-phase.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDTH 1280
#define HEIGHT 720
#define FRAME_US (66 * 1000) /* 15 a second, by the frames' own clock: how fast this machine is does not matter */

typedef struct
{
  const char  *phase;
  VidimusHint  hint;
} Lesson;

/* In this order: each is told from a state in which something else was wrong. */
static const Lesson lessons[] = {
  { "empty", VIDIMUS_HINT_SHOW },
  { "cut", VIDIMUS_HINT_CORNERS },
  { "far", VIDIMUS_HINT_CLOSER },
  { "tilted", VIDIMUS_HINT_FLATTER },
  { "glare", VIDIMUS_HINT_GLARE },
  { "dark", VIDIMUS_HINT_LIGHT },
  { "covered", VIDIMUS_HINT_UNCOVER },
  { "blurred", VIDIMUS_HINT_STILL },
  { "good", VIDIMUS_HINT_GOOD },
};

/** Seen: what was said of a frame. */
typedef struct
{
  guint    serial;
  double   quality;
  gboolean located;
} Seen;

typedef struct
{
  VidimusClient *local;
  VidimusCoach  *coach;
  gint64         time;
  guint          n_offered;
  GArray        *seen;       /* of Seen */
  GObject       *shot;       /* owned, nullable */
  guint          n_shots;
  guint          n_problems; /* how often "problem" was notified */
} Fixture;

static struct vidimus_image
draw_phase (const VidimusSpecimenPhase *phase)
{
  g_autoptr(VidimusSpecimenScene) scene = vidimus_specimen_phase_draw (phase, WIDTH, HEIGHT);
  struct vidimus_image image = scene->image;

  scene->image = (struct vidimus_image) { 0 };

  return image;
}

static struct vidimus_image
draw (const char *phase)
{
  return draw_phase (vidimus_specimen_phase_find (phase));
}

static void
coached_cb (Fixture        *f,
            VidimusCoached *coached)
{
  Seen seen = { GPOINTER_TO_UINT (g_object_get_data (coached->frame, "serial")), coached->quality, coached->located };

  g_test_message ("frame %u: %s, quality %.3f, %.1f px/mm; glare %d, light %d, covered %d, blur %d, border %d, confidence %.2f", seen.serial,
                  coached->located ? "located" : "no document", coached->quality, coached->pixels_per_mm,
                  coached->scores[VIDIMUS_ALARM_GLARE], coached->scores[VIDIMUS_ALARM_LIGHTING],
                  coached->scores[VIDIMUS_ALARM_BLOCKING], coached->scores[VIDIMUS_ALARM_BLUR],
                  coached->scores[VIDIMUS_ALARM_BORDER], coached->confidence);
  g_array_append_val (f->seen, seen);
}

static void
shot_cb (Fixture *f,
         GObject *frame)
{
  f->n_shots++;
  g_set_object (&f->shot, frame);
}

static void
problem_cb (Fixture *f)
{
  f->n_problems++;
}

static void
begin (Fixture       *f,
       VidimusClient *local) /* (transfer full) */
{
  g_autoptr(VidimusPolicy) policy = vidimus_policy_new_default ();

  f->local = local;
  f->coach = vidimus_coach_new (local, policy);
  f->time = G_USEC_PER_SEC;
  f->seen = g_array_new (FALSE, TRUE, sizeof (Seen));
  g_signal_connect_swapped (f->coach, "coached", G_CALLBACK (coached_cb), f);
  g_signal_connect_swapped (f->coach, "shot", G_CALLBACK (shot_cb), f);
  g_signal_connect_swapped (f->coach, "notify::problem", G_CALLBACK (problem_cb), f);
}

static void
end (Fixture *f)
{
  vidimus_test_drop (f->coach);
  vidimus_test_drop (f->local);
  g_clear_object (&f->shot);
  g_array_unref (f->seen);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  begin (f, vidimus_client_new_local (NULL));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  end (f);
}

/* Returns: whether it was taken */
static gboolean
offer (Fixture                    *f,
       const struct vidimus_image *image)
{
  g_autoptr(GObject) frame = g_object_new (G_TYPE_OBJECT, NULL);
  gsize size = image->stride * (gsize) image->height;
  g_autoptr(GBytes) pixels = g_bytes_new (image->data, size);
  struct vidimus_image copy = *image;

  copy.data = (guint8 *) g_bytes_get_data (pixels, NULL);
  g_object_set_data (frame, "serial", GUINT_TO_POINTER (f->n_offered + 1));
  if (!vidimus_coach_offer (f->coach, frame, pixels, &copy, WIDTH, f->time + FRAME_US))
    return FALSE;

  f->n_offered++;
  f->time += FRAME_US;

  return TRUE;
}

/* So many frames were answered since the fixture began. */
static guint wanted;

static gboolean
are_seen (gpointer user_data)
{
  return ((Fixture *) user_data)->seen->len >= wanted;
}

static void
await_seen (Fixture *f,
            guint    n)
{
  wanted = n;
  vidimus_test_await_true (are_seen, f);
}

/* Offers the frame again and again, one after the other, until @hint is shown. */
static void
show (Fixture                    *f,
      const struct vidimus_image *image,
      VidimusHint                 hint)
{
  for (int i = 0; vidimus_coach_get_hint (f->coach) != hint; i++)
    {
      g_assert_cmpint (i, <, 40);
      g_assert_true (offer (f, image));
      await_seen (f, f->n_offered);
    }
}

/* As somebody learns to hold a document: each phase brings its own line, and the last a picture. */
static void
test_phases (Fixture       *f,
             gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      struct vidimus_image image = draw (lessons[i].phase);

      g_test_message ("%s", lessons[i].phase);
      show (f, &image, lessons[i].hint);
      if (lessons[i].hint == VIDIMUS_HINT_GOOD)
        while (f->n_shots == 0)
          {
            g_assert_true (offer (f, &image));
            await_seen (f, f->n_offered);
          }
      vidimus_image_free (&image);
      if (i + 1 < G_N_ELEMENTS (lessons))
        g_assert_cmpuint (f->n_shots, ==, 0);
    }
  g_assert_null (vidimus_coach_get_problem (f->coach));
  g_assert_null (vidimus_coach_get_warning (f->coach));
}

/* Clean all the while, but not equally sharp: the sharpest of the last is taken, once. */
static void
test_best (Fixture       *f,
           gconstpointer  data)
{
  const VidimusSpecimenPhase soft = { "soft", TRUE, 4, 0.8, VIDIMUS_SPECIMEN_BLUR, 0.13 };
  struct vidimus_image sharp = draw ("good"), softer = draw_phase (&soft);
  guint first, last, shot;

  vidimus_coach_set_auto_shot (f->coach, FALSE);
  show (f, &softer, VIDIMUS_HINT_GOOD);
  for (int i = 0; i < 20; i++)
    {
      g_assert_true (offer (f, i % 3 == 1 ? &sharp : &softer));
      await_seen (f, f->n_offered);
    }
  g_assert_cmpfloat (vidimus_coach_get_progress (f->coach), ==, 1.0);
  g_assert_cmpuint (f->n_shots, ==, 0);
  g_assert_true (g_object_get_data (vidimus_coach_get_best (f->coach), "serial") != NULL);

  vidimus_coach_set_auto_shot (f->coach, TRUE);
  g_assert_true (offer (f, &softer));
  await_seen (f, f->n_offered);
  g_assert_cmpuint (f->n_shots, ==, 1);
  shot = GPOINTER_TO_UINT (g_object_get_data (f->shot, "serial"));
  g_assert_true (f->shot == vidimus_coach_get_best (f->coach));
  last = f->seen->len;
  first = last - 4;
  g_assert_cmpuint (shot, >, first);
  for (guint i = first; i < last; i++)
    g_assert_cmpfloat (g_array_index (f->seen, Seen, i).quality, <=, g_array_index (f->seen, Seen, shot - 1).quality);
  g_assert_cmpfloat (g_array_index (f->seen, Seen, last - 1).quality, <, g_array_index (f->seen, Seen, shot - 1).quality);

  for (int i = 0; i < 3; i++)
    {
      g_assert_true (offer (f, &sharp));
      await_seen (f, f->n_offered);
    }
  g_assert_cmpuint (f->n_shots, ==, 1);
  vidimus_coach_reset (f->coach);
  g_assert_null (vidimus_coach_get_best (f->coach));
  while (f->n_shots == 1)
    {
      g_assert_true (offer (f, &sharp));
      await_seen (f, f->n_offered);
    }
  g_assert_cmpuint (f->n_offered, <, 60);

  vidimus_image_free (&sharp);
  vidimus_image_free (&softer);
}

/* Two at a time, no more; then the newest that there is. */
static void
test_busy (Fixture       *f,
           gconstpointer  data)
{
  struct vidimus_image image = draw ("good");

  g_assert_true (offer (f, &image));
  g_assert_true (offer (f, &image));
  g_assert_false (offer (f, &image));
  await_seen (f, 1);
  g_assert_true (offer (f, &image));
  await_seen (f, 2); /* not three: one may have been overtaken */
  vidimus_image_free (&image);
}

/* Nothing of what was under way comes back, and nobody keeps a frame. */
static void
test_reset (Fixture       *f,
            gconstpointer  data)
{
  struct vidimus_image image = draw ("good");
  GObject *frames[3] = { g_object_new (G_TYPE_OBJECT, NULL), g_object_new (G_TYPE_OBJECT, NULL), g_object_new (G_TYPE_OBJECT, NULL) };
  gpointer weak[3] = { frames[0], frames[1], frames[2] };
  g_autoptr(GBytes) pixels = g_bytes_new_static (image.data, image.stride * (gsize) image.height);

  for (int i = 0; i < 3; i++)
    {
      g_object_add_weak_pointer (frames[i], &weak[i]);
      g_assert_true (vidimus_coach_offer (f->coach, frames[i], pixels, &image, WIDTH, f->time += FRAME_US));
      g_object_unref (frames[i]);
      if (i == 0)
        await_seen (f, 1);
    }
  g_assert_nonnull (weak[0]); /* one of the last */

  vidimus_coach_reset (f->coach);
  for (int i = 0; i < 3; i++)
    g_assert_null (weak[i]);
  g_assert_cmpint (vidimus_coach_get_hint (f->coach), ==, VIDIMUS_HINT_WAIT);

  /* It is free for others at once, and what comes back first is one of theirs. */
  g_assert_true (offer (f, &image));
  g_assert_true (offer (f, &image));
  await_seen (f, 2);
  g_assert_cmpuint (g_array_index (f->seen, Seen, 1).serial, >, 0);
  g_assert_null (vidimus_coach_get_problem (f->coach));
  vidimus_coach_reset (f->coach);
  vidimus_test_drain ();
  vidimus_image_free (&image);
}

static void
reset_cb (VidimusCoach *coach)
{
  vidimus_coach_reset (coach);
}

/* Who is told of a frame may have seen enough. */
static void
test_reset_within (Fixture       *f,
                   gconstpointer  data)
{
  struct vidimus_image image = draw ("good");
  gulong id = g_signal_connect (f->coach, "coached", G_CALLBACK (reset_cb), NULL);

  for (int i = 0; i < 3; i++)
    {
      g_assert_true (offer (f, &image));
      await_seen (f, f->n_offered);
      g_assert_cmpint (vidimus_coach_get_hint (f->coach), ==, VIDIMUS_HINT_WAIT);
      g_assert_null (vidimus_coach_get_best (f->coach));
    }
  g_signal_handler_disconnect (f->coach, id);
  vidimus_image_free (&image);
}

/* Dropped while frames are under way, it is gone at once and takes them with it. */
static void
test_drop (void)
{
  struct vidimus_image image = draw ("good");
  Fixture f = { 0 };

  begin (&f, vidimus_client_new_local (NULL));
  g_assert_true (offer (&f, &image));
  g_assert_true (offer (&f, &image));
  g_assert_finalize_object (f.coach);
  vidimus_test_drop (f.local);
  g_array_unref (f.seen);
  vidimus_image_free (&image);
}

/* A camera of so few pixels that no distance is near enough is told of. */
static void
test_coarse (Fixture       *f,
             gconstpointer  data)
{
  struct vidimus_image image = draw ("good");
  g_autoptr(GObject) frame = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(GBytes) pixels = g_bytes_new_static (image.data, image.stride * (gsize) image.height);

  g_assert_true (vidimus_coach_offer (f->coach, frame, pixels, &image, 320, f->time));
  await_seen (f, 1);
  g_assert_nonnull (vidimus_coach_get_warning (f->coach));
  vidimus_coach_reset (f->coach);
  g_assert_null (vidimus_coach_get_warning (f->coach));
  vidimus_image_free (&image);
}

static void
test_judge (Fixture       *f,
            gconstpointer  data)
{
  vidimus_coach_judge (f->coach, FALSE);
  vidimus_coach_judge (f->coach, FALSE);
  vidimus_coach_reset (f->coach);
  vidimus_coach_judge (f->coach, FALSE);
  g_assert_cmpuint (vidimus_coach_get_tries (f->coach), ==, 3);
  vidimus_coach_judge (f->coach, TRUE);
  g_assert_cmpuint (vidimus_coach_get_tries (f->coach), ==, 0);
}

/* Frames of a person's document go to nobody else. */
static void
test_never_elsewhere (void)
{
  g_autoptr(DeskService) other = desk_service_new ();
  struct vidimus_image image = draw ("good");
  Fixture f = { 0 };

  begin (&f, vidimus_client_new_for_endpoint (other->uri, NULL, NULL));
  g_assert_nonnull (vidimus_coach_get_problem (f.coach));
  g_assert_false (offer (&f, &image));
  vidimus_test_drain ();
  g_assert_cmpuint (other->widths->len, ==, 0);
  end (&f);
  vidimus_image_free (&image);
}

static gboolean
has_problem (gpointer user_data)
{
  return vidimus_coach_get_problem (((Fixture *) user_data)->coach) != NULL;
}

/* Offers, with time going by, until there is a problem or none. */
static void
offer_until (Fixture                    *f,
             const struct vidimus_image *image,
             gboolean                    problem)
{
  guint tries = 0;

  while (has_problem (f) != problem)
    {
      if (!offer (f, image))
        f->time += FRAME_US;
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
      g_assert_cmpuint (++tries, <, 60 * 1000);
    }
}

/* A service that is not there, ends at once, or at every frame: said after a few frames, in words for a person; tried again now and
 * then, not at every frame; and well once it is there. */
static void
test_problem (gconstpointer data)
{
  const char *mode = data;
  g_autofree char *folder = g_dir_make_tmp ("vidimus-coach-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (folder, "service", NULL);
  g_autofree char *log = g_build_filename (folder, "log", NULL);
  struct vidimus_image image = draw ("good");
  Fixture f = { 0 };
  guint taken = 0;

  g_setenv ("VIDIMUS_FAKE", mode, TRUE);
  g_setenv ("VIDIMUS_FAKE_LOG", log, TRUE);
  if (mode[0] != '\0')
    g_assert_cmpint (symlink (g_getenv ("VIDIMUS_FAKE_SERVICE"), program), ==, 0);
  begin (&f, vidimus_client_new_local (program));

  offer_until (&f, &image, TRUE);
  g_test_message ("%s", vidimus_coach_get_problem (f.coach));
  g_assert_nonnull (strstr (vidimus_coach_get_problem (f.coach), "on this computer"));
  g_assert_null (strstr (vidimus_coach_get_problem (f.coach), "network"));
  g_assert_cmpuint (f.n_offered, >=, 3);
  g_assert_cmpuint (f.n_offered, <, 10);
  g_assert_cmpint (vidimus_coach_get_hint (f.coach), ==, VIDIMUS_HINT_WAIT);
  for (gint64 until = f.time + G_USEC_PER_SEC; f.time < until; f.time += FRAME_US)
    taken += offer (&f, &image);
  g_assert_cmpuint (taken, ==, 0);

  g_unlink (program);
  g_assert_cmpint (symlink (g_getenv ("VIDIMUS_SERVICE"), program), ==, 0);
  offer_until (&f, &image, FALSE);
  await_seen (&f, 1);
  g_assert_cmpuint (f.n_problems, >=, 2);

  end (&f);
  g_unlink (program);
  g_unlink (log);
  g_rmdir (folder);
  vidimus_image_free (&image);
}

static gboolean
is_posted (gpointer user_data)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (user_data, &text, NULL, NULL) && strstr (text, "POST") != NULL;
}

/* A frame that was overtaken says nothing any more: the quad would jump back. */
static void
test_overtaken (void)
{
  g_autofree char *folder = g_dir_make_tmp ("vidimus-coach-XXXXXX", NULL);
  g_autofree char *log = g_build_filename (folder, "log", NULL);
  struct vidimus_image image = draw ("good");
  Fixture f = { 0 };

  g_setenv ("VIDIMUS_FAKE", "overtake", TRUE);
  g_setenv ("VIDIMUS_FAKE_LOG", log, TRUE);
  begin (&f, vidimus_client_new_local (g_getenv ("VIDIMUS_FAKE_SERVICE")));
  g_assert_true (offer (&f, &image));
  vidimus_test_await_true (is_posted, log); /* else they are encoded side by side, and either may be the first */
  g_assert_true (offer (&f, &image));
  await_seen (&f, 1);
  g_assert_cmpuint (g_array_index (f.seen, Seen, 0).serial, ==, 2);

  g_assert_true (offer (&f, &image)); /* lets the first go */
  await_seen (&f, 2);
  for (int i = 0; i < 2; i++) /* both are back when two more are taken */
    while (!offer (&f, &image))
      g_main_context_iteration (NULL, TRUE);
  await_seen (&f, 3);
  for (guint i = 1; i < f.seen->len; i++)
    g_assert_cmpuint (g_array_index (f.seen, Seen, i).serial, >, g_array_index (f.seen, Seen, i - 1).serial);

  end (&f);
  g_unlink (log);
  g_rmdir (folder);
  vidimus_image_free (&image);
}

#define ADD(path, func) g_test_add ("/coach/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  /* For the service alone, where it is sanitized: with a whole stack for every allocation it takes longer for a frame than it may. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);

  ADD ("phases", test_phases);
  ADD ("best", test_best);
  ADD ("busy", test_busy);
  ADD ("reset", test_reset);
  ADD ("reset-within", test_reset_within);
  g_test_add_func ("/coach/drop", test_drop);
  ADD ("coarse", test_coarse);
  ADD ("judge", test_judge);
  g_test_add_func ("/coach/never-elsewhere", test_never_elsewhere);
  g_test_add_data_func ("/coach/problem/missing", "", test_problem);
  g_test_add_data_func ("/coach/problem/exits", "exit", test_problem);
  g_test_add_data_func ("/coach/problem/dies", "die-always", test_problem);
  g_test_add_func ("/coach/overtaken", test_overtaken);

  return g_test_run ();
}
