#include "plugins/tasks/classification/generator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <map>
#include <set>

namespace autoloss::classification {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Ne;

constexpr auto kPaper = GeneratorSettings::Form::kPaper;
constexpr auto kRelease = GeneratorSettings::Form::kRelease;

// Columns in order, no flipped label; what a test is about it changes.
GeneratorSettings plain(GeneratorSettings::Form form = kRelease, std::size_t rows = 200) {
  GeneratorSettings settings;
  settings.form = form;
  settings.features = 6;
  settings.flip_y = 0;
  settings.shuffle_columns = false;
  settings.sizes = {rows, rows, rows};
  return settings;
}

Rows training_rows(const GeneratorSettings& settings, uint64_t seed = 7) {
  return Generator(settings, seed).rows(Partition::kTaskTrain);
}

struct Moments {
  double mean = 0, variance = 0, fourth = 0;  // the last two about the mean
};
Moments moments_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  Moments moments;
  for (const double value : values) moments.mean += value / n;
  for (const double value : values) {
    const double square = std::pow(value - moments.mean, 2);
    moments.variance += square / n;
    moments.fourth += square * square / n;
  }
  return moments;
}

std::vector<double> column_of(const Rows& rows, std::size_t column) {
  std::vector<double> values;
  for (std::size_t row = 0; row < rows.count; ++row) values.push_back(rows.input(row)[column]);
  return values;
}

std::string refusal(const GeneratorSettings& settings) {
  try {
    check(settings);
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.status(), AUTOLOSS_INVALID_ARGUMENT);
    return error.what();
  }
  return "accepted";
}

TEST(Generator, MakesTheSameRowsForTheSameSeed) {
  EXPECT_EQ(training_rows({}, 7).inputs, training_rows({}, 7).inputs);
  EXPECT_EQ(training_rows({}, 7).labels, training_rows({}, 7).labels);
}

TEST(Generator, MakesOtherRowsForAnotherSeedAndInAnotherPartition) {
  const Generator generator({}, 7);

  EXPECT_THAT(training_rows({}, 8).inputs, Ne(training_rows({}, 7).inputs));
  EXPECT_THAT(generator.rows(Partition::kScore).inputs, Ne(generator.rows(Partition::kTaskValid).inputs));
}

TEST(Generator, GivesEveryPartitionItsSize) {
  const Generator generator({.sizes = {10, 20, 30}}, 1);

  EXPECT_EQ(generator.rows(Partition::kControllerTrain).count, 10u);
  EXPECT_EQ(generator.rows(Partition::kControllerValid).labels.size(), 20u);
  EXPECT_EQ(generator.rows(Partition::kTest).inputs.size(), 30u * 32u);
}

TEST(Generator, KeepsItsRowsWhenThereAreMore) {
  for (const auto form : {kPaper, kRelease}) {
    const Rows few = training_rows(plain(form, 10));
    const Rows many = training_rows(plain(form, 50)).slice(0, 10);

    EXPECT_EQ(many.inputs, few.inputs);
    EXPECT_EQ(many.labels, few.labels);
  }
}

TEST(Generator, MovesRowsWithTheirClusters) {
  GeneratorSettings settings = plain(kPaper);
  const Rows close = training_rows(settings);
  settings.class_sep = 3;
  const Rows far = training_rows(settings);

  EXPECT_EQ(far.labels, close.labels);
  for (std::size_t row = 0; row < far.count; ++row)
    for (const std::size_t column : {0u, 1u})
      EXPECT_NEAR(std::abs(far.input(row)[column] - close.input(row)[column]), 2.0, 1e-5);
}

// The layout that makes the task one for a straight line (and never XOR), in both forms.
TEST(Generator, PlacesTwoTimesTwoClustersInTwoColumnsInAFixedOrder) {
  for (const auto form : {kPaper, kRelease}) {
    for (uint64_t seed = 0; seed < 300; ++seed) {
      const Generator generator(plain(form, 4), seed);
      ASSERT_EQ(generator.cluster_count(), 4u);
      EXPECT_THAT(generator.centre(0), ElementsAre(-1, -1));
      EXPECT_THAT(generator.centre(1), ElementsAre(-1, 1));
      EXPECT_THAT(generator.centre(2), ElementsAre(1, -1));
      EXPECT_THAT(generator.centre(3), ElementsAre(1, 1));
    }
  }
}

TEST(Generator, IsSeparatedByAStraightLineWhereClustersAreFarApart) {
  GeneratorSettings settings = plain();
  settings.class_sep = 10;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Rows rows = training_rows(settings, seed);
    for (std::size_t row = 0; row < rows.count; ++row) EXPECT_EQ(rows.labels[row], rows.input(row)[1] > 0 ? 1u : 0u);
  }
}

