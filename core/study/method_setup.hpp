// A method bound to its task: actions by index, features checked, components found.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/archive.hpp"
#include "core/config/experiment.hpp"
#include "core/engine/features.hpp"
#include "core/plugin/controller_instance.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// Receives the lines of metrics.jsonl, in order.
class EventLog {
 public:
  virtual ~EventLog() = default;
  virtual void add(const std::string& json_line) = 0;
  // How far it is, for a checkpoint; and back there: what was added since is not part of it.
  virtual std::string save() const = 0;
  virtual void load(const std::string& state) = 0;
};

// One that keeps its lines.
class EventList final : public EventLog {
 public:
  void add(const std::string& json_line) override { lines_.push_back(json_line); }
  std::string save() const override { return to_state(lines_); }
  void load(const std::string& state) override { from_state(state, lines_); }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

struct MethodSetup {
  const Method* method = nullptr;
  Component<autoloss_controller_type> component;
  std::vector<uint32_t> actions;  // the task's, for each of the controller's
  std::vector<std::string> action_names;
  FeatureSchema schema;
  const autoloss_host* host = nullptr;

  // A fresh controller, with some parameters set otherwise.
  std::unique_ptr<ControllerInstance> make_controller(uint64_t seed, const ValueMap& overrides = {}) const;
};

// Throws ConfigError at the method's place: no such action, feature, metric.
MethodSetup bind_method(const Method& method, const TaskShape& shape, const Registry& registry,
                        const autoloss_host* host);

// Which number a study is about, and what counts as better.
struct Measure {
  std::size_t metric = 0;
  bool maximize = false;
  bool log = false;  // of ln(metric)
  bool has_score_split = false;

  // As compared: ln where asked; not finite when the metric was not measured or is not positive.
  double of(const std::vector<double>& metrics) const;
  // As `of`, with the sign that makes larger better.
  double score(const std::vector<double>& metrics) const { return maximize ? of(metrics) : -of(metrics); }
};

// Throws ConfigError: no such metric, unknown transform.
Measure bind_measure(const CompareConfig& compare, const TaskShape& shape);

uint32_t split_named(const std::string& name);  // throws ConfigError

}  // namespace autoloss
