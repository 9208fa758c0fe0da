/* One call in all its parts: who, when, how long each phase took, and both texts. */
#pragma once

#include "vidimus-call-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_CALL_PAGE (vidimus_call_page_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCallPage, vidimus_call_page, VIDIMUS, CALL_PAGE, AdwPreferencesPage)

void vidimus_call_page_set_record (VidimusCallPage   *self,
                                   VidimusCallRecord *record);

G_END_DECLS
