// One file for all that computes: LibTorch's headers are costly to read.
#include "plugins/tasks/gan/gan.hpp"

#include <gmock/gmock.h>

#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <filesystem>
#include <functional>
#include <set>

#include "plugins/shared/torch/generator.hpp"
#include "plugins/tasks/gan/classifier.hpp"
#include "plugins/tasks/gan/judge.hpp"
#include "plugins/tasks/gan/scores.hpp"
#include "tests/unit/plugins/support/folder.hpp"
#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::gan {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using torch_parts::make_generator;

double value(const at::Tensor& scalar) {
  return scalar.item<double>();
}

// ln(1 + e^x), the negative logarithm of 1 - sigmoid(x).
double softplus(double x) {
  return std::log(1 + std::exp(x));
}

TEST(Losses, AreTheirClosedForms) {
  const at::Tensor real = at::tensor({2.0, -1.0}), fake = at::tensor({0.5, -3.0});

  EXPECT_NEAR(value(discriminator_loss(real, fake)),
              (softplus(-2) + softplus(1)) / 2 + (softplus(0.5) + softplus(-3)) / 2, 1e-12);
  EXPECT_NEAR(value(generator_loss(GeneratorLoss::kNonSaturating, fake)), (softplus(-0.5) + softplus(3)) / 2, 1e-12);
  EXPECT_NEAR(value(generator_loss(GeneratorLoss::kMinimax, fake)), -(softplus(0.5) + softplus(-3)) / 2, 1e-12);
}

// Two sure predictions of different classes: the marginal is uniform over the two, each divergence is ln 2.
TEST(InceptionScore, OfSureAndDifferentPredictionsIsTheirNumber) {
  EXPECT_NEAR(inception_score(at::eye(2), 1), 2, 1e-9);
}

TEST(InceptionScore, IsTheMeanOverTheSplits) {
  const at::Tensor rows = at::tensor({1.0, 0.0, 0.0, 1.0, 0.5, 0.5, 0.5, 0.5}).view({4, 2});

  EXPECT_NEAR(inception_score(rows, 2), (2.0 + 1.0) / 2, 1e-9);
}

// p = (.8, .2) and (.4, .6): the marginal is (.6, .4).
TEST(InceptionScore, FollowsItsFormula) {
  const at::Tensor rows = at::tensor({0.8, 0.2, 0.4, 0.6}, at::kDouble).view({2, 2});
  const double first = 0.8 * std::log(0.8 / 0.6) + 0.2 * std::log(0.2 / 0.4);
  const double second = 0.4 * std::log(0.4 / 0.6) + 0.6 * std::log(0.6 / 0.4);

  EXPECT_NEAR(inception_score(rows, 1), std::exp((first + second) / 2), 1e-9);
}

Gaussian gaussian(const std::vector<double>& mean, const std::vector<double>& covariance) {
  const auto size = static_cast<int64_t>(mean.size());
  return {at::tensor(mean), at::tensor(covariance).view({size, size})};
}

// Diagonal covariances: |m - n|^2 + sum (sqrt(s) - sqrt(c))^2.
TEST(FrechetDistance, OfDiagonalGaussiansIsThatOfTheirDeviations) {
  const FrechetReference reference(gaussian({1, 2}, {4, 0, 0, 9}));

  EXPECT_NEAR(reference.distance(gaussian({2, 0}, {1, 0, 0, 25})), 1 + 4 + 1 + 4, 1e-9);
}

// S = [[2, 1], [1, 2]] has eigenvalues 3 and 1; against the identity tr (S I)^(1/2) = sqrt 3 + 1.
TEST(FrechetDistance, LooksAtCorrelations) {
  const FrechetReference reference(gaussian({0, 0}, {2, 1, 1, 2}));

  EXPECT_NEAR(reference.distance(gaussian({0, 0}, {1, 0, 0, 1})), 4 + 2 - 2 * (std::sqrt(3) + 1), 1e-9);
  EXPECT_NEAR(reference.distance(gaussian({0, 0}, {2, 1, 1, 2})), 0, 1e-9);
}

TEST(Gaussian, HasMeanAndUnbiasedCovariance) {
  const Gaussian found = gaussian_of(at::tensor({0.0f, 0.0f, 2.0f, 4.0f}).view({2, 2}));

  EXPECT_TRUE(at::equal(found.mean, at::tensor({1.0, 2.0}, at::kDouble)));
  EXPECT_TRUE(at::equal(found.covariance, at::tensor({2.0, 4.0, 4.0, 8.0}, at::kDouble).view({2, 2})));
}

