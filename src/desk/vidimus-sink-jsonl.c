#include "vidimus-sink-jsonl.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _VidimusSinkJsonl
{
  GObject   parent_instance;

  int       fd;        /* owned */
  char     *path;      /* owned; shown in errors */
  GQueue    waiting;   /* of GTask, owned: a line or, as its data NULL, a flush */
  gboolean  is_writing;
  GError   *broken;    /* owned, nullable: nothing is written after it; belongs to the thread while @is_writing */
};

static void sink_iface_init (VidimusSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VidimusSinkJsonl, vidimus_sink_jsonl, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VIDIMUS_TYPE_SINK, sink_iface_init))

static void
vidimus_sink_jsonl_finalize (GObject *object)
{
  VidimusSinkJsonl *self = VIDIMUS_SINK_JSONL (object);

  close (self->fd);
  g_clear_pointer (&self->path, g_free);
  g_clear_error (&self->broken);

  G_OBJECT_CLASS (vidimus_sink_jsonl_parent_class)->finalize (object);
}

static void
vidimus_sink_jsonl_class_init (VidimusSinkJsonlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_sink_jsonl_finalize;
}

static void
vidimus_sink_jsonl_init (VidimusSinkJsonl *self)
{
  self->fd = -1;
  g_queue_init (&self->waiting);
}

static void
set_broken (VidimusSinkJsonl *self,
            int               number)
{
  self->broken = g_error_new (G_IO_ERROR, (int) g_io_error_from_errno (number), _("“%s” can’t be written: %s"), self->path,
                              g_strerror (number));
}

/* Whole or not at all: what a full disk took of it is cut away. */
static void
write_line (VidimusSinkJsonl *self,
            const char       *line)
{
  gsize length = strlen (line);
  struct stat before;
  gssize written;
  int number;

  if (fstat (self->fd, &before) != 0)
    {
      set_broken (self, errno);
      return;
    }

  do
    written = write (self->fd, line, length);
  while (written < 0 && errno == EINTR);
  number = written < 0 ? errno : ENOSPC;
  if (written >= 0 && (gsize) written == length)
    return;

  if (written > 0 && ftruncate (self->fd, before.st_size) != 0)
    g_debug ("A torn line stays in “%s”: %s", self->path, g_strerror (errno));
  set_broken (self, number);
}

/* @task_data: (element-type GTask): all that waited when it began. */
static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  VidimusSinkJsonl *self = source;
  GPtrArray *tasks = task_data;

  for (guint i = 0; i < tasks->len && self->broken == NULL; i++)
    {
      const char *line = g_task_get_task_data (tasks->pdata[i]);

      if (line != NULL)
        write_line (self, line);
    }
  if (self->broken == NULL && fdatasync (self->fd) != 0)
    set_broken (self, errno);

  g_task_return_boolean (task, TRUE);
}

static void write_waiting (VidimusSinkJsonl *self);

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  VidimusSinkJsonl *self = VIDIMUS_SINK_JSONL (object);
  GPtrArray *tasks = g_task_get_task_data (G_TASK (result));

  self->is_writing = FALSE;
  for (guint i = 0; i < tasks->len; i++)
    if (self->broken != NULL)
      g_task_return_error (tasks->pdata[i], g_error_copy (self->broken));
    else
      g_task_return_boolean (tasks->pdata[i], TRUE);
  write_waiting (self);
}

/* One thread at a time, with all that came meanwhile: one synchronisation for many lines when they come fast. */
static void
write_waiting (VidimusSinkJsonl *self)
{
  g_autoptr(GTask) task = NULL;
  GPtrArray *tasks;

  if (self->is_writing || g_queue_is_empty (&self->waiting))
    return;

  self->is_writing = TRUE;
  tasks = g_ptr_array_new_with_free_func (g_object_unref);
  while (!g_queue_is_empty (&self->waiting))
    g_ptr_array_add (tasks, g_queue_pop_head (&self->waiting));

  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_source_tag (task, write_waiting);
  g_task_set_task_data (task, tasks, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, write_thread);
}

/* @line: (transfer full) (nullable) */
static void
push (VidimusSinkJsonl    *self,
      char                *line,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, push);
  g_task_set_task_data (task, line, g_free);
  g_queue_push_tail (&self->waiting, task);
  write_waiting (self);
}

static void
jsonl_write_async (VidimusSink         *sink,
                   VidimusDocument     *document,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autofree char *json = vidimus_document_to_json (document, NULL);

  push (VIDIMUS_SINK_JSONL (sink), g_strconcat (json, "\n", NULL), callback, user_data);
}

static void
jsonl_flush_async (VidimusSink         *sink,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  push (VIDIMUS_SINK_JSONL (sink), NULL, callback, user_data);
}

static gboolean
jsonl_finish (VidimusSink   *sink,
              GAsyncResult  *result,
              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sink), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sink_iface_init (VidimusSinkInterface *iface)
{
  iface->write_async = jsonl_write_async;
  iface->write_finish = jsonl_finish;
  iface->flush_async = jsonl_flush_async;
  iface->flush_finish = jsonl_finish;
}

/**
 * vidimus_sink_jsonl_new:
 * @fd: (transfer full): a regular file, opened with O_APPEND for this sink alone
 * @path: what errors call it
 *
 * Each line is written with one write() and is on the disk when its write finishes. After a failure nothing more is
 * written: all that comes later fails as the first did.
 *
 * Returns: (transfer full): a #VidimusSink
 */
VidimusSinkJsonl *
vidimus_sink_jsonl_new (int         fd,
                        const char *path)
{
  VidimusSinkJsonl *self;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (VIDIMUS_TYPE_SINK_JSONL, NULL);
  self->fd = fd;
  self->path = g_filename_display_name (path);

  return self;
}
