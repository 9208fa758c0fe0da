#include "vidimus-error.h"
#include "vidimus-profiles.h"

#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_PROCESSES 3
#define N_EACH 6

/* A file of its own for each test. */
static char *
make_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "vidimus", "profiles.ini", NULL);
}

static char *
read_text (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
write_text (const char *path,
            const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static VidimusProfile *
add (VidimusProfiles    *profiles,
     VidimusProfileKind  kind,
     const char         *name)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (kind);
  g_autoptr(GError) error = NULL;

  g_object_set (profile, "name", name, NULL);
  vidimus_profiles_put (profiles, profile, &error);
  g_assert_no_error (error);

  return vidimus_profiles_find (profiles, vidimus_profile_get_id (profile));
}

static void
assert_names (VidimusProfiles *profiles,
              const char      *names)
{
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profiles)); i++)
    {
      g_autoptr(VidimusProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);

      g_string_append_printf (found, "%s%s", i > 0 ? "|" : "", vidimus_profile_get_name (profile));
    }

  g_assert_cmpstr (found->str, ==, names);
}

static void
assert_current (VidimusProfiles *profiles,
                const char      *name)
{
  g_assert_cmpstr (vidimus_profile_get_name (vidimus_profiles_get_current (profiles)), ==, name);
}

static int
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);

  return info.st_mode & 07777;
}

/* Nothing is written before something is there to be kept. */
static void
test_first (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL);

  assert_names (profiles, "On this computer");
  assert_current (profiles, "On this computer");
  g_assert_null (vidimus_profiles_get_problem (profiles));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What was put is what the next program finds, whatever is in the texts; nobody else can read it. */
static void
test_kept (void)
{
  g_autofree char *path = make_path (), *folder = g_path_get_dirname (path);
  g_autoptr(VidimusProfiles) first = vidimus_profiles_new (NULL), second = NULL;
  VidimusProfile *huawei = add (first, VIDIMUS_PROFILE_HUAWEI, " [Bangkok]\n=;#“云” "), *other, *found;
  g_autoptr(GError) error = NULL;
  g_autofree char *endpoint = NULL, *iam = NULL;

  g_object_set (huawei, "auth", VIDIMUS_AUTH_TEMPORARY_KEYS, "region", "la-north-2", "endpoint", "https://a", "iam-endpoint", "https://b",
                "user", "me", "domain", "us", "access-key", "AK", "project-id", "p", "enterprise-project", "0", "ca-file",
                "/tmp/a b", "keep-metadata", TRUE, "send-address", FALSE, "fetch-picture", TRUE, NULL);
  g_assert_true (vidimus_profiles_put (first, huawei, &error));
  other = add (first, VIDIMUS_PROFILE_OTHER, "Other");
  g_assert_true (vidimus_profiles_set_current (first, other, &error));
  g_assert_cmpint (get_mode (path), ==, 0600);
  g_assert_cmpint (get_mode (folder), ==, 0700);

  second = vidimus_profiles_new (path);
  assert_names (second, "On this computer| [Bangkok]\n=;#“云” |Other");
  assert_current (second, "Other");
  found = vidimus_profiles_find (second, vidimus_profile_get_id (huawei));
  g_assert_cmpint (vidimus_profile_get_kind (found), ==, VIDIMUS_PROFILE_HUAWEI);
  g_assert_cmpint (vidimus_profile_get_auth (found), ==, VIDIMUS_AUTH_TEMPORARY_KEYS);
  g_object_get (found, "endpoint", &endpoint, "iam-endpoint", &iam, NULL);
  g_assert_cmpstr (endpoint, ==, "https://a");
  g_assert_cmpstr (iam, ==, "https://b");
  g_assert_cmpstr (vidimus_profile_get_region (found), ==, "la-north-2");
  g_assert_cmpstr (vidimus_profile_get_user (found), ==, "me");
  g_assert_cmpstr (vidimus_profile_get_domain (found), ==, "us");
  g_assert_cmpstr (vidimus_profile_get_access_key (found), ==, "AK");
  g_assert_cmpstr (vidimus_profile_get_project_id (found), ==, "p");
  g_assert_cmpstr (vidimus_profile_get_enterprise_project (found), ==, "0");
  g_assert_cmpstr (vidimus_profile_get_ca_file (found), ==, "/tmp/a b");
  g_assert_true (vidimus_profile_get_keep_metadata (found));
  g_assert_false (vidimus_profile_get_send_address (found));
  g_assert_true (vidimus_profile_get_fetch_picture (found));

  /* emptied again, and so found */
  g_object_set (found, "user", "", NULL);
  g_assert_true (vidimus_profiles_put (second, found, &error));
  g_clear_object (&first);
  first = vidimus_profiles_new (path);
  g_assert_cmpstr (vidimus_profile_get_user (vidimus_profiles_find (first, vidimus_profile_get_id (found))), ==, "");
}

