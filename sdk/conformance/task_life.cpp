#include "conformance/task_life.hpp"

#include <autoloss/cpp/random.hpp>
#include <cstring>

namespace autoloss::conformance {

TaskLife::TaskLife(const autoloss_task_type& type, autoloss_task* task, Circumstances circumstances)
    : Life(std::move(circumstances)), type_(type), task_(task), info_(with_.manner.extra) {}

TaskLife::~TaskLife() {
  const Under under("destroy");
  type_.destroy(task_);
}

Call TaskLife::describe() {
  info_ = Padded<autoloss_task_info>(with_.manner.extra);
  const Call made = call("describe", [&](autoloss_error* error) { return type_.describe(task_, info_.get(), error); });
  require_intact(info_, "describe", "its info");
  return made;
}

Call TaskLife::begin(uint32_t role) {
  round_ = 0;
  const BorrowedConfig config(with_.configuration, with_.manner.extra);
  Padded<autoloss_episode> episode(with_.manner.extra);
  episode->role = role;
  episode->data_seed = sdk::derive(with_.seed, "data");
  episode->init_seed = sdk::derive(with_.seed, "init");
  episode->step_seed = sdk::derive(with_.seed, "step");
  episode->horizon = 1000;
  episode->config = config.get();
  const Call begun = call("begin", [&](autoloss_error* error) { return type_.begin(task_, episode.get(), error); });
  if (!begun.ok()) return begun;
  const Call described = describe();
  require_ok(described, "describe");
  return begun;
}

Call TaskLife::take(const char* slot, TakeSlot function, uint32_t action) {
  PaddedArray<double> signals(info_->signal_count);
  result_ = Padded<autoloss_step_result>(with_.manner.extra);
  result_->loss = result_->gradient_norm = -1;
  result_->signal_count = info_->signal_count;
  result_->signals = info_->signal_count > 0 ? signals.get() : nullptr;
  const autoloss_step_result before = *result_.get();
  const Call made = call(slot, [&](autoloss_error* error) { return function(task_, action, result_.get(), error); });
  untouched_ = std::memcmp(&before, result_.get(), sizeof(before)) == 0 && signals.untouched();
  require_intact(result_, slot, "its result");
  require_intact(signals, slot, "the signals");
  signals_ = signals.values();
  return made;
}

Call TaskLife::measure(uint32_t split) {
  PaddedArray<double> values(info_->metric_count);
  const Call made = call("measure", [&](autoloss_error* error) {
    return type_.measure(task_, split, values.get(), info_->metric_count, error);
  });
  untouched_ = values.untouched();
  require_intact(values, "measure", "the metrics");
  metrics_ = values.values();
  return made;
}

Call TaskLife::keep(uint32_t slot) {
  return call("keep", [&](autoloss_error* error) { return type_.keep(task_, slot, error); });
}
Call TaskLife::recall(uint32_t slot) {
  return call("recall", [&](autoloss_error* error) { return type_.recall(task_, slot, error); });
}
Call TaskLife::save(const autoloss_writer* writer) {
  return call("save", [&](autoloss_error* error) { return type_.save(task_, writer, error); });
}
Call TaskLife::load(const autoloss_reader* reader) {
  return call("load", [&](autoloss_error* error) { return type_.load(task_, reader, error); });
}

std::vector<uint32_t> TaskLife::splits(uint32_t role) const {
  std::vector<uint32_t> known;
  for (uint32_t split = 0; split < 32; ++split) {
    const bool hidden = split == AUTOLOSS_SPLIT_TEST && role != AUTOLOSS_ROLE_GUIDED;
    if ((info_->splits & AUTOLOSS_SPLIT_BIT(split)) != 0 && !hidden) known.push_back(split);
  }
  return known;
}

uint32_t TaskLife::action_of_round() const {
  sdk::Stream stream(sdk::derive(sdk::derive(with_.seed, "action"), round_));
  return static_cast<uint32_t>(stream.below(info_->action_count));
}

void TaskLife::advance(Trace& trace) {
  require_ok(step(action_of_round()), "step");
  trace.add("the loss", round_, result_->loss);
  trace.add("the gradient norm", round_, result_->gradient_norm);
  trace.add("the number of batches", round_, static_cast<double>(result_->batches));
  trace.add("the flags", round_, result_->flags);
  for (const double signal : signals_) trace.add("a signal", round_, signal);
  ++round_;
}

void TaskLife::look(Trace& trace) {
  for (const uint32_t split : splits(AUTOLOSS_ROLE_GUIDED)) {
    require_ok(measure(split), "measure");
    for (const double metric : metrics_) trace.add("a metric", round_, metric);
  }
}

}  // namespace autoloss::conformance
