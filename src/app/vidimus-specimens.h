/* The specimens that come with the program: fictional documents to try it on. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusSpecimen:
 * @name: as given on the command line and to actions
 * @title: for people, translated
 * @group: specimens of the same group belong together in a menu
 */
typedef struct
{
  char  *name;
  char  *title;
  int    group;
  GFile *file;
} VidimusSpecimen;

GPtrArray             *vidimus_specimens_load (void);
const VidimusSpecimen *vidimus_specimens_find (GPtrArray  *specimens,
                                               const char *name);

G_END_DECLS
