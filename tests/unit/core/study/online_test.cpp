// Learning while the trainings run, on a task that can be worked by hand.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "../idle_components.hpp"
#include "core/study/train.hpp"

namespace autoloss {
namespace {

// Goes down always, expects 100 plus what it sees, and reports what it was given to learn from.
class Witness : public sdk::Controller {
 public:
  static constexpr const char* kId = "witness";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "says what it is given";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list;
    return list;
  }
  Witness(const sdk::Host&, const sdk::Config&, const sdk::ControllerSpec&) {}

  class Down : public sdk::Session {
   public:
    uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) override {
      probabilities[0] = 1;
      probabilities[1] = 0;
      seen_ = observation.features[0];
      return 0;
    }
    double value() const override { return 100 + seen_; }

   private:
    double seen_ = 0;
  };
  std::unique_ptr<sdk::Session> open() const override { return std::make_unique<Down>(); }
  sdk::LearnReport learn(const autoloss_batch& batch) override {
    const autoloss_trajectory& part = *batch.trajectories[0];
    const bool cut = (part.flags & AUTOLOSS_TRAJECTORY_TERMINATED) == 0;
    sdk::LearnReport report{{"parts", double(batch.trajectory_count)},
                            {"decisions", double(part.decision_count)},
                            {"first_feature", part.features[0]},
                            {"first_value", part.values[0]},
                            {"first_reward", part.rewards[0]},
                            {"last_reward", part.rewards[part.decision_count - 1]},
                            {"cut", cut ? 1.0 : 0.0},
                            {"last_value", part.last_value}};
    if (cut) report.push_back({"last_feature", part.last_features[0]});
    return report;
  }
};

class OnlineTraining : public ::testing::Test {
 protected:
  OnlineTraining() {
    method_.name = "online";
    method_.guide_episode = {.horizon = 8, .validate_every = 1, .patience = 0};
    method_.train_episode = method_.guide_episode;
    method_.train = TrainConfig{};
    method_.train->starts = 1;
    method_.train->average_last = 0;
    method_.train->explore = "draw";
    method_.train->data_sets = 2;
    method_.train->rollouts = 2;
    method_.train->segment = 2;
    method_.train->segments = 1;
    method_.train->selection_every = 0;
    method_.train->reward.relative = false;
    method_.train->reward.split = "valid";
  }

  TrainedController train(const Component<autoloss_controller_type>& controller, EpisodeRunner& runner) {
    const TaskShape& shape = executor_.shape();
    const MethodSetup setup{
        &method_, controller, {0, 1}, {"down", "up"}, FeatureSchema({"signal.x"}, Refresh::kStep, shape), nullptr};
    if (controller.type == test::coin_controller().type) method_.controller.values = {{"logit", 0.0}};
    TrainPlan plan;
    plan.name = "online";
    plan.setup = &setup;
    plan.measure = {0, false, false, true};
    plan.shape = &shape;
    plan.source = [this](uint64_t key) {
      ComponentConfig config;
      config.id = "number";
      config.values = test::number_values(6, breaks_at_);
      return make_problem(config, key);
    };
    plan.key = 17;
    events_ = {};
    return train_controller(plan, runner, events_, nullptr);
  }
  std::vector<double> reported(const std::string& name) const {
    std::vector<double> values;
    for (const std::string& line : events_.lines()) {
      const auto event = nlohmann::json::parse(line);
      if (event.contains(name)) values.push_back(event.at(name).get<double>());
    }
    return values;
  }

  static Component<autoloss_controller_type> witness() { return {sdk::ControllerComponent<Witness>::type(), nullptr}; }

  Executor executor_{2, test::number_task(), test::number_values(), nullptr};
  Worker alone_{test::number_task(), test::number_values(), nullptr};
  Method method_;
  int64_t breaks_at_ = -1;
  EventList events_;
};

using Values = std::vector<double>;

TEST_F(OnlineTraining, GoesOnWhereTheUpdateBeforeStopped) {
  method_.train->updates = 6;
  const TrainedController trained = train(witness(), alone_);

  // From 6 down by 1 a step. After 8 steps a fresh training begins.
  EXPECT_EQ(reported("decisions"), (Values{2, 2, 2, 2, 2, 2}));
  EXPECT_EQ(reported("first_feature"), (Values{6, 4, 2, 0, 6, 4}));
  EXPECT_EQ(reported("parts"), Values(6, 4));
  EXPECT_EQ(trained.episodes, 4u * 2);
  EXPECT_EQ(trained.steps, 4u * 6 * 2);
  EXPECT_EQ(trained.batches, 4u * 6 * 2);
}

