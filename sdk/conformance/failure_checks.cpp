#include "conformance/checks.hpp"
#include "conformance/provoke.hpp"
#include "conformance/text.hpp"

namespace autoloss::conformance {

void check_no_message_buffer(Examinee& examinee) {
  Manner without;
  without.null_error = true;
  provoke(examinee, without);
}

void check_messages(Examinee& examinee) {
  for (const Provoked& provoked : provoke(examinee, {})) {
    const std::string slot = std::string(provoked.slot) + "()";
    const std::string& message = provoked.call.message;
    require(!message.empty(), slot + " fails with " + status_text(provoked.call.status) + " and says nothing");
    require(is_utf8(message), slot + " fails with a message that is not UTF-8");
    require(message.find('\n') == std::string::npos, slot + " fails with a message of several lines");
  }
}

void check_untouched_outputs(Examinee& examinee) {
  for (const Provoked& provoked : provoke(examinee, {}))
    require(provoked.untouched,
            std::string(provoked.slot) + "() fails with " + text_of(provoked.call) + " and has changed its outputs");
}

}  // namespace autoloss::conformance
