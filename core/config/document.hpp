// A TOML document as a tree that remembers where everything stands and keeps the order of the file.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/errors.hpp"

namespace autoloss {

struct NodeEntry;

// A value, a list or a table.
struct Node {
  using List = std::vector<Node>;
  using Table = std::vector<NodeEntry>;

  std::variant<Table, List, std::string, bool, int64_t, double> value;
  Place place;            // of the value
  bool one_line = false;  // a table that is written as { a = 1 } and not under a heading of its own

  const Table* table() const { return std::get_if<Table>(&value); }
  const List* list() const { return std::get_if<List>(&value); }
  // The value of a key of this table; nullptr without it, or if this is no table.
  const Node* find(const std::string& key) const;
  // Sets a key of this table, at the end if it is new. Only for tables.
  void set(const std::string& key, Node item);
};

// A key of a table.
struct NodeEntry {
  std::string key;
  Place place;  // of the key
  Node value;
};

// Reads TOML. name: what messages call it. Throws ConfigError with line and column: not TOML, a key twice, a date.
Node parse_document(const std::string& text, const std::string& name);

// Lays `over` on `base`: tables key by key, everything else replaced. A table that stands for one thing is replaced
// whole: a range by another range, a component by one of another id.
void lay_over(Node& base, const Node& over);

// Carries out "a.b=value" from the command line. The value is TOML; a bare word is a string. Throws ConfigError.
void apply_setting(Node& root, const std::string& setting);

// True for { uniform = [..] } and the other tables that give a range.
bool is_range(const Node& node);
const std::vector<std::string>& range_keys();

// What an error message calls it: "the string \"abc\"", "a table".
std::string kind_text(const Node& node);

// TOML that reads back to an equal tree.
std::string to_toml(const Node& root);

}  // namespace autoloss