TEST_F(OnlineTraining, RewardsEachDecisionWithWhatItsSegmentGained) {
  method_.train->updates = 2;
  method_.train->segments = 2;
  train(witness(), alone_);

  // x^2 by segments: 36, 16, 4, 0, 4.
  EXPECT_EQ(reported("first_reward"), (Values{20, 4}));
  EXPECT_EQ(reported("last_reward"), (Values{12, -4}));
}

TEST_F(OnlineTraining, SaysWhatFollowsACutPartAndNothingOfAnEndedOne) {
  method_.train->updates = 4;
  train(witness(), alone_);

  EXPECT_EQ(reported("cut"), (Values{1, 1, 1, 0}));
  EXPECT_EQ(reported("last_feature"), (Values{4, 2, 0}));
  EXPECT_EQ(reported("last_value"), (Values{104, 102, 100, 0}));
}

TEST_F(OnlineTraining, EndsWherePatienceDoes) {
  method_.train_episode.patience = 1;
  method_.train->updates = 5;
  train(witness(), alone_);

  // 6 5 4 3 2 1 0 -1: the step below 0 is no better than the one before.
  EXPECT_EQ(reported("decisions"), (Values{2, 2, 2, 1, 2}));
  EXPECT_EQ(reported("cut"), (Values{1, 1, 1, 0, 1}));
}

TEST_F(OnlineTraining, CountsADivergedSegmentAsTheLeast) {
  breaks_at_ = 3;
  method_.train->updates = 1;
  method_.train->segments = 3;
  const TrainedController trained = train(witness(), alone_);

  EXPECT_EQ(reported("decisions"), Values{4});
  EXPECT_EQ(reported("cut"), Values{0});
  EXPECT_EQ(reported("first_reward"), Values{20});
  EXPECT_EQ(reported("last_reward"), Values{20});  // the only reward there is
  EXPECT_EQ(reported("diverged"), Values{4});
  EXPECT_EQ(trained.diverged, 4u);
}

TEST_F(OnlineTraining, IsEqualForAnyNumberOfWorkers) {
  method_.train->updates = 7;
  const TrainedController one = train(test::coin_controller(), alone_);
  const std::vector<std::string> lines = events_.lines();
  const TrainedController two = train(test::coin_controller(), executor_);
  EXPECT_EQ(one.state, two.state);
  EXPECT_EQ(lines, events_.lines());
}

TEST_F(OnlineTraining, LearnsToGoDown) {
  method_.train->updates = 40;
  method_.train->data_sets = 8;
  method_.train->selection_every = 10;
  method_.train->selection_problems = 4;
  method_.train_episode.horizon = method_.guide_episode.horizon = 6;
  const TrainedController trained = train(test::coin_controller(), executor_);

  ControllerInstance controller(test::coin_controller(), {{"logit", 0.0}}, {"signal.x"}, {"down", "up"}, 0, nullptr);
  controller.load(trained.state);
  EXPECT_LT(controller.parameters()[0], -1);
  EXPECT_GT(trained.score, -36 * 0.5);  // better than staying
}

TEST_F(OnlineTraining, IsDifferentFromWholeEpisodesInItsCadenceAlone) {
  method_.train->updates = 2;
  method_.train->segments = 4;  // all of an episode
  method_.train->baseline = "none";
  const TrainedController online = train(test::coin_controller(), alone_);
  method_.train->segment = 0;
  const TrainedController whole = train(test::coin_controller(), alone_);
  EXPECT_EQ(online.steps, whole.steps);
  EXPECT_EQ(online.episodes, whole.episodes);
}

TEST_F(OnlineTraining, RefusesWhatOnlyWholeEpisodesHave) {
  method_.train->reward.split = "crossed";
  EXPECT_THROW(train(witness(), alone_), ConfigError);
  method_.train->reward.split = "valid";
  method_.train->explore = "noise";
  EXPECT_THROW(train(witness(), alone_), ConfigError);
  method_.train->explore = "draw";
  method_.train->trainer = "evolution";
  EXPECT_THROW(train(test::coin_controller(), alone_), ConfigError);
}

TEST_F(OnlineTraining, SamplesWhatTheControllerSaw) {
  method_.train->updates = 3;
  const TrainedController trained = train(witness(), alone_);
  ASSERT_EQ(trained.sample.size(), 3u * 4 * 2);
  EXPECT_EQ(trained.sample.width(), 1u);
  EXPECT_EQ(trained.sample.steps[8], 2u);
  EXPECT_EQ(trained.sample.row(8)[0], 4);
}

}  // namespace
}  // namespace autoloss
