#include "core/explain/explanation.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/plugin/controller_instance.hpp"
#include "core/stats/descriptive.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kMoments = 40;
constexpr std::size_t kPoints = 101;

// Asks a controller for its probabilities, each time as if a training had just come there.
class Asked {
 public:
  Asked(const ControllerFile& file, const Component<autoloss_controller_type>& component, const autoloss_host* host)
      : controller_(component, file.values, file.features, file.actions, 0, host), horizon_(horizon_of(file)) {
    controller_.load(file.state);
  }

  std::vector<double> probabilities(std::span<const double> features, double step) const {
    ControllerSession session(controller_);
    session.act(features, static_cast<uint64_t>(step), horizon_, 0.5, nullptr);
    return {session.probabilities().begin(), session.probabilities().end()};
  }

 private:
  static uint64_t horizon_of(const ControllerFile& file) {
    const auto found = file.training.find("horizon");
    const int64_t* horizon = found == file.training.end() ? nullptr : std::get_if<int64_t>(&found->second);
    return horizon != nullptr && *horizon > 0 ? static_cast<uint64_t>(*horizon) : 1;
  }

  ControllerInstance controller_;
  uint64_t horizon_;
};

std::vector<double> column(const std::vector<std::vector<double>>& rows, std::size_t index) {
  std::vector<double> values;
  for (const std::vector<double>& row : rows) values.push_back(row[index]);
  return values;
}

std::vector<Explanation::Moment> moments(const FeatureSample& sample, const Asked& asked, std::size_t actions) {
  const double end = static_cast<double>(*std::max_element(sample.steps.begin(), sample.steps.end())) + 1;
  const double width = std::max(end / static_cast<double>(kMoments), 1.0);
  std::vector<std::vector<std::vector<double>>> rows(kMoments);  // by moment
  for (std::size_t index = 0; index < sample.size(); ++index) {
    const auto step = static_cast<double>(sample.steps[index]);
    rows[std::min(static_cast<std::size_t>(step / width), kMoments - 1)].push_back(
        asked.probabilities(sample.row(index), step));
  }
  std::vector<Explanation::Moment> result;
  for (std::size_t moment = 0; moment < kMoments; ++moment) {
    if (rows[moment].empty()) continue;
    const auto from = static_cast<double>(moment) * width;
    Explanation::Moment& added = result.emplace_back();
    added.from = from;
    added.to = from + width;
    added.count = rows[moment].size();
    for (std::size_t action = 0; action < actions; ++action) {
      const std::vector<double> values = column(rows[moment], action);
      added.mean.push_back(mean(values));
      added.low.push_back(quantile(values, 0.05));
      added.high.push_back(quantile(values, 0.95));
    }
  }
  return result;
}

Explanation::Response response(const ControllerFile& file, const Explanation& explanation, std::size_t feature,
                               const Asked& asked) {
  Explanation::Response response;
  response.feature = file.features[feature];
  response.definition = file.definitions[feature];
  response.quantiles = file.quantiles[feature];
  const double least = response.quantiles.front();
  const double most = response.quantiles.back();
  const std::size_t points = most > least ? kPoints : 1;
  std::vector<double> features = explanation.median;
  for (std::size_t point = 0; point < points; ++point) {
    features[feature] = least + (most - least) * static_cast<double>(point) / static_cast<double>(kPoints - 1);
    response.at.push_back(features[feature]);
    response.probability.push_back(asked.probabilities(features, explanation.median_step));
  }
  return response;
}

}  // namespace

Explanation explain(const ControllerFile& file, const Component<autoloss_controller_type>& component,
                    const autoloss_host* host) {
  if (file.sample.size() == 0)
    throw ConfigError("nothing is known of what this controller saw: it was saved without having been trained");
  const Asked asked(file, component, host);
  Explanation explanation;
  explanation.actions = file.actions;
  for (std::size_t feature = 0; feature < file.features.size(); ++feature)
    explanation.median.push_back(median(file.sample.column(feature)));
  explanation.median_step = median(std::vector<double>(file.sample.steps.begin(), file.sample.steps.end()));
  explanation.along = moments(file.sample, asked, file.actions.size());
  for (std::size_t feature = 0; feature < file.features.size() && !file.quantiles.empty(); ++feature)
    explanation.responses.push_back(response(file, explanation, feature, asked));
  return explanation;
}

std::string explanation_json(const Explanation& explanation, const ControllerFile& file) {
  using Json = nlohmann::ordered_json;
  Json along = Json::array(), responses = Json::array();
  for (const Explanation::Moment& moment : explanation.along)
    along.push_back({{"step_from", moment.from},
                     {"step_to", moment.to},
                     {"observations", moment.count},
                     {"mean", moment.mean},
                     {"low", moment.low},
                     {"high", moment.high}});
  for (const Explanation::Response& response : explanation.responses)
    responses.push_back({{"feature", response.feature},
                         {"definition", response.definition},
                         {"quantiles", response.quantiles},
                         {"at", response.at},
                         {"probability", response.probability}});
  return Json{{"actions", explanation.actions},
              {"quantile_levels", kCardQuantiles},
              {"median", explanation.median},
              {"median_step", explanation.median_step},
              {"along", along},
              {"responses", responses},
              {"card", Json::parse(card_json(file))}}
             .dump(2) +
         "\n";
}

}  // namespace autoloss
