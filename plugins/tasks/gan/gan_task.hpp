// The plugin's task.
#ifndef AUTOLOSS_GAN_GAN_TASK_HPP
#define AUTOLOSS_GAN_GAN_TASK_HPP

#include <autoloss/cpp/host.hpp>
#include <autoloss/cpp/task.hpp>
#include <memory>
#include <optional>

#include "plugins/tasks/gan/settings.hpp"

namespace autoloss::gan {

// Trains a DCGAN by steps of its discriminator and of its generator, and scores what the generator makes.
class GanTask : public sdk::Task {
 public:
  static constexpr const char* kId = "gan";
  static constexpr const char* kVersion = AUTOLOSS_VERSION;
  static constexpr const char* kDescription = "images by a DCGAN, on drawn digits, MNIST or CIFAR-10";
  static constexpr const char* kLicence = "Apache-2.0";
  static const sdk::ParameterList& parameters() { return published_parameters(); }

  GanTask(const sdk::Host& host, const sdk::Config& config);

  sdk::TaskInfo info() const override;
  void begin(const sdk::Episode& episode) override;
  sdk::StepResult step(uint32_t action) override;
  sdk::StepResult probe(uint32_t action) override;
  void measure(uint32_t split, std::span<double> values) override;
  void keep(uint32_t slot) override;
  void recall(uint32_t slot) override;
  void save(sdk::Writer& writer) const override;
  void load(sdk::Reader& reader) override;
  void signals(std::span<double> values) const override;

 private:
  at::Tensor evaluation_noise(uint32_t split, int64_t count) const;
  at::Tensor generated(uint32_t split, int64_t count) const;
  void draw_samples(const std::string& name) const;

  sdk::Host host_;
  Settings settings_;
  std::shared_ptr<const Judge> judge_;
  bool told_real_ = false;  // the score of real images, once
  std::optional<Gan> gan_;
  uint32_t role_ = 0;
  uint64_t data_seed_ = 0;
};

}  // namespace autoloss::gan

#endif
