#include "plugins/tasks/regression/data_set.hpp"

#include <gtest/gtest.h>

#include "plugins/tasks/regression/generator.hpp"

namespace autoloss::regression {
namespace {

constexpr QuadraticForm kForm{.dimensions = 3};
constexpr GeneratorSettings kSettings{.dimensions = 3, .rows = 11};

// The squared error of the zero model tells partitions apart.
double error_of(const Rows& rows) {
  const AlignedFloats zero(kForm.padded_count(), 0.0f);
  return SquaredError(kForm, rows).loss(zero.data());
}
double error_of(DataSet& data, Split split) {
  const AlignedFloats zero(kForm.padded_count(), 0.0f);
  return data.error(split).loss(zero.data());
}

TEST(DataSet, ReadsThePartitionsOfItsRole) {
  const Generator generator(kSettings, 5);
  DataSet controller(std::make_unique<Generator>(kSettings, 5), Role::kController, kForm);
  DataSet guided(std::make_unique<Generator>(kSettings, 5), Role::kGuided, kForm);

  EXPECT_EQ(error_of(controller, Split::kTrain), error_of(generator.rows(Partition::kControllerTrain)));
  EXPECT_EQ(error_of(controller, Split::kValid), error_of(generator.rows(Partition::kControllerValid)));
  EXPECT_EQ(error_of(guided, Split::kTrain), error_of(generator.rows(Partition::kTaskTrain)));
  EXPECT_EQ(error_of(guided, Split::kValid), error_of(generator.rows(Partition::kTaskValid)));
  EXPECT_EQ(error_of(guided, Split::kTest), error_of(generator.rows(Partition::kTest)));
  EXPECT_EQ(error_of(controller, Split::kScore), error_of(generator.rows(Partition::kScore)));
}

TEST(DataSet, HalvesTheValidationRows) {
  const Rows valid = Generator(kSettings, 5).rows(Partition::kTaskValid);
  DataSet data(std::make_unique<Generator>(kSettings, 5), Role::kGuided, kForm);

  EXPECT_EQ(error_of(data, Split::kValidFirst), error_of(valid.slice(0, 5)));
  EXPECT_EQ(error_of(data, Split::kValidSecond), error_of(valid.slice(5, 11)));
}

TEST(DataSet, KnowsTheNoiseInTheRowsOfEachSplit) {
  const Rows test = Generator(kSettings, 5).rows(Partition::kTest);
  DataSet data(std::make_unique<Generator>(kSettings, 5), Role::kGuided, kForm);
  double squares = 0;
  for (const float noise : test.noise) squares += noise * noise;

  EXPECT_NEAR(*data.noise_power(Split::kTest), squares / 11, 1e-5);
}

}  // namespace
}  // namespace autoloss::regression
