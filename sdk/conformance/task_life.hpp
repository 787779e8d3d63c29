// A task under examination.
#pragma once

#include <autoloss/task.h>

#include <vector>

#include "conformance/life.hpp"

namespace autoloss::conformance {

class TaskLife : public Life {
 public:
  TaskLife(const autoloss_task_type& type, autoloss_task* task, Circumstances circumstances);
  ~TaskLife() override;

  Call start() override { return begin(AUTOLOSS_ROLE_GUIDED); }
  void advance(Trace& trace) override;
  using Life::advance;
  void look(Trace& trace) override;
  Call save(const autoloss_writer* writer) override;
  Call load(const autoloss_reader* reader) override;

  // Single calls.
  Call describe();  // into info()
  Call begin(uint32_t role);
  Call step(uint32_t action) { return take("step", type_.step, action); }
  Call probe(uint32_t action) { return take("probe", type_.probe, action); }
  bool can_probe() const { return type_.probe != nullptr; }
  Call measure(uint32_t split);  // into metrics()
  Call keep(uint32_t slot);
  Call recall(uint32_t slot);

  const autoloss_task_info& info() const { return *info_.get(); }
  std::vector<uint32_t> splits(uint32_t role) const;  // those that may be measured in a role
  uint32_t action_of_round() const;

  // What the last step, probe or measure() wrote.
  const autoloss_step_result& result() const { return *result_.get(); }
  const std::vector<double>& signals() const { return signals_; }
  const std::vector<double>& metrics() const { return metrics_; }
  bool outputs_untouched() const { return untouched_; }  // of the last call

 private:
  using TakeSlot = decltype(autoloss_task_type::step);
  Call take(const char* slot, TakeSlot function, uint32_t action);

  const autoloss_task_type& type_;
  autoloss_task* task_;
  Padded<autoloss_task_info> info_;
  Padded<autoloss_step_result> result_;
  std::vector<double> signals_, metrics_;
  bool untouched_ = false;
};

}  // namespace autoloss::conformance
