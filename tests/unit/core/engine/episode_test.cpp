#include "core/engine/episode.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "../idle_components.hpp"
#include "tests/unit/support/allocations.hpp"

namespace autoloss {
namespace {

class EpisodeOfANumber : public ::testing::Test {
 protected:
  // logit -50: always action 0 (down); +50: always up.
  EpisodeResult run(double logit, Guide::Options options = {}) {
    options.actions = {0, 1};
    options.horizon = static_cast<uint64_t>(plan_.length.horizon);
    const ControllerInstance controller(test::coin_controller(), {{"logit", logit}}, schema_.names(), {"down", "up"}, 1,
                                        nullptr);
    options.logit_count = controller.logit_count();
    ControllerSession session(controller);
    plan_.setup.values = &values_;
    return run_episode(task_, schema_, session, options, plan_, &trace_);
  }
  // The record of a training that runs to its horizon.
  Trajectory explored(const Exploration& exploration, int64_t horizon) {
    plan_.length = {.horizon = horizon, .validate_every = 10, .patience = 0};
    Trajectory record;
    Guide::Options options;
    options.key = 3;
    options.exploration = exploration;
    options.record = &record;
    run(0, options);
    return record;
  }

  ValueMap values_ = test::number_values();
  TaskInstance task_{test::number_task(), values_, nullptr};
  FeatureSchema schema_{{"steps", "stall"}, Refresh::kValidation, task_.shape()};
  EpisodePlan plan_{.setup = {}, .length = {.horizon = 20, .validate_every = 1, .patience = 3}, .history = true};
  std::vector<uint8_t> trace_;
};

TEST_F(EpisodeOfANumber, KeepsTheBestAndStopsWhenPatienceIsOver) {
  const EpisodeResult result = run(-50);

  EXPECT_EQ(result.best_step, 5u);  // 5, 4, 3, 2, 1, 0: then it gets worse
  EXPECT_EQ(result.best_valid, 0);
  EXPECT_EQ(result.steps, 8u);  // three validations without a better one
  EXPECT_EQ(result.batches, 8u);
  EXPECT_EQ(result.measured, (std::vector<double>{0, 9 * 0.25}));  // the kept parameters on the test split
  EXPECT_EQ(trace_, std::vector<uint8_t>(8, 0));
  EXPECT_EQ(result.valid_history, (std::vector<double>{25, 16, 9, 4, 1, 0, 1, 4, 9}));
}

TEST_F(EpisodeOfANumber, RunsToTheHorizonWithoutPatience) {
  plan_.length.patience = 0;
  EXPECT_EQ(run(-50).steps, 20u);
}

TEST_F(EpisodeOfANumber, KeepsTheInitialParametersIfNothingIsBetter) {
  const EpisodeResult result = run(50);
  EXPECT_EQ(result.best_step, 0u);
  EXPECT_EQ(result.best_valid, 25);
  EXPECT_EQ(result.steps, 3u);
}

TEST_F(EpisodeOfANumber, ValidatesEveryFewSteps) {
  plan_.length.validate_every = 4;
  const EpisodeResult result = run(-50);
  EXPECT_EQ(result.valid_history, (std::vector<double>{25, 1, 9, 49, 121}));
  EXPECT_EQ(result.steps, 16u);
}

TEST_F(EpisodeOfANumber, EndsWhereItDiverges) {
  values_ = test::number_values(5, 2);
  const EpisodeResult result = run(-50);
  EXPECT_TRUE(result.diverged);
  EXPECT_EQ(result.steps, 3u);
  EXPECT_EQ(result.best_valid, 9);
}

TEST_F(EpisodeOfANumber, CrossesTheHalvesOfTheValidationRows) {
  plan_.crossed = true;
  const EpisodeResult result = run(-50);
  // The first half is best at x = -1 and measured by the second there: (-1 - 1)^2; the other way round the same.
  EXPECT_EQ(result.measured[0], 4);
}

TEST_F(EpisodeOfANumber, ProbesWhereFeaturesAskForIt) {
  schema_ = FeatureSchema({"probed_loss.1", "loss.1"}, Refresh::kValidation, task_.shape());
  Trajectory record;
  Guide::Options options;
  options.record = &record;
  run(-50, options);                         // never takes "up", whose loss is |x|
  EXPECT_EQ(record.features[2 * 3], 2);      // after three steps down from 5
  EXPECT_EQ(record.features[2 * 3 + 1], 5);  // as it was at the start
}

TEST_F(EpisodeOfANumber, DrawsItsCurve) {
  plan_.curve = true;
  const EpisodeResult result = run(-50);
  ASSERT_TRUE(result.curve);
  EXPECT_EQ(result.curve->step.size(), 9u);
  EXPECT_EQ(result.curve->losses[2][0], 16);  // the loss before the second step
  EXPECT_TRUE(std::isnan(result.curve->losses[2][1]));
}

TEST_F(EpisodeOfANumber, AllocatesNothingPerStep) {
  const auto allocations_of = [&](int64_t steps) {
    plan_.length = {.horizon = steps, .validate_every = 5, .patience = 0};
    plan_.history = false;
    trace_.clear();
    trace_.reserve(20000);
    const std::size_t before = test::allocations();
    run(0);
    return test::allocations() - before;
  };
  allocations_of(10);  // whatever is made once
  const std::size_t few_steps = allocations_of(10);
  EXPECT_EQ(allocations_of(10000), few_steps);
}

TEST_F(EpisodeOfANumber, IsEqualForEqualKeysAndOtherForOthers) {
  plan_.length = {.horizon = 200, .validate_every = 10, .patience = 0};
  Guide::Options options;
  options.key = 1;
  run(0, options);
  const std::vector<uint8_t> first = std::exchange(trace_, {});
  run(0, options);
  const std::vector<uint8_t> again = std::exchange(trace_, {});
  options.key = 2;
  run(0, options);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, trace_);
}

TEST_F(EpisodeOfANumber, HoldsAnActionWhileItExplores) {
  const Trajectory record = explored({Exploration::Kind::kHold, 4, 0}, 40);

  ASSERT_EQ(record.actions.size(), 10u);
  for (std::size_t step = 0; step < trace_.size(); ++step) EXPECT_EQ(trace_[step], record.actions[step / 4]);
  EXPECT_EQ(record.features.size(), 10 * schema_.names().size());
  EXPECT_EQ(record.starts[3], 12u);
}

TEST_F(EpisodeOfANumber, HoldsNoiseWhileItExplores) {
  const Trajectory record = explored({Exploration::Kind::kNoise, 20, 0.8}, 40);

  ASSERT_EQ(record.noise.size(), 2u);
  EXPECT_NE(record.noise[0], record.noise[1]);
  EXPECT_EQ(record.noise_scale, 0.8);
  EXPECT_DOUBLE_EQ(record.probabilities[0],
                   record.actions[0] == 1 ? 1 / (1 + std::exp(-record.noise[0])) : 1 / (1 + std::exp(record.noise[0])));
}

// A decision may be as long as the training: what the controller saw meanwhile is recorded all the same.
TEST_F(EpisodeOfANumber, RecordsWhatWasSeenAlongIt) {
  const Trajectory record = explored({Exploration::Kind::kNoise, 400, 0.8}, 400);

  ASSERT_EQ(record.starts.size(), 1u);
  ASSERT_EQ(record.observed.size(), 31u);
  for (uint64_t moment = 0; moment < 31; ++moment)
    EXPECT_EQ(record.observed.steps[moment], (moment * 400 + 30) / 31) << moment;
  EXPECT_EQ(record.observed.width(), schema_.names().size());
}

TEST_F(EpisodeOfANumber, RecordsAsManyMomentsForAnyHorizon) {
  for (const int64_t horizon : {31, 32, 45, 61, 62, 310, 1000})
    EXPECT_EQ(explored({}, horizon).observed.size(), 31u) << horizon;
  EXPECT_EQ(explored({}, 12).observed.size(), 12u);                               // each step
  EXPECT_EQ(explored({Exploration::Kind::kHold, 40}, 400).observed.size(), 10u);  // each decision
}

TEST_F(EpisodeOfANumber, TakesTheMostProbableActionWhenGreedy) {
  plan_.length = {.horizon = 50, .validate_every = 10, .patience = 0};
  Guide::Options options;
  options.greedy = true;
  run(0.1, options);
  EXPECT_EQ(trace_, std::vector<uint8_t>(50, 1));
}

TEST_F(EpisodeOfANumber, TakesAShareOfItsActionsAtRandom) {
  plan_.length = {.horizon = 4000, .validate_every = 10, .patience = 0};
  Trajectory record;
  Guide::Options options;
  options.exploration = {Exploration::Kind::kDraw, 1, 0, 0.2};
  options.record = &record;
  run(-50, options);

  double up = 0;
  for (std::size_t index = 0; index < trace_.size(); ++index) {
    up += trace_[index];
    EXPECT_NEAR(record.probabilities[index], trace_[index] == 1 ? 0.1 : 0.9, 1e-12);
  }
  EXPECT_NEAR(up / 4000, 0.1, 0.02);
}

TEST_F(EpisodeOfANumber, RunsInPartsAsInOne) {
  plan_.length = {.horizon = 20, .validate_every = 3, .patience = 2};
  const EpisodeResult whole = run(-1);
  const ControllerInstance controller(test::coin_controller(), {{"logit", -1.0}}, schema_.names(), {"down", "up"}, 1,
                                      nullptr);
  Guide::Options options;
  options.actions = {0, 1};
  options.horizon = 20;
  auto session = std::make_unique<ControllerSession>(controller);
  RunningEpisode parts(task_, schema_, *session, options, plan_);
  while (!parts.ended()) {
    session = std::make_unique<ControllerSession>(controller);
    parts.guide().guide_by(*session, {});
    parts.advance(4);
  }
  const EpisodeResult result = parts.finish();

  EXPECT_EQ(result.steps, whole.steps);
  EXPECT_EQ(result.measured, whole.measured);
  EXPECT_EQ(result.valid_history, whole.valid_history);
}

// With every kind of exploration: each has streams and holds of its own.
TEST_F(EpisodeOfANumber, GoesOnElsewhereAsItWouldHave) {
  plan_.length = {.horizon = 40, .validate_every = 3, .patience = 0};
  plan_.curve = true;
  for (const Exploration& exploration : {Exploration{}, Exploration{Exploration::Kind::kHold, 5, 0, 0.2},
                                         Exploration{Exploration::Kind::kNoise, 7, 1.5, 0}}) {
    Guide::Options options;
    options.key = 11;
    options.exploration = exploration;
    Trajectory whole_record;
    options.record = &whole_record;
    trace_.clear();
    const EpisodeResult whole = run(0, options);
    const std::vector<uint8_t> whole_trace = trace_;

    const ControllerInstance controller(test::coin_controller(), {{"logit", 0.0}}, schema_.names(), {"down", "up"}, 1,
                                        nullptr);
    options.actions = {0, 1};
    options.horizon = 40;
    options.logit_count = controller.logit_count();
    Trajectory record;
    options.record = &record;
    std::vector<uint8_t> trace;
    std::string state;
    EpisodeResult result;
    for (bool ended = false; !ended;) {  // each step in another process, as far as the engine knows
      TaskInstance task(test::number_task(), values_, nullptr);
      ControllerSession session(controller);
      RunningEpisode episode = state.empty() ? RunningEpisode(task, schema_, session, options, plan_)
                                             : RunningEpisode(task, schema_, session, options, plan_, state);
      episode.advance(1, &trace);
      ended = episode.ended();
      if (ended)
        result = episode.finish();
      else
        state = episode.save();
    }

    EXPECT_EQ(trace, whole_trace);
    EXPECT_EQ(result.measured, whole.measured);
    EXPECT_EQ(result.valid_history, whole.valid_history);
    EXPECT_EQ(result.curve->probability.back(), whole.curve->probability.back());
    EXPECT_EQ(record.features, whole_record.features);
    EXPECT_EQ(record.observed.steps, whole_record.observed.steps);
    EXPECT_EQ(record.observed.features, whole_record.observed.features);
    EXPECT_EQ(record.probabilities, whole_record.probabilities);
    EXPECT_EQ(record.noise, whole_record.noise);
  }
}

}  // namespace
}  // namespace autoloss
