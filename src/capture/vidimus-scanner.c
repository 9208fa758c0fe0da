#include "vidimus-scanner-private.h"

struct _VidimusScanner
{
  GObject      parent_instance;

  GAsyncQueue *queue; /* owned, also by the thread */
  guint        tasks; /* that are not answered yet */
};

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* SANE is one for the whole program: held while anything is done with it, whichever scanner asks. */
static GMutex sane;
static int n_scanners; /* atomic */

G_DEFINE_FINAL_TYPE (VidimusScanner, vidimus_scanner, G_TYPE_OBJECT)

/* What is asked of the thread */

typedef gpointer (*Work) (GTask   *task,
                          GError **error);

typedef struct
{
  Work                    work;
  GDestroyNotify          free_result;
  char                   *id;            /* owned, nullable; of the device */
  VidimusScannerSettings  settings;      /* source owned */
  VidimusScannerProgress  progress;      /* nullable */
  gpointer                progress_data; /* the caller's */
  gint64                  told;          /* when progress was told, monotonic */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->id);
  g_free ((char *) job->settings.source);
  g_free (job);
}

static gpointer
list_work (GTask   *task,
           GError **error)
{
  return vidimus_scanner_do_list (error);
}

static gpointer
ask_work (GTask   *task,
          GError **error)
{
  Job *job = g_task_get_task_data (task);

  return vidimus_scanner_do_ask (job->id, error);
}

typedef struct
{
  GTask  *task; /* owned */
  double  fraction;
} Progress;

static gboolean
progress_cb (gpointer data)
{
  Progress *progress = data;
  Job *job = g_task_get_task_data (progress->task);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (progress->task)))
    job->progress (progress->fraction, job->progress_data);

  return G_SOURCE_REMOVE;
}

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  g_object_unref (progress->task);
  g_free (progress);
}

/* In the thread. Of the many answers of a device so many are told as a bar can show. */
static void
report (double   fraction,
        gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  Progress *progress;

  if (job->progress == NULL || (fraction > 0 && fraction < 1 && now - job->told < G_USEC_PER_SEC / 20))
    return;

  job->told = now;
  progress = g_new (Progress, 1);
  *progress = (Progress) { g_object_ref (task), fraction };
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, progress_cb, progress, progress_free);
}

static void
page_free (gpointer data)
{
  VidimusScannerPage *page = data;

  vidimus_image_free (&page->image);
  g_free (page);
}

static gpointer
scan_work (GTask   *task,
           GError **error)
{
  Job *job = g_task_get_task_data (task);
  VidimusScannerPage *page = g_new0 (VidimusScannerPage, 1);

  if (vidimus_scanner_do_scan (job->id, &job->settings, report, task, g_task_get_cancellable (task), page, error))
    return page;
  page_free (page);

  return NULL;
}

/* The thread */