TEST(Generator, DrawsCornersAtRandomWhereThereAreMoreThanClusters) {
  GeneratorSettings settings = plain(kRelease, 4);
  settings.informative = 3;
  std::map<std::vector<float>, int> drawn;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    const Generator generator(settings, seed);
    std::set<std::vector<float>> corners;
    for (std::size_t cluster = 0; cluster < 4; ++cluster) {
      const std::vector<float> centre(generator.centre(cluster).begin(), generator.centre(cluster).end());
      for (const float value : centre) EXPECT_EQ(std::abs(value), 1.0f);
      corners.insert(centre);
      ++drawn[centre];
    }
    EXPECT_EQ(corners.size(), 4u);
  }

  ASSERT_EQ(drawn.size(), 8u);
  for (const auto& [corner, count] : drawn) EXPECT_NEAR(count, 200, 50);  // 5 standard deviations
}

// Of the 70 sets of four corners of a cube six are two pairs of opposite ones, and one pairing of three gives each
// class a pair: there XOR comes about, as it does in scikit-learn.
TEST(Generator, LetsClassesCoincideInThreeColumnsAsOftenAsChanceDoes) {
  constexpr int kSeeds = 20'000;
  GeneratorSettings settings = plain(kRelease, 4);
  settings.informative = 3;
  int coinciding = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Generator generator(settings, seed);
    bool opposite = true;
    for (std::size_t i = 0; i < 3; ++i)
      opposite = opposite && generator.centre(0)[i] == -generator.centre(2)[i] &&
                 generator.centre(1)[i] == -generator.centre(3)[i];
    coinciding += opposite ? 1 : 0;
  }

  const double share = 2.0 / 70;
  EXPECT_NEAR(coinciding, kSeeds * share, 5 * std::sqrt(kSeeds * share));
}

TEST(Generator, DrawsDistinctCornersInManyColumns) {
  GeneratorSettings settings = plain(kRelease, 8);
  settings.features = settings.informative = 70;
  settings.redundant = 0;
  const Generator generator(settings, 3);

  std::set<std::vector<float>> corners;
  for (std::size_t cluster = 0; cluster < 4; ++cluster)
    corners.emplace(generator.centre(cluster).begin(), generator.centre(cluster).end());

  EXPECT_EQ(corners.size(), 4u);
}

TEST(Generator, DrawsCornersTowardsTheMiddleWithoutAHypercube) {
  GeneratorSettings settings = plain(kRelease, 4);
  settings.hypercube = false;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const Generator generator(settings, seed);
    for (std::size_t cluster = 0; cluster < 4; ++cluster)
      for (const float value : generator.centre(cluster)) EXPECT_LT(std::abs(value), 1.0f);
    // A factor for the column times one for the cluster.
    EXPECT_NEAR(generator.centre(0)[0] * generator.centre(3)[1], generator.centre(0)[1] * generator.centre(3)[0], 1e-6);
  }
}

TEST(Generator, DividesTheRowsOfThePublishedFormEvenly) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<uint32_t> labels = training_rows(plain(), seed).labels;
    EXPECT_EQ(std::count(labels.begin(), labels.end(), 1u), 100);
    EXPECT_NEAR(std::count(labels.begin(), labels.begin() + 100, 1u), 50, 2);  // halves are samples too
  }
}

TEST(Generator, DrawsTheClusterOfEachRowOfThePapersForm) {
  std::vector<double> counts;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    const std::vector<uint32_t> labels = training_rows(plain(kPaper), seed).labels;
    counts.push_back(static_cast<double>(std::count(labels.begin(), labels.end(), 1u)));
  }

  const Moments moments = moments_of(counts);  // binomial: 200 rows at 1/2
  EXPECT_NEAR(moments.mean, 100, 5 * std::sqrt(50.0 / 400));
  EXPECT_NEAR(moments.variance, 50, 5 * 50 * std::sqrt(2.0 / 400));
}

TEST(Generator, MakesRoundClustersInThePapersForm) {
  GeneratorSettings settings = plain(kPaper, 4000);
  settings.class_sep = 20;  // no point is nearer to another centre than to its own
  const Rows rows = training_rows(settings);

  std::vector<double> first, second;
  double product = 0;
  for (std::size_t row = 0; row < rows.count; ++row) {
    first.push_back(std::abs(rows.input(row)[0]) - 20);
    second.push_back(rows.input(row)[1] - (rows.labels[row] == 1 ? 20 : -20));
    product += first.back() * second.back() / 4000;
  }

  for (const Moments& moments : {moments_of(first), moments_of(second)}) {
    EXPECT_NEAR(moments.mean, 0, 5 / std::sqrt(4000.0));
    EXPECT_NEAR(moments.variance, 1, 5 * std::sqrt(2.0 / 4000));
  }
  EXPECT_NEAR(product, 0, 5 / std::sqrt(4000.0));
}

