#include "core/config/experiment_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/config/keys.hpp"
#include "core/config/method_reader.hpp"
#include "core/config/plugin_pins.hpp"
#include "core/config/points.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

// Letters, digits and these marks: safe in the name of a file.
bool is_name(const std::string& text, const char* marks) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [marks](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           (letter != '\0' && std::strchr(marks, letter) != nullptr);
  });
}

// One document being read; builds the resolved file on the way.
class ExperimentReader {
 public:
  ExperimentReader(const Node& root, const std::string& name, const fs::path& folder, const Registry& registry)
      : root_(root), name_(name), registry_(registry) {
    context_.registry = &registry;
    context_.folder = folder;
  }

  Experiment read();

 private:
  void read_head();
  ReadComponent read_task(const char* role) const;
  void read_tasks();
  EpisodeConfig read_episode(const char* role, const EpisodeConfig& common);
  void read_episodes();
  void read_features();
  void read_methods();
  void read_compare();
  void read_points();
  void check_point(const Point& point, const Place& place) const;
  void read_plugins();

  // The table below [role] at a key, or nullptr.
  const Node* of_role(const char* role, const char* key) const;
  // Puts a table below [role] of the resolved file.
  void resolve_role(const char* role, const char* key, Node table);

  const Node& root_;
  const std::string& name_;
  const Registry& registry_;
  MethodContext context_;
  Experiment experiment_;
  Node resolved_ = empty_table();
};

Experiment ExperimentReader::read() {
  read_head();
  read_plugins();  // before any of them is loaded
  read_tasks();
  read_episodes();
  read_features();
  read_methods();
  read_compare();
  read_points();
  experiment_.source = to_toml(resolved_);
  return std::move(experiment_);
}

void ExperimentReader::read_head() {
  read_keys({"an experiment file", "table or key", "autoloss reference"}, root_, context_.folder, experiment_);
  if (experiment_.name.empty()) experiment_.name = fs::path(name_).stem().string();
  if (const Node* name = root_.find("name"); name != nullptr && !is_name(experiment_.name, "._-"))
    throw ConfigError(name->place,
                      "name: '" + experiment_.name + "' names files: letters, digits, '.', '_', '-' alone");
  resolved_ = all_keys(experiment_);
  for (const char* role : {"train", "guide"})
    if (const Node* table = table_at(root_, role, role))
      refuse_unknown_keys(keys_of_table(role), *table, section<RoleTables>().parameters());
}

const Node* ExperimentReader::of_role(const char* role, const char* key) const {
  const Node* tables = root_.find(role);
  return tables != nullptr ? table_at(*tables, key, std::string(role) + "." + key) : nullptr;
}

void ExperimentReader::resolve_role(const char* role, const char* key, Node table) {
  Node tables = resolved_.find(role) != nullptr ? *resolved_.find(role) : empty_table();
  tables.set(key, std::move(table));
  resolved_.set(role, std::move(tables));
}

void ExperimentReader::read_plugins() {
  const Node* pins = table_at(root_, "plugins", "plugins");
  if (pins == nullptr) return;
  Node written = empty_table();
  for (const NodeEntry& entry : *pins->table()) {
    const PluginPin pin = read_plugin_pin(entry, context_.folder);
    check_plugin_pin(pin, entry.place, registry_);
    written.set(pin.id, all_keys(pin));
    experiment_.plugins.push_back(pin);
  }
  resolved_.set("plugins", std::move(written));
}

ReadComponent ExperimentReader::read_task(const char* role) const {
  const Node* common = table_at(root_, "task", "task");
  const Node* over = of_role(role, "task");
  if (common == nullptr && over == nullptr)
    throw ConfigError(Place{name_, 0, 0},
                      "there is no table [task] with the id of a task\n"
                      "  see what there is: autoloss plugins");
  Node merged = common != nullptr ? *common : *over;
  if (common != nullptr && over != nullptr) lay_over(merged, *over);
  const std::string path = over != nullptr ? std::string(role) + ".task" : "task";
  return read_component(registry_, merged, path, true, context_.folder);
}

void ExperimentReader::read_tasks() {
  const ReadComponent train = read_task("train"), guide = read_task("guide");
  resolved_.set("task", component_node(guide));
  if (Node differing = differing_node(train, guide); !differing.table()->empty())
    resolve_role("train", "task", std::move(differing));
  context_.task = guide.published;
  experiment_.train_task = train.config;
  experiment_.guide_task = guide.config;
}

