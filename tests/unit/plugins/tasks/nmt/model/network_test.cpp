#include "plugins/tasks/nmt/model/network.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "plugins/shared/torch/generator.hpp"
#include "plugins/tasks/nmt/model/decoding.hpp"
#include "plugins/tasks/nmt/model/weights.hpp"

namespace autoloss::nmt {
namespace {

NetworkSettings small(Cell cell, bool aids) {
  NetworkSettings settings;
  settings.cell = cell;
  settings.layers = 2;
  settings.embedding = 6;
  settings.hidden = aids ? 6 : 5;
  settings.add_embedding = settings.distance_bias = aids;
  settings.tag_decoder = !aids;
  return settings;
}

// A network of random parameters.
struct Network {
  explicit Network(const NetworkSettings& given)
      : settings(given),
        parameters(settings, {9, {11, 8, 8}}, torch_parts::make_generator(7)),
        weights(settings, parameters, NetworkWeights::Use::kLearning) {}
  at::Tensor scores(Job job, const Batch& batch) const { return scores_of(settings, weights, job, batch, {}); }
  Decoder decoder(const SourceBatch& batch) const {
    return Decoder(settings, *weights.decoders[0], encode(settings, weights.encoder, batch, {}));
  }
  NetworkSettings settings;
  NetworkParameters parameters;
  NetworkWeights weights;
};

const EncodedPair kShort{{4, 5}, {6, 7}};
const EncodedPair kLong{{8, 7, 6, 5, 4, 8}, {5, 6, 7, 8, 9}};
const EncodedTagged kShortTagged{{4, 5}, {1, 2}, {1, 1}};
const EncodedTagged kLongTagged{{8, 7, 6, 5}, {3, 1, 2, 3}, {1, 1, 0, 1}};

using Pairs = std::vector<const EncodedPair*>;
using Tagged = std::vector<const EncodedTagged*>;

class NetworkTest : public testing::TestWithParam<std::pair<Cell, bool>> {
 protected:
  Network network_{small(GetParam().first, GetParam().second)};
};

// The rows of a batch that belong to its first sentence.
at::Tensor first_sentence(const at::Tensor& scores, const Batch& batch) {
  return scores.index_select(0, batch.target.rows.remainder(batch.source.sentences).eq(0).nonzero().view(-1));
}

TEST_P(NetworkTest, PaddingChangesNoScore) {
  const Batch alone = make_batch(Pairs{&kShort}), padded = make_batch(Pairs{&kShort, &kLong});

  const at::Tensor expected = network_.scores(Job::kTranslation, alone);
  const at::Tensor found = first_sentence(network_.scores(Job::kTranslation, padded), padded);

  ASSERT_GT(padded.padding, 0);
  EXPECT_TRUE(at::allclose(found, expected, 1e-5, 1e-5));
}

TEST_P(NetworkTest, PaddingChangesNoScoreOfATag) {
  const Batch alone = make_batch(Tagged{&kShortTagged}), padded = make_batch(Tagged{&kShortTagged, &kLongTagged});

  const at::Tensor expected = network_.scores(Job::kClasses, alone);
  const at::Tensor found = first_sentence(network_.scores(Job::kClasses, padded), padded);

  EXPECT_TRUE(at::allclose(found, expected, 1e-5, 1e-5));
}

TEST_P(NetworkTest, PaddingHasNoPartInTheGradient) {
  const Batch first = make_batch(Pairs{&kShort}), second = make_batch(Pairs{&kLong}),
              both = make_batch(Pairs{&kShort, &kLong});
  const auto gradient = [&](const Batch& batch) {
    const at::Tensor loss = at::cross_entropy_loss(network_.scores(Job::kTranslation, batch), batch.target.expected, {},
                                                   at::Reduction::Sum);
    return network_.parameters.encoder.gradient(loss);
  };

  EXPECT_TRUE(at::allclose(gradient(both), gradient(first) + gradient(second), 1e-4, 1e-5));
}

TEST_P(NetworkTest, StepByStepTheDecoderScoresAsOverTheWholeTarget) {
  const at::NoGradGuard no_gradient;
  const Batch batch = make_batch(Pairs{&kLong});
  const at::Tensor whole = network_.scores(Job::kTranslation, batch);

  Decoder decoder = network_.decoder(batch.source);

  for (int64_t place = 0; place < batch.target.input.size(0); ++place)
    EXPECT_TRUE(at::allclose(decoder.step(batch.target.input[place]).squeeze(0), whole[place], 1e-4, 1e-5)) << place;
}

TEST_P(NetworkTest, ABeamOfOneIsGreedy) {
  const at::NoGradGuard no_gradient;
  const SourceBatch batch = make_source({&kLong.source});

  EXPECT_EQ(decode_beam(network_.decoder(batch), 1, 12), decode_greedily(network_.decoder(batch), 1, 12)[0]);
}

// Mean log probability of a token, the end included.
double score(const Network& network, const Tokens& source, const Tokens& target) {
  const EncodedPair pair{source, target};
  const Batch batch = make_batch(Pairs{&pair});
  return -at::cross_entropy_loss(network.scores(Job::kTranslation, batch), batch.target.expected).item<double>();
}

TEST_P(NetworkTest, AWideBeamFindsNothingWorseThanGreedy) {
  const at::NoGradGuard no_gradient;
  const SourceBatch batch = make_source({&kLong.source});
  const Tokens wide = decode_beam(network_.decoder(batch), 8, 40);
  const Tokens greedy = decode_greedily(network_.decoder(batch), 1, 40)[0];

  // A translation that was cut off has no end to be scored with.
  if (greedy.size() == 40 || wide.size() == 40) return;
  EXPECT_GE(score(network_, kLong.source, wide), score(network_, kLong.source, greedy) - 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Cells, NetworkTest,
                         testing::Values(std::pair(Cell::kGru, true), std::pair(Cell::kGru, false),
                                         std::pair(Cell::kLstm, true), std::pair(Cell::kLstm, false)));

TEST(Attention, IsTheMeanOfTheMemoryWeightedByTheScores) {
  // One query (1, 0); memory (ln 2, 0), (0, 1), and padding. The scores are ln 2 and 0: weights 2/3 and 1/3.
  const at::Tensor query = torch::tensor({1.0f, 0.0f}).view({1, 1, 2});
  const float ln2 = std::log(2.0f), outside = -std::numeric_limits<float>::infinity();
  const at::Tensor memory = torch::tensor({ln2, 0.0f, 0.0f, 1.0f, 9.0f, 9.0f}).view({1, 3, 2});
  const at::Tensor mask = torch::tensor({0.0f, 0.0f, outside}).view({1, 1, 3});

  const at::Tensor context = attend(query, memory, mask).view(-1);

  EXPECT_NEAR(context[0].item<float>(), 2.0f / 3 * ln2, 1e-6);
  EXPECT_NEAR(context[1].item<float>(), 1.0f / 3, 1e-6);
}

TEST(Attention, ABiasMovesTheWeights) {
  // Equal scores, and a bias of ln 3 for the second place: weights 1/4 and 3/4.
  const at::Tensor query = at::zeros({1, 1, 1}), memory = torch::tensor({0.0f, 1.0f}).view({1, 2, 1});
  const at::Tensor bias = torch::tensor({0.0f, std::log(3.0f)}).view({1, 1, 2});

  EXPECT_NEAR(attend(query, memory, bias).item<float>(), 0.75f, 1e-6);
}

TEST(Decoding, OfTagsGivesOneForEachToken) {
  const at::NoGradGuard no_gradient;
  const Network network(small(Cell::kGru, false));
  const Batch batch = make_batch(Tagged{&kShortTagged, &kLongTagged});
  const Encoding encoding = encode(network.settings, network.weights.encoder, batch.source, {});

  const auto tags = decode_tags(Decoder(network.settings, *network.weights.decoders[2], encoding), {2, 4});

  ASSERT_EQ(tags.size(), 2u);
  EXPECT_EQ(tags[0].size(), 2u);
  EXPECT_EQ(tags[1].size(), 4u);
  EXPECT_THAT(tags[1], testing::Each(testing::Ge(kFirstToken)));
}

TEST(Batch, WritesWhatFollowsWhatItHasRead) {
  const Batch batch = make_batch(Pairs{&kShort, &kLong});

  EXPECT_EQ(batch.source.places, 6);
  EXPECT_EQ(batch.tokens(), 2 + 1 + 5 + 1);  // with the end of each
  EXPECT_EQ(batch.target.input[0][0].item<int64_t>(), kBegin);
  EXPECT_EQ(batch.target.input[1][0].item<int64_t>(), 6);
  EXPECT_EQ(batch.target.input[3][0].item<int64_t>(), kPadding);
  // 4 of 12 places of the source hold nothing, and 3 of 12 of the target.
  EXPECT_NEAR(batch.padding, 7.0 / 24, 1e-12);
}

}  // namespace
}  // namespace autoloss::nmt
