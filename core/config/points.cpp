#include "core/config/points.hpp"

#include <algorithm>

#include "core/config/keys.hpp"

namespace autoloss {
namespace {

constexpr const char* kSweep = "sweep";
constexpr const char* kDistribution = "distribution";

// A table that holds `value` at a dotted path.
Node nested(const std::string& path, Node value) {
  const std::size_t dot = path.rfind('.');
  Node table = empty_table();
  table.place = value.place;
  table.set(path.substr(dot == std::string::npos ? 0 : dot + 1), std::move(value));
  return dot == std::string::npos ? table : nested(path.substr(0, dot), std::move(table));
}

// What a list of values may hold, as a value; a list or a table is its text.
Value plain_value(const Node& node) {
  if (const auto* text = std::get_if<std::string>(&node.value)) return *text;
  if (const auto* boolean = std::get_if<bool>(&node.value)) return *boolean;
  if (const auto* integer = std::get_if<int64_t>(&node.value)) return *integer;
  if (const auto* number = std::get_if<double>(&node.value)) return *number;
  Node line = empty_table();
  Node item = node;
  item.one_line = true;
  line.set("x", std::move(item));
  std::string text = to_toml(line).substr(std::string("x = ").size());
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// The key's place in the file: parameters of the task and the length of trainings are those of the guided problems.
std::string path_of(const std::string& key) {
  return key.starts_with("task.") || key.starts_with("episode.") ? "guide." + key : key;
}

std::string changes_of(const std::string& path) {
  if (path.starts_with("guide.") || path.starts_with("compare.")) return "";
  constexpr std::string_view kMethod = "method.";
  if (!path.starts_with(kMethod)) return "*";
  return path.substr(kMethod.size(), path.find('.', kMethod.size()) - kMethod.size());
}

WrittenPoints read_sweep(const Node& table) {
  Sweep sweep;
  read_keys(keys_of_table(kSweep), table, {}, sweep);
  if (sweep.key.empty())
    throw ConfigError(table.place, "[sweep] does not say which key it goes over: key = \"task.KEY\"");
  const Node* values = table.find("values");
  if (values == nullptr || values->list() == nullptr || values->list()->empty())
    throw ConfigError(values != nullptr ? values->place : table.place,
                      "[sweep] needs the values to go over: values = [0.02, 0.2, 2]");
  const std::string path = path_of(sweep.key);
  WrittenPoints points{sweep.key, {}};
  for (const Node& item : *values->list()) {
    const Value value = plain_value(item);
    points.points.push_back({{to_text(value), value, changes_of(path), nullptr}, nested(path, item), item.place});
  }
  return points;
}

WrittenPoints read_distributions(const Node& tables) {
  WrittenPoints points{kDistribution, {}};
  for (const NodeEntry& entry : *tables.table()) {
    const std::string path = std::string(kDistribution) + "." + entry.key;
    need_table(entry.value, path);
    Distribution distribution{entry.key};
    read_keys(keys_of_table(path), entry.value, {}, distribution);
    Node over = empty_table();
    for (const char* key : {"task", "episode"})
      if (const Node* table = table_at(entry.value, key, path + "." + key)) lay_over(over, nested(key, *table));
    points.points.push_back(
        {{distribution.label, distribution.label, "", nullptr}, nested("guide", over), entry.place});
  }
  if (points.points.empty()) throw ConfigError(tables.place, "[distribution] names no distribution");
  return points;
}

}  // namespace

std::optional<WrittenPoints> read_points(const Node& root) {
  const Node* sweep = table_at(root, kSweep, kSweep);
  const Node* distributions = table_at(root, kDistribution, kDistribution);
  if (sweep != nullptr && distributions != nullptr)
    throw ConfigError(sweep->place,
                      "[sweep] and [distribution] cannot both be there: results are given for one or the other");
  if (sweep != nullptr) return read_sweep(*sweep);
  if (distributions != nullptr) return read_distributions(*distributions);
  return std::nullopt;
}

Node at_point(const Node& root, const WrittenPoint& point) {
  Node here = root;
  std::erase_if(std::get<Node::Table>(here.value),
                [](const NodeEntry& entry) { return entry.key == kSweep || entry.key == kDistribution; });
  lay_over(here, point.over);
  return here;
}

}  // namespace autoloss