TEST(LevelSizes, HalveDownToSevenOrTwice) {
  EXPECT_THAT(level_sizes(14), ElementsAre(4, 7, 14));
  EXPECT_THAT(level_sizes(28), ElementsAre(7, 14, 28));
  EXPECT_THAT(level_sizes(32), ElementsAre(4, 8, 16, 32));
}

class NetworksOf : public testing::TestWithParam<std::tuple<ImageShape, int64_t, bool>> {};

TEST_P(NetworksOf, FitTogether) {
  const auto [shape, kernel, norm] = GetParam();
  const NetworkSettings settings{2, norm, Activation::kRelu};
  const Generator generator(settings, shape, 5, kernel);
  const Discriminator discriminator(settings, shape, kernel);
  ParameterGroup g(generator.shapes()), d(discriminator.shapes());
  generator.initialise(g, Initial::kFanIn, make_generator(1));
  discriminator.initialise(d, Initial::kNormal, make_generator(2));

  const at::Tensor images = generator.images(g.constants(), at::randn({3, 5}, make_generator(3)));

  EXPECT_EQ(images.sizes(), (std::vector<int64_t>{3, shape.channels, shape.size, shape.size}));
  EXPECT_LE(value(images.abs().max()), 1);
  EXPECT_EQ(discriminator.logits(d.constants(), images).sizes(), (std::vector<int64_t>{3}));
}

INSTANTIATE_TEST_SUITE_P(Shapes, NetworksOf,
                         testing::Combine(testing::Values(ImageShape{1, 14}, ImageShape{1, 28}, ImageShape{3, 32}),
                                          testing::Values(4, 5), testing::Bool()));

const ImageShape kTiny{1, 8};

GanSettings tiny_settings() {
  GanSettings settings;
  settings.noise = 3;
  settings.batch = 4;
  settings.generator.filters = settings.discriminator.filters = 2;
  return settings;
}

Gan tiny_gan(const GanSettings& settings = tiny_settings(), uint64_t step_seed = 2) {
  const at::Tensor reals = at::randint(256, {20, 1, 8, 8}, make_generator(5), at::kLong).to(at::kByte);
  return {settings, kTiny, reals, {1, step_seed}};
}

void advance(Gan& gan, int steps) {
  for (int step = 0; step < steps; ++step) gan.step(step % 2 == 0 ? Action::kDiscriminator : Action::kGenerator);
}

Tensors in_double(const Tensors& tensors) {
  Tensors copies;
  for (const at::Tensor& tensor : tensors) copies.push_back(tensor.to(at::kDouble, false, true));
  return copies;
}

// Norm of the gradient of a loss by its parameters, by central differences: so fine that hardly any unit of a leaky
// activation changes sides.
double numeric_norm(Tensors parameters, const std::function<at::Tensor(const Tensors&)>& loss) {
  constexpr double kDelta = 1e-6;
  double sum = 0;
  for (at::Tensor& tensor : parameters)
    for (int64_t index = 0; index < tensor.numel(); ++index) {
      double& parameter = tensor.data_ptr<double>()[index];
      const double before = parameter;
      parameter = before + kDelta;
      const double above = value(loss(parameters));
      parameter = before - kDelta;
      const double below = value(loss(parameters));
      parameter = before;
      sum += std::pow((above - below) / (2 * kDelta), 2);
    }
  return std::sqrt(sum);
}

