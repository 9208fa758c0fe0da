#define G_LOG_DOMAIN "vidimus-service"

#include "vidimus-shelter.h"

#include <gio/gio.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>

#define STACK       (1024 * 1024) /* bytes; of a thread: there may be hundreds, and what they could use counts as used */
#define OTHER_FILES 256 /* descriptors: channels, libraries, a keys file that is read again */

/* A file that is read again may be another one by then, put in its place: its folder, also that which a link leads to. */
static void
add_folders_of (GPtrArray  *readable,
                const char *file)
{
  g_autofree char *whole = file != NULL ? realpath (file, NULL) : NULL;

  if (file == NULL)
    return;

  g_ptr_array_add (readable, g_path_get_dirname (file));
  if (whole != NULL)
    g_ptr_array_add (readable, g_path_get_dirname (whole));
}

/* Libraries that look for something later must have found it before. */
static void
read_ahead (gboolean fetching)
{
  struct addrinfo *list = NULL;

  g_time_zone_unref (g_time_zone_new_local ()); /* the log's clock */
  g_random_int ();                              /* the seed of chance */
  if (!fetching)
    return;

  if (getaddrinfo ("localhost", "80", NULL, &list) == 0) /* the libraries that know names */
    freeaddrinfo (list);
  g_object_unref (g_tls_backend_get_default_database (g_tls_backend_get_default ())); /* kept there */
}

/* Who knows names is told by files of the system, which may change. */
static void
add_names (GPtrArray *readable)
{
  static const char *const files[] = { "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf",
                                       "/etc/gai.conf", "/etc/services" };
  char *told = realpath ("/etc/resolv.conf", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_ptr_array_add (readable, g_strdup (files[i]));
  if (told != NULL && g_str_has_prefix (told, "/run/"))
    g_ptr_array_add (readable, g_path_get_dirname (told));
  g_free (told);
}

static gboolean
has_one_thread (void)
{
  g_autoptr(GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (tasks != NULL && g_dir_read_name (tasks) != NULL)
    n++;

  return n <= 1;
}

static void
shrink_stacks (void)
{
  pthread_attr_t attributes;

  if (pthread_attr_init (&attributes) != 0)
    return;
  if (pthread_attr_setstacksize (&attributes, STACK) == 0)
    pthread_setattr_default_np (&attributes);
  pthread_attr_destroy (&attributes);
}

/**
 * vidimus_shelter_front:
 * @socket_path: (nullable): of a Unix socket that is to be removed at the end
 *
 * To be called while there is one thread: threads that come later inherit the locks.
 *
 * Returns: what is in force
 */
VidimusConfinement
vidimus_shelter_front (const VidimusServiceOptions *options,
                       const char                  *socket_path)
{
  const VidimusRole role = options->allow_url ? VIDIMUS_ROLE_FETCHING_FRONT : VIDIMUS_ROLE_FRONT;
  g_autofree char *dir = socket_path != NULL ? g_path_get_dirname (socket_path) : NULL;
  g_autoptr(GPtrArray) readable = g_ptr_array_new_with_free_func (g_free);
  guint files = (guint) (options->connections + 4 * options->workers + 2 * options->waiting) + OTHER_FILES;
  VidimusConfinement locks = { 0 };

  add_folders_of (readable, options->keys);
  add_folders_of (readable, options->tls_certificate);
  add_folders_of (readable, options->tls_key);
  if (options->allow_url)
    add_names (readable);
  g_ptr_array_add (readable, NULL);

  if (!vidimus_confine_descriptors (files))
    g_message ("warning: this process may not have the %u descriptors that its limits could need: raise LimitNOFILE=, or "
               "lower --connections", files);
  if (vidimus_confine_is_possible ()) /* a sanitizer needs more */
    shrink_stacks ();
  vidimus_confine_front_memory ((guint64) options->front_mib * 1024 * 1024);
  read_ahead (options->allow_url);
  if (!has_one_thread () || !vidimus_confine_process (role))
    return locks;

  locks.landlock = vidimus_confine_files (role, (char **) readable->pdata, dir);
  locks.seccomp = vidimus_confine_calls (role);

  return locks;
}

/**
 * vidimus_shelter_describe:
 *
 * Returns: (transfer full) (element-type utf8): a sentence for each lock that is missing
 */
GPtrArray *
vidimus_shelter_describe (VidimusConfinement workers,
                          VidimusConfinement front)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);

  if (!vidimus_confine_is_possible ())
    {
      g_ptr_array_add (warnings, g_strdup ("This build has a sanitizer: the processes that decode images are not confined."));
      return warnings;
    }

  if (workers.landlock == 0)
    g_ptr_array_add (warnings, g_strdup ("Landlock is missing on this kernel: the processes that decode images are "
                                         "not kept from files by it."));
  if (!workers.seccomp)
    g_ptr_array_add (warnings, g_strdup ("seccomp is missing on this kernel: the processes that decode images may "
                                         "make any system call."));
  if (front.landlock == 0)
    g_ptr_array_add (warnings, g_strdup ("The process that speaks to clients is not kept from files by Landlock."));
  if (!front.seccomp)
    g_ptr_array_add (warnings, g_strdup ("The process that speaks to clients may make any system call: seccomp is missing."));

  return warnings;
}
