/* As a library that installs signal handlers of its own while it is loaded. */
#include <signal.h>

static void handle(int number) {
  (void)number;
}

__attribute__((constructor)) static void install(void) {
  signal(SIGUSR1, handle);
  signal(SIGSEGV, handle);
}
