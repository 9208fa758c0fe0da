#include "vidimus-ocr-private.h"

#include <dlfcn.h>
#include <leptonica/allheaders.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>
#include <time.h>

/* What the library shall take for the resolution: it only warns and guesses when there is none. */
#define PIXELS_PER_INCH 300

/* A line takes a tenth of the first, a card a third of the second, on busy cores more; what takes longer is no text. What was
 * read by then counts. */
#define READING_LINE_MS 400.0
#define READING_CARD_MS 1500.0

static const char *const codes[VIDIMUS_OCR_N_LANGUAGES] = {
  "eng", "khm", "mya", "tha", "chi_sim", "chi_tra",
};

struct vidimus_ocr
{
  char        *tessdata;                         /* owned */
  TessBaseAPI *handles[VIDIMUS_OCR_N_LANGUAGES]; /* owned; NULL until needed */
  bool         missing[VIDIMUS_OCR_N_LANGUAGES]; /* looked for in vain: not looked for again */
};

/**
 * vidimus_ocr_new:
 * @tessdata: the folder of the language data; copied
 *
 * Opens nothing yet. Returns: (nullable): NULL without memory
 */
struct vidimus_ocr *
vidimus_ocr_new (const char *tessdata)
{
  struct vidimus_ocr *ocr = calloc (1, sizeof *ocr);

  if (ocr == NULL)
    return NULL;
  ocr->tessdata = strdup (tessdata);
  if (ocr->tessdata == NULL)
    {
      free (ocr);
      return NULL;
    }

  return ocr;
}

/** vidimus_ocr_free: with NULL allowed. */
void
vidimus_ocr_free (struct vidimus_ocr *ocr)
{
  if (ocr == NULL)
    return;

  for (int i = 0; i < VIDIMUS_OCR_N_LANGUAGES; i++)
    if (ocr->handles[i] != NULL)
      TessBaseAPIDelete (ocr->handles[i]);
  free (ocr->tessdata);
  free (ocr);
}

/** vidimus_ocr_language_code: Tesseract's name of language @i, or NULL past the last. */
const char *
vidimus_ocr_language_code (unsigned i)
{
  return i < VIDIMUS_OCR_N_LANGUAGES ? codes[i] : NULL;
}

static TessBaseAPI *
open_language (const char *tessdata,
               const char *code)
{
  TessBaseAPI *handle = TessBaseAPICreate ();

  if (handle == NULL)
    return NULL;
  /* Else it prints to standard error, also what it finds while it opens a language. */
  TessBaseAPISetVariable (handle, "debug_file", "/dev/null");
  if (TessBaseAPIInit2 (handle, tessdata, code, OEM_LSTM_ONLY) != 0)
    {
      TessBaseAPIDelete (handle);
      return NULL;
    }
  TessBaseAPISetVariable (handle, "tessedit_do_invert", "0");

  return handle;
}

/**
 * vidimus_ocr_has:
 *
 * Loads the language when it is first asked for. Returns: whether it can be read
 */
bool
vidimus_ocr_has (struct vidimus_ocr        *ocr,
                 enum vidimus_ocr_language  language)
{
  if (ocr->handles[language] == NULL && !ocr->missing[language])
    {
      ocr->handles[language] = open_language (ocr->tessdata, codes[language]);
      ocr->missing[language] = ocr->handles[language] == NULL;
    }

  return ocr->handles[language] != NULL;
}

/**
 * vidimus_ocr_warm:
 *
 * Loads every language. Returns: those that are missing, as a bit set
 */
uint32_t
vidimus_ocr_warm (struct vidimus_ocr *ocr)
{
  uint32_t missing = 0;

  for (int i = 0; i < VIDIMUS_OCR_N_LANGUAGES; i++)
    if (!vidimus_ocr_has (ocr, (enum vidimus_ocr_language) i))
      missing |= UINT32_C (1) << i;

  return missing;
}

/* Tesseract's inner loops would start OpenMP threads, which gain nothing and disturb the other engines.
 * The environment variable for it is only read when a process starts; this holds for the calling thread. */
static void
stay_in_one_thread (void)
{
  void (*set_max_active_levels) (int);

  *(void **) &set_max_active_levels = dlsym (RTLD_DEFAULT, "omp_set_max_active_levels");
  if (set_max_active_levels != NULL)
    set_max_active_levels (0);
}

/* One reading: who may end it, and when it ends by itself. */
struct reading
{
  const struct vidimus_hooks *hooks;
  double                      deadline; /* ms of this thread's processor time */
};

/** vidimus_thread_ms: milliseconds of processor time that this thread has taken, whatever else the machine does. */
double
vidimus_thread_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);

  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static bool
stop_cb (void *data,
         int   words)
{
  const struct reading *reading = data;

  return vidimus_hooks_cancelled (reading->hooks) || vidimus_thread_ms () > reading->deadline;
}

