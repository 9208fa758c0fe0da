/* A service in the test's own main context, and images for it: shared by the tests of desk and cli. */
#pragma once

#include "vidimus-test.h"

G_BEGIN_DECLS

/**
 * DeskService: answers what speaks the contract; the width of an image tells the test which one it is.
 * @hold: requests wait for desk_service_release()
 * @status: 200, or of the error that is answered
 * @body: (nullable): what is answered; NULL for a passport without a raised alarm
 * @capacity: so many requests at once; more are refused with 429; 0: any number
 * @image: (nullable): what a GET is answered with
 * @n_fetched: how many GETs there were
 * @urls: of the requests that name an address
 * @widths: of the images, in the order they came
 * @held: paused messages
 * @peak: the most that were held at once
 * @alarm: of the last request
 */
typedef struct
{
  SoupServer *server;
  char       *uri;
  gboolean    hold;
  guint       status;
  const char *body;
  GBytes     *image;
  guint       capacity;
  guint       n_under_way;
  guint       n_refused;
  guint       n_fetched;
  GPtrArray  *urls;
  GArray     *widths;
  GPtrArray  *held;
  guint       peak;
  gboolean    alarm;
} DeskService;

DeskService *desk_service_new     (void);
void         desk_service_free    (DeskService *self);
void         desk_service_release (DeskService *self,
                                   guint        index);
GBytes      *desk_test_png        (int          width);
char        *desk_test_file       (const char  *folder,
                                   const char  *name,
                                   GBytes      *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskService, desk_service_free)

G_END_DECLS
