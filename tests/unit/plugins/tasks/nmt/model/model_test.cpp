#include "plugins/tasks/nmt/model/model.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <map>

#include "plugins/tasks/nmt/data/built_in.hpp"
#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::nmt {
namespace {

const std::shared_ptr<const DataSet>& data() {
  static const std::shared_ptr<const DataSet> set =
      std::make_shared<DataSet>(make_built_in({200, 200, 40, 40}, AUTOLOSS_ROLE_GUIDED, 1));
  return set;
}

Model begun(const ModelSettings& settings = {}, uint64_t step_seed = 2) {
  Model model;
  model.begin(settings, data(), 1, step_seed);
  return model;
}

// The three jobs in turn; the losses seen.
std::vector<double> train(Model& model, int steps) {
  std::vector<double> losses;
  for (int step = 0; step < steps; ++step) losses.push_back(model.step(static_cast<Job>(step % 3)).loss);
  return losses;
}

ModelSettings paper_like() {
  ModelSettings settings;
  settings.network = {Cell::kLstm, 2, 12, 8, 0.3, false, false, true};
  settings.training.average = 0;
  settings.training.shared_adam = false;
  return settings;
}

TEST(NmtModel, LearnsEachOfItsJobs) {
  Model model = begun();
  std::map<Job, double> before;
  for (const Job job : {Job::kTranslation, Job::kEntities, Job::kClasses})
    before[job] = model.losses(job, AUTOLOSS_SPLIT_VALID).loss;

  train(model, 150);

  for (const auto& [job, loss] : before) EXPECT_LT(model.losses(job, AUTOLOSS_SPLIT_VALID).loss, 0.8 * loss);
  EXPECT_GT(model.tagging_score(Job::kClasses, AUTOLOSS_SPLIT_VALID), 0.5);
}

// -ln p of a token on the test split by how often it stands in the training translations.
double unigram_loss() {
  std::map<int32_t, double> counts;
  double total = 0;
  const auto count = [&](int32_t token) { counts[token] += 1, total += 1; };
  for (const EncodedPair& pair : data()->splits[AUTOLOSS_SPLIT_TRAIN].pairs) {
    for (const int32_t token : pair.target) count(token);
    count(kEnd);
  }
  const double vocabulary = static_cast<double>(data()->target->size());
  double sum = 0, tokens = 0;
  const auto add = [&](int32_t token) {
    sum -= std::log((counts[token] + 1) / (total + vocabulary));
    ++tokens;
  };
  for (const EncodedPair& pair : data()->splits[AUTOLOSS_SPLIT_TEST].pairs) {
    for (const int32_t token : pair.target) add(token);
    add(kEnd);
  }
  return sum / tokens;
}

TEST(NmtModel, TranslatesBetterThanByTheFrequencyOfWords) {
  Model model = begun();
  for (int step = 0; step < 200; ++step) model.step(Job::kTranslation);

  EXPECT_LT(model.losses(Job::kTranslation, AUTOLOSS_SPLIT_TEST).loss, unigram_loss() - 1);
}

// 200 pairs and 200 sentences of either kind; batches of 32.
TEST(NmtModel, TellsHowMuchThereIsToLearnFrom) {
  Model model = begun();
  train(model, 6);  // two of them of translation

  EXPECT_DOUBLE_EQ(model.epochs(), 2 * 32 / 200.0);
  EXPECT_DOUBLE_EQ(model.pairs_share(), 1 / 3.0);
  EXPECT_DOUBLE_EQ(model.log_pairs(), std::log(200 / 500.0));
}

TEST(NmtModel, EqualSeedsTrainAlikeAndOthersDoNot) {
  Model one = begun(), again = begun(), other = begun({}, 3);

  const std::vector<double> losses = train(one, 12);

  EXPECT_EQ(train(again, 12), losses);
  EXPECT_NE(train(other, 12), losses);
}

class NmtModelState : public testing::TestWithParam<bool> {
 protected:
  ModelSettings settings_ = GetParam() ? paper_like() : ModelSettings{};
};

TEST_P(NmtModelState, SavedAndLoadedItGoesOnToTheBit) {
  Model model = begun(settings_), restored = begun(settings_);
  train(model, 9);
  model.keep(1);
  train(model, 5);

  test::load(restored, test::saved(model));

  EXPECT_EQ(train(restored, 9), train(model, 9));
  restored.recall(1);
  model.recall(1);
  EXPECT_EQ(restored.losses(Job::kTranslation, AUTOLOSS_SPLIT_VALID).loss,
            model.losses(Job::kTranslation, AUTOLOSS_SPLIT_VALID).loss);
}

TEST_P(NmtModelState, MeasuringAndProbingChangeNothing) {
  Model watched = begun(settings_), left = begun(settings_);
  for (int step = 0; step < 6; ++step) {
    watched.probe(Job::kEntities);
    watched.losses(Job::kTranslation, AUTOLOSS_SPLIT_VALID);
    watched.tagging_score(Job::kClasses, AUTOLOSS_SPLIT_VALID_FIRST);
    watched.translate(AUTOLOSS_SPLIT_TEST, 1);

    const Job job = static_cast<Job>(step % 3);
    const sdk::StepResult probed = watched.probe(job), taken = watched.step(job);

    EXPECT_EQ(probed.loss, taken.loss);
    EXPECT_EQ(probed.gradient_norm, taken.gradient_norm);
    EXPECT_EQ(taken.loss, left.step(job).loss);
  }
}

TEST_P(NmtModelState, RecallsWhatWasKept) {
  Model model = begun(settings_);
  train(model, 6);
  model.keep(0);
  const double kept = model.losses(Job::kTranslation, AUTOLOSS_SPLIT_VALID).loss;
  train(model, 6);
  EXPECT_NE(model.losses(Job::kTranslation, AUTOLOSS_SPLIT_VALID).loss, kept);

  model.recall(0);

  EXPECT_EQ(model.losses(Job::kTranslation, AUTOLOSS_SPLIT_VALID).loss, kept);
}

INSTANTIATE_TEST_SUITE_P(Presets, NmtModelState, testing::Bool());

TEST(NmtModel, ATaggingActionTakesAsManyUpdatesAsItIsTold) {
  ModelSettings thrice;
  thrice.tagging_repeat = 3;
  Model one = begun(), three = begun(thrice);

  EXPECT_EQ(three.step(Job::kClasses).batches, 3u);
  for (int step = 0; step < 3; ++step) EXPECT_EQ(one.step(Job::kClasses).batches, 1u);

  EXPECT_EQ(one.losses(Job::kClasses, AUTOLOSS_SPLIT_VALID).loss,
            three.losses(Job::kClasses, AUTOLOSS_SPLIT_VALID).loss);
  EXPECT_EQ(three.step(Job::kTranslation).batches, 1u);
}

TEST(NmtModel, HalvesOfValidationMakeTheWhole) {
  Model model = begun();

  const std::size_t first = model.pairs(AUTOLOSS_SPLIT_VALID_FIRST).size();

  EXPECT_EQ(first + model.pairs(AUTOLOSS_SPLIT_VALID_SECOND).size(), model.pairs(AUTOLOSS_SPLIT_VALID).size());
  EXPECT_EQ(model.pairs(AUTOLOSS_SPLIT_VALID_SECOND)[0], model.pairs(AUTOLOSS_SPLIT_VALID)[1]);
}

TEST(NmtModel, ABeamTranslatesNoWorseInTheMean) {
  Model model = begun();
  for (int step = 0; step < 100; ++step) model.step(Job::kTranslation);

  EXPECT_EQ(model.translate(AUTOLOSS_SPLIT_TEST, 3).size(), model.translate(AUTOLOSS_SPLIT_TEST, 1).size());
}

}  // namespace
}  // namespace autoloss::nmt