EpisodeConfig ExperimentReader::read_episode(const char* role, const EpisodeConfig& common) {
  EpisodeConfig episode = common;
  const Node* table = of_role(role, "episode");
  if (table == nullptr) return episode;
  read_keys(keys_of_table(std::string(role) + ".episode"), *table, context_.folder, episode);
  resolve_role(role, "episode", said_keys(episode, *table));
  return episode;
}

void ExperimentReader::read_episodes() {
  EpisodeConfig common;
  if (const Node* table = table_at(root_, "episode", "episode"))
    read_keys(keys_of_table("episode"), *table, context_.folder, common);
  resolved_.set("episode", all_keys(common));
  context_.train_episode = read_episode("train", common);
  context_.guide_episode = read_episode("guide", common);
}

void ExperimentReader::read_features() {
  const Node* table = table_at(root_, "features", "features");
  context_.features_given = table != nullptr;
  if (table == nullptr) return;
  read_keys(keys_of_table("features"), *table, context_.folder, context_.features);
  resolved_.set("features", all_keys(context_.features));
}

void ExperimentReader::read_methods() {
  const Node* methods = table_at(root_, "method", "method");
  if (methods == nullptr || methods->table()->empty())
    throw ConfigError(Place{name_, 0, 0},
                      "there is no method: a table [method.NAME] with a controller\n"
                      "  see what there is: autoloss plugins");
  Node written = empty_table();
  for (const NodeEntry& entry : *methods->table()) {
    if (!is_name(entry.key, "_-"))
      throw ConfigError(entry.place, "'" + entry.key + "' names files: letters, digits, '_' and '-' alone");
    Node resolved = empty_table();
    experiment_.methods.push_back(read_method(context_, entry, resolved));
    written.set(entry.key, std::move(resolved));
  }
  resolved_.set("method", std::move(written));
  check_replays(experiment_.methods);
}

void ExperimentReader::read_compare() {
  CompareConfig& compare = experiment_.compare;
  const Node* table = table_at(root_, "compare", "compare");
  if (table != nullptr) read_keys(keys_of_table("compare"), *table, context_.folder, compare);

  const std::vector<Method>& methods = experiment_.methods;
  if (compare.reference.empty()) {
    const auto trained =
        std::find_if(methods.begin(), methods.end(), [](const Method& method) { return method.train; });
    compare.reference = (trained != methods.end() ? *trained : methods.front()).name;
  }
  const bool is_there = std::any_of(methods.begin(), methods.end(),
                                    [&](const Method& method) { return method.name == compare.reference; });
  if (!is_there)
    throw ConfigError(table->find("reference")->place, "reference: " + no_method(compare.reference, methods));
  resolved_.set("compare", all_keys(compare));
}

void ExperimentReader::read_points() {
  const std::optional<WrittenPoints> written = autoloss::read_points(root_);
  if (!written) return;
  experiment_.sweep.emplace(Sweep{written->key, {}});
  for (const WrittenPoint& item : written->points) {
    Point point = item.point;
    point.experiment =
        std::make_shared<Experiment>(experiment_of(at_point(root_, item), name_, context_.folder, registry_));
    check_point(point, item.place);
    experiment_.sweep->points.push_back(std::move(point));
  }
  for (const char* key : {"sweep", "distribution"})
    if (const Node* table = root_.find(key)) resolved_.set(key, *table);
}

void ExperimentReader::check_point(const Point& point, const Place& place) const {
  const auto names = [](const Experiment& experiment) {
    std::vector<std::string> list;
    for (const Method& method : experiment.methods) list.push_back(method.name);
    return list;
  };
  if (names(*point.experiment) != names(experiment_))
    throw ConfigError(place, "'" + experiment_.sweep->key + "' adds a method: there is none of that name in the file");
  if (point.experiment->guide_task.id != experiment_.guide_task.id)
    throw ConfigError(place, "a point of a sweep cannot change the task to '" + point.experiment->guide_task.id + "'");
}

}  // namespace

Experiment experiment_of(const Node& root, const std::string& name, const fs::path& folder, const Registry& registry) {
  return ExperimentReader(root, name, folder, registry).read();
}

}  // namespace autoloss
