/* What the two halves of the clip agree on. */
#pragma once

/* Pixels that a phase's picture reaches beyond the camera's frame on each side: how far a hand may move it. */
#define CLIP_MARGIN 48
