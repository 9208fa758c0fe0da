/* What the files of the coach share: the object, and the road of a frame. */
#pragma once

#include "vidimus-coach.h"
#include "vidimus-coach-rules-private.h"

G_BEGIN_DECLS

/* Each holds a still of several megabytes; at 15 frames a second they are those of the last quarter of a second. */
#define VIDIMUS_COACH_N_LAST 4

/** VidimusCoachLast: a frame that was looked at. */
typedef struct
{
  GObject  *frame; /* owned, nullable */
  double    quality;
  gint64    time;
  gboolean  clean;
} VidimusCoachLast;

struct _VidimusCoach
{
  GObject            parent_instance;

  VidimusClient     *local;        /* owned */
  GCancellable      *cancellable;  /* owned; of what is under way since the last reset */
  GQueue             flights;      /* frames that are looked at; borrowed: each is freed by its callback */
  guint64            n_offered;
  guint64            last_serial;  /* of the newest that came back */

  VidimusCoachRules  rules;
  VidimusHint        hint;         /* as it was notified */
  VidimusCoachLast   last[VIDIMUS_COACH_N_LAST]; /* the newest first */
  gboolean           auto_shot;
  gboolean           shot;         /* since the last reset */
  guint              tries;

  guint              n_failures;   /* in a row */
  gint64             retry_at;     /* by the frames' clock; 0: at once */
  gint64             time;         /* of the newest frame that was offered */
  char              *problem;      /* owned, nullable */
};

/* They notify. */
void vidimus_coach_update_hint  (VidimusCoach *self);
void vidimus_coach_set_problem  (VidimusCoach *self,
                                 const char   *problem); /* nullable */
void vidimus_coach_note_warning (VidimusCoach *self);
void vidimus_coach_tell_coached (VidimusCoach   *self,
                                 VidimusCoached *coached);
void vidimus_coach_tell_shot    (VidimusCoach   *self,
                                 GObject        *frame);

/* Frames that are under way come back to nobody, and none is kept. */
void vidimus_coach_drop_frames  (VidimusCoach *self);

G_END_DECLS
