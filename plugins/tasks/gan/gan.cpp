#include "plugins/tasks/gan/gan.hpp"

#include <autoloss/cpp/error.hpp>
#include <autoloss/cpp/random.hpp>
#include <cmath>

#include "plugins/shared/torch/generator.hpp"
#include "plugins/shared/torch/tensor_state.hpp"
#include "plugins/tasks/gan/classifier.hpp"

namespace autoloss::gan {
namespace {

constexpr const char* kState = "gan/1";
constexpr double kSignalDecay = 0.9;

void move_average(double& average, double value) {
  average += (1 - kSignalDecay) * (value - average);
}

// Several numbers by one copy from the device.
template <std::size_t kCount>
std::array<double, kCount> numbers(const std::array<at::Tensor, kCount>& scalars) {
  const at::NoGradGuard no_gradient;
  const at::Tensor together = at::stack(scalars).to(at::kCPU, at::kDouble);
  std::array<double, kCount> values{};
  for (std::size_t index = 0; index < kCount; ++index) values[index] = together.data_ptr<double>()[index];
  return values;
}

at::Tensor share(const at::Tensor& told_right) {
  return told_right.to(at::kFloat).mean();
}

}  // namespace

bool Gan::Update::finite() const {
  return std::isfinite(loss) && std::isfinite(norm);
}

Gan::Gan(const GanSettings& settings, ImageShape shape, at::Tensor reals, Seeds seeds)
    : settings_(settings),
      reals_(std::move(reals)),
      generator_(settings.generator, shape, settings.noise, settings.kernel),
      discriminator_(settings.discriminator, shape, settings.kernel),
      generator_group_(generator_.shapes(), reals_.device()),
      discriminator_group_(discriminator_.shapes(), reals_.device()),
      draws_{torch_parts::make_generator(sdk::derive(seeds.step, "noise"), reals_.device()),
             torch_parts::make_generator(sdk::derive(seeds.step, "batches"), reals_.device())} {
  const auto draws = [&](const char* purpose) {
    return torch_parts::make_generator(sdk::derive(seeds.initial, purpose), reals_.device());
  };
  generator_.initialise(generator_group_, settings_.initial, draws("generator"));
  discriminator_.initialise(discriminator_group_, settings_.initial, draws("discriminator"));
  average_group_ = generator_group_.clone();
  generator_adam_ = torch_parts::Adam(settings_.generator_adam, generator_group_);
  discriminator_adam_ = torch_parts::Adam(settings_.discriminator_adam, discriminator_group_);
}

at::Tensor Gan::noise(Draws& draws) const {
  return at::randn({settings_.batch, settings_.noise}, draws.noise, reals_.options().dtype(at::kFloat));
}

at::Tensor Gan::real_batch(Draws& draws) const {
  const at::Tensor rows =
      at::randint(reals_.size(0), {settings_.batch}, draws.batches, reals_.options().dtype(at::kLong));
  return scaled(reals_.index_select(0, rows));
}

// G's images come without a graph: nothing of G is to be differentiated.
Gan::Update Gan::discriminator_update(Draws& draws) const {
  const auto [real, fake] =
      discriminator_.logits(discriminator_group_.leaves(), real_batch(draws), samples(noise(draws), false));
  const at::Tensor loss = discriminator_loss(real, fake);
  const at::Tensor gradient = discriminator_group_.gradient(loss);
  const auto values = numbers<4>({loss.detach(), gradient.norm(), share(real.detach() > 0), share(fake.detach() < 0)});
  return {gradient, values[0], values[1], values[2], values[3]};
}

// D's weights are constants here: the gradient flows through D, none is computed for it.
Gan::Update Gan::generator_update(Draws& draws) const {
  const at::Tensor images = generator_.images(generator_group_.leaves(), noise(draws));
  const at::Tensor fake = discriminator_.logits(discriminator_group_.constants(), images);
  const at::Tensor loss = generator_loss(settings_.loss, fake);
  const at::Tensor gradient = generator_group_.gradient(loss);
  const auto values = numbers<3>({loss.detach(), gradient.norm(), share(fake.detach() < 0)});
  return {gradient, values[0], values[1], 0, values[2]};
}

Gan::Update Gan::update_of(Action action, Draws& draws) const {
  return action == Action::kDiscriminator ? discriminator_update(draws) : generator_update(draws);
}

int64_t Gan::repeat(Action action) const {
  return action == Action::kDiscriminator ? settings_.discriminator_repeat : settings_.generator_repeat;
}

sdk::StepResult Gan::step(Action action) {
  sdk::StepResult result;
  for (int64_t update = 0; update < repeat(action) && !result.diverged; ++update) {
    const Update found = update_of(action, draws_);
    result = {found.loss, found.norm, result.batches + 1, !found.finite()};
    if (!found.finite()) break;
    apply(action, found);
    note(action, found);
  }
  ++steps_;
  if (collapsed(action)) result.diverged = true;
  return result;
}

sdk::StepResult Gan::probe(Action action) const {
  Draws draws{torch_parts::copy_of(draws_.noise), torch_parts::copy_of(draws_.batches)};
  const Update found = update_of(action, draws);
  return {found.loss, found.norm, 1, !found.finite()};
}

void Gan::apply(Action action, const Update& update) {
  if (action == Action::kDiscriminator) {
    discriminator_adam_.step(discriminator_group_, update.gradient);
    return;
  }
  generator_adam_.step(generator_group_, update.gradient);
  const at::NoGradGuard no_gradient;
  at::Tensor average = average_group_.flat();
  average.lerp_(generator_group_.flat(), 1 - settings_.average_decay);
}

void Gan::note(Action action, const Update& update) {
  move_average(signals_.fake_accuracy, update.fake_accuracy);
  if (action == Action::kDiscriminator) move_average(signals_.real_accuracy, update.real_accuracy);
  move_average(action == Action::kDiscriminator ? signals_.discriminator_loss : signals_.generator_loss, update.loss);
  latest_norm_[static_cast<std::size_t>(action)] = update.norm;
  if (latest_norm_[0] > 0 && latest_norm_[1] > 0)
    signals_.log_gradient_ratio = std::log(latest_norm_[0] / latest_norm_[1]);
}

// Whether one side alone has been trained for too long.
bool Gan::collapsed(Action action) {
  const auto taken = static_cast<uint32_t>(action);
  equal_actions_ = taken == latest_action_ ? equal_actions_ + 1 : 1;
  latest_action_ = taken;
  return settings_.longest_run > 0 && equal_actions_ > settings_.longest_run;
}

at::Tensor Gan::samples(const at::Tensor& noise, bool averaged) const {
  const at::NoGradGuard no_gradient;
  const ParameterGroup& group = averaged && settings_.average_decay > 0 ? average_group_ : generator_group_;
  return generator_.images(group.constants(), noise);
}

std::pair<at::Tensor, at::Tensor> Gan::logits(const at::Tensor& real, const at::Tensor& fake) const {
  const at::NoGradGuard no_gradient;
  return discriminator_.logits(discriminator_group_.constants(), real, fake);
}

void Gan::keep(uint32_t slot) {
  kept_[slot] = {generator_group_.flat().clone(), average_group_.flat().clone(), discriminator_group_.flat().clone()};
}

void Gan::recall(uint32_t slot) {
  if (!kept_[slot]) throw sdk::Error(AUTOLOSS_INVALID_STATE, "nothing was kept in slot " + std::to_string(slot));
  generator_group_.flat().copy_(kept_[slot]->generator);
  average_group_.flat().copy_(kept_[slot]->average);
  discriminator_group_.flat().copy_(kept_[slot]->discriminator);
}

void Gan::save(sdk::Writer& writer) const {
  writer.tag(kState);
  for (const ParameterGroup* group : {&generator_group_, &average_group_, &discriminator_group_})
    torch_parts::save_tensor(writer, group->flat());
  generator_adam_.save(writer);
  discriminator_adam_.save(writer);
  torch_parts::save_generator(writer, draws_.noise);
  torch_parts::save_generator(writer, draws_.batches);
  writer.value(signals_);
  writer.value(latest_norm_);
  writer.value(steps_);
  writer.value(latest_action_);
  writer.value(equal_actions_);
  for (const std::optional<Kept>& kept : kept_) {
    writer.value<uint32_t>(kept ? 1 : 0);
    if (!kept) continue;
    for (const at::Tensor* part : {&kept->generator, &kept->average, &kept->discriminator})
      torch_parts::save_tensor(writer, *part);
  }
}

void Gan::load(sdk::Reader& reader) {
  reader.tag(kState);
  for (const ParameterGroup* group : {&generator_group_, &average_group_, &discriminator_group_})
    torch_parts::load_tensor(reader, group->flat());
  generator_adam_.load(reader);
  discriminator_adam_.load(reader);
  torch_parts::load_generator(reader, draws_.noise);
  torch_parts::load_generator(reader, draws_.batches);
  signals_ = reader.value<Signals>();
  latest_norm_ = reader.value<std::array<double, 2>>();
  steps_ = reader.value<int64_t>();
  latest_action_ = reader.value<uint32_t>();
  equal_actions_ = reader.value<int64_t>();
  for (std::size_t slot = 0; slot < kept_.size(); ++slot) {
    kept_[slot].reset();
    if (reader.value<uint32_t>() == 0) continue;
    keep(static_cast<uint32_t>(slot));  // of the right sizes
    for (const at::Tensor* part : {&kept_[slot]->generator, &kept_[slot]->average, &kept_[slot]->discriminator})
      torch_parts::load_tensor(reader, *part);
  }
}

}  // namespace autoloss::gan
