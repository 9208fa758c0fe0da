/* A record while its attempt is under way; and putting it into a log. */
#pragma once

#include "vidimus-call-record.h"

struct _VidimusCallRecord
{
  GObject    parent_instance;

  char      *title;      /* owned */
  char      *service;    /* owned */
  GDateTime *begun;      /* owned */
  guint      attempt;
  guint      status;
  gboolean   billed;
  char      *code;       /* owned, nullable */
  char      *problem;    /* owned, nullable */
  char      *request_id; /* owned, nullable */
  double     ms[VIDIMUS_N_PHASES];
  double     total_ms;
  char      *request;    /* owned */
  char      *response;   /* owned, nullable */
  char      *curl;       /* owned */
};

VidimusCallRecord *vidimus_call_record_new (void);
void               vidimus_call_log_add    (VidimusCallLog    *self,
                                            VidimusCallRecord *record); /* (transfer full) */
