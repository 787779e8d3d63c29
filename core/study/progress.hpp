// How far long work has come, for whoever shows it.
#pragma once

#include <cstddef>
#include <string>

namespace autoloss {

// Told by a study; the host shows it. advance() comes from several threads at once.
class Progress {
 public:
  virtual ~Progress() = default;
  // A stage of `total` items begins; a stage before it has ended. total 0: unknown.
  virtual void stage(const std::string& what, std::size_t total) = 0;
  virtual void advance(std::size_t items) = 0;
};

}  // namespace autoloss
