/* An answer while it is being made. */
#pragma once

#include "vidimus-answer.h"

struct _VidimusAnswer
{
  GObject        parent_instance;

  VidimusResult *result;        /* owned; in upright pixels */
  VidimusResult *raw_result;    /* owned; in pixels as sent */
  gboolean       is_mapped;     /* @result is in the picture's pixels */
  gboolean       alarms_asked;
  char          *service;       /* owned */
  char          *request_id;    /* owned, nullable */
  guint          http_status;
  guint          attempt;
  double         ms;
  GArray        *timings;       /* owned; of VidimusTiming with owned names */
  int            sent_width;
  int            sent_height;
  gsize          sent_bytes;
  char          *how;           /* owned, nullable */
  char          *request_text;  /* owned */
  char          *response_text; /* owned */
};

VidimusAnswer *vidimus_answer_new               (void);
void           vidimus_answer_add_timing        (VidimusAnswer *self,
                                                 const char    *name,
                                                 double         ms);
void           vidimus_answer_add_server_timing (VidimusAnswer *self,
                                                 const char    *header); /* nullable */