/* Settings of the one on this computer are kept; its name is that of the language. */
static void
test_local (void)
{
  g_autoptr(VidimusProfiles) first = vidimus_profiles_new (NULL), second = NULL;
  VidimusProfile *local = vidimus_profiles_get_current (first);

  g_object_set (local, "fetch-picture", TRUE, "name", "Here", NULL);
  g_assert_true (vidimus_profiles_put (first, local, NULL));
  second = vidimus_profiles_new (NULL);
  assert_names (second, "On this computer");
  g_assert_true (vidimus_profile_get_fetch_picture (vidimus_profiles_get_current (second)));
}

static void
test_remove (void)
{
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL), again = NULL;
  VidimusProfile *one = add (profiles, VIDIMUS_PROFILE_OTHER, "One"), *two = add (profiles, VIDIMUS_PROFILE_OTHER, "Two");
  guint n_changed = 0;

  g_assert_true (vidimus_profiles_set_current (profiles, one, NULL));
  g_signal_connect_swapped (profiles, "notify::current", G_CALLBACK (g_atomic_int_inc), &n_changed);
  g_assert_true (vidimus_profiles_remove (profiles, two, NULL));
  assert_names (profiles, "On this computer|One");
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_true (vidimus_profiles_remove (profiles, one, NULL));
  assert_names (profiles, "On this computer");
  assert_current (profiles, "On this computer");
  g_assert_cmpuint (n_changed, ==, 1);

  again = vidimus_profiles_new (NULL);
  assert_names (again, "On this computer");
  assert_current (again, "On this computer");
}

static void
test_find (void)
{
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL);
  VidimusProfile *one = add (profiles, VIDIMUS_PROFILE_OTHER, "Größe"), *two = add (profiles, VIDIMUS_PROFILE_OTHER, "GRÖSSE");

  add (profiles, VIDIMUS_PROFILE_OTHER, "Twice");
  add (profiles, VIDIMUS_PROFILE_OTHER, "Twice");
  g_assert_true (vidimus_profiles_find (profiles, vidimus_profile_get_id (one)) == one);
  g_assert_true (vidimus_profiles_find (profiles, "Größe") == one);
  g_assert_true (vidimus_profiles_find (profiles, "GRÖSSE") == two);
  g_assert_null (vidimus_profiles_find (profiles, "größe"));
  g_assert_null (vidimus_profiles_find (profiles, "Twice"));
  g_assert_null (vidimus_profiles_find (profiles, "Nobody"));
  g_assert_null (vidimus_profiles_find (profiles, ""));
  g_assert_nonnull (vidimus_profiles_find (profiles, "ON THIS computer"));
  g_assert_nonnull (vidimus_profiles_find (profiles, "local"));
}

