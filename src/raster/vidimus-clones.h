/* Loops that want wide vectors. */
#pragma once

/* VIDIMUS_CLONES: before a function: it is compiled for every x86-64 processor and once more for those with AVX2, and the right
 * one is taken when the program starts. Without FMA, so that both give the same bits. Elsewhere it means nothing. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
#define VIDIMUS_CLONES __attribute__ ((target_clones ("avx2", "default")))
#else
#define VIDIMUS_CLONES
#endif
