// Reading and writing a table of an experiment file by its section of the schema.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/config/schema.hpp"

namespace autoloss {

inline Node empty_table() {
  return {Node::Table{}, {}, false};
}

// The owner of the keys of [path].
inline KeyOwner keys_of_table(const std::string& path) {
  return {"[" + path + "]", "key", "autoloss reference"};
}

// Throws ConfigError at its place if a node is no table. path: what the message calls it.
void need_table(const Node& node, const std::string& path);

// The table at a key, or nullptr. Throws ConfigError for anything else there.
const Node* table_at(const Node& node, const std::string& key, const std::string& path);

// Throws ConfigError for the first key that is not known.
void refuse_unknown_keys(const KeyOwner& owner, const Node& table, const std::vector<Parameter>& known);

// Stores what a table says in `target`; whatever it does not say stays. Throws ConfigError: unknown key, bad value.
template <class Target>
void read_keys(const KeyOwner& owner, const Node& table, const std::filesystem::path& folder, Target& target) {
  refuse_unknown_keys(owner, table, section<Target>().parameters());
  for (const Key<Target>& key : section<Target>().keys)
    if (const Node* value = table.find(key.parameter.key); value != nullptr && key.is_stored())
      key.store(target, check_value(owner, key.parameter, *value, folder));
}

// The stored keys as the resolved file has them.
template <class Target>
Node all_keys(const Target& target) {
  Node written = empty_table();
  for (const Key<Target>& key : section<Target>().keys)
    if (key.is_stored()) written.set(key.parameter.key, node_of(key.load(target)));
  return written;
}

// Likewise, only those that `table` says.
template <class Target>
Node said_keys(const Target& target, const Node& table) {
  Node written = empty_table();
  for (const Key<Target>& key : section<Target>().keys)
    if (key.is_stored() && table.find(key.parameter.key) != nullptr)
      written.set(key.parameter.key, node_of(key.load(target)));
  return written;
}

}  // namespace autoloss