/* What a newer version wrote is there for it when it comes back. */
static void
test_newer (void)
{
  static const char text[] =
    "# by hand\n"
    "[vidimus]\n"
    "current=3f2b8f0e-33d1-4f1e-9a0b-7d7e5c1f2a01\n"
    "newer=kept\n\n"
    "[profile 3f2b8f0e-33d1-4f1e-9a0b-7d7e5c1f2a01]\n"
    "name=Known\nkind=other\nendpoint=https://ocr.example.org\nkeep-metadata=perhaps\nsoon=kept too\n\n"
    "[profile 3f2b8f0e-33d1-4f1e-9a0b-7d7e5c1f2a02]\n"
    "name=A kind to come\nkind=quantum\nfoo=bar\n\n"
    "[profile 3f2b8f0e-33d1-4f1e-9a0b-7d7e5c1f2a03]\n"
    "name=A sign-in to come\nkind=huawei\nauth=face\n\n"
    "[profile not-an-id]\n"
    "name=Nobody\nkind=other\n\n"
    "[window]\n"
    "width=5\n";
  g_autofree char *path = make_path (), *after = NULL;
  g_autoptr(VidimusProfiles) profiles = NULL;
  VidimusProfile *known;
  static const char *const kept[] = { "# by hand\n", "newer=kept\n", "soon=kept too\n", "kind=quantum\n", "foo=bar\n", "auth=face\n",
                                      "[profile not-an-id]\n", "[window]\n", "width=5\n" };

  write_text (path, text);
  profiles = vidimus_profiles_new (NULL);
  g_assert_null (vidimus_profiles_get_problem (profiles));
  assert_names (profiles, "On this computer|Known");
  assert_current (profiles, "Known");

  known = vidimus_profiles_get_current (profiles);
  g_assert_false (vidimus_profile_get_keep_metadata (known));
  g_object_set (known, "name", "Renamed", NULL);
  g_assert_true (vidimus_profiles_put (profiles, known, NULL));
  after = read_text (path);
  g_assert_nonnull (strstr (after, "name=Renamed\n"));
  g_assert_null (strstr (after, "name=Known\n"));
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_nonnull (strstr (after, kept[i]));
}

/* A broken file is kept beside, and the next broken one beside that. */
static void
test_broken (void)
{
  g_autofree char *path = make_path (), *first = g_strconcat (path, ".broken", NULL);
  g_autofree char *second = g_strconcat (path, ".broken-2", NULL), *text = NULL, *other_text = NULL;
  g_autoptr(VidimusProfiles) profiles = NULL, again = NULL, last = NULL;

  write_text (path, "name=nowhere\n");
  profiles = vidimus_profiles_new (NULL);
  assert_names (profiles, "On this computer");
  g_assert_nonnull (strstr (vidimus_profiles_get_problem (profiles), first));
  text = read_text (first);
  g_assert_cmpstr (text, ==, "name=nowhere\n");
  g_assert_true (vidimus_profiles_set_current (profiles, add (profiles, VIDIMUS_PROFILE_OTHER, "One"), NULL));

  /* and while it is in use: what is known here is written anew */
  write_text (path, "\xff\xfe\x00[");
  add (profiles, VIDIMUS_PROFILE_OTHER, "Two");
  g_assert_nonnull (strstr (vidimus_profiles_get_problem (profiles), second));
  other_text = read_text (second);
  g_assert_cmpstr (other_text, ==, "\xff\xfe");
  again = vidimus_profiles_new (NULL);
  g_assert_null (vidimus_profiles_get_problem (again));
  assert_names (again, "On this computer|One|Two");
  assert_current (again, "One");

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  last = vidimus_profiles_new (NULL); /* not waited for */
  g_assert_nonnull (vidimus_profiles_get_problem (last));
  assert_names (last, "On this computer");
}

