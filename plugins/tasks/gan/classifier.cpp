#include "plugins/tasks/gan/classifier.hpp"

#include <autoloss/cpp/error.hpp>
#include <cmath>

#include "plugins/shared/torch/adam.hpp"
#include "plugins/shared/torch/generator.hpp"

namespace autoloss::gan {
namespace {

constexpr int64_t kBatch = 128;
constexpr int64_t kChunk = 500;  // images of a pass that is not trained on
constexpr double kLearningRate = 2e-3;
constexpr double kDropout = 0.5;
constexpr uint64_t kSeed = 1;

int64_t kernel_for(int64_t image_size) {
  return image_size < 28 ? 3 : 5;
}

std::vector<torch_parts::Shape> shapes(const ClassifierSettings& settings, ImageShape shape, int64_t kernel) {
  const int64_t first = settings.filters, second = 2 * settings.filters;
  const int64_t inner = shape.size / 2 / 2;
  return {{first, shape.channels, kernel, kernel},  {first},          {second, first, kernel, kernel}, {second},
          {settings.width, second * inner * inner}, {settings.width}, {kClasses, settings.width},      {kClasses}};
}

}  // namespace

at::Tensor scaled(const at::Tensor& bytes) {
  return bytes.to(at::kFloat).mul_(2.0 / 255).sub_(1);
}

Classifier::Classifier(const ClassifierSettings& settings, ImageShape shape, at::Device device)
    : settings_(settings), kernel_(kernel_for(shape.size)), parameters_(shapes(settings, shape, kernel_), device) {}

at::Tensor Classifier::features(const std::vector<at::Tensor>& parameters, const at::Tensor& images) const {
  const int64_t padding = kernel_ / 2;
  at::Tensor hidden = at::max_pool2d(at::relu(at::conv2d(images, parameters[0], parameters[1], 1, padding)), 2);
  hidden = at::max_pool2d(at::relu(at::conv2d(hidden, parameters[2], parameters[3], 1, padding)), 2);
  return at::relu(at::linear(hidden.flatten(1), parameters[4], parameters[5]));
}

at::Tensor Classifier::logits(const std::vector<at::Tensor>& parameters, const at::Tensor& features) const {
  return at::linear(features, parameters[6], parameters[7]);
}

void Classifier::train(const at::Tensor& images, const at::Tensor& labels, const sdk::Host& host) {
  const at::Device device = parameters_.flat().device();
  at::Generator draws = torch_parts::make_generator(kSeed, device);
  at::Generator order_draws = torch_parts::make_generator(kSeed);
  for (at::Tensor part : parameters_.constants()) {
    if (part.dim() == 1) continue;                                                           // biases stay 0
    const double bound = std::sqrt(6.0 / static_cast<double>(part.numel() / part.size(0)));  // He et al. 2015
    part.uniform_(-bound, bound, draws);
  }
  const int64_t batches = (images.size(0) + kBatch - 1) / kBatch;
  const double steps = static_cast<double>(batches * settings_.epochs);
  torch_parts::Adam adam({kLearningRate}, parameters_);
  int64_t step = 0;
  for (int64_t epoch = 0; epoch < settings_.epochs; ++epoch) {
    const at::Tensor order = at::randperm(images.size(0), order_draws, at::TensorOptions().dtype(at::kLong)).to(device);
    for (const at::Tensor& rows : order.split(kBatch)) {
      if (host.cancelled()) throw sdk::Error(AUTOLOSS_CANCELLED, "stopped while the classifier was trained");
      adam.set_learning_rate(kLearningRate * (1 - static_cast<double>(step++) / steps));
      const at::Tensor seen = features(parameters_.leaves(), scaled(images.index_select(0, rows)));
      const at::Tensor told = logits(parameters_.leaves(), torch_parts::dropout(seen, kDropout, draws));
      adam.step(parameters_, parameters_.gradient(at::cross_entropy_loss(told, labels.index_select(0, rows))));
    }
    host.progress(static_cast<double>(epoch + 1) / static_cast<double>(settings_.epochs), "training the classifier");
  }
}

Classifier::Output Classifier::look_at(const at::Tensor& images) const {
  const at::NoGradGuard no_gradient;
  std::vector<at::Tensor> seen;
  for (const at::Tensor& part : images.split(kChunk)) seen.push_back(features(parameters_.constants(), part));
  const at::Tensor all = at::cat(seen);
  return {all, at::softmax(logits(parameters_.constants(), all), 1)};
}

double Classifier::accuracy(const at::Tensor& images, const at::Tensor& labels) const {
  int64_t right = 0;
  const std::vector<at::Tensor> parts = images.split(kChunk), classes = labels.split(kChunk);
  for (std::size_t part = 0; part < parts.size(); ++part)
    right += (look_at(scaled(parts[part])).probabilities.argmax(1) == classes[part]).sum().item<int64_t>();
  return static_cast<double>(right) / static_cast<double>(images.size(0));
}

}  // namespace autoloss::gan
