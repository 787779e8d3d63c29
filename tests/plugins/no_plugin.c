/* A shared library that is no plugin. Loading it would end the test. */
#include <stdlib.h>

__attribute__((constructor)) static void leave(void) {
  abort();
}

int no_plugin(void);

int no_plugin(void) {
  return 1;
}
