// Traces of actions, as small as they can be: a study keeps one for each training that it guided.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace autoloss {

// The bytes of a trace with as few bits an action as its largest needs.
std::string pack_trace(const std::vector<uint8_t>& trace);
// Throws RunError: these are no bytes of pack_trace().
std::vector<uint8_t> unpack_trace(const std::string& bytes);

// A trace as an archive takes it.
class PackedTrace {
 public:
  explicit PackedTrace(std::vector<uint8_t>& trace) : trace_(trace) {}

  template <class Archive>
  void serialize(Archive& archive) {
    std::string bytes;
    if constexpr (!Archive::is_loading::value) bytes = pack_trace(trace_);
    archive(bytes);
    if constexpr (Archive::is_loading::value) trace_ = unpack_trace(bytes);
  }

 private:
  std::vector<uint8_t>& trace_;
};

}  // namespace autoloss
