/* A truth file of what was corrected by hand: the records of the documents are made at once, the folder is written in a thread. */
#include "vidimus-truth-private.h"

#include "vidimus-document-type.h"
#include "vidimus-truth.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* An outline whose corners are all this close to the picture's, as a share of its diagonal, is the picture: about a
 * millimetre of a card. */
#define FLAT_SHARE 0.012

typedef struct
{
  GPtrArray *records; /* owned; of VidimusTruthRecord */
  GFile     *folder;  /* owned */
} Saving;

static void
record_free (VidimusTruthRecord *record)
{
  g_bytes_unref (record->bytes);
  g_free (record->name);
  g_free (record->type);
  g_free (record);
}

static void
saving_free (Saving *saving)
{
  g_ptr_array_unref (saving->records);
  g_object_unref (saving->folder);
  g_free (saving);
}

/* From upright pixels to those of the file, undoing its EXIF orientation (Exif 2.32, 4.6.4 A). */
static VidimusTransform
stored_transform (VidimusPicture *picture)
{
  double width = vidimus_picture_get_width (picture), height = vidimus_picture_get_height (picture);

  switch (vidimus_picture_get_orientation (picture))
    {
    case 2:
      return (VidimusTransform) { -1, 0, width, 0, 1, 0 };
    case 3:
      return (VidimusTransform) { -1, 0, width, 0, -1, height };
    case 4:
      return (VidimusTransform) { 1, 0, 0, 0, -1, height };
    case 5:
      return (VidimusTransform) { 0, 1, 0, 1, 0, 0 };
    case 6:
      return (VidimusTransform) { 0, 1, 0, -1, 0, width };
    case 7:
      return (VidimusTransform) { 0, -1, height, -1, 0, width };
    case 8:
      return (VidimusTransform) { 0, -1, height, 1, 0, 0 };
    default:
      return (VidimusTransform) { 1, 0, 0, 0, 1, 0 };
    }
}

/**
 * vidimus_quad_to_stored:
 * @quad: in upright pixels of @picture
 *
 * Returns: the same corners in pixels of the stored file, from the same first one; of a mirrored file the other way round, so
 *   that they are clockwise there too
 */
VidimusQuad
vidimus_quad_to_stored (const VidimusQuad *quad,
                        VidimusPicture    *picture)
{
  VidimusTransform transform = stored_transform (picture);
  VidimusQuad out = vidimus_quad_transform (quad, &transform);

  if (transform.xx * transform.yy - transform.xy * transform.yx < 0.0)
    {
      VidimusPoint second = out.corners[1];

      out.corners[1] = out.corners[3];
      out.corners[3] = second;
    }

  return out;
}

/* Which corner is top left in the picture. */
static int
find_top_left (const VidimusQuad *quad)
{
  int best = 0;

  for (int i = 1; i < 4; i++)
    if (quad->corners[i].x + quad->corners[i].y < quad->corners[best].x + quad->corners[best].y)
      best = i;

  return best;
}

static gboolean
is_flat (const VidimusQuad *quad, /* from its top left corner, upright */
         VidimusPicture    *picture)
{
  double width = vidimus_picture_get_width (picture), height = vidimus_picture_get_height (picture);
  const VidimusPoint corners[] = { { 0, 0 }, { width, 0 }, { width, height }, { 0, height } };
  int first = find_top_left (quad);

  for (int i = 0; i < 4; i++)
    {
      const VidimusPoint *corner = &quad->corners[(first + i) % 4];

      if (hypot (corner->x - corners[i].x, corner->y - corners[i].y) > FLAT_SHARE * hypot (width, height))
        return FALSE;
    }

  return TRUE;
}