// The mixing matrix has entries U[-1, 1) of variance 1/3, one for each informative column.
TEST(Generator, StretchesClustersAtRandomInThePublishedForm) {
  GeneratorSettings settings = plain(kRelease, 400);
  settings.class_sep = 20;
  std::vector<double> variances;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    const Rows rows = training_rows(settings, seed);
    std::vector<double> cluster;
    for (std::size_t row = 0; row < rows.count; ++row)
      if (rows.input(row)[0] > 0 && rows.input(row)[1] > 0) cluster.push_back(rows.input(row)[0]);
    EXPECT_EQ(cluster.size(), 100u);
    variances.push_back(moments_of(cluster).variance);
  }

  const Moments moments = moments_of(variances);
  EXPECT_NEAR(moments.mean, 2.0 / 3, 5 * std::sqrt(moments.variance / 400));
  EXPECT_GT(moments.variance, 0.1);  // 2 (1/5 - 1/9) = .18 and the sampling: clusters differ in width
}

TEST(Generator, CombinesInformativeColumnsIntoRedundantOnes) {
  const Rows rows = training_rows(plain());
  const auto a = rows.input(0), b = rows.input(1);
  const double determinant = double{a[0]} * b[1] - double{a[1]} * b[0];

  for (const std::size_t column : {2u, 3u}) {
    const double first = (double{a[column]} * b[1] - double{b[column]} * a[1]) / determinant;
    const double second = (double{b[column]} * a[0] - double{a[column]} * b[0]) / determinant;
    EXPECT_LE(std::abs(first), 1.0 + 1e-4);
    EXPECT_LE(std::abs(second), 1.0 + 1e-4);
    for (std::size_t row = 2; row < rows.count; ++row)
      EXPECT_NEAR(rows.input(row)[column], first * rows.input(row)[0] + second * rows.input(row)[1], 1e-3);
  }
}

TEST(Generator, RepeatsInformativeOrRedundantColumns) {
  GeneratorSettings settings = plain();
  settings.repeated = 1;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Rows rows = training_rows(settings, seed);
    int equal = 0;
    for (std::size_t column = 0; column < 4; ++column) equal += column_of(rows, column) == column_of(rows, 4) ? 1 : 0;
    EXPECT_EQ(equal, 1);
  }
}

