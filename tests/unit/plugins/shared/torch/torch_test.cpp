// One file for all of plugins/shared/torch: LibTorch's headers are costly to read.
#include <gmock/gmock.h>

#include <thread>

#include "plugins/shared/torch/adam.hpp"
#include "plugins/shared/torch/generator.hpp"
#include "plugins/shared/torch/parameter_group.hpp"
#include "plugins/shared/torch/single_thread.hpp"
#include "plugins/shared/torch/tensor_state.hpp"
#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::torch_parts {
namespace {

// What an instance does: draws, forward and backward passes through the kinds of kernels that split their work.
std::vector<float> trained_parameters(uint64_t seed) {
  const SingleThread one_thread;
  at::Generator generator = make_generator(seed);
  ParameterGroup group({{16, 3, 3, 3}, {16}, {8, 16 * 14 * 14}});
  group.flat().normal_(0, 0.1, generator);
  Adam adam({}, group);
  for (int step = 0; step < 3; ++step) {
    const at::Tensor input = at::randn({64, 3, 16, 16}, generator);
    const at::Tensor hidden = at::relu(at::conv2d(input, group.leaves()[0], group.leaves()[1]));
    const at::Tensor output = at::linear(dropout(hidden.flatten(1), 0.3, generator), group.leaves()[2]);
    adam.step(group, group.gradient(output.square().mean()));
  }
  return {group.flat().data_ptr<float>(), group.flat().data_ptr<float>() + group.size()};
}

TEST(SingleThread, GivesTheSameBitsOnManyThreadsAtOnce) {
  const std::vector<float> alone = trained_parameters(5);

  std::vector<std::vector<float>> found(4);
  std::vector<std::thread> threads;
  for (std::size_t index = 0; index < found.size(); ++index)
    threads.emplace_back([&found, index] { found[index] = trained_parameters(index == 2 ? 6 : 5); });
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(found[0], alone);
  EXPECT_EQ(found[1], alone);
  EXPECT_NE(found[2], alone);
  EXPECT_EQ(found[3], alone);
}

TEST(SingleThread, LeavesTheNumberOfThreadsAsItWas) {
  const int before = at::get_num_threads();
  {
    const SingleThread one_thread;
    EXPECT_EQ(at::get_num_threads(), 1);
  }
  EXPECT_EQ(at::get_num_threads(), before);
}

TEST(Generator, DrawsNothingFromTheGlobalOne) {
  const at::Tensor before = at::globalContext().defaultGenerator(at::kCPU).get_state();

  trained_parameters(1);

  EXPECT_TRUE(at::equal(at::globalContext().defaultGenerator(at::kCPU).get_state(), before));
}

TEST(Generator, ACopyGoesOnAsTheOneCopied) {
  at::Generator generator = make_generator(1);
  at::randn({7}, generator);
  at::Generator copy = copy_of(generator);

  EXPECT_TRUE(at::equal(at::randn({7}, copy), at::randn({7}, generator)));
}

TEST(Dropout, KeepsTheMean) {
  const at::Tensor dropped = dropout(at::ones({10000}), 0.25, make_generator(3));

  EXPECT_NEAR(dropped.mean().item<double>(), 1.0, 0.02);
  EXPECT_EQ((dropped == 0).sum().item<int64_t>() + (dropped == 1 / 0.75f).sum().item<int64_t>(), 10000);
}

TEST(ParameterGroup, ItsTensorsAreOneVector) {
  const ParameterGroup group({Shape{2, 2}, Shape{3}});

  group.flat().copy_(at::arange(7, at::kFloat));

  EXPECT_TRUE(at::equal(group.leaves()[0].detach(), at::arange(4, at::kFloat).view({2, 2})));
  EXPECT_TRUE(at::equal(group.constants()[1], at::arange(4, 7, at::kFloat)));
}

TEST(ParameterGroup, GradientsOfSeveralGroupsAreVectorsOfTheirOwn) {
  const ParameterGroup first({Shape{2}}), second({Shape{1}, Shape{2}});
  first.flat().fill_(3);
  second.flat().fill_(5);

  const std::vector<at::Tensor> gradients =
      ParameterGroup::gradients((first.leaves()[0].square().sum() + 2 * second.leaves()[0]).sum(), {&first, &second});

  EXPECT_TRUE(at::equal(gradients[0], at::full({2}, 6.0f)));
  EXPECT_TRUE(at::equal(gradients[1], at::tensor({2.0f, 0.0f, 0.0f})));  // the loss does not depend on the last two
}

TEST(ParameterGroup, ACloneHasMemoryOfItsOwn) {
  const ParameterGroup group({Shape{2}});
  const ParameterGroup copy = group.clone();

  group.flat().fill_(1);

  EXPECT_TRUE(at::equal(copy.constants()[0], at::zeros({2})));
}

// The first two steps by hand: m = .1 g then .9 m + .1 g', v = .01 g^2 then .99 v + .01 g'^2, both unbiased.
TEST(Adam, FollowsItsFormula) {
  const ParameterGroup group({Shape{1}});
  Adam adam({0.5, 0.9, 0.99, 0}, group);

  adam.step(group, at::tensor({2.0f}));
  EXPECT_NEAR(group.flat().item<double>(), -0.5, 1e-6);  // the first step has the length of the learning rate
  adam.step(group, at::tensor({-1.0f}));

  const double mean = (0.9 * 0.2 - 0.1) / (1 - 0.81), square = (0.99 * 0.04 + 0.01) / (1 - 0.9801);
  EXPECT_NEAR(group.flat().item<double>(), -0.5 - 0.5 * mean / std::sqrt(square), 1e-6);
}

// All that an instance has to save.
struct Trained {
  ParameterGroup group = ParameterGroup({Shape{4}});
  Adam adam = Adam({}, group);
  at::Generator generator = make_generator(9);

  void advance() { adam.step(group, at::randn({4}, generator)); }
  void save(sdk::Writer& writer) const {
    save_tensor(writer, group.flat());
    adam.save(writer);
    save_generator(writer, generator);
  }
  void load(sdk::Reader& reader) {
    load_tensor(reader, group.flat());
    adam.load(reader);
    load_generator(reader, generator);
  }
};

TEST(TensorState, GoesOnToTheBit) {
  Trained uninterrupted, resumed;
  uninterrupted.advance();

  test::load(resumed, test::saved(uninterrupted));
  uninterrupted.advance();
  resumed.advance();

  EXPECT_TRUE(at::equal(resumed.group.flat(), uninterrupted.group.flat()));
}

TEST(TensorState, RefusesTheStateOfAnotherShape) {
  Trained trained;
  Trained longer;
  longer.group = ParameterGroup({Shape{5}});

  EXPECT_THROW(test::load(longer, test::saved(trained)), sdk::Error);
}

}  // namespace
}  // namespace autoloss::torch_parts
