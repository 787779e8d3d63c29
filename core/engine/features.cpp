#include "core/engine/features.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/errors.hpp"

namespace autoloss {
namespace {

constexpr double kDecay = 0.9;  // of the moving averages of validation metrics
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> split_name(const std::string& name) {
  std::vector<std::string> parts{""};
  for (const char c : name) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// An index written as a number or as the name of the loss, metric or signal.
std::size_t index_of(const std::string& text, const std::vector<std::string>& names, const std::string& feature,
                     const char* what) {
  for (std::size_t index = 0; index < names.size(); ++index)
    if (text == names[index] || text == std::to_string(index)) return index;
  std::string known;
  for (std::size_t index = 0; index < names.size(); ++index)
    known += (index > 0 ? ", " : "") + std::to_string(index) + " (" + names[index] + ")";
  throw ConfigError("feature '" + feature + "': the task has no " + what + " '" + text + "'; it has " +
                    (known.empty() ? "none" : known));
}

std::vector<std::string> metric_names(const TaskShape& shape) {
  std::vector<std::string> names;
  for (const TaskShape::Metric& metric : shape.metrics) names.push_back(metric.name);
  return names;
}

std::size_t metric_of_loss(const TaskShape& shape, std::size_t loss, const std::string& feature) {
  for (std::size_t index = 0; index < shape.metrics.size(); ++index)
    if (shape.metrics[index].loss == loss) return index;
  throw ConfigError("feature '" + feature + "': the task measures loss '" + shape.losses[loss] +
                    "' on no validation data");
}

double clip(double value, double least, double most) {
  return std::min(std::max(value, least), most);
}

// NaN where one of them is.
double log_ratio(double a, double b, double most = 3) {
  constexpr double kTiny = 1e-30;
  return clip(std::log(std::max(a, kTiny) / std::max(b, kTiny)), -most, most);
}

}  // namespace

// What a kind is called, the group that [features] drop can name, and what its indices count.
struct FeatureSchema::KindInfo {
  const char* name;
  Kind kind;
  const char* group;
  enum { kNoIndex, kLossIndex, kTwoLosses, kMetricIndex, kValidLoss, kSignalIndex, kSignalAndMetric } indices;
  const char* definition;  // in words, for the card of a controller: another text is another feature
};

const std::vector<FeatureSchema::KindInfo>& FeatureSchema::kinds() {
  static const std::vector<KindInfo> list{
      {"progress", Kind::kProgress, "progress", KindInfo::kNoIndex, "t/T: steps taken over the horizon"},
      {"progress_centred", Kind::kProgressCentred, "progress", KindInfo::kNoIndex, "2t/T - 1"},
      {"steps", Kind::kSteps, "progress", KindInfo::kNoIndex, "min(t/5000, 4)"},
      {"gradient_norm", Kind::kGradientNorm, "gradients", KindInfo::kLossIndex,
       "norm of the loss's latest gradient over its parameter count"},
      {"log_gradient", Kind::kLogGradient, "gradients", KindInfo::kLossIndex,
       "ln of the norm of the loss's latest gradient, clipped to +-10"},
      {"log_gradient_ratio", Kind::kLogGradientRatio, "gradients", KindInfo::kTwoLosses,
       "ln of the ratio of two gradient norms, clipped to +-3"},
      {"gradient_difference", Kind::kGradientDifference, "gradients", KindInfo::kTwoLosses,
       "difference of two gradient norms"},
      {"gradient_excess", Kind::kGradientExcess, "gradients", KindInfo::kTwoLosses,
       "difference of two gradient norms over the second"},
      {"loss", Kind::kLoss, "losses", KindInfo::kLossIndex, "latest training loss"},
      {"loss_ratio", Kind::kLossRatio, "losses", KindInfo::kTwoLosses, "ratio of two latest training losses"},
      {"log_loss_ratio", Kind::kLogLossRatio, "losses", KindInfo::kTwoLosses,
       "ln of the ratio of two latest training losses, clipped to +-3"},
      {"scaled_loss", Kind::kScaledLoss, "losses", KindInfo::kLossIndex, "min(1, latest training loss / 20) - .5"},
      {"offset_loss", Kind::kOffsetLoss, "losses", KindInfo::kLossIndex, "latest training loss - 1"},
      {"metric", Kind::kMetric, "metrics", KindInfo::kMetricIndex, "validation metric"},
      {"metric_average", Kind::kMetricAverage, "metrics", KindInfo::kMetricIndex,
       "moving average of a validation metric, decay .9"},
      {"metric_difference", Kind::kMetricDifference, "metrics", KindInfo::kMetricIndex,
       "moving average of the changes of a validation metric, decay .9"},
      {"metric_second_difference", Kind::kMetricSecondDifference, "metrics", KindInfo::kMetricIndex,
       "moving average of the changes of these changes, decay .9"},
      {"valid_loss", Kind::kMetric, "metrics", KindInfo::kValidLoss, "validation loss"},
      {"gap", Kind::kGap, "metrics", KindInfo::kValidLoss,
       "(validation loss - training loss) / training loss, clipped to [-1, 3]"},
      {"log_gap", Kind::kLogGap, "metrics", KindInfo::kValidLoss,
       "ln of validation loss over training loss, clipped to +-5"},
      {"log_change", Kind::kLogChange, "metrics", KindInfo::kValidLoss,
       "1 + ln(|moving average of the changes of the validation loss| + 1e-5) / 12"},
      {"stall", Kind::kStall, "metrics", KindInfo::kNoIndex, "validations since the best / 100"},
      {"signal", Kind::kSignal, "signals", KindInfo::kSignalIndex, "as the task reports it"},
      {"signal_gap", Kind::kSignalGap, "metrics", KindInfo::kSignalAndMetric,
       "(signal - validation metric) / validation metric"},
      {"probed_loss", Kind::kProbedLoss, "losses", KindInfo::kLossIndex, "training loss, evaluated at each validation"},
      {"probed_gradient_norm", Kind::kProbedGradientNorm, "gradients", KindInfo::kLossIndex,
       "gradient norm over the parameter count, evaluated at each validation"},
  };
  return list;
}

namespace {

// The names of a set for a task (paper: section 4; release: the published code; state: what prototypes found to win).
std::vector<std::string> names_of_set(const std::string& set, const TaskShape& shape) {
  std::vector<std::string> names;
  const std::string primary = std::to_string(shape.primary_metric);
  const std::size_t losses = shape.losses.size();
  const auto each_loss = [&](const std::string& kind) {
    for (std::size_t loss = 0; loss < losses; ++loss) names.push_back(kind + "." + std::to_string(loss));
  };
  if (set == "paper") {
    names.push_back("progress");
    each_loss("gradient_norm");
    each_loss("loss");
    for (const char* kind : {"metric.", "metric_average.", "metric_difference.", "metric_second_difference."})
      names.push_back(kind + primary);
  } else if (set == "release") {
    names = {"gap", "log_change.0", "scaled_loss.0"};
    if (losses > 1) names.insert(names.end(), {"offset_loss.1", "gradient_difference.0.1"});
  } else if (set == "state") {
    names.push_back("progress_centred");
    for (std::size_t loss = 1; loss < losses; ++loss) names.push_back("log_gradient_ratio.0." + std::to_string(loss));
    names.push_back("stall");
  } else {
    throw ConfigError("there is no feature set '" + set + "'; there are paper, release, state");
  }
  return names;
}

Refresh refresh_of(const FeatureConfig& config) {
  if (config.refresh == "step") return Refresh::kStep;
  if (config.refresh == "validation") return Refresh::kValidation;
  if (!config.refresh.empty())
    throw ConfigError("features.refresh is '" + config.refresh + "'; it can be validation or step");
  return config.pick.empty() && config.set != "state" ? Refresh::kStep : Refresh::kValidation;
}

}  // namespace

FeatureSchema::FeatureSchema(const FeatureConfig& config, const TaskShape& shape) : refresh_(refresh_of(config)) {
  names_ = config.pick.empty() ? names_of_set(config.set, shape) : config.pick;
  for (const std::string& drop : config.drop) {
    const auto dropped = [&](const std::string& name) {
      const std::string kind = split_name(name).front();
      const auto found =
          std::find_if(kinds().begin(), kinds().end(), [&](const KindInfo& k) { return kind == k.name; });
      return name == drop || kind == drop || (found != kinds().end() && drop == found->group);
    };
    if (std::erase_if(names_, dropped) == 0)
      throw ConfigError("features.drop: no feature or group '" + drop +
                        "' to drop; groups are progress, gradients, losses, metrics, signals");
  }
  if (names_.empty() && !config.drop.empty()) throw ConfigError("features.drop leaves no feature");
  bind(shape);
}

FeatureSchema::FeatureSchema(std::vector<std::string> names, Refresh refresh, const TaskShape& shape)
    : names_(std::move(names)), refresh_(refresh) {
  bind(shape);
}

std::vector<std::string> FeatureSchema::definitions() const {
  std::vector<std::string> texts;
  for (const std::string& name : names_) {
    const std::string kind = split_name(name).front();
    texts.emplace_back(std::find_if(kinds().begin(), kinds().end(), [&](const KindInfo& info) {
                         return kind == info.name;
                       })->definition);
  }
  return texts;
}

void FeatureSchema::bind(const TaskShape& shape) {
  for (const std::string& name : names_) {
    features_.push_back(parse(name, shape));
    const Kind kind = features_.back().kind;
    needs_probes_ = needs_probes_ || kind == Kind::kProbedLoss || kind == Kind::kProbedGradientNorm;
  }
}

FeatureSchema::Feature FeatureSchema::parse(const std::string& name, const TaskShape& shape) {
  const std::vector<std::string> parts = split_name(name);
  const auto found =
      std::find_if(kinds().begin(), kinds().end(), [&](const KindInfo& kind) { return parts.front() == kind.name; });
  if (found == kinds().end()) {
    std::string known;
    for (const KindInfo& kind : kinds()) known += (known.empty() ? "" : ", ") + std::string(kind.name);
    throw ConfigError("there is no feature '" + name + "'; there are " + known);
  }

  const auto need = [&](std::size_t count) {
    if (parts.size() != count + 1)
      throw ConfigError("feature '" + name + "' needs " + std::to_string(count) + " indices: " + found->name +
                        (count == 0   ? ""
                         : count == 1 ? ".0"
                                      : ".0.1"));
  };
  Feature feature{found->kind, 0, 0};
  switch (found->indices) {
    case KindInfo::kNoIndex:
      need(0);
      break;
    case KindInfo::kLossIndex:
      need(1);
      feature.first = index_of(parts[1], shape.losses, name, "loss");
      break;
    case KindInfo::kTwoLosses:
      need(2);
      feature.first = index_of(parts[1], shape.losses, name, "loss");
      feature.second = index_of(parts[2], shape.losses, name, "loss");
      break;
    case KindInfo::kMetricIndex:
      need(1);
      feature.first = index_of(parts[1], metric_names(shape), name, "metric");
      break;
    case KindInfo::kSignalIndex:
      need(1);
      feature.first = index_of(parts[1], shape.signals, name, "signal");
      break;
    case KindInfo::kSignalAndMetric:
      need(2);
      feature.first = index_of(parts[1], shape.signals, name, "signal");
      feature.second = index_of(parts[2], metric_names(shape), name, "metric");
      break;
    case KindInfo::kValidLoss: {
      if (parts.size() > 1) need(1);
      const std::size_t loss = parts.size() > 1 ? index_of(parts[1], shape.losses, name, "loss") : 0;
      const std::size_t metric = metric_of_loss(shape, loss, name);
      if (found->kind == Kind::kMetric)
        feature.first = metric;
      else
        feature.first = loss, feature.second = metric;
      break;
    }
  }
  return feature;
}

FeatureTracker::FeatureTracker(const FeatureSchema& schema, const TaskShape& shape, uint64_t horizon)
    : schema_(&schema),
      horizon_(static_cast<double>(std::max<uint64_t>(horizon, 1))),
      signal_count_(shape.signals.size()),
      loss_value_(shape.losses.size(), kUnknown),
      gradient_norm_(shape.losses.size(), kUnknown),
      parameter_count_(shape.losses.size(), 1),
      metric_(shape.metrics.size(), kUnknown),
      metric_average_(shape.metrics.size(), kUnknown),
      metric_difference_(shape.metrics.size(), 0),
      metric_second_difference_(shape.metrics.size(), 0),
      last_difference_(shape.metrics.size(), 0),
      probed_loss_(shape.losses.size(), kUnknown),
      probed_gradient_norm_(shape.losses.size(), kUnknown),
      signals_(shape.signals.size(), kUnknown),
      values_(schema.names().size(), 0) {
  for (const TaskShape::Action& action : shape.actions) {
    loss_of_action_.push_back(action.loss);
    parameters_of_action_.push_back(action.parameter_count);
  }
}

void FeatureTracker::record_validation(std::span<const double> metrics, int64_t stalled) {
  for (std::size_t index = 0; index < metrics.size(); ++index) {
    if (validations_ == 0) {
      metric_average_[index] = metrics[index];
    } else {
      const double difference = metrics[index] - metric_[index];
      const double second = validations_ == 1 ? 0 : difference - last_difference_[index];
      metric_average_[index] = kDecay * metric_average_[index] + (1 - kDecay) * metrics[index];
      metric_difference_[index] = kDecay * metric_difference_[index] + (1 - kDecay) * difference;
      metric_second_difference_[index] = kDecay * metric_second_difference_[index] + (1 - kDecay) * second;
      last_difference_[index] = difference;
    }
    metric_[index] = metrics[index];
  }
  ++validations_;
  stalled_ = static_cast<double>(stalled) / 100;
}

std::span<const double> FeatureTracker::compute(uint64_t step) {
  for (std::size_t index = 0; index < values_.size(); ++index) {
    const double value = value_of(schema_->features_[index], step);
    values_[index] = std::isfinite(value) ? value : 0;
  }
  return values_;
}

double FeatureTracker::value_of(const FeatureSchema::Feature& feature, uint64_t step) const {
  using Kind = FeatureSchema::Kind;
  const std::size_t a = feature.first;
  const std::size_t b = feature.second;
  const double time = static_cast<double>(step);
  switch (feature.kind) {
    case Kind::kProgress:
      return time / horizon_;
    case Kind::kProgressCentred:
      return 2 * time / horizon_ - 1;
    case Kind::kSteps:
      return std::min(time / 5000, 4.0);
    case Kind::kGradientNorm:
      return gradient_norm_[a] / parameter_count_[a];
    case Kind::kLogGradient:
      return clip(std::log(std::max(gradient_norm_[a], 1e-30)), -10, 10);
    case Kind::kLogGradientRatio:
      return log_ratio(gradient_norm_[a], gradient_norm_[b]);
    case Kind::kGradientDifference:
      return gradient_norm_[a] - gradient_norm_[b];
    case Kind::kGradientExcess:
      return (gradient_norm_[a] - gradient_norm_[b]) / gradient_norm_[b];
    case Kind::kLoss:
      return loss_value_[a];
    case Kind::kLossRatio:
      return loss_value_[a] / loss_value_[b];
    case Kind::kLogLossRatio:
      return log_ratio(loss_value_[a], loss_value_[b]);
    case Kind::kScaledLoss:
      return std::min(1.0, loss_value_[a] / 20) - 0.5;
    case Kind::kOffsetLoss:
      return loss_value_[a] - 1;
    case Kind::kMetric:
      return metric_[a];
    case Kind::kMetricAverage:
      return metric_average_[a];
    case Kind::kMetricDifference:
      return metric_difference_[a];
    case Kind::kMetricSecondDifference:
      return metric_second_difference_[a];
    case Kind::kGap:
      return clip((metric_[b] - loss_value_[a]) / loss_value_[a], -1, 3);
    case Kind::kLogGap:
      return log_ratio(metric_[b], loss_value_[a], 5);
    case Kind::kLogChange:
      return 1 + std::log(std::abs(metric_difference_[b]) + 1e-5) / 12;
    case Kind::kStall:
      return stalled_;
    case Kind::kSignal:
      return signals_[a];
    case Kind::kSignalGap:
      return (signals_[a] - metric_[b]) / metric_[b];
    case Kind::kProbedLoss:
      return probed_loss_[a];
    case Kind::kProbedGradientNorm:
      return probed_gradient_norm_[a];
  }
  return 0;
}

}  // namespace autoloss
