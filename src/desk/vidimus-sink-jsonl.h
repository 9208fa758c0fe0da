/* JSON Lines: a line for each finished document, whole and on the disk before anybody is told. */
#pragma once

#include "vidimus-sink.h"

G_BEGIN_DECLS

#define VIDIMUS_TYPE_SINK_JSONL (vidimus_sink_jsonl_get_type ())
G_DECLARE_FINAL_TYPE (VidimusSinkJsonl, vidimus_sink_jsonl, VIDIMUS, SINK_JSONL, GObject)

VidimusSinkJsonl *vidimus_sink_jsonl_new (int         fd,
                                          const char *path);

G_END_DECLS
