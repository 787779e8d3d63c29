#include "plugins/tasks/gan/gan_task.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>

#include "plugins/shared/torch/generator.hpp"
#include "plugins/shared/torch/single_thread.hpp"
#include "plugins/tasks/gan/picture.hpp"

namespace autoloss::gan {
namespace {

using torch_parts::SingleThread;

constexpr int64_t kChunk = 500;       // images generated at a time; batch normalisation is over them
constexpr int64_t kShown = 64;        // images of a picture
constexpr int64_t kMostJudged = 500;  // images that D's own error is measured on, of either kind
constexpr double kLeastFid = 1e-9;    // ln 0 is not wanted

constexpr uint32_t kSplits = AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TRAIN) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_VALID) |
                             AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_SCORE) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TEST);

// The order in which measure() writes them.
std::vector<sdk::MetricInfo> metrics() {
  return {{"ln_fid", "", "ln of fid"},
          {"fid", "", "Frechet distance between generated and real images in the classifier's features"},
          {"inception_score", "", "exp(mean KL(p(y|x) || p(y))) of generated images", AUTOLOSS_MAXIMIZE},
          {"real_inception_score", "", "the same of as many real images", AUTOLOSS_MAXIMIZE},
          {"discriminator_error", "", "share of real and generated images that D tells wrong"},
          {"discriminator_loss", "nats", "D's cross entropy", AUTOLOSS_MINIMIZE, 0},
          {"generator_loss", "nats", "G's loss", AUTOLOSS_MINIMIZE, 1}};
}

constexpr uint32_t kLnFid = 0, kInceptionScore = 2;

// The order in which signals() writes them.
std::vector<sdk::SignalInfo> signal_list() {
  return {{"accuracy", "share that D tells right: mean of the next two"},
          {"real_accuracy", "of the real images of its steps, moving average (.9)"},
          {"fake_accuracy", "of the generated images of every step, moving average (.9)"},
          {"lead", "8 (accuracy - .65): about -1 to 2"},
          {"discriminator_loss", "moving average (.9) of D's loss at its steps"},
          {"generator_loss", "moving average (.9) of G's loss at its steps"},
          {"log_gradient_ratio", "ln of the latest gradient norm of D over that of G"}};
}

Images bytes_of(const at::Tensor& images, ImageShape shape) {
  const at::Tensor bytes = images.add(1).mul_(127.5).round_().clamp_(0, 255).to(at::kCPU, at::kByte).contiguous();
  const auto* first = bytes.data_ptr<uint8_t>();
  Images result{shape, {first, first + bytes.numel()}, {}};
  result.labels.resize(static_cast<std::size_t>(images.size(0)));
  return result;
}

double wrong_share(const at::Tensor& real_logits, const at::Tensor& fake_logits) {
  const at::Tensor wrong = at::cat({real_logits <= 0, fake_logits >= 0});
  return wrong.to(at::kDouble).mean().item<double>();
}

}  // namespace

GanTask::GanTask(const sdk::Host& host, const sdk::Config& config)
    : host_(host), settings_(read_settings(config, host)) {}

sdk::TaskInfo GanTask::info() const {
  sdk::TaskInfo info;
  const ImageShape shape = settings_.judge.source.shape();
  const auto count = [](const std::vector<Shape>& shapes) {
    uint64_t parameters = 0;
    for (const Shape& part : shapes) {
      int64_t size = 1;
      for (const int64_t extent : part) size *= extent;
      parameters += static_cast<uint64_t>(size);
    }
    return parameters;
  };
  const GanSettings& gan = settings_.gan;
  info.actions = {{"discriminator", "discriminator", "lowers D's cross entropy", 0,
                   count(Discriminator(gan.discriminator, shape, gan.kernel).shapes())},
                  {"generator", "generator", "lowers G's loss", 1,
                   count(Generator(gan.generator, shape, gan.noise, gan.kernel).shapes())}};
  info.losses = {{"discriminator", "D's cross entropy on a batch of real and one of generated images"},
                 {"generator", "G's loss on a batch of generated images"}};
  info.metrics = metrics();
  info.signals = signal_list();
  info.primary_metric = settings_.by_inception_score ? kInceptionScore : kLnFid;
  info.result_metric = info.primary_metric;
  info.splits = kSplits;
  return info;
}

