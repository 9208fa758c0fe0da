/* What a camera or a scanner makes of a drawn strip: blur, paper, light, noise, sharpening, JPEG. */
#pragma once

#include <stdint.h>

#define MRZ_CAMERA_W 640
#define MRZ_CAMERA_H 80

/** struct mrz_camera: ink (0–1) as the sensor's pixels got it; then grey values. */
struct mrz_camera
{
  int    width, height;
  double cap;                      /* sensor pixels a capital letter is high */
  float  pixels[MRZ_CAMERA_H][MRZ_CAMERA_W];
  float  copy[MRZ_CAMERA_H][MRZ_CAMERA_W];
};

void mrz_camera_take (struct mrz_camera *camera,
                      uint64_t          *random);
