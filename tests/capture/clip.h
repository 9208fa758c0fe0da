/* What the two halves of the clip agree on. */
#pragma once

/* Pixels that a phase's picture reaches beyond the camera's frame on each side: how far a hand may move it. */
#define CLIP_MARGIN 48

/* Of a frame's number in its corner: the side of a bit in pixels, and how many there are. */
#define CLIP_CELL 16
#define CLIP_BITS 16
