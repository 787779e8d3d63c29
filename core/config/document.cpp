#include "core/config/document.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/value.hpp"

namespace autoloss {
namespace {

constexpr int kDeepest = 64;  // levels of tables and lists
constexpr const char* kSetting = "--set ";

// Turns the parser's tree into ours.
class Converter {
 public:
  explicit Converter(std::string name) : name_(std::move(name)) {}

  Node convert(const toml::node& from, int depth = 0) const {
    const Place place = place_of(from.source());
    if (depth > kDeepest) throw ConfigError(place, "tables and lists are nested too deeply");
    Node node{Node::Table{}, place, false};
    switch (from.type()) {
      case toml::node_type::table:
        node.value = convert_table(*from.as_table(), depth);
        node.one_line = from.as_table()->is_inline();
        break;
      case toml::node_type::array: {
        Node::List list;
        for (const toml::node& item : *from.as_array()) list.push_back(convert(item, depth + 1));
        node.value = std::move(list);
        break;
      }
      case toml::node_type::string:
        node.value = from.as_string()->get();
        break;
      case toml::node_type::integer:
        node.value = from.as_integer()->get();
        break;
      case toml::node_type::floating_point:
        node.value = from.as_floating_point()->get();
        break;
      case toml::node_type::boolean:
        node.value = from.as_boolean()->get();
        break;
      default:
        throw ConfigError(place, "dates and times have no use in an experiment file; quote it for a string");
    }
    return node;
  }

  Place place_of(const toml::source_region& source) const {
    if (name_.starts_with(kSetting)) return {name_, 0, 0};
    return {name_, source.begin.line, source.begin.column};
  }

 private:
  // The parser sorts keys; we put them back in the order of the file.
  Node::Table convert_table(const toml::table& from, int depth) const {
    Node::Table table;
    for (const auto& [key, item] : from)
      table.push_back({std::string(key.str()), place_of(key.source()), convert(item, depth + 1)});
    std::stable_sort(table.begin(), table.end(), [](const NodeEntry& left, const NodeEntry& right) {
      return std::pair(left.place.line, left.place.column) < std::pair(right.place.line, right.place.column);
    });
    return table;
  }

  std::string name_;
};

Node parse(const std::string& text, const std::string& name) {
  const Converter converter(name);
  try {
    return converter.convert(toml::parse(std::string_view(text)));
  } catch (const toml::parse_error& error) {
    throw ConfigError(converter.place_of(error.source()), std::string(error.description()));
  }
}

// Whether laying `over` on `base` key by key would mix two things.
bool replaces_whole(const Node& base, const Node& over) {
  if (is_range(base) || is_range(over)) return true;
  const auto id_of = [](const Node& node) {
    const Node* id = node.find("id");
    return id != nullptr ? std::get_if<std::string>(&id->value) : nullptr;
  };
  return id_of(base) != nullptr && id_of(over) != nullptr && *id_of(base) != *id_of(over);
}

bool is_bare(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '_' || letter == '-';
  });
}

std::string quoted(const std::string& text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string written = "\"";
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      written += {'\\', letter};
    } else if (letter == '\n') {
      written += "\\n";
    } else if (code < 0x20 || code == 0x7f) {
      written += {'\\', 'u', '0', '0', kDigits[code / 16], kDigits[code % 16]};
    } else {
      written += letter;
    }
  }
  return written + "\"";
}

std::string key_text(const std::string& key) {
  return is_bare(key) ? key : quoted(key);
}

// A value on one line.
std::string line_text(const Node& node) {
  struct Writer {
    std::string operator()(const Node::Table& table) const {
      std::string text;
      for (const NodeEntry& entry : table)
        text += (text.empty() ? " " : ", ") + key_text(entry.key) + " = " + line_text(entry.value);
      return text.empty() ? "{}" : "{" + text + " }";
    }
    std::string operator()(const Node::List& list) const {
      std::string text;
      for (const Node& item : list) text += (text.empty() ? "" : ", ") + line_text(item);
      return "[" + text + "]";
    }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(double number) const {
      const std::string text = to_text(Value{number});
      return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
    }
    std::string operator()(bool boolean) const { return to_text(Value{boolean}); }
    std::string operator()(int64_t integer) const { return to_text(Value{integer}); }
  };
  return std::visit(Writer{}, node.value);
}