/* What another program made of the same id, of another kind, is another profile: whoever holds ours keeps what it was. */
static void
test_other_kind (void)
{
  g_autofree char *path = make_path (), *text = NULL, *theirs = NULL;
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL);
  g_autoptr(VidimusProfile) ours = g_object_ref (add (profiles, VIDIMUS_PROFILE_OTHER, "Ours"));
  g_auto(GStrv) parts = NULL;
  VidimusProfile *found;

  text = read_text (path);
  parts = g_strsplit (text, "kind=other\n", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  theirs = g_strjoinv ("kind=huawei\n", parts);
  write_text (path, theirs);
  add (profiles, VIDIMUS_PROFILE_OTHER, "Another");

  found = vidimus_profiles_find (profiles, vidimus_profile_get_id (ours));
  g_assert_true (found != ours);
  g_assert_cmpint (vidimus_profile_get_kind (found), ==, VIDIMUS_PROFILE_HUAWEI);
  g_assert_cmpint (vidimus_profile_get_kind (ours), ==, VIDIMUS_PROFILE_OTHER);
  assert_names (profiles, "On this computer|Ours|Another");
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

/* Two programs at once: neither loses what the other did, and each is told. */
static void
test_two (void)
{
  g_autoptr(VidimusProfiles) one = vidimus_profiles_new (NULL), two = NULL, three = NULL;
  VidimusProfile *a = add (one, VIDIMUS_PROFILE_OTHER, "A"), *b = add (one, VIDIMUS_PROFILE_OTHER, "B"), *theirs;
  g_autoptr(VidimusProfile) edited = NULL;
  g_autoptr(GString) changes = g_string_new (NULL);

  two = vidimus_profiles_new (NULL);
  g_signal_connect (two, "items-changed", G_CALLBACK (items_changed_cb), changes);
  theirs = vidimus_profiles_find (two, "A");
  g_assert_true (vidimus_profiles_set_current (two, theirs, NULL));

  add (one, VIDIMUS_PROFILE_OTHER, "C");
  g_object_set (a, "name", "A of one", "user", "one", NULL);
  g_assert_true (vidimus_profiles_put (one, a, NULL));
  g_assert_true (vidimus_profiles_remove (one, b, NULL));

  /* a dialog was open on what one has just changed: what is said last holds */
  edited = vidimus_profile_copy (theirs, "D");
  g_assert_true (vidimus_profiles_put (two, edited, NULL));
  assert_names (two, "On this computer|A of one|C|D");
  g_assert_cmpstr (changes->str, ==, "3-0+1 2-1+1 ");
  g_assert_true (vidimus_profiles_find (two, "A of one") == theirs);
  g_assert_cmpstr (vidimus_profile_get_user (theirs), ==, "one");
  assert_current (two, "A of one");
  assert_current (one, "On this computer");

  /* both change the same one: what is said last holds, there too */
  g_object_set (a, "user", "one again", NULL);
  g_assert_true (vidimus_profiles_put (one, a, NULL));
  g_object_set (theirs, "user", "two", NULL);
  g_assert_true (vidimus_profiles_put (two, theirs, NULL));
  g_assert_cmpstr (vidimus_profile_get_user (theirs), ==, "two");
  g_assert_true (vidimus_profiles_set_current (one, vidimus_profiles_find (one, "C"), NULL));
  g_assert_cmpstr (vidimus_profile_get_user (a), ==, "two");
  g_assert_true (vidimus_profiles_set_current (one, vidimus_profiles_find (one, "local"), NULL));

  /* what one removes while two has it as its current one */
  g_assert_true (vidimus_profiles_remove (one, a, NULL));
  assert_names (one, "On this computer|C|D");
  add (two, VIDIMUS_PROFILE_OTHER, "E");
  assert_names (two, "On this computer|C|D|E");
  assert_current (two, "On this computer");
  three = vidimus_profiles_new (NULL);
  assert_names (three, "On this computer|C|D|E");
}

static int
add_many (const char *path,
          const char *name)
{
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (path);

  for (int i = 0; i < N_EACH; i++)
    {
      g_autofree char *each = g_strdup_printf ("%s-%d", name, i);
      g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);

      g_object_set (profile, "name", each, NULL);
      if (!vidimus_profiles_put (profiles, profile, NULL))
        return EXIT_FAILURE;
    }

  return EXIT_SUCCESS;
}

