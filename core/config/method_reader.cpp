#include "core/config/method_reader.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/config/keys.hpp"
#include "core/nearest.hpp"

namespace autoloss {
namespace {

constexpr double kMostTrials = 1e6;                   // of a grid
constexpr const char* kLearner = "bernoulli_linear";  // is trained where a method does not say what

// Points of a grid over the range, before integers are rounded.
double grid_size(const Range& range) {
  if (range.kind == Range::Kind::kChoice) return static_cast<double>(range.choices.size());
  if (range.kind == Range::Kind::kInteger) return range.most - range.least + 1;
  return static_cast<double>(range.points);
}

// One method being read. The parts stand in the order of the schema.
class MethodReader {
 public:
  MethodReader(const MethodContext& context, const NodeEntry& entry, Node& resolved)
      : context_(context), entry_(entry), path_("method." + entry.key), resolved_(resolved) {}

  Method read();

 private:
  // The table below this method's at a key, or nullptr.
  const Node* below(const char* key) const { return table_at(entry_.value, key, path_of(key)); }
  std::string path_of(const char* key) const { return path_ + "." + key; }

  void read_controller();
  void read_task(const Node& table);
  void read_features(const Node& table);
  void read_episode();
  void read_train(const Node& table);
  void read_tune(const Node& table);
  void read_tuned(const NodeEntry& entry, TuneConfig& tune) const;
  void read_replay(const Node& table);