static void
answer (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gpointer result = NULL;

  g_mutex_lock (&sane);
  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    result = job->work (task, &error);
  g_mutex_unlock (&sane);

  if (result != NULL)
    g_task_return_pointer (task, result, job->free_result);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Until what comes is no task, but the lock's address. */
static gpointer
thread_main (gpointer data)
{
  g_autoptr(GAsyncQueue) queue = data;
  gpointer next;

  while ((next = g_async_queue_pop (queue)) != &sane)
    {
      g_autoptr(GTask) task = next;

      answer (task);
    }

  g_mutex_lock (&sane);
  if (g_atomic_int_get (&n_scanners) == 0)
    vidimus_scanner_do_exit ();
  g_mutex_unlock (&sane);

  return NULL;
}

static void
completed_cb (GTask          *task,
              GParamSpec     *pspec,
              VidimusScanner *self)
{
  if (--self->tasks == 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
ask_thread (GTask          *task, /* (transfer full) */
            Work            work,
            GDestroyNotify  free_result,
            Job            *job)  /* (transfer full) */
{
  VidimusScanner *self = g_task_get_source_object (task);

  job->work = work;
  job->free_result = free_result;
  g_task_set_task_data (task, job, job_free);
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), self); /* the task holds the scanner */
  if (self->tasks++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
  g_async_queue_push (self->queue, task);
}

/* The scanner */

static void
vidimus_scanner_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, VIDIMUS_SCANNER (object)->tasks > 0);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
vidimus_scanner_finalize (GObject *object)
{
  VidimusScanner *self = VIDIMUS_SCANNER (object);

  /* Not waited for: a device may take its time to let go. */
  g_atomic_int_add (&n_scanners, -1);
  g_async_queue_push (self->queue, &sane);
  g_async_queue_unref (self->queue);

  G_OBJECT_CLASS (vidimus_scanner_parent_class)->finalize (object);
}

static void
vidimus_scanner_class_init (VidimusScannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vidimus_scanner_get_property;
  object_class->finalize = vidimus_scanner_finalize;
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
vidimus_scanner_init (VidimusScanner *self)
{
  g_atomic_int_add (&n_scanners, 1);
  self->queue = g_async_queue_new ();
  g_thread_unref (g_thread_new ("scanner", thread_main, g_async_queue_ref (self->queue)));
}

/** vidimus_scanner_new: (transfer full). No driver is loaded before the first request. */
VidimusScanner *
vidimus_scanner_new (void)
{
  return g_object_new (VIDIMUS_TYPE_SCANNER, NULL);
}

/**
 * vidimus_scanner_list_async:
 *
 * Looks for scanners anew, also in the network; that takes seconds and can't be stopped: after cancelling, the answer still waits for it.
 */
void
vidimus_scanner_list_async (VidimusScanner      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (VIDIMUS_IS_SCANNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_scanner_list_async);
  ask_thread (task, list_work, g_object_unref, g_new0 (Job, 1));
}

/** vidimus_scanner_list_finish: Returns: (transfer full): of #VidimusScannerDevice; empty when there is none */
GListModel *
vidimus_scanner_list_finish (VidimusScanner  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/** vidimus_scanner_ask_async: what @device can do. It is opened for that, and closed again. */
void
vidimus_scanner_ask_async (VidimusScanner       *self,
                           VidimusScannerDevice *device,
                           GCancellable         *cancellable,
                           GAsyncReadyCallback   callback,
                           gpointer              user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (VIDIMUS_IS_SCANNER (self));
  g_return_if_fail (VIDIMUS_IS_SCANNER_DEVICE (device));

  job = g_new0 (Job, 1);
  job->id = g_strdup (vidimus_scanner_device_get_id (device));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_scanner_ask_async);
  ask_thread (task, ask_work, (GDestroyNotify) vidimus_scanner_abilities_free, job);
}

/** vidimus_scanner_ask_finish: Returns: (transfer full) */
VidimusScannerAbilities *
vidimus_scanner_ask_finish (VidimusScanner  *self,
                            GAsyncResult    *result,
                            GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * vidimus_scanner_scan_async:
 * @settings: copied
 * @progress: (nullable): called in this thread's default main context until @callback
 *
 * The device is opened, scans one page, and is closed again, whatever happens: after an error or a cancel it can be used as before.
 */
void
vidimus_scanner_scan_async (VidimusScanner               *self,
                            VidimusScannerDevice         *device,
                            const VidimusScannerSettings *settings,
                            VidimusScannerProgress        progress,
                            gpointer                      progress_data,
                            GCancellable                 *cancellable,
                            GAsyncReadyCallback           callback,
                            gpointer                      user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (VIDIMUS_IS_SCANNER (self));
  g_return_if_fail (VIDIMUS_IS_SCANNER_DEVICE (device));
  g_return_if_fail (settings != NULL);

  job = g_new0 (Job, 1);
  job->id = g_strdup (vidimus_scanner_device_get_id (device));
  job->settings = *settings;
  job->settings.source = g_strdup (settings->source);
  job->progress = progress;
  job->progress_data = progress_data;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_scanner_scan_async);
  ask_thread (task, scan_work, page_free, job);
}

/**
 * vidimus_scanner_scan_finish:
 * @image: (out): RGB or grey, a view into what is returned
 * @dpi: (out): what it was scanned at
 *
 * Returns: (transfer full): the pixels
 */
GBytes *
vidimus_scanner_scan_finish (VidimusScanner        *self,
                             GAsyncResult          *result,
                             struct vidimus_image  *image,
                             int                   *dpi,
                             GError               **error)
{
  VidimusScannerPage *page;
  GBytes *bytes;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  page = g_task_propagate_pointer (G_TASK (result), error);
  if (page == NULL)
    return NULL;

  *image = page->image;
  *dpi = page->dpi;
  bytes = g_bytes_new_with_free_func (page->image.data, page->image.stride * (gsize) page->image.height, free,
                                      page->image.data);
  g_free (page);

  return bytes;
}
