/* Why each error happens and what the user can do next: by the row where there is more to say, else by the class. */
#include "vidimus-error-private.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  WORDS_IMAGE,
  WORDS_REQUEST,
  WORDS_ACCOUNT,
  WORDS_BUSY,
  WORDS_SERVICE,
  WORDS_UNREACHABLE,
  WORDS_ANSWER,

  WORDS_PARAMETER,
  WORDS_FORMAT,
  WORDS_SIZE,
  WORDS_POOR,
  WORDS_RECOGNITION,
  WORDS_SEVERAL,
  WORDS_TOO_LARGE,
  WORDS_URL,
  WORDS_URL_FETCH,
  WORDS_OBS,
  WORDS_CREDENTIALS,
  WORDS_TOKEN_EXPIRED,
  WORDS_SUBSCRIPTION,
  WORDS_PERMISSION,
  WORDS_RESTRICTED,
  WORDS_FROZEN,
  WORDS_PROJECT,
  WORDS_QUOTA,
  WORDS_NETWORK_POLICY,
  WORDS_ADDRESS,
  WORDS_TLS,
  WORDS_TIMEOUT,
  WORDS_THROTTLED,
} Words;

static const VidimusErrorWords words[] = {
  [WORDS_IMAGE] = { N_("The service could not take this image."),
                    N_("Use another image, or photograph the document again.") },
  [WORDS_REQUEST] = { N_("The request was not what the service expects. It is nothing that you did."),
                      N_("Try again. If it happens again, please report it with the error code.") },
  [WORDS_ACCOUNT] = { N_("The service did not accept the account, or the account may not do this."),
                      N_("Check the account and its permissions, or ask who manages it.") },
  [WORDS_BUSY] = { N_("The service has more requests than it can take at the moment."),
                   N_("Wait a few seconds, then try again.") },
  [WORDS_SERVICE] = { N_("Something failed inside the service. The image may be fine."),
                      N_("Try again in a moment. If it keeps failing, ask who runs the service and give them the "
                         "error code and the request id.") },
  [WORDS_UNREACHABLE] = { N_("No answer came from the service."),
                          N_("Check the address of the service and the network connection, then try again.") },
  [WORDS_ANSWER] = { N_("The answer is not what this kind of service sends: the address may belong to something "
                        "else, or the answer was changed on its way."),
                     N_("Check the address of the service, then try again. If it keeps happening, ask who runs the "
                        "service.") },

  [WORDS_PARAMETER] = { N_("The request did not carry exactly one image, or a value was of the wrong kind."),
                        N_("This is a fault of the program that sent it, not of the image. Try again; if it "
                           "happens again, please report it.") },
  [WORDS_FORMAT] = { N_("The file is not a JPEG, PNG, BMP or TIFF image, or it did not arrive whole."),
                     N_("Open it in an image editor and save it as JPEG or PNG, or use another image.") },
  [WORDS_SIZE] = { N_("A side is shorter than 15 pixels or longer than 8192 pixels, or the file is larger than "
                      "10 MB."),
                   N_("Use an image with sides between 15 and 8192 pixels. Of a picture that is too small, take a "
                      "larger photograph; enlarging it does not help.") },
  [WORDS_POOR] = { N_("No document was found in the image, or it can't be read well enough."),
                   N_("Photograph the document again: all four corners in the picture, flat, sharp, in even light, "
                      "and filling most of the frame.") },
  [WORDS_RECOGNITION] = { N_("The service found no result for this image."),
                          N_("Try again. If it fails again, photograph the document anew, closer and sharper.") },
  [WORDS_SEVERAL] = { N_("The image shows more than one document."),
                      N_("Photograph one document at a time, or crop the image to one.") },
  [WORDS_TOO_LARGE] = { N_("The request is larger than the service takes."),
                        N_("Use a smaller image: at most about 7 MB.") },
  [WORDS_URL] = { N_("The service does not take images from this address."),
                  N_("Use a public http or https address, or download the image and open the file.") },
  [WORDS_URL_FETCH] = { N_("The image could not be downloaded: the address may be wrong, not public, or too slow."),
                        N_("Open the address in a browser to see whether it works without signing in, or download "
                           "the image and open the file.") },
  [WORDS_OBS] = { N_("The service could not read the image from the object storage."),
                  N_("Check the address of the object and that the service is authorised to read it, or download "
                     "the image and open the file.") },
  [WORDS_CREDENTIALS] = { N_("The signature or the token was not accepted: a wrong key, a wrong password, a token "
                             "that ended, or a clock that is wrong by more than 15 minutes."),
                          N_("Check the keys or sign in again, check the region, and see that this computer’s clock "
                             "is right.") },
  [WORDS_TOKEN_EXPIRED] = { N_("The token has ended, or belongs to another region. Tokens live for 24 hours."),
                            N_("Get a new token for the region that is chosen, then try again.") },
  [WORDS_SUBSCRIPTION] = { N_("The account has not subscribed to this service in this region."),
                           N_("Subscribe to it in the console of the cloud account, in the region that is chosen, "
                              "then try again.") },
  [WORDS_PERMISSION] = { N_("The account is known but may not use this service."),
                         N_("Ask the administrator of the account for the permission to use the service in this "
                            "region.") },
  [WORDS_RESTRICTED] = { N_("The provider has restricted the account."),
                         N_("See the messages of the cloud account’s console, or ask the provider.") },
  [WORDS_FROZEN] = { N_("The account is frozen, usually because its balance is used up."),
                     N_("Top up the account, then try again. This computer can classify without an account.") },
  [WORDS_PROJECT] = { N_("The project of the credentials is missing, not available, or of another region."),
                      N_("Check the project id and the region, then try again.") },
  [WORDS_QUOTA] = { N_("The quota is used up, or the application is suspended."),
                    N_("Ask who manages the account for a larger quota.") },
  [WORDS_NETWORK_POLICY] = { N_("The service takes no requests from this network address."),
                             N_("Connect from an allowed network, or ask who manages the service to allow this one.") },
  [WORDS_ADDRESS] = { N_("There is no such service at this address. It is not deployed in every region."),
                      N_("Check the address and the region; ap-southeast-2 is where the provider documents it.") },
  [WORDS_TLS] = { N_("The service and this computer did not agree on a secure connection."),
                  N_("Check the address of the service and its certificate, or ask who runs it.") },
  [WORDS_TIMEOUT] = { N_("The service took too long."),
                      N_("Try again in a moment. A smaller image is answered sooner.") },
  [WORDS_THROTTLED] = { N_("Too many requests at once. The quota is shared with others and changes."),
                        N_("Wait 2 to 5 seconds, then try again. In a batch, use fewer requests at once.") },
};

