// Which plugin a thread is in, for the message of a crash.
#pragma once

namespace autoloss {

// An instance's own; `slot` is that of the call under way. Texts end in a zero byte and outlive the calls.
struct CallSite {
  const char* kind = "";  // "task", "controller"
  const char* id = "";
  const char* file = "";  // of the plugin; "" for one that was not loaded from a file
  const char* slot = "";
};

// nullptr: this thread is in no plugin.
inline constinit thread_local const CallSite* current_call = nullptr;

// While it lives, the thread is in a slot of the site's instance. Costs three stores.
class InSlot {
 public:
  InSlot(CallSite& site, const char* slot) {
    site.slot = slot;
    current_call = &site;
  }
  ~InSlot() { current_call = nullptr; }
  InSlot(const InSlot&) = delete;
  InSlot& operator=(const InSlot&) = delete;
};

}  // namespace autoloss