void GanTask::begin(const sdk::Episode& episode) {
  const SingleThread one_thread;
  gan_.reset();
  settings_ = read_settings(episode.config, host_);
  if (!judge_ || !(judge_->settings() == settings_.judge)) judge_ = Judge::of(settings_.judge, host_);
  role_ = episode.role;
  data_seed_ = episode.data_seed;

  at::Tensor reals = judge_->images(role_, AUTOLOSS_SPLIT_TRAIN);
  if (settings_.train_images > 0 && settings_.train_images < reals.size(0)) {
    const at::Tensor order =
        at::randperm(reals.size(0), torch_parts::make_generator(sdk::derive(sdk::derive(data_seed_, "images"), role_)),
                     at::TensorOptions().dtype(at::kLong));
    reals = reals.index_select(0, order.narrow(0, 0, settings_.train_images).to(reals.device()));
  }
  gan_.emplace(settings_.gan, judge_->shape(), reals, Gan::Seeds{episode.init_seed, episode.step_seed});
}

sdk::StepResult GanTask::step(uint32_t action) {
  const SingleThread one_thread;
  const sdk::StepResult result = gan_->step(static_cast<Action>(action));
  if (role_ == AUTOLOSS_ROLE_GUIDED && settings_.grid_every > 0 && gan_->steps() % settings_.grid_every == 0)
    draw_samples("samples-" + std::to_string(gan_->steps()) + ".png");
  return result;
}

sdk::StepResult GanTask::probe(uint32_t action) {
  const SingleThread one_thread;
  return gan_->probe(static_cast<Action>(action));
}

// The same noise at every measurement of a split: methods and moments are compared on equal terms.
at::Tensor GanTask::evaluation_noise(uint32_t split, int64_t count) const {
  const at::Generator draws = torch_parts::make_generator(
      sdk::derive(sdk::derive(sdk::derive(data_seed_, "evaluation"), role_), split), judge_->device());
  return at::randn({count, gan_->noise_size()}, draws, at::TensorOptions().dtype(at::kFloat).device(judge_->device()));
}

at::Tensor GanTask::generated(uint32_t split, int64_t count) const {
  std::vector<at::Tensor> parts;
  for (const at::Tensor& noise : evaluation_noise(split, count).split(kChunk))
    parts.push_back(gan_->samples(noise, true));
  return at::cat(parts);
}

void GanTask::measure(uint32_t split, std::span<double> values) {
  const SingleThread one_thread;
  const bool test = split == AUTOLOSS_SPLIT_TEST;
  const Scores scores =
      judge_->score(generated(split, test ? settings_.test_samples : settings_.samples), role_, split);
  const at::Tensor reals = judge_->images(role_, split);
  const int64_t count = std::min(kMostJudged, reals.size(0));
  const auto [real, fake] =
      gan_->logits(scaled(reals.narrow(0, 0, count)), gan_->samples(evaluation_noise(split, count), false));
  values[0] = std::log(std::max(scores.fid, kLeastFid));
  values[1] = scores.fid;
  values[2] = scores.inception_score;
  values[3] = scores.real_inception_score;
  values[4] = wrong_share(real, fake);
  values[5] = discriminator_loss(real, fake).item<double>();
  values[6] = generator_loss(gan_->loss(), fake).item<double>();
  if (!test) return;
  if (!told_real_)
    host_.log(AUTOLOSS_LOG_INFO, "inception score of " + std::to_string(settings_.test_samples) +
                                     " real test images: " + std::to_string(scores.real_inception_score));
  told_real_ = true;
  draw_samples("samples-kept.png");
}

void GanTask::draw_samples(const std::string& name) const {
  constexpr int64_t kColumns = 8;
  const at::Tensor images = gan_->samples(evaluation_noise(AUTOLOSS_SPLIT_TEST, kShown), true);
  const int64_t zoom = std::max<int64_t>(1, 56 / judge_->shape().size);
  const std::string file = png_grid(bytes_of(images, judge_->shape()), kColumns, zoom);
  host_.write_artifact(name.c_str(), "image/png", file.data(), file.size());
}

void GanTask::keep(uint32_t slot) {
  const SingleThread one_thread;
  gan_->keep(slot);
}

void GanTask::recall(uint32_t slot) {
  const SingleThread one_thread;
  gan_->recall(slot);
}

void GanTask::save(sdk::Writer& writer) const {
  const SingleThread one_thread;
  gan_->save(writer);
}

void GanTask::load(sdk::Reader& reader) {
  const SingleThread one_thread;
  gan_->load(reader);
}

void GanTask::signals(std::span<double> values) const {
  const Signals& now = gan_->signals();
  const double found[] = {now.accuracy(),         now.real_accuracy,  now.fake_accuracy,     8 * (now.accuracy() - .65),
                          now.discriminator_loss, now.generator_loss, now.log_gradient_ratio};
  std::copy_n(found, std::min(values.size(), std::size(found)), values.begin());
}

}  // namespace autoloss::gan
