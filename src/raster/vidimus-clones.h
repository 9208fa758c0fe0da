/* Loops that want wide vectors. */
#pragma once

/* VIDIMUS_CLONES: before a function: it is compiled for every x86-64 processor and once more for those with AVX2, and the right
 * one is taken when the program starts. Without FMA, so that both give the same bits. Elsewhere it means nothing, nor with clang,
 * whose older versions (14) give the clones a name that no other file finds. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(__clang__)
#define VIDIMUS_CLONES __attribute__ ((target_clones ("avx2", "default")))
#else
#define VIDIMUS_CLONES
#endif
