/* Check digits of the numbers that specimens bear, and machine-readable lines. */
#pragma once

#include <glib.h>

char  vidimus_specimen_check_prc       (const char  *digits17);
char  vidimus_specimen_check_hong_kong (const char  *letter_and_digits);
char  vidimus_specimen_check_thai      (const char  *digits12);
char  vidimus_specimen_check_peru      (const char  *digits8);
char  vidimus_specimen_check_mrz       (const char  *text,
                                        gssize       length);

/** VidimusSpecimenMrz: what the lines say; the strings are borrowed, dates are YYMMDD. */
typedef struct
{
  const char *code;        /* one or two characters, such as "P" or "ID" */
  const char *state;       /* three characters */
  const char *nationality; /* likewise */
  const char *number;
  const char *optional;    /* or NULL */
  const char *surname;
  const char *given;
  const char *birth;
  const char *expiry;
  char        sex;         /* M, F or < */
} VidimusSpecimenMrz;

char  *vidimus_specimen_mrz_latin (const char               *name);
char **vidimus_specimen_mrz_td1   (const VidimusSpecimenMrz *mrz);
char **vidimus_specimen_mrz_td2   (const VidimusSpecimenMrz *mrz,
                                   int                       width);
char **vidimus_specimen_mrz_td3   (const VidimusSpecimenMrz *mrz);
