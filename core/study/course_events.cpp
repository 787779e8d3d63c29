#include "core/study/course_events.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/study/action_shares.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json curve_event(const StudyRecord& record, const ReadyMethod& method, std::size_t problem, const Curve& curve) {
  constexpr std::size_t kMostPoints = 200;
  const std::size_t stride = curve.step.size() / kMostPoints + 1;
  Json step = Json::array(), valid = Json::array(), probability = Json::array();
  std::vector<Json> losses(method.setup.actions.size(), Json::array());
  for (std::size_t row = 0; row < curve.step.size(); row += stride) {
    step.push_back(curve.step[row]);
    valid.push_back(number(curve.valid[row]));
    probability.push_back(number(curve.probability[row]));
    for (std::size_t action = 0; action < losses.size(); ++action)
      losses[action].push_back(number(curve.losses[row][action]));
  }
  Json series{{"valid " + record.shape.metrics[record.shape.primary_metric].name, valid}};
  for (std::size_t action = 0; action < losses.size(); ++action)
    series["train " + method.setup.action_names[action]] = losses[action];
  return Json{
      {"kind", "curve"},  {"method", method.setup.method->name},        {"problem", problem},        {"step", step},
      {"series", series}, {"action", method.setup.action_names.back()}, {"probability", probability}};
}

Json shares_event(const ReadyMethod& method, std::size_t action, const MethodResults& results) {
  constexpr int64_t kSlices = 20;
  constexpr std::size_t kShareBins = 20;
  const int64_t width = std::max<int64_t>(method.setup.method->guide_episode.horizon / kSlices, 1);
  return Json{{"kind", "shares"},
              {"method", method.setup.method->name},
              {"action", method.setup.action_names[action]},
              {"slice_width", width},
              {"counts", share_histograms(results, action, width, kShareBins)}};
}

}  // namespace

std::vector<std::string> course_events(const StudyRecord& record) {
  constexpr int64_t kBins = 100;
  std::vector<std::string> lines;
  for (std::size_t index = 0; index < record.methods->size(); ++index) {
    const ReadyMethod& method = (*record.methods)[index];
    const std::size_t actions = method.setup.actions.size();
    MethodResults all;
    for (const StudyPoint& point : record.points)
      all.insert(all.end(), point.results[index].begin(), point.results[index].end());
    if (actions > 1) {
      const int64_t width = std::max<int64_t>(method.setup.method->guide_episode.horizon / kBins, 1);
      const Profile profile = profile_of(all, actions, width);
      for (std::size_t action = 1; action < actions; ++action) {
        Json share = Json::array();
        for (const auto& bin : profile.share) share.push_back(bin[action]);
        lines.push_back(Json{
            {"kind", "profile"},
            {"method", method.setup.method->name},
            {"action", method.setup.action_names[action]},
            {"bin_width", width},
            {"share", share},
            {"alive",
             profile.alive}}.dump());
      }
    }
    for (std::size_t action = 1; action < actions; ++action) lines.push_back(shares_event(method, action, all).dump());
    const MethodResults& first = record.points.front().results[index];
    for (std::size_t problem = 0; problem < first.size(); ++problem)
      if (first[problem].curve) lines.push_back(curve_event(record, method, problem, *first[problem].curve).dump());
  }
  return lines;
}

}  // namespace autoloss
