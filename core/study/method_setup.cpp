#include "core/study/method_setup.hpp"

#include <cmath>

namespace autoloss {
namespace {

std::vector<uint32_t> bind_actions(const Method& method, const TaskShape& shape) {
  std::vector<uint32_t> actions;
  for (const std::string& name : method.actions) actions.push_back(shape.action(name));
  for (uint32_t index = 0; method.actions.empty() && index < shape.actions.size(); ++index)
    if (!shape.actions[index].joint) actions.push_back(index);
  return actions;
}

FeatureSchema bind_features(const Method& method, const TaskShape& shape, const autoloss_controller_type& type) {
  if (method.features_given || type.default_features == nullptr) return FeatureSchema(method.features, shape);
  return FeatureSchema({type.default_features, type.default_features + type.default_feature_count},
                       Refresh::kValidation, shape);
}

// A schedule that never looks needs none of the features that only a controller asks for.
MethodSetup bind(const Method& method, const TaskShape& shape, const Registry& registry, const autoloss_host* host) {
  const Component<autoloss_controller_type> component = registry.controller(method.controller.id);
  std::vector<uint32_t> actions = bind_actions(method, shape);
  std::vector<std::string> names;
  for (const uint32_t action : actions) names.push_back(shape.actions[action].name);
  return {&method, component, std::move(actions), std::move(names), bind_features(method, shape, *component.type),
          host};
}

}  // namespace

std::unique_ptr<ControllerInstance> MethodSetup::make_controller(uint64_t seed, const ValueMap& overrides) const {
  ValueMap values = method->controller.values;
  for (const auto& [name, value] : overrides) values[name] = value;
  return std::make_unique<ControllerInstance>(component, values, schema.names(), action_names, seed, host);
}

MethodSetup bind_method(const Method& method, const TaskShape& shape, const Registry& registry,
                        const autoloss_host* host) {
  try {
    return bind(method, shape, registry, host);
  } catch (const ConfigError& error) {
    throw ConfigError(method.place, "method '" + method.name + "': " + error.what());
  }
}

double Measure::of(const std::vector<double>& metrics) const {
  const double value = metrics.at(metric);
  return log ? std::log(value) : value;
}

Measure bind_measure(const CompareConfig& compare, const TaskShape& shape) {
  Measure measure;
  measure.metric = compare.metric.empty() ? shape.result_metric : shape.metric(compare.metric);
  measure.maximize = shape.metrics[measure.metric].maximize;
  if (compare.transform != "log" && compare.transform != "none")
    throw ConfigError("compare.transform is '" + compare.transform + "'; it can be none or log");
  measure.log = compare.transform == "log";
  measure.has_score_split = shape.has_split(AUTOLOSS_SPLIT_SCORE);
  return measure;
}

uint32_t split_named(const std::string& name) {
  if (name == "train") return AUTOLOSS_SPLIT_TRAIN;
  if (name == "valid") return AUTOLOSS_SPLIT_VALID;
  if (name == "score") return AUTOLOSS_SPLIT_SCORE;
  if (name == "test") return AUTOLOSS_SPLIT_TEST;
  throw ConfigError("there is no split '" + name + "'; there are train, valid, score, test");
}

}  // namespace autoloss
