#include "plugins/tasks/gan/judge.hpp"

#include <autoloss/task.h>

#include <algorithm>

namespace autoloss::gan {
namespace {

constexpr int64_t kSplitsOfScore = 5;
constexpr int64_t kMostReferences = 10'000;  // real images that a split is described by

// Judges that somebody holds. The only state that instances share; nobody can tell but by the time that making one
// takes.
struct Registry {
  std::mutex mutex;
  std::vector<std::weak_ptr<const Judge>> judges;
};
Registry& registry() {
  static Registry known;
  return known;
}

}  // namespace

at::Tensor tensor_of(const Images& images, at::Device device) {
  const at::Tensor borrowed =
      at::from_blob(const_cast<uint8_t*>(images.pixels.data()),
                    {images.count(), images.shape.channels, images.shape.size, images.shape.size}, at::kByte);
  return borrowed.clone().to(device);
}

at::Tensor labels_of(const Images& images, at::Device device) {
  return at::tensor(std::vector<int64_t>(images.labels.begin(), images.labels.end())).to(device);
}

std::shared_ptr<const Judge> Judge::of(const JudgeSettings& settings, const sdk::Host& host) {
  Registry& known = registry();
  const std::lock_guard lock(known.mutex);
  for (const std::weak_ptr<const Judge>& entry : known.judges)
    if (const std::shared_ptr<const Judge> judge = entry.lock(); judge && judge->settings() == settings) return judge;
  std::erase_if(known.judges, [](const auto& entry) { return entry.expired(); });
  auto judge = std::make_shared<const Judge>(settings, host);
  known.judges.push_back(judge);
  return judge;
}

Judge::Judge(const JudgeSettings& settings, const sdk::Host& host)
    : settings_(settings), shape_(settings.source.shape()), device_(settings.cuda ? at::kCUDA : at::kCPU) {
  const ImageSet images = load_images(settings.source);
  train_ = tensor_of(images.train, device_);
  test_ = tensor_of(images.test, device_);
  classifier_ =
      std::make_unique<const Classifier>(make_classifier(settings.classifier, settings.source, images, device_, host));
}

at::Tensor Judge::images(uint32_t role, uint32_t split) const {
  if (split == AUTOLOSS_SPLIT_TEST) return test_;
  const int64_t half = train_.size(0) / 2, tenth = half / 10;
  const int64_t begin = role == AUTOLOSS_ROLE_CONTROLLER ? 0 : half;
  if (split == AUTOLOSS_SPLIT_TRAIN) return train_.narrow(0, begin, half - 2 * tenth);
  return train_.narrow(0, begin + half - (split == AUTOLOSS_SPLIT_VALID ? 2 : 1) * tenth, tenth);
}

Scores Judge::score(const at::Tensor& generated, uint32_t role, uint32_t split) const {
  const Reference& real = reference(role, split);
  const Classifier::Output seen = classifier_->look_at(generated);
  const int64_t count = std::min(generated.size(0), real.probabilities.size(0));
  return {real.frechet.distance(gaussian_of(seen.features)), inception_score(seen.probabilities, kSplitsOfScore),
          inception_score(real.probabilities.narrow(0, 0, count), kSplitsOfScore)};
}

const Judge::Reference& Judge::reference(uint32_t role, uint32_t split) const {
  const std::lock_guard lock(mutex_);
  const auto found = references_.find({role, split});
  if (found != references_.end()) return found->second;
  const at::Tensor real = images(role, split);
  const int64_t count = std::min(real.size(0), kMostReferences);
  std::vector<at::Tensor> features, probabilities;
  for (const at::Tensor& part : real.narrow(0, 0, count).split(1000)) {  // bytes take a quarter of the memory
    Classifier::Output seen = classifier_->look_at(scaled(part));
    features.push_back(std::move(seen.features));
    probabilities.push_back(std::move(seen.probabilities));
  }
  return references_
      .emplace(std::pair(role, split),
               Reference{FrechetReference(gaussian_of(at::cat(features))), at::cat(probabilities)})
      .first->second;
}

}  // namespace autoloss::gan