TEST(GradientNorm, AgreesWithFiniteDifferences) {
  const Generator generator({2, false, Activation::kLeakyRelu}, kTiny, 3, 4);
  const Discriminator discriminator({2, false, Activation::kLeakyRelu}, kTiny, 4);
  ParameterGroup g(generator.shapes()), d(discriminator.shapes());
  generator.initialise(g, Initial::kFanIn, make_generator(1));
  discriminator.initialise(d, Initial::kFanIn, make_generator(2));
  const at::Tensor noise = at::randn({4, 3}, make_generator(3)), real = at::randn({4, 1, 8, 8}, make_generator(4));
  const auto g_loss = [&](const Tensors& of_g, const Tensors& of_d) {
    const at::Tensor images = generator.images(of_g, noise.to(of_g[0].dtype()));
    return generator_loss(GeneratorLoss::kNonSaturating, discriminator.logits(of_d, images));
  };
  const auto d_loss = [&](const Tensors& of_g, const Tensors& of_d) {
    const at::Tensor images = generator.images(of_g, noise.to(of_g[0].dtype()));
    const auto [real_logits, fake_logits] = discriminator.logits(of_d, real.to(of_d[0].dtype()), images);
    return discriminator_loss(real_logits, fake_logits);
  };
  const Tensors exact_g = in_double(g.constants()), exact_d = in_double(d.constants());

  const double g_norm = value(g.gradient(g_loss(g.leaves(), d.constants())).norm());
  const double d_norm = value(d.gradient(d_loss(g.constants(), d.leaves())).norm());

  const double g_numeric = numeric_norm(in_double(exact_g), [&](const Tensors& of_g) { return g_loss(of_g, exact_d); });
  const double d_numeric = numeric_norm(in_double(exact_d), [&](const Tensors& of_d) { return d_loss(exact_g, of_d); });
  EXPECT_NEAR(g_norm, g_numeric, 1e-4 * g_numeric);
  EXPECT_NEAR(d_norm, d_numeric, 1e-4 * d_numeric);
}

TEST(Gan, AStepUpdatesItsOwnNetworkAlone) {
  Gan gan = tiny_gan();
  const at::Tensor noise = at::randn({4, 3}, make_generator(9)), real = at::randn({4, 1, 8, 8}, make_generator(8));
  const at::Tensor images = gan.samples(noise, false), logits = gan.logits(real, images).first;

  gan.step(Action::kDiscriminator);
  EXPECT_TRUE(at::equal(gan.samples(noise, false), images));
  const at::Tensor moved = gan.logits(real, images).first;
  EXPECT_FALSE(at::equal(moved, logits));
  gan.step(Action::kGenerator);
  EXPECT_TRUE(at::equal(gan.logits(real, images).first, moved));
  EXPECT_FALSE(at::equal(gan.samples(noise, false), images));
}

TEST(Gan, RefreshesTheAccuracyOnFakesAtEveryStep) {
  Gan gan = tiny_gan();

  gan.step(Action::kGenerator);
  EXPECT_NE(gan.signals().fake_accuracy, 0.5);
  EXPECT_EQ(gan.signals().real_accuracy, 0.5);
  const double fakes = gan.signals().fake_accuracy;
  gan.step(Action::kDiscriminator);
  EXPECT_NE(gan.signals().fake_accuracy, fakes);
  EXPECT_NE(gan.signals().real_accuracy, 0.5);
}

TEST(Gan, AProbeTellsWhatTheStepWillAndChangesNothing) {
  Gan probed = tiny_gan(), other = tiny_gan();

  const sdk::StepResult told = probed.probe(Action::kGenerator);
  const sdk::StepResult taken = probed.step(Action::kGenerator);

  EXPECT_EQ(told.loss, taken.loss);
  EXPECT_EQ(told.gradient_norm, taken.gradient_norm);
  EXPECT_EQ(other.step(Action::kGenerator).loss, taken.loss);
}

TEST(Gan, AnActionRepeatsItsUpdate) {
  GanSettings settings = tiny_settings();
  settings.generator_repeat = 3;
  Gan thrice = tiny_gan(settings), once = tiny_gan();

  EXPECT_EQ(thrice.step(Action::kGenerator).batches, 3u);
  for (int update = 0; update < 3; ++update) once.step(Action::kGenerator);

  const at::Tensor noise = at::randn({4, 3}, make_generator(9));
  EXPECT_TRUE(at::equal(thrice.samples(noise, true), once.samples(noise, true)));
}

TEST(Gan, OneActionForTooLongIsACollapse) {
  GanSettings settings = tiny_settings();
  settings.longest_run = 2;
  Gan gan = tiny_gan(settings);

  EXPECT_FALSE(gan.step(Action::kGenerator).diverged);
  EXPECT_FALSE(gan.step(Action::kGenerator).diverged);
  EXPECT_TRUE(gan.step(Action::kGenerator).diverged);
  EXPECT_FALSE(gan.step(Action::kDiscriminator).diverged);
}

TEST(Gan, ALossThatIsNotFiniteIsReported) {
  GanSettings settings = tiny_settings();
  settings.discriminator_adam.learning_rate = 1e30;
  Gan gan = tiny_gan(settings);

  advance(gan, 4);

  EXPECT_TRUE(gan.step(Action::kDiscriminator).diverged);
}

