// Last words when a plugin crashes this process.
#pragma once

#include <string>

namespace autoloss {

// From now on a crash (SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL) says on standard error which plugin, component and
// slot the thread was in, then does what it would have done.
void report_crashes();

// What the message ends with, one line or more: how to go on. "" for nothing. Not at the same time from two threads.
void set_crash_advice(const std::string& advice);

}  // namespace autoloss
