#include "plugins/tasks/regression/model.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <limits>

#include "plugins/tasks/regression/state.hpp"

namespace autoloss::regression {

void Model::begin(const ModelSettings& settings, DataSet& data, uint64_t init_seed, uint64_t step_seed) {
  settings_ = settings;
  data_ = &data;
  const QuadraticForm& form = data_->form();
  copies_ = form.copies();
  share_.resize(copies_.size());
  std::transform(copies_.begin(), copies_.end(), share_.begin(), [](float n) { return n > 0.0f ? 1.0f / n : 0.0f; });
  theta_.assign(form.padded_count(), 0.0f);
  gradient_.assign(form.padded_count(), 0.0f);
  is_kept_.fill(false);
  draw_parameters(init_seed);
  optimizer_.start(settings.optimizer, kActionCount, form.blocks());
  if (by_minibatch()) minibatches_.start(data_->row_count(), settings.batch_size, step_seed);
}

void Model::draw_parameters(uint64_t seed) {
  sdk::Stream stream(sdk::derive(seed, "parameters"));
  const QuadraticForm& form = data_->form();
  const auto linear = theta_.begin() + static_cast<std::ptrdiff_t>(form.triangle_count());
  const auto end = linear + static_cast<std::ptrdiff_t>(form.dimensions);
  const auto draw = [&](double deviation) { return static_cast<float>(deviation * stream.normal()); };
  std::generate(theta_.begin(), linear, [&] { return draw(settings_.initial_quadratic); });
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

Slope Model::slope(Action action) const {
  const double share = action == Action::kMse ? 0.0 : action == Action::kL1 ? 1.0 : settings_.joint_weight;
  return {action == Action::kL1 ? nullptr : gradient_.data(), static_cast<float>(share * settings_.l1_weight)};
}

sdk::StepResult Model::result(double mse, const Slope& slope, const SlopeSums& sums) const {
  sdk::StepResult result;
  result.loss = mse + static_cast<double>(slope.l1_weight) * sums.l1_norm;
  result.gradient_norm = std::sqrt(sums.squared_norm);
  result.batches = slope.gradient != nullptr ? 1 : 0;
  result.diverged = !std::isfinite(result.loss) || !std::isfinite(result.gradient_norm);
  return result;
}

sdk::StepResult Model::step(Action action) {
  const double mse = squared_error(action);
  const Slope down = slope(action);
  const SlopeSums sums = optimizer_.update(static_cast<std::size_t>(action), down, folding(), theta_.data());
  if (by_minibatch() && action != Action::kL1) minibatches_.advance();
  return result(mse, down, sums);
}

sdk::StepResult Model::probe(Action action) const {
  const double mse = squared_error(action);
  const Slope down = slope(action);
  return result(mse, down, measure_slope(down, folding(), theta_.data()));
}

Metrics Model::measure(Split split) const {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const std::optional<double> noise = data_->noise_power(split);
  const std::span<const double> truth = data_->source().true_weights();
  Metrics metrics;
  metrics.mse = data_->error(split).loss(theta_.data());
  metrics.excess_mse = noise ? metrics.mse - *noise : kUnknown;
  metrics.population_excess = truth.empty() ? kUnknown : population_excess(data_->form(), theta_, truth);
  metrics.penalty = settings_.l1_weight * measure_slope({nullptr, 0.0f}, folding(), theta_.data()).l1_norm;
  return metrics;
}

void Model::keep(std::size_t slot) {
  kept_[slot] = theta_;
  is_kept_[slot] = true;
}

void Model::recall(std::size_t slot) {
  if (!is_kept_[slot])
    throw sdk::Error(AUTOLOSS_INVALID_STATE, "no parameters were kept in slot " + std::to_string(slot));
  theta_ = kept_[slot];
}

void Model::save(sdk::Writer& writer) const {
  writer.tag("regression 1");
  save_floats(writer, theta_);
  optimizer_.save(writer);
  if (by_minibatch()) minibatches_.save(writer);
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    writer.value<uint8_t>(is_kept_[slot]);
    if (is_kept_[slot]) save_floats(writer, kept_[slot]);
  }
}

void Model::load(sdk::Reader& reader) {
  reader.tag("regression 1");
  load_floats(reader, theta_);
  optimizer_.load(reader);
  if (by_minibatch()) minibatches_.load(reader);
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    is_kept_[slot] = reader.value<uint8_t>() != 0;
    kept_[slot].resize(theta_.size());
    if (is_kept_[slot]) load_floats(reader, kept_[slot]);
  }
}

}  // namespace autoloss::regression