TEST(Gan, ASavedTrainingGoesOnToTheBit) {
  Gan uninterrupted = tiny_gan(), resumed = tiny_gan(tiny_settings(), 77);
  advance(uninterrupted, 3);
  uninterrupted.keep(1);
  advance(uninterrupted, 3);

  test::load(resumed, test::saved(uninterrupted));
  advance(uninterrupted, 4);
  advance(resumed, 4);

  EXPECT_EQ(test::saved(resumed), test::saved(uninterrupted));
}

TEST(Gan, RecallReturnsToWhatWasKept) {
  Gan gan = tiny_gan();
  const at::Tensor noise = at::randn({4, 3}, make_generator(9));
  advance(gan, 3);
  const at::Tensor kept = gan.samples(noise, true);
  gan.keep(0);
  advance(gan, 3);

  gan.recall(0);

  EXPECT_TRUE(at::equal(gan.samples(noise, true), kept));
  EXPECT_THROW(gan.recall(1), sdk::Error);
}

// A host whose cache is the test's folder.
struct CachingHost {
  explicit CachingHost(const test::Folder& folder) : cache(folder.path()) {
    table.struct_size = sizeof(table);
    table.context = this;
    table.cache_directory = [](void* context) noexcept { return static_cast<CachingHost*>(context)->cache.c_str(); };
  }
  std::string cache;
  autoloss_host table{};
};

TEST(Classifier, TellsDrawnDigitsApartAndIsKept) {
  const test::Folder folder;
  CachingHost host(folder);
  const ImageSource source{.size = 14, .images = 2000};
  const ImageSet images = load_images(source);
  const ClassifierSettings settings{8, 64, 6};
  const auto make = [&] { return make_classifier(settings, source, images, at::kCPU, sdk::Host(&host.table)); };
  const Classifier trained = make();
  const std::filesystem::path file = std::filesystem::directory_iterator(folder.path())->path();

  EXPECT_GT(trained.accuracy(tensor_of(images.test, at::kCPU), labels_of(images.test, at::kCPU)), 0.8);
  EXPECT_TRUE(at::equal(make().parameters().flat(), trained.parameters().flat()));

  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 5);
  EXPECT_TRUE(at::equal(make().parameters().flat(), trained.parameters().flat()));  // damaged: made again
  folder.write(file.filename().string(), "something else");
  EXPECT_TRUE(at::equal(make().parameters().flat(), trained.parameters().flat()));
}

TEST(Judge, RolesAndSplitsShareNoImage) {
  const JudgeSettings settings{{.size = 14, .images = 400}, {2, 4, 1}};
  const std::shared_ptr<const Judge> judge = Judge::of(settings, sdk::Host());
  int64_t count = 0;
  std::set<const void*> places;
  for (const uint32_t role : {AUTOLOSS_ROLE_CONTROLLER, AUTOLOSS_ROLE_GUIDED})
    for (const uint32_t split : {AUTOLOSS_SPLIT_TRAIN, AUTOLOSS_SPLIT_VALID, AUTOLOSS_SPLIT_SCORE}) {
      const at::Tensor images = judge->images(role, split);
      count += images.size(0);
      for (int64_t index = 0; index < images.size(0); ++index) places.insert(images[index].data_ptr());
    }

  EXPECT_EQ(count, 400);
  EXPECT_EQ(places.size(), 400u);
  EXPECT_EQ(Judge::of(settings, sdk::Host()), judge);  // one for all who ask
}

TEST(Judge, FindsRealImagesCloserThanNoise) {
  const std::shared_ptr<const Judge> judge = Judge::of({{.size = 14, .images = 2000}, {8, 64, 4}}, sdk::Host());
  const at::Tensor real = scaled(judge->images(AUTOLOSS_ROLE_GUIDED, AUTOLOSS_SPLIT_TRAIN).narrow(0, 0, 200));
  const at::Tensor noise = at::rand(real.sizes(), make_generator(1)).mul_(2).sub_(1);

  const Scores of_real = judge->score(real, AUTOLOSS_ROLE_GUIDED, AUTOLOSS_SPLIT_TEST);
  const Scores of_noise = judge->score(noise, AUTOLOSS_ROLE_GUIDED, AUTOLOSS_SPLIT_TEST);

  EXPECT_LT(of_real.fid, of_noise.fid);
  EXPECT_GT(of_real.inception_score, of_noise.inception_score);
  EXPECT_THAT(of_real.real_inception_score, DoubleNear(of_real.inception_score, 1));
}

}  // namespace
}  // namespace autoloss::gan
