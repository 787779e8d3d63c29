#include "plugins/tasks/regression/model.hpp"

#include <gtest/gtest.h>

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <limits>

#include "plugins/tasks/regression/generator.hpp"
#include "reference.hpp"
#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::regression {
namespace {

constexpr QuadraticForm kForm{.dimensions = 6};
constexpr GeneratorSettings kSettings{.dimensions = 6, .rows = 60};
constexpr Action kActions[] = {Action::kMse, Action::kL1, Action::kJoint};

class ModelTest : public ::testing::Test {
 protected:
  Model begun(const ModelSettings& settings, uint64_t init_seed = 1, uint64_t step_seed = 2) {
    Model model;
    model.begin(settings, data_, init_seed, step_seed);
    return model;
  }
  static void take(Model& model, int steps) {
    for (int step = 0; step < steps; ++step) model.step(kActions[step % 3]);
  }
  static std::vector<float> parameters(const Model& model) {
    return {model.parameters().begin(), model.parameters().end()};
  }
  static std::vector<float> after(Model model, int steps) {
    take(model, steps);
    return parameters(model);
  }
  // Loss and gradient norm of an action, from the full matrix and finite differences.
  static std::pair<double, double> reference(const Model& model, Action action, const ModelSettings& settings) {
    const Rows rows = Generator(kSettings, 5).rows(Partition::kTaskTrain);
    const auto loss = [&](const std::vector<double>& parameters) {
      const double penalty = settings.l1_weight * test::l1_norm(parameters);
      if (action == Action::kL1) return penalty;
      return test::mse(kForm, parameters, rows) + (action == Action::kJoint ? settings.joint_weight * penalty : 0.0);
    };
    const std::vector<double> here = test::unfold(kForm, model.parameters());
    return {loss(here), test::norm(test::numeric_gradient(here, loss))};
  }

