/* Of one picture, and the folder it is saved in. */
#pragma once

#include "vidimus-picture.h"
#include "vidimus-quad.h"

G_BEGIN_DECLS

/**
 * VidimusTruthRecord:
 * @quad: in pixels of the stored file, clockwise there, from the corner that is top left there
 * @turn: how far the document lies turned clockwise, degrees
 * @is_flat: the picture is the document
 * @type: (nullable): %NULL: none of the nine
 */
typedef struct
{
  GBytes      *bytes;    /* owned */
  char        *name;     /* owned; wanted, without a folder */
  VidimusQuad  quad;
  int          turn;
  gboolean     is_flat;
  gboolean     answered; /* only then @type says anything */
  char        *type;     /* owned */
} VidimusTruthRecord;

/* vidimus-truth.c */
VidimusQuad vidimus_quad_to_stored     (const VidimusQuad  *quad,
                                        VidimusPicture     *picture);

/* vidimus-truth-folder.c */
gboolean    vidimus_truth_folder_write (GFile              *folder,
                                        GPtrArray          *records,
                                        GCancellable       *cancellable,
                                        GError            **error);

G_END_DECLS
