// Wall-clock time of each stage of a study, kept apart from what must be reproducible. Not thread-safe.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

namespace autoloss {

class Timings {
 public:
  void begin(const std::string& stage) {
    end();
    stage_ = stage;
    since_ = std::chrono::steady_clock::now();
  }
  void end() {
    if (!stage_.empty())
      stages_[stage_] = std::chrono::duration<double>(std::chrono::steady_clock::now() - since_).count();
    stage_.clear();
  }
  std::string json() const { return nlohmann::ordered_json{{"seconds", stages_}}.dump(1) + "\n"; }

 private:
  std::string stage_;
  std::chrono::steady_clock::time_point since_;
  nlohmann::ordered_json stages_ = nlohmann::ordered_json::object();
};

}  // namespace autoloss
