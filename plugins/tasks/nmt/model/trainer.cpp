#include "plugins/tasks/nmt/model/trainer.hpp"

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <string>

#include "plugins/shared/torch/generator.hpp"
#include "plugins/shared/torch/tensor_state.hpp"

namespace autoloss::nmt {
namespace {

void copy_values(const NetworkParameters& from, const NetworkParameters& to) {
  const auto sources = from.groups(), targets = to.groups();
  for (std::size_t group = 0; group < sources.size(); ++group) {
    at::Tensor target = targets[group]->flat();
    target.copy_(sources[group]->flat());
  }
}

void save_values(sdk::Writer& writer, const NetworkParameters& parameters) {
  for (const torch_parts::ParameterGroup* group : parameters.groups()) torch_parts::save_tensor(writer, group->flat());
}

void load_values(sdk::Reader& reader, const NetworkParameters& parameters) {
  for (const torch_parts::ParameterGroup* group : parameters.groups()) torch_parts::load_tensor(reader, group->flat());
}

}  // namespace

void Trainer::begin(const NetworkSettings& network, const TrainingSettings& training, const NetworkSizes& sizes,
                    uint64_t init_seed, uint64_t step_seed) {
  network_ = network;
  training_ = training;
  parameters_ = NetworkParameters(network, sizes, torch_parts::make_generator(sdk::derive(init_seed, "parameters")));
  learning_weights_.emplace(network_, parameters_, NetworkWeights::Use::kLearning);
  measured_weights_.emplace(network_, parameters_, NetworkWeights::Use::kMeasuring);
  average_weights_.reset();
  if (training.average > 0) {
    average_ = parameters_.clone();
    average_weights_.emplace(network_, average_, NetworkWeights::Use::kMeasuring);
  }
  torch_parts::AdamSettings adam;
  adam.learning_rate = training.learning_rate;
  for (std::size_t job = 0; job < kJobs; ++job) {
    encoder_adam_[job] = torch_parts::Adam(adam, parameters_.encoder);
    job_adam_[job] = torch_parts::Adam(adam, parameters_.jobs[job]);
  }
  dropout_key_ = sdk::derive(step_seed, "dropout");
  masks_ = 0;
  for (std::optional<Kept>& slot : kept_) slot.reset();
}

Trainer::Gradient Trainer::gradient(Job job, const Batch& batch, uint64_t& masks) const {
  const Dropout dropout(network_.dropout, dropout_key_, masks);
  const at::Tensor scores = scores_of(network_, *learning_weights_, job, batch, dropout);
  const at::Tensor loss = at::cross_entropy_loss(scores, batch.target.expected);
  const std::vector<at::Tensor> found = torch_parts::ParameterGroup::gradients(
      loss, {&parameters_.encoder, &parameters_.jobs[static_cast<std::size_t>(job)]});
  Gradient gradient;
  gradient.encoder = found[0];
  gradient.job = found[1];
  gradient.result.loss = loss.item<double>();
  gradient.result.gradient_norm = std::hypot(found[0].norm().item<double>(), found[1].norm().item<double>());
  gradient.result.batches = 1;
  gradient.result.diverged = !std::isfinite(gradient.result.loss) || !std::isfinite(gradient.result.gradient_norm);
  return gradient;
}

torch_parts::Adam& Trainer::encoder_adam(Job job) {
  return encoder_adam_[training_.shared_adam ? 0 : static_cast<std::size_t>(job)];
}

sdk::StepResult Trainer::step(Job job, const Batch& batch) {
  Gradient found = gradient(job, batch, masks_);
  if (found.result.diverged) return found.result;
  const double norm = found.result.gradient_norm;
  if (training_.clip > 0 && norm > training_.clip) {
    found.encoder.mul_(training_.clip / norm);
    found.job.mul_(training_.clip / norm);
  }
  const auto index = static_cast<std::size_t>(job);
  encoder_adam(job).step(parameters_.encoder, found.encoder);
  job_adam_[index].step(parameters_.jobs[index], found.job);
  follow_average();
  return found.result;
}

sdk::StepResult Trainer::probe(Job job, const Batch& batch) const {
  uint64_t masks = masks_;
  return gradient(job, batch, masks).result;
}

// A part that no update moves comes to its own average, as it should.
void Trainer::follow_average() {
  if (training_.average <= 0) return;
  const auto groups = parameters_.groups(), averages = average_.groups();
  for (std::size_t group = 0; group < groups.size(); ++group) {
    at::Tensor average = averages[group]->flat();
    average.lerp_(groups[group]->flat(), 1 - training_.average);
  }
}

uint64_t Trainer::parameter_count(Job job) const {
  return static_cast<uint64_t>(parameters_.encoder.size() + parameters_.jobs[static_cast<std::size_t>(job)].size());
}

void Trainer::keep(uint32_t slot) {
  std::optional<Kept>& kept = kept_[slot];
  if (!kept) kept.emplace(Kept{parameters_.clone(), average_weights_ ? average_.clone() : NetworkParameters()});
  copy_values(parameters_, kept->parameters);
  if (average_weights_) copy_values(average_, kept->average);
}

void Trainer::recall(uint32_t slot) {
  if (!kept_[slot]) throw sdk::Error(AUTOLOSS_INVALID_STATE, "nothing was kept in slot " + std::to_string(slot));
  copy_values(kept_[slot]->parameters, parameters_);
  if (average_weights_) copy_values(kept_[slot]->average, average_);
}

void Trainer::save(sdk::Writer& writer) const {
  save_values(writer, parameters_);
  if (average_weights_) save_values(writer, average_);
  for (const torch_parts::Adam& adam : encoder_adam_) adam.save(writer);
  for (const torch_parts::Adam& adam : job_adam_) adam.save(writer);
  writer.value(masks_);
  for (const std::optional<Kept>& kept : kept_) {
    writer.value<uint8_t>(kept ? 1 : 0);
    if (!kept) continue;
    save_values(writer, kept->parameters);
    if (average_weights_) save_values(writer, kept->average);
  }
}

void Trainer::load(sdk::Reader& reader) {
  load_values(reader, parameters_);
  if (average_weights_) load_values(reader, average_);
  for (torch_parts::Adam& adam : encoder_adam_) adam.load(reader);
  for (torch_parts::Adam& adam : job_adam_) adam.load(reader);
  masks_ = reader.value<uint64_t>();
  for (uint32_t slot = 0; slot < kept_.size(); ++slot) {
    kept_[slot].reset();
    const auto there = reader.value<uint8_t>();
    if (there > 1) throw sdk::Error(AUTOLOSS_BAD_DATA, "the state does not say whether parameters were kept");
    if (there == 0) continue;
    keep(slot);
    load_values(reader, kept_[slot]->parameters);
    if (average_weights_) load_values(reader, kept_[slot]->average);
  }
}

}  // namespace autoloss::nmt
