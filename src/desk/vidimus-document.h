/* One image on the desk: where it came from, its pixels, its answer, its verdict. No GTK. */
#pragma once

#include "vidimus-answer.h"
#include "vidimus-picture.h"
#include "vidimus-policy.h"

G_BEGIN_DECLS

/**
 * VidimusDocumentState:
 * @VIDIMUS_DOCUMENT_LOADING: bytes are being read or decoded; no picture yet
 * @VIDIMUS_DOCUMENT_READY: has a picture, nothing was asked
 * @VIDIMUS_DOCUMENT_QUEUED: waits for its turn
 * @VIDIMUS_DOCUMENT_SIGNING_IN: what signs the request is looked up, or asked of the account's service
 * @VIDIMUS_DOCUMENT_PAUSED: an attempt failed and another follows: vidimus_document_get_problem() says why,
 *   vidimus_document_get_pause_ms() in how long, vidimus_document_get_attempt() which it will be:
 *   "busy; trying again in 3 s (attempt 2)"
 * @VIDIMUS_DOCUMENT_FAILED: see the error; the picture is there unless loading failed
 */
typedef enum
{
  VIDIMUS_DOCUMENT_LOADING,
  VIDIMUS_DOCUMENT_READY,
  VIDIMUS_DOCUMENT_QUEUED,
  VIDIMUS_DOCUMENT_PREPARING,
  VIDIMUS_DOCUMENT_SIGNING_IN,
  VIDIMUS_DOCUMENT_SENDING,
  VIDIMUS_DOCUMENT_WAITING,
  VIDIMUS_DOCUMENT_PAUSED,
  VIDIMUS_DOCUMENT_ANSWERED,
  VIDIMUS_DOCUMENT_FAILED,
  VIDIMUS_DOCUMENT_CANCELLED,
} VidimusDocumentState;

/** VidimusDocumentOrigin: which way it came in; told beside its name, and in its line of JSON. */
typedef enum
{
  VIDIMUS_ORIGIN_FILE,
  VIDIMUS_ORIGIN_ADDRESS,
  VIDIMUS_ORIGIN_PASTE,
  VIDIMUS_ORIGIN_CAMERA,
  VIDIMUS_ORIGIN_SCANNER,
  VIDIMUS_ORIGIN_SCREEN, /* what the document is shown on, not the document */
} VidimusDocumentOrigin;

const char *vidimus_document_origin_get_key  (VidimusDocumentOrigin origin); /* "screen" */
const char *vidimus_document_origin_get_name (VidimusDocumentOrigin origin); /* "Screen"; translated */

#define VIDIMUS_TYPE_DOCUMENT_STATE (vidimus_document_state_get_type ())
GType vidimus_document_state_get_type (void);

/* Properties, all read-only and notified in the main context:
 * "name" (string), "state" (VidimusDocumentState), "fraction" (double), "picture" (VidimusPicture),
 * "answer" (VidimusAnswer), "evidence" (VidimusResult), "partner" (VidimusDocument), "corrected" (boolean: whether the outline is; notified with each
 * change of it), "verdict-kind" is read with the getter after notify::answer. */
#define VIDIMUS_TYPE_DOCUMENT (vidimus_document_get_type ())
G_DECLARE_FINAL_TYPE (VidimusDocument, vidimus_document, VIDIMUS, DOCUMENT, GObject)

VidimusDocument      *vidimus_document_new_for_file  (GFile           *file);
VidimusDocument      *vidimus_document_new_for_uri   (const char      *uri);   /* http(s); fetched by the run's client */
VidimusDocument      *vidimus_document_new_for_bytes (GBytes          *bytes,
                                                      const char      *name);  /* shown */

const char           *vidimus_document_get_name      (VidimusDocument *self);
VidimusDocumentOrigin vidimus_document_get_origin    (VidimusDocument *self);
/* By who makes it, before others have it; FILE and ADDRESS are known by themselves. */
void                  vidimus_document_set_origin    (VidimusDocument       *self,
                                                      VidimusDocumentOrigin  origin);
/* Two pictures of one document: they know each other (weakly), and which is the front. */
void                  vidimus_document_pair          (VidimusDocument *front,
                                                      VidimusDocument *back);
VidimusDocument      *vidimus_document_get_partner   (VidimusDocument *self);  /* nullable; (transfer none) */
gboolean              vidimus_document_is_back       (VidimusDocument *self);
/* The outline as a person corrected it, in upright pixels, in the service's order, kept beside the service's own; notified as "corrected". */
gboolean              vidimus_document_get_corrected (VidimusDocument   *self,
                                                      VidimusQuad       *quad);
void                  vidimus_document_set_corrected (VidimusDocument   *self,
                                                      const VidimusQuad *quad); /* nullable: the service's own again */
/* The answer's, in pixels of the picture; FALSE when it has none, or when there is no picture that it could be of. */
gboolean              vidimus_document_get_own_quad  (VidimusDocument   *self,
                                                      VidimusQuad       *quad);
/* The one to show and to flatten by: the corrected one, else the answer's; FALSE when there is neither. */
gboolean              vidimus_document_get_quad      (VidimusDocument   *self,
                                                      VidimusQuad       *quad);
/* Pixels of the picture per millimetre of the document, by that outline and its type; 0 when it can't be told. See vidimus-resolution.h. */
double                vidimus_document_get_resolution (VidimusDocument *self);
/* What a list calls it, such as the path that a manifest has; to be told, not to be read. */
void                  vidimus_document_set_item      (VidimusDocument *self,
                                                      const char      *item); /* nullable, UTF-8 */
const char           *vidimus_document_get_item      (VidimusDocument *self); /* nullable */
GFile                *vidimus_document_get_file      (VidimusDocument *self); /* nullable */
VidimusDocumentState  vidimus_document_get_state     (VidimusDocument *self);
gboolean              vidimus_document_is_busy       (VidimusDocument *self); /* LOADING … PAUSED, READY apart */
double                vidimus_document_get_fraction  (VidimusDocument *self);
/* Of the call under way, from 1; PAUSED: of the attempt that is to come. 0 when nothing is asked. */
guint                 vidimus_document_get_attempt   (VidimusDocument *self);
/* PAUSED: milliseconds from now until that attempt, 0 when it is due. It runs down by itself: no property tells. */
guint                 vidimus_document_get_pause_ms  (VidimusDocument *self);
const char           *vidimus_document_get_problem   (VidimusDocument *self); /* PAUSED: why, translated; else NULL */
/* Of the last call: "local" or the name of the service, NULL when nobody was asked; how long it took. */
const char           *vidimus_document_get_asked     (VidimusDocument *self);
double                vidimus_document_get_ms        (VidimusDocument *self);
VidimusPicture       *vidimus_document_get_picture   (VidimusDocument *self); /* nullable */
VidimusAnswer        *vidimus_document_get_answer    (VidimusDocument *self); /* nullable; kept while asked again */
VidimusResult        *vidimus_document_get_evidence  (VidimusDocument *self); /* nullable; where the alarms saw something */
const GError         *vidimus_document_get_error     (VidimusDocument *self); /* nullable */
VidimusVerdict        vidimus_document_get_verdict   (VidimusDocument *self); /* NOT_CHECKED without an answer */
/* The document as text for the clipboard: name, type, verdict, seven lines. */
char                 *vidimus_document_to_text       (VidimusDocument *self);
/* One line of JSON for programs, without its end. @file: what it is called; NULL for its path or address. */
char                 *vidimus_document_to_json       (VidimusDocument *self,
                                                      const char      *file);

G_END_DECLS
