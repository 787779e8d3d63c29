#include "plugins/tasks/regression/model.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <limits>

namespace autoloss::regression {

void Model::begin(const ModelSettings& settings, DataSet& data, uint64_t init_seed, uint64_t step_seed) {
  settings_ = settings;
  data_ = &data;
  const QuadraticForm& form = data_->form();
  theta_.start(settings.optimizer, kActionCount, form.copies());
  gradient_.assign(form.padded_count(), 0.0f);
  draw_parameters(init_seed);
  if (by_minibatch()) minibatches_.start(data_->row_count(), settings.batch_size, step_seed);
}

void Model::draw_parameters(uint64_t seed) {
  sdk::Stream stream(sdk::derive(seed, "parameters"));
  const QuadraticForm& form = data_->form();
  float* const linear = theta_.data() + form.triangle_count();
  float* const end = linear + form.dimensions;
  const auto draw = [&](double deviation) { return static_cast<float>(deviation * stream.normal()); };
  std::generate(theta_.data(), linear, [&] { return draw(settings_.initial_quadratic); });
  std::generate(linear, end, [&] { return draw(settings_.initial_linear); });
}

bool Model::by_minibatch() const {
  return settings_.batch_size > 0 && settings_.batch_size < data_->row_count();
}

double Model::squared_error(Action action) const {
  if (action == Action::kL1) return 0.0;
  if (by_minibatch()) return data_->training_rows().gradient(minibatches_.current(), theta_.data(), gradient_.data());
  return data_->error(Split::kTrain).gradient(theta_.data(), gradient_.data());
}

training::Slope Model::slope(Action action) const {
  const double share = action == Action::kMse ? 0.0 : action == Action::kL1 ? 1.0 : settings_.joint_weight;
  return {action == Action::kL1 ? nullptr : gradient_.data(), static_cast<float>(share * settings_.l1_weight)};
}

sdk::StepResult Model::result(double mse, const training::Slope& slope, const training::SlopeSums& sums) const {
  sdk::StepResult result;
  result.loss = mse + static_cast<double>(slope.l1_weight) * sums.l1_norm;
  result.gradient_norm = std::sqrt(sums.squared_norm);
  result.batches = slope.gradient != nullptr ? 1 : 0;
  result.diverged = !std::isfinite(result.loss) || !std::isfinite(result.gradient_norm);
  return result;
}

sdk::StepResult Model::step(Action action) {
  const double mse = squared_error(action);
  const training::Slope down = slope(action);
  const training::SlopeSums sums = theta_.update(static_cast<std::size_t>(action), down);
  if (by_minibatch() && action != Action::kL1) minibatches_.advance();
  return result(mse, down, sums);
}

sdk::StepResult Model::probe(Action action) const {
  const double mse = squared_error(action);
  const training::Slope down = slope(action);
  return result(mse, down, theta_.measure(down));
}

Metrics Model::measure(Split split) const {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const std::optional<double> noise = data_->noise_power(split);
  const std::span<const double> truth = data_->source().true_weights();
  Metrics metrics;
  metrics.mse = data_->error(split).loss(theta_.data());
  metrics.excess_mse = noise ? metrics.mse - *noise : kUnknown;
  metrics.population_excess = truth.empty() ? kUnknown : population_excess(data_->form(), theta_.values(), truth);
  metrics.penalty = settings_.l1_weight * theta_.l1_norm();
  return metrics;
}

void Model::save(sdk::Writer& writer) const {
  writer.tag("regression 1");
  theta_.save(writer);
  if (by_minibatch()) minibatches_.save(writer);
}

void Model::load(sdk::Reader& reader) {
  reader.tag("regression 1");
  theta_.load(reader);
  if (by_minibatch()) minibatches_.load(reader);
}

}  // namespace autoloss::regression
