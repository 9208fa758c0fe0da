/* What benchmarks share: series of milliseconds, their quantiles, and a photograph to work on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BENCH_PHOTO_WIDTH  4000
#define BENCH_PHOTO_HEIGHT 3000

typedef struct _BenchSeries BenchSeries;

BenchSeries *bench_series_new      (void);
void         bench_series_free     (BenchSeries *self);
void         bench_series_add      (BenchSeries *self,
                                    double       ms);
guint        bench_series_length   (BenchSeries *self);
double       bench_series_quantile (BenchSeries *self,
                                    double       share);

double       bench_now_ms          (void);
double       bench_decode_fully    (GBytes      *jpeg,
                                    double     (*clock) (void));
gboolean     bench_descends_from_us (const char *pid);
double       bench_children_ms      (void);
GBytes      *bench_photograph      (const char  *name,
                                    int          width,
                                    int          height,
                                    guint32      stripe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchSeries, bench_series_free)

G_END_DECLS