bool has_heading(const Node& node) {
  return node.table() != nullptr && !node.one_line;
}

void write_table(const Node::Table& table, const std::string& path, std::string& text) {
  for (const NodeEntry& entry : table)
    if (!has_heading(entry.value)) text += key_text(entry.key) + " = " + line_text(entry.value) + "\n";
  for (const NodeEntry& entry : table) {
    if (!has_heading(entry.value)) continue;
    const std::string below = path.empty() ? key_text(entry.key) : path + "." + key_text(entry.key);
    const Node::Table& inner = *entry.value.table();
    const bool only_headings = !inner.empty() && std::all_of(inner.begin(), inner.end(), [](const NodeEntry& item) {
      return has_heading(item.value);
    });
    if (!only_headings) text += (text.empty() ? "[" : "\n[") + below + "]\n";
    write_table(inner, below, text);
  }
}

}  // namespace

const Node* Node::find(const std::string& key) const {
  if (table() == nullptr) return nullptr;
  for (const NodeEntry& entry : *table())
    if (entry.key == key) return &entry.value;
  return nullptr;
}

void Node::set(const std::string& key, Node item) {
  Table& entries = std::get<Table>(value);
  for (NodeEntry& entry : entries) {
    if (entry.key != key) continue;
    entry.value = std::move(item);
    return;
  }
  const Place at = item.place;
  entries.push_back({key, at, std::move(item)});
}

Node parse_document(const std::string& text, const std::string& name) {
  return parse(text, name);
}

void lay_over(Node& base, const Node& over) {
  if (base.table() == nullptr || over.table() == nullptr || replaces_whole(base, over)) {
    base = over;
    return;
  }
  for (const NodeEntry& entry : *over.table()) {
    Node::Table& entries = std::get<Node::Table>(base.value);
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const NodeEntry& known) { return known.key == entry.key; });
    if (found == entries.end()) {
      entries.push_back(entry);
    } else {
      lay_over(found->value, entry.value);
      found->place = entry.place;
    }
  }
}

void apply_setting(Node& root, const std::string& setting) {
  const std::string name = kSetting + setting;
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos || equals == 0)
    throw ConfigError(name + ": expected KEY=VALUE, as in --set episode.horizon=1000");
  const std::string key = setting.substr(0, equals), value = setting.substr(equals + 1);

  constexpr std::string_view kTomlBegins = "\"'[{";
  const std::size_t first = value.find_first_not_of(" \t");
  const bool must_be_toml = first != std::string::npos && kTomlBegins.find(value[first]) != std::string::npos;
  Node parsed;
  try {
    parsed = parse(key + " = " + value, name);
  } catch (const ConfigError&) {
    if (must_be_toml) throw;
    parsed = parse(key + " = " + quoted(value), name);  // a bare word
  }
  lay_over(root, parsed);
}

const std::vector<std::string>& range_keys() {
  static const std::vector<std::string> keys{"uniform", "log_uniform", "logit_uniform", "integer", "choice"};
  return keys;
}

bool is_range(const Node& node) {
  return std::any_of(range_keys().begin(), range_keys().end(), [&](const std::string& key) {
    const Node* limits = node.find(key);
    return limits != nullptr && limits->list() != nullptr;
  });
}

std::string kind_text(const Node& node) {
  struct Describer {
    std::string operator()(const Node::Table&) const { return "a table"; }
    std::string operator()(const Node::List&) const { return "a list"; }
    std::string operator()(const std::string& text) const { return "the string " + quoted(text); }
    std::string operator()(bool boolean) const { return boolean ? "true" : "false"; }
    std::string operator()(int64_t integer) const { return "the integer " + to_text(Value{integer}); }
    std::string operator()(double number) const { return "the number " + to_text(Value{number}); }
  };
  return std::visit(Describer{}, node.value);
}

std::string to_toml(const Node& root) {
  std::string text;
  if (root.table() != nullptr) write_table(*root.table(), "", text);
  return text;
}

}  // namespace autoloss