/* A plain name with an ending: a picture from the clipboard has none, and an address may have anything. */
static char *
dup_file_name (VidimusDocument *document)
{
  static const char *const endings[] = {
    [VIDIMUS_IMAGE_FORMAT_OTHER] = "", [VIDIMUS_IMAGE_FORMAT_JPEG] = ".jpg", [VIDIMUS_IMAGE_FORMAT_PNG] = ".png",
    [VIDIMUS_IMAGE_FORMAT_BMP] = ".bmp", [VIDIMUS_IMAGE_FORMAT_TIFF] = ".tif",
  };
  const char *shown = vidimus_document_get_name (document);
  gboolean plain = shown[0] != '\0' && shown[0] != '.' && !g_str_equal (shown, "truth.json");
  g_autofree char *name = g_strdelimit (g_strconcat (plain ? "" : "_", shown, NULL), "/\\", '-');

  if (strrchr (name, '.') != NULL)
    return g_steal_pointer (&name);

  return g_strconcat (name, endings[vidimus_picture_get_format (vidimus_document_get_picture (document))], NULL);
}

static VidimusTruthRecord *
record_new (VidimusDocument   *document,
            const VidimusQuad *corrected)
{
  VidimusPicture *picture = vidimus_document_get_picture (document);
  VidimusAnswer *answer = vidimus_document_get_answer (document);
  VidimusQuad stored = vidimus_quad_to_stored (corrected, picture);
  int first = find_top_left (&stored);
  VidimusTruthRecord *record = g_new0 (VidimusTruthRecord, 1);

  record->bytes = g_bytes_ref (vidimus_picture_get_bytes (picture));
  record->name = dup_file_name (document);
  for (int i = 0; i < 4; i++)
    record->quad.corners[i] = stored.corners[(first + i) % 4];
  record->turn = (4 - first) % 4 * 90;
  record->is_flat = is_flat (corrected, picture);
  record->answered = answer != NULL;
  if (answer != NULL)
    record->type = g_strdup (vidimus_result_get_type_code (vidimus_answer_get_result (answer)));
  if (record->type != NULL && !vidimus_document_type_is_known (record->type))
    record->answered = FALSE;

  return record;
}

static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Saving *saving = task_data;
  GError *error = NULL;

  if (vidimus_truth_folder_write (saving->folder, saving->records, cancellable, &error))
    g_task_return_int (task, saving->records->len);
  else
    g_task_return_error (task, error);
}

/**
 * vidimus_truth_save_async:
 * @documents: (element-type VidimusDocument): those whose outline was corrected are saved, the others passed over
 * @folder: exists
 *
 * Writes @folder/truth.json, for `vidimus-cli evaluate`, and beside it each picture as it was opened. What is there is added to: a
 * picture that is there already has its outline replaced, another of the same name stays what it is.
 */
void
vidimus_truth_save_async (GPtrArray           *documents,
                          GFile               *folder,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Saving *saving;

  g_return_if_fail (documents != NULL && G_IS_FILE (folder));

  g_task_set_source_tag (task, vidimus_truth_save_async);
  saving = g_new0 (Saving, 1);
  saving->folder = g_object_ref (folder);
  saving->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);

  for (guint i = 0; i < documents->len; i++)
    {
      VidimusQuad corrected;

      if (vidimus_document_get_picture (documents->pdata[i]) != NULL &&
          vidimus_document_get_corrected (documents->pdata[i], &corrected))
        g_ptr_array_add (saving->records, record_new (documents->pdata[i], &corrected));
    }
  if (saving->records->len == 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             _("No outline was corrected by hand. Straighten a picture first, then save."));
  else
    g_task_run_in_thread (task, save_thread);
}

/**
 * vidimus_truth_save_finish:
 *
 * Returns: how many pictures were saved; 0 with @error set when one could not be, or when there was none
 */
guint
vidimus_truth_save_finish (GAsyncResult  *result,
                           GError       **error)
{
  gssize n;

  g_return_val_if_fail (g_task_is_valid (result, NULL), 0);

  n = g_task_propagate_int (G_TASK (result), error);

  return n > 0 ? (guint) n : 0;
}
