/* Networks of hotels and trains that answer for everybody until one has signed in to them. */
#pragma once

#include <libsoup/soup.h>

gboolean  vidimus_captive_is_page (SoupMessage *message);
GError   *vidimus_captive_error   (const char  *host);
