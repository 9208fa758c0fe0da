/* The file of lines of a batch, as it is found: locked, a torn end cut away, and what has a line already. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  VIDIMUS_JOURNAL_ABSENT, /* has no line */
  VIDIMUS_JOURNAL_ANSWERED,
  VIDIMUS_JOURNAL_FAILED,
} VidimusJournalEntry;

typedef struct _VidimusJournal VidimusJournal;

VidimusJournal      *vidimus_journal_open   (const char      *path,
                                             gboolean         drop_failures,
                                             GError         **error);
void                 vidimus_journal_free   (VidimusJournal  *self);
VidimusJournalEntry  vidimus_journal_lookup (VidimusJournal  *self,
                                             const char      *key);
int                  vidimus_journal_steal_fd (VidimusJournal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusJournal, vidimus_journal_free)

G_END_DECLS
