/* Who a specimen is made out to: nobody. Values for the texts of a layout, drawn from a seed. */
#pragma once

#include "vidimus-specimen-number.h"
#include "vidimus-specimen-random.h"

G_BEGIN_DECLS

/** VidimusSpecimenDate: a day of the Gregorian calendar. */
typedef struct
{
  int year;
  int month; /* 1–12 */
  int day;   /* 1–28 */
} VidimusSpecimenDate;

/** VidimusSpecimenHolder: an invented person with dates and named values. */
typedef struct
{
  VidimusSpecimenRandom random; /* for names and numbers */
  gboolean              female;
  VidimusSpecimenDate   birth;
  VidimusSpecimenDate   issue;
  VidimusSpecimenDate   expiry;
  GHashTable           *values; /* owned: string → string */
} VidimusSpecimenHolder;

VidimusSpecimenHolder *vidimus_specimen_holder_new    (guint64                     seed);
void                   vidimus_specimen_holder_free   (VidimusSpecimenHolder      *self);
void                   vidimus_specimen_holder_set    (VidimusSpecimenHolder      *self,
                                                       const char                 *key,
                                                       const char                 *format,
                                                       ...) G_GNUC_PRINTF (3, 4);
const char            *vidimus_specimen_holder_get    (VidimusSpecimenHolder      *self,
                                                       const char                 *key);
void                   vidimus_specimen_holder_pick   (VidimusSpecimenHolder      *self,
                                                       const char                 *keys,
                                                       const char * const         *rows);
void                   vidimus_specimen_holder_mrz    (VidimusSpecimenHolder      *self,
                                                       int                         width,
                                                       const char                 *code,
                                                       const char                 *state,
                                                       const char                 *number);
char                  *vidimus_specimen_holder_expand (VidimusSpecimenHolder      *self,
                                                       const char                 *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenHolder, vidimus_specimen_holder_free)

G_END_DECLS
