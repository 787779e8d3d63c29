// Runs gnuplot as a child process.
#pragma once

#include <string>

#include "core/report/script.hpp"

namespace autoloss {

// Draws figures with a gnuplot found in PATH, without the user's own gnuplot settings. Needs 5.4 or newer.
class Gnuplot {
 public:
  // program: name or path. Starts it once to ask for its version.
  explicit Gnuplot(std::string program = "gnuplot");

  // "gnuplot 5.4 patchlevel 4"; "" when it is missing, and missing() says so in a sentence for the user.
  const std::string& version() const { return version_; }
  const std::string& missing() const { return missing_; }

  struct Drawing {
    std::string picture;  // bytes of the format; "" when it failed
    std::string error;    // what gnuplot said then
  };
  // Feeds it the script and takes what it writes on standard output. [thread-safe]
  Drawing draw(const Script& script, Format format = Format::kSvg) const;

 private:
  std::string program_;
  std::string version_;
  std::string missing_;
};

}  // namespace autoloss
