#include "vidimus-call-record-private.h"

#include <glib/gi18n-lib.h>

/* What a person can still look through; a record has some kilobytes. */
#define MAX_RECORDS 500

G_DEFINE_FINAL_TYPE (VidimusCallRecord, vidimus_call_record, G_TYPE_OBJECT)

static void
vidimus_call_record_finalize (GObject *object)
{
  VidimusCallRecord *self = VIDIMUS_CALL_RECORD (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->begun, g_date_time_unref);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->request_id, g_free);
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->response, g_free);
  g_clear_pointer (&self->curl, g_free);

  G_OBJECT_CLASS (vidimus_call_record_parent_class)->finalize (object);
}

static void
vidimus_call_record_class_init (VidimusCallRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_call_record_finalize;
}

static void
vidimus_call_record_init (VidimusCallRecord *self)
{
  self->begun = g_date_time_new_now_local ();
  self->attempt = 1;
  for (guint i = 0; i < VIDIMUS_N_PHASES; i++)
    self->ms[i] = -1.0;
}

/* Its maker fills the members, then never touches them again. */
VidimusCallRecord *
vidimus_call_record_new (void)
{
  return g_object_new (VIDIMUS_TYPE_CALL_RECORD, NULL);
}

/** vidimus_call_phase_get_title: what people call @phase; translated. */
const char *
vidimus_call_phase_get_title (VidimusCallPhase phase)
{
  static const char * const titles[] = {
    [VIDIMUS_PHASE_QUEUE] = N_("Waiting for a connection"),
    [VIDIMUS_PHASE_CONNECT] = N_("Connecting"),
    [VIDIMUS_PHASE_SEND] = N_("Sending"),
    [VIDIMUS_PHASE_WAIT] = N_("Waiting for the answer"),
    [VIDIMUS_PHASE_RECEIVE] = N_("Receiving"),
  };

  g_return_val_if_fail (phase < VIDIMUS_N_PHASES, NULL);

  return _(titles[phase]);
}

/** vidimus_call_record_get_title: what the image is called, for people. */
const char *
vidimus_call_record_get_title (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->title;
}

/** vidimus_call_record_get_service: the shown name of who was asked. */
const char *
vidimus_call_record_get_service (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->service;
}

/** vidimus_call_record_get_begun: (transfer none): when the attempt began, local time. */
GDateTime *
vidimus_call_record_get_begun (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->begun;
}

/** vidimus_call_record_get_attempt: which attempt of its call it was, from 1. */
guint
vidimus_call_record_get_attempt (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), 0);

  return self->attempt;
}

/** vidimus_call_record_get_status: the status of HTTP; 0: there was no answer. */
guint
vidimus_call_record_get_status (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), 0);

  return self->status;
}

/** vidimus_call_record_is_billed: whether the answer is on somebody's bill: any 2xx of an account is. */
gboolean
vidimus_call_record_is_billed (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), FALSE);

  return self->billed;
}

/** vidimus_call_record_get_code: (nullable): the error code of the API. */
const char *
vidimus_call_record_get_code (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->code;
}

/** vidimus_call_record_get_problem: (nullable): what went wrong, translated. */
const char *
vidimus_call_record_get_problem (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->problem;
}

/** vidimus_call_record_get_request_id: (nullable): the header `X-Request-Id`. */
const char *
vidimus_call_record_get_request_id (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->request_id;
}

/** vidimus_call_record_get_ms: how long @phase took, in milliseconds; negative when it did not happen. */
double
vidimus_call_record_get_ms (VidimusCallRecord *self,
                            VidimusCallPhase   phase)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), -1.0);
  g_return_val_if_fail (phase < VIDIMUS_N_PHASES, -1.0);

  return self->ms[phase];
}

/** vidimus_call_record_get_total_ms: how long the attempt took, in milliseconds. */
double
vidimus_call_record_get_total_ms (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), 0.0);

  return self->total_ms;
}

/** vidimus_call_record_get_request: the request for people to read, without image and secrets. */
const char *
vidimus_call_record_get_request (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->request;
}

/** vidimus_call_record_get_response: (nullable): the response for people to read, without secrets. */
const char *
vidimus_call_record_get_response (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->response;
}

/** vidimus_call_record_get_curl: the same call for a shell: variables stand for secrets, a file for the image. */
const char *
vidimus_call_record_get_curl (VidimusCallRecord *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CALL_RECORD (self), NULL);

  return self->curl;
}

struct _VidimusCallLog
{
  GObject    parent_instance;

  GPtrArray *records; /* owned */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VidimusCallLog, vidimus_call_log, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
vidimus_call_log_get_item_type (GListModel *model)
{
  return VIDIMUS_TYPE_CALL_RECORD;
}

static guint
vidimus_call_log_get_n_items (GListModel *model)
{
  return VIDIMUS_CALL_LOG (model)->records->len;
}

static gpointer
vidimus_call_log_get_item (GListModel *model,
                           guint       position)
{
  GPtrArray *records = VIDIMUS_CALL_LOG (model)->records;

  return position < records->len ? g_object_ref (records->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vidimus_call_log_get_item_type;
  iface->get_n_items = vidimus_call_log_get_n_items;
  iface->get_item = vidimus_call_log_get_item;
}

static void
vidimus_call_log_finalize (GObject *object)
{
  g_ptr_array_unref (VIDIMUS_CALL_LOG (object)->records);

  G_OBJECT_CLASS (vidimus_call_log_parent_class)->finalize (object);
}

static void
vidimus_call_log_class_init (VidimusCallLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_call_log_finalize;
}

static void
vidimus_call_log_init (VidimusCallLog *self)
{
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
}

/** vidimus_call_log_new: (transfer full): an empty log, in memory only. */
VidimusCallLog *
vidimus_call_log_new (void)
{
  return g_object_new (VIDIMUS_TYPE_CALL_LOG, NULL);
}

/** vidimus_call_log_clear: forgets every record. */
void
vidimus_call_log_clear (VidimusCallLog *self)
{
  guint n;

  g_return_if_fail (VIDIMUS_IS_CALL_LOG (self));

  n = self->records->len;
  g_ptr_array_set_size (self->records, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/* The oldest goes when there are too many. */
void
vidimus_call_log_add (VidimusCallLog    *self,
                      VidimusCallRecord *record)
{
  if (self->records->len >= MAX_RECORDS)
    {
      g_ptr_array_remove_index (self->records, 0);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 1, 0);
    }

  g_ptr_array_add (self->records, record);
  g_list_model_items_changed (G_LIST_MODEL (self), self->records->len - 1, 0, 1);
}
