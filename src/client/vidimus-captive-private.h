/* Networks of hotels and trains that answer for everybody until one has signed in to them. */
#pragma once

#include <libsoup/soup.h>

/* The error when @message was answered by a page for people; NULL: it was not, or by the page of what failed. @host: who was asked; shown. */
GError *vidimus_captive_explain (SoupMessage *message,
                                 GBytes      *body,
                                 const char  *host);
