#include <autoloss/host.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/config/parameter.hpp"
#include "core/nearest.hpp"
#include "core/plugin/host_services.hpp"
#include "core/plugin/registry.hpp"
#include "core/plugin/task_instance.hpp"
#include "core/record/controller_file.hpp"
#include "host/command.hpp"
#include "host/controller_card.hpp"
#include "host/text_table.hpp"

namespace autoloss::host {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// What a task says of itself once it is made, with its default parameters.
struct Shape {
  std::optional<TaskShape> shape;
  std::string missing;  // why there is none
};

Shape shape_of(const Component<autoloss_task_type>& task) {
  const HostServices host({}, {});
  try {
    return {TaskInstance(task, {}, host.get()).shape(), ""};
  } catch (const AutolossError& error) {
    return {std::nullopt, error.what()};
  }
}

std::vector<std::string> action_names(const TaskShape& shape) {
  std::vector<std::string> names;
  for (const TaskShape::Action& action : shape.actions) names.push_back(action.name + (action.joint ? " (joint)" : ""));
  return names;
}

std::vector<std::string> metric_names(const TaskShape& shape) {
  std::vector<std::string> names;
  for (std::size_t index = 0; index < shape.metrics.size(); ++index) {
    const TaskShape::Metric& metric = shape.metrics[index];
    std::string marks = metric.maximize ? "maximised" : "minimised";
    if (index == shape.primary_metric) marks += ", primary";
    if (index == shape.result_metric) marks += ", result";
    names.push_back(metric.name + " (" + marks + ")");
  }
  return names;
}

Json value_json(const Value& value) {
  return std::visit([](const auto& item) { return Json(item); }, value);
}

Json parameters_json(const std::vector<Parameter>& parameters) {
  Json list = Json::array();
  for (const Parameter& parameter : parameters) {
    Json row{{"key", parameter.key},
             {"type", type_text(parameter)},
             {"unit", parameter.unit},
             {"default", value_json(parameter.standard)}};
    if (std::isfinite(parameter.least)) row["least"] = parameter.least;
    if (std::isfinite(parameter.most)) row["most"] = parameter.most;
    if (!parameter.choices.empty()) row["choices"] = parameter.choices;
    row["description"] = parameter.description;
    list.push_back(std::move(row));
  }
  return list;
}

Json task_json(const Component<autoloss_task_type>& task) {
  const Shape found = shape_of(task);
  if (!found.shape) return {{"missing", found.missing}};
  Json actions = Json::array(), metrics = Json::array();
  for (const TaskShape::Action& action : found.shape->actions)
    actions.push_back({{"name", action.name}, {"joint", action.joint}});
  for (const TaskShape::Metric& metric : found.shape->metrics)
    metrics.push_back(
        {{"name", metric.name}, {"unit", metric.unit}, {"direction", metric.maximize ? "maximize" : "minimize"}});
  return {{"actions", actions},
          {"losses", found.shape->losses},
          {"metrics", metrics},
          {"primary_metric", found.shape->metrics[found.shape->primary_metric].name},
          {"result_metric", found.shape->metrics[found.shape->result_metric].name},
          {"signals", found.shape->signals}};
}

template <class Type>
Json component_json(const char* kind, const Component<Type>& component) {
  const Type& type = *component.type;
  Json json{{"kind", kind},
            {"id", type.id},
            {"version", type.version},
            {"description", type.description},
            {"licence", type.licence},
            {"file", component.plugin->file.string()},
            {"parameters", parameters_json(parameters_of(type.parameters, type.parameter_count))}};
  if constexpr (std::is_same_v<Type, autoloss_task_type>) {
    json.update(task_json(component));
  } else {
    json["learns"] = type.learn != nullptr;
    json["default_features"] =
        std::vector<std::string>(type.default_features, type.default_features + type.default_feature_count);
  }
  return json;
}

template <class Type>
void show_component(const char* kind, const Component<Type>& component) {
  const Type& type = *component.type;
  const autoloss_plugin& plugin = *component.plugin->table;
  const std::string libraries = plugin.libraries;
  std::cout << kind << " " << type.id << " " << type.version << ": " << type.description << "\n"
            << "  licence   " << type.licence << "\n"
            << "  from      " << component.plugin->file.string() << " (" << plugin.name << " " << plugin.version
            << ", contract 1." << plugin.abi_minor << ", " << plugin.compiler
            << (libraries.empty() ? "" : ", " + libraries) << ")\n";
  if constexpr (std::is_same_v<Type, autoloss_task_type>) {
    const Shape found = shape_of(component);
    if (found.shape) {
      std::cout << "  actions   " << listed(action_names(*found.shape)) << "\n"
                << "  losses    " << listed(found.shape->losses) << "\n"
                << "  metrics   " << listed(metric_names(*found.shape)) << "\n";
      if (!found.shape->signals.empty()) std::cout << "  signals   " << listed(found.shape->signals) << "\n";
    } else {
      std::cout << "  actions and metrics are not known with the default parameters: " << found.missing << "\n";
    }
  } else {
    std::cout << "  learns    " << (type.learn != nullptr ? "yes" : "no") << "\n";
    if (type.default_feature_count > 0)
      std::cout << "  features  " << listed({type.default_features, type.default_features + type.default_feature_count})
                << "\n";
  }
  TextTable table({"PARAMETER", "DEFAULT", "VALUES", "UNIT", "WHAT"});
  for (const Parameter& parameter : parameters_of(type.parameters, type.parameter_count)) {
    const std::string limits = limits_text(parameter);
    table.row({parameter.key, standard_text(parameter), type_text(parameter) + (limits.empty() ? "" : ", " + limits),
               parameter.unit, parameter.description});
  }
  std::cout << (type.parameter_count > 0 ? "\n" + table.text(2) : "\n  It has no parameters.\n");
}

// The components that the user means: those of a file, or those of an id.
struct Found {
  std::vector<Component<autoloss_task_type>> tasks;
  std::vector<Component<autoloss_controller_type>> controllers;
};

bool is_file(const std::string& named) {
  std::error_code error;
  return named.find('/') != std::string::npos || named.ends_with(".so") || fs::is_regular_file(named, error);
}

Found components_in(const Registry& registry) {
  return {registry.tasks(), registry.controllers()};
}

Found components_named(const Registry& registry, const std::string& id) {
  const auto has = [&](const std::vector<std::string>& ids) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  Found found;
  if (has(registry.task_ids())) found.tasks.push_back(registry.task(id));
  if (has(registry.controller_ids())) found.controllers.push_back(registry.controller(id));
  if (found.tasks.empty() && found.controllers.empty()) registry.unknown_component(id);
  return found;
}

void show(const Found& found, bool json) {
  if (json) {
    Json list = Json::array();
    for (const auto& task : found.tasks) list.push_back(component_json("task", task));
    for (const auto& controller : found.controllers) list.push_back(component_json("controller", controller));
    std::cout << list.dump(2) << "\n";
    return;
  }
  bool first = true;
  const auto separate = [&first] {
    if (!first) std::cout << "\n";
    first = false;
  };
  for (const auto& task : found.tasks) separate(), show_component("task", task);
  for (const auto& controller : found.controllers) separate(), show_component("controller", controller);
}

ExitCode inspect(const Arguments& arguments) {
  const std::string& named = arguments.positional().front();
  if (is_controller_file(named)) {
    show_card(read_controller(named), arguments.json());
  } else if (is_file(named)) {
    const bool allow_writable = arguments.allow_writable_plugins();
    load_plugin(named, allow_writable);
    show(components_in(Registry(PluginPath{{named}, {}, allow_writable})), arguments.json());
  } else {
    show(components_named(Registry(arguments.plugin_path()), named), arguments.json());
  }
  return ExitCode::kDone;
}

}  // namespace

Command inspect_command() {
  Command command;
  command.name = "inspect";
  command.summary = "describe a component, all that a plugin holds, or a saved controller";
  command.arguments = "ID|PLUGIN.so|CONTROLLER";
  command.description =
      "Prints version, licence and origin, the actions, losses and metrics of a task, and every parameter with its\n"
      "default and range: what an experiment file may set. Of a saved controller: its card, which says what it sees "
      "and\n"
      "does, what it was trained on and how well it did in validation.";
  command.least_arguments = command.most_arguments = 1;
  command.examples = {
      {"autoloss inspect regression", "a task or a controller by its id"},
      {"autoloss inspect build/ridge.so --json", "all components of a file, as JSON"},
      {"autoloss inspect runs/mine/controllers/autoloss.controller", "the card of a saved controller"},
  };
  command.run = inspect;
  return command;
}

}  // namespace autoloss::host
