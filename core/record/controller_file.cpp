#include "core/record/controller_file.hpp"

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/record/parts.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;
constexpr char kAnyFormat[] = "autoloss controller ";
constexpr char kFirstLine[] = "autoloss controller 2";

Json json_of(const ValueMap& values) {
  Json json = Json::object();
  for (const auto& [key, value] : values) json[key] = std::visit([](const auto& item) { return Json(item); }, value);
  return json;
}

Value value_of(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array() && !json.empty() && json.front().is_string()) return json.get<std::vector<std::string>>();
  return json.get<std::vector<double>>();
}

ValueMap values_of(const Json& json) {
  ValueMap values;
  for (const auto& [key, value] : json.items()) values[key] = value_of(value);
  return values;
}

Json features_json(const ControllerFile& controller) {
  Json list = Json::array();
  for (std::size_t index = 0; index < controller.features.size(); ++index) {
    Json feature{{"name", controller.features[index]}, {"definition", controller.definitions[index]}};
    if (!controller.quantiles.empty()) feature["quantiles"] = controller.quantiles[index];
    list.push_back(std::move(feature));
  }
  return list;
}

void read_features(const Json& list, ControllerFile& controller) {
  for (const Json& feature : list) {
    controller.features.push_back(feature.at("name").get<std::string>());
    controller.definitions.push_back(feature.at("definition").get<std::string>());
    if (!feature.contains("quantiles")) continue;
    controller.quantiles.push_back(feature.at("quantiles").get<std::vector<double>>());
    if (controller.quantiles.back().size() != kCardQuantiles.size() ||
        controller.quantiles.size() != controller.features.size())
      throw ConfigError("its features do not all have " + std::to_string(kCardQuantiles.size()) + " quantiles");
  }
  if (!controller.quantiles.empty() && controller.quantiles.size() != controller.features.size())
    throw ConfigError("its features do not all have quantiles");
}

ControllerFile read_card(const std::string& text) {
  const Json card = Json::parse(text);
  ControllerFile controller;
  controller.id = card.at("controller").get<std::string>();
  controller.version = card.at("version").get<std::string>();
  controller.values = values_of(card.at("parameters"));
  read_features(card.at("features"), controller);
  controller.refresh = card.at("refresh").get<std::string>();
  controller.actions = card.at("actions").get<std::vector<std::string>>();
  const Json& task = card.at("task");
  controller.task = task.at("id").get<std::string>();
  controller.task_version = task.at("version").get<std::string>();
  controller.task_values = values_of(task.at("parameters"));
  controller.drawn = task.at("drawn").get<std::map<std::string, std::string>>();
  controller.experiment = card.at("experiment").get<std::string>();
  controller.method = card.at("method").get<std::string>();
  controller.seed = card.at("seed").get<uint64_t>();
  controller.training = values_of(card.at("training"));
  const Json& score = card.at("score");
  controller.score = score.is_null() ? std::numeric_limits<double>::quiet_NaN() : score.get<double>();
  controller.measure = card.at("measure").get<std::string>();
  controller.start = card.at("start").get<uint64_t>();
  controller.update = card.at("update").get<uint64_t>();
  controller.episodes = card.at("episodes").get<uint64_t>();
  controller.steps = card.at("steps").get<uint64_t>();
  controller.batches = card.at("batches").get<uint64_t>();
  controller.diverged = card.at("diverged").get<uint64_t>();
  controller.program = card.at("program").get<std::string>();
  return controller;
}

// Rows of a step and the features; numbers as the machine has them.
std::string sample_bytes(const FeatureSample& sample) {
  std::string bytes;
  for (std::size_t index = 0; index < sample.size(); ++index) {
    bytes.append(reinterpret_cast<const char*>(&sample.steps[index]), sizeof(uint64_t));
    const std::span<const double> row = sample.row(index);
    bytes.append(reinterpret_cast<const char*>(row.data()), row.size_bytes());
  }
  return bytes;
}

FeatureSample read_sample(const std::string& bytes, std::size_t width) {
  const std::size_t row_size = sizeof(uint64_t) + width * sizeof(double);
  if (bytes.size() % row_size != 0) throw ConfigError("its sample has no whole number of rows");
  FeatureSample sample;
  sample.steps.resize(bytes.size() / row_size);
  sample.features.resize(sample.steps.size() * width);
  for (std::size_t index = 0; index < sample.steps.size(); ++index) {
    const char* row = bytes.data() + index * row_size;
    std::memcpy(&sample.steps[index], row, sizeof(uint64_t));
    if (width > 0) std::memcpy(&sample.features[index * width], row + sizeof(uint64_t), width * sizeof(double));
  }
  for (const double value : sample.features)
    if (!std::isfinite(value)) throw ConfigError("its sample holds a number that is not finite");
  return sample;
}

}  // namespace

std::string card_json(const ControllerFile& controller) {
  const Json score = std::isfinite(controller.score) ? Json(controller.score) : Json(nullptr);
  return Json{{"controller", controller.id},
              {"version", controller.version},
              {"parameters", json_of(controller.values)},
              {"features", features_json(controller)},
              {"refresh", controller.refresh},
              {"actions", controller.actions},
              {"task",
               {{"id", controller.task},
                {"version", controller.task_version},
                {"parameters", json_of(controller.task_values)},
                {"drawn", Json(controller.drawn)}}},
              {"experiment", controller.experiment},
              {"method", controller.method},
              {"seed", controller.seed},
              {"training", json_of(controller.training)},
              {"score", score},
              {"measure", controller.measure},
              {"start", controller.start},
              {"update", controller.update},
              {"episodes", controller.episodes},
              {"steps", controller.steps},
              {"batches", controller.batches},
              {"diverged", controller.diverged},
              {"program", controller.program}}
      .dump();
}

std::string to_bytes(const ControllerFile& controller) {
  const std::string card = card_json(controller);
  const std::string sample = sample_bytes(controller.sample);
  return join_parts(kFirstLine, {{"card", card}, {"sample", sample}, {"state", controller.state}});
}

bool is_controller_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string first(sizeof(kAnyFormat) - 1, '\0');
  return stream.read(first.data(), static_cast<std::streamsize>(first.size())) && first == kAnyFormat;
}

ControllerFile parse_controller(const std::string& bytes, const std::string& name) {
  std::vector<std::string> contents = split_parts(bytes, kFirstLine, {"card", "sample", "state"}, name,
                                                  "a controller file", "train the controller anew");
  try {
    ControllerFile controller = read_card(contents[0]);
    controller.sample = read_sample(contents[1], controller.features.size());
    controller.state = std::move(contents[2]);
    return controller;
  } catch (const Json::exception& error) {
    throw ConfigError(name + ": its card cannot be read: " + error.what());
  } catch (const ConfigError& error) {
    throw ConfigError(name + ": " + error.what());
  }
}

void write_controller(const std::filesystem::path& file, const ControllerFile& controller) {
  write_file(file, to_bytes(controller));
}

ControllerFile read_controller(const std::filesystem::path& file) {
  return parse_controller(read_file(file), file.string());
}

}  // namespace autoloss
