#include "plugins/tasks/classification/model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plugins/tasks/classification/generator.hpp"
#include "reference.hpp"
#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::classification {
namespace {

constexpr Action kActions[] = {Action::kCrossEntropy, Action::kL1, Action::kJoint};

GeneratorSettings small_data() {
  GeneratorSettings settings;
  settings.features = 6;
  settings.sizes = {60, 101, 80};
  return settings;
}

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
  static training::AlignedFloats after(Model model, int steps) {
    take(model, steps);
    return model.parameters().values();
  }
  static std::vector<double> without_padding(Model& model) {
    const training::AlignedFloats copies = model.network().copies(), &theta = model.parameters().values();
    std::vector<double> list;
    for (std::size_t i = 0; i < theta.size(); ++i)
      if (copies[i] > 0) list.push_back(theta[i]);
    return list;
  }
  static double l1_norm(const std::vector<double>& theta) {
    double sum = 0;
    for (const double value : theta) sum += std::abs(value);
    return sum;
  }

  const ModelSettings settings_{.hidden = {5}, .joint_weight = 0.7};
  const ReferenceNetwork reference_{{6, 5, 2}};
  DataSet data_{std::make_unique<Generator>(small_data(), 5), Role::kGuided};
};

TEST_F(ModelTest, ReportsLossAndGradientNormBeforeTheUpdate) {
  const Rows rows = Generator(small_data(), 5).rows(Partition::kTaskTrain);
  for (const Action action : kActions) {
    Model model = begun(settings_);
    std::vector<double> theta = without_padding(model);
    const auto loss = [&] {
      const double penalty = settings_.l1_weight * l1_norm(theta);
      if (action == Action::kL1) return penalty;
      return reference_.cross_entropy(theta, rows) + (action == Action::kJoint ? 0.7 * penalty : 0.0);
    };
    const double here = loss();
    double squares = 0;
    for (double& value : theta) {
      constexpr double kStep = 1e-5;
      const double at = value;
      value = at + kStep;
      const double above = loss();
      value = at - kStep;
      squares += std::pow((above - loss()) / (2 * kStep), 2);
      value = at;
    }

    const sdk::StepResult result = model.step(action);

    EXPECT_NEAR(result.loss, here, 1e-5 * here);
    EXPECT_NEAR(result.gradient_norm, std::sqrt(squares), 1e-4);
    EXPECT_FALSE(result.diverged);
  }
}

TEST_F(ModelTest, ThePenaltyHasNoSlopeAtZero) {
  Model model = begun({.hidden = {5}, .initial = {0.0, 0.0}});

  const sdk::StepResult result = model.step(Action::kL1);

  EXPECT_EQ(result.loss, 0);
  EXPECT_EQ(result.gradient_norm, 0);
  for (const float value : model.parameters().values()) ASSERT_EQ(value, 0.0f);
}

TEST_F(ModelTest, ScansABatchOnlyForTheCrossEntropy) {
  Model model = begun(settings_);

  EXPECT_EQ(model.step(Action::kCrossEntropy).batches, 1u);
  EXPECT_EQ(model.step(Action::kL1).batches, 0u);
  EXPECT_EQ(model.step(Action::kJoint).batches, 1u);
}

TEST_F(ModelTest, ProbesWithoutATrace) {
  const ModelSettings settings{.hidden = {5}, .batch_size = 7};
  Model model = begun(settings);
  Model untouched = begun(settings);
  take(model, 5);
  take(untouched, 5);

  const sdk::StepResult probed = model.probe(Action::kCrossEntropy);
  for (const Action action : kActions) model.probe(action);

  EXPECT_EQ(model.step(Action::kCrossEntropy).loss, probed.loss);
  untouched.step(Action::kCrossEntropy);
  EXPECT_EQ(after(model, 30), after(untouched, 30));
}

TEST_F(ModelTest, MeasuresWithoutATrace) {
  const ModelSettings settings{.hidden = {5, 3}, .batch_size = 7};
  Model model = begun(settings);

  for (int step = 0; step < 30; ++step) {
    for (const Split split : {Split::kTrain, Split::kValid, Split::kScore, Split::kTest, Split::kValidFirst})
      model.measure(split);
    model.step(kActions[step % 3]);
  }

  EXPECT_EQ(model.parameters().values(), after(begun(settings), 30));
}

