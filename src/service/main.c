#include "vidimus-service.h"

int
main (int    argc,
      char **argv)
{
  return vidimus_service_main (argc, argv, &VIDIMUS_ENGINE_BACKEND);
}
