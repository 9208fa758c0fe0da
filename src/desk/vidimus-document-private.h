/* What only the run does to a document. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

/* Of a document that was paired; it stays what it was when its partner is gone. */
typedef enum
{
  VIDIMUS_DOCUMENT_SIDE_UNKNOWN,
  VIDIMUS_DOCUMENT_SIDE_FRONT,
  VIDIMUS_DOCUMENT_SIDE_BACK,
} VidimusDocumentSide;

struct _VidimusDocument
{
  GObject               parent_instance;

  GFile                *file;        /* owned, nullable; of file, uri and bytes one is set */
  char                 *uri;         /* owned, nullable */
  GBytes               *bytes;       /* owned, nullable */
  char                 *name;        /* owned */
  char                 *item;        /* owned, nullable: what a list calls it */
  VidimusDocumentOrigin origin;
  VidimusDocument      *partner;     /* weak, nullable: the picture of the other side */
  VidimusDocumentSide   side;

  VidimusDocumentState  state;
  double                fraction;
  guint                 attempt;     /* of the call under way; 0: none */
  char                 *asked;       /* owned, nullable: the service of the last call */
  gint64                asked_at;    /* monotonic µs */
  double                asked_ms;    /* until it was answered or failed */
  gint64                resumes_at;  /* PAUSED: monotonic µs */
  char                 *problem;     /* owned, nullable; PAUSED: why */
  VidimusPicture       *picture;     /* owned, nullable */
  VidimusAnswer        *answer;      /* owned, nullable */
  VidimusResult        *estimate;    /* owned, nullable: what the service on this computer says of the same picture */
  VidimusVerdict        verdict;
  gboolean              has_corrected;
  VidimusQuad           corrected;   /* by hand, in upright pixels */
  GError               *error;       /* owned, nullable */
  GCancellable         *cancellable; /* owned, nullable: of what is under way */
};

GBytes       *vidimus_document_peek_bytes  (VidimusDocument      *self);
const char   *vidimus_document_peek_uri    (VidimusDocument      *self);
void          vidimus_document_unpair      (VidimusDocument      *self);

gboolean      vidimus_document_error_is_worth_retrying (const GError *error);

/* The cancellable of what is under way; whoever comes back with another is stale (STYLE.md, 4.2). */
GCancellable *vidimus_document_begin       (VidimusDocument      *self);
gboolean      vidimus_document_is_current  (VidimusDocument      *self,
                                            GCancellable         *cancellable);
void          vidimus_document_interrupt   (VidimusDocument      *self);

void          vidimus_document_set_state   (VidimusDocument      *self,
                                            VidimusDocumentState  state,
                                            double                fraction);
void          vidimus_document_set_paused  (VidimusDocument      *self,
                                            guint                 attempt,
                                            guint                 pause_ms,
                                            const char           *problem);
void          vidimus_document_set_asked   (VidimusDocument      *self,
                                            const char           *asked);
void          vidimus_document_set_attempt (VidimusDocument      *self,
                                            guint                 attempt);
void          vidimus_document_take_picture (VidimusDocument     *self,
                                             VidimusPicture      *picture);
void          vidimus_document_take_answer (VidimusDocument      *self,
                                            VidimusAnswer        *answer,
                                            const VidimusVerdict *verdict);
void          vidimus_document_take_estimate (VidimusDocument    *self,
                                              VidimusResult      *estimate);
void          vidimus_document_take_error  (VidimusDocument      *self,
                                            GError               *error);

G_END_DECLS
