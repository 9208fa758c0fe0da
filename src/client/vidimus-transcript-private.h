/* A request and its response as text for people: no image, no secrets. */
#pragma once

#include <libsoup/soup.h>

char *vidimus_transcript_of_request  (SoupMessage *message,
                                      const char  *member,  /* "data" or "url" */
                                      const char  *image,   /* what stands for it, or its address */
                                      gboolean     alarm);
char *vidimus_transcript_of_response (SoupMessage *message,
                                      const char  *json);   /* pretty */
char *vidimus_transcript_pretty      (GBytes      *json);   /* long texts left out; (transfer full) */
