/* A request as a command for a shell. */
#pragma once

#include <libsoup/soup.h>

/** VidimusCurl: what the message does not say. Borrowed. */
typedef struct
{
  const char *file;    /* nullable with @address; what the image is called */
  const char *address; /* nullable; of the image */
  gboolean    alarm;
  gboolean    changed; /* what was sent is not the file itself */
  const char *socket;  /* nullable; the Unix socket that it went to */
  const char *ca_file; /* nullable */
} VidimusCurl;

char *vidimus_curl_write (SoupMessage       *message,
                          const VidimusCurl *curl); /* (transfer full) */
