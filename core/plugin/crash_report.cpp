#include "core/plugin/crash_report.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "core/plugin/call_site.hpp"
#include "core/plugin/crash_stack.hpp"

namespace autoloss {
namespace {

// Read by a handler: a place that never moves.
char advice_text[4096];

const char* name_of_signal(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "SIGSEGV (segmentation fault)";
    case SIGABRT:
      return "SIGABRT (aborted)";
    case SIGFPE:
      return "SIGFPE (arithmetic error)";
    case SIGBUS:
      return "SIGBUS (bus error)";
    default:
      return "SIGILL (illegal instruction)";
  }
}

void put(const char* text) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, std::strlen(text));
}

void put_place(const CallSite& site, int signal) {
  for (const char* part : {"autoloss: ", site.kind, " '", site.id, "'"}) put(part);
  if (*site.file != '\0')
    for (const char* part : {" of ", site.file}) put(part);
  for (const char* part : {" crashed in ", site.slot, "(): ", name_of_signal(signal), "\n"}) put(part);
}

extern "C" void say_where_and_die(int signal) {
  const CallSite* site = current_call;
  if (site != nullptr) {
    put_place(*site, signal);
  } else {
    for (const char* part : {"autoloss: crashed outside of any plugin: ", name_of_signal(signal), "\n"}) put(part);
  }
  put(advice_text);
  ::signal(signal, SIG_DFL);
  raise(signal);
}

}  // namespace

void report_crashes() {
  static const CrashStack stack;  // the main thread's
  for (const int signal : kCrashSignals) {
    struct sigaction action = {};
    action.sa_handler = say_where_and_die;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_ONSTACK;
    sigaction(signal, &action, nullptr);
  }
}

void set_crash_advice(const std::string& advice) {
  const std::size_t size = std::min(advice.size(), sizeof(advice_text) - 1);
  std::memcpy(advice_text, advice.data(), size);
  advice_text[size] = '\0';
}

}  // namespace autoloss
