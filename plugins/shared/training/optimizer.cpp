#include "plugins/shared/training/optimizer.hpp"

#include <cmath>

#include "plugins/shared/training/state.hpp"

namespace autoloss::training {

void Optimizer::start(const OptimizerSettings& settings, std::size_t losses, std::size_t blocks) {
  settings_ = settings;
  moments_.resize(settings.shared ? 1 : losses);
  for (Moments& moments : moments_) {
    moments.first.assign(blocks * kBlock, 0.0f);
    moments.second.assign(blocks * kBlock, 0.0f);
    moments.power1 = moments.power2 = 1;
  }
}

SlopeSums Optimizer::update(std::size_t loss, const Slope& slope, const Folding& folding, float* theta) {
  if (settings_.method == OptimizerSettings::Method::kSgd)
    return sgd_update(static_cast<float>(settings_.learning_rate), slope, folding, theta);

  Moments& moments = moments_[settings_.shared ? 0 : loss];
  moments.power1 *= settings_.beta1;
  moments.power2 *= settings_.beta2;
  const AdamStep step{static_cast<float>(settings_.learning_rate / (1.0 - moments.power1)),
                      static_cast<float>(1.0 / std::sqrt(1.0 - moments.power2)), static_cast<float>(settings_.beta1),
                      static_cast<float>(settings_.beta2), static_cast<float>(settings_.epsilon)};
  return adam_update(step, slope, folding, theta, moments.first.data(), moments.second.data());
}

void Optimizer::save(sdk::Writer& writer) const {
  for (const Moments& moments : moments_) {
    save_floats(writer, moments.first);
    save_floats(writer, moments.second);
    writer.value(moments.power1);
    writer.value(moments.power2);
  }
}

void Optimizer::load(sdk::Reader& reader) {
  for (Moments& moments : moments_) {
    load_floats(reader, moments.first);
    load_floats(reader, moments.second);
    moments.power1 = reader.value<double>();
    moments.power2 = reader.value<double>();
  }
}

}  // namespace autoloss::training
