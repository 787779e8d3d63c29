#include "plugins/tasks/classification/model.hpp"

#include <cmath>
#include <limits>

namespace autoloss::classification {

Network network_of(const ModelSettings& settings, std::size_t features, std::size_t classes) {
  std::vector<std::size_t> widths{features};
  widths.insert(widths.end(), settings.hidden.begin(), settings.hidden.end());
  widths.push_back(classes);
  return Network(widths);
}

void Model::begin(const ModelSettings& settings, DataSet& data, uint64_t init_seed, uint64_t step_seed) {
  settings_ = settings;
  data_ = &data;
  network_ = network_of(settings, data.feature_count(), data.class_count());
  pass_.start(network_);
  theta_.start(settings.optimizer, kActionCount, network_.copies());
  network_.draw(settings.initial, init_seed, theta_.data());
  gradient_.assign(theta_.size(), 0.0f);
  batch_accuracy_ = std::numeric_limits<double>::quiet_NaN();
  if (by_minibatch()) minibatches_.start(data.batch(Split::kTrain).row_count(), settings.batch_size, step_seed);
}

bool Model::by_minibatch() const {
  return settings_.batch_size > 0 && settings_.batch_size < data_->batch(Split::kTrain).row_count();
}

const Batch& Model::next_batch() {
  if (!by_minibatch()) return data_->batch(Split::kTrain);
  minibatch_.gather(data_->batch(Split::kTrain), minibatches_.current());
  return minibatch_;
}

Score Model::cross_entropy(Action action) {
  if (action == Action::kL1) return {};
  return pass_.gradient(theta_.data(), next_batch(), gradient_.data());
}

training::Slope Model::slope(Action action) const {
  const double share = action == Action::kCrossEntropy ? 0.0 : action == Action::kL1 ? 1.0 : settings_.joint_weight;
  return {action == Action::kL1 ? nullptr : gradient_.data(), static_cast<float>(share * settings_.l1_weight)};
}

sdk::StepResult Model::result(const Score& score, const training::Slope& slope, const training::SlopeSums& sums) const {
  sdk::StepResult result;
  result.loss = score.cross_entropy + static_cast<double>(slope.l1_weight) * sums.l1_norm;
  result.gradient_norm = std::sqrt(sums.squared_norm);
  result.batches = slope.gradient != nullptr ? 1 : 0;
  result.diverged = !std::isfinite(result.loss) || !std::isfinite(result.gradient_norm);
  return result;
}

sdk::StepResult Model::step(Action action) {
  const Score score = cross_entropy(action);
  const training::Slope down = slope(action);
  const training::SlopeSums sums = theta_.update(static_cast<std::size_t>(action), down);
  if (action != Action::kL1) {
    batch_accuracy_ = 1 - score.errors;
    if (by_minibatch()) minibatches_.advance();
  }
  return result(score, down, sums);
}

sdk::StepResult Model::probe(Action action) {
  const Score score = cross_entropy(action);
  const training::Slope down = slope(action);
  return result(score, down, theta_.measure(down));
}

Metrics Model::measure(Split split) {
  const Batch& batch = data_->batch(split);
  const Score score = pass_.score(theta_.data(), batch);
  Metrics metrics;
  metrics.cross_entropy = score.cross_entropy;
  metrics.error = score.errors;
  const double entropy_rank = score.cross_entropy / (1 + score.cross_entropy);  // in [0, 1)
  metrics.ranked_error = score.errors + entropy_rank / static_cast<double>(batch.row_count());
  metrics.penalty = settings_.l1_weight * theta_.l1_norm();
  return metrics;
}

void Model::save(sdk::Writer& writer) const {
  writer.tag("classification 1");
  theta_.save(writer);
  writer.value(batch_accuracy_);
  if (by_minibatch()) minibatches_.save(writer);
}

void Model::load(sdk::Reader& reader) {
  reader.tag("classification 1");
  theta_.load(reader);
  batch_accuracy_ = reader.value<double>();
  if (by_minibatch()) minibatches_.load(reader);
}

}  // namespace autoloss::classification
