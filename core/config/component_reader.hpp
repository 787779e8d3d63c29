// Tables that name a component and set its parameters.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/config/experiment.hpp"
#include "core/config/parameter.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// What a component publishes.
struct Published {
  std::string id;
  bool is_task = false;
  std::vector<Parameter> parameters;

  KeyOwner owner() const;
  // The parameter of a key; throws ConfigError at the entry's key, with the nearest, if there is none.
  const Parameter& at(const NodeEntry& entry) const;
};

// A component and what it publishes, of one table.
struct ReadComponent {
  ComponentConfig config;
  Published published;
};

// Finds a component. Throws PluginError that begins with the place.
Published find_component(const Registry& registry, const std::string& id, const Place& place, bool is_task);

// Reads { id, parameters... }. path: what messages call the table. A parameter of a task may be a range. Throws
// ConfigError: no id, unknown parameter, bad value; PluginError: no such component.
ReadComponent read_component(const Registry& registry, const Node& table, const std::string& path, bool is_task,
                             const std::filesystem::path& folder);

// A component with its published defaults.
ComponentConfig component_by_default(const Published& published, const Place& place);

// As the resolved file has it: id, then every parameter in the order published.
Node component_node(const ReadComponent& component);

// The parameters of `component` that differ from those of `base`; all of it if the ids differ.
Node differing_node(const ReadComponent& component, const ReadComponent& base);

}  // namespace autoloss