/* As many processes as may be, each writing again and again: all of it is there at the end. */
static void
test_crowd (void)
{
  g_autofree char *path = make_path (), *self = g_file_read_link ("/proc/self/exe", NULL);
  GSubprocess *processes[N_PROCESSES];
  g_autoptr(VidimusProfiles) profiles = NULL;

  for (int i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("P%d", i);
      g_autoptr(GError) error = NULL;

      processes[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, self, "--add-many", path, name, NULL);
      g_assert_no_error (error);
    }
  for (int i = 0; i < N_PROCESSES; i++)
    {
      g_assert_true (g_subprocess_wait_check (processes[i], NULL, NULL));
      g_object_unref (processes[i]);
    }

  profiles = vidimus_profiles_new (path);
  g_assert_null (vidimus_profiles_get_problem (profiles));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (profiles)), ==, 1 + N_PROCESSES * N_EACH);
  g_assert_nonnull (vidimus_profiles_find (profiles, "P2-5"));
}

/* A program that was stopped while it wrote keeps nobody else from writing. */
static void
test_stopped (void)
{
  g_autofree char *path = make_path (), *folder = g_path_get_dirname (path);
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL);
  int lock;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  lock = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  g_assert_cmpint (flock (lock, LOCK_EX), ==, 0);
  add (profiles, VIDIMUS_PROFILE_OTHER, "One");
  close (lock);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What can't be written holds here, and is written with the next change that can. */
static void
test_unwritable (void)
{
  g_autofree char *path = make_path (), *folder = g_path_get_dirname (path);
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL), again = NULL;
  g_autoptr(VidimusProfile) one = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(GError) error = NULL;

  g_object_set (one, "name", "One", NULL);
  write_text (folder, "a file where the folder is to be");
  g_assert_false (vidimus_profiles_put (profiles, one, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_nonnull (strstr (error->message, path));
  assert_names (profiles, "On this computer|One");
  g_clear_error (&error);
  g_assert_false (vidimus_profiles_set_current (profiles, one, &error));
  assert_current (profiles, "One");

  g_assert_cmpint (g_unlink (folder), ==, 0);
  add (profiles, VIDIMUS_PROFILE_OTHER, "Two");
  again = vidimus_profiles_new (NULL);
  assert_names (again, "On this computer|One|Two");
  assert_current (again, "One");
}

/* Another file by the environment; and a link is followed, not replaced. */
static void
test_path (void)
{
  g_autofree char *target = g_build_filename (g_get_user_data_dir (), "mine.ini", NULL);
  g_autofree char *path = make_path (), *folder = g_path_get_dirname (path);
  g_autoptr(VidimusProfiles) profiles = NULL, linked = NULL;

  g_setenv ("VIDIMUS_PROFILES", target, TRUE);
  profiles = vidimus_profiles_new (NULL);
  g_unsetenv ("VIDIMUS_PROFILES");
  add (profiles, VIDIMUS_PROFILE_OTHER, "One");
  g_assert_true (g_file_test (target, G_FILE_TEST_IS_REGULAR));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
  linked = vidimus_profiles_new (NULL);
  assert_names (linked, "On this computer|One");
  add (linked, VIDIMUS_PROFILE_OTHER, "Two");
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--add-many"))
    return add_many (argv[2], argv[3]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/profiles/first", test_first);
  g_test_add_func ("/profiles/kept", test_kept);
  g_test_add_func ("/profiles/local", test_local);
  g_test_add_func ("/profiles/remove", test_remove);
  g_test_add_func ("/profiles/find", test_find);
  g_test_add_func ("/profiles/newer", test_newer);
  g_test_add_func ("/profiles/broken", test_broken);
  g_test_add_func ("/profiles/other-kind", test_other_kind);
  g_test_add_func ("/profiles/two", test_two);
  g_test_add_func ("/profiles/crowd", test_crowd);
  g_test_add_func ("/profiles/stopped", test_stopped);
  g_test_add_func ("/profiles/unwritable", test_unwritable);
  g_test_add_func ("/profiles/path", test_path);

  return g_test_run ();
}
