// A generator and a discriminator in training against each other.
#ifndef AUTOLOSS_GAN_GAN_HPP
#define AUTOLOSS_GAN_GAN_HPP

#include <array>
#include <autoloss/cpp/stream.hpp>
#include <autoloss/cpp/task.hpp>
#include <optional>

#include "plugins/shared/torch/adam.hpp"
#include "plugins/tasks/gan/losses.hpp"
#include "plugins/tasks/gan/networks.hpp"

namespace autoloss::gan {

// The actions of the task and its losses, in the order of the plugin.
enum class Action : uint32_t { kDiscriminator, kGenerator };

struct GanSettings {
  int64_t noise = 64;  // numbers that the generator makes an image of
  int64_t kernel = 4;
  int64_t batch = 32;
  NetworkSettings generator, discriminator;
  Initial initial = Initial::kFanIn;
  GeneratorLoss loss = GeneratorLoss::kNonSaturating;
  torch_parts::AdamSettings generator_adam, discriminator_adam;
  int64_t generator_repeat = 1, discriminator_repeat = 1;  // updates that an action makes
  double average_decay = 0.99;                             // of the generator's averaged weights; 0: none
  int64_t longest_run = 500;  // equal actions in a row; one more is a collapse. 0: any number
};

// What the discriminator tells, as moving averages (decay .9); .5 and 0 before the first step.
struct Signals {
  double real_accuracy = 0.5, fake_accuracy = 0.5;  // shares told right; the second changes at every step
  double discriminator_loss = 0, generator_loss = 0;
  double log_gradient_ratio = 0;  // ln of D's latest gradient norm over G's, not averaged

  double accuracy() const { return (real_accuracy + fake_accuracy) / 2; }
};

// Both networks, an Adam each, the generator's averaged weights and every draw. Not thread-safe; the caller keeps
// LibTorch on its thread.
class Gan {
 public:
  struct Seeds {
    uint64_t initial, step;
  };

  // reals: the images to learn from, bytes; on the device that everything is then made on.
  Gan(const GanSettings& settings, ImageShape shape, at::Tensor reals, Seeds seeds);

  // One action: its updates, or where they have no effect the same numbers.
  sdk::StepResult step(Action action);
  sdk::StepResult probe(Action action) const;

  // Images in [-1, 1], without gradients: of the averaged weights, or of the generator as it is.
  at::Tensor samples(const at::Tensor& noise, bool averaged) const;
  // D's logits, without gradients.
  std::pair<at::Tensor, at::Tensor> logits(const at::Tensor& real, const at::Tensor& fake) const;
  GeneratorLoss loss() const { return settings_.loss; }
  int64_t noise_size() const { return settings_.noise; }

  const Signals& signals() const { return signals_; }
  int64_t generator_parameters() const { return generator_group_.size(); }
  int64_t discriminator_parameters() const { return discriminator_group_.size(); }
  int64_t steps() const { return steps_; }

  void keep(uint32_t slot);
  void recall(uint32_t slot);  // Error(AUTOLOSS_INVALID_STATE) for a slot without anything
  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

 private:
  // An update before it is made.
  struct Update {
    at::Tensor gradient;
    double loss = 0, norm = 0;
    double real_accuracy = 0, fake_accuracy = 0;  // the first of D's update alone
    bool finite() const;
  };
  struct Draws {
    at::Generator noise, batches;
  };
  struct Kept {
    at::Tensor generator, average, discriminator;
  };

  at::Tensor noise(Draws& draws) const;
  at::Tensor real_batch(Draws& draws) const;
  Update discriminator_update(Draws& draws) const;
  Update generator_update(Draws& draws) const;
  Update update_of(Action action, Draws& draws) const;
  void apply(Action action, const Update& update);
  void note(Action action, const Update& update);
  bool collapsed(Action action);
  int64_t repeat(Action action) const;

  GanSettings settings_;
  at::Tensor reals_;
  Generator generator_;
  Discriminator discriminator_;
  ParameterGroup generator_group_, average_group_, discriminator_group_;
  torch_parts::Adam generator_adam_, discriminator_adam_;
  Draws draws_;
  Signals signals_;
  std::array<double, 2> latest_norm_{};  // by action; 0 before the first
  int64_t steps_ = 0;
  uint32_t latest_action_ = 0;
  int64_t equal_actions_ = 0;
  std::array<std::optional<Kept>, AUTOLOSS_KEEP_SLOTS> kept_;
};

}  // namespace autoloss::gan

#endif