TEST_F(ModelTest, MeasuresAsTheReferenceDoes) {
  Model model = begun(settings_);
  take(model, 50);
  const Rows rows = Generator(small_data(), 5).rows(Partition::kTest);
  const std::vector<double> theta = without_padding(model);

  const Metrics found = model.measure(Split::kTest);

  const double entropy = reference_.cross_entropy(theta, rows);
  EXPECT_NEAR(found.cross_entropy, entropy, 1e-5);
  EXPECT_DOUBLE_EQ(found.error, reference_.error(theta, rows));
  EXPECT_NEAR(found.ranked_error, found.error + entropy / (1 + entropy) / 80, 1e-7);
  EXPECT_NEAR(found.penalty, 0.02 * l1_norm(theta), 1e-6);
}

TEST_F(ModelTest, HalvesOfTheValidationRowsMakeTheWhole) {
  Model model = begun(settings_);
  take(model, 20);

  const Metrics first = model.measure(Split::kValidFirst), second = model.measure(Split::kValidSecond);

  EXPECT_NEAR(model.measure(Split::kValid).error, (50 * first.error + 51 * second.error) / 101, 1e-12);
}

TEST_F(ModelTest, KeepsAndRecallsParameters) {
  Model model = begun(settings_);
  take(model, 10);
  const Metrics kept = model.measure(Split::kValid);
  model.keep(2);
  take(model, 10);

  model.recall(2);

  EXPECT_EQ(model.measure(Split::kValid).cross_entropy, kept.cross_entropy);
  EXPECT_THROW(model.recall(1), sdk::Error);
}

TEST_F(ModelTest, GoesOnFromASavedStateToTheBit) {
  for (const bool shared : {true, false}) {
    const ModelSettings settings{.hidden = {5}, .batch_size = 7, .optimizer = {.shared = shared}};
    Model first = begun(settings), second = begun(settings, 8, 2);
    take(first, 20);
    first.keep(1);

    autoloss::test::load(second, autoloss::test::saved(first));

    EXPECT_EQ(after(first, 40), after(second, 40));
    first.recall(1);
    second.recall(1);
    EXPECT_EQ(first.parameters().values(), second.parameters().values());
  }
}

TEST_F(ModelTest, EqualSeedsGiveEqualTrainingsAndOthersOthers) {
  const ModelSettings settings{.hidden = {5}, .batch_size = 7};
  const auto trained = after(begun(settings, 1, 2), 40);

  EXPECT_EQ(after(begun(settings, 1, 2), 40), trained);
  EXPECT_NE(after(begun(settings, 9, 2), 40), trained);
  EXPECT_NE(after(begun(settings, 1, 9), 40), trained);
}

TEST_F(ModelTest, SaysWhenItDiverges) {
  Model model = begun({.hidden = {5}, .optimizer = {.method = training::OptimizerSettings::Method::kSgd}});
  model.parameters().data()[0] = std::numeric_limits<float>::infinity();

  EXPECT_TRUE(model.step(Action::kCrossEntropy).diverged);
}

TEST_F(ModelTest, ReportsTheAccuracyOfItsLatestBatch) {
  Model model = begun(settings_);
  EXPECT_TRUE(std::isnan(model.batch_accuracy()));
  const double error = model.measure(Split::kTrain).error;

  model.step(Action::kCrossEntropy);
  model.step(Action::kL1);

  EXPECT_DOUBLE_EQ(model.batch_accuracy(), 1 - error);
}

// Two clusters far apart: every row can be told.
TEST(Learning, TellsApartWhatALineSeparates) {
  GeneratorSettings settings;
  settings.clusters_per_class = 1;
  settings.class_sep = 20;
  settings.flip_y = 0;
  DataSet data(std::make_unique<Generator>(settings, 3), Role::kGuided);
  Model model;
  model.begin({}, data, 1, 1);

  for (int step = 0; step < 300; ++step) model.step(Action::kCrossEntropy);

  EXPECT_EQ(model.measure(Split::kTest).error, 0);
}

// More columns of noise than rows: without the penalty the network learns its training rows by heart.
TEST(Learning, ThePenaltyHelpsAgainstNoise) {
  const auto trained = [](bool with_penalty) {
    double total = 0;
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      DataSet data(std::make_unique<Generator>(GeneratorSettings{}, seed), Role::kGuided);
      Model model;
      model.begin({}, data, seed, seed);
      for (int step = 0; step < 2000; ++step)
        model.step(with_penalty && step % 2 == 1 ? Action::kL1 : Action::kCrossEntropy);
      total += model.measure(Split::kTest).error / 5;
    }
    return total;
  };

  EXPECT_LT(trained(true) + 0.03, trained(false));
}

}  // namespace
}  // namespace autoloss::classification
