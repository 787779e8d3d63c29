#include "core/record/controller_file.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/record/file.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;
constexpr char kFirstLine[] = "autoloss controller 1";

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

std::string card_of(const ControllerFile& controller) {
  const Json score = std::isfinite(controller.score) ? Json(controller.score) : Json(nullptr);
  return Json{{"controller", controller.id},
              {"version", controller.version},
              {"parameters", json_of(controller.values)},
              {"features", controller.features},
              {"refresh", controller.refresh},
              {"actions", controller.actions},
              {"task", controller.task},
              {"experiment", controller.experiment},
              {"seed", controller.seed},
              {"score", score},
              {"measure", controller.measure},
              {"episodes", controller.episodes},
              {"steps", controller.steps},
              {"state_size", controller.state.size()}}
      .dump();
}

ControllerFile read_card(const std::string& line) {
  const Json card = Json::parse(line);
  ControllerFile controller;
  controller.id = card.at("controller").get<std::string>();
  controller.version = card.at("version").get<std::string>();
  for (const auto& [key, value] : card.at("parameters").items()) controller.values[key] = value_of(value);
  controller.features = card.at("features").get<std::vector<std::string>>();
  controller.refresh = card.at("refresh").get<std::string>();
  controller.actions = card.at("actions").get<std::vector<std::string>>();
  controller.task = card.at("task").get<std::string>();
  controller.experiment = card.at("experiment").get<std::string>();
  controller.seed = card.at("seed").get<uint64_t>();
  const Json& score = card.at("score");
  controller.score = score.is_null() ? std::numeric_limits<double>::quiet_NaN() : score.get<double>();
  controller.measure = card.at("measure").get<std::string>();
  controller.episodes = card.at("episodes").get<uint64_t>();
  controller.steps = card.at("steps").get<uint64_t>();
  return controller;
}

// The text up to the next line end, which is passed over; nothing is left when there is none.
std::string next_line(const std::string& bytes, std::size_t& place) {
  const std::size_t end = bytes.find('\n', place);
  const std::string line = bytes.substr(place, end == std::string::npos ? end : end - place);
  place = end == std::string::npos ? bytes.size() : end + 1;
  return line;
}

}  // namespace

std::string to_bytes(const ControllerFile& controller) {
  const std::string content = card_of(controller) + "\n" + controller.state;
  return std::string(kFirstLine) + "\n" + sha256(content) + "\n" + content;
}

ControllerFile parse_controller(const std::string& bytes, const std::string& name) {
  std::size_t place = 0;
  const std::string first = next_line(bytes, place);
  if (first != kFirstLine) {
    if (first.starts_with("autoloss controller "))
      throw ConfigError(name + ": a controller file of another format, '" + first.substr(0, 40) +
                        "'; this program reads '" + kFirstLine + "'");
    throw ConfigError(name + ": not a controller file (one begins with '" + kFirstLine + "')");
  }
  const std::string checksum = next_line(bytes, place);
  if (checksum != sha256(std::string_view(bytes).substr(std::min(place, bytes.size()))))
    throw ConfigError(name + ": truncated or altered: its content does not have the checksum written in it");
  try {
    ControllerFile controller = read_card(next_line(bytes, place));
    controller.state = bytes.substr(place);
    return controller;
  } catch (const Json::exception& error) {
    throw ConfigError(name + ": its card cannot be read: " + error.what());
  }
}

void write_controller(const std::filesystem::path& file, const ControllerFile& controller) {
  write_file(file, to_bytes(controller));
}

ControllerFile read_controller(const std::filesystem::path& file) {
  return parse_controller(read_file(file), file.string());
}

}  // namespace autoloss
