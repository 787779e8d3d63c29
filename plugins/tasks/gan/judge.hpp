// The real images, and how good generated ones are beside them.
#ifndef AUTOLOSS_GAN_JUDGE_HPP
#define AUTOLOSS_GAN_JUDGE_HPP

#include <autoloss/cpp/host.hpp>
#include <map>
#include <memory>
#include <mutex>

#include "plugins/tasks/gan/classifier.hpp"
#include "plugins/tasks/gan/images.hpp"
#include "plugins/tasks/gan/scores.hpp"

namespace autoloss::gan {

// Rows of pixels as bytes, and classes, as tensors.
at::Tensor tensor_of(const Images& images, at::Device device);
at::Tensor labels_of(const Images& images, at::Device device);

struct JudgeSettings {
  ImageSource source;
  ClassifierSettings classifier;
  bool cuda = false;

  bool operator==(const JudgeSettings&) const = default;
};

struct Scores {
  double fid = 0, inception_score = 0, real_inception_score = 0;
};

// Images and classifier of one set, shared by all instances of a process that work on it: they are costly to make and
// never change. [thread-safe]
class Judge {
 public:
  // One that there is already, or a new one; waits where another thread is making it. Throws what load_images() and
  // make_classifier() throw.
  static std::shared_ptr<const Judge> of(const JudgeSettings& settings, const sdk::Host& host);

  Judge(const JudgeSettings& settings, const sdk::Host& host);

  const JudgeSettings& settings() const { return settings_; }
  ImageShape shape() const { return shape_; }
  at::Device device() const { return device_; }

  // The images of a role's split, bytes. Training images are halved between the roles, and each half is divided: four
  // fifths train, a tenth validates, a tenth scores. The test split is the set's test images, for both.
  at::Tensor images(uint32_t role, uint32_t split) const;

  // Images in [-1, 1], compared with those of a split; the inception score of as many real ones beside it.
  Scores score(const at::Tensor& generated, uint32_t role, uint32_t split) const;

 private:
  struct Reference {
    FrechetReference frechet;
    at::Tensor probabilities;
  };
  const Reference& reference(uint32_t role, uint32_t split) const;

  JudgeSettings settings_;
  ImageShape shape_;
  at::Device device_;
  at::Tensor train_, test_;
  std::unique_ptr<const Classifier> classifier_;
  mutable std::mutex mutex_;  // of references_
  mutable std::map<std::pair<uint32_t, uint32_t>, Reference> references_;
};

}  // namespace autoloss::gan

#endif