  DataSet data_{std::make_unique<Generator>(kSettings, 5), Role::kGuided, kForm};
};

TEST_F(ModelTest, ReportsLossAndGradientNormBeforeTheUpdate) {
  const ModelSettings settings{.joint_weight = 0.7, .initial_quadratic = 0.2};
  for (const Action action : kActions) {
    Model model = begun(settings);
    const auto [loss, norm] = reference(model, action, settings);

    const sdk::StepResult result = model.step(action);

    EXPECT_NEAR(result.loss, loss, 1e-5 * loss);
    EXPECT_NEAR(result.gradient_norm, norm, 1e-4 * norm);
    EXPECT_FALSE(result.diverged);
  }
}

TEST_F(ModelTest, StepsDownTheGradientOfTheFullMatrix) {
  const training::OptimizerSettings descent{.method = training::OptimizerSettings::Method::kSgd, .learning_rate = 1e-3};
  Model model = begun({.optimizer = descent});
  const std::vector<double> before = test::unfold(kForm, model.parameters());
  const Rows rows = Generator(kSettings, 5).rows(Partition::kTaskTrain);
  const auto mse = [&](const std::vector<double>& at) { return test::mse(kForm, at, rows); };
  const std::vector<double> gradient = test::numeric_gradient(before, mse);

  model.step(Action::kMse);

  const std::vector<double> after = test::unfold(kForm, model.parameters());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_NEAR(after[i], before[i] - 1e-3 * gradient[i], 1e-5) << i;
}

TEST_F(ModelTest, ScansABatchOnlyForTheSquaredError) {
  Model model = begun({});

  EXPECT_EQ(model.step(Action::kMse).batches, 1u);
  EXPECT_EQ(model.step(Action::kL1).batches, 0u);
  EXPECT_EQ(model.step(Action::kJoint).batches, 1u);
}

TEST_F(ModelTest, ProbesWithoutATrace) {
  Model model = begun({.batch_size = 7});
  Model untouched = model;
  take(model, 5);
  take(untouched, 5);

  const sdk::StepResult probed = model.probe(Action::kMse);
  for (const Action action : kActions) model.probe(action);

  EXPECT_EQ(model.step(Action::kMse).loss, probed.loss);
  untouched.step(Action::kMse);
  EXPECT_EQ(after(model, 30), after(untouched, 30));
}

TEST_F(ModelTest, MeasuresWithoutATrace) {
  Model model = begun({.batch_size = 7});
  Model untouched = model;

  for (int step = 0; step < 30; ++step) {
    for (const Split split : {Split::kTrain, Split::kValid, Split::kScore, Split::kTest, Split::kValidFirst})
      model.measure(split);
    model.step(kActions[step % 3]);
  }

  EXPECT_EQ(parameters(model), after(untouched, 30));
}

TEST_F(ModelTest, MeasuresAgainstTheNoiseAndTheTruth) {
  const Generator generator(kSettings, 5);
  Model model = begun({.l1_weight = 0.5});
  take(model, 20);
  const std::vector<double> here = test::unfold(kForm, model.parameters());

  const Metrics metrics = model.measure(Split::kTest);

  const double mse = test::mse(kForm, here, generator.rows(Partition::kTest));
  EXPECT_NEAR(metrics.mse, mse, 1e-5 * mse);
  EXPECT_NEAR(metrics.excess_mse, mse - *data_.noise_power(Split::kTest), 1e-4);
  EXPECT_EQ(metrics.population_excess, population_excess(kForm, model.parameters(), generator.true_weights()));
  EXPECT_NEAR(metrics.penalty, 0.5 * test::l1_norm(here), 1e-5);
}

TEST_F(ModelTest, RepeatsARunForEqualSeedsOnly) {
  const ModelSettings settings{.batch_size = 7};

  EXPECT_EQ(after(begun(settings, 1, 2), 40), after(begun(settings, 1, 2), 40));
  EXPECT_NE(after(begun(settings, 3, 2), 40), after(begun(settings, 1, 2), 40));
  EXPECT_NE(after(begun(settings, 1, 4), 40), after(begun(settings, 1, 2), 40));
}

TEST_F(ModelTest, DrawsNothingWhileItTrainsOnWholePartitions) {
  EXPECT_EQ(after(begun({}, 1, 2), 40), after(begun({}, 1, 4), 40));
}

TEST_F(ModelTest, TakesABatchOfAllRowsAsTheWholePartition) {
  EXPECT_EQ(after(begun({.batch_size = 60}), 10), after(begun({}), 10));
}

TEST_F(ModelTest, DrawsParametersOfTheAskedSpread) {
  const QuadraticForm wide{.dimensions = 60};
  DataSet data(std::make_unique<Generator>(GeneratorSettings{.dimensions = 60, .rows = 4}, 5), Role::kGuided, wide);
  Model model;
  model.begin({.initial_linear = 0.0, .initial_quadratic = 0.01}, data, 1, 2);

  double squares = 0;
  for (const float parameter : model.parameters()) squares += parameter * parameter;

  EXPECT_NEAR(std::sqrt(squares / static_cast<double>(wide.triangle_count())), 0.01, 0.0006);
}

TEST_F(ModelTest, ReturnsToWhatItKept) {
  Model model = begun({});
  const std::vector<float> first = parameters(model);
  model.keep(0);
  take(model, 10);
  const std::vector<float> second = parameters(model);
  model.keep(3);
  take(model, 10);

  model.recall(0);
  EXPECT_EQ(parameters(model), first);
  model.recall(3);
  EXPECT_EQ(parameters(model), second);
}

TEST_F(ModelTest, RefusesToReturnToAnEmptySlot) {
  Model model = begun({});
  model.keep(1);
  model.begin({}, data_, 1, 2);

  EXPECT_THROW(model.recall(1), sdk::Error);
}

TEST_F(ModelTest, GoesOnFromASavedStateToTheBit) {
  for (const bool shared : {true, false}) {
    const ModelSettings settings{.batch_size = 7, .optimizer = {.shared = shared}};
    Model model = begun(settings);
    take(model, 25);
    model.keep(2);
    take(model, 10);

    Model other = begun(settings);
    autoloss::test::load(other, autoloss::test::saved(model));

    EXPECT_EQ(after(other, 50), after(model, 50));
    model.recall(2);
    other.recall(2);
    EXPECT_EQ(parameters(other), parameters(model));
    EXPECT_THROW(other.recall(1), sdk::Error);
  }
}

TEST_F(ModelTest, RefusesADamagedState) {
  Model model = begun({});
  const std::string state = autoloss::test::saved(model);

  EXPECT_THROW(autoloss::test::load(model, state.substr(0, state.size() / 2)), sdk::Error);
  EXPECT_THROW(autoloss::test::load(model, state + "x"), sdk::Error);
  EXPECT_THROW(autoloss::test::load(model, "x" + state), sdk::Error);
}

TEST_F(ModelTest, FlagsALossThatIsNotFinite) {
  Model model = begun({});
  model.parameters()[0] = std::numeric_limits<float>::infinity();

  EXPECT_TRUE(model.step(Action::kMse).diverged);
  EXPECT_TRUE(model.step(Action::kMse).diverged);
}

}  // namespace
}  // namespace autoloss::regression
