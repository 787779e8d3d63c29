#include "core/config/keys.hpp"

namespace autoloss {

void need_table(const Node& node, const std::string& path) {
  if (node.table() == nullptr)
    throw ConfigError(node.place, "[" + path + "]: expected a table, found " + kind_text(node));
}

const Node* table_at(const Node& node, const std::string& key, const std::string& path) {
  const Node* found = node.find(key);
  if (found != nullptr) need_table(*found, path);
  return found;
}

void refuse_unknown_keys(const KeyOwner& owner, const Node& table, const std::vector<Parameter>& known) {
  for (const NodeEntry& entry : *table.table()) {
    const bool is_known =
        std::any_of(known.begin(), known.end(), [&](const Parameter& parameter) { return parameter.key == entry.key; });
    if (!is_known) unknown_key(owner, entry, known);
  }
}

}  // namespace autoloss