static const struct
{
  const char *code;
  guint       http_status; /* 0: any */
  Words       words;
} by_code[] = {
  { "AIS.0101", 0, WORDS_PARAMETER },
  { "AIS.0102", 0, WORDS_FORMAT },
  { "AIS.0103", 0, WORDS_SIZE },
  { "AIS.0104", 0, WORDS_POOR },
  { "AIS.0105", 0, WORDS_RECOGNITION },
  { "AIS.0120", 0, WORDS_POOR },
  { "AIS.0122", 0, WORDS_SEVERAL },
  { "ModelArts.0203", 0, WORDS_CREDENTIALS },
  { "ModelArts.4101", 0, WORDS_CREDENTIALS },
  { "ModelArts.4102", 0, WORDS_CREDENTIALS },
  { "ModelArts.4103", 0, WORDS_CREDENTIALS },
  { "ModelArts.4107", 0, WORDS_CREDENTIALS },
  { "ModelArts.0212", 0, WORDS_PROJECT },
  { "ModelArts.4106", 0, WORDS_RESTRICTED },
  { "ModelArts.4203", 0, WORDS_PERMISSION },
  { "ModelArts.4204", 0, WORDS_SUBSCRIPTION },
  { "ModelArts.4401", 0, WORDS_THROTTLED },
  { "ModelArts.4402", 0, WORDS_TIMEOUT },
  { "ModelArts.4503", 0, WORDS_ADDRESS },
  { "ModelArts.4504", 0, WORDS_ADDRESS },
  { "ModelArts.4506", 0, WORDS_ADDRESS },
  { "ModelArts.4601", 0, WORDS_URL },
  { "ModelArts.4603", 0, WORDS_URL_FETCH },
  { "ModelArts.4702", 0, WORDS_OBS },
  { "ModelArts.4703", 0, WORDS_OBS },
  { "ModelArts.4704", 0, WORDS_OBS },
  { "ModelArts.4705", 0, WORDS_TOO_LARGE },
  { "ModelArts.4706", 0, WORDS_OBS },
  { "ModelArts.6201", 0, WORDS_FROZEN },
  { "APIG.0101", 0, WORDS_ADDRESS },
  { "APIG.0201", 413, WORDS_TOO_LARGE },
  { "APIG.0201", 504, WORDS_TIMEOUT },
  { "APIG.0203", 0, WORDS_TIMEOUT },
  { "APIG.0204", 0, WORDS_TLS },
  { "APIG.0205", 0, WORDS_TLS },
  { "APIG.0301", 0, WORDS_CREDENTIALS },
  { "APIG.0302", 0, WORDS_PERMISSION },
  { "APIG.0303", 0, WORDS_CREDENTIALS },
  { "APIG.0304", 0, WORDS_PERMISSION },
  { "APIG.0305", 0, WORDS_CREDENTIALS },
  { "APIG.0306", 0, WORDS_PERMISSION },
  { "APIG.0307", 0, WORDS_TOKEN_EXPIRED },
  { "APIG.0308", 0, WORDS_THROTTLED },
  { "APIG.0310", 0, WORDS_PROJECT },
  { "APIG.0401", 0, WORDS_NETWORK_POLICY },
  { "APIG.0402", 0, WORDS_NETWORK_POLICY },
  { "APIG.0405", 0, WORDS_NETWORK_POLICY },
  { "APIG.0501", 0, WORDS_QUOTA },
  { "APIG.0502", 0, WORDS_QUOTA },
  { "APIG.0607", 0, WORDS_TLS },
  { "APIG.0802", 0, WORDS_PERMISSION },
};

/* Words for a class of errors. The enumeration of words begins with the classes, in their order. */
const VidimusErrorWords *
vidimus_error_words_for_class (VidimusError error)
{
  G_STATIC_ASSERT ((int) VIDIMUS_ERROR_IMAGE == (int) WORDS_IMAGE);
  G_STATIC_ASSERT ((int) VIDIMUS_ERROR_ANSWER == (int) WORDS_ANSWER);

  return &words[error <= VIDIMUS_ERROR_ANSWER ? error : VIDIMUS_ERROR_SERVICE];
}

/* Words for a row: its own, or those of its class. */
const VidimusErrorWords *
vidimus_error_words_for_row (const VidimusErrorRow *row)
{
  for (gsize i = 0; i < G_N_ELEMENTS (by_code); i++)
    if (g_str_equal (by_code[i].code, row->code) &&
        (by_code[i].http_status == 0 || by_code[i].http_status == row->http_status))
      return &words[by_code[i].words];

  return vidimus_error_words_for_class (row->error);
}
