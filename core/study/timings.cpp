#include "core/study/timings.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

namespace autoloss {

Timings::Timings(Bookmark place, Clock clock) : place_(std::move(place)), clock_(std::move(clock)) {}

Timings::Clock Timings::steady_clock() {
  return [] { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); };
}

void Timings::resume() {
  const std::lock_guard lock(mutex_);
  place_.find(seconds_);
}

void Timings::begin(const std::string& stage) {
  const std::lock_guard lock(mutex_);
  count();
  stage_ = stage;
}

void Timings::end() {
  begin("");
}

void Timings::keep() {
  const std::lock_guard lock(mutex_);
  count();
  place_.put(seconds_);
}

std::string Timings::json() {
  const std::lock_guard lock(mutex_);
  count();
  auto stages = nlohmann::ordered_json::object();
  for (const auto& [stage, seconds] : seconds_) stages[stage] = seconds;
  return nlohmann::ordered_json{{"seconds", stages}}.dump(1) + "\n";
}

void Timings::count() {
  const double now = clock_();
  if (!stage_.empty()) seconds_of(stage_) += now - since_;
  since_ = now;
}

double& Timings::seconds_of(const std::string& stage) {
  const auto found =
      std::find_if(seconds_.begin(), seconds_.end(), [&](const auto& entry) { return entry.first == stage; });
  return found != seconds_.end() ? found->second : seconds_.emplace_back(stage, 0).second;
}

}  // namespace autoloss
