// What a controller sees. Features are computed here from what a task reports, never by the task, so that a controller
// carries over to another one (paper, section 4).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/config/experiment.hpp"
#include "core/plugin/task_instance.hpp"

namespace autoloss {

// When the features of an observation are computed anew.
enum class Refresh { kValidation, kStep };

// The features of a controller, in order, bound to a task. A name is a kind with indices of losses, metrics, signals:
//   progress                 t/T                                                                    (paper, 1)
//   progress_centred         2t/T - 1
//   steps                    min(t/5000, 4): time that does not depend on the horizon
//   gradient_norm.M          norm of the gradient of loss M over its parameter count                (paper, 2)
//   log_gradient.M           ln of that norm, clipped to +-10: of a penalty, how heavy it is
//   log_gradient_ratio.A.B   ln(norm A / norm B), clipped to +-3
//   gradient_difference.A.B  norm A - norm B                                                        (release)
//   gradient_excess.A.B      (norm A - norm B) / norm B                             (release, classification)
//   loss.M, loss_ratio.A.B   latest value; ratio of the latest values                               (paper, 3)
//   log_loss_ratio.A.B       ln of that ratio, clipped to +-3
//   scaled_loss.M            min(1, loss/20) - .5;  offset_loss.M  loss - 1                         (release)
//   metric.K                 metric K on the validation split                                       (paper, 4)
//   metric_average.K         its moving average (decay .9), metric_difference.K and
//   metric_second_difference.K   moving averages of its first and second differences                (paper, 4)
//   valid_loss.M             the metric that is loss M, on the validation split
//   gap.M                    (valid_loss.M - loss.M) / loss.M, clipped to [-1, 3]; "gap" is gap.0
//   log_gap.M                ln(valid_loss.M / loss.M), clipped to +-5
//   log_change.M             1 + ln(|moving average of the change of valid_loss.M| + 1e-5) / 12      (release)
//   stall                    validations since the best one / 100
//   signal.K                 what the task reports beside its losses
//   signal_gap.S.K           (signal S - metric K) / metric K                       (release, classification)
//   probed_loss.M, probed_gradient_norm.M   as loss.M and gradient_norm.M, but evaluated anew at each validation, for
//                            the cost of a batch: for rules that compare losses (the paper's S1 to S3)
// A feature without a value yet is 0.
class FeatureSchema {
 public:
  // The schema of a configuration for a task. Throws ConfigError: unknown set, name or index, unknown group or feature
  // to drop, nothing left.
  FeatureSchema(const FeatureConfig& config, const TaskShape& shape);
  // The schema of saved or default names. Throws ConfigError.
  FeatureSchema(std::vector<std::string> names, Refresh refresh, const TaskShape& shape);

  const std::vector<std::string>& names() const { return names_; }
  // How each is computed and normalised, in words.
  std::vector<std::string> definitions() const;
  Refresh refresh() const { return refresh_; }
  // Whether every action is to be probed at each validation.
  bool needs_probes() const { return needs_probes_; }

 private:
  friend class FeatureTracker;
  enum class Kind {
    kProgress,
    kProgressCentred,
    kSteps,
    kGradientNorm,
    kLogGradient,
    kLogGradientRatio,
    kGradientDifference,
    kGradientExcess,
    kLoss,
    kLossRatio,
    kLogLossRatio,
    kScaledLoss,
    kOffsetLoss,
    kMetric,
    kMetricAverage,
    kMetricDifference,
    kMetricSecondDifference,
    kGap,
    kLogGap,
    kLogChange,
    kStall,
    kSignal,
    kSignalGap,
    kProbedLoss,
    kProbedGradientNorm
  };
  struct Feature {
    Kind kind;
    std::size_t first = 0, second = 0;  // losses, metrics or signals; kGap, kLogGap, kLogChange: loss, metric
  };
  struct KindInfo;
  static const std::vector<KindInfo>& kinds();
  static Feature parse(const std::string& name, const TaskShape& shape);
  void bind(const TaskShape& shape);

  std::vector<std::string> names_;
  std::vector<Feature> features_;
  Refresh refresh_ = Refresh::kValidation;
  bool needs_probes_ = false;
};

// Follows one training and computes its features. Not thread-safe.
class FeatureTracker {
 public:
  FeatureTracker(const FeatureSchema& schema, const TaskShape& shape, uint64_t horizon);

  // Only the loss just optimised is fresh; the others keep their last value (paper, section 4).
  void record_step(uint32_t action, const TaskStep& step) {
    if (signal_count_ > 0)
      for (std::size_t signal = 0; signal < signal_count_; ++signal) signals_[signal] = step.signals[signal];
    const std::size_t loss = loss_of_action_[action];
    if (loss == AUTOLOSS_NONE) return;
    loss_value_[loss] = step.loss;
    gradient_norm_[loss] = step.gradient_norm;
    parameter_count_[loss] = parameters_of_action_[action];
  }
  // What probing an action found: fresh for the probed features, and no more.
  void record_probe(uint32_t action, const TaskStep& step) {
    const std::size_t loss = loss_of_action_[action];
    if (loss == AUTOLOSS_NONE) return;
    probed_loss_[loss] = step.loss;
    probed_gradient_norm_[loss] = step.gradient_norm / parameters_of_action_[action];
  }
  // metrics: all of the task's, on the validation split. stalled: validations since the best.
  void record_validation(std::span<const double> metrics, int64_t stalled);

  // Computes every feature for `step` steps taken; valid until the next call.
  std::span<const double> compute(uint64_t step);
  // As the last compute() left them.
  std::span<const double> latest() const { return values_; }

  // Of a tracker of equal schema, shape and horizon (core/archive.hpp).
  template <class Archive>
  void serialize(Archive& archive) {
    archive(loss_value_, gradient_norm_, parameter_count_, metric_, metric_average_, metric_difference_,
            metric_second_difference_, last_difference_, probed_loss_, probed_gradient_norm_, signals_, validations_,
            stalled_, values_);
  }

 private:
  double value_of(const FeatureSchema::Feature& feature, uint64_t step) const;

  const FeatureSchema* schema_;
  double horizon_;
  std::size_t signal_count_;
  std::vector<std::size_t> loss_of_action_;
  std::vector<double> parameters_of_action_;
  std::vector<double> loss_value_, gradient_norm_, parameter_count_;
  std::vector<double> metric_, metric_average_, metric_difference_, metric_second_difference_;
  std::vector<double> last_difference_;
  std::vector<double> probed_loss_, probed_gradient_norm_;
  std::vector<double> signals_;
  int64_t validations_ = 0;
  double stalled_ = 0;
  std::vector<double> values_;
};

}  // namespace autoloss