static bool
add_line (struct vidimus_ocr_page  *page,
          const TessResultIterator *at,
          double                   *weighted,
          double                   *weight)
{
  const TessPageIterator *place = TessResultIteratorGetPageIteratorConst (at);
  char *text = TessResultIteratorGetUTF8Text (at, RIL_TEXTLINE);
  struct vidimus_ocr_line line = { .confidence = (double) TessResultIteratorConfidence (at, RIL_TEXTLINE) };
  struct vidimus_ocr_line *lines;
  int right = 0, bottom = 0;

  if (text == NULL)
    return true;
  text[strcspn (text, "\n")] = '\0';
  line.text = strdup (text);
  TessDeleteText (text);
  lines = realloc (page->lines, sizeof *lines * (size_t) (page->n_lines + 1));
  if (lines != NULL)
    page->lines = lines;
  if (lines == NULL || line.text == NULL)
    {
      free (line.text);
      return false;
    }

  TessPageIteratorBoundingBox (place, RIL_TEXTLINE, &line.x, &line.y, &right, &bottom);
  line.width = right - line.x;
  line.height = bottom - line.y;
  page->lines[page->n_lines++] = line;
  *weighted += line.confidence * (double) strlen (line.text);
  *weight += (double) strlen (line.text);

  return true;
}

static bool
collect (TessBaseAPI             *handle,
         struct vidimus_ocr_page *page)
{
  TessResultIterator *at = TessBaseAPIGetIterator (handle);
  double weighted = 0, weight = 0;
  bool ok = true;

  if (at == NULL) /* nothing was read */
    return true;
  do
    ok = add_line (page, at, &weighted, &weight);
  while (ok && TessResultIteratorNext (at, RIL_TEXTLINE));
  TessResultIteratorDelete (at);
  if (weight > 0)
    page->confidence = weighted / weight;

  return ok;
}

static void
explain (enum vidimus_ocr_language      language,
         const struct vidimus_image    *gray,
         const struct vidimus_hooks    *hooks,
         const struct vidimus_ocr_page *page)
{
  size_t size = 1;
  char *all;

  if (!vidimus_hooks_wants_explain (hooks))
    return;

  for (int i = 0; i < page->n_lines; i++)
    size += strlen (page->lines[i].text) + 1;
  all = malloc (size);
  if (all == NULL)
    return;
  all[0] = '\0';
  for (int i = 0, at = 0; i < page->n_lines; i++)
    at += snprintf (all + at, size - (size_t) at, "%s\n", page->lines[i].text);
  hooks->explain (hooks->data, VIDIMUS_STAGE_OCR, codes[language], gray, all, page->confidence);
  free (all);
}

/**
 * vidimus_ocr_read:
 * @gray: 1 channel, upright; letters of 20–40 pixels are read best
 * @page: (out): cleared with vidimus_ocr_page_clear(); empty when the language is missing
 *
 * Returns: OK, also when nothing was read, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_ocr_read (struct vidimus_ocr         *ocr,
                  enum vidimus_ocr_language   language,
                  enum vidimus_ocr_layout     layout,
                  const struct vidimus_image *gray,
                  const struct vidimus_hooks *hooks,
                  struct vidimus_ocr_page    *page)
{
  enum vidimus_status status = VIDIMUS_STATUS_OK;
  struct reading reading = { hooks, vidimus_thread_ms () + (layout == VIDIMUS_OCR_LINE ? READING_LINE_MS : READING_CARD_MS) };
  ETEXT_DESC *monitor;
  TessBaseAPI *handle;

  memset (page, 0, sizeof *page);
  if (vidimus_hooks_cancelled (hooks))
    return VIDIMUS_STATUS_CANCELLED;
  if (!vidimus_ocr_has (ocr, language))
    return VIDIMUS_STATUS_OK;

  stay_in_one_thread ();
  setMsgSeverity (L_SEVERITY_NONE);
  handle = ocr->handles[language];
  monitor = TessMonitorCreate ();
  TessMonitorSetCancelFunc (monitor, stop_cb);
  TessMonitorSetCancelThis (monitor, &reading);
  TessBaseAPISetPageSegMode (handle, layout == VIDIMUS_OCR_LINE ? PSM_SINGLE_LINE : PSM_SPARSE_TEXT);
  /* On a card Sauvola's threshold, mild: titles in gold and labels in pale blue vanish under Otsu's, the default; a single line
   * is smaller than Sauvola's window. */
  TessBaseAPISetVariable (handle, "thresholding_kfactor", "0.1");
  TessBaseAPISetVariable (handle, "thresholding_method", layout == VIDIMUS_OCR_LINE ? "0" : "2");
  TessBaseAPISetImage (handle, gray->data, gray->width, gray->height, gray->channels, (int) gray->stride);
  TessBaseAPISetSourceResolution (handle, PIXELS_PER_INCH);
  TessBaseAPIRecognize (handle, monitor);
  if (!vidimus_hooks_cancelled (hooks) && !collect (handle, page))
    status = VIDIMUS_STATUS_NO_MEMORY;
  TessBaseAPIClear (handle);
  TessMonitorDelete (monitor);

  if (vidimus_hooks_cancelled (hooks))
    status = VIDIMUS_STATUS_CANCELLED;
  if (status != VIDIMUS_STATUS_OK)
    vidimus_ocr_page_clear (page);
  else
    explain (language, gray, hooks, page);

  return status;
}

/** vidimus_ocr_page_clear: frees what the page holds; a zeroed page is allowed. */
void
vidimus_ocr_page_clear (struct vidimus_ocr_page *page)
{
  for (int i = 0; i < page->n_lines; i++)
    free (page->lines[i].text);
  free (page->lines);
  memset (page, 0, sizeof *page);
}
