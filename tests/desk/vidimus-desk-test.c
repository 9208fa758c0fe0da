#include "vidimus-desk-test.h"

#include "vidimus-imaging-fixtures.h"
#include "vidimus-request.h"

#include <string.h>

#define HEIGHT 40
#define TAKES_MS 3 /* for a request, where only so many are answered at once */

static const char answer[] =
  "{\"result\":{\"type\":\"passport\",\"location\":[[1,1],[31,1],[31,21],[1,21]],\"confidence\":0.9,"
  "\"alarm_result\":{\"detect_blur_result\":false,\"detect_glare_result\":false,"
  "\"detect_blocking_within_border_result\":false,\"detect_insufficient_lighting_result\":false,"
  "\"detect_copy_result\":false,\"detect_border_integrity_result\":false,\"detect_reproduce_result\":false},"
  "\"alarm_confidence\":{\"blur_score\":1,\"glare_score\":2,\"blocking_within_border_score\":3,"
  "\"insufficient_lighting_score\":4,\"copy_score\":5,\"border_integrity_score\":6,\"reproduce_score\":7}}}";

static const char answer_without_alarms[] =
  "{\"result\":{\"type\":\"passport\",\"location\":[[1,1],[31,1],[31,21],[1,21]],\"confidence\":0.9}}";

static void
respond (DeskService       *self,
         SoupServerMessage *message)
{
  const char *body = self->body != NULL ? self->body : self->alarm ? answer : answer_without_alarms;

  soup_server_message_set_status (message, self->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
finished_cb (SoupServerMessage *message,
             DeskService       *self)
{
  g_ptr_array_remove (self->held, message); /* its client went away */
}

/* A busy service takes its time. */
static gboolean
respond_cb (gpointer user_data)
{
  SoupServerMessage *message = user_data;
  DeskService *self = g_object_get_data (G_OBJECT (message), "service");

  respond (self, message);
  soup_server_message_unpause (message);

  return G_SOURCE_REMOVE;
}

static void
respond_later (DeskService       *self,
               SoupServerMessage *message)
{
  g_object_set_data (G_OBJECT (message), "service", self);
  soup_server_message_pause (message);
  g_timeout_add_full (G_PRIORITY_DEFAULT, TAKES_MS, respond_cb, g_object_ref (message), g_object_unref);
}

static void
over_cb (SoupServerMessage *message,
         DeskService       *self)
{
  self->n_under_way--;
}

static void
serve_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  DeskService *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusRequest) request = NULL;
  const guint8 *data;
  gsize length;
  int width;

  if (strcmp (soup_server_message_get_method (message), "GET") == 0)
    {
      self->n_fetched++;
      if (self->image == NULL)
        {
          soup_server_message_set_status (message, 404, NULL);
          return;
        }
      data = g_bytes_get_data (self->image, &length);
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, (const char *) data, length);
      return;
    }

  g_assert_true (g_str_has_suffix (path, "/ocr/auto-id-doc-classification"));
  request = vidimus_request_new_from_json (body->data, (gsize) body->length, &error);
  g_assert_no_error (error);
  self->alarm = request->alarm;
  if (request->url != NULL)
    g_ptr_array_add (self->urls, g_strdup (request->url));
  else
    {
      data = g_bytes_get_data (request->image, &length);
      g_assert_cmpuint (length, >, 24);
      width = data[18] << 8 | data[19]; /* of a PNG */
      g_array_append_val (self->widths, width);
    }

  self->n_under_way++;
  g_signal_connect (message, "finished", G_CALLBACK (over_cb), self);
  if (self->capacity > 0 && self->n_under_way > self->capacity)
    {
      self->n_refused++;
      soup_server_message_set_status (message, 429, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
      return;
    }

  if (self->capacity > 0 && !self->hold)
    {
      respond_later (self, message);
      return;
    }
  if (!self->hold)
    {
      respond (self, message);
      return;
    }

  soup_server_message_pause (message);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  g_ptr_array_add (self->held, g_object_ref (message));
  self->peak = MAX (self->peak, self->held->len);
}

/** desk_service_new: a service that answers a passport without a raised alarm. */
DeskService *
desk_service_new (void)
{
  DeskService *self = g_new0 (DeskService, 1);

  self->status = 200;
  self->widths = g_array_new (FALSE, FALSE, sizeof (int));
  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->server = vidimus_test_serve (serve_cb, self, &self->uri);

  return self;
}

/** desk_service_free: what is still held is dropped. */
void
desk_service_free (DeskService *self)
{
  for (guint i = 0; i < self->held->len; i++)
    g_signal_handlers_disconnect_by_data (self->held->pdata[i], self);
  soup_server_disconnect (self->server);
  g_ptr_array_unref (self->held);
  g_object_unref (self->server);
  g_array_unref (self->widths);
  g_ptr_array_unref (self->urls);
  g_clear_pointer (&self->image, g_bytes_unref);
  g_free (self->uri);
  g_free (self);
}

/** desk_service_release: answers the @index-th held request. */
void
desk_service_release (DeskService *self,
                      guint        index)
{
  g_autoptr(SoupServerMessage) message = NULL;

  g_assert_cmpuint (index, <, self->held->len);
  message = g_object_ref (self->held->pdata[index]);
  g_ptr_array_remove_index (self->held, index);
  respond (self, message);
  soup_server_message_unpause (message);
}

/** desk_test_png: (transfer full): an image that a service can tell from others by its width. */
GBytes *
desk_test_png (int width)
{
  struct vidimus_image image = fixture_image (width, HEIGHT);
  GBytes *bytes = fixture_encode (&image, "png");

  vidimus_image_free (&image);

  return bytes;
}

/** desk_test_file: (transfer full): the path of a new file. */
char *
desk_test_file (const char *folder,
                const char *name,
                GBytes     *bytes)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_file_set_contents (path, data != NULL ? data : "", (gssize) length, &error);
  g_assert_no_error (error);

  return path;
}