  const MethodContext& context_;
  const NodeEntry& entry_;
  std::string path_;
  Node& resolved_;
  Method method_;
  Published controller_;  // no id: out of a file
};

Method MethodReader::read() {
  need_table(entry_.value, path_);
  method_.name = method_.label = entry_.key;
  method_.place = entry_.place;
  read_keys(keys_of_table(path_), entry_.value, context_.folder, method_);
  resolved_ = all_keys(method_);

  read_controller();
  if (const Node* table = below("task")) read_task(*table);
  read_episode();
  method_.features = context_.features;
  method_.features_given = context_.features_given;
  if (const Node* table = below("features")) read_features(*table);
  if (const Node* table = below("train")) read_train(*table);
  if (const Node* table = below("tune")) read_tune(*table);
  if (const Node* table = below("replay")) read_replay(*table);
  return std::move(method_);
}

void MethodReader::read_controller() {
  const Node* controller = below("controller");
  const Node* replay = below("replay");
  ReadComponent component;
  if (controller != nullptr) {
    component = read_component(*context_.registry, *controller, path_of("controller"), false, context_.folder);
  } else if (replay != nullptr) {
    component.published = find_component(*context_.registry, "replay", replay->place, false);
    component.config = component_by_default(component.published, replay->place);
  } else if (!method_.controller_file.empty()) {
    return;  // the file says which
  } else if (const Node* train = below("train")) {
    component.published = find_component(*context_.registry, kLearner, train->place, false);
    component.config = component_by_default(component.published, train->place);
  } else {
    throw ConfigError(method_.place, "method '" + method_.name +
                                         "' has no controller: controller = { id = \"...\" }\n"
                                         "  see what there is: autoloss plugins");
  }
  resolved_.set("controller", component_node(component));
  controller_ = component.published;
  method_.controller = component.config;
}

void MethodReader::read_task(const Node& table) {
  Node written = empty_table();
  for (const NodeEntry& entry : *table.table()) {
    const Parameter& parameter = context_.task.at(entry);
    if (entry.value.table() != nullptr)
      throw ConfigError(entry.value.place, "method '" + method_.name + "' sets one value for '" + entry.key +
                                               "', not a range\n  to draw it: [task]; to search it: [" +
                                               path_of("tune") + "]");
    const Value value = check_value(context_.task.owner(), parameter, entry.value, context_.folder);
    method_.task[entry.key] = value;
    written.set(entry.key, node_of(value));
  }
  resolved_.set("task", std::move(written));
}

void MethodReader::read_features(const Node& table) {
  read_keys(keys_of_table(path_of("features")), table, context_.folder, method_.features);
  method_.features_given = true;
  resolved_.set("features", said_keys(method_.features, table));
}

void MethodReader::read_episode() {
  method_.guide_episode = context_.guide_episode;
  method_.train_episode = context_.train_episode;
  const Node* table = below("episode");
  if (table == nullptr) return;
  for (EpisodeConfig* episode : {&method_.guide_episode, &method_.train_episode})
    read_keys(keys_of_table(path_of("episode")), *table, context_.folder, *episode);
  resolved_.set("episode", said_keys(method_.guide_episode, *table));
}

void MethodReader::read_train(const Node& table) {
  const std::string path = path_of("train");
  if (!method_.controller_file.empty())
    throw ConfigError(table.place, "[" + path + "]: a method with a controller_file is guided by it, not trained");
  TrainConfig train;
  read_keys(keys_of_table(path), table, context_.folder, train);
  Node written = all_keys(train);

  if (const Node* reward = table_at(table, "reward", path + ".reward"))
    read_keys(keys_of_table(path + ".reward"), *reward, context_.folder, train.reward);
  written.set("reward", all_keys(train.reward));
  if (const Node* episode = table_at(table, "episode", path + ".episode")) {
    read_keys(keys_of_table(path + ".episode"), *episode, context_.folder, method_.train_episode);
    written.set("episode", said_keys(method_.train_episode, *episode));
  }

  if (train.trainer == "evolution" && train.rollouts % 2 != 0)
    throw ConfigError(table.place, "[" + path + "]: an evolution strategy runs rollouts as pairs; " +
                                       std::to_string(train.rollouts) + " is odd");
  if (train.baseline == "group" && train.rollouts < 2)
    throw ConfigError(table.place, "[" + path +
                                       "]: baseline = \"group\" compares the rollouts of a data set: it needs 2 at "
                                       "least, or baseline = \"moving_average\"");
  resolved_.set("train", std::move(written));
  method_.train = std::move(train);
}

void MethodReader::read_tune(const Node& table) {
  const std::string path = path_of("tune");
  TuneConfig tune;
  read_keys(keys_of_table(path), table, context_.folder, tune);
  const Node* parameters = table_at(table, "parameters", path + ".parameters");
  if (parameters == nullptr || parameters->table()->empty())
    throw ConfigError(table.place, "[" + path +
                                       "] does not say what is searched: parameters = { \"controller.KEY\" = "
                                       "{ uniform = [0, 1], points = 50 } }");
  for (const NodeEntry& entry : *parameters->table()) {
    // "task.rate" = { ... } and task.rate = { ... } say the same.
    const bool nested =
        entry.value.table() != nullptr && !is_range(entry.value) && entry.key.find('.') == std::string::npos;
    if (nested) {
      for (const NodeEntry& inner : *entry.value.table())
        read_tuned({entry.key + "." + inner.key, inner.place, inner.value}, tune);
    } else {
      read_tuned(entry, tune);
    }
  }

  double trials = 1;
  if (tune.search == "grid")
    for (const auto& [key, range] : tune.parameters) trials *= grid_size(range);
  if (trials > kMostTrials)
    throw ConfigError(parameters->place, "the grid has " + to_text(Value{trials}) + " points; the most is a million");
  if (tune.finalists > 1 && tune.per != "once")
    throw ConfigError(table.place, "[" + path + "]: finalists belong to per = \"once\"");
  if (tune.finalists > 1 && tune.finalist_problems < 1)
    throw ConfigError(table.place, "[" + path + "]: finalists are decided on finalist_problems: give their number");

  Node written = all_keys(tune), ranges = empty_table();
  for (const auto& [key, range] : tune.parameters) ranges.set(key, node_of(range));
  written.set("parameters", std::move(ranges));
  resolved_.set("tune", std::move(written));
  method_.tune = std::move(tune);
}

void MethodReader::read_tuned(const NodeEntry& entry, TuneConfig& tune) const {
  const std::string path = path_of("tune");
  const std::size_t dot = entry.key.find('.');
  const std::string component = entry.key.substr(0, dot);
  const NodeEntry inner{dot == std::string::npos ? "" : entry.key.substr(dot + 1), entry.place, entry.value};
  if ((component != "task" && component != "controller" && component != "episode") || inner.key.empty())
    throw ConfigError(entry.place,
                      "[" + path + "]: '" + entry.key + R"(' is none of "task.KEY", "controller.KEY", "episode.KEY")");
  if (component == "controller" && controller_.id.empty())
    throw ConfigError(entry.place, "[" + path + "]: a controller out of a file has nothing to search");

  const bool of_episode = component == "episode";
  const Published& published = component == "task" ? context_.task : controller_;
  const KeyOwner owner = of_episode ? keys_of_table("episode") : published.owner();
  const std::vector<Parameter> known = of_episode ? section<EpisodeConfig>().parameters() : published.parameters;
  const auto parameter =
      std::find_if(known.begin(), known.end(), [&](const Parameter& candidate) { return candidate.key == inner.key; });
  if (parameter == known.end()) unknown_key(owner, inner, known);

  const Range range = check_range(owner, *parameter, entry.value, context_.folder);
  const bool discrete = range.kind == Range::Kind::kInteger || range.kind == Range::Kind::kChoice;
  if (tune.search == "grid" && !discrete && range.points < 1)
    throw ConfigError(entry.value.place,
                      "[" + path + "]: a grid over '" + entry.key +
                          "' needs the number of its points, as in { uniform = [0, 1], points = 50 }");
  if (!tune.parameters.emplace(entry.key, range).second)
    throw ConfigError(entry.place, "[" + path + "]: '" + entry.key + "' is searched twice");
}

void MethodReader::read_replay(const Node& table) {
  const std::string path = path_of("replay");
  ReplayConfig replay;
  read_keys(keys_of_table(path), table, context_.folder, replay);
  if (replay.of.empty())
    throw ConfigError(table.place, "[" + path + "] does not say which method it replays: of = \"...\"");
  if (method_.train || method_.tune)
    throw ConfigError(table.place,
                      "method '" + method_.name + "' replays another one: it is neither trained nor tuned");
  resolved_.set("replay", all_keys(replay));
  method_.replay = std::move(replay);
}

}  // namespace

Method read_method(const MethodContext& context, const NodeEntry& entry, Node& resolved) {
  return MethodReader(context, entry, resolved).read();
}

std::string no_method(const std::string& name, const std::vector<Method>& methods) {
  std::vector<std::string> names;
  for (const Method& method : methods) names.push_back(method.name);
  const auto near = nearest(name, names);
  return "there is no method '" + name + "'" + (near ? "\n  did you mean '" + *near + "'?" : "") +
         "\n  methods: " + listed(names);
}

void check_replays(const std::vector<Method>& methods) {
  for (const Method& method : methods) {
    if (!method.replay) continue;
    const std::string prefix = "method '" + method.name + "' cannot replay '" + method.replay->of + "': ";
    const auto of = std::find_if(methods.begin(), methods.end(),
                                 [&](const Method& other) { return other.name == method.replay->of; });
    if (of == methods.end()) throw ConfigError(method.place, prefix + no_method(method.replay->of, methods));
    if (of->replay) throw ConfigError(method.place, prefix + "that one replays a method itself");
  }
}

}  // namespace autoloss
