#include "core/config/reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <utility>

#include "core/config/experiment_reader.hpp"
#include "core/config/keys.hpp"
#include "core/nearest.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

// Takes the entry of a key out of a table.
std::optional<Node> taken(Node& table, const std::string& key) {
  auto& entries = std::get<Node::Table>(table.value);
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const NodeEntry& entry) { return entry.key == key; });
  if (found == entries.end()) return std::nullopt;
  Node node = std::move(found->value);
  entries.erase(found);
  return node;
}

Node command_line_value(const std::string& option, const Value& value) {
  Node node = node_of(value);
  node.place = {option, 0, 0};
  return node;
}

// The trained method is guided by a saved controller instead.
void guide_with(Node& root, const std::string& name, const ReadOptions& options) {
  const Node* methods = root.find("method");
  std::vector<std::string> trained;
  if (methods != nullptr && methods->table() != nullptr)
    for (const NodeEntry& entry : *methods->table())
      if (entry.value.find("train") != nullptr) trained.push_back(entry.key);
  std::string chosen = options.controller_of;
  if (chosen.empty() && trained.size() == 1) chosen = trained.front();
  if (std::find(trained.begin(), trained.end(), chosen) == trained.end())
    throw ConfigError(
        Place{name, 0, 0},
        chosen.empty() ? "say which method the controller guides: --method NAME\n  trained methods: " + listed(trained)
                       : "there is no trained method '" + chosen + "'\n  trained methods: " + listed(trained));
  Node all = *methods;
  Node method = *all.find(chosen);
  taken(method, "train");
  method.set("controller_file", command_line_value("--controller", options.controller_file));
  all.set(chosen, method);
  root.set("method", all);
}

void lay_options_over(Node& root, const std::string& name, const ReadOptions& options) {
  for (const std::string& setting : options.set) apply_setting(root, setting);
  if (root.find("quick") != nullptr)
    throw ConfigError("--set quick: [quick] is laid over the file before --set; set the key itself");
  if (options.seed) {
    constexpr auto kMost = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    if (*options.seed > kMost)
      throw ConfigError("--seed: " + std::to_string(*options.seed) + " is above " + std::to_string(kMost));
    root.set("seed", command_line_value("--seed", static_cast<int64_t>(*options.seed)));
  }
  if (!options.controller_file.empty()) guide_with(root, name, options);
}

}  // namespace

Experiment parse_experiment(const std::string& text, const std::string& name, const fs::path& folder,
                            const Registry& registry, const ReadOptions& options) {
  Node root = parse_document(text, name);
  const std::optional<Node> quick = taken(root, "quick");
  if (quick) need_table(*quick, "quick");
  if (options.quick && !quick)
    throw ConfigError(Place{name, 0, 0}, "--quick: the file has no [quick] table that says what to make smaller");
  Node smaller = root;
  if (quick) lay_over(smaller, *quick);

  Node& asked = options.quick ? smaller : root;
  lay_options_over(asked, name, options);
  Experiment experiment = experiment_of(asked, name, folder, registry);
  // A mistake in [quick] comes to light before somebody needs it.
  if (quick && !options.quick) experiment_of(smaller, name, folder, registry);
  return experiment;
}

Experiment read_experiment(const fs::path& file, const Registry& registry, const ReadOptions& options) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (stream) text << stream.rdbuf();
  std::error_code error;
  if (fs::is_directory(file, error)) throw ConfigError(file.string() + ": is a directory, not an experiment file");
  if (!stream || !text) throw ConfigError(file.string() + ": cannot be read: " + std::strerror(errno));
  const fs::path folder = fs::absolute(file).parent_path();
  return parse_experiment(text.str(), file.string(), folder, registry, options);
}

}  // namespace autoloss
