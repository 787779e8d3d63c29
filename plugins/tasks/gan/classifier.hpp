// The network whose view of images the scores are made of.
#ifndef AUTOLOSS_GAN_CLASSIFIER_HPP
#define AUTOLOSS_GAN_CLASSIFIER_HPP

#include <autoloss/cpp/host.hpp>
#include <string>

#include "plugins/shared/torch/parameter_group.hpp"
#include "plugins/tasks/gan/images.hpp"

namespace autoloss::gan {

struct ClassifierSettings {
  int64_t filters = 16;  // of the first convolution; the second has twice as many
  int64_t width = 64;    // of the full layer, whose outputs are the features of FID
  int64_t epochs = 3;

  bool operator==(const ClassifierSettings&) const = default;
};

// Two convolutions (kernel 5, below 28 pixels 3), each with ReLU and a maximum over 2 x 2; a full layer with ReLU,
// dropout .5 in training; class probabilities. Immutable once made; [thread-safe].
class Classifier {
 public:
  Classifier(const ClassifierSettings& settings, ImageShape shape, at::Device device);

  // Adam on the cross entropy, batches of 128, its rate falling from 2e-3 to 0 over the epochs. Draws depend on nothing
  // but the settings. Throws sdk::Error(AUTOLOSS_CANCELLED) when the host wants to stop.
  //   images  bytes, an image a row; labels  a class each.
  void train(const at::Tensor& images, const at::Tensor& labels, const sdk::Host& host);

  struct Output {
    at::Tensor features, probabilities;  // a row an image
  };
  // Of images in [-1, 1], without gradients.
  Output look_at(const at::Tensor& images) const;
  // Share of images, bytes, that are told right.
  double accuracy(const at::Tensor& images, const at::Tensor& labels) const;

  const torch_parts::ParameterGroup& parameters() const { return parameters_; }

 private:
  at::Tensor features(const std::vector<at::Tensor>& parameters, const at::Tensor& images) const;
  at::Tensor logits(const std::vector<at::Tensor>& parameters, const at::Tensor& features) const;

  ClassifierSettings settings_;
  int64_t kernel_;
  torch_parts::ParameterGroup parameters_;
};

// Bytes to numbers in [-1, 1].
at::Tensor scaled(const at::Tensor& bytes);

// The classifier for these images: out of the host's cache directory, or trained, and then left there under a hash of
// images, settings and the revision of this code. A file that is damaged is replaced; another process may do the same
// at the same time. Says in the log how accurate it is.
Classifier make_classifier(const ClassifierSettings& settings, const ImageSource& source, const ImageSet& images,
                           at::Device device, const sdk::Host& host);

}  // namespace autoloss::gan

#endif
