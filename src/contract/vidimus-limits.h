/* The limits of API.md, each once. */
#pragma once

#define VIDIMUS_MIN_SIDE             15          /* pixels; no side may be below */
#define VIDIMUS_MAX_SIDE             8192        /* pixels; the longest side */
#define VIDIMUS_MAX_BASE64_SENT      10000000    /* characters; what our client prepares at most */
#define VIDIMUS_MAX_BASE64_ACCEPTED  (10 * 1024 * 1024) /* characters; what our service accepts */
#define VIDIMUS_MAX_BODY             (12 * 1024 * 1024) /* bytes of one request, above: 413 */
