#include "plugins/tasks/regression/regression_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "memory_stream.hpp"
#include "tests/unit/plugins/support/configuration.hpp"

namespace autoloss::regression {
namespace {

using autoloss::test::Configuration;
using ::testing::HasSubstr;

constexpr uint32_t kMse = 0, kL1 = 1, kJoint = 2;

sdk::Episode episode(Configuration& configuration, uint64_t data_seed = 1, uint32_t role = AUTOLOSS_ROLE_GUIDED) {
  return {role, data_seed, 2, 3, 0, sdk::Config(configuration.get())};
}

std::vector<double> measured(RegressionTask& task, uint32_t split = AUTOLOSS_SPLIT_VALID) {
  std::vector<double> values(task.info().metrics.size());
  task.measure(split, values);
  return values;
}

class RegressionTaskTest : public ::testing::Test {
 protected:
  RegressionTask made() { return {sdk::Host(), sdk::Config(configuration_.get())}; }

  // The validation error of a fresh model, which tells data sets apart.
  static double error_on(RegressionTask& task, const sdk::Episode& on) {
    task.begin(on);
    return measured(task)[0];
  }

  Configuration configuration_{RegressionTask::parameters()};
};

// A table of 48 rows in the temporary folder, y = 3 x + 2 z.
class RegressionTaskOnATable : public RegressionTaskTest {
 protected:
  RegressionTaskOnATable() {
    std::ofstream file(path_);
    file << "x,z,y\n";
    sdk::Stream stream(5);
    for (int row = 0; row < 48; ++row) {
      const double x = stream.normal(), z = stream.normal();
      file << x << ',' << z << ',' << 3 * x + 2 * z << '\n';
    }
    file.close();
    configuration_.string("data", path_).string("target", "y");
  }
  ~RegressionTaskOnATable() override { std::filesystem::remove(path_); }

  std::string refusal() {
    try {
      made();
    } catch (const sdk::Error& error) {
      return error.what();
    }
    return "accepted";
  }

  const std::string path_ = std::filesystem::temp_directory_path() /
                            ("autoloss_" + std::to_string(::getpid()) +
                             ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".csv");
};

TEST_F(RegressionTaskTest, DescribesTwoLossesAndTheirSum) {
  const sdk::TaskInfo info = made().info();

  ASSERT_EQ(info.actions.size(), 3u);
  EXPECT_EQ(info.actions[kMse].name, "mse");
  EXPECT_EQ(info.actions[kL1].name, "l1");
  EXPECT_EQ(info.actions[kJoint].name, "joint");
  EXPECT_TRUE(info.actions[kJoint].joint);
  EXPECT_EQ(info.actions[kMse].parameter_count, 16u * 16u + 16u);
  EXPECT_EQ(info.metrics[info.primary_metric].name, "mse");
  EXPECT_EQ(info.metrics[info.result_metric].name, "excess_mse");
}

TEST_F(RegressionTaskTest, TakesTheParametersOfEachEpisode) {
  RegressionTask task = made();
  task.begin(episode(configuration_));
  const double before = task.probe(kL1).loss;

  configuration_.integer("dimensions", 8);
  task.begin(episode(configuration_));
  EXPECT_EQ(task.info().actions[kMse].parameter_count, 8u * 8u + 8u);

  configuration_.integer("dimensions", 16).number("l1_weight", 0.4);
  task.begin(episode(configuration_));
  EXPECT_NEAR(task.probe(kL1).loss, 2 * before, 1e-5);
}

TEST_F(RegressionTaskTest, MakesTheDataThatSeedRoleAndParametersName) {
  RegressionTask task = made();
  const double first = error_on(task, episode(configuration_));

  EXPECT_NE(error_on(task, episode(configuration_, 9)), first);
  EXPECT_NE(error_on(task, episode(configuration_, 1, AUTOLOSS_ROLE_CONTROLLER)), first);
  EXPECT_EQ(error_on(task, episode(configuration_)), first);
  configuration_.number("noise", 1.0);
  EXPECT_NE(error_on(task, episode(configuration_)), first);
}

TEST_F(RegressionTaskTest, ReadsDistanceToTheTruthFromGeneratedData) {
  RegressionTask task = made();
  task.begin(episode(configuration_));
  for (int step = 0; step < 3000; ++step) task.step(step % 10 < 7 ? kL1 : kMse);

  const std::vector<double> values = measured(task, AUTOLOSS_SPLIT_TEST);

  EXPECT_LT(values[1], 2.0);
  EXPECT_GT(values[1], -1.0);
  EXPECT_LT(values[2], 2.0);
  EXPECT_GT(values[2], 0.0);
}

TEST_F(RegressionTaskTest, GoesOnFromASavedStateInAnotherInstance) {
  configuration_.integer("batch_size", 32);
  RegressionTask first = made(), second = made();
  first.begin(episode(configuration_));
  for (int step = 0; step < 50; ++step) first.step(static_cast<uint32_t>(step % 3));

  second.begin(episode(configuration_));
  test::load(second, test::saved(first));

  for (int step = 0; step < 50; ++step)
    ASSERT_EQ(first.step(static_cast<uint32_t>(step % 3)).loss, second.step(static_cast<uint32_t>(step % 3)).loss);
  EXPECT_EQ(measured(first), measured(second));
}

TEST_F(RegressionTaskOnATable, LearnsItsTarget) {
  configuration_.number("learning_rate", 0.01);
  RegressionTask task = made();
  task.begin(episode(configuration_));
  const double before = measured(task, AUTOLOSS_SPLIT_TEST)[0];

  for (int step = 0; step < 2000; ++step) task.step(kMse);

  EXPECT_LT(measured(task, AUTOLOSS_SPLIT_TEST)[0], 0.05 * before);
}

TEST_F(RegressionTaskOnATable, KnowsNoTruth) {
  RegressionTask task = made();
  task.begin(episode(configuration_));

  EXPECT_EQ(task.info().metrics[task.info().result_metric].name, "mse");
  EXPECT_EQ(task.info().actions[kMse].parameter_count, 2u * 2u + 2u);
  EXPECT_TRUE(std::isnan(measured(task)[1]));
  EXPECT_TRUE(std::isnan(measured(task)[2]));
}

TEST_F(RegressionTaskOnATable, ReadsTheFileOnce) {
  RegressionTask task = made();
  std::filesystem::remove(path_);

  EXPECT_NE(error_on(task, episode(configuration_, 1)), error_on(task, episode(configuration_, 2)));
}

TEST_F(RegressionTaskOnATable, SaysWhatIsWrongWithTheFileOrTheColumn) {
  configuration_.string("target", "w");
  EXPECT_THAT(refusal(), HasSubstr(path_ + ":1:1: no column 'w'; did you mean "));
  configuration_.string("target", "");
  EXPECT_EQ(refusal(), "parameter 'target' is empty: name the column of " + path_ + " that is to be predicted");
  configuration_.string("data", "/nowhere/t.csv").string("target", "y");
  EXPECT_EQ(refusal(), "/nowhere/t.csv: no such file, or it may not be read");
}

}  // namespace
}  // namespace autoloss::regression
