#include "core/config/component_reader.hpp"

#include <optional>

#include "core/config/keys.hpp"

namespace autoloss {
namespace {

void read_parameter(const Published& published, const NodeEntry& entry, const std::filesystem::path& folder,
                    ComponentConfig& component) {
  const Parameter& parameter = published.at(entry);
  if (entry.value.table() == nullptr) {
    component.values[entry.key] = check_value(published.owner(), parameter, entry.value, folder);
    return;
  }
  const Range range = check_range(published.owner(), parameter, entry.value, folder);
  if (!published.is_task)
    throw ConfigError(entry.value.place, "a controller's parameter is one value, not a range\n  to search '" +
                                             entry.key + "', in the method's table: tune.parameters = { \"controller." +
                                             entry.key + "\" = { ... } }");
  if (range.points > 0)
    throw ConfigError(entry.value.place,
                      "points belong to a grid, in a method's tune table; here values are drawn from the whole range");
  component.values[entry.key] = range.at(0.5, parameter.type == Parameter::Type::kInteger);
  component.ranges[entry.key] = range;
}

std::optional<Range> range_of(const ComponentConfig& component, const std::string& key) {
  const auto found = component.ranges.find(key);
  return found != component.ranges.end() ? std::optional(found->second) : std::nullopt;
}

Node parameter_node(const ComponentConfig& component, const std::string& key) {
  const std::optional<Range> range = range_of(component, key);
  return range ? node_of(*range) : node_of(component.values.at(key));
}

}  // namespace

KeyOwner Published::owner() const {
  return {(is_task ? "task '" : "controller '") + id + "'", "parameter", "autoloss inspect " + id};
}

const Parameter& Published::at(const NodeEntry& entry) const {
  for (const Parameter& parameter : parameters)
    if (parameter.key == entry.key) return parameter;
  unknown_key(owner(), entry, parameters);
}

Published find_component(const Registry& registry, const std::string& id, const Place& place, bool is_task) {
  const auto describe = [&](const auto* type) {
    return Published{id, is_task, parameters_of(type->parameters, type->parameter_count)};
  };
  try {
    return is_task ? describe(registry.task(id).type) : describe(registry.controller(id).type);
  } catch (const PluginError& error) {
    throw PluginError(place.prefix() + error.what());
  }
}

ReadComponent read_component(const Registry& registry, const Node& table, const std::string& path, bool is_task,
                             const std::filesystem::path& folder) {
  const Node* id = table.find("id");
  if (id == nullptr)
    throw ConfigError(table.place, "[" + path + "] does not say which " + (is_task ? "task" : "controller") +
                                       ": id = \"...\"\n  see what there is: autoloss plugins");
  const auto* name = std::get_if<std::string>(&id->value);
  if (name == nullptr) throw ConfigError(id->place, "[" + path + "] id: expected a string, found " + kind_text(*id));

  ReadComponent component;
  component.published = find_component(registry, *name, id->place, is_task);
  component.config = component_by_default(component.published, id->place);
  for (const NodeEntry& entry : *table.table())
    if (entry.key != "id") read_parameter(component.published, entry, folder, component.config);
  return component;
}

ComponentConfig component_by_default(const Published& published, const Place& place) {
  ComponentConfig component;
  component.id = published.id;
  component.place = place;
  for (const Parameter& parameter : published.parameters) component.values[parameter.key] = parameter.standard;
  return component;
}

Node component_node(const ReadComponent& component) {
  Node written = empty_table();
  written.set("id", node_of(Value{component.config.id}));
  for (const Parameter& parameter : component.published.parameters)
    written.set(parameter.key, parameter_node(component.config, parameter.key));
  return written;
}

Node differing_node(const ReadComponent& component, const ReadComponent& base) {
  if (component.config.id != base.config.id) return component_node(component);
  Node written = empty_table();
  for (const auto& [key, value] : component.config.values)
    if (value != base.config.values.at(key) || range_of(component.config, key) != range_of(base.config, key))
      written.set(key, parameter_node(component.config, key));
  return written;
}

}  // namespace autoloss