TEST(Generator, FillsTheOtherColumnsWithNormalNoise) {
  const Rows rows = training_rows(plain(kRelease, 20'000));
  const std::vector<double> noise = column_of(rows, 4);
  double with_label = 0, with_next = 0;
  for (std::size_t row = 0; row < rows.count; ++row) {
    with_label += noise[row] * (rows.labels[row] == 1 ? 1 : -1) / 20'000;
    with_next += noise[row] * rows.input(row)[5] / 20'000;
  }

  const Moments moments = moments_of(noise);
  EXPECT_NEAR(moments.mean, 0, 5 / std::sqrt(20'000.0));
  EXPECT_NEAR(moments.variance, 1, 5 * std::sqrt(2 / 20'000.0));
  EXPECT_NEAR(moments.fourth, 3, 5 * std::sqrt(96 / 20'000.0));
  EXPECT_NEAR(with_label, 0, 5 / std::sqrt(20'000.0));
  EXPECT_NEAR(with_next, 0, 5 / std::sqrt(20'000.0));
}

TEST(Generator, DrawsSomeLabelsAnewFromAllClasses) {
  GeneratorSettings settings = plain(kRelease, 20'000);
  settings.classes = 4;
  settings.clusters_per_class = 1;
  const Rows clean = training_rows(settings);
  settings.flip_y = 0.2;
  const Rows flipped = training_rows(settings);

  double changed = 0;
  for (std::size_t row = 0; row < clean.count; ++row) changed += clean.labels[row] != flipped.labels[row] ? 1 : 0;
  EXPECT_EQ(flipped.inputs, clean.inputs);
  EXPECT_NEAR(changed / 20'000, 0.2 * 3 / 4, 5 * std::sqrt(0.15 * 0.85 / 20'000));
}

TEST(Generator, SharesTheRowsAmongClassesByTheirWeights) {
  for (const auto form : {kPaper, kRelease}) {
    GeneratorSettings settings = plain(form, 10'000);
    settings.class_weights = {1, 3};
    const std::vector<uint32_t> labels = training_rows(settings).labels;
    EXPECT_NEAR(std::count(labels.begin(), labels.end(), 1u), 7500, 5 * std::sqrt(1875.0));
  }
}

TEST(Generator, MakesAsManyClassesAsAsked) {
  GeneratorSettings settings = plain();
  settings.classes = 5;
  settings.clusters_per_class = 1;
  settings.informative = 3;
  const Generator generator(settings, 1);

  const std::vector<uint32_t> labels = generator.rows(Partition::kTest).labels;

  EXPECT_THAT(generator.classes(), ElementsAre("0", "1", "2", "3", "4"));
  for (uint32_t label = 0; label < 5; ++label) EXPECT_EQ(std::count(labels.begin(), labels.end(), label), 40);
}

TEST(Generator, ShiftsThenScalesEveryColumn) {
  GeneratorSettings settings = plain();
  const Rows before = training_rows(settings);
  settings.shift = 0.5;
  settings.scale = 4;
  const Rows after = training_rows(settings);

  for (std::size_t i = 0; i < before.inputs.size(); ++i)
    EXPECT_NEAR(after.inputs[i], (before.inputs[i] + 0.5) * 4, 1e-4);
}

TEST(Generator, ShiftsAndScalesEveryColumnForItselfAtRandom) {
  GeneratorSettings settings = plain();
  const Rows before = training_rows(settings);
  settings.random_shift = true;
  const Rows shifted = training_rows(settings);
  settings.random_shift = false;
  settings.random_scale = true;
  const Rows scaled = training_rows(settings);

  std::set<float> shifts;
  for (std::size_t column = 0; column < 6; ++column) {
    const float shift = shifted.input(0)[column] - before.input(0)[column];
    const float scale = scaled.input(0)[column] / before.input(0)[column];
    EXPECT_LE(std::abs(shift), 1.0f);
    EXPECT_GE(scale, 0.999f);
    EXPECT_LE(scale, 101.001f);
    EXPECT_NEAR(shifted.input(9)[column] - before.input(9)[column], shift, 1e-5);
    EXPECT_NEAR(scaled.input(9)[column] / before.input(9)[column], scale, 1e-3);
    shifts.insert(shift);
  }
  EXPECT_EQ(shifts.size(), 6u);
}

TEST(Generator, PutsColumnsIntoRandomOrder) {
  GeneratorSettings settings = plain();
  const Rows ordered = training_rows(settings);
  settings.shuffle_columns = true;
  const Generator generator(settings, 7);
  const Rows shuffled = generator.rows(Partition::kTaskTrain);

  for (std::size_t column = 0; column < 6; ++column)
    EXPECT_EQ(column_of(shuffled, generator.columns()[column]), column_of(ordered, column));
  EXPECT_THAT(Generator(settings, 8).columns(), Ne(generator.columns()));
}

TEST(Generator, RefusesMoreColumnsOfAKindThanThereAre) {
  EXPECT_EQ(refusal({.features = 5, .informative = 3, .redundant = 2, .repeated = 1}),
            "informative + redundant + repeated = 6 columns are more than features = 5: lower them or raise features");
}

TEST(Generator, RefusesMoreClustersThanCorners) {
  EXPECT_EQ(refusal({.classes = 3}),
            "classes x clusters_per_class = 6 clusters need a corner each, and a hypercube of informative = 2 "
            "dimensions has 4: raise informative");
  EXPECT_EQ(refusal({.classes = 4, .clusters_per_class = 1}), "accepted");
}

TEST(Generator, RefusesPartitionsWithoutARowOfEachClass) {
  GeneratorSettings settings{.classes = 4, .clusters_per_class = 1};
  settings.sizes = {200, 3, 1000};
  EXPECT_EQ(
      refusal(settings),
      "valid_rows = 3 are fewer than classes = 4: a partition of generated data needs a row of each class at least");
  settings.sizes = {200, 1000, 0};
  EXPECT_THAT(refusal(settings), HasSubstr("test_rows = 0 are fewer"));
}

TEST(Generator, RefusesWeightsThatDoNotFitTheClasses) {
  EXPECT_EQ(refusal({.class_weights = {1, 2, 3}}), "class_weights has 3 numbers; classes = 2 need one each");
  EXPECT_EQ(refusal({.class_weights = {1, 0}}),
            "class_weights has a number that is not above 0: a class without rows cannot be learned");
}

}  // namespace
}  // namespace autoloss::classification
