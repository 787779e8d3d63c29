// A method bound to its task: actions by index, features checked, components found.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/config/experiment.hpp"
#include "core/engine/features.hpp"
#include "core/plugin/controller_instance.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// Receives the lines of metrics.jsonl, in order.
using EventSink = std::function<void(const std::string& json_line)>;

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
