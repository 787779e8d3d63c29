#include "core/engine/guide.hpp"

#include <algorithm>

namespace autoloss {

Guide::Guide(const FeatureSchema& schema, const TaskShape& shape, ControllerSession& session, Options options)
    : schema_(&schema),
      session_(&session),
      options_(std::move(options)),
      tracker_(schema, shape, options_.horizon),
      draws_(sdk::derive(options_.key, "action")),
      noise_draws_(sdk::derive(options_.key, "noise")),
      epsilon_draws_(sdk::derive(options_.key, "epsilon")),
      noise_(options_.exploration.kind == Exploration::Kind::kNoise ? options_.logit_count : 0) {
  if (options_.record != nullptr) options_.record->noise_scale = noise_.empty() ? 0 : options_.exploration.scale;
}

uint32_t Guide::next() {
  const bool holds = options_.exploration.kind == Exploration::Kind::kHold;
  if (!holds || step_ >= hold_until_) held_ = decide();
  ++step_;
  return options_.actions[held_];
}

uint32_t Guide::decide() {
  const bool stretch_begins = step_ >= hold_until_;
  if (stretch_begins) {
    hold_until_ = step_ + std::max<uint64_t>(options_.exploration.steps, 1);
    draw_noise();
  }
  uint32_t chosen =
      session_->act(seen(), step_, options_.horizon, draws_.uniform(), noise_.empty() ? nullptr : noise_.data());
  if (options_.greedy) {
    const std::span<const double> p = session_->probabilities();
    chosen = static_cast<uint32_t>(std::max_element(p.begin(), p.end()) - p.begin());
  }
  if (options_.exploration.epsilon > 0) chosen = mixed(chosen);
  if (options_.record != nullptr) {
    // With noise the noise is what was tried: one row for each draw of it.
    if (noise_.empty() || stretch_begins) record(chosen);
    if (step_ >= observe_from_) observe();
  }
  return chosen;
}

uint32_t Guide::mixed(uint32_t chosen) {
  const double draw = epsilon_draws_.uniform() / options_.exploration.epsilon;
  return draw < 1 ? static_cast<uint32_t>(draw * static_cast<double>(options_.actions.size())) : chosen;
}

double Guide::expected() {
  session_->act(seen(), step_, options_.horizon, 0, nullptr);
  return session_->value();
}

void Guide::draw_noise() {
  for (double& value : noise_) value = options_.exploration.scale * noise_draws_.normal();
}

void Guide::record(uint32_t chosen) {
  Trajectory& record = *options_.record;
  const std::span<const double> features = tracker_.latest();
  record.features.insert(record.features.end(), features.begin(), features.end());
  record.actions.push_back(chosen);
  const double epsilon = options_.exploration.epsilon;
  record.probabilities.push_back((1 - epsilon) * session_->probabilities()[chosen] +
                                 epsilon / static_cast<double>(options_.actions.size()));
  record.values.push_back(session_->value());
  record.noise.insert(record.noise.end(), noise_.begin(), noise_.end());
  record.starts.push_back(step_);
}

void Guide::observe() {
  options_.record->observed.add(step_, tracker_.latest());
  const uint64_t horizon = std::max<uint64_t>(options_.horizon, 1);
  const uint64_t next = step_ * kObserved / horizon + 1;  // the moment after the one that has come
  observe_from_ = (next * horizon + kObserved - 1) / kObserved;
}

void Guide::validated(std::span<const double> metrics, int64_t stalled) {
  tracker_.record_validation(metrics, stalled);
  if (schema_->refresh() == Refresh::kValidation) tracker_.compute(step_);
}

}  // namespace autoloss
