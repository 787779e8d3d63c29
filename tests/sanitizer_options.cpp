// What the address sanitizer asks the program that it is built into.
#include <link.h>
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>

#include <cstring>

namespace {

// A callback of dl_iterate_phdr: dlopen() would begin a library anew that has ended by now.
int is_openmp(dl_phdr_info* library, std::size_t, void*) {
  return std::strstr(library->dlpi_name, "/libgomp.so") != nullptr ? 1 : 0;
}

}  // namespace

extern "C" {

// A plugin's crash is the program's to report, or its parent's, which goes by the signal.
const char* __asan_default_options() {
  return "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0";
}

// Whether leaks are not looked for. Where OpenMP has run threads, those of LibTorch and OpenBLAS, the search itself
// crashes in some programs (g++ 12: "Tracer caught signal 11").
int __lsan_is_turned_off() {
  return dl_iterate_phdr(is_openmp, nullptr);
}

}  // extern "C"
