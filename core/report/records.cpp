#include "core/report/records.hpp"

#include <limits>
#include <string_view>

#include "core/file.hpp"
#include "core/report/csv.hpp"
#include "core/report/json_node.hpp"

namespace autoloss {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

UpdateRecord update_of(const JsonNode& node) {
  UpdateRecord record;
  record.method = node.at("method").text();
  record.controller = node.count("controller", 0);
  record.start = node.count("start", 0);
  record.update = node.at("update").count();
  record.return_mean = node.at("return_mean").number();
  record.return_sd = node.number("return_sd", kNone);
  record.steps_mean = node.number("steps_mean", kNone);
  return record;
}

SelectionRecord selection_of(const JsonNode& node) {
  SelectionRecord record;
  record.method = node.at("method").text();
  record.controller = node.count("controller", 0);
  record.start = node.count("start", 0);
  record.update = node.at("update").count();
  record.score = node.at("score").number();
  record.best = node.truth("best", false);
  return record;
}

TrialRecord trial_of(const JsonNode& node) {
  TrialRecord record;
  record.method = node.at("method").text();
  record.trial = node.at("trial").count();
  record.round = node.count("round", 0);
  for (const auto& [key, value] : node.at("parameters").members()) record.parameters.emplace_back(key, value.shown());
  record.score = node.at("score").number();
  return record;
}

ProfileRecord profile_of(const JsonNode& node) {
  ProfileRecord record;
  record.method = node.at("method").text();
  record.action = node.at("action").text();
  record.bin_width = node.at("bin_width").number();
  record.share = node.at("share").numbers();
  record.alive = node.at("alive").numbers();
  if (record.alive.size() != record.share.size())
    node.at("alive").wrong(std::to_string(record.share.size()) + " numbers, one for each share");
  return record;
}

SharesRecord shares_of(const JsonNode& node) {
  SharesRecord record;
  record.method = node.at("method").text();
  record.action = node.at("action").text();
  record.slice_width = node.at("slice_width").number();
  for (const JsonNode& slice : node.at("counts").items()) record.counts.push_back(slice.numbers());
  return record;
}

std::vector<double> series_of(const JsonNode& node, std::size_t length) {
  std::vector<double> values = node.numbers();
  if (values.size() != length) node.wrong(std::to_string(length) + " numbers, one for each step");
  return values;
}

CurveRecord curve_of(const JsonNode& node) {
  CurveRecord record;
  record.method = node.at("method").text();
  record.problem = node.count("problem", 0);
  record.step = node.at("step").numbers();
  for (const auto& [name, values] : node.at("series").members())
    record.series.emplace_back(name, series_of(values, record.step.size()));
  if (!node.has("probability")) return record;

  const JsonNode probability = node.at("probability");
  if (probability.is_object()) {
    for (const auto& [action, values] : probability.members())
      record.probability.emplace_back(action, series_of(values, record.step.size()));
  } else if (!probability.items().empty()) {
    record.probability.emplace_back(node.text("action", "of the last action"),
                                    series_of(probability, record.step.size()));
  }
  return record;
}

void append_record(Records& records, const JsonNode& node) {
  const std::string kind = node.at("kind").text();
  if (kind == "update") records.updates.push_back(update_of(node));
  if (kind == "selection") records.selections.push_back(selection_of(node));
  if (kind == "trial") records.trials.push_back(trial_of(node));
  if (kind == "profile") records.profiles.push_back(profile_of(node));
  if (kind == "shares") records.shares.push_back(shares_of(node));
  if (kind == "curve") records.curves.push_back(curve_of(node));
}

}  // namespace

Records read_records(const std::filesystem::path& path) {
  Records records;
  if (!std::filesystem::exists(path)) return records;
  const std::string text = read_file(path);
  Place place{path.string(), 0, 0};
  for (std::size_t start = 0, end = 0; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
    ++place.line;
    const std::string_view line(text.data() + start, end - start);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const nlohmann::ordered_json document = parse_json(line, place);
    append_record(records, JsonNode(document, {place.file, place.line, 0}));
  }
  return records;
}

std::vector<BudgetRecord> read_budget(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return {};
  const Csv table = parse_csv(read_file(path), path.string());
  const auto column = [&](const char* name) {
    if (const auto found = table.column(name)) return *found;
    throw ConfigError(Place{path.string(), 1, 0}, std::string("there is no column '") + name + "'");
  };
  const std::size_t method = column("method"), problem = column("problem"), batches = column("batches"),
                    steps = column("steps"), value = column("value");
  std::vector<BudgetRecord> budget;
  for (const std::vector<std::string>& row : table.rows) {
    BudgetRecord record{row[method], row[problem], number_in(row[batches]), number_in(row[steps]),
                        number_in(row[value])};
    for (const char* apart : {"controller", "point"})
      if (const auto found = table.column(apart)) record.problem += "," + row[*found];
    if (!(record.batches >= 0))
      throw ConfigError(Place{path.string(), static_cast<std::uint32_t>(budget.size() + 2), 0},
                        "batches: expected a number from 0, found '" + row[batches] + "'");
    budget.push_back(std::move(record));
  }
  return budget;
}

}  // namespace autoloss
