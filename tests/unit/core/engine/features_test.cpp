#include "core/engine/features.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "../idle_components.hpp"

namespace autoloss {
namespace {

using Names = std::vector<std::string>;

class Features : public ::testing::Test {
 protected:
  double value(const std::string& name, uint64_t step = 0) {
    const FeatureSchema schema(Names{name}, Refresh::kValidation, shape_);
    FeatureTracker tracker(schema, shape_, 1000);
    for (const auto& record : history_) record(tracker);
    return tracker.compute(step)[0];
  }
  void step(uint32_t action, double loss, double norm) {
    history_.push_back([=, this](FeatureTracker& tracker) {
      tracker.record_step(action, {loss, norm, 1, false, &signal_});
    });
  }
  void validation(double square, double far, int64_t stalled) {
    history_.push_back([=](FeatureTracker& tracker) { tracker.record_validation(std::vector{square, far}, stalled); });
  }

  TaskShape shape_ = TaskInstance(test::number_task(), test::number_values(), nullptr).shape();
  double signal_ = 7;
  std::vector<std::function<void(FeatureTracker&)>> history_;
};

TEST_F(Features, AreZeroBeforeAnythingWasSeen) {
  for (const char* name : {"loss.0", "gradient_norm.1", "log_gradient_ratio.0.1", "metric.0", "gap", "signal.0"})
    EXPECT_EQ(value(name), 0) << name;
}

TEST_F(Features, TellTheTime) {
  EXPECT_DOUBLE_EQ(value("progress", 250), 0.25);
  EXPECT_DOUBLE_EQ(value("progress_centred", 250), -0.5);
  EXPECT_DOUBLE_EQ(value("steps", 10000), 2);
  EXPECT_DOUBLE_EQ(value("steps", 90000), 4);
}

TEST_F(Features, KeepTheLastValueOfALossNotJustOptimised) {
  step(0, 9, 6);
  step(1, 2, 1);
  step(0, 4, 8);

  EXPECT_DOUBLE_EQ(value("loss.0"), 4);
  EXPECT_DOUBLE_EQ(value("loss.1"), 2);
  EXPECT_DOUBLE_EQ(value("loss.size"), 2);
  EXPECT_DOUBLE_EQ(value("loss_ratio.0.1"), 2);
  EXPECT_DOUBLE_EQ(value("log_loss_ratio.0.1"), std::log(2.0));
  EXPECT_DOUBLE_EQ(value("log_gradient.0"), std::log(8.0));
  EXPECT_DOUBLE_EQ(value("scaled_loss.0"), 4.0 / 20 - 0.5);
  EXPECT_DOUBLE_EQ(value("offset_loss.1"), 1);
  EXPECT_DOUBLE_EQ(value("gradient_norm.0"), 8.0 / 2);  // over the parameter count
  EXPECT_DOUBLE_EQ(value("gradient_excess.0.1"), 7);
  EXPECT_DOUBLE_EQ(value("log_gradient_ratio.0.1"), std::log(8.0));
  EXPECT_DOUBLE_EQ(value("gradient_difference.0.1"), 7);
  EXPECT_DOUBLE_EQ(value("signal.x"), 7);
}

TEST_F(Features, ClipTheRatioOfGradients) {
  step(0, 1, 1e9);
  step(1, 1, 1e-9);
  EXPECT_DOUBLE_EQ(value("log_gradient_ratio.0.1"), 3);
  EXPECT_DOUBLE_EQ(value("log_gradient_ratio.1.0"), -3);
}

TEST_F(Features, FollowTheValidation) {
  step(0, 2, 1);
  validation(10, 1, 0);
  validation(8, 2, 0);
  validation(5, 4, 3);

  EXPECT_DOUBLE_EQ(value("metric.0"), 5);
  EXPECT_DOUBLE_EQ(value("valid_loss.0"), 5);
  EXPECT_DOUBLE_EQ(value("metric.far"), 4);
  EXPECT_DOUBLE_EQ(value("metric_average.0"), 0.9 * (0.9 * 10 + 0.1 * 8) + 0.1 * 5);
  EXPECT_DOUBLE_EQ(value("metric_difference.0"), 0.9 * (0.1 * -2) + 0.1 * -3);
  EXPECT_DOUBLE_EQ(value("metric_second_difference.0"), 0.1 * -1);
  EXPECT_DOUBLE_EQ(value("gap"), (5.0 - 2) / 2);
  EXPECT_DOUBLE_EQ(value("log_gap.0"), std::log(5.0 / 2));
  EXPECT_DOUBLE_EQ(value("log_change.0"), 1 + std::log(0.48 + 1e-5) / 12);
  EXPECT_DOUBLE_EQ(value("stall"), 0.03);
}

TEST_F(Features, CompareASignalWithAMetric) {
  step(0, 1, 1);  // the signal is 7 then
  validation(2, 5, 0);

  EXPECT_DOUBLE_EQ(value("signal_gap.0.0"), 2.5);
}

TEST_F(Features, OfTheSetsComeByName) {
  FeatureConfig config;
  EXPECT_EQ(FeatureSchema(config, shape_).names(), (Names{"progress_centred", "log_gradient_ratio.0.1", "stall"}));
  config.set = "paper";
  EXPECT_EQ(FeatureSchema(config, shape_).names(),
            (Names{"progress", "gradient_norm.0", "gradient_norm.1", "loss.0", "loss.1", "metric.0", "metric_average.0",
                   "metric_difference.0", "metric_second_difference.0"}));
  EXPECT_EQ(FeatureSchema(config, shape_).refresh(), Refresh::kStep);
  config.set = "release";
  EXPECT_EQ(FeatureSchema(config, shape_).names(),
            (Names{"gap", "log_change.0", "scaled_loss.0", "offset_loss.1", "gradient_difference.0.1"}));
}

TEST_F(Features, CanBeDroppedByGroupOrName) {
  FeatureConfig config;
  config.set = "paper";
  config.drop = {"gradients", "metric_average.0"};
  EXPECT_EQ(FeatureSchema(config, shape_).names(),
            (Names{"progress", "loss.0", "loss.1", "metric.0", "metric_difference.0", "metric_second_difference.0"}));
}

TEST_F(Features, RefuseWhatTheTaskHasNot) {
  const auto message = [&](const std::string& name) {
    try {
      FeatureSchema(Names{name}, Refresh::kStep, shape_);
    } catch (const ConfigError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(message("los.0").find("there is no feature 'los.0'"), std::string::npos);
  EXPECT_NE(message("loss.7").find("no loss '7'"), std::string::npos);
  EXPECT_NE(message("loss").find("needs 1 indices"), std::string::npos);
  EXPECT_NE(message("valid_loss.1").find("on no validation data"), std::string::npos);
  FeatureConfig config;
  config.drop = {"weather"};
  EXPECT_THROW(FeatureSchema(config, shape_), ConfigError);
}

}  // namespace
}  // namespace autoloss
