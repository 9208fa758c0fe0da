/* SANE's own test device in place of scanners. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before the first of SANE: a folder of configuration of this process's own. */
void vidimus_test_sane_begin (void);
/* @options: lines of test.conf that differ from what a plain colour flatbed has, such as "three-pass true\n"; NULL: there is no scanner.
 * Holds from the next listing on. */
void vidimus_test_sane_set   (const char *options);
void vidimus_test_sane_end   (void);

G_END_DECLS
